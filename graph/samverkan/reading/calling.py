"""What projects are called: words that name none, the forms in which a text may use one name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from samverkan.reference import fold_name

_MONTH = r"(?:jan|feb|mars|apr|maj|juni|juli|aug|sep|okt|nov|dec)\w*"
_NO_PROJECT = re.compile(
    rf"^(?:[\d\s–/-]+$|\d{{4}}-\d\d-\d\d|\d{{1,2}} {_MONTH})\b|"
    r"^(?:projekt|kommun|region|företag|organisation|part)(?:et|en)? [a-zåäö]$|"  # to be filled in
    r"^(?:europeiska |svenska )?(?:regionala )?(?:social|regional|utvecklings|struktur)fond(?:en|er|erna)?"
    r"(?: ?\+| plus)?(?:$| (?=[a-zåäö]))|"
    r"^(?:\d+|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|flera|många) (?:\w+ )?"
    r"(?:kommuner|regioner|projekt|ansökningar|förstudier|doktorander|forskare|personer|företag|organisationer|deltagare|föreningar|myndigheter|anställda)\b|"
    r"^(?:medel|pengar|anslag|budget|kvar|återstående|kvarvarande) (?=[a-zåäö])|"
    r"^(?:så|det|den|det här|detta|vad|hur|här|nu)$|"
    r"^box \d|\b\d{3} \d\d (?-i:[A-ZÅÄÖ])|"  # an address
    r"^(?:liknande|motsvarande) |, där\b| i (?:siffror|korthet)$|"
    # a body, or somebody, of whom the text speaks
    r"^(?:\w*(?:nämnden|beredningen|styrelsen|kommittén|förvaltningen|bolaget|föreningen|förbundet|stiftelsen|företaget|"
    r"kommunen|regionen|universitetet|högskolan|myndigheten|organisationen|vinnaren|partnerskapet|institutionen|"
    r"delegationen|fullmäktige|ledaren|ägaren|sökanden|mottagaren|utlysningen)|enheten|gruppen|styrgruppen|"
    r"projektgruppen|arbetsgruppen|skolan|staden|klubben|museet|biblioteket|kyrkan|kansliet|kontoret|centret|länet|"
    r"programmet|fonden|staten|remissversion|\w*(?:forskningen|utvärderingen|utredningen|handledningen|rapporten))$|"
    r"^tidigare \w+$|^\w*exempel(?:budget\w*|\w*kalkyl\w*)?(?: \d| på \w.*)?$",
    re.IGNORECASE,
)
_UNFILLED = re.compile(r"^\s*(?:\[[^\]]*\]|<[^>]*>|\{[^}]*\}|[.…]{3,})\s*$|__")
_TAIL = re.compile(r"(?<=\w)(?::\s+|\s+[–-]\s+)")
_SHORT = re.compile(r"\s*\((?P<short>[A-ZÅÄÖ][\w&+-]{1,11})\)$")
_TWO_NAMES = re.compile(r"(?P<first>.+?)(?:\s*\((?P<within>[^()]+)\)|, (?P<beside>.+)|\s+[–-]\s+(?P<behind>.+))")
_KIND_FIRST = re.compile(r"Projekt (?=[A-ZÅÄÖ0-9\"”])")
_ACRONYM = re.compile(r"(?=(?:[^A-ZÅÄÖ]*[A-ZÅÄÖ]){2})[\w&+-]{2,12}")
_FUNDS = frozenset({"ESF", "ESF+", "ERUF", "EU"})
_PROJECT_WORD = re.compile(r"(?:[\w-]*projektet |[\w-]*projekt:? |förstudien )", re.IGNORECASE)
_COMPOUND = re.compile(r"(?P<name>[\w&+]{3,})-?(?:projektet|projektets|projekts?)", re.IGNORECASE)
_GENITIVE = re.compile(r"(?P<name>\w{3,}(?:a|et|en|an|na|et))s", re.IGNORECASE)
_ANOTHER_PART = re.compile(
    r"(?:etapp|fas|steg|del|version|förstudie|genomförande|fortsättning)\b|[\dIVX]+\b", re.IGNORECASE
)
_SHORTEST = 3
_MOST_NAMES = 1 << 12


def places(name: str, text: str, start: int = 0) -> Iterator[int]:
    """Where a name stands in a text from a place on, and not as a part of longer words."""
    at = text.find(name, start) if name else -1
    while at >= 0:
        end = at + len(name)
        if not (at and _in_word(text[at - 1])) and not _in_word(text[end : end + 1]):
            yield at
        at = text.find(name, at + 1)


def stands_in(name: str, text: str, start: int = 0) -> bool:
    """Whether a name stands in a text from a place on, and not as a part of longer words."""
    return next(places(name, text, start), None) is not None


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def names_none(text: str) -> bool:
    """Whether words without quotation marks name no project: a day, an address, a form, a fund, a body, a count."""
    return is_unfilled(text) or _NO_PROJECT.search(text) is not None


def is_unfilled(value: str) -> bool:
    """Whether the value of a field is still to be written: "[namn]", "________"."""
    return not value.strip() or _UNFILLED.search(value) is not None


def is_same(name: str, other: str) -> bool:
    """Whether a text that uses both names means one project by them: one is a form of the other."""
    mine, others = _forms(name), _forms(other)
    return (
        bool(mine & others) or _before_subtitle(name) == fold_name(other) or fold_name(name) == _before_subtitle(other)
    )


@lru_cache(_MOST_NAMES)
def _forms(name: str) -> frozenset[str]:
    """The folded forms of a name: with and without "projektet", its abbreviation, what that stands for, an ending."""
    bare = _PROJECT_WORD.sub("", name, count=1) if _PROJECT_WORD.match(name) else name
    found = {name, bare}
    if (short := _SHORT.search(bare)) is not None:
        found |= {bare[: short.start()], short["short"]}
    if (tail := _TAIL.search(bare)) is not None and bare[: tail.start()].isupper():
        found |= {bare[: tail.start()], bare[tail.end() :]}
    for pattern in (_COMPOUND, _GENITIVE):
        if (inflected := pattern.fullmatch(bare)) is not None:
            found.add(inflected["name"])
    return frozenset(fold_name(form) for form in found if len(form) >= _SHORTEST)


def further_names(name: str) -> Iterator[tuple[int, int]]:
    """Where names stand inside a name that holds two: "Lär för livet (LFL)", "LFL, Lär för livet", "Projekt Nyväg"."""
    if (kind := _KIND_FIRST.match(name)) is not None:
        yield kind.end(), len(name)
    both = _TWO_NAMES.fullmatch(name)
    other = both.lastgroup if both is not None else None
    if both is None or other is None or not _FUNDS.isdisjoint(both.group("first", other)):
        return
    first, second = both["first"], both[other]
    alone = (other == "within" and _ACRONYM.fullmatch(second)) or (other == "behind" and _ACRONYM.fullmatch(first))
    if alone or _abbreviates(first, second) or _abbreviates(second, first):
        yield from (span for span in (both.span("first"), both.span(other)) if not name[span[0]].islower())


def inner_names(name: str) -> set[str]:
    """The names that stand inside a name."""
    return {name[begin:end] for begin, end in further_names(name)}


def _abbreviates(short: str, name: str) -> bool:
    """Whether capitals are the initials of a name's words, the small ones of which may be left out."""
    if _ACRONYM.fullmatch(short) is None or not short.isupper():
        return False
    initials = iter(word[0].upper() for word in re.findall(r"\w+", name))
    return short[0] == name[0].upper() and all(letter in initials for letter in short if letter.isalpha())


def _before_subtitle(name: str) -> str | None:
    """What stands before a subtitle that is more than the number of a part ("Nyväg: unga i Norrbotten")."""
    tail = _TAIL.search(name)
    return None if tail is None or _ANOTHER_PART.match(name, tail.end()) else fold_name(name[: tail.start()])
