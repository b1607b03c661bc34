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
from samverkan.validation.sight import named, nameless

AT_ONCE = 20_000  # lines: of some shapes, an engine takes time by the square of what it is given
_TARGET_NODE = f"<{SH}targetNode>"


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """Some of the lines, and the nodes that are to be validated on them; None for all."""

    lines: Sequence[str]
    nodes: Collection[str] | None = None


def in_shares(shapes: Shapes, lines: Sequence[str], core: Sequence[str]) -> Iterator[Share]:
    """The lines in shares; `core` says of the classes how they are related, and goes with each."""
    through = asked_by_engine(shapes)
    if len(lines) <= AT_ONCE or through is None or nameless(lines):
        yield Share(lines=[*lines, *core])
        return
    ways, asked = {way for way, _ in through}, {name for _, name in through}
    described = {named(line): list[str]() for line in lines if line.split(" ", 2)[1] in ways}
    for line in lines if described else ():
        subject, name, _ = line.split(" ", 2)
        if name in asked and subject in described:
            described[subject].append(line)
    apart = {split(line)[0] for line in core} | {split(one)[2] for one in shapes.lines if _TARGET_NODE in one}
    for nodes, own in _parts(lines if isinstance(lines, Lines) else sorted(lines)):
        ends = {named(line) for line in own if line.split(" ", 2)[1] in ways} - nodes
        yield Share(lines=[*own, *(line for end in sorted(ends) for line in described[end]), *core], nodes=nodes)
        apart -= nodes
    yield Share(lines=core, nodes=apart)  # what is no subject of the data


def _parts(lines: Sequence[str]) -> Iterator[tuple[set[str], list[str]]]:
    """So many lines at a time, and whom they are about; those about one subject stand together."""
    nodes, part = set[str](), list[str]()
    for subject, about in groupby(lines, lambda line: line[: line.index(" ")]):
        nodes.add(subject)
        part += about
        if len(part) >= AT_ONCE:
            yield nodes, part
            nodes, part = set(), []
    if part:
        yield nodes, part
