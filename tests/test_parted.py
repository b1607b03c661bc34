"""More facts than memory should hold are inferred from share by share, and nobody can tell from the outcome."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from samverkan import reasoning
from samverkan.export import read_nquads
from samverkan.identifiers import ASSERTED, data_iri, sam
from samverkan.project import ONTOLOGY
from samverkan.reasoning import Inference, Reasoner, load_axioms, parted
from samverkan.triples import reference_lines

KNOWN = reference_lines(ONTOLOGY)
ILL_TYPED = f'<{data_iri("project", "x")}> <{sam("startDate")}> "soon"^^<http://www.w3.org/2001/XMLSchema#date> .'


@pytest.fixture
def asserted(seeds_build: Path) -> list[str]:
    return [*read_nquads(seeds_build / "graph.nq")[ASSERTED]]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shares are small."""
    monkeypatch.setattr(parted, "AT_ONCE", 1_000)


def shares(asserted: list[str], folder: Path, ontology: Path = ONTOLOGY) -> int:
    """In how many files the facts can be parted."""
    return len(parted._parted(asserted, load_axioms(ontology), KNOWN, folder, 3))


def in_shares(asserted: list[str], folder: Path, ontology: Path = ONTOLOGY) -> Inference:
    found = parted.infer_into(folder / "inferred.nt", sorted(asserted), ontology, KNOWN, Reasoner.COMPILED)
    return Inference(lines=tuple(found.lines), findings=found.findings)


def test_shares_give_what_the_whole_gives(asserted: list[str], tmp_path: Path) -> None:
    whole = reasoning.infer(asserted, ONTOLOGY, KNOWN)
    assert in_shares(asserted, tmp_path) == whole
    assert shares(asserted, tmp_path) == 3
    assert whole.lines


def test_a_value_of_one_share_that_contradicts_its_type_is_told(asserted: list[str], tmp_path: Path) -> None:
    found = in_shares([*asserted, ILL_TYPED], tmp_path)
    assert found.findings == reasoning.infer([*asserted, ILL_TYPED], ONTOLOGY, KNOWN).findings != ()


def test_facts_that_may_meet_are_one_share(asserted: list[str], tmp_path: Path) -> None:
    ontology = shutil.copytree(ONTOLOGY, tmp_path / "ontology")
    with (ontology / "core.ttl").open("a", encoding="utf-8") as axioms:
        axioms.write("sam:collaboratesWith a owl:TransitiveProperty .\n")
    assert in_shares(asserted, tmp_path, ontology) == reasoning.infer(asserted, ontology, KNOWN)
    assert shares(asserted, tmp_path, ontology) == 0
