"""What of a web page is not its content: menus, banners, footers, links elsewhere. Judges by marks, not by facts.

Tried on pages as municipalities and funds publish them, trafilatura alone drops fact boxes in asides, definition lists
and contact blocks, and reads a table's caption as a column. So it only finds where the content of an unmarked page
stands; what lies outside is kept unless it is marked as furniture or hardly more than links. A lost fact is worse than
a footer.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import trafilatura
from lxml import html
from lxml.html import HtmlElement

logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # what it grumbles about is no concern of the user

_MACHINERY = set(
    "script style noscript template svg math iframe object canvas nav dialog input select textarea".split()
)
_ROLES = set("navigation banner contentinfo search dialog alertdialog menu menubar toolbar".split())
_CONSENT = set("cookie cookies cookiebot cookiebar kakor consent gdpr onetrust".split())
_LINKS = set(
    "breadcrumb breadcrumbs brodsmulor brödsmulor share sharing delning related relaterat relaterade skip skiplink "
    "skiplinks pagination newsletter nyhetsbrev comments".split()
)
_FRAME = set(
    "footer sidfot sidhuvud navbar navigation nav menu meny submenu topbar search sok sök searchbox login".split()
)
_ELSEWHERE = re.compile(
    r"(?:relaterad|relaterat|läs också|läs även|fler nyheter|senaste nytt|senaste nyheter|mer från|andra har läst|"
    r"dela sidan|dela artikeln|hitta på sidan|om kakor|om cookies|related|read more|share)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-zåäö]+")
_CAMEL = re.compile(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BOXES = ("article", "aside", "section", "div", "form", "ul", "ol", "table", "tbody", "tr", "td")
_FEWEST_LINKS = 3
_MOSTLY_LINKS = 0.8
_MOST = 0.7


def prune(page: HtmlElement) -> None:
    """Take what is not content out of a page."""
    core = _core(page)
    kept = {core, *core.iterancestors()}
    inside = set(core.iterdescendants())
    for element in list(page.iter("*")):
        if element not in kept and _is_furniture(element, inside=element in inside):
            element.drop_tree()


def _core(page: HtmlElement) -> HtmlElement:
    """The element that is marked as the main part, else the smallest box that holds most of what trafilatura finds."""
    marked = page.xpath("//main | //*[@role='main']")
    if len(marked) == 1 and flat(marked[0]):
        return marked[0]
    found = trafilatura.bare_extraction(html.tostring(page, encoding="unicode"), favor_recall=True, deduplicate=False)
    body = getattr(found, "body", None)
    texts = {" ".join(text.split()) for text in body.itertext() if text.strip()} if body is not None else set()
    core = next(page.iter("body"), page)
    while (
        texts
        and (narrower := next((box for box in core.iterchildren(*_BOXES) if _holds(box, texts)), None)) is not None
    ):
        core = narrower
    return core


def _holds(element: HtmlElement, texts: set[str]) -> bool:
    """Whether most of the texts stand in an element."""
    content = flat(element)
    return sum(len(text) for text in texts if text in content) >= _MOST * sum(map(len, texts))


def flat(element: HtmlElement) -> str:
    """All text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def _is_furniture(element: HtmlElement, *, inside: bool) -> bool:
    words, role = set(_words(element)), element.get("role")
    if element.tag in _MACHINERY or role in _ROLES or words & _CONSENT:
        return True
    if element.tag == "button":
        return not (element.get("aria-expanded") or element.getparent().tag in _HEADINGS)
    if next(element.iter("h1", "table", "dl", "main"), None) is not None:
        return False
    if element.tag == "form":
        return next(element.iter("p", "li", *_HEADINGS), None) is None
    if words & _LINKS or (not inside and (element.tag in {"header", "footer"} or words & _FRAME)):
        return True
    return element.tag in _BOXES and (_leads_elsewhere(element) or (not inside and _is_menu(element)))


def _words(element: HtmlElement) -> Iterator[str]:
    named = f"{element.get('class', '')} {element.get('id', '')}"
    return (found.group() for found in _WORD.finditer(_CAMEL.sub(" ", named).lower()))


def _leads_elsewhere(element: HtmlElement) -> bool:
    """Whether a box begins with a heading that announces other pages ("Relaterade nyheter")."""
    heading = next(element.iter(*_HEADINGS), None)
    if heading is None:
        return False
    announced = flat(heading)
    return bool(_ELSEWHERE.match(announced)) and flat(element).startswith(announced)


def _is_menu(element: HtmlElement) -> bool:
    links = [len(flat(link)) for link in element.iter("a")]
    return len(links) >= _FEWEST_LINKS and sum(links) >= _MOSTLY_LINKS * len(flat(element))
