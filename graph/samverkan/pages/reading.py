"""The covered text of a document, line by line, with links where facts were read from its words. Shows no person."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile
from operator import itemgetter

import pyoxigraph as ox

from samverkan.identifiers import EVIDENCE, OA, PROV, RDF
from samverkan.pages.addresses import path_of
from samverkan.pages.graph import Graph, last, text
from samverkan.pages.quotations import LINES_A_PART, Texts

_MOST_MARKS = 5000
_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_START, _END, _SUBJECT = (ox.NamedNode(name) for name in (f"{OA}start", f"{OA}end", f"{RDF}subject"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line, from 1, in pieces: each its characters and the page of the thing that was read from them, if any."""

    number: int
    pieces: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """The lines of one part of a text, and how many parts there are."""

    lines: tuple[Line, ...]
    parts: int


class Readings:
    """The texts of a build's documents, in parts; what was found out of the last document is remembered."""

    def __init__(self, graph: Graph, texts: Texts) -> None:
        self._graph, self._texts = graph, texts
        self._spans = lru_cache(maxsize=1)(self._lines_of)
        self._marks = lru_cache(maxsize=1)(lambda document: _marks(graph, document))

    def part(self, document: str, part: int) -> Reading | None:
        """A part of a document's text; None where the build keeps none or it is too large to be shown."""
        whole = self._texts.text(last(document))
        if whole is None:
            return None
        spans, marks = self._spans(document), self._marks(document)
        first = (part - 1) * LINES_A_PART
        lines = tuple(
            Line(number=number, pieces=tuple(_pieces(whole, start, end, marks)))
            for number, (start, end) in enumerate(spans[first : first + LINES_A_PART], first + 1)
        )
        return Reading(lines=lines, parts=self.parts(document))

    def parts(self, document: str) -> int:
        """In how many parts a document's text is shown; 1 where it is not."""
        return max(1, -(-len(self._spans(document)) // LINES_A_PART))

    def _lines_of(self, document: str) -> Sequence[tuple[int, int]]:
        whole = self._texts.text(last(document)) or ""
        spans = [found.span(1) for found in _LINE.finditer(whole)]
        return spans[:-1] if spans and spans[-1] == (len(whole), len(whole)) else spans


def _marks(graph: Graph, document: str) -> Sequence[tuple[int, int, str]]:
    """What was read from which characters, in order and side by side; none where there are too many to be told."""
    store, evidence = graph.store, ox.NamedNode(EVIDENCE)
    source = ox.NamedNode(f"{PROV}hadPrimarySource")
    nodes = [*islice(store.quads_for_pattern(None, source, ox.NamedNode(document), evidence), _MOST_MARKS + 1)]
    if len(nodes) > _MOST_MARKS:
        return ()
    found = []
    for node in nodes:
        start, end, subject = (
            text(next(store.quads_for_pattern(node.subject, one, None, evidence)).object)
            for one in (_START, _END, _SUBJECT)
        )
        found.append((int(start), int(end), path_of(subject) or ""))
    return [*_side_by_side(sorted(found, key=lambda one: (one[0], -one[1], one[2])))]


def _side_by_side(marks: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The marks without those that begin inside another."""
    done = 0
    for start, end, path in marks:
        if start >= done and end > start:
            yield start, end, path
            done = end


def _pieces(
    whole: str, start: int, end: int, marks: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[str, str | None]]:
    at = start
    near = bisect_right(marks, start, key=itemgetter(1))  # side by side: their ends are in order too
    for begin, stop, path in takewhile(lambda mark: mark[0] < end, islice(marks, near, None)):
        low, high = max(begin, start), min(stop, end)
        if low > at:
            yield whole[at:low], None
        yield whole[low:high], path
        at = high
    if at < end:
        yield whole[at:end], None
