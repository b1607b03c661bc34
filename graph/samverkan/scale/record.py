"""What a store itself knows of publications: a small graph in it, in the words of VoID, Dublin Core and SPARQL.

`<graph> dcterms:identifier "sha256:…" ; void:triples 12` stands for a graph that is there as a whole, and
`<staging> dcterms:replaces <graph> ; void:triples 5` for one on its way, of which the first five triples have arrived.
This room may not move a graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from samverkan.identifiers import DCTERMS, data_iri
from samverkan.scale.parts import UNION, Part
from samverkan.scale.protocol import RemoteStore

RECORD = data_iri("graph", "published")
_STAGING = data_iri("graph", "staging") + "/"
_SAME, _COUNT, _REPLACES = f"{DCTERMS}identifier", "http://rdfs.org/ns/void#triples", f"{DCTERMS}replaces"
_DEFAULT = "http://www.w3.org/ns/sparql-service-description#defaultGraph"
_DIGITS = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """What is published, by graph: its digest and number of triples; what is arriving, by staging graph: how much.

    `default` is the graph that queries take for the default graph; None is the store's own.
    """

    published: Mapping[str, tuple[str, int]]
    arriving: Mapping[str, int]
    default: str | None

    def has(self, part: Part) -> bool:
        """Whether this very graph was published as a whole."""
        return self.published.get(part.graph) == (part.sha256, part.triples)

    def target(self, graph: str) -> str | None:
        """Where a published graph stands: under its IRI, or, a union that is not named, as the default graph."""
        return None if graph == UNION and self.default is None else graph

    def dataset(self) -> list[tuple[str, str]]:
        """The protocol's parameters by which a query sees the union as its default graph, beside the named graphs."""
        if self.default is None:
            return []
        return [("default-graph-uri", self.default), *(("named-graph-uri", graph) for graph in sorted(self.published))]


def staging(part: Part) -> str:
    """The IRI of the graph in which a part arrives: another content, another graph."""
    return f"{_STAGING}{part.graph.rpartition('/')[2]}-{part.sha256[:_DIGITS]}"


def read(store: RemoteStore) -> Record:
    """What the store knows; nothing is fine too."""
    digests: dict[str, str] = {}
    counts: dict[str, int] = {}
    arriving: set[str] = set()
    default = None
    for subject, predicate, value in store.rows(f"SELECT ?s ?p ?o {{ GRAPH <{RECORD}> {{ ?s ?p ?o }} }}"):
        if predicate == _SAME:
            digests[subject] = value.removeprefix("sha256:")
        elif predicate == _COUNT:
            counts[subject] = max(int(value), counts.get(subject, 0))
        elif predicate == _REPLACES:
            arriving.add(subject)
        elif predicate == _DEFAULT:
            default = value
    return Record(
        published={graph: (digest, counts.get(graph, 0)) for graph, digest in digests.items()},
        arriving={graph: counts.get(graph, 0) for graph in arriving},
        default=default,
    )


def begun(part: Part) -> str:
    """The update that says that a part has begun to arrive."""
    return _stated(f"<{staging(part)}> <{_REPLACES}> <{part.graph}> .")


def arrived(part: Part, triples: int) -> str:
    """The update that says that so many triples of a part have arrived."""
    return _stated(f"<{staging(part)}> <{_COUNT}> {triples} .")


def forgotten(graph: str) -> str:
    """The update that drops what is known of a graph, published or arriving."""
    return f"DELETE WHERE {{ GRAPH <{RECORD}> {{ <{graph}> ?p ?o }} }}"


def published(parts: Iterable[Part], *, named_union: bool) -> str:
    """The update that says that these parts are there, and nothing else."""
    stated = [f'<{part.graph}> <{_SAME}> "sha256:{part.sha256}" ; <{_COUNT}> {part.triples} .' for part in parts]
    if named_union:
        stated.append(f"<{RECORD}> <{_DEFAULT}> <{UNION}> .")
    return _stated("\n".join(stated))


def _stated(triples: str) -> str:
    return f"INSERT DATA {{ GRAPH <{RECORD}> {{ {triples} }} }}"
