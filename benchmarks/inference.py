"""How long inference takes: the compiled rules on graphs of two sizes, and owlrl on the smaller, in one run.

Run it with `python benchmarks/inference.py`. It prints ratios: seconds are this machine's alone. What the two reasoners
infer is compared before anything is told.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from statistics import median

from figures import JSON_OPTION, Figure, tell
from repeated import PROJECTS, reference_lines, repeated, seeds_graph

from samverkan.project import ONTOLOGY
from samverkan.reasoning import Inference, Reasoner, infer


def timed(work: Callable[[], Inference], rounds: int = 1) -> tuple[float, Inference]:
    """The median of the processor's seconds over so many rounds, and the outcome."""
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        outcome = work()
        seconds.append(time.process_time() - start)
    return median(seconds), outcome


def measure(projects: int) -> Iterator[Figure]:
    """Both figures, for so many projects and ten times as many."""
    asserted, _ = seeds_graph()
    reference = reference_lines()
    small, large = (repeated(asserted, max(1, count // PROJECTS)) for count in (projects, 10 * projects))
    ours, inference = timed(lambda: infer(small, ONTOLOGY, reference), rounds=5)
    theirs, expected = timed(lambda: infer(small, ONTOLOGY, reference, Reasoner.OWLRL))
    assert inference == expected, "the reasoners differ"
    tenfold, _ = timed(lambda: infer(large, ONTOLOGY, reference), rounds=3)
    work = f"inference, {projects} projects ({len(small)} triples, {len(inference.lines)} inferred)"
    yield Figure(work=work, against="owlrl", figure=theirs / ours, least=100.0)
    work = f"inference, {10 * projects} projects"
    yield Figure(work=work, against=f"our own {projects}", figure=tenfold / ours, most=12.0)


def main() -> None:
    """Measure and tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--projects", type=int, default=1_000, help="of the smaller graph; the larger has ten times it"
    )
    options.add_argument(JSON_OPTION, action="store_true", help="tell the figures as JSON")
    tell(measure(options.parse_args().projects))


if __name__ == "__main__":
    main()
