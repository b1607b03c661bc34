"""The projects of one document while it is being read: what is known of each so far, and which one is at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from samverkan.identifiers import DocumentId
from samverkan.model import AMOUNTS, PLANNED, ROLES, Mention, ProjectRecord
from samverkan.reading.calling import further_names, is_same, stands_in
from samverkan.reading.periods import PROLONGED
from samverkan.reference import fold_name
from samverkan.swedish.names import Name

_DATES = frozenset({"startDate", "endDate", "decidedOn"})
_SUBSTANCE = (*ROLES, *AMOUNTS, "diarienummer")
_FIRM = ("lead", "grantedAmount", "appliedAmount", "euAmount", "diarienummer")
_SHEET = frozenset({"startDate", "totalBudget"})
_BY_LAYOUT = frozenset({"heading", "named-bullet", "subject"})
_ONE_EACH = ("diarienummer", "lead", "grantedAmount", "appliedAmount", "startDate", "endDate")
BY_LABEL = "label:"
_GENERATION = re.compile(r"\s+(?:\d(?:\.\d)?|i{1,3}|vidare)$")
_LONGER = re.compile(rf"{PROLONGED}|{BY_LABEL}.*(?:förläng|nytt slut)", re.IGNORECASE)
_ALIAS_WORDS = 4
_SHORTEST_NAME = 4
_FRAME = ("fund", "programmeArea")
_SURE, _TOLD = 0.9, 0.8


class Origin(StrEnum):
    """What opened a project: a record's title or fields, a heading over fields, a sentence, the document's title."""

    RECORD = "record"
    SECTION = "section"
    PROSE = "prose"
    TITLE = "title"


@dataclass(kw_only=True)
class Context:
    """What headings and sentences outside any project say of those that follow: decision, frame, projects announced.

    The frame is the fund that pays, and the programme area.
    `announced` counts projects that a sentence promises, `announced_at` is that sentence's block, `leads` their owners.
    """

    decisions: list[Mention] = field(default_factory=list)
    frame: list[Mention] = field(default_factory=list)
    leads: list[Mention] = field(default_factory=list)
    announced: int = 0
    announced_at: int = 0

    def reframe(self, said: Sequence[Mention]) -> None:
        """What is said now counts, and what it leaves open stays; another fund has areas of its own."""
        kept = () if _says(said, "fund") else self.frame
        self.frame = [*said, *(one for one in kept if not _says(said, one.property))]

    def complete(self, said: Iterable[Mention]) -> None:
        """What is said now counts where nothing has been said before."""
        self.frame += [one for one in said if not _says(self.frame, one.property)]


@dataclass(kw_only=True)
class Draft:
    """One project under construction.

    `context` holds what the sentences around its name say of it, `inherited` what headings and the text above say of
    all that follow; one that a bullet opened (`in_bullet`) ends with it.
    One that must be `firm` needs an owner, a grant or a number.
    """

    origin: Origin
    name: Mention | None = None
    mentions: list[Mention] = field(default_factory=list)
    context: list[Mention] = field(default_factory=list)
    inherited: list[Mention] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    written: list[str] = field(default_factory=list)
    sentences: int = 0
    in_bullet: bool = False
    firm: bool = False

    def call(self, mention: Mention) -> None:
        """Give the project its name, or a further one."""
        folded = fold_name(str(mention.value))
        if self.name is None:
            self.name = mention
        elif folded not in self.names:
            self.mentions.append(replace(mention, property="alternativeName"))
        self.names.add(folded)
        self.written.append(str(mention.value))

    def is_called(self, text: str) -> bool:
        """Whether the project goes by this name, or by one of another generation ("Etableringslyftet 2.0")."""
        wanted = fold_name(text)
        first = fold_name(str(self.name.value)) if self.name is not None else ""
        generation = bool(first) and _GENERATION.sub("", first) in (wanted, _GENERATION.sub("", wanted))
        return generation or wanted in self.names or any(is_same(text, name) for name in self.written)

    def is_named_at(self, name: Mention) -> bool:
        """Whether these very characters gave the project its name."""
        return self.name is not None and self.name.start == name.start

    def begins(self, text: str) -> bool:
        """Whether a text is the project's name and words that follow it."""
        return any(fold_name(text).startswith(name) for name in self.names)

    def add(self, mention: Mention) -> None:
        """Take a fact up, unless it is stated once only and stated already, or says less than one that is known."""
        if mention.property in PLANNED and self.has(mention.property):
            return
        if mention.property in AMOUNTS and self._knows_better(mention):
            return
        if mention.property in _DATES and not self._makes_room(mention):
            return
        if mention not in self.mentions:
            self.mentions.append(mention)

    def _makes_room(self, date: Mention) -> bool:
        """Whether a date is to be taken up, and then without those that it refines or prolongs."""
        longer = _prolongs(date)
        if date.property == "endDate" and not longer and any(map(_prolongs, self.mentions)):
            return False
        finer = any(_refines(date, other) for other in self.mentions)
        if date.confidence < _TOLD and self.has(date.property) and not finer:
            return False
        self.mentions = [
            other for other in self.mentions if not (_refines(date, other) or (longer and other.property == "endDate"))
        ]
        return not any(_refines(other, date) for other in self.mentions)

    def _knows_better(self, mention: Mention) -> bool:
        """Whether an amount in prose is another's: a label says it already, or it is a total below the grant."""
        if mention.method.startswith(BY_LABEL):
            return False
        labelled = any(one.property == mention.property and one.method.startswith(BY_LABEL) for one in self.mentions)
        grants = [
            one.value for one in self.mentions if one.property == "grantedAmount" and isinstance(one.value, Decimal)
        ]
        if mention.property != "totalBudget" or not isinstance(mention.value, Decimal):
            return labelled
        return labelled or max(grants, default=mention.value) > mention.value

    def has(self, *properties: str) -> bool:
        """Whether any of these is stated already."""
        return any(mention.property in properties for mention in self.mentions)

    def contradicts(self, prop: str, mentions: Iterable[Mention]) -> bool:
        """Whether these mentions state another value of a property than the project has."""
        mine = {str(mention.value) for mention in self.mentions if mention.property == prop}
        theirs = {str(mention.value) for mention in mentions if mention.property == prop}
        return bool(mine and theirs) and not mine & theirs

    def is_same(self, other: Draft) -> bool:
        """Whether two drafts are of one project: a name of one is a form of the other's, and no fact denies it."""
        named = any(is_same(mine, theirs) for mine in self.written for theirs in other.written)
        return named and not self.denies(other)

    def stands_in(self, said: str) -> bool:
        """Whether the project's name, long enough to be no chance, stands in a text."""
        name = "" if self.name is None else str(self.name.value)
        return len(name) >= _SHORTEST_NAME and stands_in(name, said)

    def names_party(self, text: str, *roles: str) -> bool:
        """Whether an organisation of this name has any of these roles in the project."""
        return any(one.property in roles and _named(one) == fold_name(text) for one in self.mentions)

    def denies(self, other: Draft) -> bool:
        """Whether two drafts state different things of which a project has one."""
        return any(self._denies(other, prop) for prop in _ONE_EACH)

    def _denies(self, other: Draft, prop: str) -> bool:
        mine, theirs = (
            [_kernel(mention) for mention in draft.mentions if mention.property == prop] for draft in (self, other)
        )
        return bool(mine and theirs) and not any(
            one.startswith(another) or another.startswith(one) for one in mine for another in theirs
        )

    def take(self, other: Draft) -> None:
        """Take up all that another draft of the same project holds."""
        if other.name is not None:
            self.call(replace(other.name, property="name"))
        for mention in other.mentions:
            self.add(mention)
        self.context.extend(other.context)
        self.inherited.extend(other.inherited)

    @property
    def substantial(self) -> bool:
        """Whether enough beyond a name is known, so that it is a project and no mere mention of one.

        A name that only the layout gives needs an owner, a grant or a number, or fields below it with time and budget.
        """
        by_layout = self.name is not None and self.name.method in _BY_LAYOUT
        return self.has(*(_FIRM if by_layout or self.firm else _SUBSTANCE)) or self._has_sheet()

    def _has_sheet(self) -> bool:
        labelled = {mention.property for mention in self.mentions if mention.method.startswith(BY_LABEL)}
        return self.origin is Origin.SECTION and labelled >= _SHEET

    def record(self, document: DocumentId) -> ProjectRecord | None:
        """The finished record; None while the project has no name."""
        if self.name is None:
            return None
        mentions = [*_owned_by_the_surest(_in_one_currency(self.mentions)), *_inside(self.name)]
        stated = {mention.property for mention in mentions}
        inherited = [
            mention for mention in _one_frame([*self.context, *self.inherited]) if mention.property not in stated
        ]
        all_said = [*mentions, *inherited]
        precise = [one for one in all_said if not any(_refines(other, one) for other in all_said)]
        ordered = tuple(sorted(precise, key=_order))
        return ProjectRecord(document=document, name=self.name, mentions=ordered)


