"""Which of the media types on offer a client likes best (RFC 9110, 12.5.1). Pure: it knows no request."""

from __future__ import annotations

from collections.abc import Sequence

ANY = "*/*"


def best(accept: str | None, offers: Sequence[str]) -> str | None:
    """The offer with the highest quality, the earlier one of equals; None when none is acceptable.

    Parameters of a media type beside q are not looked at; a range that can't be read counts for nothing.
    """
    if not (accept or "").strip(", \t"):
        return offers[0]
    ranges = [_range(part) for part in str(accept).split(",")]
    qualities = [_quality(offer, ranges) for offer in offers]
    highest = max(qualities)
    return offers[qualities.index(highest)] if highest > 0 else None


def language(accept: str | None, offers: Sequence[str]) -> str:
    """The language that a client likes best (RFC 4647, 3.4), the first where it likes none: a page beats no page."""
    ranges = [part.strip().partition(";") for part in (accept or "").split(",")]
    return best(",".join(f"{name.partition('-')[0]};{rest}" for name, _, rest in ranges), offers) or offers[0]


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    values = [value.strip() for key, _, value in (one.partition("=") for one in parameters) if key.strip() == "q"]
    try:
        quality = float(values[0]) if values else 1.0
    except ValueError:
        quality = 0.0
    return (ANY if name == "*" else name), quality if 0 <= quality <= 1 else 0.0


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most specific range that the offer is in."""
    name = offer.partition(";")[0].strip().lower()
    for wanted in (name, f"{name.partition('/')[0]}/*", ANY):
        found = [quality for one, quality in ranges if one == wanted]
        if found:
            return max(found)
    return 0.0
