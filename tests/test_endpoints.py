from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from samverkan.errors import RefusedError
from samverkan.scale.endpoints import Addresses, find

RESULTS = {"content-type": "application/sparql-results+json"}
FUSEKI = Addresses(query="http://h/ds/query", update="http://h/ds/update", graph_store="http://h/ds/data")
OXIGRAPH = Addresses(query="http://h/query", update="http://h/update", graph_store="http://h/store")
VIRTUOSO = Addresses(
    query="http://h/sparql", update="http://h/sparql-auth", graph_store="http://h/sparql-graph-crud-auth"
)
GRAPHDB = Addresses(
    query="http://h/repositories/r",
    update="http://h/repositories/r/statements",
    graph_store="http://h/repositories/r/rdf-graphs/service",
)


def answering(url: str, **headers: str) -> Callable[[str], httpx.Response]:
    """A web that speaks SPARQL at one address, and shows pages or errors at the others."""

    def probe(asked: str) -> httpx.Response:
        if asked == url:
            return httpx.Response(200, headers=RESULTS | headers)
        if asked.endswith("/query"):
            return httpx.Response(200, headers={"content-type": "text/html"})
        raise RefusedError(message="not found", status=404)

    return probe


@pytest.mark.parametrize("given", ["address", "query"])
@pytest.mark.parametrize(
    ("address", "found", "headers"),
    [
        ("http://h", OXIGRAPH, {"server": "Oxigraph/0.5.13"}),
        ("http://h/ds", FUSEKI, {"server": "Apache Jena Fuseki (4.10.0)"}),
        ("http://h/ds/", FUSEKI, {"Fuseki-Request-Id": "1"}),
        ("http://h", VIRTUOSO, {"server": "Virtuoso/07.20.3229 (Linux)"}),
        ("http://h/repositories/r", GRAPHDB, {}),
    ],
)
def test_a_store_is_known_by_its_address_or_by_that_for_queries(
    address: str, found: Addresses, headers: dict[str, str], given: str
) -> None:
    probe = answering(found.query or "", **headers)
    assert find(address if given == "address" else found.query or "", Addresses(), probe) == found


def test_a_store_of_an_unknown_kind_takes_updates_where_it_takes_queries() -> None:
    found = find("http://h/sparql", Addresses(), answering("http://h/sparql"))
    assert found == Addresses(query="http://h/sparql", update="http://h/sparql")


def test_what_the_user_names_counts() -> None:
    named = Addresses(query="http://h/q", update="http://h/u", graph_store="http://h/g")
    assert find("http://h", named, answering("http://h/q", server="Oxigraph/0.5")) == named
    without = Addresses(update="http://h/u")
    probe = answering("http://h/query", server="Oxigraph/0.5")
    assert find("http://h", without, probe) == Addresses(query="http://h/query", update="http://h/u")


@pytest.mark.parametrize("status", [401, 403])
def test_a_store_that_asks_who_we_are_is_not_taken_for_a_wrong_address(status: int) -> None:
    def probe(_: str) -> httpx.Response:
        raise RefusedError(message="who are you?", status=status)

    with pytest.raises(RefusedError, match="who are you"):
        find("http://h", Addresses(), probe)


def test_where_nothing_speaks_sparql_every_address_that_was_tried_is_told() -> None:
    with pytest.raises(RefusedError) as refusal:
        find("http://h/ds", Addresses(), answering("http://elsewhere"))
    assert "http://h/ds/query, http://h/ds/sparql, http://h/ds: error: nothing here speaks SPARQL" in str(refusal.value)
