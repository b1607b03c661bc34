"""Words with their places on printed pages → lines in reading order → pieces of plain text. Knows no file format.

Lengths are in points, y counts downwards. What a line break means is told by the geometry: where the next word would
still have fitted, the line was ended on purpose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from samverkan.documents.plain import BULLET, Kind, Piece, cleaned

_BULLET = re.compile(r"(?:[•·▪◦●■*\uf0a7\uf0b7]|[–—-](?=\s))\s*|(?P<number>\d{1,2}[.)])(?:\s+|(?=[A-ZÅÄÖ][a-zåäö]))")
_LABEL = re.compile(r"[A-ZÅÄÖ][\w -]{1,40}:(?:\s|$)")
_SENTENCE_END = re.compile(r"[.!?:;…][\"”»)]*$")
_SPAN = re.compile(r"\d ?[-–]$")
_SPLIT_WORD = re.compile(r"(?<=[a-zåäö]{2})-$|\u00ad$")
_ELLIPSIS = re.compile(r"(?:och|eller|samt|respektive)\b")
WORD_GAP = 0.15  # in sizes of the type: narrower white space is within a word
_SAME_LINE = 3.0
_INDENT = 25.0
_COLUMN_GAP = 1.8  # in sizes of the type: white space that parts columns
_GUTTER = 0.8
_FAR = 2.0
_EVEN = 0.7  # white space of justified lines differs less than this
_WIDER_THAN_USUAL = 1.25
_USUAL_LEADING = 1.3
_LARGER = 1.1
_FEWEST_LINES = 3
_FILLED = 0.6
_MOST_HEADING = 120
_FEWEST_COLUMNS = 3
_FAR_ROW = 8.0
_CLOSE = 1.6  # in sizes of the type: how far below the next line of the same cell stands at most


Block = tuple[int, Kind | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """One word as it is printed."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of one column; `right` is where the column ends, `last_x0` where the text after the last tab begins.

    `block` is what the paper tells of itself: which lines are one, by a number, and what they are.
    """

    page: int
    text: str
    x0: float
    x1: float
    top: float
    size: float
    bold: bool
    first_width: float
    last_x0: float
    right: float = 0.0
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as the page shows it, row by row."""

    rows: list[list[str]]


def lines_in_order(words: Sequence[Word], page: int, width: float) -> list[Line]:
    """The lines of a page in reading order, one column after the other where running text stands in two."""
    rows = list(_rows(words))
    gutter = _gutter(rows, width)
    lines = _with_cells_whole([[_line(run, page) for run in row] for row in _by_columns(rows, gutter)])
    margin = width - min((word.x0 for word in words), default=0.0)
    found: list[Line] = []
    for crosses, run in groupby(lines, lambda row: _crosses(row, gutter)):
        found += _region(list(run), gutter if not crosses else None, margin)
    return found


def in_block(words: Sequence[Word], page: int, block: Block) -> list[Line]:
    """The lines of words of which the paper tells that they are one block."""
    rows = _by_columns([*_rows(words)], 0.0)
    return [replace(_joined_row([_line(run, page) for run in row]), block=block) for row in rows]


def _rows(words: Sequence[Word]) -> Iterator[list[Word]]:
    row: list[Word] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.x0)):
        if row and word.bottom - row[0].bottom > _SAME_LINE:
            yield sorted(row, key=lambda one: one.x0)
            row = []
        row.append(word)
    if row:
        yield sorted(row, key=lambda one: one.x0)


def _segments(row: Sequence[Word], gutter: float) -> list[list[Word]]:
    """The stretches of a row that no gutter and no wide white space interrupts."""
    runs: list[list[Word]] = []
    for part in _sides(row, gutter):
        gaps = [right.x0 - left.x1 for left, right in pairwise(part)]
        wide = _COLUMN_GAP * max(word.size for word in part)
        justified = len(gaps) > 1 and min(gaps) > _EVEN * max(gaps)
        for at, word in enumerate(part):
            if at == 0 or (gaps[at - 1] > wide and not justified):
                runs.append([])
            runs[-1].append(word)
    return runs


