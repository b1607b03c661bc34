"""A document as parts to show: passages of its text, each with what was read from it, and tables with their rows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from samverkan.identifiers import Iri
from samverkan.model import Cell, Table, Term
from samverkan.proof.marks import Mark, Segment, Span, mark, segments
from samverkan.proof.told import Fact, Remark, Told
from samverkan.proof.words import Word
from samverkan.swedish.redaction import COVER

MOST_ROWS = 200
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One value read from one mark: said of one project or thing, or of several in the same words.

    `first` is the one of its mark to which a link from the text leads.
    """

    mark: Mark
    fact: Fact
    first: bool
    subjects: tuple[tuple[Iri, Word], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The readings about one subject; about several at once where `subject` is None."""

    subject: tuple[Iri, Word] | None
    readings: tuple[Reading, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Notes:
    """What stands beside characters: the facts read from them, the names of organisations, the remarks."""

    groups: tuple[Group, ...]
    names: tuple[Reading, ...]
    remarks: tuple[tuple[Mark, Remark], ...]

    @property
    def silent(self) -> bool:
        """Whether nothing stands there."""
        return not (self.groups or self.names or self.remarks)


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A stretch of running text."""

    segments: tuple[Segment, ...]
    notes: Notes


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of a table: its number in the file, 0 for the headings, and its cells."""

    number: int
    cells: tuple[tuple[Segment, ...], ...]
    notes: Notes


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A table's headings and first rows; `more` counts those that are not shown."""

    name: str | None
    header: Row
    rows: tuple[Row, ...]
    more: int


def parts(told: Told) -> list[Passage | Grid]:
    """The document from its first to its last character; tables stand where they stand in the text."""
    marks = mark(told.facts, [one for one in told.remarks if one.end > one.start])
    found: list[Passage | Grid] = []
    done, left = 0, MOST_ROWS
    for table in sorted(told.document.tables, key=_extent):
        start, end = _extent(table)
        if start < done:
            continue  # nested in one that is shown
        found += _passages(told.text, done, start, marks)
        found.append(_grid(table, told.text, marks, left))
        left = max(0, left - len(table.rows))
        done = end
    return [*found, *_passages(told.text, done, len(told.text), marks)]


def _extent(table: Table) -> Span:
    cells = [cell for row in (table.header, *table.rows) for cell in row]
    return min((cell.start for cell in cells), default=0), max((cell.end for cell in cells), default=0)


def _beginning(marks: Sequence[Mark], start: int, end: int) -> Sequence[Mark]:
    """Those of these marks, which are in the order of the text, that begin from start to before end."""
    first = bisect_left(marks, start, key=attrgetter("start"))
    return marks[first : bisect_left(marks, end, lo=first, key=attrgetter("start"))]


# --- running text


def _passages(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Passage]:
    """Lines that belong together: a new passage begins where a line names a project that the one before doesn't."""
    if not text[start:end].strip(" \t\r\n,;|\"'"):
        return  # what parts one table from the next
    for begin, stop in _stretches(text, start, end, _beginning(marks, start, end)):
        inside = _beginning(marks, begin, stop)
        first = min(
            [begin + len(text[begin:stop]) - len(text[begin:stop].lstrip("\r\n")), *(one.start for one in inside)]
        )
        last = max([begin + len(text[begin:stop].rstrip()), *(one.end for one in inside)])
        yield Passage(segments=tuple(segments(text, first, last, inside)), notes=_notes(inside))


def _stretches(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Span]:
    begin, named, reach = start, frozenset[str](), start
    waiting = list(marks)
    for line in _LINE.finditer(text, start, end):
        here = []
        while waiting and waiting[0].start < line.end():
            here.append(waiting.pop(0))
        names = _named(here)
        if names - named and line.start() >= reach and line.start() > begin:
            yield begin, line.start()
            begin, named = line.start(), frozenset()
        named |= names
        reach = max([reach, *(one.end for one in here)])
    yield begin, end


def _named(marks: Iterable[Mark]) -> frozenset[str]:
    """The projects whose names, or whose owners, these marks state."""
    told = (fact for one in marks for fact in one.facts)
    return frozenset(fact.evidence.statement.subject for fact in told if fact.kind == "project")


# --- tables


def _grid(table: Table, text: str, marks: Sequence[Mark], most: int) -> Grid:
    shown = [*zip(table.numbers, table.rows, strict=True)][:most]
    header = _row(0, table.header, text, marks)
    rows = tuple(_row(number, row, text, marks) for number, row in shown)
    return Grid(name=table.name, header=header, rows=rows, more=len(table.rows) - len(shown))


def _row(number: int, row: Sequence[Cell], text: str, marks: Sequence[Mark]) -> Row:
    begin, end = min((cell.start for cell in row), default=0), max((cell.end for cell in row), default=0)
    near = _beginning(marks, begin, max(end, begin + 1))
    return Row(number=number, cells=tuple(_cell(cell, text, near) for cell in row), notes=_notes(near))


def _cell(cell: Cell, text: str, marks: Sequence[Mark]) -> tuple[Segment, ...]:
    """A cell's characters; where the file quotes or escapes them, what they say, under all the cell's marks."""
    written = text[cell.start : cell.end]
    if written == cell.text or _is_covered(text, cell):
        return tuple(segments(text, cell.start, cell.end, marks))
    inside = tuple(one for one in marks if one.start < cell.end and one.end > cell.start)
    return (Segment(text=cell.text, marks=inside, opens=inside, closes=inside),)


def _is_covered(text: str, cell: Cell) -> bool:
    return COVER in text[cell.start : cell.end]


# --- what stands beside


def _notes(marks: Sequence[Mark]) -> Notes:
    readings = [reading for one in marks for reading in _readings(one)]
    by_subject: dict[tuple[Iri, Word] | None, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.fact.kind != "name":
            by_subject[reading.subjects[0] if len(reading.subjects) == 1 else None].append(reading)
    return Notes(
        groups=tuple(Group(subject=subject, readings=tuple(told)) for subject, told in by_subject.items()),
        names=tuple(one for one in readings if one.fact.kind == "name"),
        remarks=tuple((one, remark) for one in marks for remark in one.remarks),
    )


def _readings(one: Mark) -> list[Reading]:
    """The facts of a mark; those that say the same of several subjects are one reading."""
    same: dict[tuple[Iri, Term, str, float], list[Fact]] = defaultdict(list)
    for fact in sorted(one.facts, key=lambda fact: fact.kind == "name"):
        piece = fact.evidence
        of = piece.statement.subject if fact.kind == "name" else ""
        same[piece.statement.predicate, piece.statement.object, piece.method + of, piece.confidence].append(fact)
    return [
        Reading(
            mark=one,
            fact=facts[0],
            first=place == 0,
            subjects=tuple(dict.fromkeys((fact.evidence.statement.subject, fact.subject) for fact in facts)),
        )
        for place, facts in enumerate(same.values())
    ]
