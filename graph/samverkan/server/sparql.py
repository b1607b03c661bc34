"""The SPARQL 1.1 Protocol: from requests to pieces of work, from answers to responses. It never asks the store."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from samverkan import queries
from samverkan.linked.formats import BY_TYPE
from samverkan.server import asked, responses
from samverkan.server.asked import Asked
from samverkan.server.linked_data import PAGE, language_of, liked_of
from samverkan.server.negotiation import best
from samverkan.server.served import Served
from samverkan.server.work import Json

PATH = "/sparql"
_CHANGING = {"BNODE", "NOW", "RAND", "SERVICE", "STRUUID", "UUID"}


def routes(served: Served) -> Sequence[BaseRoute]:
    """The endpoint, with and without a slash at the end."""

    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": asked.METHODS, "Accept-Post": _accepted()})
        if request.method == "POST":
            content = asked.unpacked(await body(request), request.headers.get("content-encoding", ""))
            content_type = request.headers.get("content-type", "")
            return await _answer(served, request, asked.by_post(request.scope["query_string"], content_type, content))
        question = asked.by_get(request.scope["query_string"])
        return await (_describe(served, request) if question is None else _answer(served, request, question))

    methods = asked.METHODS.split(", ")
    return [Route(path, answer, methods=methods) for path in (PATH, f"{PATH}/")]


async def _answer(served: Served, request: Request, question: Asked) -> Response:
    accept = request.headers.get("accept", "")
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    if request.method != "POST" and not _CHANGING.intersection(queries.words(question.query)):
        etag = responses.tag(served.version, accept, repr(question))
        known = responses.unchanged(request, etag)
        if known is not None:
            return known
        headers = responses.cached(etag)
    limits = served.pool.limits
    given: dict[str, Json] = {"accept": accept, "base": served.address + PATH[1:], **question.arguments()}
    answer = await served.pool.ask("query", rows=limits.rows, services=limits.services, **given)
    return responses.Streamed(answer, headers)


async def _describe(served: Served, request: Request) -> Response:
    """What the service is, for programs; for people, the console in their language."""
    if best(request.headers.get("accept"), [*BY_TYPE, PAGE]) == PAGE:
        where = f"{served.address}{language_of(request)}/console/"
        return RedirectResponse(where, headers={"Vary": "Accept, Accept-Language"})
    suffix = liked_of(request, pages=False)
    etag = responses.tag(served.version, "service", suffix)
    known = responses.unchanged(request, etag)
    if known is not None:
        return known
    answer = await served.pool.ask("service", suffix=suffix, address=served.address)
    return responses.Streamed(answer, responses.cached(etag))


async def body(request: Request) -> bytes:
    """The body as it is sent, as long as it is not too large."""
    whole = bytearray()
    async for chunk in request.stream():
        whole += chunk
        if len(whole) > asked.LARGEST:
            raise asked.too_large()
    return bytes(whole)


def _accepted() -> str:
    return f"{asked.FORM}, {asked.QUERY}"
