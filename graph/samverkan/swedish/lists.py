"""Lists of organisations: in a field, where every item counts, and in running text, whose end must be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from samverkan.swedish.groups import COMPANY_FORM, group_extent, group_size, is_group
from samverkan.swedish.names import (
    BODY,
    COMMITTEE,
    INTRODUCER,
    NOUN,
    OFFICE,
    SOCIETY,
    TRADE,
    UNIT,
    UPPER,
    Gazetteer,
    Name,
    NameKind,
    as_name,
    as_unit,
    base_form,
    name_extent,
    with_owners,
)

_OPEN = r"(?i:med flera|m\.?\s?fl\.?|med mera|m\.\s?m\.?|etc\.?)"
_OPEN_END = re.compile(rf"[\s,]*\b({_OPEN}|(?i:och andra))(?!\w)\.?")
# The words end an item of a list, with what they say of the others: "Umeå kommun m.fl. aktörer, Arbetsförmedlingen"
_OPEN_ITEM = re.compile(rf"[\s,]*\b{_OPEN}(?!\w)\.?(?:\s+(?!och\b|samt\b)[a-zåäö]\w*)*|\s+och andra\Z")
_SEPARATOR = re.compile(
    r"(?<=\w AB)\s+(?=[A-ZÅÄÖ])|\s*(?:,(?!(?<=\d,)\d)|[;•\n]|(?<=\w)\s+/\s+)\s*(?:(?:och|samt|&)\s+)?|"
    r"\s+(?:och|samt|jämte|respektive)\s+"
)
# Where one of them or a known name may begin
_STOP = re.compile(rf"(?=[\s,;•]|\b[meME])(?:(?={_SEPARATOR.pattern})|(?={_OPEN_ITEM.pattern}))|\b(?=[^\W_a-zåäö])")
_PAID = re.compile(
    r"(?<=\w)[\s:–(-]{1,4}\d[\d.,\s]*(?:tkr|mkr|mnkr|kr|kronor|SEK|miljoner kronor)\W*\Z",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"[^,;.]*?\b(?:dessutom|även|också|därutöver|därtill|vidare|samverkan|samarbete|tillsammans|samverkar|samarbetar|ägs|är|deltar|bestående|ingår)\b"
    r"(?:[^,;.]*?\b(?:med|av|mellan|från|nämligen|däribland))?\s+(?:(?:även|också|dessutom)\s+)?(?=\S)",
    re.IGNORECASE,
)
_AND = r"(?:och|samt)(?:\s+(?:även|med)){0,2}"
_UNIT_OF_SUM = r"(?:kr|kronor|tkr|mkr|mnkr|miljoner(?: kronor)?|%|procent)(?!\w)"
_SUM = rf"(?:\s+(?:med\s+)?\(?[^()\w,]*\d[\d \u00a0,.]*{_UNIT_OF_SUM}\)?)?"
_RUNNING_SEPARATOR = re.compile(
    rf"(?<=\w AB)\s+(?=[A-ZÅÄÖ])|(?:\s+\([a-zåäö][^()\n]{{2,80}}\))?{_SUM}(?:"
    rf"\s*,\s*(?:(?:nämligen|däribland|bland annat|bl\.\s?a\.|exempelvis|{_AND})\s+)?|"
    rf"\s+(?:{_AND}|jämte|tillsammans med)\s+|\s*:?\s*[\r\n]+\s*[•·▪*–-]\s*|\s*:\s*|\s*/\s*(?=[A-ZÅÄÖ]))"
)
# "Samtliga kommuner i länet – Halmstad, Hylte och Laholm – är med": who the group is
_NAMELY = re.compile(r"\s*(?:\s–|\()\s*(?=[A-ZÅÄÖ])")
_CLOSED = re.compile(r"\s*(?:–|\))")
_ELLIPSIS = re.compile(rf"([{UPPER}](?:(?! (?:och|samt) )[\w ])*)-\s*(?:och|samt|,)\s+")
_OFFICE = re.compile(rf"(?:{OFFICE.pattern}) (?:i|på|inom|vid|hos) ")
_LAST_OF_ELLIPSIS = re.compile(r"[\w-]+(?:\s+(?:i\s+)?[A-ZÅÄÖ]\w+)*")
_LAST = re.compile(r"(?:(?<!\bek\. för)\.|[ ,;\u00a0\n\r\t])+\Z")  # the stop of "ek. för." is part of the name
_SMALL_WORD = re.compile(r"[a-zåäö][\w-]*")
_COMMON_NOUN = re.compile(r"\s+(?!och\b|samt\b|kommun)[a-zåäö]")
# "ett samarbete mellan högskolan, Region Skåne och …": whom the text names elsewhere
_ITSELF = re.compile(
    r"(?:högskolan|universitetet|lärosätet|kommunen|staden|regionen|\w*förbundet|länsstyrelsen|bolaget|företaget|"
    r"föreningen|stiftelsen|oss)(?:,|\s+(?:och|samt))\s+(?=[A-ZÅÄÖa-zåäö])"
)
_FORM = re.compile(r"(?:ekonomisk förening|ideell förening|ek\. ?för\.?|aktiebolag|handelsbolag)(?!\w)")
_OF_SEVERAL = " kommuner"  # behind the last of "Bodens och Piteå kommuner"
_IN_PLACE = re.compile(r"\w i [A-ZÅÄÖ]\w+\Z")
_SOCIETY = re.compile(r"(?:Föreningen|Stiftelsen|Sällskapet|Nätverket) ")
_LED_BY_AND = re.compile(r"(?:och|samt)\s+")
_ACRONYM_LENGTH = 8
_LEAST_STROKES = 2
_TRADE = re.compile(TRADE)
_ONE_OF = {"länsstyrelserna i ": "Länsstyrelsen i ", "regionerna ": "Region ", "landstingen i ": "Landstinget i "}
_PLURAL = re.compile("|".join(_ONE_OF), re.IGNORECASE)
_AND_BETWEEN = re.compile(r",?\s+(?:och|samt)\s+")


def open_end(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The words by which a list says that it is not complete ("med flera"), or None."""
    found = _OPEN_END.search(text, start, end)
    return (found.start(1), found.end(1)) if found else None


