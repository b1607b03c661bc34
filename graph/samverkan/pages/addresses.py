"""The plan of the site: which address a thing, a list or a page has, and what an address asks for. Reads nothing.

Every page lies in a folder of its own under each language and links relative to the root, so that the same bytes work
on a server and on any web host, in a sub-folder too. A thing's address repeats its IRI: `id/KIND/KEY` has its page at
`sv/KIND/KEY/`. A later part of a long list is `…/~2/`: no key holds a tilde.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from samverkan.identifiers import Iri, data_iri

LANGUAGES = ("sv", "en")
LISTS: Mapping[str, str] = {
    "projects": "project",
    "organisations": "organisation",
    "municipalities": "municipality",
    "documents": "document",
}
PLAIN = ("", "about", "console", "map", "network", "questions", "search")
_NEAR = 3
_DATA = data_iri("")
_PART = re.compile(r"(?P<path>.*?)/?~(?P<part>[1-9]\d*)")
# What would end a path or be read as an escape; other letters stay as they are, as in an IRI (RFC 3987)
_UNSAFE = re.compile(r'[\x00-\x20"#%<>?\\^`{|}]')


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """A page: its language, its path below that (`project/KEY`, `questions/NAME`; empty for the first), its part."""

    language: str
    path: str
    part: int = 1

    @property
    def folder(self) -> str:
        """Where the page lies below the root, as a URL's path, with the slash that ends it."""
        return _folder(self.language, escaped(self.path), self.part)

    @property
    def file(self) -> str:
        """The name of the page's file in a static site."""
        return f"{_folder(self.language, self.path, self.part)}index.html"

    @property
    def root(self) -> str:
        """The way from the page to the root: `../` for each folder."""
        return "../" * self.folder.count("/")

    def at(self, part: int) -> Address:
        """Another part of the same list."""
        return Address(language=self.language, path=self.path, part=part)

    def around(self, parts: int) -> list[int]:
        """The parts to offer beside this one of so many: the first, the last, those near."""
        near = range(self.part - _NEAR, self.part + _NEAR + 1)
        return sorted({1, parts, *(one for one in near if 1 <= one <= parts)})

    def other(self, language: str) -> Address:
        """The same page in another language."""
        return Address(language=language, path=self.path, part=self.part)


def _folder(language: str, path: str, part: int) -> str:
    parts = (language, path, f"~{part}" if part > 1 else "")
    return "".join(f"{one}/" for one in parts if one)


def parse(path: str) -> Address | None:
    """The page that a URL's path names (`/sv/project/KEY/`, percent-encoded or not), or None."""
    language, _, rest = unquote(path).strip("/").partition("/")
    if language not in LANGUAGES:
        return None
    found = _PART.fullmatch(rest)
    if found is None:
        return Address(language=language, path=rest)
    return Address(language=language, path=found["path"], part=int(found["part"]))


def path_of(iri: str) -> str | None:
    """`KIND/KEY` of a thing of the data; None for what is described elsewhere."""
    kind, _, key = iri.removeprefix(_DATA).partition("/") if iri.startswith(_DATA) else ("", "", "")
    return f"{kind}/{key}" if kind and key else None


def iri_of(path: str) -> Iri:
    """The thing whose page is at `KIND/KEY`."""
    return data_iri(path)


def escaped(path: str) -> str:
    """A path as a link has it."""
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", path)
