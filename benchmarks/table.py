"""A table of projects to triples: our build against morph-kgc, and against plain Python that writes the same lines.

Run it with `python benchmarks/table.py --projects 10000 --morph PYTHON`, where PYTHON is that of an environment with
morph-kgc. The triples of all are compared before anything is told: those of projects, collaborations, participations
and organisations; what a build says beside them of its document and of concepts stands in no row. What is timed is a
process from its start to its end, for our build with everything that it does beside.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from figures import JSON_OPTION, Figure, tell
from generate import projects
from generator.organisations import Organisations, made_up

from samverkan.project import ONTOLOGY

HEADER = (
    "Diarienummer",
    "Stödmottagare",
    "Projektägare organisationsnummer",
    "Namn på insatsen",
    "Interventionsområde",
    "Total projektbudget",
    "Unionens medfinansieringsgrad",
    "EU-stöd",
    "Startdatum",
    "Slutdatum",
    "EU-fond",
    "Program CCI",
)
TABLE, MORPH_OUTPUT, PLAIN_OUTPUT = "plain.csv", "morph.nt", "plain.nt"
_PEERS = Path(__file__).parent / "peers"
_CONFIGURATION = "[CONFIGURATION]\noutput_file={}\noutput_format=N-TRIPLES\n[SOURCE]\nmappings=table.yml\n"
_FIRST_NUMBER = 20_000_000
_ASSERTED = " <https://w3id.org/samverkan/id/graph/asserted> ."
_COMPARED = re.compile(r"<https://w3id\.org/samverkan/id/(?:project|collaboration|participation|organisation)/")
_DOCUMENT = re.compile(r"/id/document/([0-9a-f]+)>")
BUILD = (sys.executable, "-c", "from samverkan.cli import main; main()", "build")
CLI = (*BUILD, "--validator", "shacl")


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What a process took: seconds on the clock, and its memory at most, in megabytes."""

    seconds: float
    megabytes: float


def write_table(count: int, path: Path) -> None:
    """So many projects without faults, each with a made-up body that leads it."""
    organisations = Organisations(ONTOLOGY, count)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(HEADER)
        for one in projects(count, organisations):
            lead = made_up(one.place * 7 % organisations.made_up)
            sums = (one.budget, one.rate, one.support, one.start, one.end)
            number = _FIRST_NUMBER + one.place
            rows.writerow((number, lead.name, lead.number, one.name, one.field, *sums, "ESF+", "2021SE05SFPR001"))


def run(command: Sequence[str], folder: Path, output: str, rounds: int = 1, *, faulty: bool = False) -> Run:
    """Run a command in a folder so many times, each without an output before; its median time, and its most memory.

    Where the data are `faulty`, it may say so by its exit code, 1.
    """
    taken, most = [], 0.0
    for _ in range(rounds):
        shutil.rmtree(folder / output, ignore_errors=True)
        start = time.perf_counter()
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
            _, status, usage = os.wait4(process.pid, 0)
        taken.append(time.perf_counter() - start)
        most = max(most, usage.ru_maxrss / 1024)
        process.returncode = os.waitstatus_to_exitcode(status)  # it was not waited for as usual
        if process.returncode not in (0, int(faulty)):
            raise SystemExit(f"{' '.join(command)} failed: {(folder / 'log').read_text()[-2000:]}")
    return Run(seconds=median(taken), megabytes=most)


def measure(count: int, morph: str | None, rounds: int) -> Iterable[Figure]:
    """The figures for so many projects; without morph-kgc's Python, those against plain Python alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_table(count, folder / TABLE)
        ours = {
            kind: run((*CLI, *options, TABLE, "-o", kind), folder, kind, rounds) for kind, options in kinds().items()
        }
        expected = _asserted(folder / "evidence" / "graph.nq")
        document = next(found[1] for line in expected if (found := _DOCUMENT.search(line)))
        plain = run(
            (sys.executable, str(_PEERS / "plain.py"), TABLE, document, PLAIN_OUTPUT), folder, PLAIN_OUTPUT, rounds
        )
        assert _lines(folder / PLAIN_OUTPUT) == expected, "plain Python writes other triples"
        yield from _against_plain(count, ours, plain, len(expected))
        if morph:
            mapping = (_PEERS / "table.yml").read_text(encoding="utf-8").replace("DOCUMENT", document)
            (folder / "table.yml").write_text(mapping, encoding="utf-8")
            (folder / "config.ini").write_text(_CONFIGURATION.format(MORPH_OUTPUT), encoding="utf-8")
            peer = run((morph, "-m", "morph_kgc", "config.ini"), folder, MORPH_OUTPUT, rounds)
            assert _lines(folder / MORPH_OUTPUT) == expected, "morph-kgc writes other triples"
            yield from _against_morph(count, ours, peer, len(expected))


def kinds() -> dict[str, tuple[str, ...]]:
    """The ways to build and their options: with evidence, and without where the command line has that."""
    told = subprocess.run([*CLI, "--help"], capture_output=True, text=True, check=True).stdout
    kinds: dict[str, tuple[str, ...]] = {"evidence": ()}
    return kinds | {"no evidence": ("--no-evidence",)} if "--no-evidence" in told else kinds


def _asserted(path: Path) -> set[str]:
    with path.open(encoding="utf-8") as file:
        lines = (line.rstrip("\n") for line in file)
        return {
            f"{line.removesuffix(_ASSERTED)} ." for line in lines if line.endswith(_ASSERTED) and _COMPARED.match(line)
        }


def _lines(path: Path) -> set[str]:
    with path.open(encoding="utf-8") as file:
        return {line.rstrip("\n") for line in file}


def _against_morph(count: int, ours: dict[str, Run], peer: Run, triples: int) -> Iterable[Figure]:
    against = f"morph-kgc ({triples / peer.seconds / 1000:.0f}k triples/s)"
    for kind, one in ours.items():
        work = f"table of {count} projects to triples, {kind}"
        least = 1.5 if kind == "evidence" else 3.0
        yield Figure(work=work, against=against, figure=peer.seconds / one.seconds, least=least)
        share = one.megabytes / peer.megabytes
        yield Figure(work=f"{work}: memory", against=against, figure=share, most=round(1 / 3, 2))


def _against_plain(count: int, ours: dict[str, Run], plain: Run, triples: int) -> Iterable[Figure]:
    kind, best = min(ours.items(), key=lambda one: one[1].seconds)
    yield Figure(
        work=f"table of {count} projects to triples, {kind}",
        against=f"plain Python ({triples / plain.seconds / 1000:.0f}k triples/s)",
        figure=plain.seconds / best.seconds,
        least=0.5,
        remark="the build also infers, validates, proves and loads a store",
    )


def main() -> None:
    """Measure and tell."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--projects", type=int, default=10_000)
    options.add_argument("--morph", help="the Python of an environment with morph-kgc")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument(JSON_OPTION, action="store_true", help="tell the figures as JSON")
    chosen = options.parse_args()
    tell(measure(chosen.projects, chosen.morph, chosen.rounds))


if __name__ == "__main__":
    main()
