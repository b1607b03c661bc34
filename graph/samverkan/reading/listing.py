"""Lists → projects: the lines of a list that words announce, and bullets that begin with a project's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from samverkan.model import Mention
from samverkan.reading.blocks import BlockKind
from samverkan.reading.cards import Card, find_cards
from samverkan.reading.discourse import Discourse
from samverkan.reading.drafts import Origin
from samverkan.reading.entries import Entry, EntryReader
from samverkan.reading.funds import FUNDED, LEAST_GRANT
from samverkan.reading.page import Page
from samverkan.reading.titles import called_length, described_name, may_be_name
from samverkan.reference import Reference, fold_name
from samverkan.swedish.amounts import find_amounts
from samverkan.swedish.sentences import split_sentences

# Words above a list that say what its lines are, and what its sums are
_PROJECTS = re.compile(r"projekt|förstudie|\bansökning|\binsatser\b", re.IGNORECASE)
_FUNDING = re.compile(
    r"bevilj|priorit|fått|\bfår\b|\bstöd|medel|tilldela|fördela|\bEU|fond|\bsöke?[rts]|\bESF", re.IGNORECASE
)
_FUNDED = re.compile(FUNDED)
_APPLIED = re.compile(r"\b(?:söker|sökt|söks|ansöker)\b(?!.*(?:bevilj|priorit))", re.IGNORECASE | re.DOTALL)
# A line of its own above those that got nothing
_REFUSED = re.compile(
    r"^\W*(?:avslag|avslagna|avslås|avslagits|nekade|(?:ej|inte|icke) (?:bevilja[dt]\w*|prioriterade))\b[^\n.]{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)
_GRANTED = re.compile(r"bevilj|priorit|bifall", re.IGNORECASE)
# "Nyväg – Umeå kommun får …", "Nyväg (Umeå kommun, 4 mnkr). Projektet …"
_NAMED = re.compile(
    r"(?P<name>[A-ZÅÄÖ0-9](?:(?!, (?:som|ett|en|där|vilket)\b)(?:[^\n.:–(]|(?<=\S)–(?=\S))){1,80}?)"
    r"(?:\s*\((?P<beside>[^()\n]{2,80})\))?(?:\s+[–-]|(?:\s+[–-]\s+[a-zåäö][^\n.:(–]{2,60})?[.:])\s+(?=[A-ZÅÄÖ0-9])"
)
# "Nyväg. Projektet ägs av …": a name set before a paragraph, as a heading of its own would be
_RUN_IN = re.compile(
    r"(?P<name>[A-ZÅÄÖ0-9][^\n.:;,!?(\"”“]{1,60}?)(?:"
    r" \((?P<beside>(?:19|20)\d\d ?[–-] ?(?:19|20)\d\d)\)[.:,]? (?=[A-ZÅÄÖ])|"
    r"\. (?=(?:Projektet|Förstudien|Insatsen|Satsningen) [a-zåäö]))"
)
# … and where words above announce projects, also "Nyväg – här ska …", "Nyväg, som Umeå kommun driver. …"
_ANNOUNCED = re.compile(
    r"[\"”“]?(?P<name>[A-ZÅÄÖ0-9#][^\n.:;,(\"”“]{1,80}?)[\"”“]?(?:\s*\((?P<beside>[^()\n]{2,80})\))?"
    r"(?:\s+[–-]\s+|[.:]\s+|,\s+(?=(?:som|där|ett|en|med|i)\s|[A-ZÅÄÖ])|\s+(?=med [A-ZÅÄÖ]))"
)
# "Följande ansökningar till Socialfonden prioriterades:" begins another list
_PRESENTS = re.compile(
    r"(?:\b(?:följande|dessa|nedanstående|övriga)\b[^.:]{0,60}|\A\W*(?:de )?)"
    r"\b(?:projekt(?:en)?|ansökningar(?:na)?|förstudier(?:na)?)\b[^.:]{0,80}:\Z",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\(([^()\n]{2,80})\)\W*\Z")  # at the end of what is said of a project
_ABOVE = 300
_LISTED_WORDS = 6
_FAIRLY_SURE = 0.9


class Listing:
    """Gives the lists of one page to the projects that their lines name."""

    def __init__(self, page: Page, reference: Reference, discourse: Discourse) -> None:
        self.page = page
        self.reference = reference
        self.discourse = discourse
        self.drafts = discourse.drafts
        self.verbs = frozenset(page.vocabulary.words["clause"])
        self.lines = EntryReader(page.text, reference, self.verbs)
        self.entries: dict[int, Entry] = {}  # of the list at hand, by the places of their lines
        self._money: str | None = None
        self._asked = 0  # the first block above which no words were looked for yet

    def read(self, at: int) -> bool:
        """Open the project of a line of a list that the words above it announce; False for any other block."""
        if at in self._cards:
            self._open_card(self._cards[at], at)
            return True
        if not self._is_listed(at):
            return False
        block, first = self.page.blocks[at], self.page.blocks[min(self.entries)]
        own = self.page.frame(block.start, block.end)
        self._open(self.entries[at], own or self.page.frame(max(0, first.start - _ABOVE), first.start))
        return True

    def tells_owner(self, at: int) -> bool:
        """Whether a block is the line of a card that tells whose its project is, and so heads nothing."""
        return at in self._cards and at > self._cards[at].places[0]

    def _open(self, entry: Entry, frame: Iterable[Mention]) -> None:
        draft = self.drafts.open(entry.name, Origin.PROSE, frame)
        for mention in entry.facts:
            draft.add(mention)

    @property
    def has_cards(self) -> bool:
        """Whether the page shows several projects as cards, so that its title names none."""
        return bool(self._cards)

    @cached_property
    def _cards(self) -> dict[int, Card]:
        """The cards of the page, by the places of all their lines; none where nothing tells that public funds pay."""
        found = list(find_cards(self.page.text, self.page.blocks, self.lines, "grantedAmount"))
        start = found[0].start if found else 0
        above = self.page.text[max(0, start - _ABOVE) : start]
        announced = _PROJECTS.search(above) and _FUNDING.search(above)
        framed = self.page.frame(max(0, start - _ABOVE), start)
        paid = announced or framed or all(self.page.frame(card.start, card.end) for card in found)
        money = "appliedAmount" if _APPLIED.search(above) else "grantedAmount"
        told = find_cards(self.page.text, self.page.blocks, self.lines, money) if paid else ()
        return {at: card for card in told for at in card.places}

    def _open_card(self, card: Card, at: int) -> None:
        if at == card.places[0]:
            own = self.page.frame(card.start, card.end)
            self._open(card.entry, own or self.page.frame(max(0, card.start - _ABOVE), card.start))

    def _is_listed(self, at: int) -> bool:
        if at in self.entries:
            return True
        if self.entries and not self._describes(at):
            self.entries = {}
            self.drafts.current = None
        if self.entries or not self.lines.is_line(self.page.blocks[at]):
            return False
        money = self._money_of(at)
        if money is not None:
            self.entries = self.lines.read(self.page.blocks, at, money)
        elif self._is_paid(at):
            told = self.lines.read(self.page.blocks, at, "grantedAmount")
            self.entries = told if all(map(_is_whole, told.values())) else {}
        return at in self.entries

    def _is_paid(self, at: int) -> bool:
        """Whether the words above a list say that public funds pay, if not for what."""
        start = self.page.blocks[at].start
        above = max(0, start - _ABOVE)
        return bool(_FUNDED.search(self.page.text, above, start) and _FUNDING.search(self.page.text, above, start))

    def _describes(self, at: int) -> bool:
        """Whether a block goes on right below a line of the list, without a blank line."""
        between = self.page.text[self.page.blocks[at - 1].end : self.page.blocks[at].start]
        return between.count("\n") < 2

    def _money_of(self, at: int) -> str | None:
        """What the sums of a list state that begins here: the last words above that announce one tell; None before."""
        for block in reversed(self.page.blocks[self._asked : at + 1]):
            before = self.page.text[max(0, block.start - _ABOVE) : block.start]
            refused = self._refused(before)
            if (refused and self._money) or (_PROJECTS.search(before) and _FUNDING.search(before)):
                self._money = "appliedAmount" if refused or _APPLIED.search(before) else "grantedAmount"
                break
        self._asked = max(self._asked, at + 1)
        return self._money

    @staticmethod
    def _refused(before: str) -> bool:
        last = max((found.end() for found in _REFUSED.finditer(before)), default=None)
        return last is not None and not _GRANTED.search(before, last)

    def presents(self, at: int) -> bool:
        """Whether a paragraph introduces the projects below it, of which the one above is none."""
        return self.page.kind(at) is BlockKind.PARAGRAPH and _PRESENTS.search(self.page.content(at)) is not None

    def introduced(self, at: int) -> int:
        """The last of the short bullets that a sentence ending in a colon introduces, or the block itself."""
        last = at
        if self.page.kind(at) is BlockKind.PARAGRAPH and self.page.content(at).endswith(":"):
            while self._is_short_bullet(last + 1):
                last += 1
        return last

    def _is_short_bullet(self, at: int) -> bool:
        if self.page.kind(at) is not BlockKind.BULLET or self._goes_on(at):
            return False
        content = self.page.content(at)
        return len(content.split()) <= _LISTED_WORDS and "." not in content and content[0].isupper()

    def _goes_on(self, at: int) -> bool:
        """Whether labels part further words of the same line from a block."""
        further = self.page.kind(at + 1) is not None
        return further and "\n" not in self.page.text[self.page.blocks[at].end : self.page.blocks[at + 1].start]

    def read_bullet(self, at: int) -> bool:
        """Open the project whose name a bullet or paragraph begins with; False for any other, read as sentences."""
        if self.page.kind(at) is not BlockKind.BULLET:
            return at in self._run_in and self._named(at)
        return self._announced(at) or self._named(at)

    @cached_property
    def _run_in(self) -> frozenset[int]:
        """The places of the paragraphs with a name set before them, where there are several."""
        blocks = enumerate(self.page.blocks)
        paragraphs = [(at, block) for at, block in blocks if block.kind is BlockKind.PARAGRAPH]
        found = frozenset(at for at, one in paragraphs if _RUN_IN.match(self.page.text, one.start, one.end))
        return found if len(found) > 1 else frozenset()

    def _announced(self, at: int) -> bool:
        """A bullet "Name – what it does" under a sentence that announced projects and their owner."""
        length = described_name(self.page.content(at))
        if length is None or not self.drafts.context.announced:
            return False
        name = replace(self.page.name(at, "announced-bullet", length), confidence=_FAIRLY_SURE)
        draft = self.drafts.open(name, Origin.PROSE)
        draft.mentions.extend(self.drafts.context.leads)
        draft.in_bullet = True
        block = self.page.blocks[at]
        beside = _BESIDE.search(self.page.text, name.end, block.end)
        for mention in self.lines.read_facts(*beside.span(1), "grantedAmount") if beside else ():
            draft.add(mention)
        self.discourse.read(name.end, block.end, block.end, at)
        return True

    def _named(self, at: int) -> bool:
        """A bullet "Name – Owner gets so much" or "Name (Owner, sum). …": the name stands before what is said of it."""
        block, money = self.page.blocks[at], self._money_of(at)
        current = self.drafts.current
        listed = money is not None and (current is None or current.origin is Origin.PROSE) and not self._is_told(at)
        patterns = (_NAMED, *(_ANNOUNCED,) * listed) if block.kind is BlockKind.BULLET else (_RUN_IN,)
        heads = (pattern.match(self.page.text, block.start, block.end) for pattern in patterns)
        named = next((head for head in heads if head is not None and self._may_stand_alone(head["name"])), None)
        if named is None:
            return False
        beside = self._beside(named, block.end, money)
        if not self._tells(named, beside, at, announced=money is not None):
            return False
        begin = named.start("name") - block.start
        name = self.page.name(at, "named-bullet", begin + called_length(named["name"]), begin=begin)
        draft = self.drafts.open(name, Origin.PROSE, self.page.frame(block.start, block.end))
        draft.in_bullet = True
        for mention in beside:
            draft.add(mention)
        self.discourse.read(named.end(), block.end, block.end, at)
        return True

    def _is_told(self, at: int) -> bool:
        """Whether a phrase fits the first sentence of a bullet as a whole, name and all."""
        block = self.page.blocks[at]
        span = next(iter(split_sentences(self.page.text, block.start, block.end)), (block.start, block.end))
        return bool(self.discourse.sentences.read(*span).named)

    def _tells(self, named: re.Match[str], beside: Sequence[Mention], at: int, *, announced: bool) -> bool:
        """Whether what follows a name says something of it, and of no other project."""
        block = self.page.blocks[at]
        spans = split_sentences(self.page.text, named.end(), block.end)
        said = [self.discourse.sentences.read(*span) for span in spans]
        called = fold_name(named["name"])
        if any(fold_name(str(name.value)) != called for sentence in said for name in sentence.names):
            return False
        funded = announced and (self._goes_on(at) or find_amounts(self.page.text, named.end(), block.end))
        return bool(beside or funded) or any(sentence.loose or sentence.named for sentence in said)

    def _beside(self, named: re.Match[str], end: int, money: str | None) -> list[Mention]:
        """The facts in the brackets behind a name, or in the words without a verb that follow it."""
        span = named.span("beside")
        if named["beside"] is None:
            span = next(iter(split_sentences(self.page.text, named.end(), end)), (end, end))
            if self.verbs.intersection(re.findall(r"[\w-]+", self.page.text[slice(*span)])):
                return []
        return self.lines.read_facts(*span, money or "grantedAmount")

    def _may_stand_alone(self, head: str) -> bool:
        """Whether the words before what a bullet says are a name and no sentence: no verb, no sum."""
        verbs = self.verbs.intersection(re.findall(r"[\w-]+", head.lower() if " " not in head else head))
        return not verbs and not find_amounts(head) and may_be_name(head, self.reference)


def _is_whole(entry: Entry) -> bool:
    """Whether a line tells an owner and a grant that is no club's."""
    owned = any(fact.property == "lead" for fact in entry.facts)
    return owned and any(isinstance(fact.value, Decimal) and fact.value >= LEAST_GRANT for fact in entry.facts)
