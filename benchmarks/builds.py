"""Whole builds, as the command line runs them: how they grow, and what one changed document costs.

Run it with `python benchmarks/builds.py growth --projects 1000`, or `change` instead of `growth`. Growth is that of
tables without evidence, from a tenth of the projects to all. A change takes the last paragraph from one document; the
outcome is compared with that of a full build of the same documents.
"""

from __future__ import annotations

import argparse
import filecmp
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from figures import JSON_OPTION, Figure, tell
from generate import write_documents, write_tables
from table import CLI, Run, kinds, run

_MOST_MEMORY = 12.0  # gigabytes, for a million projects
_MILLION = 1_000_000


def growth(projects: int) -> Iterator[Figure]:
    """What ten times as many projects take."""
    kind, options = list(kinds().items())[-1]
    small, large = (_built(count, options) for count in (projects // 10, projects))
    work, against = f"build of {projects} projects, {kind}", f"{projects // 10} projects"
    remark = f"{large.seconds:.0f} s against {small.seconds:.0f} s"
    yield Figure(work=work, against=against, figure=large.seconds / small.seconds, most=12.0, remark=remark)
    limit = _MOST_MEMORY if projects == _MILLION else None
    yield Figure(work=f"{work}: memory", against="–", figure=large.megabytes / 1024, unit="GB", most=limit)


def _built(projects: int, options: tuple[str, ...]) -> Run:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tables(projects, folder)
        return run((*CLI, *options, "tables", "-o", "build"), folder, "build", faulty=True)


def change(projects: int) -> Iterator[Figure]:
    """What one changed document takes, as a share of the first build of all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_documents(projects, folder)
        documents = sorted((folder / "documents").iterdir())
        command = (*CLI, "documents", "-o")
        full = run((*command, "build"), folder, "build", faulty=True)
        _shorten(documents[len(documents) // 2])
        changed = run((*command, "build"), folder, "nothing", faulty=True)
        subprocess.run((*command, "again"), cwd=folder, capture_output=True, check=False)
        files = [path.relative_to(folder / "again") for path in (folder / "again").rglob("*") if path.is_file()]
        texts = [str(file) for file in files if file.parts[0] != "store"]
        _, *others = filecmp.cmpfiles(folder / "build", folder / "again", texts, shallow=False)
        assert others == [[], []], "the changed build differs from a full one"
    remark = f"{changed.seconds:.1f} s against {full.seconds:.1f} s"
    work = f"one of {len(documents)} documents changed"
    share = 100 * changed.seconds / full.seconds
    yield Figure(work=work, against="full build", figure=share, unit="%", most=2.0, remark=remark)


def _shorten(document: Path) -> None:
    """Take the last paragraph away: facts go, and none comes."""
    paragraphs = document.read_text(encoding="utf-8").split("\n\n")
    document.write_text("\n\n".join(paragraphs[:-1]) + "\n", encoding="utf-8")


def main() -> None:
    """Measure and tell."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("work", choices=("growth", "change"))
    options.add_argument("--projects", type=int, default=1_000)
    options.add_argument(JSON_OPTION, action="store_true", help="tell the figures as JSON")
    chosen = options.parse_args()
    tell((growth if chosen.work == "growth" else change)(chosen.projects))


if __name__ == "__main__":
    main()
