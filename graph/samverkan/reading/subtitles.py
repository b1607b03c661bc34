"""Headings → subtitles: the line between a project's name and its fields that only says what the project is.

A subtitle is no heading: it becomes a paragraph, and the fields stay below the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from samverkan.reading.blocks import Block, BlockKind
from samverkan.reading.titles import may_be_name
from samverkan.swedish.names import Gazetteer

# "Hållbar affärsutveckling för små företag", and behind a dash any words: "– lärande i industrin"
_DESCRIPTION = re.compile(
    r"(?=(?:\S+ ){3})[A-ZÅÄÖ][a-zåäö-]+,?(?: [a-zåäö][\wåäö-]*,?)* (?:för|till|i|med|genom|mot|på|inom|om|och|som)"
    r"(?: [a-zåäö][\w-]*,?)+"
)
_DASHED = re.compile(r"[–—-] +\Z")
_A_DASH = 4  # characters before a bullet's words
_FIELDS = (BlockKind.FIELD, BlockKind.UNKNOWN_FIELD)


def with_subtitles(text: str, blocks: Sequence[Block], known: Gazetteer) -> list[Block]:
    """The blocks, in which subtitles are paragraphs; a line above one of several records may head them all."""
    below = (at for at in range(1, len(blocks) - 1) if _describes(text, blocks, at))
    found = {at for at in below if may_be_name(text[blocks[at - 1].start : blocks[at - 1].end], known)}
    records = sum(
        block.kind is BlockKind.HEADING and after.field is not None and after.kind is BlockKind.FIELD
        for block, after in pairwise(blocks)
    )
    described = {at for at in found if blocks[at].kind is BlockKind.BULLET}
    told = found if records <= len(found - described) else described
    return [replace(block, kind=BlockKind.PARAGRAPH) if at in told else block for at, block in enumerate(blocks)]


def is_subtitle(text: str, blocks: Sequence[Block], at: int) -> bool:
    """Whether a block is a paragraph that stands as a subtitle between a name and fields."""
    return blocks[at].kind is BlockKind.PARAGRAPH and _is_between(text, blocks, at)


def _describes(text: str, blocks: Sequence[Block], at: int) -> bool:
    """Whether a line right above fields, and below a heading, has the words or the dash of a description."""
    block = blocks[at]
    said = text[block.start : block.end]
    if block.kind is BlockKind.BULLET:
        dashed = said[:1].islower() and _DASHED.search(text, max(0, block.start - _A_DASH), block.start)
        return bool(dashed) and _is_between(text, blocks, at)
    return (
        block.kind is BlockKind.HEADING and _DESCRIPTION.fullmatch(said) is not None and _is_between(text, blocks, at)
    )


def _is_between(text: str, blocks: Sequence[Block], at: int) -> bool:
    """Whether a block stands on the line below a heading, which has none right above it, and above fields."""
    if not 0 < at < len(blocks) - 1 or blocks[at - 1].kind is not BlockKind.HEADING:
        return False
    right_below = text.count("\n", blocks[at - 1].end, blocks[at].start) == 1
    alone = at < 2 or text.count("\n", blocks[at - 2].end, blocks[at - 1].start) > 1
    return right_below and alone and blocks[at + 1].kind in _FIELDS
