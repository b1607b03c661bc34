from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from samverkan import project, store
from samverkan.cli import main
from samverkan.errors import ExitCode, OntologyError, OutputError, QueryError, SamverkanError, UnreadableSourceError

SOURCE = "Namn:\nÅter i jobb\nDiarienummer:\n2021/00001\nProjektägare:\nHåbo kommun\nBeviljat ESF-stöd:\n1 200 000\n"
LINE = re.compile(r"(?P<place>[^\n]+?): error: (?P<what>[^\n]+?)[:;] (?P<remedy>[^\n]+)\n")


def refused(code: ExitCode, *arguments: str | Path) -> re.Match[str]:
    """The one line by which a command is refused, with this exit code and nothing on stdout."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    found = LINE.fullmatch(result.stderr)
    assert found is not None, result.stderr
    return found


def files(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sources") / "source.txt"
    path.write_text(SOURCE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def last_good(tmp_path_factory: pytest.TempPathFactory, source: Path) -> Path:
    folder = tmp_path_factory.mktemp("good") / "build"
    result = CliRunner().invoke(main, ["build", str(source), "-o", str(folder)])
    assert result.exit_code == ExitCode.OK, result.output
    return folder


@pytest.fixture
def ontology(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the ontology that a test may break."""
    copy = shutil.copytree(project.ONTOLOGY, tmp_path / "ontology")
    monkeypatch.setattr(project, "ONTOLOGY", copy)
    return copy


# --- the errors themselves


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (QueryError(message="wrong"), "error: wrong"),
        (OutputError(message="wrong", file="a.txt"), "a.txt: error: wrong"),
        (OntologyError(message="wrong", file="a.txt", line=3), "a.txt:3: error: wrong"),
        (UnreadableSourceError(message="wrong", file="a.txt", line=3, column=7), "a.txt:3:7: error: wrong"),
    ],
)
def test_an_error_is_one_line_that_begins_with_its_place(error: SamverkanError, line: str) -> None:
    assert str(error) == line


def test_what_the_user_can_mend_by_calling_differently_is_usage_and_the_rest_is_unreadable_input() -> None:
    codes = {error: error.exit_code for error in (QueryError, OutputError, UnreadableSourceError, OntologyError)}
    assert codes == {QueryError: 2, OutputError: 2, UnreadableSourceError: 3, OntologyError: 3}


# --- sources


@pytest.mark.parametrize(
    ("place", "content", "what"),
    [
        ("bad.txt", None, "No such file"),
        ("bad.txt", b"", "empty"),
        ("bad.txt", b"%PDF-1.7\n", "PDF file is damaged"),
        ("bad.txt:2:5", b"ord\nmed \x00", "U+0000"),
        ("bad.txt:2:3", "Åter\nÅ ".encode() + b"\xe5 i jobb", "0xE5 is not UTF-8"),
        ("bad.html", b"<html></html>", "holds no text"),
        ("bad.pdf", b"", "PDF file is damaged"),
        ("bad.docx", b"PK\x03\x04 broken", ".docx file is damaged"),
        ("bad.csv", b"", "empty"),
        ("bad.csv:1:6", b"Namn;\x00\n", "U+0000"),
        ("bad.xlsx", b"PK\x03\x04 broken", ".xlsx file is damaged"),
        ("bad.ods", b"", "not a workbook"),
        ("bad.json:2:3", b"[\n1,", "Expecting value"),
        ("bad.json", b"{}", "arrays of objects"),
    ],
)
def test_a_source_that_cannot_be_read_stops_the_build_and_the_last_good_one_stays(
    tmp_path: Path, last_good: Path, place: str, content: bytes | None, what: str
) -> None:
    before, bad = files(last_good), tmp_path / place.partition(":")[0]
    if content is not None:
        bad.write_bytes(content)
    line = refused(ExitCode.UNREADABLE, "build", bad, "-o", last_good)
    assert line["place"] == str(tmp_path / place)
    assert what in line["what"]
    assert files(last_good) == before
    assert [path.name for path in last_good.parent.iterdir()] == ["build"]


@pytest.mark.parametrize(
    ("address", "what"),
    [("http://127.0.0.1:9/a.html", "private network"), ("ftp://example.org/a.txt", "only http and https")],
)
def test_an_address_that_may_not_be_fetched_stops_the_build_and_the_last_good_one_stays(
    last_good: Path, address: str, what: str
) -> None:
    before = files(last_good)
    assert what in refused(ExitCode.UNREADABLE, "build", address, "-o", last_good)["what"]
    assert files(last_good) == before


def test_without_sources_and_without_a_folder_seeds_the_build_says_what_it_misses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert refused(ExitCode.UNREADABLE, "build")["place"] == "seeds"
    assert list(tmp_path.iterdir()) == []


# --- the ontology


