"""Graphs of any size for the benchmarks: the seeds' own graph, repeated under other names.

Each copy has projects, partnerships, organisations and evidence of its own; municipalities, which are few, are shared,
so that partners meet across copies as they do in a real corpus.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from samverkan import pipeline, triples
from samverkan.identifiers import BASE
from samverkan.project import CHECKOUT, ONTOLOGY

PROJECTS = 25
"""How many projects the seeds have: so many a copy."""
_COPIED = re.compile(
    rf"<({BASE}id/(?:project|collaboration|participation|group|organisation|decision|document|evidence)/[^>]+)>"
)


def seeds_graph() -> tuple[list[str], list[str]]:
    """The N-Triples lines that a build of the seeds asserts, and those of their evidence."""
    with tempfile.TemporaryDirectory() as folder:
        build = Path(folder) / "build"
        pipeline.build([CHECKOUT / "seeds"], build, ONTOLOGY)
        return triples.file_lines(build / "graph.ttl"), triples.file_lines(build / "evidence.ttl")


def repeated(lines: Iterable[str], times: int) -> list[str]:
    """So many copies of these lines, sorted, each line once."""
    kept = list(lines)
    return sorted({line for copy in range(times) for line in _renamed(kept, copy)})


def _renamed(lines: Iterable[str], copy: int) -> Iterator[str]:
    return (_COPIED.sub(rf"<\1-{copy}>", line) for line in lines)


def reference_lines() -> list[str]:
    """What the reference data say, as a build gives it to the reasoner."""
    paths = [ONTOLOGY / "schemes.ttl", *sorted((ONTOLOGY / "reference").glob("*.ttl"))]
    return sorted({line for path in paths for line in triples.turtle_lines(path)})
