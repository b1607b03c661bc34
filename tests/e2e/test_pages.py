"""The pages as people meet them: found, asked, read, on a telephone, in the dark, by keyboard, by a screen reader."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

PAGES = (
    *(
        "/sv/",
        "/en/",
        "/sv/network/",
        "/sv/map/",
        "/sv/console/",
        "/sv/questions/",
        "/sv/about/",
        "/sv/search/?q=haninge",
    ),
    *("/sv/questions/partners-of-organisation/?organisation=Nynäshamn", "/sv/projects/", "/sv/organisations/"),
    *("/sv/project/23-079-S04/", "/en/municipality/0192/", "/sv/documents/"),
)


def settled(page: Page, path: str) -> None:
    """Opens a page and waits for what its scripts draw."""
    page.goto(path)
    if path.rstrip("/").endswith(("network", "map", "console")):
        page.locator("[data-drawn]").wait_for()


def test_a_misspelt_name_is_suggested_and_leads_to_its_page(page: Page) -> None:
    page.goto("/sv/")
    field = page.locator(".site-search input")
    field.press_sequentially("nynashamm", delay=20)
    options = page.locator(".site-search [role=option]")
    expect(options.first).to_contain_text("Nynäshamns kommun")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nynäshamns kommun")


def test_a_question_is_answered_in_its_page(page: Page) -> None:
    page.goto("/sv/questions/partners-of-organisation/")
    page.evaluate("window.samePage = true")
    page.locator("form.ask input").first.fill("Nynäshamn")
    page.get_by_role("option", name="Nynäshamns kommun").click()
    page.locator("form.ask").get_by_role("button").click()
    expect(page.locator(".answer tbody")).to_contain_text("Järfälla kommun")
    assert page.evaluate("window.samePage") is True
    expect(page).to_have_url(re.compile("organisation=Nyn"))
    page.reload()
    expect(page.locator(".answer tbody")).to_contain_text("Järfälla kommun")


def test_every_fact_of_a_project_leads_to_its_words(page: Page) -> None:
    page.goto("/sv/project/23-079-S04/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Arbete för gemenskap, samarbete i Eskilstuna")
    proof = page.locator(".quotation", has=page.locator("mark", has_text="ARBETSFÖRMEDLINGEN")).first
    expect(proof).to_be_visible()
    proof.get_by_role("link").click()
    line = page.locator(".line:target")
    expect(line).to_contain_text("ARBETSFÖRMEDLINGEN")
    expect(line).to_be_in_viewport()


def test_the_first_key_leads_past_the_menu(page: Page) -> None:
    page.goto("/sv/projects/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#content$"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_dark_and_light_can_be_chosen_and_are_kept(page: Page) -> None:
    def paper() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    page.goto("/sv/")
    light = paper()
    page.get_by_label("Utseende").select_option("dark")
    assert paper() != light
    page.goto("/en/about/")
    assert paper() != light
    page.get_by_label("Appearance").select_option("light")
    page.emulate_media(color_scheme="dark")
    assert paper() == light


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_a_telephone_and_has_no_serious_fault_of_accessibility(page: Page, axe: str, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page, path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # As a debugger's: the page's own policy would refuse it
    page.evaluate(axe)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        serious = [
            (fault["id"], [node["html"][:160] for node in fault["nodes"][:3]])
            for fault in found
            if fault["impact"] in ("serious", "critical")
        ]
        assert not serious, theme


def test_without_scripts_a_page_is_still_read(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sv/questions/partners-of-organisation/?organisation=Nynäshamn")
    expect(page.locator(".answer tbody")).to_contain_text("Järfälla kommun")
    page.goto("/sv/network/")
    expect(page.locator("main table")).to_be_visible()
    context.close()
