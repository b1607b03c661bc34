from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from samverkan import cli, differences, triples
from samverkan.differences.model import Section
from samverkan.differences.sides import merge
from samverkan.identifiers import DCTERMS, ORG, PROV, RDF, RDFS, SKOS, XSD, data_iri, sam
from samverkan.pipeline import build
from samverkan.project import CHECKOUT, ONTOLOGY
from samverkan.vocabulary import load_labels

P, Q = data_iri("project", "23-001-S01"), data_iri("project", "23-002-S01")
ALFA, BETA, TOWN = (
    data_iri("organisation", "alfa"),
    data_iri("organisation", "beta"),
    data_iri("municipality", "0180"),
)
WHOLE, PART = data_iri("collaboration", "23-001-S01"), data_iri("participation", "23-001-S01", "alfa")
OLD_PAGE, NEW_PAGE = data_iri("document", "aa"), data_iri("document", "bb")
Triples = Mapping[str, Iterable[tuple[str, str]]]
Tell = Callable[..., dict[str, Any]]
Words = Callable[..., list[str]]
LABELS = load_labels(ONTOLOGY)


def text(value: str) -> str:
    return f'"{value}"@sv'


def iri(value: str) -> str:
    return f"<{value}>"


def organisation(name: str, *aliases: str) -> list[tuple[str, str]]:
    return [
        (f"{RDF}type", iri(sam("Organisation"))),
        (f"{RDFS}label", text(name)),
        *((f"{SKOS}altLabel", text(alias)) for alias in aliases),
    ]


def project(name: str, **said: str) -> list[tuple[str, str]]:
    return [
        (f"{RDF}type", iri(sam("Project"))),
        (f"{RDFS}label", text(name)),
        *((sam(prop), value) for prop, value in said.items()),
    ]


def page(name: str) -> list[tuple[str, str]]:
    return [(f"{RDF}type", iri(sam("SourceDocument"))), (sam("fileName"), f'"{name}"')]


def amount(value: str) -> str:
    return f'"{value}"^^<{XSD}decimal>'


def diff(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.main, ["diff", *map(str, arguments)], catch_exceptions=False)


def written(path: Path, content: Triples) -> Path:
    lines = [f"<{subject}> <{name}> {value} .\n" for subject, said in content.items() for name, value in said]
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def told(tmp_path: Path) -> Tell:
    """What `diff -f json` tells of two small graphs."""

    def tell(old: Triples, new: Triples, *options: str) -> dict[str, Any]:
        paths = [written(tmp_path / name, content) for name, content in (("old.nt", old), ("new.nt", new))]
        return json.loads(diff(*paths, "-f", "json", *options).stdout)

    return tell


@pytest.fixture
def words(tmp_path: Path) -> Words:
    """What `diff` tells in words, each line without its indent."""

    def tell(old: Triples, new: Triples, *options: str) -> list[str]:
        paths = [written(tmp_path / name, content) for name, content in (("old.nt", old), ("new.nt", new))]
        return [line.strip() for line in diff(*paths, *options).stdout.splitlines()]

    return tell


# --- projects


def test_projects_that_came_and_went_are_told_by_name_and_iri(words: Words) -> None:
    lines = words({P: project("Ett")}, {Q: project("Två")})

    assert lines[:2] == ["Projects added: 1", f"+ Två <{Q}>"]
    assert lines[3:5] == ["Projects removed: 1", f"− Ett <{P}>"]
    assert lines[-1] == "Triples: 2 removed, 2 added, 0 in both"


@pytest.mark.parametrize(
    ("language", "line"),
    [("sv", "beviljat belopp 4 000 000 → 4 500 000,5"), ("en", "granted amount 4,000,000 → 4,500,000.5")],
)
def test_a_changed_amount_is_told_in_the_ontology_s_words(language: str, line: str, words: Words) -> None:
    old, new = (project("Ett", grantedAmount=amount(value)) for value in ("4000000", "4500000.5"))

    assert line in words({P: old}, {P: new}, "--language", language)


@pytest.mark.parametrize(("language", "line"), [("sv", "utgivare ESF → MUCF"), ("en", "publisher ESF → MUCF")])
def test_a_property_of_another_vocabulary_is_told_in_words_too(language: str, line: str, words: Words) -> None:
    old, new = ([*project("Ett"), (f"{DCTERMS}publisher", f'"{name}"')] for name in ("ESF", "MUCF"))

    assert line in words({P: old}, {P: new}, "--language", language)


