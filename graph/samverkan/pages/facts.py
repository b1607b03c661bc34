"""What the graph says of a thing, fact by fact: the value, whence it is known, and the words it was read from.

A fact is `read` from a document, taken from `reference` data (or follows from it by look-up), or `inferred` from the
ontology's axioms. Nothing is left out but what a page tells elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from samverkan.identifiers import ASSERTED, DCTERMS, INFERRED, ORG, PROV, RDFS, REFERENCE, SKOS, sam
from samverkan.pages.addresses import LANGUAGES
from samverkan.pages.findings import Findings, Remark
from samverkan.pages.graph import LABEL, TYPE, Graph, Label
from samverkan.pages.quotations import Quotation, Quotations
from samverkan.pages.values import SEK, Value, value
from samverkan.pages.words import words
from samverkan.results import short

# The order in which one wants to know
_ORDER = (
    *(LABEL, f"{SKOS}altLabel", f"{SKOS}notation", f"{SKOS}definition", f"{RDFS}comment"),
    *map(
        sam,
        (
            *("diarienummer", "organisationNumber", "municipalityCode", "countyCode", "organisationForm", "ownedBy"),
            *("hasLead", "hasPartner", "groupSize", "openParticipantList"),
            *(
                "startDate",
                "endDate",
                "decision",
                "decidedOn",
                "decidedBy",
                "locatedIn",
                "partOf",
                "region",
                "coversArea",
            ),
            *("appliedAmount", "grantedAmount", "euAmount", "totalBudget", "statedAmount", "currency"),
            *("unionCofinancingRate", "plannedParticipants", "plannedCompanies", "plannedCompaniesMin"),
            *(
                "plannedCompaniesMax",
                "targetGroup",
                "sector",
                "fund",
                "programme",
                "programmeArea",
                "specificObjective",
            ),
            *("interventionField", "call", "formerProject"),
        ),
    ),
)
_ELSEWHERE = {
    TYPE,
    f"{DCTERMS}identifier",
    f"{SKOS}prefLabel",
    f"{SKOS}hiddenLabel",
    *map(sam, ("carriedOutBy", "hasParticipation", "participatesIn", "collaboratesWith", "hasParticipant")),
}
_SINGLE = {
    sam(name)
    for name in (
        *("diarienummer", "startDate", "endDate", "decision", "appliedAmount", "grantedAmount", "euAmount"),
        *("totalBudget", "statedAmount", "unionCofinancingRate", "plannedParticipants", "plannedCompanies"),
        *("plannedCompaniesMin", "plannedCompaniesMax", "decidedOn", "organisationNumber"),
    )
}
_NAMED: Mapping[str, str] = {
    TYPE: "type",
    LABEL: "label",
    f"{SKOS}altLabel": "altLabel",
    f"{SKOS}notation": "notation",
    f"{SKOS}definition": "definition",
    f"{SKOS}exactMatch": "same",
    f"{SKOS}broader": "broader",
    f"{SKOS}inScheme": "scheme",
    f"{SKOS}editorialNote": "note",
    f"{RDFS}comment": "comment",
    f"{PROV}wasDerivedFrom": "source",
    f"{ORG}unitOf": "unit_of",
    "https://schema.org/latitude": "latitude",
    "https://schema.org/longitude": "longitude",
    "https://schema.org/url": "website",
    f"{DCTERMS}title": "title",
    f"{DCTERMS}format": "format",
    f"{DCTERMS}publisher": "publisher",
    f"{DCTERMS}issued": "issued",
    f"{DCTERMS}license": "licence",
    f"{DCTERMS}source": "address",
}
READ, LOOKED_UP, FOLLOWS = "read", "reference", "inferred"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One value of a property; `origin` is `read`, `reference` or `inferred`, and only what was read has quotations."""

    value: Value
    origin: str
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Property:
    """A property's facts; `disputed` when the sources give several values where there can be one."""

    iri: str
    label: Label
    facts: tuple[Fact, ...]
    disputed: bool


class Facts:
    """What a graph and a build's findings tell of things."""

    def __init__(self, graph: Graph, quotations: Quotations, findings: Findings) -> None:
        self.graph, self.quotations, self._findings = graph, quotations, findings

    def of(self, iri: str, *, without: Iterable[str] = ()) -> tuple[Property, ...]:
        """What is read of a thing or known of it from reference data, property by property."""
        hidden = _ELSEWHERE | set(without)
        currency = self.graph.first(iri, sam("currency")) or SEK
        known: dict[str, dict[str, Fact]] = {}
        for graph, origin in ((ASSERTED, READ), (REFERENCE, LOOKED_UP)):
            for quad in self.graph.store.quads_for_pattern(ox.NamedNode(iri), None, None, ox.NamedNode(graph)):
                predicate, term = quad.predicate.value, quad.object
                if predicate in hidden or not isinstance(term, ox.NamedNode | ox.Literal):
                    continue
                proof = self.quotations.of(iri, predicate, str(term))
                fact = Fact(
                    value=value(self.graph, predicate, term, currency),
                    origin=origin if proof else LOOKED_UP,
                    quotations=proof,
                )
                known.setdefault(predicate, {}).setdefault(str(term), fact)
        return tuple(self._property(one, known[one]) for one in sorted(known, key=_place))

    def inferred(self, iri: str) -> tuple[Property, ...]:
        """What follows from the ontology's axioms, and was not asserted anyway."""
        known: dict[str, dict[str, Fact]] = {}
        for quad in self.graph.store.quads_for_pattern(ox.NamedNode(iri), None, None, ox.NamedNode(INFERRED)):
            if isinstance(quad.object, ox.NamedNode | ox.Literal):
                shown = value(self.graph, quad.predicate.value, quad.object)
                known.setdefault(quad.predicate.value, {})[str(quad.object)] = Fact(
                    value=shown, origin=FOLLOWS, quotations=()
                )
        return tuple(self._property(one, known[one]) for one in sorted(known, key=_place))

    def remarks(self, iri: str) -> Sequence[Remark]:
        """The findings about a thing."""
        return self._findings.about.get(iri, ())

    def in_file(self, name: str) -> Sequence[Remark]:
        """The findings in a document, by its file's name."""
        return self._findings.of_file.get(name, ())

    def _property(self, iri: str, known: Mapping[str, Fact]) -> Property:
        facts = tuple(known[term] for term in sorted(known))
        different = {fact.value.text for fact in facts if fact.value.kind != "thing"} or {
            one.value.text for one in facts
        }
        return Property(
            iri=iri, label=self.property_label(iri), facts=facts, disputed=iri in _SINGLE and len(_apart(different)) > 1
        )

    def property_label(self, iri: str) -> Label:
        """What a property is called; one of another vocabulary by its short name."""
        if iri in _NAMED:
            swedish, english = (words(language)(f"property.{_NAMED[iri]}") for language in LANGUAGES)
            return Label(sv=swedish, en=english)
        if iri.startswith(sam("")):
            return self.graph.label(iri)
        called = short(iri)
        return Label(sv=called, en=called)


def _apart(texts: Iterable[str]) -> list[str]:
    """The values without those that another tells more exactly ("2020" beside "2020-06-04")."""
    known = set(texts)
    return [one for one in known if not any(other != one and other.startswith(f"{one}-") for other in known)]


def _place(predicate: str) -> tuple[int, str]:
    return (_ORDER.index(predicate), "") if predicate in _ORDER else (len(_ORDER), predicate)
