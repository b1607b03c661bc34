"""The reader reads, it does not remember: with every name, sum and day another, the facts follow."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from renaming import Json, Renaming
from scoring import Gold, Score, score

from samverkan import entities, reading, statements
from samverkan.identifiers import DocumentId, organisation_number
from samverkan.judgements import load_judgements
from samverkan.model import SourceDocument, Statement
from samverkan.project import CHECKOUT, ONTOLOGY
from samverkan.reading.phrases import PhraseBook
from samverkan.reference import Reference, load_reference
from samverkan.vocabulary import load_vocabulary

SEEDS = range(24)
LEAST_F1 = 0.98
FOLDERS = {"seeds": "tests/gold", "../shared/seeds": "../shared/gold"}


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """Documents, and what each of them states."""

    texts: tuple[str, ...]
    golds: tuple[Gold, ...]

    def renamed(self, seed: int) -> Corpus:
        everything = "\n".join([*self.texts, json.dumps(self.golds, ensure_ascii=False)])
        renaming = Renaming(seed, reference(), everything)
        golds = (renaming.gold(json_of(gold)) for gold in self.golds)
        return Corpus(texts=tuple(map(renaming.text, self.texts)), golds=tuple(gold for gold in golds if isinstance(gold, dict)))

    def score(self, golds: tuple[Gold, ...] | None = None) -> Score:
        return score(graph(self.texts), golds or self.golds)


def json_of(gold: Gold) -> Json:
    return dict(gold)


@cache
def book() -> PhraseBook:
    return PhraseBook(load_vocabulary(ONTOLOGY))


def reference() -> Reference:
    return load_reference(ONTOLOGY)


@cache
def corpus(folder: str) -> Corpus:
    texts = [path.read_text(encoding="utf-8") for path in sorted((CHECKOUT / folder).glob("*.txt"))]
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((CHECKOUT / FOLDERS[folder]).glob("*.json"))]
    return Corpus(texts=tuple(texts), golds=tuple(golds))


def document(text: str) -> SourceDocument:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return SourceDocument(id=DocumentId(digest[:16]), path="a.txt", name="a.txt", sha256=digest, text=text)


def graph(texts: tuple[str, ...]) -> tuple[Statement, ...]:
    """The statements of a graph of these texts; without inference and validation, which add none that is asserted."""
    vocabulary, documents = load_vocabulary(ONTOLOGY), [document(text) for text in texts]
    readings = [reading.read_document(one, vocabulary, reference(), book()) for one in documents]
    judgements = load_judgements(ONTOLOGY / "reference" / "judgements.sssom.tsv")
    found = entities.resolve([record for one in readings for record in one.records], reference(), judgements)
    return statements.state(found.projects, found.entities, {one.id: one for one in documents}, vocabulary, reference()).statements


present = pytest.mark.parametrize("folder", [folder for folder in FOLDERS if (CHECKOUT / folder).is_dir()])


@present
def test_the_facts_of_the_documents_are_read_without_a_miss(folder: str) -> None:
    result = corpus(folder).score()

    assert result.misses == []
    assert result.right.total() > 200


@present
def test_the_facts_follow_when_everything_in_the_documents_is_renamed(folder: str) -> None:
    result = Score()
    for seed in SEEDS:
        one = corpus(folder).renamed(seed).score()
        one.misses = [f"variant {seed}: {miss}" for miss in one.misses]
        result += one

    assert result.f1 >= LEAST_F1, "\n".join([f"F1 {result.f1:.4f} over {len(SEEDS)} variants", *result.misses])


def test_a_reader_that_knows_the_texts_by_heart_fails() -> None:
    remembered, renamed = graph(corpus("seeds").texts), corpus("seeds").renamed(0)

    assert score(remembered, renamed.golds).f1 < LEAST_F1 / 2


def test_a_seed_always_gives_the_same_variant_and_another_seed_another() -> None:
    assert corpus("seeds").renamed(3) == corpus("seeds").renamed(3)
    assert corpus("seeds").renamed(3) != corpus("seeds").renamed(4)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_variant_keeps_no_name_sum_number_or_day_of_the_original(seed: int) -> None:
    original, renamed = facts(corpus("seeds")), facts(corpus("seeds").renamed(seed))

    assert [old for old, new in zip(original, renamed, strict=True) if old == new] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_renamed_facts_state_stands_in_the_renamed_documents(seed: int) -> None:
    renamed = corpus("seeds").renamed(seed)

    for text, gold in zip(renamed.texts, renamed.golds, strict=True):
        words = set(re.findall(r"\w+", text.casefold()))
        for project in gold["projects"]:
            stated = [project["name"], project["identifier"] or "", *project["municipalities"], *project["partners"], *project["lead"]]
            assert words.issuperset(re.findall(r"\w+", " ".join(stated).casefold()))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_variant_is_valid_where_the_original_is(seed: int) -> None:
    projects = [project for gold in corpus("seeds").renamed(seed).golds for project in gold["projects"]]

    assert all(project["start"] < project["end"] for project in projects if project["start"])
    assert all(organisation_number(project["org_number"]) for project in projects if "org_number" in project)
    assert all(reference().is_municipality(name) for project in projects for name in project["municipalities"])
    assert all(low < high for low, high in (project["companies_range"] for project in projects if "companies_range" in project))


def facts(one: Corpus) -> list[str]:
    """Every name, identifier, sum, count and day that the facts of a corpus state, in their order."""
    keys = ("lead", "partners", "municipalities", "identifier", "amount_sek", "participants", "decision_date", "start", "end")
    values = [project[key] for gold in one.golds for project in gold["projects"] for key in keys]
    return [str(item) for value in values if value for item in (value if isinstance(value, list) else [value])]
