"""The nouns that the stages hand to each other, in the order in which they arise. Plain Python: no RDF, no reading."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from samverkan.identifiers import DocumentId, Iri

if TYPE_CHECKING:
    from samverkan.swedish.names import Name  # the language's patterns take long to compile, and queries need none


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One cell of a table: its characters in the document's text, and what they say (without the format's quoting)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table of a document: the headings of its columns, and its rows as the file has them, long or short ones too.

    `numbers` has each row's number as a spreadsheet program counts them: from 1, headings and blank rows included.
    `name` is the sheet's where the format has sheets. A cell that spans several rows stands in each of them.
    """

    name: str | None = None
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(repr=False)
    numbers: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceDocument:
    """A document that facts are read from: its decoded text as it is, and what is known of its origin.

    `path` is how the user named the file (for messages only, never for output); `name` is the bare file name;
    `published` is an ISO date. `text` is what offsets count in: for a text file its decoded content without a
    byte-order mark, line ends as in the file; for other formats the text extracted from it. A table file has `tables`,
    which may be cut from the text each time that they are asked for.
    """

    id: DocumentId
    path: str
    name: str
    sha256: str
    text: str = field(repr=False)
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    retrieved: str | None = None
    licence: str | None = None
    url: str | None = None
    tables: Sequence[Table] = field(default=(), repr=False)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a code point; CRLF, CR and LF each end a line."""
        return place(self.text, offset)


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a code point in a text; CRLF, CR and LF each end a line."""
    starts = _line_starts(text)
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


@lru_cache(maxsize=8)
def _line_starts(text: str) -> list[int]:
    return [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", text))]


ROLES = ("lead", "partner", "co-financier", "participating-actor", "cooperation-partner")
AMOUNTS = ("appliedAmount", "grantedAmount", "euAmount", "totalBudget", "statedAmount")
PLANNED = ("plannedParticipants", "plannedCompanies", "plannedCompaniesMin", "plannedCompaniesMax")

MentionValue: TypeAlias = "Name | Decimal | int | str | Iri"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """These characters state this property of a project.

    `property` is a local name of the ontology, or `name`, `alternativeName`, or a role's name (`lead`, `partner` …);
    `value` is a Name for organisations, a Decimal for money and rates, an int for counts, an ISO date (also a month or
    a year) or a code as str, an Iri for a concept or area.
    """

    property: str
    value: MentionValue
    start: int
    end: int
    method: str
    confidence: float
    qualifier: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectRecord:
    """What one document states of one project.

    `register` names the list in which its number is unique, where that is not the Swedish diarium ("AT", "FI").
    """

    document: DocumentId
    name: Mention
    mentions: tuple[Mention, ...]
    register: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """One way in which a document writes an entity's name; `method` says why it means this entity."""

    text: str
    document: DocumentId
    mention: Mention
    method: str
    confidence: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """An organisation, unit or group that the records name: `type` is a class's local name.

    `known` tells that reference data describes it; then `label` is the reference's.
    """

    iri: Iri
    type: str
    label: str
    forms: tuple[Form, ...]
    known: bool = False
    owner: Iri | None = None
    size: int | None = None
    number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Participant:
    """One entity's part in a project, as one document states it."""

    entity: Iri
    role: str
    document: DocumentId
    mention: Mention
    confidence: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """One project and its records; `key` is the last segment of its IRI, `deciders` the bodies that decided on it."""

    key: str
    records: tuple[ProjectRecord, ...]
    participants: tuple[Participant, ...]
    deciders: tuple[Participant, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Literal:
    """An RDF literal before RDF: lexical form, and either a datatype IRI or a language tag."""

    value: str
    datatype: str | None = None
    language: str | None = None


Term = Iri | Literal


class Statement(NamedTuple):
    """One asserted fact: a triple. A tuple, since there are millions and a dataclass takes three times as long."""

    subject: Iri
    predicate: Iri
    object: Term


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One statement and the exact characters it was read from: `document.text[start:end] == exact`.

    `confidence` is 0 to 1; `method` names the rule (a label of the ontology or a phrase) that read it;
    `qualifier` keeps words such as "ca" or "minst" that stood with the value; `line` and `position` count from 1.
    In a table, `row` is the row's number in the file and `column` the heading of the column.
    """

    statement: Statement
    document: DocumentId
    exact: str
    start: int
    end: int
    line: int
    position: int
    method: str
    confidence: float
    qualifier: str | None = None
    row: int | None = None
    column: str | None = None


class Severity(StrEnum):
    """How much a finding weighs: a violation makes the graph non-conforming, the others do not."""

    VIOLATION = "violation"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something to tell the user about the data: a broken shape, a disagreement, or text that was not understood.

    `code` is a short stable name (a shape's local name, or "unknown-label" …); `file`, `line`, `column` (from 1)
    and `text` say where it stands when a document is at hand; `focus` is the node it is about; `related` holds
    further quotations (`file:line:col: text`) when two places disagree.
    """

    severity: Severity
    code: str
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    text: str | None = None
    focus: Iri | None = None
    path: Iri | None = None
    related: tuple[str, ...] = ()
