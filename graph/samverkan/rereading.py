"""Documents → Readings on all cores, and none twice: what the last build read of the same document still holds.

A reading depends on the document, the reader and the ontology alone, so that it can be kept beside the graph and taken
up again while all three are the same. This room may not read: `reading` does.
"""

from __future__ import annotations

import hashlib
import json
import os
from array import array
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from importlib.metadata import version
from itertools import chain, repeat
from mmap import ACCESS_READ, mmap
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any, overload

from samverkan import reading
from samverkan.entities import Overview, Sketch
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
_PIECE = 1 << 20  # bytes that are copied at once
LEAST_SHARED = 100_000  # characters: below, a second process takes longer to start than it saves
_CODE_FILES = ("*.py", "templates/*")
_LIBRARIES = ("jinja2", "lxml", "pdfplumber", "pyoxigraph", "pyshacl", "rdflib", "trafilatura")
_ONTOLOGY_FILES = ("*.ttl", "*.toml", "*.csv", "*.tsv")


class Records(Sequence[ProjectRecord]):
    """Records in a file, each made anew for whoever asks for it; `spans` are where each begins and ends there."""

    def __init__(self, path: Path, spans: array[int]) -> None:
        self._path = path
        self._spans = spans

    def __len__(self) -> int:
        return len(self._spans) // 2

    @overload
    def __getitem__(self, place: int) -> ProjectRecord: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ProjectRecord]: ...
    def __getitem__(self, place: int | slice) -> ProjectRecord | Sequence[ProjectRecord]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        at = range(len(self))[place] * 2
        return _record(json.loads(self._content[self._spans[at] : self._spans[at + 1]]))

    def __reduce__(self) -> tuple[type[Records], tuple[Path, array[int]]]:
        return Records, (self._path, self._spans)

    @cached_property
    def _content(self) -> mmap:
        with self._path.open("rb") as file:
            return mmap(file.fileno(), 0, access=ACCESS_READ)


@dataclass(frozen=True, kw_only=True, slots=True)
class Readings:
    """What was read of the documents, kept in a file, and by which reader (a digest).

    `lines` are where the reading of each document stands there, by its digest; `overview` is of all records.
    """

    reader: str
    path: Path
    lines: Mapping[str, tuple[int, int]]
    records: Records
    overview: Overview
    findings: tuple[Finding, ...]
    reused: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    """One reading in a file of its own: where its records stand in it, and what others must know of them."""

    path: Path
    spans: array[int]
    sketches: tuple[Sketch, ...]
    findings: tuple[Finding, ...]


def read_all(documents: Sequence[SourceDocument], ontology: Path, shelf: Path, last: Path | None = None) -> Readings:
    """The readings of these documents, kept on the shelf; what the build in the folder `last` kept is taken from there.

    Pure but for the time it takes: what is kept is what would be read.
    """
    reader = reader_digest(ontology)
    kept = _Last.of(last / READINGS_FILE, reader) if last is not None else _Last(path=shelf, lines={})
    keys = [_key(document) for document in documents]
    new = [document for key, document in zip(keys, documents, strict=True) if key not in kept.lines]
    spans, overview, findings, lines = array("Q"), Overview(), list[Finding](), dict[str, tuple[int, int]]()
    with TemporaryDirectory(dir=shelf) as name, (path := shelf / READINGS_FILE).open("wb") as file:
        file.write(_header(reader))
        fresh = iter(_read(new, ontology, Path(name)))
        for key in keys:
            one = _put(kept.reading(key), key, Path(name)) if key in kept.lines else next(fresh)
            start = file.tell()
            with one.path.open("rb") as part:
                copyfileobj(part, file)
            one.path.unlink()
            lines[key] = start, file.tell()
            spans.extend(start + at for at in one.spans)
            for sketch in one.sketches:
                overview.add(sketch)
            findings += one.findings
    return Readings(
        reader=reader,
        path=path,
        lines=lines,
        records=Records(path, spans),
        overview=overview,
        findings=tuple(findings),
        reused=len(documents) - len(new),
    )


