"""Blocks → projects: which heading, field or sentence opens a project, and to which project each following block belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from samverkan.model import Finding, Mention, ProjectRecord, Severity, SourceDocument
from samverkan.reading.drafts import Draft, Origin, is_same_name
from samverkan.reading.funds import find_fund
from samverkan.reading.layout import Block, BlockKind, blocks
from samverkan.reading.phrases import PhraseBook
from samverkan.reading.prose import Sentence, SentenceReader
from samverkan.reading.records import CERTAIN, CONTEXT, DIARIENUMMER, FieldReader
from samverkan.reference import Reference
from samverkan.swedish.dates import find_dates
from samverkan.swedish.names import Name
from samverkan.swedish.sentences import split_sentences
from samverkan.vocabulary import Vocabulary, fold_label

_TITLE = re.compile(rf"(?P<id>{DIARIENUMMER.pattern})\s+[–-]\s+(?P<name>\S.*)")
_DECISION = re.compile(r"\b(?:beslut\w*|prioriter\w*|bevilja\w*|sammanträd\w*|möte\w*)\b", re.IGNORECASE)
_DECIDER = re.compile(r"(?P<body>[Ss]trukturfondspartnerskapet|[Öö]vervakningskommittén) (?:(?:i|för) )?(?P<region>[A-ZÅÄÖ][\w-]+(?: (?:och )?[A-ZÅÄÖ][\w-]+)*)")
_PROJECT_TALK = re.compile(r"\b(?:förstudie\w*|studien\w*|projekt(?:et|ets)?)\b", re.IGNORECASE)
_THE_PROJECT = re.compile(r"\b[Pp]rojektet\b")
_ONE_PROJECT = re.compile(r"\bett \w*projekt\b|\ben förstudie\b", re.IGNORECASE)
_HEADLINE = re.compile(
    r"miljon|kronor|\bEU\b|EU-|stöd\b|pengar|medel\b|\bfår\b|\bfick\b|bevilja|tilldela|satsa|ansök|utlys|\bnya?\b|\bnytt\b|nyhet|protokoll|"
    r"kallelse|dagordning|cookie|^projekt\b|projekten\b|\bmöte|beslut|årsredovisning|\bbudget|om projektet",
    re.IGNORECASE,
)
_LISTED_WORDS = 6
_DESCRIBED = re.compile(r"(?P<name>[^\n]{3,120}?)\s+[–-]\s+(?=[a-zåäö])")
_ALIAS_WORDS = 4
_KEY_FIELDS = ("Project", "diarienummer", "lead")
_OPENING_FIELDS = ("lead", "diarienummer", "Project", "grantedAmount", "appliedAmount", "statedAmount")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a document gave: its projects, and what was not understood."""

    records: tuple[ProjectRecord, ...]
    findings: tuple[Finding, ...]


@dataclass(kw_only=True)
class _Context:
    """What headings and sentences outside any project say of the projects that follow."""

    decisions: list[Mention] = field(default_factory=list)
    fund: list[Mention] = field(default_factory=list)
    leads: list[Mention] = field(default_factory=list)
    announced: int = 0
    announced_at: int = 0

    def mentions(self) -> list[Mention]:
        return [*self.decisions, *self.fund]


def read_document(document: SourceDocument, vocabulary: Vocabulary, reference: Reference, book: PhraseBook) -> Reading:
    """The projects that a document states. Pure: the same text gives the same records."""
    return _DocumentReader(document, vocabulary, reference, book).read()


