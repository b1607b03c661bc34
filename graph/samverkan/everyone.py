"""Everyone whom the blocks tell of, brought together in a file on disk: memory holds one of them at a time.

A block says what it saw of whom on a line each, which begins with an IRI: sorted, all that is told of one stands
together. This room may not resolve, nor hold anything back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from samverkan.entities import entity, merge, own_label
from samverkan.identifiers import Iri
from samverkan.lines import Lines
from samverkan.meaning import Sighting
from samverkan.model import Entity, Form, Mention, Participant, Project
from samverkan.naming import of_owner
from samverkan.reference import Reference
from samverkan.swedish.names import Name
from samverkan.withholding import Sieve

_END = "\t"  # of an IRI: no IRI holds it, and it comes before all that one may hold


@dataclass(frozen=True, kw_only=True, slots=True)
class Somebody:
    """What all blocks tell of one entity: its forms, those that are kept, its parts in projects, and their names.

    Of a mention there is what tells how it is written, where, and how it was read.
    """

    seen: Sighting
    kept: tuple[Form, ...]
    parts: tuple[Participant, ...]
    projects: frozenset[str]


def lines(seen: Iterable[Sighting], kept: Mapping[Iri, Iterable[Form]], projects: Iterable[Project]) -> Iterator[str]:
    """What a block tells of each entity: what it saw, the forms of it that are kept, and all its parts."""
    parts: dict[Iri, list[list[object]]] = {}
    for project in projects:
        name = str(project.records[0].name.value)
        for part in (*project.participants, *project.deciders):
            parts.setdefault(part.entity, []).append([name, *_of_participant(part)])
    for one in seen:
        some = None if kept[one.iri] == one.forms else [*map(_of_form, kept[one.iri])]
        own = [one.type, one.owner, one.size, one.number, [*map(_of_form, one.forms)]]
        yield f"{one.iri}{_END}{json.dumps([own, some, parts.get(one.iri, ())], ensure_ascii=False)}"


def _of_form(form: Form) -> list[object]:
    return [form.text, form.document, _of_mention(form.mention), form.method, form.confidence]


def _of_participant(part: Participant) -> list[object]:
    return [part.role, part.document, _of_mention(part.mention), part.confidence]


def _of_mention(one: Mention) -> list[object]:
    text = one.value.text if isinstance(one.value, Name) else None
    return [one.property, text, one.start, one.end, one.method, one.confidence]


def gathered(told: Lines) -> Iterator[Somebody]:
    """Everyone of whom these lines tell, in the order of their IRIs."""
    for iri, same in groupby(told, lambda line: line[: line.index(_END)]):
        yield _somebody(Iri(iri), [json.loads(line[len(iri) + 1 :]) for line in same])


def _somebody(iri: Iri, told: Sequence[list[Any]]) -> Somebody:
    seen = [_sighting(iri, own) for own, _, _ in told]
    kept = [
        one if some is None else replace(one, forms=tuple(map(_form, some)))
        for one, (_, some, _) in zip(seen, told, strict=True)
    ]
    parts = [part for _, _, some in told for part in some]
    return Somebody(
        seen=merge(seen),
        kept=merge(kept).forms,
        parts=tuple(_participant(iri, part) for part in parts),
        projects=frozenset(name for name, *_ in parts),
    )


def _sighting(iri: Iri, content: list[Any]) -> Sighting:
    kind, owner, size, number, forms = content
    return Sighting(iri=iri, type=kind, owner=owner, size=size, number=number, forms=tuple(map(_form, forms)))


def _form(content: list[Any]) -> Form:
    text, document, mention, method, confidence = content
    return Form(text=text, document=document, mention=_mention(mention), method=method, confidence=confidence)


def _participant(iri: Iri, content: list[Any]) -> Participant:
    _, role, document, mention, confidence = content
    return Participant(entity=iri, role=role, document=document, mention=_mention(mention), confidence=confidence)


def _mention(content: list[Any]) -> Mention:
    prop, text, start, end, method, confidence = content
    value = "" if text is None else Name(text=text, start=start, end=end)
    return Mention(property=prop, value=value, start=start, end=end, method=method, confidence=confidence)


@dataclass(frozen=True, kw_only=True, slots=True)
class Called:
    """What everyone is called, who owns someone, and who owns someone that is kept."""

    own: Mapping[Iri, str]
    units: Mapping[Iri, Iri]
    owners: frozenset[Iri | None]
    owners_of_kept: frozenset[Iri | None]

    @classmethod
    def of(cls, everyone: Iterable[Somebody], reference: Reference) -> Called:
        """All that these are called."""
        own, units, pairs = dict[Iri, str](), dict[Iri, Iri](), set[tuple[Iri | None, bool]]()
        for one in everyone:
            iri, owner = one.seen.iri, one.seen.owner
            own[iri] = own_label(one.seen, reference)
            pairs.add((owner, bool(one.kept)))
            if owner is not None and one.seen.forms and iri not in reference.entities:
                units[iri] = owner
        of_kept = frozenset(owner for owner, is_kept in pairs if is_kept)
        owners = frozenset(owner for owner, _ in pairs)
        return cls(own=own, units=units, owners=owners, owners_of_kept=of_kept)

    def label(self, iri: Iri) -> str:
        """What one of them is called, before anything is held back."""
        owner = self.units.get(iri)
        return of_owner(self.own[iri], None if owner is None else self.own[owner])

    def entity(self, one: Somebody, reference: Reference) -> Entity | None:
        """Somebody as an entity, before anything is held back; nobody who is not written and owns no one."""
        if not one.seen.forms and one.seen.iri not in self.owners:
            return None
        return entity(one.seen, reference, self.own[one.seen.owner] if one.seen.owner is not None else None)

    def kept(self, entity: Entity, forms: tuple[Form, ...], sieve: Sieve) -> Entity | None:
        """The same entity with the forms of it that are kept."""
        owner = self.label(entity.owner) if entity.owner is not None else None
        return sieve.entity(entity, forms, owner, entity.iri in self.owners_of_kept)
