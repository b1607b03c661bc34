from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan import export, project
from samverkan.identifiers import DCTERMS, OA, PROV, RDF, RDFS, XSD, DocumentId, data_iri, sam
from samverkan.model import Finding, Severity, SourceDocument
from samverkan.triples import turtle_lines
from samverkan.vocabulary import load_prefixes

PREFIXES = {"sam": sam(""), "rdfs": RDFS, "xsd": XSD, "dcterms": DCTERMS, "wd": "http://www.wikidata.org/entity/"}
ASSERTED, INFERRED = data_iri("graph", "asserted"), data_iri("graph", "inferred")
P, Q = data_iri("project", "23-001-S01"), data_iri("project", "åter-i-jobb-1a2b")
COLLABORATION, GROUP = data_iri("collaboration", "23-001-S01"), data_iri("group", "23-001-S01-0")
PARTICIPATION = data_iri("participation", "23-001-S01", "x-ab")
TOWN, DOCUMENT, ODD = data_iri("municipality", "0180"), data_iri("document", "aa"), data_iri("organisation", "åbo-2")


def line(subject: str, predicate: str, term: str) -> str:
    value = term if term.startswith('"') else f"<{term}>"
    return f"<{subject}> <{predicate}> {value} ."


LINES = [
    line(DOCUMENT, f"{RDF}type", sam("SourceDocument")),
    line(GROUP, f"{RDF}type", sam("OrganisationGroup")),
    line(TOWN, f"{RDFS}label", '"Stockholms kommun"@sv'),
    line(ODD, f"{RDFS}label", '"A , B\\n\\tC \\" , \\\\"@sv'),
    line(Q, f"{RDF}type", sam("Project")),
    line(P, sam("hasPartner"), TOWN),
    line(P, sam("hasPartner"), GROUP),
    line(P, sam("grantedAmount"), f'"18200000.0"^^<{XSD}decimal>'),
    line(P, sam("startDate"), f'"2024-01-01"^^<{XSD}date>'),
    line(P, f"{DCTERMS}identifier", '"23-001-S01"'),
    line(P, f"{RDFS}label", '"Åter"@sv'),
    line(P, f"{RDF}type", sam("Project")),
    line(PARTICIPATION, sam("role"), data_iri("role", "lead")),
    line(COLLABORATION, sam("hasParticipation"), PARTICIPATION),
]
GRAPHS: dict[str, list[str]] = {ASSERTED: LINES, INFERRED: [line(TOWN, sam("participatesIn"), P), LINES[0]]}

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
cells = st.builds(
    lambda subject, name, term: line(data_iri(subject, name), sam(name), term),
    st.sampled_from(["project", "collaboration", "participation/p", "organisation", "scheme", "evidence"]),
    st.from_regex(r"[a-zåäö0-9]([a-zåäö0-9/-]{0,6}[a-zåäö0-9])?", fullmatch=True),
    st.one_of(
        words.map(lambda word: f"{ox.Literal(word)}"),
        words.map(lambda word: f"{ox.Literal(word, language='sv')}"),
        words.map(lambda word: f"{ox.Literal(word, datatype=ox.NamedNode(f'{XSD}date'))}"),
        st.just(TOWN),
    ),
)


def triples(text: str, form: ox.RdfFormat) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(text, format=form)}


def quads(path: Path, form: ox.RdfFormat) -> set[ox.Quad]:
    return set(ox.parse(path.read_bytes(), format=form))


def rdflib_quads(path: Path, form: str) -> set[tuple[object, ...]]:
    dataset = rdflib.Dataset().parse(data=path.read_text(encoding="utf-8"), format=form)
    return {(*quad[:3], quad[3]) for quad in dataset.quads()}


def test_turtle_reads_like_this() -> None:
    body = export.turtle(LINES, PREFIXES).split("\n\n", 1)[1]
    assert (
        body
        == """\
project:23-001-S01 a sam:Project ;
    rdfs:label "Åter"@sv ;
    dcterms:identifier "23-001-S01" ;
    sam:grantedAmount 18200000.0 ;
    sam:hasPartner group:23-001-S01-0 ,
        municipality:0180 ;
    sam:startDate "2024-01-01"^^xsd:date .

collaboration:23-001-S01 sam:hasParticipation participation:23-001-S01\\/x-ab .

participation:23-001-S01\\/x-ab sam:role role:lead .

project:åter-i-jobb-1a2b a sam:Project .

organisation:åbo-2 rdfs:label "A , B\\n\\tC \\" , \\\\"@sv .

municipality:0180 rdfs:label "Stockholms kommun"@sv .

group:23-001-S01-0 a sam:OrganisationGroup .

document:aa a sam:SourceDocument .
"""
    )


