"""The addresses of the pages → sitemaps, several under an index when one can't hold them all. It knows no page.

https://www.sitemaps.org/protocol.html. No dates: what has changed is told by the pages' own ETags.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import quote
from xml.sax.saxutils import escape

MOST = 50_000
_OPEN = '<?xml version="1.0" encoding="UTF-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
_UNRESERVED = "/:@!$&'()*+,;=-._~"


def sitemaps(root: str, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The names below `root` and the contents of the sitemaps of these pages, `sitemap.xml` first."""
    if len(paths) <= MOST:
        yield "sitemap.xml", _written("urlset", "url", (root + path for path in paths))
        return
    parts = [f"sitemaps/{number}.xml" for number in range(1, -(-len(paths) // MOST) + 1)]
    yield "sitemap.xml", _written("sitemapindex", "sitemap", (root + part for part in parts))
    remaining = iter(paths)
    for part in parts:
        yield part, _written("urlset", "url", (root + path for path in islice(remaining, MOST)))


def _written(outer: str, inner: str, addresses: Iterator[str]) -> bytes:
    lines = (f"<{inner}><loc>{escape(quote(one, safe=_UNRESERVED))}</loc></{inner}>\n" for one in addresses)
    return f"{_OPEN.format(outer)}{''.join(lines)}</{outer}>\n".encode()


def robots(root: str) -> bytes:
    """What crawlers are asked: to read the pages, and to leave the services alone."""
    return f"User-agent: *\nDisallow: /sparql\nDisallow: /api/\nAllow: /\nSitemap: {root}sitemap.xml\n".encode()
