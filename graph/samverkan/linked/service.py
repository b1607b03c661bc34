"""Counts and an offer → the SPARQL service's description of itself.

https://www.w3.org/TR/sparql11-service-description/. It says what the endpoint does, and may not promise more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from samverkan.identifiers import DCTERMS, Iri
from samverkan.linked import void
from samverkan.linked.offer import Offer
from samverkan.linked.terms import FORMATS, SD, TYPE, VOID, about, number, texts
from samverkan.model import Statement

_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "N-Quads", "TriG", "JSON-LD", "RDF_XML")


def describe(offer: Offer, graphs: Mapping[str, int], triples: int) -> Iterator[Statement]:
    """The service, its default graph (the union of all), and its named graphs, with the triples of each."""
    service, dataset, union = (offer.part("service", name) for name in ("endpoint", "graphs", "union"))
    yield from about(
        service,
        {
            TYPE: Iri(f"{SD}Service"),
            f"{DCTERMS}title": texts(offer.title),
            f"{SD}endpoint": Iri(f"{offer.address}sparql"),
            f"{SD}supportedLanguage": Iri(f"{SD}SPARQL11Query"),
            f"{SD}resultFormat": [Iri(FORMATS + name) for name in (*_RESULTS, *_GRAPHS)],
            f"{SD}feature": Iri(f"{SD}UnionDefaultGraph"),
            f"{SD}defaultDataset": dataset,
        },
    )
    yield from about(
        dataset,
        {
            TYPE: Iri(f"{SD}Dataset"),
            f"{SD}defaultGraph": union,
            f"{SD}namedGraph": [_named(offer, graph) for graph in graphs],
        },
    )
    yield from about(union, {TYPE: Iri(f"{SD}Graph"), f"{VOID}triples": number(triples)})
    for graph, size in graphs.items():
        yield from _graph(offer, graph, size)


def _named(offer: Offer, graph: str) -> Iri:
    return Iri(f"{void.graph_part(offer, graph)}-named")


def _graph(offer: Offer, graph: str, triples: int) -> Iterator[Statement]:
    part = void.graph_part(offer, graph)
    yield from about(_named(offer, graph), {TYPE: Iri(f"{SD}NamedGraph"), f"{SD}name": Iri(graph), f"{SD}graph": part})
    yield from about(part, {TYPE: Iri(f"{SD}Graph"), f"{VOID}triples": number(triples)})
