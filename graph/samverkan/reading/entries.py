"""Lines of a list → entries: "Nyväg (Umeå kommun), 4,2 mnkr", in any order of name, owner, sum, period and number.

What a part of a line is shows in the part itself, and where it does not, in the other lines of the list. A list is
told from a sentence by having no verb; it says nothing of what its sums are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from samverkan.model import Mention, MentionValue
from samverkan.reading.layout import Block, BlockKind
from samverkan.reading.records import DIARIENUMMER
from samverkan.swedish.amounts import find_amounts
from samverkan.swedish.dates import parse_period
from samverkan.swedish.lists import read_field, read_owner
from samverkan.swedish.names import BODY, Gazetteer, base_form
from samverkan.swedish.persons import is_person

_PART = re.compile(
    r"\((?P<bracket>[^()]*)\)|[\"”“»](?P<quoted>[^\"”“»«\n]+)[\"”“«]|"
    r"(?P<plain>(?:[^(),;:\t|\"”“»«\n–-]|[,:](?=\S)|(?<=\S)[–-]|[–-](?=\S))+)"
)
_OWNER_WORD = re.compile(r"(?:(?:projekt|huvud)?ägare|(?:huvud)?sökande|stödmottagare|ägs av|drivs av):?\s+", re.IGNORECASE)
_TOGETHER_WITH = re.compile(r",?\s+(?:tillsammans med|i (?:samverkan|samarbete) med|med partner(?:na|s)?)\s+")
_TOGETHER = re.compile(rf"\s+(?:och|samt)\s+|{_TOGETHER_WITH.pattern}")
_MOST_WORDS = 30
_MONEY_WORDS = 5
_LEAST_LINES = 2
_SURE = 0.9


class Part(StrEnum):
    """What a part of a line is; an unclear one is a name or an owner that no grammar gives away."""

    OWNER = "owner"
    MONEY = "money"
    PERIOD = "period"
    NUMBER = "number"
    NAME = "name"


_Parts = tuple[tuple[Part, int, int], ...]
_EITHER = frozenset({Part.NAME, Part.OWNER})


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What one line of a list states: a project's name, and facts of it."""

    name: Mention
    facts: tuple[Mention, ...]


def read_entries(text: str, blocks: Sequence[Block], known: Gazetteer, verbs: Set[str], money: str) -> list[Entry]:
    """The entries at the head of these blocks, each a line with a name and an owner; none where they are no list.

    `verbs` are words that no such line holds, `money` the property that the list's sums state.
    """
    lines: list[_Parts] = []
    for block in blocks:
        parts = tuple(_parts(text, block, known, verbs))
        if not {Part.MONEY, Part.OWNER} & {kind for kind, _, _ in parts} or len(parts) < 2:
            break
        lines.append(parts)
    told = _alike(lines)
    return [_entry(text, parts, known, money) for parts in told] if len(told) >= _LEAST_LINES else []


def _parts(text: str, block: Block, known: Gazetteer, verbs: Set[str]) -> Iterator[tuple[Part, int, int]]:
    """The parts of a line without the space around them; nothing of a sentence or another block."""
    content = text[block.start : block.end]
    words = re.findall(r"[\w-]+", content)
    line = block.kind in (BlockKind.BULLET, BlockKind.HEADING, BlockKind.PARAGRAPH) and "\n" not in content
    if not line or len(words) > _MOST_WORDS or verbs & {word for word in words if word[0].islower()}:
        return
    for part in _PART.finditer(text, block.start, block.end):
        start, end = part.span(str(part.lastgroup))
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end = start + len(text[start:end].rstrip(" .\u00a0"))
        if end > start:
            quoted = part.lastgroup == "quoted"
            yield Part.NAME if quoted else _kind(text[start:end], known), start, end


def _kind(written: str, known: Gazetteer) -> Part:
    if find_amounts(written) and len(written.split()) <= _MONEY_WORDS:
        return Part.MONEY
    if DIARIENUMMER.fullmatch(written):
        return Part.NUMBER
    if parse_period(written) is not None:
        return Part.PERIOD
    return Part.OWNER if _is_owner(written, known) else Part.NAME


