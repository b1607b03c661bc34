"""Tables → ProjectRecords: each row a project or a finding that names the row. Knows no format and no country.

Which heading means what stands in the mapping files; what a cell says is read in cells.py. Rows with one number, or one
link, are one project's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from samverkan.mappings import Mappings, fold
from samverkan.model import Cell, Finding, Mention, ProjectRecord, Severity, SourceDocument, Table
from samverkan.reading.cells import CellReader, Place
from samverkan.reading.columns import Columns, bind
from samverkan.reading.phrases import PhraseBook
from samverkan.reading.records import FieldReader
from samverkan.reading.sections import Reading
from samverkan.reading.summaries import SummaryReader
from samverkan.reading.traits import traits_of
from samverkan.reference import Reference, fold_name
from samverkan.vocabulary import Vocabulary

_NOTE_CELLS = 3
_NAMES = ("name", "alternativeName")
_ADDED = frozenset({"partner", "coversArea", "region", "country", "interventionField"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """What one row states, and whose it is; `number` is the row's in the file, `start` where it begins.

    `goes_on` is the number of the row above whose project it adds to.
    """

    table: int
    number: int
    start: int
    names: tuple[Mention, ...]
    mentions: tuple[Mention, ...]
    place: Place
    goes_on: int | None = None


def read_tables(
    document: SourceDocument, vocabulary: Vocabulary, reference: Reference, book: PhraseBook, mappings: Mappings
) -> Reading:
    """The projects that a document's tables state. Pure: the same tables give the same records."""
    return _TablesReader(document, vocabulary, reference, book, mappings).read()


