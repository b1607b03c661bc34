"""What light queries take while others are hostile: our server beside Oxigraph's own, on the same store and mix.

    python benchmarks/serving.py [--build DIR] [--seconds 300] [--connections 32] [--timeout 30] [--write]

A mix of the query files, with one hostile query in twenty, is asked over so many connections, which begin within
fifteen seconds and each ask again as soon as they are answered. Every answer is compared with what the engine says
when it is asked in this process. The light queries' latencies are compared with those over one connection, without
hostile queries. `--write` puts the figures into benchmarks/RESULTS.md.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
from loading import Connection, Reply, free_port, memory, opened, request
from results import circumstances, put

from samverkan import pipeline, queries
from samverkan.project import CHECKOUT, ONTOLOGY, QUERIES
from samverkan.results import prefixes
from samverkan.store import STORE_FOLDER, open_read_only

HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>)* ?b . ?b (!<x:z>)* ?c }",
    "SELECT * { ?s ?p ?o . ?a ?b ?c FILTER REGEX(CONCAT(STR(?o), STR(?c)), '(.*a){20}(.*b){9}$') }",
    "SELECT (GROUP_CONCAT(STR(?f)) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
)
"""Endless joins, a sort that fills the memory, an endless answer, paths, a slow expression, a growing text."""
_RAMP = 15
"""Seconds in which the connections begin, one after the other."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """How a server is started, where it listens, and the path of its endpoint."""

    name: str
    command: tuple[str, ...]
    port: int
    endpoint: str


@dataclass(frozen=True, kw_only=True)
class Light:
    """A query file with its examples filled in, as a path with a query, and the digest of what it answers."""

    name: str
    path: str
    digest: str


@dataclass(kw_only=True)
class Run:
    """What came of one run: seconds of each light answer, how hostile queries ended, what was wrong, megabytes."""

    light: list[float] = field(default_factory=list)
    hostile: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    megabytes: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds that so many of the light answers did not exceed."""
        times = sorted(self.light) or [float("nan")]
        return 1000 * times[min(len(times) - 1, int(len(times) * share))]


def lights(store: ox.Store) -> list[Light]:
    """The query files, each with what the engine answers here."""
    declared = "".join(f"PREFIX {name}: <{space}>\n" for name, space in sorted(prefixes().items()))
    found = []
    for query in queries.list_queries(QUERIES):
        given = {one.name: one.example for one in query.parameters if not one.optional}
        text = declared + queries.bound(query, queries.bind(query, given))
        answer = store.query(text)
        form = ox.RdfFormat.N_TRIPLES if isinstance(answer, ox.QueryTriples) else ox.QueryResultsFormat.JSON
        content = answer.serialize(format=form) or b""  # type: ignore[arg-type]
        found.append(Light(name=query.name, path=path_of(text), digest=digest(content)))
    return found


def path_of(text: str) -> str:
    """The request's target, below the endpoint."""
    return f"?query={quote(text)}"


def digest(content: bytes) -> str:
    """The same for the same rows or triples in any order, whoever wrote them."""
    if content.startswith(b"{"):
        told = json.loads(content)
        rows = told.get("results", {}).get("bindings", [told.get("boolean")])
        lines = sorted(json.dumps(row, sort_keys=True) for row in rows)
    else:
        lines = sorted(content.decode().splitlines())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


# --- the load


@dataclass(kw_only=True)
class Load:
    """Connections that ask a mix for so long."""

    server: Server
    mix: Sequence[Light]
    hostile_share: float
    run: Run = field(default_factory=Run)
    known: set[tuple[str, bytes]] = field(default_factory=set)

    async def last(self, seconds: float, connections: int) -> Run:
        """Ask for so many seconds over so many connections."""
        began = time.monotonic()
        await asyncio.gather(*(self._client(number, connections, seconds) for number in range(connections)))
        self.run.seconds = time.monotonic() - began
        return self.run

    async def _client(self, number: int, connections: int, seconds: float) -> None:
        ends = time.monotonic() + seconds
        chosen = random.Random(number)
        await asyncio.sleep(number / connections * min(_RAMP, seconds / 4))
        async with opened(self.server.port) as connection:
            while time.monotonic() < ends:
                if chosen.random() < self.hostile_share:
                    path = path_of(chosen.choice(HOSTILE))
                    self.run.hostile[(await request(connection, self.server.endpoint + path)).outcome] += 1
                else:
                    await self._ask(connection, chosen.choice(self.mix))

    async def _ask(self, connection: Connection, light: Light) -> None:
        began = time.perf_counter()
        reply = await request(connection, self.server.endpoint + light.path)
        taken = time.perf_counter() - began
        if reply.outcome == "503":
            self.run.refused += 1
        elif reply.outcome == "200" and self._is_right(light, reply):
            self.run.light.append(taken)
        else:
            self.run.wrong[f"{light.name} {reply.outcome}"] += 1

    def _is_right(self, light: Light, reply: Reply) -> bool:
        key = (light.name, hashlib.sha256(reply.body).digest())
        if key not in self.known and digest(reply.body) == light.digest:
            self.known.add(key)
        return key in self.known


