"""The data in shares that the shapes can be run on one by one: an engine takes far more memory than the lines do.

A share has all that some nodes say, and what shapes ask of the nodes that these name: no more is seen of a node by the
engine's part of the shapes. Where they look farther, or nodes have no names, all data are one share.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from samverkan.lines import Lines
from samverkan.nodes import split
from samverkan.validation.reach import asked_by_engine
from samverkan.validation.shapes import SH, Shapes

AT_ONCE = 250_000  # lines, which an engine takes a gigabyte for
_TARGET_NODE = f"<{SH}targetNode>"


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """Some of the lines, and the nodes that are to be validated on them; None for all."""

    lines: Sequence[str]
    nodes: Collection[str] | None = None


def in_shares(shapes: Shapes, lines: Sequence[str], core: Sequence[str]) -> Iterator[Share]:
    """The lines in shares; `core` says of the classes how they are related, and goes with each."""
    through = asked_by_engine(shapes)
    if len(lines) <= AT_ONCE or through is None or any(line.startswith("_:") or " _:" in line for line in lines):
        yield Share(lines=[*lines, *core])
        return
    ways, asked = {way for way, _ in through}, {name for _, name in through}
    named = {term for _, predicate, term in map(split, lines) if predicate in ways}
    described = {subject: list[str]() for subject in named}
    apart = {split(line)[0] for line in core} | {split(one)[2] for one in shapes.lines if _TARGET_NODE in one}
    for line in lines:
        subject, predicate, _ = split(line)
        apart.discard(subject)
        if predicate in asked and subject in described:
            described[subject].append(line)
    for own in _parts(lines if isinstance(lines, Lines) else sorted(lines)):
        nodes = {split(line)[0] for line in own}
        ends = {term for _, predicate, term in map(split, own) if predicate in ways} - nodes
        yield Share(
            lines=[*own, *(line for end in sorted(ends) for line in described[end]), *core], nodes=nodes | apart
        )
        apart.clear()  # what is no subject of the data is validated once


def _parts(lines: Sequence[str]) -> Iterator[list[str]]:
    """So many lines at a time, those about one subject together."""
    part: list[str] = []
    for _, about in groupby(lines, lambda line: line[: line.index(" ")]):
        part += about
        if len(part) >= AT_ONCE:
            yield part
            part = []
    if part:
        yield part
