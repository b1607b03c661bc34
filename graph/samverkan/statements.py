"""Projects + entities → statements, each fact with its evidence. Plain Python: what is said, not how RDF writes it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samverkan.identifiers import (
    BASE,
    DCTERMS,
    ORG,
    PROV,
    RDF,
    RDFS,
    SKOS,
    XSD,
    DocumentId,
    Iri,
    data_iri,
    digest,
    sam,
    slug,
)
from samverkan.model import (
    AMOUNTS,
    PLANNED,
    Entity,
    Evidence,
    Literal,
    Mention,
    Participant,
    Project,
    Statement,
    Term,
)
from samverkan.quotations import Quotations
from samverkan.reference import Reference, fold_name
from samverkan.vocabulary import SCHEMES, Vocabulary, fold_label

TYPE, LABEL, ALT_LABEL = Iri(RDF + "type"), Iri(RDFS + "label"), Iri(SKOS + "altLabel")
_NUMBERS = {
    **dict.fromkeys((*AMOUNTS, "unionCofinancingRate"), "decimal"),
    **dict.fromkeys((*PLANNED, "reachedParticipants", "reachedCompanies"), "integer"),
}
_DATES = {4: "gYear", 7: "gYearMonth", 10: "date"}
_AT_ONCE = 2_000  # projects, and entities: what they state takes some 60 MB
_CALL = re.compile(r"(\d{2}-\d{3})-[A-ZÅÄÖ]\d{2,3}")
_SHORTCUT = {"lead": "hasLead", "partner": "hasPartner"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What is asserted, and the evidence for it, where it was to be proven."""

    statements: tuple[Statement, ...]
    evidence: tuple[Evidence, ...]
    proven: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Labels:
    """What the projects and entities at hand are called, and which projects go by a folded name."""

    labels: Mapping[Iri, str]
    projects: Mapping[str, Sequence[Iri]]

    @classmethod
    def of(cls, projects: Sequence[Project], entities: Iterable[Entity]) -> Labels:
        """The labels of all of these."""
        called: dict[str, list[Iri]] = defaultdict(list)
        labels = {entity.iri: entity.label for entity in entities}
        for project in projects:
            iri = data_iri("project", project.key)
            labels[iri] = label(project)
            called[fold_name(labels[iri])].append(iri)
        return cls(labels=labels, projects=called)


def label(project: Project) -> str:
    """What a project is called: the name of its first record."""
    return swedish(str(project.records[0].name.value)).value


def former(project: Project) -> set[str]:
    """The folded names of the earlier projects that its records name."""
    stated = (mention for record in project.records for mention in record.mentions)
    return {fold_name(str(mention.value)) for mention in stated if mention.property == "formerProject"}


def united(parts: Iterable[Facts], *, proven: bool) -> Facts:
    """All parts as one, sorted and each statement and piece of evidence once."""
    statements, evidence = dict[Statement, None](), dict[Evidence, None]()
    for part in parts:
        statements |= dict.fromkeys(part.statements)
        evidence |= dict.fromkeys(part.evidence)
    return Facts(
        statements=tuple(sorted(statements, key=_order)),
        evidence=tuple(sorted(evidence, key=_reading_order)),
        proven=proven,
    )


def state_some(
    projects: Iterable[Project],
    entities: Iterable[Entity],
    vocabulary: Vocabulary,
    reference: Reference,
    *,
    labels: Labels,
    quoted: Quotations | None,
) -> Facts:
    """What some of the projects and entities state, in no order; with all that others state it is what all state.

    `labels` has at least those of all who take part, and the projects of all earlier names; without `quoted` there is
    no evidence.
    """
    writer = _Writer(labels, quoted, vocabulary, reference)
    for entity in entities:
        writer.entity(entity)
    for project in projects:
        writer.project(project)
    writer.describe_mentioned()
    return Facts(statements=tuple(writer.statements), evidence=tuple(writer.evidence), proven=quoted is not None)


def _order(statement: Statement) -> tuple[str, str, str, str, str]:
    value = statement.object
    if isinstance(value, Literal):
        return statement.subject, statement.predicate, value.value, value.datatype or "", value.language or ""
    return statement.subject, statement.predicate, value, "", ""


def _reading_order(piece: Evidence) -> tuple[str, int, int, tuple[str, ...], str]:
    return piece.document, piece.start, piece.end, _order(piece.statement), piece.method


def swedish(text: str) -> Literal:
    """A text in Swedish, with its white space folded."""
    return Literal(value=" ".join(text.split()), language="sv")


def _typed(value: object, datatype: str) -> Literal:
    """A literal; of one number written in several ways ("50 %", "50,00 %") always the same."""
    written = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
    return Literal(value=written, datatype=XSD + datatype)


class _Writer:
    def __init__(self, labels: Labels, quoted: Quotations | None, vocabulary: Vocabulary, reference: Reference) -> None:
        self.quoted = quoted
        self.vocabulary = vocabulary
        self.reference = reference
        self.statements: dict[Statement, None] = {}
        self.evidence: list[Evidence] = []
        self.labels = labels.labels
        self.called = labels.projects
        self.stated: set[Iri] = set()

    def _say(self, subject: Iri, predicate: Iri, value: Term) -> Statement:
        statement = Statement(subject=subject, predicate=predicate, object=value)
        self.statements[statement] = None
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
        if self.quoted is None:
            return
        quotation = self.quoted.quote(document, mention.start, mention.end)
        self.evidence.append(
            Evidence(
                statement=statement,
                document=DocumentId(document),
                exact=quotation.exact,
                start=mention.start,
                end=mention.end,
                line=quotation.line,
                position=quotation.position,
                method=method or mention.method,
                confidence=mention.confidence if confidence is None else confidence,
                qualifier=mention.qualifier,
                row=quotation.row,
                column=quotation.column,
            )
        )

    # --- organisations, units, groups

    def entity(self, entity: Entity) -> None:
        """An entity with every form in which documents write it; what reference data says of it comes later."""
        self.stated.add(entity.iri)
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
        known = [iri for iri in self.called.get(fold_name(name), ()) if iri != project]
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
        waiting |= {entity for entity in self.stated if entity in self.reference.entities}
        done: set[Term] = set()
        while waiting:
            iri = waiting.pop()
            done.add(iri)
            said = [
                one for one in self.reference.statements.get(Iri(str(iri)), ()) if one.predicate != SKOS + "hiddenLabel"
            ]
            self.statements |= dict.fromkeys(said)
            waiting |= {
                one.object
                for one in said
                if one.predicate != sam("ownedBy") and one.object not in done and not isinstance(one.object, Literal)
            }