def _inside(name: Mention) -> Iterator[Mention]:
    """The names that stand inside a name, as further ones."""
    written = str(name.value)
    for begin, end in further_names(written) if name.end - name.start == len(written) else ():
        place = (name.start + begin, name.start + end)
        yield replace(name, property="alternativeName", value=written[begin:end], start=place[0], end=place[1])


def _owned_by_the_surest(mentions: list[Mention]) -> list[Mention]:
    """The mentions with owners of the surest kind: beside a labelled one, whom prose calls an owner takes part."""
    leads = [mention for mention in mentions if mention.property == "lead"]
    best = min(map(_owner_rank, leads), default=0)
    owners = {_named(mention) for mention in leads if _owner_rank(mention) == best}
    return [
        replace(mention, property="partner")
        if mention.property == "lead" and _owner_rank(mention) > best and _named(mention) not in owners
        else mention
        for mention in mentions
    ]


def _named(mention: Mention) -> str:
    return fold_name(mention.value.text if isinstance(mention.value, Name) else str(mention.value))


def _prolongs(mention: Mention) -> bool:
    """Whether a mention says that a project ends later than was said before: "Förlängt till", "Nytt slutdatum"."""
    return mention.property == "endDate" and _LONGER.search(mention.method) is not None


def _kernel(mention: Mention) -> str:
    """What two mentions have in common that mean the same owner, sum or day: "Umeå kommun", "Umeå"."""
    written = _named(mention)
    return written.split()[0].removesuffix("s") if mention.property == "lead" and written else written


