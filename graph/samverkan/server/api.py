"""The questions as an interface for programs: a call's parameters → a piece of work, its answer → a response.

In the convention of grlc (https://github.com/CLARIAH/grlc): `/api/NAME?parameter=value`, `page`, and a Link header.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from samverkan.errors import HttpError
from samverkan.pages.addresses import LANGUAGES
from samverkan.pages.assets import assets
from samverkan.pages.questions import questions
from samverkan.pages.rendering import MEDIA_TYPE, Frame
from samverkan.queries import Query
from samverkan.server import asked, links, openapi, readable, responses
from samverkan.server.linked_data import METHODS, PAGE, SEE_OTHER, language_of
from samverkan.server.negotiation import best
from samverkan.server.parameters import Call, call
from samverkan.server.people import SAFE
from samverkan.server.served import Served
from samverkan.server.sparql import body

_JSON = "application/json"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Api:
    served: Served
    questions: Mapping[str, Query]

    @property
    def path(self) -> str:
        return f"{self.served.address}api/"

    def named(self, name: str) -> tuple[Query, str | None]:
        """The question that an address names, and the format that it ends in. Raises HttpError 404."""
        bare, _, suffix = name.partition(".")
        query = self.questions.get(bare)
        if query is None or (suffix and suffix not in openapi.offered(query).values()):
            raise HttpError(message=f"there is no question {name}: {self.path} lists them", status=404)
        return query, suffix or None

    def description(self, language: str) -> bytes:
        """The OpenAPI document in a language."""
        told = openapi.document(
            list(self.questions.values()),
            address=self.served.address,
            title=self.served.offer.title[language],
            licence=self.served.offer.licence,
            language=language,
        )
        return json.dumps(told, ensure_ascii=False, indent=1).encode()


def routes(served: Served) -> Sequence[BaseRoute]:
    """The calls, and what describes them."""
    api = _Api(served=served, questions=questions())

    async def described(request: Request) -> Response:
        return _described(api, request)

    async def listed(request: Request) -> Response:
        liked = best(request.headers.get("accept"), [_JSON, PAGE])
        if liked != PAGE:
            return _described(api, request)
        headers = {"Vary": "Accept, Accept-Language"}
        return RedirectResponse(f"{served.address}{language_of(request)}/api/", SEE_OTHER, headers)

    async def answer(request: Request) -> Response:
        return await _answer(api, request)

    async def page(request: Request) -> Response:
        return _page(api, request)

    return [
        *(Route(f"/{language}/api/", page, methods=METHODS) for language in LANGUAGES),
        Route("/api/openapi.json", described, methods=METHODS),
        Route("/api/", listed, methods=METHODS),
        Route("/api/{name}", answer, methods=[*METHODS, "POST"]),
    ]


def _described(api: _Api, request: Request) -> Response:
    language = language_of(request)
    etag = responses.tag(api.served.version, "openapi", language)
    known = responses.unchanged(request, etag)
    if known is not None:
        return known
    headers = {**responses.cached(etag), "Vary": "Accept, Accept-Language", "Content-Language": language}
    return Response(api.description(language), headers=headers, media_type=_JSON)


def _page(api: _Api, request: Request) -> Response:
    language = request.url.path.split("/")[1]
    etag = responses.tag(api.served.version, "api", language)
    known = responses.unchanged(request, etag)
    if known is not None:
        return known
    questions = list(api.questions.values())
    content = readable.page(
        questions, title=api.served.offer.title[language], language=language, frame=Frame(assets=frozenset(assets()))
    )
    headers = {**responses.cached(etag), **SAFE, "Content-Language": language}
    return Response(content, headers=headers, media_type=MEDIA_TYPE)


async def _answer(api: _Api, request: Request) -> Response:
    """The rows that a call asks for; for a browser, the page of the question."""
    query, suffix = api.named(request.path_params["name"])
    given = asked.parameters(request.scope["query_string"])
    if request.method == "POST":
        given = asked.joined(given, await _form(request))
    wanted = call(query, given)
    media_type = _media_type(request, wanted, suffix)
    if media_type == PAGE:
        where = f"{language_of(request)}/questions/{query.name}/?{request.url.query}".rstrip("?")
        return RedirectResponse(api.served.address + where, SEE_OTHER, {"Vary": "Accept, Accept-Language"})
    etag = responses.tag(api.served.version, "api", query.name, media_type, repr(sorted(given.items())))
    known = responses.unchanged(request, etag) if request.method != "POST" else None
    if known is not None:
        return known
    answer = await api.served.pool.ask(
        "question",
        name=query.name,
        text=query.text,
        each=wanted.each(),
        start=wanted.start,
        size=wanted.size,
        most=api.served.pool.limits.rows,
        form=openapi.offered(query)[media_type],
        media_type=media_type,
    )
    kept = {"Cache-Control": "no-store", "Vary": "Accept"} if request.method == "POST" else responses.cached(etag)
    return responses.Streamed(answer, {**kept, **_counted(api, wanted, answer.head["total"])})


async def _form(request: Request) -> dict[str, list[str]]:
    """The parameters in the body of a POST. Raises HttpError 400, 413 and 415."""
    media_type = request.headers.get("content-type", asked.FORM).partition(";")[0].strip().lower()
    if media_type != asked.FORM:
        message = f"send the parameters as a form ({asked.FORM}), not as {media_type}"
        raise HttpError(message=message, status=415, headers={"Accept-Post": asked.FORM})
    sent = await body(request)
    return asked.parameters(asked.unpacked(sent, request.headers.get("content-encoding", "")))


def _media_type(request: Request, wanted: Call, suffix: str | None) -> str:
    """What the address says, or the parameter `format`, or else the header. Raises HttpError 400 and 406."""
    offers = openapi.offered(wanted.query)
    name = suffix or wanted.form
    if name is not None:
        named = [media_type for media_type, known in offers.items() if known == name]
        if not named:
            names = list(dict.fromkeys(offers.values()))
            message = f"format is one of {', '.join(names)}, not “{name}”: give one such as {names[0]}"
            raise HttpError(message=message, status=400)
        return named[0]
    liked = best(request.headers.get("accept"), [*offers, PAGE])
    if liked is None:
        raise HttpError(message=f"there is no such format here: ask for {', '.join(offers)}", status=406)
    return liked


def _counted(api: _Api, wanted: Call, total: object) -> dict[str, str]:
    """How many rows there are in all, and where the other pages are."""
    if not isinstance(total, int):
        return {}
    path = f"{api.path}{wanted.query.name}"
    pages = [links.link(wanted.address(path, page), name) for name, page in wanted.pages(total).items()]
    return {"X-Total-Count": str(total), **(links.joined(pages) if pages else {})}
