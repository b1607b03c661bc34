"""An open store → what there is in it: counts of triples, things, classes, properties and links, years and regions.

Everything comes from SPARQL over the store, so that it holds of any build; this room knows no description of datasets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from samverkan.identifiers import SAM, data_iri
from samverkan.results import prefixes

# Whom the data's links lead to, by the namespace of their IRIs
TARGETS: Mapping[str, str] = {
    "wikidata": "http://www.wikidata.org/entity/",
    "nuts": "http://data.europa.eu/nuts/",
    "geonames": "https://sws.geonames.org/",
}
_GRAPHS = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
_CLASSES = "SELECT ?class (COUNT(?s) AS ?n) WHERE { ?s a ?class } GROUP BY ?class ORDER BY ?class"
_PROPERTIES = "SELECT ?property (COUNT(*) AS ?n) WHERE { ?s ?property ?o } GROUP BY ?property ORDER BY ?property"
_WITHIN = """SELECT ?class ?property (COUNT(*) AS ?n) WHERE {
  ?s a ?class ; ?property ?o . FILTER(STRSTARTS(STR(?class), $))
} GROUP BY ?class ?property ORDER BY ?class ?property"""
_SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }"
_OBJECTS = "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }"
_ENTITIES = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?class . FILTER(STRSTARTS(STR(?s), $)) }"
_LINKS = """SELECT ?property (COUNT(*) AS ?n) WHERE {
  VALUES ?property { skos:exactMatch skos:closeMatch owl:sameAs }
  ?s ?property ?o . FILTER(STRSTARTS(STR(?o), $))
} GROUP BY ?property ORDER BY ?property"""
_DAYS = """SELECT (MIN(?day) AS ?first) (MAX(?day) AS ?last) WHERE {
  ?project sam:startDate|sam:endDate ?date . BIND(STR(?date) AS ?day)
}"""
_REGIONS = """SELECT DISTINCT ?code WHERE {
  { ?project sam:region ?region } UNION { ?project sam:coversArea/sam:partOf* ?region }
  ?region a sam:Region ; skos:exactMatch ?code . FILTER(STRSTARTS(STR(?code), $))
} ORDER BY ?code"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Statistics:
    """The counts of a store's default graph, the union of the others; `graphs` has how much is in each named graph.

    `entities` are the things that have a class; `properties_of` counts the triples of each property within each class
    of the ontology; `links` counts by the key of TARGETS and by property; `days` are the first and the last day (or
    month, or year) of any project, if one has any; `regions` the NUTS regions that projects lie in.
    """

    subjects: int
    objects: int
    entities: int
    graphs: Mapping[str, int]
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    properties_of: Mapping[str, Mapping[str, int]]
    links: Mapping[str, Mapping[str, int]]
    days: Sequence[str]
    regions: Sequence[str]

    @property
    def triples(self) -> int:
        """How many triples there are."""
        return sum(self.properties.values())


def count(store: ox.Store) -> Statistics:
    """All counts of a store."""
    return Statistics(**{name: part(store) for name, part in PARTS.items()})


def _within(store: ox.Store) -> dict[str, dict[str, int]]:
    within: dict[str, dict[str, int]] = {}
    for kind, name, times in _rows(store, _WITHIN, SAM):
        within.setdefault(kind, {})[name] = int(times)
    return within


def _links(store: ox.Store) -> dict[str, dict[str, int]]:
    return {target: _counts(store, _LINKS, space) for target, space in TARGETS.items()}


def _days(store: ox.Store) -> list[str]:
    ((first, last),) = _rows(store, _DAYS)
    return [first, last] if first else []


def _regions(store: ox.Store) -> list[str]:
    return [code for (code,) in _rows(store, _REGIONS, TARGETS["nuts"])]


def _one(store: ox.Store, query: str, start: str = "") -> int:
    ((times,),) = _rows(store, query, start)
    return int(times)


def _counts(store: ox.Store, query: str, start: str = "") -> dict[str, int]:
    return {name: int(times) for name, times in _rows(store, query, start)}


def _rows(store: ox.Store, query: str, start: str = "") -> Iterator[tuple[str, ...]]:
    """The rows of a SELECT as text; `$` in the query is the string that IRIs are to begin with."""
    answer = store.query(query.replace("$", str(ox.Literal(start))), prefixes=dict(prefixes()))
    if isinstance(answer, ox.QuerySolutions):
        for row in answer:
            yield tuple("" if term is None else str(getattr(term, "value", term)) for term in row)


# Each count by itself: those of a large store take too long to be made at once
PARTS: Mapping[str, Callable[[ox.Store], Any]] = {
    "subjects": lambda store: _one(store, _SUBJECTS),
    "objects": lambda store: _one(store, _OBJECTS),
    "entities": lambda store: _one(store, _ENTITIES, data_iri("")),
    "graphs": lambda store: _counts(store, _GRAPHS),
    "classes": lambda store: _counts(store, _CLASSES),
    "properties": lambda store: _counts(store, _PROPERTIES),
    "properties_of": _within,
    "links": _links,
    "days": _days,
    "regions": _regions,
}
