"""What was read but is not asserted: what is less sure than the user asks for, and names that are no organisation's.

Between resolving and stating: projects and entities in, those to state out, with a finding for everything held back.
This room may not resolve anything anew: a key does not depend on how sure the user wants to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from samverkan.identifiers import DocumentId, Iri, data_iri
from samverkan.judgements import Judgements
from samverkan.model import (
    ROLES,
    Entity,
    Finding,
    Form,
    Mention,
    Participant,
    Project,
    ProjectRecord,
    Severity,
    SourceDocument,
)
from samverkan.naming import usual_label
from samverkan.swedish.names import Name

MINIMUM = 0.5
_BY_WHOM = {*ROLES, "decidedBy"}  # mentions that speak through participants


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What is to be stated, and what is to be told of the rest."""

    projects: tuple[Project, ...]
    entities: tuple[Entity, ...]
    findings: tuple[Finding, ...]


def withhold(
    projects: Sequence[Project],
    entities: Sequence[Entity],
    documents: Mapping[str, SourceDocument],
    judgements: Judgements,
    minimum: float = MINIMUM,
) -> Kept:
    """The projects and entities without what is less sure than `minimum` (0 to 1), or judged to be no organisation.

    A record whose very name is that unsure is held back whole.
    """
    sieve = _Sieve(entities, documents, judgements, minimum)
    kept = tuple(one for project in projects if (one := sieve.project(project)).records)
    return Kept(
        projects=kept,
        entities=tuple(sieve.entities(entities, kept)),
        findings=tuple(sorted(set(sieve.findings), key=_order)),
    )


class _Sieve:
    def __init__(
        self,
        entities: Iterable[Entity],
        documents: Mapping[str, SourceDocument],
        judgements: Judgements,
        minimum: float,
    ) -> None:
        self.labels = {entity.iri: entity.label for entity in entities}
        self.documents = documents
        self.judgements = judgements
        self.minimum = minimum
        self.findings: list[Finding] = []

    def project(self, project: Project) -> Project:
        """The project without what is held back; without records when nothing of it is kept."""
        focus = data_iri("project", project.key)
        records = tuple(self._record(record, focus) for record in project.records if self._is_named(record, focus))
        stated = {(record.document, mention) for record in records for mention in record.mentions}
        participants, deciders = (
            tuple(one for one in parts if (one.document, one.mention) in stated and self._takes_part(one, focus))
            for parts in (project.participants, project.deciders)
        )
        return replace(project, records=records, participants=participants, deciders=deciders)

    def entities(self, entities: Iterable[Entity], projects: Iterable[Project]) -> Iterator[Entity]:
        """The entities with the forms that are kept, and those without any that own one of these."""
        records = [record for project in projects for record in project.records]
        stated = {(record.document, mention) for record in records for mention in record.mentions}
        kept = {}
        for entity in entities:
            forms = tuple(form for form in entity.forms if self._is_kept(form, stated))
            if forms and self.judgements.is_organisation(entity.iri):
                kept[entity.iri] = entity if forms == entity.forms else self._relabelled(entity, forms)
        owners = {entity.owner for entity in kept.values()}
        return (kept.get(one.iri, replace(one, forms=())) for one in entities if one.iri in kept or one.iri in owners)

    def _is_kept(self, form: Form, stated: set[tuple[DocumentId, Mention]]) -> bool:
        sure = round(form.mention.confidence * form.confidence, 3) >= self.minimum
        return sure and (form.document, form.mention) in stated

    def _relabelled(self, entity: Entity, forms: tuple[Form, ...]) -> Entity:
        """The entity with fewer forms; its label is one that is kept."""
        owner = self.labels.get(entity.owner) if entity.owner else None
        return replace(entity, forms=forms, label=entity.label if entity.known else usual_label(forms, owner))

    def _is_named(self, record: ProjectRecord, focus: Iri) -> bool:
        name = record.name
        if name.confidence < self.minimum:
            message = self._unsure("a project of this name, with everything that was read of it,", name.confidence)
            self._tell("low-confidence", message, name, record.document, focus)
        return name.confidence >= self.minimum

    def _record(self, record: ProjectRecord, focus: Iri) -> ProjectRecord:
        """The record with those of its mentions that are sure enough; who takes part is judged with the entity."""
        kept = []
        for mention in record.mentions:
            if mention.property in _BY_WHOM or mention.confidence >= self.minimum:
                kept.append(mention)
            else:
                message = self._unsure(f"{mention.property} {_written(mention)}", mention.confidence)
                self._tell("low-confidence", message, mention, record.document, focus)
        return replace(record, mentions=tuple(kept))

    def _takes_part(self, one: Participant, focus: Iri) -> bool:
        said = f"“{self.labels[one.entity]}” as {one.role}"
        if not self.judgements.is_organisation(one.entity):
            message = f"{said} is not asserted: a person said that this is no organisation"
            self._tell("not-an-organisation", message, one.mention, one.document, focus)
            return False
        if one.confidence < self.minimum:
            self._tell("low-confidence", self._unsure(said, one.confidence), one.mention, one.document, focus)
        return one.confidence >= self.minimum

    def _unsure(self, said: str, confidence: float) -> str:
        return f"{said} is not asserted: the reader is {confidence:g} sure, and {self.minimum:g} is asked for"

    def _tell(self, code: str, message: str, mention: Mention, document: DocumentId, focus: Iri) -> None:
        source = self.documents[document]
        line, column = source.place(mention.start)
        self.findings.append(
            Finding(
                severity=Severity.NOTICE,
                code=code,
                message=message,
                file=source.name,
                line=line,
                column=column,
                text=source.text[mention.start : mention.end],
                focus=focus,
            )
        )


def _written(mention: Mention) -> str:
    return mention.value.text if isinstance(mention.value, Name) else str(mention.value)


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.file or "", finding.line or 0, finding.column or 0, finding.code, finding.message
