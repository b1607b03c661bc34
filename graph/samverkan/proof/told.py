"""What is told of each document: its covered text, its facts in words, and its findings at their places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from samverkan.model import Evidence, Finding, SourceDocument, Table
from samverkan.proof.words import Word, Words, kind_of
from samverkan.swedish.redaction import redact
from samverkan.vocabulary import fold_label


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One fact in words, with its evidence; `kind` is one of `words.KINDS`."""

    evidence: Evidence
    kind: str
    subject: Word
    predicate: Word
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """One finding and the characters of the document that it is about; none where it quotes none (start = end).

    `about` is what the thing is called that the finding is about, where that is a thing of the graph.
    """

    finding: Finding
    start: int
    end: int
    text: str
    about: Word | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A document, its text with persons covered, its facts in the order of their characters, its findings."""

    document: SourceDocument
    text: str = field(repr=False)
    facts: tuple[Fact, ...]
    remarks: tuple[Remark, ...]


def tell(
    documents: Sequence[SourceDocument], evidence: Iterable[Evidence], words: Words, labels: Collection[str]
) -> list[Told]:
    """Each document with its facts, still without findings; `labels` are those before a person's data."""
    read: dict[str, list[Evidence]] = defaultdict(list)
    for piece in evidence:
        read[piece.document].append(piece)
    return [
        Told(
            document=document,
            text=_covered(document, read[document.id], labels),
            facts=tuple(_fact(piece, words) for piece in sorted(read[document.id], key=_place)),
            remarks=(),
        )
        for document in documents
    ]


def _place(piece: Evidence) -> tuple[int, int]:
    return piece.start, piece.end


def _fact(piece: Evidence, words: Words) -> Fact:
    return Fact(
        evidence=piece,
        kind=kind_of(piece.statement),
        subject=words.of(piece.statement.subject),
        predicate=words.of(piece.statement.predicate),
        value=words.value(piece.statement),
    )


def _covered(document: SourceDocument, evidence: Iterable[Evidence], labels: Collection[str]) -> str:
    """The document's text without persons; what a fact was read from stays, since a fact is never a person."""
    personal = [span for table in document.tables for span in _personal(table, labels)]
    return redact(document.text, labels=labels, keep=map(_place, evidence), cover=personal)


def _personal(table: Table, labels: Collection[str]) -> Iterator[tuple[int, int]]:
    """The cells in columns of personal data; a heading may have two languages ("Kontaktperson / Contact person")."""
    headings = [{fold_label(part) for part in re.split(r"/|\n", cell.text)} for cell in table.header]
    columns = [place for place, parts in enumerate(headings) if parts & set(labels)]
    for row in table.rows:
        yield from ((row[place].start, row[place].end) for place in columns if place < len(row))


def place_findings(
    told: Sequence[Told], findings: Sequence[Finding], words: Words
) -> tuple[list[list[Remark]], list[Finding]]:
    """Per document its findings as remarks, in the order of their places; and the findings that belong to none.

    A finding stands in the file that it names, else where its focus is first mentioned.
    """
    named: dict[str, list[int]] = defaultdict(list)
    focused: dict[str, tuple[int, Evidence]] = {}
    for at, one in enumerate(told):
        named[one.document.name].append(at)
        for fact in one.facts:
            for term in (fact.evidence.statement.subject, fact.evidence.statement.object):
                focused.setdefault(str(term), (at, fact.evidence))
    lines = [_line_starts(one.document.text) for one in told]
    remarks: list[list[Remark]] = [[] for _ in told]
    loose = []
    for finding in findings:
        found = dict(_remarks(finding, told, named, focused, lines))
        about = words.of(finding.focus) if finding.focus is not None else None
        for at, remark in found.items():
            remarks[at].append(replace(remark, about=about))
        loose += [] if found else [finding]
    return [sorted(ones, key=lambda one: (one.start, one.end, one.finding.code)) for ones in remarks], loose


def _remarks(
    finding: Finding,
    told: Sequence[Told],
    named: Mapping[str, Sequence[int]],
    focused: Mapping[str, tuple[int, Evidence]],
    lines: Sequence[Sequence[int]],
) -> Iterator[tuple[int, Remark]]:
    if finding.file is not None:
        places = {at: _span(finding, told[at].document.text, lines[at]) for at in named[PurePath(finding.file).name]}
        sure = {at: span for at, span in places.items() if span[2]} or places  # two files may share a name
        yield from ((at, _remark(finding, told[at], start, end)) for at, (start, end, _) in sure.items())
    elif finding.focus is not None and finding.focus in focused:
        at, piece = focused[finding.focus]
        yield at, _remark(finding, told[at], piece.start, piece.end)


def _remark(finding: Finding, told: Told, start: int, end: int) -> Remark:
    quoted = told.text[start:end] if end > start else redact(finding.text or "")
    return Remark(finding=finding, start=start, end=end, text=" ".join(quoted.split()))


def _span(finding: Finding, text: str, lines: Sequence[int]) -> tuple[int, int, bool]:
    """The characters that a finding quotes, and whether they stand there; else the rest of the line, if it quotes."""
    if finding.line is None or finding.line > len(lines):
        return 0, 0, False
    start = min(lines[finding.line - 1] + (finding.column or 1) - 1, len(text))
    words = (finding.text or "").split()
    quoted = re.compile(r"\s+".join(map(re.escape, words))).match(text, start) if words else None
    if quoted is not None:
        return start, quoted.end(), True
    rest = re.compile(r"[^\r\n]*").match(text, start) if words else None
    return start, start + len(rest.group().rstrip()) if rest else start, not words


def _line_starts(text: str) -> list[int]:
    return [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", text))]
