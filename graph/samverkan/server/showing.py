"""What workers show: pages, answers to questions as files, and the data of the pages' scripts.

Each is a piece of work: a pure function of a store, the build's files beside it, and arguments that JSON can carry.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from samverkan.errors import HttpError
from samverkan.linked.offer import Offer, dumps
from samverkan.pages import partnerships as parties
from samverkan.pages import questions, search
from samverkan.pages import terms as vocabulary
from samverkan.pages.addresses import parse
from samverkan.pages.assets import assets
from samverkan.pages.book import Book
from samverkan.pages.graph import Graph
from samverkan.pages.rendering import MEDIA_TYPE, Frame
from samverkan.server.work import Json, Work, whole

_JSON = "application/json"


def page(store: ox.Store, arguments: Mapping[str, Json]) -> Work:
    """The page at `path` of the build in `folder`, with the form's `fields`; `status` 404 and a page where none is."""
    address = parse(str(arguments["path"]))
    if address is None:
        raise HttpError(message=f"there is no page {arguments['path']}: begin at /", status=404)
    book = _book(store, *(str(arguments[name]) for name in ("folder", "publisher", "licence")))
    content = book.page(address, _texts(arguments["fields"]))
    if content is None:
        return whole(book.missing(address), media_type=MEDIA_TYPE, status=404)
    return whole(content, media_type=MEDIA_TYPE, status=200)


@lru_cache(maxsize=1)
def _book(store: ox.Store, folder: str, publisher: str, licence: str) -> Book:
    """A worker's own view of the build: what it has read once is remembered from page to page."""
    offer = Offer(address="", publisher=publisher, licence=licence, dumps=dumps(Path(folder)))
    return Book(store, Path(folder), Frame(assets=frozenset(assets())), offer)


def answer(store: ox.Store, arguments: Mapping[str, Json]) -> Work:
    """The answer to the question `name` in the form `form`, with the values `fields`."""
    query, form = questions.questions()[str(arguments["name"])], str(arguments["form"])
    given = questions.given(query, _texts(arguments["fields"]))
    return whole(
        questions.written(questions.Answers(Graph(store)), query, given, form), media_type=questions.FORMS[form]
    )


def _texts(fields: Json) -> Mapping[str, str]:
    return {name: str(text) for name, text in fields.items()} if isinstance(fields, Mapping) else {}


def partnerships(store: ox.Store, _: Mapping[str, Json]) -> Work:
    """Who works with whom, for the network and the map."""

    def write(sink: BinaryIO) -> None:
        for piece in parties.partnerships(store):
            sink.write(piece)

    return Work(head={"media_type": _JSON}, write=write)


def terms(store: ox.Store, _: Mapping[str, Json]) -> Work:
    """The terms in use, for the console."""
    return whole(vocabulary.terms(store), media_type=_JSON)


def names(store: ox.Store, _: Mapping[str, Json]) -> Work:
    """All names, for the search."""
    return whole(search.as_json(search.names(store)), media_type=_JSON)