class _DocumentReader:
    def __init__(self, document: SourceDocument, vocabulary: Vocabulary, reference: Reference, book: PhraseBook) -> None:
        self.document = document
        self.text = document.text
        self.vocabulary = vocabulary
        self.reference = reference
        self.blocks = blocks(self.text, vocabulary.fields)
        self.fields = FieldReader(self.text, vocabulary, reference)
        self.year = _year(document)
        self.sentences = SentenceReader(self.text, reference, book, self.year)
        self.drafts: list[Draft] = []
        self.current: Draft | None = None
        self.context = _Context()
        self.findings: list[Finding] = []

    def read(self) -> Reading:
        at = self._title()
        while at < len(self.blocks):
            block = self.blocks[at]
            if block.kind in (BlockKind.FIELD, BlockKind.UNKNOWN_FIELD):
                at = self._fields(at)
                continue
            if block.kind is BlockKind.HEADING:
                self._heading(at)
            else:
                after = self._listed(at)
                self._prose(block, at, self.blocks[after].end)
                at = after
            at += 1
        return Reading(records=tuple(self._records()), findings=tuple(self.findings))

    def _listed(self, at: int) -> int:
        """The last of the short bullets that a sentence ending in a colon introduces, or the block itself."""
        last = at
        if self.blocks[at].kind is BlockKind.PARAGRAPH and self.text[self.blocks[at].end - 1] == ":":
            while last + 1 < len(self.blocks) and self._is_list_item(self.blocks[last + 1]):
                last += 1
        return last

    def _is_list_item(self, block: Block) -> bool:
        content = self.text[block.start : block.end]
        return block.kind is BlockKind.BULLET and len(content.split()) <= _LISTED_WORDS and content[0].isupper() and "." not in content

    def _title(self) -> int:
        """A title over text about "the project" is its name, unless it is a headline; how many blocks that takes."""
        first = self.blocks[0] if self.blocks else None
        content = self.text[first.start : first.end] if first is not None and first.kind is BlockKind.HEADING else ""
        described = len(self.blocks) > 1 and self.blocks[1].kind is not BlockKind.HEADING and _THE_PROJECT.search(self.text)
        if first is None or not content or not described or _HEADLINE.search(content) or _TITLE.fullmatch(content):
            return 0
        self._open(self._name_mention(first, "title"), Origin.TITLE)
        return 1

    def _records(self) -> Iterator[ProjectRecord]:
        """The projects of which enough is said; a title counts as a project only where no other is named."""
        named = [draft for draft in self.drafts if draft.origin is not Origin.TITLE and draft.substantial and draft.name is not None]
        for draft in self.drafts:
            if draft.origin is Origin.TITLE and named:
                continue
            record = draft.record(self.document.id) if draft.substantial else None
            if record is not None:
                yield record
            elif draft.substantial:
                first = min(draft.mentions, key=lambda mention: mention.start)
                self._notice("unnamed-project", "a project without a name is not asserted", first.start, first.end)

    # --- headings

    def _heading(self, at: int) -> None:
        block = self.blocks[at]
        content = self.text[block.start : block.end]
        title = _TITLE.fullmatch(content)
        if title is not None:
            self._open_record(block, title)
        elif self._is_decision(content):
            dates = find_dates(self.text, block.start, block.end, self.year)
            self.current = None
            decision = Mention(property="decidedOn", value=dates[0].iso, start=dates[0].start, end=dates[0].end, method="decision", confidence=CERTAIN)
            self.context = _Context(decisions=[decision, *self._decider(block)], fund=self._fund(block))
        elif self._announced_heading(at):
            self._open(self._name_mention(block, "heading"), Origin.SECTION).mentions.extend(self.context.leads)
        elif not self._labels_follow(at) and at > 0 and self._says_project(block):
            self._prose(block, at, block.end)
        elif self.current is not None and self.current.origin is Origin.SECTION and not self._names_prose(content):
            self.current = None
        if self.current is None and (fund := self._fund(block)):
            self.context.fund = fund

    def _is_decision(self, content: str) -> bool:
        return _DECISION.search(content) is not None and bool(find_dates(content, year=self.year))

    def _open_record(self, block: Block, title: re.Match[str]) -> None:
        start = block.start + title.start("name")
        draft = self._open(Mention(property="name", value=title["name"], start=start, end=block.end, method="title", confidence=CERTAIN), Origin.RECORD)
        number = title["id"]
        draft.add(Mention(property="diarienummer", value=number, start=block.start, end=block.start + len(number), method="title", confidence=CERTAIN))

    def _decider(self, place: Block | Sentence) -> list[Mention]:
        """The body that decided, where the words that date the decision name it with its region."""
        found = _DECIDER.search(self.text, place.start, place.end)
        if found is None:
            return []
        name = Name(text=f"{found['body'].capitalize()} {found['region']}", start=found.start(), end=found.end(), forms=(found.group(),))
        return [Mention(property="decidedBy", value=name, start=name.start, end=name.end, method="decision", confidence=0.9)]

    def _announced_heading(self, at: int) -> bool:
        """Whether a document said "N projects" and this is one of exactly N headings over text about a project."""
        if not self.context.announced:
            return False
        talked = [place for place in range(self.context.announced_at + 1, len(self.blocks)) if self._heads_project_talk(place)]
        return at in talked and len(talked) == self.context.announced

    def _heads_project_talk(self, at: int) -> bool:
        if self.blocks[at].kind is not BlockKind.HEADING or at + 1 >= len(self.blocks) or self.blocks[at + 1].kind is not BlockKind.PARAGRAPH:
            return False
        section = []
        for block in self.blocks[at + 1 :]:
            if block.kind is BlockKind.HEADING:
                break
            section.append(self.text[block.start : block.end])
        heading = self.text[self.blocks[at].start : self.blocks[at].end]
        return _PROJECT_TALK.search(" ".join(section)) is not None and not self._names_prose(heading)

    def _labels_follow(self, at: int) -> bool:
        return at + 1 < len(self.blocks) and self.blocks[at + 1].kind is BlockKind.FIELD

    def _names_prose(self, content: str) -> bool:
        named = self.vocabulary.fields.get(fold_label(content))
        return named is not None and named.is_prose

    def _says_project(self, block: Block) -> bool:
        """Whether a line without a full stop is a sentence of a list all the same: it names a project and its money."""
        sentence = self.sentences.read(block.start, block.end)
        return bool(sentence.names) and sentence.has("grantedAmount")

    # --- fields

    def _fields(self, at: int) -> int:
        """A run of fields: one project, named by a field of its own, by the heading right above, or already open."""
        end = at
        while end < len(self.blocks) and self.blocks[end].kind in (BlockKind.FIELD, BlockKind.UNKNOWN_FIELD):
            end += 1
        run = self.blocks[at:end]
        for part in _split_run(run):
            self._field_run(part, at)
        return end

    def _field_run(self, run: Sequence[Block], at: int) -> None:
        said = [(block, self.fields.read(block)) for block in run]
        stated = [mention for _, mentions in said for mention in mentions]
        self._report_fields(said)
        name = next((mention for mention in stated if mention.property == "name"), None)
        facts = [mention for mention in stated if mention.property != "name"]
        opening = any(block.field is not None and block.field.name in _OPENING_FIELDS and mentions for block, mentions in said)
        draft = self._draft_of_run(name, at, opening=opening, first=run[0])
        if draft is None:
            return
        if name is not None:
            draft.call(name)
        for mention in facts:
            draft.add(mention)
        draft.context = [*draft.context, *self._fund_of_run(run)]
        self.current = draft

    def _draft_of_run(self, name: Mention | None, at: int, *, opening: bool, first: Block) -> Draft | None:
        above = self.blocks[at - 1] if at and first is self.blocks[at] else None
        if name is not None:
            known = next((draft for draft in self.drafts if draft.is_called(str(name.value))), None)
            fresh = self.current if self.current and self.current.origin is Origin.RECORD and not self.current.has("lead") else None
            return known or (fresh if fresh and fresh.name is None else None) or (self._open(name, Origin.RECORD) if opening else None)
        if above is not None and above.kind is BlockKind.HEADING and opening and not (self.current and self.current.origin is Origin.RECORD):
            return self._open(self._name_mention(above, "heading"), Origin.SECTION)
        if self.current is None and opening and self.blocks[0].kind is BlockKind.HEADING and not self.drafts:
            return self._open(self._name_mention(self.blocks[0], "title"), Origin.RECORD)
        return self.current

    def _report_fields(self, said: list[tuple[Block, list[Mention]]]) -> None:
        for block, mentions in said:
            start = block.label_start if block.label_start is not None else block.start
            if block.kind is BlockKind.UNKNOWN_FIELD:
                self._notice("unknown-label", f"the label “{block.label}” is not known to the ontology", start, block.end)
            elif block.field is not None and self.fields.states_facts(block.field) and not mentions and block.end > block.start:
                self._notice("unread-value", f"the value under “{block.label}” was not understood", block.start, block.end)

    def _fund_of_run(self, run: Sequence[Block]) -> list[Mention]:
        """The fund that a label names ("Beviljat ESF-stöd"), or a value of no other use ("Typ: ESF-projekt")."""
        for block in run:
            if block.label is not None and block.label_start is not None and block.end > block.start:
                unmodelled = block.field is not None and block.field.name == "unmodelledField"
                end = block.end if unmodelled else block.label_start + len(block.label)
                found = find_fund(self.text, block.label_start, end, self.vocabulary, CONTEXT)
                if found:
                    return found
        return []

    # --- prose

    def _prose(self, block: Block, at: int, until: int) -> None:
        """The sentences of a block; the last one goes on to the end of the list that it introduces."""
        if block.kind is BlockKind.BULLET and self._announced_bullet(block):
            return
        if block.kind is BlockKind.BULLET and self.current is not None and self.current.origin is Origin.PROSE and not self.current.sentences:
            self.current = None
        for start, end in split_sentences(self.text, block.start, block.end):
            self._sentence(self.sentences.read(start, until if end == block.end else end), at)

    def _announced_bullet(self, block: Block) -> bool:
        """A bullet "Name – what it does" under a sentence that announced projects and their owner."""
        described = _DESCRIBED.match(self.text[block.start : block.end])
        if described is None or not self.context.announced:
            return False
        end = block.start + described.end("name")
        name = Mention(property="name", value=described["name"], start=block.start, end=end, method="announced-bullet", confidence=0.9)
        self._open(name, Origin.PROSE).mentions.extend(self.context.leads)
        return True

    def _sentence(self, sentence: Sentence, at: int) -> None:
        if sentence.announced is not None:
            self.context.announced, self.context.announced_at = sentence.announced, at
            self.context.leads = [mention for mention in sentence.loose if mention.property == "lead"]
            self.context.fund = self._fund(sentence) or self.context.fund
            return
        for name, facts in sentence.named:
            draft = self._draft_called(name, strong=any(mention.property != "former" for mention in facts))
            if draft is not None:
                self.current = draft
                for mention in facts:
                    draft.add(mention)
                draft.context = [*self._fund(sentence), *draft.context] if draft.origin is Origin.PROSE else draft.context
        self._loose(sentence)
        if self.current is not None:
            self.current.sentences += 1

    def _loose(self, sentence: Sentence) -> None:
        """Facts without a project's name belong to the project at hand; a decision outside any holds for those that follow."""
        for mention in sentence.loose:
            if mention.property == "decidedOn":
                self._decided([mention, *self._decider(sentence)])
            else:
                self._unnamed(sentence)
                if self.current is not None:
                    self.current.add(mention)
        if self.current is None and (fund := self._fund(sentence)):
            self.context.fund = self.context.fund or fund

    def _unnamed(self, sentence: Sentence) -> None:
        """A sentence about "a project" whose name comes later opens it all the same."""
        if self.current is None and _ONE_PROJECT.search(self.text, sentence.start, sentence.end):
            self.current = Draft(origin=Origin.PROSE, context=[*self._fund(sentence), *self.context.mentions()])
            self.drafts.append(self.current)

    def _decided(self, said: Sequence[Mention]) -> None:
        """A decision is that of the project at hand, and of those that follow unless the one at hand has one already."""
        if self.current is None or not self.current.has("decidedOn"):
            self.context.decisions.extend(said)
        if self.current is not None:
            for mention in said:
                self.current.add(mention)

    def _draft_called(self, name: Mention, *, strong: bool) -> Draft | None:
        """The project of this name: known already, another name of the one at hand, or a new one when the sentence says enough."""
        called = str(name.value)
        for draft in self.drafts:
            if draft.name is not None and (draft.is_called(called) or is_same_name(called, str(draft.name.value))):
                draft.call(name)
                return draft
        if self.current is not None and self.current.name is None:
            self.current.call(name)
            return self.current
        if self.current is not None and self.current.origin in (Origin.SECTION, Origin.RECORD):
            if self.current.sentences == 0 and name.confidence < 0.9 and not self.current.begins(called) and len(called.split()) <= _ALIAS_WORDS:
                self.current.call(name)
            return self.current if self.current.sentences == 0 or self.current.begins(called) else None
        return self._open(name, Origin.PROSE) if strong or not self.drafts else None

    def _open(self, name: Mention, origin: Origin) -> Draft:
        known = next((draft for draft in self.drafts if origin is not Origin.SECTION and draft.is_called(str(name.value))), None)
        draft = known or Draft(origin=origin, context=self.context.mentions())
        draft.call(name)
        if known is None:
            self.drafts.append(draft)
        self.current = draft
        return draft

    def _name_mention(self, block: Block, method: str) -> Mention:
        return Mention(property="name", value=self.text[block.start : block.end], start=block.start, end=block.end, method=method, confidence=0.95)

    def _fund(self, place: Block | Sentence) -> list[Mention]:
        return find_fund(self.text, place.start, place.end, self.vocabulary, CONTEXT)

    def _notice(self, code: str, message: str, start: int, end: int) -> None:
        line, column = self.document.place(start)
        quoted = " ".join(self.text[start:end].split())[:120]
        self.findings.append(
            Finding(severity=Severity.NOTICE, code=code, message=message, file=self.document.name, line=line, column=column, text=quoted)
        )


def _split_run(run: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """A run of fields, cut where the field that names or identifies a project stands again: several projects in one run."""
    names = [block.field.name if block.field is not None else "" for block in run]
    key = next((name for name in _KEY_FIELDS if names.count(name) > 1 and name == names[0]), None) or next(
        (name for name in _KEY_FIELDS[:1] if names.count(name) > 1), None
    )
    at = [place for place, name in enumerate(names) if name == key] if key else []
    if at and names.count(names[0]) == len(at):  # the field that leads up to each name belongs to what follows it
        at = [place for place, name in enumerate(names) if name == names[0]]
    cuts = [0, *(place for place in at if place), len(run)]
    for begin, end in zip(cuts, cuts[1:], strict=False):
        yield run[begin:end]


def _year(document: SourceDocument) -> int | None:
    """The year for dates that state none: that of the publication, or of the first full date of the text."""
    if document.published:
        return int(document.published[:4])
    full = next((date for date in find_dates(document.text[:4000]) if len(date.iso) == 10), None)
    return int(full.iso[:4]) if full else None
