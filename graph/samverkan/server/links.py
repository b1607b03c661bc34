"""What every room says beside its content: Link headers (RFC 8288), and how addresses are written in headers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from samverkan.linked.formats import FORMATS
from samverkan.server.served import Served

_UNRESERVED = "/:@!$&'()*+,;=-._~#?%[]"


def escaped(address: str) -> str:
    """An address (IRI) as a header has it: other letters than ASCII's percent-encoded."""
    return quote(address, safe=_UNRESERVED)


def link(target: str, relation: str, media_type: str | None = None, language: str | None = None) -> str:
    """One link."""
    told = {"rel": relation, "type": media_type, "hreflang": language}
    return "; ".join((f"<{escaped(target)}>", *(f'{name}="{value}"' for name, value in told.items() if value)))


def joined(*links: Iterable[str]) -> Mapping[str, str]:
    """The header."""
    return {"Link": ", ".join(one for some in links for one in some)}


def of_dataset(served: Served) -> list[str]:
    """Where the whole is described, how it is asked, and what may be done with it."""
    return [
        link(f"{served.address}.well-known/void", "describedby", "text/turtle"),
        link(f"{served.address}api/openapi.json", "service-desc", "application/json"),
        link(served.offer.licence, "license"),
    ]


def of_thing(served: Served, path: str, relation: str) -> list[str]:
    """The descriptions of the thing `KIND/KEY` in each format of RDF, under this relation."""
    return [link(f"{served.address}id/{quote(path)}.{form.suffix}", relation, form.media_type) for form in FORMATS]
