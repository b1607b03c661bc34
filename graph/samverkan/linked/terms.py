"""The vocabularies in which a dataset is described, and how things are said in them. It describes nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from samverkan.identifiers import RDF, XSD, Iri
from samverkan.model import Literal, Statement, Term
from samverkan.results import prefixes

ADMS = "http://www.w3.org/ns/adms#"
DCAT = "http://www.w3.org/ns/dcat#"
DCATAP = "http://data.europa.eu/r5r/"
FOAF = "http://xmlns.com/foaf/0.1/"
FORMATS = "http://www.w3.org/ns/formats/"
SCHEMA = "https://schema.org/"
SD = "http://www.w3.org/ns/sparql-service-description#"
SH = "http://www.w3.org/ns/shacl#"
SPDX = "http://spdx.org/rdf/terms#"
VCARD = "http://www.w3.org/2006/vcard/ns#"
VOID = "http://rdfs.org/ns/void#"
# Lists of the EU's Publications Office and of IANA, from which DCAT-AP takes its values
AUTHORITY = "http://publications.europa.eu/resource/authority/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
TYPE = f"{RDF}type"

_OWN = {"dcatap": DCATAP, "sd": SD, "spdx": SPDX, "vcard": VCARD}


def known_prefixes() -> Mapping[str, str]:
    """The ontology's prefixes, and those that only descriptions of datasets need."""
    return {**prefixes(), **_OWN}


def about(subject: str, known: Mapping[str, Term | Sequence[Term] | None]) -> Iterator[Statement]:
    """What is known of a subject, by property: a value, several, or None where it is not known. An Iri is a thing."""
    for predicate, terms in known.items():
        for term in (terms,) if isinstance(terms, str | Literal) else terms or ():
            yield Statement(subject=Iri(subject), predicate=Iri(predicate), object=term)


def texts(words: Mapping[str, str]) -> tuple[Literal, ...]:
    """A text in each of its languages."""
    return tuple(Literal(value=text, language=language) for language, text in words.items() if text)


def number(count: int, kind: str = "integer") -> Literal:
    """A number of an XML Schema type."""
    return Literal(value=str(count), datatype=XSD + kind)
