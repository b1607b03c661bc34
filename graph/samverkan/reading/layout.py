"""Text → Blocks: headings, labelled fields, bullets and paragraphs, each with its place. Knows no project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from samverkan.model import AMOUNTS
from samverkan.reading.blocks import Block, BlockKind, Line
from samverkan.reading.labels import (
    CLAUSE,
    FINANCIERS,
    MAX_LABEL,
    OF_COUNTY,
    PERSONAL,
    SENTENCE_END,
    UNKNOWN_GLUED,
    Label,
    field_of,
    find_glued,
    find_numbered,
    find_spaced,
    in_series,
    in_two_languages,
    is_answer,
)
from samverkan.reading.text_tables import WIDE_GAP, TextTables
from samverkan.vocabulary import Field, fold_label

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_BULLET = re.compile(
    r"[\s\u00a0]*(?:[•·▪◦●■¿]|\*(?=[\s\u00a0])|[–—-](?=\s)|\d{1,2}[.)](?=\s)|[a-z]\)(?=\s))[\s\u00a0]*"
)
_LABEL_END = re.compile(
    r"\*\*\s*:[ \t]*|:\*\*[ \t]*|(?<=\?)\s+|\s*:(?!s\b)[ \t\u00a0]*|\s*\t\s*|\s*\|\s*|[ \u00a0]{2,}|\s?\.{4,}\s?"
)
_SEPARATES = re.compile(r"[:?\t|\u00a0]|  |\.{4}")
_UNKNOWN_LABEL = re.compile(r"([A-ZÅÄÖ][\w /()-]{1,58}?)\s*:(?=\s|$)")
_CODED = re.compile(r"(?P<label>\D+?)\s+(?P<code>[A-ZÅÄÖ]?\d[\w.]{0,3}|[A-Z])")  # "Programområde A1: …"
_COUNTED = re.compile(r"\d|[a-z]\)")
_EDGE = re.compile(r"\|\s*|\*\*(?=\w)")
_NARROW, _NO_WIDTH = 30, 10**9
_FEW_WORDS = 8
_LEAD_IN_WORDS = 3
_MAX_HEADING_WORDS = 18
_NO_LABEL = re.compile(r"\S+(?: \S+){7}|\w (?:är|var|deltar|deltog|ingår)(?: med)?\Z")  # "Fem kommuner är med"
_INNER_STOP = re.compile(r"[a-zåäö]{3}\. (?=[A-ZÅÄÖ])")
_HASHES = re.compile(r"#{1,6}\s+(?=\S)")


def paragraphs(text: str, fields: Mapping[str, Field]) -> Iterator[Block]:
    """The blocks of a text in order; `fields` maps each folded label to the field that it names."""
    return _Layout(text=text, fields=fields, lines=list(_lines(text))).blocks()


def _lines(text: str) -> Iterator[Line]:
    for match in _LINE.finditer(text):
        if match.end() == match.start():
            break
        raw = match.group()
        stripped = raw.strip()
        start = match.start() + (len(raw) - len(raw.lstrip())) if stripped else match.start()
        yield Line(start, start + len(stripped), stripped)


def _wrap_width(lines: list[Line]) -> int:
    """The width to which a text is wrapped, as lines show that go on with a small letter; no bound without any."""
    wrapped = [len(line.content) for line, after in pairwise(lines) if after.content[:1].islower() and line.content]
    return max(wrapped, default=_NO_WIDTH)


@dataclass
class _Layout:
    text: str
    fields: Mapping[str, Field]
    lines: list[Line]
    labels: list[Label | None] = field(init=False)
    width: int = field(init=False)
    glued: bool = field(init=False)
    tables: TextTables = field(init=False)
    at: int = field(default=0)

    def __post_init__(self) -> None:
        """The label of every line; one that is glued to its value counts where it is a habit of the text."""
        personal = tuple(label for label, named in self.fields.items() if named.name == PERSONAL)
        glued = [find_glued(line.content, self.fields, personal) for line in self.lines]
        self.glued = len(glued) - glued.count(None) > 1
        parted = [self._parted(at) or (glued[at] if self.glued else None) for at in range(len(self.lines))]
        spaced = in_series(
            [label or find_spaced(line.content, self.fields) for label, line in zip(parted, self.lines, strict=True)]
        )
        self.labels = [label or other for label, other in zip(parted, spaced, strict=True)]
        self.width = _wrap_width(self.lines)
        self.tables = TextTables(self.text, self.lines, self.fields)

    def blocks(self) -> Iterator[Block]:
        while self.at < len(self.lines):
            if self._blank(self.at):
                self.at += 1
                continue
            table, after = self.tables.read(self.at)
            self.at = after if table else self.at
            found = None if table else self._field() or self._bullet()
            if table:
                yield from table
            elif found is not None:
                yield found
            else:
                yield from self._prose()

    def _content(self, at: int) -> str:
        return self.lines[at].content if at < len(self.lines) else ""

    def _blank(self, at: int) -> bool:
        return re.fullmatch(r"(?:[=~]{3,})?", self._content(at)) is not None

    def _parted(self, at: int) -> Label | None:
        """The label that a colon, a tab, a stroke, two spaces or the line's end part from its value."""
        line = self._content(at)
        mark = _BULLET.match(line)
        edge = mark or _EDGE.match(line)
        begin = edge.end() if edge else 0
        if begin == len(line):
            return None
        whole = field_of(line, self.fields) if len(line) <= MAX_LABEL else None
        if whole is not None and (line.endswith(":") or self._stands_as_label(at, whole)):
            return whole, line.rstrip(": ").strip("*_# \t"), len(line)
        for separator in _LABEL_END.finditer(line, begin, begin + MAX_LABEL + 3) if _SEPARATES.search(line) else ():
            if mark and ":" not in separator.group():  # in a list of facts a colon tells the label
                continue
            label = line[begin : separator.start()]
            named = field_of(label, self.fields) or in_two_languages(label, self.fields)
            asked = label.endswith("?") and named is not None and not is_answer(line[separator.end() :], named)
            if named is not None and separator.end() < len(line) and not asked:
                return named, label.strip("*_# \t"), separator.end()
            coded = _CODED.fullmatch(line, begin, separator.start())
            if coded is not None and (named := self.fields.get(fold_label(coded["label"]))) is not None:
                counted = named.name == "Project"  # "Projekt 2: Nyväg"
                return named, coded["label"], separator.end() if counted else coded.start("code")
        return find_numbered(line, begin, self.fields)

    def _stands_as_label(self, at: int, named: Field) -> bool:
        """A bare label needs a value on the line below, a role's after a blank line too, a sum's with a number."""
        asked = self._content(at).endswith("?")
        below = self._content(at + 2 if (named.role or asked) and self._content(at + 1) == "" else at + 1)
        if asked:
            return is_answer(_BULLET.sub("", below, count=1), named)
        if named.name in AMOUNTS and not any(char.isdigit() for char in below):
            return False
        listed = named.role and below[:1].isupper() and not CLAUSE.search(below)
        return below != "" and (listed or not SENTENCE_END.search(below))

    def _field(self) -> Block | None:
        label = self.labels[self.at]
        line = self.lines[self.at]
        if label is None:
            return self._unknown_field()
        named, written, column = label
        self.at += 1
        start, end = line.start + column, line.start + len(line.content.rstrip("| \t*"))
        start = next((at for at in range(start, end) if self.text[at] not in "*_ "), end)
        if start >= end:
            start, end = self._value_below(named)
        return Block(
            kind=BlockKind.FIELD,
            start=start,
            end=max(start, end),
            label=written,
            label_start=self.text.index(written, line.start),
            field=named,
        )

    def _value_below(self, named: Field | None) -> tuple[int, int]:
        """The value on the lines under a label: one line, or a run of bullets; nothing where the next label follows."""
        at = self.at
        if at >= len(self.lines) or (named is not None and named.is_prose):
            return self.lines[at - 1].end, self.lines[at - 1].end
        listed = named is not None and (named.role or named.name == FINANCIERS)
        asked = self._content(at - 1).endswith("?")
        if self._blank(at) and (listed or asked or _BULLET.match(self._content(at + 1))):
            at += 1
        if self._blank(at) or self.labels[at] is not None or _UNKNOWN_LABEL.fullmatch(self._content(at)):
            return self.lines[self.at - 1].end, self.lines[self.at - 1].end
        first = last = at
        while _BULLET.match(self._content(first)) and _BULLET.match(self._content(last + 1)):
            last += 1
        while listed and self._is_further_value(last + 1):
            last += 1
        self.at = last + 1
        return self.lines[first].start, self.lines[last].end

    def _is_further_value(self, at: int) -> bool:
        """Whether a line goes on with the list that the line above began under a label."""
        content = self._content(at)
        if OF_COUNTY.match(content):
            return True
        listed = bool(content) and len(WIDE_GAP.split(content)[0]) < MAX_LABEL and not SENTENCE_END.search(content)
        return listed and self.labels[at] is None and not _UNKNOWN_LABEL.match(content)

    def _unknown_label(self, at: int) -> re.Match[str] | None:
        """What looks like a label among known labels, and is none that anybody knows, nor the text's title."""
        mark = _BULLET.match(self._content(at))
        match = _UNKNOWN_LABEL.match(self._content(at), mark.end() if mark else 0)
        if self.glued and match is None and at > 0 and self.labels[at - 1] is not None:
            match = UNKNOWN_GLUED.match(self._content(at))
        titled = not self._content(at + 1) and not self.text[: self.lines[at].start].strip()
        if match is None or titled or _NO_LABEL.search(match.group(1)):
            return None
        places = (at - 1, at + 1) if mark else (at - 1, at + 1, at + 2)
        near = (other for other in places if 0 <= other < len(self.lines))
        return match if any(self.labels[other] is not None for other in near) else None

    def _unknown_field(self) -> Block | None:
        """A line that looks like a label among known labels: said to the user, never mistaken for a value."""
        match = self._unknown_label(self.at)
        if match is None:
            return None
        line = self.lines[self.at]
        self.at += 1
        start, end = line.start + match.end(), line.end
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        if start >= end:
            start, end = self._value_below(None)
        if start >= end and len(match.group(1).split()) > _LEAD_IN_WORDS:
            self.at -= 1
            return None  # it introduces what stands below
        place = line.start + match.start(1)
        return Block(kind=BlockKind.UNKNOWN_FIELD, start=start, end=end, label=match.group(1), label_start=place)

    def _bullet(self) -> Block | None:
        mark = _BULLET.match(self._content(self.at))
        if mark is None or mark.end() == len(self._content(self.at)):
            return None
        first = self.lines[self.at]
        self.at += 1
        if self._heads_text(first, mark.end()):
            return Block(kind=BlockKind.HEADING, start=first.start + mark.end(), end=first.end)
        end = first.end
        while self.at < len(self.lines) and self._continues_bullet(first):
            end = self.lines[self.at].end
            self.at += 1
        return Block(kind=BlockKind.BULLET, start=first.start + mark.end(), end=end)

    def _heads_text(self, line: Line, begin: int) -> bool:
        """Whether a number or letter stands before a heading ("1. Nyväg"): few words, and text of its own below."""
        below, said = self._content(self.at), line.content[begin:]
        few = _COUNTED.match(line.content) and len(said.split()) <= _FEW_WORDS and not SENTENCE_END.search(said)
        text = below and self.labels[self.at] is None and not _BULLET.match(below) and SENTENCE_END.search(below)
        return bool(few and text) and not self._continues_bullet(line)

    def _continues_bullet(self, first: Line) -> bool:
        line = self.lines[self.at]
        content = self._content(self.at)
        if not content or _BULLET.match(content) or self.labels[self.at] is not None:
            return False
        return self._indent(line) > self._indent(first) or content[0].islower()

    def _indent(self, line: Line) -> int:
        return line.start - (max(self.text.rfind("\n", 0, line.start), self.text.rfind("\r", 0, line.start)) + 1)

    def _prose(self) -> Iterator[Block]:
        first = self.at
        while self.at < len(self.lines) and not self._blank(self.at):
            if self.at > first and self._ends_prose(self.at):
                break
            self.at += 1
        yield from self._paragraphs(self.lines[first : self.at])

    def _ends_prose(self, at: int) -> bool:
        """Whether a line is a field or an item of a list; a sentence may hold what looks like a label."""
        return (
            self.labels[at] is not None
            or _BULLET.match(self._content(at)) is not None
            or (self._unknown_label(at) is not None and not SENTENCE_END.search(self._content(at)))
        )

    def _paragraphs(self, lines: list[Line]) -> Iterator[Block]:
        """One paragraph, or several where lines were broken on purpose: the next word would have fitted."""
        run: list[Line] = []
        for place, line in enumerate(lines):
            run.append(line)
            following = lines[place + 1] if place + 1 < len(lines) else None
            if following is None or self._deliberate_break(line, following):
                yield self._paragraph(run[0].start, run[-1].end)
                run = []

    def _deliberate_break(self, line: Line, following: Line) -> bool:
        word = following.content.split(maxsplit=1)[0]
        fits = len(line.content) + 1 + len(word) <= self.width or self.width < _NARROW  # a menu, not wrapped text
        return fits and not word[0].islower() and not line.content.endswith(",")

    def _paragraph(self, start: int, end: int) -> Block:
        content = self.text[start:end]
        hashes = _HASHES.match(content) if "\n" not in content else None
        if hashes is not None:
            return Block(kind=BlockKind.HEADING, start=start + hashes.end(), end=end)
        heading = (
            "\n" not in content
            and "@" not in content
            and not SENTENCE_END.search(content)
            and not _INNER_STOP.search(content)
            and len(content.split()) <= _MAX_HEADING_WORDS
        )
        return Block(kind=BlockKind.HEADING if heading else BlockKind.PARAGRAPH, start=start, end=end)
