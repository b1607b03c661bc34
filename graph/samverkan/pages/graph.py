"""A store as pages ask it: values, columns and labels, by pattern. Reads only, and knows no page.

Patterns ask the default graph, the union of all (see store.py), unless another is named. Terms are plain: an IRI or a
literal's text is a `str`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from samverkan.identifiers import RDF, RDFS, sam

TYPE = f"{RDF}type"
LABEL = f"{RDFS}label"
_REMEMBERED = 50_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """What a thing is called in each language; the one is the other where only one is known."""

    sv: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.sv

    def as_json(self) -> dict[str, str]:
        """Both, by language."""
        return {"sv": self.sv, "en": self.en}


class Graph:
    """A view of a store; labels are remembered."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.label = lru_cache(maxsize=_REMEMBERED)(self._label)

    def column(self, predicate: str, graph: str | None = None) -> dict[str, list[str]]:
        """Every subject's values of a property, the subjects and their values in order."""
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(predicate), None, _graph(graph)):
            found[text(quad.subject)].add(text(quad.object))
        return {subject: sorted(values) for subject, values in sorted(found.items())}

    def subjects(self, predicate: str, value: str, graph: str | None = None) -> list[str]:
        """What has this thing as a value of a property, in order."""
        quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(value), _graph(graph))
        return sorted({text(quad.subject) for quad in quads})

    def values(self, subject: str, predicate: str, graph: str | None = None) -> list[str]:
        """A thing's values of a property, in order."""
        return sorted({text(term) for term in self.terms(subject, predicate, graph)})

    def pointing(self, value: str, graph: str | None = None) -> dict[str, list[str]]:
        """What has this thing as a value, by property."""
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self.store.quads_for_pattern(None, None, ox.NamedNode(value), _graph(graph)):
            found[quad.predicate.value].add(text(quad.subject))
        return {predicate: sorted(subjects) for predicate, subjects in sorted(found.items())}

    def first(self, subject: str, predicate: str) -> str | None:
        """The first of a thing's values of a property, if it has any."""
        return next(iter(self.values(subject, predicate)), None)

    def terms(self, subject: str, predicate: str, graph: str | None = None) -> Iterator[ox.NamedNode | ox.Literal]:
        """A thing's values of a property as RDF terms."""
        quads = self.store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, _graph(graph))
        return (quad.object for quad in quads if isinstance(quad.object, ox.NamedNode | ox.Literal))

    def _label(self, iri: str) -> Label:
        known: dict[str, str] = {}
        for term in self.terms(iri, LABEL):
            if isinstance(term, ox.Literal):
                _keep(known, term)
        return _called(iri, known)


def _keep(known: dict[str, str], label: ox.Literal) -> None:
    language = label.language or ""
    known[language] = min(known.get(language, label.value), label.value)


def _called(iri: str, known: Mapping[str, str]) -> Label:
    """Labels by language as one; a thing without any is called by the end of its IRI."""
    usual = known.get("") or next((known[language] for language in sorted(known)), last(iri))
    return Label(sv=known.get("sv", usual), en=known.get("en", known.get("sv", usual)))


def last(iri: str) -> str:
    """The end of an IRI: what comes after its last slash or number sign."""
    return iri.rstrip("/").rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def types(graph: Graph, iri: str) -> set[str]:
    """The local names of the ontology's classes that a thing is of."""
    return {name.removeprefix(sam("")) for name in graph.values(iri, TYPE) if name.startswith(sam(""))}


def _graph(name: str | None) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(name) if name else ox.DefaultGraph()


def text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """An IRI, or what a literal says."""
    return str(term) if isinstance(term, ox.Triple) else term.value
