"""The mapping files (`ontology/mappings/`): which heading of a table means which property, as plain Python.

One file describes one format; `common.toml` has what all share. Nothing here reads a table.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from samverkan.errors import OntologyError
from samverkan.model import AMOUNTS, ROLES

COMMON_FILE = "common.toml"
UNREAD = ("unmodelled", "personal")
PROPERTIES = frozenset(
    {
        "name",
        "title",
        "alternativeName",
        "diarienummer",
        "reference",
        "lead",
        "partner",
        "role",
        "organisationNumber",
        "summary",
    }
    | {"startDate", "endDate", *AMOUNTS, "currency", "country", "unionCofinancingRate", "fund", "programme"}
    | {"programmeArea", "specificObjective", "interventionField", "region", "coversArea", *UNREAD}
)
_MOST_TEXTS = 1 << 16
_WORDS = ("nothing", "totals", "persons", "sole-traders", "nationalities", "company-forms", "units", "yes", "no")
_WORD = re.compile(r"[^\W_]+\*?")
_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """One way to head a column: its folded words, of which one with a star stands for all that begin so."""

    property: str
    words: tuple[str, ...]
    language: str | None = None

    def weight(self) -> tuple[int, bool]:
        """How much a heading says that holds these words: the letters, and whether they are whole words."""
        letters = "".join(self.words)
        return len(letters.replace("*", "")), "*" not in letters


@dataclass(frozen=True, kw_only=True, slots=True)
class TableFormat:
    """The columns of one kind of table, and what holds of all its rows.

    A table is of the format when it has the properties that it `requires`. `link` are the properties that say whose
    row it is, of which a number may be missing; `roles` map what a role column holds to a role, `role` is that of the
    others. `register` is the list in which its numbers are unique. A `generic` format is taken where no other fits as
    well.
    """

    name: str
    title: str
    requires: tuple[str, ...]
    wordings: tuple[Wording, ...]
    language: str | None = None
    currency: str | None = None
    register: str | None = None
    link: tuple[str, ...] = ()
    roles: Mapping[str, str]
    role: str = "lead"
    generic: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Mappings:
    """All formats, and the words that their cells share; keys and members are folded.

    A cell of `nothing` states nothing, `totals` begin a row that adds up others, `persons` and `sole_traders` are
    natural persons, `yes` and `no` say whether one leads. `nationalities` set leads apart, `company_forms` and `units`
    are parts of a name behind a comma. `countries` and `funds` map names to codes, `currencies`
    country codes to currencies, `languages` a language of headings to the country and the currency that it tells.
    """

    formats: tuple[TableFormat, ...] = ()
    nothing: frozenset[str] = frozenset()
    totals: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    sole_traders: frozenset[str] = frozenset()
    nationalities: frozenset[str] = frozenset()
    company_forms: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    countries: Mapping[str, str] = field(default_factory=dict)
    currencies: Mapping[str, str] = field(default_factory=dict)
    funds: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)


NO_MAPPINGS = Mappings()


def fold_words(text: str) -> tuple[str, ...]:
    """The words of a heading or a cell without what varies: case, accents, punctuation."""
    if text.isascii() and text.isalnum():
        return (text.lower(),)
    plain = text.casefold() if text.isascii() else _unaccented(text)
    return tuple(_WORD.findall(plain))


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold().translate(_UNDECOMPOSED))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(_MOST_TEXTS)
def fold(text: str) -> str:
    """A text as the sets and maps of `Mappings` hold it; a text of signs alone stays as it is."""
    return " ".join(fold_words(text)) or text.strip()


@cache
def load_mappings(ontology: Path) -> Mappings:
    """The mapping files of this ontology folder. Raises OntologyError with the file's name."""
    folder = ontology / "mappings"
    common = _read(folder / COMMON_FILE)
    formats = [_format(path) for path in sorted(folder.glob("*.toml")) if path.name != COMMON_FILE]
    try:
        return _mappings(formats, common)
    except (KeyError, AttributeError, TypeError) as problem:
        raise _wrong(folder / COMMON_FILE, f"an entry lacks or is not of its kind ({problem})") from problem


def _mappings(formats: Iterable[TableFormat], common: Mapping[str, Any]) -> Mappings:
    countries: Mapping[str, Mapping[str, Any]] = common["countries"]
    currencies = {code: str(said["currency"]) for code, said in countries.items() if "currency" in said}
    words = {key: frozenset(map(fold, common[key])) for key in _WORDS}
    return Mappings(
        formats=tuple(formats),
        nothing=words["nothing"],
        totals=words["totals"],
        persons=words["persons"],
        sole_traders=words["sole-traders"],
        nationalities=words["nationalities"],
        company_forms=words["company-forms"],
        units=words["units"],
        yes=words["yes"],
        no=words["no"],
        countries={fold(name): code for code, said in countries.items() for name in (code, *said["names"])},
        currencies=currencies,
        funds={fund_key(name): code for code, names in common["funds"].items() for name in (code, *names)},
        languages={
            language: (said.get("country"), said.get("currency") or currencies.get(said.get("country", "")))
            for language, said in common["languages"].items()
        },
    )


def fund_key(text: str) -> str:
    """A fund's name folded, with the plus that sets one fund apart from another."""
    return fold(text.replace("+", " plus "))


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise _wrong(path, str(problem)) from problem


def _format(path: Path) -> TableFormat:
    said = _read(path)
    try:
        found = TableFormat(
            name=path.stem,
            title=said["title"],
            requires=tuple(said["requires"]),
            wordings=tuple(_wordings(said["columns"])),
            language=said.get("language"),
            currency=said.get("currency"),
            register=said.get("register"),
            link=tuple(said.get("link", ())),
            roles={fold(word): role for role, words in said.get("roles", {}).items() for word in words},
            role=said.get("role", "lead"),
            generic=said.get("generic", False),
        )
    except (KeyError, AttributeError, TypeError) as problem:
        raise _wrong(path, f"it needs title, requires and [columns] ({problem})") from problem
    unknown = {one.property for one in found.wordings} | {*found.requires, *found.link}
    unknown = (unknown - PROPERTIES) | ({*found.roles.values(), found.role} - {*ROLES})
    if unknown:
        raise _wrong(path, f"it names what there is not: {', '.join(sorted(unknown))}")
    return found


def _wordings(columns: Mapping[str, Mapping[str, list[str]] | list[str]]) -> Iterator[Wording]:
    for prop, headings in columns.items():
        by_language = headings.items() if isinstance(headings, dict) else [(None, headings)]
        for language, texts in by_language:
            yield from (Wording(property=prop, words=fold_words(text), language=language) for text in texts)


def _wrong(path: Path, problem: str) -> OntologyError:
    return OntologyError(message=f"this mapping file can't be used: {problem}", file=str(path))
