"""Lines of a list → entries: "Nyväg (Umeå kommun), 4,2 mnkr", in any order of name, owner, sum, period and number.

What a part of a line is shows in the part itself, and where it does not, in the other lines of the list. A list is
told from a sentence by having no verb; it says nothing of what its sums are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, groupby, islice, pairwise

from samverkan.model import Mention, MentionValue
from samverkan.reading.blocks import Block, BlockKind
from samverkan.reading.calling import names_none
from samverkan.reading.parties import TOGETHER_WITH
from samverkan.reading.patterns import AS_NOUN
from samverkan.reading.records import DIARIENUMMER
from samverkan.swedish.amounts import find_amounts
from samverkan.swedish.dates import MONTH, find_periods, parse_period
from samverkan.swedish.lists import read_field, read_owner
from samverkan.swedish.names import BODY, UNIT, Gazetteer, base_form
from samverkan.swedish.persons import is_person

_PART = re.compile(
    r"\((?P<bracket>[^()]*)\)|[\"”“»](?P<quoted>[^\"”“»«\n]+)[\"”“«]|"
    r"(?P<plain>(?:[^(),;:\t|•·\"”“»«\n–-]|[,:](?=\S)|(?<=\S)[–-]|[–-](?=\S))+)"
)
_GAP = re.compile(r"[(),;:\t|•·\"”“»«]|\s[–-]|[–-]\s")
# A dash with space around it; what stands beside a period that is no part of its own
_SPACED = re.compile(r"\d\s+[–-]\s+[\da-zA-Z]")
_WORD_BEFORE = re.compile(r"[^\s(),;:\t|–-]\s*\Z")
_WORD_BEHIND = re.compile(r"\s*[^\s.(),;:\t|–-]")
_OWNER_WORD = re.compile(
    r"(?:(?:projekt|huvud)?ägare|(?:huvud)?sökande|stödmottagare|ägs av|drivs av):?\s+", re.IGNORECASE
)
_TOGETHER = re.compile(rf"\s+(?:och|samt)\s+|{TOGETHER_WITH.pattern}")
_OWNER_MARK = re.compile(r"(?:projekt)?ägare|sökande|stödmottagare|huvudman|koordinator|lead", re.IGNORECASE)
# "Umeå kommun (projektägare), Vännäs kommun"
_MARKED = re.compile(rf"\s*\((?:{_OWNER_MARK.pattern})\)[\s,;]*", re.IGNORECASE)
_KIND = re.compile(r"\s*\b[Pp]rojekt(?:et)?:? (?=[A-ZÅÄÖ0-9#\"”])")  # before a name
_SOM_NOUN = re.compile(rf" som{AS_NOUN}")  # no clause: "Kultur som yrke, Härnösands folkhögskola"
# "(samverkansparter: Umeå kommun, Region Skåne)"
_PARTNERS = re.compile(
    r"(?:(?:samverkans|samarbets|projekt)?(?:part(?:er|ners?)?)|medsökande|medverkande|deltagande)(?::\s*|\s+(?=[A-ZÅÄÖ]))|"
    r"(?:tillsammans|ihop|i (?:samverkan|samarbete)) med\s+",
    re.IGNORECASE,
)
# Before a sum: what it is, also where the list says another thing of its sums
_SUM_IS = re.compile(
    r"(?<!\w )(?:(?:(?P<appliedAmount>sökt|söker|ansökt om)|"
    r"(?P<grantedAmount>bevilja[td]s?|beviljas|får|tilldelas|prioriterat))"
    r"(?: (?:ESF-|EU-)?(?:stöd|medel|bidrag|belopp))?(?: med)?:? (?=\d)|"
    r"(?P<totalBudget>total(?: projekt)?budget|totalkostnad|total kostnad):? (?=\d))",
    re.IGNORECASE,
)
# "23-122-S01 Yrkesväg vård": a number that only a space parts from the name
_NUMBERED = re.compile(rf"(?:{DIARIENUMMER.pattern})(?= [A-ZÅÄÖ\"”#])")
_FUND = re.compile(r"ESF\+?|ERUF|Interreg|Leader")
_DAY = re.compile(
    rf"(?:[0-9]{{1,2}} ?[–-] ?)?[0-9]{{1,2}}(?:/[0-9]{{1,2}}| {MONTH})(?! (?:19|20)[0-9]{{2}}[–-])", re.IGNORECASE
)
_COLUMN = re.compile(r"(?: {2,}|\t)\d+(?: \d{3})*(?= {2,}|\t|$)")
_WORD = re.compile(r"[\w-]+")
_LINES = (BlockKind.BULLET, BlockKind.HEADING, BlockKind.PARAGRAPH)
_MOST_WORDS, _MOST_GAPS = 30, 4
_MONEY_WORDS = 5
_LEAST_LINES = 2
SURE = 0.9


class Part(StrEnum):
    """What a part of a line is; an unclear one is a name or an owner that no grammar gives away."""

    OWNER = "owner"
    PARTNERS = "partners"
    MONEY = "money"
    PERIOD = "period"
    NUMBER = "number"
    NAME = "name"
    OTHER = "other"


_Parts = tuple[tuple[Part, int, int], ...]
_EITHER = frozenset({Part.NAME, Part.OWNER})


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What one line of a list states: a project's name, and facts of it."""

    name: Mention
    facts: tuple[Mention, ...]


