"""A build or an RDF file as one side of a comparison: its triples in order, and a store to look things up in.

Sorted lines are merged in one pass, so that only what differs is held. What the triples mean, others say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from samverkan import triples
from samverkan.errors import UnreadableSourceError
from samverkan.identifiers import RDFS, SKOS, data_iri
from samverkan.project import NQUADS_FILE
from samverkan.store import STORE_FOLDER, open_read_only

_PARTS = ("asserted", "inferred", "evidence")
PARTS = (*_PARTS, "all")
_GRAPHS = {part: ox.NamedNode(data_iri("graph", part)) for part in (*_PARTS, "reference", "ontology")}
_ASSERTED = _GRAPHS["asserted"]
_NAMES = tuple(ox.NamedNode(name) for name in (f"{RDFS}label", f"{SKOS}prefLabel"))
Node = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One of two graphs: the triples to compare, as sorted unique N-Triples without the full stop, and its store.

    What a thing is and has goes by the asserted facts, whichever part is compared; what it is called, by all.
    """

    lines: Iterable[bytes]
    store: ox.Store

    def has(self, node: Term) -> bool:
        """Whether anything is asserted of this node."""
        return isinstance(node, Node) and any(True for _ in self.store.quads_for_pattern(node, None, None, _ASSERTED))

    def values(self, node: Node, *properties: ox.NamedNode) -> set[Term]:
        """What is asserted of the node by these properties."""
        return {
            quad.object for name in properties for quad in self.store.quads_for_pattern(node, name, None, _ASSERTED)
        }

    def holders(self, value: Term, *properties: ox.NamedNode) -> set[Node]:
        """Of what this value is asserted by one of these properties."""
        found = (quad for name in properties for quad in self.store.quads_for_pattern(None, name, value, _ASSERTED))
        return {quad.subject for quad in found if isinstance(quad.subject, Node)}

    def label(self, node: Node, language: str) -> str | None:
        """What the node is called, in this language if it can be; the first of several in the order of the alphabet."""
        said = {quad.object for name in _NAMES for quad in self.store.quads_for_pattern(node, name, None, None)}
        texts = [one for one in said if isinstance(one, ox.Literal)]
        return min((one.language != language, one.value) for one in texts)[1] if texts else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Delta:
    """The triples that only one side has, in order, and how many both have."""

    removed: Sequence[bytes]
    added: Sequence[bytes]
    kept: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Quads:
    """A build's N-Quads, read anew each time; the file is sorted, so a triple's graphs stand together."""

    path: Path
    part: str

    def __iter__(self) -> Iterator[bytes]:
        parts = _PARTS if self.part == "all" else (self.part,)
        ends = tuple(f" {_GRAPHS[part]} .\n".encode() for part in parts)
        last = b""
        with self.path.open("rb") as file:
            for line in file:
                if line.endswith(ends):
                    triple = line[: line.rindex(b" <")]
                    if triple != last:
                        yield triple
                    last = triple


def build_side(folder: Path, part: str) -> Side:
    """The build in this folder, of which this part is compared; one of PARTS. Raises UnreadableSourceError."""
    if not (folder / NQUADS_FILE).is_file():
        message = f"there is no finished build here ({NQUADS_FILE} is missing): run `samverkan build`"
        raise UnreadableSourceError(message=message, file=str(folder))
    return Side(lines=_Quads(path=folder / NQUADS_FILE, part=part), store=open_read_only(folder / STORE_FOLDER))


def file_side(path: Path, part: str) -> Side:
    """An RDF file, of which this part is compared; what stands in no graph of a build belongs to every part.

    Blank nodes get canonical names (RDFC-1.0). Raises UnreadableSourceError with the place of an error.
    """
    dataset = ox.Dataset(triples.file_quads(path))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    wanted = {_GRAPHS[one] for one in (_PARTS if part == "all" else (part,))}
    others = set(_GRAPHS.values()) - wanted
    store = ox.Store()
    store.bulk_extend(_quad(quad) for quad in dataset)
    chosen = {
        f"{quad.subject} {quad.predicate} {quad.object}".encode() for quad in dataset if quad.graph_name not in others
    }
    return Side(lines=sorted(chosen), store=store)


def _quad(quad: ox.Quad) -> ox.Quad:
    graph = quad.graph_name if quad.graph_name in _GRAPHS.values() else _ASSERTED
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def merge(old: Iterable[bytes], new: Iterable[bytes]) -> Delta:
    """What only one of two sorted sequences of unique lines holds, in one pass."""
    removed: list[bytes] = []
    added: list[bytes] = []
    kept = 0
    left, right = iter(old), iter(new)
    one, other = next(left, None), next(right, None)
    while one is not None and other is not None:
        if one == other:
            kept += 1
            one, other = next(left, None), next(right, None)
        elif one < other:
            removed.append(one)
            one = next(left, None)
        else:
            added.append(other)
            other = next(right, None)
    removed += [line for line in (one, *left) if line is not None]
    added += [line for line in (other, *right) if line is not None]
    return Delta(removed=removed, added=added, kept=kept)
