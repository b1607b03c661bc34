"""The page of the ontology: its classes and properties, what each means, where it belongs, how often it is used.

An anchor for each term, so that `ontology#Project` leads there. Only terms of our own are shown; others by their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from samverkan.identifiers import RDFS, SAM, SKOS
from samverkan.pages.addresses import Address
from samverkan.pages.graph import TYPE, Graph, Label
from samverkan.pages.rendering import Crumb, Frame, render
from samverkan.pages.words import words
from samverkan.results import prefixes

_OWL, _SCHEMA = "http://www.w3.org/2002/07/owl#", "https://schema.org/"
_KINDS: Mapping[str, tuple[str, ...]] = {
    "classes": (f"{_OWL}Class",),
    "properties": (f"{_OWL}ObjectProperty", f"{_OWL}DatatypeProperty"),
}
_RELATIONS: Mapping[str, tuple[str, ...]] = {
    "above": (f"{RDFS}subClassOf", f"{RDFS}subPropertyOf"),
    "of": (f"{RDFS}domain", f"{_SCHEMA}domainIncludes"),
    "to": (f"{RDFS}range", f"{_SCHEMA}rangeIncludes"),
    "inverse": (f"{_OWL}inverseOf",),
    "like": (f"{_OWL}equivalentClass", f"{_OWL}equivalentProperty", f"{SKOS}closeMatch", f"{SKOS}exactMatch"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Other:
    """A term as it is named: with its prefix, and an anchor on this page where it is one of ours."""

    name: str
    iri: str
    anchor: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A class or a property: `relations` by the keys of words.toml, `forms` the words by which documents name it."""

    name: str
    iri: str
    label: Label
    comment: Mapping[str, str]
    relations: Mapping[str, tuple[Other, ...]]
    forms: tuple[str, ...]
    used: int


def ontology(graph: Graph, address: Address, frame: Frame) -> bytes:
    """The page, in the address's language."""
    title = words(address.language)("ontology.title")
    shown = {name: _terms(graph, kinds) for name, kinds in _KINDS.items()}
    trail = (Crumb(label=title, path=None),)
    return render("ontology", address, frame, title=title, trail=trail, content={"terms": shown, "space": SAM})


def _terms(graph: Graph, kinds: Iterable[str]) -> list[Term]:
    """Our terms of these kinds, by name."""
    iris = {iri for kind in kinds for iri in graph.subjects(TYPE, kind) if iri.startswith(SAM)}
    return [_term(graph, iri) for iri in sorted(iris, key=str.casefold)]


def _term(graph: Graph, iri: str) -> Term:
    comments = graph.terms(iri, f"{RDFS}comment")
    return Term(
        name=iri.removeprefix(SAM),
        iri=iri,
        label=graph.label(iri),
        comment={one.language or "": one.value for one in comments if isinstance(one, ox.Literal)},
        relations={name: _others(graph, iri, predicates) for name, predicates in _RELATIONS.items()},
        forms=tuple(graph.values(iri, f"{SKOS}altLabel")),
        used=_times(graph.store, iri),
    )


def _others(graph: Graph, iri: str, predicates: Iterable[str]) -> tuple[Other, ...]:
    found = {value for predicate in predicates for value in graph.values(iri, predicate) if "://" in value}
    return tuple(_other(value) for value in sorted(found))


def _other(iri: str) -> Other:
    spaces = [(len(space), prefix, space) for prefix, space in prefixes().items() if iri.startswith(space)]
    name = f"{max(spaces)[1]}:{iri.removeprefix(max(spaces)[2])}" if spaces else iri
    return Other(name=name, iri=iri, anchor=iri.removeprefix(SAM) if iri.startswith(SAM) else None)


def _times(store: ox.Store, iri: str) -> int:
    """How many things are of a class, or how often a property is used."""
    node, default = ox.NamedNode(iri), ox.DefaultGraph()
    as_class = sum(1 for _ in store.quads_for_pattern(None, ox.NamedNode(TYPE), node, default))
    return as_class or sum(1 for _ in store.quads_for_pattern(None, node, None, default))
