"""Who takes part: the municipalities and authorities that there are, and made-up bodies without end.

A made-up name is its place in the row spelled in syllables, so that no two bodies are called the same. Two bodies in a
row share the made-up word and are not the same: a resolver that goes by likeness alone takes them for one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from samverkan.reference import Reference, load_reference

_CONSONANTS, _VOWELS, _ENDS = "bdfgjklmnprstv", "aeiouyåäö", "lmnrs"
_SYLLABLE = len(_CONSONANTS) * len(_VOWELS)
_WORDS = _SYLLABLE * _SYLLABLE * len(_ENDS)
_STEP = 36_083  # has no factor in common with the number of words, so that all are reached before one comes again
_TITLES = _SYLLABLE**3
# Kinds of bodies: how their names are made, and how else they are written
_KINDS = (
    ("{} AB", "{} Aktiebolag", "{}  AB"),
    ("Stiftelsen {}", "Stift. {}"),
    ("{} Utbildning AB", "{} Utbildning Aktiebolag"),
    ("Föreningen {}", "Fören. {}"),
    ("{} ekonomisk förening", "{} ek. för.", "{} Ek. för."),
    ("{}s folkhögskola", "{}s Folkhögskola"),
)
_NO_GROUP = "992"  # no organisation number begins with 99: a made-up one is nobody's
_PER_PROJECT = 2  # so many projects a made-up body: those at hand take part in several


@dataclass(frozen=True, kw_only=True, slots=True)
class Organisation:
    """A body: `forms` are all ways in which sources write its name, the usual one first."""

    key: str
    number: str
    forms: tuple[str, ...]

    @property
    def name(self) -> str:
        """How it is called."""
        return self.forms[0]


class Organisations:
    """All that can take part in so many projects."""

    def __init__(self, ontology: Path, projects: int) -> None:
        reference = load_reference(ontology)
        self.municipalities = _known(reference, "Municipality")
        self.authorities = _known(reference, "Organisation")
        self.made_up = max(60, projects // _PER_PROJECT)
        self.county = {
            one.iri: one.part_of[0]
            for one in reference.entities.values()
            if one.type in ("Municipality", "County") and one.part_of
        }
        self.labels = {one.iri: one.label for one in reference.entities.values()}

    def all(self) -> Iterator[Organisation]:
        """Every one of them."""
        yield from self.municipalities
        yield from self.authorities
        yield from map(made_up, range(self.made_up))

    def region(self, municipality: Organisation) -> str:
        """The region that the municipality lies in."""
        return self.labels[self.county[self.county[municipality.key]]]

    def nearby(self, place: int, chance: random.Random) -> Organisation:
        """A body that works where the municipality at this place does: made up, a neighbour, or an authority."""
        kind = chance.random()
        if kind < 0.45:
            share = self.made_up / len(self.municipalities)
            return made_up(int((place + chance.random()) * share) % self.made_up)
        if kind < 0.75:
            near = place + chance.randint(-4, 4)
            return self.municipalities[near % len(self.municipalities)]
        return self.authorities[int(len(self.authorities) * chance.random() ** 4)]


def _known(reference: Reference, kind: str) -> list[Organisation]:
    """The bodies of this class that have a number, by it; the first are those that take part most."""
    found = [one for one in reference.entities.values() if one.type == kind and one.number]
    return [
        Organisation(key=one.iri, number=one.number or "", forms=(one.label, one.label.upper()))
        for one in sorted(found, key=lambda one: one.iri)
    ]


def made_up(place: int) -> Organisation:
    """The made-up body at this place of the row."""
    kind = _KINDS[(place // 2 * 5 + place % 2 * 2) % len(_KINDS)]
    word = made_up_word(place // 2)
    forms = [form.format(word) for form in kind]
    digits = f"{_NO_GROUP}{place:06d}"
    return Organisation(
        key=f"made-up/{place}",
        number=f"{digits}{_check_digit(digits)}",
        forms=tuple(dict.fromkeys((*forms, forms[0].upper()))),
    )


def made_up_word(place: int) -> str:
    """A word for the body at this place, another one for every place."""
    round_, rest = divmod(place, _WORDS)
    rest, end = divmod(rest * _STEP % _WORDS, len(_ENDS))
    first, second = divmod(rest, _SYLLABLE)
    word = _syllable(first) + _syllable(second) + _ENDS[end]
    return (word + "".join(_syllable(int(digit)) for digit in str(round_) if round_)).capitalize()


def made_up_title(place: int) -> str:
    """A word for the project at this place, another one for each of two million, and no body's."""
    rest, third = divmod(place * _STEP % _TITLES, _SYLLABLE)
    first, second = divmod(rest, _SYLLABLE)
    return "".join(map(_syllable, (first, second, third))).capitalize()


def _syllable(number: int) -> str:
    consonant, vowel = divmod(number, len(_VOWELS))
    return _CONSONANTS[consonant] + _VOWELS[vowel]


def _check_digit(digits: str) -> int:
    """The tenth digit of an organisation number (Luhn)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return -sum(number // 10 + number % 10 for number in doubled) % 10
