"""A cell with several names, of a table in any language → where each name stands in it. Knows no organisation.

A comma may part two names or belong to one ("Acme, Inc."): it parts where all that it parts could stand by itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from samverkan.mappings import Mappings, fold, fold_words

Span = tuple[int, int]
_LINES = re.compile(r"[^;|\n]+")
_COMMA = re.compile(r",\s+(?![^([]*[)\]])")
_LAST = re.compile(r"\s+(?:and|und|et|y|e|og|och|ja|en|oraz)\s+(?=[^\W\d_])(?=\S+\s+\S)")
_MARK = re.compile(r"\s*(?:[-–•*·▪]|\(?\d{1,2}[.)])\s+")
_COUNTRY = re.compile(r"\s*[(\[]\s*([^()\[\]]{2,30}?)\s*[)\]]\s*")
_WORD = re.compile(r"[^\W_]+")
_A_LIST = 3  # pieces of one word each may be a person's name or a firm's when they are two


def names(text: str, mappings: Mappings) -> list[Span]:
    """Where the names stand: on lines of their own, between semicolons, or between commas that part names."""
    spans = (piece for line in _LINES.finditer(text) for piece in _pieces(text, *line.span(), mappings))
    return [span for one in spans if (span := bare(text, one, mappings)) is not None]


def bare(text: str, span: Span, mappings: Mappings) -> Span | None:
    """A name without a bullet or number before it, and without the country in brackets behind it; None for nothing."""
    start, end = span
    if (mark := _MARK.match(text, start, end)) is not None:
        start = mark.end()
    for found in _COUNTRY.finditer(text, start, end):
        if found.end() == end and fold(found[1]) in mappings.countries:
            end = found.start()
    said = text[start:end]
    start += len(said) - len(said.lstrip())
    return (start, start + len(said.strip())) if said.strip() else None


def _pieces(text: str, start: int, end: int, mappings: Mappings) -> Iterator[Span]:
    commas = [one.span() for one in _COMMA.finditer(text, start, end)]
    bounds = [start, *(bound for comma in commas for bound in comma), end]
    spans = list(zip(bounds[::2], bounds[1::2], strict=True))
    pieces = [text[slice(*span)].strip() for span in spans]
    if len(spans) < 2 or not _may_stand_alone(pieces, mappings):
        yield start, end
        return
    yield from spans[:-1]
    first, last = spans[-1]
    *_, joint = None, *_LAST.finditer(text, first, last)
    if joint is None:
        yield first, last
    else:
        yield from ((first, joint.start()), (joint.end(), last))


def _may_stand_alone(pieces: list[str], mappings: Mappings) -> bool:
    """Whether each piece may be a name: no company's form or unit of the one before, and more than a word, or many."""
    return all(_is_whole(one, mappings) for one in pieces) and (
        len(pieces) >= _A_LIST or all(len(_WORD.findall(one)) > 1 or one.isupper() for one in pieces)
    )


def _is_whole(piece: str, mappings: Mappings) -> bool:
    return (
        piece[:1].isupper()
        and fold(piece) not in mappings.company_forms
        and not _begins_with(fold_words(piece), mappings.units)
    )


def _begins_with(words: tuple[str, ...], known: Collection[str]) -> bool:
    return any(" ".join(words[:length]) in known for length in (1, 2))
