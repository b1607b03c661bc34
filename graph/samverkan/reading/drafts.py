"""A project while it is being read: its mentions so far, and what its surroundings say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from samverkan.identifiers import DocumentId
from samverkan.model import Mention, ProjectRecord
from samverkan.reference import fold_name

SINGLE = frozenset({"plannedParticipants", "plannedCompanies", "plannedCompaniesMin", "plannedCompaniesMax"})
_DATES = frozenset({"startDate", "endDate"})
_SUBSTANCE = frozenset(
    {"lead", "partner", "co-financier", "participating-actor", "cooperation-partner", "grantedAmount", "appliedAmount", "statedAmount", "totalBudget", "euAmount", "diarienummer", "startDate"}
)


class Origin(StrEnum):
    """What opened a project: a record's title or fields, a heading over fields, a sentence, or only the document's title."""

    RECORD = "record"
    SECTION = "section"
    PROSE = "prose"
    TITLE = "title"


@dataclass(kw_only=True)
class Draft:
    """One project under construction; `context` holds what headings and opening sentences say of it (decision, fund)."""

    origin: Origin
    name: Mention | None = None
    mentions: list[Mention] = field(default_factory=list)
    context: list[Mention] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    sentences: int = 0

    def is_called(self, name: str) -> bool:
        """Whether the project goes by this name."""
        return fold_name(name) in self.names

    def begins(self, text: str) -> bool:
        """Whether a text is the project's name and words that follow it."""
        return any(fold_name(text).startswith(name) for name in self.names)

    def call(self, mention: Mention) -> None:
        """Give the project its name, or a further one."""
        folded = fold_name(str(mention.value))
        if self.name is None:
            self.name = mention
        elif folded not in self.names:
            self.mentions.append(Mention(**{**_as_dict(mention), "property": "alternativeName"}))
        self.names.add(folded)

    def add(self, mention: Mention) -> None:
        """Take a fact up, unless it is one that a text states once and has stated already, or the very same mention."""
        if mention.property in SINGLE and any(other.property == mention.property for other in self.mentions):
            return
        if mention.property in _DATES:
            self.mentions = [other for other in self.mentions if not _refines(mention, other)]
            if any(_refines(other, mention) for other in self.mentions):
                return
        if mention not in self.mentions:
            self.mentions.append(mention)

    def has(self, *properties: str) -> bool:
        """Whether any of these is stated already."""
        return any(mention.property in properties for mention in self.mentions)

    @property
    def substantial(self) -> bool:
        """Whether anything beyond a name is known, so that it is a project and no mere mention of one."""
        return self.has(*_SUBSTANCE)

    def record(self, document: DocumentId) -> ProjectRecord | None:
        """The finished record; None while the project has no name."""
        if self.name is None:
            return None
        stated = {mention.property for mention in self.mentions}
        inherited = [mention for mention in self.context if mention.property not in stated]
        return ProjectRecord(document=document, name=self.name, mentions=tuple(sorted((*self.mentions, *inherited), key=_order)))


def _refines(precise: Mention, coarse: Mention) -> bool:
    """Whether one date says the same as another, and more: "2019-09-01" and "2019"."""
    same = precise.property == coarse.property and precise.value != coarse.value
    return same and str(precise.value).startswith(f"{coarse.value}-")


def _as_dict(mention: Mention) -> dict[str, object]:
    return {name: getattr(mention, name) for name in Mention.__slots__}


def _order(mention: Mention) -> tuple[int, int, str, str]:
    return mention.start, mention.end, mention.property, str(mention.value)


def is_same_name(first: str, second: str) -> bool:
    """Whether two names differ only by a generation: "Etableringslyftet" and "Etableringslyftet 2.0"."""
    strip = re.compile(r"\s+(?:\d(?:\.\d)?|i{1,3}|vidare)$")
    one, two = fold_name(first), fold_name(second)
    return one == two or strip.sub("", one) == two or one == strip.sub("", two)
