"""A name → who is meant by it: reference data and judgements decide, then the number that goes with it, then the name.

What is meant depends on the name, its record and what is known beforehand, on no other record but through `numbers`:
so records can be resolved apart from each other. This room may not know which records are one project.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from samverkan.identifiers import Iri, data_iri, slug
from samverkan.judgements import Judgements
from samverkan.model import ROLES, Form, Mention, Participant, ProjectRecord
from samverkan.naming import name_iri, name_key
from samverkan.reference import Reference, fold_name
from samverkan.swedish.names import Name, NameKind, base_form

_STATE_AGENCY = "202100"
_PLACE_TAIL = re.compile(r"\s+(?:(?:i|på|vid)\s+)?[A-ZÅÄÖ][\w-]*(?:\s+(?:[A-ZÅÄÖ][\w-]*|län|stad|kommun))*$")
_DEFINITE_UNIT = re.compile(r"(förvaltning|avdelning|enhet|nämnd|område|kontor)(?:en|et)$")
_UNIT = "OrganisationalUnit"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """What some records tell of one entity: the forms in which they write it, and, of an unknown one, what it is.

    `type` is a class's local name, None where the records tell none: then the entity is known, or others tell.
    """

    iri: Iri
    type: str | None = None
    owner: Iri | None = None
    size: int | None = None
    number: str | None = None
    forms: tuple[Form, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """Whom a name means, how that was found, how sure it is (0 to 1), and what it tells of entities that are new."""

    entity: Iri
    method: str
    confidence: float
    seen: tuple[Sighting, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One participant, and what its mention tells of entities; `owner` is whose units its project's units are."""

    participant: Participant
    seen: tuple[Sighting, ...]
    owner: Iri | None


# --- numbers


def owner_number(record: ProjectRecord) -> tuple[str, str] | None:
    """The key of the owner's name and its organisation number, where the record has one of each."""
    number, owners = _number_of_owner(record), names(record, "lead")
    return (name_key(owners[0][1].text), number) if number is not None else None


