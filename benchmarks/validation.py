"""How long validation takes: pyshacl over everything, and our two validators, on one graph in one run.

Run it with `python benchmarks/validation.py`; it needs the extra `fast`. It prints ratios: seconds are this machine's
alone. pyshacl over everything asks the rules over the whole graph of rdflib and sees all evidence, as before Oxigraph
took them over; the results of all three are compared before anything is told.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator

import pyoxigraph as ox
from figures import JSON_OPTION, Figure, tell
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
    options.add_argument("--with-reference", action="store_true", help="and pyshacl over everything")
    options.add_argument(JSON_OPTION, action="store_true", help="tell the figures as JSON")
    chosen = options.parse_args()
    tell(measure(chosen.projects, with_reference=chosen.with_reference))


def measure(projects: int, *, with_reference: bool) -> Iterator[Figure]:
    """The figures for so many projects; pyshacl over everything, rules and evidence too, takes very long."""
    asserted, evidence = (repeated(lines, max(1, projects // PROJECTS)) for lines in seeds_graph())
    inferred = infer(asserted, ONTOLOGY, reference_lines()).lines
    data = [*asserted, *inferred, *evidence, *turtle_lines(ONTOLOGY / "core.ttl")]
    given = [line for name in ("shapes.ttl", "prefixes.ttl") for line in turtle_lines(ONTOLOGY / name)]

    def ours(validator: Validator) -> list[Result]:
        store = ox.Store()
        store.bulk_extend(ox.parse("\n".join(data), format=ox.RdfFormat.N_TRIPLES))
        return run(Shapes(given), data, store, validator)

    seconds, results = zip(*(timed(lambda one=one: ours(one)) for one in Validator), strict=True)
    assert results[0] == results[1], "the validators differ"
    work = f"validation, {projects} projects ({len(data)} triples, {len(results[0])} results)"
    yield Figure(work=work, against="pyshacl", figure=seconds[0] / seconds[1], least=20.0, remark="loading included")
    if with_reference:
        reference, expected = timed(lambda: read_report(engines.report(given, map(split, data), Validator.PYSHACL)))
        assert expected == results[0], "the validators differ"
        yield Figure(work=work, against="pyshacl over everything", figure=reference / seconds[1])


if __name__ == "__main__":
    main()
