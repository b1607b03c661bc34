"""Lines that stand together → entries: cards with a project's name, its owner and its sum on lines of their own.

One card alone may be anything; several of one shape tell each other's owners. A sum with a label stays a field.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samverkan.model import AMOUNTS, Mention
from samverkan.reading.blocks import Block, BlockKind
from samverkan.reading.entries import SURE, Entry, EntryReader, Part
from samverkan.reading.parties import TOGETHER_WITH
from samverkan.reading.titles import may_be_name

_LEAST_CARDS = 2
_FEWEST_LINES, _MOST_LINES = 2, 8
_DESCRIBED = 2  # the place of the line that says what a project does
_LINES = (BlockKind.HEADING, BlockKind.FIELD)
_UNCLEAR = (Part.NAME, Part.OWNER)
_Piece = tuple[Part, int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """What the lines of a card without labels state, their places, and the code points that the card covers."""

    entry: Entry
    places: range
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Lines:
    """A card before it is known whether there are others: its plain lines, what they hold, and its fields."""

    places: range
    pieces: tuple[_Piece, ...]
    fields: tuple[Block, ...]

    @property
    def shape(self) -> tuple[str, ...]:
        """What the lines hold, in order; a name below the first line is the owner's."""
        named = (field.field.name for field in self.fields if field.field is not None)
        return (*("owner" if kind in _UNCLEAR else kind for kind, _, _ in self.pieces), *named)

    @property
    def tells_owner(self) -> bool:
        return any(kind is Part.OWNER for kind, _, _ in self.pieces)


def find_cards(text: str, blocks: Sequence[Block], lines: EntryReader, money: str) -> Iterator[Card]:
    """The cards of a text, in order: of one shape, with one owner and one sum each; `money` is what the sums state."""
    found = [card for run in _runs(text, blocks) if (card := _card(blocks, run, lines)) is not None]
    shapes = {card.shape for card in found if card.tells_owner}
    alike = [card for card in found if card.shape in shapes]
    for card in alike if len(alike) >= _LEAST_CARDS else ():
        first = blocks[card.places[0]]
        end = max((blocks[card.places[-1]].end, *(field.end for field in card.fields)))
        owned = ((Part.OWNER if kind is Part.NAME else kind, begin, stop) for kind, begin, stop in card.pieces)
        facts = tuple(mention for piece in owned for mention in lines.facts(piece, money))
        yield Card(entry=Entry(name=_name(text, first), facts=facts), places=card.places, start=first.start, end=end)


def _name(text: str, line: Block) -> Mention:
    written = text[line.start : line.end]
    return Mention(property="name", value=written, start=line.start, end=line.end, method="card", confidence=SURE)


def _runs(text: str, blocks: Sequence[Block]) -> Iterator[range]:
    """The headings and fields that stand line below line, with a blank line above the first; text may follow.

    One line of text may stand below the name and the owner, above fields.
    """
    begin = 0
    for at in range(1, len(blocks) + 1):
        described = at - begin == _DESCRIBED and at + 1 < len(blocks) and blocks[at + 1].kind is BlockKind.FIELD
        line = at < len(blocks) and (
            blocks[at].kind in _LINES or (described and blocks[at].kind is BlockKind.PARAGRAPH)
        )
        if line and text.count("\n", blocks[at - 1].end, blocks[at].begin) == 1:
            continue
        if _FEWEST_LINES <= at - begin <= _MOST_LINES and blocks[begin].kind is BlockKind.HEADING:
            yield range(begin, at)
        begin = at


def _pieces(block: Block, lines: EntryReader) -> Iterator[_Piece]:
    """The parts of a line; an owner and those that it works together with are one."""
    found = [*lines.spans(block.start, block.end)]
    together = found and found[0][0] is Part.OWNER and TOGETHER_WITH.search(lines.text, block.start, block.end)
    yield from [(Part.OWNER, block.start, block.end)] if together else found


def _card(blocks: Sequence[Block], run: range, lines: EntryReader) -> _Lines | None:
    """A run whose first line may be a name, and the others an owner, a sum and what else a list's lines tell."""
    plain = next((at for at in run if blocks[at].kind is not BlockKind.HEADING), run.stop)
    if not may_be_name(lines.text[blocks[run[0]].start : blocks[run[0]].end], lines.known):
        return None
    fields = tuple(blocks[at] for at in range(plain, run.stop) if blocks[at].field is not None)
    pieces = tuple(
        piece for at in range(run[0] + 1, plain) for piece in _pieces(blocks[at], lines) if piece[0] is not Part.OTHER
    )
    kinds = [kind for kind, _, _ in pieces]
    named = {field.field.name for field in fields if field.field is not None}
    paid = kinds.count(Part.MONEY) + bool(named.intersection(AMOUNTS))
    owned = sum(kind in _UNCLEAR for kind in kinds) == 1 and "lead" not in named
    whole = owned and paid == 1 and len(set(kinds)) == len(kinds)
    return _Lines(range(run[0], plain), pieces, fields) if whole else None
