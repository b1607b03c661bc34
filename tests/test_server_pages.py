from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from reading_pages import faults, parsed, text
from samverkan.server.people import POLICY


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=60) as opened:
        yield opened


def test_a_visitor_comes_to_the_first_page_in_their_language(client: httpx.Client) -> None:
    for accepted, language in (("en-GB,en;q=0.9", "en"), ("sv", "sv"), ("de", "sv")):
        answer = client.get("/", headers={"Accept-Language": accepted})
        assert answer.status_code == 302
        assert answer.headers["location"].endswith(f"/{language}/")


@pytest.mark.parametrize(
    "path",
    ["/sv/", "/en/project/2020-00701/", "/sv/organisation/2021002114/", "/sv/questions/per-county/", "/sv/projects/"],
)
def test_a_page_is_sound_and_comes_with_a_strict_policy(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == POLICY
    assert faults(answer.content) == []


def test_a_page_that_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/sv/project/2020-00701/")
    again = client.get("/sv/project/2020-00701/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_without_its_slash_leads_to_it_with_its_values(client: httpx.Client) -> None:
    answer = client.get("/sv/search?q=malmö")
    assert answer.status_code == 308
    assert answer.headers["location"].startswith("/sv/search/?q=")


def test_a_page_that_is_not_there_is_told_in_the_language_of_its_address(client: httpx.Client) -> None:
    answer = client.get("/en/project/none/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert faults(answer.content) == []


def test_a_search_finds_what_is_misspelt_on_the_page_and_for_scripts(client: httpx.Client) -> None:
    page = parsed(client.get("/sv/search/", params={"q": "Nynashamn"}).content)
    assert text(page.find_class("result")[0]).startswith("Nynäshamns kommun Kommun")
    told = client.get("/data/search.json", params={"q": "goteborg", "limit": 3, "language": "en"}).json()
    assert len(told["results"]) == 3
    assert told["results"][0] == {
        "iri": "https://w3id.org/samverkan/id/municipality/1480",
        "path": "municipality/1480",
        "label": "Göteborg Municipality",
        "kind": "municipality",
        "matched": "Göteborg",
        "score": 98,
    }


def test_a_limit_that_is_no_number_is_refused(client: httpx.Client) -> None:
    assert client.get("/data/search.json", params={"q": "a", "limit": "många"}).status_code == 400


def test_scripts_get_their_data_packed_and_only_once(client: httpx.Client) -> None:
    for name, key in (("partnerships", "projects"), ("terms", "classes"), ("names", "names")):
        answer = client.get(f"/data/{name}.json", headers={"Accept-Encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.json()[key]
        kept = client.get(f"/data/{name}.json", headers={"If-None-Match": answer.headers["etag"]})
        assert kept.status_code == 304
    assert {one["name"] for one in client.get("/data/questions.json").json()} > {"per-county", "documents"}
    assert client.get("/data/nothing.json").status_code == 404


def test_a_question_is_answered_by_its_form_and_as_files(client: httpx.Client) -> None:
    values = {"organisation": "Arbetsförmedlingen"}
    page = parsed(client.get("/sv/questions/partners-of-organisation/", params=values).content)
    (link,) = [one.get("href") for one in page.iter("a") if one.text == "CSV för Excel (semikolon)"]
    answer = client.get("/" + link.replace("../", ""))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["content-disposition"]
    told = client.get("/data/answers/partners-of-organisation.json", params=values)
    assert len(told.json()["results"]["bindings"]) + 1 == len(answer.content.splitlines())
    assert client.get("/data/answers/partners-of-organisation.json").status_code == 400
    assert client.get("/data/answers/documents.exe").status_code == 404
    assert "SELECT" in client.get("/data/queries/documents.rq").text


def test_the_files_that_pages_load_are_served_and_no_others(client: httpx.Client) -> None:
    answer = client.get("/assets/base.css")
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/css")
    for name in ("../pages/book.py", "%2e%2e/words.toml", "none.js"):
        assert client.get(f"/assets/{name}").status_code == 404


def test_a_thing_leads_to_its_page_and_the_page_to_its_descriptions(client: httpx.Client) -> None:
    led = client.get("/id/project/2020-00701", headers={"Accept": "text/html", "Accept-Language": "sv"})
    assert led.status_code == 303
    page = client.get(httpx.URL(led.headers["location"]).path)
    assert page.status_code == 200
    for link in parsed(page.content).xpath("//link[@rel='alternate'][@type]/@href"):
        assert client.get("/" + link.replace("../", "")).status_code == 200
    assert 'rel="alternate"' in page.headers["link"]


def test_structured_data_in_a_page_is_json(client: httpx.Client) -> None:
    (script,) = parsed(client.get("/en/municipality/0192/").content).xpath("//script[@type='application/ld+json']")
    assert json.loads(script.text)["name"] == "Nynäshamn Municipality"
