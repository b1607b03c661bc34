"""The questions over HTTP, from the real server; what the OpenAPI document promises is tried by schemathesis."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import rdflib

from samverkan.project import QUERIES
from samverkan.queries import list_queries, run
from samverkan.results import Solutions, Triples
from samverkan.server.openapi import GRAPHS, TABLES, offered
from samverkan.store import STORE_FOLDER, open_read_only

QUESTIONS = list_queries(QUERIES)


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{server}/api/", timeout=60) as one:
        yield one


def rows(answer: httpx.Response) -> list[dict[str, dict[str, str]]]:
    found = answer.raise_for_status().json()["results"]["bindings"]
    assert isinstance(found, list)
    return found


def linked(answer: httpx.Response) -> dict[str, str]:
    return {
        relation: target for target, relation in re.findall(r'<([^>]*)>; rel="([^"]*)"', answer.headers.get("link", ""))
    }


def test_every_question_answers_as_the_command_line_does(client: httpx.Client, seeds_build: Path) -> None:
    store = open_read_only(seeds_build / STORE_FOLDER)
    for query in QUESTIONS:
        values = {one.name: one.example for one in query.parameters if one.required}
        answer, expected = client.get(query.name, params=values), run(store, query, values)
        if isinstance(expected, Solutions):
            assert len(rows(answer)) == len(expected.rows) == int(answer.headers["x-total-count"])
            assert answer.json()["head"]["vars"] == list(expected.variables)
        elif isinstance(expected, Triples):
            assert len(rdflib.Graph().parse(data=answer.content, format="turtle")) == len(expected.triples)


@pytest.mark.parametrize("media_type", TABLES)
def test_a_table_comes_in_the_format_asked_for(media_type: str, client: httpx.Client) -> None:
    answer = client.get("per-fund", headers={"Accept": f"{media_type}, text/html;q=0.1"})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)

    by_name = client.get("per-fund", params={"format": TABLES[media_type]})
    by_suffix = client.get(f"per-fund.{TABLES[media_type]}")
    assert by_name.content == by_suffix.content == answer.content


@pytest.mark.parametrize("media_type", GRAPHS)
def test_a_graph_comes_in_the_format_asked_for(media_type: str, client: httpx.Client) -> None:
    values = {"project": "MIA Vidare"}
    answer = client.get("project-graph", params=values, headers={"Accept": media_type})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)
    assert client.get(f"project-graph.{GRAPHS[media_type]}", params=values).content == answer.content


def test_a_format_that_is_not_there_is_refused(client: httpx.Client) -> None:
    assert client.get("per-fund", headers={"Accept": "image/png"}).status_code == 406
    refused = client.get("per-fund", params={"format": "ttl"})
    assert (refused.status_code, "format is one of json, csv, tsv, xml, not “ttl”" in refused.text) == (400, True)
    assert client.get("per-fund.ttl").status_code == 404
    assert client.get("no-such-question").status_code == 404


def test_a_browser_is_led_to_the_page_of_the_question(client: httpx.Client, server: str) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Accept-Language": "en"}
    answer = client.get("partners-of-organisation?organisation=Nyn%C3%A4shamn", headers=browser)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{server}/en/questions/partners-of-organisation/?organisation=Nyn%C3%A4shamn"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("partners-of-organisation", "organisation is missing: add, for example, ?organisation=Nyn%C3%A4shamn"),
        ("partners-of-organisation?organisation=x&organization=y", "there is no parameter organization: did you mean"),
        ("partner-pairs?minimum=many", "minimum takes a value of type integer, not “many”: give one such as 2"),
        ("projects-by-decision?since=yesterday", "since takes a value of type date, not “yesterday”"),
        ("largest-projects?kind=all", "kind is one of appliedAmount,"),
        ("per-fund?limit=-1", "limit is a whole number from 1 to 10000, not “-1”"),
        ("per-fund?page=0", "page is a whole number"),
        ("per-fund?limit=%FF", "UTF-8"),
    ],
)
def test_a_wrong_call_is_told_what_is_wrong(call: str, told: str, client: httpx.Client) -> None:
    plain = client.get(call)
    assert (plain.status_code, told in plain.text) == (400, True)
    problem = client.get(call, headers={"Accept": "application/json"})
    assert problem.headers["content-type"] == "application/problem+json"
    assert told in problem.json()["detail"]


def test_pages_join_to_the_whole(client: httpx.Client) -> None:
    whole = rows(client.get("most-active-organisations"))
    answer = client.get("most-active-organisations", params={"limit": "7"})
    seen = rows(answer)
    while following := linked(answer).get("next"):
        answer = client.get(following)
        seen += rows(answer)
    assert seen == whole
    assert int(answer.headers["x-total-count"]) == len(whole)
    assert rows(client.get(linked(answer)["first"])) == whole[:7]
    last = client.get(linked(answer)["last"])
    assert rows(last) == whole[-(len(whole) % 7 or 7) :]
    assert "next" not in linked(last)


def test_a_window_is_cut_from_the_whole(client: httpx.Client) -> None:
    whole = rows(client.get("most-active-organisations"))

    assert rows(client.get("most-active-organisations", params={"limit": "5", "offset": "3"})) == whole[3:8]
    assert rows(client.get("most-active-organisations", params={"offset": "3"})) == whole[3:]
    beyond = client.get("most-active-organisations", params={"limit": "5", "page": "1000"})
    assert (rows(beyond), int(beyond.headers["x-total-count"])) == ([], len(whole))


def test_a_parameter_may_be_given_several_times(client: httpx.Client) -> None:
    def partners(*names: str) -> set[str]:
        found = rows(client.get("partners-of-organisation", params={"organisation": list(names)}))
        assert len({json.dumps(row, sort_keys=True) for row in found}) == len(found)
        return {json.dumps(row, sort_keys=True) for row in found}

    one, other = partners("Nynäshamns kommun"), partners("Botkyrka kommun")
    assert one
    assert other
    assert partners("Nynäshamns kommun", "Botkyrka kommun") == one | other


def test_a_form_may_be_sent_instead(client: httpx.Client) -> None:
    values = {"organisation": "Nynäshamns kommun", "limit": "2"}
    answer = client.post("partners-of-organisation", data=values)

    assert rows(answer) == rows(client.get("partners-of-organisation", params=values))
    assert client.post("per-fund", json={}).status_code == 415
    assert client.post("per-fund", data={"x": "y"}).status_code == 400


@pytest.mark.parametrize(
    "value",
    [
        '" || true) #',
        '")) } UNION { ?organisation ?p ?partner } #',
        "x' || '1'='1",
        "\\",
        '\\") || BOUND(?name) #',
        "}\n SERVICE <http://127.0.0.1:1/> {",
        "?name",
        "\u2028\x00\x7f",
        "Nynäshamn\n",
    ],
)
def test_a_value_that_tries_to_be_sparql_finds_nothing(value: str, client: httpx.Client) -> None:
    for answer in (
        client.get("partners-of-organisation", params={"organisation": value}),
        client.post("partners-of-organisation", data={"organisation": value}),
    ):
        assert (rows(answer), answer.headers["x-total-count"]) == ([], "0")


def test_an_answer_can_be_asked_for_its_head_and_whether_it_changed(client: httpx.Client) -> None:
    first = client.get("per-fund")
    head = client.head("per-fund")
    assert (head.content, head.headers["x-total-count"]) == (b"", first.headers["x-total-count"])
    again = client.get("per-fund", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("per-fund", params={"limit": "1"}).headers["etag"] != first.headers["etag"]
    assert client.get("per-fund.csv").headers["etag"] != first.headers["etag"]


def test_csv_opens_as_a_table(client: httpx.Client) -> None:
    table = list(csv.DictReader(io.StringIO(client.get("per-fund.csv").text)))
    assert len(table) == len(rows(client.get("per-fund")))


# ---------- what describes it


def test_the_examples_of_the_document_work(client: httpx.Client) -> None:
    told = client.get("openapi.json").json()

    assert told["openapi"].startswith("3.1")
    for path, methods in told["paths"].items():
        needed = [one for one in methods["get"]["parameters"] if one["required"]]
        answer = client.head(told["servers"][0]["url"] + path, params={one["name"]: one["example"] for one in needed})
        assert answer.status_code == 200, path
        assert answer.headers.get("x-total-count") != "0", path


def test_the_document_comes_in_both_languages(client: httpx.Client) -> None:
    swedish = client.get("openapi.json", headers={"Accept-Language": "sv"})
    english = client.get("openapi.json", headers={"Accept-Language": "en-GB"})

    assert (
        swedish.json()["paths"]["/api/per-fund"]["get"]["summary"]
        != english.json()["paths"]["/api/per-fund"]["get"]["summary"]
    )
    assert swedish.headers["etag"] != english.headers["etag"]
    assert swedish.headers["content-language"] == "sv"


@pytest.mark.parametrize(("language", "heading"), [("sv", "Färdiga frågor"), ("en", "Ready questions")])
def test_the_readable_page_lists_every_question_with_links_that_work(
    language: str, heading: str, client: httpx.Client, server: str
) -> None:
    led = client.get("", headers={"Accept": "text/html", "Accept-Language": language})
    assert (led.status_code, led.headers["location"]) == (303, f"{server}/{language}/api/")
    page = client.get(led.headers["location"]).text

    assert heading in page
    assert re.search(r"<code>limit</code></th><td>1 (?:till 10\xa0000|to 10,000)</td>", page)
    assert re.search(r"<code>minimum</code></th><td>integer</td><td>2 (?:om inget ges|if none is given)</td>", page)
    assert not re.search(r"<script(?! type=\"module\" src=)", page)
    for query in QUESTIONS:
        assert f'id="{query.name}"' in page
        (link,) = re.findall(
            rf'href="\.\./\.\./(api/{query.name}\?[^"]*format={next(iter(offered(query).values()))})"', page
        )
        assert client.head(f"{server}/{link.replace('&amp;', '&')}").status_code == 200


@pytest.mark.parametrize(
    ("phases", "calls"),
    [("examples,fuzzing", ".*"), ("coverage", "/least-certain-facts$")],
    ids=["every call", "every edge of a call"],
)
def test_schemathesis_finds_nothing(phases: str, calls: str, server: str, tmp_path: Path) -> None:
    command = [Path(sys.executable).with_name("schemathesis"), "run", f"{server}/api/openapi.json", "--no-color"]
    options = ["--phases", phases, "--include-path-regex", calls, "--max-examples", "1", "--seed", "1"]
    found = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout[-6000:] + found.stderr[-2000:]
