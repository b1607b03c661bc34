"""All pages, descriptions and dumps of a build as files for any web host: nothing there has to be run.

The site takes an older one's place as a whole, and the same build gives the same bytes. What needs an answering server
is not in it: questions with values of one's own, SPARQL, the search on the server.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox

from samverkan.identifiers import data_iri
from samverkan.linked import dcat, description, formats, sitemap, statistics, void
from samverkan.linked.formats import TURTLE, Format
from samverkan.linked.offer import Offer, offered
from samverkan.model import Statement
from samverkan.pages import questions
from samverkan.pages.addresses import LANGUAGES, Address
from samverkan.pages.assets import assets
from samverkan.pages.book import Book
from samverkan.pages.partnerships import partnerships
from samverkan.pages.rendering import FORMATS, Frame, render
from samverkan.pages.search import as_json, names
from samverkan.pages.terms import terms
from samverkan.pages.words import words
from samverkan.project import MANIFEST_FILE, TOOL, file_digest
from samverkan.store import STORE_FOLDER, open_read_only, replacing
from samverkan.triples import sorted_lines

_SHARE = 64
_BOOKS: dict[Path, Book] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a process needs to write its share of a site."""

    build: Path
    site: Path
    frame: Frame
    offer: Offer


def write(build: Path, target: Path, address: str, **options: str | tuple[str, str] | None) -> int:
    """Write the site of a build that will be at an address, offered with these options; how many files it has.

    Raises UnreadableSourceError where there is no build, OutputError when the folder can't be written or is not a site.
    """
    store = open_read_only(build / STORE_FOLDER)
    loaded = assets()
    frame = Frame(assets=frozenset(loaded), live=False)
    offer = offered(build, address, asked=False, **options)
    with replacing(target) as folder:
        plan = Plan(build=build, site=folder, frame=frame, offer=offer)
        book = Book(store, build, frame, offer)
        pages = list(book.addresses())
        written = dict(_copies(plan, loaded))
        written |= _kept(folder, _data(store))
        written |= _kept(folder, _descriptions(store, offer, [page.folder for page in pages]))
        written |= _kept(folder, _entrances(book, urlsplit(offer.address).path))
        del book
        written |= dict(_pages(plan, sorted({page.path for page in pages})))
        _write_manifest(folder, build, written)
    return len(written) + 1


# --- pages and what is said of things


def _pages(plan: Plan, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every page, in all languages and parts, with the descriptions of its thing: on all cores."""
    shares = [paths[first : first + _SHARE] for first in range(0, len(paths), _SHARE)]
    workers = min(os.cpu_count() or 1, len(shares))
    if workers < 2:
        for share in shares:
            yield from _share(plan, share)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
        for written in pool.map(_share, [plan] * len(shares), shares):
            yield from written


def _share(plan: Plan, paths: Sequence[str]) -> list[tuple[str, str]]:
    book = _book(plan)
    return [one for path in paths for one in _kept(plan.site, _of_path(book, plan.offer, path)).items()]


def _book(plan: Plan) -> Book:
    """A process's own view of the build: what it has read once is remembered from page to page."""
    if plan.site not in _BOOKS:
        _BOOKS.clear()
        _BOOKS[plan.site] = Book(open_read_only(plan.build / STORE_FOLDER), plan.build, plan.frame, plan.offer)
    return _BOOKS[plan.site]


def _of_path(book: Book, offer: Offer, path: str) -> Iterator[tuple[str, bytes]]:
    """The pages of a thing, a list or a question; a thing's descriptions; a question's answer where it is told."""
    for language in LANGUAGES:
        address = Address(language=language, path=path)
        while (page := book.page(address)) is not None:
            yield address.file, page
            address = address.at(address.part + 1)
    kind, _, name = path.partition("/")
    if kind == "questions" and name and book.is_told(questions.questions()[name]):
        files = questions.files(book.answers, questions.questions()[name])
        yield from ((f"data/answers/{name}.{form}", answer) for form, answer in files)
    if book.entities.kind(data_iri(path)) is not None:
        yield from _described(book.graph.store, offer, path)


def _described(store: ox.Store, offer: Offer, path: str) -> Iterator[tuple[str, bytes]]:
    found = description.describe(store, data_iri(path))
    if found is None:
        return
    for suffix, _ in FORMATS:
        document = description.Document(
            address=f"{offer.address}id/{path}.{suffix}", dataset=offer.dataset, licence=offer.licence
        )
        yield f"id/{path}.{suffix}", description.document(found, document, formats.BY_SUFFIX[suffix])


# --- the rest


def _data(store: ox.Store) -> Iterator[tuple[str, bytes]]:
    """What scripts load, and the query files."""
    yield "data/partnerships.json", b"".join(partnerships(store))
    yield "data/names.json", as_json(names(store))
    yield "data/questions.json", questions.as_json()
    yield "data/terms.json", terms(store)
    for name, query in questions.questions().items():
        yield f"data/queries/{name}.rq", query.text.encode()


def _descriptions(store: ox.Store, offer: Offer, pages: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    counted = statistics.count(store)
    yield ".well-known/void", _turtle(void.describe(offer, counted), TURTLE)
    for suffix, _ in FORMATS:
        yield f"dataset.{suffix}", _turtle(dcat.describe(offer, counted), formats.BY_SUFFIX[suffix])
    ontology = description.ontology(store)
    for form in formats.FORMATS:
        if not form.graphs:
            yield f"ontology.{form.suffix}", formats.merged(ontology, form)
    yield from sitemap.sitemaps(offer.address, pages)
    yield "robots.txt", sitemap.robots(offer.address)


def _turtle(statements: Iterable[Statement], form: Format) -> bytes:
    return formats.merged(sorted_lines(statements), form)


def _entrances(book: Book, base: str) -> Iterator[tuple[str, bytes]]:
    """The way in, and the page of what is missing, which may be shown at any depth and so knows where the site is."""
    title = words(LANGUAGES[0])("site.name")
    yield "index.html", render("entrance", Address(language=LANGUAGES[0], path=""), book.frame, title=title, root="")
    yield "404.html", book.missing(Address(language=LANGUAGES[0], path=""), root=base or "/")


def _copies(plan: Plan, loaded: Mapping[str, Path]) -> Iterator[tuple[str, str]]:
    files = {f"assets/{name}": path for name, path in loaded.items()}
    files |= {f"dumps/{dump.name}": plan.build / dump.name for dump in plan.offer.dumps}
    for name, path in files.items():
        (plan.site / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, plan.site / name)
        yield name, file_digest(path)


def _kept(folder: Path, files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Write files below a folder; their names and SHA-256."""
    digests = {}
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        digests[name] = hashlib.sha256(content).hexdigest()
    return digests


def _write_manifest(folder: Path, build: Path, files: Mapping[str, str]) -> None:
    """What is here and of which build: by it, a later site knows that it may take this one's place."""
    of = hashlib.sha256((build / MANIFEST_FILE).read_bytes()).hexdigest()
    content = {"tool": TOOL, "build": of, "files": dict(sorted(files.items()))}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / MANIFEST_FILE).write_text(text, encoding="utf-8")
