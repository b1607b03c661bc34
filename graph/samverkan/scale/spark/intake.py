"""One file → its document, what it states and how that is quoted; apart from `shares.py`, since it takes long to load.

Spark is not known here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from samverkan import reading, triples
from samverkan.documents import document_of, unread
from samverkan.errors import UnreadableSourceError
from samverkan.identity import block_keys
from samverkan.meaning import owner_number
from samverkan.model import Finding
from samverkan.quotations import Documents, note
from samverkan.reading.phrases import PhraseBook
from samverkan.scale.spark.shares import Known, Stated, pack


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadFile:
    """What one file gave: a document, or the problem for which there is none; `path` is told in messages only.

    Each record is packed with the quotations of all that it was read from: its document stays here.
    """

    path: str
    name: str
    id: str = ""
    sha256: str = ""
    lines: tuple[str, ...] = ()
    records: tuple[Stated, ...] = ()
    findings: tuple[Finding, ...] = ()
    problem: str | None = None
    line: int | None = None
    column: int | None = None

    @property
    def listed(self) -> str:
        """The document as the list of documents has it."""
        return json.dumps({"id": self.id, "name": self.name, "sha256": self.sha256}, ensure_ascii=False)

    @property
    def order(self) -> tuple[str, str]:
        """Of files of one content, the first in this order gives the document its name."""
        return self.name, self.path

    @property
    def told(self) -> Finding:
        """The problem, as it is told where only the file's folder was named."""
        return unread(self.error)

    @property
    def error(self) -> UnreadableSourceError:
        """The problem, as it is raised where the file was named."""
        return UnreadableSourceError(message=self.problem or "", file=self.path, line=self.line, column=self.column)


def read_file(path: str, content: bytes, origins: Mapping[str, Mapping[str, str]], known: Known) -> ReadFile:
    """The document in these bytes and what it states; `origins` tells of the files in its folder."""
    name = path.rpartition("/")[2]
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    try:
        document = document_of(content, path=path, name=name, suffix=suffix, origin=origins.get(name, {}))
    except UnreadableSourceError as problem:
        return ReadFile(path=path, name=name, problem=problem.message, line=problem.line, column=problem.column)
    found = reading.read_document(document, known.vocabulary, known.reference, _book(known), known.mappings)
    quoted = Documents({document.id: document})
    return ReadFile(
        path=path,
        name=name,
        id=document.id,
        sha256=document.sha256,
        lines=tuple(triples.sorted_lines(triples.document_statements(document))),
        records=tuple(
            Stated(keys=block_keys(one), number=owner_number(one), packed=pack((one, note(one, quoted))))
            for one in found.records
        ),
        findings=found.findings,
    )


@lru_cache(maxsize=1)
def _book(known: Known) -> PhraseBook:
    """The phrases, compiled once in each process: they can't be sent."""
    return PhraseBook(known.vocabulary)
