"""A term of the graph as something to show: a thing with its name and page, money, a number, a day, or text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from samverkan.identifiers import DCTERMS, SKOS, XSD, sam
from samverkan.model import AMOUNTS
from samverkan.pages.addresses import path_of
from samverkan.pages.graph import Graph, Label
from samverkan.results import short

_AMOUNTS = {sam(name) for name in AMOUNTS}
_SHARE = sam("unionCofinancingRate")
_NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "double", "float")}
_DAYS = {f"{XSD}{name}" for name in ("date", "gYear", "gYearMonth", "dateTime")}
_LEADS_ELSEWHERE = {f"{SKOS}exactMatch", "https://schema.org/url", f"{DCTERMS}source", f"{DCTERMS}license"}
SEK = "SEK"


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """One value: `kind` says how it is written (`thing`, `money`, `number`, `share`, `day`, `text`, `link`, `word`).

    A `thing` has a label, and a `path` where it has a page; `unit` is money's currency; `language` is the text's.
    """

    kind: str
    text: str
    label: Label | None = None
    path: str | None = None
    unit: str | None = None
    language: str | None = None

    @property
    def is_numeric(self) -> bool:
        """Whether columns of it stand to the right."""
        return self.kind in ("money", "number", "share")


def thing(graph: Graph, iri: str) -> Value:
    """A thing by its name; a term of another vocabulary by its short one."""
    path = path_of(iri)
    if path is None and not iri.startswith(sam("")):
        return Value(kind="text", text=short(iri))
    return Value(kind="thing", text=iri, label=graph.label(iri), path=path)


def value(graph: Graph, predicate: str, term: ox.NamedNode | ox.Literal, currency: str = SEK) -> Value:
    """A fact's object as its property and its type say."""
    if isinstance(term, ox.NamedNode):
        if predicate in _LEADS_ELSEWHERE and term.value.startswith(("http:", "https:")):
            return Value(kind="link", text=term.value)
        return thing(graph, term.value)
    datatype = term.datatype.value
    if predicate in _AMOUNTS:
        return money(term.value, currency)
    if datatype in _NUMBERS:
        return Value(kind="share" if predicate == _SHARE else "number", text=term.value)
    if datatype in _DAYS:
        return Value(kind="day", text=term.value[:10])
    return Value(kind="text", text=term.value, language=term.language)


def money(amount: Decimal | str, currency: str) -> Value:
    """An amount in its currency."""
    return Value(kind="money", text=f"{Decimal(amount):f}", unit=currency)


def number(count: int) -> Value:
    """A count."""
    return Value(kind="number", text=str(count))


def word(name: str) -> Value:
    """One of the words of the pages."""
    return Value(kind="word", text=name)
