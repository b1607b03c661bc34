from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from samverkan.project import CHECKOUT, PACKAGE

MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_BODY, USUAL_BODY, USUAL_SHARE = 400, 40, 20, 0.9


def bodies(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a file and the number of lines from its first statement, docstring apart, to its last."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            statements = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (statements[-1].end_lineno or 0) - statements[0].lineno + 1 if statements else 0
            yield f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}", lines


def test_imports_keep_to_the_contracts() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [command, "--no-cache", "--no-logo"],
        cwd=CHECKOUT,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_function_is_longer_than_forty_lines() -> None:
    assert [body for path in MODULES for body in bodies(path) if body[1] > LONGEST_BODY] == []


def test_nine_functions_of_ten_have_at_most_twenty_lines() -> None:
    lengths = sorted(lines for path in MODULES for _, lines in bodies(path))
    assert lengths[int(len(lengths) * USUAL_SHARE)] <= USUAL_BODY


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_short_and_says_why_it_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    assert ast.get_docstring(ast.parse(text))
