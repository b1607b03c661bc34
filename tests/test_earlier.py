"""A build that stands already is not made again; whatever it depends on makes it anew."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Store

from samverkan import cli, pipeline, project
from samverkan.earlier import recipe, standing
from samverkan.identifiers import data_iri
from samverkan.judgements import ORGANISATION, Answer, Judgement, record
from samverkan.reasoning import Reasoner
from samverkan.validation import Validator

TEXT = "Projekt: Steget\nProjektägare: Umeå kommun\nSamverkansparter: Norrkraft AB\nFavoritfärg: blå\n"
ORIGIN = '[[source]]\nfile = "steget.txt"\ntitle = "Steget"\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pipeline.Built]:
    """A folder with sources, an ontology, judgements and the build of them; and what was told of it."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "sources").mkdir()
    (folder / "sources" / "steget.txt").write_text(TEXT, encoding="utf-8")
    (folder / "sources" / "sources.toml").write_text(ORIGIN, encoding="utf-8")
    shutil.copytree(project.ONTOLOGY, folder / "ontology")
    record(folder / "own.sssom.tsv", judgement("norrkraft-ab"))
    return folder, build(folder)


@pytest.fixture
def copy(made: tuple[Path, pipeline.Built], tmp_path: Path) -> Path:
    """The same in another place."""
    return shutil.copytree(made[0], tmp_path / "copy")


def judgement(name: str) -> Judgement:
    return Judgement(subject=data_iri("organisation", name), object=ORGANISATION, answer=Answer.NOT_AN_ORGANISATION)


def asked(folder: Path, rules: dict[str, object]) -> pipeline.Rules:
    return replace(pipeline.Rules(judgements=folder / "own.sssom.tsv"), **rules)


def stands(folder: Path, **rules: object) -> bool:
    by = asked(folder, rules)
    made_by = recipe([folder / "sources"], folder / "ontology", by.judgements, (by.min_confidence, by.evidence))
    return made_by is not None and standing(folder / "build", made_by) is not None


def build(folder: Path, **rules: object) -> pipeline.Built:
    return pipeline.build([folder / "sources"], folder / "build", folder / "ontology", rules=asked(folder, rules))


def test_a_build_that_stands_is_not_made_again_and_tells_the_same(
    made: tuple[Path, pipeline.Built], copy: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in (copy / "build").rglob("*")}
    again = build(copy)
    assert (made[1].anew, again.anew) == (True, False)
    assert (again.findings, again.counts, again.conforms) == (made[1].findings, made[1].counts, made[1].conforms)
    assert again.findings
    assert {path: path.stat().st_mtime_ns for path in (copy / "build").rglob("*")} == before


def test_it_is_the_same_build_however_its_sources_are_named(copy: Path) -> None:
    rules = pipeline.Rules(judgements=copy / "own.sssom.tsv")
    one = copy / "sources" / "steget.txt"
    assert not pipeline.build([one, str(one)], copy / "build", copy / "ontology", rules=rules).anew


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def damage(folder: Path) -> None:
    (text,) = (folder / "build" / "texts").iterdir()
    text.unlink()


def overlay(folder: Path) -> None:
    (folder / "build" / "graph.nq").unlink()
    (folder / "build" / "graph.nq").mkdir()


def damage_table(folder: Path) -> None:
    """Change a byte of the store's largest table, which Oxigraph finds when it reads there."""
    table = max((folder / "build" / "store").glob("*.sst"), key=lambda file: file.stat().st_size)
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)


def write_into_store(folder: Path) -> None:
    """What another program may do, such as Oxigraph's server."""
    Store(folder / "build" / "store").update("INSERT DATA { <http://x/a> <http://x/b> <http://x/c> }")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a source": lambda folder: add(folder / "sources" / "steget.txt", "Kommun: Umeå\n"),
    "another source": lambda folder: (folder / "sources" / "b.txt").write_text("Projekt: Bron\n", encoding="utf-8"),
    "its name": lambda folder: (folder / "sources" / "steget.txt").rename(folder / "sources" / "bron.txt"),
    "its origin": lambda folder: add(folder / "sources" / "sources.toml", 'publisher = "Umeå kommun"\n'),
    "a judgement": lambda folder: record(folder / "own.sssom.tsv", judgement("umea-kommun")),
    "the ontology": lambda folder: add(folder / "ontology" / "core.ttl", "# changed\n"),
    "a file of the build": lambda folder: add(folder / "build" / "graph.ttl", "# changed\n"),
    "a text of the build": damage,
    "a folder in a file's place": overlay,
    "a table of the store": damage_table,
    "what the store holds": write_into_store,
    "the store": lambda folder: shutil.rmtree(folder / "build" / "store"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_build_does_not_stand_when_anything_has_changed_that_it_depends_on(
    copy: Path, change: Callable[[Path], object]
) -> None:
    assert stands(copy)
    change(copy)
    assert not stands(copy)


@pytest.mark.parametrize("rules", [{"min_confidence": 0.9}, {"evidence": False}, {"judgements": None}], ids=str)
def test_a_build_does_not_stand_for_what_is_asked_otherwise(copy: Path, rules: dict[str, object]) -> None:
    assert not stands(copy, **rules)


@pytest.mark.parametrize("engine", [{"reasoner": Reasoner.OWLRL}, {"validator": Validator.PYSHACL}], ids=str)
def test_an_engine_that_is_asked_for_by_name_does_the_work(
    copy: Path, engine: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def done(*_: object, **__: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(pipeline, "assemble", done)
    with pytest.raises(NotImplementedError):
        build(copy, **engine)


def test_the_command_says_that_nothing_has_changed_and_exits_as_before(tmp_path: Path) -> None:
    (tmp_path / "steget.txt").write_text(TEXT, encoding="utf-8")
    arguments = ["build", os.fspath(tmp_path / "steget.txt"), "-o", os.fspath(tmp_path / "build")]
    first, second = (CliRunner().invoke(cli.main, arguments) for _ in range(2))
    told, again = first.stderr.splitlines(), second.stderr.splitlines()
    assert again[-1] == told[-1].partition(";")[0] + "; nothing has changed since"
    assert (again[:-1], second.exit_code) == (told[:-1], first.exit_code)
