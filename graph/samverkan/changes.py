"""What has changed from one build's graphs to the next one's, and how what was in order is kept so with the changes.

A graph is its sorted N-Triples lines. This room knows neither what a line says nor where it is kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from samverkan.lines import Lines

Graphs = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """The lines of each graph that are there no longer, and those that were not there before; sorted."""

    removed: Graphs
    added: Graphs

    @classmethod
    def between(cls, before: Graphs, after: Graphs) -> Changes:
        """What has changed from these graphs to those."""
        return cls(removed=_only_in(before, after), added=_only_in(after, before))

    def lines(self, *graphs: str) -> list[str]:
        """All changed lines of these graphs; without graphs, of all."""
        some = graphs or {**self.removed, **self.added}
        return [line for name in some for part in (self.removed, self.added) for line in part.get(name, ())]

    def subjects(self, graph: str) -> set[str]:
        """What the changed lines of a graph are about."""
        return {line[: line.index(" ")] for line in self.lines(graph)}


def _only_in(some: Graphs, others: Graphs) -> Graphs:
    return {name: sorted(set(lines).difference(others.get(name, ()))) for name, lines in some.items()}


def about(subject: str, lines: Sequence[str]) -> Sequence[str]:
    """Those of a graph's lines that are about this subject."""
    if isinstance(lines, Lines):
        return lines.starting(f"{subject} ")
    begin = bisect_left(lines, f"{subject} ")
    return lines[begin : bisect_left(lines, f"{subject}!", lo=begin)]  # "!" follows the space


def renewed(
    items: Sequence[str], key: Callable[[str], str], gone: Collection[str], come: Mapping[str, str]
) -> Iterator[str]:
    """Items in the order of their keys: without those whose key is gone, and with those that come, by their keys."""
    done = 0
    for one in sorted({*gone, *come}):
        place = bisect_left(items, one, lo=done, key=key)
        yield from items[done:place]
        done = place + (place < len(items) and key(items[place]) == one)
        if one in come:
            yield come[one]
    yield from items[done:]
