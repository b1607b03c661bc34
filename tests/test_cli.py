from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from samverkan import __version__, cli, project
from samverkan.documents.cache import Fetched
from samverkan.documents.web import Web
from samverkan.errors import ExitCode
from samverkan.identifiers import RDF, SAM, data_iri
from samverkan.triples import file_lines

SOURCE = "Namn:\nÅter i jobb\nDiarienummer:\n2021/00001\nProjektägare:\nHåbo kommun\nBeviljat ESF-stöd:\n1 200 000\n"
LIST = (
    "Beneficiary name;Operation name;Start date;End date;Total eligible expenditure (EUR);Country\n"
    "Exempel AB;Nyväg;01.02.2016;31.12.2016;5000;Finland\n"
    "Priority 2: something;;;;;\n"
    "Påhitt AB;;01.01.2016;31.12.2016;7000;Finland\n"
)
OVERSPENT = f"{SOURCE}Total projektbudget:\n900 000\n"
FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "json-ld": ox.RdfFormat.JSON_LD,
}
PARTS = ("asserted", "inferred", "evidence")
EXECUTABLE = Path(sys.executable).with_name("samverkan")


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(cli.main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def build(folder: Path, text: str = SOURCE) -> Result:
    source = folder.with_name("source.txt")
    source.write_text(text, encoding="utf-8")
    return run("build", source, "-o", folder)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "build"
    assert build(folder).exit_code == ExitCode.OK
    return folder


def dataset(content: bytes, form: ox.RdfFormat) -> ox.Dataset:
    """The quads, with blank nodes named by what is said of them."""
    quads = ox.Dataset(ox.parse(content, format=form))
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return quads


# --- the group


def test_help_loads_no_rdf_library() -> None:
    program = (
        "import sys\nfrom samverkan.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print({'rdflib', 'pyoxigraph', 'owlrl', 'pyshacl'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "Usage:" in run.stdout
    assert run.stdout.endswith("set()\n")


@pytest.mark.parametrize("command", sorted(cli.main.commands))
def test_every_command_has_help_and_stands_in_the_list(command: str) -> None:
    assert f"  {command} " in run("--help").stdout
    result = run(command, "--help")
    assert result.exit_code == ExitCode.OK
    assert result.stdout.startswith(f"Usage: main {command}")


def test_the_version_is_the_package_s() -> None:
    assert __version__ in run("--version").stdout


@pytest.mark.parametrize("arguments", [("nonsense",), ("build", "--nonsense"), ("export", "-f", "docx"), ("explain",)])
def test_a_wrong_call_is_usage(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (ExitCode.USAGE, "")


# --- build


def test_build_writes_everything_and_sums_up_on_stderr(tmp_path: Path) -> None:
    folder = tmp_path / "build"
    result = build(folder)
    assert (result.exit_code, result.stdout) == (ExitCode.OK, "")
    assert result.stderr.splitlines()[-1].startswith(f"{folder}: 1 documents, 1 projects, 1 organisations, ")
    assert "; validated by " in result.stderr.splitlines()[-1]
    assert {path.name for path in folder.iterdir()} == {
        "graph.ttl",
        "inferred.ttl",
        "evidence.ttl",
        "graph.nq",
        "graph.jsonld",
        "findings.json",
        "review.json",
        "readings.jsonl",
        "reading.html",
        "reading.json",
        "manifest.json",
        "store",
        "texts",
    }


def test_the_rows_of_a_table_are_counted_and_those_of_no_project_told(tmp_path: Path) -> None:
    (tmp_path / "lista.csv").write_text(LIST, encoding="utf-8")
    result = run("build", tmp_path / "lista.csv", "-o", tmp_path / "build")
    assert result.exit_code == ExitCode.OK
    *told, summary = result.stderr.splitlines()
    assert f"{tmp_path / 'build'}: 1 documents, 3 rows, 2 rows of no project, 1 projects, " in summary
    assert sum(": notice: row 3 " in line or ": notice: row 4 " in line for line in told) == 2


def test_files_and_folders_are_sources_together(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "source.txt").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "lista.csv").write_text(LIST, encoding="utf-8")
    result = run("build", tmp_path / "texts", tmp_path / "lista.csv", "-o", tmp_path / "build")
    assert f"{tmp_path / 'build'}: 2 documents, 3 rows, 2 rows of no project, 2 projects, " in result.stderr


def test_how_addresses_are_fetched_is_said_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def fetch(web: Web, address: str) -> Fetched:
        asked.append((address, web.cache, web.allow_private))
        return Fetched(
            url=address, content=SOURCE.encode(), media_type="text/plain", charset="utf-8", retrieved="2021-01-18"
        )

    monkeypatch.setattr(Web, "fetch", fetch)
    address = "https://example.org/source.txt"
    for options in ((), ("--cache", tmp_path / "cache", "--allow-private")):
        assert run("build", address, *options, "-o", tmp_path / "build").exit_code == ExitCode.OK
    assert asked == [(address, None, False), (address, tmp_path / "cache", True)]


def test_what_is_less_sure_than_asked_for_is_told_and_not_asserted(tmp_path: Path) -> None:
    source, folder = tmp_path / "source.txt", tmp_path / "build"
    source.write_text("Åter i jobb drivs av Håbo kommun och får 1,2 miljoner kronor.\n", encoding="utf-8")
    lenient = run("build", source, "--min-confidence", "0", "-o", folder).stderr
    strict = run("build", source, "--min-confidence", "1", "-o", folder).stderr
    assert ", 1 projects, " in lenient
    assert "[low-confidence]" not in lenient
    assert ", 0 projects, " in strict
    assert "[low-confidence]" in strict
    assert run("build", source, "--min-confidence", "1.1", "-o", folder).exit_code == ExitCode.USAGE


def test_judgements_of_one_s_own_are_obeyed(tmp_path: Path) -> None:
    folder, own = tmp_path / "build", tmp_path / "mine.sssom.tsv"
    assert ", 1 organisations, " in build(folder, SOURCE.replace("Håbo kommun", "Påhitt AB")).stderr
    answer = ("not-an-organisation", "Påhitt AB", "--by", "a tester", "--on", "2026-01-01")
    assert run("review", *answer, "-d", folder, "--judgements", own).exit_code == ExitCode.OK
    again = run("build", tmp_path / "source.txt", "--judgements", own, "-o", folder)
    assert again.exit_code == ExitCode.OK
    assert ", 0 organisations, " in again.stderr


@pytest.mark.parametrize("options", [("--reasoner", "owlrl"), ("--validator", "shacl")])
def test_who_infers_and_who_validates_does_not_show(tmp_path: Path, built: Path, options: tuple[str, str]) -> None:
    if options[1] == "shacl":
        pytest.importorskip("shacl")
    source = tmp_path / "source.txt"
    source.write_text(SOURCE, encoding="utf-8")
    assert run("build", source, *options, "-o", tmp_path / "build").exit_code == ExitCode.OK
    assert (tmp_path / "build" / "manifest.json").read_bytes() == (built / "manifest.json").read_bytes()


def test_the_summary_counts_what_is_in_the_files(built: Path) -> None:
    counts = json.loads((built / "manifest.json").read_text(encoding="utf-8"))["counts"]
    lines = {name: file_lines(built / name) for name in ("graph.ttl", "inferred.ttl", "evidence.ttl")}
    findings = json.loads((built / "findings.json").read_text(encoding="utf-8"))
    assert counts["triples"] == len(lines["graph.ttl"])
    assert counts["inferred"] == len(lines["inferred.ttl"])
    assert counts["projects"] == sum(f"<{SAM}Project>" in line for line in lines["graph.ttl"])
    assert counts["documents"] == sum(f"<{SAM}SourceDocument>" in line for line in lines["graph.ttl"])
    assert counts["facts"] == len(set(facts(built))) > 0
    for severity in ("violation", "warning", "notice"):
        assert counts[f"{severity}s"] == sum(finding["severity"] == severity for finding in findings)


def test_a_fact_that_is_quoted_twice_counts_once(tmp_path: Path) -> None:
    build(tmp_path / "build", SOURCE + "Beviljat ESF-stöd:\n1 200 000\n")
    quoted = facts(tmp_path / "build")
    assert len(set(quoted)) < len(quoted)
    manifest = json.loads((tmp_path / "build" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counts"]["facts"] == len(set(quoted))


def facts(folder: Path) -> list[tuple[str, ...]]:
    """The fact of every piece of evidence."""
    said = [quad.triple for quad in ox.parse(path=folder / "evidence.ttl")]
    parts = {(triple.subject, triple.predicate.value): str(triple.object) for triple in said}
    nodes = {triple.subject for triple in said}
    return [tuple(parts[node, RDF + part] for part in ("subject", "predicate", "object")) for node in nodes]


def test_data_that_do_not_conform_are_written_and_told(tmp_path: Path) -> None:
    result = build(tmp_path / "build", OVERSPENT)
    assert result.exit_code == ExitCode.NOT_CONFORMING
    (told,) = (line for line in result.stderr.splitlines() if ": violation: " in line)
    assert told.startswith("source.txt:8:1: violation: ")
    assert "“1 200 000” (see also source.txt:10:1: 900 000)" in told
    assert told.endswith("[amount-over-its-whole]")
    assert (tmp_path / "build" / "graph.ttl").is_file()
    assert run("validate", "-d", tmp_path / "build").exit_code == ExitCode.NOT_CONFORMING


def test_many_findings_are_cut_short_with_a_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_MOST_FINDINGS", 0)
    result = build(tmp_path / "build", OVERSPENT)
    assert result.stderr.startswith("… and 1 more: see findings.json")


def test_a_terminal_sees_the_progress_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "source.txt").write_text(SOURCE, encoding="utf-8")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [EXECUTABLE, "build", "source.txt"], cwd=tmp_path, stderr=theirs, env={**os.environ, "TERM": "xterm"}
    )
    os.close(theirs)
    shown = b""
    while chunk := _read(ours):
        shown += chunk
    os.close(ours)
    assert process.wait() == ExitCode.OK
    assert b"validating" in shown
    assert shown.count(b"100%") == 1


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how a terminal says that the other side has gone
        return b""


# --- validate


def test_the_last_build_conforms(built: Path) -> None:
    result = run("validate", "-d", built)
    assert (result.exit_code, result.stdout) == (ExitCode.OK, "")
    assert result.stderr == "0 violations, 0 other findings\n"


def test_a_violating_file_is_told_with_the_shape_s_name(tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text(f"<{data_iri('project', 'x')}> a <{SAM}Project> ; <{SAM}grantedAmount> -5.0 .", encoding="utf-8")
    result = run("validate", path)
    assert result.exit_code == ExitCode.NOT_CONFORMING
    assert "[granted-amount-malformed]" in result.stdout
    violations = sum(": violation: " in line for line in result.stdout.splitlines())
    assert result.stderr == f"{violations} violations, {len(result.stdout.splitlines()) - violations} other findings\n"


def test_files_are_validated_together(built: Path) -> None:
    names = ("graph.ttl", "inferred.ttl", "evidence.ttl")
    assert run("validate", *(built / name for name in names)).exit_code == ExitCode.OK
    assert "[fact-without-evidence]" in run("validate", built / "graph.ttl").stdout


# --- export


@pytest.mark.parametrize("form", FORMATS)
def test_the_whole_export_says_what_the_build_says(tmp_path: Path, built: Path, form: str) -> None:
    assert run("export", "-d", built, "-f", form, "-o", tmp_path / "out").exit_code == ExitCode.OK
    expected = dataset((built / "graph.nq").read_bytes(), ox.RdfFormat.N_QUADS)
    if form in ("turtle", "ttl", "nt"):
        expected = ox.Dataset(ox.Quad(*quad.triple) for quad in ox.parse(path=built / "graph.nq"))
        expected.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert dataset((tmp_path / "out").read_bytes(), FORMATS[form]) == expected


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("part", PARTS)
def test_a_part_s_export_says_what_the_part_s_file_says(built: Path, form: str, part: str) -> None:
    name = {"asserted": "graph.ttl"}.get(part, f"{part}.ttl")
    expected = {quad.triple for quad in ox.parse(path=built / name)}
    quads = set(ox.parse(run("export", "-d", built, "-f", form, "--part", part).stdout_bytes, format=FORMATS[form]))
    assert {quad.triple for quad in quads} == expected
    graphs = {ox.NamedNode(data_iri("graph", part))} if form in ("nq", "trig", "json-ld") else {ox.DefaultGraph()}
    assert {quad.graph_name for quad in quads} == graphs


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (("--part", "asserted"), "graph.ttl"),
        (("--part", "inferred"), "inferred.ttl"),
        (("--part", "evidence"), "evidence.ttl"),
        (("-f", "nq"), "graph.nq"),
        (("-f", "json-ld"), "graph.jsonld"),
    ],
)
def test_an_export_is_byte_for_byte_what_the_build_wrote(built: Path, options: tuple[str, str], name: str) -> None:
    assert run("export", "-d", built, *options).stdout_bytes == (built / name).read_bytes()


def test_hash_seeds_do_not_show_in_an_export(built: Path) -> None:
    command: tuple[str | Path, ...] = (EXECUTABLE, "export", "-d", built, "-f", "trig")
    outputs = {
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


# --- query


def test_a_question_is_answered_in_every_format(built: Path) -> None:
    asked = ("query", "partners-of-project", "-p", "project=Åter i jobb", "-d", built)
    table = run(*asked).stdout.splitlines()
    assert "Håbo kommun" in table[2]
    assert len({len(line) for line in table[:2]}) <= 2
    (row,) = json.loads(run(*asked, "-f", "json").stdout)["results"]["bindings"]
    assert row["participantLabel"] == {"type": "literal", "value": "Håbo kommun", "xml:lang": "sv"}
    header, line = run(*asked, "-f", "csv").stdout.splitlines()
    assert dict(zip(header.split(","), line.split(","), strict=True))["participantLabel"] == "Håbo kommun"
    assert '"Håbo kommun"@sv' in run(*asked, "-f", "tsv").stdout


def test_a_query_of_one_s_own_is_answered_from_text_and_from_a_file(tmp_path: Path, built: Path) -> None:
    text = "SELECT ?label WHERE { ?p a sam:Project ; rdfs:label ?label }"
    path = tmp_path / "mine.rq"
    path.write_text(text, encoding="utf-8")
    for own in (("-q", text), ("--query-file", str(path))):
        assert run("query", *own, "-f", "csv", "-d", built).stdout.splitlines() == ["label", "Åter i jobb"]


def test_an_answer_of_triples_is_turtle(built: Path) -> None:
    text = "CONSTRUCT { ?p rdfs:label ?label } WHERE { ?p a sam:Project ; rdfs:label ?label }"
    turtle = run("query", "-q", text, "-f", "turtle", "-d", built).stdout
    (quad,) = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    assert quad.object == ox.Literal("Åter i jobb", language="sv")


def test_queries_lists_every_question(built: Path) -> None:
    told = run("queries").stdout
    for path in project.QUERIES.glob("*.rq"):
        assert path.stem in told
    assert "Who takes part in a project" in told
    assert "Vilka deltar i ett projekt" in told


# --- the others


def test_stats_tells_what_the_build_counted(built: Path) -> None:
    counts = json.loads((built / "manifest.json").read_text(encoding="utf-8"))["counts"]
    told = [line.split() for line in run("stats", "-d", built).stdout.splitlines()]
    assert told == [[str(count), name] for name, count in counts.items()]


@pytest.mark.parametrize("name", ["åter i jobb", data_iri("project", "2021-00001")])
def test_explain_quotes_the_words_for_every_fact(built: Path, name: str) -> None:
    told = run("explain", name, "-d", built).stdout
    assert told.startswith(f"Åter i jobb · Project\n<{data_iri('project', '2021-00001')}>\n")
    assert "“1 200 000” — source.txt:8, confidence 1" in told


def test_the_commands_leave_the_build_as_it_is(built: Path) -> None:
    before = {path: path.read_bytes() for path in built.rglob("*") if path.is_file()}
    for arguments in (["stats"], ["validate"], ["export"], ["explain", "Håbo kommun"], ["query", "-q", "ASK {}"]):
        assert run(*arguments, "-d", built).exit_code == ExitCode.OK
    assert {path: path.read_bytes() for path in built.rglob("*") if path.is_file()} == before
