"""Blocks → records: what opens a project, and to which project each following block belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from samverkan.model import Finding, Mention, ProjectRecord, Severity, SourceDocument
from samverkan.reading.discourse import Discourse, decider
from samverkan.reading.drafts import Context, Draft, Drafts, Origin
from samverkan.reading.entries import Entry, read_entries, read_facts
from samverkan.reading.funds import find_fund
from samverkan.reading.layout import Block, BlockKind, blocks
from samverkan.reading.phrases import PhraseBook
from samverkan.reading.prose import SentenceReader
from samverkan.reading.records import CERTAIN, CONTEXT, FieldReader
from samverkan.reading.runs import Run, fund_of, project_of, read_run, split_run
from samverkan.reading.slots import SlotReader
from samverkan.reading.subject import only_named, only_subject
from samverkan.reading.titles import RECORD_TITLE, heads_part, is_headline, may_be_name, name_lengths, names_project
from samverkan.reference import Reference, fold_name
from samverkan.swedish.amounts import find_amounts
from samverkan.swedish.dates import find_dates
from samverkan.vocabulary import Vocabulary, fold_label

_DECISION = re.compile(r"\b(?:beslut\w*|prioriter\w*|bevilja\w*|sammanträd\w*|möte\w*)\b", re.IGNORECASE)
_PROJECT_TALK = re.compile(r"\b(?:förstudie\w*|studien\w*|projekt(?:et|ets)?|\w+projekt)\b", re.IGNORECASE)
_THE_PROJECT = re.compile(r"\b[Pp]rojektet\b|\b(?:ett|en) (?:\w+ )?\w*(?:projekt|förstudie)\b")
_KIND_AND_NAME = re.compile(r"(?:^|[§\d.] )(?:ESF-|EU-)?[Pp]rojektet [\"”“]?(?P<name>[A-ZÅÄÖ][^\"”“–:]{2,60})[\"”“]?$")
_BEGINS_ABOUT_PROJECT = re.compile(r"(?:I )?(?:projektet|förstudien|insatsen|satsningen)\b", re.IGNORECASE)
_LISTS_PROJECTS = re.compile(r"projekt|förstudie|\bansökning|\binsatser\b", re.IGNORECASE)
_FUNDING = re.compile(
    r"bevilj|priorit|fått|\bfår\b|\bstöd|medel|tilldela|fördela|\bEU|fond|\bsöke?[rts]|\bESF", re.IGNORECASE
)
_APPLIED = re.compile(r"\b(?:söker|sökt|söks|ansöker)\b(?!.*(?:bevilj|priorit))", re.IGNORECASE | re.DOTALL)
_ABOVE = 300
_LEAD_IN = 4
_LISTED_WORDS = 6
_PROJECT_FACTS = re.compile(
    r"\bprojekt\w*|förstudie|\bmkr\b|\bmnkr\b|kronor\b|medel\b|\bstöd|huvudman|ägare\b|sökande\b|medfinansi",
    re.IGNORECASE,
)
_OWNED = re.compile(r"projektägare|huvudman|äger projektet|beviljat|medfinansi", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:flera|våra|följande|pågående|aktuella|beviljade|några|dessa|två|tre|fyra|fem|sex|sju|åtta|nio|tio|alla|de|olika|\d+)"
    r"\b[^.\n]{0,40}(?:projekt\b|förstudier\b)|projekt som\b|"
    r"\A[^\n]*projekt(?: [^\n]{0,40})?\n",
    re.IGNORECASE,
)
_SERIES = 2
_OF_PROJECT = frozenset(
    {"lead", "grantedAmount", "periodField", "startDate", "totalBudget", "partner", "financierField"}
)
_NAMED = re.compile(
    r"(?P<name>[A-ZÅÄÖ0-9](?:(?!, (?:som|ett|en|där|vilket)\b)(?:[^\n.:–(]|(?<=\S)–(?=\S))){1,80}?)(?:\s*\((?P<beside>[^()\n]{2,80})\))?(?:\s+[–-]|[.:])\s+(?=[A-ZÅÄÖ0-9])"
)
_DESCRIBED = re.compile(r"(?P<name>[^\n]{3,120}?)\s+[–-]\s+(?=[a-zåäö])")

_BY_LAYOUT, _FAIRLY_SURE = 0.95, 0.9
_FIELDS = (BlockKind.FIELD, BlockKind.UNKNOWN_FIELD)
_EMPHASIS = re.compile(r"[\r\n]|(?<!\w)\*{1,2}(?=\w)|(?<=\w)\*{1,2}(?!\w)")
_QUOTED_LENGTH = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a document gave: its projects, and what was not understood."""

    records: tuple[ProjectRecord, ...]
    findings: tuple[Finding, ...]


