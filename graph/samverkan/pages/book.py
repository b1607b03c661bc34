"""All pages of a build: an address → its page, and every address there is. What server and static site have alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from samverkan.identifiers import sam
from samverkan.linked.offer import Offer, dumps
from samverkan.pages import questions
from samverkan.pages.addresses import LANGUAGES, LISTS, PLAIN, Address, path_of
from samverkan.pages.entities import Entities, Entity
from samverkan.pages.facts import Facts
from samverkan.pages.findings import Findings
from samverkan.pages.graph import TYPE, Graph
from samverkan.pages.lists import Lists
from samverkan.pages.ontology import ontology
from samverkan.pages.quotations import Quotations, Texts
from samverkan.pages.reading import Readings
from samverkan.pages.relations import Relations
from samverkan.pages.rendering import Crumb, Frame, render
from samverkan.pages.search import Found
from samverkan.pages.structured import structured
from samverkan.pages.tables import Table
from samverkan.pages.words import words
from samverkan.project import manifest
from samverkan.queries import Query

# What has no page of its own in a static site: its project's page tells it
WITHIN_PROJECTS = ("collaboration", "participation", "evidence", "graph")
_LIST_OF: Mapping[str, str] = {
    "project": "projects",
    "organisation": "organisations",
    "unit": "organisations",
    "municipality": "municipalities",
    "document": "documents",
}
_QUESTION = "questions/"
_MOST_ASKED = 1000


class Book:
    """The pages of one opened build."""

    def __init__(self, store: ox.Store, folder: Path, frame: Frame, offer: Offer | None = None) -> None:
        self.graph, self.frame, self._folder = Graph(store), frame, folder
        self._offer = offer or Offer(address="", dumps=dumps(folder))
        self.texts = Texts(folder)
        self.readings = Readings(self.graph, self.texts)
        self.relations = Relations(self.graph)
        self.facts = Facts(self.graph, Quotations(self.graph, self.texts), Findings.read(folder))
        self.entities = Entities(self.facts, self.relations)
        self.lists = Lists(self.entities)
        self.answers = questions.Answers(self.graph)

    def page(self, address: Address, fields: Mapping[str, str] | None = None) -> bytes | None:
        """The page at an address, None when there is none; `fields` are a form's."""
        path = address.path
        if path in LISTS:
            return self._list(address)
        if path.startswith(_QUESTION):
            return self._question(address, fields or {})
        if path == "ontology":
            return ontology(self.graph, address, self.frame) if address.part == 1 else None
        if path in PLAIN:
            return self._plain(address, fields or {}) if address.part == 1 else None
        return self._thing(address)

    def missing(self, address: Address, root: str | None = None) -> bytes:
        """What stands where nothing is; `root` is the way to the root where the page may be shown anywhere."""
        title = words(address.language)("missing.title")
        return render("missing", address, self.frame, title=title, content={"lists": tuple(LISTS)}, root=root)

    def addresses(self) -> Iterator[Address]:
        """Every page of a static site, each part of a list too."""
        paths = [*PLAIN, "ontology", *(f"{_QUESTION}{name}" for name in questions.questions())]
        things = sorted({path for iri in self.graph.column(TYPE) if (path := path_of(iri)) is not None})
        paths += [path for path in things if path.partition("/")[0] not in WITHIN_PROJECTS]
        for language in LANGUAGES:
            yield from (Address(language=language, path=path) for path in paths)
            for name in LISTS:
                parts = self.lists.find(name).parts
                yield from (Address(language=language, path=name, part=part) for part in range(1, parts + 1))

    def is_told(self, query: Query) -> bool:
        """Whether a static site tells the answer: it needs no values, and the graph is not so large that it takes long.

        The number of projects decides, not the time, so that the same build gives the same site.
        """
        return questions.is_open(query) and len(self.graph.subjects(TYPE, sam("Project"))) <= _MOST_ASKED

    # --- kinds of pages

    def _thing(self, address: Address) -> bytes | None:
        entity = self.entities.find(address.path)
        if entity is None:
            return None
        parts = self.parts(entity)
        if address.part > parts:
            return None
        document = entity.kind == "document"
        return render(
            "document" if document else "entity",
            address,
            self.frame,
            title=entity.label[address.language],
            trail=_trail(entity, address.language),
            content={
                "entity": entity,
                "tables": [table.part(address.part) for table in entity.tables if address.part <= table.parts],
                "parts": parts,
                "reading": self.readings.part(entity.iri, address.part) if document else None,
                "in_file": self.facts.in_file(self.graph.first(entity.iri, sam("fileName")) or ""),
                "structured": structured(self.graph, self.relations, entity, address.language),
            },
        )

    def parts(self, entity: Entity) -> int:
        """On how many pages a thing is told: the longest of its lists decides."""
        shown = self.readings.parts(entity.iri) if entity.kind == "document" else 1
        return max([shown, *(table.parts for table in entity.tables)])

    def _list(self, address: Address) -> bytes | None:
        table = self.lists.find(address.path)
        if address.part > table.parts:
            return None
        title = words(address.language)(f"nav.{address.path}")
        content = {
            "shown": table.part(address.part),
            "parts": table.parts,
        }
        return render("list", address, self.frame, title=title, trail=(Crumb(label=title, path=None),), content=content)

    def _question(self, address: Address, fields: Mapping[str, str]) -> bytes | None:
        query = questions.questions().get(address.path.removeprefix(_QUESTION))
        if query is None or address.part > 1:
            return None
        given = questions.given(query, fields)
        ready = all(one.name in given or one.optional or one.default is not None for one in query.parameters)
        asked = (
            questions.ask(self.answers, query, given) if ready and (self.frame.live or self.is_told(query)) else None
        )
        title = questions.title(query)[address.language]
        trail = (Crumb(label=words(address.language)("nav.questions"), path="questions"), Crumb(label=title, path=None))
        content = {
            "query": query,
            "remark": questions.remark(query)[address.language],
            "given": given,
            "asked": asked,
        }
        return render("question", address, self.frame, title=title, trail=trail, content=content)

    def _plain(self, address: Address, fields: Mapping[str, str]) -> bytes:
        name, say = address.path, words(address.language)
        if name == "search":
            return search_page(address, self.frame)
        content: dict[str, object] = {}
        match name:
            case "":
                content = self._home()
            case "questions":
                content = {"gallery": _gallery()}
            case "network":
                content = {"shown": self._some(self.lists.strongest())}
            case "map":
                content = {"shown": self.lists.municipalities().all()}
            case "console":
                content = {"query": fields.get("query", _FIRST_QUERY)}
            case "about":
                content = {"offer": self._offer, "shown": self.lists.documents().part(1)}
        title = say("site.claim") if not name else say(f"nav.{name}")
        trail = (Crumb(label=title, path=None),) if name else ()
        return render(name or "home", address, self.frame, title=title, trail=trail, content=content)

    def _home(self) -> dict[str, object]:
        return {
            "counts": manifest(self._folder)["counts"],
            "gallery": _gallery(),
            "active": self._some(self.lists.most_active()),
            "dumps": self._offer.dumps,
        }

    def _some(self, table: Table) -> object:
        return table.part(1) if table.keys else None


def search_page(address: Address, frame: Frame, query: str = "", found: Sequence[Found] = ()) -> bytes:
    """The page that shows what was found by a name."""
    title = words(address.language)("search.title")
    content = {"q": query, "found": found, "lists": tuple(LISTS)}
    return render("search", address, frame, title=title, trail=(Crumb(label=title, path=None),), content=content)


_FIRST_QUERY = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sam: <https://w3id.org/samverkan/ontology#>
SELECT ?project ?label WHERE {
  ?project a sam:Project ; rdfs:label ?label .
}
ORDER BY ?label
LIMIT 20"""


def _gallery() -> Mapping[str, object]:
    return {tag: [(one.name, questions.title(one)) for one in ones] for tag, ones in questions.gallery().items()}


def _trail(entity: Entity, language: str) -> tuple[Crumb, ...]:
    say = words(language)
    above = _LIST_OF.get(entity.kind)
    kind = say(f"nav.{above}" if above else f"kind.{entity.kind}")
    return (Crumb(label=kind, path=above), Crumb(label=entity.label[language], path=None))
