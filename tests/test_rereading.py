"""What was read once is not read again, and nobody can tell from the graph."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan import documents, pipeline, project, reading, rereading, store
from samverkan.mappings import Mappings
from samverkan.model import SourceDocument
from samverkan.reading import Reading
from samverkan.reading.phrases import PhraseBook
from samverkan.reference import Reference
from samverkan.vocabulary import Vocabulary

SHELVES = TemporaryDirectory()
SEEDS = project.CHECKOUT / "seeds"
TABLE = """\
Diarienummer;Projektnamn;Stödmottagare;Total projektbudget;Unionens medfinansieringsgrad
2022/00001;Första steget;Umeå kommun;1 200 000;40%
2022/00002;Andra steget;Luleå kommun;2 400 000;53,45%
"""
PAGE = """\
Projekt: Steget
Projektägare: {owner}
Samverkansparter: {partners}
Beviljat belopp: {granted} kr
"""
VERSIONS = {
    "steget.txt": [
        PAGE.format(owner="Umeå kommun", partners="Luleå kommun, Norrkraft AB", granted="1 200 000"),
        PAGE.format(owner="Umeå kommun", partners="Luleå kommun, NORRKRAFT AB", granted="1 300 000"),
    ],
    "bron.txt": [
        PAGE.replace("Steget", "Bron").format(owner="Norrkraft AB", partners="Region Skåne", granted="900 000")
    ],
    "lista.csv": [TABLE, TABLE.replace("Andra", "Tredje")],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Sources of both kinds: the seeds and a table."""
    sources = shutil.copytree(SEEDS, tmp_path / "sources")
    (sources / "lista.csv").write_text(TABLE, encoding="utf-8")
    return sources


