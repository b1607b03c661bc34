"""Every benchmark in one run: makes the data, sets up the peers, prints the figures and writes them to RESULTS.md.

Run it with `make bench`, or `make bench SIZE=1k` for a try in minutes: no piece of work then has more projects than
that, and serving, which takes ten minutes, is left out. Each piece of work is a process of its own. One that fails is
told, and the others go on.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

from figures import JSON_OPTION, Figure, markdown
from results import RESULTS, circumstances, put

from samverkan.project import CHECKOUT

BENCHMARKS = Path(__file__).parent
PEERS = BENCHMARKS / ".peers"
SIZES = {"100": 100, "1k": 1_000, "10k": 10_000, "100k": 100_000, "1M": 1_000_000}
MORPH = "morph-kgc==2.8.1"
_LONG = 10_000  # projects from which it is no mere try
_HEADING = "Building, inferring, validating, asking"
_BUILD = (sys.executable, "-c", "from samverkan.cli import main; main()", "build", "--validator", "shacl")
Row = tuple[str, tuple[str, ...]]
"""A script of this folder, and its arguments."""


def rows(most: int, build: Path, morph: Path) -> Iterator[Row]:
    """The pieces of work, each with as many projects as it should have, or `most`."""
    yield "table.py", ("--projects", str(min(100_000, most)), "--morph", str(morph))
    yield "inference.py", ("--projects", str(min(1_000, most)))
    yield "validation.py", ("--projects", str(min(10_000, most)))
    yield "questions.py", (str(build),)
    yield "builds.py", ("change", "--projects", str(min(10_000, most)))
    yield "spark.py", ("--projects", str(min(100_000, most)))
    yield "builds.py", ("growth", "--projects", str(most))


def peer(name: str, requirement: str) -> Path:
    """The Python of an environment of the peer's own, made where there is none."""
    python = PEERS / name / "bin" / "python"
    if not python.exists():
        venv.create(PEERS / name, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", requirement], check=True)
    return python


def measured(script: str, arguments: Sequence[str]) -> tuple[list[Figure], str | None]:
    """What a piece of work measured, and where it ended when it failed."""
    command = [sys.executable, str(BENCHMARKS / script), *arguments, JSON_OPTION]
    print("$", script, *arguments, file=sys.stderr, flush=True)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    figures = [Figure(**json.loads(line)) for line in done.stdout.splitlines() if line.startswith("{")]
    reason = (done.stderr.strip().splitlines() or ["without a word"])[-1]
    return figures, f"`{script}` failed: {reason}" if done.returncode else None


def built(projects: int, folder: Path) -> Path:
    """A build of made-up tables."""
    generate = [sys.executable, str(BENCHMARKS / "generate.py"), "--projects", str(projects), "-o", str(folder)]
    subprocess.run(generate, check=True)
    done = subprocess.run([*_BUILD, folder / "tables", "-o", folder / "build"], capture_output=True, check=False)
    if done.returncode > 1:  # 1 tells that the data don't conform, and faults are planted
        raise SystemExit(done.stderr.decode())
    return folder / "build"


def report(size: str, figures: Sequence[Figure], failures: Sequence[str]) -> str:
    """The section of the results, without its heading."""
    return "\n".join(
        (
            f"Written by `make bench SIZE={size}`. Figures are ratios from one run: seconds are this",
            f"machine's alone, and what else it does at the time is in them. morph-kgc is {MORPH.partition('==')[2]}.",
            "",
            *circumstances(),
            "",
            *markdown(figures),
            "",
            *(f"- {failure}" for failure in failures),
        )
    )


def main() -> None:
    """Run them all."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--size", choices=SIZES, default="1M", help="the most projects of any piece of work")
    size = options.parse_args().size
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(CHECKOUT / "graph"), os.environ.get("PYTHONPATH"))))
    figures: list[Figure] = []
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        build = built(min(10_000, SIZES[size]), Path(folder))
        for script, arguments in rows(SIZES[size], build, peer("morph-kgc", MORPH)):
            found, failure = measured(script, arguments)
            figures += found
            failures += [failure] if failure else []
            put(_HEADING, report(size, figures, failures))  # after each, so that a run cut short keeps what it measured
        if SIZES[size] >= _LONG:
            _serve(build)
    print(RESULTS.read_text(encoding="utf-8"))
    sys.exit(bool(failures))


def _serve(build: Path) -> None:
    """What serving measures is a section of its own."""
    print("$ serving.py", file=sys.stderr, flush=True)
    command = [sys.executable, BENCHMARKS / "serving.py", "--build", build, "--write"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    main()