def read_field(text: str, start: int, end: int, known: Gazetteer) -> list[Name]:
    """The organisations and groups that a labelled field lists; every item counts, whatever it is called."""
    return list(with_owners(list(_each_in_full(_items(text, start, end, known), known)), known))


def read_owner(text: str, start: int, end: int, known: Gazetteer) -> list[Name]:
    """The owner that a single-valued field names: nested organisations in either order are one, an abbreviation a form.

    "Stockholm Stad, Socialförvaltningen", "Primärvården, Region Skåne" and "Kulturkontoret - Umeå kommun" are units;
    "Norra utbildningsförbundet, NUF" is one organisation; two municipalities are two owners.
    """
    names = read_field(text, start, end, known)
    parts = names if len(names) != 1 else [as_name(text, *span) for span in _dashed(text, start, end)]
    two = len(parts) == 2 and _AND_BETWEEN.fullmatch(text, parts[0].end, parts[1].start) is not None
    if len(parts) == 2 and not two and parts[0].kind is not NameKind.GROUP:
        merged = _same_or_unit(parts[0], parts[1], known, dashed=parts is not names)
        if merged is not None:
            first, last = parts[0].start, parts[1].end
            return [replace(merged, start=first, end=last, forms=(*merged.forms, text[first:last]))]
    return names


def _dashed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    dash = re.compile(r"\s[-–]\s").search(text, start, end)
    return [_trim(text, start, dash.start()), _trim(text, dash.end(), end)] if dash else []


def _same_or_unit(first: Name, second: Name, known: Gazetteer, *, dashed: bool) -> Name | None:
    """One organisation out of the two parts of an owner field, or None where they are two."""
    unit = second if second.kind is NameKind.UNIT or COMMITTEE.fullmatch(second.text) else as_unit(second, known)
    if unit is not None and known.is_public_owner(first.text):
        return replace(unit, kind=NameKind.UNIT, owner=first.text)
    if COMPANY_FORM.search(first.text) and known.is_place(second.text):
        return first
    if known.is_public_owner(second.text) and not known.is_known(first.text):
        return replace(first, kind=NameKind.UNIT, owner=second.text)
    short = second.text
    acronym = short.isupper() and len(short) <= _ACRONYM_LENGTH and " " not in short and first.text[:1] == short[:1]
    same = acronym or first.text.casefold().startswith(short.casefold())
    return replace(first, forms=(*first.forms, short)) if same and not dashed else None


