"""The label that opens a line, in the ways in which labels stand before values: glued, apart, in two languages.

Knows no other line, and no block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from samverkan.vocabulary import Field, fold_label

MAX_LABEL = 60
SENTENCE_END = re.compile(r"[.!?:;…][\"”»)]*$")
PERSONAL = "personalDataField"
FINANCIERS = "financierField"
OF_COUNTY = re.compile(r"[•*–-]?\s*[A-ZÅÄÖ]\w+(?: [A-ZÅÄÖ]\w+)? län(?::\s|\s*\()")  # "Dalarnas län: Mora, Orsa"
CLAUSE = re.compile(
    r"[a-zåäö] (?:är|har|ska|kan|får|fick|vill|som|deltar|medverkar|bidrar|driver|leder|samverkar|samarbetar|finns|"
    r"ingår|står|ansvarar|arbetar)\b"
)
# The headings of a table of anything, which tell projects only where words above do
_OF_ANYTHING = frozenset({"namn", "name", "ägare", "owner", "titel", "giltighetstid", "period", "start", "slut"})
_ABOVE = 300
_REMARK = re.compile(
    r" \((?!meur|euro?|€|[^()]*\d\s*(?:m|mn|t)?kr)[^()]*\)$|"
    r" (?:från|ur|av) (?:esf\+?|eruf|eu|tillväxtverket|(?:svenska )?esf-rådet|"
    r"(?:europeiska )?(?:socialfonden(?: plus|\+)?|regionalfonden|regionala utvecklingsfonden))$|"
    r",? (?:i )?(?:kr|kronor|sek|tkr|mkr|mnkr|msek)$| hos \S+$|"
    r",? (?:länsvis|kommunvis|per län|efter län|i bokstavsordning)$|"
    r" och (?:deras |sina )?(?:roller|åtaganden|uppgifter|ansvar|insatser)$"
)
_OF_PROJECT = re.compile(
    r"^(?:projektets|förstudiens) (?=\w)|^våra (?=(?:projekt)?part|samarbet|samverk|medverk|medsök|deltag)|"
    r" i (?:projektet|insatsen|förstudien|satsningen|samarbetet)$"
)
_ASKS = re.compile(r"(?:vem|vilka|hur|när|var)\b")  # also without its mark
_JOINT = re.compile(r"[^\W\d_A-ZÅÄÖ](?=[^\W_a-zåäö])")  # where a label and a value without a gap may meet
UNKNOWN_GLUED = re.compile(r"([A-ZÅÄÖ][a-zåäö -]{2,40}[a-zåäö])(?=[A-ZÅÄÖ0-9])")  # before its value
_SPACE = re.compile(r"(?<=\w) (?=\S)")
_LONGEST_SPACED, _SERIES = 120, 4
_BEGINS_VALUE = re.compile(r"[A-ZÅÄÖ0-9\"”»]")

_NUMBERED = re.compile(r"(?P<label>[^\W\d][\w.-]{1,20}) (?P<number>\d[\d/–-]{5,}(?: ?[–-] ?\d[\d-]{3,})?)")
_YEARS = re.compile(r"(?:19|20)\d\d(?:-\d\d)*(?: ?– ?| - |-)(?:19|20)\d\d(?:-\d\d)*")
_NAMES = re.compile(
    r"(?!.*\b(?i:unga|ungdomar|personer|kvinnor|män|elever|anställda|vuxna|alla|du|invånare)\b)[A-ZÅÄÖ]"
)
_MEASURE = re.compile(
    r"(?:(?:från|mellan|den|i|till|fram|och med|sista|under|ca|cirka|totalt|sammanlagt|drygt|minst|"
    r"omkring|knappt|ungefär)\s+)*"
    r"(?:\d|(?:jan|febr|mars\b|apr|maj\b|ju[nl]i|aug|sept|okt|nov|dec)\w*(?: \d{4}|\s*[–-]))",
    re.IGNORECASE,
)

Label = tuple[Field | None, str, int]
"""The label that opens a line: its field (None when unknown), its text, and the column where a value begins."""


def find_glued(line: str, fields: Mapping[str, Field], personal: tuple[str, ...]) -> Label | None:
    """The label that stands right before its value ("RegionStockholm"); any value may follow a `personal` one."""
    cuts = [joint.end() for joint in _JOINT.finditer(line, 2, MAX_LABEL + 1)]
    if fold_label(line[:MAX_LABEL]).startswith(personal):
        cuts = [*range(3, min(len(line), MAX_LABEL + 1))]
    for cut in reversed(cuts):
        named = fields.get(fold_label(line[:cut])) if line[cut - 1].islower() else None
        if named is not None and (line[cut].isupper() or line[cut].isdigit() or named.name == PERSONAL):
            return named, line[:cut], cut
    return None


def find_numbered(line: str, begin: int, fields: Mapping[str, Field]) -> Label | None:
    """The label that only a space parts from a project's number or years: "Dnr 2009-3040051", "Pågår 2019–2022"."""
    numbered = _NUMBERED.fullmatch(line, begin)
    named = fields.get(fold_label(numbered["label"])) if numbered else None
    if numbered is None or named is None:
        return None
    years = _YEARS.fullmatch(numbered["number"]) is not None
    told = named.name == ("periodField" if years else "diarienummer")
    return (named, numbered["label"], numbered.start("number")) if told else None


