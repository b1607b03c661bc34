"""Write made-up projects, as tables or as documents, and the key that says what is right.

Run it with `python benchmarks/generate.py --projects 1000 -o FOLDER`, or `--documents` for documents. Beside them, in
the folder `key`: `organisations.jsonl` has every body with all forms of its name, `projects.jsonl` who takes part in
each project, and what a build should find wrong with it.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from generator import documents, tables
from generator.organisations import Organisations
from generator.projects import Project, project

from samverkan.lines import batched
from samverkan.project import ONTOLOGY

SEED = 1
ROWS = 50_000  # of a table


def projects(count: int, organisations: Organisations, seed: int = SEED) -> Iterator[Project]:
    """The first so many projects of the row."""
    return (project(place, organisations, seed) for place in range(count))


def write_tables(count: int, folder: Path, seed: int = SEED) -> None:
    """Both tables, in the folder `tables`, row by row; in parts that are no larger than a source may be."""
    target = folder / "tables"
    target.mkdir(parents=True, exist_ok=True)
    organisations = Organisations(ONTOLOGY, count)
    for part, some in enumerate(batched(projects(count, organisations, seed), ROWS)):
        with _table(target / tables.PROJECTS_FILE, part) as one, _table(target / tables.PARTNERS_FILE, part) as other:
            first, second = (csv.writer(file, delimiter=";", lineterminator="\n") for file in (one, other))
            first.writerow(tables.PROJECTS_HEADER)
            second.writerow(tables.PARTNERS_HEADER)
            for each in some:
                tables.write_row(each, first, second)
    _write_key(folder / "key", organisations, projects(count, organisations, seed), tables.faults)


def _table(path: Path, part: int) -> TextIO:
    name = path.with_stem(f"{path.stem}-{part + 1}") if part else path
    return name.open("w", encoding="utf-8", newline="")


def write_documents(count: int, folder: Path, seed: int = SEED) -> None:
    """So many projects in documents, in the folder `documents`."""
    texts = folder / "documents"
    texts.mkdir(parents=True, exist_ok=True)
    organisations = Organisations(ONTOLOGY, count)
    for name, text in documents.documents(projects(count, organisations, seed)):
        (texts / name).write_text(text, encoding="utf-8")
    _write_key(folder / "key", organisations, projects(count, organisations, seed), documents.faults)


def _write_key(
    folder: Path, organisations: Organisations, made: Iterator[Project], faults: Callable[[Project], Sequence[str]]
) -> None:
    folder.mkdir(exist_ok=True)
    with (folder / "organisations.jsonl").open("w", encoding="utf-8") as file:
        for one in organisations.all():
            file.write(_line({"key": one.key, "number": one.number, "forms": one.forms}))
    with (folder / "projects.jsonl").open("w", encoding="utf-8") as file:
        for each in made:
            parties = {
                "lead": each.lead.organisation.key,
                "partners": [party.organisation.key for party in each.partners],
            }
            row = {
                "row": each.place % ROWS + 2,
                "number": each.number,
                "name": each.name,
                **parties,
                "faults": faults(each),
            }
            file.write(_line(row))


def _line(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def main() -> None:
    """Write what the command line asks for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--projects", type=int, default=1_000)
    options.add_argument("--documents", action="store_true", help="as documents, not as tables")
    options.add_argument("--seed", type=int, default=SEED, help="another seed, other projects")
    options.add_argument("-o", "--output", type=Path, required=True, help="the folder to write to")
    chosen = options.parse_args()
    write = write_documents if chosen.documents else write_tables
    write(chosen.projects, chosen.output, chosen.seed)


if __name__ == "__main__":
    main()
