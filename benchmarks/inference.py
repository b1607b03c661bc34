"""How long inference takes: the compiled rules on graphs of two sizes, and owlrl on the smaller, in one run.

Run it with `python benchmarks/inference.py`. It prints ratios: seconds are this machine's alone. What the two reasoners
infer is compared before anything is told.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from statistics import median

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


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--projects", type=int, default=1_000, help="of the smaller graph; the larger has ten times it"
    )
    projects = options.parse_args().projects
    asserted, _ = seeds_graph()
    reference = reference_lines()
    small, large = (repeated(asserted, count // PROJECTS) for count in (projects, 10 * projects))
    ours, inference = timed(lambda: infer(small, ONTOLOGY, reference), rounds=3)
    theirs, expected = timed(lambda: infer(small, ONTOLOGY, reference, Reasoner.OWLRL))
    assert inference == expected, "the reasoners differ"
    tenfold, _ = timed(lambda: infer(large, ONTOLOGY, reference), rounds=3)
    print(f"{projects} projects: {len(small)} triples, {len(inference.lines)} inferred, the same by both reasoners")
    print(f"owlrl / compiled rules: {theirs / ours:.0f}")
    print(f"compiled rules, {10 * projects} projects / {projects}: {tenfold / ours:.1f}")


if __name__ == "__main__":
    main()
