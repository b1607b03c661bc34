from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan import export, store
from samverkan.changes import Changes, Graphs, unlike
from samverkan.errors import OutputError, UnreadableSourceError

LINES = ['<http://x/a> <http://x/p> "å" .', "<http://x/a> <http://x/q> <http://x/b> ."]
GRAPHS = {"http://x/g1": LINES, "http://x/g2": LINES[1:], "http://x/empty": []}


def build(folder: Path, marker: str = "new") -> None:
    """What a build leaves behind: one file, a store, and the manifest."""
    (folder / "graph.ttl").write_text(marker, encoding="utf-8")
    store.load(folder / store.STORE_FOLDER, GRAPHS)
    export.write_manifest(folder, version="1", documents=[], counts={}, files=["graph.ttl"])


def built(target: Path, marker: str = "old") -> Path:
    with store.replacing(target) as folder:
        build(folder, marker)
    return target


def marker(target: Path) -> str:
    return (target / "graph.ttl").read_text(encoding="utf-8")


def count(opened: ox.Store, query: str) -> int:
    found = opened.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return len(list(found))


def test_the_default_graph_is_the_union_and_named_graphs_are_kept_apart(tmp_path: Path) -> None:
    store.load(tmp_path / "store", GRAPHS)
    opened = store.open_read_only(tmp_path / "store")
    assert {name.value for name in opened.named_graphs()} == set(GRAPHS)
    assert count(opened, "SELECT * { ?s ?p ?o }") == 2
    assert count(opened, "SELECT * { GRAPH ?g { ?s ?p ?o } }") == 3


terms = st.sampled_from([f"<http://x/{name}>" for name in "abc"])
lines = st.lists(st.builds("<http://x/s> <http://x/{0}> {1} .".format, st.integers(0, 20), terms), unique=True)
histories = st.lists(st.fixed_dictionaries({"http://x/g1": lines, "http://x/g2": lines}), min_size=2, max_size=3)


@settings(max_examples=5)
@given(histories)
def test_a_store_that_is_taken_up_holds_what_a_new_one_would(history: list[dict[str, list[str]]]) -> None:
    many = [f"<http://x/s> <http://x/{place}> <http://x/many> ." for place in range(1000)]
    builds = [{**{name: sorted(found) for name, found in graphs.items()}, "http://x/many": many} for graphs in history]
    with TemporaryDirectory() as name:
        folders = [Path(name) / str(place) for place in range(len(builds))]
        store.load(folders[0], builds[0])
        for (last, folder), (was, graphs) in zip(pairwise(folders), pairwise(builds), strict=True):
            store.load(folder, graphs, store.Before(folder=last, changes=changed(was, graphs)))
            tables = [{file.name for file in one.glob("*.sst")} for one in (last, folder)]
            assert tables[0] & tables[1]
            store.load(folder.with_suffix(".new"), graphs)
            assert quads(folder) == quads(folder.with_suffix(".new"))


def changed(before: Graphs, after: Graphs) -> Changes:
    return Changes.of(unlike(export.quads(before), export.quads(after)))


def quads(folder: Path) -> list[str]:
    opened = store.open_read_only(folder)
    assert len(opened) == len(list(opened))
    return [*sorted(map(str, opened)), *sorted(map(str, opened.named_graphs()))]


@pytest.mark.parametrize(
    "after",
    [
        {**GRAPHS, "http://x/g1": [*LINES, "<http://x/z> <http://x/q> _:blank ."]},
        {"http://x/g2": LINES},
    ],
    ids=["a blank node", "a graph less"],
)
def test_a_store_is_made_anew_where_the_old_one_is_of_no_use(tmp_path: Path, after: dict[str, list[str]]) -> None:
    store.load(tmp_path / "old", GRAPHS)
    store.load(
        tmp_path / "new",
        after,
        store.Before(folder=tmp_path / "old", changes=changed(GRAPHS, after)),
    )
    store.load(tmp_path / "alone", after)
    assert len(quads(tmp_path / "new")) == len(quads(tmp_path / "alone"))


def test_a_damaged_store_is_not_taken_up(tmp_path: Path) -> None:
    graphs = {"http://x/g1": [f"<http://x/a> <http://x/q> <http://x/{place}> ." for place in range(100, 200)]}
    store.load(tmp_path / "old", graphs)
    (tmp_path / "old" / "CURRENT").write_text("damaged", encoding="utf-8")
    after = {"http://x/g1": graphs["http://x/g1"][1:]}
    store.load(
        tmp_path / "new",
        after,
        store.Before(folder=tmp_path / "old", changes=changed(graphs, after)),
    )
    assert len(store.open_read_only(tmp_path / "new")) == 2 * 99


