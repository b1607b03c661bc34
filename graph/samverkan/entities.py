"""Records → projects and entities: who is meant. Reference data and judgements decide; nothing is merged on a guess."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samverkan.identifiers import Iri, data_iri, digest, slug
from samverkan.judgements import Judgements
from samverkan.model import ROLES, Entity, Finding, Form, Mention, Participant, Project, ProjectRecord, Severity
from samverkan.reference import Reference, fold_name
from samverkan.swedish.names import Name, NameKind, base_form

_STATE_AGENCY = "202100"
_PLACE_TAIL = re.compile(r"\s+(?:(?:i|på|vid)\s+)?[A-ZÅÄÖ][\w-]*(?:\s+(?:[A-ZÅÄÖ][\w-]*|län|stad|kommun))*$")
_COMPANY = (
    (r"\baktiebolag(?:et)?\b", "ab"),
    (r"\bekonomisk förening\b", "ek för"),
    (r"\bek\. ?för\b", "ek för"),
    (r"\bhandelsbolag(?:et)?\b", "hb"),
)
_DEFINITE_UNIT = re.compile(r"(förvaltning|avdelning|enhet|nämnd|område|kontor)(?:en|et)$")
_SLUG_LENGTH = 60


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
    iri: Iri
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
    keys = _project_keys(ordered, [[lead.entity for lead in found] for found in leads])
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


# --- which records are the same project


def _project_keys(records: Sequence[ProjectRecord], leads: Sequence[Sequence[Iri]]) -> list[str]:
    """A key per record: the diarienummer, else that of a record of the same name and owner, else name and owner."""
    numbers = [_diarienummer(record) for record in records]
    identified: dict[tuple[str, Iri], set[str]] = defaultdict(set)
    for record, number, owners in zip(records, numbers, leads, strict=True):
        for owner in owners:
            if number is not None:
                identified[fold_name(str(record.name.value)), owner].add(number)
    keys = []
    for record, number, owners in zip(records, numbers, leads, strict=True):
        name = fold_name(str(record.name.value))
        same = {found for owner in owners for found in identified.get((name, owner), ())}
        if number is not None or len(same) == 1:
            keys.append(number or same.pop())
        else:
            keys.append(f"{_short(slug(name))}-{digest(name + '|' + (min(owners) if owners else record.document))}")
    return keys


def _diarienummer(record: ProjectRecord) -> str | None:
    found = [str(mention.value) for mention in record.mentions if mention.property == "diarienummer"]
    return found[0].replace("/", "-") if found else None


def _short(text: str) -> str:
    return text if len(text) <= _SLUG_LENGTH else text[:_SLUG_LENGTH].rsplit("-", 1)[0]


# --- who is meant


class _Resolver:
    def __init__(self, reference: Reference, judgements: Judgements) -> None:
        self.reference = reference
        self.judgements = judgements
        self.minted: dict[Iri, _Minted] = {}
        self.numbers: dict[str, str] = {}
        self.written: dict[Iri, list[Form]] = defaultdict(list)

    def learn_numbers(self, records: Iterable[ProjectRecord]) -> None:
        """The organisation number that goes with a name in any record, where only one does."""
        found: dict[str, set[str]] = defaultdict(set)
        for record in records:
            number, owners = _owner_number(record), _names(record, "lead")
            if number is not None:
                found[_key(owners[0][1].text)].add(number)
        self.numbers = {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}

    def leads(self, record: ProjectRecord) -> list[Participant]:
        """The owners that a record states."""
        number = _owner_number(record)
        return [
            self._participant(record, mention, self.find(name, number=number))
            for mention, name in _names(record, "lead")
        ]

    def deciders(self, record: ProjectRecord) -> list[Participant]:
        """The bodies that decided on the project, as the record states them."""
        return [self._participant(record, mention, self.find(name)) for mention, name in _names(record, "decidedBy")]

    def partners(self, record: ProjectRecord, leads: Sequence[Participant], project: str) -> list[Participant]:
        """Everyone else that a record states; a unit without an owner of its own is the lead's unit."""
        owners = [owner for lead in leads if (owner := self._public_owner(lead.entity)) is not None]
        owner = owners[0] if owners else None
        found = []
        for mention, name in _names(record, *ROLES[1:]):
            group = name.kind is NameKind.GROUP
            same = next((lead for lead in leads if _is_called(lead, name)), None)
            if (
                same is not None
            ):  # a unit that the owner's field names with its parent, and the list of partners without
                resolved = Resolved(entity=same.entity, method="same-as-lead", confidence=0.95)
            else:
                resolved = self._group(name, project) if group else self.find(name, owner=owner)
            found.append(self._participant(record, mention, resolved))
        return found

    def find(self, name: Name, *, number: str | None = None, owner: Iri | None = None) -> Resolved:
        """The organisation or unit that a name means; `owner` is whose unit it is when the name does not say."""
        if name.kind is NameKind.UNIT:
            return self._unit(name, owner)
        number = number or self.numbers.get(_key(name.text))
        own = None if number in self.reference.numbers else number  # a number that is another's proves nothing
        minted = data_iri("organisation", own or slug(_key(name.text)))
        found = self._known(name, number)
        if found is not None and not self.judgements.apart(
            data_iri("organisation", slug(_key(name.text))), found.entity
        ):
            return found
        judged = self.judgements.entity(minted)
        method, confidence = ("judgement", 1.0) if judged != minted else ("name", 1.0)
        if judged not in self.reference.entities:
            organisation = self._mint(judged, "Organisation")
            organisation.number = organisation.number or own
        return Resolved(entity=judged, method=method, confidence=confidence)

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

    def _known(self, name: Name, number: str | None) -> Resolved | None:
        texts = (name.text, *name.forms)
        found = next((found for text in texts if (found := self._by_name(text)) is not None), None)
        if found is not None:
            return found
        numbered = self.reference.numbers.get(number or "")
        if numbered is not None and any(_share_a_word(text, self.reference.entities[numbered].label) for text in texts):
            return Resolved(entity=numbered, method="organisation-number", confidence=1.0)
        return None

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

    def _unit(self, name: Name, fallback: Iri | None) -> Resolved:
        """A unit inside its owner; the owner comes from the name, or from whose project it is (less sure)."""
        named = self.find(Name(text=name.owner, start=name.start, end=name.end)) if name.owner else None
        owner = named.entity if named else fallback
        unit = slug(_DEFINITE_UNIT.sub(r"\1", name.text.casefold()))
        iri = data_iri("organisation", f"{slug(self._label(owner))}-{unit}" if owner else unit)
        iri = self.judgements.entity(iri)
        self._mint(iri, "OrganisationalUnit" if owner else "Organisation").owner = owner
        if named:
            return Resolved(entity=iri, method="unit-of-owner", confidence=named.confidence)
        return Resolved(entity=iri, method="unit-of-lead" if owner else "name", confidence=0.8 if owner else 1.0)

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

    def _mint(self, iri: Iri, kind: str) -> _Minted:
        return self.minted.setdefault(iri, _Minted(iri=iri, type=kind))

    def _label(self, iri: Iri) -> str:
        known = self.reference.entities.get(iri)
        return known.label if known else _best(self.written[iri]) if self.written.get(iri) else iri.rsplit("/", 1)[-1]

    def _entity(self, iri: Iri) -> Entity:
        forms = tuple(
            sorted(self.written.get(iri, ()), key=lambda form: (form.text, form.document, form.mention.start))
        )
        known = self.reference.entities.get(iri)
        if known is not None:
            return Entity(iri=iri, type=known.type, label=known.label, forms=forms, known=True)
        minted = self.minted[iri]
        label = _best([form for form in forms if _is_whole_name(form)] or forms)
        if minted.owner is not None and not fold_name(label).startswith(fold_name(self._label(minted.owner))):
            label = f"{label}, {self._label(minted.owner)}"
        return Entity(
            iri=iri,
            type=minted.type,
            label=label,
            forms=forms,
            owner=minted.owner,
            size=minted.size,
            number=minted.number,
        )


