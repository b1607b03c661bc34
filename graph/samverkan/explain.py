"""An entity of the graph as text: every fact beside the words it was read from. Reads the store, decides nothing."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from samverkan.errors import QueryError
from samverkan.identifiers import BASE, RDF, RDFS, SKOS
from samverkan.reference import fold_name

_KINDS = (
    "Project",
    "Municipality",
    "Organisation",
    "OrganisationGroup",
    "OrganisationalUnit",
    "County",
    "Region",
    "Decision",
)
_FACTS = """
SELECT DISTINCT ?entity ?subject ?predicate ?object ?exact ?start ?line ?file ?confidence ?qualifier WHERE {
  ?evidence rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; oa:exact ?exact ;
      oa:start ?start ; sam:line ?line ;
      sam:confidence ?confidence ; prov:hadPrimarySource ?document .
  ?document sam:fileName ?file .
  OPTIONAL { ?evidence sam:qualifier ?qualifier }
  { ?evidence rdf:subject ?entity } UNION { ?evidence rdf:object ?entity }
} ORDER BY ?file ?start ?predicate ?subject ?object
"""
_NAMING = {RDFS + "label": "name", SKOS + "altLabel": "also written"}
_PREFIXES = {
    "rdf": RDF,
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "sam": f"{BASE}ontology#",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One fact of an entity in words, and the quotation that proves it."""

    about: str
    property: str
    value: str
    quotation: str
    place: str
    confidence: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """An entity and its facts, in the order of the documents."""

    iri: str
    label: str
    kind: str
    facts: tuple[Fact, ...]


def explain(store: ox.Store, name: str) -> list[Explanation]:
    """What the graph says of the entity with this IRI or name, and why; several when several have the name.

    Raises QueryError, with the nearest names, when there is none.
    """
    labels = _labels(store)
    found = [ox.NamedNode(name)] if name in {node.value for node in labels} else _called(name, labels)
    if not found:
        near = difflib.get_close_matches(
            name, sorted({label for forms in labels.values() for label in forms}), n=3, cutoff=0.5
        )
        hint = f"; the nearest are {', '.join(f'“{one}”' for one in near)}" if near else ""
        raise QueryError(message=f"nothing in the graph is called “{name}”{hint}")
    return [_explanation(store, node, labels) for node in found]


def _labels(store: ox.Store) -> dict[ox.NamedNode, list[str]]:
    """Every named thing in the data, its Swedish or only label first."""
    labels: dict[ox.NamedNode, list[str]] = defaultdict(list)
    for predicate in (RDFS + "label", SKOS + "altLabel"):
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
            if (
                isinstance(quad.subject, ox.NamedNode)
                and isinstance(quad.object, ox.Literal)
                and quad.object.value not in labels[quad.subject]
            ):
                at = 0 if predicate.endswith("#label") and quad.object.language == "sv" else len(labels[quad.subject])
                labels[quad.subject].insert(at, quad.object.value)
    return labels


def _called(name: str, labels: dict[ox.NamedNode, list[str]]) -> list[ox.NamedNode]:
    wanted = fold_name(name)
    data = [
        node
        for node in labels
        if node.value.startswith(BASE + "id/") and "/role/" not in node.value and "/scheme/" not in node.value
    ]
    return sorted(
        (node for node in data if wanted in {fold_name(label) for label in labels[node]}), key=lambda node: node.value
    )


def _explanation(store: ox.Store, node: ox.NamedNode, labels: dict[ox.NamedNode, list[str]]) -> Explanation:
    types = {
        quad.object.value.removeprefix(_PREFIXES["sam"])
        for quad in store.quads_for_pattern(node, ox.NamedNode(RDF + "type"), None, None)
        if isinstance(quad.object, ox.NamedNode)
    }
    kind = next((kind for kind in _KINDS if kind in types), "Concept")
    said = store.query(_FACTS, prefixes=_PREFIXES, substitutions={ox.Variable("entity"): node})
    facts = tuple(_facts(said, labels, store)) if isinstance(said, ox.QuerySolutions) else ()
    return Explanation(iri=node.value, label=labels[node][0], kind=kind, facts=facts)


def _facts(
    solutions: Iterable[ox.QuerySolution], labels: dict[ox.NamedNode, list[str]], store: ox.Store
) -> Iterator[Fact]:
    for row in solutions:
        qualifier = f" ({row['qualifier'].value})" if row["qualifier"] else ""
        yield Fact(
            about=_word(row["subject"], labels),
            property=_property(row["predicate"], store),
            value=_word(row["object"], labels) + qualifier,
            quotation=" ".join(row["exact"].value.split()),
            place=f"{row['file'].value}:{row['line'].value}",
            confidence=float(row["confidence"].value),
        )


def _property(predicate: ox.NamedNode, store: ox.Store) -> str:
    """What the ontology calls a property in English."""
    said = (quad.object for quad in store.quads_for_pattern(predicate, ox.NamedNode(RDFS + "label"), None, None))
    english = sorted(label.value for label in said if isinstance(label, ox.Literal) and label.language == "en")
    return _NAMING.get(predicate.value) or (english[0] if english else predicate.value)


def _word(term: ox.NamedNode | ox.Literal, labels: dict[ox.NamedNode, list[str]]) -> str:
    if isinstance(term, ox.Literal):
        return term.value
    return labels[term][0] if labels.get(term) else term.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def to_text(explanation: Explanation) -> str:
    """The explanation as lines for a terminal: a fact, and below it the words it rests on."""
    lines = [f"{explanation.label} · {explanation.kind}", f"<{explanation.iri}>", ""]
    for fact in explanation.facts:
        about = "" if fact.about == explanation.label else f"{fact.about}: "
        lines.append(f"  {about}{fact.property}: {fact.value}")
        lines.append(f"      “{fact.quotation}” — {fact.place}, confidence {fact.confidence:g}")
    return "\n".join(lines)
