from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest

from samverkan import documents, pipeline, project
from samverkan.identifiers import DCTERMS, OA, PROV, RDF, data_iri, sam
from samverkan.model import SourceDocument

SEEDS = project.CHECKOUT / "seeds"
GOLDEN = Path(__file__).parent / "golden" / "seeds"
LIST = """\
Project code;Beneficiary name;Operation name;Start date;Total eligible expenditure (EUR);Country
7;Example Ltd;Thing;01.02.2016;5000;Malta
7;Sample plc;Thing;01.02.2016;;Malta
8;Third Ltd;Other;13.02.2016;6000;Malta
;Fourth Ltd;;01.02.2016;7000;Malta
Priority 2: something;;;;;
Project code;Beneficiary name;Operation name;Start date;Total eligible expenditure (EUR);Country
Total;;;;18000;
9;Fifth Ltd;Third;;soon;Malta
"""
# What a project has without a place in a text: what it is, what it was read from, and what follows from its number
UNQUOTED = {
    f"{RDF}type",
    f"{PROV}wasDerivedFrom",
    f"{DCTERMS}identifier",
    sam("carriedOutBy"),
    sam("call"),
    sam("region"),
}


@pytest.fixture(scope="module")
def builds(seeds_build: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The seeds' build twice: under two hash seeds, in two orders, and from two folders."""
    other = tmp_path_factory.mktemp("other")
    copy = shutil.copytree(SEEDS, other / "deep" / "copy")
    backwards = sorted(copy.glob("*.txt"), reverse=True)
    command: tuple[str | Path, ...] = (Path(sys.executable).with_name("samverkan"), "build", *backwards, "-o", "output")
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    subprocess.run(command, cwd=other, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True)
    return seeds_build, other / "output"


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of a list of operations in which not every row is a project."""
    folder = tmp_path_factory.mktemp("listed")
    (folder / "lista.csv").write_text(LIST, encoding="utf-8")
    pipeline.build([folder / "lista.csv"], folder / "build", project.ONTOLOGY)
    return folder / "build"


@pytest.fixture(scope="module")
def sources() -> Mapping[str, SourceDocument]:
    """The seeds by the IRI of their document."""
    return {data_iri("document", one.id): one for one in documents.read_documents([SEEDS])}


def reproducible(folder: Path) -> dict[str, bytes]:
    """Every file of a build but the store's, by its name in the folder."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(path): (folder / path).read_bytes() for path in paths if path.parts[0] != "store"}


def triples(path: Path) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=path)]


def evidence(folder: Path) -> Iterator[Mapping[str, ox.NamedNode | ox.Literal]]:
    """Each piece of evidence as its properties."""
    pieces: dict[str, dict[str, ox.NamedNode | ox.Literal]] = {}
    for triple in triples(folder / "evidence.ttl"):
        assert isinstance(triple.object, ox.NamedNode | ox.Literal)
        pieces.setdefault(str(triple.subject), {})[triple.predicate.value] = triple.object
    yield from pieces.values()


def test_two_builds_are_the_same_byte_for_byte(builds: tuple[Path, Path]) -> None:
    contents = [reproducible(folder) for folder in builds]
    assert contents[0].keys() == contents[1].keys() > {"review.json", "reading.html", "reading.json", "manifest.json"}
    assert sum(name.startswith("texts/") for name in contents[0]) == len(list(SEEDS.glob("*.txt")))
    assert [name for name in contents[0] if contents[0][name] != contents[1][name]] == []


def test_every_row_of_a_table_is_a_project_or_told_with_its_number(tmp_path: Path, listed: Path) -> None:
    counts = json.loads((listed / "manifest.json").read_text(encoding="utf-8"))["counts"]
    findings = json.loads((listed / "findings.json").read_text(encoding="utf-8"))
    told = [re.match(r"row (\d+) (?:names|adds|has|is)", finding["message"]) for finding in findings]
    of_projects = {int(piece[sam("row")].value) for piece in evidence(listed)}
    of_none = {int(found[1]) for found in told if found}
    assert of_projects == {2, 3, 4, 9}
    assert of_none == {5, 6, 7, 8}
    assert (counts["rows"], counts["rows of no project"], counts["projects"]) == (8, 4, 3)
    (shared,) = (finding["message"] for finding in findings if finding["code"] == "rows-of-one-project")
    assert shared == "2 rows share their project with others: they are 1 projects"


