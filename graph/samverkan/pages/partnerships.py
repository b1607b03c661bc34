"""Who works with whom, where and for how much, as one file: what the network and the map are drawn from.

The client counts: edges, filters and sums follow from projects and their parties. Where sources state several values
of one kind, the largest counts, as in the query files; of a period the first and the last day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

import pyoxigraph as ox

from samverkan.identifiers import ORG, SKOS, sam
from samverkan.model import AMOUNTS
from samverkan.pages.addresses import path_of
from samverkan.pages.graph import TYPE, Graph, last

Json: TypeAlias = "str | int | float | Sequence[Json] | Mapping[str, Json] | None"
Columns: TypeAlias = Mapping[str, Mapping[str, Sequence[str]]]

_OF_PROJECTS = (
    *AMOUNTS,
    *("currency", "fund", "startDate", "endDate", "plannedParticipants", "carriedOutBy", "coversArea"),
    *("hasParticipation", "participant", "role"),
)
_OF_PARTIES = ("municipalityCode", "countyCode", "organisationForm", "locatedIn", "partOf")
_UNIT_OF = f"{ORG}unitOf"
_KINDS = {"Organisation": "organisation", "OrganisationalUnit": "unit", "OrganisationGroup": "group"}


def partnerships(store: ox.Store) -> Iterator[bytes]:
    """The file in pieces: compact JSON, everything in the order of its IRI."""
    graph = Graph(store)
    columns: dict[str, Mapping[str, Sequence[str]]] = {
        name: graph.column(sam(name)) for name in (*_OF_PROJECTS, *_OF_PARTIES)
    }
    columns |= {"unitOf": graph.column(_UNIT_OF), "notation": graph.column(f"{SKOS}notation")}
    yield from _Partnerships(graph, columns).pieces()


class _Partnerships:
    """The columns of a graph, joined by project."""

    def __init__(self, graph: Graph, columns: Columns) -> None:
        self.graph, self.columns = graph, columns
        self.kinds = {one: kind for name, kind in _KINDS.items() for one in graph.subjects(TYPE, sam(name))}
        self.parties = sorted(
            {one for values in columns["participant"].values() for one in values if path_of(one) is not None}
        )
        self.places = {iri: place for place, iri in enumerate(self.parties)}
        self.municipalities = {iri: values[0] for iri, values in columns["municipalityCode"].items()}
        self.counties = {iri: values[0] for iri, values in columns["countyCode"].items()}

    def pieces(self) -> Iterator[bytes]:
        """The JSON object, the long lists an element at a time."""
        organisations = [self.organisation(iri) for iri in self.parties]
        projects = self.graph.subjects(TYPE, sam("Project"))
        yield b'{"organisations":['
        yield from _listed(organisations)
        yield b'],"projects":['
        yield from _listed(self.project(iri) for iri in projects)
        yield b"]"
        for name, content in self.tables(organisations).items():
            yield f',"{name}":'.encode() + _json(content)
        yield b"}"

    def tables(self, organisations: Iterable[Mapping[str, Json]]) -> Mapping[str, Json]:
        """What the codes in the lists mean."""
        forms = {last(iri): iri for values in self.columns["organisationForm"].values() for iri in values}
        known = {**forms, **{kind: sam(name) for name, kind in _KINDS.items()}}
        roles = {one for values in self.columns["role"].values() for one in values}
        funds = {one for values in self.columns["fund"].values() for one in values}
        return {
            "kinds": self._names({kind: known[kind] for kind in {str(one["kind"]) for one in organisations}}),
            "roles": self._names({last(iri): iri for iri in roles}),
            "funds": self._names({self._notation(iri): iri for iri in funds}),
            "counties": {
                code: {"label": self.graph.label(iri).sv, "path": path_of(iri)}
                for iri, code in sorted(self.counties.items())
            },
            "municipalities": {
                code: {"label": self.graph.label(iri).sv, "county": self._county(iri), "path": path_of(iri)}
                for iri, code in sorted(self.municipalities.items())
            },
        }

    def organisation(self, iri: str) -> Mapping[str, Json]:
        """A party: what it is, and where."""
        seats = [seat for one in self._owners(iri) for seat in (one, *self._of(one, "locatedIn"))]
        municipality = next((self.municipalities[seat] for seat in seats if seat in self.municipalities), None)
        return {
            "iri": iri,
            "path": path_of(iri),
            "label": self.graph.label(iri).sv,
            "kind": self._kind(iri),
            "municipality": municipality,
            "county": next(filter(None, map(self._county, seats)), None),
        }

    def project(self, iri: str) -> Mapping[str, Json]:
        """A project with its parties; its areas are the municipalities that it names and those that take part."""
        parties = self._parties(iri)
        named = self._of(iri, "coversArea")
        taking = [owner for party in parties for owner in self._owners(party)]
        amounts = {name: _number(max(map(Decimal, self._of(iri, name)))) for name in AMOUNTS if self._of(iri, name)}
        return {
            "iri": iri,
            "path": path_of(iri),
            "label": self.graph.label(iri).sv,
            "funds": sorted(map(self._notation, self._of(iri, "fund"))),
            "start": min(_exact(self._of(iri, "startDate")), default=None),
            "end": max(_exact(self._of(iri, "endDate")), default=None),
            "amounts": amounts,
            "currency": next(iter(self._of(iri, "currency")), "SEK"),
            "participants": max(map(int, self._of(iri, "plannedParticipants")), default=None),
            "areas": sorted({self.municipalities[one] for one in (*named, *taking) if one in self.municipalities}),
            "counties": sorted({self.counties[one] for one in named if one in self.counties}),
            "parties": [[self.places[party], *sorted(roles)] for party, roles in sorted(parties.items())],
        }

    def _parties(self, project: str) -> dict[str, set[str]]:
        """Each party of a project, and its roles."""
        roles: dict[str, set[str]] = {}
        for collaboration in self._of(project, "carriedOutBy"):
            for participation in self._of(collaboration, "hasParticipation"):
                for party in self._of(participation, "participant"):
                    roles.setdefault(party, set()).update(map(last, self._of(participation, "role")))
        return roles

    def _owners(self, iri: str) -> list[str]:
        """A party and what it is a unit of, the nearest first."""
        chain = [iri]
        for one in chain:
            chain += [owner for owner in self._of(one, "unitOf") if owner not in chain]
        return chain

    def _kind(self, iri: str) -> str:
        own = self.kinds.get(iri, "organisation")
        return own if own != "organisation" else next(map(last, self._of(iri, "organisationForm")), own)

    def _county(self, place: str) -> str | None:
        around = (place, *self._of(place, "partOf"))
        return next((self.counties[one] for one in around if one in self.counties), None)

    def _notation(self, concept: str) -> str:
        return next(iter(self._of(concept, "notation")), last(concept))

    def _names(self, things: Mapping[str, str]) -> Mapping[str, Json]:
        return {key: self.graph.label(iri).as_json() for key, iri in sorted(things.items())}

    def _of(self, iri: str, column: str) -> Sequence[str]:
        return self.columns[column].get(iri, ())


def _listed(things: Iterable[Json]) -> Iterator[bytes]:
    for place, thing in enumerate(things):
        yield (b",\n" if place else b"\n") + _json(thing)


def _json(content: Json) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _exact(days: Sequence[str]) -> list[str]:
    """The days without those that another one tells more exactly ("2020" beside "2020-06-04")."""
    return [day for day in days if not any(other != day and other.startswith(day) for other in days)]


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