def test_only_prefixes_in_use_are_declared() -> None:
    header = export.turtle(LINES, PREFIXES).split("\n\n", 1)[0]
    assert "@prefix sam:" in header
    assert "@prefix wd:" not in header


def test_one_more_partner_is_one_more_line() -> None:
    before = export.turtle(LINES, PREFIXES).splitlines()
    after = export.turtle([*LINES, line(P, sam("hasPartner"), data_iri("municipality", "0123"))], PREFIXES).splitlines()
    assert len(after) == len(before) + 1
    assert set(before) <= set(after)


def test_evidence_stands_in_the_order_of_the_text() -> None:
    places = {"c": ("d1", 3), "a": ("d1", 20), "d": ("d1", 100), "b": ("d2", 1)}
    lines = []
    for name, (document, start) in places.items():
        node = data_iri("evidence", name)
        lines.append(line(node, f"{PROV}hadPrimarySource", data_iri("document", document)))
        lines.append(line(node, f"{OA}start", f'"{start}"^^<{XSD}integer>'))
    text = export.turtle(lines, PREFIXES)
    positions = [text.index(f"\nevidence:{name} ") for name in places]
    assert positions == sorted(positions)


@settings(max_examples=60, deadline=None)
@given(st.lists(cells, max_size=8))
def test_turtle_parses_back_to_the_same_triples_in_any_order(lines: list[str]) -> None:
    text, source = export.turtle(lines, PREFIXES), "\n".join(lines)
    assert triples(text, ox.RdfFormat.TURTLE) == triples(source, ox.RdfFormat.N_TRIPLES)
    assert set(rdflib.Graph().parse(data=text)) == set(rdflib.Graph().parse(data=source, format="nt"))
    assert text == export.turtle([*reversed(lines), *lines], PREFIXES)


@settings(max_examples=60, deadline=None)
@given(st.lists(cells, min_size=1, max_size=8))
def test_json_ld_parses_back_to_the_same_triples(lines: list[str]) -> None:
    text = export.in_format({ASSERTED: lines}, "json-ld", PREFIXES).decode()
    assert triples(text, ox.RdfFormat.JSON_LD) == triples("\n".join(lines), ox.RdfFormat.N_TRIPLES)


def test_more_subjects_than_are_written_at_once_are_one_graph_with_one_header(monkeypatch: pytest.MonkeyPatch) -> None:
    forms = "json-ld", "ttl"
    whole = [export.in_format(GRAPHS, form, PREFIXES) for form in forms]
    monkeypatch.setattr(export, "_AT_ONCE", 1)
    assert [export.in_format(GRAPHS, form, PREFIXES) for form in forms] == whole


def test_turtle_of_nothing_is_nothing() -> None:
    assert export.turtle([], PREFIXES) == ""