class EntryReader:
    """Reads the lines of the lists of one text; `verbs` are words that no line holds, unless they mark an owner."""

    def __init__(self, text: str, known: Gazetteer, verbs: Set[str]) -> None:
        self.text = text
        self.known = known
        self.verbs = frozenset(verb for verb in verbs if not _OWNER_MARK.fullmatch(verb))
        self._read: dict[tuple[int, int], _Parts] = {}  # a line is asked about by each one above it

    def is_line(self, block: Block) -> bool:
        """Whether a block can be a line of a list: it has an owner or a sum, and something beside it."""
        parts = self._parts(block)
        return len(parts) > 1 and not {Part.MONEY, Part.OWNER}.isdisjoint(_shape(parts))

    def read(self, blocks: Sequence[Block], begin: int, money: str) -> dict[int, Entry]:
        """The entries of the list that begins at a block, by place; none where the blocks are no list.

        Text right below a line may describe it. `money` is the property that the sums of the list state.
        """
        lines: dict[int, _Parts] = {}
        for place, block in enumerate(islice(blocks, begin, None), begin):
            if self.is_line(block):
                lines[place] = self._parts(block)
            elif not lines or self.text.count("\n", blocks[place - 1].end, block.start) > 1:
                break
        described = all(_is_paragraph(blocks, place + 1) for place in lines)
        told = _alike(lines) or (_named_sums(lines) if described else {})
        return {place: self._entry(parts, money) for place, parts in told.items()} if len(told) >= _LEAST_LINES else {}

    def read_facts(self, start: int, end: int, money: str) -> list[Mention]:
        """The owner, sum, period and number in a stretch of text, as between the brackets behind a name."""
        parts = tuple(part for part in self.spans(start, end) if part[0] is not Part.NAME)
        return [mention for part in _merged(parts) for mention in self.facts(part, money)]

    def _parts(self, block: Block) -> _Parts:
        """The parts of a line without the space around them; nothing of a sentence or another block."""
        place = (block.start, block.end)
        if place not in self._read:
            self._read[place] = tuple(self.spans(*place)) if self._may_be_line(block) else ()
        return self._read[place]

    def _may_be_line(self, block: Block) -> bool:
        content = self.text[block.start : block.end]
        if block.kind not in _LINES or "\n" in content or content.count("\t") > _MOST_GAPS:
            return False
        if not _GAP.search(content) or _DAY.match(content) or len(_COLUMN.findall(content)) > 1:
            return False  # one part alone, an entry of a calendar, or columns of figures
        words = _WORD.findall(_SUM_IS.sub("", _SOM_NOUN.sub("", _KIND.sub("", content))))
        small = {word for word in words if word[0].islower()}
        return 2 <= len(words) <= _MOST_WORDS and self.verbs.isdisjoint(small)

    def spans(self, begin: int, stop: int) -> Iterator[tuple[Part, int, int]]:
        """The parts of a stretch of text without the space around them; the dash inside a period parts nothing."""
        for period in find_periods(self.text[begin:stop]) if _SPACED.search(self.text, begin, stop) else ():
            start, end = begin + period.start, begin + period.end
            alone = not _WORD_BEFORE.search(self.text, begin, start) and not _WORD_BEHIND.match(self.text, end, stop)
            if alone:
                yield from self._pieces(begin, start)
                yield Part.PERIOD, start, end
                yield from self._pieces(end, stop)
                return
        yield from self._pieces(begin, stop)

    def _pieces(self, begin: int, stop: int) -> Iterator[tuple[Part, int, int]]:
        number = _NUMBERED.match(self.text, begin, stop)
        if number is not None:
            yield Part.NUMBER, *number.span()
        for part in _PART.finditer(self.text, number.end() if number else begin, stop):
            start, end = part.span(str(part.lastgroup))
            kind = _KIND.match(self.text, start, end)
            start = kind.end() if kind else start
            written = self.text[start:end]
            start += len(written) - len(written.lstrip())
            point = "" if written.rstrip().endswith("ek. för.") else "."
            end = start + len(self.text[start:end].rstrip(f" \u00a0{point}"))
            if end > start and not _OWNER_MARK.fullmatch(self.text, start, end):
                quoted = part.lastgroup == "quoted"
                kind_of = Part.NAME if quoted else _kind(self.text[start:end], self.known)
                short = part.lastgroup == "bracket" and _is_short_for(self.text[start:end], self.text[begin:start])
                yield Part.OTHER if short else kind_of, start, end

    def _entry(self, parts: _Parts, money: str) -> Entry:
        facts = tuple(mention for part in parts for mention in self.facts(part, money))
        ((_, start, end),) = (part for part in parts if part[0] is Part.NAME)
        return Entry(name=_mention("name", self.text[start:end], start, end), facts=facts)

    def facts(self, part: tuple[Part, int, int], money: str) -> Iterator[Mention]:
        """What a part of a line states; `money` is the property that its sum states."""
        kind, start, end = part
        if kind is Part.OWNER:
            yield from self._owners(start, end)
        elif kind is Part.PARTNERS:
            label = _PARTNERS.match(self.text, start, end)
            for name in read_field(self.text, label.end() if label else start, end, self.known):
                yield _mention("partner", name, name.start, name.end)
        elif kind is Part.NUMBER:
            yield _mention("diarienummer", self.text[start:end], start, end)
        elif kind is Part.MONEY:
            told = _SUM_IS.match(self.text, start, end)
            for amount in find_amounts(self.text, start, end)[:1]:
                yield _mention(
                    str(told.lastgroup) if told else money,
                    amount.value,
                    amount.start,
                    amount.end,
                    qualifier=amount.qualifier,
                )
                if amount.currency != "SEK":
                    yield _mention("currency", amount.currency, amount.start, amount.end)
        elif kind is Part.PERIOD and (period := parse_period(self.text[start:end])) is not None:
            for prop, date in (("startDate", period.start_date), ("endDate", period.end_date)):
                if date is not None:
                    yield _mention(prop, date.iso, start + date.start, start + date.end)

    def _owners(self, start: int, end: int) -> Iterator[Mention]:
        """The owner, and those that it runs the project together with."""
        word = _OWNER_WORD.match(self.text, start, end)
        together = TOGETHER_WITH.search(self.text, start, end) or _MARKED.search(self.text, start, end)
        owner_end = together.start() if together else end
        for name in read_owner(self.text, word.end() if word else start, owner_end, self.known):
            yield _mention("lead", name, name.start, name.end)
        for name in read_field(self.text, together.end(), end, self.known) if together else ():
            yield _mention("partner", name, name.start, name.end)


