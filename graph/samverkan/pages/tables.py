"""Lists of a page: columns, rows of cells, and the part of them that one page shows. Knows no graph."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from samverkan.pages.quotations import Quotation
from samverkan.pages.values import Value

ROWS_A_PART = 100
_LAST_LETTERS = str.maketrans({"å": "\u007b", "ä": "\u007c", "æ": "\u007c", "ö": "\u007d", "ø": "\u007d"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """The cell that holds the words that a row was read from."""

    quotations: tuple[Quotation, ...]


Cell = Value | Proof | tuple[Value, ...] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A list: `name` names its caption and `columns` their headings among the pages' words.

    `keys` are all of its rows in order; `row` makes the cells of one, the first of which names the row.
    """

    name: str
    columns: tuple[str, ...]
    keys: Sequence[str]
    row: Callable[[str], tuple[Cell, ...]]
    inferred: bool = False

    @property
    def parts(self) -> int:
        """On how many pages it stands."""
        return max(1, -(-len(self.keys) // ROWS_A_PART))

    def part(self, number: int) -> Shown:
        """The rows of a part, from 1."""
        first = (number - 1) * ROWS_A_PART
        return self._shown(self.keys[first : first + ROWS_A_PART])

    def all(self) -> Shown:
        """All rows, where they are few enough by nature."""
        return self._shown(self.keys)

    def _shown(self, keys: Sequence[str]) -> Shown:
        rows = [self.row(key) for key in keys]
        told = [place for place in range(len(self.columns)) if any(_says(row[place]) for row in rows)]
        return Shown(
            table=self,
            columns=tuple(self.columns[place] for place in told),
            rows=tuple(tuple(row[place] for place in told) for row in rows),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """The rows of a table that one page shows, without the columns that say nothing there."""

    table: Table
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def is_numeric(self, column: int) -> bool:
        """Whether all cells of a column are numbers."""
        cells = [row[column] for row in self.rows if row[column] is not None]
        return bool(cells) and all(isinstance(cell, Value) and cell.is_numeric for cell in cells)


def _says(cell: Cell) -> bool:
    return bool(cell.quotations if isinstance(cell, Proof) else cell)


def alphabetical(name: str) -> tuple[str, str]:
    """By what names are put in order: as Swedish does, å, ä and ö last, other accents and case aside."""
    folded = name.casefold().translate(_LAST_LETTERS)
    bare = "".join(sign for sign in unicodedata.normalize("NFD", folded) if not unicodedata.combining(sign))
    return bare, name
