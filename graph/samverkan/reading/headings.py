"""Headings → projects: which project a heading opens, dates or ends, and the one that the title opens.

A heading alone rarely tells whether it is a name; what stands below it and how the page uses its words does.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import takewhile

from samverkan.model import Mention
from samverkan.reading.blocks import Block, BlockKind
from samverkan.reading.calling import stands_in
from samverkan.reading.claims import decider, find_number
from samverkan.reading.discourse import Discourse
from samverkan.reading.drafts import Context, Draft, Origin
from samverkan.reading.funds import FUNDED
from samverkan.reading.naming import LEAD_IN, Naming
from samverkan.reading.page import Page
from samverkan.reading.records import CERTAIN
from samverkan.reading.titles import (
    A_PROJECT,
    CALLED,
    KIND_AND_NAME,
    RECORD_TITLE,
    described_name,
    heads_part,
    is_headline,
    may_be_name,
    names_project,
    numbered_title,
)
from samverkan.reference import Reference, fold_name
from samverkan.swedish.dates import PartialDate, find_dates
from samverkan.vocabulary import fold_label

_DECISION = re.compile(r"\b(?:beslut\w*|prioriter\w*|bevilja\w*|sammanträd\w*|möte\w*)\b", re.IGNORECASE)
# What the text says that stands below a heading which is a project's name, the surest first
_OWNED = re.compile(r"projektägare|huvudman|äger projektet|beviljat|medfinansi", re.IGNORECASE)
_BEGINS_ABOUT_PROJECT = re.compile(r"(?:I )?(?i:projektet|förstudien|insatsen|satsningen)\b(?! [\"”“]?[A-ZÅÄÖ])")
_PROJECT_TALK = re.compile(r"\b(?:förstudie\w*|studien\w*|projekt(?:et|ets)?|\w+projekt)\b", re.IGNORECASE)
_PROJECT_FACTS = re.compile(
    r"projekt|förstudie|\bmkr\b|\bmnkr\b|miljon|kronor\b|medel\b|\bstöd|huvudman|ägare\b|sökande\b|medfinansi",
    re.IGNORECASE,
)
_OF_PROJECTS = re.compile(rf"{_PROJECT_TALK.pattern}|{FUNDED}", re.IGNORECASE)
# Under a title, these words say that the page is about one project …
_THE_PROJECT = re.compile(rf"\b[Pp]rojektet\b|{A_PROJECT}")
# … and these in a title, or above a series of headings, that it presents several
_SEVERAL = re.compile(
    r"\b(?:flera|våra|följande|pågående|aktuella|beviljade|några|dessa|två|tre|fyra|fem|sex|sju|åtta|nio|tio|alla|de|"
    r"olika|\d+)\b[^.\n]{0,40}(?:projekt\b|förstudier\b)|(?<!ett )projekt som\b|"
    r"\A(?![^\n]*\bett (?:\w+ )?[\w-]*projekt\b)[^\n]*projekt(?: [^\n]{0,40})?\n",
    re.IGNORECASE,
)
_PROJECTS_OF = re.compile(r"\bprojekt (?:där|som|i vilka)\b", re.IGNORECASE)
_OF_PROJECT = frozenset(
    {"lead", "grantedAmount", "euAmount", "periodField", "startDate", "totalBudget", "partner", "financierField"}
)
_OF_ANYTHING = {"periodField", "startDate", "partner", "financierField"}
_TOLD = ("lead", "grantedAmount", "appliedAmount")
_LABELLED = re.compile(r"[A-ZÅÄÖ][\w -]{2,30}:\s+\S")  # with a label that nobody knows: no heading
_ELSEWHERE = re.compile(
    r"(?:läs|se) (?:också|även|mer)\b|relatera|(?:andra|fler|liknande|tidigare) projekt\b|mer att läsa", re.IGNORECASE
)
_SERIES = 2
_LABELLED_KINDS = (BlockKind.FIELD, BlockKind.UNKNOWN_FIELD)


class Headings:
    """Gives the headings of one page to the projects that they open, date or end."""

    def __init__(self, page: Page, reference: Reference, discourse: Discourse) -> None:
        self.page = page
        self.reference = reference
        self.naming = Naming(page, reference)
        self.discourse = discourse
        self.drafts = discourse.drafts
        self.resumed: Draft | None = None  # a known project that a heading led back to

    # --- the title

    def read_title(self) -> int:
        """Open the project that a title over text about one project names; how many blocks there are up to its end."""
        page = self.page
        described = any(block.kind is not BlockKind.HEADING for block in page.blocks[1:LEAD_IN])
        about_one = _THE_PROJECT.search(page.text) or _fields(page.blocks) & (_OF_PROJECT - _OF_ANYTHING)
        if page.is_notice or not described or not about_one or _SEVERAL.search(page.content(0) + "\n"):
            return 0
        for at in range(min(LEAD_IN, len(page.blocks))):
            record = RECORD_TITLE.fullmatch(page.content(at)) or numbered_title(page.content(at), self.reference)
            several = self._is_in_series(at) or self._heads_first_record(at)
            if page.kind(at) is not BlockKind.HEADING or record or several or self._decided(at):
                return 0
            name = self.naming.in_title(at)
            if name is not None:
                short = self.naming.before_slogan(name) or name
                self.drafts.open(short, Origin.PROSE if self.naming.stands_below(short) else Origin.TITLE).call(name)
                return at + 1
        return 0

    def _heads_first_record(self, at: int) -> bool:
        """Whether fields with an owner stand right below the page's first name, and below another as well."""
        owned = [place for place in self._over_text if "lead" in self._fields_right_below(place)]
        return len(owned) >= _SERIES and owned[0] == at

    # --- each heading

    def read(self, at: int) -> bool:
        """Open a project, date the decision on those that follow, or end the one above; False for a sentence."""
        page, drafts = self.page, self.drafts
        block, content = page.blocks[at], page.content(at)
        frame = page.frame(block.start, block.end)
        if (title := RECORD_TITLE.fullmatch(content)) is not None:
            self._open_record(block, title)
        elif self.read_numbered(at):
            return True
        elif (day := self._decided(at)) is not None:
            self._decide(block, day, frame)
        elif (kind := KIND_AND_NAME.search(content)) is not None:
            self._open_kind(at, kind, frame)
        elif (known := self._known(at)) is not None:
            drafts.current = self.resumed = known
        elif self._is_announced(at):
            self._open_section(at, "announced-heading").mentions.extend(drafts.context.leads)
        elif self._is_repeated(at) or self._is_in_series(at):
            self._open_section(at).context.extend(drafts.context.leads)
        elif at > 0 and page.kind(at + 1) is not BlockKind.FIELD and self._says_project(block):
            return False
        elif (same := self._goes_on(at) or self._heads_part_of(at)) is not None:
            drafts.current = same
        elif drafts.current is not None and self._ends(drafts.current, at):
            drafts.current = None
        if drafts.current is None:
            drafts.context.reframe(frame)
            self._head_several(block)
        return True

    def _open_kind(self, at: int, kind: re.Match[str], frame: list[Mention]) -> None:
        """The project behind its kind in a heading, with its number: "Projekt Nyväg, ärende 20201233"."""
        begin, end = kind.span("name")
        method = "kind-in-heading" if self.page.tells_funding else "heading"  # "Projekt Nya torget" is any work else
        draft = self.drafts.open(self.page.name(at, method, end, begin=begin), Origin.SECTION, frame)
        block = self.page.blocks[at]
        draft.mentions.extend(find_number(self.page.text, block.start + end, block.end))

    def _head_several(self, block: Block) -> None:
        """Whose the projects below a heading are: "Projekt som Umeå kommun äger", "Projekt där vi är partner"."""
        if _PROJECTS_OF.search(self.page.text, block.start, block.end):
            said = self.discourse.sentences.read(block.start, block.end).loose
            self.drafts.context.leads = [mention for mention in said if mention.property in ("lead", "partner")]

    def _open_section(self, at: int, method: str = "heading") -> Draft:
        """The project that a heading names, with the years behind its name."""
        block, called = self.page.blocks[at], CALLED.fullmatch(self.page.content(at))
        frame = self.page.frame(block.start, block.end)
        begin, end = called.span("name") if called is not None else (0, None)
        name = self.page.name(at, method, end, begin=begin)
        draft = self.drafts.open(name, Origin.SECTION, frame)
        if (short := self.naming.before_slogan(name)) is not None:
            draft.call(short)
        if called is None:
            return draft
        for prop, date in zip(("startDate", "endDate"), re.finditer(r"\d{4}", called["years"] or ""), strict=False):
            start = self.page.blocks[at].start + called.start("years")
            draft.add(
                Mention(
                    property=prop,
                    value=date.group(),
                    start=start + date.start(),
                    end=start + date.end(),
                    method="heading",
                    confidence=CERTAIN,
                )
            )
        return draft

    def read_numbered(self, at: int) -> bool:
        """Open the project whose number and name are a heading or a list's item, where facts of a project follow."""
        title = numbered_title(self.page.content(at), self.reference)
        if title is None or not self._over_facts(at):
            return False
        self._open_record(self.page.blocks[at], title, Origin.SECTION)
        return True

    def _over_facts(self, at: int) -> bool:
        """Whether fields that only a project has, or a sentence with an owner or a sum, stand right below."""
        if self.page.kind(at + 1) is BlockKind.PARAGRAPH:
            below = self.page.blocks[at + 1]
            talked = _OF_PROJECTS.search(self.page.text) is not None
            return talked and self.discourse.says(below.start, below.end, *_TOLD)
        return bool(self._fields_right_below(at) & _OF_PROJECT)

    def _fields_right_below(self, at: int) -> set[str]:
        return _fields(list(takewhile(lambda block: block.kind in _LABELLED_KINDS, self.page.blocks[at + 1 :])))

    def _open_record(self, block: Block, title: re.Match[str], origin: Origin = Origin.RECORD) -> None:
        """The title of a project record: its number and its name."""
        name, number = (
            Mention(
                property=prop,
                value=title[part],
                start=block.start + title.start(part),
                end=block.start + title.end(part),
                method="title",
                confidence=CERTAIN,
            )
            for prop, part in (("name", "name"), ("diarienummer", "id"))
        )
        self.drafts.open(name, origin).add(number)

    def _decided(self, at: int) -> PartialDate | None:
        """The day on which the projects below a heading were decided: "Prioriterade projekt, beslut 3 maj 2021"."""
        block = self.page.blocks[at]
        if not _DECISION.search(self.page.content(at)):
            return None
        return next(iter(find_dates(self.page.text, block.start, block.end, self.page.year)), None)

    def _decide(self, block: Block, day: PartialDate, frame: list[Mention]) -> None:
        decision = Mention(
            property="decidedOn", value=day.iso, start=day.start, end=day.end, method="decision", confidence=CERTAIN
        )
        body = decider(self.page.text, block.start, block.end)
        self.drafts.current = None
        self.drafts.context = Context(decisions=[decision, *body], frame=self.drafts.context.frame)
        self.drafts.context.reframe(frame)

    def _known(self, at: int) -> Draft | None:
        """The one project above that a heading over text names again, as below a table."""
        if self.discourse.sole or self.page.kind(at + 1) in (BlockKind.FIELD, BlockKind.HEADING):
            return None
        found = [draft for draft in self.drafts.all if fold_name(self.page.content(at)) in draft.names]
        return found[0] if len(found) == 1 and found[0].origin is not Origin.TITLE else None

    def _says_project(self, block: Block) -> bool:
        """Whether a line without a full stop is a sentence of a list all the same: it names a project and its money."""
        sentence = self.discourse.sentences.read(block.start, block.end)
        return bool(sentence.named) and sentence.has("grantedAmount")

    def _goes_on(self, at: int) -> Draft | None:
        """The project at hand, of which a line that is nothing but a period says when it runs."""
        block, draft = self.page.blocks[at], self.drafts.current
        told = [] if draft is None else self.discourse.sentences.periods.alone(block.start, block.end)
        if draft is None or not told:
            return None
        for mention in told:
            draft.add(mention)
        return draft

    def _heads_part_of(self, at: int) -> Draft | None:
        """The one known project whose name stands in the heading of a part of what is said of it ("Fakta Nyväg")."""
        content = self.page.content(at)
        return self.drafts.named_in(content) if heads_part(content) else None

    def _ends(self, draft: Draft, at: int) -> bool:
        """Whether a heading ends what is said about the project at hand, and is not that of a part of it."""
        content = self.page.content(at)
        if (draft.in_bullet and not self.discourse.sole) or _ELSEWHERE.match(content):
            return True
        if self._heads_prose(at) or heads_part(content) or _LABELLED.match(content):
            return False
        return (
            draft is self.resumed
            or draft.origin is Origin.SECTION
            or (draft.origin is Origin.PROSE and not self.discourse.sole)
        )

    # --- which headings are names

    def _is_announced(self, at: int) -> bool:
        """Whether a document said "N projects" and this is one of exactly N headings over text."""
        context = self.drafts.context
        if not context.announced:
            return False
        headings = [place for place in self._over_text if place > context.announced_at]
        talked = [place for place in headings if self._talks_of_project(place)]
        return any(at in found and len(found) == context.announced for found in (talked, headings))

    def _talks_of_project(self, at: int) -> bool:
        end = self.page.section(at)[-1].end
        return _PROJECT_TALK.search(self.page.text, self.page.blocks[at].end, end) is not None

    def _is_repeated(self, at: int) -> bool:
        """Whether the text below a heading uses the heading's words, and says what is said of projects."""
        if at not in self._over_text:
            return False
        heading, below = self.page.content(at), self.page.content(at + 1)
        found = CALLED.fullmatch(heading)
        content = found["name"] if found else heading
        capitals = content.isupper()
        called = stands_in(content.lower(), below.lower()) if capitals else self._uses(below, content)
        talked = at > 0 or _PROJECT_TALK.search(below) is not None
        return called and talked and (_PROJECT_FACTS.search(below) is not None or self._heads_fields(at))

    def _is_in_series(self, at: int) -> bool:
        """Whether this is a heading over a project's facts in a text that announces several projects."""
        return at in self._series

    @cached_property
    def _over_text(self) -> dict[int, None]:
        """The places of the headings that can be names and stand over a paragraph or a field, in order."""
        places = range(len(self.page.blocks))
        return dict.fromkeys(place for place in places if self._heads_text(place))

    @cached_property
    def _series(self) -> frozenset[int]:
        """The places of the headings over a project's facts, where there are several; told once for the page."""
        places = [place for place in self._over_text if place and self._heads_project(place)]
        if places and _SEVERAL.search(self.page.text, 0, self.page.blocks[places[0]].start) is None:
            places = [place for place in places if self._begins_project(place) or self._says_grant(place)]
        return frozenset(places if len(places) >= _SERIES else ())

    def _heads_text(self, at: int) -> bool:
        over = self.page.kind(at + 1) in (BlockKind.PARAGRAPH, BlockKind.FIELD)
        heading = over and self.page.kind(at) is BlockKind.HEADING
        named = heading and may_be_name(self.page.content(at), self.reference) and not self._heads_prose(at)
        return named and not self._heads_another(at)

    def _heads_another(self, at: int) -> bool:
        """Whether the text right below a heading gives a project another name than the heading's words."""
        below = self.page.content(at + 1)
        return names_project(below) and not self._uses(below, self.page.content(at))

    def _uses(self, text: str, heading: str) -> bool:
        """Whether a text has a heading's words, or the name before its slogan."""
        short = heading[: described_name(heading)]
        return stands_in(heading, text) or (stands_in(short, text) and may_be_name(short, self.reference))

    def _heads_prose(self, at: int) -> bool:
        named = self.page.vocabulary.fields.get(fold_label(self.page.content(at)))
        return named is not None and named.is_prose

    def _heads_project(self, at: int) -> bool:
        """Whether a heading stands over text or fields with a project's facts."""
        below = self.page.content(at + 1)
        told = _OWNED.search(below) or (_PROJECT_FACTS.search(below) and not is_headline(self.page.content(at)))
        return bool(told) or self._heads_fields(at)

    def _begins_project(self, at: int) -> bool:
        return _BEGINS_ABOUT_PROJECT.match(self.page.content(at + 1)) is not None or self._heads_fields(at)

    def _says_grant(self, at: int) -> bool:
        """Whether the text right below a heading tells an owner and a grant in so many words, and names no project."""
        below = self.page.blocks[at + 1]
        said = all(self.discourse.says(below.start, below.end, prop) for prop in _TOLD[:2])
        news = is_headline(self.page.content(at)) or self.discourse.names_any(below.start, below.end)
        return said and not news

    def _heads_fields(self, at: int) -> bool:
        """Whether fields that only a project has stand below a heading, and none of them gives it another name."""
        fields = _fields(self.page.section(at))
        return bool(fields & _OF_PROJECT) and "Project" not in fields


def _fields(blocks: list[Block]) -> set[str]:
    """The names of the fields among these blocks."""
    return {block.field.name for block in blocks if block.field is not None}
