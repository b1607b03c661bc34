"""A thing's page as schema.org data for search engines: what it is, what it is called, what it is linked to."""

from __future__ import annotations

import json
from collections.abc import Mapping

from samverkan.identifiers import DCTERMS, ORG, SKOS, sam
from samverkan.pages.addresses import path_of
from samverkan.pages.entities import Entity
from samverkan.pages.graph import Graph
from samverkan.pages.relations import Relations

_TYPES: Mapping[str, str] = {
    "project": "ResearchProject",
    "organisation": "Organization",
    "unit": "Organization",
    "group": "Organization",
    "municipality": "AdministrativeArea",
    "county": "AdministrativeArea",
    "region": "AdministrativeArea",
    "document": "DigitalDocument",
    "decision": "Thing",
}
_MOST = 50


def structured(graph: Graph, relations: Relations, entity: Entity, language: str) -> str:
    """JSON-LD for a `script` element: no character of it ends the element."""
    iri = entity.iri
    said: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(entity.kind, "DefinedTerm"),
        "@id": iri,
        "name": entity.label[language],
        "alternateName": graph.values(iri, f"{SKOS}altLabel")[:_MOST],
        "identifier": graph.values(iri, f"{DCTERMS}identifier"),
        "sameAs": graph.values(iri, f"{SKOS}exactMatch"),
        **_OF.get(entity.kind, _nothing)(graph, relations, iri, language),
    }
    known = {name: content for name, content in said.items() if content not in (None, [], {})}
    return json.dumps(known, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c").replace("&", "\\u0026")


def _nothing(*_: object) -> Mapping[str, object]:
    return {}


def _project(graph: Graph, relations: Relations, iri: str, language: str) -> Mapping[str, object]:
    outline = relations.outline(iri)
    parties = relations.parties(iri)
    return {
        "startDate": outline.start,
        "foundingDate": outline.start,
        "dissolutionDate": outline.end,
        "funder": [_named(graph, one, "Organization", language) for one in graph.values(iri, sam("fund"))],
        "member": [_named(graph, one, "Organization", language) for one in [*parties][:_MOST]],
        "areaServed": [
            _named(graph, one, "AdministrativeArea", language) for one in graph.values(iri, sam("coversArea"))[:_MOST]
        ],
        "funding": [
            _grant(graph.label(sam(kind))[language], f"{amount:f}", outline.currency)
            for kind, amount in outline.amounts.items()
            if kind in ("grantedAmount", "euAmount")
        ],
    }


def _grant(name: str, value: str, currency: str) -> Mapping[str, object]:
    amount = {"@type": "MonetaryAmount", "value": value, "currency": currency}
    return {"@type": "MonetaryGrant", "name": name, "amount": amount}


def _organisation(graph: Graph, relations: Relations, iri: str, language: str) -> Mapping[str, object]:
    owners = graph.values(iri, f"{ORG}unitOf")
    return {
        "parentOrganization": [_named(graph, one, "Organization", language) for one in owners],
        "memberOf": [_named(graph, one, "ResearchProject", language) for one in relations.projects(iri)[:_MOST]],
        "url": graph.first(iri, "https://schema.org/url"),
    }


def _area(graph: Graph, _: Relations, iri: str, language: str) -> Mapping[str, object]:
    latitude, longitude = (graph.first(iri, f"https://schema.org/{name}") for name in ("latitude", "longitude"))
    around = graph.values(iri, sam("partOf"))
    return {
        "containedInPlace": [_named(graph, one, "AdministrativeArea", language) for one in around],
        "url": graph.first(iri, "https://schema.org/url"),
        "geo": {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude} if latitude else None,
    }


def _document(graph: Graph, _: Relations, iri: str, __: str) -> Mapping[str, object]:
    return {
        "encodingFormat": graph.first(iri, f"{DCTERMS}format"),
        "publisher": graph.first(iri, f"{DCTERMS}publisher"),
        "license": graph.first(iri, f"{DCTERMS}license"),
        "isBasedOn": graph.first(iri, f"{DCTERMS}source"),
    }


_OF = {
    "project": _project,
    "organisation": _organisation,
    "unit": _organisation,
    "municipality": _area,
    "county": _area,
    "region": _area,
    "document": _document,
}


def _named(graph: Graph, iri: str, kind: str, language: str) -> Mapping[str, object]:
    own = kind if not str(path_of(iri)).startswith("municipality/") else "AdministrativeArea"
    return {"@type": own, "@id": iri, "name": graph.label(iri)[language]}
