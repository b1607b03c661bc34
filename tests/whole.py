"""All records resolved, held back and stated at once: what a build does block by block must come to the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from samverkan.entities import entity, merge, own_label, resolve_block
from samverkan.identifiers import Iri
from samverkan.judgements import Judgements
from samverkan.meaning import Meanings, Sighting, owner_number, settled
from samverkan.model import Entity, Finding, Project, ProjectRecord, SourceDocument
from samverkan.quotations import Documents
from samverkan.reference import Reference
from samverkan.statements import Facts, Labels, state_some, united
from samverkan.vocabulary import Vocabulary
from samverkan.withholding import MINIMUM, Held, Sieve, mentions, order


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """The projects that the records state, and everyone who takes part in them."""

    projects: tuple[Project, ...]
    entities: tuple[Entity, ...]


def resolve(records: Iterable[ProjectRecord], reference: Reference, judgements: Judgements) -> Resolution:
    """Who is meant by every name, and which records are of the same project: one block of everything."""
    given = list(records)
    meanings = Meanings(reference, judgements, settled(filter(None, map(owner_number, given))))
    found = resolve_block(given, meanings)
    return Resolution(projects=found.projects, entities=tuple(unite(found.seen, reference)))


def unite(seen: Iterable[Sighting], reference: Reference) -> Iterator[Entity]:
    """Everyone who was seen and is written, or owns someone who is, in the order of their IRIs."""
    found: dict[Iri, list[Sighting]] = {}
    for one in seen:
        found.setdefault(one.iri, []).append(one)
    merged = {iri: merge(ones) for iri, ones in found.items()}
    owners = {one.owner for one in merged.values()}
    for iri in sorted(merged):
        one = merged[iri]
        if one.forms or iri in owners:
            owner = merged[one.owner] if one.owner is not None else None
            yield entity(one, reference, own_label(owner, reference) if owner is not None else None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What is to be stated, and what is to be told of the rest."""

    projects: tuple[Project, ...]
    entities: tuple[Entity, ...]
    findings: tuple[Finding, ...]


def withhold(
    projects: Iterable[Project],
    entities: Sequence[Entity],
    documents: Mapping[str, SourceDocument],
    judgements: Judgements,
    minimum: float = MINIMUM,
) -> Kept:
    """The projects and entities without what is less sure than `minimum` (0 to 1), or judged to be no organisation.

    A record whose very name is that unsure is held back whole.
    """
    sieve, held = Sieve(judgements, minimum), list[Held]()
    kept = tuple(one for project in projects if (one := sieve.project(project, held)).records)
    stated = mentions(kept)
    labels = {entity.iri: entity.label for entity in entities}
    forms = {entity.iri: sieve.forms(entity.iri, entity.forms, stated) for entity in entities}
    owners = {entity.owner for entity in entities if forms[entity.iri]}
    found = (sieve.entity(one, forms[one.iri], labels.get(one.owner or one.iri), one.iri in owners) for one in entities)
    told = {sieve.finding(one, labels, Documents(documents)) for one in held}
    return Kept(
        projects=kept,
        entities=tuple(one for one in found if one is not None),
        findings=tuple(sorted(told, key=order)),
    )


def state(
    projects: Sequence[Project],
    entities: Sequence[Entity],
    documents: Mapping[str, SourceDocument],
    vocabulary: Vocabulary,
    reference: Reference,
) -> Facts:
    """What the projects and entities state, and what describes the reference entities that they mention."""
    labels, quoted = Labels.of(projects, entities), Documents(documents)
    facts = state_some(projects, entities, vocabulary, reference, labels=labels, quoted=quoted)
    return united([facts], proven=True)
