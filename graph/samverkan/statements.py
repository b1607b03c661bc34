"""Projects + entities → statements, each fact with its evidence. Plain Python: what is said, not how RDF writes it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samverkan.identifiers import BASE, DCTERMS, ORG, PROV, RDF, RDFS, SKOS, XSD, Iri, data_iri, digest, sam, slug
from samverkan.model import (
    AMOUNTS,
    PLANNED,
    Entity,
    Evidence,
    Literal,
    Mention,
    Participant,
    Project,
    SourceDocument,
    Statement,
    Table,
    Term,
)
from samverkan.reference import Reference, fold_name
from samverkan.vocabulary import SCHEMES, Vocabulary, fold_label

TYPE, LABEL, ALT_LABEL = Iri(RDF + "type"), Iri(RDFS + "label"), Iri(SKOS + "altLabel")
_NUMBERS = {
    **dict.fromkeys((*AMOUNTS, "unionCofinancingRate"), "decimal"),
    **dict.fromkeys((*PLANNED, "reachedParticipants", "reachedCompanies"), "integer"),
}
_DATES = {4: "gYear", 7: "gYearMonth", 10: "date"}
_CALL = re.compile(r"(\d{2}-\d{3})-[A-ZÅÄÖ]\d{2,3}")
_SHORTCUT = {"lead": "hasLead", "partner": "hasPartner"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """Everything that is asserted, sorted and unique, and the evidence for it, where it was to be proven."""

    statements: tuple[Statement, ...]
    evidence: tuple[Evidence, ...]
    proven: bool = True


def state(
    projects: Sequence[Project],
    entities: Iterable[Entity],
    documents: Mapping[str, SourceDocument],
    vocabulary: Vocabulary,
    reference: Reference,
    *,
    proven: bool = True,
) -> Facts:
    """What the projects and entities state, and what describes the reference entities that they mention.

    Without `proven` there is no evidence for any of it, which takes less time and memory.
    """
    writer = _Writer(documents, vocabulary, reference, proven=proven)
    for entity in entities:
        writer.entity(entity)
    for project in projects:
        writer.introduce(project)
    for project in projects:
        writer.project(project)
    writer.describe_mentioned()
    return Facts(
        statements=tuple(sorted(writer.statements, key=_order)),
        evidence=tuple(
            sorted(
                set(writer.evidence),
                key=lambda one: (one.document, one.start, one.end, _order(one.statement), one.method),
            )
        ),
        proven=proven,
    )


def _order(statement: Statement) -> tuple[str, str, str, str, str]:
    value = statement.object
    if isinstance(value, Literal):
        return statement.subject, statement.predicate, value.value, value.datatype or "", value.language or ""
    return statement.subject, statement.predicate, value, "", ""


def swedish(text: str) -> Literal:
    """A text in Swedish, with its white space folded."""
    return Literal(value=" ".join(text.split()), language="sv")


def _typed(value: object, datatype: str) -> Literal:
    """A literal; of one number written in several ways ("50 %", "50,00 %") always the same."""
    written = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
    return Literal(value=written, datatype=XSD + datatype)


@dataclass(frozen=True, kw_only=True, slots=True)
class _CellIndex:
    """Where the cells of a document's tables begin, in order, and the row and heading of each."""

    starts: tuple[int, ...]
    cells: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, tables: Iterable[Table]) -> _CellIndex:
        """The index of these tables; a cell that stands in several rows is that of the first."""
        found: dict[int, tuple[int, str]] = {}
        for table in tables:
            headings = [" ".join(cell.text.split()) for cell in table.header]
            for number, row in zip(table.numbers, table.rows, strict=True):
                for cell, heading in zip(row, headings, strict=False):
                    if cell.text:
                        found.setdefault(cell.start, (number, heading))
        ordered = sorted(found.items())
        return cls(starts=tuple(start for start, _ in ordered), cells=tuple(cell for _, cell in ordered))

    def at(self, offset: int) -> tuple[int | None, str | None]:
        """The row and the heading of the cell that holds this character; nothing before the first one."""
        place = bisect_right(self.starts, offset)
        return self.cells[place - 1] if place else (None, None)