async def watched(load: Load, seconds: float, connections: int, process: int) -> Run:
    """The load, and the memory of the server's processes every second."""
    asking = asyncio.create_task(load.last(seconds, connections))
    while not asking.done():
        load.run.megabytes.append(await asyncio.to_thread(memory, process))
        await asyncio.wait([asking], timeout=1)
    return await asking


# --- the servers


@contextmanager
def started(server: Server) -> Iterator[int]:
    """A server until the block ends: its process id."""
    with subprocess.Popen(server.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            asyncio.run(_answers(server))
            yield process.pid
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


async def _answers(server: Server) -> None:
    for _ in range(600):
        with suppress(OSError):
            async with opened(server.port) as connection:
                if (await request(connection, f"{server.endpoint}?query=ASK%7B%7D")).outcome == "200":
                    return
        await asyncio.sleep(0.05)
    raise SystemExit(f"{server.name} does not answer")


def measured(server: Server, options: argparse.Namespace) -> Mapping[str, Run]:
    """A server's runs: without a load, under it, and after it."""
    mix = lights(open_read_only(options.build / STORE_FOLDER))
    found = {}
    with started(server) as process:
        for phase, seconds, connections, share in (
            ("warming", min(5, options.seconds), 4, 0.0),
            ("unloaded", max(10, options.seconds / 10), 1, 0.0),
            ("loaded", options.seconds, options.connections, 1 / 20),
            ("afterwards", max(10, options.seconds / 10), 1, 0.0),
        ):
            load = Load(server=server, mix=mix, hostile_share=share)
            found[phase] = asyncio.run(watched(load, seconds, connections, process))
            print(f"{server.name}, {phase}: {told(found[phase])}", file=sys.stderr)
    return found


def told(run: Run) -> str:
    """A run in one line."""
    return (
        f"{len(run.light)} light answers in {run.seconds:.0f} s, p50 {run.percentile(0.5):.1f} ms, "
        f"p99 {run.percentile(0.99):.1f} ms, {run.refused} refused, {run.wrong.total()} wrong {dict(run.wrong)}, "
        f"hostile {dict(run.hostile)}, {max(run.megabytes):.0f} MB at most"
    )


def row(name: str, runs: Mapping[str, Run]) -> str:
    """A server's row of the table."""
    calm, busy, after = runs["unloaded"], runs["loaded"], runs["afterwards"]
    ratio = busy.percentile(0.99) / calm.percentile(0.99)
    cells = (
        name,
        f"{calm.percentile(0.5):.1f}",
        f"{calm.percentile(0.99):.1f}",
        f"{busy.percentile(0.5):.1f}",
        f"{busy.percentile(0.99):.1f}",
        f"**{ratio:.1f}**",
        f"{len(busy.light) / busy.seconds:.0f}",
        f"{busy.refused}",
        f"{busy.wrong.total()}",
        f"{max(busy.megabytes):.0f}",
        f"{after.percentile(0.99):.1f}",
    )
    return f"| {' | '.join(cells)} |"


_COLUMNS = (
    "server",
    "p50 alone",
    "p99 alone",
    "p50 loaded",
    "p99 loaded",
    "p99 ratio",
    "answers a second",
    "refused (503)",
    "wrong or broken",
    "MB at most",
    "p99 afterwards",
)


def section(rows: Sequence[str], options: argparse.Namespace) -> str:
    """The section of the results, without its heading."""
    command = f"`python benchmarks/serving.py --seconds {options.seconds:g} --connections {options.connections}`"
    words = (
        f"{command}: the query files, one query in twenty hostile, a limit of {options.timeout:g} s a query, "
        f"connections that begin within {_RAMP} s. "
        "Milliseconds of the light queries that were answered; every answer is compared with the engine's own."
    )
    head = (f"| {' | '.join(_COLUMNS)} |", f"|{' --- |' * len(_COLUMNS)}")
    return "\n".join((words, "", *circumstances(), "", *head, *rows))


def main() -> None:
    """Measure both servers, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, help="a build; without it, one of the seeds is made")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--timeout", type=float, default=30)
    parser.add_argument("--only", choices=["samverkan", "oxigraph"])
    parser.add_argument("--write", action="store_true")
    options, rest = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.build is None:
            options.build = Path(folder) / "build"
            pipeline.build([CHECKOUT / "seeds"], options.build, ONTOLOGY)
        rows = [
            row(server.name, measured(server, options))
            for server in servers(options, rest)
            if options.only in (None, server.name)
        ]
    text = section(rows, options)
    print(text)
    if options.write:
        put("Serving", text)


def servers(options: argparse.Namespace, rest: Sequence[str]) -> Iterator[Server]:
    """Ours, with further options, and Oxigraph's."""
    port, timeout = str(free_port()), f"{options.timeout:g}"
    serve = (sys.executable, "-c", "from samverkan.cli import main; main()", "serve", str(options.build))
    ours = (*serve, "--port", port, "--timeout", timeout, *rest)
    yield Server(name="samverkan", command=ours, port=int(port), endpoint="/sparql")
    port, program = str(free_port()), shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
    serve = (program, "serve-read-only", "--location", str(options.build / STORE_FOLDER), "--timeout-s", timeout)
    theirs = (*serve, "--bind", f"127.0.0.1:{port}")
    yield Server(name="oxigraph", command=theirs, port=int(port), endpoint="/query")


if __name__ == "__main__":
    main()