def _by_columns(rows: Sequence[Sequence[Word]], gutter: float) -> list[list[list[Word]]]:
    """The stretches of each row; a row of a table without rules is cut where its columns begin too."""
    segments = [_segments(row, gutter) for row in rows]
    tables = [row for row in segments if len(row) >= _FEWEST_COLUMNS]
    starts = Counter(round(run[0].x0) for row in tables for run in row)
    columns = {start for start, count in starts.items() if count >= max(_FEWEST_LINES, len(tables) / 2)}
    return [_cut(row, columns) if row in tables else row for row in segments]


def _cut(row: Sequence[Sequence[Word]], columns: set[int]) -> list[list[Word]]:
    """Stretches cut before each word that begins a column behind white space."""
    runs: list[list[Word]] = []
    for run in row:
        for at, word in enumerate(run):
            if at == 0 or (round(word.x0) in columns and word.x0 - run[at - 1].x1 > _GUTTER * word.size):
                runs.append([])
            runs[-1].append(word)
    return runs


def _with_cells_whole(rows: Sequence[list[Line]]) -> list[list[Line]]:
    """The rows, and in a table without rules the lines of a cell as one: they stand close below, where it begins."""
    full = [below[0].top - above[0].top for above, below in pairwise(rows) if min(len(above), len(below)) > 2]
    whole: list[list[Line]] = []
    top = 0.0
    for row in rows:
        cells = whole[-1] if whole and len(whole[-1]) >= _FEWEST_COLUMNS else []
        below = [_cell_above(line, cells) for line in row]
        step = row[0].top - top
        close = 0 < step < _CLOSE * row[0].size and (
            min(full, default=0.0) > step * _WIDER_THAN_USUAL or 0 not in below
        )
        if close and len(row) < len(cells) and None not in below and row[0].bold == cells[0].bold:
            for at, line in zip(below, row, strict=True):
                cells[at or 0] = _longer(cells[at or 0], line)
        else:
            whole.append(list(row))
        top = row[0].top
    return whole


def _cell_above(line: Line, cells: Sequence[Line]) -> int | None:
    """The place of the cell that begins where a line does."""
    return next((at for at, cell in enumerate(cells) if abs(cell.x0 - line.x0) < _SAME_LINE), None)


def _longer(cell: Line, line: Line) -> Line:
    return replace(cell, text=_joined(cell.text, line.text), x1=max(cell.x1, line.x1))


def _sides(row: Sequence[Word], gutter: float) -> list[Sequence[Word]]:
    """The words of a row on both sides of the gutter; one stretch where they run across it."""
    left = [word for word in row if word.x0 < gutter]
    right = row[len(left) :]
    if not left or not right or right[0].x0 - left[-1].x1 <= _GUTTER * right[0].size:
        return [row]
    return [left, right]


def _crosses(row: Sequence[Line], gutter: float) -> bool:
    """Whether a row does not belong to two columns: it runs across the gutter, or has labels and values on one side."""
    sides = [line.x0 < gutter for line in row]
    return any(line.x0 < gutter < line.x1 for line in row) or len(set(sides)) < len(sides)


def _line(run: Sequence[Word], page: int) -> Line:
    first = run[0]
    return Line(
        page=page,
        text=first.text + "".join((" " * _are_apart(*pair)) + pair[1].text for pair in pairwise(run)),
        x0=first.x0,
        x1=run[-1].x1,
        top=min(word.top for word in run),
        size=max(word.size for word in run),
        bold=all(word.bold for word in run),
        first_width=first.x1 - first.x0,
        last_x0=first.x0,
    )


def _are_apart(word: Word, after: Word) -> bool:
    """Whether white space parts two words; a change of type within a word parts nothing."""
    return after.x0 - word.x1 > WORD_GAP * after.size


