"""PDF files → plain text: in reading order, tables as rows, what every page repeats only once. Sees no pictures."""

from __future__ import annotations

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.structure import PDFStructElement, PDFStructTree
from pdfplumber.table import Table

from samverkan.documents.plain import Extract, Piece, cell_text, cleaned, compose, row
from samverkan.documents.tagged import tagged_items
from samverkan.documents.typesetting import WORD_GAP, Grid, Line, Word, body_size, lines_in_order, pieces, within
from samverkan.errors import UnreadableSourceError

logging.getLogger("pdfminer").addHandler(logging.NullHandler())  # what it grumbles about is no concern of the user

_MOST_PAGES = 2000
_MARGIN = 0.12  # of the page's height: where headers and footers stand
_MOSTLY, _FEW = 0.5, 0.1
_ARTIFACT = "Artifact"  # what is no part of the content: headers, footers, ornaments
_FEWEST_RULES = 3
_COLUMN_GAP = 5.0
_SPOT, _SPOT_GAP = (0.15, 0.6), 1.5  # in sizes of the type: how large a drawn bullet is, how far from its text
_PAGE_NUMBER = re.compile(
    r"[–-]?\s*\b(?:(?:sid(?:a|an)?|page)\.?\s*)?(?<![\d/-])(?P<page>\d{1,3})\s*(?:(?:\(|/|av\b|of\b)\s*\d{1,3}\b\s*\)?)?\s*[–-]?$",
    re.IGNORECASE,
)
_NO_CHARACTER = re.compile(r"\(cid:\d+\)")


_Item = Line | Grid


def read_pdf(content: bytes, name: str) -> Extract:
    """The text and tables of a PDF file, its pages joined.

    Raises UnreadableSourceError when it is damaged, asks for a password, or holds no text that can be read.
    """
    pages, title = _opened(content, name)
    text = compose(_composed(_without_furniture(pages)))
    _refuse_unreadable(text, name)
    return Extract(text=text, media_type="application/pdf", title=title)


def _opened(content: bytes, name: str) -> tuple[list[tuple[float, list[_Item]]], str | None]:
    """The height and the items of each page, and the title that the file states."""
    try:
        with pdfplumber.open(BytesIO(content)) as paper:
            _refuse_endless(len(paper.pages), name)
            return [(float(page.height), _items(page)) for page in paper.pages], _title(paper.metadata)
    except UnreadableSourceError:
        raise
    except Exception as problem:  # a damaged file makes the parser fail in any of a dozen ways
        raise _unreadable(problem, name) from problem


def _refuse_endless(pages: int, name: str) -> None:
    if pages > _MOST_PAGES:
        message = f"this PDF file has {pages} pages, more than {_MOST_PAGES}: name a part of it"
        raise UnreadableSourceError(message=message, file=name)


def _title(stated: Mapping[str, object]) -> str | None:
    title = stated.get("Title")
    return (" ".join(cleaned(title).split()) or None) if isinstance(title, str) else None


def _unreadable(problem: Exception, name: str) -> UnreadableSourceError:
    reasons = (problem, problem.__context__, *problem.args)
    if any(isinstance(reason, PDFPasswordIncorrect | PDFEncryptionError) for reason in reasons):
        message = "this PDF file is encrypted: save it without a password"
    else:
        message = "this PDF file is damaged: fetch or save it again"
    return UnreadableSourceError(message=message, file=name)


def _refuse_unreadable(text: str, name: str) -> None:
    if not text:
        message = "this PDF file holds no text layer (it is scanned): run text recognition on it first"
        raise UnreadableSourceError(message=message, file=name)
    if sum(len(found) for found in _NO_CHARACTER.findall(text)) > _MOSTLY * len(text):
        message = "this PDF file does not say which characters it shows: run text recognition on it first"
        raise UnreadableSourceError(message=message, file=name)


# --- a page


def _items(page: Page) -> list[_Item]:
    """The lines and tables of a page in reading order."""
    attributes = ["size", "fontname", "upright"]
    told = page.extract_words(x_tolerance_ratio=WORD_GAP, extra_attrs=attributes, return_chars=True)
    words = [(found["chars"][0], _word(found)) for found in told if found["upright"]]
    tagged = _tagged(page, words)
    return tagged if tagged is not None else _set(page, [word for _, word in words])


