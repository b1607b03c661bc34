"""A thing of the graph → all that its page tells: facts with their proof, and the lists that its kind has.

One model serves both languages and both the server and the static site. It decides what is shown, not how it looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from samverkan.identifiers import ASSERTED, data_iri, sam
from samverkan.pages.addresses import iri_of, path_of
from samverkan.pages.facts import Facts, Property
from samverkan.pages.findings import Remark
from samverkan.pages.graph import TYPE, Label, types
from samverkan.pages.relations import Relations
from samverkan.pages.tables import Cell, Proof, Table, alphabetical
from samverkan.pages.values import Value, money, number, thing, word

_CARRIED = sam("carriedOutBy")
_LEAD, _PARTNER, _AREA = sam("hasLead"), sam("hasPartner"), sam("coversArea")
_LEADS = data_iri("role", "lead")
_PEOPLE = "plannedParticipants"
_MOST_RELATED, _BUSIEST, _SOME, _SORTED, _REMEMBERED = 10, 200, 5, 5000, 4
# What the lists of a kind tell already
_TOLD: Mapping[str, tuple[str, ...]] = {"project": (_LEAD, _PARTNER)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """A thing's page: what it is, what is said of it, and its lists."""

    iri: str
    path: str
    kind: str
    label: Label
    properties: tuple[Property, ...]
    inferred: tuple[Property, ...]
    tables: tuple[Table, ...]
    remarks: Sequence[Remark]


