"""Bytes → text, decoded with care: an encoding is told by the bytes, never guessed at."""

from __future__ import annotations

import re

from samverkan.errors import UnreadableSourceError
from samverkan.model import place

_SIGNATURES = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP, Word or Excel file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd]")
# å, ä, ö, quotation marks and dashes in UTF-8; as Windows-1252 they would be “Ã¥” or “â€”, which no Swedish text holds
_UTF_8 = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x80-\xbf]")


def decode(content: bytes, file: str) -> tuple[str, str]:
    """The text of a text file without a byte-order mark, and the name of its encoding; line ends stay as they are.

    Raises UnreadableSourceError when they are empty, binary, or in none of UTF-8, UTF-16 with a mark, Windows-1252.
    """
    for signature, what in _SIGNATURES.items():
        if content.startswith(signature):
            raise UnreadableSourceError(message=f"this is {what}, not text: save its text as a .txt file", file=file)
    text, encoding = decoded(content, file)
    _refuse_binary(text, file)
    if not text.strip():
        raise UnreadableSourceError(message="the file is empty: there is nothing to read", file=file)
    return text, encoding


def decoded(content: bytes, file: str, stated: str | None = None) -> tuple[str, str]:
    """What these bytes say, whatever it is, and in which encoding.

    The bytes themselves are believed first (a mark, well-formed UTF-8), then `stated`, the name that a page or a
    server gives. Raises UnreadableSourceError with the place of the first byte that does not fit.
    """
    mark, encoding = _encoding(content, stated)
    try:
        return content.removeprefix(mark).decode(encoding), encoding
    except UnicodeDecodeError as problem:
        raise _wrong_encoding(problem, encoding, file) from problem


def _encoding(content: bytes, stated: str | None) -> tuple[bytes, str]:
    """The byte-order mark, which may be empty, and the encoding; Windows-1252 only where nothing speaks for UTF-8."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return mark, encoding
    if _is(content, "utf-8"):
        return b"", "utf-8"
    if stated and stated.lower() not in {"iso-8859-1", "latin-1", "latin1"} and _is(content, stated):
        return b"", stated.lower()
    return b"", "utf-8" if _UTF_8.search(content) else "windows-1252"


def _is(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


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
