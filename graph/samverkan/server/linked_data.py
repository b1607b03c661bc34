"""Linked data over HTTP: IRIs lead to pages for people and to descriptions for programs. It never asks the store.

A thing keeps its IRI, whatever address it is served at: `id/…` below the address of this server leads to what is known
of the IRI `id/…` below the build's base. Documents, unlike things, are named by the address that they are served at.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from samverkan.errors import HttpError
from samverkan.linked.formats import BY_SUFFIX, BY_TYPE, FORMATS
from samverkan.pages.addresses import LANGUAGES
from samverkan.pages.rendering import MEDIA_TYPE
from samverkan.server import links, responses
from samverkan.server.negotiation import best, language
from samverkan.server.people import SAFE, shown
from samverkan.server.served import Served

PAGE = "text/html"
METHODS = ("GET", "HEAD")
SEE_OTHER = 303


def routes(served: Served) -> Sequence[BaseRoute]:
    """The things of the graph, and its ontology."""

    async def thing(request: Request) -> Response:
        return await _thing(served, request, request.path_params["path"])

    async def ontology(request: Request) -> Response:
        return await _ontology(served, request, request.path_params.get("suffix"))

    return [
        Route("/id/{path:path}", thing, methods=METHODS),
        Route("/ontology", ontology, methods=METHODS),
        Route("/ontology.{suffix}", ontology, methods=METHODS),
    ]


async def _thing(served: Served, request: Request, path: str) -> Response:
    """A thing's IRI leads elsewhere; with the suffix of a format it is the address of a description."""
    name, dot, suffix = path.rpartition(".")
    answer = await served.pool.ask("known", iri=f"{served.base_iri}id/{path}")
    await answer.chunks.aclose()
    if answer.head["known"]:
        return _elsewhere(served, request, path)
    if answer.head["graph"]:
        return RedirectResponse(f"{served.address}.well-known/void", SEE_OTHER)
    if dot and suffix in BY_SUFFIX:
        return await _description(served, request, name, suffix)
    if best(request.headers.get("accept"), [*BY_TYPE, PAGE]) == PAGE:
        status, content = await shown(served, f"/{language_of(request)}/id/{quote(path)}/", {})
        headers = {**SAFE, "Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
        return Response(content, status, headers, MEDIA_TYPE)
    raise HttpError(message=f"the graph says nothing of <{served.base_iri}id/{path}>", status=404)


def _elsewhere(served: Served, request: Request, path: str) -> Response:
    """The page for people in their language, or a description for programs, as they ask for it."""
    target = liked_of(request)
    where = f"{language_of(request)}/{quote(path)}/" if target == PAGE else f"id/{quote(path)}.{target}"
    headers = {
        "Vary": "Accept, Accept-Language",
        **links.joined(links.of_thing(served, path, "describedby"), links.of_dataset(served)),
    }
    return RedirectResponse(served.address + where, SEE_OTHER, headers)


def liked_of(request: Request, *, pages: bool = True) -> str:
    """The suffix of the format of RDF that a client likes best, or PAGE where there is one. Raises HttpError 406."""
    offers = [*([PAGE] if pages else []), *BY_TYPE]
    liked = best(request.headers.get("accept"), offers)
    if liked is None:
        raise HttpError(message=f"there is no such format here: ask for {', '.join(offers)}", status=406)
    return liked if liked == PAGE else BY_TYPE[liked].suffix


def language_of(request: Request) -> str:
    """The language of the pages that a client likes best."""
    return language(request.headers.get("accept-language"), LANGUAGES)


async def _description(served: Served, request: Request, path: str, suffix: str) -> Response:
    etag = responses.tag(served.version, "thing", path, suffix)
    known = responses.unchanged(request, etag)
    if known is not None:
        return known
    iri = f"{served.base_iri}id/{path}"
    answer = await served.pool.ask(
        "describe",
        iri=iri,
        suffix=suffix,
        address=str(f"{served.address}id/{path}.{suffix}"),
        dataset=f"{served.address}dataset",
        licence=served.offer.licence,
    )
    others = [one for one in links.of_thing(served, path, "alternate") if f".{suffix}>" not in one]
    told = links.joined([links.link(iri, "describes")], others, links.of_dataset(served))
    return responses.Streamed(answer, {**responses.cached(etag), **told})


async def _ontology(served: Served, request: Request, suffix: str | None) -> Response:
    """The ontology: a page for people, elsewhere; the same address for programs, in the format that they like."""
    if suffix is not None and suffix not in BY_SUFFIX:
        raise HttpError(message=f"the ontology is here as {', '.join(BY_SUFFIX)}, not as {suffix}", status=404)
    target = suffix or liked_of(request)
    if target == PAGE:
        headers = {"Vary": "Accept, Accept-Language"}
        return RedirectResponse(f"{served.address}{language_of(request)}/ontology/", SEE_OTHER, headers)
    etag = responses.tag(served.version, "ontology", target)
    known = responses.unchanged(request, etag)
    if known is not None:
        return known
    address = f"{served.address}ontology"
    others = [links.link(f"{address}.{one.suffix}", "alternate", one.media_type) for one in FORMATS]
    told = links.joined(others, links.of_dataset(served))
    return responses.Streamed(await served.pool.ask("ontology", suffix=target), {**responses.cached(etag), **told})