def test_a_store_can_be_open_twice_and_in_neither_be_written(tmp_path: Path) -> None:
    store.load(tmp_path / "store", GRAPHS)
    before = sorted(path.name for path in (tmp_path / "store").iterdir())
    first, second = store.open_read_only(tmp_path / "store"), store.open_read_only(tmp_path / "store")
    assert len(first) == len(second) == 5
    with pytest.raises((RuntimeError, OSError)):
        first.clear()
    assert sorted(path.name for path in (tmp_path / "store").iterdir()) == before


def test_a_store_names_no_folder_of_the_machine_and_can_be_moved(tmp_path: Path) -> None:
    store.load(tmp_path / "store", GRAPHS)
    assert not any(str(tmp_path).encode() in path.read_bytes() for path in (tmp_path / "store").iterdir())
    (tmp_path / "store").rename(tmp_path / "moved")
    assert len(store.open_read_only(tmp_path / "moved")) == 5


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_no_store_is_an_error_that_says_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableSourceError, match="samverkan build"):
        store.open_read_only(tmp_path / name)


def test_a_finished_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = built(tmp_path / "deep" / "build")
    built(target, "new")
    assert marker(target) == "new"
    assert [path.name for path in target.parent.iterdir()] == ["build"]


def test_an_empty_folder_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    assert marker(built(tmp_path / "build")) == "old"


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "build").symlink_to(tmp_path / "disk")
    built(tmp_path / "build")
    assert (tmp_path / "build").is_symlink()
    assert marker(tmp_path / "disk") == "old"


def test_when_the_work_fails_the_old_folder_stays(tmp_path: Path) -> None:
    target = built(tmp_path / "build")
    with pytest.raises(ZeroDivisionError), store.replacing(target) as folder:
        build(folder)
        raise ZeroDivisionError
    assert marker(target) == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_when_the_new_folder_cannot_be_moved_in_the_old_one_comes_back(tmp_path: Path) -> None:
    target = built(tmp_path / "build")
    with pytest.raises(OutputError, match="can't replace") as caught:
        store.swap(tmp_path / "never-made", target)
    assert caught.value.file == str(target)
    assert marker(target) == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_what_a_crash_left_beside_the_target_does_not_block_the_next_build(tmp_path: Path) -> None:
    target = built(tmp_path / "build")
    target.rename(tmp_path / ".build-previous")
    built(target, "new")
    assert marker(target) == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


@pytest.mark.parametrize("manifest", [None, "not JSON", "[]", '{"tool": "another"}', '{"files": {"thesis.txt": ""}}'])
def test_a_folder_of_somebody_else_is_refused_before_the_work_begins(tmp_path: Path, manifest: str | None) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    if manifest is not None:
        (tmp_path / store.MANIFEST_FILE).write_text(manifest, encoding="utf-8")
    with pytest.raises(OutputError, match="not written by samverkan"), store.replacing(tmp_path):
        pytest.fail("the work began")
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_that_somebody_put_into_our_folder_is_not_deleted(tmp_path: Path) -> None:
    target = built(tmp_path / "build")
    (target / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"notes\.txt"):
        built(target, "new")
    assert marker(target) == "old"


def test_a_file_in_the_target_s_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="not a folder"):
        built(tmp_path / "build")


def test_a_parent_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="can't write") as caught:
        built(tmp_path / "file" / "build")
    assert str(caught.value).count("\n") == 0


def test_a_disk_that_fills_up_is_an_output_error_and_the_old_folder_stays(tmp_path: Path) -> None:
    target = built(tmp_path / "build")
    with pytest.raises(OutputError, match="No space left"), store.replacing(target):
        raise OSError(28, "No space left on device")
    assert marker(target) == "old"


def test_export_and_store_agree_on_the_manifest(tmp_path: Path) -> None:
    built(tmp_path / "build")
    manifest = json.loads((tmp_path / "build" / store.MANIFEST_FILE).read_text(encoding="utf-8"))
    assert manifest["tool"] == store.TOOL == export.TOOL
    assert store.MANIFEST_FILE == export.MANIFEST_FILE


@given(st.sets(st.sampled_from("abcde")), st.sets(st.sampled_from("abcde")))
def test_lines_that_only_one_side_has_are_found_going_along_both(before: set[str], after: set[str]) -> None:
    found = [*unlike(sorted(before), sorted(after))]
    assert {line for line, is_new in found if is_new} == after - before
    assert {line for line, is_new in found if not is_new} == before - after
    assert [line for line, _ in found] == sorted(before ^ after)
