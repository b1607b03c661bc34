"""A page of a tagged PDF → its lines and tables, as its own tags tell them: headings, paragraphs, items, cells.

Public bodies must tag what they publish, and word processors and browsers do. What stands in which order, which lines
are one paragraph and which words one cell need not be guessed there. Where lines were ended on purpose within a
paragraph is not told: geometry still says that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from pdfplumber.structure import PDFStructElement as Element

from samverkan.documents.plain import Kind, cell_text
from samverkan.documents.typesetting import Grid, Line, Word, body_size, edged, in_block, pieces

_INLINE = {"Span", "Link", "Em", "Strong", "Quote", "Reference", "Code", "Annot", "Sub", "Lbl", "BibEntry"}
_UNNAMED = {"NonStruct", "Private"}  # what a browser calls whatever has no tag of its own
_HEADINGS = {"Title", "H", *(f"H{level}" for level in range(1, 7))}
_CELLS = {"TH", "TD"}
_NO_CELL = {"Table", "L", *_HEADINGS}  # what stands in the cells of a table that only serves the layout
_MOST_SPANNED = 1_000
_GAP = 0.5  # in sizes of the type: the least white space between columns
_MOST_LABEL = 60  # characters
_LEVEL = 3.0  # points
Words = Mapping[int, Sequence[Word]]


@dataclass(frozen=True, slots=True)
class _Block:
    """The marks of words that belong together, and what they are, if that is told."""

    marks: Sequence[int]
    role: Kind | None = None


class _Said(NamedTuple):
    """The words of a block."""

    words: list[Word]
    role: Kind | None


def tagged_items(tree: Iterable[Element], words: Words, page: int, margin: float) -> list[Line | Grid]:
    """The lines and tables of a page in the order of its tags; `words` has those of each mark.

    `margin` is where the right margin of the page begins.
    """
    found: list[Line | Grid] = []
    told = _told(_in_rows(_blocks(tree), words), words, page, margin)
    for _, items in groupby(told, lambda item: isinstance(item, Grid)):
        run = list(items)
        lines = [item for item in run if isinstance(item, Line)]
        found += edged(lines, margin) or run
    return found


def _told(found: Iterable[Element | list[_Said]], words: Words, page: int, margin: float) -> Iterator[Line | Grid]:
    for number, one in enumerate(found):
        if isinstance(one, Element):
            rows = _rows(one, words, page, margin)
            yield from [Grid(rows)] if rows else []
        elif len(one) > 1:
            ends = [*(min(word.x0 for word in said.words) for said in one[1:]), margin]
            yield Grid([[_cell([said], page, end) for said, end in zip(one, ends, strict=True)]])
        else:
            yield from in_block(one[0].words, page, (number, one[0].role))


def _in_rows(blocks: Iterable[_Block | Element], words: Words) -> Iterator[Element | list[_Said]]:
    """The tables, and the blocks that have words; those that stand side by side are one row."""
    row: list[_Said] = []
    for one in blocks:
        said = None if isinstance(one, Element) else _Said(_words(one.marks, words), one.role)
        if said and not said.words:
            continue
        if row and not (said and _stands_beside(row[-1], said)):
            yield row
            row = []
        if said:
            row.append(said)
        elif isinstance(one, Element):
            yield one
    if row:
        yield row


def _stands_beside(left: _Said, right: _Said) -> bool:
    """Whether a block is the value to a label, or the next cell of a row that no tag tells."""
    if left.role or right.role or sum(len(word.text) + 1 for word in left.words) > _MOST_LABEL:
        return False
    apart = min(word.x0 for word in right.words) > max(word.x1 for word in left.words)
    tops, ends = zip(*(_extent(said.words) for said in (left, right)), strict=True)
    return apart and (abs(tops[0] - tops[1]) < _LEVEL or abs(tops[0] + ends[0] - tops[1] - ends[1]) < 2 * _LEVEL)


def _extent(words: Iterable[Word]) -> tuple[float, float]:
    """How far down words begin and end."""
    heights = [(word.top, word.bottom) for word in words]
    return min(top for top, _ in heights), max(bottom for _, bottom in heights)


def _words(marks: Iterable[int], words: Words) -> list[Word]:
    return [word for mark in marks for word in words.get(mark, ())]


def _blocks(elements: Iterable[Element]) -> Iterator[_Block | Element]:
    """The blocks and the tables among these elements, and in them."""
    loose: list[int] = []
    for one in elements:
        if _is_inline(one):
            loose += _marks(one)
            continue
        yield from _some(loose)
        loose = []
        yield from _of_block(one)
    yield from _some(loose)


def _some(marks: Sequence[int], role: Kind | None = None) -> Iterator[_Block]:
    if marks:
        yield _Block(tuple(marks), role)


def _of_block(one: Element) -> Iterator[_Block | Element]:
    if one.type == "Table" and not _serves_layout(one):
        yield one
    elif one.type in _HEADINGS:
        yield from _some(_marks(one), Kind.HEADING)
    elif one.type == "LI":
        yield from _some(_marks(one, but="L"), Kind.ITEM)
        yield from _blocks(_inside(one, {"L"}))
    elif all(map(_is_inline, one.children)):
        yield from _some(_marks(one))
    else:
        yield from _some(one.mcids)
        yield from _blocks(one.children)


def _is_inline(one: Element) -> bool:
    if one.type in _INLINE:
        return all(map(_is_inline, one.children))
    return one.type in _UNNAMED and not one.children


def _marks(one: Element, but: str = "") -> list[int]:
    """The marks of all words in an element; of those in elements of the type `but` none."""
    return [*one.mcids, *(mark for child in one.children if child.type != but for mark in _marks(child, but))]


def _inside(one: Element, types: set[str]) -> Iterator[Element]:
    """The elements of these types in another, without those within them."""
    for child in one.children:
        if child.type in types:
            yield child
        else:
            yield from _inside(child, types)


# --- tables


def _serves_layout(table: Element) -> bool:
    rows = [[*_inside(row, _CELLS)] for row in _inside(table, {"TR"})]
    narrow = max(map(len, rows), default=0) < 2
    return narrow or any(next(_inside(cell, _NO_CELL), None) is not None for row in rows for cell in row)


def _rows(table: Element, words: Words, page: int, margin: float) -> list[list[str]]:
    """The cells' texts; a cell that spans rows is said again only in the first column, which names them."""
    rows = list(_placed(table))
    begins: dict[int, float] = {}
    for row in rows:
        for column, cell in row.items():
            x0s = (word.x0 for word in _words(_marks(cell), words))
            begins[column] = min((begins.get(column, margin), *x0s))
    ends = {
        column: min((x0 for x0 in begins.values() if x0 > begin), default=margin) for column, begin in begins.items()
    }
    told = [{column: _text(cell, words, page, ends[column]) for column, cell in row.items()} for row in rows]
    return [[row.get(column, "") for column in range(max(row) + 1)] for row in told if any(row.values())]