def _is_owner(written: str, known: Gazetteer) -> bool:
    """Whether words can only be an organisation's name: a known one, a kind of body, or what "projektägare" precedes."""
    if _OWNER_WORD.match(written):
        return True
    first = _TOGETHER.split(written)[0]
    told = known.is_known(first) or known.is_known(base_form(first)) or BODY.search(first) is not None
    return told and not is_person(written)


def _alike(lines: Sequence[_Parts]) -> list[_Parts]:
    """The lines from the first on that have the list's shape; an unclear part is what it is in the other lines."""
    shapes = Counter(shape for parts in lines if _EITHER <= set(shape := _shape(parts)))
    if not shapes:
        return []
    usual = max(shapes, key=lambda shape: (shapes[shape], shape))
    told = []
    for parts in lines:
        clear = parts if _EITHER <= set(_shape(parts)) else _as_usual(parts, usual)
        kinds = [kind for kind, _, _ in _merged(clear)]
        if kinds.count(Part.NAME) != 1 or kinds.count(Part.OWNER) != 1:
            break
        told.append(_merged(clear))
    return told


def _shape(parts: _Parts) -> tuple[Part, ...]:
    return tuple(kind for kind, _, _ in parts)


def _as_usual(parts: _Parts, usual: tuple[Part, ...]) -> _Parts:
    """A line with the kinds of the usual one, where it has as many parts and only names and owners differ."""
    fits = len(parts) == len(usual) and all(
        mine is theirs or {mine, theirs} <= _EITHER for mine, theirs in zip(_shape(parts), usual, strict=True)
    )
    return tuple((kind, start, end) for kind, (_, start, end) in zip(usual, parts, strict=True)) if fits else parts


def _merged(parts: _Parts) -> _Parts:
    """Parts of one kind that stand together as one: "Ljus, etapp 2", "Umeå kommun, Socialförvaltningen"."""
    runs = (list(group) for _, group in groupby(parts, key=lambda part: part[0]))
    return tuple((run[0][0], run[0][1], run[-1][2]) for run in runs)


def _entry(text: str, parts: _Parts, known: Gazetteer, money: str) -> Entry:
    facts = [mention for part in parts for mention in _facts(text, *part, known, money)]
    (name,) = (_mention("name", text[start:end], start, end) for kind, start, end in parts if kind is Part.NAME)
    return Entry(name=name, facts=tuple(facts))


def _facts(text: str, kind: Part, start: int, end: int, known: Gazetteer, money: str) -> Iterator[Mention]:
    if kind is Part.OWNER:
        yield from _owners(text, start, end, known)
    elif kind is Part.NUMBER:
        yield _mention("diarienummer", text[start:end], start, end)
    elif kind is Part.MONEY:
        for amount in find_amounts(text, start, end)[:1]:
            yield _mention(money, amount.value, amount.start, amount.end, qualifier=amount.qualifier)
            if amount.currency != "SEK":
                yield _mention("currency", amount.currency, amount.start, amount.end)
    elif kind is Part.PERIOD and (period := parse_period(text[start:end])) is not None:
        for prop, date in (("startDate", period.start_date), ("endDate", period.end_date)):
            if date is not None:
                yield _mention(prop, date.iso, start + date.start, start + date.end)


def _owners(text: str, start: int, end: int, known: Gazetteer) -> Iterator[Mention]:
    """The owner, and those that it runs the project together with."""
    word = _OWNER_WORD.match(text, start, end)
    together = _TOGETHER_WITH.search(text, start, end)
    owner_end = together.start() if together else end
    for name in read_owner(text, word.end() if word else start, owner_end, known):
        yield _mention("lead", name, name.start, name.end)
    for name in read_field(text, together.end(), end, known) if together else ():
        yield _mention("partner", name, name.start, name.end)


def _mention(prop: str, value: MentionValue, start: int, end: int, *, qualifier: str | None = None) -> Mention:
    return Mention(
        property=prop, value=value, start=start, end=end, method="entry", confidence=_SURE, qualifier=qualifier
    )
