"""Lines of a text whose cells stand in columns → fields: each under the heading of its column. Knows no project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from samverkan.reading.blocks import Block, BlockKind, Line
from samverkan.reading.labels import are_of_projects, field_of
from samverkan.vocabulary import Field, fold_label

WIDE_GAP = re.compile(r"[ \u00a0]{2,}")
_GAP = re.compile(r"[\t|]")
_STOPS = re.compile(r";")
_FEWEST_FIELDS = 2
_ROLES = frozenset({"roll", "roller", "roll i projektet", "projektroll", "medverkar som", "deltar som"})
_RULE_OR_TOTAL = re.compile(r"[\s|:–-]+$|\W*(?:totalt|summa|sammanlagt)\b", re.IGNORECASE)
_Cell = tuple[int, int]
_Head = tuple[Field | None, _Cell]


class TextTables:
    """Finds the tables among the lines of one text; `fields` maps each folded label to the field that it names."""

    def __init__(self, text: str, lines: Sequence[Line], fields: Mapping[str, Field]) -> None:
        self.text = text
        self.lines = lines
        self.fields = fields

    def read(self, at: int) -> tuple[list[Block], int]:
        """The fields of the table whose headings stand on this line, row by row, and the line behind; none without."""
        header = self._named(self._cells(at))
        if any(self.text.endswith(":", *cell) for _, cell in header):
            return [], at  # a label and its value: "Roll:    Projektägare"
        if self._heads_projects(at, header):
            return self._rows(at + 1, header)
        if any(fold_label(self._written(cell)) in _ROLES for _, cell in header):
            return self._parties(at + 1)
        return [], at

    def _heads_projects(self, at: int, header: Sequence[_Head]) -> bool:
        known = [named.name for named, _ in header if named is not None]
        titles = [self._written(cell) for named, cell in header if named is not None]
        told = len(known) >= _FEWEST_FIELDS and bool({"Project", "lead"} & {*known})
        return told and are_of_projects(titles, self.text[: self.lines[at].start])

    def _rows(self, at: int, header: Sequence[_Head]) -> tuple[list[Block], int]:
        found: list[Block] = []
        while 1 < len(cells := self._cells(at)) <= len(header):  # empty cells at a line's end are white space
            if not _RULE_OR_TOTAL.match(self._content(at)):
                found += self._row(header, cells)
            at += 1
        if not self._content(at) and _RULE_OR_TOTAL.match(self._content(at + 1)):
            at += 2
        return found, at

    def _row(self, header: Sequence[_Head], cells: Sequence[_Cell]) -> Iterator[Block]:
        for (named, label), (start, end) in zip(header, cells, strict=False):
            if named is not None and end > start:
                yield self._field(named, label, (start, end))

    def _parties(self, at: int) -> tuple[list[Block], int]:
        """The rows of a table of parties and their roles: each party a field, its role the label."""
        found: list[Block] = []
        while len(cells := self._cells(at + len(found))) > 1:
            named = self._named(cells)
            roles = [(role, cell) for role, cell in named if role is not None and role.role]
            others = [cell for role, cell in named if role is None or not role.role]
            if not roles or not others:
                break
            found.append(self._field(*roles[0], others[0]))
        return found, at + len(found)

    def _field(self, named: Field, label: _Cell, value: _Cell) -> Block:
        """A cell as a field, labelled by the head of its column or by the cell that tells a role."""
        kind, (start, end) = BlockKind.FIELD, value
        return Block(kind=kind, start=start, end=end, label=self._written(label), label_start=label[0], field=named)

    def _named(self, cells: Sequence[_Cell]) -> list[_Head]:
        return [(field_of(self._written(cell), self.fields), cell) for cell in cells]

    def _written(self, cell: _Cell) -> str:
        return self.text[slice(*cell)]

    def _cells(self, at: int) -> list[_Cell]:
        """The cells of a line that tabs, strokes, semicolons or wide gaps part; a line without them has none."""
        content = self._content(at)
        gap = _GAP if "\t" in content or "|" in content else WIDE_GAP
        gap = _STOPS if gap is WIDE_GAP and content.count(";") > 1 else gap
        inner = content.strip("|")
        if not gap.search(inner):
            return []
        begin = self.lines[at].start + content.index(inner)
        cells = []
        for cell in re.finditer(rf"(?:(?!{gap.pattern}).)*(?:{gap.pattern}|\Z)", inner):
            written = gap.sub("", cell.group())
            if cell.end() > cell.start() or written:
                start = begin + cell.start() + len(written) - len(written.lstrip())
                cells.append((start, start + len(written.strip())))
        return cells

    def _content(self, at: int) -> str:
        return self.lines[at].content if at < len(self.lines) else ""
