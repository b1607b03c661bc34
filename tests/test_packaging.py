from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from samverkan.project import CHECKOUT

SOURCE = "Namn:\nÅter i jobb\nDiarienummer:\n2021/00001\nProjektägare:\nHåbo kommun\nBeviljat ESF-stöd:\n1 200 000\n"


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    finished = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a wheel, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=CHECKOUT)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_the_ontology_the_queries_the_scripts_of_the_pages_and_nothing_by_accident(wheel: Path) -> None:
    names = {PurePosixPath(name) for name in zipfile.ZipFile(wheel).namelist()}
    data = PurePosixPath("samverkan/_data")
    for folder, pattern in (("ontology", "*.ttl"), ("ontology", "*.tsv"), ("queries", "*.rq")):
        expected = {data / path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / folder).rglob(pattern)}
        assert expected
        assert expected <= names
    scripts = {data / path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "web" / "dist").rglob("*.*")}
    assert scripts <= names
    assert {name.parts[0] for name in names if not name.parts[0].endswith(".dist-info")} == {"samverkan"}
    assert not [name for name in names if name.suffix in (".pyc", ".txt") and name.parts[0] == "samverkan"]
    assert {"LICENSE", "NOTICE"} <= {name.name for name in names}


def test_an_installed_wheel_builds_and_answers_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    offline = ("--no-deps", "--no-index", "--no-compile", "--quiet", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", "install", *offline, "--target", target, wheel, cwd=tmp_path)
    (tmp_path / "source.txt").write_text(SOURCE, encoding="utf-8")
    path = str(target)
    where = "from samverkan import project; print(project.ONTOLOGY, project.QUERIES)"
    data = target / "samverkan" / "_data"
    assert (
        run(sys.executable, "-c", where, cwd=tmp_path, PYTHONPATH=path) == f"{data / 'ontology'} {data / 'queries'}\n"
    )
    command = target / "bin" / "samverkan"
    run(command, "build", "source.txt", "-o", "build", cwd=tmp_path, PYTHONPATH=path)
    assert "1 200 000" in run(command, "explain", "Åter i jobb", "-d", "build", cwd=tmp_path, PYTHONPATH=path)
    assert "partners-of-organisation" in run(command, "queries", cwd=tmp_path, PYTHONPATH=path)