def _tagged(page: Page, words: Sequence[tuple[Mapping[str, Any], Word]]) -> list[_Item] | None:
    """The items as the page's tags tell them, with what is in its margins; None where they don't tell all."""
    tree = _tree(page)
    within_tree = {mark for one in tree for _, mark in one.all_mcids()}
    marked, beside, untold = defaultdict[int, list[Word]](list), list[Word](), 0
    for first, word in words:
        if first["mcid"] in within_tree:
            marked[first["mcid"]].append(word)
        else:
            beside.append(word)
            untold += first["tag"] != _ARTIFACT
    if not marked or untold > _FEW * len(words):
        return None
    begin = min(word.top for inside in marked.values() for word in inside)
    margin = float(page.width) - min(word.x0 for _, word in words)
    above = lines_in_order([word for word in beside if word.top < begin], page.page_number, float(page.width))
    below = lines_in_order([word for word in beside if word.top >= begin], page.page_number, float(page.width))
    return [*above, *tagged_items(tree, marked, page.page_number, margin), *below]


def _tree(page: Page) -> list[PDFStructElement]:
    try:
        return list(PDFStructTree(page.pdf, page))
    except Exception:  # none, or a damaged one, which is told in any of a dozen ways
        return []


def _set(page: Page, words: list[Word]) -> list[_Item]:
    """The items as the page's geometry tells them."""
    words += _drawn_bullets(page, words)
    tables = _tables(page, words)
    found: list[_Item] = []
    for table in sorted(tables, key=lambda table: (table.bbox[1], table.bbox[0])):
        inside = [word for word in words if _is_in(word, table.bbox)]
        above = [word for word in words if word not in inside and word.bottom <= table.bbox[1] + word.size / 2]
        words = [word for word in words if word not in inside and word not in above]
        grid = _grid(table, inside, page.page_number)
        found += [*lines_in_order(above, page.page_number, float(page.width)), *([grid] if grid.rows else [])]
    return found + list(lines_in_order(words, page.page_number, float(page.width)))


def _tables(page: Page, words: Sequence[Word]) -> list[Table]:
    """The tables of a page: with all their rules drawn, or else with rules between the rows only."""
    drawn = [table for table in page.find_tables() if max(len(line.cells) for line in table.rows) > 1]
    if drawn:
        return drawn
    found: list[Table] = []
    for (left, right), tops in _rules(page).items():
        inside = [word for word in words if _is_in(word, (left, tops[0], right, tops[-1]))]
        between = _gaps(inside)
        if len(tops) >= _FEWEST_RULES and between:
            lines = {"explicit_vertical_lines": [left, *between, right], "explicit_horizontal_lines": tops}
            found += page.find_tables({"vertical_strategy": "explicit", "horizontal_strategy": "explicit", **lines})
    return found


def _rules(page: Page) -> dict[tuple[int, int], list[float]]:
    """The heights of horizontal rules that run from and to the same places, from above."""
    rows: dict[int, list[dict[str, float]]] = {}
    for edge in page.horizontal_edges:
        rows.setdefault(round(edge["top"]), []).append(edge)
    rules: dict[tuple[int, int], list[float]] = {}
    for top, edges in sorted(rows.items()):
        extent = round(min(edge["x0"] for edge in edges)), round(max(edge["x1"] for edge in edges))
        rules.setdefault(extent, []).append(float(top))
    return rules


def _gaps(words: Sequence[Word]) -> list[float]:
    """Where white space runs down between all these words."""
    found: list[float] = []
    reached = min((word.x0 for word in words), default=0.0)
    for word in sorted(words, key=lambda word: word.x0):
        if word.x0 - reached > _COLUMN_GAP:
            found.append((reached + word.x0) / 2)
        reached = max(reached, word.x1)
    return found


