"""A value that lists areas → municipalities and counties, with the counties as heads or as names. Knows no field."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samverkan.identifiers import Iri
from samverkan.reference import Reference

# "Kalmar län: Västervik, Vimmerby", "Kalmar län (Västervik, Vimmerby)"
_COUNTY = r"\s*[•*–-]?\s*(?!Region |Länsstyrelsen )[A-ZÅÄÖ]\w+(?: [A-ZÅÄÖ]\w+)? "
_COUNTY += r"län(?::\s*|\s+[–-]\s+|\s*\((?=[A-ZÅÄÖ][^()]*\)))"
_HEAD = re.compile(rf"(?<=[\n;.,]){_COUNTY}")
_FIRST = re.compile(_COUNTY)
_PART = re.compile(r"[^,;\n/|•()]+")
_PIECE = re.compile(r"(?:(?!\s+(?:och|samt|&)\s+).)+")
_AND = re.compile(r"(?:och|samt|&)\s+")
_WHOLE = re.compile(r"(?:hela|i|inom|främst|primärt)\s+", re.IGNORECASE)
_COUNTIES = re.compile(r"\blän\b", re.IGNORECASE)


def by_county(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a value between the counties under which it lists its municipalities; or the value."""
    found = text.find(" län", start, end) >= 0
    heads = [_FIRST.match(text, start, end), *_HEAD.finditer(text, start + 1, end)] if found else []
    begin = start
    for head in filter(None, heads):
        if text[begin : head.start()].strip(" ,;.\n)"):
            yield begin, head.start()
        begin = head.end()
    yield begin, end


def find_areas(text: str, start: int, end: int, label: str, reference: Reference) -> list[tuple[int, int, Iri]]:
    """The areas of a value and their places; "Län: Örebro" is not the municipality, nor "Kalmar och Kronobergs län"."""
    found: list[tuple[int, int, Iri]] = []
    counties = _COUNTIES.search(label) is not None
    among = False  # whether what follows is a county that "och" joins with this one
    parts = [part for span in by_county(text, start, end) for part in _parts(text, *span)]
    for (first, last), following in zip(reversed(parts), (None, *reversed(parts)), strict=False):
        among = among and following is not None and _joined(text[last : following[0]], found)
        name = text[first:last]
        county = _county(name, reference) if counties or among or name.casefold().endswith(" län") else None
        among = county is not None
        area = county if counties or county else reference.find(name, "Municipality")
        if area is not None:
            found.append((first, last, area))
    return found[::-1]


def _joined(between: str, found: list[tuple[int, int, Iri]]) -> bool:
    """Whether a conjunction, or a comma before one, joins two counties; "Kalmar, Kalmar län" is a place and its own."""
    return _AND.search(between) is not None or len(found) > 1


def _county(name: str, reference: Reference) -> Iri | None:
    """A county; one may share its short name with a municipality: Kalmar, Stockholm, Örebro."""
    genitive = name if name.endswith("s") else f"{name}s"
    forms = (name, f"{name} län", f"{genitive} län")
    return next((found for form in forms if (found := reference.find(form, "County")) is not None), None)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items of a list, without conjunctions and what says how much of an area is meant."""
    for part in _PART.finditer(text, start, end):
        for piece in _PIECE.finditer(text, part.start(), part.end()):
            first, last = piece.span()
            while first < last and text[first].isspace():
                first += 1
            for prefix in (_AND, _WHOLE):
                before = prefix.match(text, first, last)
                first = before.end() if before else first
            last -= len(text[first:last]) - len(text[first:last].rstrip(" .\u00a0"))
            if first < last:
                yield first, last
