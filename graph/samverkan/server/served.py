"""What is served, and as what: the build, its addresses, its version, the workers. It asks nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from samverkan.errors import UnreadableSourceError
from samverkan.identifiers import BASE
from samverkan.linked.offer import Offer
from samverkan.project import MANIFEST_FILE
from samverkan.server.pool import Pool


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """A build over HTTP: `base_iri` is what its IRIs begin with, `address` where it is reached from outside.

    Both end in a slash. `offer` is what its descriptions say of it.
    """

    folder: Path
    pool: Pool
    version: str
    address: str
    offer: Offer
    base_iri: str = BASE


def version(folder: Path) -> str:
    """A digest of the build's manifest: the same for the same graph.

    Raises UnreadableSourceError when there is no build.
    """
    manifest = folder / MANIFEST_FILE
    try:
        return hashlib.sha256(manifest.read_bytes()).hexdigest()[:16]
    except OSError as problem:
        message = "there is no build here: make one with `samverkan build`"
        raise UnreadableSourceError(message=message, file=str(folder)) from problem
