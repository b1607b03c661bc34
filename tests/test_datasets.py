from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.server.evaluation import query

TRIPLES = [ox.Triple(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal(str(number))) for number in range(5)]
GRAPHS = [f"x:g{number}" for number in range(3)]
COUNT = "SELECT (COUNT(*) AS ?n) $ { ?s ?p ?o }"
COUNT_NAMED = "SELECT (COUNT(*) AS ?n) $ { GRAPH ?g { ?s ?p ?o } }"
Contents = dict[str, set[ox.Triple]]


@st.composite
def contents(draw: st.DrawFn) -> Contents:
    return {name: draw(st.sets(st.sampled_from(TRIPLES), min_size=1)) for name in GRAPHS}


def store_of(graphs: Contents) -> ox.Store:
    """As store.py makes it: named graphs, and the union of them as the default graph."""
    store = ox.Store()
    for name, triples in graphs.items():
        store.extend(ox.Quad(*triple, graph) for triple in triples for graph in (ox.NamedNode(name), ox.DefaultGraph()))
    return store


def count(store: ox.Store, text: str, default: list[str] | None = None, named: list[str] | None = None) -> int:
    parts: list[bytes] = []

    class Sink:
        def write(self, content: bytes) -> int:
            parts.append(bytes(content))
            return len(content)

        def flush(self) -> None:
            pass

    work = query(store, {"query": text, "accept": "text/csv", "default": default or [], "named": named or []})
    work.write(Sink())  # type: ignore[arg-type]
    return int(b"".join(parts).split()[1])


@given(contents(), st.lists(st.sampled_from([*GRAPHS, "x:unknown"]), min_size=1), st.lists(st.sampled_from(GRAPHS)))
def test_default_graphs_are_merged_and_named_ones_are_not(
    graphs: Contents, default: list[str], named: list[str]
) -> None:
    store = store_of(graphs)
    merged = len(set().union(*(graphs.get(name, set()) for name in default)))
    apart = sum(len(graphs[name]) for name in set(named))
    clauses = " ".join([*(f"FROM <{name}>" for name in default), *(f"FROM NAMED <{name}>" for name in named)])

    assert count(store, COUNT.replace("$", ""), default, named) == merged
    assert count(store, COUNT_NAMED.replace("$", ""), default, named) == apart
    assert count(store, COUNT.replace("$", clauses)) == merged
    assert count(store, COUNT_NAMED.replace("$", clauses)) == apart


@given(contents())
def test_without_a_dataset_the_whole_store_is_meant(graphs: Contents) -> None:
    store = store_of(graphs)

    assert count(store, COUNT.replace("$", "")) == len(set().union(*graphs.values()))
    assert count(store, COUNT_NAMED.replace("$", "")) == sum(map(len, graphs.values()))


@pytest.mark.parametrize("spelling", ["FROM <x:g0> FROM NAMED <x:g1>", "from<x:g0>\nfrom # FROM <x:g2>\n named<x:g1>"])
def test_the_query_names_its_graphs_in_any_spelling(spelling: str) -> None:
    store = store_of({name: set(TRIPLES[: number + 1]) for number, name in enumerate(GRAPHS)})

    assert count(store, COUNT.replace("$", spelling)) == 1
    assert count(store, COUNT_NAMED.replace("$", spelling)) == 2
