"""Builds on real Spark: two executors that are processes of their own, one of them killed, and a standalone master."""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from samverkan import cli, pipeline
from samverkan.errors import EngineError, ExitCode, OutputError, UnreadableSourceError
from samverkan.export import finding_line
from samverkan.identifiers import data_iri, sam
from samverkan.judgements import ORGANISATION, Answer, Judgement, record
from samverkan.model import Finding
from samverkan.project import CHECKOUT, ONTOLOGY
from servers import free_port, missing

if TYPE_CHECKING:
    from pyspark import SparkContext

    from samverkan.scale.spark.job import Wishes

TABLE = (
    "Diarienummer;Projektnamn;Projektägare;Organisationsnummer;Beviljat belopp;Samverkanspartner\n"
    "2021/00001;Bron;Blåklint AB;556012-5790;1 200 000;Umeå kommun\n"
    "2021/00002;Nyväg;BLÅKLINT Aktiebolag;;300 000;Arbetsförmedlingen, Socialförvaltningen\n"
    "2021/00003;Bron till jobb (BTJ);Umeå kommun;;okänt;elva kommuner\n"
)
TEXT = (
    "Namn:\nBTJ\nProjektägare:\nUmeå kommun\nBeviljat ESF-stöd:\n1 200 000\nSamverkanspartner:\n"
    "Umeå kommuns socialförvaltning, ABF Norr\n\nProjektet bygger vidare på Bron.\n"
)
PATIENCE = 300
LONG = pytest.mark.skipif("SAMVERKAN_CLUSTER" not in os.environ, reason="it takes a minute: make cluster")
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # Spark's, for each result


def spark() -> None:
    """Skips, or in CI fails, without Spark or Java."""
    if find_spec("pyspark") is None:
        missing("pyspark is not installed: pip install 'samverkan[spark]'")
    if shutil.which("java") is None:
        missing("Java is not installed: apt-get install openjdk-17-jre-headless")


@pytest.fixture(scope="module", autouse=True)
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Java compiles little: what runs for seconds is not worth more."""
    options = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData"
    folder = tmp_path_factory.mktemp("conf")
    lines = (f"spark.{who}.extraJavaOptions {options}\n" for who in ("driver", "executor"))
    (folder / "spark-defaults.conf").write_text("".join(lines), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        yield


@pytest.fixture(scope="module")
def cluster() -> Iterator[SparkContext]:
    """An application with two executors, each a process of its own."""
    spark()
    from samverkan.scale.spark.session import application

    with application("local-cluster[2,1,1024]") as context:
        yield context


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents and a table that share projects and organisations, one file twice, one that can't be read."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "seeds").mkdir()
    for seed in sorted((CHECKOUT / "seeds").glob("*.txt"))[1:3]:
        shutil.copy(seed, folder / "seeds")
    (folder / "tabell å.csv").write_text(TABLE, encoding="utf-8")
    for name in ("ett.txt", "igen.txt"):
        (folder / name).write_text(TEXT, encoding="utf-8")
    (folder / "trasig.docx").write_bytes(b"PK\x03\x04 nothing")
    return folder


@pytest.fixture(autouse=True)
def tidy() -> Iterator[None]:
    """What Spark leaves open is closed here, not in the middle of another test."""
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def unvalidated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spark leaves validating to `samverkan validate`; so does the local build that it is compared with."""
    monkeypatch.setattr(pipeline.validation, "validate", lambda *_, **__: [])


def build(
    context: SparkContext, source: Path | str, folder: Path, wishes: Wishes | None = None, ontology: Path = ONTOLOGY
) -> dict[str, int]:
    from samverkan.scale.spark import job

    return dict(job.build(context, [str(source)], str(folder), ontology, wishes or job.Wishes()))


def lines(folder: Path) -> list[str]:
    """What all parts of a folder of the output hold, one after the other."""
    return [line for part in sorted(folder.iterdir()) for line in part.read_text(encoding="utf-8").split("\n")[:-1]]


def assert_same(folder: Path, local: Path, built: pipeline.Built, *more: Finding) -> None:
    """The same bytes, one part after the other, and the same findings."""
    parts = sorted((folder / "graph").iterdir())
    assert b"".join(part.read_bytes() for part in parts) == (local / "graph.nq").read_bytes()
    assert lines(folder / "findings") == sorted(map(finding_line, (*built.findings, *more)))


