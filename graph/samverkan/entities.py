"""Records → projects and entities: who is meant. Reference data and judgements decide; nothing is merged on a guess."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from samverkan.identifiers import Iri, data_iri, slug
from samverkan.identity import project_keys
from samverkan.judgements import Judgements
from samverkan.model import ROLES, Entity, Finding, Form, Mention, Participant, Project, ProjectRecord, Severity
from samverkan.naming import name_iri, name_key, usual_label
from samverkan.reference import Reference, fold_name
from samverkan.swedish.names import Name, NameKind, base_form

_STATE_AGENCY = "202100"
_PLACE_TAIL = re.compile(r"\s+(?:(?:i|på|vid)\s+)?[A-ZÅÄÖ][\w-]*(?:\s+(?:[A-ZÅÄÖ][\w-]*|län|stad|kommun))*$")
_DEFINITE_UNIT = re.compile(r"(förvaltning|avdelning|enhet|nämnd|område|kontor)(?:en|et)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """Whom a name means, how that was found, and how sure it is (0 to 1)."""

    entity: Iri
    method: str
    confidence: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """The projects that the records state, and everyone who takes part in them."""

    projects: tuple[Project, ...]
    entities: tuple[Entity, ...]


@dataclass(kw_only=True)
class _Minted:
    type: str
    owner: Iri | None = None
    size: int | None = None
    number: str | None = None


def resolve(records: Iterable[ProjectRecord], reference: Reference, judgements: Judgements) -> Resolution:
    """Who is meant by every name, and which records are of the same project. Independent of the records' order."""
    resolver = _Resolver(reference, judgements)
    ordered = sorted(records, key=lambda record: (record.document, record.name.start, str(record.name.value)))
    resolver.learn_numbers(ordered)
    leads = [resolver.leads(record) for record in ordered]
    keys = project_keys(ordered, [[lead.entity for lead in found] for found in leads])
    grouped: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        grouped[key].append(place)
    projects = []
    for key, places in sorted(grouped.items()):
        participants = [
            one for place in places for one in (*leads[place], *resolver.partners(ordered[place], leads[place], key))
        ]
        deciders = [one for place in places for one in resolver.deciders(ordered[place])]
        of_project = tuple(ordered[place] for place in places)
        projects.append(
            Project(key=key, records=of_project, participants=tuple(_strongest(participants)), deciders=tuple(deciders))
        )
    return Resolution(projects=tuple(projects), entities=resolver.entities())


def undecided(resolution: Resolution, judgements: Judgements) -> list[Finding]:
    """The entities of which a person could not tell whether they are the same: two in the graph until someone can."""
    labels = {entity.iri: entity.label for entity in resolution.entities}
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


def _strongest(participants: Sequence[Participant]) -> list[Participant]:
    """An owner that is listed among the partners too is the owner; every other part stands."""
    leads = {one.entity for one in participants if one.role == "lead"}
    return [one for one in participants if one.role == "lead" or one.entity not in leads]


# --- who is meant