def _best(forms: Iterable[Form]) -> str:
    """The form written most often; of several, one that is not all capitals, the longest, the first in the alphabet."""
    counts: dict[str, int] = defaultdict(int)
    for form in forms:
        counts[form.text] += 1
    return min(counts, key=lambda text: (text.isupper(), -counts[text], -len(text), text))


def _owner_number(record: ProjectRecord) -> str | None:
    """The number of the record's owner, where it has one of each."""
    numbers = [str(mention.value) for mention in record.mentions if mention.property == "organisationNumber"]
    return numbers[0] if len(numbers) == 1 and len(_names(record, "lead")) == 1 else None


def _is_called(participant: Participant, name: Name) -> bool:
    """Whether a name is the participant's, and not that of another owner's unit."""
    called = participant.mention.value
    return (
        isinstance(called, Name)
        and fold_name(called.text) == fold_name(name.text)
        and (name.owner is None or fold_name(name.owner) == fold_name(called.owner or ""))
    )


def _is_whole_name(form: Form) -> bool:
    """Whether a form is the name itself, and not the field that it stood in with its owner or an abbreviation."""
    return not isinstance(form.mention.value, Name) or form.text == form.mention.value.text


def _names(record: ProjectRecord, *properties: str) -> list[tuple[Mention, Name]]:
    return [
        (mention, mention.value)
        for mention in record.mentions
        if mention.property in properties and isinstance(mention.value, Name)
    ]


def _key(name: str) -> str:
    """A name without what does not make it another's: an abbreviation in brackets, how the company form is written."""
    folded = re.sub(r"\s*\([^)]*\)$", "", name.casefold())
    for pattern, short in _COMPANY:
        folded = re.sub(pattern, short, folded)
    return folded


def _share_a_word(first: str, second: str) -> bool:
    """Whether two names have a word of some length in common, a genitive's s apart."""
    words = [set(re.findall(r"[^\W\d_]{3,}[^\W\d_s]", fold_name(text))) for text in (first, second)]
    return bool(words[0] & words[1])


__all__ = ["Resolution", "resolve"]
