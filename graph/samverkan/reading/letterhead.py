"""Headings → the one above the title that only says whose paper, or which page, it is: what stands below is the title.

A body that heads a part of a list stands there among others of its kind, and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from samverkan.reading.blocks import Block, BlockKind
from samverkan.reading.titles import may_be_name
from samverkan.swedish.names import BODY, Gazetteer

# "Sunne kommun › Nyheter › Arbetsmarknad", "Hem / Projekt"; a name with one mark ("Nyväg | Umeå kommun") is no path
_CRUMB = r"[^›»>/|→\n]{2,60}"
_MARK = r"\s+[›»>/|→]\s+"
_PATH = re.compile(
    rf"(?:{_CRUMB}(?:{_MARK}{_CRUMB}){{2,}}|(?:du är här:? )?(?:start|hem|startsidan?)(?:{_MARK}{_CRUMB})+)[›»>/|→]?",
    re.IGNORECASE,
)
_MOST_WORDS = 4  # "Samordningsförbundet Centrala Värmland", but no sentence about one


def below_letterhead(text: str, blocks: Sequence[Block], known: Gazetteer) -> Sequence[Block]:
    """The blocks without the path or the letterhead that the text begins with; it has to be above a possible name."""
    if (
        len(blocks) > 1
        and blocks[0].kind is BlockKind.HEADING
        and _PATH.fullmatch(text[blocks[0].start : blocks[0].end])
    ):
        blocks = blocks[1:]
    title = blocks[1] if len(blocks) > 1 and blocks[1].kind is BlockKind.HEADING else None
    if title is None or not may_be_name(text[title.start : title.end], known):
        return blocks
    heads = [
        block for block in blocks if block.kind is BlockKind.HEADING and _is_body(text[block.start : block.end], known)
    ]
    return blocks[1:] if heads == [blocks[0]] else blocks


def _is_body(content: str, known: Gazetteer) -> bool:
    told = BODY.search(content) is not None or (known.is_known(content) and not known.is_place(content))
    return told and len(content.split()) <= _MOST_WORDS
