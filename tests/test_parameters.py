"""A call's parameters, the rows that it asks for, and what the OpenAPI document says of both."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import HttpError
from samverkan.project import QUERIES
from samverkan.queries import Query, list_queries, parse
from samverkan.server import asking, openapi
from samverkan.server.parameters import MOST_ROWS, MOST_VALUES, RESERVED, call

QUESTIONS = list_queries(QUERIES)
TABLE = parse(
    """#+ defaults:
#+   - minimum: 0
SELECT ?n WHERE { ?s <urn:n> ?n FILTER(?n >= ?_minimum_decimal && (!BOUND(?__name) || STR(?s) = ?__name)) } ORDER BY ?n
""",
    name="numbers",
)
NAMED = parse("SELECT ?s WHERE { ?s <urn:n> ?n FILTER(STR(?s) = ?_name) }", name="named")
DATED = parse("ASK { ?s ?p ?o FILTER(?o > ?_since_date) }", name="dated")
GRAPH = parse("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(STR(?s) = ?_name) }", name="graph")


@pytest.fixture(scope="module")
def store() -> ox.Store:
    known = ox.Store()
    for number in range(25):
        known.add(ox.Quad(ox.NamedNode(f"urn:{number % 5}"), ox.NamedNode("urn:n"), ox.Literal(number)))
    return known


def ask(
    store: ox.Store, query: Query, form: str = "json", most: int | None = None, **values: list[str]
) -> tuple[str, object]:
    """The content and the total."""
    asked = call(query, values)
    written: list[bytes] = []

    class Sink:
        def write(self, content: bytes) -> None:
            written.append(content)

    work = asking.question(
        store,
        {
            "name": query.name,
            "text": query.text,
            "each": asked.each(),
            "start": asked.start,
            "size": asked.size,
            "most": most,
            "form": form,
            "media_type": "x",
        },
    )
    work.write(Sink())  # type: ignore[arg-type]
    return b"".join(written).decode(), work.head["total"]


def rows(store: ox.Store, query: Query, most: int | None = None, **values: list[str]) -> tuple[list[str], object]:
    content, total = ask(store, query, "json", most, **values)
    found = json.loads(content)
    return [row[found["head"]["vars"][0]]["value"] for row in found["results"]["bindings"]], total


# ---------- parameters


@pytest.mark.parametrize(
    ("query", "values", "told"),
    [
        (NAMED, {}, "name is missing: add, for example, ?name=Nyn%C3%A4shamn"),
        (NAMED, {"name": ["x"], "nam": ["y"]}, "there is no parameter nam: did you mean name?"),
        (TABLE, {"minimum": ["many"]}, "minimum takes a value of type decimal, not “many”: give one such as 0"),
        (DATED, {"since": ["2020-13-01"]}, "since takes a value of type date, not “2020-13-01”"),
        (TABLE, {"limit": ["0"]}, f"limit is a whole number from 1 to {MOST_ROWS}, not “0”: give one such as 10"),
        (TABLE, {"limit": ["٣"]}, "limit is a whole number"),
        (TABLE, {"page": ["1", "2"]}, "page is given 2 times: give it once"),
        (TABLE, {"name": ["x"] * (MOST_VALUES + 1)}, "name is given 11 times: 10 are the most"),
    ],
)
def test_a_wrong_call_is_told_what_is_wrong(query: Query, values: dict[str, list[str]], told: str) -> None:
    with pytest.raises(HttpError) as refused:
        call(query, values)
    assert refused.value.status == 400
    assert told in refused.value.message


def test_a_number_with_an_exponent_is_a_decimal() -> None:
    assert call(TABLE, {"minimum": ["1.5e3", "1500"]}).values == {"minimum": ("1500",)}
    with pytest.raises(HttpError):
        call(TABLE, {"minimum": ["1_0e5"]})


def test_combinations_have_a_limit() -> None:
    three = parse("ASK { ?a ?b ?c FILTER(?a = ?_x || ?a = ?_y || ?a = ?_z) }", name="three")
    several = [str(number) for number in range(10)]

    assert len(call(three, {"x": several, "y": several, "z": ["1"]}).each()) == 100
    with pytest.raises(HttpError, match="combinations"):
        call(three, {"x": several, "y": several, "z": ["1", "2"]})


def test_no_question_has_a_parameter_that_every_call_has() -> None:
    assert not {one.name for query in QUESTIONS for one in query.parameters}.intersection(RESERVED)


# ---------- rows


def test_without_a_window_all_rows_come(store: ox.Store) -> None:
    found, total = rows(store, TABLE)
    assert (found, total) == ([str(number) for number in range(25)], 25)


@given(limit=st.integers(1, 40), page=st.integers(1, 30), offset=st.integers(0, 40))
def test_pages_cut_the_answer_into_parts_that_join(limit: int, page: int, offset: int, store: ox.Store) -> None:
    found, total = rows(store, TABLE, limit=[str(limit)], page=[str(page)], offset=[str(offset)])

    start = offset + (page - 1) * limit
    assert found == [str(number) for number in range(25)][start : start + limit]
    assert total == 25


@given(limit=st.integers(1, 30), offset=st.integers(0, 30))
def test_following_next_visits_every_row_once(limit: int, offset: int, store: ox.Store) -> None:
    given_values = {"limit": [str(limit)], "offset": [str(offset)]}
    seen: list[str] = []
    while given_values:
        asked = call(TABLE, given_values)
        found, total = rows(store, TABLE, **given_values)
        seen += found
        assert isinstance(total, int)
        pages = asked.pages(total)
        following = pages.get("next")
        given_values = parse_qs(urlsplit(asked.address("/api/x", following)).query) if following else {}
    assert seen == [str(number) for number in range(25)][offset:]


def test_more_rows_than_may_be_are_refused_unless_a_window_is_asked_for(store: ox.Store) -> None:
    assert len(rows(store, TABLE, most=25)[0]) == 25
    with pytest.raises(HttpError, match="has 25 rows, and 24 are the most"):
        rows(store, TABLE, most=24)
    assert len(rows(store, TABLE, most=24, limit=["5"])[0]) == 5


def test_several_values_give_what_any_of_them_gives_each_row_once(store: ox.Store) -> None:
    assert rows(store, NAMED, name=["urn:1", "urn:2", "none"])[0] == ["urn:1", "urn:2"]
    found, total = rows(store, TABLE, minimum=["20", "22"], limit=["3"])
    assert (found, total) == (["20", "21", "22"], 5)


def test_yes_is_the_answer_when_it_is_for_any_value(store: ox.Store) -> None:
    exists = parse("ASK { ?s <urn:n> ?n FILTER(STR(?s) = ?_name) }", name="exists")

    assert json.loads(ask(store, exists, name=["none", "urn:1"])[0])["boolean"] is True
    assert json.loads(ask(store, exists, name=["none"])[0])["boolean"] is False


def test_triples_are_counted_and_cut_too(store: ox.Store) -> None:
    content, total = ask(store, GRAPH, "nt", name=["urn:1", "urn:2"], limit=["4"])
    assert (len(content.splitlines()), total) == (4, 10)


@given(value=st.text())
def test_a_value_is_never_taken_for_sparql(value: str, store: ox.Store) -> None:
    assert rows(store, NAMED, name=[value]) == ([], 0)


@pytest.mark.parametrize(
    "value",
    [
        '") || true #',
        "urn:1' || '1'='1",
        '\\") } #',
        "urn:1> ?p ?o . <x",
        "?s",
        '"""urn:1',
        "urn:1\n} UNION { ?s ?p ?o",
    ],
)
def test_a_value_that_tries_to_be_sparql_is_only_a_name(value: str, store: ox.Store) -> None:
    assert rows(store, NAMED, name=[value]) == ([], 0)


# ---------- the document


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_document_describes_every_question_in_both_languages(language: str) -> None:
    told = openapi.document(QUESTIONS, address="https://x.example/", title="T", licence="https://l", language=language)
    paths = told["paths"]

    assert isinstance(paths, dict)
    assert set(paths) == {f"/api/{query.name}" for query in QUESTIONS}
    for query in QUESTIONS:
        words = {"sv": query.description, "en": query.summary}
        assert paths[f"/api/{query.name}"]["get"]["summary"] == words[language]
        assert paths[f"/api/{query.name}"]["get"]["description"] == words["en" if language == "sv" else "sv"]


def test_every_reference_in_the_document_leads_somewhere() -> None:
    told = openapi.document(QUESTIONS, address="https://x.example/", title="T", licence="https://l", language="en")

    def references(node: object) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if "$ref" in node else []
            return own + [one for value in node.values() for one in references(value)]
        return [one for value in node for one in references(value)] if isinstance(node, list) else []

    found = set(references(told))
    assert found
    for reference in found:
        node: object = told
        for step in reference.removeprefix("#/").split("/"):
            assert isinstance(node, dict)
            node = node[step]
