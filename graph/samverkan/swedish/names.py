"""Names of organisations in Swedish text: lists, ellipsis, genitives, units inside owners, and groups without a name.

Grammar only: which names exist is told by the caller (a `Gazetteer`), and nothing here knows a document or RDF.
All offsets are code points in the text passed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from samverkan.swedish.counts import number_word


class NameKind(StrEnum):
    """What a name stands for."""

    ORGANISATION = "organisation"
    UNIT = "unit"
    GROUP = "group"


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """One organisation or group as a text writes it.

    `text` is the name in its base form (genitive and list ellipsis undone); `start`/`end` are the characters it was
    read from; `owner` names the organisation that a unit belongs to; `size` counts the members of a group; `forms`
    holds further ways in which the same place of the text writes it (an abbreviation in brackets, the whole field).
    """

    text: str
    start: int
    end: int
    kind: NameKind = NameKind.ORGANISATION
    owner: str | None = None
    size: int | None = None
    forms: tuple[str, ...] = ()


class Gazetteer(Protocol):
    """The names that are known beforehand."""

    def longest(self, text: str, start: int) -> int | None:
        """The end of the longest known name that starts here and ends at a word's end, or None."""

    def is_municipality(self, name: str) -> bool:
        """Whether the name is a municipality's, with or without "kommun" or "stad"."""

    def is_public_owner(self, name: str) -> bool:
        """Whether the name is that of a municipality or region, which have units of their own."""

    def is_known(self, name: str) -> bool:
        """Whether the name is known at all."""


