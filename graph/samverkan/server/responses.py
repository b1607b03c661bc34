"""How answers and refusals are sent, and when a client has them already. It knows no room and asks nothing."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from samverkan.errors import HttpError
from samverkan.server.leaving import BrokenOff
from samverkan.server.negotiation import best
from samverkan.server.pool import Answer

LOG = logging.getLogger("samverkan.server")
_TEXT, _PROBLEM = "text/plain", "application/problem+json"
_TEXTUAL = ("text/csv", "text/tab-separated-values", "text/turtle", "text/plain", "text/html")


class Streamed(StreamingResponse):
    """An answer as it comes from its worker; when the work breaks off, so does the connection."""

    def __init__(self, answer: Answer, headers: Mapping[str, str]) -> None:
        media_type = str(answer.head["media_type"])
        charset = "; charset=utf-8" if media_type in _TEXTUAL else ""
        super().__init__(answer.chunks, headers={"Content-Type": media_type + charset, **headers})
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer; of one to HEAD, what stands before its body."""
        try:
            if scope["method"] == "HEAD":
                await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
                await send({"type": "http.response.body"})
            else:
                await self.stream_response(send)
        except HttpError as problem:
            LOG.warning("an answer was broken off: %s", problem.message)
            raise BrokenOff from problem
        finally:
            await self._answer.chunks.aclose()


def tag(version: str, *variant: str) -> str:
    """The ETag of one variant of an answer that is the same for as long as the build is."""
    digest = hashlib.sha256("\0".join(variant).encode()).hexdigest()[:16]
    return f'W/"{version}-{digest}"'


def cached(etag: str) -> dict[str, str]:
    """The headers of an answer that may be kept, and asked after."""
    return {"ETag": etag, "Cache-Control": "public, no-cache", "Vary": "Accept"}


def unchanged(request: Request, etag: str) -> Response | None:
    """The answer 304 to a client that has this variant."""
    known = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    return Response(status_code=304, headers=cached(etag)) if etag in known else None


async def refused(request: Request, problem: Exception) -> Response:
    """The answer to a request that is refused: plain text, or a problem document (RFC 9457) where that is liked."""
    told = _as_refusal(problem)
    place = {name: at for name, at in (("line", told.line), ("column", told.column)) if at is not None}
    headers = dict(told.headers)
    if told.retry_after is not None:
        headers["Retry-After"] = str(told.retry_after)
    if best(request.headers.get("accept"), [_TEXT, _PROBLEM, "application/json"]) in (None, _TEXT):
        where = ", ".join(f"{name} {at}" for name, at in place.items())
        content, media_type = f"{where}: {told.message}\n" if where else f"{told.message}\n", _TEXT
    else:
        document = {"type": "about:blank", "status": told.status, "detail": told.message, **place}
        content, media_type = json.dumps(document, ensure_ascii=False), _PROBLEM
    return Response(content, told.status, {"Cache-Control": "no-store", **headers}, media_type)


def _as_refusal(problem: Exception) -> HttpError:
    """What our rooms refuse, and what Starlette does: an unknown address, a method that is not allowed."""
    if isinstance(problem, HttpError):
        return problem
    assert isinstance(problem, HTTPException)
    return HttpError(message=problem.detail, status=problem.status_code, headers=dict(problem.headers or {}))
