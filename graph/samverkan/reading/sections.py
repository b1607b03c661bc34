"""Blocks → records: the order in which a page is read, and to which project each block belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from samverkan.model import AMOUNTS, PLANNED, ROLES, Finding, Mention, ProjectRecord
from samverkan.reading.blocks import Block, BlockKind
from samverkan.reading.discourse import Discourse
from samverkan.reading.drafts import Draft, Drafts, Origin
from samverkan.reading.headings import Headings
from samverkan.reading.labels import FINANCIERS
from samverkan.reading.listing import Listing
from samverkan.reading.page import Page, holds_prose
from samverkan.reading.phrases import PhraseBook
from samverkan.reading.prose import SentenceReader
from samverkan.reading.records import FieldReader
from samverkan.reading.runs import Run, as_granted, fund_of, is_table, lists_grants, project_of, read_run, split_run
from samverkan.reading.slots import SlotReader
from samverkan.reading.subject import in_title, only_named, only_subject, outweighs, tells_of_another
from samverkan.reference import Reference
from samverkan.swedish.amounts import find_amounts
from samverkan.swedish.sentences import split_sentences

_VALUES = frozenset({*AMOUNTS, *PLANNED, "startDate", "endDate", "periodField"})
_ABOUT_OTHERS = re.compile(r"(?:tidigare|andra|liknande|relatera|läs|kontakt|nyhet|fler|mer)", re.IGNORECASE)
_SAYS_OF_PROJECT = re.compile(
    r"\b(?:äger|driver|leder|ägs av|drivs av|leds av|deltar|samverkar|medverkar)\b[^.]{0,60}"
    r"(?:\b(?:projektet|förstudien|insatsen|satsningen|tillsammans)\b|[A-ZÅÄÖ])"
)
_ABOVE = 300  # characters above a list in which words say what it is of
_FIELDS = (BlockKind.FIELD, BlockKind.UNKNOWN_FIELD)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a document gave: its projects, and what was not understood."""

    records: tuple[ProjectRecord, ...]
    findings: tuple[Finding, ...]


def read_page(page: Page, reference: Reference, book: PhraseBook) -> Reading:
    """The projects that a page states. Pure: the same text gives the same records.

    A text that turns out to be about one project is read again, now that it is known whose facts all of it states.
    """
    fields = FieldReader(page.text, page.vocabulary, reference)
    running = page.unwrapped()
    sentences = SentenceReader(
        running,
        book,
        SlotReader(running, reference, page.vocabulary.words, page.year, page.document.publisher, day=page.day),
    )
    reader = _PageReader(page, fields, sentences)
    reading = reader.read()
    subject = _subject(page, reader.drafts.all, reading, reference)
    if subject is None or tells_of_another(page, subject):
        return reading
    return _PageReader(page, fields, sentences).read(subject)


def _subject(page: Page, drafts: Sequence[Draft], reading: Reading, reference: Reference) -> Mention | None:
    """The one project that a text is about: the one it names, or the one that it comes back to again and again."""
    named = only_named(page.text, drafts)
    if named is None and reading.records:
        return None
    subject = only_subject(page.text, reference)
    if subject is not None and any(draft.names_party(str(subject.value), *ROLES) for draft in drafts):
        subject = None
    if named is not None and subject is not None and not reading.records and in_title(subject, page.text):
        return subject
    return subject if named is None or (subject is not None and outweighs(subject, named, page.text)) else named


