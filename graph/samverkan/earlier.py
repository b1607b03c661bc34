"""The last build in a folder, as far as it still holds: what has changed since, so that only that has to be done anew.

Where there is none, or not one of the same hands, nothing holds, and all is done as for the first time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samverkan import export, rereading, store
from samverkan.changes import Changes, Graphs
from samverkan.errors import UnreadableSourceError
from samverkan.project import FINDINGS_FILE, NQUADS_FILE, manifest

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


def earlier(folder: Path, maker: str, graphs: Graphs) -> Earlier | None:
    """The build in this folder, held against these graphs; None where little of it would stay.

    `maker` is the digest of what makes a build. None too where a file is not as the manifest has it.
    """
    try:
        content = manifest(folder)
        if rereading.reader_of(folder) != maker or not _as_written(folder, content["files"]):
            return None
        findings: list[dict[str, Any]] = json.loads((folder / FINDINGS_FILE).read_text(encoding="utf-8"))
    except (UnreadableSourceError, KeyError):
        return None
    changes = Changes.between(export.read_nquads(folder / NQUADS_FILE), graphs)
    if len(changes.lines()) * _MOST_CHANGED > sum(map(len, graphs.values())):
        return None
    found = frozenset(f"<{one['focus']}>" for one in findings if one["focus"] is not None)
    return Earlier(folder=folder, changes=changes, found=found, proven="facts" in content["counts"])


def _as_written(folder: Path, digests: dict[str, str]) -> bool:
    """Whether the files of the graph and of its findings are those that the manifest tells of."""
    files = [folder / name for name in digests if "/" not in name]
    return (folder / store.STORE_FOLDER).is_dir() and all(
        file.exists() and export.file_digest(file) == digests[file.name] for file in files
    )
