"""Which graphs a query is about: those that the request names, else those that the query names.

Oxigraph joins the graphs that are named without looking for what they share, and so counts a triple as often as they
hold it; the RDF merge that SPARQL asks for (SPARQL 1.1, 13.2) holds it once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from samverkan import queries
from samverkan.errors import HttpError

_Graphs = list[ox.NamedNode | ox.BlankNode]
_Default = ox.DefaultGraph | list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]


@dataclass(frozen=True, kw_only=True, slots=True)
class Dataset:
    """The graphs that make up the default graph, and the named ones."""

    default: tuple[ox.NamedNode, ...]
    named: tuple[ox.NamedNode, ...]

    def within(self, store: ox.Store) -> tuple[ox.Store, _Default, _Graphs]:
        """The store to ask, what is its default graph, and what are its named graphs."""
        there = {graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}
        default = [graph for graph in dict.fromkeys(self.default) if graph in there]
        named: _Graphs = list(dict.fromkeys(self.named))
        if len(default) > 1 and there == set(default):
            return store, ox.DefaultGraph(), named  # the union of them all, see store.py
        if len(default) > 1:
            return _merged(store, default, named), ox.DefaultGraph(), named
        return store, [*default], named


def dataset_of(text: str, default: Sequence[str], named: Sequence[str]) -> Dataset | None:
    """The dataset of a query: by the request (SPARQL 1.1 Protocol, 2.1.4), else by FROM; None for the whole store.

    Raises HttpError 400 for a graph that is no IRI.
    """
    if not default and not named:
        default, named = _by_query(text)
        if len(default) + len(named) < 2:
            return None  # the engine reads it right itself
    try:
        return Dataset(default=tuple(map(ox.NamedNode, default)), named=tuple(map(ox.NamedNode, named)))
    except ValueError as problem:
        raise HttpError(message=f"a graph of the dataset is not named by an IRI: {problem}", status=400) from problem


def _by_query(text: str) -> tuple[list[str], list[str]]:
    """The IRIs after FROM and FROM NAMED. A graph with a prefixed or relative name is left to the engine: none."""
    default: list[str] = []
    named: list[str] = []
    tokens = queries.tokens(text) if "FROM" in text.upper() else []
    for at, token in enumerate(tokens):
        if token.upper() != "FROM":
            continue
        is_named = tokens[at + 1 : at + 2] and tokens[at + 1].upper() == "NAMED"
        name = "".join(tokens[at + 2 : at + 3] if is_named else tokens[at + 1 : at + 2])
        if not name.startswith("<") or ":" not in name:
            return [], []
        (named if is_named else default).append(name[1:-1])
    return default, named


def _merged(store: ox.Store, default: Sequence[ox.NamedNode], named: _Graphs) -> ox.Store:
    """A store in memory with the merge of graphs, and the named ones."""
    merged = ox.Store()
    for graph in default:
        quads = store.quads_for_pattern(None, None, None, graph)
        merged.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    for one in named:
        merged.bulk_extend(store.quads_for_pattern(None, None, None, one))
    return merged