def _placed(table: Element) -> Iterator[dict[int, Element]]:
    """The cells of each row by their columns."""
    taken: dict[int, int] = {}  # how many rows a column's last cell still spans
    naming: Element | None = None
    for row in _inside(table, {"TR"}):
        cells: dict[int, Element] = {0: naming} if naming and taken.get(0) else {}
        column = 0
        for cell in _inside(row, _CELLS):
            while taken.get(column):
                column += 1
            cells[column] = cell
            spanned = range(column, column + _span(cell, "ColSpan"))
            taken |= dict.fromkeys(spanned, _span(cell, "RowSpan"))
            column = spanned.stop
        naming = cells.get(0)
        taken = {column: rows - 1 for column, rows in taken.items()}
        yield cells


def _span(cell: Element, name: str) -> int:
    stated = cell.attributes.get(name)
    return stated if isinstance(stated, int) and 1 <= stated <= _MOST_SPANNED else 1


def _text(cell: Element, words: Words, page: int, right: float) -> str:
    blocks = (one for one in _blocks([cell]) if isinstance(one, _Block))
    return _cell((_Said(_words(one.marks, words), one.role) for one in blocks), page, right)


def _cell(inside: Iterable[_Said], page: int, right: float) -> str:
    """What stands in a cell; the next column begins at `right`."""
    told = [
        edged(in_block(said.words, page, (0, said.role)), right - _GAP * said.words[0].size)
        for said in inside
        if said.words
    ]
    return cell_text(piece for lines in told for piece in pieces(lines, body_size(lines)))
