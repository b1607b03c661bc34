"""Files, folders and web addresses → SourceDocuments: what each says and what is known of its origin."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from samverkan.documents.formats import MOST_BYTES, SUFFIXES, extract, suffix_of
from samverkan.errors import UnreadableSourceError
from samverkan.identifiers import DocumentId
from samverkan.model import Finding, Severity, SourceDocument
from samverkan.project import file_digest

if TYPE_CHECKING:
    from samverkan.documents.web import Web

Refused = Callable[[UnreadableSourceError], None]
SOURCES_FILE = "sources.toml"
_ID_DIGITS = 16
_ORIGIN = ("title", "publisher", "published", "retrieved", "licence", "url")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_TOML_PLACE = re.compile(r"(?P<reason>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)")


def read_documents(
    sources: Iterable[Path | str], web: Web | None = None, refused: Refused | None = None
) -> list[SourceDocument]:
    """The documents in these files and folders and at these web addresses, each content once, in their digests' order.

    A string such as `https://…` is an address and is fetched by `web`, or as a new Web does. A folder stands for the
    files of known kinds directly or deeper inside it, hidden ones left out; what is known of a file's origin stands in
    a `sources.toml` beside it. Raises UnreadableSourceError for the first source that can't be read; but a file that
    nobody named, only its folder, is told to `refused` instead, as long as there is another to read.
    """
    addresses, paths = _told_apart(sources)
    documents: dict[DocumentId, SourceDocument] = {}
    problems: list[UnreadableSourceError] = []
    for file, origin in _listed(paths):
        try:
            document = read_document(file, origin)
        except UnreadableSourceError as problem:
            if refused is None or file in paths:
                raise
            problems.append(problem)
        else:
            documents.setdefault(document.id, document)
    for document in _fetched(addresses, web):
        documents.setdefault(document.id, document)
    for unread in problems:
        if refused is None or not documents:
            raise unread
        refused(unread)
    return [documents[key] for key in sorted(documents)]


def fingerprint(sources: Iterable[Path | str]) -> str | None:
    """A digest of all that documents in these files and folders depend on, wherever they lie.

    None where an address is among them, or one can't be read.
    """
    addresses, paths = _told_apart(sources)
    if addresses:
        return None
    try:
        told = [(file.name, file_digest(file), sorted(origin.items())) for file, origin in _listed(paths)]
    except (OSError, UnreadableSourceError):
        return None
    return hashlib.sha256(repr(sorted(told)).encode(errors="surrogatepass")).hexdigest()


def _told_apart(sources: Iterable[Path | str]) -> tuple[list[str], list[Path]]:
    """The addresses, and the files and folders."""
    named = list(sources)
    addresses = sorted({source for source in named if isinstance(source, str) and _ADDRESS.match(source)})
    return addresses, [Path(source) for source in named if source not in addresses]


def _listed(paths: Iterable[Path]) -> list[tuple[Path, Mapping[str, str]]]:
    """All files by their names, each with what is known of its origin."""
    files = sorted({file for path in paths for file in _files(path)}, key=lambda file: (file.name, str(file)))
    origins = {folder: _origins(folder) for folder in {file.parent for file in files}}
    return [(file, origins[file.parent].get(file.name, {})) for file in files]


def _files(path: Path) -> list[Path]:
    try:
        if not path.is_dir():
            return [path]
        found = [file for file in path.rglob("*") if _is_source(file.relative_to(path)) and file.is_file()]
    except OSError as problem:
        raise _inaccessible(path, problem) from problem
    if not found:
        message = f"nothing to read in this folder ({', '.join(SUFFIXES)}): name a folder or files to read"
        raise UnreadableSourceError(message=message, file=str(path))
    return found


def _is_source(inside: Path) -> bool:
    return inside.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in inside.parts)


def read_document(path: Path, origin: Mapping[str, str] = {}) -> SourceDocument:
    """One file of any kind that is read, with what is known of its origin.

    Raises UnreadableSourceError when it is missing, empty, damaged, too large, or of another kind.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise _inaccessible(path, problem) from problem
    return document_of(content, path=str(path), name=path.name, suffix=path.suffix.lower(), origin=origin)


def _fetched(addresses: Iterable[str], web: Web | None) -> Iterable[SourceDocument]:
    """The documents at these addresses, by the name that stands last in each."""
    from samverkan.documents.web import Web

    web = web or Web()
    for address in addresses:
        found = web.fetch(address)
        parts = urlsplit(found.url)
        name = unquote(PurePosixPath(parts.path).name) or parts.hostname or address
        suffix = suffix_of(found.media_type, PurePosixPath(parts.path).suffix.lower(), address)
        origin = {"url": found.url, **({"retrieved": found.retrieved} if found.retrieved else {})}
        yield document_of(found.content, path=address, name=name, suffix=suffix, origin=origin, charset=found.charset)


def document_of(
    content: bytes, *, path: str, name: str, suffix: str, origin: Mapping[str, str], charset: str | None = None
) -> SourceDocument:
    """The document of these bytes; see `read_document`. `suffix` is in small letters, with its dot."""
    said = extract(content, suffix, path, charset)
    digest = hashlib.sha256(content).hexdigest()
    document = SourceDocument(
        id=DocumentId(digest[:_ID_DIGITS]),
        path=path,
        name=name,
        sha256=digest,
        text=said.text,
        media_type=said.media_type,
        encoding=said.encoding,
        title=said.title,
        publisher=said.publisher,
        published=said.published,
        url=said.url,
        tables=said.tables,
    )
    known: dict[str, Any] = {key: origin[key] for key in _ORIGIN if key in origin}
    return replace(document, **known)


def unread(problem: UnreadableSourceError) -> Finding:
    """What is told of a file of a folder that can't be read while others can."""
    return Finding(
        severity=Severity.WARNING,
        code="unreadable-source",
        message=f"not read: {problem.message}",
        file=Path(problem.file or "").name,
        line=problem.line,
        column=problem.column,
    )


def _inaccessible(path: Path, problem: OSError) -> UnreadableSourceError:
    message = f"can't read this source ({problem.strerror or problem}): check the name and your rights"
    return UnreadableSourceError(message=message, file=str(path))


def _origins(folder: Path) -> dict[str, dict[str, str]]:
    """What `sources.toml` beside the files says of each, by file name."""
    path = folder / SOURCES_FILE
    if not path.is_file():
        return {}
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise _bad_origins(str(path), problem) from problem
    return origins_of(content, str(path))


def origins_of(content: bytes, path: str) -> dict[str, dict[str, str]]:
    """What these bytes of a `sources.toml` say of each file, by its name. Raises UnreadableSourceError."""
    try:
        tables = tomllib.loads(content.decode("utf-8-sig")).get("source", [])
        return {table["file"]: {key: str(value) for key, value in table.items()} for table in tables}
    except (ValueError, KeyError, AttributeError, TypeError) as problem:
        raise _bad_origins(path, problem) from problem


def _bad_origins(path: str, problem: Exception) -> UnreadableSourceError:
    reason = f"a [[source]] table lacks {problem}" if isinstance(problem, KeyError) else str(problem)
    found = _TOML_PLACE.fullmatch(reason)
    line, column = (int(found["line"]), int(found["column"])) if found else (None, None)
    message = f'{found["reason"] if found else reason}: each [[source]] needs file = "…"'
    return UnreadableSourceError(message=message, file=path, line=line, column=column)