def read_document(document: SourceDocument, vocabulary: Vocabulary, reference: Reference, book: PhraseBook) -> Reading:
    """The projects that a document states. Pure: the same text gives the same records."""
    reader = _DocumentReader(document, vocabulary, reference, book)
    reading = reader.read()
    subject = only_named(document.text, reader.drafts.all) or (
        None if reading.records else only_subject(document.text, reference)
    )
    return reader.read(subject) if subject is not None else reading


class _DocumentReader:
    def __init__(
        self, document: SourceDocument, vocabulary: Vocabulary, reference: Reference, book: PhraseBook
    ) -> None:
        self.document = document
        self.text = document.text
        self.vocabulary = vocabulary
        self.reference = reference
        self.blocks = blocks(self.text, vocabulary.fields)
        self.fields = FieldReader(self.text, vocabulary, reference)
        self.year = _year(document)
        running = _unwrapped(self.text, self.blocks)
        slots = SlotReader(running, reference, vocabulary.words, self.year)
        self.sentences = SentenceReader(running, book, slots)
        self.verbs = frozenset(vocabulary.words["clause"])
        self._begin()

    def _begin(self) -> None:
        self.drafts = Drafts()
        self.discourse = Discourse(self.sentences.text, self.sentences, self.vocabulary, self.drafts)
        self.listed: dict[int, Entry] = {}
        self.money: str | None = None  # what the sums of the lists state, once words announce a list
        self.findings: list[Finding] = []

    def read(self, subject: Mention | None = None) -> Reading:
        """Every block in order; then the projects of which enough was said. `subject` names the one it is all about."""
        self._begin()
        at = self._title() if subject is None else 0
        if subject is not None:
            self.drafts.open(subject, Origin.PROSE)
            self.discourse.sole = True
        while at < len(self.blocks):
            block = self.blocks[at]
            after = at
            if self._is_listed(at):
                self._entry(self.listed[at])
            elif block.kind in _FIELDS:
                after = self._fields(at)
            elif block.kind is BlockKind.HEADING:
                self._heading(at)
            else:
                after = self._introduced(at)
                self._prose(block, at, self.blocks[after].end)
            at = after + 1
        for start, end in self.discourse.unread:
            message = "this paragraph looks as if it held facts about a project, and was not understood"
            self._notice("unread-paragraph", message, start, min(end, start + 1))
        return Reading(records=tuple(self._records()), findings=tuple(self.findings))

    def _records(self) -> list[ProjectRecord]:
        records = []
        for draft in self.drafts.finished():
            record = draft.record(self.document.id)
            if record is not None:
                records.append(record)
            else:
                first = min(draft.mentions, key=lambda mention: mention.start)
                self._notice("unnamed-project", "a project without a name is not asserted", first.start, first.end)
        return records

    # --- the title, and lists under a sentence or a heading

    def _title(self) -> int:
        """A title over text about one project is its name, or holds it; how many blocks there are up to its end."""
        described = any(block.kind is not BlockKind.HEADING for block in self.blocks[1:_LEAD_IN])
        about_one = _THE_PROJECT.search(self.text) or any(
            block.field is not None and block.field.name in _OF_PROJECT for block in self.blocks
        )
        if not described or not about_one or _SEVERAL.search(self._content(0) + "\n"):
            return 0
        for at in range(min(_LEAD_IN, len(self.blocks))):
            if not self._kind_is(at, BlockKind.HEADING) or RECORD_TITLE.fullmatch(self._content(at)):
                return 0
            name = self._name_in_title(at)
            if name is not None:
                self.drafts.open(name, Origin.PROSE if self._stands_below(name) else Origin.TITLE)
                return at + 1
        return 0

    def _name_in_title(self, at: int) -> Mention | None:
        """The name that a title gives: it stands in the text too, or the title is no headline and nothing else a name."""
        content = self._content(at)
        for length in name_lengths(content):
            name = self._name(at, "title", length)
            called = content[:length]
            plain = not is_headline(called) and not names_project(self.text[self.blocks[at].end :])
            if (plain or self._stands_below(name)) and may_be_name(called, self.reference):
                return name
        return None

    def _stands_below(self, name: Mention) -> bool:
        """Whether the text uses a title's words again, in whatever case."""
        words = re.compile(rf"(?<!\w){re.escape(str(name.value))}(?!\w)", re.IGNORECASE)
        return words.search(self.text, name.end) is not None

    def _is_listed(self, at: int) -> bool:
        """Whether this block is a line of a list of projects that the words above it announce."""
        if at in self.listed:
            return True
        if self.listed and not self._describes(at):
            self.listed = {}
            self.drafts.current = None
        if self.listed:
            return False
        before = self.text[max(0, self.blocks[at].start - _ABOVE) : self.blocks[at].start]
        if _LISTS_PROJECTS.search(before) and _FUNDING.search(before):
            self.money = "appliedAmount" if _APPLIED.search(before) else "grantedAmount"
        if self.money is None:
            return False
        found = read_entries(self.text, self.blocks[at:], self.reference, self.verbs, self.money)
        self.listed = {at + place: entry for place, entry in found.items()}
        return at in self.listed

    def _describes(self, at: int) -> bool:
        """Whether a block goes on right below a line of the list, without a blank line."""
        between = self.text[self.blocks[at - 1].end : self.blocks[at].start]
        return between.count("\n") < 2 and at < max(self.listed) + _SERIES

    def _entry(self, entry: Entry) -> None:
        above = find_fund(self.text, max(0, entry.name.start - _ABOVE), entry.name.start, self.vocabulary, CONTEXT)
        draft = self.drafts.open(entry.name, Origin.PROSE, above)
        for mention in entry.facts:
            draft.add(mention)

    def _introduced(self, at: int) -> int:
        """The last of the short bullets that a sentence ending in a colon introduces, or the block itself."""
        last = at
        if self.blocks[at].kind is BlockKind.PARAGRAPH and self._content(at).endswith(":"):
            while last + 1 < len(self.blocks) and self._is_list_item(last + 1):
                last += 1
        return last

    def _is_list_item(self, at: int) -> bool:
        content = self._content(at)
        short = len(content.split()) <= _LISTED_WORDS and "." not in content
        return self.blocks[at].kind is BlockKind.BULLET and short and content[0].isupper()

    # --- headings

    def _heading(self, at: int) -> None:
        """A heading opens a project, dates the decision on those that follow, or ends the project above it."""
        block, content, drafts = self.blocks[at], self._content(at), self.drafts
        title = RECORD_TITLE.fullmatch(content)
        if title is not None:
            self._record_title(block, title)
        elif _DECISION.search(content) and (dates := find_dates(self.text, block.start, block.end, self.year)):
            day = dates[0]
            decision = Mention(
                property="decidedOn", value=day.iso, start=day.start, end=day.end, method="decision", confidence=CERTAIN
            )
            drafts.current = None
            body = decider(self.text, block.start, block.end)
            drafts.context = Context(decisions=[decision, *body], fund=self._fund(block))
        elif (kind := _KIND_AND_NAME.search(content)) is not None:
            drafts.open(self._name(at, "heading", begin=kind.start("name")), Origin.SECTION, self._fund(block))
        elif self._is_announced(at):
            drafts.open(self._name(at, "heading"), Origin.SECTION).mentions.extend(drafts.context.leads)
        elif self._is_repeated(at) or self._is_in_series(at):
            drafts.open(self._name(at, "heading"), Origin.SECTION).context.extend(drafts.context.leads)
        elif at > 0 and not self._kind_is(at + 1, BlockKind.FIELD) and self._says_project(block):
            self._prose(block, at, block.end)
        elif drafts.current is not None and self._ends(drafts.current, at):
            drafts.current = None
        if drafts.current is None and (fund := self._fund(block)):
            drafts.context.fund = fund

    def _record_title(self, block: Block, title: re.Match[str]) -> None:
        """The title of a project record: its number and its name."""
        for prop, part in (("name", "name"), ("diarienummer", "id")):
            start, end = (block.start + offset for offset in title.span(part))
            mention = Mention(
                property=prop, value=title[part], start=start, end=end, method="title", confidence=CERTAIN
            )
            if prop == "name":
                draft = self.drafts.open(mention, Origin.RECORD)
            else:
                draft.add(mention)

    def _is_announced(self, at: int) -> bool:
        """Whether a document said "N projects" and this is one of exactly N headings over text."""
        context = self.drafts.context
        if not context.announced:
            return False
        headings = [place for place in range(context.announced_at + 1, len(self.blocks)) if self._heads_text(place)]
        talked = [place for place in headings if _PROJECT_TALK.search(self._below(place))]
        return any(at in found and len(found) == context.announced for found in (talked, headings))

    def _is_repeated(self, at: int) -> bool:
        """Whether the text below a heading uses the heading's words, and says what is said of projects."""
        if not self._heads_text(at):
            return False
        below = self._content(at + 1)
        called = re.search(rf"(?<!\w){re.escape(self._content(at))}(?!\w)", below) is not None
        return (
            called and (at > 0 or _PROJECT_TALK.search(below) is not None) and _PROJECT_FACTS.search(below) is not None
        )

    def _is_in_series(self, at: int) -> bool:
        """Whether this is a heading over a project's facts in a text that announces several projects."""
        if at == 0 or any(draft.origin not in (Origin.SECTION, Origin.TITLE) for draft in self.drafts.all):
            return False
        headings = [place for place in range(1, len(self.blocks)) if self._heads_project(place)]
        if at not in headings:
            return False
        if _SEVERAL.search(self.text, 0, self.blocks[headings[0]].start) is None:
            headings = [place for place in headings if self._begins_project(place)]
        return at in headings and len(headings) >= _SERIES

    def _heads_project(self, at: int) -> bool:
        """Whether a heading stands over text or fields with a project's facts."""
        if not self._heads_text(at):
            return False
        below = self._content(at + 1)
        owned = _OWNED.search(below) is not None
        told = owned or (_PROJECT_FACTS.search(below) is not None and not is_headline(self._content(at)))
        return told or bool(self._fields_below(at) & _OF_PROJECT)

    def _begins_project(self, at: int) -> bool:
        begins = _BEGINS_ABOUT_PROJECT.match(self._content(at + 1)) is not None
        return begins or bool(self._fields_below(at) & _OF_PROJECT)

    def _fields_below(self, at: int) -> set[str]:
        """The names of the fields under a heading, up to the next."""
        after = at + 1
        while after < len(self.blocks) and not self._kind_is(after, BlockKind.HEADING):
            after += 1
        return {block.field.name for block in self.blocks[at:after] if block.field is not None}

    def _heads_text(self, at: int) -> bool:
        """Whether a heading that can be a name stands over a paragraph."""
        text = self._kind_is(at + 1, BlockKind.PARAGRAPH) or self._kind_is(at + 1, BlockKind.FIELD)
        heading = self._kind_is(at, BlockKind.HEADING) and text
        return heading and may_be_name(self._content(at), self.reference) and not self._heads_prose(at)

    def _below(self, at: int) -> str:
        """The text under a heading, up to the next."""
        after = at + 1
        while after < len(self.blocks) and not self._kind_is(after, BlockKind.HEADING):
            after += 1
        return self.text[self.blocks[at].end : self.blocks[after - 1].end]

    def _ends(self, draft: Draft, at: int) -> bool:
        """Whether a heading ends what is said about the project at hand, and is not that of a part of it."""
        if self._heads_prose(at) or heads_part(self._content(at)):
            return False
        return draft.origin is Origin.SECTION or (draft.origin is Origin.PROSE and not self.discourse.sole)

    def _heads_prose(self, at: int) -> bool:
        named = self.vocabulary.fields.get(fold_label(self._content(at)))
        return named is not None and named.is_prose

    def _says_project(self, block: Block) -> bool:
        """Whether a line without a full stop is a sentence of a list all the same: it names a project and its money."""
        sentence = self.sentences.read(block.start, block.end)
        return bool(sentence.named) and sentence.has("grantedAmount")

    # --- fields

    def _fields(self, at: int) -> int:
        """A run of fields, each part of it about one project; the last block of the run."""
        last = at
        while last + 1 < len(self.blocks) and self.blocks[last + 1].kind in _FIELDS:
            last += 1
        heading = self._name(at - 1, "heading", self._head(at - 1)) if self._may_name(at - 1) else None
        title = self._name_in_title(0) if self._may_name(0) else None
        for place, part in enumerate(split_run(self.blocks[at : last + 1])):
            run = read_run(part, self.fields)
            self._report(run)
            draft = project_of(run, self.drafts, heading if place == 0 else None, title)
            if draft is None:
                self.drafts.context.decisions += [one for one in run.facts if one.property == "decidedOn"]
                continue
            if run.name is not None:
                draft.call(run.name)
            for mention in run.facts:
                draft.add(mention)
            draft.context.extend(fund_of(run, self.fields))
            self.drafts.current = draft
            for block in filter(_holds_prose, part):
                self._prose(block, at, block.end)
        return last

    def _head(self, at: int) -> int | None:
        """How much of a bullet over fields is the name: "Nyväg – ger unga stöd" says what it does too."""
        described = _DESCRIBED.match(self._content(at)) if self._kind_is(at, BlockKind.BULLET) else None
        return described.end("name") if described else None

    def _may_name(self, at: int) -> bool:
        """Whether a heading, or a single bullet over fields ("1. Entré arbetsliv"), can be a project's name."""
        over = self._kind_is(at, BlockKind.HEADING) or self._kind_is(at, BlockKind.BULLET)
        return over and may_be_name(self._content(at), self.reference)

    def _report(self, run: Run) -> None:
        """Say which labels and values were not understood; the value itself is not repeated, it may name a person."""
        for block, mentions in run.said:
            label = (block.label_start, block.start) if block.label_start is not None else (block.start, block.start)
            if block.kind is BlockKind.UNKNOWN_FIELD:
                message = "this label is not known: add it to the ontology, as a skos:altLabel of what it names"
                self._notice("unknown-label", message, *label)
            elif block.end > block.start and not mentions and self._states_facts(block):
                self._notice("unread-value", "the value under this label was not understood", *label)

    def _states_facts(self, block: Block) -> bool:
        return block.field is not None and self.fields.states_facts(block.field)

    # --- prose

    def _prose(self, block: Block, at: int, until: int) -> None:
        """The sentences of a block; the last one goes on to the end of the list that it introduces."""
        if block.kind is BlockKind.BULLET:
            if self._announced_bullet(block) or self._named_bullet(block, at):
                return
            if self.drafts.current is not None and self.drafts.current.in_bullet:
                self.drafts.current = None
        known = len(self.drafts.all)
        self.discourse.read(block.start, block.end, until, at)
        for draft in self.drafts.all[known:]:
            draft.in_bullet = block.kind is BlockKind.BULLET

    def _announced_bullet(self, block: Block) -> bool:
        """A bullet "Name – what it does" under a sentence that announced projects and their owner."""
        described = _DESCRIBED.match(self.text[block.start : block.end])
        if described is None or not self.drafts.context.announced:
            return False
        name = Mention(
            property="name",
            value=described["name"],
            start=block.start,
            end=block.start + described.end("name"),
            method="announced-bullet",
            confidence=_FAIRLY_SURE,
        )
        self.drafts.open(name, Origin.PROSE).mentions.extend(self.drafts.context.leads)
        return True

    def _named_bullet(self, block: Block, at: int) -> bool:
        """A bullet "Name – Owner gets so much" or "Name (Owner, sum). …": the name stands before what is said of it."""
        named = _NAMED.match(self.text, block.start, block.end)
        if named is None or not self._may_stand_alone(named["name"]):
            return False
        beside = read_facts(self.text, *named.span("beside"), self.reference, self.money or "grantedAmount")
        said = self.sentences.read(named.end(), block.end)
        others = [name for name in said.names if fold_name(str(name.value)) != fold_name(named["name"])]
        if others or not (beside or said.loose or said.named):
            return False
        fund = find_fund(self.text, block.start, block.end, self.vocabulary, CONTEXT)
        draft = self.drafts.open(self._name(at, "named-bullet", named.end("name") - block.start), Origin.PROSE, fund)
        draft.in_bullet = block.kind is BlockKind.BULLET
        for mention in beside:
            draft.add(mention)
        self.discourse.read(named.end(), block.end, block.end, at)
        return True

    def _may_stand_alone(self, head: str) -> bool:
        """Whether the words before what a bullet says are a name and no sentence: no verb, no sum."""
        verbs = self.verbs.intersection(re.findall(r"[\w-]+", head))
        return not verbs and not find_amounts(head) and may_be_name(head, self.reference)

    # --- places

    def _content(self, at: int) -> str:
        return self.text[self.blocks[at].start : self.blocks[at].end]

    def _kind_is(self, at: int, kind: BlockKind) -> bool:
        return 0 <= at < len(self.blocks) and self.blocks[at].kind is kind

    def _name(self, at: int, method: str, length: int | None = None, *, begin: int = 0) -> Mention:
        start = self.blocks[at].start + begin
        content = self._content(at)[begin:length]
        return Mention(
            property="name", value=content, start=start, end=start + len(content), method=method, confidence=_BY_LAYOUT
        )

    def _fund(self, place: Block) -> list[Mention]:
        return find_fund(self.text, place.start, place.end, self.vocabulary, CONTEXT)

    def _notice(self, code: str, message: str, start: int, end: int) -> None:
        line, column = self.document.place(start)
        quoted = " ".join(self.text[start:end].split())[:_QUOTED_LENGTH]
        self.findings.append(
            Finding(
                severity=Severity.NOTICE,
                code=code,
                message=message,
                file=self.document.name,
                line=line,
                column=column,
                text=quoted,
            )
        )


def _holds_prose(block: Block) -> bool:
    """Whether a field's value is running text: "Bakgrund: I länet saknas …"."""
    return block.field is not None and block.field.is_prose and block.end > block.start


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _unwrapped(text: str, parts: list[Block]) -> str:
    """The text with the line breaks inside paragraphs and bullets as spaces: every character keeps its place."""
    pieces, at = [], 0
    for block in parts:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET) or _holds_prose(block):
            pieces += [text[at : block.start], _EMPHASIS.sub(_blank, text[block.start : block.end])]
            at = block.end
    return "".join((*pieces, text[at:]))


def _year(document: SourceDocument) -> int | None:
    """The year for dates that state none: that of the publication, or of the first full date of the text."""
    if document.published:
        return int(document.published[:4])
    full = next((date for date in find_dates(document.text[:4000]) if len(date.iso) == 10), None)
    return int(full.iso[:4]) if full else None
