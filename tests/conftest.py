"""What several test files share, made once a run: the graph of the seeds, and stores that run on loopback."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from samverkan.pipeline import build
from samverkan.project import CHECKOUT, ONTOLOGY
from servers import Server, oxigraph, virtuoso
from serving import serving

# No test is timed; in CI the same examples are tried in every run, so that a red run means a changed project
settings.register_profile("samverkan", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "samverkan")


@pytest.fixture(scope="session")
def seeds_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `samverkan build` writes for the seeds."""
    folder = tmp_path_factory.mktemp("seeds") / "build"
    build([CHECKOUT / "seeds"], folder, ONTOLOGY)
    return folder


@pytest.fixture(scope="session")
def server(seeds_build: Path) -> Iterator[str]:
    """The address of `samverkan serve` with the graph of the seeds, without a slash at its end."""
    with serving(seeds_build) as address:
        yield address


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An Oxigraph server on loopback."""
    yield from _running(oxigraph(tmp_path_factory.mktemp("oxigraph")))


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Virtuoso on loopback."""
    yield from _running(virtuoso(tmp_path_factory.mktemp("virtuoso")))


def _running(server: Server) -> Iterator[Server]:
    server.start()
    yield server
    server.kill()
