"""Sorted N-Triples lines in files: written once, read anew by whoever needs them, so that no graph fills the memory.

This room knows no RDF: a line is a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory


@dataclass(frozen=True, kw_only=True, slots=True)
class Lines:
    """The lines of a file, in the order of their code points and each once, without their ends."""

    path: Path
    count: int

    def __iter__(self) -> Iterator[str]:
        with self.path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                yield line[:-1]

    def __len__(self) -> int:
        return self.count


def keep(path: Path, parts: Iterable[Iterable[str]]) -> Lines:
    """Put the lines of all parts into this file; each part is sorted, and no more than one need stand in memory."""
    with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as folder:
        runs = [_written(Path(folder) / str(place), part) for place, part in enumerate(parts)]
        if len(runs) != 1:
            return _written(path, merge(*runs))
        runs[0].path.rename(path)
        return Lines(path=path, count=runs[0].count)


def _written(path: Path, lines: Iterable[str]) -> Lines:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for line, _ in groupby(lines):
            file.write(f"{line}\n")
            count += 1
    return Lines(path=path, count=count)
