"""Publishing to real stores: Oxigraph's server and Virtuoso, each started on loopback, killed and started again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from samverkan import cli
from samverkan.errors import EndpointError, ExitCode, MismatchError, RefusedError
from samverkan.identifiers import data_iri
from samverkan.scale import record
from samverkan.scale.credentials import credentials
from samverkan.scale.endpoints import Addresses
from samverkan.scale.parts import UNION, lines, parts
from samverkan.scale.protocol import RemoteStore
from samverkan.scale.publishing import BATCH, Arrival, Progress, Publication, Union
from servers import Server, oxigraph, sign_in

ONE, TWO = data_iri("graph", "asserted"), data_iri("graph", "ontology")
TIED = ["_:b <urn:p> _:c .", '_:c <urn:p> "ö" .', "<urn:s> <urn:p> _:b ."]
EVERYTHING = "SELECT ?s ?p ?o { GRAPH <%s> { ?s ?p ?o } FILTER(!ISBLANK(?s) && !ISBLANK(?o)) }"


def triples(begin: int, end: int) -> list[str]:
    return [f'<urn:s{number}> <urn:p> "Håbo \\"{number}\\" \\\\ €"@sv .' for number in range(begin, end)]


def written(path: Path, graphs: dict[str, list[str]]) -> Path:
    """N-Quads as a build writes them."""
    quads = {f"{line.removesuffix('.')}<{graph}> ." for graph, triples in graphs.items() for line in triples}
    path.write_text("".join(f"{quad}\n" for quad in sorted(quads)), encoding="utf-8")
    return path


@pytest.fixture
def quads(tmp_path: Path) -> Path:
    """Two graphs with ten triples in common, and blank nodes."""
    return written(tmp_path / "graph.nq", {ONE: triples(0, 40), TWO: [*triples(30, 50), *TIED]})


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    running: Server = request.getfixturevalue(f"{request.param}_server")
    sign_in(monkeypatch, *(("dba", "dba") if request.param == "virtuoso" else ()))
    if running.process is None:
        running.start()
    cleared(running)
    yield running


def store(server: Server, named: Addresses | None = None) -> RemoteStore:
    return RemoteStore(address=server.url, named=named or Addresses(), timeout=600)


def cleared(server: Server) -> None:
    """Take away what an earlier test published."""
    remote = store(server)
    known = record.read(remote)
    targets = {known.target(graph) for graph in known.published} | known.arriving.keys() | {record.RECORD}
    for graph in targets:
        remote.update("CLEAR SILENT DEFAULT" if graph is None else f"DROP SILENT GRAPH <{graph}>")


def publish(
    server: Server,
    path: Path,
    *,
    union: Union = Union.AUTO,
    batch: int = BATCH,
    progress: Progress = lambda _, __, ___: None,
) -> dict[str, tuple[int, int]]:
    """Publish; how many triples each graph has, and how many of them were sent."""
    publication = Publication(store=store(server), path=path, union=union, batch=batch, progress=progress)
    return told(publication.publish())


def told(arrivals: Iterable[Arrival]) -> dict[str, tuple[int, int]]:
    return {arrival.graph: (arrival.triples, arrival.sent) for arrival in arrivals}


def labels(server: Server, graph: str) -> set[tuple[str, ...]]:
    return set(store(server).rows(EVERYTHING % graph))


# --- what arrives


def test_each_graph_and_their_union_arrive_as_they_are(server: Server, quads: Path) -> None:
    assert publish(server, quads) == {ONE: (40, 40), TWO: (23, 23), UNION: (53, 53)}
    remote = store(server)
    expected = {(f"urn:s{number}", "urn:p", f'Håbo "{number}" \\ €') for number in range(40)}
    assert labels(server, ONE) == expected
    tied = f"SELECT ?a ?d {{ GRAPH <{TWO}> {{ ?a <urn:p> ?b . ?b <urn:p> ?c . ?c <urn:p> ?d }} }}"
    assert remote.rows(tied) == [("urn:s", "ö")]
    known = record.read(remote)
    assert remote.count(known.target(UNION)) == 53
    assert known.arriving == {}


def test_what_is_there_is_not_sent_again_and_what_has_changed_is(server: Server, quads: Path) -> None:
    publish(server, quads)
    assert publish(server, quads) == {ONE: (40, 0), TWO: (23, 0), UNION: (53, 0)}
    written(quads, {ONE: triples(0, 40), data_iri("graph", "inferred"): triples(100, 105)})
    assert publish(server, quads) == {ONE: (40, 0), data_iri("graph", "inferred"): (5, 5), UNION: (45, 45)}
    assert store(server).count(TWO) == 0
    assert labels(server, ONE) != set()


def test_a_graph_that_somebody_changed_in_the_store_is_sent_again(server: Server, quads: Path) -> None:
    publish(server, quads)
    store(server).update(f"DELETE WHERE {{ GRAPH <{ONE}> {{ <urn:s7> ?p ?o }} }}")
    assert publish(server, quads)[ONE] == (40, 40)
    assert store(server).count(ONE) == 40


def test_updates_alone_bring_the_same(server: Server, quads: Path) -> None:
    update = server.url + ("/sparql-auth" if server.probe == "/sparql" else "/update")
    remote = store(server, Addresses(update=update))
    assert told(Publication(store=remote, path=quads, batch=7).publish())[TWO] == (23, 23)
    assert len(labels(server, ONE)) == 40
    assert remote.count(TWO) == 23


def test_an_address_that_is_no_graph_store_is_replaced_by_updates(oxigraph_server: Server, quads: Path) -> None:
    class Proxied(RemoteStore):
        posts = 0

        def _post(self, graph: str, lines: Sequence[str]) -> None:
            self.posts += 1
            raise RefusedError(message="no such service", status=404)

    cleared(oxigraph_server)
    remote = Proxied(address=oxigraph_server.url)
    assert told(Publication(store=remote, path=quads).publish())[ONE] == (40, 40)
    assert remote.posts == 1


def test_a_batch_that_virtuoso_refuses_is_made_smaller(
    virtuoso_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(monkeypatch, "dba", "dba")
    cleared(virtuoso_server)
    path = written(tmp_path / "graph.nq", {ONE: [f"<urn:s{n}> <urn:p{n % 7}> <urn:o{n % 90}> ." for n in range(9000)]})
    sizes: list[int] = []
    remote = store(virtuoso_server, Addresses(update=f"{virtuoso_server.url}/sparql-auth"))
    publication = Publication(
        store=remote, path=path, union=Union.NONE, batch=9000, progress=lambda _, done, __: sizes.append(done)
    )
    assert told(publication.publish()) == {ONE: (9000, 9000)}
    assert publication.batch < 9000
    assert sizes == sorted(set(sizes))
    assert len(sizes) > 1
    assert sizes[-1] == 9000


def test_a_triple_that_a_store_never_takes_is_refused_in_its_words(oxigraph_server: Server, tmp_path: Path) -> None:
    cleared(oxigraph_server)
    path = written(tmp_path / "graph.nq", {ONE: [*triples(0, 20), "<urn:s> <urn:p> <no IRI> ."]})
    with pytest.raises(RefusedError, match="the store answers 400") as refusal:
        publish(oxigraph_server, path, batch=8)
    assert "\n" not in str(refusal.value)
    assert store(oxigraph_server).count(ONE) == 0


# --- where the union goes


def test_the_union_is_the_default_graph_where_that_is_apart_and_empty(oxigraph_server: Server, quads: Path) -> None:
    cleared(oxigraph_server)
    publish(oxigraph_server, quads)
    assert store(oxigraph_server).count(None) == 53
    assert record.read(store(oxigraph_server)).dataset() == []


def test_a_default_graph_of_others_is_left_alone(oxigraph_server: Server, quads: Path) -> None:
    cleared(oxigraph_server)
    remote = store(oxigraph_server)
    remote.update("INSERT DATA { <urn:mine> <urn:is> <urn:here> }")
    publish(oxigraph_server, quads)
    assert (remote.count(None), remote.count(UNION)) == (1, 53)
    assert record.read(remote).dataset()[0] == ("default-graph-uri", UNION)
    publish(oxigraph_server, quads, union=Union.DEFAULT)  # only who says so replaces it
    assert (remote.count(None), remote.count(UNION)) == (53, 0)
    publish(oxigraph_server, quads, union=Union.NONE)
    assert (remote.count(None), remote.count(UNION), remote.count(ONE)) == (0, 0, 40)


def test_a_store_that_counts_a_triple_once_for_each_graph_gets_a_graph_of_its_own(
    virtuoso_server: Server, quads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(monkeypatch, "dba", "dba")
    cleared(virtuoso_server)
    publish(virtuoso_server, quads)
    assert store(virtuoso_server).count(UNION) == 53


def test_a_union_that_a_store_makes_itself_but_counts_twice_is_not_trusted(quads: Path, tmp_path: Path) -> None:
    uniting = oxigraph(tmp_path / "uniting", "--union-default-graph")
    uniting.start()
    try:
        publish(uniting, quads)
        assert record.read(store(uniting)).dataset()[0] == ("default-graph-uri", UNION)
        assert store(uniting).count(UNION) == 53
    finally:
        uniting.kill()


# --- breaks


def breaking(after: int, how: Callable[[], None]) -> Callable[[str, int, int], None]:
    """A progress that lets something happen after so many batches."""
    batches: list[int] = []

    def progress(graph: str, done: int, whole: int) -> None:
        batches.append(done)
        if len(batches) == after:
            how()

    return progress


def test_a_store_that_is_killed_in_mid_publication_goes_on_where_it_was(server: Server, tmp_path: Path) -> None:
    path = written(tmp_path / "graph.nq", {ONE: triples(0, 900), TWO: [*triples(800, 1000), *TIED]})
    with pytest.raises(EndpointError, match="what has arrived is not sent again") as trouble:
        publish(server, path, batch=100, progress=breaking(4, server.kill))
    assert trouble.value.exit_code == ExitCode.UNREADABLE
    server.start()
    assert store(server).count(ONE) == 0  # readers see nothing of it yet
    arrivals = publish(server, path, batch=100)
    assert arrivals == {ONE: (900, 500), TWO: (203, 203), UNION: (1003, 1003)}
    assert len(labels(server, ONE)) == 900


def test_what_a_store_lost_although_it_had_said_yes_is_sent_again(server: Server, tmp_path: Path) -> None:
    path = written(tmp_path / "graph.nq", {ONE: triples(0, 300)})

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(server, path, batch=100, progress=breaking(2, stop))
    (part,) = parts(path, union=False)
    store(server).update(f"DROP SILENT GRAPH <{record.staging(part)}>")
    assert publish(server, path, batch=100)[ONE] == (300, 300)


def test_a_process_that_is_killed_leaves_its_work_to_the_next(
    oxigraph_server: Server, seeds_build: Path, tmp_path: Path
) -> None:
    cleared(oxigraph_server)
    program = Path(sys.executable).with_name("samverkan")
    command = [str(program), "publish", oxigraph_server.url, "-d", str(seeds_build)]
    remote = store(oxigraph_server)
    with subprocess.Popen(
        [*command, "--batch", "200"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while sum(record.read(remote).arriving.values()) < 400:
            assert process.poll() is None
        process.kill()
    before = record.read(remote)
    assert before.published == {}
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    sent = sum(int(line.split()[-4]) for line in run.stderr.splitlines()[:-1])
    whole = int(run.stderr.splitlines()[-1].split()[-4])
    assert sent <= whole - sum(before.arriving.values())
    assert run.stdout == ""


def test_readers_of_oxigraph_see_the_old_graph_or_the_new_one_and_nothing_between(
    oxigraph_server: Server, tmp_path: Path
) -> None:
    cleared(oxigraph_server)
    path = written(tmp_path / "graph.nq", {ONE: triples(0, 3000)})
    publish(oxigraph_server, path, union=Union.NONE)
    written(path, {ONE: triples(0, 4000)})
    seen, done = set(), threading.Event()

    def read() -> None:
        remote = store(oxigraph_server)
        while not done.is_set():
            seen.add(remote.count(ONE))

    reader = threading.Thread(target=read)
    reader.start()
    publish(oxigraph_server, path, union=Union.NONE)
    done.set()
    reader.join()
    assert seen <= {3000, 4000}
    assert 3000 in seen


# --- counting


def test_a_store_that_holds_something_else_than_was_sent_is_told_and_shows_nothing(
    oxigraph_server: Server, quads: Path
) -> None:
    class Forgetful(RemoteStore):
        def add(self, graph: str, lines: Sequence[str]) -> None:
            super().add(graph, lines[:-1])

    cleared(oxigraph_server)
    with pytest.raises(MismatchError, match="the store holds 39 triples of asserted where 40 were sent") as trouble:
        Publication(store=Forgetful(address=oxigraph_server.url), path=quads).publish()
    assert trouble.value.exit_code == ExitCode.NOT_CONFORMING
    assert store(oxigraph_server).count(ONE) == 0
    assert publish(oxigraph_server, quads)[ONE] == (40, 40)


# --- parts


def test_parts_are_counted_and_their_lines_come_with_the_blank_nodes_first(quads: Path) -> None:
    one, two, union = parts(quads, union=True)
    assert (one.triples, two.triples, union.triples) == (40, 23, 53)
    assert list(lines(quads, one)) == sorted(triples(0, 40))
    assert list(lines(quads, two)) == [*sorted(TIED), *sorted(triples(30, 50))]
    assert sorted(lines(quads, union)) == sorted({*triples(0, 50), *TIED})


# --- the command line


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


def test_the_command_tells_each_graph_on_stderr(oxigraph_server: Server, quads: Path, seeds_build: Path) -> None:
    cleared(oxigraph_server)
    result = run("publish", oxigraph_server.url, "-d", seeds_build)
    assert (result.exit_code, result.stdout) == (ExitCode.OK, "")
    *graphs, summary = result.stderr.splitlines()
    assert len(graphs) == 6
    assert summary.startswith(f"{oxigraph_server.url}: 6 graphs, ")


@pytest.mark.parametrize(
    ("arguments", "what", "code"),
    [
        ("{url} --update-url {url}/nowhere", "the store answers 404", ExitCode.USAGE),
        ("{url}/nowhere", "nothing here speaks SPARQL", ExitCode.USAGE),
        ("{url} --query-url http://127.0.0.1:9/query", "no store answers here", ExitCode.UNREADABLE),
        ("{url} --query-url ftp://127.0.0.1/query", "no address of a store", ExitCode.USAGE),
        ("http://me:secret@127.0.0.1/", "does not belong into an address", ExitCode.USAGE),
    ],
)
def test_each_trouble_is_one_line_with_its_code(
    oxigraph_server: Server, seeds_build: Path, arguments: str, what: str, code: ExitCode
) -> None:
    cleared(oxigraph_server)
    result = run("publish", *arguments.format(url=oxigraph_server.url).split(), "-d", seeds_build)
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert what in result.stderr
    assert result.stderr.count("\n") == 1
    assert "secret" not in result.stderr


@pytest.mark.parametrize(("user", "password"), [("", ""), ("dba", "wrong")])
def test_who_may_not_write_is_told_how_to_say_who_they_are(
    virtuoso_server: Server, seeds_build: Path, monkeypatch: pytest.MonkeyPatch, user: str, password: str
) -> None:
    sign_in(monkeypatch, user, password)
    result = run("publish", virtuoso_server.url, "-d", seeds_build)
    assert result.exit_code == ExitCode.USAGE
    assert "SAMVERKAN_USER" in result.stderr
    assert result.stderr.count("\n") == 1
    assert "wrong" not in result.stderr


def test_a_store_that_may_only_be_read_refuses_in_one_line(
    oxigraph_server: Server, seeds_build: Path, tmp_path: Path
) -> None:
    closed = oxigraph(tmp_path / "closed", "--cors")
    closed.start()
    closed.kill()
    closed.command[1] = "serve-read-only"
    closed.start()
    try:
        result = run("publish", closed.url, "-d", seeds_build)
    finally:
        closed.kill()
    assert result.exit_code == ExitCode.USAGE
    assert result.stderr.count("\n") == 1


def test_a_store_that_does_not_answer_in_time_is_told(seeds_build: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        result = run("publish", url, "--timeout", "0.2", "-d", seeds_build)
    assert result.exit_code == ExitCode.UNREADABLE
    assert "does not answer within 0.2 seconds" in result.stderr
    assert result.stderr.count("\n") == 1


# --- who we are


@pytest.mark.parametrize("scheme", ["Basic", "Digest", "Bearer"])
def test_a_store_gets_the_credentials_that_it_asks_for_and_once_they_are_known_at_once(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    challenge = 'Digest realm="x", nonce="abc", qop="auth"' if scheme == "Digest" else f'{scheme} realm="x"'
    sign_in(monkeypatch, *(("", "", "t0ken") if scheme == "Bearer" else ("me", "secret")))
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("authorization", ""))
        if not asked[-1].startswith(scheme):
            return httpx.Response(401, headers={"WWW-Authenticate": challenge})
        return httpx.Response(200)

    with httpx.Client(transport=httpx.MockTransport(answer), auth=credentials(os.environ)) as client:
        assert [client.post("http://store/x", content=b"x").status_code for _ in range(3)] == [200, 200, 200]
    assert all(sent.startswith(scheme) for sent in asked[-2:])
    assert asked.count("") == (0 if scheme == "Bearer" else 1 if scheme == "Basic" else 2)
