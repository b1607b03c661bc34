"""What has changed from one build's graphs to the next one's: found line by line, so that memory holds the changes.

A graph is its sorted N-Triples lines. This room knows neither what a line says nor where it is kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from samverkan.lines import Lines

Graphs = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """The lines of each graph that are there no longer, and those that were not there before; sorted."""

    removed: Graphs
    added: Graphs

    @classmethod
    def of(cls, found: Iterable[tuple[str, bool]]) -> Changes:
        """What has changed where these N-Quads lines are `unlike`."""
        removed, added = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        for line, is_new in found:
            end = line.rindex(" ", 0, -2)
            (added if is_new else removed)[line[end + 2 : -3]].append(f"{line[:end]} .")
        return cls(removed=dict(removed), added=dict(added))

    def lines(self, *graphs: str) -> list[str]:
        """All changed lines of these graphs; without graphs, of all."""
        some = graphs or {**self.removed, **self.added}
        return [line for name in some for part in (self.removed, self.added) for line in part.get(name, ())]

    def subjects(self, graph: str) -> set[str]:
        """What the changed lines of a graph are about."""
        return {line[: line.index(" ")] for line in self.lines(graph)}


def unlike(before: Iterable[str], after: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The lines that only one of them has, and whether it is the latter; both are sorted and have each line once."""
    old, new = iter(before), iter(after)
    one, other = next(old, None), next(new, None)
    while one is not None or other is not None:
        if one == other:
            one, other = next(old, None), next(new, None)
        elif other is None or (one is not None and one < other):
            yield one or "", False
            one = next(old, None)
        else:
            yield other, True
            other = next(new, None)


def about(subject: str, lines: Sequence[str]) -> Sequence[str]:
    """Those of a graph's lines that are about this subject."""
    if isinstance(lines, Lines):
        return lines.starting(f"{subject} ")
    begin = bisect_left(lines, f"{subject} ")
    return lines[begin : bisect_left(lines, f"{subject}!", lo=begin)]  # "!" follows the space
