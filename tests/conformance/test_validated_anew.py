"""What is validated anew after a change, and what is spared, makes no difference to what is found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_validators import SHAPES, cases

from samverkan import validation
from samverkan.changes import Changes, unlike
from samverkan.export import quads
from samverkan.identifiers import RDF, sam
from samverkan.model import Finding
from samverkan.project import ONTOLOGY
from samverkan.validation.reach import reach, to_ask
from samverkan.validation.shapes import SH, Shapes

LINES = sorted(line for line in {*cases()} if "_:" not in line)  # builds have no blank nodes
some = st.sets(st.sampled_from(LINES), max_size=60)


def found(lines: list[str], since: validation.Since | None = None) -> list[Finding]:
    return validation.validate(lines, ONTOLOGY, since=since)


def since(before: list[str], after: list[str]) -> validation.Since:
    changes = Changes.of(unlike(quads({"": before}), quads({"": after})))
    nodes = {f"<{one.focus}>" for one in found(before)}
    return validation.Since(changed=changes.lines(), found=nodes, graphs=[after])


@settings(max_examples=4, deadline=None)
@given(some, some)
def test_after_any_change_the_findings_are_those_of_all_the_data(missing: set[str], gone: set[str]) -> None:
    before, after = ([line for line in LINES if line not in without] for without in (missing, gone))
    assert found(after, since(before, after)) == found(after)


def test_only_what_has_changed_and_what_had_findings_is_validated_anew() -> None:
    sound = [line for line in LINES if "/case-0>" in line]
    (bad,) = (line for line in sound if line.split(" ")[1] == f"<{sam('carriedOutBy')}>")
    after = sorted({*LINES} - {bad})
    seen = reach(Shapes(SHAPES))
    assert seen is not None
    asked = to_ask(validation.Since(changed=[bad], found=["<x:found>"], graphs=[after]), seen)
    assert asked is not None
    assert asked[0] == {bad.partition(" ")[0], "<x:found>"}
    assert 0 < len(asked[1]) < len(sound)


def test_a_node_is_asked_for_what_those_say_that_it_names() -> None:
    seen = reach(Shapes(SHAPES))
    assert seen is not None
    assert seen.back == {f"<{RDF}subject>"}
    ways = {
        (sam("decision"), sam("decidedOn")),
        (sam("decision"), sam("decidedBy")),
        (sam("participant"), f"{RDF}type"),
    }
    assert seen.through == {(f"<{way}>", f"<{asked}>") for way, asked in ways}


def shapes(*lines: str) -> Shapes:
    return Shapes([f"<x:s> <{SH}{line} ." for line in lines])


@pytest.mark.parametrize(
    "line",
    [
        "targetObjectsOf> <x:p>",
        "node> <x:other>",
        "qualifiedValueShape> <x:other>",
        "path> _:path",
    ],
)
def test_shapes_that_look_farther_have_everything_validated(line: str) -> None:
    assert reach(shapes("targetClass> <x:Class>", line)) is None


@pytest.mark.parametrize(
    ("query", "known"),
    [
        ("SELECT $this ?value { ?value $this ?x . ?x <x:q> ?y }", True),
        ("SELECT $this ?value { ?value $this ?x . ?x <x:q> ?y . ?y <x:r> ?z }", False),
        ("SELECT $this ?value { ?value $this ?x . ?other <x:q> ?x }", False),
        ("SELECT $this ?value { ?value $this ?x . ?x ?any ?y }", False),
        ("SELECT $this ?value { ?value ?any $this }", True),
        ("SELECT $this ?value { ?value $this/<x:q> ?x }", False),
        ("SELECT $this ?value { ?value $this ?x } LIMIT 1", False),
        ("SELECT $this (MIN(?v) AS ?value) { ?v $this ?x }", False),
        ("SELECT $this ?value { ?value $this ?x } GROUP BY $this ?value HAVING (COUNT(?x) > 1)", True),
        ("SELECT $this { ?value $this ?x }", False),
    ],
)
def test_a_rule_is_spared_only_where_each_node_is_judged_by_itself(query: str, known: bool) -> None:
    given_shapes = shapes("targetNode> <x:p>", "sparql> <x:c>").lines
    rule = Shapes([*given_shapes, f'<x:c> <{SH}select> "{query}" .'])
    assert len(rule.rules) == 1
    assert (reach(rule) is not None) is known
