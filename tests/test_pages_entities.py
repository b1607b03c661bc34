from __future__ import annotations

import json
from pathlib import Path

import pytest

from reading_pages import faults, parsed, row, text
from samverkan.identifiers import data_iri
from samverkan.pages.addresses import parse, path_of
from samverkan.pages.book import Book
from samverkan.pages.graph import TYPE, Graph
from samverkan.pages.quotations import in_sentence
from samverkan.pages.rendering import Frame
from samverkan.store import STORE_FOLDER, open_read_only

PROJECT = "project/2020-00701"


@pytest.fixture(scope="module")
def book(seeds_build: Path) -> Book:
    return Book(open_read_only(seeds_build / STORE_FOLDER), seeds_build, Frame())


def page(book: Book, path: str) -> bytes:
    address = parse(path)
    assert address is not None
    content = book.page(address)
    assert content is not None, path
    return content


def test_every_thing_of_the_data_has_a_sound_page_in_both_languages(book: Book) -> None:
    things = [path for iri in book.graph.column(TYPE) if (path := path_of(iri)) and "municipality/1" not in path]
    few = {path.partition("/")[0]: path for path in things}
    assert len(few) > 15
    for path in few.values():
        assert [faults(page(book, f"/{language}/{path}/")) for language in ("sv", "en")] == [[], []], path


def test_a_fact_stands_beside_the_words_it_was_read_from_and_their_place(book: Book) -> None:
    value, proof = row(parsed(page(book, f"/sv/{PROJECT}/")), "startdatum")
    assert value == "1 februari 2021"
    assert "2021-02-01 - 2021-10-30" in proof
    assert "003-livslangt-larande.txt, rad 18 · säkerhet 1" in proof


def test_the_words_themselves_are_marked_and_lead_to_their_line_in_the_document(book: Book) -> None:
    content = parsed(page(book, f"/sv/{PROJECT}/"))
    (figure,) = [one for one in content.iter("figure") if "2021-02-01" in [mark.text for mark in one.iter("mark")]]
    address, _, line = figure.find("figcaption/a").get("href").partition("#")
    document = parsed(page(book, "/sv/" + address.split("/sv/")[1]))
    assert "2021-02-01" in text(document.get_element_by_id(line))


def test_amounts_and_counts_are_written_as_the_language_does(book: Book) -> None:
    assert row(parsed(page(book, f"/sv/{PROJECT}/")), "beviljat belopp")[0] == "399 819 kr"
    assert row(parsed(page(book, f"/en/{PROJECT}/")), "granted amount")[0] == "SEK 399,819"


def test_a_project_tells_its_parties_with_role_and_proof(book: Book) -> None:
    role, form, projects, proof = row(parsed(page(book, "/sv/project/23-079-S04/")), "Arbetsförmedlingen")
    assert (role, form, projects) == ("projektägare", "statlig myndighet", "5")
    assert "Projektägare: ARBETSFÖRMEDLINGEN" in proof


def test_sources_that_disagree_stand_side_by_side_with_a_warning(book: Book) -> None:
    content = parsed(page(book, "/sv/project/mia-vidare-d82d0ed8/"))
    (disputed,) = content.find_class("disputed")
    assert "Källorna anger olika värden" in text(disputed)
    assert [mark.text for mark in disputed.iter("mark")] == ["5 december 2019", "19 mars 2020"]
    assert "Källorna anger olika beslutsdatum." in text(content.find_class("remarks")[0])


def test_what_is_inferred_is_told_apart_from_what_is_asserted(book: Book) -> None:
    content = parsed(page(book, f"/sv/{PROJECT}/"))
    inferred = text(content.find_class("inferred")[0])
    assert "Följer av ontologins axiom" in inferred
    assert "har deltagande part" not in text(content.find_class("facts")[0])
    assert "foaf:Project" in inferred
    assert "har deltagande part" in inferred


def test_an_organisation_tells_its_projects_and_whom_it_works_with(book: Book) -> None:
    content = parsed(page(book, "/en/organisation/2021002114/"))
    projects, partners = (content.find_class(f"list-{name}")[0] for name in ("projects", "partners"))
    assert len(projects.findall("tbody/tr")) == 5
    assert "Arbete för gemenskap" in text(projects)
    assert "inferred" in text(partners.find("caption"))
    assert row(content, "Eskilstuna Municipality")[1] == "1"


def test_a_municipality_tells_what_concerns_it_through_whom_and_for_how_much(book: Book) -> None:
    content = parsed(page(book, "/sv/municipality/0180/"))
    assert "Utbildningsförvaltning, Stockholms kommun" in text(content.find_class("list-projects")[0])
    assert "berört område" in text(content.find_class("list-projects")[0])
    assert "kr" in text(content.find_class("list-money")[0])


def test_a_document_tells_its_projects_its_findings_and_its_text(book: Book) -> None:
    content = parsed(page(book, "/sv/document/485f201ba0a4db49/"))
    assert "Livslångt lärande" in text(content.find_class("list-projects")[0])
    assert "stödet är lika stort som hela budgeten" in text(content.find_class("remarks")[0])
    linked = {one.text: one.get("href") for one in content.find_class("mark")}
    assert linked["2020/00701"].endswith(f"/sv/{PROJECT}/")


def test_search_engines_are_told_what_a_thing_is(book: Book) -> None:
    (script,) = parsed(page(book, f"/sv/{PROJECT}/")).xpath("//script[@type='application/ld+json']")
    told = json.loads(script.text)
    assert (told["@type"], told["@id"]) == ("ResearchProject", data_iri(*PROJECT.split("/")))
    assert told["member"][0]["name"] == "Samordningsförbundet RAR i Sörmland"


def test_a_thing_that_is_not_there_has_no_page(book: Book) -> None:
    for path in ("/sv/project/none/", "/sv/nothing/", f"/sv/{PROJECT}/~2/"):
        address = parse(path)
        assert address is not None
        assert book.page(address) is None


def test_a_quotation_keeps_to_its_sentence() -> None:
    whole = "Först en sak. Staden får 5 miljoner kronor i stöd. Sedan något annat."
    start = whole.index("5 miljoner")
    assert in_sentence(whole, start, start + 10) == ("Staden får ", "5 miljoner", " kronor i stöd.")


def test_a_quotation_keeps_to_its_line_where_lines_are_fields() -> None:
    whole = "Namn: Ett\nBelopp: 5 kr\nPeriod:\n2020\n"
    start = whole.index("5 kr")
    assert in_sentence(whole, start, start + 4) == ("Belopp: ", "5 kr", "")
    start = whole.index("2020")
    assert in_sentence(whole, start, start + 4) == ("Period: ", "2020", "")


def test_labels_stand_for_each_other_where_one_language_is_missing(book: Book) -> None:
    graph = Graph(book.graph.store)
    assert graph.label(data_iri("organisation", "2021002114")).en == "Arbetsförmedlingen"
    assert graph.label("https://example.org/nothing#here").sv == "here"
