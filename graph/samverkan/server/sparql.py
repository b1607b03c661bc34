"""The SPARQL 1.1 Protocol: from requests to pieces of work, from answers to responses. It never asks the store."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from samverkan.errors import HttpError
from samverkan.server.served import Served

PATH = "/sparql"


def routes(served: Served) -> Sequence[BaseRoute]:
    """The endpoint."""

    async def answer(request: Request) -> Response:
        query = request.query_params.get("query")
        if query is None:
            raise HttpError(message="there is no query: give one as ?query=", status=400)
        answered = await served.pool.ask("query", query=query, accept=request.headers.get("accept"))
        return StreamingResponse(answered.chunks, media_type=str(answered.head["media_type"]))

    return [Route(PATH, answer, methods=["GET"])]
