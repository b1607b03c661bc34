"""Blocks → records: what opens a project, and to which project each following block belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from samverkan.model import Finding, Mention, ProjectRecord, Severity, SourceDocument
from samverkan.reading.drafts import Context, Draft, Drafts, Origin
from samverkan.reading.entries import read_entries
from samverkan.reading.funds import find_fund
from samverkan.reading.layout import Block, BlockKind, blocks
from samverkan.reading.periods import find_running_time
from samverkan.reading.phrases import PhraseBook
from samverkan.reading.prose import Sentence, SentenceReader
from samverkan.reading.records import CERTAIN, CONTEXT, DIARIENUMMER, FieldReader
from samverkan.reading.runs import Run, fund_of, project_of, read_run, split_run
from samverkan.reading.slots import SlotReader
from samverkan.reference import Reference
from samverkan.swedish.dates import find_dates
from samverkan.swedish.names import Name
from samverkan.swedish.sentences import split_sentences
from samverkan.vocabulary import Vocabulary, fold_label

_TITLE = re.compile(rf"(?P<id>{DIARIENUMMER.pattern})\s+[–-]\s+(?P<name>\S.*)")
_DECISION = re.compile(r"\b(?:beslut\w*|prioriter\w*|bevilja\w*|sammanträd\w*|möte\w*)\b", re.IGNORECASE)
_DECIDER = re.compile(
    r"(?P<body>[Ss]trukturfondspartnerskapet|[Öö]vervakningskommittén) (?:(?:i|för) )?"
    r"(?P<region>[A-ZÅÄÖ][\w-]+(?: (?:och )?[A-ZÅÄÖ][\w-]+)*)"
)
_PROJECT_TALK = re.compile(r"\b(?:förstudie\w*|studien\w*|projekt(?:et|ets)?)\b", re.IGNORECASE)
_THE_PROJECT = re.compile(r"\b[Pp]rojektet\b")
_ONE_PROJECT = re.compile(r"\bett \w*projekt\b|\ben förstudie\b", re.IGNORECASE)
_NOT_A_NAME = re.compile(
    r"fakta\b|kort om|kontakt|vem kan|^finansiering|^(?:pågående|avslutade|beviljade|prioriterade|våra|aktuella)\b|"
    r"projekt(?:en)? (?:i|på|hos)\b|"
    r"^projekt\s|om projektet|projektinformation|lediga|rekryter|ansök|utlys|protokoll|kallelse|cookie",
    re.IGNORECASE,
)
_HEADLINE = re.compile(
    r"miljon|kronor|\bEU\b|EU-|stöd\b|pengar|medel\b|\bfår\b|\bfick\b|bevilja|tilldela|satsa|ansök|utlys|\bnya?\b|\bnytt\b|"
    r"nyhet|protokoll|"
    r"\bprojekt (?:i|på|inom|hos|som|med)\b|\b(?:deltar|medverkar|startar|driver|hjälper|byggs|leder|ska|vill|kan|blir|"
    r"är|tar|ger|möts|säger|söker)\b|projektledare|kallelse|dagordning|"
    r"cookie|^projekt\b|projekten\b|"
    r"\bmöte|beslut|årsredovisning|\bbudget|om projektet",
    re.IGNORECASE,
)
_LISTS_PROJECTS = re.compile(r"\bprojekt\w*|\w*förstudie\w*|\bansökning\w*|\binsatser\b", re.IGNORECASE)
_FUNDING = re.compile(r"bevilj|priorit|fått|\bfår\b|\bstöd|medel|tilldela|fördela|\bEU|fond|\bsöke?[rts]", re.IGNORECASE)
_APPLIED = re.compile(r"\b(?:söker|sökt|söks|ansöker)\b(?!.*(?:bevilj|priorit))", re.IGNORECASE | re.DOTALL)
_ABOVE = 300
_BEGINS_WITH_KIND = re.compile(r"(?<=\n)(?:Förstudien|Projektet) [\"”“]?(?!\w)|\A(?:Förstudien|Projektet) [\"”“]?(?!\w)")
_PAYS = re.compile(r"\b(?:finansiera\w*|stöd|stöds|medel|kronor|miljoner|mkr|mnkr|bevilja\w*|ESF-projekt|socialfondsprojekt)\b", re.I)
_SHORTEST_NAME = 4
_LISTED_WORDS = 6
_DESCRIBED = re.compile(r"(?P<name>[^\n]{3,120}?)\s+[–-]\s+(?=[a-zåäö])")


_BY_LAYOUT, _FAIRLY_SURE = 0.95, 0.9
_FIELDS = (BlockKind.FIELD, BlockKind.UNKNOWN_FIELD)
_QUOTED_LENGTH = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a document gave: its projects, and what was not understood."""

    records: tuple[ProjectRecord, ...]
    findings: tuple[Finding, ...]


