from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import generate
import pytest
from generator.organisations import Organisations, made_up, made_up_title
from generator.projects import FAULTS, project
from hypothesis import given
from hypothesis import strategies as st
from score import Score, score

from samverkan import pipeline
from samverkan.identifiers import organisation_number
from samverkan.project import ONTOLOGY
from samverkan.validation import Validator

COUNT = 120
Writer = Callable[[int, Path, int], None]
ORGANISATIONS = Organisations(ONTOLOGY, 1_000)
PLACES = st.integers(min_value=0, max_value=999_999)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


@pytest.mark.parametrize("write", [generate.write_tables, generate.write_documents])
def test_the_same_call_writes_the_same_bytes_and_another_seed_writes_others(tmp_path: Path, write: Writer) -> None:
    for name, seed in (("one", 1), ("same", 1), ("other", 2)):
        write(30, tmp_path / name, seed)
    assert contents(tmp_path / "one") == contents(tmp_path / "same")
    assert contents(tmp_path / "one") != contents(tmp_path / "other")


@given(PLACES, PLACES)
def test_no_two_bodies_or_projects_share_a_name_or_a_number(one: int, other: int) -> None:
    bodies = made_up(one), made_up(other)
    assert organisation_number(bodies[0].number) == bodies[0].number
    if one != other:
        assert not {*bodies[0].forms} & {*bodies[1].forms}
        assert bodies[0].number != bodies[1].number
        assert made_up_title(one) != made_up_title(other)


@given(PLACES)
def test_projects_are_whole_and_their_parties_are_different(place: int) -> None:
    made = project(place, ORGANISATIONS, seed=1)
    keys = [party.organisation.key for party in (made.lead, *made.partners)]
    assert 3 <= len(keys) == len({*keys}) <= 8
    assert re.fullmatch(r"\d\d-\d{3}-S\d\d", made.number)
    assert made.start < made.end
    assert made.support <= made.budget
    assert made.fault is None or made.fault in FAULTS


def test_a_million_projects_have_numbers_of_their_own() -> None:
    seen = {project(place, ORGANISATIONS, seed=1).number for place in range(0, 1_000_000, 997)}
    assert len(seen) == len(range(0, 1_000_000, 997))


def test_every_project_stands_in_one_document(tmp_path: Path) -> None:
    generate.write_documents(50, tmp_path)
    texts = [path.read_text(encoding="utf-8") for path in (tmp_path / "documents").iterdir()]
    for made in generate.projects(50, Organisations(ONTOLOGY, 50)):
        assert sum(f"{made.name}\n" in text or f"{made.name} med" in text for text in texts) == 1


def test_every_fault_is_planted() -> None:
    planted = {made.fault for made in islice(generate.projects(3_000, ORGANISATIONS), 3_000)}
    assert planted == {None, *FAULTS}


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Score]]:
    found = {}
    for kind, write in (("tables", generate.write_tables), ("documents", generate.write_documents)):
        folder = tmp_path_factory.mktemp(kind)
        write(COUNT, folder)
        rules = pipeline.Rules(validator=Validator.SHACL)
        pipeline.build([folder / kind], folder / "build", ONTOLOGY, rules=rules)
        found[kind] = dict(score(folder / "build", folder / "key"))
    return found


@pytest.mark.parametrize("kind", ["tables", "documents"])
def test_a_build_finds_what_the_key_says(scores: dict[str, dict[str, Score]], kind: str) -> None:
    names, parties, faults = (scores[kind][name] for name in ("names of one body", "parties of projects", "faults"))
    assert names.there > 0
    assert names.precision == 1
    assert names.recall > 0.95
    assert parties.precision > 0.98
    assert parties.recall > 0.97
    assert faults.precision == faults.recall == 1


def test_the_tables_have_faults_that_the_build_found(scores: dict[str, dict[str, Score]]) -> None:
    assert scores["tables"]["faults"].right > 0
