"""The scripts of the pages: their own tests, types and house rules, run where npm and their packages are."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from samverkan.project import CHECKOUT

WEB_SOURCES = CHECKOUT / "web"


@pytest.mark.parametrize("script", ["test", "check"])
def test_the_scripts_of_the_pages_pass(script: str) -> None:
    npm = shutil.which("npm")
    if npm is None or not (WEB_SOURCES / "node_modules").is_dir():
        message = "npm or its packages are not here: make web"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    finished = subprocess.run(
        [npm, "run", "--silent", script], cwd=WEB_SOURCES, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_the_lock_file_names_no_registry() -> None:
    lock = (WEB_SOURCES / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert not re.search(r"https?://[^/\"]*registry", lock)