# --- what the parts of a line are


def _kind(written: str, known: Gazetteer) -> Part:
    if find_amounts(written) and len(_SUM_IS.sub("", written).split()) <= _MONEY_WORDS:
        return Part.MONEY
    if DIARIENUMMER.fullmatch(written):
        return Part.NUMBER
    if parse_period(written) is not None:
        return Part.PERIOD
    if _FUND.fullmatch(written) or not any(char.isalpha() for char in written):
        return Part.OTHER
    return _who(written, known)


def _who(written: str, known: Gazetteer) -> Part:
    """Whether words are those who run the project, those beside them, the project's name, or none of these."""
    if _PARTNERS.match(written):
        return Part.PARTNERS
    if _is_owner(written, known):
        return Part.OWNER
    return Part.OTHER if names_none(written) else Part.NAME


def _is_owner(written: str, known: Gazetteer) -> bool:
    """Whether words can only be an organisation's name: known, a kind of body, or preceded by "projektägare"."""
    if _OWNER_WORD.match(written):
        return True
    first = _TOGETHER.split(written)[0]
    if UNIT.match(first):
        return True
    told = known.is_known(first) or known.is_known(base_form(first)) or BODY.search(first) is not None
    return told and not is_person(written)


def _is_short_for(short: str, before: str) -> bool:
    """Whether capitals in brackets are letters of the words before them: "Arbetsförmedlingen (AF)"."""
    if not (short.isupper() and short.isalpha()):
        return False
    letters = iter(before.lower())
    return before[:1].lower() == short[0].lower() and all(letter in letters for letter in short.lower())


