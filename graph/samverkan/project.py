"""Where the project's own files lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent.parent


def _folder(name: str) -> Path:
    in_checkout = CHECKOUT / name
    return in_checkout if (CHECKOUT / "pyproject.toml").is_file() and in_checkout.is_dir() else PACKAGE / "_data" / name


TOOL = "samverkan"
MANIFEST_FILE = "manifest.json"
NQUADS_FILE = "graph.nq"
ONTOLOGY = _folder("ontology")
QUERIES = _folder("queries")
WEB = _folder("web/dist")  # what `make web` built; it may be missing