@pytest.fixture
def was_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the documents that are read from now on, in this process."""
    names: list[str] = []
    read = reading.read_document

    def noted(
        document: SourceDocument, vocabulary: Vocabulary, reference: Reference, book: PhraseBook, mappings: Mappings
    ) -> Reading:
        names.append(document.name)
        return read(document, vocabulary, reference, book, mappings)

    monkeypatch.setattr(reading, "read_document", noted)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    return names


def build(sources: Path, output: Path, rules: pipeline.Rules = pipeline.DEFAULT_RULES) -> dict[str, bytes | list[str]]:
    """Every file of the build, and what its store holds; a store names blank nodes as it likes."""
    pipeline.build([sources], output, project.ONTOLOGY, rules=rules)
    paths = (path.relative_to(output) for path in output.rglob("*") if path.is_file())
    quads = sorted(re.sub(r"_:\w+", "_:", str(quad)) for quad in store.open_read_only(output / "store"))
    return {"store": quads} | {str(path): (output / path).read_bytes() for path in paths if path.parts[0] != "store"}


def read(sources: Sequence[Path], last: Path | None = None) -> rereading.Readings:
    return read_all(documents.read_documents(sources), last)


def read_all(
    sources: Sequence[SourceDocument], last: Path | None = None, ontology: Path = project.ONTOLOGY
) -> rereading.Readings:
    return rereading.read_all(sources, ontology, Path(mkdtemp(dir=SHELVES.name)), last)


def kept(folder: Path, readings: rereading.Readings) -> Path:
    rereading.write(folder / rereading.READINGS_FILE, readings)
    return folder


def test_a_kept_reading_is_the_reading(folder: Path, tmp_path: Path) -> None:
    first = read([folder])
    second = read([folder], kept(tmp_path, first))
    assert [*second.records] == [*first.records]
    assert second.findings == first.findings
    assert (first.reused, second.reused) == (0, 6)


def test_only_changed_documents_are_read_again_and_the_files_are_those_of_a_new_build(
    folder: Path, tmp_path: Path, was_read: list[str]
) -> None:
    build(folder, tmp_path / "build")
    changed = folder / "004-arbete-for-gemenskap.txt"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (folder / "003-livslangt-larande.txt").unlink()
    was_read.clear()
    again = build(folder, tmp_path / "build")
    assert was_read == [changed.name]
    assert again == build(folder, tmp_path / "new")


histories = st.lists(
    st.fixed_dictionaries({name: st.sampled_from([None, *texts]) for name, texts in VERSIONS.items()}),
    min_size=2,
    max_size=2,
)


@settings(max_examples=2, deadline=None)
@given(histories)
def test_whatever_was_built_before_a_build_is_that_of_its_sources(history: list[dict[str, str | None]]) -> None:
    with TemporaryDirectory() as name:
        root = Path(name)
        sources = root / "sources"
        sources.mkdir()
        shutil.copy(SEEDS / "003-livslangt-larande.txt", sources)
        for place, versions in enumerate(history):
            for file, text in versions.items():
                (sources / file).unlink(missing_ok=True)
                if text is not None:
                    (sources / file).write_text(text, encoding="utf-8")
            assert build(sources, root / "build") == build(sources, root / str(place))


def test_other_options_make_of_an_earlier_build_what_they_make_of_none(tmp_path: Path) -> None:
    seed = SEEDS / "003-livslangt-larande.txt"
    for place, rules in enumerate([{}, {"evidence": False}, {"min_confidence": 0.97}, {}]):
        options = pipeline.Rules(**rules)
        assert build(seed, tmp_path / "build", options) == build(seed, tmp_path / str(place), options)


@pytest.mark.parametrize("file", ["graph.nq", "reading.html", "findings.json"])
def test_a_build_that_someone_has_changed_is_not_built_upon(folder: Path, tmp_path: Path, file: str) -> None:
    first = build(folder, tmp_path / "build")
    with (tmp_path / "build" / file).open("a", encoding="utf-8") as opened:
        opened.write("changed\n")
    assert build(folder, tmp_path / "build") == first


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-50])


def alter(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    assert '"value": 300' in content
    path.write_text(content.replace('"value": 300', '"value": 301'), encoding="utf-8")


def damage_tables(store_folder: Path) -> None:
    """Change bytes of the store's tables, which Oxigraph finds when it reads there."""
    for table in store_folder.glob("*.sst"):
        content = bytearray(table.read_bytes())
        content[len(content) // 2] ^= 1
        table.write_bytes(content)


DAMAGES = (shorten, alter, damage_tables)


def test_what_was_damaged_since_goes_into_no_later_build(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "build")
    places = [shutil.copytree(tmp_path / "build", tmp_path / name) for name in ("short", "altered", "damaged")]
    for place, part, damage in zip(places, [*[rereading.READINGS_FILE] * 2, store.STORE_FOLDER], DAMAGES, strict=True):
        damage(place / part)
    changed = folder / "003-livslangt-larande.txt"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    new = build(folder, tmp_path / "new")
    assert [build(folder, place) == new for place in places] == [True] * len(places)


def test_another_name_or_day_of_publication_is_another_document(folder: Path, tmp_path: Path) -> None:
    [document, *_] = documents.read_documents([folder])
    last = kept(tmp_path, read_all([document]))
    others = [replace(document, name="annat.txt"), replace(document, published="1999-01-01")]
    assert read_all([document, *others], last).reused == 1


def test_another_reader_reads_all_of_it_again(folder: Path, tmp_path: Path) -> None:
    last = kept(tmp_path, read([folder]))
    ontology = shutil.copytree(project.ONTOLOGY, tmp_path / "ontology")
    with (ontology / "core.ttl").open("a", encoding="utf-8") as file:
        file.write("\n# another ontology\n")
    again = read_all(documents.read_documents([folder]), last, ontology)
    assert again.reused == 0


@pytest.mark.parametrize("content", ["", "{", '{"reader": "another"}\n', "\x00\n"])
def test_a_file_that_is_not_ours_is_not_believed(folder: Path, tmp_path: Path, content: str) -> None:
    (tmp_path / rereading.READINGS_FILE).write_text(content, encoding="utf-8")
    assert read([folder], tmp_path).reused == 0


def test_several_processes_read_what_one_reads(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = read([folder])
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(rereading, "LEAST_SHARED", 0)
    assert [*read([folder]).records] == [*alone.records]
