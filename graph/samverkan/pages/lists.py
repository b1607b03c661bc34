"""The lists of the whole graph: projects, organisations, municipalities, documents; most active, strongest ties.

They come in parts, as no page holds a hundred thousand rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import combinations

from samverkan.identifiers import DCTERMS, data_iri, sam
from samverkan.pages.entities import Entities
from samverkan.pages.graph import TYPE
from samverkan.pages.tables import Cell, Table
from samverkan.pages.values import Value, number, thing

_MOST_ACTIVE, _STRONGEST, _MOST_COMPARED = 10, 100, 20_000
_GROUP = data_iri("group", "")


class Lists:
    """The lists of a graph."""

    def __init__(self, entities: Entities) -> None:
        self._entities, self._relations, self._graph = entities, entities.relations, entities.graph
        self.find = lru_cache(maxsize=1)(self._find)  # a list's parts come one after the other

    def _find(self, name: str) -> Table:
        """The list with this name, one of `addresses.LISTS`."""
        made: Mapping[str, Callable[[], Table]] = {
            "projects": self.projects,
            "organisations": self.organisations,
            "municipalities": self.municipalities,
            "documents": self.documents,
        }
        return made[name]()

    def projects(self) -> Table:
        """Every project with its leads, its period and its amounts."""

        def row(project: str) -> tuple[Cell, ...]:
            leads = tuple(thing(self._graph, one) for one in self._graph.values(project, sam("hasLead")))
            return thing(self._graph, project), leads, *self._entities.sizes(project)

        columns = ("project", "lead", "period", "amounts")
        return Table(name="projects", columns=columns, keys=self._entities.by_name(self._of("Project")), row=row)

    def organisations(self) -> Table:
        """Everybody who takes part in a project, groups apart, with the number of projects."""
        counts = self._counts()

        def row(party: str) -> tuple[Cell, ...]:
            return thing(self._graph, party), self._entities.form(party), number(counts[party])

        columns = ("party", "form", "projects")
        return Table(name="organisations", columns=columns, keys=self._entities.by_name(counts), row=row)

    def municipalities(self) -> Table:
        """Every municipality with its county and the number of projects that concern it."""

        def row(municipality: str) -> tuple[Cell, ...]:
            around = self._graph.values(municipality, sam("partOf"))
            counties = tuple(thing(self._graph, one) for one in around if one.startswith(_COUNTY))
            return thing(self._graph, municipality), counties, number(len(self._relations.concerned(municipality)))

        keys = self._entities.by_name(self._of("Municipality"))
        return Table(name="municipalities", columns=("municipality", "county", "projects"), keys=keys, row=row)

    def documents(self) -> Table:
        """Every document that facts were read from, with its publisher and the number of its projects."""

        def row(document: str) -> tuple[Cell, ...]:
            publisher, issued = (self._graph.first(document, DCTERMS + name) for name in ("publisher", "issued"))
            return (
                thing(self._graph, document),
                Value(kind="text", text=self._graph.first(document, sam("fileName")) or ""),
                Value(kind="text", text=publisher) if publisher else None,
                Value(kind="day", text=issued) if issued else None,
                number(len(self._graph.subjects(_DERIVED, document))),
            )

        columns = ("document", "file", "publisher", "issued", "projects")
        return Table(
            name="documents", columns=columns, keys=self._entities.by_name(self._of("SourceDocument")), row=row
        )

    def most_active(self) -> Table:
        """Who takes part in most projects."""
        counts = self._counts()

        def row(party: str) -> tuple[Cell, ...]:
            return thing(self._graph, party), self._entities.form(party), number(counts[party])

        keys = sorted(counts, key=lambda one: (-counts[one], one))[:_MOST_ACTIVE]
        return Table(name="most_active", columns=("party", "form", "projects"), keys=keys, row=row)

    def strongest(self) -> Table:
        """Who shares most projects with whom; none where there are so many projects that it would take long."""
        members = self._graph.column(sam("hasParticipant"))
        weights: Counter[tuple[str, str]] = Counter()
        for parties in members.values() if len(members) <= _MOST_COMPARED else ():
            weights.update(combinations(sorted(one for one in parties if not one.startswith(_GROUP)), 2))
        strongest = sorted(weights, key=lambda pair: (-weights[pair], pair))[:_STRONGEST]
        pairs = {" ".join(pair): pair for pair in strongest}

        def row(key: str) -> tuple[Cell, ...]:
            first, second = pairs[key]
            return thing(self._graph, first), thing(self._graph, second), number(weights[first, second])

        return Table(name="strongest", columns=("party", "partner", "shared"), keys=[*pairs], row=row, inferred=True)

    def _counts(self) -> dict[str, int]:
        taking = self._graph.column(sam("participatesIn"))
        return {party: len(projects) for party, projects in taking.items() if not party.startswith(_GROUP)}

    def _of(self, name: str) -> Iterable[str]:
        return self._graph.subjects(TYPE, sam(name))


_COUNTY = data_iri("county", "")
_DERIVED = "http://www.w3.org/ns/prov#wasDerivedFrom"
