"""A Spark application with this package on its workers, quiet, and its troubles as errors of ours.

Workers need Python of the same version and the package's dependencies; the package itself is sent to them.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException

from samverkan.errors import EngineError
from samverkan.project import PACKAGE

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.hadoop.mapreduce.input.fileinputformat.input.dir.recursive": "true",
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
    "spark.hadoop.fs.file.impl": "org.apache.hadoop.fs.RawLocalFileSystem",  # no .crc file beside each file
}
_STANDALONE = re.compile(r"spark://(.+)")
_PATIENCE = 10.0  # seconds: Spark itself tries for a minute


@contextmanager
def application(master: str) -> Iterator[SparkContext]:
    """A Spark application on this master, such as `local[2]`, `spark://host:7077`, `yarn`; ended with the block.

    What spark-defaults.conf says counts less than what is set here and more than Spark's own defaults. Raises
    EngineError where there is no Java, no such master, or when a job fails for good.
    """
    _refuse_unreachable(master)
    with TemporaryDirectory() as folder:
        log = Path(folder) / "spark.log"
        try:
            context = _started(master, log)
        except (Py4JError, PySparkException, OSError, ValueError, RuntimeError) as problem:
            raise EngineError(message=f"Spark can't be started on {master} ({_why(problem, log)})") from problem
        try:
            with troubles():
                context.addPyFile(str(_packed(Path(folder) / "samverkan-package.zip")))
                yield context
        finally:
            context.stop()


@contextmanager
def troubles() -> Iterator[None]:
    """A job that fails meanwhile is told as EngineError."""
    try:
        yield
    except (Py4JError, PySparkException) as problem:
        raise EngineError(message=f"Spark gave up ({_why(problem)}): nothing was changed") from problem


def _refuse_unreachable(master: str) -> None:
    if shutil.which("java") is None and not Path(os.environ.get("JAVA_HOME", ""), "bin", "java").is_file():
        raise EngineError(message="Spark needs Java 17 or newer: install it, or set JAVA_HOME")
    standalone = _STANDALONE.fullmatch(master)
    problems = []
    for address in standalone[1].split(",") if standalone else ():
        host, _, port = address.rpartition(":")
        try:
            socket.create_connection((host, int(port)), _PATIENCE).close()
        except (OSError, ValueError) as problem:
            problems.append(problem)
        else:
            return
    if problems:
        raise EngineError(message=f"no Spark master answers at {master} ({problems[0]}): start it, or name another")


def _started(master: str, log: Path) -> SparkContext:
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = SparkConf().setMaster(master).setAppName("samverkan").setAll(list(_SETTINGS.items()))
    with _standard_error_into(log):
        return SparkContext(conf=settings)


@contextmanager
def _standard_error_into(log: Path) -> Iterator[None]:
    """What is started meanwhile writes its log there: Java says much before it is told to be quiet."""
    sys.stderr.flush()
    before = os.dup(2)
    with log.open("wb") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


def _packed(target: Path) -> Path:
    """The package's code as an archive that Python imports from."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(PACKAGE.rglob("*.py")):
            archive.write(file, f"{PACKAGE.name}/{file.relative_to(PACKAGE).as_posix()}")
    return target


def _why(problem: Exception, log: Path | None = None) -> str:
    """What went wrong on one line: the last one of a Python traceback on an executor, or what Java says of it."""
    java = getattr(problem, "java_exception", None)
    said = str(java.getMessage() if java is not None else problem)
    said = said or (log.read_text(encoding="utf-8", errors="replace") if log is not None else "")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    raised = [line for line in lines if re.match(r"[\w.]+(Error|Exception)\b", line)]
    return (raised or lines or [type(problem).__name__])[-1 if raised else 0]
