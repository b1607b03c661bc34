"""What has changed from one build's graphs to the next one's.

A graph is its sorted N-Triples lines. This room knows neither what a line says nor where it is kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
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
        removed, added = dict[str, list[str]](), dict[str, list[str]]()
        for name in {**before, **after}:
            old, new = set(before.get(name, ())), set(after.get(name, ()))
            removed[name], added[name] = sorted(old - new), sorted(new - old)
        return cls(removed={name: removed[name] for name in before}, added={name: added[name] for name in after})

    def lines(self, *graphs: str) -> list[str]:
        """All changed lines of these graphs; without graphs, of all."""
        some = graphs or {**self.removed, **self.added}
        return [line for name in some for part in (self.removed, self.added) for line in part.get(name, ())]

    def subjects(self, graph: str) -> set[str]:
        """What the changed lines of a graph are about."""
        return {line[: line.index(" ")] for line in self.lines(graph)}


def about(subject: str, lines: Sequence[str]) -> Sequence[str]:
    """Those of a graph's lines that are about this subject."""
    if isinstance(lines, Lines):
        return lines.starting(f"{subject} ")
    begin = bisect_left(lines, f"{subject} ")
    return lines[begin : bisect_left(lines, f"{subject}!", lo=begin)]  # "!" follows the space
