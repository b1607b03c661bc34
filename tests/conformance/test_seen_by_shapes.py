"""What the rules and the engine are not given makes no difference to what they find."""

from __future__ import annotations

import pytest
from test_validated_in_shares import damaged
from test_validators import SHAPES, cases

from samverkan import validation
from samverkan.identifiers import RDF, sam
from samverkan.project import ONTOLOGY
from samverkan.validation import Validator
from samverkan.validation.shapes import SH, Shapes
from samverkan.validation.sight import Sight, divided, of_rules

TYPE, EVERYTHING = f"<{RDF}type>", Sight(properties=None)


@pytest.mark.parametrize("proven", [True, False])
def test_the_rules_find_the_same_in_what_they_look_at_as_in_all(proven: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [*damaged(3), *cases()]
    monkeypatch.setattr("samverkan.validation._FEW", len(lines) + 1)
    whole = validation.validate(lines, ONTOLOGY, Validator.SHACL, proven=proven)
    monkeypatch.setattr("samverkan.validation._FEW", 0)
    assert validation.validate(lines, ONTOLOGY, Validator.SHACL, proven=proven) == whole != []


def test_of_our_own_rules_it_is_known_what_they_look_at() -> None:
    seen = of_rules(Shapes(SHAPES))
    assert seen.classes == {f"<{sam('Project')}>", f"<{sam('Evidence')}>"}
    assert seen.properties is not None
    assert f"<{sam('endDate')}>" in seen.properties
    assert not {TYPE, f"<{sam('hasParticipation')}>", f"<{sam('line')}>"} & seen.properties


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("SELECT $this ?value { ?value $this ?x . ?x <x:q> ?y }", {"<x:p>", "<x:q>"}),
        (
            "SELECT $this ?value { ?value a ?kind ; $this ?x FILTER NOT EXISTS { ?x <x:q> ?y } }",
            {TYPE, "<x:p>", "<x:q>"},
        ),
        ("SELECT $this ?value { ?value ?any $this }", None),
        ("SELECT $this ?value { ?value ?any ?x FILTER (?any = $this) }", None),
        ("SELECT $this ?value { ?value $this/<x:q> ?x }", None),
        ("SELECT $this ?value { ?value $this ?x } GROUP BY $this ?value HAVING (EXISTS { ?value ?y ?z })", None),
    ],
)
def test_what_a_rule_looks_at_is_read_off_its_query(query: str, seen: set[str] | None) -> None:
    given = [f"<x:s> <{SH}targetNode> <x:p> .", f"<x:s> <{SH}sparql> <x:c> .", f'<x:c> <{SH}select> "{query}" .']
    assert of_rules(Shapes(given)) == (EVERYTHING if seen is None else Sight(properties=frozenset(seen)))


def test_lines_are_divided_by_property_and_class() -> None:
    lines = [f"<x:a> {TYPE} <x:A> .", f"<x:a> {TYPE} <x:B> .", '<x:a> <x:p> "<x:q> <x:A> ." .', "<x:a> <x:r> <x:A> ."]
    sights = Sight(properties=frozenset({"<x:p>"}), classes=frozenset({"<x:A>"})), Sight(), EVERYTHING
    assert [[list(one) for one in seen] for seen in divided(lines, *sights)] == [[[lines[0], lines[2]], [], lines]]
