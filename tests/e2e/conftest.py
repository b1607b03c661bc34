"""The pages in a real browser: one Chromium and one server for all these tests, and nothing may go to another host."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from samverkan.project import CHECKOUT, WEB

CHROMIUM = "/usr/bin/chromium"
AXE = CHECKOUT / "web" / "node_modules" / "axe-core" / "axe.min.js"
# Chromium's own errands have no place in a test, nor on a network that is closed
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def _missing(what: str) -> NoReturn:
    """Skips, or fails where a machine is asked for all of it (CI)."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not shutil.which(CHROMIUM):
        _missing("Chromium is not here: apt-get install chromium")
    if not (WEB / "assets" / "base.js").is_file():
        _missing("the scripts of the pages are not built: make web")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
        yield chromium
        chromium.close()


class Faults:
    """What a page does that it may not: requests to others, refusals of its policy, errors of its scripts."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.found: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        context.on("request", self.request)
        context.on("console", self.console)
        context.on("weberror", lambda fault: self.found.append(f"error: {fault.error}"))

    def request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.found.append(f"request: {request.url}")

    def console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.found.append(f"console: {message.text} ({message.location})")


@pytest.fixture
def faults(server: str) -> Faults:
    """What went wrong so far; a test that provokes a fault takes it off the list."""
    return Faults(server)


@pytest.fixture
def context(browser: Browser, server: str, faults: Faults) -> Iterator[BrowserContext]:
    """A fresh profile of a Swedish reader, that must leave no fault behind."""
    fresh = browser.new_context(
        base_url=server, locale="sv-SE", viewport={"width": 1280, "height": 900}, accept_downloads=True
    )
    fresh.set_default_timeout(30_000)
    faults.watch(fresh)
    yield fresh
    fresh.close()
    assert not faults.found


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab of that profile."""
    return context.new_page()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script that looks for faults of accessibility."""
    if not AXE.is_file():
        _missing("axe-core is not here: make web")
    return Path(AXE).read_text(encoding="utf-8")