class _Writer:
    def __init__(
        self, documents: Mapping[str, SourceDocument], vocabulary: Vocabulary, reference: Reference, *, proven: bool
    ) -> None:
        self.documents = documents
        self.proven = proven
        self.vocabulary = vocabulary
        self.reference = reference
        self.statements: set[Statement] = set()
        self.evidence: list[Evidence] = []
        self.labels: dict[Iri, str] = {}
        self.cells: dict[str, _CellIndex] = {}

    def _say(self, subject: Iri, predicate: Iri, value: Term) -> Statement:
        statement = Statement(subject=subject, predicate=predicate, object=value)
        self.statements.add(statement)
        return statement

    def _label(self, subject: Iri, swedish_text: str, english: str) -> None:
        self._say(subject, LABEL, Literal(value=swedish_text, language="sv"))
        self._say(subject, LABEL, Literal(value=english, language="en"))

    def _prove(
        self,
        statement: Statement,
        document: str,
        mention: Mention,
        *,
        method: str | None = None,
        confidence: float | None = None,
    ) -> None:
        if not self.proven:
            return
        source = self.documents[document]
        line, position = source.place(mention.start)
        row, column = self._cell(source, mention.start)
        self.evidence.append(
            Evidence(
                statement=statement,
                document=source.id,
                exact=source.text[mention.start : mention.end],
                start=mention.start,
                end=mention.end,
                line=line,
                position=position,
                method=method or mention.method,
                confidence=mention.confidence if confidence is None else confidence,
                qualifier=mention.qualifier,
                row=row,
                column=column,
            )
        )

    def _cell(self, source: SourceDocument, offset: int) -> tuple[int | None, str | None]:
        """The row and the column's heading of the table cell that holds a character of a table file."""
        if not source.tables:
            return None, None
        if source.id not in self.cells:
            self.cells[source.id] = _CellIndex.of(source.tables)
        return self.cells[source.id].at(offset)

    # --- organisations, units, groups

    def entity(self, entity: Entity) -> None:
        """An entity with every form in which documents write it; what reference data says of it comes later."""
        self.labels[entity.iri] = entity.label
        if not entity.known:
            self._mint(entity)
        for form in entity.forms:
            same = fold_name(form.text) == fold_name(entity.label) and form.text == entity.label
            statement = self._say(entity.iri, LABEL if same else ALT_LABEL, swedish(form.text))
            self._prove(statement, form.document, form.mention, method=form.method, confidence=form.confidence)

    def _mint(self, entity: Entity) -> None:
        self._say(entity.iri, TYPE, sam(entity.type))
        self._say(entity.iri, LABEL, swedish(entity.label))
        if entity.type == "OrganisationalUnit":
            self._say(entity.iri, TYPE, sam("Organisation"))
        if entity.owner is not None:
            self._say(entity.iri, Iri(ORG + "unitOf"), entity.owner)
        if entity.size is not None:
            self._say(entity.iri, sam("groupSize"), _typed(entity.size, "integer"))
        if entity.number is not None:
            self._say(entity.iri, sam("organisationNumber"), Literal(value=entity.number, datatype=XSD + "string"))

    # --- projects

    def introduce(self, project: Project) -> None:
        """The project's name, by which another project may mention it."""
        self.labels[data_iri("project", project.key)] = swedish(str(project.records[0].name.value)).value

    def project(self, project: Project) -> None:
        """A project, its collaboration, and everything that its records state."""
        iri = data_iri("project", project.key)
        self._say(iri, TYPE, sam("Project"))
        self._names(iri, project)
        for record in project.records:
            self._say(iri, Iri(PROV + "wasDerivedFrom"), data_iri("document", record.document))
            deciders = [one for one in project.deciders if one.document == record.document]
            for mention in record.mentions:
                for statement in self._fact(iri, mention, record.document, deciders):
                    self._prove(statement, record.document, mention)
        self._collaboration(iri, project)

    def _names(self, iri: Iri, project: Project) -> None:
        label = swedish(self.labels[iri])
        for record in project.records:
            written = swedish(str(record.name.value))
            self._prove(self._say(iri, LABEL if written == label else ALT_LABEL, written), record.document, record.name)
            for mention in record.mentions:
                if mention.property == "alternativeName" and swedish(str(mention.value)) != label:
                    self._prove(self._say(iri, ALT_LABEL, swedish(str(mention.value))), record.document, mention)

    def _fact(
        self, project: Iri, mention: Mention, document: str, deciders: Sequence[Participant]
    ) -> Iterator[Statement]:
        prop, value = mention.property, mention.value
        if prop in _NUMBERS:
            yield self._say(project, sam(prop), _typed(value, _NUMBERS[prop]))
        elif prop in ("startDate", "endDate"):
            yield self._say(project, sam(prop), _typed(value, _DATES[len(str(value))]))
        elif prop == "diarienummer":
            yield from self._diarienummer(project, str(value))
        elif prop == "decidedOn":
            yield self._decision(project, str(value), document, deciders)
        elif prop in SCHEMES:
            yield self._say(project, sam(prop), self._concept(prop, str(value)))
        elif prop == "coversArea" and not isinstance(value, str):
            area = self.reference.find(getattr(value, "text", ""), "Municipality")
            if area is not None:
                yield self._say(project, sam(prop), area)
        elif prop in ("coversArea", "region"):
            yield self._say(project, sam(prop), Iri(str(value)))
        elif prop == "call":
            yield self._call(project, str(value))
        elif prop == "formerProject":
            yield self._former(project, str(value))
        elif prop == "openParticipantList":
            yield self._say(project, sam(prop), _typed(value, "boolean"))
        elif prop == "currency":
            yield self._say(project, sam(prop), Literal(value=str(value), datatype=XSD + "string"))

    def _diarienummer(self, project: Iri, number: str) -> Iterator[Statement]:
        literal = Literal(value=number, datatype=XSD + "string")
        yield self._say(project, sam("diarienummer"), literal)
        self._say(project, Iri(DCTERMS + "identifier"), literal)
        call = _CALL.fullmatch(number)
        if call is not None:
            self._call(project, call.group(1))

    def _call(self, project: Iri, number: str) -> Statement:
        call = data_iri("call", number)
        self._say(call, TYPE, Iri(SKOS + "Concept"))
        self._say(call, Iri(SKOS + "notation"), Literal(value=number, datatype=XSD + "string"))
        self._label(call, f"Utlysning {number}", f"Call {number}")
        return self._say(project, sam("call"), call)

    def _decision(self, project: Iri, day: str, document: str, deciders: Sequence[Participant]) -> Statement:
        """A decision; one whose body the text leaves open is never taken for that of another document."""
        body = slug(self.labels[deciders[0].entity]) if deciders else f"document-{document[:8]}"
        decision = data_iri("decision", body, day)
        self._say(decision, TYPE, sam("Decision"))
        self._say(decision, sam("decidedOn"), _typed(day, _DATES[len(day)]))
        self._label(decision, f"Beslut {day}", f"Decision of {day}")
        for one in deciders:
            self._prove(
                self._say(decision, sam("decidedBy"), one.entity), one.document, one.mention, confidence=one.confidence
            )
        return self._say(project, sam("decision"), decision)

    def _concept(self, prop: str, written: str) -> Iri:
        """The scheme's concept; a code or wording that no scheme lists becomes one of its own, as it is written."""
        if written.startswith(BASE):
            return Iri(written)
        known = self.vocabulary.concept(prop, written)
        if known is not None:
            return known
        concept = data_iri(
            SCHEMES[prop], slug(written) if len(written) < 60 else f"{slug(written)[:50]}-{digest(fold_label(written))}"
        )
        self._say(concept, TYPE, Iri(SKOS + "Concept"))
        self._say(concept, Iri(SKOS + "inScheme"), data_iri("scheme", SCHEMES[prop]))
        self._say(concept, Iri(SKOS + "prefLabel"), swedish(written))
        self._say(concept, LABEL, swedish(written))
        if " " not in written:
            self._say(concept, Iri(SKOS + "notation"), Literal(value=written, datatype=XSD + "string"))
        return concept

    def _former(self, project: Iri, name: str) -> Statement:
        """An earlier project that the text names; it is a project of the graph only when a document describes it."""
        called = (iri for iri, label in self.labels.items() if fold_name(label) == fold_name(name))
        known = [iri for iri in called if "/id/project/" in iri and iri != project]
        earlier = known[0] if len(known) == 1 else data_iri("mentioned-project", slug(name))
        if earlier not in known:
            self._say(earlier, TYPE, sam("MentionedProject"))
            self._say(earlier, LABEL, swedish(name))
        return self._say(project, sam("formerProject"), earlier)

    # --- who takes part

    def _collaboration(self, project: Iri, stated: Project) -> None:
        collaboration = data_iri("collaboration", stated.key)
        self._say(project, sam("carriedOutBy"), collaboration)
        self._say(collaboration, TYPE, sam("Collaboration"))
        self._label(
            collaboration,
            f"Samverkan i projektet {self.labels[project]}",
            f"Collaboration in the project {self.labels[project]}",
        )
        for one in stated.participants:
            participation = data_iri(
                "participation",
                stated.key,
                one.entity.split("/id/", 1)[1].removeprefix("organisation/").replace("/", "-"),
            )
            self._say(collaboration, sam("hasParticipation"), participation)
            self._say(participation, TYPE, sam("Participation"))
            self._say(participation, sam("participant"), one.entity)
            self._say(participation, sam("role"), data_iri("role", one.role))
            self._label(
                participation,
                f"{self.labels[one.entity]} i {self.labels[project]}",
                f"{self.labels[one.entity]} in {self.labels[project]}",
            )
            statement = self._say(project, sam(_SHORTCUT.get(one.role, "hasParticipant")), one.entity)
            self._prove(statement, one.document, one.mention, confidence=one.confidence)

    # --- what is known beforehand

    def describe_mentioned(self) -> None:
        """What reference data says of every entity that the statements mention, and of the areas these lie in."""
        waiting = {statement.object for statement in self.statements if not isinstance(statement.object, Literal)}
        waiting |= {entity for entity in self.labels if entity in self.reference.entities}
        done: set[Term] = set()
        while waiting:
            iri = waiting.pop()
            done.add(iri)
            said = [
                one for one in self.reference.statements.get(Iri(str(iri)), ()) if one.predicate != SKOS + "hiddenLabel"
            ]
            self.statements.update(said)
            waiting |= {
                one.object
                for one in said
                if one.predicate != sam("ownedBy") and one.object not in done and not isinstance(one.object, Literal)
            }