def _items(text: str, start: int, end: int, known: Gazetteer) -> list[Name]:
    """The items of a list, split at commas and conjunctions, but never inside a known name or a joined ellipsis."""
    end = start + len(_LAST.sub("", text[start:end]))
    lead_in = _LEAD_IN.match(text[start:end])
    if lead_in and known.longest(text, start) is None and text[start + lead_in.end()].isupper():
        start += lead_in.end()
    spans: list[tuple[int, int]] = []
    if text.count(";", start, end) >= _LEAST_STROKES:
        return [name for span in _between_strokes(text, start, end) for name in _whole(text, *span, known)]
    item = position = start
    while (stop := _STOP.search(text, position, end)) is not None:
        position = stop.start()
        if known_end := _known_at(text, position, known):
            position = max(position + 1, min(known_end, end))
            continue
        match = _separator(text, item, position, end, known)
        if match is not None:
            spans.append((item, position))
            item = position = match.end()
        else:
            position += 1
    spans.append((item, end))
    return [name for span in spans for name in _expand(text, *_trim(text, *_without_sum(text, *span)), known)]


def _without_sum(text: str, start: int, end: int) -> tuple[int, int]:
    """An item without the sum behind the name: "Region Dalarna 3 240 000 kr"."""
    paid = _PAID.search(text, start, end)
    return start, paid.start() if paid else end


