from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.server.negotiation import best

OFFERS = ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, OFFERS[0]),
        ("", OFFERS[0]),
        ("*/*", OFFERS[0]),
        ("*", OFFERS[0]),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/*", "text/csv"),
        ("text/*, text/csv;q=0.1", "text/tab-separated-values"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", OFFERS[1]),
        ("text/csv; header=present; q=0.5, */*;q=0.1", "text/csv"),
        ("text/html, application/xhtml+xml, */*;q=0.8", OFFERS[0]),
        ("*/*, application/sparql-results+json;q=0", OFFERS[1]),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/csv;q=nonsense", None),
        ("text/csv;q=nan", None),
        (",,;q=1,text/csv", "text/csv"),
    ],
)
def test_what_is_liked_best_is_chosen(accept: str | None, expected: str | None) -> None:
    assert best(accept, OFFERS) == expected


@given(st.text())
def test_any_header_gets_an_offer_or_none(accept: str) -> None:
    assert best(accept, OFFERS) in (*OFFERS, None)


@given(st.dictionaries(st.sampled_from(OFFERS), st.integers(0, 1000), min_size=1))
def test_the_highest_quality_wins_whatever_the_order(qualities: dict[str, int]) -> None:
    parts = [f"{name};q={quality / 1000:.3f}" for name, quality in qualities.items()]
    chosen = best(", ".join(parts), OFFERS)

    highest = max(qualities.values())
    assert chosen == best(", ".join(reversed(parts)), OFFERS)
    assert chosen is None if highest == 0 else qualities[str(chosen)] == highest


@given(st.sampled_from(OFFERS))
def test_what_is_named_counts_more_than_what_is_not(refused: str) -> None:
    assert best(f"*/*, {refused};q=0", OFFERS) not in (None, refused)
