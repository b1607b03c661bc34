"""What people get: a page from a worker, and the headers under which a browser may show it. It knows no address."""

from __future__ import annotations

from collections.abc import Mapping

from samverkan.server.pool import text
from samverkan.server.served import Served

POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "connect", "font")),
        "img-src 'self' data: blob:",
        "form-action 'self'",
        *(f"{what} 'none'" for what in ("base-uri", "frame-ancestors")),
    )
)
SAFE = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}


async def shown(served: Served, path: str, fields: Mapping[str, str]) -> tuple[int, bytes]:
    """The page at a path, with the values of a form, and its status: 404 where it only says that none is there."""
    answer = await served.pool.ask(
        "page",
        path=path,
        fields=fields,
        folder=str(served.folder),
        publisher=served.offer.publisher,
        licence=served.offer.licence,
    )
    return int(str(answer.head["status"])), await text(answer.chunks)