def find_spaced(line: str, fields: Mapping[str, Field]) -> Label | None:
    """The label that only a space parts from its value ("Projektägare Umeå kommun"), of a line that is no sentence."""
    if SENTENCE_END.search(line) or len(line) > _LONGEST_SPACED or ": " in line:
        return None
    cuts = [gap.start() for gap in _SPACE.finditer(line, 0, MAX_LABEL)]
    known = ((fields.get(fold_label(line[:cut])), line[:cut], cut + 1) for cut in reversed(cuts))
    return next((label for label in known if label[0] is not None and _BEGINS_VALUE.match(line, label[2])), None)


def in_series(found: list[Label | None]) -> list[Label | None]:
    """These labels, where so many different ones stand in lines one after the other that they can be nothing else."""
    told: list[Label | None] = [None] * len(found)
    begin = 0
    for at in range(len(found) + 1):
        if at < len(found) and found[at] is not None:
            continue
        names = {label[0].name for label in found[begin:at] if label is not None and label[0] is not None}
        if len(names) >= _SERIES:
            told[begin:at] = found[begin:at]
        begin = at + 1
    return told


def field_of(label: str, fields: Mapping[str, Field]) -> Field | None:
    """The field that a label names, also with marks of emphasis or a remark: "**Ägare**", "Varav EU-stöd (ESF)"."""
    folded = fold_label(label.strip("*_# \t"))
    named = fields.get(folded) or fields.get(_REMARK.sub("", _OF_PROJECT.sub("", folded.removeprefix("varav "))))
    named = named or (fields.get(f"{folded}?") if _ASKS.match(folded) else None)
    return _said_twice(folded, fields) if named is None and "/" in folded else named


def _said_twice(folded: str, fields: Mapping[str, Field]) -> Field | None:
    """The field that both halves of a label with a stroke name: "Projektägare/Beneficiary"."""
    first, _, other = (half.strip() for half in folded.partition("/"))
    named = fields.get(first)
    return named if named is not None and fields.get(other) == named else None


def are_of_projects(titles: Iterable[str], above: str) -> bool:
    """Whether the headings of a table can be those of projects, below the text `above` it."""
    return not {fold_label(title) for title in titles} <= _OF_ANYTHING or "rojekt" in above[-_ABOVE:]


def is_answer(value: str, named: Field) -> bool:
    """Whether words are the bare answer to a question that is a label: names, or what begins with a number."""
    names = named.role or named.name in (FINANCIERS, "coversArea")
    return CLAUSE.search(value) is None and (_NAMES if names else _MEASURE).match(value) is not None


def in_two_languages(label: str, fields: Mapping[str, Field]) -> Field | None:
    """The field that the first half names, where the other is a word of no known label: "Partner / Kumppanit"."""
    first, stroke, other = label.partition(" / ")
    return fields.get(fold_label(first)) if stroke and fold_label(other) not in fields else None
