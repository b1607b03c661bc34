"""Every question of queries/ at published stores, with the answers that the store of the build gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan import cli, pipeline, queries
from samverkan.errors import EndpointError, ExitCode, RefusedError
from samverkan.identifiers import SAM, data_iri
from samverkan.queries import Query, parse
from samverkan.results import Solutions, Term, Triples, render
from samverkan.scale.asking import Asked
from samverkan.scale.protocol import RemoteStore
from samverkan.scale.publishing import Publication
from samverkan.store import STORE_FOLDER, open_read_only
from servers import Server, sign_in
from test_query_files import EACH, values

BROKEN_OFF = '{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"urn:s"}},{'


def published(server: Server, folder: Path) -> Asked:
    if server.process is None:
        server.start()
    store = RemoteStore(address=server.url, timeout=600)
    Publication(store=store, path=pipeline.nquads(folder)).publish()
    return Asked(store=store)


@pytest.fixture(scope="module")
def local(seeds_build: Path) -> ox.Store:
    return open_read_only(seeds_build / STORE_FOLDER)


@pytest.fixture(scope="module")
def at_oxigraph(oxigraph_server: Server, seeds_build: Path) -> Asked:
    return published(oxigraph_server, seeds_build)


@pytest.fixture(scope="module")
def at_virtuoso(virtuoso_server: Server, seeds_build: Path) -> Iterator[Asked]:
    with pytest.MonkeyPatch.context() as environment:
        sign_in(environment, "dba", "dba")
        yield published(virtuoso_server, seeds_build)


@EACH
@pytest.mark.parametrize("form", ["tsv", "json"])
def test_oxigraph_answers_as_the_build_s_store_does(
    query: Query, form: str, local: ox.Store, at_oxigraph: Asked
) -> None:
    answer = queries.run(at_oxigraph, query, values(query))
    assert render(answer, form) == render(queries.run(local, query, values(query)), form)


@EACH
def test_virtuoso_answers_as_the_build_does(query: Query, local: ox.Store, at_virtuoso: Asked) -> None:
    answer = queries.run(at_virtuoso, query, values(query))
    assert render(answer, "tsv") == render(queries.run(local, query, values(query)), "tsv")


@pytest.mark.parametrize("at", ["at_oxigraph", "at_virtuoso"])
def test_every_kind_of_question_is_answered(request: pytest.FixtureRequest, at: str) -> None:
    asked: Asked = request.getfixturevalue(at)
    graph = data_iri("graph", "asserted")
    project = "CONSTRUCT { ?s a sam:Project } WHERE { ?s a sam:Project }"
    assert queries.run(asked, parse("ASK { ?s a sam:Project }", name="x")) is True
    assert queries.run(asked, parse("ASK { ?s a sam:Nonsense }", name="x")) is False
    found = queries.run(asked, parse(project, name="x"))
    assert isinstance(found, Triples)
    projects = {triple.subject for triple in found.triples}
    assert projects
    for dataset in (f"{{ GRAPH <{graph}> {{ ?s a sam:Project }} }}", f"FROM <{graph}> {{ ?s a sam:Project }}"):
        assert {row[0] for row in rows(asked, parse(f"SELECT ?s {dataset}", name="x"))} == projects


def rows(asked: Asked, query: Query, **given: str) -> Sequence[Sequence[Term | None]]:
    answer = queries.run(asked, query, given)
    assert isinstance(answer, Solutions)
    return answer.rows


@settings(max_examples=30)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20))
def test_a_value_arrives_as_it_is_whatever_it_holds(at_oxigraph: Asked, value: str) -> None:
    echo = parse("SELECT ?echo { BIND(?_value AS ?echo) }", name="x")
    (row,) = rows(at_oxigraph, echo, value=value)
    assert row == (queries.bind(echo, {"value": value})["_value"],)


@pytest.mark.parametrize("value", ['" } ; DROP ALL #', "\\", "'''", '"""', "}\n# x", "å\t€\r\n😀"])
def test_a_value_arrives_at_virtuoso_as_it_is(at_virtuoso: Asked, value: str) -> None:
    query = parse("SELECT ?echo { VALUES ?x { 1 } BIND(?_value AS ?echo) }", name="x")
    assert rows(at_virtuoso, query, value=value) == ((ox.Literal(value),),)


# --- the command line


def test_the_command_prints_the_same_wherever_it_asks(at_oxigraph: Asked, seeds_build: Path) -> None:
    question = ["query", "partners-of-organisation", "-p", "organisation=Nynäshamn"]
    here = CliRunner().invoke(cli.main, [*question, "-d", str(seeds_build)])
    there = CliRunner().invoke(cli.main, [*question, "--endpoint", at_oxigraph.store.address])
    assert (there.exit_code, there.stdout, there.stderr) == (ExitCode.OK, here.stdout, "")
    assert "Järfälla" in there.stdout


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("SELECT nonsense", "syntax error"),
        ("DELETE WHERE { ?s ?p ?o }", "update"),
        ("ASK { SERVICE <x:y> {} }", "SERVICE"),
    ],
)
def test_what_is_refused_here_is_not_sent(at_oxigraph: Asked, query: str, what: str) -> None:
    result = CliRunner().invoke(cli.main, ["query", "-q", query, "--endpoint", at_oxigraph.store.address])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (ExitCode.USAGE, "", 1)
    assert what in result.stderr


# --- stores that go wrong


def asked(monkeypatch: pytest.MonkeyPatch, answer: httpx.Response) -> Asked:
    """A store that says what it is told to, once it has been found."""

    def handle(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, headers={"content-type": "application/sparql-results+json"})
        return answer

    usual = httpx.Client
    monkeypatch.setattr(httpx, "Client", lambda **options: usual(**options, transport=httpx.MockTransport(handle)))
    return Asked(store=RemoteStore(address="http://store.example/sparql"))


@pytest.mark.parametrize(
    ("answer", "error", "what"),
    [
        (httpx.Response(200, text=BROKEN_OFF), EndpointError, "can't be read"),
        (httpx.Response(200, text="<html>Log in</html>"), EndpointError, "can't be read"),
        (httpx.Response(200, text='{"head":{},"boolean":true}'), EndpointError, "yes or no"),
        (httpx.Response(503, text="busy"), EndpointError, "503 (busy)"),
        (httpx.Response(400, html="<p>no\n\n such thing</p>"), RefusedError, "400 (no such thing)"),
        (httpx.Response(401), RefusedError, "SAMVERKAN_TOKEN"),
        (httpx.Response(403), RefusedError, "may not"),
        (httpx.Response(404), RefusedError, "not its address"),
        (httpx.Response(302, headers={"location": "https://new.example/"}), RefusedError, "moved to https://new"),
    ],
)
def test_an_answer_that_is_none_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, answer: httpx.Response, error: type[EndpointError], what: str
) -> None:
    with pytest.raises(error) as trouble:
        queries.run(asked(monkeypatch, answer), parse(f"SELECT * {{ ?s a <{SAM}Project> }}", name="x"))
    assert type(trouble.value) is error
    assert what in str(trouble.value)
    assert "\n" not in str(trouble.value)
