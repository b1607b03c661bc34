"""Bytes of any kind that we read → their text and tables. Tells the kind by content first, then by name.

The room of each kind is entered only when a source of it comes: the libraries behind take longer to load than most
sources to read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from samverkan.documents.encodings import decode
from samverkan.documents.plain import Extract
from samverkan.errors import UnreadableSourceError

MOST_BYTES = 50_000_000
_MOST_UNPACKED = 500_000_000
_MOST_PARTS = 20_000
_TEXT_SUFFIXES = (".txt", ".text")
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_PAGE_BEGIN = 4096
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PARTS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "xl/workbook.bin": ".xlsb"}
_TABLE_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/x-ndjson",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".xlsb": "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
SUFFIXES = (*_TEXT_SUFFIXES, *_PAGE_SUFFIXES, ".pdf", ".docx", *_TABLE_MEDIA_TYPES)
_SENT = {
    "text/plain": ".txt",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    **{media_type: suffix for suffix, media_type in _TABLE_MEDIA_TYPES.items()},
}
_SENT_BLINDLY = {"application/octet-stream", "binary/octet-stream", "application/zip", "application/x-download"}


def extract(content: bytes, suffix: str, file: str, charset: str | None = None) -> Extract:
    """The text and tables of these bytes; `file` is what messages call them, `charset` what a server said of them.

    `suffix` is in small letters, with its dot; the content is believed before it.

    Raises UnreadableSourceError when they are too many, damaged, empty, or of a kind that is not read.
    """
    if len(content) > MOST_BYTES:
        message = f"this source has more than {MOST_BYTES // 1_000_000} MB: name a part of it"
        raise UnreadableSourceError(message=message, file=file)
    kind = _kind(content, suffix, file)
    if kind in _TABLE_MEDIA_TYPES:
        return _tables(content, kind, file)
    return _READERS.get(kind, _text)(content, file, charset)


def suffix_of(media_type: str, named: str, address: str) -> str:
    """The suffix for what a server sends as this media type from a path with the suffix `named`.

    Raises UnreadableSourceError for what is not read.
    """
    if media_type in _SENT_BLINDLY or (media_type in _SENT and named in SUFFIXES and media_type != "text/html"):
        return named
    if media_type not in _SENT:
        message = f"the server sends {media_type}, which is not read: name a page, a PDF or Word file, or a table"
        raise UnreadableSourceError(message=message, file=address)
    return _SENT[media_type]


def _kind(content: bytes, suffix: str, file: str) -> str:
    """The suffix that files of this kind have."""
    if content.startswith(b"%PDF"):
        return ".pdf"
    if content.startswith(_ZIP):
        return _zip_kind(content, suffix, file)
    if content.startswith(_OLE) and suffix != ".xls":
        message = "this is an old Word file (.doc) or another old Office file: save it as .docx"
        raise UnreadableSourceError(message=message, file=file)
    if suffix not in _TABLE_MEDIA_TYPES and _PAGE.match(content.removeprefix(b"\xef\xbb\xbf")[:_PAGE_BEGIN]):
        return ".html"
    return suffix


def _zip_kind(content: bytes, suffix: str, file: str) -> str:
    """The kind of a file that is a ZIP archive inside; refuses one that would unpack to far more than it is."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            kinds = [kind for part in parts if (kind := _PARTS.get(part.filename))]
            kinds += [".ods" for part in parts if part.filename == "content.xml" and suffix == ".ods"]
    except (BadZipFile, NotImplementedError, ValueError, OSError) as problem:
        if suffix in {".docx", *_TABLE_MEDIA_TYPES}:
            message = f"this {suffix} file is damaged: fetch it or save it again"
            raise UnreadableSourceError(message=message, file=file) from problem
        return suffix
    if sum(part.file_size for part in parts) > _MOST_UNPACKED or len(parts) > _MOST_PARTS:
        message = "this file would unpack to far more than a document holds: it is refused"
        raise UnreadableSourceError(message=message, file=file)
    return (suffix if suffix in {".xlsm", *kinds} else kinds[0]) if kinds else suffix


def _tables(content: bytes, kind: str, file: str) -> Extract:
    from samverkan.documents.tables import read_tables

    try:
        text, tables = read_tables(content, f"table{kind}")
    except UnreadableSourceError as problem:
        problem.file = file
        raise
    return Extract(text=text, tables=tables, media_type=_TABLE_MEDIA_TYPES[kind])


def _text(content: bytes, file: str, charset: str | None) -> Extract:
    text, encoding = decode(content, file)
    return Extract(text=text, media_type="text/plain", encoding=encoding)


def _page(content: bytes, file: str, charset: str | None) -> Extract:
    from samverkan.documents.pages import read_page

    return read_page(content, file, charset)


def _pdf(content: bytes, file: str, charset: str | None) -> Extract:
    from samverkan.documents.pdf import read_pdf

    return read_pdf(content, file)


def _word(content: bytes, file: str, charset: str | None) -> Extract:
    from samverkan.documents.word import read_word

    return read_word(content, file)


_READERS: dict[str, Callable[[bytes, str, str | None], Extract]] = {
    **dict.fromkeys(_PAGE_SUFFIXES, _page),
    ".pdf": _pdf,
    ".docx": _word,
}
