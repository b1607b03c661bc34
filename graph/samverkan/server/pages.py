"""The pages over HTTP, the data of their scripts, and the files that they load. It never asks the store.

What is looked up by name is looked up here: the names come from a worker once, and the search in them is short.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from samverkan import __version__
from samverkan.errors import HttpError
from samverkan.pages import questions
from samverkan.pages.addresses import LANGUAGES, LISTS, PLAIN, Address, parse
from samverkan.pages.assets import assets
from samverkan.pages.book import search_page
from samverkan.pages.rendering import MEDIA_TYPE, Frame
from samverkan.pages.search import MOST, Found, Index, from_json
from samverkan.server import links, responses
from samverkan.server.linked_data import METHODS, language_of
from samverkan.server.people import SAFE, shown
from samverkan.server.pool import text
from samverkan.server.served import Served

_JSON = "application/json"
_USUAL = 10
_TYPES: Mapping[str, str] = {".js": "text/javascript", ".css": "text/css", ".json": _JSON, ".svg": "image/svg+xml"}


def routes(served: Served) -> Sequence[BaseRoute]:
    """The pages, their data and their files."""
    room = _Room(served)
    return [
        Route("/", room.entrance, methods=METHODS),
        Route("/assets/{name:path}", room.asset, methods=METHODS),
        Route("/data/search.json", room.found, methods=METHODS),
        Route("/data/questions.json", room.questions, methods=METHODS),
        Route("/data/{name}.json", room.data, methods=METHODS),
        Route("/data/queries/{name}.rq", room.query, methods=METHODS),
        Route("/data/answers/{name}", room.answer, methods=METHODS),
        *(
            Route(f"/{language}{rest}", room.page, methods=METHODS)
            for language in LANGUAGES
            for rest in ("", "/{path:path}")
        ),
    ]


class _Room:
    """What the routes share: the build, the files that have been made for the pages, the names, what is asked often."""

    def __init__(self, served: Served) -> None:
        self._served, self._assets = served, assets()
        self._frame = Frame(assets=frozenset(self._assets))
        self._index: asyncio.Task[Index] | None = None
        self._often: dict[str, bytes] = {}

    # --- pages

    async def entrance(self, request: Request) -> Response:
        """To the first page, in the language that is liked best."""
        return RedirectResponse(f"{self._served.address}{language_of(request)}/", 302, {"Vary": "Accept-Language"})

    async def page(self, request: Request) -> Response:
        """The page at an address; one without the slash at its end leads to it."""
        path = request.url.path
        address = parse(path)
        if address is None or not path.endswith("/"):
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"{path}/{query}", 308)
        etag = self._tag(path, request.url.query)
        known = responses.unchanged(request, etag)
        if known is not None:
            return known
        status, content = await self._page(address, path, dict(request.query_params))
        kept = {**responses.cached(etag), **self._links(address)} if status == 200 else {"Cache-Control": "no-store"}
        headers = {**kept, **SAFE, "Content-Language": address.language}
        return Response(content, status, headers, MEDIA_TYPE)

    async def _page(self, address: Address, path: str, fields: Mapping[str, str]) -> tuple[int, bytes]:
        if address.path == "search" and address.part == 1:
            query = fields.get("q", "")
            found = await self._search(query, MOST) if query.strip() else []
            return 200, search_page(address, self._frame, query, found)
        often = address.path in (*PLAIN, *LISTS) and address.part == 1 and not fields
        if often and path in self._often:
            return 200, self._often[path]
        status, content = await shown(self._served, path, fields)
        if often:
            self._often[path] = content
        return status, content

    def _links(self, address: Address) -> Mapping[str, str]:
        thing = address.path if "/" in address.path and not address.path.startswith("questions/") else None
        described = links.of_thing(self._served, thing, "alternate") if thing else []
        here = links.link(self._served.address + address.folder, "canonical")
        return links.joined([here], described, links.of_dataset(self._served))

    # --- data

    async def found(self, request: Request) -> Response:
        """The things whose names are like `q`, in the `language` that is asked for."""
        fields = request.query_params
        limit, language = fields.get("limit", str(_USUAL)), fields.get("language", LANGUAGES[0])
        if not limit.isdecimal() or language not in LANGUAGES:
            raise HttpError(message=f"limit is a number, language one of {', '.join(LANGUAGES)}", status=400)
        found = await self._search(fields.get("q", ""), int(limit[:4]))
        return self._json(
            request, json.dumps({"results": [one.as_json(language) for one in found]}, ensure_ascii=False)
        )

    async def questions(self, request: Request) -> Response:
        """All questions."""
        return self._json(request, questions.as_json())

    async def data(self, request: Request) -> Response:
        """`partnerships.json`, `terms.json`, `names.json`: made once."""
        name = request.path_params["name"]
        if name not in ("names", "partnerships", "terms"):
            raise HttpError(message=f"there is no data/{name}.json", status=404)
        if name not in self._often:
            self._often[name] = await text((await self._served.pool.ask(name)).chunks)
        return self._json(request, self._often[name])

    async def query(self, request: Request) -> Response:
        """A query file."""
        asked = questions.questions().get(request.path_params["name"])
        if asked is None:
            raise HttpError(message="there is no such query", status=404)
        return Response(asked.text, headers={"Cache-Control": "no-cache"}, media_type="application/sparql-query")

    async def answer(self, request: Request) -> Response:
        """The answer to a question as a file: `NAME.FORM`, with the values of its form."""
        name, _, form = request.path_params["name"].partition(".")
        if name not in questions.questions() or form not in questions.FORMS:
            raise HttpError(
                message=f"there is no such answer: ask for NAME.{', NAME.'.join(questions.FORMS)}", status=404
            )
        fields = dict(request.query_params)
        answered = await self._served.pool.ask("answer", name=name, form=form, fields=fields)
        told = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Cache-Control": "public, no-cache"}
        return responses.Streamed(answered, told)

    async def asset(self, request: Request) -> Response:
        """A file that pages load."""
        path = self._assets.get(request.path_params["name"])
        if path is None:
            raise HttpError(message="there is no such file: `make web` may not have been run", status=404)
        media_type = _TYPES.get(PurePath(path).suffix)
        return FileResponse(path, headers={"Cache-Control": "public, no-cache", **SAFE}, media_type=media_type)

    # --- what they share

    async def _search(self, query: str, limit: int) -> Sequence[Found]:
        if self._index is None or (self._index.done() and self._index.exception()):
            self._index = asyncio.create_task(self._read_names())
        index = await asyncio.shield(self._index)
        return await asyncio.to_thread(index.search, query, limit)

    async def _read_names(self) -> Index:
        content = await text((await self._served.pool.ask("names")).chunks)
        return await asyncio.to_thread(lambda: Index(from_json(content)))

    def _json(self, request: Request, content: str | bytes) -> Response:
        etag = self._tag(request.url.path, request.url.query)
        return responses.unchanged(request, etag) or Response(content, 200, responses.cached(etag), _JSON)

    def _tag(self, *variant: str) -> str:
        """The ETag of what is made of this build by this version with these files."""
        return responses.tag(self._served.version, __version__, *self._assets, *variant)
