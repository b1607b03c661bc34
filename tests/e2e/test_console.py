"""The SPARQL console: editing, running, seeing, saving."""

from __future__ import annotations

import csv
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, expect

from e2e.conftest import Faults

PAIRS = """PREFIX sam: <https://w3id.org/samverkan/ontology#>
SELECT ?lead ?partner WHERE { ?project sam:hasLead ?lead ; sam:hasPartner ?partner } ORDER BY ?lead ?partner"""


def opened(page: Page, query: str | None = None) -> None:
    page.goto(f"/sv/console/?query={quote(query)}" if query else "/sv/console/")
    page.locator("[data-drawn]").wait_for()


def run(page: Page) -> None:
    page.get_by_role("button", name="Kör frågan").click()


def test_a_query_is_run_seen_as_table_and_network_and_saved(page: Page) -> None:
    opened(page, PAIRS)
    run(page)
    expect(page.locator(".status")).to_contain_text("rader")
    page.locator(".answer tbody tr").nth(10).wait_for()
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV", exact=True).click()
    lines = list(csv.reader(Path(saved.value.path()).read_text(encoding="utf-8").splitlines()))
    assert lines[0] == ["lead", "partner"]
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV för Excel").click()
    excel = Path(saved.value.path()).read_bytes()
    assert excel.startswith(b"\xef\xbb\xbflead;partner\r\n")
    assert excel.count(b"\r\n") == len(lines)
    page.get_by_role("tab", name="Nätverk").click()
    page.locator(".answer .drawing canvas").first.wait_for()


def test_an_example_asks_for_its_values_and_binds_them(page: Page) -> None:
    opened(page)
    page.get_by_label("Exempel").select_option("partners-of-organisation")
    page.get_by_label("organisation", exact=True).fill("Nynäshamn")
    page.get_by_role("button", name="Sätt in").click()
    expect(page.locator(".answer tbody")).to_contain_text("Hälsofrämjande arbetsliv 2.0")
    page.get_by_label("Exempel").select_option("per-municipality")
    run(page)
    page.get_by_role("tab", name="Karta").click()
    expect(page.locator(".answer .territory path")).to_have_count(290)
    page.get_by_role("tab", name="Diagram").click()
    expect(page.locator(".answer meter").first).to_be_visible()


def test_an_error_is_told_and_its_line_marked(page: Page, faults: Faults) -> None:
    opened(page, "SELECT * WHERE {\n  ?s ?p ;;; }")
    run(page)
    expect(page.get_by_role("alert")).to_contain_text("Frågan kunde inte besvaras (2:")
    expect(page.locator(".line-at-fault")).to_have_count(1)
    faults.found = [one for one in faults.found if "400 (Bad Request)" not in one]


def test_what_a_query_answers_is_text_and_never_markup(page: Page) -> None:
    opened(page, "SELECT (\"<img src=x onerror='document.title=1'>\" AS ?markup) (<javascript:alert(1)> AS ?link) {}")
    run(page)
    expect(page.locator(".answer td").first).to_have_text("<img src=x onerror='document.title=1'>")
    assert page.locator(".answer td img, .answer td a").count() == 0


def test_our_own_terms_are_completed(page: Page) -> None:
    opened(page, "PREFIX sam: <https://w3id.org/samverkan/ontology#>\nSELECT * WHERE { ?s sam:hasL")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+Space")
    expect(page.locator(".CodeMirror-hint").first).to_contain_text("sam:hasLead")


def test_a_graph_is_shown_as_turtle(page: Page) -> None:
    opened(page, PAIRS.replace("SELECT ?lead ?partner", "CONSTRUCT { ?lead sam:collaboratesWith ?partner }"))
    run(page)
    expect(page.locator(".answer pre")).to_contain_text("sam:collaboratesWith")
    expect(page.get_by_role("button", name="Turtle")).to_be_visible()
