"""All pages of a build: an address → its page, and every address there is. What server and static site have alike."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from samverkan.identifiers import sam
from samverkan.pages.addresses import Address
from samverkan.pages.entities import Entities, Entity
from samverkan.pages.facts import Facts
from samverkan.pages.findings import Findings
from samverkan.pages.graph import Graph
from samverkan.pages.quotations import Quotations, Texts
from samverkan.pages.reading import reading
from samverkan.pages.relations import Relations
from samverkan.pages.rendering import Crumb, Frame, render
from samverkan.pages.structured import structured
from samverkan.pages.words import words

_LIST_OF: Mapping[str, str] = {
    "project": "projects",
    "organisation": "organisations",
    "unit": "organisations",
    "municipality": "municipalities",
    "document": "documents",
}


class Book:
    """The pages of one opened build."""

    def __init__(self, store: ox.Store, folder: Path, frame: Frame) -> None:
        self.graph, self.frame = Graph(store), frame
        self.texts = Texts(folder)
        self.relations = Relations(self.graph)
        self.facts = Facts(self.graph, Quotations(self.graph, self.texts), Findings.read(folder))
        self.entities = Entities(self.facts, self.relations)

    def page(self, address: Address, parameters: Mapping[str, str] | None = None) -> bytes | None:
        """The page at an address; `parameters` are the form's fields. None when there is no such page."""
        return self._thing(address)

    def _thing(self, address: Address) -> bytes | None:
        entity = self.entities.find(address.path)
        if entity is None:
            return None
        shown = None
        if entity.kind == "document":
            shown = reading(self.graph, self.texts, entity.iri, address.part)
        parts = max([shown.parts if shown else 1, *(table.parts for table in entity.tables)])
        if address.part > parts:
            return None
        label = entity.label[address.language]
        return render(
            "document" if entity.kind == "document" else "entity",
            address,
            self.frame,
            title=label,
            trail=self._trail(entity, address.language),
            content={
                "entity": entity,
                "tables": [table.part(address.part) for table in entity.tables if address.part <= table.parts],
                "parts": parts,
                "reading": shown,
                "in_file": self.facts.in_file(self.graph.first(entity.iri, sam("fileName")) or ""),
                "structured": structured(self.graph, self.relations, entity, address.language),
            },
        )

    def _trail(self, entity: Entity, language: str) -> tuple[Crumb, ...]:
        say = words(language)
        above = _LIST_OF.get(entity.kind)
        kind = say(f"nav.{above}" if above else f"kind.{entity.kind}")
        return (Crumb(label=kind, path=above), Crumb(label=entity.label[language], path=None))
