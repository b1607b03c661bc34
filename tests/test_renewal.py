"""A server whose build is built anew: nobody restarts it, and nobody who asks meanwhile notices."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from samverkan import pipeline, store
from samverkan.project import ONTOLOGY
from samverkan.server.standing import Standing
from serving import serving

_PATIENCE = 30
_PROJECTS = {"query": "PREFIX sam: <https://w3id.org/samverkan/ontology#> SELECT ?p { ?p a sam:Project }"}
_CSV = {"Accept": "text/csv"}
_ALL = {"query": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"}


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of one project, which is not among the seeds."""
    work = tmp_path_factory.mktemp("other")
    source = work / "one.txt"
    source.write_text("Projekt: Vägen in\nProjektägare: Järfälla kommun\nBeviljat belopp: 1 200 000 kronor\n", "utf-8")
    pipeline.build([source], work / "build", ONTOLOGY)
    return work / "build"


@pytest.fixture
def folder(seeds_build: Path, tmp_path: Path) -> Path:
    """A build of the seeds that a test may replace."""
    return Path(shutil.copytree(seeds_build, tmp_path / "here" / "build"))


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """Where that build is served."""
    with serving(folder) as address:
        yield address
    assert list(folder.parent.iterdir()) == [folder], "the server leaves nothing behind"


def rows(address: str) -> httpx.Response:
    answer = httpx.get(f"{address}/sparql", params=_PROJECTS, headers=_CSV)
    assert answer.is_success, answer.text
    return answer


def changed(address: str, etag: str) -> httpx.Response:
    """The first answer from another build."""
    deadline = time.monotonic() + _PATIENCE
    while (answer := rows(address)).headers["ETag"] == etag:
        assert time.monotonic() < deadline, "the new build is not served"
        time.sleep(0.05)
    return answer


def replaced(folder: Path, other: Path) -> None:
    """Puts a copy of the other build in the folder's place, as a build does at its end."""
    store.swap(Path(shutil.copytree(other, folder.with_name("copy"))), folder)


def test_a_new_build_is_served_without_a_restart(address: str, folder: Path, other: Path) -> None:
    before = rows(address)
    with httpx.stream("GET", f"{address}/sparql", params=_ALL, headers={"Accept-Encoding": "identity"}) as answer:
        chunks = answer.iter_bytes(4096)
        whole = next(chunks)
        replaced(folder, other)
        after = changed(address, before.headers["ETag"])
        whole += b"".join(chunks)
    assert len(before.text.splitlines()) > 2
    assert len(after.text.splitlines()) == 2
    assert whole.endswith(b" .\n")
    assert b"Eskilstuna" in whole
    assert "Vägen in" in httpx.get(f"{address}/sv/projects/").text


def test_the_last_build_is_served_while_there_is_no_other(address: str, folder: Path, other: Path) -> None:
    before = rows(address)
    folder.rename(folder.with_name("away"))
    assert rows(address).text == before.text
    shutil.rmtree(folder.with_name("away"))
    assert rows(address).text == before.text
    replaced(folder, other)
    assert len(changed(address, before.headers["ETag"]).text.splitlines()) == 2


def test_what_a_killed_server_left_goes_and_what_another_serves_stays(folder: Path) -> None:
    left = folder.with_name(".build-served-left")
    left.mkdir()
    one, another = Standing(folder), Standing(folder)
    assert not left.exists()
    assert one.path != another.path
    kept = {file.name for file in (folder / "store").iterdir()}
    assert {file.name for file in one.path.iterdir()} == kept
    one.close()
    another.close()
    assert list(folder.parent.iterdir()) == [folder]