def test_a_value_that_no_number_is_is_shown_as_written(words: Words) -> None:
    old, new = (project("Ett", grantedAmount=amount(value)) for value in ("NaN", "1e6"))

    assert "granted amount NaN → 1e6" in words({P: old}, {P: new})


def test_one_value_more_beside_another_replaces_none(words: Words) -> None:
    old = project("Ett", endDate=f'"2024-01-31"^^<{XSD}date>')
    new = [*old, (sam("endDate"), f'"2024-02-28"^^<{XSD}date>')]

    assert "end date + 2024-02-28" in words({P: old}, {P: new})


def test_partners_that_joined_and_left_are_told_by_name(words: Words) -> None:
    people = {ALFA: organisation("Alfa AB"), BETA: organisation("Beta AB"), TOWN: organisation("Stockholms stad")}
    old = {**people, P: [*project("Ett", hasPartner=iri(ALFA)), (sam("hasPartner"), iri(TOWN))]}
    new = {**people, P: [*project("Ett", hasPartner=iri(BETA)), (sam("hasPartner"), iri(TOWN))]}

    lines = words(old, new, "--language", "sv")
    assert lines[1:4] == [f"Ett <{P}>", "har samverkanspart − Alfa AB", "har samverkanspart + Beta AB"]


def partnership(role: str) -> dict[str, list[tuple[str, str]]]:
    return {
        ALFA: organisation("Alfa AB"),
        data_iri("role", role): [(f"{RDFS}label", text(role))],
        WHOLE: [(f"{RDF}type", iri(sam("Collaboration"))), (sam("hasParticipation"), iri(PART))],
        PART: [
            (f"{RDF}type", iri(sam("Participation"))),
            (sam("participant"), iri(ALFA)),
            (sam("role"), iri(data_iri("role", role))),
        ],
    }


def test_another_role_is_told_of_the_project_and_the_participant(told: Tell) -> None:
    own = project("Ett", carriedOutBy=iri(WHOLE))
    found = told({P: own, **partnership("co-financier")}, {P: own, **partnership("participating-actor")})

    (changed,) = found["projects"]["changed"]
    (change,) = changed["changes"]
    assert changed["thing"]["iri"] == P
    assert change["about"] == {"iri": ALFA, "label": "Alfa AB"}
    assert change["property"] == {"iri": sam("role"), "label": "role"}
    assert [value["label"] for value in change["removed"] + change["added"]] == ["co-financier", "participating-actor"]


def test_a_role_that_a_short_cut_tells_is_told_once(told: Tell) -> None:
    old = {P: project("Ett", carriedOutBy=iri(WHOLE), hasLead=iri(ALFA)), **partnership("lead")}
    new = {P: project("Ett", carriedOutBy=iri(WHOLE), hasPartner=iri(ALFA)), **partnership("partner")}

    (changed,) = told(old, new)["projects"]["changed"]
    assert [change["property"]["iri"] for change in changed["changes"]] == [sam("hasLead"), sam("hasPartner")]


# --- organisations


def test_an_organisation_of_another_label_is_renamed(told: Tell) -> None:
    found = told({ALFA: organisation("Alfa AB")}, {ALFA: organisation("Alfa Sverige AB")})["organisations"]

    (renamed,) = found.pop("renamed")
    assert [one["label"] for one in renamed["old"] + renamed["new"]] == ["Alfa AB", "Alfa Sverige AB"]
    assert not any(found.values())


def test_an_organisation_of_another_iri_that_has_its_name_is_renamed(told: Tell) -> None:
    found = told({ALFA: organisation("Alfa")}, {BETA: organisation("Beta AB", "Alfa")})["organisations"]

    (renamed,) = found.pop("renamed")
    assert [one["iri"] for one in renamed["old"] + renamed["new"]] == [ALFA, BETA]
    assert not any(found.values())


def test_an_organisation_whose_name_another_took_over_is_merged_and_the_other_way_split(told: Tell) -> None:
    two = {ALFA: organisation("Alfa"), BETA: organisation("Beta AB")}
    one = {BETA: organisation("Beta AB", "Alfa")}

    (merged,) = told(two, one)["organisations"]["merged"]
    (split,) = told(one, two)["organisations"]["split"]
    assert [named["iri"] for named in merged["old"] + merged["new"]] == [ALFA, BETA]
    assert [named["iri"] for named in split["old"] + split["new"]] == [BETA, ALFA]
    assert not told(two, one)["organisations"]["removed"]