@pytest.mark.parametrize(
    "name",
    [
        "core.ttl",
        "prefixes.ttl",
        "shapes.ttl",
        "schemes.ttl",
        "phrases/phrases.ttl",
        "reference/municipalities.ttl",
        "reference/codes.ttl",
    ],
)
def test_turtle_that_cannot_be_parsed_is_named_with_its_line_and_the_last_good_build_stays(
    ontology: Path, last_good: Path, source: Path, name: str
) -> None:
    before, path = files(last_good), ontology / name
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\nsam:broken sam:broken broken .\n", encoding="utf-8")
    line = refused(ExitCode.UNREADABLE, "build", source, "-o", last_good)
    assert line["place"].startswith(f"{path}:{text.count(chr(10)) + 2}:")
    assert files(last_good) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("common.toml", None),
        ("common.toml", ""),
        ("projektbanken.toml", "title ="),
        ("projektbanken.toml", 'title = "Export"'),
        ("projektbanken.toml", 'title = "Export"\nrequires = ["mood"]\n[columns]\nname = ["Namn"]\n'),
    ],
)
def test_a_mapping_file_that_is_missing_or_broken_is_named_and_the_last_good_build_stays(
    ontology: Path, last_good: Path, source: Path, name: str, content: str | None
) -> None:
    before, path = files(last_good), ontology / "mappings" / name
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    assert refused(ExitCode.UNREADABLE, "build", source, "-o", last_good)["place"] == str(path)
    assert files(last_good) == before


def test_an_ontology_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: Path, last_good: Path
) -> None:
    monkeypatch.setattr(project, "ONTOLOGY", tmp_path / "nowhere")
    assert refused(ExitCode.UNREADABLE, "build", source, "-o", last_good)["place"] == str(tmp_path / "nowhere")


def test_a_bad_judgement_is_named_with_its_line(ontology: Path, source: Path, last_good: Path) -> None:
    path = ontology / "reference" / "judgements.sssom.tsv"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}broken\n", encoding="utf-8")
    line = refused(ExitCode.UNREADABLE, "build", source, "-o", last_good)
    assert line["place"] == f"{path}:{text.count(chr(10)) + 1}"


def test_judgements_of_one_s_own_that_cannot_be_read_are_named(tmp_path: Path, source: Path, last_good: Path) -> None:
    path = tmp_path / "mine.sssom.tsv"
    path.write_text("broken\nbroken\n", encoding="utf-8")
    line = refused(ExitCode.UNREADABLE, "build", source, "--judgements", path, "-o", last_good)
    assert line["place"].startswith(str(path))


# --- the output


def test_a_file_in_the_way_of_the_output_is_refused_and_kept(tmp_path: Path, source: Path) -> None:
    target = tmp_path / "build"
    target.write_text("mine", encoding="utf-8")
    assert refused(ExitCode.USAGE, "build", source, "-o", target)["place"] == str(target)
    assert target.read_text(encoding="utf-8") == "mine"


