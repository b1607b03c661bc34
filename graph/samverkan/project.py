"""Where the project's own files lie: beside the package in a checkout, inside it in a wheel; what marks a build."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from samverkan.errors import UnreadableSourceError

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent.parent


def _folder(name: str) -> Path:
    in_checkout = CHECKOUT / name
    return in_checkout if (CHECKOUT / "pyproject.toml").is_file() and in_checkout.is_dir() else PACKAGE / "_data" / name


TOOL = "samverkan"
MANIFEST_FILE = "manifest.json"
NQUADS_FILE = "graph.nq"
FINDINGS_FILE = "findings.json"
ONTOLOGY = _folder("ontology")
QUERIES = _folder("queries")
WEB = _folder("web/dist")  # what `make web` built; it may be missing


def manifest(folder: Path) -> Mapping[str, Any]:
    """What the build in this folder says of itself. Raises UnreadableSourceError when there is no build."""
    try:
        content: dict[str, Any] = json.loads((folder / MANIFEST_FILE).read_bytes())
        return {**content, "files": dict(content["files"])}
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise no_build(folder) from problem


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, as the manifest has it. Raises OSError when it can't be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def no_build(folder: Path) -> UnreadableSourceError:
    """What is told of a folder in which there is no build, or only a part of one."""
    return UnreadableSourceError(message="there is no finished build here: run `samverkan build`", file=str(folder))
