"""Word files (DOCX) → plain text, in document order. Reads what stands in the document, not its headers or comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.styles.style import BaseStyle

from samverkan.documents.plain import BULLET, Extract, Kind, Piece, cell_text, cleaned, compose, row
from samverkan.errors import UnreadableSourceError

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT_BOX, _RUN, _PROPERTIES = qn("w:txbxContent"), qn("w:r"), qn("w:pPr")
_CHARACTERS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# Deleted text, the twin of a drawing for old programs, and settings that hold no text
_SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:tblPr"), qn("w:tcPr"), qn("w:sectPr"), qn("w:sdtPr"), _PROPERTIES}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MOST_HEADING = 100
_MOST_BASES = 20  # styles of a damaged file may be based on each other

_Kinds = Mapping[str, Kind | None]


def read_word(content: bytes, name: str) -> Extract:
    """The text of a Word file; its tables are rows of cells set apart by tabs.

    Raises UnreadableSourceError when it is damaged or holds no text.
    """
    try:
        document = docx.Document(BytesIO(content))
        pieces = list(_pieces(document.element.body, _kinds(document)))
    except Exception as problem:  # a damaged file makes the parser fail in any of a dozen ways
        message = "this Word file is damaged: fetch it or save it again"
        raise UnreadableSourceError(message=message, file=name) from problem
    if not pieces:
        raise UnreadableSourceError(message="this Word file holds no text: there is nothing to read", file=name)
    title = document.core_properties.title.strip()
    return Extract(text=compose(pieces), media_type=MEDIA_TYPE, title=title or None)


def _pieces(element: BaseOxmlElement, kinds: _Kinds) -> Iterator[Piece]:
    """The paragraphs and tables in an element, whatever content controls they lie in."""
    apart = False
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == _PARAGRAPH:
            found = [*_paragraph(child, kinds), *_boxes(child, kinds)]
        else:
            found = list(_table(child, kinds) if child.tag == _TABLE else _pieces(child, kinds))
        if found and apart:
            found[0] = replace(found[0], apart=True)
        yield from found
        apart = child.tag == _TABLE or not found  # an empty paragraph is white space on purpose


def _boxes(paragraph: BaseOxmlElement, kinds: _Kinds) -> Iterator[Piece]:
    """What stands in text boxes that are anchored in a paragraph."""
    for box in paragraph.iter(_TEXT_BOX):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            for at, piece in enumerate(_pieces(box, kinds)):
                yield replace(piece, apart=piece.apart or at == 0)


def _paragraph(element: BaseOxmlElement, kinds: _Kinds) -> Iterator[Piece]:
    lines = [" ".join(line.split(" ")).strip(" \t\u00a0") for line in cleaned(_text(element)).split("\n")]
    said = "\n".join(filter(None, lines))
    if not said:
        return
    named = element.find(f"{_PROPERTIES}/{qn('w:pStyle')}")
    kind = kinds.get(named.get(qn("w:val")) or "", Kind.TEXT) if named is not None else Kind.TEXT
    if kind is Kind.HEADING or (kind and _is_bold_line(element, said)):
        yield Piece(Kind.HEADING, said.replace("\n", " "))
    elif kind and (_number(element) or ("1" if kind is Kind.ITEM else "0")) != "0":
        yield Piece(Kind.ITEM, BULLET + said.replace("\n", "\n  "))
    elif kind:
        yield Piece(Kind.ROW if "\t" in said and "\n" not in said else Kind.TEXT, said)


def _text(element: BaseOxmlElement) -> str:
    """The characters of a paragraph, those of links, content controls and accepted insertions too."""
    if element.tag == qn("w:t"):
        return element.text or ""
    if element.tag in _CHARACTERS:
        return _CHARACTERS[element.tag]
    within = (child for child in element if child.tag not in {*_SKIPPED, _TEXT_BOX, _FALLBACK})
    return "".join(_text(child) for child in within)


def _kinds(document: Document) -> dict[str, Kind | None]:
    """What the paragraphs of each style are, by its own or an underlying style's name or number; None is left out."""
    kinds: dict[str, Kind | None] = {}
    for style in document.styles:
        chain: list[BaseStyle] = [style]
        while len(chain) < _MOST_BASES and isinstance(below := getattr(chain[-1], "base_style", None), BaseStyle):
            chain.append(below)
        names = [(one.name or "").lower() for one in chain]
        numbers = [_number(one.element) for one in chain]
        if any(name.startswith("toc") for name in names):
            kinds[style.style_id] = None
        elif any(name.startswith(("heading", "title")) for name in names):
            kinds[style.style_id] = Kind.HEADING
        elif names[0].startswith("list") or next(filter(None, numbers), "0") != "0":
            kinds[style.style_id] = Kind.ITEM
    return kinds


def _number(element: BaseOxmlElement) -> str | None:
    """The list that a paragraph or style says it is part of; "0" is none."""
    number = element.find(f"{_PROPERTIES}/{qn('w:numPr')}/{qn('w:numId')}")
    return number.get(qn("w:val")) if number is not None else None


def _is_bold_line(element: BaseOxmlElement, said: str) -> bool:
    """Whether a paragraph is one short bold line, which stands for a heading."""
    if len(said) > _MOST_HEADING or "\n" in said or said[-1] in ".!:":
        return False
    runs = [run for run in element.iter(_RUN) if _text(run).strip()]
    bold = [run.find(f"{qn('w:rPr')}/{qn('w:b')}") for run in runs]
    return all(mark is not None and mark.get(qn("w:val")) not in {"0", "false"} for mark in bold)


# --- tables


def _table(element: BaseOxmlElement, kinds: _Kinds) -> list[Piece]:
    """A table's rows; a table of one column is a box, and stands as what its cells hold."""
    lines = [list(_own(line, _CELL)) for line in _own(element, _ROW)]
    if max(map(len, lines), default=0) < 2:
        found = [piece for line in lines for cell in line for piece in _pieces(cell, kinds)]
    else:
        found = [row(cells) for cells in _cells(lines, kinds) if any(cells)]
    return [replace(piece, apart=piece.apart or at == 0) for at, piece in enumerate(found)]


def _own(element: BaseOxmlElement, tag: str) -> Iterator[BaseOxmlElement]:
    """The rows of a table or the cells of a row, whatever content controls they lie in; not those of an inner table."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in {_TABLE, _CELL}:
            yield from _own(child, tag)


def _cells(lines: list[list[BaseOxmlElement]], kinds: _Kinds) -> Iterator[list[str]]:
    """The cells' texts by column; a cell that spans rows is said again only in the first column, which names them."""
    first = ""
    for line in lines:
        texts: list[str] = []
        for cell in line:
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            goes_on = merged is not None and merged.get(qn("w:val")) != "restart"
            texts.append(first if goes_on and not texts else cell_text(_pieces(cell, kinds)))
            texts += [""] * (int(span.get(qn("w:val"), "1")) - 1 if span is not None else 0)
        first = texts[0] if texts else ""
        yield texts
