"""HTML pages → the plain text of their content. Fetches nothing, runs nothing, knows no project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile, zip_longest

from lxml import etree, html
from lxml.html import HtmlElement

from samverkan.documents.encodings import decoded
from samverkan.documents.furniture import flat, prune
from samverkan.documents.plain import BULLET, Extract, Kind, Piece, cell_text, cleaned, compose, pair, row
from samverkan.errors import UnreadableSourceError

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend", "caption", "button"}
_LISTS = {"ul", "ol", "menu"}
# What a browser sets apart; other blocks only begin a new line
_APART = set(
    "section article aside table ul ol menu dl details figure blockquote header footer main hr form fieldset".split()
)
_BLOCKS = (
    _HEADINGS | _APART | set("p div li dt dd pre address figcaption tr td th tbody thead tfoot center body".split())
)
_STRONG = {"strong", "b"}
_MAX_HEADING = 100
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BEGIN, _END = "\x02", "\x03"  # where inline elements begin and end, which white space may not tell
_UNMARKED = {"sup", "sub"}
# A label and its value in elements of their own with nothing between: a browser's style sheet parts them, so do we
_GLUED = re.compile(rf"(?:(?<=[a-zåäö)]{{3}})|(?<=:)){_END}+{_BEGIN}*(?=[A-ZÅÄÖ\d])")
_STATED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARATION_LENGTH = 2048
_HTTP = re.compile(r"https?://[^\s@]+")
_PUBLISHED = (
    "article:published_time",
    "datePublished",
    "dcterms.issued",
    "DC.date.issued",
    "dcterms.created",
    "DC.Date",
)


def read_page(content: bytes, name: str, charset: str | None = None) -> Extract:
    """The content of a page without menus, banners and footers, and what its head tells of its origin.

    `charset` is what the server said of the encoding. Raises UnreadableSourceError when there is no text in it.
    """
    stated = _STATED.search(content, 0, _DECLARATION_LENGTH)
    source, encoding = decoded(content, name, charset or (stated[1].decode("ascii") if stated else None))
    page = _parsed(source, name)
    extract = replace(_origin(page), encoding=encoding)
    prune(page)
    text = compose(_pieces(next(page.iter("body"), page)))
    if not text:
        message = "this page holds no text (a script may fill it in): save it from a browser, or name another"
        raise UnreadableSourceError(message=message, file=name)
    if "\ufffd" in text:
        message = "the page's text holds U+FFFD, a character that was lost before: save the page again"
        raise UnreadableSourceError(message=message, file=name)
    return replace(extract, text=text)


def _parsed(source: str, name: str) -> HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(source.encode(), parser=parser)
    except etree.LxmlError as problem:
        raise UnreadableSourceError(message="the file is empty: there is nothing to read", file=name) from problem
    if any(entry.level >= etree.ErrorLevels.FATAL for entry in parser.error_log):
        message = "this page is nested too deeply to be read whole: save its text as a .txt file"
        raise UnreadableSourceError(message=message, file=name)
    return page


# --- what the head tells


def _origin(page: HtmlElement) -> Extract:
    """What the head tells of where the page is from; no text yet."""
    meta: dict[str, str] = {}
    for element in page.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        said = " ".join(cleaned(element.get("content") or "").split())
        if key and said:
            meta.setdefault(key, said)
    titles = [flat(element) for tag in ("title", "h1") for element in page.iter(tag)]
    addresses = [element.get("href") or "" for element in page.iter("link") if element.get("rel") == "canonical"]
    return Extract(
        text="",
        media_type="text/html",
        title=next((cleaned(title) for title in [meta.get("og:title", ""), *titles] if title), None),
        publisher=meta.get("og:site_name"),
        published=next(filter(None, (_iso_date(meta.get(key, "")) for key in _PUBLISHED)), None),
        url=next(filter(_HTTP.fullmatch, [*addresses, meta.get("og:url", "")]), None),
    )


def _iso_date(stated: str) -> str | None:
    try:
        return date.fromisoformat(stated[:10]).isoformat()
    except ValueError:
        return None


# --- the body


def _pieces(element: HtmlElement) -> list[Piece]:
    """The content of an element: its own running text, and its blocks."""
    found: list[Piece] = []
    running, apart = "", False
    for part in [*_parts(element), None]:
        if isinstance(part, str):
            running += part
            continue
        pieces = [*_running(running), *(_block(part) if part is not None else ())]
        if pieces and apart:
            pieces[0] = replace(pieces[0], apart=True)
        found += pieces
        running, apart = "", (apart and not pieces) or (part is not None and part.tag in _APART)
    return found


def _parts(element: HtmlElement) -> Iterator[str | HtmlElement]:
    """The text of an element and its blocks in order, whatever inline elements lie between."""
    yield _SPACE.sub(" ", element.text or "")
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif child.tag in _BLOCKS:
            yield child
        else:
            marked = child.tag not in _UNMARKED
            yield _BEGIN if marked else ""
            yield from _parts(child)
            yield _END if marked else ""
        yield _SPACE.sub(" ", child.tail or "")


def _running(text: str) -> Iterator[Piece]:
    """Running text as paragraphs; a single line end in it stays, an empty line ends a paragraph."""
    whole = cleaned(_GLUED.sub("\t", text))
    for at, paragraph in enumerate(re.split(r"\n[ \u00a0]*\n", whole)):
        lines = [re.sub(" {2,}", " ", line).strip(" \t\u00a0") for line in paragraph.split("\n")]
        if said := "\n".join(filter(None, lines)):
            yield Piece(Kind.ROW if "\t" in said and len(lines) == 1 else Kind.TEXT, said, apart=at > 0)


def _block(element: HtmlElement) -> list[Piece]:
    """The pieces of a block element, by what it is."""
    tag = element.tag
    if tag in _HEADINGS or (tag == "p" and _is_strong(element)):
        said = " ".join(piece.text.replace("\n", " ") for piece in _pieces(element))
        return [Piece(Kind.HEADING, said)] if said else []
    if tag == "pre":
        lines = cleaned("".join(element.itertext())).strip("\n")
        return [Piece(Kind.TEXT, lines, apart=True)] if lines.strip() else []
    special = {"table": _table, "dl": _definitions, **dict.fromkeys(_LISTS, _items)}.get(tag)
    pieces = special(element) if special else _pieces(element)
    both = pair(pieces) if tag == "div" else None
    if both is not None:
        return [both]
    if pieces and tag in _APART:
        pieces[0] = replace(pieces[0], apart=True)
    return pieces


def _is_strong(element: HtmlElement) -> bool:
    """Whether a paragraph is nothing but bold words on one line, which stand for a heading."""
    bold = " ".join(flat(child) for child in element if child.tag in _STRONG)
    whole = bool(bold) and bold == flat(element) and len(bold) <= _MAX_HEADING and bold[-1] not in ".!:"
    return whole and next(element.iter("br"), None) is None


def _items(element: HtmlElement) -> list[Piece]:
    """A list: each item a bullet; an item that holds headings or several paragraphs stands as what it holds."""
    found: list[Piece] = []
    for child in element:
        pieces = _pieces(child) if child.tag == "li" else _block(child)
        if not pieces:
            continue
        first, *more = pieces
        both = pair(pieces)
        if both is not None:
            found.append(both)
        elif first.kind is Kind.TEXT and all(piece.kind is Kind.ITEM for piece in more):
            found.append(Piece(Kind.ITEM, BULLET + first.text.replace("\n", "\n  ")))
            found += [Piece(Kind.ITEM, "  " + piece.text.replace("\n", "\n  ")) for piece in more]
        else:
            found += [replace(first, apart=True), *more]
    return found


def _definitions(element: HtmlElement) -> list[Piece]:
    """A list of terms: "term: value" on a line, or the term above its values; a term without a value says nothing."""
    found: list[Piece] = []
    term, values = "", list[Piece]()
    parts = [part for child in element for part in (child if child.tag == "div" else [child])]
    for at, part in enumerate(parts):
        if part.tag != "dt":
            values += _pieces(part)
        elif at and parts[at - 1].tag == "dt":
            term = f"{term} {flat(part)}"
        else:
            found += _defined(term, values)
            term, values = flat(part), []
    return found + _defined(term, values)


def _defined(term: str, values: list[Piece]) -> list[Piece]:
    label = cleaned(term) if not term or term[-1] in ":?!." else f"{cleaned(term)}:"
    if not values or not label:
        return values
    if len(values) == 1 and label[-1] == ":" and values[0].kind is Kind.TEXT and "\n" not in values[0].text:
        return [Piece(Kind.ROW, f"{label} {values[0].text}")]
    if any(value.kind is not Kind.TEXT for value in values) or label[-1] != ":":
        return [Piece(Kind.TEXT, label, apart=True), *values]
    lines = [line for value in values for line in value.text.split("\n")]
    return [Piece(Kind.ROW, label), *(Piece(Kind.ITEM, BULLET + line) for line in lines)]


# --- tables


def _table(element: HtmlElement) -> list[Piece]:
    """A table's rows; a table that only serves the layout, or has one column, stands as what its cells hold."""
    lines = [line for line in element.iter("tr") if next(line.iterancestors("table")) is element]
    cells = [[cell for cell in line if cell.tag in {"td", "th"}] for line in lines]
    caption = [piece for child in element if child.tag == "caption" for piece in _block(child)]
    if element.get("role") in {"presentation", "none"} or _is_layout(element, max(map(len, cells), default=0)):
        pieces = [_pieces(cell) for line in cells for cell in line]
        return [*caption, *(replace(one, apart=one.apart or at == 0) for cell in pieces for at, one in enumerate(cell))]
    headed = _headed(cells)
    grid = list(_grid(cells))
    rows = [row(line) for line in [*_one_heading(grid[:headed]), *grid[headed:]] if any(line)]
    return [*caption, *(replace(one, apart=at == 0) for at, one in enumerate(rows))]


