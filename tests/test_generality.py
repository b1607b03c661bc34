"""The reader reads, it does not remember: with every name, sum and day another, the facts follow."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache

import pytest

from renaming import Renaming
from samverkan.identifiers import organisation_number
from samverkan.model import Statement
from samverkan.project import CHECKOUT, ONTOLOGY
from samverkan.reference import load_reference
from scoring import Gold, Score, score
from stated import document, graph

SEEDS = range(24)
LEAST_F1 = 0.98
FOLDERS = {"seeds": "tests/gold", "../shared/seeds": "../shared/gold"}
NAMED = ("lead", "partners", "municipalities")
STATED = (*NAMED, "identifier", "amount_sek", "participants", "decision_date", "start", "end")

in_every_folder = pytest.mark.parametrize("folder", [folder for folder in FOLDERS if (CHECKOUT / folder).is_dir()])
for_every_seed = pytest.mark.parametrize("seed", SEEDS)


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """Documents, and what each of them states."""

    texts: tuple[str, ...]
    golds: tuple[Gold, ...]

    @property
    def projects(self) -> list[Gold]:
        return [project for gold in self.golds for project in gold["projects"]]


@cache
def corpus(folder: str = "seeds") -> Corpus:
    texts, golds = sorted((CHECKOUT / folder).glob("*.txt")), sorted((CHECKOUT / FOLDERS[folder]).glob("*.json"))
    return Corpus(
        texts=tuple(path.read_text(encoding="utf-8") for path in texts),
        golds=tuple(json.loads(path.read_text(encoding="utf-8")) for path in golds),
    )


@cache
def variant(seed: int, folder: str = "seeds") -> Corpus:
    original = corpus(folder)
    everything = "\n".join([*original.texts, json.dumps(original.golds, ensure_ascii=False)])
    renaming = Renaming(seed, load_reference(ONTOLOGY), everything)
    return Corpus(texts=tuple(map(renaming.text, original.texts)), golds=tuple(map(renaming.gold, original.golds)))


def asserted(one: Corpus) -> tuple[Statement, ...]:
    """What a graph of these texts asserts."""
    return graph(map(document, one.texts))


@in_every_folder
def test_the_facts_of_the_documents_are_read_without_a_miss(folder: str) -> None:
    result = score(asserted(corpus(folder)), corpus(folder).golds)

    assert result.misses == []
    assert result.right.total() > 200


@in_every_folder
def test_the_facts_follow_when_everything_in_the_documents_is_renamed(folder: str) -> None:
    result = Score()
    for seed in SEEDS:
        one = score(asserted(variant(seed, folder)), variant(seed, folder).golds)
        one.misses = [f"variant {seed}: {miss}" for miss in one.misses]
        result += one

    assert result.f1 >= LEAST_F1, "\n".join([f"F1 {result.f1:.4f} over {len(SEEDS)} variants", *result.misses])


def test_a_reader_that_knows_the_texts_by_heart_fails() -> None:
    remembered = asserted(corpus())

    assert score(remembered, variant(0).golds).f1 < LEAST_F1 / 2


def test_a_seed_always_gives_the_same_variant_and_another_seed_another() -> None:
    assert variant.__wrapped__(3) == variant(3)
    assert variant(3) != variant(4)


@for_every_seed
def test_a_variant_keeps_no_name_sum_count_or_day_of_the_original(seed: int) -> None:
    original, renamed = stated(corpus()), stated(variant(seed))

    assert [old for old, new in zip(original, renamed, strict=True) if old == new] == []


@for_every_seed
def test_the_names_that_the_renamed_facts_state_stand_in_the_renamed_documents(seed: int) -> None:
    for text, gold in zip(variant(seed).texts, variant(seed).golds, strict=True):
        names = [name for project in gold["projects"] for key in NAMED for name in project[key]]
        words = {word for name in names for word in re.findall(r"\w+", name)}
        assert [
            word for word in words if word[:-1] not in text
        ] == []  # "Salems kommun" of "Salem- och …", "Falu" of Falun


@for_every_seed
def test_a_variant_is_valid_where_the_original_is(seed: int) -> None:
    is_municipality, projects = load_reference(ONTOLOGY).is_municipality, variant(seed).projects
    ranges = [project["companies_range"] for project in projects if "companies_range" in project]

    assert all(project["start"] < project["end"] for project in projects if project["start"])
    assert all(organisation_number(project["org_number"]) for project in projects if "org_number" in project)
    assert all(is_municipality(name) for project in projects for name in project["municipalities"])
    assert all(low < high for low, high in ranges)


def stated(one: Corpus) -> list[str]:
    """Every name, identifier, sum, count and day that the facts of a corpus state, in their order."""
    values = [project[key] for project in one.projects for key in STATED]
    return [str(item) for value in values if value for item in (value if isinstance(value, list) else [value])]
