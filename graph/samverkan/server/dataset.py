"""The dataset over HTTP: what it is, what it holds, how it can be asked, and the files of it. It never asks the store.

What is counted is counted once, by a worker, and kept for as long as the server runs: a build does not change.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from samverkan.errors import HttpError
from samverkan.linked import dcat, examples, sitemap, void
from samverkan.linked.formats import BY_SUFFIX, FORMATS, merged
from samverkan.linked.offer import Dump, Offer
from samverkan.linked.statistics import PARTS, Statistics
from samverkan.model import Statement
from samverkan.pages.addresses import LANGUAGES, LISTS, PLAIN
from samverkan.pages.questions import questions
from samverkan.server import links, responses
from samverkan.server.linked_data import METHODS, PAGE, SEE_OTHER, language_of, liked_of
from samverkan.server.pool import text
from samverkan.server.served import Served
from samverkan.server.work import Json
from samverkan.triples import sorted_lines

_Describe = Callable[[Offer, Statistics], Iterator[Statement]]
_DOCUMENTS: Mapping[str, _Describe] = {
    "dataset": lambda offer, counted: chain(dcat.describe(offer, counted), void.describe(offer, counted)),
    ".well-known/dcat": dcat.describe,
    ".well-known/void": void.describe,
    ".well-known/sparql-examples": lambda offer, _: examples.describe(offer, [*questions().values()]),
}
_UTF8 = "; charset=utf-8"


@dataclass(kw_only=True, eq=False)
class Catalogue:
    """What is known of the dataset: what workers have told of it so far."""

    served: Served
    told: dict[str, Json] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def tell(self, work: str, **arguments: str) -> Json:
        """What a worker tells, asked once."""
        asked = repr((work, arguments))
        async with self.lock:
            if asked not in self.told:
                answer = await self.served.pool.ask(work, **arguments)
                self.told[asked] = json.loads(await text(answer.chunks))
        return self.told[asked]

    async def document(self, name: str, suffix: str) -> bytes:
        """A description in the format with this suffix."""
        counted = {part: await self.tell("count", part=part) for part in PARTS}
        return await asyncio.to_thread(self._written, name, suffix, counted)

    def _written(self, name: str, suffix: str, counted: dict[str, Any]) -> bytes:
        return merged(sorted_lines(_DOCUMENTS[name](self.served.offer, Statistics(**counted))), BY_SUFFIX[suffix])

    async def sitemaps(self) -> dict[str, bytes]:
        """The sitemaps of all pages, by their names."""
        things, asked = await self.tell("things"), (f"questions/{name}" for name in questions())
        assert isinstance(things, list)
        pages = [f"{page}/" if page else "" for page in (*PLAIN, "ontology", "api", *LISTS, *asked, *things)]
        return dict(sitemap.sitemaps(self.served.address, [f"{code}/{page}" for code in LANGUAGES for page in pages]))


def routes(served: Served) -> Sequence[BaseRoute]:
    """The descriptions of the dataset, its files, and what crawlers read."""
    catalogue = Catalogue(served=served)

    async def described(request: Request) -> Response:
        return await _described(catalogue, request)

    async def dump(request: Request) -> Response:
        return _dump(catalogue, request)

    async def crawled(request: Request) -> Response:
        return await _crawled(catalogue, request)

    named = [f"/{name}{ending}" for name in _DOCUMENTS for ending in ("", ".{suffix}")]
    return [
        *(Route(path, described, methods=METHODS) for path in named),
        Route("/dumps/{name}", dump, methods=METHODS),
        *(Route(path, crawled, methods=METHODS) for path in ("/robots.txt", "/sitemap.xml", "/sitemaps/{name}")),
    ]


async def _described(catalogue: Catalogue, request: Request) -> Response:
    """A description in the format that the address names or a client likes best; for people, the page about it."""
    served, suffix = catalogue.served, request.path_params.get("suffix")
    name = request.url.path.strip("/").removesuffix(f".{suffix}")
    if suffix is not None and suffix not in BY_SUFFIX:
        raise HttpError(message=f"this is here as {', '.join(BY_SUFFIX)}, not as {suffix}", status=404)
    wanted = suffix or liked_of(request, pages=name == "dataset")
    if wanted == PAGE:
        headers = {"Vary": "Accept, Accept-Language", **links.joined(links.of_dataset(served))}
        return RedirectResponse(f"{served.address}{language_of(request)}/about/", SEE_OTHER, headers)
    etag = responses.tag(served.version, name, wanted)
    known = responses.unchanged(request, etag)
    if known is not None:
        return known
    others = [links.link(f"{served.address}{name}.{one.suffix}", "alternate", one.media_type) for one in FORMATS]
    told = {**responses.cached(etag), **links.joined(others, links.of_dataset(served))}
    return Response(await catalogue.document(name, wanted), headers=told, media_type=BY_SUFFIX[wanted].media_type)


def _dump(catalogue: Catalogue, request: Request) -> Response:
    """A file of the build, or the parts of it that a Range names."""
    name = request.path_params["name"]
    dump = next((one for one in catalogue.served.offer.dumps if one.name == name), None)
    if dump is None:
        names = ", ".join(one.name for one in catalogue.served.offer.dumps)
        raise HttpError(message=f"there is no file {name}: there are {names}", status=404)
    etag = _dump_tag(dump, request)
    known = responses.unchanged(request, etag)
    if known is not None:
        return known
    headers = {**responses.cached(etag), **links.joined(links.of_dataset(catalogue.served))}
    path = catalogue.served.folder / dump.name
    charset = _UTF8 if dump.media_type.startswith("text/") else ""
    return FileResponse(path, headers=headers, media_type=dump.media_type + charset)


def _dump_tag(dump: Dump, request: Request) -> str:
    """A strong tag for the file as it is, for which parts can be asked; a weak one where it may be sent compressed."""
    packed = "gzip" in request.headers.get("accept-encoding", "") and "range" not in request.headers
    return f'{"W/" if packed else ""}"{dump.sha256[:32]}"'


async def _crawled(catalogue: Catalogue, request: Request) -> Response:
    """`robots.txt`, and sitemaps by their names."""
    name = request.url.path.strip("/")
    etag = responses.tag(catalogue.served.version, name)
    known = responses.unchanged(request, etag)
    if known is not None:
        return known
    if name == "robots.txt":
        robots = sitemap.robots(catalogue.served.address)
        return Response(robots, headers=responses.cached(etag), media_type="text/plain")
    maps = await catalogue.sitemaps()
    if name not in maps:
        raise HttpError(message=f"there is no sitemap {name}: begin with sitemap.xml", status=404)
    return Response(maps[name], headers=responses.cached(etag), media_type="application/xml")
