"""The application: the rooms' routes joined, what holds for all of them, and how errors are told."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from samverkan.errors import HttpError
from samverkan.server import sparql
from samverkan.server.leaving import Leaving
from samverkan.server.negotiation import best
from samverkan.server.served import Served

_ROOMS = (sparql,)
_TEXT, _PROBLEM = "text/plain", "application/problem+json"


def create_app(served: Served) -> Starlette:
    """The application that serves a build; its life is that of the workers."""

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        async with served.pool:
            yield

    return Starlette(
        routes=[route for room in _ROOMS for route in room.routes(served)],
        middleware=[Middleware(Leaving)],
        exception_handlers={HttpError: refusal},
        lifespan=life,
    )


async def refusal(request: Request, problem: Exception) -> Response:
    """The answer to a request that is refused: plain text, or a problem document (RFC 9457) where that is liked."""
    assert isinstance(problem, HttpError)
    place = {name: at for name, at in (("line", problem.line), ("column", problem.column)) if at is not None}
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after is not None else {}
    if best(request.headers.get("accept"), [_TEXT, _PROBLEM, "application/json"]) in (None, _TEXT):
        where = ", ".join(f"{name} {at}" for name, at in place.items())
        content, media_type = f"{where}: {problem.message}\n" if where else f"{problem.message}\n", _TEXT
    else:
        told = {"type": "about:blank", "status": problem.status, "detail": problem.message, **place}
        content, media_type = json.dumps(told, ensure_ascii=False), _PROBLEM
    return Response(content, problem.status, headers, media_type)
