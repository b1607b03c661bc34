"""The same tables through Spark with two executors and through a local build: the output compared, then the ratio.

Run it with `python benchmarks/spark.py --projects 1000`. Both are processes from their start to their end, without
evidence; the local build makes a store, more formats and a validation beside, which Spark leaves to others.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from figures import JSON_OPTION, Figure, tell
from generate import write_tables
from table import BUILD, CLI, run

_MASTER = "local-cluster[2,1,3072]"
_SETTINGS = "spark.executor.memory 3g\nspark.driver.memory 2g\n"
_PIECE = 1 << 20


def measured(projects: int) -> Iterator[Figure]:
    """How many times as long Spark takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tables(projects, folder)
        (folder / "spark-defaults.conf").write_text(_SETTINGS, encoding="utf-8")
        os.environ["SPARK_CONF_DIR"] = name
        common = ("--no-evidence", "tables", "-o")
        local = run((*CLI, *common, "build"), folder, "build", faulty=True)
        spark = run((*BUILD, "--engine", "spark", "--master", _MASTER, *common, "spark"), folder, "spark")
        assert _content([folder / "build" / "graph.nq"]) == _content(sorted((folder / "spark" / "graph").iterdir()))
    remark = f"{spark.seconds:.0f} s against {local.seconds:.0f} s, the same bytes"
    work = f"tables of {projects} projects on Spark, 2 executors of 1 core"
    yield Figure(work=work, against="local build", figure=spark.seconds / local.seconds, remark=remark)


def _content(parts: list[Path]) -> str:
    """The digest of all parts, one after the other."""
    whole = hashlib.sha256()
    for part in parts:
        with part.open("rb") as file:
            while piece := file.read(_PIECE):
                whole.update(piece)
    return whole.hexdigest()


def main() -> None:
    """Measure and tell."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--projects", type=int, default=1_000)
    options.add_argument(JSON_OPTION, action="store_true", help="tell the figures as JSON")
    tell(measured(options.parse_args().projects))


if __name__ == "__main__":
    main()
