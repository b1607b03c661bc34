"""Pieces of a page or paper → plain text in the layout that the reader knows. Knows no file format and no project.

Rows and list items stand line under line, headings and prose between blank lines. Short lines keep together, because
a label and its value often come as two of them; but only where the reader can see that the line ends on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from samverkan.model import Table

BULLET = "• "
_MAX_SHORT = 60
_SURELY_SHORT = 30  # the reader takes no lines as narrow as this for wrapped prose
_SENTENCE_END = re.compile(r"[.!?;…][\"”»)]*$")
_SPLIT = re.compile(r"\w-$")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_C1 = re.compile(r"[\x80-\x9f]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Extract:
    """What a file says: its text and tables, and what it tells of its own origin (`published` is an ISO date)."""

    text: str = field(repr=False)
    media_type: str
    encoding: str = "utf-8"
    tables: Sequence[Table] = field(default=(), repr=False)
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None


class Kind(Enum):
    """What a piece of a document is in the layout."""

    HEADING = auto()
    TEXT = auto()
    ITEM = auto()
    ROW = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, a paragraph, a list item or a table's row; `apart` says that something ended before it."""

    kind: Kind
    text: str
    apart: bool = False


def compose(pieces: Iterable[Piece]) -> str:
    """The plain text of these pieces in order, without a line end at its end."""
    parts: list[str] = []
    above: Piece | None = None
    for piece in pieces:
        if above is not None:
            parts.append(_gap(above, piece))
        parts.append(piece.text)
        above = piece
    return "".join(parts)


def _gap(above: Piece, below: Piece) -> str:
    if below.kind is Kind.ITEM and above.text.endswith(":"):
        return "\n"
    if below.apart or below.kind is Kind.HEADING:
        return "\n\n"
    listed = above.kind is below.kind and above.kind in {Kind.ITEM, Kind.ROW}
    return "\n" if listed or _keep_together(above, below) else "\n\n"


def _keep_together(above: Piece, below: Piece) -> bool:
    """Whether two short lines, such as a label and its value, can stand line under line without looking wrapped."""
    if below.kind is not Kind.TEXT or above.kind not in {Kind.TEXT, Kind.HEADING} or below.text[0].islower():
        return False
    if not all(len(one.text) <= _MAX_SHORT and _is_line(one.text) for one in (above, below)):
        return False
    width = max(len(above.text), len(below.text))
    return width < _SURELY_SHORT or len(above.text) + 1 + len(below.text.split()[0]) <= width


def _is_line(text: str) -> bool:
    return "\n" not in text and not _SENTENCE_END.search(text)


def pair(pieces: Sequence[Piece]) -> Piece | None:
    """A label and its value in a box of their own as one row, or None when these pieces are something else."""
    if len(pieces) != 2 or any(one.kind is not Kind.TEXT or "\n" in one.text for one in pieces):
        return None
    label, value = pieces
    short = len(label.text) <= _MAX_SHORT and _is_line(label.text) and not label.text[-1].isdigit()
    return Piece(Kind.ROW, f"{label.text}\t{value.text}") if short else None


def cell_text(pieces: Iterable[Piece]) -> str:
    """A table's cell on one line: its lines set apart by semicolons where each begins anew."""
    text = ""
    for line in (line for piece in pieces for line in piece.text.split("\n")):
        said = line.replace("\t", " ").strip().removeprefix(BULLET)
        anew = text and said and not (said[0].islower() or said[0] in "(&+/") and text[-1] not in ",;:.–-"
        split = _SPLIT.search(text) and said and said[0].isupper()
        text += ("; " if anew else " " if text and not split else "") + said
    return text


def row(cells: Sequence[str]) -> Piece:
    """A table's row, its cells set apart by tabs; an empty first cell is marked, because white space would not show."""
    return Piece(Kind.ROW, "\t".join([cells[0] or "–", *cells[1:]]).rstrip())


def cleaned(text: str) -> str:
    """The text without characters that are not seen: soft hyphens, zero-width spaces, controls."""
    text = _C1.sub(lambda found: found.group().encode("latin-1").decode("windows-1252", "ignore"), text)
    return _CONTROL.sub("", _INVISIBLE.sub("", text))
