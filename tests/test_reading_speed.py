from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

from samverkan.project import CHECKOUT

pytest.importorskip("spacy")


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    path = CHECKOUT / "benchmarks" / "reading_speed.py"
    spec = importlib.util.spec_from_file_location("reading_speed", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["reading_speed"] = module
    spec.loader.exec_module(module)
    return module


def test_the_report_has_a_line_for_each_kind_and_the_ratio(benchmark: ModuleType) -> None:
    *_, head, last = lines = list(benchmark.run(megabytes=0.001))
    assert all(any(line.startswith(kind) for line in lines) for kind in ("press releases", "decision lists"))
    assert lines[1].split()[-1] == "ratio"
    assert last.startswith("all") and float(last.split()[-1]) > 0
    assert head != last


def test_short_documents_are_joined_to_the_size_of_a_page(benchmark: ModuleType, tmp_path: Path) -> None:
    for name in ("01-press", "02-press", "03-press"):
        (tmp_path / f"{name}.txt").write_text("x" * 1500, encoding="utf-8")
    assert [(kind, len(text)) for kind, text in benchmark.documents([tmp_path])] == [
        ("press releases", 3002),
        ("press releases", 1500),
    ]


def test_a_variation_has_other_names_and_numbers_and_the_same_common_words(benchmark: ModuleType) -> None:
    vocabulary, reference = benchmark.load_vocabulary(benchmark.ONTOLOGY), benchmark.load_reference(benchmark.ONTOLOGY)
    text = "Projektet Brovinge i Arvika fick 1 234 567 kronor 2021. Brovinge ska pågå till 2023."
    variation = benchmark.Variation([text.lower().replace("brovinge", "")], vocabulary, reference, random.Random(1))
    other = variation.of(text, random.Random(2))
    kept, name = other.split(), other.split()[1]
    assert (kept[0], kept[2], kept[-1]) == ("Projektet", "i", "2023.")
    assert name != "Brovinge"
    assert other.count(name) == 2
    assert "1 234 567" not in other
    assert "Arvika" not in other
    assert variation.of(text, random.Random(3)) != other