def read_document(document: SourceDocument, vocabulary: Vocabulary, reference: Reference, book: PhraseBook) -> Reading:
    """The projects that a document states. Pure: the same text gives the same records."""
    return _DocumentReader(document, vocabulary, reference, book).read()


class _DocumentReader:
    def __init__(
        self, document: SourceDocument, vocabulary: Vocabulary, reference: Reference, book: PhraseBook
    ) -> None:
        self.document = document
        self.text = document.text
        self.vocabulary = vocabulary
        self.reference = reference
        self.verbs = frozenset(vocabulary.words["clause"])
        self.blocks = blocks(self.text, vocabulary.fields)
        self.fields = FieldReader(self.text, vocabulary, reference)
        self.year = _year(document)
        self.running = _unwrapped(self.text, self.blocks)
        slots = SlotReader(self.running, reference, vocabulary.words, self.year)
        self.sentences = SentenceReader(self.running, book, slots)
        self.drafts = Drafts()
        self.findings: list[Finding] = []

    def read(self) -> Reading:
        """Every block in order; then the projects of which enough was said."""
        at = self._title()
        while at < len(self.blocks):
            block = self.blocks[at]
            after = at
            if listed := self._entries(at):
                after = at + listed - 1
            elif block.kind in _FIELDS:
                after = self._fields(at)
            elif block.kind is BlockKind.HEADING:
                self._heading(at)
            else:
                after = self._listed(at)
                self._prose(block, at, self.blocks[after].end)
            at = after + 1
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

    def _entries(self, at: int) -> int:
        """How many blocks from here on are lines of a list of projects that the words above announce; 0 for none."""
        above = self.blocks[at - 1] if at else None
        before = self.text[max(0, above.start - _ABOVE) : above.end] if above else ""
        if not _LISTS_PROJECTS.search(before) or not _FUNDING.search(before):
            return 0
        money = "appliedAmount" if _APPLIED.search(before) else "grantedAmount"
        found = read_entries(self.text, self.blocks[at:], self.reference, self.verbs, money)
        for entry in found:
            draft = self.drafts.open(entry.name, Origin.PROSE, self._fund(above) if above else ())
            for mention in entry.facts:
                draft.add(mention)
        if found:
            self.drafts.current = None
        return len(found)

    def _title(self) -> int:
        """A title over text about "the project" is its name, unless it is a headline; how many blocks that takes."""
        content = self._content(0) if self.blocks and self.blocks[0].kind is BlockKind.HEADING else ""
        described = len(self.blocks) > 1 and self.blocks[1].kind is not BlockKind.HEADING
        if not content or not described or not _THE_PROJECT.search(self.text):
            return 0
        if _HEADLINE.search(content) or _TITLE.fullmatch(content):
            return 0
        self.drafts.open(self._name(0, "title"), Origin.TITLE)
        return 1

    def _listed(self, at: int) -> int:
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
        title = _TITLE.fullmatch(content)
        if title is not None:
            self._record_title(block, title)
        elif _DECISION.search(content) and (dates := find_dates(self.text, block.start, block.end, self.year)):
            day = dates[0]
            decision = Mention(
                property="decidedOn", value=day.iso, start=day.start, end=day.end, method="decision", confidence=CERTAIN
            )
            drafts.current = None
            drafts.context = Context(decisions=[decision, *self._decider(block)], fund=self._fund(block))
        elif self._is_announced(at):
            drafts.open(self._name(at, "heading"), Origin.SECTION).mentions.extend(drafts.context.leads)
        elif self._is_repeated(at):
            drafts.open(self._name(at, "heading"), Origin.SECTION)
        elif at > 0 and not self._kind_is(at + 1, BlockKind.FIELD) and self._says_project(block):
            self._prose(block, at, block.end)
        elif drafts.current is not None and drafts.current.origin is Origin.SECTION and not self._heads_prose(at):
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

    def _decider(self, place: Block | Sentence) -> list[Mention]:
        """The body that decided, where the words that date the decision name it with its region."""
        found = _DECIDER.search(self.text, place.start, place.end)
        if found is None:
            return []
        start, end = found.span()
        name = Name(
            text=f"{found['body'].capitalize()} {found['region']}", start=start, end=end, forms=(found.group(),)
        )
        return [
            Mention(property="decidedBy", value=name, start=start, end=end, method="decision", confidence=_FAIRLY_SURE)
        ]

    def _is_announced(self, at: int) -> bool:
        """Whether a document said "N projects" and this is one of exactly N headings over text about a project."""
        context = self.drafts.context
        if not context.announced:
            return False
        talked = [
            place for place in range(context.announced_at + 1, len(self.blocks)) if self._heads_project_talk(place)
        ]
        return at in talked and len(talked) == context.announced

    def _heads_project_talk(self, at: int) -> bool:
        if not self._kind_is(at, BlockKind.HEADING) or not self._kind_is(at + 1, BlockKind.PARAGRAPH):
            return False
        after = at + 1
        while after < len(self.blocks) and not self._kind_is(after, BlockKind.HEADING):
            after += 1
        section = self.text[self.blocks[at].end : self.blocks[after - 1].end]
        return _PROJECT_TALK.search(section) is not None and not self._heads_prose(at)

    def _is_repeated(self, at: int) -> bool:
        """Whether the text below a heading calls a project by the heading's words ("I projektet Nyväg …")."""
        content = self._content(at)
        if at == 0 or not self._kind_is(at + 1, BlockKind.PARAGRAPH) or _NOT_A_NAME.search(content):
            return False
        name = re.escape(content)
        called = rf"\A{name} (?:är|ska|syftar|vill|har|riktar|vänder|startar|får)\b|\b[Pp]rojekt(?:et)? [\"”“]?{name}\b"
        below = self._content(at + 1)
        return _PROJECT_TALK.search(below) is not None and re.search(called, below) is not None

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
        heading = self._name(at - 1, "heading") if self._may_name(at - 1) else None
        title = self._name(0, "title") if self._may_name(0) and not _HEADLINE.search(self._content(0)) else None
        for place, part in enumerate(split_run(self.blocks[at : last + 1])):
            run = read_run(part, self.fields)
            self._report(run)
            draft = project_of(run, self.drafts, heading if place == 0 else None, title)
            if draft is None:
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

    def _may_name(self, at: int) -> bool:
        """Whether a heading, or a single bullet over fields ("1. Entré arbetsliv"), can be a project's name."""
        if not (self._kind_is(at, BlockKind.HEADING) or self._kind_is(at, BlockKind.BULLET)):
            return False
        content = self._content(at)
        return _NOT_A_NAME.search(content) is None and "\n" not in content and content[-1] not in ".!?:"

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
        current = self.drafts.current
        if block.kind is BlockKind.BULLET:
            if self._announced_bullet(block):
                return
            if current is not None and current.in_bullet:
                self.drafts.current = None
        known = len(self.drafts.all)
        for start, end in split_sentences(self.running, block.start, block.end):
            self._sentence(self.sentences.read(start, until if end == block.end else end), at)
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

    def _sentence(self, sentence: Sentence, at: int) -> None:
        context = self.drafts.context
        if sentence.announced is not None:
            context.announced, context.announced_at = sentence.announced, at
            context.leads = [mention for mention in sentence.loose if mention.property == "lead"]
            context.fund = self._fund(sentence) or context.fund
            return
        for name, facts in sentence.named:
            self._named(name, facts, sentence)
        if not sentence.named:
            self.drafts.current = self._meant(sentence) or self.drafts.current
        self._loose(sentence)
        if self.drafts.current is not None:
            self._said_of(self.drafts.current, sentence)

    def _named(self, name: Mention, facts: tuple[Mention, ...], sentence: Sentence) -> None:
        """The project that a sentence names, and what it says of it; one of those announced has their owner."""
        known = len(self.drafts.all)
        begins = _BEGINS_WITH_KIND.search(self.running, sentence.start, name.start) is not None
        draft = self.drafts.called(name, strong=bool(facts) or begins)
        if draft is None:
            return
        self.drafts.current = draft
        for mention in facts:
            draft.add(mention)
        if draft.origin is Origin.PROSE:
            draft.context = [*self._fund(sentence), *draft.context]
        context = self.drafts.context
        if len(self.drafts.all) > known and context.leads and known < context.announced:
            draft.context.extend(context.leads)

    def _meant(self, sentence: Sentence) -> Draft | None:
        """The one known project whose name stands in a sentence that no phrase fits."""
        said = self.running[sentence.start : sentence.end]
        found = [draft for draft in self.drafts.all if draft.name is not None and _stands_in(str(draft.name.value), said)]
        return found[0] if len(found) == 1 else None

    def _said_of(self, draft: Draft, sentence: Sentence) -> None:
        """What a sentence says beyond its phrases of the project at hand: when it runs, which fund pays."""
        draft.sentences += 1
        if len(sentence.named) > 1:
            return
        if not draft.has("startDate", "endDate") and not sentence.has("formerProject"):
            for mention in find_running_time(self.running, sentence.start, sentence.end):
                draft.add(mention)
        if _PAYS.search(self.running, sentence.start, sentence.end):
            draft.context.extend(self._fund(sentence))

    def _loose(self, sentence: Sentence) -> None:
        """Facts without a project's name are those of the one at hand; a decision outside any is for what follows."""
        drafts = self.drafts
        for mention in sentence.loose:
            if mention.property == "decidedOn":
                drafts.decide([mention, *self._decider(sentence)])
                continue
            granted = sentence.has("lead") and sentence.has("grantedAmount")
            if drafts.current is None and (
                granted or _ONE_PROJECT.search(self.text, sentence.start, sentence.end)
            ):
                drafts.open(None, Origin.PROSE, self._fund(sentence))  # its name comes later
            if drafts.current is not None:
                drafts.current.add(mention)
        if drafts.current is None:
            drafts.context.fund = drafts.context.fund or self._fund(sentence)

    # --- places

    def _content(self, at: int) -> str:
        return self.text[self.blocks[at].start : self.blocks[at].end]

    def _kind_is(self, at: int, kind: BlockKind) -> bool:
        return 0 <= at < len(self.blocks) and self.blocks[at].kind is kind

    def _name(self, at: int, method: str) -> Mention:
        block = self.blocks[at]
        content = self._content(at)
        return Mention(
            property="name", value=content, start=block.start, end=block.end, method=method, confidence=_BY_LAYOUT
        )

    def _fund(self, place: Block | Sentence) -> list[Mention]:
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


def _unwrapped(text: str, parts: list[Block]) -> str:
    """The text with the line breaks inside paragraphs and bullets as spaces: every character keeps its place."""
    pieces, at = [], 0
    for block in parts:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET) or _holds_prose(block):
            pieces += [text[at : block.start], re.sub(r"[\r\n]", " ", text[block.start : block.end])]
            at = block.end
    return "".join((*pieces, text[at:]))


def _stands_in(name: str, sentence: str) -> bool:
    return len(name) >= _SHORTEST_NAME and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence) is not None


def _year(document: SourceDocument) -> int | None:
    """The year for dates that state none: that of the publication, or of the first full date of the text."""
    if document.published:
        return int(document.published[:4])
    full = next((date for date in find_dates(document.text[:4000]) if len(date.iso) == 10), None)
    return int(full.iso[:4]) if full else None
