"""How long validation takes: pyshacl over everything, and our two validators, on one graph in one run.

Run it with `python benchmarks/validation.py`; it needs the extra `fast`. It prints ratios: seconds are this machine's
alone. pyshacl over everything asks the rules over the whole graph of rdflib and sees all evidence, as before Oxigraph
took them over; the results of all three are compared before anything is told.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import pyoxigraph as ox
from repeated import PROJECTS, reference_lines, repeated, seeds_graph

from samverkan.nodes import split
from samverkan.project import ONTOLOGY
from samverkan.reasoning import infer
from samverkan.triples import turtle_lines
from samverkan.validation import Validator, engines, run
from samverkan.validation.results import Result, read_report
from samverkan.validation.shapes import Shapes

Key = tuple[str, ...]


def keys(results: list[Result]) -> set[Key]:
    """Focus, path, component, severity and value of each result."""
    return {
        (str(one.focus), *map(str, one.path), str(one.component), str(one.severity), str(one.value)) for one in results
    }


def timed(work: Callable[[], list[Result]]) -> tuple[float, set[Key]]:
    """The seconds on the clock, as shacl uses several threads, and the results."""
    start = time.perf_counter()
    results = work()
    return time.perf_counter() - start, keys(results)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--projects", type=int, default=500)
    options.add_argument("--without-reference", action="store_true", help="leave out pyshacl over everything")
    chosen = options.parse_args()
    asserted, evidence = (repeated(lines, chosen.projects // PROJECTS) for lines in seeds_graph())
    inferred = infer(asserted, ONTOLOGY, reference_lines()).lines
    data = [*asserted, *inferred, *evidence, *turtle_lines(ONTOLOGY / "core.ttl")]
    given = [line for name in ("shapes.ttl", "prefixes.ttl") for line in turtle_lines(ONTOLOGY / name)]

    def ours(validator: Validator) -> list[Result]:
        store = ox.Store()
        store.bulk_extend(ox.parse("\n".join(data), format=ox.RdfFormat.N_TRIPLES))
        return run(Shapes(given), data, store, validator)

    seconds, results = zip(*(timed(lambda one=one: ours(one)) for one in Validator), strict=True)
    print(f"{chosen.projects} projects: {len(data)} triples, {len(results[0])} results")
    print(f"pyshacl / shacl, each with Oxigraph: {seconds[0] / seconds[1]:.1f}")
    if not chosen.without_reference:
        reference, expected = timed(lambda: read_report(engines.report(given, map(split, data), Validator.PYSHACL)))
        results = (*results, expected)
        print(f"pyshacl over everything / pyshacl with Oxigraph: {reference / seconds[0]:.1f}")
        print(f"pyshacl over everything / shacl with Oxigraph: {reference / seconds[1]:.1f}")
    assert all(one == results[0] for one in results), "the validators differ"


if __name__ == "__main__":
    main()
