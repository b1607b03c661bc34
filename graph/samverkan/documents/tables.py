"""Bytes of a table file → text and tables: CSV, Excel, OpenDocument, JSON. Finds the headings, knows no meaning.

Of a CSV file the text is the decoded file as it is. Of the others it is their tables rendered, a row a line, the
cells set apart by tabs. Every cell knows its characters in that text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import PurePath
from typing import overload

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from samverkan.documents.delimited import delimited, read_delimited
from samverkan.documents.encodings import decode
from samverkan.documents.objects import read_objects
from samverkan.errors import UnreadableSourceError
from samverkan.model import Cell, Table

DELIMITED = (".csv", ".tsv", ".tab")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
JSON = (".json", ".geojson", ".jsonl", ".ndjson")
TABLE_SUFFIXES = (*DELIMITED, *WORKBOOKS, *JSON)
# What exporters make of curly quotes in Windows-1252: no text holds these characters, many tables do
_LOST_QUOTES = re.compile(rb"\xc2[\x80-\x9f]")
_SPACES = re.compile(r"[\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_MOSTLY = 0.6
_DIGITS = 15
_LOOK_AHEAD = 3

_Grid = list[list[Cell]]
_Merged = Iterable[tuple[tuple[int, int], tuple[int, int]]]


def read_tables(content: bytes, name: str) -> tuple[str, Sequence[Table]]:
    """The text of a table file and its tables, at least one; its kind is told by the suffix of the name.

    Raises UnreadableSourceError when the bytes are not what the suffix says, or hold no table.
    """
    suffix = PurePath(name).suffix.lower()
    text, tables = _cut(content, name, suffix)
    if not tables:
        raise UnreadableSourceError(message="there is no table with anything in it here: nothing to read", file=name)
    return text, tables


def _cut(content: bytes, name: str, suffix: str) -> tuple[str, Sequence[Table]]:
    if suffix in WORKBOOKS:
        return _workbook(content, name)
    if suffix in JSON:
        return _records(content, name)
    text = _decoded(content, name)
    return text, Cut(text)


@dataclass(frozen=True, slots=True)
class Cut(Sequence[Table]):
    """The one table of a text with a delimiter, if there is any.

    It is cut into cells anew for whoever asks, since these take twenty times the memory of their text.
    """

    text: str = field(repr=False)

    def __len__(self) -> int:
        return int(any(cell.text.strip() for row in delimited(self.text) for cell in row))

    def __iter__(self) -> Iterator[Table]:
        if len(self):
            yield table(*read_delimited(self.text))

    @overload
    def __getitem__(self, place: int) -> Table: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Table]: ...
    def __getitem__(self, place: int | slice) -> Table | Sequence[Table]:
        return [*self][place]


def _decoded(content: bytes, name: str) -> str:
    _, encoding = decode(_LOST_QUOTES.sub(b"  ", content), name)
    return content.decode(encoding).removeprefix("\ufeff")


# --- rows → a table


def table(rows: _Grid, numbers: Sequence[int], name: str | None = None, groups: Sequence[int] = ()) -> Table:
    """The rows as a table: the first that is about as full as the fullest is the heading, titles above are left out.

    `groups` are the places of rows in which a heading spans several columns.
    """
    filled = [sum(bool(cell.text.strip()) for cell in row) for row in rows]
    first = next(place for place, count in enumerate(filled) if count >= _MOSTLY * max(filled))
    above = first - 1 if first - 1 in groups else first
    last = first + 1 if first in groups and first + 1 < len(rows) else first
    while _continues(rows, last):
        last += 1
    header = [
        _heading(column) for column in zip(*(_padded(row, rows[first]) for row in rows[above : last + 1]), strict=True)
    ]
    return Table(
        name=name, header=tuple(header), rows=tuple(map(tuple, rows[last + 1 :])), numbers=tuple(numbers[last + 1 :])
    )


def _continues(rows: _Grid, last: int) -> bool:
    """Whether the row after the heading's is more of it: column numbers, or words where the rows below have numbers."""
    below = [[cell.text.strip() for cell in row] for row in rows[last + 1 : last + 1 + _LOOK_AHEAD]]
    if len(below) < _LOOK_AHEAD:
        return False
    said = [text for text in below[0] if text]
    if said == [str(place) for place in range(1, len(said) + 1)]:
        return len(said) > 1
    columns = list(zip(*(row[: min(map(len, below))] for row in below), strict=True))
    numeric = [column[0] for column in columns if all(map(_has_digit, column[1:]))]
    return len(numeric) > 1 and all(text and not _has_digit(text) for text in numeric)


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _padded(row: Sequence[Cell], like: Sequence[Cell]) -> list[Cell]:
    blanks = [Cell(text="", start=cell.start, end=cell.start) for cell in like[len(row) :]]
    return [*row[: len(like)], *blanks]


