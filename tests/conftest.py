"""What several test files share: the graph of the seeds, built once a run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from samverkan.pipeline import build
from samverkan.project import CHECKOUT, ONTOLOGY

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