class _Resolver:
    def __init__(self, reference: Reference, judgements: Judgements) -> None:
        self.reference = reference
        self.judgements = judgements
        self.minted: dict[Iri, _Minted] = {}
        self.numbers: dict[str, str] = {}
        self.numbered: dict[Iri, Iri] = {}
        known = sorted((iri for iri in judgements.same if iri in reference.entities), reverse=True)
        self.standing = {judgements.entity(iri): iri for iri in known}  # whom reference data describes stands for all
        self.written: dict[Iri, list[Form]] = defaultdict(list)

    def learn_numbers(self, records: Iterable[ProjectRecord]) -> None:
        """The organisation number that goes with a name in any record, where only one does."""
        found: dict[str, set[str]] = defaultdict(set)
        for record in records:
            number, owners = _owner_number(record), _names(record, "lead")
            if number is not None:
                found[name_key(owners[0][1].text)].add(number)
        self.numbers = {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}
        owned = {name: own for name, number in self.numbers.items() if (own := self._own(number))}
        self.numbered = {name_iri(name): data_iri("organisation", own) for name, own in owned.items()}

    def leads(self, record: ProjectRecord) -> list[Participant]:
        """The owners that a record states."""
        number = _owner_number(record)
        return [
            self._participant(record, mention, self.find(name, number=number, foreign=_is_foreign(record)))
            for mention, name in _names(record, "lead")
        ]

    def deciders(self, record: ProjectRecord) -> list[Participant]:
        """The bodies that decided on the project, as the record states them."""
        return [
            self._participant(record, mention, self.find(name, foreign=_is_foreign(record)))
            for mention, name in _names(record, "decidedBy")
        ]

    def partners(self, record: ProjectRecord, leads: Sequence[Participant], project: str) -> list[Participant]:
        """Everyone else that a record states; a unit without an owner of its own is the lead's unit."""
        owners = [owner for lead in leads if (owner := self._public_owner(lead.entity)) is not None]
        owner = owners[0] if owners else None
        found = []
        for mention, name in _names(record, *ROLES[1:]):
            same = next((lead for lead in leads if _is_called(lead, name)), None)
            if same is not None:  # a unit that the owner's field names with its parent, the partners' list without
                resolved = Resolved(entity=same.entity, method="same-as-lead", confidence=0.95)
            elif name.kind is NameKind.GROUP:
                resolved = self._group(name, project)
            else:
                resolved = self.find(name, owner=owner, foreign=_is_foreign(record))
            found.append(self._participant(record, mention, resolved))
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
        if entity not in self.reference.entities:
            organisation = self._mint(entity, "Organisation")
            organisation.number = organisation.number or own
        return Resolved(entity=entity, method="judgement" if judged else "name", confidence=1.0)

    def _own(self, number: str | None) -> str | None:
        """A number that may be an organisation's own: one that is a known entity's proves nothing."""
        return None if number in self.reference.numbers else number

    def _judged(self, iri: Iri) -> Iri:
        """The entity that a person's answers make of this one; one whose number is known goes by its number."""
        answer = self.judgements.entity(iri)
        if answer in self.reference.entities:  # a known entity without a number keeps its IRI when a number is stated
            return answer
        answer = self.standing.get(answer, answer)
        return self.numbered.get(answer, answer)

    def entities(self) -> tuple[Entity, ...]:
        """Everyone found, with every form they were written in."""
        return tuple(
            self._entity(iri)
            for iri in sorted({*self.written, *(one.owner for one in self.minted.values() if one.owner)})
        )

    def _participant(self, record: ProjectRecord, mention: Mention, found: Resolved) -> Participant:
        name = mention.value
        if isinstance(name, Name):
            for text in dict.fromkeys((name.text, *name.forms)):
                form = Form(
                    text=text,
                    document=record.document,
                    mention=mention,
                    method=found.method,
                    confidence=found.confidence,
                )
                self.written[found.entity].append(form)
        confidence = round(mention.confidence * found.confidence, 3)
        return Participant(
            entity=found.entity, role=mention.property, document=record.document, mention=mention, confidence=confidence
        )

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
        if found is None or (" " not in text.strip() and fold_name(text) != fold_name(self._label(found))):
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
        if judged not in self.reference.entities:
            self._mint(judged, "OrganisationalUnit" if owner else "Organisation", owner)
        method, confidence = ("unit-of-lead", 0.8) if owner else ("name", 1.0)
        if named:
            method, confidence = "unit-of-owner", named.confidence
        if judged != iri:
            method, confidence = "judgement", 1.0
        return Resolved(entity=judged, method=method, confidence=confidence)

    def _group(self, name: Name, project: str) -> Resolved:
        """A group that a text counts or describes in one project; groups of two projects are never one."""
        iri = data_iri("group", project, slug(name.text))
        self._mint(iri, "OrganisationGroup").size = name.size
        return Resolved(entity=iri, method="group", confidence=1.0)

    def _public_owner(self, entity: Iri) -> Iri | None:
        """The municipality or region that an entity is, or is a unit of."""
        if entity in self.minted:
            return self.minted[entity].owner
        return entity if self.reference.is_public_owner(self.reference.entities[entity].label) else None

    def _mint(self, iri: Iri, kind: str, owner: Iri | None = None) -> _Minted:
        minted = self.minted.setdefault(iri, _Minted(type=kind))
        if minted.owner is None and owner is not None:
            minted.type, minted.owner = kind, owner
        return minted

    def _label(self, iri: Iri) -> str:
        known = self.reference.entities.get(iri)
        return known.label if known else usual_label(self.written[iri]) if self.written.get(iri) else _last(iri)

    def _segment(self, owner: Iri) -> str:
        """The part of a unit's IRI that stands for its owner, whatever documents call it."""
        return slug(self._label(owner)) if owner in self.reference.entities else _last(owner)

    def _entity(self, iri: Iri) -> Entity:
        forms = tuple(
            sorted(self.written.get(iri, ()), key=lambda form: (form.text, form.document, form.mention.start))
        )
        known = self.reference.entities.get(iri)
        if known is not None:
            return Entity(iri=iri, type=known.type, label=known.label, forms=forms, known=True)
        minted = self.minted[iri]
        label = usual_label(forms, self._label(minted.owner) if minted.owner else None)
        return Entity(
            iri=iri,
            type=minted.type,
            label=label,
            forms=forms,
            owner=minted.owner,
            size=minted.size,
            number=minted.number,
        )


def _owner_number(record: ProjectRecord) -> str | None:
    """The number of the record's owner, where it has one of each."""
    numbers = [str(mention.value) for mention in record.mentions if mention.property == "organisationNumber"]
    return numbers[0] if len(numbers) == 1 and len(_names(record, "lead")) == 1 else None


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


def _names(record: ProjectRecord, *properties: str) -> list[tuple[Mention, Name]]:
    return [
        (mention, mention.value)
        for mention in record.mentions
        if mention.property in properties and isinstance(mention.value, Name)
    ]


def _last(iri: Iri) -> str:
    return iri.rsplit("/", 1)[-1]


def _share_a_word(first: str, second: str) -> bool:
    """Whether two names have a word of some length in common, a genitive's s apart."""
    words = [set(re.findall(r"[^\W\d_]{3,}[^\W\d_s]", fold_name(text))) for text in (first, second)]
    return bool(words[0] & words[1])


__all__ = ["Resolution", "resolve"]
