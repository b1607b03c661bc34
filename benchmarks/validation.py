"""How long validation takes: pyshacl as anyone runs it, and our two validators, on one graph in one run.

Run it with `python benchmarks/validation.py`; it needs the extra `fast`. It prints ratios: seconds are this machine's
alone. `pyshacl` is pyshacl.validate with all shapes over all data on rdflib; `--validator pyshacl` is what a build does
with it, which has Oxigraph answer the rules over the whole graph and keeps from pyshacl what no shape looks at. Each
begins with N-Triples lines and loads them itself; the results of all three are compared before anything is told.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator

from figures import JSON_OPTION, Figure, tell
from repeated import PROJECTS, reference_lines, repeated, seeds_graph

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
    options.add_argument("--without-reference", action="store_true", help="spare the time that pyshacl takes alone")
    options.add_argument(JSON_OPTION, action="store_true", help="tell the figures as JSON")
    chosen = options.parse_args()
    tell(measure(chosen.projects, reference=not chosen.without_reference))


def measure(projects: int, *, reference: bool) -> Iterator[Figure]:
    """The figures for so many projects; for pyshacl alone, a second and more for ten projects."""
    asserted, evidence = (repeated(lines, max(1, projects // PROJECTS)) for lines in seeds_graph())
    inferred = infer(asserted, ONTOLOGY, reference_lines()).lines
    data, core = [*asserted, *inferred, *evidence], turtle_lines(ONTOLOGY / "core.ttl")
    given = [line for name in ("shapes.ttl", "prefixes.ttl") for line in turtle_lines(ONTOLOGY / name)]

    def ours(validator: Validator) -> list[Result]:
        return run(Shapes(given), data, validator, core)

    def plain() -> list[Result]:
        return read_report(engines.report(given, [*data, *core], Validator.PYSHACL))

    fast, results = timed(lambda: ours(Validator.SHACL))
    careful, same = timed(lambda: ours(Validator.PYSHACL))
    assert same == results, "the validators differ"
    work = f"validation, {projects} projects ({len(data) + len(core)} triples, {len(results)} results)"
    if reference:
        seconds, expected = timed(plain)
        assert expected == results, "the validators differ"
        remark = f"{seconds:.1f} s against {fast:.1f} s, loading included"
        yield Figure(work=work, against="pyshacl", figure=seconds / fast, least=20.0, remark=remark)
    yield Figure(work=work, against="--validator pyshacl", figure=careful / fast)


if __name__ == "__main__":
    main()
