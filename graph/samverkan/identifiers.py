"""Minting of IRIs: from the strongest identifier, never from a counter, a random number or a file's path."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import NewType

Iri = NewType("Iri", str)
DocumentId = NewType("DocumentId", str)

BASE = "https://w3id.org/samverkan/"
SAM = f"{BASE}ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
DCTERMS = "http://purl.org/dc/terms/"

NUMBER_LENGTH = 10
_WORD, _SPACED = re.compile(r"[^\W_]+"), re.compile(r"[\s\u2010-\u2015-]")
_LEGAL = re.compile(r"[0-9]{2}[2-9][0-9]{7}")


def sam(name: str) -> Iri:
    """The term of the ontology with this local name."""
    return Iri(SAM + name)


def slug(name: str) -> str:
    """A name as one IRI segment: case and punctuation folded, letters kept (Håbo and Habo differ only by å)."""
    folded = unicodedata.normalize("NFC", name).casefold().replace("+", " plus ")
    return "-".join(_WORD.findall(folded)) or digest(name)


def digest(text: str, digits: int = 8) -> str:
    """The first hexadecimal digits of the text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:digits]


def data_iri(*segments: str) -> Iri:
    """The IRI of a thing in the data: `id/` and its segments."""
    return Iri(BASE + "id/" + "/".join(segments))


ASSERTED, INFERRED, EVIDENCE, REFERENCE, ONTOLOGY = (
    data_iri("graph", name) for name in ("asserted", "inferred", "evidence", "reference", "ontology")
)
"""The named graphs of a build."""


def has_valid_checksum(number: str) -> bool:
    """Whether ten digits pass the Luhn check that organisation numbers carry (SKV 709)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(number))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def organisation_number(text: str) -> str | None:
    """The ten digits of an organisation number of a legal person, or None.

    A legal person's third digit is at least 2 (Act 1974:174); below that the number is a sole trader's
    personal identity number, which is personal data and never leaves this function.
    """
    digits = _SPACED.sub("", text)
    if digits.startswith("16") and len(digits) == NUMBER_LENGTH + 2:
        digits = digits[2:]
    return digits if _LEGAL.fullmatch(digits) and has_valid_checksum(digits) else None