def _owner_rank(mention: Mention) -> int:
    return 0 if mention.method.startswith(BY_LABEL) else 1 if "owner" in mention.method else 2


def _says(said: Iterable[Mention], prop: str) -> bool:
    return any(one.property == prop for one in said)


def _one_frame(context: list[Mention]) -> list[Mention]:
    """What the surroundings say, without all funds but the first: the nearest is the project's."""
    firsts = [next((one for one in context if one.property == prop), None) for prop in _FRAME]
    return [one for one in context if one.property not in _FRAME or any(one is first for first in firsts)]


def _in_one_currency(mentions: list[Mention]) -> list[Mention]:
    """The mentions without sums in another currency, where there are some in kronor: a project has one currency."""
    foreign = {(one.start, one.end) for one in mentions if one.property == "currency"}
    kronor = any(one.property in AMOUNTS and (one.start, one.end) not in foreign for one in mentions)
    return [one for one in mentions if not (kronor and (one.start, one.end) in foreign)]


def _refines(precise: Mention, coarse: Mention) -> bool:
    """Whether one date says the same as another, and more: "2019-09-01" and "2019"."""
    return (
        precise.property == coarse.property
        and isinstance(precise.value, str)
        and isinstance(coarse.value, str)
        and precise.value.startswith(f"{coarse.value}-")
    )