_LETTER = r"[^\W\d_]"
_UPPER = "A-ZÅÄÖÉÜØÆ"
_WORD = re.compile(rf"[\w&/'’.:+@-]*[\w+]|&|\(", re.UNICODE)
_UNIT_HEAD = (
    r"(?:förvaltning|avdelning|enhet|verksamhetsområde|samhällsbyggnadskontor|stadsledningskontor|"
    r"kommunledningskontor|utbildningskontor|socialkontor|näringslivskontor|stadskontor|socialnämnd|utbildningsnämnd|barnnämnd)(?:en|et|s)?"
)
UNIT = re.compile(rf"(?:[\w-]+ ){{0,4}}?[\w-]*{_UNIT_HEAD}(?=\b|-)", re.IGNORECASE)
_GROUP_NOUN = re.compile(
    r"\w*(?:företag(?:en)?|bolag(?:en)?|kommuner(?:na)?|grannkommuner(?:na)?|part(?:er|erna)|partner(?:s|na|ns)?|"
    r"aktörer(?:na)?|organisationer(?:na)?|myndighet(?:er|erna)|förvaltningar(?:na)?|föreningar(?:na)?|"
    r"arbetsgivare(?:n|na)?|skolor(?:na)?|gymnasier(?:na)?|högskolor(?:na)?|lärosäten(?:a)?|regioner(?:na)?|"
    r"nätverk(?:et|en)?|näringsliv(?:et)?|civilsamhälle(?:t)?|intressenter(?:na)?|verksamheter(?:na)?|"
    r"utbildningsanordnare|anordnare|leverantörer|länsstyrelser(?:na)?|sjukhusen|stadsdelar(?:na)?|enheter(?:na)?|"
    r"förbunden|stiftelser(?:na)?|branscher(?:na)?|medlemmar(?:na)?|kooperativ(?:en)?|församlingar(?:na)?|"
    r"producenter(?:na)?|entreprenörer(?:na)?|butiker(?:na)?|klubbar(?:na)?|fackförbunden|sektorn|industrin)",
    re.IGNORECASE,
)
_COUNTED_NOUN = re.compile(rf"{_GROUP_NOUN.pattern}|\w*(?:förbund|universitet|sjukhus|fackförbund)", re.IGNORECASE)
_GROUP_TAIL_WORDS = frozenset("i på inom från vid av till med som för runt kring mellan utanför hos".split())
_OPEN_END = re.compile(r"[\s,]*\b(med flera|m\.?\s?fl\.?|med mera|m\.\s?m\.?|etc\.?|och andra)(?!\w)\.?", re.IGNORECASE)
_SEPARATOR = re.compile(r"(?<=\bAB)\s+(?=[A-ZÅÄÖ])|\s*(?:[,;•\n]|(?<=\w)\s+/\s+)\s*(?:(?:och|samt|&)\s+)?|\s+(?:och|samt|jämte|respektive)\s+")
_LEAD_IN = re.compile(
    r"[^,;.]*?\b(?:dessutom|även|också|därutöver|därtill|vidare|samverkan|samarbete|tillsammans|samverkar|samarbetar|ägs|är|deltar|bestående|ingår)\b"
    r"(?:[^,;.]*?\b(?:med|av|mellan|från|nämligen|däribland))?\s+(?:(?:även|också|dessutom)\s+)?(?=\S)",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(rf"\s*[(,]\s*([{_UPPER}][{_UPPER}\d&-]{{1,9}})\)?\s*$")
_PUBLIC_BODY = re.compile(r"kommun|stad\b|region", re.IGNORECASE)


def open_end(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The words by which a list says that it is not complete ("med flera"), or None."""
    found = _OPEN_END.search(text, start, end)
    return (found.start(1), found.end(1)) if found else None


def base_form(genitive: str) -> str:
    """A name without its genitive: "Scania Stockholms" → "Scania Stockholm", "Skolkraft AB:s" → "Skolkraft AB"."""
    for ending in (":s", "’s", "'s"):
        if genitive.endswith(ending):
            return genitive.removesuffix(ending)
    return genitive.removesuffix("s")


def group_size(text: str) -> int | None:
    """The number of members that a group's description gives: "11 samverkanspartners", "tre av …", "regionens 26 kommuner"."""
    for word in re.findall(r"\d+|[^\W\d]+", text):
        number = int(word) if word.isdigit() else number_word(word.lower())
        if number is not None and number > 1:
            return number
    return None


def is_group(text: str) -> bool:
    """Whether a list item counts or describes partners without naming them.

    The head noun must be a plural (or collective) common noun and everything before it a number, a determiner or an
    adjective, so that "Lokala, privata företag" is a group and "Näringslivet i Norr AB" is not.
    """
    words = re.findall(r"[\w-]+", text)
    counted = group_size(text) is not None
    if len(words) > 2 and counted and words[1].lower() == "av":
        return True
    noun = _COUNTED_NOUN if counted else _GROUP_NOUN
    for place, word in enumerate(words):
        if noun.fullmatch(word) and (place == 0 or word[0].islower() or counted):
            tail = words[place + 1 : place + 2]
            return not _company_form(text) and (not tail or tail[0].lower() in _GROUP_TAIL_WORDS)
        if not _may_modify(word, first=place == 0):
            return False
    return False


def _company_form(text: str) -> bool:
    return re.search(r"\b(?:AB|HB|KB|ek\. ?för\.?|ekonomisk förening|ideell förening)\b", text) is not None


def _may_modify(word: str, *, first: bool) -> bool:
    if word.isdigit() or number_word(word.lower()) is not None:
        return True
    lower = word.lower()
    if word[0].isupper() and not first:
        return False
    return re.fullmatch(r"(?:de|den|det|alla|samtliga|flera|några|olika|andra|våra|övriga|flertal(?:et)?|ett|en|\w+(?:a|ade|ande|ende|ens|ets|nas|erna|iga|ska))", lower) is not None


def read_field(text: str, start: int, end: int, known: Gazetteer) -> list[Name]:
    """The organisations and groups that a labelled field lists; every item counts, whatever it is called."""
    return list(_nest(_items(text, start, end, known), text, known))


def read_owner(text: str, start: int, end: int, known: Gazetteer) -> list[Name]:
    """The owner that a single-valued field names: nested organisations in either order are one, an abbreviation a form.

    "Stockholm Stad, Socialförvaltningen", "Primärvården, Region Skåne" and "Kulturkontoret - Umeå kommun" are units;
    "Norra utbildningsförbundet, NUF" is one organisation; two municipalities are two owners.
    """
    names = read_field(text, start, end, known)
    whole = text[start:end].strip()
    if len(names) == 1 and " - " in whole:
        names = list(_nest([_name(text, *span) for span in _dash_parts(text, start, end)], text, known, dashed=True)) or names
        if len(names) != 1:
            names = [_name(text, start, end)]
    if len(names) == 2 and names[0].kind is not NameKind.GROUP:
        merged = _same_or_unit(names[0], names[1], whole, known)
        if merged is not None:
            return [replace(merged, start=names[0].start, end=names[1].end, forms=(*merged.forms, whole))]
    return names


def _same_or_unit(first: Name, second: Name, whole: str, known: Gazetteer) -> Name | None:
    """One organisation out of the two parts of an owner field, or None where they are two."""
    if second.kind is NameKind.UNIT and known.is_public_owner(first.text):
        return replace(second, owner=first.text)
    if known.is_public_owner(second.text) and not known.is_known(first.text):
        return replace(first, kind=NameKind.UNIT, owner=second.text)
    same = first.text.casefold().startswith(second.text.casefold()) or _is_acronym(second.text, first.text)
    return replace(first, forms=(*first.forms, second.text)) if same else None


def _is_acronym(short: str, name: str) -> bool:
    return short.isupper() and len(short) <= 8 and " " not in short and name[:1] == short[:1]


def _dash_parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cut = text.index(" - ", start, end)
    return [_trim(text, start, cut), _trim(text, cut + 3, end)]


def _items(text: str, start: int, end: int, known: Gazetteer) -> list[Name]:
    """The items of a list, split at commas and conjunctions, but never inside a known name or a joined ellipsis."""
    end = start + len(_OPEN_END.sub("", text[start:end]).rstrip(" .,;\u00a0\n\r\t"))
    lead_in = _LEAD_IN.match(text[start:end])
    if lead_in and known.longest(text, start) is None and text[start + lead_in.end()].isupper():
        start += lead_in.end()
    spans: list[tuple[int, int]] = []
    item = position = start
    while position < end:
        if known_end := _known_at(text, position, known):
            position = max(position + 1, min(known_end, end))
            continue
        match = _SEPARATOR.match(text, position, end)
        if match and match.end() > match.start() and not _joined(text, item, match, end, known):
            spans.append((item, position))
            item = position = match.end()
        else:
            position += 1
    spans.append((item, end))
    return [name for span in spans for name in _expand(text, *_trim(text, *span), known)]


def _known_at(text: str, position: int, known: Gazetteer) -> int | None:
    at_word = position == 0 or not (text[position - 1].isalnum() or text[position - 1] == "-")
    return known.longest(text, position) if at_word and text[position : position + 1].isalnum() else None


def _joined(text: str, item: int, separator: re.Match[str], end: int, known: Gazetteer) -> bool:
    """Whether the separator stands inside one name: "Hälso och sjukvård", "Park- och natur…", "Lokala, privata företag"."""
    before, after = text[item : separator.start()].strip(), text[separator.end() : end]
    conjunction = re.search(r"[^\W\d_]|&", separator.group(0)) is not None
    if before.endswith("-"):
        return conjunction and not known.is_municipality(before.rstrip("-"))
    if not after[:1].islower():
        return False
    following = re.split(r"[,;]|\s(?:och|samt)\s", after, maxsplit=1)[0].strip()
    if UNIT.match(following):
        return UNIT.match(before) is None and not known.is_public_owner(base_form(before))
    if is_group(following):
        return is_group(f"{before} {following}") and re.fullmatch(r"\w+a", before) is not None
    return conjunction and not is_group(before)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\r\n\u00a0,;•–-":
        start += 1
    while end > start and text[end - 1] in " \t\r\n\u00a0,;":
        end -= 1
    return start, end


def _expand(text: str, start: int, end: int, known: Gazetteer) -> Iterator[Name]:
    """One list item as names: "Nynäshamn- och Järfälla kommun" is two, everything else one or none."""
    item = text[start:end]
    if not re.search(_LETTER, item):
        return
    ellipsis = re.fullmatch(rf"([{_UPPER}][\w ]*)-\s*(?:och|samt|,)\s+(.+)", item)
    if ellipsis and known.is_municipality(ellipsis.group(1)):
        yield _name(text, start, start + len(ellipsis.group(1)))
        yield from _expand(text, start + ellipsis.start(2), end, known)
    else:
        yield _name(text, start, end)


def _name(text: str, start: int, end: int) -> Name:
    start, end = _trim(text, start, end)
    introducer = _INTRODUCER.match(text, start, end)
    start = introducer.end() if introducer else start
    written = text[start:end]
    if is_group(written):
        return Name(text=written, start=start, end=end, kind=NameKind.GROUP, size=group_size(written))
    short = _ABBREVIATION.search(written)
    plain = written[: short.start()] if short and "(" in written else written
    forms = (written, short.group(1)) if short and plain != written else ()
    bare = plain.rstrip("-").strip()
    return Name(text=bare, start=start, end=end - (plain.endswith("-") and plain == written), forms=forms)


def _nest(names: list[Name], text: str, known: Gazetteer, *, dashed: bool = False) -> Iterator[Name]:
    """Give units their owner: named with it ("Umeå kommuns socialförvaltning"), just before it, or just after it."""
    owner: str | None = None
    waiting: Name | None = None
    for name in names:
        unit = _unit(name, known) if name.kind is NameKind.ORGANISATION else None
        if waiting is not None:
            public = known.is_public_owner(name.text)
            yield replace(waiting, owner=name.text, end=name.end, forms=(text[waiting.start : name.end],)) if public else waiting
            waiting = None
            if public:
                continue
        if unit is None:
            genitive = base_form(name.text)
            dangling = name.text.endswith("s") and known.is_public_owner(genitive) and not known.is_known(name.text)
            owner = genitive if dangling else _owner_inside(name, known)
            if not (dangling and name is not names[-1]) and not (dashed and waiting is not None):
                yield name
        elif unit.owner is None and dashed and name is names[0]:
            waiting = unit
        else:
            owner = unit.owner or owner
            yield replace(unit, owner=owner)
    if waiting is not None:
        yield waiting


def _owner_inside(name: Name, known: Gazetteer) -> str | None:
    """The owner that a group of units names: "Förvaltningar inom Umeå kommun"."""
    match = re.search(rf"\b(?:inom|i|vid|av)\s+([{_UPPER}].*)$", name.text)
    return match.group(1) if match and name.kind is NameKind.GROUP and known.is_public_owner(match.group(1)) else None


def _unit(name: Name, known: Gazetteer) -> Name | None:
    """The name as a unit of an organisation, with the owner that it carries itself, or None."""
    if known.is_known(name.text):
        return None
    for cut in reversed(list(re.finditer(r"s[\s,]+(?=\S)", name.text))):
        owner, rest = name.text[: cut.start()], name.text[cut.end() :]
        if known.is_public_owner(owner) and (UNIT.match(rest) or _PUBLIC_BODY.search(owner)):
            return replace(name, text=rest, kind=NameKind.UNIT, owner=owner, forms=(*name.forms, name.text))
    return replace(name, kind=NameKind.UNIT) if UNIT.match(name.text) else None


# --- Names in running text: where a list ends has to be found ------------------------------------------------------

_TYPE_WORD = re.compile(
    r"(?:[\w-]*(?:kommun|stad|län|läns|landsting|region(?:en)?|universitet|högskola|högskolan|förbund|förening|stiftelse|"
    r"sjukhus|institut|akademi|myndighet|nämnd|församling|gymnasium|folkhögskola|kammare|producenterna|företagen|"
    r"center|centrum|förvaltning|avdelning|organisation|sällskap|råd|verk|museum|kooperativ|bolag|byrå|näringsliv|skola|"
    r"fabrik|bryggeri|fastigheter|sjukvårdsområde|arbetarna|arbetareförbundet|förbundet|föreningen|institutet|barnen|korset|"
    r"stiftelsen|förvaltningen|kontoret|verket|styrelsen|nämnden|rådet|kassan|förmedlingen|museet|skolan|universitetet|"
    r"kommunen|företagarna|branschen)s?|ab|science|park|för)",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"\w+(?:ska|sk|iga|ig|ella|ell|ala|al|na|ta|da)", re.IGNORECASE)
_NAME_START = re.compile(rf"[{_UPPER}\d](?:[\w&+@’'-]|\.(?=\w)|:(?=s\b))*")
_NEXT_WORD = re.compile(r"[ \u00a0]+(\(?[\w&+@’'-]+(?:\.\w+)*\)?)")
_PREPOSITION = {"i", "på", "för", "av", "vid", "the", "of", "and", "de", "&", "–", "-", "by", "in"}
_PROSE_SEPARATOR = re.compile(
    r"(?<=\bAB)\s+(?=[A-ZÅÄÖ])|\s*,\s*(?:(?:nämligen|däribland|bland annat|bl\.\s?a\.|exempelvis|och|samt|och även|samt även)\s+)?|"
    r"\s+(?:och|samt|jämte|samt med|och med|tillsammans med|och även)\s+(?:även\s+)?|\s*:\s*|\s*/\s*(?=[A-ZÅÄÖ])"
)
_GROUP_TAIL = re.compile(rf"\s+(?:i|på|inom|från|vid)\s+(?:(?:[{_UPPER}][\w-]*)(?:\s+[{_UPPER}][\w-]*|\s+(?:län|stad|kommun)\b)*|länet|regionen|kommunen|orten|branschen)")
_INTRODUCER = re.compile(r"(?:kommunerna|kommunen|bolaget|bolagen|företagen|organisationerna|föreningen|myndigheten|(?:de\s+)?(?:\w+\s+)?(?:grann)?kommunerna|\w*föreningarna|parterna)\s+(?=[A-ZÅÄÖ])")


def name_extent(text: str, start: int, end: int, known: Gazetteer) -> int | None:
    """Where a name that starts here in running text ends, or None where no name starts."""
    longest = known.longest(text, start)
    first = _NAME_START.match(text, start, end)
    if first is None and longest is None:
        return None
    stop = max(longest or 0, first.end() if first else 0)
    while not text.endswith(" AB", 0, stop) and (following := _NEXT_WORD.match(text, stop, end)) is not None:
        word = following.group(1)
        if not (_continues(word) or _bridges(text, following, end, known, complete=longest is not None and stop <= longest)):
            break
        stop = following.end()
    return min(stop, end)


def _continues(word: str) -> bool:
    bare = word.strip("()")
    return word[:1].isupper() or (word[:1] == "(" and bare.isupper()) or bare[:1].isdigit() and len(bare) < 3 or (
        _TYPE_WORD.fullmatch(word) is not None and word.lower() not in _PREPOSITION
    )


def _bridges(text: str, word: re.Match[str], end: int, known: Gazetteer, *, complete: bool) -> bool:
    """Whether a lower-case word inside a name leads on to more of it: "i Skåne", "tekniska universitet", "ekonomisk förening"."""
    following = _NEXT_WORD.match(text, word.end(), end)
    if following is None:
        return False
    after = following.group(1)
    if word.group(1) in _PREPOSITION:
        return not complete and after[:1].isupper()
    return _ADJECTIVE.fullmatch(word.group(1)) is not None and _TYPE_WORD.fullmatch(after) is not None and after[:1].islower()


def _group_extent(text: str, start: int, end: int) -> int | None:
    position, last = start, None
    for word in re.finditer(r"[\w-]+,?", text[start:end]):
        if word.group(0) in ("och", "samt") or word.start() + start > position + 1 or len(text[start : start + word.start()].split()) > 5:
            break
        position = start + word.end()
        if _COUNTED_NOUN.fullmatch(word.group(0).rstrip(",")) and is_group(text[start : start + word.end()].rstrip(",")):
            last = position - word.group(0).endswith(",")
        if word.group(0).endswith(",") and not re.fullmatch(r"\w+a,", word.group(0)):
            break
    if last is None:
        return None
    tail = _GROUP_TAIL.match(text, last, end)
    return tail.end() if tail else last


def read_list(text: str, start: int, end: int, known: Gazetteer) -> tuple[list[Name], int]:
    """The names and groups of a list in running text that starts here, and where it ends (`start` where none does)."""
    spans: list[tuple[int, int]] = []
    position = start
    stop = start
    while True:
        introducer = _INTRODUCER.match(text, position, end)
        position = introducer.end() if introducer else position
        item_end = _list_item(text, position, end, known)
        if item_end is None or _possessor(text, position, item_end, known):
            break
        spans.append((position, item_end))
        stop = item_end
        separator = _PROSE_SEPARATOR.match(text, stop, end)
        if separator is None or separator.end() == stop:
            break
        if "nämligen" in separator.group(0) or ":" in separator.group(0):
            spans = [span for span in spans if group_size(text[slice(*span)]) is None]
        position = separator.end()
    names = [name for span in spans for name in _expand(text, *span, known)]
    return list(_nest(names, text, known)), stop


def _possessor(text: str, start: int, end: int, known: Gazetteer) -> bool:
    """Whether a known name stands in the genitive before a common noun ("Säffles behovskartläggning"): something of theirs, not they."""
    name = text[start:end]
    genitive = name.endswith("s") and not known.is_known(name) and known.is_known(base_form(name))
    return genitive and re.compile(r"\s+(?!och\b|samt\b)[a-zåäö]").match(text, end) is not None


def _list_item(text: str, start: int, end: int, known: Gazetteer) -> int | None:
    ellipsis = re.compile(rf"[{_UPPER}][\w ]*-\s*(?:och|samt|,)\s+").match(text, start, end)
    if ellipsis is not None:
        return name_extent(text, ellipsis.end(), end, known) or _lower_end(text, ellipsis.end(), end)
    group = _group_extent(text, start, end)
    return group if group is not None else name_extent(text, start, end, known)


def _lower_end(text: str, start: int, end: int) -> int | None:
    word = re.compile(r"[\w-]+(?:\s+i\s+[A-ZÅÄÖ]\w+)?").match(text, start, end)
    return word.end() if word else None
