"""Records → projects and entities, block by block: only records that share a number or a name can be one project.

A block is resolved by itself, and what the blocks tell of one entity is united by its IRI; both are pure, so that it
is all the same which blocks are resolved where, and in which order. Nothing is merged on a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import NamedTuple

from samverkan.identifiers import DocumentId, Iri
from samverkan.identity import Blocks, block_keys, project_keys
from samverkan.judgements import Judgements
from samverkan.meaning import Meanings, Part, Sighting, owner_number
from samverkan.model import Entity, Finding, Form, Participant, Project, ProjectRecord, Severity
from samverkan.naming import usual_label
from samverkan.reference import Reference, fold_name


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """What one block gives: its projects, and what it tells of entities."""

    projects: tuple[Project, ...]
    seen: tuple[Sighting, ...]


class Sketch(NamedTuple):
    """What must be known of a record before any block is resolved: its keys, and the names that stand for others."""

    keys: frozenset[str]
    number: tuple[str, str] | None
    earlier: frozenset[str]

    @classmethod
    def of(cls, record: ProjectRecord) -> Sketch:
        """The sketch of a record; `earlier` are the folded names of the projects before it."""
        named = (fold_name(str(one.value)) for one in record.mentions if one.property == "formerProject")
        return cls(keys=block_keys(record), number=owner_number(record), earlier=frozenset(named))


class Overview:
    """What is known of all records together: their blocks, the numbers of names, the earlier projects."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self.numbers: set[tuple[str, str]] = set()
        self.earlier: set[str] = set()

    def add(self, sketch: Sketch) -> None:
        """Take up the next record."""
        self.blocks.add(sketch.keys)
        self.numbers |= {sketch.number} if sketch.number else set()
        self.earlier |= sketch.earlier


def resolve_block(records: Iterable[ProjectRecord], meanings: Meanings) -> Resolved:
    """The projects of one block, in the order of their keys; pure, whichever other blocks there are."""
    ordered = list(_ordered(records))
    leads = [meanings.leads(record) for record in ordered]
    keys = project_keys(ordered, [[lead.participant.entity for lead in found] for found in leads])
    grouped: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        grouped[key].append(place)
    projects, seen = [], list[Sighting]()
    for key, places in sorted(grouped.items()):
        taking_part = [
            one for place in places for one in (*leads[place], *meanings.partners(ordered[place], leads[place], key))
        ]
        deciding = [one for place in places for one in meanings.deciders(ordered[place])]
        projects.append(_project(key, [ordered[place] for place in places], taking_part, deciding))
        seen += (one for part in (*taking_part, *deciding) for one in part.seen)
    return Resolved(projects=tuple(projects), seen=tuple(map(merge, _by_iri(seen).values())))


def _project(key: str, records: Iterable[ProjectRecord], parts: Iterable[Part], deciding: Iterable[Part]) -> Project:
    participants = _strongest([part.participant for part in parts])
    deciders = tuple(part.participant for part in deciding)
    return Project(key=key, records=tuple(records), participants=tuple(participants), deciders=deciders)


def _ordered(records: Iterable[ProjectRecord]) -> Iterator[ProjectRecord]:
    """The records as their documents have them; those that begin in one place by all that they say."""
    for _, same in groupby(sorted(records, key=_place), _place):
        tied = list(same)
        yield from sorted(tied, key=repr) if len(tied) > 1 else tied


def _place(record: ProjectRecord) -> tuple[DocumentId, int, str]:
    return record.document, record.name.start, str(record.name.value)


def _strongest(participants: Sequence[Participant]) -> list[Participant]:
    """An owner that is listed among the partners too is the owner; every other part stands."""
    leads = {one.entity for one in participants if one.role == "lead"}
    return [one for one in participants if one.role == "lead" or one.entity not in leads]


# --- entities, whichever blocks tell of them


def merge(seen: Iterable[Sighting]) -> Sighting:
    """What all these, of one entity, tell together, in whichever order: where they contradict each other, the least."""
    ones = list(seen)
    forms = sorted(chain.from_iterable(one.forms for one in ones), key=_form_order)
    telling = [one for one in ones if one.type is not None]
    kind = min(telling, key=lambda one: (one.owner is None, one.owner or "", one.type or ""), default=ones[0])
    return Sighting(
        iri=kind.iri,
        type=kind.type,
        owner=kind.owner,
        size=min((one.size for one in telling if one.size is not None), default=None),
        number=min((one.number for one in telling if one.number is not None), default=None),
        forms=tuple(form for form, _ in groupby(forms)),  # rows that share a cell are written in it once
    )


def own_label(one: Sighting, reference: Reference) -> str:
    """What an entity is called, without whose unit it is."""
    known = reference.entities.get(one.iri)
    return known.label if known else usual_label(one.forms) if one.forms else one.iri.rsplit("/", 1)[-1]


def entity(one: Sighting, reference: Reference, owner: str | None) -> Entity:
    """The entity of which this is all that is told; `owner` is the own label of whose unit it is."""
    known = reference.entities.get(one.iri)
    if known is not None:
        return Entity(iri=one.iri, type=known.type, label=known.label, forms=one.forms, known=True)
    return Entity(
        iri=one.iri,
        type=one.type or "Organisation",
        label=usual_label(one.forms, owner) if one.forms else own_label(one, reference),
        forms=one.forms,
        owner=one.owner,
        size=one.size,
        number=one.number,
    )


def _form_order(form: Form) -> tuple[str, str, int, int, str, str, float]:
    mention = form.mention
    return form.text, form.document, mention.start, mention.end, mention.property, form.method, form.confidence


def _by_iri(seen: Iterable[Sighting]) -> Mapping[Iri, list[Sighting]]:
    found: dict[Iri, list[Sighting]] = defaultdict(list)
    for one in seen:
        found[one.iri].append(one)
    return found


def undecided(labels: Mapping[Iri, str], judgements: Judgements) -> list[Finding]:
    """The entities of which a person could not tell whether they are the same: two in the graph until someone can."""
    return [
        Finding(
            severity=Severity.NOTICE,
            code="undecided-identity",
            message=f"“{labels[first]}” and “{labels[second]}” may be the same: judge them when you know",
            focus=first,
        )
        for first, second in sorted(judgements.unsure)
        if first in labels and second in labels
    ]
