"""What follows from more facts than memory should hold: share by share, on all cores, each share in a file.

Where facts of two shares may meet, all are one share. This room knows no axiom: `shares` says what may be parted.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence, Set
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from heapq import merge
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

from samverkan.lines import keep
from samverkan.nodes import Triple
from samverkan.reasoning import Inference, Reasoner, infer_by, load_axioms
from samverkan.reasoning.shares import home, told_of, unshared

AT_ONCE = 400_000  # lines, for which inferring takes some 200 MB
_MOST = 500  # files that are open at a time


def infer_into(
    path: Path, asserted: Sequence[str], ontology: Path, reference: Sequence[str], reasoner: Reasoner
) -> Inference:
    """What `infer` says of these sorted lines, put into this file. Raises OntologyError when core.ttl can't be read."""
    axioms, count = load_axioms(ontology), min(-(-len(asserted) // AT_ONCE), _MOST)
    with TemporaryDirectory(dir=path.parent) as folder:
        parts = _parted(asserted, axioms, reference, Path(folder), count) if reasoner is Reasoner.COMPILED else []
        if len(parts) < 2:
            whole = infer_by(axioms, asserted, reference, reasoner)
            return Inference(lines=keep(path, [whole.lines]), findings=whole.findings)
        with ProcessPoolExecutor(min(os.cpu_count() or 1, count)) as pool:
            found = list(pool.map(_infer_part, parts, repeat(axioms), repeat(reference)))
        lines = keep(path, [_without(merge(*(one.lines for one in found)), asserted)])
    told = {finding for one in found for finding in one.findings}
    return Inference(lines=lines, findings=tuple(sorted(told, key=lambda finding: finding.message)))


def _parted(
    asserted: Iterable[str], axioms: Set[Triple], reference: Sequence[str], folder: Path, count: int
) -> list[Path]:
    """The facts in so many files, those about one subject in one; none where facts of two files may meet."""
    if count < 2:
        return []
    described, every, own = frozenset(reference), set[tuple[str, str]](), set[tuple[str, str]]()
    paths = [folder / str(place) for place in range(count)]
    with ExitStack() as ends:
        files = [ends.enter_context(path.open("w", encoding="utf-8", newline="")) for path in paths]
        for line in asserted:
            files[crc32(home(line).encode()) % count].write(f"{line}\n")
            told = told_of([line])
            every |= told
            own |= told if line not in described else frozenset()
    return [] if unshared(axioms, every, own, told_of(reference)) else paths


def _infer_part(path: Path, axioms: Set[Triple], reference: Sequence[str]) -> Inference:
    with path.open(encoding="utf-8", newline="\n") as file:
        found = infer_by(axioms, [line[:-1] for line in file], reference)
    return Inference(lines=keep(path.with_suffix(".nt"), [found.lines]), findings=found.findings)


def _without(lines: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    """The sorted lines that are not among these others, which are sorted too."""
    waiting = iter(others)
    other = next(waiting, None)
    for line in lines:
        while other is not None and other < line:
            other = next(waiting, None)
        if line != other:
            yield line
