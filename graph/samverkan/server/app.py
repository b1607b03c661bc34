"""The application: the rooms' routes joined, and what holds for all of them. It knows nothing of any one room."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from samverkan.errors import HttpError
from samverkan.server import api, dataset, linked_data, pages, sparql
from samverkan.server.leaving import Leaving
from samverkan.server.responses import refused
from samverkan.server.served import Served

_ROOMS = (sparql, linked_data, dataset, api, pages)
_TOLD = [
    "ETag",
    "Accept-Ranges",
    "Content-Range",
    "Link",
    "X-Total-Count",
    "Location",
    "Retry-After",
    "Content-Disposition",
]
_MIDDLEWARE = (
    Middleware(Leaving),
    Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "OPTIONS", "POST"],
        allow_headers=["*"],
        expose_headers=_TOLD,
    ),
    Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5),
)


def create_app(served: Served) -> Starlette:
    """The application that serves a build, whose workers somebody else opens and closes."""
    return Starlette(
        routes=[route for room in _ROOMS for route in room.routes(served)],
        middleware=_MIDDLEWARE,
        exception_handlers={HttpError: refused, HTTPException: refused},
    )
