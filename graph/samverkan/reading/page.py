"""A document's text in blocks, and what stands where: what every reader of blocks asks of it. Knows no project."""

from __future__ import annotations

import re

from samverkan.model import Finding, Mention, Severity, SourceDocument
from samverkan.reading.blocks import Block, BlockKind
from samverkan.reading.funds import FUNDED, find_frame
from samverkan.reading.records import CONTEXT
from samverkan.reading.titles import is_notice
from samverkan.swedish.dates import DATE, dates_in
from samverkan.swedish.redaction import redact
from samverkan.vocabulary import Vocabulary

_EMPHASIS = re.compile(r"[\r\n]|(?<!\w)\*{1,2}(?=\w)|(?<=\w)\*{1,2}(?!\w)")
_A_YEAR = re.compile(r"(?<![\w–/-])20[0-2]\d(?![\w–/-])")
_BEGINNING = 4000  # characters in which a page tells when it was written
_HEAD = 200  # and in these a newsletter its month
_PUBLISHED = re.compile(
    rf"^(?:publicera[dt]|datum|nyhet|pressmeddelande)\b:?[^\d\n.]{{0,30}}{DATE}",
    re.MULTILINE | re.IGNORECASE,
)
_EDITED = re.compile(r"^[^\n.]*\b(?:uppdatera|ändra|granska)(?:d|t|s|des|ts)\b.*$", re.MULTILINE | re.IGNORECASE)
# "Publicerad: 2022-12-15", "Pressmeddelande den 7 oktober 2011", "Östersund 2016-06-22"
_DATELINE = re.compile(
    rf"^[^\d\n.!?]{{0,60}}?{DATE}(?:,? (?:kl\.? ?)?\d\d[.:]\d\d)?[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_LETTERHEAD = 500  # characters in which a line of its own may date a text
_TO_THE_DAY = len("2022-12-15")
# Words without which a text says nothing of public money for projects
_OF_FUNDING = re.compile(
    rf"{FUNDED}|strukturfond|bevilja|projektägar|medfinansi|\b(?:stöd|huvud|med)?sökande\b|stödmottag|diarien|\bdnr\b|"
    r"förstudie",
    re.IGNORECASE,
)
_QUOTED_LENGTH = 120
_BY_LAYOUT = 0.95


class Page:
    """The text of one document and its blocks, each of which is known by its place in the list."""

    def __init__(self, document: SourceDocument, blocks: list[Block], vocabulary: Vocabulary) -> None:
        self.document = document
        self.text = document.text
        self.vocabulary = vocabulary
        self.blocks = blocks
        self.year = _year(document)
        self.day = _day(document)
        self.is_notice = is_notice(self.text)
        self.tells_funding = _OF_FUNDING.search(self.text) is not None

    def content(self, at: int) -> str:
        """The characters of a block."""
        return self.text[self.blocks[at].start : self.blocks[at].end]

    def kind(self, at: int) -> BlockKind | None:
        """What a block is; None outside the page."""
        return self.blocks[at].kind if 0 <= at < len(self.blocks) else None

    def section(self, at: int) -> list[Block]:
        """The blocks below a heading, up to the next heading."""
        after = at + 1
        while after < len(self.blocks) and self.blocks[after].kind is not BlockKind.HEADING:
            after += 1
        return self.blocks[at + 1 : after]

    def name(self, at: int, method: str, length: int | None = None, *, begin: int = 0) -> Mention:
        """A block as a project's name, or the characters of it from `begin` to `length`."""
        start, written = self.blocks[at].start + begin, self.content(at)[begin:length]
        return Mention(
            property="name", value=written, start=start, end=start + len(written), method=method, confidence=_BY_LAYOUT
        )

    def frame(self, start: int, end: int) -> list[Mention]:
        """The fund and programme area that these characters name, for what stands below them."""
        return find_frame(self.text, start, end, self.vocabulary, CONTEXT, year=self.year)

    def notice(self, code: str, message: str, start: int, end: int) -> Finding:
        """What is to be told of these characters, of which no person is quoted."""
        line, column = self.document.place(start)
        quoted = " ".join(self.text[start:end].split())[:_QUOTED_LENGTH]
        return Finding(
            severity=Severity.NOTICE,
            code=code,
            message=message,
            file=self.document.name,
            line=line,
            column=column,
            text=redact(quoted),
        )

    def unwrapped(self) -> str:
        """The text with the line breaks inside running text as spaces: every character keeps its place."""
        pieces, at = [], 0
        for block in self.blocks:
            if block.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET) or holds_prose(block):
                pieces += [self.text[at : block.start], _EMPHASIS.sub(_blank, self.text[block.start : block.end])]
                at = block.end
        return "".join((*pieces, self.text[at:]))


def holds_prose(block: Block) -> bool:
    """Whether a field's value is running text: "Bakgrund: I länet saknas …"."""
    return block.field is not None and block.field.is_prose and block.end > block.start


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _year(document: SourceDocument) -> int | None:
    """The year for dates that state none: of the publication, the page's head, the first full date, the head's only.

    When a page was last edited does not tell when it was written.
    """
    if document.published:
        return int(document.published[:4])
    beginning = _EDITED.sub("", document.text[:_BEGINNING])
    headed = next(dates_in(beginning[:_HEAD]), None)
    full = (date for date in dates_in(beginning) if len(date.iso) == _TO_THE_DAY)
    told = headed or next(full, None)
    years = {found.group() for found in _A_YEAR.finditer(beginning[:_HEAD])}
    return int(told.iso[:4]) if told else int(years.pop()) if len(years) == 1 else None


def _day(document: SourceDocument) -> str | None:
    """The day that a text means by "i dag": that of its publication, or of the line in its head that only dates it."""
    head = _EDITED.sub("", document.text[:_LETTERHEAD])
    lines = sorted((*_DATELINE.finditer(head), *_PUBLISHED.finditer(head)), key=lambda line: line.start())
    below = [*_PUBLISHED.finditer(_EDITED.sub("", document.text))] if not lines else []
    lines += below if len(below) == 1 else []
    dated = [document.published] if document.published else [line.group() for line in lines]
    days = (date.iso for text in dated for date in dates_in(text))
    return next((day for day in days if len(day) == _TO_THE_DAY), None)
