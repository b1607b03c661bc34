"""What executors do, without Spark: shares of the facts and components of the keys give what the whole gives."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan import reasoning
from samverkan.export import read_nquads
from samverkan.identifiers import ASSERTED, INFERRED, sam
from samverkan.project import ONTOLOGY
from samverkan.reasoning import load_axioms
from samverkan.reasoning.shares import home, told_of, unshared
from samverkan.reasoning.terms import TYPE, owl, rdfs
from samverkan.scale.spark.shares import GRAPHS, PROVEN, quads
from samverkan.triples import reference_lines

AXIOMS = load_axioms(ONTOLOGY)
KNOWN = reference_lines(ONTOLOGY)
PARTICIPANT = f"<{sam('hasParticipant')}>"
PROPERTIES = (PARTICIPANT, f"<{sam('hasLead')}>", f"<{sam('decision')}>")
STATED = {(TYPE, f"<{sam('Project')}>"), *((name, "") for name in PROPERTIES)}
DESCRIBED = told_of(KNOWN)
NAMES = st.sampled_from("abcdefghijkl")


@given(st.lists(st.tuples(NAMES, NAMES), max_size=14))
def test_stars_lead_every_name_to_the_least_that_it_is_linked_to(links: list[tuple[str, str]]) -> None:
    components = pytest.importorskip("samverkan.scale.spark.components")
    stars, before = {link for link in links if link[0] != link[1]}, None
    while stars != before:
        before, around = stars, defaultdict(set)
        for one, other in stars:
            around[one].add(other)
            around[other].add(one)
        large = {link for name, linked in around.items() for link in components.large_star(name, linked)}
        lesser = defaultdict(set)
        for one, other in large:
            lesser[max(one, other)].add(min(one, other))
        stars = {link for name, linked in lesser.items() for link in components.small_star(name, linked)}
    least: dict[str, str] = {name: name for link in links for name in link}
    for _ in least:
        for one, other in links:
            least[one] = least[other] = min(least[one], least[other])
    assert dict(stars) == {name: to for name, to in least.items() if name != to}


@settings(max_examples=20)
@given(st.integers(1, 6), st.randoms(use_true_random=False))
def test_what_follows_from_shares_follows_from_the_whole_and_nothing_else(
    seeds_build: Path, count: int, chance: Random
) -> None:
    graphs = read_nquads(seeds_build / "graph.nq")
    places: dict[str, int] = defaultdict(lambda: chance.randrange(count))
    shares: dict[int, list[str]] = defaultdict(list)
    for line in graphs[ASSERTED]:
        shares[places[home(line)]].append(line)
    found = [reasoning.infer_by(AXIOMS, lines, KNOWN) for lines in shares.values()]
    inferred = {line for one in found for line in one.lines} - {*graphs[ASSERTED]}
    assert inferred == {*graphs[INFERRED]}


def test_the_ontology_s_own_axioms_let_facts_be_parted() -> None:
    assert unshared(AXIOMS, STATED | DESCRIBED, STATED, DESCRIBED) == []


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({(PARTICIPANT, TYPE, owl("TransitiveProperty"))}, sam("hasParticipant")),
        ({(f"<{sam('collaboratesWith')}>", TYPE, owl("TransitiveProperty"))}, sam("collaboratesWith")),
        ({(f"<{sam('decision')}>", rdfs("subPropertyOf"), f"<{sam('partOf')}>")}, sam("partOf")),
        ({(f"<{sam('Project')}>", owl("disjointWith"), f"<{sam('Organisation')}>")}, "cax-dw"),
        ({(PARTICIPANT, TYPE, owl("FunctionalProperty"))}, owl("FunctionalProperty").strip("<>")),
    ],
)
def test_axioms_by_which_facts_of_two_subjects_meet_are_told(more: set[tuple[str, str, str]], why: str) -> None:
    assert why in unshared(AXIOMS | more, STATED | DESCRIBED, STATED, DESCRIBED)


def test_an_axiom_that_looks_at_one_fact_parts_nothing() -> None:
    narrower = (f"<{sam('decision')}>", rdfs("subPropertyOf"), f"<{sam('call')}>")
    assert unshared(AXIOMS | {narrower}, STATED | DESCRIBED, STATED, DESCRIBED) == []


def test_a_fact_that_is_asserted_is_not_inferred_and_one_with_evidence_is_told() -> None:
    asserted, inferred = GRAPHS.index(ASSERTED), GRAPHS.index(INFERRED)
    lines = [("<a> <b> <c> .", inferred), ("<a> <b> <c> .", asserted), ("<a> <b> <c> .", PROVEN)]
    assert list(quads([*lines, ("<a> <b> <d> .", inferred)])) == [
        (f"<a> <b> <c> <{ASSERTED}> .", "proven"),
        (f"<a> <b> <d> <{INFERRED}> .", "inferred"),
    ]
