"""Three ways to the same results: pyshacl over everything, pyshacl with Oxigraph, and shacl with Oxigraph.

They are compared on every case of every shape of ours, so on every construct that our shapes use, and on each property
that a shape is about with values of every odd kind.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import Graph
from test_shacl_suite import Key, keys, lines

from samverkan import validation
from samverkan.project import ONTOLOGY
from samverkan.validation import Validator
from samverkan.validation.results import read_report
from samverkan.validation.shapes import SH, Shapes
from test_shapes import CASES, PREFIXES, proven

SHAPES = [line for name in ("shapes.ttl", "prefixes.ttl") for line in lines(ONTOLOGY / name)]
CORE = lines(ONTOLOGY / "core.ttl")
VALUES = [
    "1", "1.0", "-1.5", "1e0", "true", '"1"', '"2021/00001"', '"165560-1234"', '"ett"@sv', "<thing>", '"SEK"',
    '"sek"', '"2021-02-30"^^xsd:date', '"2021-02-03"^^xsd:date', '"2021-02"^^xsd:gYearMonth', '"2021"^^xsd:gYear',
    '"2021-13"^^xsd:gYearMonth', '"1,5"^^xsd:decimal', '"1.5"^^xsd:integer', '"007"^^xsd:integer',
    '"+1.50"^^xsd:decimal', '"1"^^xsd:boolean', '"1"^^xsd:int', "1 , 2", "1.5 , 2.5", '"a" , "b"@sv', "100.0", "100.01",
]  # fmt: skip
CONSTRAINTS = set(
    "minCount maxCount datatype nodeKind class minInclusive maxInclusive minExclusive maxExclusive minLength maxLength "
    "pattern languageIn uniqueLang equals disjoint lessThan lessThanOrEquals not and or xone node property "
    "qualifiedValueShape closed hasValue in sparql".split()
)
# What a sh:or or sh:not of ours is made of: that one reports
WITHIN_OTHERS = {"class", "equals", "maxExclusive", "property"}
ENGINES = [
    Validator.PYSHACL,
    pytest.param(
        Validator.SHACL, marks=pytest.mark.skipif(find_spec("shacl") is None, reason="the extra is not installed")
    ),
]


def written(graph: Graph) -> list[str]:
    """The graph as canonical N-Triples lines."""
    return [
        f"{quad.subject} {quad.predicate} {quad.object} ."
        for quad in ox.parse(graph.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    ]


def cases() -> list[str]:
    """Every case of every shape, in one graph."""
    data = Graph()
    for number, case in enumerate(CASES):
        data += proven(Graph().parse(data=case.turtle(f"case-{number}"), format="turtle"), case, f"case-{number}")
    return written(data)


def odd_values() -> list[str]:
    """Each property that the shapes name, with each of the values, of a thing of its own."""
    mentioned = sorted({term for line in SHAPES for term in re.findall(r"<[^>]+/ontology#[a-z]\w*>", line)})
    said = (
        f"<project/{number}-{place}> {term} {value} ."
        for number, term in enumerate(mentioned)
        for place, value in enumerate(VALUES)
    )
    return written(Graph().parse(data=PREFIXES + "\n".join(said), format="turtle"))


@cache
def data_and_results(kind: Callable[[], list[str]]) -> tuple[list[str], set[Key]]:
    """The data, and what pyshacl alone finds in them."""
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)  # ill-typed literals are what some cases are about
    data = [*kind(), *CORE]
    graph, shapes = (Graph().parse(data="\n".join(triples), format="nt") for triples in (data, SHAPES))
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    assert isinstance(report, Graph)
    return data, keys(read_report(report.serialize(format="nt")))


def is_known(validator: Validator, key: Key) -> bool:
    """Whether the validator is known to report this beside what pyshacl reports.

    What can't be compared with a number is not at most that number: shacl says so, pyshacl only of sh:minInclusive.
    Such a value has the wrong datatype too, for which the same shape reports it, so that the findings are the same.
    """
    return validator is Validator.SHACL and key[2] == f"<{SH}MaxInclusiveConstraintComponent>" and "^^" in key[4]


@pytest.mark.parametrize("validator", ENGINES)
@pytest.mark.parametrize("kind", [cases, odd_values])
def test_each_validator_gives_the_results_of_pyshacl(kind: Callable[[], list[str]], validator: Validator) -> None:
    data, results = data_and_results(kind)
    found = keys(validation.run(Shapes(SHAPES), data, validator))
    assert {key for key in found - results if not is_known(validator, key)} == set()
    assert results - found == set()


@pytest.mark.skipif(find_spec("shacl") is None, reason="the extra is not installed")
@pytest.mark.parametrize("kind", [cases, odd_values])
def test_the_findings_do_not_depend_on_the_validator(kind: Callable[[], list[str]]) -> None:
    findings = validation.validate(kind(), ONTOLOGY, Validator.SHACL)
    assert findings == validation.validate(kind(), ONTOLOGY, Validator.PYSHACL) != []


def test_the_cases_report_every_construct_that_the_shapes_use() -> None:
    used = {line.split(" ")[1][len(SH) + 1 : -1] for line in SHAPES if f" <{SH}" in line} & CONSTRAINTS
    _, results = data_and_results(cases)
    reported = {key[2][len(SH) + 1 : -len("ConstraintComponent>")].casefold() for key in results}
    assert {name for name in used if name.casefold() not in reported} == WITHIN_OTHERS & used


def test_of_our_shapes_every_query_is_asked_of_oxigraph() -> None:
    shapes = Shapes(SHAPES)
    assert [line for line in shapes.lines if f"<{SH}sparql>" in line] == []
    assert {str(rule.shape) for rule in shapes.rules} == {
        line.split(" ")[0] for line in SHAPES if f"<{SH}sparql>" in line
    }
