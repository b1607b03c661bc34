"""Files → SourceDocuments: bytes decoded with care, never guessed at. The only room that opens sources."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from samverkan.errors import UnreadableSourceError
from samverkan.identifiers import DocumentId
from samverkan.model import SourceDocument

SOURCES_FILE = "sources.toml"
SUFFIXES = (".txt", ".text")
_ID_DIGITS = 16
_SIGNATURES = {b"%PDF": "a PDF file", b"PK\x03\x04": "a ZIP, Word or Excel file", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd]")
_MOJIBAKE = re.compile(r"Ã[\x80-\xbf€-™]|Ã¥|Ã¤|Ã¶")


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
    if path.is_dir():
        found = [file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file()]
        if not found:
            raise UnreadableSourceError(message="no text files (.txt) in this folder: name a folder or files to read", file=str(path))
        return found
    return [path]


def read_document(path: Path, origin: Mapping[str, str] | None = None) -> SourceDocument:
    """One text file, decoded as UTF-8, UTF-16 with a mark, or Windows-1252.

    Raises UnreadableSourceError when it is missing, empty, binary, or in none of these encodings.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        reason = problem.strerror or "it can't be read"
        raise UnreadableSourceError(message=f"can't read this source ({reason}): check the name and your rights", file=str(path)) from problem
    text, encoding = decode(content, str(path))
    digest = hashlib.sha256(content).hexdigest()
    known = {key: value for key, value in (origin or {}).items() if key in ("title", "publisher", "published", "retrieved", "licence", "url")}
    return SourceDocument(
        id=DocumentId(digest[:_ID_DIGITS]), path=str(path), name=path.name, sha256=digest, text=text, encoding=encoding, **known
    )


def decode(content: bytes, file: str) -> tuple[str, str]:
    """The text of these bytes without a byte-order mark, and the name of their encoding; line ends stay as they are."""
    if not content.strip():
        raise UnreadableSourceError(message="the file is empty: there is nothing to read", file=file)
    for signature, what in _SIGNATURES.items():
        if content.startswith(signature):
            raise UnreadableSourceError(message=f"this is {what}, not text: save its text as a .txt file", file=file)
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return _checked(_strict(content[len(mark) :], encoding, file), file), encoding
    try:
        return _checked(content.decode("utf-8"), file), "utf-8"
    except UnicodeDecodeError as problem:
        return _windows_1252(content, file, problem), "windows-1252"


def _strict(content: bytes, encoding: str, file: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        raise _wrong_encoding(content, file, problem, encoding.upper()) from problem


def _windows_1252(content: bytes, file: str, problem: UnicodeDecodeError) -> str:
    try:
        text = content.decode("windows-1252")
    except UnicodeDecodeError as second:
        raise _wrong_encoding(content, file, second, "UTF-8 or Windows-1252") from second
    if _MOJIBAKE.search(text):  # UTF-8 with a broken byte somewhere: reading on would corrupt every å, ä and ö
        raise _wrong_encoding(content, file, problem, "UTF-8") from problem
    return _checked(text, file)


def _wrong_encoding(content: bytes, file: str, problem: UnicodeDecodeError, encoding: str) -> UnreadableSourceError:
    before = content[: problem.start]
    line = before.count(b"\n") + 1
    column = len(before) - (before.rfind(b"\n") + 1) + 1
    byte = content[problem.start]
    message = f"byte 0x{byte:02X} is not {encoding}: save the file again as UTF-8"
    return UnreadableSourceError(message=message, file=file, line=line, column=column)


def _checked(text: str, file: str) -> str:
    control = _CONTROL.search(text)
    if control is None:
        return text
    before = text[: control.start()]
    message = f"a control character (U+{ord(control.group()):04X}): this is a binary file or in another encoding; save it again as UTF-8 text"
    raise UnreadableSourceError(message=message, file=file, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))


def _origins(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / SOURCES_FILE
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("source", [])
        return {table["file"]: {key: str(value) for key, value in table.items()} for table in tables}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, AttributeError, TypeError) as problem:
        reason = f"a [[source]] table lacks {problem}" if isinstance(problem, KeyError) else str(problem)
        raise UnreadableSourceError(message=f"{reason}: each [[source]] needs file = \"…\"", file=str(path)) from problem
