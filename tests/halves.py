"""Scores the reader on the two halves of the corpus, each document alone: `python tests/halves.py` prints the table.

May not tell what a single document of the held-back half gave: a half that is looked at holds nothing back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from samverkan.documents import read_document
from samverkan.project import CHECKOUT
from scoring import Gold, Score, score
from stated import graph

CORPUS = CHECKOUT / "tests" / "corpus"
DEVELOPMENT, HELD_BACK = HALVES = ("development", "held-back")


def documents(half: str) -> list[Path]:
    """The documents of a half; each has its facts beside it."""
    return sorted(path for path in (CORPUS / half).iterdir() if path.suffix in {".txt", ".html"})


def facts(path: Path) -> Gold:
    """What the document states, made by hand."""
    stated: Gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return stated


def scored(path: Path) -> Score:
    """The score of a graph of this one document."""
    return score(graph([read_document(path)]), [facts(path)])


def total(half: str) -> Score:
    """The counts of all documents of a half, added up; of the held-back half without the misses in words."""
    result = Score()
    for path in documents(half):
        result += scored(path)
    if half == HELD_BACK:
        result.misses.clear()
    return result


def table(halves: Mapping[str, Score]) -> Iterator[str]:
    """A Markdown table of precision and recall by kind of fact, and of them all."""
    columns = [f"{half}: {column}" for half in halves for column in ("stated", "precision", "recall")]
    yield f"| fact | {' | '.join(columns)} |"
    yield f"| --- |{' ---: |' * len(columns)}"
    kinds = sorted(
        {kind for one in halves.values() for counts in (one.right, one.wrong, one.missing) for kind in counts}
    )
    for kind in kinds:
        yield _row(kind, [one.of(kind) for one in halves.values()])
    yield _row("**all**", list(halves.values()))


def _row(kind: str, scores: list[Score]) -> str:
    figures = (f"{one.right.total() + one.missing.total()} | {one.precision:.3f} | {one.recall:.3f}" for one in scores)
    return f"| {kind} | {' | '.join(figures)} |"


if __name__ == "__main__":
    print("\n".join(table({half: total(half) for half in HALVES})))
