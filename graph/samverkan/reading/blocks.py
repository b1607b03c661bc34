"""What a text's layout consists of: blocks and lines, each with its place. Reads nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from samverkan.vocabulary import Field


class BlockKind(StrEnum):
    """What a block of text is in the layout."""

    HEADING = "heading"
    FIELD = "field"
    UNKNOWN_FIELD = "unknown field"
    BULLET = "bullet"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A block and the code points of its content; a field also has its label and the field that the label names."""

    kind: BlockKind
    start: int
    end: int
    label: str | None = None
    label_start: int | None = None
    field: Field | None = None

    @property
    def begin(self) -> int:
        """Where it begins, its label included; in a table the label stands at the head of its column."""
        return self.start if self.label_start is None else min(self.label_start, self.start)


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it."""

    start: int
    end: int
    content: str
