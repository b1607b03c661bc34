"""Documents → Readings on all cores, and none twice: what the last build read of the same document still holds.

A reading depends on the document, the reader and the ontology alone, so that it can be kept beside the graph and taken
up again while all three are the same. This room may not read: `reading` does.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from samverkan import reading
from samverkan.mappings import Mappings, load_mappings
from samverkan.model import Finding, Mention, MentionValue, ProjectRecord, Severity, SourceDocument
from samverkan.project import PACKAGE
from samverkan.reading import Reading
from samverkan.reading.phrases import PhraseBook
from samverkan.reference import Reference, load_reference
from samverkan.swedish.names import Name, NameKind
from samverkan.vocabulary import Vocabulary, load_vocabulary

READINGS_FILE = "readings.jsonl"
_KEY_DIGITS = 64
LEAST_SHARED = 100_000  # characters: below, a second process takes longer to start than it saves
_CODE_FILES = ("*.py", "templates/*")
_LIBRARIES = ("jinja2", "lxml", "pdfplumber", "pyoxigraph", "pyshacl", "rdflib", "trafilatura")
_ONTOLOGY_FILES = ("*.ttl", "*.toml", "*.csv", "*.tsv")


@dataclass(frozen=True, kw_only=True, slots=True)
class Readings:
    """What was read of each document, in the order of the documents, and by which reader (a digest)."""

    reader: str
    documents: tuple[SourceDocument, ...]
    readings: tuple[Reading, ...]
    reused: int

    @property
    def records(self) -> list[ProjectRecord]:
        """The projects that the documents state."""
        return [record for one in self.readings for record in one.records]

    def without_cells(self) -> Readings:
        """The same where no cell will be quoted: those of large tables take more memory than their text."""
        return replace(self, documents=tuple(replace(document, tables=()) for document in self.documents))

    @property
    def findings(self) -> list[Finding]:
        """What was not understood."""
        return [finding for one in self.readings for finding in one.findings]


def read_all(documents: Sequence[SourceDocument], ontology: Path, last: Path | None = None) -> Readings:
    """The readings of these documents; those that the build in the folder `last` kept are taken from there.

    Pure but for the time it takes: what is kept is what would be read.
    """
    reader = reader_digest(ontology)
    kept = _load(last / READINGS_FILE, reader) if last is not None else {}
    known = [kept.get(_key(document)) for document in documents]
    new = [document for document, found in zip(documents, known, strict=True) if found is None]
    fresh = iter(_read(new, ontology))
    readings = [_restored(found) if found else next(fresh) for document, found in zip(documents, known, strict=True)]
    return Readings(
        reader=reader, documents=tuple(documents), readings=tuple(readings), reused=len(documents) - len(new)
    )


def _read(documents: Sequence[SourceDocument], ontology: Path) -> Iterable[Reading]:
    workers = min(os.cpu_count() or 1, len(documents))
    if workers < 2 or sum(len(document.text) for document in documents) < LEAST_SHARED:
        reader = _Reader.of(ontology)
        return [reader.read(document) for document in documents]
    with ProcessPoolExecutor(workers) as pool:
        share = max(1, len(documents) // (workers * 8))
        return list(pool.map(_read_one, documents, [ontology] * len(documents), chunksize=share))


def _read_one(document: SourceDocument, ontology: Path) -> Reading:
    return _Reader.of(ontology).read(document)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reader:
    """What a process needs to read: loaded once in each."""

    vocabulary: Vocabulary
    reference: Reference
    book: PhraseBook
    mappings: Mappings

    @classmethod
    @cache
    def of(cls, ontology: Path) -> _Reader:
        """The reader of this ontology."""
        vocabulary = load_vocabulary(ontology)
        return cls(
            vocabulary=vocabulary,
            reference=load_reference(ontology),
            book=PhraseBook(vocabulary),
            mappings=load_mappings(ontology),
        )

    def read(self, document: SourceDocument) -> Reading:
        return reading.read_document(document, self.vocabulary, self.reference, self.book, self.mappings)


# --- which readings hold


def reader_digest(ontology: Path) -> str:
    """A digest of all that a build depends on beside its sources and options: code, libraries, the ontology's files."""
    code = (PACKAGE.rglob(pattern) for pattern in _CODE_FILES)
    files = chain(*code, *(ontology.rglob(pattern) for pattern in _ONTOLOGY_FILES))
    whole = hashlib.sha256("".join(map(version, _LIBRARIES)).encode())
    for content in sorted(hashlib.sha256(file.read_bytes()).digest() for file in files):
        whole.update(content)
    return whole.hexdigest()


def reader_of(folder: Path) -> str | None:
    """The digest of what made the build in this folder; None without one."""
    try:
        with (folder / READINGS_FILE).open(encoding="utf-8") as file:
            return str(json.loads(next(file))["reader"])
    except (OSError, ValueError, KeyError, TypeError, StopIteration):
        return None


def _key(document: SourceDocument) -> str:
    """A digest of all of a document that its reading depends on; tables stand in its text."""
    parts = (document.id, document.name, document.published or "", document.media_type, document.text)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


# --- keeping them


def write(path: Path, readings: Readings) -> None:
    """Keep the readings: a line that names the reader, then one for each document, in the order of their digests."""
    kept = {_key(document): read for document, read in zip(readings.documents, readings.readings, strict=True)}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps({"reader": readings.reader}) + "\n")
        for key in sorted(kept):
            file.writelines(_line(key, kept[key]))


def _line(key: str, read: Reading) -> Iterator[str]:
    """A reading as one line of JSON, record by record: a table's is long."""
    before = f'["{key}", {{"records": ['
    for record in read.records:
        yield f"{before}{_encode(record)}"
        before = ", "
    yield f'{"" if read.records else before}], "findings": {_encode(read.findings)}}}]\n'


def _load(path: Path, reader: str) -> dict[str, str]:
    """The kept readings as they are written, by the document's digest; none of another reader's or a broken file."""
    try:
        with path.open(encoding="utf-8") as file:
            if json.loads(next(file)) != {"reader": reader}:
                return {}
            return {line[2 : 2 + _KEY_DIGITS]: line for line in file}
    except (OSError, ValueError, StopIteration):
        return {}


def _written(value: Decimal | ProjectRecord | Mention | Name | Finding) -> dict[str, Any]:
    """A decimal or one of the model's nouns as an object; not by `asdict`, which copies all that lies within."""
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return {name: getattr(value, name) for name in value.__slots__}


_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_written).encode


def _restored(line: str) -> Reading:
    _, content = json.loads(line)
    return Reading(
        records=tuple(_record(one) for one in content["records"]),
        findings=tuple(restored_finding(one) for one in content["findings"]),
    )


def _record(content: dict[str, Any]) -> ProjectRecord:
    mentions = tuple(map(_mention, content["mentions"]))
    return ProjectRecord(**content | {"name": _mention(content["name"]), "mentions": mentions})


def _mention(content: dict[str, Any]) -> Mention:
    return Mention(**content | {"value": _value(content["value"])})


def _value(content: dict[str, Any] | int | str) -> MentionValue:
    """A value as it was: a number or text stands for itself, a decimal and a name are objects."""
    if not isinstance(content, dict):
        return content
    if "decimal" in content:
        return Decimal(content["decimal"])
    return Name(**content | {"kind": NameKind(content["kind"]), "forms": tuple(content["forms"])})


def restored_finding(content: dict[str, Any]) -> Finding:
    """A finding as it was before it was kept as JSON."""
    return Finding(**content | {"severity": Severity(content["severity"]), "related": tuple(content["related"])})