def test_a_folder_with_somebody_else_s_files_is_refused_and_kept(tmp_path: Path, source: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    assert "thesis.txt" in refused(ExitCode.USAGE, "build", source, "-o", tmp_path)["what"]
    assert files(tmp_path) == {"thesis.txt": b"mine"}


def test_an_output_below_a_file_is_refused(tmp_path: Path, source: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    refused(ExitCode.USAGE, "build", source, "-o", tmp_path / "file" / "build")


def test_a_parent_that_may_not_be_written_is_refused(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):  # root writes everywhere
        monkeypatch.setattr(store, "TemporaryDirectory", denied)
    assert "Permission denied" in refused(ExitCode.USAGE, "build", source, "-o", tmp_path / "build")["what"]
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("name", ["", "missing/graph.nt"])
def test_an_export_to_what_is_no_file_is_refused(tmp_path: Path, last_good: Path, name: str) -> None:
    line = refused(ExitCode.USAGE, "export", "-d", last_good, "-f", "nt", "-o", tmp_path / name)
    assert line["place"] == str(tmp_path / name)


# --- no build


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "per-fund"),
        ("query", "-q", "ASK {}"),
        ("explain", "Åter i jobb"),
        ("stats",),
        ("export",),
        ("validate",),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("state", ["missing", "empty", "unfinished"])
def test_without_a_build_every_command_says_how_to_make_one(
    tmp_path: Path, last_good: Path, arguments: Sequence[str], state: str
) -> None:
    folder = tmp_path / "build"
    if state != "missing":
        folder.mkdir()
    if state == "unfinished":
        shutil.copy(last_good / "graph.ttl", folder)
    line = refused(ExitCode.UNREADABLE, *arguments, "-d", folder)
    assert line["place"] in (str(folder), str(folder / "store"))
    assert "samverkan build" in line["remedy"]


@pytest.mark.parametrize("lost", ["graph.nq", "graph.ttl", "store", "manifest.json"])
def test_a_build_that_has_lost_a_part_is_no_build(tmp_path: Path, last_good: Path, lost: str) -> None:
    folder = shutil.copytree(last_good, tmp_path / "build")
    path = folder / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    for command in ("stats", "export", "validate"):
        assert refused(ExitCode.UNREADABLE, command, "-d", folder)["place"] == str(folder)


def test_a_store_that_is_damaged_is_no_build(tmp_path: Path, last_good: Path) -> None:
    folder = shutil.copytree(last_good, tmp_path / "build")
    (folder / "store" / "CURRENT").write_text("nonsense", encoding="utf-8")
    refused(ExitCode.UNREADABLE, "explain", "Åter i jobb", "-d", folder)


# --- RDF to validate


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("missing.ttl", None, ""),
        ("data.csv", b"a,b,c", ""),
        ("data.ttl", b"@prefix a: <http://a/> .\na:b a:c\n  broken .\n", ":3:3"),
        ("data.nt", b"<http://a/> <http://b> broken .\n", ":1:24"),
        ("data.ttl", b'<http://a/> <http://b> "M\xe5l" .\n', ":1:26"),
        ("data.ttl", b"<http://a/\n> <http://b> 1 .\n", ":1:1"),
        ("data.jsonld", b"{", ":1:2"),
        ("data.rdf", b"<rdf:RDF", ""),
    ],
)
def test_rdf_that_cannot_be_read_is_named_with_its_place(
    tmp_path: Path, name: str, content: bytes | None, place: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    line = refused(ExitCode.UNREADABLE, "validate", path)
    assert line["place"] == f"{path}{place}"
    assert "Parser error" not in line["what"]


# --- questions


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT ?s WHERE { ?s ?p ?o ", "1:28"),
        ("SELECT *\nWHERE {\n  ?s ?p ; }", "3:11"),
        ("SELECT * WHERE { ?s nonsense:p ?o }", "1:31"),
    ],
)
def test_a_syntax_error_is_told_with_its_place(tmp_path: Path, last_good: Path, text: str, place: str) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(text, encoding="utf-8")
    assert refused(ExitCode.USAGE, "query", "--query-file", path, "-d", last_good)["place"] == f"{path}:{place}"
    assert refused(ExitCode.USAGE, "query", "-q", text, "-d", last_good)["place"] == place


@pytest.mark.parametrize(
    ("arguments", "what", "remedy"),
    [
        (("partners-of-organization",), "there is no query partners-of-organization", "partners-of-organisation"),
        (("partners-of-organisation",), "needs organisation", "--param"),
        (("partners-of-organisation", "-p", "organization=x"), "no parameter organization", "organisation"),
        (("partners-of-organisation", "-p", "Håbo"), "“Håbo” is no KEY=VALUE", "--param"),
        (("-q", "DELETE WHERE { ?s ?p ?o }"), "this is an update", "ask instead"),
        (("-q", "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }"), "another machine", "ask this graph only"),
        (("-q", "SELECT * { ?s ?p ?o }", "-f", "turtle"), "Turtle", "choose table"),
        ((), "", "one of the three"),
        (("per-fund", "-q", "ASK {}"), "", "one of the three"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_question_that_cannot_be_asked_is_refused(
    last_good: Path, arguments: tuple[str, ...], what: str, remedy: str
) -> None:
    result = CliRunner().invoke(main, ["query", *arguments, "-d", str(last_good)])
    assert (result.exit_code, result.stdout) == (ExitCode.USAGE, "")
    assert result.stderr.count("\n") == 1
    said, _, hint = result.stderr.partition("error: ")[2].partition(": ")
    assert what in said
    assert remedy in hint


@pytest.mark.parametrize("content", [None, b'SELECT * { ?s ?p "M\xe5l" }'])
def test_a_query_file_that_cannot_be_read_is_refused(tmp_path: Path, last_good: Path, content: bytes | None) -> None:
    path = tmp_path / "mine.rq"
    if content is not None:
        path.write_bytes(content)
    line = refused(ExitCode.UNREADABLE, "query", "--query-file", path, "-d", last_good)
    assert line["place"] == str(path)


def test_a_name_that_nobody_has_is_answered_with_the_nearest(last_good: Path) -> None:
    result = CliRunner().invoke(main, ["explain", "Åter i job", "-d", str(last_good)])
    assert result.exit_code == ExitCode.USAGE
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1
    assert "“Åter i jobb”" in result.stderr


# --- real processes


def samverkan(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("samverkan"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_process_tells_one_line_on_stderr_and_its_exit_code(tmp_path: Path) -> None:
    run = samverkan("build", tmp_path / "missing.txt", "-o", tmp_path / "build")
    assert (run.returncode, run.stdout) == (ExitCode.UNREADABLE, "")
    assert LINE.fullmatch(run.stderr)


def test_only_debug_shows_a_traceback(tmp_path: Path) -> None:
    run = samverkan("--debug", "stats", "-d", tmp_path)
    assert run.returncode != 0
    assert "Traceback" in run.stderr
    assert "UnreadableSourceError" in run.stderr
