"""Who takes part in what with whom, and what it costs: the ways through the graph that several pages walk. Caches them.

Where sources state several values of one kind, the largest counts, as in the query files.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from samverkan.identifiers import ORG, data_iri, sam
from samverkan.model import AMOUNTS
from samverkan.pages.graph import Graph
from samverkan.pages.values import SEK

_UNIT_OF = f"{ORG}unitOf"
_MUNICIPALITY = data_iri("municipality", "")
_REMEMBERED = 50_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """A project in short: when it runs, its amounts by kind in its currency, and how many take part as planned."""

    start: str | None
    end: str | None
    amounts: Mapping[str, Decimal]
    currency: str
    participants: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sum:
    """A kind of amount in a currency: how many projects state it, and how much it is together."""

    kind: str
    currency: str
    projects: int
    total: Decimal


class Relations:
    """A graph's partnerships."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.parties = lru_cache(maxsize=_REMEMBERED)(self._parties)
        self.members = lru_cache(maxsize=_REMEMBERED)(self._members)
        self.projects = lru_cache(maxsize=_REMEMBERED)(self._projects)
        self.outline = lru_cache(maxsize=_REMEMBERED)(self._outline)

    def _parties(self, project: str) -> Mapping[str, tuple[str, ...]]:
        """Each party of a project and the roles (concepts) that it has there."""
        graph, roles = self._graph, defaultdict[str, set[str]](set)
        for collaboration in graph.values(project, sam("carriedOutBy")):
            for participation in graph.values(collaboration, sam("hasParticipation")):
                for party in graph.values(participation, sam("participant")):
                    roles[party].update(graph.values(participation, sam("role")))
        return {party: tuple(sorted(known)) for party, known in sorted(roles.items())}

    def _members(self, project: str) -> tuple[str, ...]:
        """The parties of a project, without their roles."""
        return tuple(self._graph.values(project, sam("hasParticipant")))

    def _projects(self, party: str) -> tuple[str, ...]:
        """The projects that a party takes part in."""
        return tuple(self._graph.values(party, sam("participatesIn")))

    def _outline(self, project: str) -> Outline:
        def of(name: str) -> list[str]:
            return self._graph.values(project, sam(name))

        return Outline(
            start=min(of("startDate"), default=None),
            end=max(of("endDate"), default=None),
            amounts={name: max(map(Decimal, values)) for name in AMOUNTS if (values := of(name))},
            currency=next(iter(of("currency")), SEK),
            participants=max(map(int, of("plannedParticipants")), default=None),
        )

    def ended(self, project: str) -> str:
        """The day by which projects are put in the order of time: their last, else their first, else none."""
        days = self._graph.values(project, sam("endDate")) or self._graph.values(project, sam("startDate"))
        return max(days, default="")

    def partners(self, party: str) -> Mapping[str, Sequence[str]]:
        """Whom a party works with, and in which projects; who shares most of them comes first."""
        shared: dict[str, list[str]] = defaultdict(list)
        for project in self.projects(party):
            for other in self.members(project):
                if other != party:
                    shared[other].append(project)
        return dict(sorted(shared.items(), key=lambda one: (-len(one[1]), one[0])))

    def related(self, project: str, most: int, busiest: int) -> Sequence[tuple[str, Sequence[str]]]:
        """The projects with most parties in common, and those parties; the busiest parties count for none."""
        common: dict[str, list[str]] = defaultdict(list)
        for party in self.members(project):
            others = self.projects(party)
            for other in others if len(others) <= busiest else ():
                if other != project:
                    common[other].append(party)
        return sorted(common.items(), key=lambda one: (-len(one[1]), one[0]))[:most]

    def units(self, party: str) -> list[str]:
        """What is a unit of a party, and the units of those."""
        found = self._graph.subjects(_UNIT_OF, party)
        for one in found:
            found += [unit for unit in self._graph.subjects(_UNIT_OF, one) if unit not in found]
        return found

    def owners(self, party: str) -> list[str]:
        """A party and what it is a unit of, the nearest first."""
        chain = [party]
        for one in chain:
            chain += [owner for owner in self._graph.values(one, _UNIT_OF) if owner not in chain]
        return chain

    def concerned(self, place: str) -> Mapping[str, Sequence[str]]:
        """The projects that concern a place: whoever of the place takes part, and the place itself if it is named."""
        through: dict[str, list[str]] = defaultdict(list)
        for party in (place, *self.units(place)):
            for project in self.projects(party):
                through[project].append(party)
        for project in self._graph.subjects(sam("coversArea"), place):
            through.setdefault(project, [])
        return dict(sorted(through.items()))

    def municipalities(self, project: str) -> list[str]:
        """The municipalities that a project names as its area, and those that take part or have a unit that does."""
        taking = (owner for party in self.members(project) for owner in self.owners(party))
        named = (*self._graph.values(project, sam("coversArea")), *taking)
        return sorted({one for one in named if one.startswith(_MUNICIPALITY)})

    def sums(self, projects: Iterable[str]) -> list[Sum]:
        """What these projects cost together, each kind and currency by itself."""
        counts: Counter[tuple[str, str]] = Counter()
        totals: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for outline in map(self.outline, projects):
            for kind, amount in outline.amounts.items():
                counts[kind, outline.currency] += 1
                totals[kind, outline.currency] += amount
        return [
            Sum(kind=kind, currency=currency, projects=counts[kind, currency], total=totals[kind, currency])
            for kind, currency in sorted(totals, key=lambda one: (AMOUNTS.index(one[0]), one[1]))
        ]

    def participants(self, projects: Iterable[str]) -> int:
        """How many people these projects plan for together."""
        return sum(outline.participants or 0 for outline in map(self.outline, projects))