def _read(documents: Sequence[SourceDocument], ontology: Path, folder: Path) -> Iterator[_Kept]:
    cores = os.cpu_count() or 1
    if cores < 2 or sum(len(document.text) for document in documents) < LEAST_SHARED:
        yield from (_read_one(document, ontology, folder) for document in documents)
        return
    workers = min(cores, len(documents))  # one for one large table, too: what it takes to read goes with the process
    with ProcessPoolExecutor(workers) as pool:
        share = max(1, len(documents) // (workers * 8))
        yield from pool.map(_read_one, documents, repeat(ontology), repeat(folder), chunksize=share)


def _read_one(document: SourceDocument, ontology: Path, folder: Path) -> _Kept:
    return _put(_Reader.of(ontology).read(document), _key(document), folder)


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
    with readings.path.open("rb") as shelf, path.open("wb") as file:
        file.write(_header(readings.reader))
        for start, end in (readings.lines[key] for key in sorted(readings.lines)):
            shelf.seek(start)
            for at in range(start, end, _PIECE):
                file.write(shelf.read(min(_PIECE, end - at)))


def _header(reader: str) -> bytes:
    return (json.dumps({"reader": reader}) + "\n").encode()


def _put(read: Reading, key: str, folder: Path) -> _Kept:
    """A reading as one line of JSON in a file of its own, record by record: a table's is long."""
    spans, path = array("Q"), folder / key
    with path.open("wb") as file:
        file.write(f'["{key}", {{"records": ['.encode())
        for place, record in enumerate(read.records):
            file.write(b", " if place else b"")
            spans.append(file.tell())
            file.write(_encode(record).encode())
            spans.append(file.tell())
        file.write(f'], "findings": {_encode(read.findings)}}}]\n'.encode())
    return _Kept(path=path, spans=spans, sketches=tuple(map(Sketch.of, read.records)), findings=read.findings)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Last:
    """The readings that the last build kept: where each stands in its file, by the document's digest."""

    path: Path
    lines: Mapping[str, tuple[int, int]]

    @classmethod
    def of(cls, path: Path, reader: str) -> _Last:
        """Those in this file; none of another reader's, and none of a broken file."""
        lines = dict[str, tuple[int, int]]()
        try:
            with path.open("rb") as file:
                end = len(header := next(file))
                if json.loads(header) != {"reader": reader}:
                    return cls(path=path, lines={})
                for line in file:
                    start, end = end, end + len(line)
                    lines[line[2 : 2 + _KEY_DIGITS].decode()] = start, end
        except (OSError, ValueError, StopIteration):
            return cls(path=path, lines={})
        return cls(path=path, lines=lines)

    def reading(self, key: str) -> Reading:
        """The reading of the document with this digest."""
        start, end = self.lines[key]
        with self.path.open("rb") as file:
            file.seek(start)
            return _restored(file.read(end - start))


def _written(value: Decimal | ProjectRecord | Mention | Name | Finding) -> dict[str, Any]:
    """A decimal or one of the model's nouns as an object; not by `asdict`, which copies all that lies within."""
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return {name: getattr(value, name) for name in value.__slots__}


_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_written).encode


def _restored(line: bytes) -> Reading:
    _, content = json.loads(line)
    return Reading(
        records=tuple(_record(one) for one in content["records"]),
        findings=tuple(restored_finding(one) for one in content["findings"]),
    )


def _record(content: dict[str, Any]) -> ProjectRecord:
    name, mentions = _mention(content.pop("name")), tuple(map(_mention, content.pop("mentions")))
    return ProjectRecord(name=name, mentions=mentions, **content)


def _mention(content: dict[str, Any]) -> Mention:
    content["value"] = _value(content["value"])
    return Mention(**content)


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
