"""The entities known beforehand (areas, authorities), as plain Python. Reads Turtle; decides nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from samverkan.identifiers import BASE, RDF, RDFS, SAM, SKOS, Iri
from samverkan.model import Literal, Statement, Term
from samverkan.vocabulary import read_statements

_FORM_PREDICATES = {RDFS + "label", SKOS + "altLabel"}
_HIDDEN = SKOS + "hiddenLabel"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferenceEntity:
    """One entity: its class's local name, preferred Swedish label, and where it lies or what it is part of."""

    iri: Iri
    type: str
    label: str
    number: str | None = None
    part_of: tuple[Iri, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Reference:
    """All known entities, and their names as a gazetteer (`forms` has folded labels and alternative labels).

    Only itself equals it, so that what it tells of a name can be kept.
    """

    entities: Mapping[Iri, ReferenceEntity]
    forms: Mapping[str, tuple[Iri, ...]]
    hidden: Mapping[str, tuple[Iri, ...]]
    numbers: Mapping[str, Iri]
    statements: Mapping[Iri, tuple[Statement, ...]] = field(repr=False)
    _starts: Mapping[str, tuple[str, ...]] = field(repr=False)

    def find(self, name: str, *types: str) -> Iri | None:
        """The one entity of this name (and of one of these classes, when given); None when none or several have it."""
        found = [iri for iri in self.forms.get(fold_name(name), ()) if not types or self.entities[iri].type in types]
        return found[0] if len(found) == 1 else None

    def longest(self, text: str, start: int) -> int | None:
        """The end of the longest known name that starts here, with a genitive's s, and ends at a word's end."""
        word = _FIRST_WORD.match(text, start) if text[start : start + 1].isupper() else None
        if word is None:
            return None
        first = word.group().lower()
        for form in (*self._starts.get(first, ()), *self._starts.get(first.removesuffix("s"), ())):
            end = start + len(form)
            if text[start:end].lower() == form:
                end += text[end : end + 1] == "s"
                if not text[end : end + 1].isalnum():
                    return end
        return None

    def is_known(self, name: str) -> bool:
        """Whether any entity has this name."""
        return fold_name(name) in self.forms

    def is_municipality(self, name: str) -> bool:
        """Whether the name is a municipality's; a genitive counts ("Nynäshamns-")."""
        return any(self.find(form, "Municipality") for form in (name, name.removesuffix("s")))

    def is_place(self, name: str) -> bool:
        """Whether this very word is a municipality's name, and not its genitive."""
        return self.find(name, "Municipality") is not None

    def is_public_owner(self, name: str) -> bool:
        """Whether the name is that of a municipality or a region, which have units of their own."""
        found = self.find(name, "Municipality", "Organisation")
        return found is not None and (
            self.entities[found].type == "Municipality" or _REGION_NAME.match(self.entities[found].label) is not None
        )


_MOST_NAMES = 1 << 14
_FOLDED = str.maketrans(dict.fromkeys("‐‑–—", "-") | dict.fromkeys("\"”“»«'’"))
_ODD = re.compile(f"[{''.join(map(chr, _FOLDED))}]")
_FIRST_WORD = re.compile(r"[\w-]+")
_REGION_NAME = re.compile(r"Region |Västra Götalandsregionen|Landstinget ")


@lru_cache(_MOST_NAMES)
def fold_name(name: str) -> str:
    """A name without what does not change who is meant: case, spaces, dash forms, quotes, Unicode form of hyphens."""
    folded = name.casefold()
    return " ".join((folded.translate(_FOLDED) if _ODD.search(folded) else folded).split()).strip(" .,;")


@cache
def load_reference(folder: Path) -> Reference:
    """The reference data in this ontology folder's `reference/`. Raises OntologyError."""
    by_subject: dict[Iri, list[Statement]] = defaultdict(list)
    for path in [folder / "schemes.ttl", *sorted((folder / "reference").glob("*.ttl"))]:
        for statement in read_statements(path):
            by_subject[statement.subject].append(statement)
    entities = {iri: entity for iri, said in by_subject.items() if (entity := _entity(iri, said)) is not None}
    named = {iri: by_subject[iri] for iri in entities}  # concepts have names too, but nobody is meant by them
    forms, hidden = _forms(named, _FORM_PREDICATES), _forms(named, {_HIDDEN})
    starts: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        if len(form) > 1 and (word := _FIRST_WORD.match(form)):
            starts[word.group()].add(form)
    return Reference(
        entities=entities,
        forms=forms,
        hidden=hidden,
        numbers={entity.number: iri for iri, entity in entities.items() if entity.number},
        statements={iri: tuple(said) for iri, said in by_subject.items()},
        _starts={word: tuple(sorted(found, key=lambda form: (-len(form), form))) for word, found in starts.items()},
    )


def _entity(iri: Iri, said: list[Statement]) -> ReferenceEntity | None:
    values: dict[str, list[Term]] = defaultdict(list)
    for statement in said:
        values[statement.predicate].append(statement.object)
    types = [str(value).removeprefix(SAM) for value in values[RDF + "type"] if str(value).startswith(SAM)]
    labels = [value.value for value in values[RDFS + "label"] if isinstance(value, Literal) and value.language == "sv"]
    if not types or not labels or not iri.startswith(BASE):
        return None
    numbers = [value.value for value in values[SAM + "organisationNumber"] if isinstance(value, Literal)]
    parents = tuple(Iri(str(value)) for predicate in ("partOf", "locatedIn") for value in values[SAM + predicate])
    return ReferenceEntity(
        iri=iri, type=types[0], label=labels[0], number=numbers[0] if numbers else None, part_of=parents
    )


def _forms(by_subject: Mapping[Iri, list[Statement]], predicates: set[str]) -> dict[str, tuple[Iri, ...]]:
    forms: dict[str, set[Iri]] = defaultdict(set)
    for iri, said in by_subject.items():
        for statement in said:
            if statement.predicate in predicates and isinstance(statement.object, Literal):
                forms[fold_name(statement.object.value)].add(iri)
    return {form: tuple(sorted(iris)) for form, iris in forms.items()}
