"""Lines that stand together → entries: cards with a project's name, its owner and its sum on lines of their own.

One card alone may be anything; several of one shape tell each other's owners.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samverkan.model import Mention
from samverkan.reading.entries import SURE, Entry, EntryReader, Part
from samverkan.reading.layout import Block, BlockKind
from samverkan.reading.titles import may_be_name

_LEAST_CARDS = 2
_FEWEST_LINES, _MOST_LINES = 2, 6
_UNCLEAR = (Part.NAME, Part.OWNER)
_Piece = tuple[Part, int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """What a card states, the places of its lines, and the code points that it covers."""

    entry: Entry
    places: range
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Lines:
    """A card before its owner is known: the place of its first line, the lines' number, and what stands below."""

    at: int
    number: int
    pieces: tuple[_Piece, ...]

    @property
    def shape(self) -> tuple[Part, ...]:
        return tuple(Part.OWNER if kind is Part.NAME else kind for kind, _, _ in self.pieces)


def find_cards(text: str, blocks: Sequence[Block], lines: EntryReader, money: str) -> Iterator[Card]:
    """The cards of a text, in order: of one shape, with one owner and one sum each; `money` is what the sums state."""
    found = [card for run in _runs(text, blocks) if (card := _card(blocks, run, lines)) is not None]
    shapes = Counter(card.shape for card in found if _tells_owner(card))
    alike = [card for card in found if card.shape in shapes]
    for card in alike if len(alike) >= _LEAST_CARDS else ():
        first = blocks[card.at]
        name = Mention(
            property="name",
            value=text[first.start : first.end],
            start=first.start,
            end=first.end,
            method="card",
            confidence=SURE,
        )
        owned = ((Part.OWNER if kind is Part.NAME else kind, start, end) for kind, start, end in card.pieces)
        facts = tuple(mention for piece in owned for mention in lines.facts(piece, money))
        places = range(card.at, card.at + card.number)
        yield Card(entry=Entry(name=name, facts=facts), places=places, start=first.start, end=blocks[places[-1]].end)


def _runs(text: str, blocks: Sequence[Block]) -> Iterator[range]:
    """The headings that stand line below line, with a blank line above the first; text may follow the last."""
    begin = 0
    for at in range(1, len(blocks) + 1):
        heads = at < len(blocks) and blocks[at].kind is BlockKind.HEADING
        if heads and text.count("\n", blocks[at - 1].end, blocks[at].start) == 1:
            continue
        if _FEWEST_LINES <= at - begin <= _MOST_LINES and blocks[begin].kind is BlockKind.HEADING:
            yield range(begin, at)
        begin = at


def _card(blocks: Sequence[Block], run: range, lines: EntryReader) -> _Lines | None:
    """A run whose first line may be a name, and the others an owner, a sum and what else a list's lines tell."""
    if not may_be_name(lines.text[blocks[run[0]].start : blocks[run[0]].end], lines.known):
        return None
    pieces = tuple(
        piece for at in run[1:] for piece in lines.spans(blocks[at].start, blocks[at].end) if piece[0] is not Part.OTHER
    )
    kinds = [kind for kind, _, _ in pieces]
    owners = sum(kind in _UNCLEAR for kind in kinds)
    whole = owners == kinds.count(Part.MONEY) == 1 and len(set(kinds)) == len(kinds)
    return _Lines(run[0], len(run), pieces) if whole else None


def _tells_owner(card: _Lines) -> bool:
    return any(kind is Part.OWNER for kind, _, _ in card.pieces)
