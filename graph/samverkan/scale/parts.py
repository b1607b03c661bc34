"""A build's N-Quads → what goes into each graph, counted and named by its digest, without holding it in memory.

The file is sorted, so that the graphs of one triple stand together: that makes the union of all graphs one pass.
This room only reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from samverkan.identifiers import data_iri
from samverkan.scale.protocol import has_blank_node

UNION = data_iri("graph", "union")


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One graph of a build: its number of triples, and the SHA-256 of its N-Triples lines in the file's order.

    `tied` are the lines with blank nodes, which can't be parted: what a blank node is ends with the request.
    """

    graph: str
    triples: int
    sha256: str
    tied: tuple[str, ...] = field(default=(), repr=False)


def parts(path: Path, *, union: bool) -> list[Part]:
    """The graphs of an N-Quads file as a build writes it, by their IRIs; `union` adds the union of them all."""
    digests: dict[str, _Digest] = {}
    for triple, graphs in _triples(path):
        for graph in (*graphs, UNION) if union else graphs:
            digests.setdefault(graph, _Digest()).add(triple)
    return [digest.part(graph) for graph, digest in sorted(digests.items())]


def lines(path: Path, part: Part) -> Iterator[str]:
    """The N-Triples lines of a part: those that are tied first."""
    yield from part.tied
    tied = set(part.tied)
    for triple, graphs in _triples(path):
        if (part.graph == UNION or part.graph in graphs) and triple not in tied:
            yield triple


def _triples(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each triple of the file once, with the graphs that hold it."""
    with path.open(encoding="utf-8", newline="\n") as file:
        quads = (line.removesuffix(" .\n").rpartition(" ") for line in file)
        for triple, same in groupby(quads, key=lambda quad: quad[0]):
            yield f"{triple} .", tuple(graph[1:-1] for _, _, graph in same)


@dataclass(slots=True)
class _Digest:
    triples: int = 0
    tied: list[str] = field(default_factory=list)
    sha256: hashlib._Hash = field(default_factory=hashlib.sha256)

    def add(self, triple: str) -> None:
        self.triples += 1
        self.sha256.update(f"{triple}\n".encode())
        if has_blank_node(triple):
            self.tied.append(triple)

    def part(self, graph: str) -> Part:
        return Part(graph=graph, triples=self.triples, sha256=self.sha256.hexdigest(), tied=tuple(self.tied))
