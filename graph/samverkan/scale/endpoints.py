"""Where a store takes queries, updates and graphs: the user names it, or the store is asked and known by its answer.

Every store has its own paths below one address. This room may only ask `ASK {}`, which changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from samverkan.errors import RefusedError

Probe = Callable[[str], httpx.Response]


@dataclass(frozen=True, kw_only=True, slots=True)
class Addresses:
    """Where a store takes queries, updates, and graphs (SPARQL 1.1 Graph Store Protocol) if it does."""

    query: str | None = None
    update: str | None = None
    graph_store: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Layout:
    """A product's paths below its address, and what gives it away in an address or the headers of an answer."""

    sign: str
    query: str
    update: str
    graph_store: str


_LAYOUTS = (
    _Layout(sign="oxigraph", query="query", update="update", graph_store="store"),
    _Layout(sign="virtuoso", query="sparql", update="sparql-auth", graph_store="sparql-graph-crud-auth"),
    _Layout(sign="/repositories/", query="", update="statements", graph_store="rdf-graphs/service"),  # GraphDB, RDF4J
    _Layout(sign="fuseki|/query$", query="query", update="update", graph_store="data"),
)
_RESULTS = "application/sparql-results"


def find(address: str, named: Addresses, probe: Probe) -> Addresses:
    """The addresses of the store at this address; those that the user named stay as they are.

    `probe` asks an address `ASK {}`. Raises RefusedError when no address answers it as SPARQL.
    """
    url, response = _first_answer([named.query] if named.query else _candidates(address), probe)
    seen = " ".join([url, *response.headers.keys(), response.headers.get("server", "")]).casefold()
    layout = next((one for one in _LAYOUTS if re.search(one.sign, seen)), None)
    if layout is None:
        return Addresses(query=url, update=named.update or url, graph_store=named.graph_store)
    base = url.removesuffix(f"/{layout.query}")
    return Addresses(
        query=url,
        update=named.update or f"{base}/{layout.update}",
        graph_store=named.graph_store or (f"{base}/{layout.graph_store}" if not named.update else None),
    )


def _candidates(address: str) -> list[str]:
    base = address.rstrip("/")
    below = [f"{base}/{path}" for path in dict.fromkeys(one.query for one in _LAYOUTS) if path]
    return [base, *below] if base.rpartition("/")[2] in ("query", "sparql") else [*below, base]


def _first_answer(urls: list[str], probe: Probe) -> tuple[str, httpx.Response]:
    for url in urls:
        try:
            response = probe(url)
        except RefusedError as refusal:
            if refusal.status in (401, 403):
                raise
            continue
        if response.headers.get("content-type", "").startswith(_RESULTS):
            return url, response
    tried = ", ".join(urls)
    message = "nothing here speaks SPARQL: name the store's own address, or give --query-url and --update-url"
    raise RefusedError(message=message, file=tried)
