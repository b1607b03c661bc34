"""What the tests of pages share: a page as a tree, and what must hold of every page."""

from __future__ import annotations

import re
from itertools import pairwise

from lxml import html

_PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?<!\d)\d{6}-\d{4}(?!\d)")


def parsed(page: bytes | None) -> html.HtmlElement:
    assert page is not None
    return html.document_fromstring(page.decode())


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def row(page: html.HtmlElement, heading: str) -> list[str]:
    """The cells of the row, in any table, that this heading names."""
    (found,) = [one for one in page.iter("tr") if one.find("th") is not None and text(one.find("th")) == heading]
    return [text(cell) for cell in found.findall("td")]


def faults(content: bytes) -> list[str]:
    """What is wrong with a page in what must hold of all: language, headings, tables, no inline script or style."""
    page = parsed(content)
    levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4")]
    ids = [one.get("id") for one in page.iter() if isinstance(one.tag, str) and one.get("id")]
    found = {
        "no language": page.get("lang") not in ("sv", "en"),
        "not one first heading": levels.count(1) != 1,
        "a heading is skipped": any(after - before > 1 for before, after in pairwise(levels)),
        "no title": not (page.findtext("head/title") or "").strip(),
        "not both languages": {one.get("hreflang") for one in page.iterfind("head/link[@hreflang]")} != {"sv", "en"},
        "a table without caption": any(one.find("caption") is None for one in page.iter("table")),
        "a heading cell without scope": any(one.get("scope") is None for one in page.iter("th")),
        "an inline script": any(
            not one.get("src") and one.get("type") != "application/ld+json" for one in page.iter("script")
        ),
        "an inline style": any(one.get("style") for one in page.iter()) or page.find(".//style") is not None,
        "an inline handler": any(name.startswith("on") for one in page.iter() for name in one.attrib),
        "an id twice": len(ids) != len(set(ids)),
        "a field without label": any(
            one.get("type") not in ("hidden", "submit")
            and not page.xpath("//label[@for=$name]", name=one.get("id") or "")
            and not one.get("aria-label")
            for one in page.iter("input", "select", "textarea")
        ),
        "no main": len(page.findall(".//main")) != 1,
        "personal data": _PERSONAL.search(page.text_content()) is not None,
    }
    return [name for name, wrong in found.items() if wrong]
