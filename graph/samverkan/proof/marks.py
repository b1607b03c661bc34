"""Characters of a text that something was read from: numbered marks, and the text cut where one begins or ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from samverkan.proof.told import Fact, Remark
from samverkan.proof.words import KINDS

Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """The same characters of all these facts and remarks; `number` counts from 1 through the document."""

    start: int
    end: int
    number: int
    facts: tuple[Fact, ...]
    remarks: tuple[Remark, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its facts, in the order of the legend."""
        found = {fact.kind for fact in self.facts}
        return tuple(kind for kind in KINDS if kind in found)

    @property
    def title(self) -> str:
        """What was read from it, in a line for each fact or remark."""
        facts = [f"{fact.subject.text} – {fact.predicate.text}: {fact.value}" for fact in self.facts]
        return "\n".join([*facts, *(f"{one.finding.severity}: {one.finding.message}" for one in self.remarks)])


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """Characters under the same marks, the narrowest first; `opens` begin here, `closes` end here."""

    text: str
    marks: tuple[Mark, ...] = ()
    opens: tuple[Mark, ...] = ()
    closes: tuple[Mark, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of all its marks, the narrowest mark's first."""
        return tuple(dict.fromkeys(kind for mark in self.marks for kind in mark.kinds))

    @property
    def doubtful(self) -> bool:
        """Whether a finding is about these characters."""
        return any(mark.remarks for mark in self.marks)


def mark(facts: Iterable[Fact], remarks: Iterable[Remark]) -> list[Mark]:
    """A mark for each stretch of characters, numbered in the order of the text; the longer of two comes first."""
    read: dict[Span, list[Fact]] = defaultdict(list)
    noted: dict[Span, list[Remark]] = defaultdict(list)
    for fact in facts:
        read[fact.evidence.start, fact.evidence.end].append(fact)
    for remark in remarks:
        noted[remark.start, remark.end].append(remark)
    spans = sorted({*read, *noted}, key=lambda span: (span[0], -span[1]))
    return [
        Mark(start=start, end=end, number=number, facts=tuple(read[start, end]), remarks=tuple(noted[start, end]))
        for number, (start, end) in enumerate(spans, 1)
    ]


def segments(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Segment]:
    """The characters from start to end, cut wherever one of these marks begins or ends."""
    known = [one for one in marks if one.start < end and one.end > start]
    cuts = sorted({start, end, *(cut for one in known for cut in (one.start, one.end) if start < cut < end)})
    for begin, stop in pairwise(cuts):
        covering = [one for one in known if one.start <= begin and stop <= one.end]
        yield Segment(
            text=text[begin:stop],
            marks=tuple(sorted(covering, key=lambda one: (one.end - one.start, one.number))),
            opens=tuple(one for one in covering if max(one.start, start) == begin),
            closes=tuple(one for one in covering if min(one.end, end) == stop),
        )