def _gutter(rows: Sequence[Sequence[Word]], width: float) -> float:
    """Where a right column of the page begins, 0 without one: several stretches near the middle begin there."""
    starts: Counter[int] = Counter()
    for row in rows:
        ends = [-width, *(word.x1 for word in row)]
        for end, word in zip(ends, row, strict=False):
            if word.x0 - end > _GUTTER * word.size and 0.35 * width < word.x0 < 0.65 * width:
                starts[round(word.x0)] += 1
    start, count = max(starts.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
    return start - 2.0 if count >= _FEWEST_LINES else 0.0


def _region(rows: Sequence[Sequence[Line]], gutter: float | None, margin: float) -> list[Line]:
    """Rows between lines that cross the gutter: two columns of running text, or rows of labels and values.

    `margin` is where the right margin of the page begins, if it is as wide as the left one.
    """
    if gutter:
        beside = len(rows) - _rows_below(rows, gutter)
        left = [line for row in rows[:beside] for line in row if line.x0 < gutter]
        right = [line for row in rows for line in row if line.x0 >= gutter]
        if min(len(left), len(right)) >= _FEWEST_LINES and _is_filled(left, gutter):
            below = [_joined_row(row) for row in rows[beside:]]
            return [*edged(left, gutter), *edged(right, margin), *edged(below, margin)]
    return edged([_joined_row(row) for row in rows], margin)


def _rows_below(rows: Sequence[Sequence[Line]], gutter: float) -> int:
    """How many rows at the end stand below both columns: nothing stands beside them, and white space before them."""
    alone = 0
    while alone < len(rows) and rows[-alone - 1][-1].x0 < gutter:
        alone += 1
    gaps = [(below[0].top - above[0].top) > _FAR * below[0].size for above, below in pairwise(rows[-alone - 1 :])]
    return len(gaps) - gaps.index(True) if alone and True in gaps else 0


def _is_filled(left: Sequence[Line], gutter: float) -> bool:
    begin = min(line.x0 for line in left)
    return median(line.x1 - begin for line in left) >= _FILLED * (gutter - begin)


def _joined_row(row: Sequence[Line]) -> Line:
    text = "\t".join(line.text for line in row)
    bold = all(line.bold for line in row)
    return replace(row[0], text=text, x1=row[-1].x1, last_x0=row[-1].x0, bold=bold)


def edged(lines: Sequence[Line], margin: float) -> list[Line]:
    """The lines with the right edge of those that begin where they do, in the same size, and do not stand alone.

    Only running text shows where its edge is, as some lines go on in small letters: what is no such text, as a list of
    names, might have gone on to the margin.
    """
    near = [(_step(above, below) or _FAR) < _FAR for above, below in pairwise(lines)]
    edges: dict[tuple[int, float], float] = {}
    for line, *beside in zip(lines, [False, *near], [*near, False], strict=False):
        if any(beside):
            edges[_column(line)] = max(edges.get(_column(line), 0.0), line.x1)
    running = {
        _column(above)
        for close, (above, below) in zip(near, pairwise(lines), strict=True)
        if close and _runs_on(above, below)
    }
    for column in edges.keys() - running:
        edges[column] = max(edges[column], margin)
    return [replace(line, right=edges.get(_column(line), line.x1)) for line in lines]


def _column(line: Line) -> tuple[int, float]:
    return round(line.x0 / _INDENT), line.size


def within(words: Sequence[Word], page: int, right: float) -> list[Piece]:
    """The paragraphs of words that stand in a box whose right edge is given, such as a table's cell."""
    lines = [replace(_line(row, page), right=right) for row in _rows(words)]
    steps = [step for above, below in pairwise(lines) if (step := _step(above, below))]
    return pieces(lines, body_size(lines), min(steps, default=_USUAL_LEADING))


def body_size(lines: Sequence[Line]) -> float:
    """The size of type in which most is set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes.items(), key=lambda item: (item[1], -item[0]))[0] if sizes else 0.0


def pieces(lines: Sequence[Line], body: float, leading: float = _USUAL_LEADING) -> list[Piece]:
    """Lines in reading order as headings, paragraphs, items and rows; wrapped lines and split words joined again.

    `body` is the size in which running text is set, `leading` how far its lines stand apart where nothing else tells.
    """
    steps = [_step(above, below) for above, below in pairwise(lines)]
    found: list[Piece] = []
    for at, line in enumerate(lines):
        above = lines[at - 1] if at else None
        near = [step for step in (*steps[max(at - 2, 0) : max(at - 1, 0)], *steps[at : at + 1]) if step]
        apart = above is not None and _is_apart(above, line, min(near, default=leading))
        if above is not None and not apart and _is_wrapped(above, line):
            found[-1] = replace(found[-1], text=_joined(found[-1].text, line.text))
        else:
            within_item = above is not None and above.block is not None and above.block == line.block
            found.append(_piece(line, body, apart=apart, within_item=within_item))
    return [replace(piece, text=cleaned(piece.text)) for piece in found]


def _step(above: Line, below: Line) -> float | None:
    """How far a line stands below another of its page and size, in that size."""
    step = (below.top - above.top) / below.size
    return step if above.page == below.page and abs(above.size - below.size) < 0.7 and 0.9 < step < 3 else None


def _piece(line: Line, body: float, *, apart: bool, within_item: bool) -> Piece:
    role = line.block[1] if line.block else None
    if _BULLET.match(line.text) or (role is Kind.ITEM and not within_item):
        return Piece(Kind.ITEM, _item(line.text), apart)
    if "\t" in line.text:
        return Piece(Kind.ROW, line.text, apart)
    set_apart = (line.size > _LARGER * body or line.bold) and len(line.text) <= _MOST_HEADING
    return Piece(Kind.HEADING if role is Kind.HEADING or set_apart else Kind.TEXT, line.text, apart)


def _item(text: str) -> str:
    """An item with its number as it is printed, or else with our bullet."""
    mark = _BULLET.match(text)
    said = text[mark.end() :] if mark else text
    return (f"{mark['number']} " if mark and mark["number"] else BULLET) + said.replace("\t", " ")


def _is_apart(above: Line, line: Line, usual: float) -> bool:
    """Whether white space, another size of type, or the end of a column or page parts two lines."""
    if line.page != above.page or line.top <= above.top:
        return not _runs_on(above, line)
    columns = line.text.count("\t")
    if columns >= _FEWEST_COLUMNS - 1 and columns == above.text.count("\t"):  # a row's cells may have many lines
        return line.top - above.top > _FAR_ROW * line.size
    wide = (line.top - above.top) / line.size > _WIDER_THAN_USUAL * usual
    return wide or abs(line.size - above.size) > 0.7


def _is_wrapped(above: Line, line: Line) -> bool:
    """Whether a line goes on with the one above."""
    if line.page == above.page and line.block != above.block:
        return False
    label = _LABEL.match(line.text) and (line.block is None or _SENTENCE_END.search(above.text))
    if _BULLET.match(line.text) or label or "\t" in line.text or line.bold != above.bold:
        return False
    if "\t" in above.text and not _BULLET.match(above.text):
        return line.x0 >= above.last_x0 - _SAME_LINE
    return _runs_on(above, line) or above.x1 + 0.3 * line.size + line.first_width > above.right


def _runs_on(above: Line, line: Line) -> bool:
    """Whether a line goes on in small letters, or with the end of a span of years."""
    if line.text[0].isdigit():
        return _SPAN.search(above.text) is not None
    return line.text[0].islower() and not _SENTENCE_END.search(above.text)


def _joined(above: str, below: str) -> str:
    goes_on = below[0].islower() and not _ELLIPSIS.match(below)
    if goes_on and _SPLIT_WORD.search(above):
        return above[:-1] + below
    hyphen = above[-1] == "-" and len(above) > 1 and above[-2].isalnum() and (goes_on or below[0].isupper())
    years = above[-1] in "-–" and above[-2:-1].isdigit() and below[0].isdigit()
    return above + below if hyphen or years else f"{above} {below}"
