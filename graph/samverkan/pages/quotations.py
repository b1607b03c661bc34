"""The words that a fact was read from, in the sentence around them, and where they stand. Shows no person.

What stands around the words comes from the build's `texts/`, in which persons are covered; without a text, or where it
is too large to be opened for one sentence, the words stand alone, as they do for the cell of a table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from samverkan.identifiers import EVIDENCE, OA, PROV, RDF, sam
from samverkan.pages.addresses import path_of
from samverkan.pages.graph import Graph, last, text
from samverkan.proof import TEXTS
from samverkan.swedish.sentences import split_sentences

LINES_A_PART = 1000
_LARGEST = 8_000_000
_AROUND, _WINDOW = 240, 1500
_SHORT_LINE = re.compile(r"^[^\r\n]{0,49}(?<!:)(?:\r\n|\r|\n)", re.MULTILINE)
_SPACE = re.compile(r"\s+")
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(RDF + part) for part in ("subject", "predicate", "object"))
_SOURCE = f"{PROV}hadPrimarySource"
_GRAPH = ox.NamedNode(EVIDENCE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quotation:
    """Words of a document and what stands before and after them in their sentence.

    `place` is the document's page below the language, with the line where the page shows the text; `row` and `column`
    name the cell of a table.
    """

    before: str
    exact: str
    after: str
    file: str
    place: str
    line: int | None
    row: str | None
    column: str | None
    confidence: Decimal
    method: str
    qualifier: str | None


class Texts:
    """The covered texts of a build's documents; those asked for last stay open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / TEXTS
        self.text = lru_cache(maxsize=8)(self._text)

    def _text(self, document: str) -> str | None:
        """The text of a document by the end of its IRI; None when there is none or it is too large."""
        file = self._folder / f"{document}.txt"
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return None
        return file.read_bytes().decode()


class Quotations:
    """The evidence of a graph, by the fact that it proves. What was read is remembered."""

    def __init__(self, graph: Graph, texts: Texts) -> None:
        self._graph, self._texts = graph, texts
        self._nodes = lru_cache(maxsize=20_000)(self._find)
        self._read = lru_cache(maxsize=50_000)(self._quotation)

    def of(self, subject: str, predicate: str, term: str) -> tuple[Quotation, ...]:
        """The quotations for a fact, in the order of the documents; the object is a term as N-Triples writes it."""
        found = [self._read(node) for node in self._nodes(subject).get((predicate, term), ())]
        return tuple(one for _, one in sorted(found, key=lambda one: one[0]))

    def _find(self, subject: str) -> Mapping[tuple[str, str], Sequence[str]]:
        """The evidence about a thing, by property and value."""
        store, found = self._graph.store, defaultdict[tuple[str, str], list[str]](list)
        for quad in store.quads_for_pattern(None, _SUBJECT, ox.NamedNode(subject), _GRAPH):
            predicate, term = (
                next(store.quads_for_pattern(quad.subject, part, None, _GRAPH)).object for part in (_PREDICATE, _OBJECT)
            )
            found[text(predicate), str(term)].append(text(quad.subject))
        return found

    def _quotation(self, node: str) -> tuple[tuple[str, int, str], Quotation]:
        """A piece of evidence, and its place in the order of the documents."""
        quads = self._graph.store.quads_for_pattern(ox.NamedNode(node), None, None, _GRAPH)
        said = {quad.predicate.value: text(quad.object) for quad in quads}
        quotation = self._worded(said)
        return (quotation.file, int(said[f"{OA}start"]), node), quotation

    def _worded(self, said: Mapping[str, str]) -> Quotation:
        document = said[_SOURCE]
        start, end = int(said[f"{OA}start"]), int(said[f"{OA}end"])
        line = said.get(sam("line"))
        in_table = sam("row") in said
        whole = None if in_table else self._texts.text(last(document))
        before, exact, after = ("", said[f"{OA}exact"], "") if whole is None else in_sentence(whole, start, end)
        return Quotation(
            before=before,
            exact=exact,
            after=after,
            file=self._graph.first(document, sam("fileName")) or last(document),
            place=self._place(document, int(line) if line else None),
            line=int(line) if line else None,
            row=said.get(sam("row")),
            column=said.get(sam("column")),
            confidence=Decimal(said[sam("confidence")]),
            method=said[sam("method")],
            qualifier=said.get(sam("qualifier")),
        )

    def _place(self, document: str, line: int | None) -> str:
        page = f"{path_of(document)}/"
        if line is None or self._texts.text(last(document)) is None:
            return page
        part = (line - 1) // LINES_A_PART + 1
        return f"{page}~{part}/#L{line}" if part > 1 else f"{page}#L{line}"


def in_sentence(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands before these characters in their sentence, they themselves, and what stands after them.

    White space is as in running text; of a long sentence only what is nearest is given, with an ellipsis.
    """
    low, high = _lines_around(text, start, end)
    spans = split_sentences(text, low, high)
    first = max((begin for begin, _ in spans if begin <= start), default=start)
    final = min((stop for _, stop in spans if stop >= end), default=end)
    before, after = text[first:start], text[end:final]
    before = f"… {before[-_AROUND:].partition(' ')[2]}" if len(before) > _AROUND else before
    after = f"{after[:_AROUND].rpartition(' ')[0]} …" if len(after) > _AROUND else after
    return _spaced(before), _spaced(text[start:end]), _spaced(after)


def _lines_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch that a sentence may lie in: a short line ends by itself, unless it is a label for the next one."""
    low, high = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    ends = [found.end() for found in _SHORT_LINE.finditer(text, text.rfind("\n", 0, low) + 1, high)]
    return max((one for one in ends if one <= start), default=low), min(
        (one for one in ends if one >= end), default=high
    )


def _spaced(text: str) -> str:
    """White space as one space each; at the ends it stays, so that words keep apart."""
    return _SPACE.sub(" ", text)
