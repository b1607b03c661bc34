"""The network, the map and the console, used by mouse and by keyboard."""

from __future__ import annotations

import csv
import json
import re
from itertools import product
from pathlib import Path

import httpx
from lxml import etree
from playwright.sync_api import Locator, Page, expect

from samverkan.project import QUERIES

_GRAPHML = {"g": "http://graphml.graphdrawing.org/xmlns"}


def opened(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("[data-drawn]").wait_for()


def counts(page: Page) -> list[int]:
    """The numbers of the status line: organisations and ties, or municipalities and projects."""
    return [int(re.sub(r"\s", "", one)) for one in re.findall(r"\d[\d\s]*", page.locator(".status").inner_text())]


def click_something(page: Page, drawing: Locator) -> None:
    """Clicks the first node or tie that the pointer meets in the drawing."""
    box = drawing.bounding_box()
    assert box is not None
    for y, x in product(range(10, int(box["height"]), 17), range(10, int(box["width"]), 17)):
        page.mouse.move(box["x"] + x, box["y"] + y)
        if "pointing" in (drawing.get_attribute("class") or ""):
            page.mouse.click(box["x"] + x, box["y"] + y)
            return
    raise AssertionError("nothing is drawn")


def test_a_network_is_narrowed_by_its_filters_and_the_address_keeps_them(page: Page) -> None:
    opened(page, "/sv/network/")
    everyone, ties = counts(page)[:2]
    page.get_by_label("Fond").select_option("ESF+")
    fewer, fewer_ties = counts(page)[:2]
    assert 0 < fewer < everyone
    assert 0 < fewer_ties < ties
    expect(page).to_have_url(re.compile("fund=ESF%2B"))
    page.reload()
    page.locator("[data-drawn]").wait_for()
    assert counts(page)[:2] == [fewer, fewer_ties]
    page.get_by_role("button", name="Rensa filter").click()
    assert counts(page)[:2] == [everyone, ties]


def test_a_click_in_the_network_tells_partners_and_projects_and_leads_to_the_page(page: Page) -> None:
    opened(page, "/sv/network/")
    page.locator(".drawing").scroll_into_view_if_needed()
    click_something(page, page.locator(".drawing"))
    panel = page.locator(".panel")
    expect(panel.get_by_role("heading", level=2)).to_be_visible()
    expect(panel.locator("a").first).to_be_visible()
    expect(page).to_have_url(re.compile("select="))


def test_the_list_does_by_keyboard_what_the_drawing_does_by_mouse(page: Page) -> None:
    opened(page, "/sv/network/")
    page.get_by_label("Sök i nätverket").fill("nynäshamn")
    expect(page.locator(".listing tbody tr")).to_have_count(1)
    page.locator(".listing tbody button").focus()
    page.keyboard.press("Enter")
    panel = page.locator(".panel")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Nynäshamns kommun")
    panel.get_by_role("button", name="Järfälla kommun").focus()
    page.keyboard.press("Enter")
    expect(panel.get_by_role("link", name="Hälsofrämjande arbetsliv 2.0")).to_be_visible()
    expect(panel.get_by_role("link", name="Växtkraft Södertörn")).to_have_count(0)
    panel.get_by_role("button", name="Nynäshamns kommun").click()
    panel.get_by_role("link", name="Öppna sidan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nynäshamns kommun")


def test_the_graphml_holds_the_ties_that_the_query_file_finds(page: Page, server: str) -> None:
    query = (QUERIES / "network-edges.rq").read_text(encoding="utf-8")
    asked = httpx.post(f"{server}/sparql", data={"query": query}, headers={"Accept": "text/csv"}).raise_for_status()
    expected = {
        (frozenset((row["source"], row["target"])), int(row["weight"]))
        for row in csv.DictReader(asked.text.splitlines())
    }
    opened(page, "/sv/network/")
    with page.expect_download() as saved:
        page.get_by_role("button", name="GraphML").click()
    graph = etree.parse(saved.value.path())
    nodes = {str(node.get("id")) for node in graph.iterfind(".//g:node", _GRAPHML)}
    edges = {
        (frozenset((edge.get("source"), edge.get("target"))), int(edge.findtext("g:data", namespaces=_GRAPHML) or 0))
        for edge in graph.iterfind(".//g:edge", _GRAPHML)
    }
    assert edges == expected
    assert {end for ends, _ in edges for end in ends} <= nodes


def test_the_drawing_is_saved_as_svg_and_png(page: Page) -> None:
    opened(page, "/en/network/")
    drawn = counts(page)[0]
    with page.expect_download() as saved:
        page.get_by_role("button", name="SVG").click()
    assert len(etree.parse(saved.value.path()).findall(".//{*}text")) == drawn
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")


def two_thousand() -> dict[str, object]:
    """Partnerships of 2,000 organisations in 1,500 projects of two to nine."""
    organisations = [
        {"iri": f"urn:o{i}", "path": f"organisation/o{i}", "label": f"Organisation {i}", "kind": f"kind {i % 6}"}
        | {"municipality": None, "county": None}
        for i in range(2000)
    ]
    projects = []
    for i in range(1500):
        members = sorted({(i * 4 // 3 + step * step * (1 + i % 7)) % 2000 for step in range(2 + i % 8)} | {i})
        parties = [[one, "lead" if one == members[0] else "partner"] for one in members]
        projects.append(
            {"iri": f"urn:p{i}", "path": f"project/p{i}", "label": f"Projekt {i}", "funds": ["ESF"], "currency": "SEK"}
            | {"start": "2020-01-01", "end": "2021-01-01", "amounts": {}, "participants": None}
            | {"areas": [], "counties": [], "parties": parties}
        )
    names = {f"kind {i}": {"sv": f"slag {i}", "en": f"kind {i}"} for i in range(6)}
    tables = {"roles": {}, "funds": {}, "counties": {}, "municipalities": {}}
    return {"organisations": organisations, "projects": projects, "kinds": names, **tables}


def test_two_thousand_organisations_are_drawn_can_be_clicked_and_say_how_long_it_took(page: Page) -> None:
    body = json.dumps(two_thousand())
    page.route("**/data/partnerships.json", lambda route: route.fulfill(body=body, content_type="application/json"))
    opened(page, "/sv/network/")
    assert counts(page)[0] > 1900
    assert int(page.locator("#network").get_attribute("data-drawn") or "") >= 0
    page.locator(".drawing").scroll_into_view_if_needed()
    click_something(page, page.locator(".drawing"))
    expect(page.locator(".panel h2")).to_be_visible()
    page.get_by_label("Sök i nätverket").fill("Organisation 1999")
    expect(page.locator(".listing tbody tr")).to_have_count(1)


def test_the_map_colours_what_is_chosen_and_tells_of_a_municipality(page: Page) -> None:
    opened(page, "/sv/map/")
    expect(page.locator(".territory path.leaflet-interactive:not(.tie)")).to_have_count(290)
    page.get_by_label("Visa").select_option("participants")
    expect(page).to_have_url(re.compile("measure=participants"))
    expect(page.locator(".legend-title")).to_have_text("Planerade deltagare")
    page.locator(".territory").scroll_into_view_if_needed()
    box = page.locator(".territory").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(".beside tbody button", has_text="Nynäshamns kommun").click()
    panel = page.locator(".panel")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Nynäshamns kommun")
    panel.get_by_role("button", name="Järfälla kommun").click()
    expect(panel.get_by_role("heading", level=2)).to_have_text("Järfälla kommun")
    page.locator(".territory .tie").first.wait_for(state="attached")


def test_a_click_on_the_map_chooses_the_municipality_under_it(page: Page) -> None:
    opened(page, "/sv/map/?area=0192")
    shape = page.locator(".territory path.leaflet-interactive:not(.tie)").nth(0)
    shape.wait_for(state="attached")
    shape.dispatch_event("click")
    expect(page.locator(".panel h2")).to_be_visible()
    expect(page).to_have_url(re.compile(r"select=\d{4}"))
