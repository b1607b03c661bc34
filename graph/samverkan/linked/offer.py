"""What a publisher offers: where the dataset is served, under what title and licence, by whom, and the files of it.

All of it comes from options, the build's folder and its manifest; nothing is known of a person: a contact point is an
organisation's function, and there is none unless an option names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samverkan.identifiers import Iri
from samverkan.linked.terms import AUTHORITY
from samverkan.project import manifest, no_build

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
_TITLE = {"sv": "Samverkan i offentligt finansierade projekt", "en": "Partnerships in publicly funded projects"}
_DESCRIPTION = {
    "sv": "Vem som driver offentligt finansierade projekt i Sverige, med vilka, var, hur länge och för vilka pengar, "
    "läst ur beslut, projektbeskrivningar, nyheter och tabeller, med det ställe i texten där varje uppgift står.",
    "en": "Who runs publicly funded projects in Sweden, with whom, where, for how long and with what money, "
    "read from decisions, project descriptions, news and tables, with the place in the text where each fact stands.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Dump:
    """A file of the build that can be had as a whole: its name there, media type, size in bytes, SHA-256, and words."""

    name: str
    media_type: str
    size: int
    sha256: str
    file_type: str
    words: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """What a publisher says of the dataset. `address` is where its root is served, with the slash that ends it.

    `contact` is the name and the address (https: or mailto:) of a function that answers, never a person. `frequency`
    is a code of the Publications Office (DAILY, ANNUAL …). `asked` says whether it can be asked in SPARQL and by the
    questions' own addresses, which a static site can't be.
    """

    address: str
    title: Mapping[str, str] = field(default_factory=lambda: _TITLE)
    description: Mapping[str, str] = field(default_factory=lambda: _DESCRIPTION)
    publisher: str = "Samverkan"
    publisher_iri: str | None = None
    licence: str = CC0
    contact: tuple[str, str] | None = None
    frequency: str = "IRREG"
    dumps: tuple[Dump, ...] = ()
    asked: bool = True

    @property
    def dataset(self) -> Iri:
        """The dataset's IRI: the address of its description."""
        return Iri(f"{self.address}dataset")

    def part(self, *names: str) -> Iri:
        """The IRI of something that the dataset's description describes."""
        return Iri(f"{self.dataset}#{'-'.join(names)}")

    def dump(self, name: str) -> Iri:
        """The address of a file of the build."""
        return Iri(f"{self.address}dumps/{name}")

    @property
    def agent(self) -> Iri:
        """The publisher's IRI."""
        return Iri(self.publisher_iri) if self.publisher_iri else self.part("publisher")

    @property
    def periodicity(self) -> Iri:
        """How often the dataset changes, as the Publications Office names it."""
        return Iri(f"{AUTHORITY}frequency/{self.frequency}")


def offered(folder: Path, address: str, **options: str | tuple[str, str] | bool | None) -> Offer:
    """The offer of the build in this folder at an address, with those options that are given (not None).

    A `title` holds in both languages. Raises UnreadableSourceError when there is no build.
    """
    given: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    if "title" in given:
        given["title"] = dict.fromkeys(_TITLE, given["title"])
    return Offer(address=address, dumps=dumps(folder), **given)


_TURTLE, _JSON_LD = ("text/turtle", "RDF_TURTLE"), ("application/ld+json", "JSON_LD")
_N_QUADS = ("application/n-quads", "RDF_N_QUADS")
_DUMPS: Mapping[str, tuple[tuple[str, str], Mapping[str, str]]] = {
    "graph.ttl": (_TURTLE, {"sv": "Alla påståenden, att läsa", "en": "All statements, to read"}),
    "inferred.ttl": (_TURTLE, {"sv": "Allt som följer av påståendena", "en": "All that follows from the statements"}),
    "evidence.ttl": (_TURTLE, {"sv": "Ställena där uppgifterna står", "en": "The places where the facts stand"}),
    "graph.nq": (_N_QUADS, {"sv": "Allt, i namngivna grafer", "en": "Everything, in named graphs"}),
    "graph.jsonld": (_JSON_LD, {"sv": "Allt, som JSON-LD", "en": "Everything, as JSON-LD"}),
}


def dumps(folder: Path) -> tuple[Dump, ...]:
    """The RDF files of the build in this folder. Raises UnreadableSourceError when there is no build."""
    try:
        return tuple(_dumps(folder, manifest(folder)["files"]))
    except OSError as problem:
        raise no_build(folder) from problem


def _dumps(folder: Path, digests: Mapping[str, str]) -> Iterator[Dump]:
    for name, ((media_type, file_type), words) in _DUMPS.items():
        if name in digests:
            yield Dump(
                name=name,
                media_type=media_type,
                size=(folder / name).stat().st_size,
                sha256=digests[name],
                file_type=file_type,
                words=words,
            )
