"""A page's model and a template → the bytes of the page. Escapes all that it shows; decides nothing.

No template holds an inline script or style: the pages are served under a strict Content-Security-Policy. Scripts of
`web/` enhance what stands in the page; they are named only where they have been built.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from samverkan.pages.addresses import LANGUAGES, Address, escaped
from samverkan.pages.tables import Proof
from samverkan.pages.words import words

MEDIA_TYPE = "text/html; charset=utf-8"
FORMATS = (("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("nt", "application/n-triples"))
_NAMES = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples"}
_MENU = ("home", "questions", "network", "map", "projects", "organisations", "municipalities", "documents", "console")


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """What all pages of one site share.

    `assets` are the names of the files in `assets/` that are there; `live` says whether a server answers queries.
    """

    assets: frozenset[str] = frozenset()
    live: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Crumb:
    """A step of the way from the first page: what it is called, and its path below the language; None for no page."""

    label: str
    path: str | None


def render(
    template: str,
    address: Address,
    frame: Frame,
    *,
    title: str,
    trail: tuple[Crumb, ...] = (),
    content: Mapping[str, object] | None = None,
    root: str | None = None,
) -> bytes:
    """The page: `content` are the template's own variables beside those of every page.

    `root` is the way to the root where it is not that from the page's address.
    """
    root = address.root if root is None else root
    say = words(address.language)
    page = _environment().get_template(f"{template}.html")
    return page.render(
        address=address,
        root=root,
        language=address.language,
        others=[(say_in(other), address.other(other)) for other in LANGUAGES],
        home=f"{root}{address.language}/",
        menu=[(name, "" if name == "home" else f"{name}/") for name in _MENU],
        frame=frame,
        page=template,
        say=say,
        title=title,
        formats=FORMATS,
        names=_NAMES,
        trail=trail,
        **(content or {}),
    ).encode()


def say_in(language: str) -> tuple[str, str]:
    """A language's code, and its name in itself."""
    return language, words(language)("site.language")


@cache
def _environment() -> Environment:
    pages = Environment(
        loader=PackageLoader("samverkan.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.tests["proof"] = lambda cell: isinstance(cell, Proof)
    pages.tests["values"] = lambda cell: isinstance(cell, tuple)
    pages.filters["path"] = escaped
    return pages
