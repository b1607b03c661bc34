from __future__ import annotations

import httpx
import pyoxigraph as ox


def test_a_query_is_answered_in_the_format_that_is_asked_for(server: str) -> None:
    query = "SELECT ?project { ?project a sam:Project } ORDER BY ?project LIMIT 3"
    answer = httpx.get(f"{server}/sparql", params={"query": query}, headers={"Accept": "text/csv"})

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith("project\r\nhttps://w3id.org/samverkan/id/project/")


def test_a_syntax_error_is_told_with_its_place(server: str) -> None:
    answer = httpx.get(f"{server}/sparql", params={"query": "SELECT * {\n  ?s ?p }"})

    assert answer.status_code == 400
    assert answer.text.startswith("line 2, column 10: syntax error near “?s ?p }”")


def test_a_graph_comes_in_turtle(server: str) -> None:
    query = "CONSTRUCT { ?p rdfs:label ?l } WHERE { ?p a sam:Project ; rdfs:label ?l }"
    answer = httpx.get(f"{server}/sparql", params={"query": query}, headers={"Accept": "text/turtle"})

    assert len(list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))) == 25