def _order(mention: Mention) -> tuple[int, int, str, str]:
    return mention.start, mention.end, mention.property, str(mention.value)


@dataclass(kw_only=True)
class Drafts:
    """All projects of a document so far, the one at hand, and what its surroundings say."""

    all: list[Draft] = field(default_factory=list)
    current: Draft | None = None
    context: Context = field(default_factory=Context)

    def open(
        self, name: Mention | None, origin: Origin, frame: Iterable[Mention] = (), *, another: bool = False
    ) -> Draft:
        """A new project at hand, or the one of this name again unless it is known to be `another`, or a heading's."""
        folded = fold_name(str(name.value)) if name is not None else None
        draft = next((one for one in self.all if folded in one.names), None)
        if self.current is not None and name is not None and self.current.is_named_at(name):
            return self.current  # its heading opened it already
        if draft is None or another or origin is Origin.SECTION:
            draft = Draft(origin=origin, context=[*frame], inherited=[*self.context.decisions, *self.context.frame])
            self.all.append(draft)
        if name is not None:
            draft.call(name)
        self.current = draft
        return draft

    def named_in(self, said: str) -> Draft | None:
        """The one known project whose name stands in a text."""
        found = self.all_in(said)
        return found[0] if len(found) == 1 else None

    def all_in(self, said: str) -> list[Draft]:
        """The known projects whose names stand in a text."""
        return [draft for draft in self.all if draft.stands_in(said)]

    def called(self, name: Mention, *, strong: bool) -> Draft | None:
        """The project that a sentence names: a known one, the one at hand, or a new one when enough is said."""
        text = str(name.value)
        known = next((draft for draft in self.all if draft.is_called(text)), None)
        if known is None and self.current is not None and self.current.name is None:
            known = self.current
        if known is not None:
            known.call(name)
            return known
        if self.current is not None and self.current.origin in (Origin.SECTION, Origin.RECORD):
            return self._at_hand(self.current, name)
        if self.current is not None and self.current.origin is Origin.TITLE and not self.current.substantial:
            self.all.remove(self.current)  # the title was none of a project: the text names it
        return self.open(name, Origin.PROSE) if strong or not self.all else None

    def _at_hand(self, draft: Draft, name: Mention) -> Draft | None:
        """The project at hand, when its text begins by calling it something else; a later name is another project's."""
        text = str(name.value)
        if draft.begins(text):
            return draft
        if draft.sentences:
            return None
        if name.confidence < _SURE and len(text.split()) <= _ALIAS_WORDS:
            draft.call(name)
        return draft

    def _is_project(self, party: Mention) -> bool:
        return any(_named(party) in draft.names for draft in self.all if draft.substantial)

    def decide(self, said: Iterable[Mention], *, above: bool) -> None:
        """A decision is the project at hand's, and that of those that follow unless the one at hand has one already.

        It is that of all `above` that have none too, if the text says so.
        """
        mentions = list(said)
        for draft in self.all if above else ():
            if not _says([*draft.mentions, *draft.context, *draft.inherited], "decidedOn"):
                draft.context.extend(mentions)
        if self.current is None or not self.current.has("decidedOn"):
            self.context.decisions.extend(mentions)
        if self.current is not None:
            for mention in mentions:
                self.current.add(mention)

    def finished(self) -> Iterator[Draft]:
        """The projects of which enough is said; a title counts as a project only where no other is named."""
        for draft in self.all:  # what goes by a project's name is the project
            draft.mentions = [one for one in draft.mentions if one.property not in ROLES or not self._is_project(one)]
        named = any(one.substantial and one.name is not None and one.origin is not Origin.TITLE for one in self.all)
        told: list[Draft] = []
        for draft in self.all:
            if not draft.substantial or (named and draft.origin is Origin.TITLE):
                continue
            same = next((one for one in told if one.is_same(draft)), None)
            if same is None:
                told.append(draft)
            else:
                same.take(draft)
        yield from told
