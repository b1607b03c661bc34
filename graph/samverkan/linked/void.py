"""Statistics → VoID: how much the dataset holds, by graph, class, property and links, and where it can be had.

https://www.w3.org/TR/void/. Every part has an IRI of its own; there are no blank nodes.
"""

from __future__ import annotations

from collections.abc import Iterator

from samverkan.identifiers import BASE, DCTERMS, SAM, Iri, data_iri
from samverkan.linked.offer import Offer
from samverkan.linked.statistics import TARGETS, Statistics
from samverkan.linked.terms import FOAF, FORMATS, TYPE, VOID, about, number, texts
from samverkan.model import Literal, Statement

_FORMATS = {"text/turtle": "Turtle", "application/n-quads": "N-Quads", "application/ld+json": "JSON-LD"}


def describe(offer: Offer, counted: Statistics) -> Iterator[Statement]:
    """The VoID description of the dataset."""
    yield from _document(offer)
    yield from _dataset(offer, counted)
    yield from _graphs(offer, counted)
    yield from _classes(offer, counted)
    yield from _properties(offer, counted)
    yield from _linksets(offer, counted)


def graph_part(offer: Offer, graph: str) -> Iri:
    """The subset of the dataset that is one named graph."""
    return offer.part("graph", _name(graph))


def _name(iri: str) -> str:
    """What is left of an IRI for the name of a part: `sam:Project` is `Project`, others keep their host apart."""
    own = iri.removeprefix(data_iri("graph", "")).removeprefix(SAM)
    return own if own != iri else iri.partition("://")[2].replace("#", "/").replace("/", "-").strip("-")


def _document(offer: Offer) -> Iterator[Statement]:
    yield from about(
        f"{offer.address}.well-known/void",
        {
            TYPE: Iri(f"{VOID}DatasetDescription"),
            f"{DCTERMS}title": texts({"sv": "Vad datamängden rymmer", "en": "What the dataset holds"}),
            f"{DCTERMS}publisher": offer.agent,
            f"{FOAF}primaryTopic": offer.dataset,
        },
    )


def _dataset(offer: Offer, counted: Statistics) -> Iterator[Statement]:
    yield from about(
        offer.dataset,
        {
            TYPE: Iri(f"{VOID}Dataset"),
            f"{DCTERMS}title": texts(offer.title),
            f"{DCTERMS}description": texts(offer.description),
            f"{DCTERMS}publisher": offer.agent,
            f"{DCTERMS}license": Iri(offer.licence),
            f"{FOAF}homepage": Iri(offer.address),
            f"{VOID}uriSpace": Literal(value=data_iri("")),
            f"{VOID}vocabulary": [Iri(one) for one in _vocabularies(counted)],
            f"{VOID}exampleResource": [Iri(data_iri("municipality", "0180"))],
            f"{VOID}feature": [Iri(FORMATS + name) for name in ("JSON-LD", "N-Triples", "RDF_XML", "TriG", "Turtle")],
            f"{VOID}dataDump": [offer.dump(one.name) for one in offer.dumps],
            f"{VOID}sparqlEndpoint": Iri(f"{offer.address}sparql") if offer.asked else None,
            f"{VOID}triples": number(counted.triples),
            f"{VOID}entities": number(counted.entities),
            f"{VOID}classes": number(len(counted.classes)),
            f"{VOID}properties": number(len(counted.properties)),
            f"{VOID}distinctSubjects": number(counted.subjects),
            f"{VOID}distinctObjects": number(counted.objects),
            f"{VOID}documents": number(counted.classes.get(f"{SAM}SourceDocument", 0)),
        },
    )


def _vocabularies(counted: Statistics) -> list[str]:
    """The namespaces of the classes and properties in use."""
    terms = (*counted.classes, *counted.properties)
    return sorted({term[: max(term.rfind("#"), term.rfind("/")) + 1] for term in terms} - {data_iri(""), BASE})


def _graphs(offer: Offer, counted: Statistics) -> Iterator[Statement]:
    for graph, triples in counted.graphs.items():
        part = graph_part(offer, graph)
        yield from about(offer.dataset, {f"{VOID}subset": part})
        yield from about(part, {TYPE: Iri(f"{VOID}Dataset"), f"{VOID}triples": number(triples)})
        yield from about(part, {f"{DCTERMS}source": Iri(graph), f"{DCTERMS}isPartOf": offer.dataset})


def _classes(offer: Offer, counted: Statistics) -> Iterator[Statement]:
    for kind, entities in counted.classes.items():
        part = offer.part("class", _name(kind))
        yield from about(offer.dataset, {f"{VOID}classPartition": part})
        yield from about(part, {TYPE: Iri(f"{VOID}Dataset"), f"{VOID}class": Iri(kind)})
        yield from about(part, {f"{VOID}entities": number(entities)})
        for name, triples in counted.properties_of.get(kind, {}).items():
            within = offer.part("class", _name(kind), "property", _name(name))
            yield from about(part, {f"{VOID}propertyPartition": within})
            yield from _partition(within, name, triples)


def _properties(offer: Offer, counted: Statistics) -> Iterator[Statement]:
    for name, triples in counted.properties.items():
        part = offer.part("property", _name(name))
        yield from about(offer.dataset, {f"{VOID}propertyPartition": part})
        yield from _partition(part, name, triples)


def _partition(part: Iri, name: str, triples: int) -> Iterator[Statement]:
    yield from about(
        part, {TYPE: Iri(f"{VOID}Dataset"), f"{VOID}property": Iri(name), f"{VOID}triples": number(triples)}
    )


def _linksets(offer: Offer, counted: Statistics) -> Iterator[Statement]:
    for target, names in counted.links.items():
        other = offer.part("target", target)
        for name, triples in names.items():
            links = offer.part("links", target, _name(name))
            yield from about(offer.dataset, {f"{VOID}subset": links})
            yield from about(
                links,
                {
                    TYPE: Iri(f"{VOID}Linkset"),
                    f"{VOID}subjectsTarget": offer.dataset,
                    f"{VOID}objectsTarget": other,
                    f"{VOID}linkPredicate": Iri(name),
                    f"{VOID}triples": number(triples),
                },
            )
        if names:
            yield from about(other, {TYPE: Iri(f"{VOID}Dataset"), f"{VOID}uriSpace": Literal(value=TARGETS[target])})
