"""SPARQL queries → their results in the format that a client likes best. It knows the engine, and no HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

import pyoxigraph as ox

from samverkan import queries
from samverkan.errors import HttpError
from samverkan.results import prefixes
from samverkan.server.negotiation import best
from samverkan.server.work import Json, Work

RESULTS: Mapping[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
GRAPHS: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/xml": ox.RdfFormat.RDF_XML,
    "text/xml": ox.RdfFormat.RDF_XML,
    "application/json": ox.RdfFormat.JSON_LD,
    "text/plain": ox.RdfFormat.N_TRIPLES,
}


def query(store: ox.Store, arguments: Mapping[str, Json]) -> Work:
    """The work of answering `query`, of the graphs `default` and `named` where they are given, as `accept` wants it."""
    accept = arguments.get("accept")
    results = _results(store, arguments)
    offers = GRAPHS if isinstance(results, ox.QueryTriples) else RESULTS
    media_type = best(str(accept) if accept else None, list(offers))
    if media_type is None:
        raise HttpError(message=f"there is no such format here: ask for {', '.join(offers)}", status=406)
    if isinstance(results, ox.QueryTriples):
        return _graph(results, media_type)
    form = RESULTS[media_type]
    return Work(head={"media_type": media_type}, write=lambda sink: results.serialize(sink, form))


def _graph(triples: ox.QueryTriples, media_type: str) -> Work:
    def write(sink: BinaryIO) -> None:
        ox.serialize(triples, sink, GRAPHS[media_type], prefixes=dict(prefixes()))

    return Work(head={"media_type": media_type}, write=write)


def _results(store: ox.Store, arguments: Mapping[str, Json]) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    asked = queries.parse(str(arguments["query"]), name="of yours")
    queries.refuse(asked)
    try:
        return store.query(asked.text, prefixes=dict(prefixes()))
    except SyntaxError as problem:
        raise queries.syntax_error(asked, str(problem)) from problem
