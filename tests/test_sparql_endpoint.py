from __future__ import annotations

import gzip
import json
from itertools import product

import httpx
import pyoxigraph as ox
import pytest

from samverkan.server.asked import LARGEST

SELECT = "SELECT ?project ?name { ?project a sam:Project ; rdfs:label ?name } ORDER BY ?project LIMIT 3"
CONSTRUCT = "CONSTRUCT { ?p rdfs:label ?l } WHERE { ?p a sam:Project ; rdfs:label ?l }"
GRAPH = "https://w3id.org/samverkan/id/graph/"
RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
}
GRAPHS = (
    "text/turtle",
    "application/n-triples",
    "application/n-quads",
    "application/trig",
    "application/ld+json",
    "application/rdf+xml",
)


@pytest.fixture
def endpoint(server: str) -> str:
    return f"{server}/sparql"


def ask(endpoint: str, query: str, **headers: str) -> httpx.Response:
    return httpx.get(
        endpoint, params={"query": query}, headers={name.replace("_", "-"): headers[name] for name in headers}
    )


def count(endpoint: str, query: str, parameters: list[tuple[str, str]]) -> int:
    answer = httpx.get(endpoint, params=[("query", query), *parameters], headers={"Accept": "text/csv"})
    return int(answer.text.split()[1])


@pytest.mark.parametrize("media_type", RESULTS)
def test_rows_come_in_the_format_that_is_asked_for(endpoint: str, media_type: str) -> None:
    answer = ask(endpoint, SELECT, Accept=media_type)

    assert answer.headers["content-type"].split(";")[0] == media_type
    rows = ox.parse_query_results(answer.content, format=RESULTS[media_type])
    assert isinstance(rows, ox.QuerySolutions)
    assert [str(row["project"]) for row in rows] == sorted(
        f"<{line.split(',')[0]}>" for line in ask(endpoint, SELECT, Accept="text/csv").text.splitlines()[1:]
    )


@pytest.mark.parametrize(("media_type", "query"), list(product(RESULTS, ("ASK {}", "ASK { <x:x> ?p ?o }"))))
def test_yes_and_no_come_in_every_format(endpoint: str, media_type: str, query: str) -> None:
    answer = ask(endpoint, query, Accept=media_type)

    assert bool(ox.parse_query_results(answer.content, format=RESULTS[media_type])) is (query == "ASK {}")


def test_yes_comes_in_csv(endpoint: str) -> None:
    assert ask(endpoint, "ASK {}", Accept="text/csv").text == "true"


@pytest.mark.parametrize("media_type", GRAPHS)
def test_a_graph_comes_in_the_format_that_is_asked_for(endpoint: str, media_type: str) -> None:
    answer = ask(endpoint, CONSTRUCT, Accept=media_type)

    form = ox.RdfFormat.from_media_type(media_type)
    assert form is not None
    assert answer.headers["content-type"].split(";")[0] == media_type
    assert len(set(ox.parse(answer.content, format=form))) == 25


def test_turtle_has_our_prefixes(endpoint: str) -> None:
    answer = ask(endpoint, "DESCRIBE ?p { ?p a sam:Project } LIMIT 1", Accept="text/turtle")

    assert "@prefix sam: <https://w3id.org/samverkan/ontology#> ." in answer.text
    assert " sam:Project " in answer.text


@pytest.mark.parametrize(
    ("query", "accept"), [(SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), ("ASK {}", "image/png")]
)
def test_what_is_not_on_offer_is_not_acceptable(endpoint: str, query: str, accept: str) -> None:
    answer = ask(endpoint, query, Accept=accept)

    assert answer.status_code == 406
    assert "ask for" in answer.text


@pytest.mark.parametrize("path", ["", "/"])
def test_a_query_may_be_posted_as_a_form_or_as_it_is(endpoint: str, path: str) -> None:
    form = httpx.post(endpoint + path, data={"query": SELECT})
    plain = httpx.post(
        endpoint + path, content=SELECT, headers={"Content-Type": "application/sparql-query; charset=UTF-8"}
    )

    assert form.json() == plain.json() == ask(endpoint, SELECT).json()


def test_a_syntax_error_is_told_with_its_place(endpoint: str) -> None:
    answer = ask(endpoint, "SELECT * {\n  ?s ?p }")

    assert answer.status_code == 400
    assert answer.text.startswith("line 2, column 10: syntax error near “?s ?p }”")


def test_a_program_gets_a_problem_document(endpoint: str) -> None:
    answer = ask(endpoint, "SELECT * {\n  ?s ?p }", Accept="application/problem+json")

    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "status": 400,
        "line": 2,
        "column": 10,
        "detail": "syntax error near “?s ?p }”: mend the query",
    }


@pytest.mark.parametrize(
    ("content_type", "content", "status"),
    [
        ("application/sparql-update", "CLEAR ALL", 403),
        ("application/x-www-form-urlencoded", "update=CLEAR+ALL", 403),
        ("application/sparql-query", "CLEAR ALL", 400),
        ("text/plain", "ASK {}", 415),
        ("", "ASK {}", 415),
        ("application/sparql-query; charset=latin-1", "ASK {}", 415),
        ("application/sparql-query", b"ASK { ?s ?p '\xe5' }", 400),
        ("application/x-www-form-urlencoded", "query=ASK+%7B%7D&query=ASK+%7B%7D", 400),
        ("application/x-www-form-urlencoded", "query=%E5", 400),
        ("application/x-www-form-urlencoded", "", 400),
        ("application/sparql-query", "ASK {}" + " " * LARGEST, 413),
    ],
)
def test_what_is_no_query_is_refused(endpoint: str, content_type: str, content: str | bytes, status: int) -> None:
    answer = httpx.post(endpoint, content=content, headers={"Content-Type": content_type} if content_type else {})

    assert answer.status_code == status
    assert answer.text.endswith("\n")


