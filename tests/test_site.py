from __future__ import annotations

import hashlib
import json
import posixpath
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import pytest
from lxml import etree, html

from reading_pages import faults, parsed
from samverkan.errors import OutputError
from samverkan.export import read_nquads
from samverkan.identifiers import ASSERTED, REFERENCE, data_iri
from samverkan.pages import site as sites
from samverkan.pages.addresses import LANGUAGES, Address
from samverkan.pages.book import Book
from samverkan.pages.rendering import Frame
from samverkan.project import NQUADS_FILE
from samverkan.store import STORE_FOLDER, load, open_read_only

ADDRESS = "https://example.org/samverkan/"
_PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?<!\d)\d{6}-\d{4}(?!\d)")


@pytest.fixture(scope="module")
def build(seeds_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds' build without what only reference data know: a site of hundreds of pages, not thousands."""
    folder = tmp_path_factory.mktemp("build") / "build"
    shutil.copytree(seeds_build, folder, ignore=shutil.ignore_patterns(STORE_FOLDER))
    graphs = read_nquads(folder / NQUADS_FILE)
    told = {line.split(" ", 1)[0] for line in graphs[ASSERTED]}
    graphs[REFERENCE] = [line for line in graphs[REFERENCE] if line.split(" ", 1)[0] in told]
    load(folder / STORE_FOLDER, graphs)
    return folder


@pytest.fixture(scope="module")
def site(build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site") / "site"
    sites.write(build, target, ADDRESS)
    return target


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, html.HtmlElement]:
    return {path.relative_to(site).as_posix(): parsed(path.read_bytes()) for path in sorted(site.rglob("*.html"))}


def links(page: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    for element, attribute, link, _ in page.iterlinks():
        if attribute in ("href", "src", "action"):
            yield element, link


def test_every_link_leads_to_a_file_of_the_site(site: Path, pages: dict[str, html.HtmlElement]) -> None:
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    linked = {
        posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(urlsplit(link).path)))
        + ("/index.html" if urlsplit(link).path.endswith("/") else "")
        for name, page in pages.items()
        for _, link in set(links(page))
        if name != "404.html" and urlsplit(link).path and not urlsplit(link).scheme
    }
    assert {one.removeprefix("./") for one in linked} - files == set()


def test_a_line_of_a_document_that_is_linked_is_there(site: Path, pages: dict[str, html.HtmlElement]) -> None:
    linked = 0
    for name, page in pages.items():
        for _, link in links(page):
            parts = urlsplit(link)
            if parts.fragment.startswith("L") and parts.path:
                target = (site / name).parent.joinpath(unquote(parts.path), "index.html").resolve()
                document = pages[target.relative_to(site.resolve()).as_posix()]
                assert document.get_element_by_id(parts.fragment) is not None
                linked += 1
    assert linked > 100


def test_no_link_leaves_the_site_but_to_sources_the_same_elsewhere_and_licences(
    pages: dict[str, html.HtmlElement],
) -> None:
    leaving = {
        (name, link)
        for name, page in pages.items()
        for element, link in links(page)
        if urlsplit(link).scheme and "external" not in (element.get("rel") or "").split()
    }
    assert leaving == set()


def test_every_page_is_sound(site: Path) -> None:
    wrong = {path.name: found for path in site.rglob("*.html") if (found := faults(path.read_bytes()))}
    assert wrong == {}


def test_no_person_is_in_any_file(site: Path) -> None:
    texts = (path for path in site.rglob("*") if path.suffix in (".html", ".json", ".csv", ".ttl", ".nt"))
    assert [path for path in texts if _PERSONAL.search(path.read_text(encoding="utf-8"))] == []


def test_a_page_has_the_same_bytes_as_from_a_server(site: Path, build: Path) -> None:
    book = Book(open_read_only(build / STORE_FOLDER), build, Frame(assets=_assets(site)))
    for path in ("project/2020-00701", "organisation/2021002114", "document/fded13b09164fd9d", "projects", "about"):
        for language in LANGUAGES:
            address = Address(language=language, path=path)
            served = book.page(address)
            assert served is not None
            kept = (site / address.file).read_bytes()
            if path == "about":
                continue  # tells the publisher that the options name
            assert kept == served.replace(b'data-live="true"', b'data-live="false"'), path


def _assets(site: Path) -> frozenset[str]:
    folder = site / "assets"
    return frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_thing_has_its_descriptions_beside_its_page(site: Path) -> None:
    formats = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}
    told = {
        suffix: {str(quad.triple) for quad in ox.parse(path=str(site / f"id/project/2020-00701.{suffix}"), format=form)}
        for suffix, form in formats.items()
    }
    bare = {
        suffix: {one for one in triples if f"2020-00701.{suffix}" not in one.split(" ")[0]}
        for suffix, triples in told.items()
    }
    assert bare["ttl"] == bare["nt"] == bare["jsonld"]
    assert any(one.startswith(f"<{data_iri('project', '2020-00701')}> ") for one in bare["nt"])


def test_questions_that_need_no_value_are_answered_and_the_others_offer_their_file(
    site: Path, pages: dict[str, html.HtmlElement]
) -> None:
    answered = pages["sv/questions/per-municipality/index.html"]
    assert answered.find_class("answer-table")
    assert (site / "data/answers/per-municipality.excel.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    needs = pages["sv/questions/partners-of-organisation/index.html"]
    assert not needs.find_class("answer")
    assert "besvaras av en server" in needs.text_content()
    assert (site / "data/queries/partners-of-organisation.rq").is_file()


def test_the_sitemap_names_pages_that_are_there(site: Path) -> None:
    tree = etree.parse(site / "sitemap.xml")
    named = [unquote(str(one)) for one in tree.xpath("//*[local-name()='loc']/text()")]
    assert len(named) > 400
    assert all((site / one.removeprefix(ADDRESS) / "index.html").is_file() for one in named)


def test_a_browser_finds_names_by_what_the_site_holds(site: Path) -> None:
    told = json.loads((site / "data/names.json").read_bytes())["names"]
    by_path = {path: forms for path, _, _, *forms in told}
    assert "Nynäshamn" in by_path["municipality/0192"]
    assert all((site / "sv" / path / "index.html").is_file() for path in by_path)


def test_the_page_of_what_is_missing_works_at_any_depth(pages: dict[str, html.HtmlElement]) -> None:
    local = [link for _, link in links(pages["404.html"]) if not link.startswith("#")]
    assert local
    assert all(link.startswith("/samverkan/") for link in local)


def test_the_same_build_gives_the_same_bytes_and_takes_the_older_sites_place(build: Path, site: Path) -> None:
    before = digests(site)
    (site / "sv" / "index.html").write_text("older", encoding="utf-8")
    sites.write(build, site, ADDRESS)
    assert digests(site) == before
    assert json.loads((site / "manifest.json").read_bytes())["files"]["index.html"] == before["index.html"]


def test_a_site_that_fails_leaves_the_last_good_one(build: Path, site: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(build, broken)
    (broken / "findings.json").write_text("no list", encoding="utf-8")
    before = digests(site)
    with pytest.raises(ValueError, match="Expecting value"):
        sites.write(broken, site, ADDRESS)
    assert digests(site) == before


def test_a_folder_that_is_no_site_is_not_replaced(build: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError):
        sites.write(build, tmp_path, ADDRESS)
    assert (tmp_path / "mine.txt").is_file()


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