def executors(context: SparkContext) -> dict[int, str]:
    """The executors' process identifiers, and where each has this package from."""

    def here(_: object) -> Iterator[tuple[int, str]]:
        import samverkan

        daemon = Path(f"/proc/{os.getppid()}/stat").read_text(encoding="utf-8")
        yield int(daemon.rpartition(")")[2].split()[1]), samverkan.__file__

    return dict(context.parallelize(range(8), 8).mapPartitions(here).collect())


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


# --- two executors


def test_two_processes_of_their_own_work_with_the_package_that_is_sent_to_them(cluster: SparkContext) -> None:
    found: dict[int, str] = {}
    wait_until(lambda: found.update(executors(cluster)) or len(found) == 2)
    assert os.getpid() not in found
    assert all("samverkan-package.zip" in place for place in found.values())


def test_documents_and_tables_give_the_bytes_of_a_local_build(
    cluster: SparkContext, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = pipeline.build([corpus], tmp_path / "local", ONTOLOGY)
    shutil.copytree(tmp_path / "local", tmp_path / "spark")  # an older build, which is replaced as a whole
    counts = build(cluster, f"{corpus}*", tmp_path / "spark")
    assert {one.name for one in (tmp_path / "spark").iterdir()} == {"documents", "findings", "graph", "manifest.json"}
    assert_same(tmp_path / "spark", tmp_path / "local", built)
    manifest = json.loads((tmp_path / "spark" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counts"] == counts
    assert counts == {name: built.counts[name] for name in counts}
    read = [json.loads(line) for line in lines(tmp_path / "spark" / "documents")]
    local = json.loads((tmp_path / "local" / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(one["id"] for one in read) == sorted(one["id"] for one in local["documents"])
    monkeypatch.setattr(pipeline.validation, "validate", lambda data, *_, **__: sorted(data))
    validated = [pipeline.validate_build(tmp_path / name, ONTOLOGY) for name in ("spark", "local")]
    assert validated[0] == validated[1] != []


@LONG
def test_an_executor_that_is_killed_and_all_that_can_be_asked_for_change_nothing(
    cluster: SparkContext, corpus: Path, tmp_path: Path
) -> None:
    from samverkan.scale.spark.job import Wishes

    own, ontology = tmp_path / "own.sssom.tsv", tmp_path / "ontology"
    shutil.copytree(ONTOLOGY, ontology)
    with (ontology / "core.ttl").open("a", encoding="utf-8") as axioms:
        axioms.write("sam:collaboratesWith a owl:TransitiveProperty .\n")
    nobody, company = data_iri("organisation", "abf-norr"), data_iri("organisation", "5560125790")
    record(own, Judgement(subject=nobody, object=ORGANISATION, answer=Answer.NOT_AN_ORGANISATION))
    record(own, Judgement(subject=nobody, object=company, answer=Answer.UNSURE))
    rules = pipeline.Rules(evidence=False, min_confidence=0.95, judgements=own)
    built = pipeline.build([corpus], tmp_path / "local", ontology, rules=rules)
    victim = min(executors(cluster))
    done = len(cluster.statusTracker().getJobIdsForGroup(None))

    def kill() -> None:
        wait_until(lambda: len(cluster.statusTracker().getJobIdsForGroup(None)) > done + 8)
        os.kill(victim, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    build(cluster, corpus, tmp_path / "spark", Wishes(evidence=False, min_confidence=0.95, judgements=own), ontology)
    killer.join()
    remark = json.loads(next(line for line in lines(tmp_path / "spark" / "findings") if "inferred-in-one-task" in line))
    assert sam("collaboratesWith") in remark["message"]
    assert_same(tmp_path / "spark", tmp_path / "local", built, Finding(**remark | {"related": ()}))
    assert victim not in executors(cluster)


def test_a_build_that_fails_leaves_what_was_there(cluster: SparkContext, tmp_path: Path) -> None:
    source = tmp_path / "ett.txt"
    source.write_text(TEXT, encoding="utf-8")
    pipeline.build([source], tmp_path / "out", ONTOLOGY)
    before = (tmp_path / "out" / "manifest.json").read_bytes()
    source.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(UnreadableSourceError, match=r"ett\.txt"):
        build(cluster, source, tmp_path / "out")
    with pytest.raises(UnreadableSourceError, match="there is nothing of this name"):
        build(cluster, tmp_path / "no such file", tmp_path / "out")
    with pytest.raises(UnreadableSourceError, match="fetch them first"):
        build(cluster, "https://example.org/", tmp_path / "out")
    with pytest.raises(OutputError, match="was not written by samverkan"):
        build(cluster, source, tmp_path)
    assert (tmp_path / "out" / "manifest.json").read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["ett.txt", "out"]


def test_a_job_that_fails_is_told_by_what_was_raised_there(cluster: SparkContext) -> None:
    from samverkan.scale.spark.session import troubles

    with pytest.raises(EngineError, match=r"^error: Spark gave up \(ZeroDivisionError: division by zero\)"), troubles():
        cluster.parallelize([0], 1).map(lambda number: 1 / number).collect()


# --- a master and two workers


@LONG
def test_a_standalone_master_with_two_workers_gives_the_same(tmp_path: Path) -> None:
    spark()
    source, out = tmp_path / "ett.txt", tmp_path / "spark"
    source.write_text(TEXT, encoding="utf-8")
    pipeline.build([source], tmp_path / "local", ONTOLOGY)
    with standalone(tmp_path) as master:
        command = [sys.executable, "-c", "from samverkan.cli import main; main()", "build", "--engine", "spark"]
        environment = os.environ | {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
        done = subprocess.run(
            [*command, "--master", master, str(source), "-o", str(out)],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == ExitCode.OK, done.stderr
    assert done.stderr.startswith(f"{out}: 1 documents, 1 projects, ")
    assert len(done.stderr.splitlines()) == 1
    assert (out / "graph" / "part-00000.nq").read_bytes() == (tmp_path / "local" / "graph.nq").read_bytes()
    assert all(any((tmp_path / name).glob("app-*")) for name in ("worker-0", "worker-1"))


@contextmanager
def standalone(folder: Path) -> Iterator[str]:
    """The address of a master on loopback that has two workers; nothing of ours is on their path."""
    import pyspark

    home = Path(pyspark.__file__).parent
    port = free_port()
    address = f"spark://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}
    deploy, common = "org.apache.spark.deploy", ("--host", "127.0.0.1", "--webui-port", "0")
    roles = [("master", f"{deploy}.master.Master", (*common, "--port", str(port)))]
    roles += [
        (name, f"{deploy}.worker.Worker", (*common, "-c", "1", "-m", "1g", "-d", str(folder / name), address))
        for name in ("worker-0", "worker-1")
    ]
    running = []
    try:
        for name, role, options in roles:
            with (folder / f"{name}.log").open("wb") as log:
                command = [str(home / "bin" / "spark-class"), role, *options]
                running.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))
            if name == "master":
                wait_until(lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0)
        wait_until(lambda: all("registered with master" in read(folder / f"worker-{one}.log") for one in (0, 1)))
        yield address
    finally:
        for process in running:
            process.kill()
            process.wait()


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


# --- what can't be


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.main, ["build", "--engine", "spark", *map(str, arguments)])


def test_without_spark_there_is_one_line_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samverkan.commands.spark.find_spec", lambda _: None)
    done = run("seeds")
    assert done.exit_code == EngineError.exit_code
    assert done.stderr == "error: Spark is not installed: pip install 'samverkan[spark]', or leave --engine out\n"


def test_without_java_there_is_one_line_that_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    done = run("seeds")
    assert done.exit_code == ExitCode.UNREADABLE
    assert done.stderr == "error: Spark needs Java 17 or newer: install it, or set JAVA_HOME\n"


def test_a_master_that_does_not_answer_is_told_at_once(tmp_path: Path) -> None:
    spark()
    master = f"spark://127.0.0.1:{free_port()}"
    done = run("--master", master, "seeds", "-o", tmp_path / "out")
    assert done.exit_code == ExitCode.UNREADABLE
    assert done.stderr.startswith(f"error: no Spark master answers at {master} (")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "options",
    [
        ("--master", "local[2]"),
        ("--engine", "spark", "--validator", "shacl"),
        ("--engine", "spark", "--cache", "kept"),
        ("--engine", "spark", "--allow-private"),
    ],
)
def test_an_option_of_the_other_engine_is_refused(options: tuple[str, ...]) -> None:
    done = CliRunner().invoke(cli.main, ["build", *options, "seeds"])
    assert done.exit_code == ExitCode.USAGE
    assert "is not for --engine" in done.stderr
