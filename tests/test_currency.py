from __future__ import annotations

import pytest

from stated import reading

RECORD = "Projektnamn: Nyväg\nProjektägare: Umeå kommun\n"


def money(text: str) -> list[tuple[str, str]]:
    (record,) = reading(text).records
    return [(one.property, str(one.value)) for one in record.mentions if one.property not in ("name", "lead", "fund")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{RECORD}EU-stöd: 100 000 EUR\n", [("currency", "EUR"), ("euAmount", "100000")]),
        (f"{RECORD}EU-stöd: 100 000 EUR\nSökt belopp: 5 000 000 kronor\n", [("appliedAmount", "5000000")]),
        (
            "Umeå kommun får 100 000 euro till projektet Nyväg.\n",
            [("currency", "EUR"), ("grantedAmount", "100000")],
        ),
    ],
    ids=["a label's", "beside kronor", "in a sentence"],
)
def test_a_sum_is_never_taken_for_one_in_another_currency(text: str, expected: list[tuple[str, str]]) -> None:
    assert money(text) == expected
