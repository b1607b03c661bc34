"""Programs that people use against SPARQL endpoints, against ours: SPARQLWrapper, rdflib's SPARQLStore, Comunica."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

CLIENTS = Path(__file__).parent / "clients"
SAM = "PREFIX sam: <https://w3id.org/samverkan/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
SELECT = f"{SAM}SELECT ?p ?name {{ ?p a sam:Project ; rdfs:label ?name }} ORDER BY ?p"
CONSTRUCT = f"{SAM}CONSTRUCT {{ ?p rdfs:label ?name }} {{ ?p a sam:Project ; rdfs:label ?name }}"
PROJECT = URIRef("https://w3id.org/samverkan/ontology#Project")
ROWS = ("application/sparql-results+json", "application/sparql-results+xml", "text/tab-separated-values")


@pytest.fixture
def endpoint(server: str) -> str:
    return f"{server}/sparql"


def wrapper(endpoint: str, query: str, form: str, method: str = GET) -> SPARQLWrapper:
    client = SPARQLWrapper(endpoint)
    client.setQuery(query)
    client.setReturnFormat(form)
    client.setMethod(method)
    return client


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_reads_rows(endpoint: str, form: str, method: str) -> None:
    found = wrapper(endpoint, SELECT, form, method).queryAndConvert()

    if form == JSON:
        assert len(found["results"]["bindings"]) == 25
    elif form == XML:
        assert len(found.getElementsByTagName("result")) == 25
    else:
        assert len(found.decode().splitlines()) == 26


@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_reads_yes_and_no(endpoint: str, form: str) -> None:
    found = wrapper(endpoint, "ASK { ?s ?p ?o }", form).query()

    assert b"true" in found.response.read()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # which SPARQLWrapper makes
@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, XML, JSONLD])
@pytest.mark.parametrize("query", [CONSTRUCT, f"{SAM}DESCRIBE ?p {{ ?p a sam:Project }}"])
def test_sparqlwrapper_reads_graphs(endpoint: str, form: str, query: str) -> None:
    found = wrapper(endpoint, query, form).queryAndConvert()

    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    assert len(set(graph.subjects(RDFS.label))) == 25


def test_sparqlwrapper_posts_a_query_as_it_is_and_names_a_graph(endpoint: str) -> None:
    client = wrapper(endpoint, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", JSON, POST)
    client.setRequestMethod(POSTDIRECTLY)
    whole = client.queryAndConvert()["results"]["bindings"][0]["n"]["value"]
    client.addDefaultGraph("https://w3id.org/samverkan/id/graph/asserted")
    asserted = client.queryAndConvert()["results"]["bindings"][0]["n"]["value"]
    client.setRequestMethod(URLENCODED)

    assert client.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == asserted
    assert 0 < int(asserted) < int(whole)


def test_sparqlwrapper_is_told_where_a_query_is_wrong(endpoint: str) -> None:
    with pytest.raises(QueryBadFormed, match='"line": 1, "column": 19'):
        wrapper(endpoint, "SELECT * { ?s ?p }", JSON).query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_asks_rows_in_every_format(endpoint: str, form: str, method: str) -> None:
    graph = Graph(SPARQLStore(endpoint, returnFormat=form, method=method))

    rows = list(graph.query(SELECT))
    assert len(rows) == 25
    assert all(str(row[0]).startswith("https://w3id.org/samverkan/id/project/") for row in rows)


@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_works_on_the_graph_as_if_it_were_its_own(endpoint: str, form: str) -> None:
    graph = Graph(SPARQLStore(endpoint, returnFormat=form))

    projects = sorted(graph.subjects(RDF.type, PROJECT))
    assert len(projects) == 25
    name = graph.value(projects[0], RDFS.label)
    assert isinstance(name, Literal)
    assert len(graph) > 10_000
    if form in ("xml", "json"):  # rdflib reads no yes or no from the others
        assert (projects[0], RDF.type, PROJECT) in graph


@pytest.mark.parametrize("query", [CONSTRUCT, f"{SAM}ASK {{ ?p a sam:Project }}"])
def test_rdflib_asks_graphs_and_yes_or_no(endpoint: str, query: str) -> None:
    found = Graph(SPARQLStore(endpoint)).query(query)

    assert found.askAnswer if found.type == "ASK" else len(found.graph or ()) == 25


def test_rdflib_reads_one_named_graph(endpoint: str) -> None:
    store = SPARQLStore(endpoint, context_aware=True)
    inferred = Graph(store, identifier=URIRef("https://w3id.org/samverkan/id/graph/inferred"))

    assert 0 < len(inferred) < len(Graph(SPARQLStore(endpoint)))


def test_comunica_asks_in_every_format(endpoint: str) -> None:
    if not (CLIENTS / "node_modules").is_dir() or shutil.which("node") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "Comunica is not installed: npm ci in tests/clients, or make test"
        )
    graph = f"{SAM}SELECT ?p {{ GRAPH <https://w3id.org/samverkan/id/graph/asserted> {{ ?p a sam:Project }} }}"
    projects = f"{SAM}SELECT ?p {{ ?p a sam:Project }}"  # names break Comunica's own writer of XML
    questions = [
        *((projects, form) for form in ROWS),
        (graph, "text/csv"),
        (f"{SAM}ASK {{ ?p a sam:Project }}", "simple"),
    ]
    questions += [(CONSTRUCT, "application/n-triples"), (CONSTRUCT, "text/turtle")]
    run = subprocess.run(
        ["node", "ask.mjs", endpoint],
        cwd=CLIENTS,
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    *rows, listed, yes, triples, turtle = json.loads(run.stdout)

    # Comunica's own writers: what they put around the rows is no matter of the endpoint's
    json_rows, xml_rows, tsv_rows = rows
    assert len(json.loads(json_rows)["results"]["bindings"]) == xml_rows.count("<result>") == 25
    assert len(tsv_rows.split()) == 26
    assert len(listed.split()) == 26
    assert yes.strip() == "true"
    assert len(Graph().parse(data=triples, format="nt")) == len(Graph().parse(data=turtle, format="turtle")) == 25
