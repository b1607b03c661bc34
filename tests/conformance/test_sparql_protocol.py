"""The W3C's SPARQL 1.1 Protocol and Service Description suites, where they lie beside the checkout, over HTTP.

The endpoint only reads: the suite's updates are refused, and what they would have changed is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pyoxigraph as ox
import pytest

from samverkan import store
from samverkan.project import CHECKOUT, MANIFEST_FILE
from serving import serving

SUITE = CHECKOUT.parent / "shared" / "conformance" / "sparql11-protocol" / "manifest.ttl"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
HT, CNT = "http://www.w3.org/2011/http#", "http://www.w3.org/2011/content#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = {"boolean": "sparql-results", "tabular": "sparql-results", "RDF": "turtle"}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A test of the suite: its requests in order, each with what is expected of the answer."""

    name: str
    requests: tuple[Request, ...]

    @property
    def updates(self) -> bool:
        return "update" in self.name


@dataclass(frozen=True, kw_only=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[str]
    boolean: bool | None
    form: str | None


def cases() -> list[Case]:
    if not SUITE.exists():
        return []
    manifest = ox.Store()
    manifest.load(path=str(SUITE), format=ox.RdfFormat.TURTLE, base_iri=SUITE.as_uri())
    tests = manifest.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{MF}ProtocolTest"))
    return sorted((case(manifest, quad.subject) for quad in tests), key=lambda one: one.name)


def case(manifest: ox.Store, node: ox.NamedNode | ox.BlankNode | ox.Triple) -> Case:
    (listed,) = values(manifest, *values(manifest, node, f"{MF}action"), f"{HT}requests")
    requests = tuple(request(manifest, one) for one in items(manifest, listed))
    return Case(name=str(node)[1:-1].partition("#")[2], requests=requests)


def request(manifest: ox.Store, node: object) -> Request:
    (method,), (path,) = (values(manifest, node, HT + name) for name in ("methodName", "absolutePath"))
    body = [
        text.value.encode("utf-16" if "utf-16" in str(charset).lower() else "utf-8")
        for one in values(manifest, node, f"{HT}body")
        for text in values(manifest, one, f"{CNT}chars")
        for charset in values(manifest, one, f"{CNT}characterEncoding")
    ]
    headers = {
        name.value: value.value
        for listed in values(manifest, node, f"{HT}headers")
        for one in items(manifest, listed)
        for name in values(manifest, one, f"{HT}fieldName")
        for value in values(manifest, one, f"{HT}fieldValue")
    }
    (response,) = values(manifest, node, f"{HT}resp")
    booleans, forms = (values(manifest, response, MF + name) for name in ("expectedBoolean", "expectedFormat"))
    return Request(
        method=method.value,
        path=path.value.removeprefix("/sparql"),
        headers=headers,
        body=body[0] if body else b"",
        statuses=frozenset(status.value[-3] for status in values(manifest, response, f"{MF}expectedStatus")),
        boolean=booleans[0].value == "true" if booleans else None,
        form=forms[0].value if forms else None,
    )


def values(manifest: ox.Store, node: object, prop: str) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
    assert isinstance(node, ox.NamedNode | ox.BlankNode)
    objects = [quad.object for quad in manifest.quads_for_pattern(node, ox.NamedNode(prop), None)]
    return [one for one in objects if not isinstance(one, ox.Triple)]


def items(manifest: ox.Store, listed: object) -> Iterator[ox.NamedNode | ox.BlankNode | ox.Literal]:
    while listed != ox.NamedNode(f"{RDF}nil"):
        yield from values(manifest, listed, f"{RDF}first")
        (listed,) = values(manifest, listed, f"{RDF}rest")


CASES = cases()
pytestmark = pytest.mark.skipif(not CASES, reason="the W3C's suite is not here")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the graphs that the suite wants, named as it calls them."""
    folder = tmp_path_factory.mktemp("protocol")
    graphs = {
        f"http://kasei.us/2009/09/sparql/data/data{number}.rdf": SUITE.with_name(f"data{number}.nt")
        .read_text()
        .splitlines()
        for number in (1, 2, 3)
    }
    store.load(folder / store.STORE_FOLDER, graphs)
    (folder / MANIFEST_FILE).write_text('{"files": {}}')
    with serving(folder) as address:
        yield f"{address}/sparql"


def sent(endpoint: str, one: Request) -> httpx.Response:
    headers = {name: value for name, value in one.headers.items() if name.lower() not in ("content-length", "host")}
    return httpx.request(one.method, endpoint + one.path, headers=headers, content=one.body)


@pytest.mark.parametrize("one", [case for case in CASES if not case.updates], ids=lambda one: one.name)
def test_queries_are_answered_as_the_suite_wants(endpoint: str, one: Case) -> None:
    for request in one.requests:
        answer = sent(endpoint, request)
        assert str(answer.status_code)[0] in request.statuses
        if request.boolean is not None:
            assert answer.json()["boolean"] is request.boolean
        if request.form is not None:
            assert FORMATS[request.form] in answer.headers["content-type"]


@pytest.mark.parametrize("one", [case for case in CASES if case.updates], ids=lambda one: one.name)
def test_updates_are_refused(endpoint: str, one: Case) -> None:
    answer = sent(endpoint, one.requests[0])

    assert answer.status_code in (400, 403, 405, 415)
    assert "update" in answer.text or answer.status_code in (400, 415)
    assert httpx.get(endpoint, params={"query": "ASK { GRAPH ?g { ?s ?p ?o } }"}).json()["boolean"] is True


def test_the_suite_is_whole() -> None:
    assert len(CASES) == 34
    assert sum(case.updates for case in CASES) == 14


def test_the_endpoint_describes_itself_in_rdf_with_its_own_address(endpoint: str) -> None:
    answer = httpx.get(endpoint)
    described = ox.Store()
    described.load(answer.content, format=ox.RdfFormat.from_media_type(answer.headers["content-type"]))

    (service,) = described.quads_for_pattern(None, ox.NamedNode(f"{SD}endpoint"), ox.NamedNode(endpoint))
    types = described.quads_for_pattern(service.subject, ox.NamedNode(f"{RDF}type"), None)
    assert [quad.object for quad in types] == [ox.NamedNode(f"{SD}Service")]


def test_the_description_conforms_to_the_schema(endpoint: str) -> None:
    """What the vocabulary's domains and ranges say: a service has a dataset, which has graphs, which are named."""
    described = ox.Store()
    described.load(httpx.get(endpoint).content, format=ox.RdfFormat.TURTLE)
    whole = described.query(
        """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT ?name {
        ?service a sd:Service ; sd:supportedLanguage sd:SPARQL11Query ; sd:defaultDataset ?dataset .
        ?dataset a sd:Dataset ; sd:defaultGraph ?default ; sd:namedGraph ?named . ?default a sd:Graph .
        ?named a sd:NamedGraph ; sd:name ?name ; sd:graph ?graph . ?graph a sd:Graph } ORDER BY ?name"""
    )

    assert isinstance(whole, ox.QuerySolutions)
    assert [row["name"].value[-9:] for row in whole] == ["data1.rdf", "data2.rdf", "data3.rdf"]
