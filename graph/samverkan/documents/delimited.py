"""Text with a delimiter → rows of cells that know their characters; decides nothing about what they are.

It reads as Python's csv module does, which can't tell where in the text a cell stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from samverkan.model import Cell

_DELIMITERS = ";,\t|"
_DECLARED = re.compile(r"\s*sep=(.)[ \t]*(?:\r\n|\r|\n)", re.IGNORECASE)
_SAMPLE = 200
_REGULAR = 0.7


def read_delimited(text: str) -> tuple[list[list[Cell]], list[int]]:
    """The records that are not blank, and the number of each: blank ones count, a first line "sep=;" does not."""
    numbered = enumerate(delimited(text), start=1)
    kept = [(number, row) for number, row in numbered if any(cell.text.strip() for cell in row)]
    return [row for _, row in kept], [number for number, _ in kept]


def delimited(text: str) -> Iterator[list[Cell]]:
    """Every record after the line that declares the delimiter, if one does."""
    declared = _DECLARED.match(text)
    return records(text, declared.group(1), declared.end()) if declared else records(text, _delimiter(text))


def _delimiter(text: str) -> str:
    """The delimiter that cuts most records into the same number of cells, and of several the one that cuts finest."""
    found = []
    for delimiter in _DELIMITERS:
        widths = Counter(len(row) for row, _ in zip(records(text, delimiter), range(_SAMPLE), strict=False) if row)
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
        share = count / max(1, widths.total())
        found.append((width > 1, share >= _REGULAR, width if share >= _REGULAR else share, delimiter))
    return max(found, key=lambda one: one[:3])[3]


def records(text: str, delimiter: str, start: int = 0) -> Iterator[list[Cell]]:
    """Every record, blank ones as empty lists; quotes, doubled quotes and line ends as `csv.reader` takes them."""
    bare = re.compile(rf"[^{re.escape(delimiter)}\r\n]*+")
    quoted = re.compile(rf'"((?:[^"]|"")*+)("[^{re.escape(delimiter)}\r\n]*+|\Z)')
    at, size = start, len(text)
    while at < size:
        row: list[Cell] = []
        begin = at
        while True:
            cell, at = _cell(text, at, bare, quoted)
            row.append(cell)
            if text[at : at + 1] != delimiter:
                break
            at += 1
        yield row if at > begin else []
        at += 2 if text.startswith("\r\n", at) else 1


def _cell(text: str, at: int, bare: re.Pattern[str], quoted: re.Pattern[str]) -> tuple[Cell, int]:
    """The cell that begins here, without its quotes, and where it ends; what follows a closing quote belongs to it."""
    found = quoted.match(text, at)
    if found is None:
        plain = bare.match(text, at)
        end = plain.end() if plain else at
        return Cell(text=text[at:end], start=at, end=end), end
    tail = found[2][1:]
    end = found.end() if tail else found.end(1)
    return Cell(text=found[1].replace('""', '"') + tail, start=at + 1, end=end), found.end()
