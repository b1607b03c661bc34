"""SPARQL 1.1 over HTTP: queries, updates and graphs to a store, and what comes back or goes wrong, in one line each.

Protocol and Update (https://www.w3.org/TR/sparql11-protocol/), Graph Store Protocol
(https://www.w3.org/TR/sparql11-http-rdf-update/). This room may not know what is published or asked.
"""

from __future__ import annotations

import os
import re
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
import pyoxigraph as ox

from samverkan import __version__
from samverkan.errors import EndpointError, RefusedError
from samverkan.results import Solutions
from samverkan.scale.credentials import PASSWORD, TOKEN, USER, credentials
from samverkan.scale.endpoints import Addresses, find

SOLUTIONS, TRIPLES = "application/sparql-results+json", "application/n-triples"
_AGAIN = "try again later; what has arrived is not sent again"
_NO_SUCH_SERVICE = {404, 405, 501}
_NOT_NOW = {408, 429, 502, 503, 504}
_LONGEST_REASON = 200
TIMEOUT = 300.0
_LONGEST_CONNECT = 20.0


@dataclass(kw_only=True)
class RemoteStore:
    """A SPARQL 1.1 store: `addresses` as far as the user named them are completed at the first request.

    `timeout` is how long one request may take, in seconds.
    """

    address: str
    named: Addresses = field(default_factory=Addresses)
    timeout: float = TIMEOUT
    _client: httpx.Client = field(init=False)
    _addresses: Addresses = field(init=False)

    def __post_init__(self) -> None:
        """Find the store. Raises EndpointError."""
        for url in (self.address, self.named.query, self.named.update, self.named.graph_store):
            _refuse_address(url)
        headers = {"User-Agent": f"samverkan/{__version__}"}
        self._client = httpx.Client(auth=credentials(os.environ), headers=headers)
        weakref.finalize(self, self._client.close)  # connections are kept between requests, and end with the store
        self._addresses = find(self.address, self.named, self._probe)

    def _probe(self, url: str) -> httpx.Response:
        return self._send("GET", url, params={"query": "ASK {}"}, headers={"Accept": SOLUTIONS})

    def query(self, text: str, accept: str, dataset: Sequence[tuple[str, str]] = ()) -> httpx.Response:
        """The answer to a query in this media type; `dataset` are pairs of the protocol's parameters and graphs."""
        form: dict[str, list[str]] = {"query": [text]}
        for parameter, graph in dataset:
            form.setdefault(parameter, []).append(graph)
        return self._send("POST", self._addresses.query or "", data=form, headers={"Accept": accept})

    def rows(self, text: str) -> list[tuple[str, ...]]:
        """The answer to a SELECT without unbound variables, as the values of its terms."""
        answer = parsed(self.query(text, SOLUTIONS), self.address)
        if isinstance(answer, bool):
            raise _unreadable(self.address, "yes or no to a SELECT")
        return [tuple(str(getattr(term, "value", "")) for term in row) for row in answer.rows]

    def count(self, graph: str | None) -> int:
        """How many triples a named graph, or the default graph, holds now."""
        pattern = "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
        ((number,),) = self.rows(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
        return int(number)

    def update(self, text: str, patience: float = 1.0) -> None:
        """Run an update, all its operations in one request, which may take so many times as long as others."""
        headers = {"Content-Type": "application/sparql-update"}
        url = self._addresses.update or ""
        self._send("POST", url, content=text.encode(), headers=headers, timeout=self.timeout * patience)

    def add(self, graph: str, lines: Sequence[str]) -> None:
        """Add N-Triples lines to a named graph: over the Graph Store Protocol, or as an update where there is none."""
        if self._addresses.graph_store:
            try:
                self._post(graph, lines)
            except RefusedError as refusal:
                if refusal.status not in _NO_SUCH_SERVICE or self.named.graph_store:
                    raise
                self._addresses = Addresses(query=self._addresses.query, update=self._addresses.update)
            else:
                return
        data = "\n".join(lines)
        tied = any(has_blank_node(line) for line in lines)  # Virtuoso refuses these in INSERT DATA, not in a template
        form = "INSERT {{ {0} }} WHERE {{ }}" if tied else "INSERT DATA {{ {0} }}"
        self.update(form.format(f"GRAPH <{graph}> {{\n{data}\n}}"))

    def _post(self, graph: str, lines: Sequence[str]) -> None:
        content = "".join(f"{line}\n" for line in lines).encode()
        headers = {"Content-Type": TRIPLES}
        self._send("POST", self._addresses.graph_store or "", params={"graph": graph}, content=content, headers=headers)

    def _send(
        self,
        method: str,
        url: str,
        *,
        headers: dict[str, str],
        params: dict[str, str] | None = None,
        data: dict[str, list[str]] | None = None,
        content: bytes | None = None,
        timeout: float | None = None,
    ) -> httpx.Response:
        """One request. Raises EndpointError when the store is not there, RefusedError when it says no."""
        seconds = timeout or self.timeout
        limit = httpx.Timeout(seconds, connect=min(seconds, _LONGEST_CONNECT))
        try:
            response = self._client.request(
                method, url, params=params, data=data, content=content, headers=headers, timeout=limit
            )
        except httpx.TimeoutException as problem:
            message = f"the store does not answer within {seconds:g} seconds: give it more with --timeout, or {_AGAIN}"
            raise EndpointError(message=message, file=url) from problem
        except httpx.ConnectError as problem:
            message = f"no store answers here ({problem}): start it, or check the address; {_AGAIN}"
            raise EndpointError(message=message, file=url) from problem
        except httpx.HTTPError as problem:
            message = f"the connection breaks off ({type(problem).__name__}): {_AGAIN}"
            raise EndpointError(message=message, file=url) from problem
        if response.is_success:
            return response
        raise _refusal(response, url)


def has_blank_node(line: str) -> bool:
    """Whether this N-Triples line has a blank node as subject or object."""
    return line.startswith("_:") or line.split(" ", 2)[2].startswith("_:")


def parsed(response: httpx.Response, address: str) -> Solutions | bool:
    """The solutions, or yes or no, in an answer. Raises EndpointError when it is no such answer, or breaks off."""
    try:
        answer = ox.parse_query_results(response.content, format=ox.QueryResultsFormat.JSON)
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        rows = tuple(tuple(solution) for solution in answer)  # the parser reads on as rows are taken
    except SyntaxError as problem:
        raise _unreadable(address, str(problem)) from problem
    return Solutions(variables=tuple(variable.value for variable in answer.variables), rows=rows)


def triples(response: httpx.Response, address: str) -> list[ox.Triple]:
    """The triples in an answer. Raises EndpointError when there are none to read."""
    try:
        return [quad.triple for quad in ox.parse(response.content, format=ox.RdfFormat.TURTLE)]  # N-Triples are Turtle
    except SyntaxError as problem:
        raise _unreadable(address, str(problem)) from problem


def _unreadable(address: str, problem: str) -> EndpointError:
    message = f"the store's answer can't be read ({_brief(problem)}): ask for less, or try again later"
    return EndpointError(message=message, file=address)


def _refuse_address(url: str | None) -> None:
    if url is None:
        return
    try:
        parts = httpx.URL(url)
    except httpx.InvalidURL as problem:
        raise RefusedError(message=f"this is no address ({problem}): write http://host:port/…") from problem
    if parts.scheme not in ("http", "https") or not parts.host:
        raise RefusedError(message="this is no address of a store: write http://host:port/…", file=url)
    if parts.userinfo:
        message = f"a password does not belong into an address: set {USER} and {PASSWORD}"
        raise RefusedError(message=message, file=str(parts.copy_with(userinfo=b"")))


def _refusal(response: httpx.Response, url: str) -> EndpointError:
    status, reason = response.status_code, _brief(response.text)
    said = f"the store answers {status}" + (f" ({reason})" if reason else "")
    if status == 401:
        message = f"the store asks who you are, or refuses the answer (401): set {USER} and {PASSWORD}, or {TOKEN}"
    elif status == 403:
        message = f"you may not do this here ({status}): ask for the right to, or set {USER} and {PASSWORD}"
    elif status in _NO_SUCH_SERVICE:
        message = f"{said}, so this is not its address for this: see --query-url, --update-url, --graph-store-url"
    elif status in _NOT_NOW:
        return EndpointError(message=f"{said}: {_AGAIN}", file=url)
    elif response.is_redirect:
        target = response.headers.get("location", "elsewhere")
        message = f"the store has moved to {target}: name that address"
    else:
        message = f"the store refuses this: {said}"
    return RefusedError(message=message, file=url, status=status)


def _brief(text: str) -> str:
    """The beginning of what a server says, without its markup, on one line."""
    words = " ".join(re.sub(r"<[^>]*>", " ", text[: 10 * _LONGEST_REASON]).split())
    return words if len(words) <= _LONGEST_REASON else words[: _LONGEST_REASON - 1] + "…"
