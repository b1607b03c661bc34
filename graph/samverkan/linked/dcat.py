"""Statistics and an offer → DCAT-AP-SE 3: a catalogue of one dataset, its distributions and its data services.

https://docs.dataportal.se/dcat/3.0.1/sv/. Mandatory there: of a catalogue its title, description, publisher, licence
and datasets; of a dataset its title, description and publisher; of a distribution its access address and format; of a
data service its title, endpoint and format. What is recommended is given where it is known.
"""

from __future__ import annotations

from collections.abc import Iterator

from samverkan.identifiers import DCTERMS, XSD, Iri
from samverkan.linked.offer import Dump, Offer
from samverkan.linked.statistics import Statistics
from samverkan.linked.terms import (
    AUTHORITY,
    DCAT,
    DCATAP,
    FOAF,
    MEDIA_TYPES,
    SPDX,
    TYPE,
    VCARD,
    about,
    number,
    texts,
)
from samverkan.model import Literal, Statement

_SPARQL = ("https://www.w3.org/TR/sparql11-protocol/", "https://www.w3.org/TR/sparql11-query/")
_OPENAPI = ("https://spec.openapis.org/oas/v3.1.0",)
_LANGUAGES = (Iri(f"{AUTHORITY}language/SWE"), Iri(f"{AUTHORITY}language/ENG"))
_PUBLIC = Iri(f"{AUTHORITY}access-right/PUBLIC")
_SWEDEN = Iri(f"{AUTHORITY}country/SWE")
_THEMES = ("GOVE", "SOCI", "ECON", "REGI")
_REST = Iri("http://www.wikidata.org/entity/Q749568")  # the profile's list for dcterms:type of a data service
_KEYWORDS = {
    "sv": ("samverkan", "projekt", "socialfonden", "kommun", "partnerskap", "bidrag"),
    "en": ("collaboration", "project", "social fund", "municipality", "partnership", "grant"),
}
# The profile has the description itself under CC0, by this very address; the data are under the offer's licence
_CATALOGUE_LICENCE = Iri("http://creativecommons.org/publicdomain/zero/1.0/")
_DATES = {4: "gYear", 7: "gYearMonth", 10: "date"}


def describe(offer: Offer, counted: Statistics) -> Iterator[Statement]:
    """The catalogue and what is in it."""
    yield from _catalogue(offer)
    yield from _publisher(offer)
    yield from _dataset(offer)
    yield from _coverage(offer, counted)
    for dump in offer.dumps:
        yield from _distribution(offer, dump)
    if offer.asked:
        yield from _sparql(offer)
        yield from _api(offer)


def _catalogue(offer: Offer) -> Iterator[Statement]:
    yield from about(
        offer.part("catalogue"),
        {
            TYPE: Iri(f"{DCAT}Catalog"),
            f"{DCTERMS}title": texts(offer.title),
            f"{DCTERMS}description": texts(
                {
                    "sv": "Katalogen över datamängden och de tjänster som ger den.",
                    "en": "The catalogue of the dataset and the services that give it.",
                }
            ),
            f"{DCTERMS}publisher": offer.agent,
            f"{DCTERMS}license": _CATALOGUE_LICENCE,
            f"{DCTERMS}language": _LANGUAGES,
            f"{DCTERMS}spatial": _SWEDEN,
            f"{FOAF}homepage": Iri(offer.address),
            f"{DCAT}themeTaxonomy": Iri(f"{AUTHORITY}data-theme"),
            f"{DCAT}dataset": offer.dataset,
            f"{DCAT}service": _services(offer),
        },
    )
    yield from about(offer.address, {TYPE: Iri(f"{FOAF}Document")})


def _services(offer: Offer) -> tuple[Iri, ...]:
    return (offer.part("sparql"), offer.part("api")) if offer.asked else ()


def _publisher(offer: Offer) -> Iterator[Statement]:
    yield from about(offer.agent, {TYPE: Iri(f"{FOAF}Agent"), f"{FOAF}name": Literal(value=offer.publisher)})
    if offer.contact:
        name, address = offer.contact
        reached = "hasEmail" if address.startswith("mailto:") else "hasURL"
        yield from about(
            offer.part("contact"),
            {
                TYPE: Iri(f"{VCARD}Organization"),
                f"{VCARD}fn": Literal(value=name),
                VCARD + reached: Iri(address),
            },
        )


def _contact(offer: Offer) -> Iri | None:
    return offer.part("contact") if offer.contact else None


def _dataset(offer: Offer) -> Iterator[Statement]:
    yield from about(
        offer.dataset,
        {
            TYPE: Iri(f"{DCAT}Dataset"),
            f"{DCTERMS}title": texts(offer.title),
            f"{DCTERMS}description": texts(offer.description),
            f"{DCTERMS}publisher": offer.agent,
            f"{DCTERMS}license": Iri(offer.licence),
            f"{DCTERMS}identifier": Literal(value=offer.dataset),
            f"{DCTERMS}language": _LANGUAGES,
            f"{DCTERMS}accessRights": _PUBLIC,
            f"{DCTERMS}accrualPeriodicity": offer.periodicity,
            f"{DCTERMS}conformsTo": Iri(f"{offer.address}ontology"),
            f"{DCAT}contactPoint": _contact(offer),
            f"{DCAT}theme": [Iri(f"{AUTHORITY}data-theme/{name}") for name in _THEMES],
            f"{DCAT}keyword": [
                Literal(value=word, language=language) for language, words in _KEYWORDS.items() for word in words
            ],
            f"{DCAT}landingPage": Iri(offer.address),
            f"{DCAT}distribution": [
                *(offer.part("file", dump.name) for dump in offer.dumps),
                *(offer.part("through", name) for name in ("sparql", "api") if offer.asked),
            ],
        },
    )