def _alike(lines: Mapping[int, _Parts]) -> dict[int, _Parts]:
    """The lines that have the list's shape; an unclear part is what it is in the other lines."""
    shapes = Counter(shape for parts in lines.values() if _EITHER.issubset(shape := _shape(_merged(parts))))
    if not shapes:
        return {}
    usual = max(shapes, key=lambda shape: (shapes[shape], shape))
    alike = {place: _as_usual(parts, usual) for place, parts in lines.items()}
    return {
        place: parts
        for place, parts in alike.items()
        if _shape(parts).count(Part.NAME) == 1 and _shape(parts).count(Part.OWNER) == 1
    }


def _named_sums(lines: Mapping[int, _Parts]) -> dict[int, _Parts]:
    """The lines of a name and a sum ("Nyväg – 9,4 miljoner kronor"), where that is what all lines are."""
    told = {place: _merged(parts) for place, parts in lines.items()}
    return told if all(_shape(parts) == (Part.NAME, Part.MONEY) for parts in told.values()) else {}


def _is_paragraph(blocks: Sequence[Block], at: int) -> bool:
    return at < len(blocks) and blocks[at].kind is BlockKind.PARAGRAPH


def _shape(parts: _Parts) -> tuple[Part, ...]:
    return tuple(kind for kind, _, _ in parts)


def _as_usual(parts: _Parts, usual: tuple[Part, ...]) -> _Parts:
    """A line cut into the parts of the usual one where only names and owners differ: "Malmö, Möllan, Malmö stad"."""
    told = _merged(parts)
    if _EITHER.issubset(_shape(told)) and len(set(_shape(told))) == len(told):
        return told
    ways = (
        [parts[begin:end] for begin, end in pairwise((0, *cuts, len(parts)))]
        for cuts in combinations(range(1, len(parts)), len(usual) - 1)
    )
    fitting = [
        groups for groups in ways if all(_may_be(group, kind) for group, kind in zip(groups, usual, strict=True))
    ]
    best = max(fitting, key=lambda groups: _agreeing(groups, usual), default=None)
    if best is None:
        return told
    return tuple((kind, group[0][1], group[-1][2]) for kind, group in zip(usual, best, strict=True))


def _may_be(group: _Parts, kind: Part) -> bool:
    kinds = set(_shape(group))
    return kinds == {kind} or (kind in _EITHER and kinds <= _EITHER)


def _agreeing(groups: Sequence[_Parts], usual: tuple[Part, ...]) -> int:
    return sum(one is kind for group, kind in zip(groups, usual, strict=True) for one in _shape(group))


def _merged(parts: _Parts) -> _Parts:
    """Parts of one kind that stand together as one: "Ljus, etapp 2", "Umeå kommun, Socialförvaltningen"."""
    runs = (list(group) for _, group in groupby(parts, key=lambda part: part[0]))
    return tuple((run[0][0], run[0][1], run[-1][2]) for run in runs)


def _mention(prop: str, value: MentionValue, start: int, end: int, *, qualifier: str | None = None) -> Mention:
    return Mention(
        property=prop, value=value, start=start, end=end, method="entry", confidence=SURE, qualifier=qualifier
    )
