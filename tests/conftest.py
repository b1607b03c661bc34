"""What several test files share: the graph of the seeds, built once a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from samverkan.pipeline import build
from samverkan.project import CHECKOUT, ONTOLOGY


@pytest.fixture(scope="session")
def seeds_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `samverkan build` writes for the seeds."""
    folder = tmp_path_factory.mktemp("seeds") / "build"
    build([CHECKOUT / "seeds"], folder, ONTOLOGY)
    return folder
