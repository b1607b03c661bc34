"""What a benchmark measured, beside what it should reach, and how it is told: in lines for people, or as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from statistics import median
from typing import TypeVar

Outcome = TypeVar("Outcome")
JSON_OPTION = "--json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One figure of one piece of work: `wanted` says what it should reach, None where it is only told."""

    work: str
    against: str
    figure: float
    unit: str = "×"
    least: float | None = None
    most: float | None = None
    remark: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether it is what it should be; None where nothing is said."""
        if self.least is None and self.most is None:
            return None
        return (self.least or 0.0) <= self.figure <= (self.most or float("inf"))

    @property
    def wanted(self) -> str:
        """What it should reach, in words."""
        if self.least is not None:
            return f"≥ {self.least:g} {self.unit}"
        return f"≤ {self.most:g} {self.unit}" if self.most is not None else "–"


def tell(figures: Iterable[Figure]) -> None:
    """Print the figures, one a line: as JSON where the command line asks for it."""
    for one in figures:
        if JSON_OPTION in sys.argv:
            print(json.dumps(asdict(one), ensure_ascii=False), flush=True)
        else:
            mark = {True: "reached", False: "NOT reached", None: ""}[one.reached]
            print(f"{one.work}, against {one.against}: {one.figure:.3g} {one.unit} ({one.wanted}) {mark} {one.remark}")


def markdown(figures: Iterable[Figure]) -> Iterator[str]:
    """The figures as a table."""
    yield "| work | against | figure | wanted | reached | |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for one in figures:
        reached = {True: "yes", False: "**no**", None: ""}[one.reached]
        figure = f"{one.figure:.3g} {one.unit}" if one.figure < 100 else f"{one.figure:.0f} {one.unit}"
        yield f"| {one.work} | {one.against} | {figure} | {one.wanted} | {reached} | {one.remark} |"


def seconds(work: Callable[[], Outcome], rounds: int = 1) -> tuple[float, Outcome]:
    """The median of the seconds on the clock over so many rounds, and the last outcome."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        outcome = work()
        taken.append(time.perf_counter() - start)
    return median(taken), outcome