def test_evidence_from_a_table_names_its_row_and_column_and_stands_in_the_written_text(listed: Path) -> None:
    (text,) = ((path.read_bytes().decode()) for path in (listed / "texts").iterdir())
    lines = text.splitlines()
    headings = lines[0].split(";")
    for piece in evidence(listed):
        begin, end = int(piece[f"{OA}start"].value), int(piece[f"{OA}end"].value)
        cells = lines[int(piece[sam("row")].value) - 1].split(";")
        assert text[begin:end] == piece[f"{OA}exact"].value
        assert cells[headings.index(piece[sam("column")].value)] == piece[f"{OA}exact"].value


def test_a_table_gives_the_same_bytes_under_another_hash_seed(tmp_path: Path, listed: Path) -> None:
    (tmp_path / "lista.csv").write_text(LIST, encoding="utf-8")
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    command = (Path(sys.executable).with_name("samverkan"), "build", "lista.csv")
    subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True)
    assert reproducible(tmp_path / "build") == reproducible(listed)


def test_every_quotation_stands_where_it_says(seeds_build: Path, sources: Mapping[str, SourceDocument]) -> None:
    count = 0
    for piece in evidence(seeds_build):
        source = sources[piece[f"{PROV}hadPrimarySource"].value]
        begin, end = int(piece[f"{OA}start"].value), int(piece[f"{OA}end"].value)
        assert source.text[begin:end] == piece[f"{OA}exact"].value != ""
        assert source.place(begin) == (int(piece[sam("line")].value), int(piece[sam("linePosition")].value))
        count += 1
    assert count > len(sources)


def test_every_fact_of_a_project_is_quoted_and_every_quotation_is_of_a_fact(seeds_build: Path) -> None:
    facts = {(str(one.subject), one.predicate.value, str(one.object)) for one in triples(seeds_build / "graph.ttl")}
    quoted = {
        (str(piece[f"{RDF}subject"]), piece[f"{RDF}predicate"].value, str(piece[f"{RDF}object"]))
        for piece in evidence(seeds_build)
    }
    of_projects = {fact for fact in facts if fact[0].startswith(f"<{data_iri('project', '')}")}
    assert {fact for fact in of_projects - quoted if fact[1] not in UNQUOTED} == set()
    assert quoted - facts == set()


def test_the_data_have_no_blank_nodes(seeds_build: Path) -> None:
    ontology = ox.NamedNode(pipeline.ONTOLOGY)
    data = [quad for quad in ox.parse(path=seeds_build / "graph.nq") if quad.graph_name != ontology]
    assert {type(quad.subject) for quad in data} == {ox.NamedNode}
    assert {type(quad.object) for quad in data} == {ox.NamedNode, ox.Literal}


def test_persons_addresses_and_telephone_numbers_stay_out_of_every_file(tmp_path: Path) -> None:
    person, telephone, mail = (
        "Förnamn Efternamn",
        " ".join(("08-700", "00", "00")),
        "@".join(("fornamn", "example.org")),
    )
    source = tmp_path / "source.txt"
    source.write_text(
        "Namn:\nÅter i jobb\nDiarienummer:\n2021/00001\nProjektägare:\nHåbo kommun\n"
        f"Kontaktperson:\n{person}\nE-post:\n{mail}\nTelefon:\n{telephone}\n"
        f"\nVill du veta mer? Kontakta {person}, {telephone}, {mail}.\n",
        encoding="utf-8",
    )
    pipeline.build([source], tmp_path / "build", project.ONTOLOGY)
    written = b"\n".join(
        path.read_bytes() for path in sorted((tmp_path / "build").rglob("*")) if path.is_file()
    ).decode("utf-8", errors="replace")
    assert "Åter i jobb" in written
    assert [secret for secret in (person, "Efternamn", telephone, mail) if secret in written] == []