def _heading(cells: Sequence[Cell]) -> Cell:
    """One heading out of the rows that it takes, a line each; its place is that of the last."""
    said = [cell for cell in cells if cell.text.strip() and not cell.text.strip().isdigit()] or list(cells[:1])
    texts = dict.fromkeys(" ".join(cell.text.split()) if len(said) > 1 else cell.text.strip() for cell in said)
    return Cell(text="\n".join(texts), start=said[-1].start, end=said[-1].end)


class _Rendering:
    """Text that grows by rows of cells."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.size = 0

    def row(self, texts: Iterable[str]) -> list[Cell]:
        cells = []
        line = [_SPACES.sub(" ", text).strip() for text in texts]
        at = self.size
        for text in line:
            cells.append(Cell(text=text, start=at, end=at + len(text)))
            at += len(text) + 1
        self.lines.append("\t".join(line) + "\n")
        self.size += len(self.lines[-1])
        return cells

    @property
    def text(self) -> str:
        return "".join(self.lines)


# --- workbooks


def _workbook(content: bytes, name: str) -> tuple[str, list[Table]]:
    """Every sheet of a workbook that has anything in it."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = [workbook.get_sheet_by_name(sheet) for sheet in workbook.sheet_names]
    except CalamineError as problem:
        message = f"this is not a workbook that can be read ({problem}): save it again as .xlsx, without a password"
        raise UnreadableSourceError(message=message, file=name) from problem
    rendering = _Rendering()
    tables = [found for sheet in sheets if (found := _sheet(sheet, rendering)) is not None]
    return rendering.text, tables


def _sheet(sheet: CalamineSheet, rendering: _Rendering) -> Table | None:
    grid = [rendering.row(map(canonical, row)) for row in sheet.to_python(skip_empty_area=False)]
    groups = _merge(grid, sheet.merged_cell_ranges or ())
    kept = [place for place, row in enumerate(grid) if any(cell.text for cell in row)]
    if not kept:
        return None
    rendering.row([""])
    return table(
        [grid[place] for place in kept], [place + 1 for place in kept], sheet.name, [kept.index(one) for one in groups]
    )


def _merge(grid: _Grid, merged: _Merged) -> list[int]:
    """Repeat each cell that spans rows or a part of the columns; the rows in which a heading spans some columns."""
    groups = set()
    for (top, left), (bottom, right) in merged:
        if right - left + 1 >= len(grid[top]) / 2:  # a title over the table
            continue
        for row in range(top, min(bottom + 1, len(grid))):
            grid[row][left : right + 1] = [grid[top][left]] * (right - left + 1)
        if right > left and grid[top][left].text:
            groups.add(top)
    return sorted(groups)


def canonical(value: object) -> str:
    """A cell's value in one way of writing: ISO dates, numbers with a point and without an exponent."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{Decimal(format(value, f'.{_DIGITS}g')):f}"
    return (
        value.isoformat() if isinstance(value, date | time) else str(value) if not isinstance(value, timedelta) else ""
    )


# --- JSON


def _records(content: bytes, name: str) -> tuple[str, list[Table]]:
    """Every array of objects: each object a row, each key a column."""
    rendering, tables = _Rendering(), []
    for key, records in read_objects(_decoded(content, name), name):
        keys = list(dict.fromkeys(field for record in records for field in record))
        header, before = rendering.row(keys), len(rendering.lines)
        rows = [tuple(rendering.row(record.get(field, "") for field in keys)) for record in records]
        numbers = range(before + 1, before + len(rows) + 1)
        tables.append(Table(name=key, header=tuple(header), rows=tuple(rows), numbers=tuple(numbers)))
    return rendering.text, tables
