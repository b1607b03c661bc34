from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from samverkan.project import CHECKOUT
from stated import reading, written

SEEDS = sorted((CHECKOUT / "seeds").glob("*.txt"))
SENTENCE_LENGTH = 100


def facts(text: str) -> set[tuple[str, str, str]]:
    return {
        (str(record.name.value), one.property, written(one))
        for record in reading(text).records
        for one in record.mentions
    }


def wrapped(text: str, width: int) -> str:
    """The text with its paragraphs broken into lines, as a mail or a PDF would have them; fields stay on theirs."""
    lines = []
    for line in text.split("\n"):
        prose = len(line) > SENTENCE_LENGTH and ":" not in line[:40] and not line.startswith(" ")
        lines += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) if prose else [line]
    return "\n".join(lines)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
@pytest.mark.parametrize("width", [48, 60, 72, 80, 95])
def test_wrapping_the_lines_of_a_document_changes_none_of_its_facts(seed: Path, width: int) -> None:
    text = seed.read_text(encoding="utf-8")
    assert wrapped(text, width) != text
    assert facts(wrapped(text, width)) == facts(text)