def test_nquads_are_sorted_and_hold_every_graph(tmp_path: Path) -> None:
    export.write_nquads(tmp_path / "graph.nq", GRAPHS)
    written = (tmp_path / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert written == sorted(set(written))
    assert len(written) == len(LINES) + 2
    assert {quad.graph_name for quad in quads(tmp_path / "graph.nq", ox.RdfFormat.N_QUADS)} == set(
        map(ox.NamedNode, GRAPHS)
    )


@pytest.mark.filterwarnings("ignore:(Dataset.default_context|ConjunctiveGraph):DeprecationWarning")  # inside rdflib
def test_json_ld_and_nquads_say_the_same_to_oxigraph_and_to_rdflib(tmp_path: Path) -> None:
    export.write_nquads(tmp_path / "graph.nq", GRAPHS)
    export.write_jsonld(tmp_path / "graph.jsonld", GRAPHS)
    expected = quads(tmp_path / "graph.nq", ox.RdfFormat.N_QUADS)
    assert quads(tmp_path / "graph.jsonld", ox.RdfFormat.JSON_LD) == expected
    read = rdflib_quads(tmp_path / "graph.nq", "nquads")
    assert len(read) == len(expected)
    assert rdflib_quads(tmp_path / "graph.jsonld", "json-ld") == read


def test_the_ontology_s_blank_nodes_survive_in_nquads_and_json_ld(tmp_path: Path) -> None:
    lines = turtle_lines(project.ONTOLOGY / "core.ttl")
    export.write_nquads(tmp_path / "graph.nq", {ASSERTED: lines})
    export.write_jsonld(tmp_path / "graph.jsonld", {ASSERTED: lines})
    expected, *others = (
        ox.Dataset(ox.parse(path.read_bytes(), format=form))
        for path, form in (
            (tmp_path / "graph.nq", ox.RdfFormat.N_QUADS),
            (tmp_path / "graph.jsonld", ox.RdfFormat.JSON_LD),
        )
    )
    for dataset in (expected, *others):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert len(expected) == len(lines)
    assert others == [expected]


def test_json_ld_has_a_line_for_each_graph_and_node_whatever_a_text_holds(tmp_path: Path) -> None:
    text = ox.Literal('{"@id":"urn:x","')
    export.write_jsonld(tmp_path / "graph.jsonld", {ASSERTED: [line(P, f"{RDFS}label", str(text)), *LINES]})
    written = (tmp_path / "graph.jsonld").read_text(encoding="utf-8").splitlines()
    assert text in {quad.object for quad in quads(tmp_path / "graph.jsonld", ox.RdfFormat.JSON_LD)}
    subjects = sorted({one.split(" ")[0][1:-1] for one in LINES})
    assert [one.split('"')[3] for one in written[1:]] == [ASSERTED, *subjects]


def test_json_ld_does_not_depend_on_the_order_of_graphs_and_lines(tmp_path: Path) -> None:
    export.write_jsonld(tmp_path / "one", GRAPHS)
    export.write_jsonld(tmp_path / "two", {name: [*reversed(GRAPHS[name])] for name in reversed(GRAPHS)})
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_findings_are_json_without_the_machine_s_folders(tmp_path: Path) -> None:
    finding = Finding(
        severity=Severity.WARNING, code="c", message="Två", file="/home/me/a.txt", line=1, column=2, focus=P,
        related=("b.txt:1:1: å",),
    )  # fmt: skip
    export.write_findings(tmp_path / "findings.json", [finding])
    text = (tmp_path / "findings.json").read_text(encoding="utf-8")
    assert text.endswith("]\n")
    assert "Två" in text
    assert json.loads(text) == [
        {
            "severity": "warning", "code": "c", "message": "Två", "file": "a.txt", "line": 1, "column": 2, "text": None,
            "focus": P, "path": None, "related": ["b.txt:1:1: å"],
        }
    ]  # fmt: skip


def test_the_manifest_answers_for_documents_and_files(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_bytes(b"x")
    documents = [
        SourceDocument(id=DocumentId(key), path=f"/home/me/{key}", name=f"{key}.txt", sha256=key * 64, text="secret")
        for key in ("b", "a")
    ]
    export.write_manifest(tmp_path, version="1.2", documents=documents, counts={"projects": 2}, files=["graph.ttl"])
    text = (tmp_path / export.MANIFEST_FILE).read_text(encoding="utf-8")
    assert json.loads(text) == {
        "tool": "samverkan",
        "version": "1.2",
        "documents": [{"id": key, "name": f"{key}.txt", "sha256": key * 64} for key in ("a", "b")],
        "counts": {"projects": 2},
        "files": {"graph.ttl": hashlib.sha256(b"x").hexdigest()},
    }


def test_hash_seeds_do_not_show_in_any_file(tmp_path: Path) -> None:
    folders = [tmp_path / seed for seed in ("1", "2")]
    runs = []
    for folder in folders:
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": folder.name}
        runs.append(subprocess.Popen([sys.executable, __file__, str(folder)], env=environment))
    assert [run.wait() for run in runs] == [0, 0]
    written = [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders]
    assert written[0] == written[1]
    assert {"graph.ttl", "inferred.ttl", "graph.nq", "graph.jsonld", "findings.json"} == set(written[0])


def write_everything(folder: Path) -> None:
    """What the test above runs in processes of its own: inference and validation included."""
    from samverkan import reasoning, validation

    lines = sorted(set(LINES) | {line(P, sam("hasLead"), ODD)})
    inference = reasoning.infer(lines, project.ONTOLOGY)
    graphs: dict[str, list[str]] = {ASSERTED: lines, INFERRED: list(inference.lines)}
    graphs[data_iri("graph", "ontology")] = turtle_lines(project.ONTOLOGY / "core.ttl")
    prefixes = load_prefixes(project.ONTOLOGY)
    export.write_turtle(folder / "graph.ttl", lines, prefixes)
    export.write_turtle(folder / "inferred.ttl", graphs[INFERRED], prefixes)
    export.write_nquads(folder / "graph.nq", graphs)
    export.write_jsonld(folder / "graph.jsonld", graphs)
    findings = validation.validate([*lines, *graphs[INFERRED]], project.ONTOLOGY)
    export.write_findings(folder / "findings.json", findings)


if __name__ == "__main__":
    write_everything(Path(sys.argv[1]))
