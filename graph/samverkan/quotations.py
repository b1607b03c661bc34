"""Characters of a document → how they are quoted: the words, and where in the file, or in its table, they stand.

Whoever needs a quotation asks for it here, so that the documents themselves need not be at hand: what is to be quoted
can be taken down before. This room knows no fact.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from samverkan.model import ProjectRecord, SourceDocument, Table


@dataclass(frozen=True, kw_only=True, slots=True)
class Quotation:
    """The words of some characters of a document, and where they stand: line and position count from 1.

    `row` is the row's number in a table file, and `column` the heading of the column. `name` is the document's.
    """

    name: str
    exact: str
    line: int
    position: int
    row: int | None = None
    column: str | None = None


class Quotations(Protocol):
    """Whoever can quote documents."""

    def quote(self, document: str, start: int, end: int) -> Quotation:
        """The quotation of these code points of the document with this identifier."""


class Documents:
    """The documents at hand, which can quote any of their characters."""

    def __init__(self, documents: Mapping[str, SourceDocument]) -> None:
        self.documents = documents
        self._cells: dict[str, _CellIndex] = {}

    def quote(self, document: str, start: int, end: int) -> Quotation:
        """The quotation of these code points of the document with this identifier."""
        source = self.documents[document]
        line, position = source.place(start)
        row, column = self._cell(source, start)
        exact = source.text[start:end]
        return Quotation(name=source.name, exact=exact, line=line, position=position, row=row, column=column)

    def _cell(self, source: SourceDocument, offset: int) -> tuple[int | None, str | None]:
        """The row and the column's heading of the table cell that holds a character of a table file."""
        if source.id not in self._cells:
            self._cells[source.id] = _CellIndex.of(source.tables)
        return self._cells[source.id].at(offset)


Place = tuple[str, int, int]
"""A document's identifier, and the first code point of a quotation and the one after its last."""


class Noted:
    """Quotations that were taken down while their documents were at hand."""

    def __init__(self, noted: Mapping[Place, Quotation]) -> None:
        self.noted = noted

    def quote(self, document: str, start: int, end: int) -> Quotation:
        """The quotation of these code points of the document with this identifier, if it was taken down."""
        return self.noted[document, start, end]


def note(record: ProjectRecord, documents: Quotations) -> dict[Place, Quotation]:
    """All that a record was read from."""
    places = {(record.document, one.start, one.end) for one in (record.name, *record.mentions)}
    return {place: documents.quote(*place) for place in places}


@dataclass(frozen=True, kw_only=True, slots=True)
class _CellIndex:
    """Where the cells of a document's tables begin, in order, and the row and heading of each."""

    starts: tuple[int, ...]
    cells: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, tables: Iterable[Table]) -> _CellIndex:
        """The index of these tables; a cell that stands in several rows is that of the first."""
        found: dict[int, tuple[int, str]] = {}
        for table in tables:
            headings = [" ".join(cell.text.split()) for cell in table.header]
            for number, row in zip(table.numbers, table.rows, strict=True):
                for cell, heading in zip(row, headings, strict=False):
                    if cell.text:
                        found.setdefault(cell.start, (number, heading))
        ordered = sorted(found.items())
        return cls(starts=tuple(start for start, _ in ordered), cells=tuple(cell for _, cell in ordered))

    def at(self, offset: int) -> tuple[int | None, str | None]:
        """The row and the heading of the cell that holds this character; nothing before the first one."""
        place = bisect_right(self.starts, offset)
        return self.cells[place - 1] if place else (None, None)