def _headed(lines: list[list[HtmlElement]]) -> int:
    """How many rows the headings take, where cells of them span several rows or columns; else 0."""
    above = list(takewhile(lambda line: line and all(cell.tag == "th" for cell in line), lines))
    spans = any(_span(cell, way) > 1 for line in above for cell in line for way in ("rowspan", "colspan"))
    return len(above) if spans and len(above) < len(lines) else 0


def _one_heading(lines: Sequence[list[str]]) -> list[list[str]]:
    """The rows of headings as one: a column is headed by the lowest that says something of it."""
    columns = zip_longest(*lines, fillvalue="")
    return [[next((text for text in reversed(column) if text), "") for column in columns]] if lines else []


def _is_layout(element: HtmlElement, width: int) -> bool:
    return (
        width < 2
        or any(cell is not element for cell in element.iter("table"))
        or any(next(cell.iter("h1", "h2", "h3"), None) is not None for cell in element.iter("td"))
    )


def _grid(lines: list[list[HtmlElement]]) -> Iterator[list[str]]:
    """The cells' texts by column; a cell that spans rows is said again only in the first column, which names them."""
    open_cells: dict[int, tuple[int, str]] = {}  # by column: for how many further rows, and the text
    for line in lines:
        texts: list[str] = []
        cells = iter(line)
        while (cell := _next(cells, texts, open_cells)) is not None:
            said = cell_text(_pieces(cell))
            for extra in range(_span(cell, "colspan")):
                if (rows := _span(cell, "rowspan")) > 1:
                    open_cells[len(texts)] = (rows - 1, said if not texts else "")
                texts.append("" if extra else said)
        yield texts


def _next(cells: Iterator[HtmlElement], texts: list[str], open_cells: dict[int, tuple[int, str]]) -> HtmlElement | None:
    """The line's next cell, after the columns that cells of lines above still take."""
    while len(texts) in open_cells:
        left, said = open_cells.pop(len(texts))
        if left > 1:
            open_cells[len(texts)] = (left - 1, said)
        texts.append(said)
    return next(cells, None)


def _span(cell: HtmlElement, direction: str) -> int:
    stated = cell.get(direction, "1")
    return min(max(int(stated), 1), 100) if stated.isdecimal() else 1
