"""What was fetched from the web, kept in a folder: the same cache gives the same bytes and the same retrieval dates."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from samverkan.errors import OutputError

_NAME_DIGITS = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """What a server sent: the address after redirects, the body, and what the server said of it.

    `retrieved` is an ISO date by the server's clock; `etag` and `last_modified` are the server's words, to ask it
    later whether something changed.
    """

    url: str
    content: bytes = field(repr=False)
    media_type: str
    charset: str | None = None
    retrieved: str | None = None
    etag: str | None = None
    last_modified: str | None = None


def load(folder: Path, address: str) -> Fetched | None:
    """What was fetched from an address before; None when nothing, or something incomplete, is kept."""
    path = _path(folder, address)
    try:
        known = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        content = path.with_suffix(".body").read_bytes()
        whole = known.pop("sha256") == hashlib.sha256(content).hexdigest()
        return Fetched(content=content, **known) if whole else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None  # as good as not kept: it is fetched again and overwritten


def keep(folder: Path, address: str, fetched: Fetched) -> None:
    """Keep what was fetched from an address. Raises OutputError when the folder can't be written."""
    path = _path(folder, address)
    known = {key: value for key, value in asdict(fetched).items() if key != "content"}
    known["sha256"] = hashlib.sha256(fetched.content).hexdigest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(path.with_suffix(".body"), fetched.content)
        _write(path.with_suffix(".json"), json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True).encode())
    except OSError as problem:
        message = f"can't keep what was fetched in this folder ({problem.strerror}): name another"
        raise OutputError(message=message, file=str(folder)) from problem


def _path(folder: Path, address: str) -> Path:
    return folder / hashlib.sha256(address.encode()).hexdigest()[:_NAME_DIGITS]


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_bytes(content)
    unfinished.replace(path)
