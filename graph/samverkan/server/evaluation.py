"""SPARQL queries → their results in the format that a client likes best. It knows the engine, and no HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO, TypedDict, cast

import pyoxigraph as ox

from samverkan import queries
from samverkan.errors import HttpError
from samverkan.results import prefixes
from samverkan.server.datasets import Dataset, dataset_of
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
# What stands at the end of each row, but rarely elsewhere: a limit need not be met to the row
_ROW_ENDS: Mapping[ox.QueryResultsFormat, bytes] = {
    ox.QueryResultsFormat.JSON: b"}},{",
    ox.QueryResultsFormat.XML: b"</result>",
    ox.QueryResultsFormat.CSV: b"\n",
    ox.QueryResultsFormat.TSV: b"\n",
}


class _Reading(TypedDict):
    """What a query's own short names begin with."""

    prefixes: dict[str, str]
    base_iri: str | None


def query(store: ox.Store, arguments: Mapping[str, Json]) -> Work:
    """The work of answering `query`, in the format that `accept` likes best.

    `default` and `named` are the dataset's graphs, if they are not the query's own matter; `services` the endpoints
    that it may ask, `rows` how many rows or triples it may give, `base` what its relative IRIs are relative to.
    """
    asked = queries.Query(name="of yours", text=str(arguments["query"]))
    queries.refuse(asked, _texts(arguments, "services"))
    dataset = dataset_of(asked.text, _texts(arguments, "default"), _texts(arguments, "named"))
    rows = arguments.get("rows")
    most = rows if isinstance(rows, int) else None
    known, base = dict(prefixes()), str(arguments.get("base") or "") or None
    results = _results(store, asked, dataset, _Reading(prefixes=known, base_iri=base))
    offers = GRAPHS if isinstance(results, ox.QueryTriples) else RESULTS
    media_type = best(str(arguments.get("accept") or ""), list(offers))
    if media_type is None:
        raise HttpError(message=f"there is no such format here: ask for {', '.join(offers)}", status=406)

    def write(sink: BinaryIO) -> None:
        with _engine_errors():
            if isinstance(results, ox.QueryTriples):
                ox.serialize(_counted(results, most), sink, GRAPHS[media_type], prefixes=known)
            else:
                form = RESULTS[media_type]
                results.serialize(cast(BinaryIO, _Counting(sink, _ROW_ENDS[form], most)), form)

    return Work(head={"media_type": media_type}, write=write)


def _texts(arguments: Mapping[str, Json], name: str) -> tuple[str, ...]:
    given = arguments.get(name)
    return tuple(map(str, given)) if isinstance(given, list | tuple) else ()


def _results(
    store: ox.Store, asked: queries.Query, dataset: Dataset | None, reading: _Reading
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    try:
        with _engine_errors():
            if dataset is None:
                return store.query(asked.text, **reading)
            ox.Store().query(asked.text, **reading)  # a syntax error comes before the work of a dataset
            source, default, named = dataset.within(store)
            return source.query(asked.text, **reading, default_graph=default, named_graphs=named)
    except SyntaxError as problem:
        raise queries.syntax_error(asked, str(problem)) from problem


@contextmanager
def _engine_errors() -> Iterator[None]:
    try:
        yield
    except SyntaxError:
        raise
    except (OSError, RuntimeError, ValueError) as problem:
        raise HttpError(message=f"the query can't be answered: {problem}", status=400) from problem


class _Counting:
    """A sink that takes so many rows; each ends with the same bytes."""

    def __init__(self, sink: BinaryIO, end: bytes, most: int | None) -> None:
        self._sink, self._end, self._most = sink, end, most
        self._rows, self._rest = 0, b""

    def write(self, content: bytes) -> int:
        """Hand the bytes on. Raises HttpError when there are too many rows."""
        seen = self._rest + content
        self._rows += seen.count(self._end)
        self._rest = seen[len(seen) - len(self._end) + 1 :]
        if self._most is not None and self._rows > self._most:
            raise _too_many(self._most)
        return self._sink.write(content)

    def flush(self) -> None:
        """Hand on what waits."""
        self._sink.flush()


def _counted(triples: Iterable[ox.Triple], most: int | None) -> Iterator[ox.Triple]:
    for number, triple in enumerate(triples, start=1):
        if most is not None and number > most:
            raise _too_many(most)
        yield triple


def _too_many(most: int) -> HttpError:
    return HttpError(message=f"the answer has more than {most} rows: add LIMIT, or ask more precisely", status=400)