def test_a_shared_alias_alone_makes_no_successor(told: Tell) -> None:
    found = told({ALFA: organisation("Alfa", "A")}, {BETA: organisation("Beta", "A")})["organisations"]

    assert [one["iri"] for one in found["removed"] + found["added"]] == [ALFA, BETA]
    assert not found["renamed"] + found["merged"] + found["split"]


def test_partners_of_another_iri_and_the_same_name_are_no_change_of_the_project(told: Tell) -> None:
    old = {ALFA: organisation("Alfa"), P: project("Ett", hasPartner=iri(ALFA))}
    new = {BETA: organisation("Alfa"), P: project("Ett", hasPartner=iri(BETA))}

    found = told(old, new)
    assert found["projects"]["changed"] == []
    assert len(found["organisations"]["renamed"]) == 1


# --- documents and the rest


def test_a_document_of_the_same_name_and_another_content_is_told_once(told: Tell) -> None:
    old = {OLD_PAGE: page("a.txt"), P: [*project("Ett"), (f"{PROV}wasDerivedFrom", iri(OLD_PAGE))]}
    new = {NEW_PAGE: page("a.txt"), P: [*project("Ett"), (f"{PROV}wasDerivedFrom", iri(NEW_PAGE))]}

    found = told(old, new)
    (replaced,) = found["documents"].pop("replaced")
    assert [one["iri"] for one in replaced["old"] + replaced["new"]] == [OLD_PAGE, NEW_PAGE]
    assert not any(found["documents"].values())
    assert found["projects"]["changed"] == []
    assert found["triples"] == {"removed": 3, "added": 3, "kept": 2}


def test_documents_that_came_and_went_are_told_by_file_name(told: Tell) -> None:
    found = told({OLD_PAGE: page("a.txt")}, {NEW_PAGE: page("b.txt")})["documents"]

    assert [one["label"] for one in found["removed"] + found["added"]] == ["a.txt", "b.txt"]


def test_a_decision_of_another_iri_and_the_same_name_is_told_once(told: Tell) -> None:
    said = [(f"{RDF}type", iri(sam("Decision"))), (f"{RDFS}label", text("Beslut 2024-01-02"))]
    found = told({data_iri("decision", "a", "1"): said}, {data_iri("decision", "b", "1"): said})["others"]

    assert len(found.pop("renamed")) == 1
    assert not any(found.values())


def test_what_has_no_label_is_called_by_the_end_of_its_iri(told: Tell) -> None:
    found = told({}, {"http://example.org/thing#it": [(f"{DCTERMS}title", '"x"')]})

    assert found["others"]["added"] == [{"iri": "http://example.org/thing#it", "label": "it"}]


# --- builds, files, parts


