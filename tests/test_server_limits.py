"""What no client may do to the others: each test asks a real server with narrow limits, and then whether it is well."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from serving import serving

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
STREAM = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
LIGHT = "SELECT ?p { ?p a sam:Project } LIMIT 5"
ROWS = 500
HOSTILE = {
    "cartesian product": ENDLESS,
    "sort of a product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a",
    "growing text": "SELECT ?m { BIND('0123456789' AS ?a) "
    + " ".join(f"BIND(CONCAT({', '.join([f'?{a}'] * 8)}) AS ?{b})" for a, b in pairwise("abcdefghijklm"))
    + "}",
    "regular expression": "SELECT * { ?s ?p ?o . ?a ?b ?c FILTER REGEX(CONCAT(?o, ?c), '(.*a){20}(.*b){9}$') }",
    "nested groups": f"SELECT * {'{' * 20_000}{'}' * 20_000}",
    "nested brackets": f"SELECT * {{ FILTER({'(' * 100_000}1{')' * 100_000}) }}",
    "negations": f"ASK {{ FILTER({'!' * 200_000}true) }}",
    "unions": f"SELECT * {{ {' UNION '.join(['{}'] * 50_000)} }}",
    "path": f"SELECT * {{ ?a {'(' * 500}(!<x:y>)*{')*' * 500} ?b . ?b (!<x:y>)* ?c . ?c (!<x:z>)* ?d }}",
    "long text": f"SELECT * {{ ?s ?p '{'x' * 900_000}' }} # " + "y" * 100_000,
    "values": f"SELECT * {{ VALUES ?a {{ {'1 ' * 200_000} }} VALUES ?b {{ {'2 ' * 200_000} }} }}",
}


@pytest.fixture(scope="module")
def narrow(seeds_build: Path) -> Iterator[str]:
    """An endpoint whose limits are soon reached."""
    options = f"--timeout 2 --max-rows {ROWS} --memory 128 --workers 2 --slow 2 --queue 8".split()
    with serving(seeds_build, *options) as address:
        yield f"{address}/sparql"


def ask(endpoint: str, query: str, accept: str = "text/csv") -> httpx.Response:
    form = {"query": query}
    return httpx.post(endpoint, data=form, headers={"Accept": accept, "Accept-Encoding": "identity"}, timeout=60)


def slow_workers(endpoint: str) -> list[int]:
    """The processes of this server that go on at a lower priority than the others, which only slow work does."""
    port = f"--port\0{httpx.URL(endpoint).port}\0".encode()
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            parents[int(folder.name)] = (int(fields[1]), int(fields[16]), port in (folder / "cmdline").read_bytes())
        except OSError:
            continue
    family = {pid for pid, (_, _, is_server) in parents.items() if is_server}
    for _ in range(3):
        family |= {pid for pid, (parent, _, _) in parents.items() if parent in family}
    usual = min(parents[pid][1] for pid in family)
    return [pid for pid in family if parents[pid][1] > usual]


def wait_until_idle(endpoint: str) -> None:
    deadline = time.monotonic() + 60
    while slow_workers(endpoint):
        assert time.monotonic() < deadline, "workers are stuck"
        time.sleep(0.05)


def assert_well(endpoint: str) -> None:
    with ThreadPoolExecutor(4) as clients:
        answers = list(clients.map(lambda _: ask(endpoint, LIGHT), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1


def test_a_query_that_takes_too_long_is_refused(narrow: str) -> None:
    answer = ask(narrow, ENDLESS)

    assert answer.status_code == 503
    assert "longer than 2 seconds" in answer.text


def test_a_query_that_needs_too_much_memory_is_refused(narrow: str) -> None:
    answer = ask(narrow, HOSTILE["growing text"])

    assert answer.status_code == 503
    assert "more than 128 MB" in answer.text


def test_too_many_rows_are_refused_before_any_is_sent(narrow: str) -> None:
    answer = ask(narrow, "SELECT (1 AS ?x) { ?s ?p ?o }")

    assert answer.status_code == 400
    assert f"more than {ROWS} rows" in answer.text


@pytest.mark.parametrize("accept", ["application/json", "application/xml", "text/csv", "text/tab-separated-values"])
def test_as_many_rows_as_allowed_are_sent(narrow: str, accept: str) -> None:
    allowed, more = (ask(narrow, f"SELECT (1 AS ?x) {{ ?s ?p ?o }} LIMIT {ROWS + extra}", accept) for extra in (-1, 2))

    assert allowed.status_code == 200
    assert more.status_code == 400


def test_an_answer_with_too_many_rows_is_cut_off(narrow: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
        ask(narrow, STREAM, "application/json")


def test_a_graph_with_too_many_triples_is_cut_off(narrow: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
        ask(narrow, "CONSTRUCT WHERE { ?a ?b ?c }", "application/n-triples")


def test_a_packed_answer_is_cut_off_too(narrow: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
        httpx.post(narrow, data={"query": STREAM}, headers={"Accept-Encoding": "gzip"})


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_query_harms_nobody_else(narrow: str, kind: str) -> None:
    answer = ask(narrow, HOSTILE[kind])

    assert answer.status_code in (200, 400, 413, 500, 503)
    assert answer.status_code == 200 or answer.text.count("\n") == 1
    assert_well(narrow)


def test_slow_queries_never_keep_a_quick_one_waiting(narrow: str) -> None:
    with ThreadPoolExecutor(6) as clients:
        slow = [clients.submit(ask, narrow, ENDLESS) for _ in range(6)]
        while not slow_workers(narrow):
            time.sleep(0.01)
        assert ask(narrow, LIGHT).status_code == 200
        assert not all(one.done() for one in slow)
    answers = [one.result() for one in slow]

    assert {answer.status_code for answer in answers} == {503}
    ended = [answer for answer in answers if "too many slow queries" in answer.text]
    assert ended
    assert all(answer.headers["retry-after"].isdecimal() for answer in ended)


def test_a_client_that_leaves_stops_its_query(seeds_build: Path) -> None:
    with serving(seeds_build, "--timeout", "600") as address, ThreadPoolExecutor(8) as clients:
        endpoint = f"{address}/sparql"
        left = [clients.submit(leave, endpoint, query) for query in (ENDLESS, STREAM) for _ in range(8)]
        for one in left:
            one.result()
        wait_until_idle(endpoint)
        assert_well(endpoint)


def leave(endpoint: str, query: str) -> None:
    """Ask, and go when the work has become slow, with or without having read some of the answer."""
    try:
        with httpx.stream("POST", endpoint, data={"query": query}, timeout=1) as answer:
            next(answer.iter_raw())
    except httpx.ReadTimeout:
        pass


def test_more_queries_than_may_wait_are_sent_away(seeds_build: Path) -> None:
    with serving(seeds_build, "--workers", "1", "--queue", "1") as address, ThreadPoolExecutor(24) as clients:
        heavy = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(REGEX(STR(?o), 'a.*b.*c')) }"
        answers = list(clients.map(lambda _: ask(f"{address}/sparql", heavy), range(24)))

    refused = [answer for answer in answers if answer.status_code == 503]
    assert {answer.status_code for answer in answers} == {200, 503}
    assert all(answer.headers["retry-after"].isdecimal() and "wait already" in answer.text for answer in refused)
    assert len({answer.text for answer in answers if answer.status_code == 200}) == 1


# --- nothing is fetched


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Where nobody may come."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        one.setblocking(False)
        yield one


FETCHING = (
    "SELECT * FROM <$> { ?s ?p ?o }",
    "SELECT * FROM NAMED <$> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { GRAPH <$> { ?s ?p ?o } }",
    "SELECT * { SERVICE <$> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <$> { ?s ?p ?o } }",
    "SELECT * { BIND(<$> AS ?where) SERVICE ?where { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o # \nsErViCe#\n<$> { ?s ?p ?o } }",
    # what a search for the word SERVICE takes for something else
    "PREFIX : <$> SELECT * { OPTIONAL { ?s ?p 1.SERVICE:{ ?a ?b ?c } } }",
    "PREFIX : <$> SELECT * { FILTER(1<2)SERVICE:#>\n{ ?a ?b ?c } }",
    "SELECT * { { } 1SERVICE <$> { ?a ?b ?c } }",
    "LOAD <$>",
    "DESCRIBE <$>",
)


@pytest.mark.parametrize("query", FETCHING)
def test_nothing_that_a_query_names_is_fetched(server: str, listener: socket.socket, query: str) -> None:
    here = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    answer = ask(f"{server}/sparql", query.replace("$", here), "*/*")

    assert answer.status_code in (200, 400)
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_no_file_that_a_query_names_is_read(server: str, tmp_path: Path) -> None:
    (tmp_path / "secret.nt").write_text("<x:a> <x:b> 'secret' .")
    name = (tmp_path / "secret.nt").as_uri()
    for query in (f"SELECT * FROM <{name}> {{ ?s ?p ?o }}", f"SELECT * {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"):
        answer = ask(f"{server}/sparql", query)
        assert (answer.status_code, len(answer.text.splitlines())) == (200, 1)


def test_only_listed_services_are_asked(server: str, seeds_build: Path, listener: socket.socket) -> None:
    other = f"{server}/sparql"
    elsewhere = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    query = "SELECT (COUNT(*) AS ?n) { SERVICE <$> { ?project a <https://w3id.org/samverkan/ontology#Project> } }"
    with serving(seeds_build, "--allow-service", other) as address:
        allowed, refused = (ask(f"{address}/sparql", query.replace("$", name)) for name in (other, elsewhere))

    assert allowed.text.split() == ["n", "25"]
    assert refused.status_code == 400
    assert f"ask this graph only, or {other}" in refused.text
    with pytest.raises(BlockingIOError):
        listener.accept()