def _between_strokes(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items of a list that semicolons part."""
    for part in re.compile(r"[^;]+").finditer(text, start, end):
        first, last = _trim(text, *part.span())
        led = _LED_BY_AND.match(text, first, last)
        yield led.end() if led else first, last


def _whole(text: str, start: int, end: int, known: Gazetteer) -> list[Name]:
    """What stands between two semicolons: one name, whatever it holds, or several that are known as such."""
    names = _items(text, start, end, known)
    joined = _AND_BETWEEN.search(text, start, end) is not None and _SOCIETY.match(text, start) is None
    last = joined and not text.startswith(";", end)  # "A; B; C och D"
    several = last or all(
        known.is_known(name.text) or BODY.search(name.text) or name.kind is NameKind.GROUP for name in names
    )
    return names if several else [as_name(text, start, end)]


def _separator(text: str, item: int, position: int, end: int, known: Gazetteer) -> re.Match[str] | None:
    """What parts the item that began at `item` from the next one, where it stands here."""
    found = _SEPARATOR.match(text, position, end)
    parts = found is not None and not _joined(text, item, found, end, known)
    return _OPEN_ITEM.match(text, position, end) or (found if parts else None)


def _known_at(text: str, position: int, known: Gazetteer) -> int | None:
    at_word = position == 0 or not (text[position - 1].isalnum() or text[position - 1] == "-")
    return known.longest(text, position) if at_word and text[position : position + 1].isalnum() else None


def _joined(text: str, item: int, separator: re.Match[str], end: int, known: Gazetteer) -> bool:
    """Whether the separator stands inside one name: "Hälso och sjukvård", "Park- och natur…", "Lokala, privata …"."""
    before, after = text[item : separator.start()].strip(), text[separator.end() : end]
    conjunction = re.search(r"[^\W\d_]|&", separator.group(0)) is not None
    if before.endswith("-"):
        return conjunction and not known.is_municipality(before.rstrip("-"))
    told = (_TRADE if conjunction else _FORM).match(after) and not (
        COMPANY_FORM.search(before) or known.is_public_owner(before)
    )
    two_nouns = conjunction and SOCIETY.fullmatch(before) and NOUN.match(after)
    if told or two_nouns or (conjunction and _IN_PLACE.search(before) and _is_county(after, known)):
        return True
    if not after[:1].islower() or INTRODUCER.match(after) or (not conjunction and _OFFICE.match(after)):
        return False
    following = re.split(r"[,;]|\s(?:och|samt)\s", after, maxsplit=1)[0].strip()
    if UNIT.match(following):
        return UNIT.match(before) is None and not known.is_public_owner(base_form(before))
    if is_group(following):
        return is_group(f"{before} {following}") and re.fullmatch(r"\w+a|[Ss]må", before) is not None
    return conjunction and not is_group(before)


def _is_county(after: str, known: Gazetteer) -> bool:
    """Whether what follows is a county without "län", and no municipality: "Sällskapet i Skåne och Blekinge"."""
    place = re.match(r"[A-ZÅÄÖ]\w+(?=[,;\n]|\s(?:och|samt)\s|\Z)", after)
    if place is None or known.is_municipality(place.group()):
        return False
    return any(known.is_known(f"{place.group()}{ending}") for ending in (" län", "s län"))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\r\n\u00a0,;•·▪*–-":
        start += 1
    while end > start and text[end - 1] in " \t\r\n\u00a0,;":
        end -= 1
    return start, end


def _expand(text: str, start: int, end: int, known: Gazetteer) -> Iterator[Name]:
    """One list item as names: "Nynäshamn- och Järfälla kommun" is two, everything else one or none."""
    ellipsis = _ELLIPSIS.match(text, start, end)
    if ellipsis and known.is_municipality(ellipsis.group(1)):
        yield as_name(text, start, ellipsis.end(1))
        yield from _expand(text, ellipsis.end(), end, known)
    elif any(char.isalpha() for char in text[start:end]):
        yield as_name(text, start, end)


def read_list(text: str, start: int, end: int, known: Gazetteer) -> tuple[list[Name], int]:
    """The names and groups of a list in running text that starts here, and where it ends (`start` where none does)."""
    spans: list[tuple[int, int]] = []
    position = start
    stop = start
    while True:
        for before in (_ITSELF, INTRODUCER):
            found = before.match(text, position, end)
            position = found.end() if found else position
        item_end = _list_item(text, position, end, known) or _further_unit(text, position, end, spans)
        if item_end is None or _possessor(text, position, item_end, known):
            break
        spans.append((position, item_end))
        stop = item_end
        separator = _namely(text, spans, end) or _RUNNING_SEPARATOR.match(text, stop, end)
        if separator is None or separator.end() == stop:
            break
        if "nämligen" in separator.group(0) or ":" in separator.group(0):
            spans = [span for span in spans if group_size(text[slice(*span)]) is None]
        position = separator.end()
    names = [name for span in spans for name in _expand(text, *span, known)]
    closed = _CLOSED.match(text, stop, end) if len(spans) > 1 and is_group(text[slice(*spans[0])]) else None
    return list(with_owners(list(_each_in_full(names, known)), known)), closed.end() if closed else stop


def _namely(text: str, spans: list[tuple[int, int]], end: int) -> re.Match[str] | None:
    """What opens the names of those that a list begins with as a group."""
    first = len(spans) == 1 and is_group(text[slice(*spans[0])])
    return _NAMELY.match(text, spans[0][1], end) if first else None


def _each_in_full(names: list[Name], known: Gazetteer) -> Iterator[Name]:
    """The names of a list, where a plural stands before the counties of several bodies each with its body.

    "Länsstyrelserna i Dalarnas och Gävleborgs län", "Regionerna Dalarna och Gävleborg".
    """
    kind = ""
    for name in names:
        plural = _PLURAL.match(name.text)
        kind = _ONE_OF[plural.group().lower()] if plural else kind
        part = name.text[plural.end() :] if plural else name.text
        whole = next((form for form in (f"{kind}{part}", f"{kind}{part} län") if kind and known.is_known(form)), None)
        kind = kind if whole else ""
        yield name if whole is None else replace(name, text=whole)


def _possessor(text: str, start: int, end: int, known: Gazetteer) -> bool:
    """Whether a known name stands in the genitive before a common noun ("Säffles karta"): something of theirs."""
    name = text[start:end]
    genitive = name.endswith("s") and not known.is_known(name) and known.is_known(base_form(name))
    return genitive and _COMMON_NOUN.match(text, end) is not None


def _further_unit(text: str, start: int, end: int, before: list[tuple[int, int]]) -> int | None:
    """The end of a unit in small letters after another unit: "Umeå kommuns socialförvaltning och kulturförvaltning"."""
    word = _SMALL_WORD.match(text, start, end)
    follows = before and UNIT.search(text[slice(*before[-1])])
    return word.end() if word and follows and UNIT.fullmatch(word.group()) else None


def _list_item(text: str, start: int, end: int, known: Gazetteer) -> int | None:
    ellipsis = _ELLIPSIS.match(text, start, end)
    longest = known.longest(text, start)
    if ellipsis is not None and (longest is None or longest == ellipsis.end(1)):
        last = _LAST_OF_ELLIPSIS.match(text, ellipsis.end(), end)
        return name_extent(text, ellipsis.end(), end, known) or (last.end() if last else None)
    group = group_extent(text, start, end)
    if group is not None:
        return group
    office = _OFFICE.match(text, start, end) if text[start : start + 1].islower() else None
    owner = known.longest(text, office.end()) if office else None
    if office is not None and owner is not None and known.is_public_owner(text[office.end() : owner]):
        return owner
    stop = name_extent(text, start, end, known)
    if stop is not None and text.startswith(_OF_SEVERAL, stop) and known.is_municipality(base_form(text[start:stop])):
        return stop + len(_OF_SEVERAL)
    return stop
