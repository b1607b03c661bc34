"""The W3C's SHACL test suite, run through both validators where it lies beside the checkout; known differences listed.

A result is compared by focus, the properties of its path, component, severity and value; blank nodes count as one.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import url2pathname

import pyoxigraph as ox
import pytest

from samverkan import validation
from samverkan.project import CHECKOUT
from samverkan.validation import Validator
from samverkan.validation.engines import SenselessShapesError
from samverkan.validation.results import Result, read_report
from samverkan.validation.shapes import SH, Shapes, Term

SUITE = CHECKOUT.parent / "shared" / "conformance" / "shacl"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"

KNOWN_DIFFERENCES = {
    Validator.PYSHACL: {
        "core/property/uniqueLang-002": 'takes "1"^^xsd:boolean for another value than true',
        "sparql/pre-binding/shapesGraph-001": "has no $shapesGraph to query",
    },
    Validator.SHACL: {
        "sparql/pre-binding/shapesGraph-001": "has no $shapesGraph to query, and pyshacl is shown the shapes before",
    },
}

CASES = sorted(
    path for path in SUITE.rglob("*.ttl") if f"{SHT}Validate" in path.read_text() or "sht:Validate" in path.read_text()
)
Key = tuple[str, tuple[str, ...], str, str, str]


def lines(path: Path) -> list[str]:
    """The file's triples; blank nodes of different files have different labels."""
    quads = ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=path.as_uri(), rename_blank_nodes=True)
    return [f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads]


def store_of(triples: list[str]) -> ox.Store:
    store = ox.Store()
    store.extend(ox.parse("\n".join(triples), format=ox.RdfFormat.N_TRIPLES))
    return store


def the_only(store: ox.Store, prop: str) -> Term:
    (quad,) = store.quads_for_pattern(None, ox.NamedNode(prop), None)
    return quad.object


def keys(results: Iterable[Result]) -> set[Key]:
    return {
        (
            text(one.focus),
            tuple(map(text, one.path)),
            text(one.component),
            text(one.severity),
            text(one.value) if one.value else "",
        )
        for one in results
    }


def text(term: Term) -> str:
    return "_:" if isinstance(term, ox.BlankNode) else str(term)


def run(case: Path, validator: Validator) -> tuple[set[Key] | None, set[Key] | None]:
    """What the case expects and what the validator gives; None is a failure."""
    told = lines(case)
    manifest = store_of(told)
    shapes, data = (
        lines(Path(url2pathname(urljoin(case.as_uri(), graph.value).removeprefix("file://"))))
        for name in ("shapesGraph", "dataGraph")
        if isinstance(graph := the_only(manifest, SHT + name), ox.NamedNode)
    )
    fails = the_only(manifest, f"{MF}result") == ox.NamedNode(f"{SHT}Failure")
    expected = None if fails else keys(read_report("\n".join(told)))
    # a case's shapes are in one graph with the expected report, which refers to them as if it used them
    bare = [line for line in shapes if f"<{SH}sourceShape>" not in line]
    try:
        return expected, keys(validation.run(Shapes(bare), data, validator))
    except (SenselessShapesError, SyntaxError):
        return expected, None


@pytest.mark.skipif(not CASES, reason="the W3C's suite is not here")
@pytest.mark.parametrize("validator", [Validator.PYSHACL, Validator.SHACL])
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.relative_to(SUITE).with_suffix("")))
def test_a_validator_reports_what_the_suite_expects_but_for_the_known_differences(
    case: Path, validator: Validator
) -> None:
    if validator is Validator.SHACL and find_spec("shacl") is None:
        pytest.skip("the extra shacl is not installed")
    expected, found = run(case, validator)
    known = str(case.relative_to(SUITE).with_suffix("")) in KNOWN_DIFFERENCES[validator]
    assert (found != expected) is known
