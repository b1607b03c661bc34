"""The prefixes, classes and properties that the graph uses, counted: what a console completes from."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pyoxigraph as ox

from samverkan.linked.statistics import PARTS
from samverkan.pages.graph import Graph
from samverkan.results import prefixes, short


def terms(store: ox.Store) -> bytes:
    """The terms as JSON, each list in the order of its IRIs."""
    graph = Graph(store)
    told = {
        "prefixes": dict(prefixes()),
        "classes": _listed(graph, PARTS["classes"](store)),
        "properties": _listed(graph, PARTS["properties"](store)),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _listed(graph: Graph, counts: Mapping[str, int]) -> list[Mapping[str, object]]:
    return [_told(graph, iri, count) for iri, count in sorted(counts.items())]


def _told(graph: Graph, iri: str, count: int) -> Mapping[str, object]:
    label = graph.label(iri)
    known = label.as_json() if label.sv not in iri else {"sv": short(iri), "en": short(iri)}
    return {"iri": iri, "label": known, "count": count}