class _TablesReader:
    def __init__(
        self,
        document: SourceDocument,
        vocabulary: Vocabulary,
        reference: Reference,
        book: PhraseBook,
        mappings: Mappings,
    ) -> None:
        self.document = document
        self.vocabulary = vocabulary
        self.mappings = mappings
        self.fields = FieldReader(document.text, vocabulary, reference)
        self.summaries = SummaryReader(document.text, vocabulary, reference, book)
        self.findings: list[Finding] = []

    def read(self) -> Reading:
        """Every table in order; then rows of one project are put together."""
        tables = tuple(self.document.tables)
        rows = [row for at, table in enumerate(tables) for row in self._table(at, table)]
        groups: dict[object, list[_Row]] = {}
        keys: dict[tuple[int, int], object] = {}
        for row in rows:
            own = row.table, row.number
            keys[own] = row.place.key or (own if row.goes_on is None else keys[row.table, row.goes_on])
            groups.setdefault(keys[own], []).append(row)
        named = [group for group in groups.values() if any(row.names for row in group)]
        for group in groups.values():
            if not any(row.names for row in group):
                self._nameless(group)
        for at, table in enumerate(tables):
            self._count(table, [[row for row in group if row.table == at] for group in named])
        return Reading(records=tuple(map(self._record, named)), findings=tuple(self.findings))

    def _nameless(self, rows: Sequence[_Row]) -> None:
        for row in rows:
            self._notice("row-without-name", f"row {row.number} names no project: it is not asserted", row.start)

    def _record(self, rows: Sequence[_Row]) -> ProjectRecord:
        """The rows of one project as one record; its name is the first that a column of names gives."""
        first, *others = sorted(
            (name for row in rows for name in row.names), key=lambda one: _NAMES.index(one.property)
        )
        named = {fold_name(str(first.value)): first}
        for name in others:
            named.setdefault(fold_name(str(name.value)), replace(name, property="alternativeName"))
        mentions = dict.fromkeys([*list(named.values())[1:], *(mention for row in rows for mention in row.mentions)])
        return ProjectRecord(
            document=self.document.id,
            name=replace(first, property="name"),
            mentions=tuple(sorted(mentions, key=lambda one: (one.start, one.end, one.property, str(one.value)))),
            register=rows[0].place.register,
        )

    # --- one table

    def _table(self, at: int, table: Table) -> Iterator[_Row]:
        columns = bind(table, self.mappings, self.vocabulary)
        if columns is None:
            message = (
                f"no known format has these headings: none of the {len(table.rows)} rows is read; add a mapping file"
            )
            self._notice("unknown-table", message, table.header[0].start, severity=Severity.WARNING, text=table.name)
            return
        traits = traits_of(table, columns, self.mappings, self.document.name)
        cells = CellReader(self.document.id, traits, self.fields, self.mappings)
        self._headings(table, columns)
        for code, message in traits.remarks:
            self._notice(code, message, table.header[0].start, text=table.name)
        above: _Row | None = None
        for number, row in zip(table.numbers, table.rows, strict=True):
            said = [cell for cell in row if cell.text.strip()]
            problem = self._no_project(table, row, said, columns) if said else None
            if problem is not None:
                self._notice(problem[0], f"row {number} {problem[1]}", said[0].start)
                above = None
            elif said:
                found = self._row(at, number, row, cells)
                above = found if found.names else self._going_on(found, above) if _only_adds(row, columns) else None
                yield above or found

    def _going_on(self, row: _Row, above: _Row | None) -> _Row | None:
        """A row that names nothing and only adds places or partners, as one more of the project above, if there is."""
        if above is None:
            return None
        first = above.number if above.goes_on is None else above.goes_on
        if not row.mentions:
            message = f"row {row.number} goes on with the project of row {first}, and states nothing of the model"
            self._notice("row-goes-on", message, row.start)
        return replace(row, goes_on=first)

    def _headings(self, table: Table, columns: Columns) -> None:
        """Say which columns state nothing, and why."""
        for code, places, message in (
            ("unknown-column", columns.unknown, "this column is not known: add its heading to a mapping file"),
            ("unmodelled-column", columns.unread, "this column is known, and the model has no place for what it says"),
            ("doubled-column", columns.doubled, "another column states the same, and is read"),
        ):
            for place in places:
                if any(cell.text.strip() for row in table.rows for cell in row[place : place + 1]):
                    heading = table.header[place]
                    self._notice(code, message, heading.start, text=heading.text or f"column {place + 1}")

    def _no_project(
        self, table: Table, row: Sequence[Cell], said: Sequence[Cell], columns: Columns
    ) -> tuple[str, str] | None:
        """What a row is that can't be a project's (code, message)."""
        if any(cell.text.strip() for cell in row[len(table.header) :]):
            return "ragged-row", "has more cells than there are headings: it is not read"
        if [cell.text.strip() for cell in row] == [cell.text.strip() for cell in table.header]:
            return "repeated-heading", "is the heading again"
        if fold(said[0].text) in self.mappings.totals:
            return "total-row", "adds up others: it is no project"
        if len(said) > 1 or len(columns.columns) < _NOTE_CELLS:
            return None
        beside = [*columns.unread, *(column.at for column in columns.columns if column.property in _ADDED)]
        adds = any(row[at] is said[0] for at in beside if 0 < at < len(row))
        return None if adds else ("note-row", "has one cell, a note or a heading: it is no project")

    def _row(self, at: int, number: int, row: Sequence[Cell], cells: CellReader) -> _Row:
        """What a row states; each cell that is not understood is said, without its words, which may name a person."""
        found = cells.row(row)
        names = tuple(mention for mention in found.mentions if mention.property in _NAMES)
        mentions = [mention for mention in found.mentions if mention.property not in _NAMES]
        if names:
            for column in cells.by_property.get("summary", ()):
                mentions += self.summaries.read(row[column.at], names[0], mentions) if column.at < len(row) else ()
        for column, code, message in found.problems if names or found.place.key else ():
            text = f"row {number}, “{column.heading}”: {message}"
            self._notice(code, text, row[column.at].start, text=column.heading)
        return _Row(
            table=at, number=number, start=row[0].start, names=names, mentions=tuple(mentions), place=found.place
        )

    # --- what is told

    def _count(self, table: Table, groups: Sequence[Sequence[_Row]]) -> None:
        """How many rows of a table are projects', and how many share one."""
        counts = [len(rows) for rows in groups if rows]
        if not counts:
            return
        others = len(table.rows) - sum(counts)
        message = f"{len(table.rows)} rows: {sum(counts)} are of {len(counts)} projects, {others} of none"
        self._notice("table-read", message, table.header[0].start, text=table.name)
        shared = [count for count in counts if count > 1]
        if shared:
            message = f"{sum(shared)} rows share their project with others: they are {len(shared)} projects"
            self._notice("rows-of-one-project", message, table.header[0].start, text=table.name)

    def _notice(
        self, code: str, message: str, start: int, *, text: str | None = None, severity: Severity = Severity.NOTICE
    ) -> None:
        line, column = self.document.place(start)
        file = self.document.name
        self.findings.append(
            Finding(severity=severity, code=code, message=message, file=file, line=line, column=column, text=text)
        )


def _only_adds(row: Sequence[Cell], columns: Columns) -> bool:
    stated = {one.property for one in columns.columns if one.at < len(row) and row[one.at].text.strip()}
    return stated <= _ADDED
