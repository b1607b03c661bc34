from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from reading_pages import faults, parsed, row, text
from samverkan.errors import QueryError
from samverkan.pages import questions
from samverkan.pages.addresses import LISTS, PLAIN, parse
from samverkan.pages.book import Book, search_page
from samverkan.pages.rendering import Frame
from samverkan.pages.search import Index, names
from samverkan.pages.tables import ROWS_A_PART, alphabetical
from samverkan.pages.terms import terms
from samverkan.store import STORE_FOLDER, open_read_only


@pytest.fixture(scope="module")
def book(seeds_build: Path) -> Book:
    return Book(open_read_only(seeds_build / STORE_FOLDER), seeds_build, Frame())


def page(book: Book, path: str, **fields: str) -> bytes:
    address = parse(path)
    assert address is not None
    content = book.page(address, fields)
    assert content is not None, path
    return content


@pytest.mark.parametrize("name", [*PLAIN, *LISTS])
def test_every_plain_page_and_list_is_sound_in_both_languages(book: Book, name: str) -> None:
    for language in ("sv", "en"):
        assert faults(page(book, f"/{language}/{name}/")) == []


@pytest.mark.parametrize("name", questions.questions())
def test_every_question_has_a_sound_page_with_its_example_answered(book: Book, name: str) -> None:
    query = questions.questions()[name]
    example = {one.name: one.example for one in query.parameters}
    for language in ("sv", "en"):
        assert faults(page(book, f"/{language}/questions/{name}/")) == []
        content = page(book, f"/{language}/questions/{name}/", **example)
        assert faults(content) == []
        assert parsed(content).find_class("answer"), name


def test_the_first_page_tells_figures_and_asks_all_questions(book: Book) -> None:
    content = parsed(page(book, "/sv/"))
    assert "25 projekt" in text(content.find_class("figures")[0])
    linked = {one.get("href").rstrip("/").rsplit("/", 1)[-1] for one in content.xpath("//ul[@class='gallery']//a")}
    assert linked == set(questions.questions())
    assert row(content, "Arbetsförmedlingen")[1] == "5"


def test_a_question_is_answered_in_words_with_links_to_things(book: Book) -> None:
    content = parsed(page(book, "/en/questions/projects-in-municipality/", municipality="Stockholms stad"))
    (table,) = content.find_class("answer-table")
    assert [text(one) for one in table.iter("th")] == ["municipality", "project", "how", "through"]
    assert "../../../en/municipality/0180/" in {one.get("href") for one in table.iter("a")}


def test_a_value_is_bound_and_never_read_as_a_query(book: Book) -> None:
    hostile = '") } DELETE WHERE { ?s ?p ?o } #'
    content = parsed(page(book, "/sv/questions/projects-in-municipality/", municipality=hostile))
    assert "Inget i grafen svarar" in text(content)
    assert hostile in content.get_element_by_id("field-municipality").get("value")


def test_a_value_of_the_wrong_type_is_told_beside_the_form(book: Book) -> None:
    content = parsed(page(book, "/sv/questions/most-active-organisations/", minimum="många"))
    assert "integer" in text(content.find_class("problem")[0])


def test_nothing_is_asked_before_the_values_that_a_question_needs_are_there(book: Book) -> None:
    content = parsed(page(book, "/sv/questions/partners-of-organisation/"))
    assert not content.find_class("answer")
    field = content.get_element_by_id("field-organisation")
    assert field.get("required") is not None
    assert field.get("data-suggest") == "organisation"


def test_an_answer_opens_in_a_nordic_excel(book: Book) -> None:
    query = questions.questions()["least-certain-facts"]
    written = questions.written(book.answers, query, {}, "excel.csv")
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";"))
    assert {len(one) for one in rows} == {len(rows[0])}
    assert "0,8" in {cell for one in rows for cell in one}


def test_an_answer_comes_as_json_csv_and_turtle(book: Book) -> None:
    query = questions.questions()["project-graph"]
    values = {"project": "23-079-S04"}
    assert json.loads(questions.written(book.answers, query, values, "json"))["results"]["bindings"]
    assert questions.written(book.answers, query, values, "csv").startswith(b"subject,predicate,object")
    assert b"sam:plannedParticipants 300" in questions.written(book.answers, query, values, "ttl")
    with pytest.raises(QueryError):
        questions.written(book.answers, questions.questions()["documents"], {}, "ttl")


def test_scripts_are_told_all_questions_with_their_parameters() -> None:
    told = {one["name"]: one for one in json.loads(questions.as_json())}
    asked = told["partners-of-organisation"]
    assert asked["summary"]["sv"].endswith("?")
    assert asked["parameters"][0]["type"] == "text"
    assert "SELECT" in asked["query"]


def test_scripts_are_told_the_terms_in_use_with_their_counts(book: Book) -> None:
    told = json.loads(terms(book.graph.store))
    classes = {one["iri"]: one for one in told["classes"]}
    project = classes[f"{told['prefixes']['sam']}Project"]
    assert (project["count"], project["label"]) == (25, {"sv": "projekt", "en": "project"})


def test_what_was_searched_for_is_listed_with_the_name_that_matched(book: Book) -> None:
    address = parse("/sv/search/")
    assert address is not None
    found = Index(names(book.graph.store)).search("malmo")
    content = parsed(search_page(address, Frame(), "malmo", found))
    assert "Malmö kommun Kommun skrivs även Malmö" in text(content.find_class("results")[0])


def test_names_are_in_the_order_of_the_swedish_alphabet() -> None:
    assert sorted(["Örebro", "Åre", "Zeta", "Ärla", "éa", "Ea"], key=alphabetical) == [
        "Ea",
        "éa",
        "Zeta",
        "Åre",
        "Ärla",
        "Örebro",
    ]


def test_a_long_list_is_parted_and_its_parts_are_linked(book: Book) -> None:
    first, second = (parsed(page(book, f"/sv/municipalities/{part}")) for part in ("", "~2/"))
    rows = [[text(one.find("th")) for one in content.iterfind(".//tbody/tr")] for content in (first, second)]
    assert [len(one) for one in rows] == [ROWS_A_PART, ROWS_A_PART]
    assert not set(rows[0]) & set(rows[1])
    assert first.xpath("//nav[@class='pager']//a[@rel='next']/@href") == ["../../sv/municipalities/~2/"]
    assert second.xpath("//nav[@class='pager']//a[@rel='prev']/@href") == ["../../../sv/municipalities/"]
    third = parse("/sv/municipalities/~4/")
    assert third is not None
    assert book.page(third) is None
