"""Linked data from the real server: IRIs, descriptions, the dataset, its files, and what crawlers read."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import DCAT, DCTERMS, FOAF, RDF, VOID, URIRef
from rdflib.compare import isomorphic

from samverkan.cli import main
from samverkan.identifiers import BASE, SAM, data_iri
from samverkan.linked import sitemap
from samverkan.linked.formats import BY_SUFFIX, BY_TYPE
from samverkan.store import STORE_FOLDER, open_read_only
from serving import serving

# rdflib's JSON-LD parser uses what rdflib deprecates
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning:rdflib")
PROJECT = "id/project/23-079-S04"
READ_AS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
KINDS = ["project", "organisation", "municipality", "county", "region", "collaboration", "participation", "decision"]
KINDS += ["document", "evidence", "group", "role", "fund", "target-group", "sector", "scheme", "call", "programme-area"]
DOCUMENTS = ["dataset", ".well-known/dcat", ".well-known/void", ".well-known/sparql-examples", "ontology"]


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=60) as one:
        yield one


@pytest.fixture(scope="module")
def store(seeds_build: Path) -> ox.Store:
    return open_read_only(seeds_build / STORE_FOLDER)


def accepting(client: httpx.Client, path: str, accept: str, language: str = "sv") -> httpx.Response:
    return client.get(path, headers={"Accept": accept, "Accept-Language": language})


def links(response: httpx.Response) -> dict[str, set[str]]:
    """The targets of the Link header by relation."""
    found: dict[str, set[str]] = {}
    for target, relation in re.findall(r'<([^>]*)>; rel="([^"]*)"', response.headers.get("link", "")):
        found.setdefault(relation, set()).add(target)
    return found


# ---------- things


def test_a_thing_leads_people_to_its_page_in_their_language(client: httpx.Client, server: str) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for language, there in {"sv-SE,sv;q=0.9,en;q=0.5": "sv", "en-GB,en;q=0.9": "en", "de": "sv"}.items():
        answer = accepting(client, PROJECT, browser, language)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{server}/{there}/project/23-079-S04/")
        assert {"Accept", "Accept-Language"} <= {one.strip() for one in answer.headers["vary"].split(",")}


@pytest.mark.parametrize("media_type", BY_TYPE)
def test_a_thing_leads_programs_to_a_description(media_type: str, client: httpx.Client, server: str) -> None:
    answer = accepting(client, PROJECT, f"text/html;q=0.3, {media_type}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{server}/{PROJECT}.{BY_TYPE[media_type].suffix}")

    described = client.get(answer.headers["location"])
    assert described.status_code == 200
    assert described.headers["content-type"].partition(";")[0] == media_type


def test_a_client_that_likes_nothing_there_is_told_so(client: httpx.Client) -> None:
    answer = accepting(client, PROJECT, "image/png")
    assert answer.status_code == 406
    assert "text/turtle" in answer.text


@pytest.mark.parametrize(
    "path", ["id/project/none", "id/project/none.ttl", "id/", "id/x", "id/role/lead.xyz", "id/role%00"]
)
def test_an_unknown_thing_is_not_found(path: str, client: httpx.Client) -> None:
    for accept in ("text/turtle", "image/png", "*/*"):
        answer = accepting(client, path, accept)
        assert answer.status_code == 404
        assert "the graph says nothing of" in answer.text
    assert accepting(client, path, "application/json").headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["id/project/none", "id/", "id/projects", "id/x"])
def test_people_get_a_page_that_says_that_nothing_is_there(path: str, client: httpx.Client) -> None:
    answer = accepting(client, path, "text/html,*/*;q=0.8", "en")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert '<html lang="en">' in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.fixture(scope="module")
def things(store: ox.Store) -> list[str]:
    """`id/KIND/KEY` of all, those with other letters than ASCII's first."""
    quads = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    iris = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    return sorted(
        (one.removeprefix(BASE) for one in iris if one.startswith(data_iri(""))), key=lambda one: (one.isascii(), one)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_things_of_every_kind_dereference(kind: str, client: httpx.Client, things: list[str]) -> None:
    path = next(one for one in things if one.startswith(f"id/{kind}/"))

    answer = accepting(client, quote(path), "text/turtle")
    assert answer.status_code == 303
    described = client.get(answer.headers["location"])
    assert described.status_code == 200
    known = rdflib.Graph().parse(data=described.content, format="turtle")
    assert (URIRef(BASE + path), None, None) in known
    page = client.get(accepting(client, quote(path), "text/html").headers["location"])
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_a_key_that_ends_like_a_format_is_a_key_first(client: httpx.Client, things: list[str]) -> None:
    key = next(one for one in things if "." in one)

    answer = accepting(client, quote(key), "text/turtle")
    assert answer.headers["location"].endswith(f"/{quote(key)}.ttl")
    assert client.get(answer.headers["location"]).status_code == 200


def test_a_named_graph_leads_to_where_it_is_counted(client: httpx.Client, server: str) -> None:
    answer = client.get("id/graph/inferred")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{server}/.well-known/void")
    assert data_iri("graph", "inferred") in client.get(f"{answer.headers['location']}.nt").text
    assert client.get("id/graph/none").status_code == 404


def test_every_format_of_a_description_says_the_same(client: httpx.Client, server: str) -> None:
    graphs = {}
    for suffix, name in READ_AS.items():
        answer = client.get(f"{PROJECT}.{suffix}")
        known = rdflib.Graph().parse(data=answer.content, format=name)
        document = URIRef(f"{server}/{PROJECT}.{suffix}")
        assert known.value(document, FOAF.primaryTopic) == URIRef(BASE + PROJECT)
        assert known.value(document, VOID.inDataset) == URIRef(f"{server}/dataset")
        assert known.value(document, DCTERMS.license)
        known.remove((document, None, None))
        graphs[suffix] = known
    assert all(isomorphic(graphs["nt"], one) for one in graphs.values())
    assert (URIRef(BASE + PROJECT), URIRef(f"{SAM}hasLead"), None) in graphs["nt"]


def test_a_description_links_to_its_thing_formats_and_terms(client: httpx.Client, server: str) -> None:
    found = links(client.get(f"{PROJECT}.ttl"))

    assert found["describes"] == {BASE + PROJECT}
    assert found["alternate"] == {f"{server}/{PROJECT}.{suffix}" for suffix in BY_SUFFIX if suffix != "ttl"}
    assert found["service-desc"] == {f"{server}/api/openapi.json"}
    assert found["license"]
    assert links(client.get(PROJECT))["describedby"] >= {f"{server}/{PROJECT}.ttl"}


def test_named_graphs_tell_what_is_inferred(client: httpx.Client) -> None:
    quads = list(ox.parse(client.get(f"{PROJECT}.nq").content, format=ox.RdfFormat.N_QUADS))

    predicates = {str(quad.predicate) for quad in quads if str(quad.graph_name) == f"<{data_iri('graph', 'inferred')}>"}
    assert f"<{SAM}hasParticipant>" in predicates
    assert f"<{SAM}hasLead>" not in predicates


# ---------- all documents


@pytest.mark.parametrize(
    "path", [f"{PROJECT}.ttl", "id/role/lead.jsonld", *DOCUMENTS, "dumps/graph.ttl", "sitemap.xml"]
)
def test_a_document_can_be_asked_for_its_head_and_whether_it_changed(path: str, client: httpx.Client) -> None:
    first = accepting(client, path, "*/*" if "." in path else "text/turtle")
    again = accepting(client, path, "*/*" if "." in path else "text/turtle")
    assert first.status_code == 200
    assert first.content == again.content

    head = client.head(path, headers={"Accept": "*/*" if "." in path else "text/turtle"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == first.headers["content-type"]
    known = client.get(
        path, headers={"If-None-Match": first.headers["etag"], "Accept": "*/*" if "." in path else "text/turtle"}
    )
    assert (known.status_code, known.content) == (304, b"")
    assert known.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize(
    "path", [f"{PROJECT}.ttl", *DOCUMENTS, "dumps/graph.nq", "robots.txt", PROJECT, "api/openapi.json"]
)
def test_pages_from_elsewhere_may_read_it(path: str, client: httpx.Client) -> None:
    answer = client.get(path, headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", [f"{PROJECT}.ttl", "dataset", "ontology", "dumps/graph.ttl", PROJECT])
def test_nothing_can_be_written(path: str, client: httpx.Client) -> None:
    answer = client.put(path, content=b"")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_description_comes_in_every_format(path: str, client: httpx.Client) -> None:
    graphs = [
        rdflib.Graph().parse(data=client.get(f"{path}.{suffix}").content, format=name)
        for suffix, name in READ_AS.items()
    ]
    assert len(graphs[0]) > 20
    assert all(isomorphic(graphs[0], one) for one in graphs)
    assert {client.get(f"{path}.{suffix}").status_code for suffix in ("trig", "nq")} == {200}
    assert client.get(f"{path}.xyz").status_code == 404
    assert accepting(client, path, "image/png").status_code == 406


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ranges=st.lists(
        st.tuples(
            st.sampled_from([*BY_TYPE, "text/html", "*/*", "text/*", "image/png", "x"]),
            st.sampled_from("0 0.1 0.5 1".split()),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_comes_is_what_was_accepted(ranges: list[tuple[str, str]], client: httpx.Client) -> None:
    answer = accepting(client, ".well-known/void", ", ".join(f"{name};q={q}" for name, q in ranges))

    liked = {name for name, q in ranges if q != "0"}
    if answer.status_code == 406:
        assert not liked.intersection(BY_TYPE) or {name for name, q in ranges if q == "0"}
    else:
        media_type = answer.headers["content-type"].partition(";")[0]
        assert answer.status_code == 200
        assert liked.intersection({media_type, f"{media_type.partition('/')[0]}/*", "*/*"})
        assert BY_TYPE[media_type]


# ---------- the dataset


def test_the_dataset_leads_people_to_the_page_about_it(client: httpx.Client, server: str) -> None:
    answer = accepting(client, "dataset", "text/html", "en")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{server}/en/about/")


def test_every_address_that_the_dataset_names_here_is_there(client: httpx.Client, server: str) -> None:
    known = rdflib.Graph().parse(data=client.get("dataset.ttl").content, format="turtle")

    named = {
        str(one)
        for name in (DCAT.accessURL, DCAT.downloadURL, DCAT.endpointURL, DCAT.endpointDescription, VOID.dataDump)
        for one in known.objects(None, name)
    }
    assert f"{server}/dumps/graph.nq" in named
    for address in named:
        status = client.get(address, headers={"Accept": "*/*"}).status_code
        assert status in (200, 303), address
    sizes = {
        str(known.value(part, DCAT.downloadURL)): known.value(part, DCAT.byteSize)
        for part in known.subjects(RDF.type, DCAT.Distribution)
    }
    for address, size in sizes.items():
        if address != "None":
            whole = client.get(address, headers={"Accept-Encoding": "identity"})
            assert len(whole.content) == int(str(size))


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nq", "evidence.ttl", "inferred.ttl", "graph.jsonld"])
def test_a_dump_is_the_file_of_the_build(name: str, client: httpx.Client, seeds_build: Path) -> None:
    content = (seeds_build / name).read_bytes()
    plain = client.get(f"dumps/{name}", headers={"Accept-Encoding": "identity"})
    packed = client.get(f"dumps/{name}", headers={"Accept-Encoding": "gzip"})

    assert plain.content == packed.content == content
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.headers["content-type"].partition(";")[0] in BY_TYPE
    assert not plain.headers["etag"].startswith("W/")
    assert packed.headers["etag"].startswith("W/"), "parts of a packed file are not parts of the file"


def test_a_dump_comes_in_parts(client: httpx.Client, seeds_build: Path) -> None:
    content = (seeds_build / "graph.nq").read_bytes()
    part = client.get("dumps/graph.nq", headers={"Range": "bytes=100-199", "Accept-Encoding": "gzip"})

    assert (part.status_code, part.content) == (206, content[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(content)}"
    same = {"Range": "bytes=0-9", "If-Range": part.headers["etag"]}
    assert client.get("dumps/graph.nq", headers=same).status_code == 206
    assert client.get("dumps/graph.nq", headers={**same, "If-Range": '"another"'}).status_code == 200
    assert client.get("dumps/graph.nq", headers={"Range": f"bytes={len(content)}-"}).status_code == 416


@pytest.mark.parametrize(
    "name", ["manifest.json", "../manifest.json", "readings.jsonl", "store/CURRENT", "%2e%2e/x", "..%2fmanifest.json"]
)
def test_only_the_dumps_are_given_away(name: str, client: httpx.Client) -> None:
    assert client.get(f"dumps/{name}").status_code == 404


def test_the_ontology_leads_people_to_its_page_with_an_anchor_for_each_term(client: httpx.Client, server: str) -> None:
    answer = accepting(client, "ontology", "text/html", "en")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{server}/en/ontology/")

    page = client.get(answer.headers["location"]).text
    known = rdflib.Graph().parse(data=client.get("ontology.ttl").content, format="turtle")
    terms = {
        str(one).removeprefix(SAM) for one in known.subjects(RDF.type, rdflib.OWL.Class) if str(one).startswith(SAM)
    }
    assert "Participation" in terms
    assert {term for term in terms if f'id="{term}"' not in page} == set()
    assert "One project that has applied for" in page


# ---------- crawlers


def test_crawlers_find_every_project_and_the_sitemap(client: httpx.Client, server: str) -> None:
    assert f"Sitemap: {server}/sitemap.xml" in client.get("robots.txt").text
    found = [
        one.text or ""
        for one in ElementTree.fromstring(client.get("sitemap.xml").text).iter()
        if one.tag.endswith("loc")
    ]

    assert len(found) == len(set(found))
    assert {f"{server}/sv/project/23-079-S04/", f"{server}/en/questions/per-fund/"} <= set(found)
    assert all(address.isascii() for address in found)
    assert not [address for address in found if "/participation/" in address or "/evidence/" in address]
    assert client.get("sitemaps/1.xml").status_code == 404


def test_many_pages_have_several_sitemaps_under_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST", 3)
    maps = dict(sitemap.sitemaps("https://x.example/", [f"sv/å/{number}/" for number in range(7)]))

    assert list(maps) == ["sitemap.xml", "sitemaps/1.xml", "sitemaps/2.xml", "sitemaps/3.xml"]
    locations = [re.findall(rb"<loc>([^<]*)</loc>", content) for content in maps.values()]
    assert [len(one) for one in locations] == [3, 3, 3, 1]
    assert locations[1][0] == b"https://x.example/sv/%C3%A5/0/"


def test_what_is_sent_packed_is_the_same(client: httpx.Client) -> None:
    with client.stream("GET", ".well-known/void", headers={"Accept-Encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == client.get(".well-known/void").content
    assert json.loads(client.get("api/openapi.json").content)


# ---------- options


def test_options_say_who_offers_it(seeds_build: Path) -> None:
    options = ["--title", "Projekten", "--publisher", "Exempelverket", "--licence", "https://example.org/licence"]
    options += [
        "--contact",
        "Registrator",
        "https://example.org/fraga",
        "--address",
        "https://data.example.org/samverkan",
    ]
    with serving(seeds_build, *options) as here:
        known = rdflib.Graph().parse(data=httpx.get(f"{here}/dataset.ttl").content, format="turtle")
        answer = httpx.get(f"{here}/{PROJECT}", headers={"Accept": "text/turtle"})

    dataset = URIRef("https://data.example.org/samverkan/dataset")
    assert known.value(known.value(dataset, DCTERMS.publisher), FOAF.name) == rdflib.Literal("Exempelverket")
    assert known.value(dataset, DCTERMS.license) == URIRef("https://example.org/licence")
    assert {str(title) for title in known.objects(dataset, DCTERMS.title)} == {"Projekten"}
    assert known.value(dataset, DCAT.contactPoint)
    assert answer.headers["location"] == f"https://data.example.org/samverkan/{PROJECT}.ttl"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--licence", "CC0"], "“CC0” is no address"),
        (["--contact", "Registrator", "here"], "“here” is no address"),
        (["--frequency", "often"], "“often” is no code"),
    ],
)
def test_an_option_that_makes_no_sense_is_told(options: list[str], told: str, seeds_build: Path) -> None:
    result = CliRunner().invoke(main, ["serve", str(seeds_build), *options])
    assert (result.exit_code, told in result.stderr) == (2, True)