def _drawn_bullets(page: Page, words: Sequence[Word]) -> Iterator[Word]:
    """A bullet for each spot that is drawn before a line, as browsers draw those of lists."""
    for spot in page.curves + page.rects:
        wide, high, middle = spot["width"], spot["height"], (spot["top"] + spot["bottom"]) / 2
        beside = [word for word in words if word.top < middle < word.bottom and word.x1 > spot["x0"]]
        first = min(beside, key=lambda word: word.x0, default=None)
        if (
            first
            and spot["fill"]
            and _is_spot(wide, high, first.size)
            and 0 < first.x0 - spot["x1"] < _SPOT_GAP * first.size
        ):
            yield replace(first, text="•", x0=spot["x0"], x1=spot["x1"])


def _is_spot(wide: float, high: float, size: float) -> bool:
    return abs(wide - high) < 1 and _SPOT[0] * size < high < _SPOT[1] * size


def _word(found: dict[str, object]) -> Word:
    x0, x1, top, bottom, size = (float(str(found[key])) for key in ("x0", "x1", "top", "bottom", "size"))
    bold = "bold" in str(found["fontname"]).lower()
    return Word(text=str(found["text"]), x0=x0, x1=x1, top=top, bottom=bottom, size=round(size, 1), bold=bold)


def _is_in(word: Word, box: Sequence[float]) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _grid(table: Table, words: Sequence[Word], page: int) -> Grid:
    """The cells' texts; a cell that spans rows is said again only in the first column, which names them."""
    rows: list[list[str]] = []
    for line in table.rows:
        cells = [_cell(box, words, page) for box in line.cells]
        if line.cells[0] is None and rows:
            cells[0] = rows[-1][0]
        if any(cells):
            rows.append(cells)
    return Grid(rows)


def _cell(box: Sequence[float] | None, words: Sequence[Word], page: int) -> str:
    if box is None:
        return ""
    inside = [word for word in words if _is_in(word, box)]
    padding = min((word.x0 for word in inside), default=box[0]) - box[0]
    return cell_text(within(inside, page, box[2] - padding))


# --- the pages together


def _without_furniture(pages: Sequence[tuple[float, list[_Item]]]) -> list[list[_Item]]:
    """The pages without page numbers, and with a header or footer that they repeat only where it stands first."""
    repeated = Counter(key for height, items in pages for key in {_margin_key(item, height) for item in items})
    seen: set[object] = set()
    kept: list[list[_Item]] = []
    for height, items in pages:
        kept.append([])
        for item in items:
            key = _margin_key(item, height)
            again = key in seen and repeated[key] > _MOSTLY * len(pages)
            if key is None or not (again or key[1] == ""):
                kept[-1].append(_uncounted(item) if key and isinstance(item, Line) else item)
            seen.add(key)
    return kept


def _margin_key(item: _Item, height: float) -> tuple[int, str] | None:
    """Where and what a line in the margin is, apart from the page's number; None for everything else."""
    if not isinstance(item, Line) or _MARGIN * height < item.top < (1 - _MARGIN) * height:
        return None
    return round(item.top / 4), _uncounted(item).text


def _uncounted(line: Line) -> Line:
    """A line of the margin without the number of its page, if it ends with that."""
    found = _PAGE_NUMBER.search(line.text)
    counted = found is not None and (int(found["page"]) == line.page or found.start() == 0)
    return replace(line, text=line.text[: found.start()].rstrip()) if found is not None and counted else line


def _composed(pages: Sequence[Sequence[_Item]]) -> Iterator[Piece]:
    every = [item for page in pages for item in page]
    lines = [item for item in every if isinstance(item, Line)]
    body = body_size(lines)
    run: list[Line] = []
    header: list[str] | None = None  # of the table that may go on
    for item in every:
        if isinstance(item, Line):
            run.append(item)
            continue
        yield from pieces(run, body)
        header, rows = _continued(header if not run else None, item.rows)
        for at, cells in enumerate(rows):
            yield replace(row(cells), apart=at == 0 and header is item.rows[0])
        run = []
    yield from pieces(run, body)


def _continued(header: list[str] | None, rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """A table's heading row and the rows to tell: not the heading again where it goes on with the last table."""
    if header is None or len(header) != len(rows[0]):
        return rows[0], rows
    return header, rows[1:] if rows[0] == header else rows
