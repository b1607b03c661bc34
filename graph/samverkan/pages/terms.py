"""The prefixes, classes and properties that the graph uses, counted: what a console completes from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

import pyoxigraph as ox

from samverkan.pages.graph import TYPE, Graph
from samverkan.results import prefixes, short

_PROPERTIES = "SELECT ?term (COUNT(*) AS ?count) WHERE { ?s ?term ?o } GROUP BY ?term"
_CLASSES = f"SELECT ?term (COUNT(*) AS ?count) WHERE {{ ?s <{TYPE}> ?term }} GROUP BY ?term"


def terms(store: ox.Store) -> bytes:
    """The terms as JSON, each list in the order of its IRIs."""
    graph = Graph(store)
    told = {
        "prefixes": dict(prefixes()),
        "classes": [_told(graph, iri, count) for iri, count in _counted(store, _CLASSES)],
        "properties": [_told(graph, iri, count) for iri, count in _counted(store, _PROPERTIES)],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _counted(store: ox.Store, query: str) -> list[tuple[str, int]]:
    found: Counter[str] = Counter()
    answer = store.query(query)
    if isinstance(answer, ox.QuerySolutions):
        for row in answer:
            found[row["term"].value] = int(row["count"].value)
    return sorted(found.items())


def _told(graph: Graph, iri: str, count: int) -> Mapping[str, object]:
    label = graph.label(iri)
    known = label.as_json() if label.sv not in iri else {"sv": short(iri), "en": short(iri)}
    return {"iri": iri, "label": known, "count": count}
