"""The terms of a graph in the words of people: Swedish where there are any, English beside them. Knows no document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from samverkan.identifiers import RDFS, SAM, SKOS, Iri
from samverkan.model import AMOUNTS, Literal, Statement, Term

NO_BREAK = "\u00a0"
KINDS: Mapping[str, str] = {
    "project": "project name (projektnamn)",
    "lead": "lead (projektägare)",
    "partner": "partner or other participant (samverkanspart)",
    "amount": "amount (belopp)",
    "date": "date (datum)",
    "area": "area (område)",
    "count": "number of people or companies (antal)",
    "audience": "target group or sector (målgrupp, bransch)",
    "code": "number, decision, programme, fund (diarienummer, beslut, program, fond)",
    "name": "name of an organisation (organisationens namn)",
}
_LABELS = (RDFS + "label", SKOS + "prefLabel")
_NAMING = {RDFS + "label": ("namn", "name"), SKOS + "altLabel": ("skrivs även", "also written")}
_KIND_OF: tuple[tuple[str, str], ...] = (
    (r"hasLead", "lead"),
    (r"has\w*|openParticipantList", "partner"),
    (r"\w*(?:Amount|Budget|Rate)|currency", "amount"),
    (r"(?:start|end)\w*|\w+Date|\w+On", "date"),
    (r"coversArea|region|locatedIn|partOf", "area"),
    (r"(?:planned|reached)\w+|groupSize", "count"),
    (r"targetGroup|sector", "audience"),
    (r"formerProject", "project"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """What a term is called; `english` only where it differs and there is one."""

    text: str
    english: str | None = None


class Words:
    """What the statements call their terms."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._labels: dict[Iri, dict[str | None, str]] = defaultdict(dict)
        self._currencies: dict[Iri, str] = {}
        for one in statements:
            if isinstance(one.object, Literal) and one.predicate in _LABELS:
                known = self._labels[one.subject].setdefault(one.object.language, one.object.value)
                self._labels[one.subject][one.object.language] = min(known, one.object.value)
            elif isinstance(one.object, Literal) and one.predicate == SAM + "currency":
                self._currencies[one.subject] = one.object.value

    def of(self, iri: Iri) -> Word:
        """The Swedish or only label, and the English one; the end of the IRI where nothing names it."""
        if iri in _NAMING:
            return Word(text=_NAMING[iri][0], english=_NAMING[iri][1])
        labels = self._labels.get(iri, {})
        text = labels.get("sv") or next((labels[key] for key in sorted(labels, key=str)), re.split(r"[#/]", iri)[-1])
        english = labels.get("en")
        return Word(text=text, english=english if english != text else None)

    def value(self, statement: Statement) -> str:
        """The object in words: a label, or a number with its groups and, where it is money, its currency."""
        term: Term = statement.object
        if not isinstance(term, Literal):
            return self.of(term).text
        name = statement.predicate.removeprefix(SAM)
        if name in AMOUNTS:
            return f"{_grouped(term.value)}{NO_BREAK}{self._currencies.get(statement.subject, 'SEK')}"
        if name.endswith("Rate"):
            return f"{term.value}{NO_BREAK}%"
        return "yes" if term.value == "true" else term.value


def _grouped(number: str) -> str:
    return f"{Decimal(number):,}".replace(",", NO_BREAK)


def kind_of(statement: Statement) -> str:
    """The kind of fact that a statement is, one of `KINDS`."""
    name = statement.predicate.removeprefix(SAM)
    if statement.predicate in _NAMING:
        return "project" if "/id/project/" in statement.subject else "name"
    return next((kind for pattern, kind in _KIND_OF if re.fullmatch(pattern, name) and name != "decidedOn"), "code")
