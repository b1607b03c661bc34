"""SPARQL 1.1 Protocol requests → what they ask, or why not. Pure: it is given the parts of a request."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

from samverkan.errors import HttpError
from samverkan.server.work import Json

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
METHODS = "GET, HEAD, OPTIONS, POST"
LARGEST = 1 << 20
_MOST_PARAMETERS = 1000
_UPDATE_PARAMETERS = ("update", "using-graph-uri", "using-named-graph-uri")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A query, and the graphs that make up its dataset; without any, the query's own FROM or the whole store counts."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    def arguments(self) -> dict[str, Json]:
        """What a worker is given."""
        return {"query": self.query, "default": self.default_graphs, "named": self.named_graphs}


def by_get(query_string: bytes) -> Asked | None:
    """What a GET asks; None without a query, when it asks about the service. Raises HttpError 400 and 405."""
    given = parameters(query_string)
    if "update" in given:
        message = "an update can't be made by GET, and this server takes none: the graph is built from its sources"
        raise HttpError(message=message, status=405, headers={"Allow": METHODS})
    return _asked(given) if "query" in given else None


def by_post(query_string: bytes, content_type: str, body: bytes) -> Asked:
    """What a POST asks, by a form or by a query as it is. Raises HttpError 400, 403 and 415."""
    media_type, charset = _media_type(content_type)
    if media_type not in (FORM, QUERY, UPDATE):
        message = f"send a query as {QUERY}, or as the parameter query of a form ({FORM})"
        raise HttpError(message=message, status=415, headers={"Accept-Post": f"{FORM}, {QUERY}"})
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise HttpError(message=f"send UTF-8, not {charset}", status=415)
    given = parameters(query_string)
    if media_type == FORM:
        given = joined(given, parameters(body))
    if media_type == UPDATE or "update" in given:
        message = "this server takes no updates: the graph is built anew from its sources"
        raise HttpError(message=message, status=403)
    return _asked(joined(given, {"query": [_decoded(body)]}) if media_type == QUERY else given)


def unpacked(body: bytes, encoding: str) -> bytes:
    """A request's body without its Content-Encoding. Raises HttpError 400, 413 and 415."""
    if encoding.lower() in ("", "identity"):
        return body
    if encoding.lower() not in ("gzip", "x-gzip"):
        message = f"send the query as it is, or with gzip, not with {encoding}"
        raise HttpError(message=message, status=415, headers={"Accept-Encoding": "gzip"})
    unzip = zlib.decompressobj(wbits=31)
    try:
        content = unzip.decompress(body, LARGEST + 1)
    except zlib.error as problem:
        raise HttpError(message="the request is not gzip, as it says it is", status=400) from problem
    if len(content) > LARGEST:
        raise too_large()
    if not unzip.eof:
        raise HttpError(message="the request ends in the middle of its gzip", status=400)
    return content


def too_large() -> HttpError:
    """The refusal of a body that is larger than any query has to be."""
    return HttpError(message=f"a query has at most {LARGEST} bytes here: ask for less at once", status=413)


def _media_type(content_type: str) -> tuple[str, str]:
    header = Message()
    header["Content-Type"] = content_type or "none/none"  # without one, Message takes text/plain
    return header.get_content_type(), (header.get_content_charset() or "utf-8")


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as problem:
        message = f"the request is not UTF-8 (byte {problem.start}): send UTF-8"
        raise HttpError(message=message, status=400) from problem


def parameters(encoded: bytes) -> dict[str, list[str]]:
    """The values of each parameter of a query string or a form. Raises HttpError 400."""
    try:
        pairs = parse_qsl(_decoded(encoded), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError as problem:
        raise HttpError(message="a parameter is not percent-encoded UTF-8", status=400) from problem
    except ValueError as problem:
        raise HttpError(message=f"more than {_MOST_PARAMETERS} parameters", status=400) from problem
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    return given


def joined(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The values of both."""
    return {name: [*one.get(name, ()), *other.get(name, ())] for name in (*one, *other)}


def _asked(given: Mapping[str, Sequence[str]]) -> Asked:
    queries = given.get("query", ())
    if len(queries) != 1:
        found = "there are several" if queries else "there is none"
        raise HttpError(message=f"give one query as the parameter query: {found}", status=400)
    for name in _UPDATE_PARAMETERS:
        if name in given:
            message = f"{name} belongs to an update: name a query's graphs by default-graph-uri and named-graph-uri"
            raise HttpError(message=message, status=400)
    return Asked(
        query=queries[0],
        default_graphs=tuple(given.get("default-graph-uri", ())),
        named_graphs=tuple(given.get("named-graph-uri", ())),
    )