@pytest.fixture(scope="module")
def changed_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the seeds without one document, and with another amount of participants in another."""
    folder = tmp_path_factory.mktemp("changed")
    seeds = shutil.copytree(CHECKOUT / "seeds", folder / "seeds")
    (seeds / "002-forstudier-storsthlm.txt").unlink()
    page = seeds / "004-arbete-for-gemenskap.txt"
    page.write_text(page.read_text(encoding="utf-8").replace("\n300\n", "\n1350\n"), encoding="utf-8")
    build([seeds], folder / "build", ONTOLOGY)
    return folder / "build"


def test_two_builds_are_told_apart_by_what_their_documents_say(seeds_build: Path, changed_build: Path) -> None:
    result = diff(seeds_build, changed_build, "--language", "sv")

    lines = [line.strip() for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert "planerat antal deltagare 300 → 1 350" in lines
    assert lines[lines.index("Projekt ändrade: 1") + 1].startswith("Arbete för gemenskap, samarbete i Eskilstuna <")
    assert {"Projekt borttagna: 2", "Dokument borttagna: 1", "Dokument med annat innehåll: 1"} <= set(lines)
    assert not any(line.startswith("Projekt tillkomna") for line in lines)


def test_a_build_is_told_from_nothing_in_words_and_as_json(seeds_build: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.nt").touch()
    found = json.loads(diff(tmp_path / "empty.nt", seeds_build, "-f", "json").stdout)

    counts = json.loads((seeds_build / "manifest.json").read_text(encoding="utf-8"))["counts"]
    assert len(found["projects"]["added"]) == counts["projects"]
    assert len(found["documents"]["added"]) == counts["documents"]
    assert found["triples"] == {"removed": 0, "added": counts["triples"], "kept": 0}


@pytest.mark.parametrize(
    ("form", "part"), [("nq", "asserted"), ("nq", "inferred"), ("trig", "evidence"), ("json-ld", "all")]
)
def test_a_build_and_its_export_with_graphs_are_the_same(
    seeds_build: Path, tmp_path: Path, form: str, part: str
) -> None:
    path = tmp_path / f"graph.{form.replace('-', '')}"
    CliRunner().invoke(cli.main, ["export", "-d", str(seeds_build), "-f", form, "-o", str(path)])

    assert diff(seeds_build, path, "--part", part).exit_code == 0
    assert "no difference" in diff(path, seeds_build, "--part", part).stdout


@pytest.mark.parametrize("part", differences.PARTS)
def test_a_part_counts_its_triples_alone(seeds_build: Path, changed_build: Path, part: str) -> None:
    found = json.loads(diff(seeds_build, changed_build, "--part", part, "-f", "json").stdout)["triples"]

    files = {"asserted": ["graph"], "all": ["graph", "inferred", "evidence"]}
    old, new = (
        {line for name in files.get(part, [part]) for line in triples.file_lines(one / f"{name}.ttl")}
        for one in (seeds_build, changed_build)
    )
    assert found == {"removed": len(old - new), "added": len(new - old), "kept": len(old & new)}
    assert old != new


def test_a_file_of_one_graph_belongs_to_every_part(seeds_build: Path) -> None:
    assert diff(seeds_build, seeds_build / "graph.ttl").exit_code == 0
    assert diff(seeds_build, seeds_build / "evidence.ttl", "--part", "evidence").exit_code == 0
    assert diff(seeds_build, seeds_build / "inferred.ttl", "--part", "inferred").exit_code == 0


def test_blank_nodes_are_the_same_whatever_they_are_called(tmp_path: Path) -> None:
    for name, node in (("old.nt", "_:a"), ("new.nt", "_:z")):
        (tmp_path / name).write_text(f'<{ALFA}> <{ORG}unit> {node} .\n{node} <{RDFS}label> "x" .\n', encoding="utf-8")

    assert diff(tmp_path / "old.nt", tmp_path / "new.nt").exit_code == 0


def test_the_same_two_give_the_same_bytes(seeds_build: Path, changed_build: Path) -> None:
    command = [sys.executable, "-c", "from samverkan.cli import main; main()", "diff", seeds_build, changed_build]
    environments = [{**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "2")]
    printed = {subprocess.run(command, env=one, capture_output=True, check=False).stdout for one in environments}
    (only,) = printed
    assert only == diff(seeds_build, changed_build).stdout.encode()


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("nothing-here.ttl", None, "nothing-here.ttl: error: there is no such file"),
        ("no-build", None, "no-build: error: there is no such file"),
        ("broken.ttl", "<x:a> <x:b> .", "broken.ttl:1:"),
        ("notes.odt", "words", "notes.odt: error: not a known RDF file"),
        ("empty", "folder", "empty: error: "),
    ],
)
def test_what_cant_be_read_is_one_line_and_exit_code_three(
    name: str, content: str | None, place: str, seeds_build: Path, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_text(content, encoding="utf-8")
    result = diff(seeds_build, path)

    assert result.exit_code == 3
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert place in result.stderr


def test_a_build_without_its_quads_cant_be_read(seeds_build: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(seeds_build, tmp_path / "build")
    (copy / "graph.nq").unlink()

    result = diff(copy, seeds_build)
    assert (result.exit_code, len(result.stderr.splitlines())) == (3, 1)


# --- whatever the graphs are

NODES = (P, Q, ALFA, BETA, TOWN, WHOLE, PART, OLD_PAGE, NEW_PAGE)
CLASSES = ("Project", "Organisation", "SourceDocument", "Collaboration", "Participation", "Decision")
LINKS = ("hasLead", "hasPartner", "carriedOutBy", "hasParticipation", "participant", "role")
nodes = st.sampled_from(NODES)
facts = st.one_of(
    st.tuples(st.just(f"{RDF}type"), st.sampled_from(CLASSES).map(lambda name: iri(sam(name)))),
    st.tuples(st.sampled_from([f"{RDFS}label", f"{SKOS}altLabel"]), st.sampled_from("ABC").map(text)),
    st.tuples(st.just(sam("fileName")), st.sampled_from(['"a.txt"', '"b.txt"'])),
    st.tuples(st.just(sam("grantedAmount")), st.integers(-9, 10_000_000).map(lambda number: amount(str(number)))),
    st.tuples(st.sampled_from(LINKS).map(sam), st.one_of(nodes, st.just(data_iri("role", "lead"))).map(iri)),
    st.tuples(st.just(f"{DCTERMS}title"), st.text(max_size=9).map(lambda word: str(ox.Literal(word)))),
)
graphs = st.dictionaries(nodes, st.lists(facts, max_size=8), max_size=6)


def compared(old: Triples, new: Triples) -> differences.Differences:
    with tempfile.TemporaryDirectory() as folder:
        sides = [
            differences.file_side(written(Path(folder) / name, content), "asserted")
            for name, content in (("old.nt", old), ("new.nt", new))
        ]
        return differences.compare(sides[0], sides[1], LABELS, "sv")


@given(graphs)
def test_a_graph_does_not_differ_from_itself(graph: Triples) -> None:
    found = compared(graph, graph)

    assert not found
    sections = [asdict(found)[name] for name in ("projects", "organisations", "documents", "others")]
    assert not any(value for section in sections for value in section.values())


def iris(found: Iterable[Any]) -> list[Any]:
    return sorted(named.iri for named in found)


def moves(found: Iterable[Any], *, mirrored: bool) -> list[Any]:
    ends = [(iris(moved.old), iris(moved.new)) for moved in found]
    return sorted((new, old) if mirrored else (old, new) for old, new in ends)


def changes(found: Iterable[Any], *, mirrored: bool) -> list[Any]:
    return sorted(
        (
            (
                changed.thing.iri,
                change.property.iri,
                change.about.iri if change.about else "",
                change.added if mirrored else change.removed,
                change.removed if mirrored else change.added,
                change.replaced,
            )
            for changed in found
            for change in changed.changes
        ),
        key=str,
    )


def outline(section: Section, *, mirrored: bool = False) -> list[Any]:
    ends = (section.added, section.removed, section.merged, section.split)
    added, removed, merged, split = (ends[1], ends[0], ends[3], ends[2]) if mirrored else ends
    moved = [moves(one, mirrored=mirrored) for one in (merged, split, section.renamed, section.replaced)]
    return [iris(added), iris(removed), *moved, changes(section.changed, mirrored=mirrored)]


@given(graphs, graphs)
def test_the_other_way_round_everything_is_mirrored(old: Triples, new: Triples) -> None:
    there, back = compared(old, new), compared(new, old)

    assert (there.triples.removed, there.triples.added) == (back.triples.added, back.triples.removed)
    for name in ("projects", "organisations", "documents", "others"):
        assert outline(getattr(there, name)) == outline(getattr(back, name), mirrored=True)


@given(graphs, graphs)
def test_the_differences_applied_to_the_old_give_the_new(old: Triples, new: Triples) -> None:
    found = compared(old, new).triples
    before, after = (
        {f"<{subject}> <{name}> {value}".encode() for subject, said in graph.items() for name, value in said}
        for graph in (old, new)
    )
    # compared as terms, as two writings of one string are one
    applied = (_terms(before) - _terms(found.removed)) | _terms(found.added)
    assert applied == _terms(after)
    assert _terms(found.removed) <= _terms(before)


def _terms(lines: Iterable[bytes]) -> set[ox.Triple]:
    return {quad.triple for line in lines for quad in ox.parse(line + b" .", format=ox.RdfFormat.N_TRIPLES)}


@given(*(st.sets(st.binary(min_size=1, max_size=3)),) * 2)
def test_merging_sorted_lines_tells_what_sets_tell(old: set[bytes], new: set[bytes]) -> None:
    found = merge(sorted(old), sorted(new))

    assert (found.removed, found.added, found.kept) == (sorted(old - new), sorted(new - old), len(old & new))
