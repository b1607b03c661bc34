"""What was read but is not asserted: what is less sure than the user asks for, and names that are no organisation's.

Between resolving and stating: projects and entities in, those to state out, with a finding for everything held back.
This room may not resolve anything anew: a key does not depend on how sure the user wants to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from samverkan.identifiers import DocumentId, Iri, data_iri
from samverkan.judgements import Judgements
from samverkan.meaning import Sighting
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
)
from samverkan.naming import usual_label
from samverkan.quotations import Quotations
from samverkan.swedish.names import Name

MINIMUM = 0.5
_UNSURE, _NOBODY = "low-confidence", "not-an-organisation"
_BY_WHOM = {*ROLES, "decidedBy"}  # mentions that speak through participants


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """Something that is held back, and why: `said` in words, or by the `entity` that would take part."""

    code: str
    document: DocumentId
    mention: Mention
    focus: Iri
    confidence: float
    said: str = ""
    entity: Iri | None = None


Stated = set[tuple[DocumentId, Mention]]


def mentions(projects: Iterable[Project]) -> Stated:
    """All that these projects' records state, with the document that does."""
    records = (record for project in projects for record in project.records)
    return {(record.document, mention) for record in records for mention in record.mentions}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sifted:
    """A block's projects without what is held back, that, and the forms of each entity that are kept."""

    projects: tuple[Project, ...]
    held: tuple[Held, ...]
    forms: Mapping[Iri, tuple[Form, ...]]


class Sieve:
    """What is sure enough: for each project and entity by itself."""

    def __init__(self, judgements: Judgements, minimum: float) -> None:
        self.judgements = judgements
        self.minimum = minimum

    def sift(self, projects: Iterable[Project], seen: Iterable[Sighting]) -> Sifted:
        """What is kept of a block's projects and of what it saw of entities."""
        held = list[Held]()
        kept = tuple(one for project in projects if (one := self.project(project, held)).records)
        stated = mentions(kept)
        forms = {one.iri: self.forms(one.iri, one.forms, stated) for one in seen}
        return Sifted(projects=kept, held=tuple(held), forms=forms)

    def project(self, project: Project, held: list[Held]) -> Project:
        """The project without what is `held` back, which is added there; without records when nothing is kept."""
        focus = data_iri("project", project.key)
        named = [record for record in project.records if self._is_named(record, focus, held)]
        records = tuple(self._record(record, focus, held) for record in named)
        stated = {(record.document, mention) for record in records for mention in record.mentions}
        participants, deciders = (
            tuple(one for one in parts if (one.document, one.mention) in stated and self._takes_part(one, focus, held))
            for parts in (project.participants, project.deciders)
        )
        return replace(project, records=records, participants=participants, deciders=deciders)

    def forms(self, iri: Iri, forms: Iterable[Form], stated: Stated) -> tuple[Form, ...]:
        """The forms of an entity that are kept where this is `stated`."""
        if not self.judgements.is_organisation(iri):
            return ()
        return tuple(form for form in forms if self._is_sure(form) and (form.document, form.mention) in stated)

    def entity(self, entity: Entity, forms: tuple[Form, ...], owner: str | None, is_owner: bool) -> Entity | None:
        """The entity with these forms; without any only if it owns one that is kept.

        `owner` is what is called whose unit it is: its label is one of the forms that are kept.
        """
        if not forms:
            return replace(entity, forms=()) if is_owner else None
        if entity.known or forms == entity.forms:
            return replace(entity, forms=forms)
        return replace(entity, forms=forms, label=usual_label(forms, owner if entity.owner else None))

    def finding(self, held: Held, labels: Mapping[Iri, str], quoted: Quotations) -> Finding:
        """What is told of something that is held back; `labels` has the label of who would take part."""
        said = f"“{labels[held.entity]}” as {held.mention.property}" if held.entity else held.said
        unsure = f"the reader is {held.confidence:g} sure, and {self.minimum:g} is asked for"
        why = "a person said that this is no organisation" if held.code == _NOBODY else unsure
        quotation = quoted.quote(held.document, held.mention.start, held.mention.end)
        return Finding(
            severity=Severity.NOTICE,
            code=held.code,
            message=f"{said} is not asserted: {why}",
            file=quotation.name,
            line=quotation.line,
            column=quotation.position,
            text=quotation.exact,
            focus=held.focus,
        )

    def _is_sure(self, form: Form) -> bool:
        return round(form.mention.confidence * form.confidence, 3) >= self.minimum

    def _is_named(self, record: ProjectRecord, focus: Iri, held: list[Held]) -> bool:
        said = "a project of this name, with everything that was read of it,"
        return self._is_held_not(record.name, record.document, focus, held, said)

    def _record(self, record: ProjectRecord, focus: Iri, held: list[Held]) -> ProjectRecord:
        """The record with those of its mentions that are sure enough; who takes part is judged with the entity."""
        kept = [
            mention
            for mention in record.mentions
            if mention.property in _BY_WHOM or self._is_held_not(mention, record.document, focus, held)
        ]
        return replace(record, mentions=tuple(kept)) if len(kept) < len(record.mentions) else record

    def _is_held_not(
        self, mention: Mention, document: DocumentId, focus: Iri, held: list[Held], said: str | None = None
    ) -> bool:
        if mention.confidence < self.minimum:
            held.append(
                Held(
                    code=_UNSURE,
                    document=document,
                    mention=mention,
                    focus=focus,
                    confidence=mention.confidence,
                    said=said or f"{mention.property} {_written(mention)}",
                )
            )
        return mention.confidence >= self.minimum

    def _takes_part(self, one: Participant, focus: Iri, held: list[Held]) -> bool:
        is_somebody = self.judgements.is_organisation(one.entity)
        if is_somebody and one.confidence >= self.minimum:
            return True
        held.append(
            Held(
                code=_UNSURE if is_somebody else _NOBODY,
                document=one.document,
                mention=one.mention,
                focus=focus,
                confidence=one.confidence,
                entity=one.entity,
            )
        )
        return False


def _written(mention: Mention) -> str:
    return mention.value.text if isinstance(mention.value, Name) else str(mention.value)


def order(finding: Finding) -> tuple[str, int, int, str, str]:
    """Findings go by file and place."""
    return finding.file or "", finding.line or 0, finding.column or 0, finding.code, finding.message