class Entities:
    """The pages of a graph's things."""

    def __init__(self, facts: Facts, relations: Relations) -> None:
        self.facts, self.relations, self.graph = facts, relations, facts.graph
        self.find = lru_cache(maxsize=_REMEMBERED)(self._find)  # a page's languages and parts come one after the other

    def _find(self, path: str) -> Entity | None:
        """The thing at `KIND/KEY`; None when the graph knows none."""
        iri = iri_of(path)
        kind = self.kind(iri)
        if kind is None:
            return None
        return Entity(
            iri=iri,
            path=path,
            kind=kind,
            label=self.graph.label(iri),
            properties=self.facts.of(iri, without=_TOLD.get(kind, ())),
            inferred=self.facts.inferred(iri),
            tables=tuple(table for table in self._tables(kind, iri) if table.keys),
            remarks=self.facts.remarks(iri),
        )

    def kind(self, iri: str) -> str | None:
        """What a thing is: the kind in its IRI, or `unit`; None for what the graph says nothing of."""
        known = self.graph.first(iri, TYPE)
        if known is None:
            return None
        kind = (path_of(iri) or "").partition("/")[0]
        return "unit" if kind == "organisation" and "OrganisationalUnit" in types(self.graph, iri) else kind

    def _tables(self, kind: str, iri: str) -> Iterator[Table]:
        match kind:
            case "project":
                yield self.parties(iri)
                yield self.related(iri)
            case "organisation" | "unit" | "group":
                yield from self._of_party(iri)
            case "municipality":
                yield from self._of_party(iri)
                yield self.money(self.relations.concerned(iri))
            case "county" | "region":
                yield self.areas(iri)
                yield self.projects(self.graph.subjects(_AREA, iri), _AREA, iri)
            case "role":
                yield self.in_role(iri)
            case "collaboration":
                yield from map(self.parties, self.graph.subjects(_CARRIED, iri))
                yield from self.pointing(iri)
            case _:
                yield from self.pointing(iri)

    # --- lists

    def _of_party(self, iri: str) -> Iterator[Table]:
        yield self.taking_part(iri)
        yield self.partners(iri)
        yield self.parts("units", self.relations.units(iri))
        yield self.parts("owned", self.graph.subjects(sam("ownedBy"), iri))

    def parties(self, project: str) -> Table:
        """Who carries out a project, in which roles; leads first."""
        parties = self.relations.parties(project)

        def row(party: str) -> tuple[Cell, ...]:
            roles = tuple(thing(self.graph, role) for role in parties[party])
            count = number(len(self.relations.projects(party)))
            proof = self._proof((project, _LEAD, party), (project, _PARTNER, party))
            return thing(self.graph, party), roles, self.form(party), count, proof

        leads = [party for party, roles in parties.items() if _LEADS in roles]
        keys = [*self.by_name(leads), *self.by_name(set(parties) - set(leads))]
        return Table(name="parties", columns=("party", "role", "form", "projects", "proof"), keys=keys, row=row)

    def related(self, project: str) -> Table:
        """The projects that share most parties with this one."""
        found = dict(self.relations.related(project, _MOST_RELATED, _BUSIEST))

        def row(other: str) -> tuple[Cell, ...]:
            common = tuple(thing(self.graph, party) for party in found[other])
            return thing(self.graph, other), number(len(common)), common

        return Table(name="related", columns=("project", "common", "parties"), keys=[*found], row=row, inferred=True)

    def taking_part(self, party: str) -> Table:
        """The projects of a party, through whom and in which role; of a place, those that name it too. Latest first."""
        through = self.relations.concerned(party)

        def row(project: str) -> tuple[Cell, ...]:
            proof = self._proof(
                *((project, name, one) for one in through[project] for name in (_LEAD, _PARTNER)),
                (project, _AREA, party),
            )
            return thing(self.graph, project), self._how(project, party, through[project]), *self.sizes(project), proof

        keys = self._latest_first(through)
        return Table(name="projects", columns=("project", "how", "period", "amounts", "proof"), keys=keys, row=row)

    def projects(self, projects: Iterable[str], predicate: str, target: str) -> Table:
        """Projects that say something of this thing, latest first."""

        def row(project: str) -> tuple[Cell, ...]:
            return thing(self.graph, project), *self.sizes(project), self._proof((project, predicate, target))

        keys = self._latest_first(projects)
        return Table(name="projects", columns=("project", "period", "amounts", "proof"), keys=keys, row=row)

    def partners(self, party: str) -> Table:
        """Whom a party works with, in how many projects and which."""
        partners = self.relations.partners(party)

        def row(other: str) -> tuple[Cell, ...]:
            shared = partners[other]
            some = tuple(thing(self.graph, one) for one in shared[:_SOME])
            return thing(self.graph, other), self.form(other), number(len(shared)), some

        columns = ("party", "form", "shared", "in_projects")
        return Table(name="partners", columns=columns, keys=[*partners], row=row, inferred=True)

    def parts(self, name: str, things: Iterable[str]) -> Table:
        """Things that belong to this one, with the number of their projects."""

        def row(one: str) -> tuple[Cell, ...]:
            return thing(self.graph, one), self.form(one), number(len(self.relations.projects(one)))

        return Table(name=name, columns=("party", "form", "projects"), keys=self.by_name(things), row=row)

    def areas(self, area: str) -> Table:
        """The areas right inside this one, with the number of projects that concern each."""
        inside = {one: self.graph.values(one, sam("partOf")) for one in self.graph.subjects(sam("partOf"), area)}
        direct = [one for one, around in inside.items() if not any(other in inside for other in around)]

        def row(one: str) -> tuple[Cell, ...]:
            return thing(self.graph, one), number(len(self.relations.concerned(one)))

        return Table(name="areas", columns=("area", "projects"), keys=self.by_name(direct), row=row)

    def money(self, projects: Iterable[str]) -> Table:
        """What these projects cost together, and how many people they plan for."""
        known = list(projects)
        sums = {f"{one.kind} {one.currency}": one for one in self.relations.sums(known)}
        planned = self.relations.participants(known)

        def row(key: str) -> tuple[Cell, ...]:
            if key == _PEOPLE:
                return self._measure(_PEOPLE), None, number(planned)
            one = sums[key]
            return self._measure(one.kind), number(one.projects), money(one.total, one.currency)

        keys = [*sums, *([_PEOPLE] if planned else [])]
        return Table(name="money", columns=("measure", "projects", "total"), keys=keys, row=row)

    def in_role(self, role: str) -> Table:
        """Who has a role, and in which project."""

        def row(participation: str) -> tuple[Cell, ...]:
            collaborations = self.graph.subjects(sam("hasParticipation"), participation)
            projects = [project for one in collaborations for project in self.graph.subjects(_CARRIED, one)]
            parties = self.graph.values(participation, sam("participant"))
            return tuple(tuple(thing(self.graph, one) for one in ones) for ones in (parties, projects))

        keys = self.graph.subjects(sam("role"), role)
        return Table(name="in_role", columns=("party", "project"), keys=keys, row=row)

    def pointing(self, iri: str) -> Iterator[Table]:
        """What has this thing as a value, property by property."""
        for predicate, subjects in self.graph.pointing(iri, ASSERTED).items():
            if path_of(subjects[0]) is None or predicate == TYPE:
                continue
            if all(str(path_of(one)).startswith("project/") for one in subjects):
                yield self.projects(subjects, predicate, iri)
            else:
                yield self._others(subjects, predicate, iri)

    def _others(self, subjects: Iterable[str], predicate: str, target: str) -> Table:
        def row(one: str) -> tuple[Cell, ...]:
            said = Value(kind="thing", text=predicate, label=self.facts.property_label(predicate))
            return thing(self.graph, one), said, self._proof((one, predicate, target))

        return Table(name="pointing", columns=("thing", "as", "proof"), keys=self.by_name(subjects), row=row)

    # --- cells

    def sizes(self, project: str) -> tuple[Cell, Cell]:
        """A project's period and its amounts."""
        outline = self.relations.outline(project)
        period = tuple(Value(kind="day", text=day) for day in (outline.start, outline.end) if day)
        amounts = tuple(
            Value(kind="money", text=f"{amount:f}", unit=outline.currency, label=self.graph.label(sam(kind)))
            for kind, amount in outline.amounts.items()
        )
        return period, amounts

    def _how(self, project: str, party: str, through: Sequence[str]) -> tuple[Value, ...]:
        if not through:
            return (word("how.area"),)
        roles = [thing(self.graph, role) for role in self.relations.parties(project).get(party, ())]
        return (*roles, *(thing(self.graph, one) for one in through if one != party))

    def form(self, party: str) -> Cell:
        """What kind of organisation a party is, or of thing."""
        form = self.graph.first(party, sam("organisationForm"))
        return thing(self.graph, form) if form else word(f"kind.{self.kind(party)}")

    def _measure(self, name: str) -> Value:
        return Value(kind="thing", text=sam(name), label=self.graph.label(sam(name)))

    def _proof(self, *triples: tuple[str, str, str]) -> Proof:
        """The quotations of these triples, whose objects are things."""
        of = self.facts.quotations.of
        return Proof(quotations=tuple(one for triple in triples for one in of(*triple[:2], f"<{triple[2]}>")))

    def _latest_first(self, projects: Iterable[str]) -> list[str]:
        known = self.by_name(projects)
        return sorted(known, key=self.relations.ended, reverse=True) if len(known) <= _SORTED else known

    def by_name(self, things: Iterable[str]) -> list[str]:
        """By name, or, where there are so many that it would take long, by IRI, which begins with the name mostly."""
        known = sorted(things)
        return sorted(known, key=lambda one: alphabetical(self.graph.label(one).sv)) if len(known) <= _SORTED else known
