"""Sorted N-Triples lines in files: written once, read anew by whoever needs them, so that no graph fills the memory.

This room knows no RDF: a line is a line.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from heapq import merge
from itertools import count, groupby, islice
from mmap import ACCESS_READ, mmap
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar, overload

_BLOCK = 1 << 16  # characters that are read at once
_MOST_RUNS = 250  # files that are open at a time
_AT_ONCE = 1_000  # lines that are written at once
One = TypeVar("One")


class Lines(Sequence[str]):
    """The lines of a file, without their ends. Where each begins is noted once one is asked for by its place."""

    def __init__(self, path: Path, count: int) -> None:
        self.path = path
        self._count = count

    def __iter__(self) -> Iterator[str]:
        return self._from(0)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            start, stop, step = place.indices(self._count)
            return list(islice(self._from(self._starts[start]), 0, stop - start, step)) if start < stop else []
        return next(self._from(self._starts[place]))

    def _from(self, start: int) -> Iterator[str]:
        """The lines from the one that begins at this byte."""
        with self.path.open(encoding="utf-8", newline="\n") as file:
            file.seek(start)
            rest = ""
            while block := file.read(_BLOCK):
                *whole, rest = (rest + block).split("\n")
                yield from whole

    @cached_property
    def _starts(self) -> array[int]:
        starts, begin = array("Q"), 0
        with self.path.open("rb") as file:
            for line in file:
                starts.append(begin)
                begin += len(line)
        return starts

    def starting(self, text: str) -> list[str]:
        """The lines that start so, found without going through all."""
        if not self._count:
            return []
        wanted, found = text.encode(), []
        with self.path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as whole:
            place, end = 0, len(whole)
            while place < end:
                middle = (place + end) // 2
                start = max(place, whole.rfind(b"\n", place, middle) + 1)
                if whole[start : start + len(wanted)] < wanted:
                    place = whole.find(b"\n", middle) + 1
                else:
                    end = start
            while place < len(whole) and whole[place : place + len(wanted)] == wanted:
                end = whole.find(b"\n", place)
                found.append(whole[place:end].decode())
                place = end + 1
        return found


def keep(path: Path, parts: Iterable[Iterable[str]]) -> Lines:
    """Put the lines of all parts into this file, in the order of their code points and each once.

    Each part is sorted, and no more than one need stand in memory.
    """
    with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as folder:
        names = (Path(folder) / str(place) for place in count())
        runs = [_written(name, part) for name, part in zip(names, parts, strict=False)]
        while len(runs) > _MOST_RUNS:
            runs = [_merged(name, some) for name, some in zip(names, batched(runs, _MOST_RUNS), strict=False)]
        return _merged(path, runs)


def _merged(path: Path, runs: Sequence[Lines]) -> Lines:
    """The lines of all these files in one, which takes their place."""
    if len(runs) == 1:
        return Lines(runs[0].path.rename(path), len(runs[0]))
    merged = _written(path, merge(*runs))
    for run in runs:
        run.path.unlink()
    return merged


def _written(path: Path, lines: Iterable[str]) -> Lines:
    written, once = 0, map(itemgetter(0), groupby(lines))
    with path.open("w", encoding="utf-8", newline="") as file:
        for some in batched(once, _AT_ONCE):
            file.write("\n".join((*some, "")))
            written += len(some)
    return Lines(path, written)


def batched(ones: Iterable[One], size: int) -> Iterator[list[One]]:
    """So many of them at a time."""
    waiting = iter(ones)
    while some := list(islice(waiting, size)):
        yield some