def test_a_get_changes_nothing(endpoint: str) -> None:
    answer = httpx.get(endpoint, params={"update": "CLEAR ALL"})

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_allowed(endpoint: str, method: str) -> None:
    answer = httpx.request(method, endpoint)

    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_options_tells_what_there_is(endpoint: str) -> None:
    answer = httpx.options(endpoint)

    assert (answer.status_code, answer.content) == (204, b"")
    assert "application/sparql-query" in answer.headers["accept-post"]


def test_head_tells_what_get_would(endpoint: str) -> None:
    head, get = (httpx.request(method, endpoint, params={"query": SELECT}) for method in ("HEAD", "GET"))

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == get.headers["etag"]
    assert httpx.head(endpoint, params={"query": "nonsense"}).status_code == 400


def test_pages_of_other_hosts_may_ask(endpoint: str) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    preflight = httpx.options(endpoint, headers={**asked, "Access-Control-Request-Headers": "content-type"})
    answer = ask(endpoint, "ASK {}", Origin="https://example.org")

    assert preflight.status_code == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert preflight.headers["access-control-allow-headers"] == "content-type"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "ETag" in answer.headers["access-control-expose-headers"]


def test_a_client_that_has_the_answer_is_told_so(endpoint: str) -> None:
    answer = ask(endpoint, SELECT, Accept="text/csv")

    again = ask(endpoint, SELECT, Accept="text/csv", If_None_Match=f'"other", {answer.headers["etag"]}')
    other = ask(endpoint, SELECT, Accept="text/turtle, application/json", If_None_Match=answer.headers["etag"])
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", answer.headers["etag"])
    assert other.status_code == 200
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("query", ["SELECT (NOW() AS ?now) {}", "SELECT (uuid() AS ?one) {}"])
def test_what_changes_from_one_answer_to_the_next_is_not_kept(endpoint: str, query: str) -> None:
    answer = ask(endpoint, query)

    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_gzip_goes_both_ways(endpoint: str) -> None:
    many = "SELECT * { ?s a ?class ; rdfs:label ?name } ORDER BY ?s ?class ?name LIMIT 500"
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/sparql-query"}
    packed = httpx.post(endpoint, content=gzip.compress(many.encode()), headers=headers)
    plain = httpx.post(endpoint, data={"query": many}, headers={"Accept-Encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


@pytest.mark.parametrize(
    ("encoding", "content", "status"),
    [
        ("gzip", gzip.compress(b"#" * 100 * LARGEST, mtime=0), 413),
        ("gzip", gzip.compress(b"ASK {}", mtime=0)[:-3], 400),
        ("gzip", b"ASK {}", 400),
        ("br", b"ASK {}", 415),
    ],
)
def test_a_packed_query_keeps_to_the_same_limits(endpoint: str, encoding: str, content: bytes, status: int) -> None:
    headers = {"Content-Encoding": encoding, "Content-Type": "application/sparql-query"}

    assert httpx.post(endpoint, content=content, headers=headers).status_code == status


def test_a_request_may_name_the_graphs(endpoint: str) -> None:
    asserted, inferred = ("default-graph-uri", f"{GRAPH}asserted"), ("default-graph-uri", f"{GRAPH}inferred")
    every, named = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    one, other, both = (count(endpoint, every, graphs) for graphs in ([asserted], [inferred], [asserted, inferred]))

    assert 0 < max(one, other) < both <= one + other
    assert count(endpoint, every, [asserted, asserted]) == one
    assert count(endpoint, every, [("named-graph-uri", f"{GRAPH}asserted")]) == 0
    assert count(endpoint, named, [("named-graph-uri", f"{GRAPH}asserted")]) == one
    assert count(endpoint, named, [asserted]) == 0
    assert count(endpoint, every.replace("{", f"FROM <{GRAPH}evidence> {{", 1), [asserted]) == one
    assert count(endpoint, every, [("default-graph-uri", "x:unknown")]) == 0


def test_graphs_that_share_triples_are_merged(endpoint: str) -> None:
    everything = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    named = ask(endpoint, "SELECT DISTINCT ?g { GRAPH ?g {} }", Accept="text/csv").text.split()[1:]
    sums = sum(count(endpoint, everything, [("default-graph-uri", name)]) for name in named)
    merged = count(endpoint, everything, [("default-graph-uri", name) for name in named])
    froms = "".join(f"FROM <{name}> " for name in named)

    assert merged == count(endpoint, everything, []) < sums
    assert count(endpoint, everything.replace("{", f"{froms}{{", 1), []) == merged


def test_a_graph_that_is_no_iri_is_refused(endpoint: str) -> None:
    answer = httpx.get(endpoint, params={"query": "ASK {}", "default-graph-uri": "not an IRI"})

    assert answer.status_code == 400


def test_a_browser_without_a_query_is_led_to_the_console(endpoint: str) -> None:
    answer = httpx.get(
        endpoint, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en"}
    )

    assert answer.status_code == 307
    assert answer.headers["location"].endswith("/en/console/")


def test_an_address_that_is_not_there_is_told_like_any_refusal(server: str) -> None:
    answer = httpx.get(f"{server}/nowhere", headers={"Accept": "application/json"})

    assert answer.status_code == 404
    assert json.loads(answer.content)["status"] == 404
