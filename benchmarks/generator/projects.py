"""A project at its place in the row: who runs it, with whom, where, when, for what money, and what is wrong with it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from generator.organisations import Organisation, Organisations, made_up_title

# What can be planted in a project's row, and the codes of the findings that a build has for it
FAULTS = {
    "end-before-start": ("end-before-start",),
    "amount-over-its-whole": ("amount-over-its-whole", "rate-contradicts-eu-amount"),
    "rate-contradicts-eu-amount": ("rate-contradicts-eu-amount",),
    "sources-disagree-on-eu-amount": ("sources-disagree-on-eu-amount",),
    "unread-value": ("unread-value",),
    "row-without-name": ("row-without-name",),
    "ragged-row": ("ragged-row",),
}
_FAULTY = 0.02
_PER_CALL, _CALLS, _FIRST_YEAR, _YEARS = 99, 999, 21, 12
_TITLES = (
    "Kompetenslyft {}",
    "Vägen vidare {}",
    "Jobbspår {}",
    "{} i arbete",
    "Framtid {}",
    "Lärande {}",
    "Steget in {}",
)
_AREAS = (("A", ("A.1", "A.2")), ("B", ("B.1",)), ("C", ("C.1",)))
_FIELDS = tuple(str(number) for number in range(134, 154))
_RATES = (40, 50, 60, 75)
_GROUPS = (
    "långtidsarbetslösa",
    "unga som varken arbetar eller studerar",
    "nyanlända",
    "långtidssjukskrivna",
    "anställda",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """Who takes part, and how the sources write its name."""

    organisation: Organisation
    written: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """A made-up project; sums are whole kronor, `fault` is what sources have wrong."""

    place: int
    number: str
    name: str
    lead: Party
    partners: tuple[Party, ...]
    financier: Organisation
    municipality: str
    region: str
    area: str
    objective: str
    field: str
    budget: int
    rate: int
    start: date
    end: date
    decided: date
    group: str
    participants: int
    fault: str | None

    @property
    def support(self) -> int:
        """What the Union pays."""
        return self.budget * self.rate // 100

    @property
    def stated_end(self) -> date:
        """The end as sources state it."""
        return self.start - timedelta(days=90) if self.fault == "end-before-start" else self.end


def project(place: int, organisations: Organisations, seed: int) -> Project:
    """The project at this place of the row."""
    chance = random.Random(f"{seed}/{place}")
    home = chance.randrange(len(organisations.municipalities))
    municipality = organisations.municipalities[home]
    lead, *partners = _parties(organisations, home, chance)
    area, objectives = chance.choice(_AREAS)
    start = date(2000 + _year(place), chance.randint(1, 12), 1)
    return Project(
        place=place,
        number=_number(place),
        name=_TITLES[place % len(_TITLES)].format(made_up_title(place)),
        lead=lead,
        partners=tuple(partners),
        financier=chance.choice(organisations.municipalities),
        municipality=municipality.name,
        region=organisations.region(municipality),
        area=area,
        objective=chance.choice(objectives),
        field=chance.choice(_FIELDS),
        budget=100_000 * chance.randint(5, 400),
        rate=chance.choice(_RATES),
        start=start,
        end=start + timedelta(days=chance.randint(10, 36) * 30),
        decided=start - timedelta(days=20 + start.toordinal() % 7),
        group=chance.choice(_GROUPS),
        participants=10 * chance.randint(2, 90),
        fault=chance.choice([*FAULTS]) if chance.random() < _FAULTY else None,
    )


def _parties(organisations: Organisations, home: int, chance: random.Random) -> list[Party]:
    """The lead and two to seven partners, all different; most under their usual names."""
    lead = organisations.municipalities[home] if chance.random() < 0.5 else organisations.nearby(home, chance)
    found = {lead.key: lead}
    wanted = 1 + chance.randint(2, 7)
    while len(found) < wanted:
        one = organisations.nearby(home, chance)
        found.setdefault(one.key, one)
    return [Party(organisation=one, written=_written(one, chance)) for one in found.values()]


def _written(organisation: Organisation, chance: random.Random) -> str:
    return organisation.name if chance.random() < 0.85 else chance.choice(organisation.forms)


def _year(place: int) -> int:
    return _FIRST_YEAR + place // (_PER_CALL * _CALLS) % _YEARS


def _number(place: int) -> str:
    """The number in the diarium; unique for the first 1.18 million projects."""
    call = place // _PER_CALL % _CALLS + 1
    return f"{_year(place):02d}-{call:03d}-S{place % _PER_CALL + 1:02d}"