@pytest.mark.parametrize(
    "pattern", [r"[\w.+-]+@[\w-]+\.\w+", r"(?<![\d-])0\d{1,3}[- ]\d{2,3}[ -]?\d{2}[ -]?\d{2}(?!\d)", r"\+46"]
)
def test_nothing_like_an_address_or_a_telephone_number_is_in_the_seeds_build(seeds_build: Path, pattern: str) -> None:
    texts = {name: content.decode() for name, content in reproducible(seeds_build).items()}
    assert {name: found.group() for name, text in texts.items() if (found := re.search(pattern, text))} == {}


def test_no_folder_of_this_machine_is_in_any_file(builds: tuple[Path, Path]) -> None:
    folders = {project.CHECKOUT, Path.cwd(), Path(sys.prefix), *(folder.parent for folder in builds)}
    for path in (path for build in builds for path in build.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert [folder for folder in folders if str(folder).encode() in content] == [], path.name


def test_nothing_is_both_asserted_and_inferred(seeds_build: Path) -> None:
    assert set(triples(seeds_build / "graph.ttl")) & set(triples(seeds_build / "inferred.ttl")) == set()


def test_the_store_holds_every_graph_and_their_union(seeds_build: Path) -> None:
    quads = list(ox.parse(path=seeds_build / "graph.nq"))
    expected = Counter(quad.graph_name for quad in quads)
    expected[ox.DefaultGraph()] = len({quad.triple for quad in quads})
    assert Counter(quad.graph_name for quad in ox.Store.read_only(str(seeds_build / "store"))) == expected


@pytest.mark.parametrize("name", ["graph.ttl", "inferred.ttl", "findings.json"])
def test_the_seeds_give_the_golden_files(seeds_build: Path, name: str) -> None:
    assert (seeds_build / name).read_text(encoding="utf-8") == (GOLDEN / name).read_text(encoding="utf-8")


def test_the_seeds_conform(seeds_build: Path) -> None:
    findings = json.loads((seeds_build / "findings.json").read_text(encoding="utf-8"))
    assert [finding for finding in findings if finding["severity"] == "violation"] == []


def test_the_steps_are_told_in_their_order(tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_text("Namn:\nÅter i jobb\nProjektägare:\nHåbo kommun\n", encoding="utf-8")
    told: list[str] = []
    pipeline.build([source], tmp_path / "build", project.ONTOLOGY, told.append)
    assert told == [
        "reading the ontology",
        "reading the documents",
        "resolving",
        "inferring",
        "validating",
        "writing",
    ]


def test_without_evidence_the_facts_are_the_same_and_nothing_is_quoted(seeds_build: Path, tmp_path: Path) -> None:
    folder = tmp_path / "build"
    bare = pipeline.build([SEEDS], folder, project.ONTOLOGY, rules=pipeline.Rules(evidence=False))
    for name in ("graph.ttl", "inferred.ttl", "review.json"):
        assert (folder / name).read_bytes() == (seeds_build / name).read_bytes()
    assert (folder / "evidence.ttl").read_bytes() == b""
    assert not [name for name in ("texts", "reading.html", "reading.json") if (folder / name).exists()]
    told = json.loads((seeds_build / "findings.json").read_text(encoding="utf-8"))
    assert sorted(one.code for one in bare.findings) == sorted(one["code"] for one in told)
    assert bare.conforms
    assert not [one for one in pipeline.validate_build(folder, project.ONTOLOGY) if one.severity == "violation"]
    alone = pipeline.validate_files([folder / "graph.ttl"], project.ONTOLOGY)
    assert "fact-without-evidence" in {one.code for one in alone}
