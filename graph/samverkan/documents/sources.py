"""Files → SourceDocuments: bytes decoded with care, never guessed at. The only room that opens sources."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from samverkan.errors import UnreadableSourceError
from samverkan.identifiers import DocumentId
from samverkan.model import SourceDocument, place

SOURCES_FILE = "sources.toml"
SUFFIXES = (".txt", ".text")
_ID_DIGITS = 16
_ORIGIN = ("title", "publisher", "published", "retrieved", "licence", "url")
_SIGNATURES = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP, Word or Excel file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd]")
# å, ä, ö, quotation marks and dashes in UTF-8; as Windows-1252 they would be “Ã¥” or “â€”, which no Swedish text holds
_UTF_8 = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x80-\xbf]")
_TOML_PLACE = re.compile(r"(?P<reason>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)")


def read_documents(paths: Iterable[Path]) -> list[SourceDocument]:
    """The documents in these files and folders, each content once, in the order of their content's digest.

    A folder stands for the text files directly or deeper inside it; what is known of a file's origin
    stands in a `sources.toml` beside it. Raises UnreadableSourceError for the first file that can't be read.
    """
    files = sorted({file for path in paths for file in _files(path)}, key=lambda file: (file.name, str(file)))
    origins = {folder: _origins(folder) for folder in {file.parent for file in files}}
    documents: dict[DocumentId, SourceDocument] = {}
    for file in files:
        document = read_document(file, origins[file.parent].get(file.name, {}))
        documents.setdefault(document.id, document)
    return [documents[key] for key in sorted(documents)]


def _files(path: Path) -> list[Path]:
    try:
        if not path.is_dir():
            return [path]
        found = [file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file()]
    except OSError as problem:
        raise _inaccessible(path, problem) from problem
    if not found:
        message = "no text files (.txt) in this folder: name a folder or files to read"
        raise UnreadableSourceError(message=message, file=str(path))
    return found


def read_document(path: Path, origin: Mapping[str, str] = {}) -> SourceDocument:
    """One text file, decoded as UTF-8, UTF-16 with a mark, or Windows-1252.

    Raises UnreadableSourceError when it is missing, empty, binary, or in none of these encodings.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise _inaccessible(path, problem) from problem
    text, encoding = decode(content, str(path))
    digest = hashlib.sha256(content).hexdigest()
    document = SourceDocument(
        id=DocumentId(digest[:_ID_DIGITS]), path=str(path), name=path.name, sha256=digest, text=text, encoding=encoding
    )
    known: dict[str, Any] = {key: origin[key] for key in _ORIGIN if key in origin}
    return replace(document, **known)


def _inaccessible(path: Path, problem: OSError) -> UnreadableSourceError:
    message = f"can't read this source ({problem.strerror or problem}): check the name and your rights"
    return UnreadableSourceError(message=message, file=str(path))


def decode(content: bytes, file: str) -> tuple[str, str]:
    """The text of these bytes without a byte-order mark, and the name of their encoding; line ends stay as they are."""
    for signature, what in _SIGNATURES.items():
        if content.startswith(signature):
            raise UnreadableSourceError(message=f"this is {what}, not text: save its text as a .txt file", file=file)
    mark, encoding = _encoding(content)
    try:
        text = content.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError as problem:
        raise _wrong_encoding(problem, encoding, file) from problem
    _refuse_binary(text, file)
    if not text.strip():
        raise UnreadableSourceError(message="the file is empty: there is nothing to read", file=file)
    return text, encoding


def _encoding(content: bytes) -> tuple[bytes, str]:
    """The byte-order mark, which may be empty, and the encoding; Windows-1252 only where nothing speaks for UTF-8."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return mark, encoding
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return b"", "utf-8" if _UTF_8.search(content) else "windows-1252"
    return b"", "utf-8"


def _wrong_encoding(problem: UnicodeDecodeError, encoding: str, file: str) -> UnreadableSourceError:
    before = problem.object[: problem.start].decode(encoding)
    line, column = place(before, len(before))
    expected = "UTF-8 or Windows-1252" if encoding == "windows-1252" else encoding.upper()
    message = f"byte 0x{problem.object[problem.start]:02X} is not {expected}: save the file again as UTF-8"
    return UnreadableSourceError(message=message, file=file, line=line, column=column)


def _refuse_binary(text: str, file: str) -> None:
    found = _NO_TEXT.search(text)
    if found is not None:
        line, column = place(text, found.start())
        what = f"the character U+{ord(found.group()):04X}, which no text holds"
        message = f"{what}: this is a binary file or in another encoding; save it again as UTF-8 text"
        raise UnreadableSourceError(message=message, file=file, line=line, column=column)


def _origins(folder: Path) -> dict[str, dict[str, str]]:
    """What `sources.toml` beside the files says of each, by file name."""
    path = folder / SOURCES_FILE
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("source", [])
        return {table["file"]: {key: str(value) for key, value in table.items()} for table in tables}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as problem:
        raise _bad_origins(path, problem) from problem


def _bad_origins(path: Path, problem: Exception) -> UnreadableSourceError:
    reason = f"a [[source]] table lacks {problem}" if isinstance(problem, KeyError) else str(problem)
    found = _TOML_PLACE.fullmatch(reason)
    line, column = (int(found["line"]), int(found["column"])) if found else (None, None)
    message = f'{found["reason"] if found else reason}: each [[source]] needs file = "…"'
    return UnreadableSourceError(message=message, file=str(path), line=line, column=column)
