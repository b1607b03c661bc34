"""What the shapes find in the data share by share is what they find in them as a whole."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest
from test_validators import cases

from samverkan import triples
from samverkan.project import CHECKOUT, ONTOLOGY
from samverkan.validation import Validator, shares, validate
from samverkan.validation.shapes import Shapes

GRAPH = [
    *(line for line in {*cases()} if "_:" not in line),
    *triples.turtle_lines(CHECKOUT / "tests/golden/seeds/graph.ttl"),
    *triples.turtle_lines(CHECKOUT / "tests/golden/seeds/inferred.ttl"),
]
CORE = triples.turtle_lines(ONTOLOGY / "core.ttl")
SHAPES = Shapes(triples.turtle_lines(ONTOLOGY / "shapes.ttl"))


def damaged(seed: int) -> list[str]:
    chosen = random.Random(seed)
    return sorted(line for line in sorted({*GRAPH}) if chosen.random() > 0.05)


@pytest.mark.parametrize("seed", range(3))
def test_shares_are_validated_as_the_whole_is(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = damaged(seed)
    whole = validate(lines, ONTOLOGY, Validator.SHACL, proven=False)
    monkeypatch.setattr(shares, "AT_ONCE", 200)
    assert len(list(shares.in_shares(SHAPES, lines, CORE))) > 3
    assert validate(lines, ONTOLOGY, Validator.SHACL, proven=False) == whole
    assert whole


def test_a_large_store_on_disk_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = damaged(0)
    whole = validate(lines, ONTOLOGY, Validator.SHACL, proven=False)
    monkeypatch.setattr("samverkan.validation._IN_MEMORY", 0)
    assert validate(lines, ONTOLOGY, Validator.SHACL, proven=False) == whole


def test_all_that_a_node_says_is_in_one_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "AT_ONCE", 200)
    lines = damaged(1)
    found = list(shares.in_shares(SHAPES, lines, CORE))
    for share in found:
        assert share.nodes is not None
        own = [line for line in lines if line.split(" ", 1)[0] in share.nodes]
        assert set(own) <= set(share.lines)
    nodes = [node for share in found for node in share.nodes or ()]
    assert len(nodes) == len(set(nodes))


def _farther(lines: Sequence[str]) -> Sequence[str]:
    return [
        *lines,
        "<https://w3id.org/samverkan/shapes#Project> <http://www.w3.org/ns/shacl#node> <https://example.org/s> .",
    ]


def _nameless(lines: Sequence[str]) -> Sequence[str]:
    return [*lines, "<https://example.org/a> <https://example.org/b> _:c ."]


@pytest.mark.parametrize(("shapes", "data"), [(_farther, list), (list, _nameless)])
def test_where_shapes_look_farther_or_nodes_have_no_names_all_data_are_one_share(
    shapes: Callable[[list[str]], Sequence[str]],
    data: Callable[[list[str]], Sequence[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shares, "AT_ONCE", 200)
    asked = Shapes(shapes(triples.turtle_lines(ONTOLOGY / "shapes.ttl")))
    assert [share.nodes for share in shares.in_shares(asked, data(damaged(2)), CORE)] == [None]