def settled(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The number that goes with each name, where only one does in any record."""
    found: dict[str, set[str]] = {}
    for name, number in pairs:
        found.setdefault(name, set()).add(number)
    return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}


# --- names


class Meanings:
    """Who is meant, by all that is known beforehand; it remembers no record."""

    def __init__(self, reference: Reference, judgements: Judgements, numbers: Mapping[str, str]) -> None:
        self.reference = reference
        self.judgements = judgements
        self.numbers = numbers
        owned = {name: own for name, number in numbers.items() if (own := self._own(number))}
        self._numbered = {name_iri(name): data_iri("organisation", own) for name, own in owned.items()}
        known = sorted((iri for iri in judgements.same if iri in reference.entities), reverse=True)
        self._standing = {judgements.entity(iri): iri for iri in known}  # whom reference data describes stands for all

    def leads(self, record: ProjectRecord) -> list[Part]:
        """The owners that a record states."""
        number = _number_of_owner(record)
        return [
            self._part(record, mention, self.find(name, number=number, foreign=_is_foreign(record)))
            for mention, name in names(record, "lead")
        ]

    def deciders(self, record: ProjectRecord) -> list[Part]:
        """The bodies that decided on the project, as the record states them."""
        return [
            self._part(record, mention, self.find(name, foreign=_is_foreign(record)))
            for mention, name in names(record, "decidedBy")
        ]

    def partners(self, record: ProjectRecord, leads: Sequence[Part], project: str) -> list[Part]:
        """Everyone else that a record states; a unit without an owner of its own is the lead's unit."""
        owner = next((lead.owner for lead in leads if lead.owner is not None), None)
        found = []
        for mention, name in names(record, *ROLES[1:]):
            same = next((lead.participant for lead in leads if _is_called(lead.participant, name)), None)
            if same is not None:  # a unit that the owner's field names with its parent, the partners' list without
                resolved = Resolved(entity=same.entity, method="same-as-lead", confidence=0.95)
            elif name.kind is NameKind.GROUP:
                resolved = _group(name, project)
            else:
                resolved = self.find(name, owner=owner, foreign=_is_foreign(record))
            found.append(self._part(record, mention, resolved))
        return found

    def find(
        self, name: Name, *, number: str | None = None, owner: Iri | None = None, foreign: bool = False
    ) -> Resolved:
        """The organisation or unit that a name means; `owner` is whose unit it is when the name does not say.

        A `foreign` name means a Swedish organisation only when it is written out.
        """
        if name.kind is NameKind.UNIT:
            return self._unit(name, owner, foreign=foreign)
        number = number or self.numbers.get(name_key(name.text))
        named, own = name_iri(name.text), self._own(number)
        minted = data_iri("organisation", own) if own else named
        answers = (self._judged(iri) for iri in (named, minted))
        judged = next((answer for answer in answers if answer not in (named, minted)), None)
        found = None if judged else self._known(name, number, foreign=foreign)
        if found is not None and not self.judgements.apart(named, found.entity):
            return replace(found, entity=self._judged(found.entity))
        entity = judged or minted
        seen = () if entity in self.reference.entities else (Sighting(iri=entity, type="Organisation", number=own),)
        return Resolved(entity=entity, method="judgement" if judged else "name", confidence=1.0, seen=seen)

    def _own(self, number: str | None) -> str | None:
        """A number that may be an organisation's own: one that is a known entity's proves nothing."""
        return None if number in self.reference.numbers else number

    def _judged(self, iri: Iri) -> Iri:
        """The entity that a person's answers make of this one; one whose number is known goes by its number."""
        answer = self.judgements.entity(iri)
        if answer in self.reference.entities:  # a known entity without a number keeps its IRI when a number is stated
            return answer
        answer = self._standing.get(answer, answer)
        return self._numbered.get(answer, answer)

    def _part(self, record: ProjectRecord, mention: Mention, found: Resolved) -> Part:
        confidence = round(mention.confidence * found.confidence, 3)
        participant = Participant(
            entity=found.entity, role=mention.property, document=record.document, mention=mention, confidence=confidence
        )
        written = Sighting(iri=found.entity, forms=_forms(record, mention, found))
        return Part(participant=participant, seen=(*found.seen, written), owner=self._public_owner(found))

    def _public_owner(self, found: Resolved) -> Iri | None:
        """The municipality or region that an entity is, or whose unit it is by this mention of it."""
        known = self.reference.entities.get(found.entity)
        if known is not None:
            return found.entity if self.reference.is_public_owner(known.label) else None
        return next((one.owner for one in found.seen if one.iri == found.entity and one.owner is not None), None)

    def _known(self, name: Name, number: str | None, *, foreign: bool) -> Resolved | None:
        texts = (name.text, *name.forms)
        by_name = self._written_out if foreign else self._by_name
        found = next((found for text in texts if (found := by_name(text)) is not None), None)
        if found is not None:
            return found
        numbered = self.reference.numbers.get(number or "")
        if numbered is not None and any(_share_a_word(text, self.reference.entities[numbered].label) for text in texts):
            return Resolved(entity=numbered, method="organisation-number", confidence=1.0)
        return None

    def _written_out(self, text: str) -> Resolved | None:
        """The entity of this very name; of a single word only when that is its label ("Ale" is a beer elsewhere)."""
        found = self.reference.find(text, "Municipality", "Organisation")
        if found is None:
            return None
        if " " not in text.strip() and fold_name(text) != fold_name(self.reference.entities[found].label):
            return None
        return Resolved(entity=found, method="reference-name", confidence=1.0)

    def _by_name(self, text: str) -> Resolved | None:
        for form, method, confidence in (
            (text, "reference-name", 1.0),
            (base_form(text), "reference-name-genitive", 0.95),
        ):
            found = self.reference.find(form, "Municipality") or self.reference.find(form, "Organisation")
            if found is not None:
                return Resolved(entity=found, method=method, confidence=confidence)
        hidden = self.reference.hidden.get(fold_name(text), ())
        if len(hidden) == 1 and text.isupper():
            return Resolved(entity=hidden[0], method="reference-abbreviation", confidence=0.8)
        return self._local_office(text)

    def _local_office(self, text: str) -> Resolved | None:
        """A state agency's office is no organisation of its own: "Arbetsförmedlingen i Umeå" is Arbetsförmedlingen."""
        tail = _PLACE_TAIL.search(text)
        while tail is not None:
            agency = self.reference.find(text[: tail.start()], "Organisation")
            if agency is not None and (self.reference.entities[agency].number or "").startswith(_STATE_AGENCY):
                return Resolved(entity=agency, method="reference-name-and-place", confidence=0.9)
            tail = _PLACE_TAIL.search(text, tail.start() + 1)
        return None

    def _unit(self, name: Name, fallback: Iri | None, *, foreign: bool) -> Resolved:
        """A unit inside its owner; the owner comes from the name, or from whose project it is (less sure)."""
        told = Name(text=name.owner, start=name.start, end=name.end) if name.owner else None
        named = self.find(told, foreign=foreign) if told else None
        owner = named.entity if named else fallback
        if owner is not None and not self.judgements.is_organisation(owner):
            owner = None
        unit = slug(_DEFINITE_UNIT.sub(r"\1", name.text.casefold()))
        iri = data_iri("organisation", f"{self._segment(owner)}-{unit}" if owner else unit)
        judged = self._judged(iri)
        seen = () if judged in self.reference.entities else _seen_unit(judged, owner, named.seen if named else ())
        method, confidence = ("unit-of-lead", 0.8) if owner else ("name", 1.0)
        if named:
            method, confidence = "unit-of-owner", named.confidence
        if judged != iri:
            method, confidence = "judgement", 1.0
        return Resolved(entity=judged, method=method, confidence=confidence, seen=seen)

    def _segment(self, owner: Iri) -> str:
        """The part of a unit's IRI that stands for its owner, whatever documents call it."""
        known = self.reference.entities.get(owner)
        return slug(known.label) if known else owner.rsplit("/", 1)[-1]


def _seen_unit(iri: Iri, owner: Iri | None, of_owner: Sequence[Sighting]) -> tuple[Sighting, ...]:
    if owner is None:
        return (Sighting(iri=iri, type="Organisation"),)
    return Sighting(iri=iri, type=_UNIT, owner=owner), Sighting(iri=owner), *of_owner


def _group(name: Name, project: str) -> Resolved:
    """A group that a text counts or describes in one project; groups of two projects are never one."""
    iri = data_iri("group", project, slug(name.text))
    seen = Sighting(iri=iri, type="OrganisationGroup", size=name.size)
    return Resolved(entity=iri, method="group", confidence=1.0, seen=(seen,))


def _forms(record: ProjectRecord, mention: Mention, found: Resolved) -> tuple[Form, ...]:
    """Every way in which this mention writes the entity."""
    name = mention.value
    if not isinstance(name, Name):
        return ()
    texts = dict.fromkeys((name.text, *name.forms))
    how, sure = found.method, found.confidence
    return tuple(
        Form(text=text, document=record.document, mention=mention, method=how, confidence=sure) for text in texts
    )


def names(record: ProjectRecord, *properties: str) -> list[tuple[Mention, Name]]:
    """The mentions of these properties that are names."""
    return [
        (mention, mention.value)
        for mention in record.mentions
        if mention.property in properties and isinstance(mention.value, Name)
    ]


def _number_of_owner(record: ProjectRecord) -> str | None:
    """The number of the record's owner, where it has one of each."""
    numbers = [str(mention.value) for mention in record.mentions if mention.property == "organisationNumber"]
    return numbers[0] if len(numbers) == 1 and len(names(record, "lead")) == 1 else None


def _is_foreign(record: ProjectRecord) -> bool:
    """Whether the record is of another country's register: its money is not in kronor."""
    currencies = {str(mention.value) for mention in record.mentions if mention.property == "currency"}
    return record.register is not None and bool(currencies - {"SEK"})


def _is_called(participant: Participant, name: Name) -> bool:
    """Whether a name is the participant's, and not that of another owner's unit."""
    called = participant.mention.value
    return (
        isinstance(called, Name)
        and fold_name(called.text) == fold_name(name.text)
        and (name.owner is None or fold_name(name.owner) == fold_name(called.owner or ""))
    )


def _share_a_word(first: str, second: str) -> bool:
    """Whether two names have a word of some length in common, a genitive's s apart."""
    words = [set(re.findall(r"[^\W\d_]{3,}[^\W\d_s]", fold_name(text))) for text in (first, second)]
    return bool(words[0] & words[1])
