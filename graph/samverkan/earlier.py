"""The last build in a folder, as far as it still holds: what has changed since, so that only that has to be done anew.

Where there is none, or not one of the same hands, nothing holds, and all is done as for the first time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from samverkan import export, rereading, store
from samverkan.changes import Changes, Graphs, unlike
from samverkan.documents import fingerprint
from samverkan.errors import UnreadableSourceError
from samverkan.model import Finding
from samverkan.project import FINDINGS_FILE, NQUADS_FILE, file_digest, manifest

_MOST_CHANGED = 10  # one line in so many: beyond, all is made anew as quickly


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """A build by the same code, libraries and ontology: its folder, what has changed since, and what it found.

    `found` are the things that it had findings of; `proven` tells whether it had evidence.
    """

    folder: Path
    changes: Changes
    found: frozenset[str]
    proven: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A build that need not be made again: what it found, and what it counted."""

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]


def recipe(
    sources: Sequence[Path | str], ontology: Path, judgements: Path | None, asked: Sequence[object]
) -> str | None:
    """A digest of all that a build depends on: its files, code, libraries and ontology, and what was `asked` of it.

    The same recipe gives the same bytes. None where a source must be fetched, or a file can't be read.
    """
    content = fingerprint(sources)
    try:
        judged = file_digest(judgements) if judgements else None
    except OSError:
        return None
    parts = (content, rereading.reader_digest(ontology), judged, *asked)
    return hashlib.sha256(repr(parts).encode()).hexdigest() if content else None


def standing(folder: Path, made_by: str) -> Standing | None:
    """The build in this folder if it was made by this recipe, and every file of it is as it was written."""
    try:
        content = manifest(folder)
        if content.get("recipe") != made_by or not _as_written(folder, content["files"]):
            return None
        if not store.is_whole(folder / store.STORE_FOLDER):
            return None
        return Standing(findings=_findings(folder), counts=content["counts"])
    except (UnreadableSourceError, KeyError):
        return None


def earlier(folder: Path, maker: str, graphs: Graphs) -> Earlier | None:
    """The build in this folder, held against these graphs; None where little of it would stay.

    `maker` is the digest of what makes a build. None too where a file is not as the manifest has it.
    """
    try:
        content = manifest(folder)
        of_graph = {name: digest for name, digest in content["files"].items() if "/" not in name}
        if rereading.reader_of(folder) != maker or not _as_written(folder, of_graph):
            return None
        findings = _findings(folder)
    except (UnreadableSourceError, KeyError):
        return None
    most = sum(map(len, graphs.values())) // _MOST_CHANGED
    changed = list(islice(unlike(export.nquads(folder / NQUADS_FILE), export.quads(graphs)), most + 1))
    if len(changed) > most:
        return None
    found = frozenset(f"<{one.focus}>" for one in findings if one.focus is not None)
    return Earlier(folder=folder, changes=Changes.of(changed), found=found, proven="facts" in content["counts"])


def with_readings(folder: Path) -> Path | None:
    """The folder, if what the build in it has read is kept there as it was written."""
    try:
        digest = manifest(folder)["files"][rereading.READINGS_FILE]
        return folder if _as_written(folder, {rereading.READINGS_FILE: digest}) else None
    except (UnreadableSourceError, KeyError):
        return None


def _findings(folder: Path) -> tuple[Finding, ...]:
    told: list[dict[str, Any]] = json.loads((folder / FINDINGS_FILE).read_text(encoding="utf-8"))
    return tuple(map(rereading.restored_finding, told))


def _as_written(folder: Path, digests: dict[str, str]) -> bool:
    """Whether these files of the folder have these digests."""
    try:
        return all(file_digest(folder / name) == digest for name, digest in digests.items())
    except OSError:
        return False