def _coverage(offer: Offer, counted: Statistics) -> Iterator[Statement]:
    """Sweden and the regions that projects lie in; from the first day of a project to the last one."""
    regions = [Iri(region) for region in counted.regions]
    yield from about(offer.dataset, {f"{DCTERMS}spatial": (_SWEDEN, *regions)})
    for place in (_SWEDEN, *regions):
        yield from about(place, {TYPE: Iri(f"{DCTERMS}Location")})
    if counted.days:
        period = offer.part("period")
        first, last = (_date(day) for day in counted.days)
        yield from about(offer.dataset, {f"{DCTERMS}temporal": period})
        yield from about(
            period,
            {TYPE: Iri(f"{DCTERMS}PeriodOfTime"), f"{DCAT}startDate": first, f"{DCAT}endDate": last},
        )


def _date(day: str) -> Literal | None:
    kind = _DATES.get(len(day))
    return Literal(value=day, datatype=XSD + kind) if kind else None


def _distribution(offer: Offer, dump: Dump) -> Iterator[Statement]:
    part, digest = offer.part("file", dump.name), offer.part("file", dump.name, "sha256")
    yield from about(
        part,
        {
            TYPE: Iri(f"{DCAT}Distribution"),
            f"{DCTERMS}title": Literal(value=dump.name),
            f"{DCTERMS}description": texts(dump.words),
            f"{DCTERMS}license": Iri(offer.licence),
            f"{DCTERMS}format": Iri(f"{AUTHORITY}file-type/{dump.file_type}"),
            f"{DCTERMS}conformsTo": Iri(f"{offer.address}ontology"),
            f"{DCAT}mediaType": Iri(MEDIA_TYPES + dump.media_type),
            f"{DCAT}accessURL": offer.dump(dump.name),
            f"{DCAT}downloadURL": offer.dump(dump.name),
            f"{DCAT}byteSize": number(dump.size, "nonNegativeInteger"),
            f"{DCATAP}availability": Iri(f"{AUTHORITY}planned-availability/STABLE"),
            f"{SPDX}checksum": digest,
        },
    )
    yield from about(
        digest,
        {
            TYPE: Iri(f"{SPDX}Checksum"),
            f"{SPDX}algorithm": Iri(f"{SPDX}checksumAlgorithm_sha256"),
            f"{SPDX}checksumValue": Literal(value=dump.sha256, datatype=f"{XSD}hexBinary"),
        },
    )


def _sparql(offer: Offer) -> Iterator[Statement]:
    endpoint = Iri(f"{offer.address}sparql")
    words = {"sv": "SPARQL-tjänst över hela grafen", "en": "SPARQL service over the whole graph"}
    yield from _service(offer, "sparql", endpoint, words)
    yield from about(
        offer.part("sparql"),
        {f"{DCTERMS}conformsTo": [Iri(one) for one in _SPARQL], f"{DCAT}endpointDescription": endpoint},
    )
    yield from _through(offer, "sparql", endpoint, words, "application/sparql-results+json")


def _api(offer: Offer) -> Iterator[Statement]:
    endpoint = Iri(f"{offer.address}api/")
    words = {"sv": "Färdiga frågor som ett REST-API", "en": "Ready questions as a REST API"}
    yield from _service(offer, "api", endpoint, words)
    yield from about(
        offer.part("api"),
        {
            f"{DCTERMS}conformsTo": [Iri(one) for one in _OPENAPI],
            f"{DCTERMS}type": _REST,
            f"{DCAT}endpointDescription": Iri(f"{offer.address}api/openapi.json"),
        },
    )
    yield from _through(offer, "api", endpoint, words, "application/json")


def _service(offer: Offer, name: str, endpoint: Iri, words: dict[str, str]) -> Iterator[Statement]:
    yield from about(
        offer.part(name),
        {
            TYPE: Iri(f"{DCAT}DataService"),
            f"{DCTERMS}title": texts(words),
            f"{DCTERMS}publisher": offer.agent,
            f"{DCTERMS}license": Iri(offer.licence),
            f"{DCTERMS}accessRights": _PUBLIC,
            f"{DCTERMS}format": Iri(f"{AUTHORITY}file-type/JSON"),
            f"{DCAT}contactPoint": _contact(offer),
            f"{DCAT}endpointURL": endpoint,
            f"{DCAT}servesDataset": offer.dataset,
            f"{DCAT}landingPage": Iri(offer.address),
        },
    )


def _through(offer: Offer, name: str, endpoint: Iri, words: dict[str, str], media_type: str) -> Iterator[Statement]:
    """The dataset as a service gives it."""
    yield from about(
        offer.part("through", name),
        {
            TYPE: Iri(f"{DCAT}Distribution"),
            f"{DCTERMS}title": texts(words),
            f"{DCTERMS}license": Iri(offer.licence),
            f"{DCTERMS}format": Iri(f"{AUTHORITY}file-type/JSON"),
            f"{DCAT}mediaType": Iri(MEDIA_TYPES + media_type),
            f"{DCAT}accessURL": endpoint,
            f"{DCAT}accessService": offer.part(name),
        },
    )