class _PageReader:
    """Reads a page once, block by block."""

    def __init__(self, page: Page, fields: FieldReader, sentences: SentenceReader) -> None:
        self.page = page
        self.fields = fields
        self.drafts = Drafts()
        self.discourse = Discourse(sentences, fields.audience, page.vocabulary, self.drafts)
        self.headings = Headings(page, fields.reference, self.discourse)
        self.listing = Listing(page, fields.reference, self.discourse)
        self.findings: list[Finding] = []

    def read(self, subject: Mention | None = None) -> Reading:
        """Every block in order; then the projects of which enough was said. `subject` names the one it is all about."""
        if subject is None:
            at = 0 if self.listing.has_cards else self.headings.read_title()
        else:
            at = 0
            draft = self.drafts.open(subject, Origin.PROSE)
            for name in self.headings.naming.with_slogan(subject):
                draft.call(name)
            self.discourse.sole = True
        while at < len(self.page.blocks):
            at = self._block(at) + 1
        for start, end in self.discourse.unread:
            message = "this paragraph looks as if it held facts about a project, and was not understood"
            self._notice("unread-paragraph", message, start, min(end, start + 1))
        return Reading(records=tuple(self._records()), findings=tuple(self.findings))

    def _block(self, at: int) -> int:
        """Read one block, and those that belong to it; the place of the last."""
        block = self.page.blocks[at]
        if self.listing.read(at):
            return at
        if block.kind in _FIELDS:
            return self._fields(at)
        if block.kind is BlockKind.BULLET and self.headings.read_numbered(at):
            return at
        if block.kind is BlockKind.HEADING:
            if not self.headings.read(at):
                self._prose(block, at, block.end)
            return at
        if self.listing.presents(at) and not self.discourse.sole:
            self.drafts.current = None
            self.drafts.context.reframe(self.page.frame(block.start, block.end))
        last = self.listing.introduced(at)
        self._prose(block, at, self.page.blocks[last].end)
        return last

    def _records(self) -> list[ProjectRecord]:
        records = []
        for draft in self.drafts.finished():
            record = draft.record(self.page.document.id)
            if record is not None:
                records.append(record)
            else:
                first = min(draft.mentions, key=lambda mention: mention.start)
                self._notice("unnamed-project", "a project without a name is not asserted", first.start, first.end)
        return records

    def _fields(self, at: int) -> int:
        """A run of fields, each part of it about one project; the last block of the run."""
        last = at
        while self.page.kind(last + 1) in _FIELDS:
            last += 1
        naming = self.headings.naming
        heading, title = None if self.listing.tells_owner(at - 1) else naming.above(at), naming.title()
        granted = lists_grants(self.page.text[: self.page.blocks[at].begin][-_ABOVE:])
        parts = list(split_run(self.page.blocks[at : last + 1]))
        for place, part in enumerate(parts):
            run = read_run(part, self.fields)
            self._report(run)
            draft = project_of(run, self.drafts, heading if place == 0 else None, title)
            if draft is None:
                self.drafts.context.decisions += [one for one in run.facts if one.property == "decidedOn"]
                if not self.drafts.all and not run.is_owned:  # a list's own head: the call and its fund
                    self.drafts.context.complete(fund_of(run, self.fields))
                continue
            if run.name is not None:
                draft.call(run.name)
            for mention in self._own_facts(as_granted(run.facts) if granted else run.facts, at):
                draft.add(mention)
            if run.name is not None and not run.is_owned:  # "projekt som Umeå kommun äger:" above a table
                draft.inherited.extend(self.drafts.context.leads)
            draft.context.extend(fund_of(run, self.fields))
            self.drafts.current = draft
            self._prose_of(part, at)
        if is_table(parts):
            self.drafts.current = None  # what follows is about any of its rows
        return last

    def _own_facts(self, facts: Sequence[Mention], at: int) -> list[Mention]:
        """What a run at a place states of its project: an item of minutes has a number of its own."""
        of_item = self.page.kind(at - 1) is BlockKind.HEADING and self.page.content(at - 1).startswith("§")
        return [one for one in facts if not (of_item and one.property == "diarienummer")]

    def _prose_of(self, part: Sequence[Block], at: int) -> None:
        """The running text in the values of fields, and behind them."""
        for block in part:
            if holds_prose(block) or self._says_in_a_sentence(block):
                self._prose(block, at, block.end)
            elif (rest := self._goes_on(block)) is not None:
                self.discourse.read(rest, block.end, block.end, at)

    def _says_in_a_sentence(self, block: Block) -> bool:
        """Whether the value of an unknown label tells something in words: "Vem: Umeå kommun äger projektet"."""
        if block.kind is not BlockKind.UNKNOWN_FIELD or _ABOUT_OTHERS.match(block.label or ""):
            return False
        return _SAYS_OF_PROJECT.search(self.page.text, block.start, block.end) is not None

    def _goes_on(self, block: Block) -> int | None:
        """Where sentences follow a number or a day in running text ("Stöd: 5 mkr. Projektet ägs av …")."""
        if block.field is None or block.field.name not in _VALUES:
            return None
        spans = split_sentences(self.page.text, block.start, block.end)
        return spans[1][0] if len(spans) > 1 else None

    def _prose(self, block: Block, at: int, until: int) -> None:
        """The sentences of a block; the last one goes on to the end of the list that it introduces."""
        bullet = block.kind is BlockKind.BULLET
        if (bullet or block.kind is BlockKind.PARAGRAPH) and self.listing.read_bullet(at):
            return
        if bullet and self.drafts.current is not None and self.drafts.current.in_bullet:
            self.drafts.current = None
        known = len(self.drafts.all)
        self.discourse.read(block.start, block.end, until, at)
        for draft in self.drafts.all[known:]:
            draft.in_bullet = bullet

    def _report(self, run: Run) -> None:
        """Say which labels and values were not understood; the value itself is not repeated, it may name a person."""
        for block, mentions in run.said:
            label = (block.label_start, block.start) if block.label_start is not None else (block.start, block.start)
            if block.kind is BlockKind.UNKNOWN_FIELD and not mentions:
                message = "this label is not known: add it to the ontology, as a skos:altLabel of what it names"
                self._notice("unknown-label", message, *label)
            elif block.end > block.start and not mentions and self._states_facts(block):
                self._notice("unread-value", "the value under this label was not understood", *label)

    def _states_facts(self, block: Block) -> bool:
        if block.field is None or (
            block.field.name == FINANCIERS and find_amounts(self.page.text[block.start : block.end])
        ):
            return False  # who pays a sum alone does not say
        return self.fields.states_facts(block.field)

    def _notice(self, code: str, message: str, start: int, end: int) -> None:
        self.findings.append(self.page.notice(code, message, start, end))
