from __future__ import annotations

import pytest

from samverkan.reading.cues import find_parties, find_sums
from stated import REFERENCE, written


def sums(text: str) -> list[tuple[str, str]]:
    return [(one.property, written(one)) for one in find_sums(text, 0, len(text))]


def parties(text: str) -> list[tuple[str, str]]:
    return [(one.property, written(one)) for one in find_parties(text, 0, len(text), REFERENCE)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EU står för 4 miljoner kronor.", [("grantedAmount", "4000000")]),
        ("Av socialfonden kommer hela 4 miljoner kronor.", [("grantedAmount", "4000000")]),
        (
            "Tillväxtverket skjuter till 40 procent av budgeten, motsvarande 4 miljoner kronor.",
            [("grantedAmount", "4000000")],
        ),
        ("Kommunen skjuter till 40 procent av budgeten, motsvarande 4 miljoner kronor.", []),
        ("Allt kostar 4 miljoner kronor.", [("totalBudget", "4000000")]),
        ("4 miljoner kronor är vad man söker.", [("appliedAmount", "4000000")]),
        (
            "Av en budget på 6 miljoner kronor är 4 miljoner kronor stöd från EU.",
            [("totalBudget", "6000000"), ("grantedAmount", "4000000")],
        ),
    ],
)
def test_the_nearest_words_tell_what_a_sum_is(text: str, expected: list[tuple[str, str]]) -> None:
    assert sums(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Huset målas för 4 miljoner kronor.",
        "EU står för 4 miljoner kronor per år.",
        "Resten, 4 miljoner kronor, kommer av EU.",
        "Ansökan om 4 miljoner kronor fick avslag.",
        "EU står för 4 miljoner euro.",
        "EU står för en budget.",
    ],
)
def test_a_sum_of_another_kind_or_of_another_is_refused(text: str) -> None:
    assert sums(text) == []


@pytest.mark.parametrize("word", ["driver", "leder", "är huvudman", "håller i taktpinnen"])
def test_the_only_organisation_beside_a_word_for_owning_is_the_owner(word: str) -> None:
    assert parties(f"Region Skåne {word} i allt detta.") == [("lead", "Region Skåne")]


@pytest.mark.parametrize("word", ["Här deltar", "Med i arbetet finns", "Sida vid sida går", "I konsortiet finns"])
def test_the_organisations_beside_a_word_for_joining_are_partners(word: str) -> None:
    assert parties(f"{word} Arbetsförmedlingen, Lunds universitet och Region Skåne.") == [
        ("partner", "Arbetsförmedlingen"),
        ("partner", "Lunds universitet"),
        ("partner", "Region Skåne"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Region Skåne och Lunds universitet driver detta.",
        "Region Skåne målar huset.",
        "Region Skåne deltar inte.",
        "Region Skåne skulle kunna delta, och samverkan är viktig.",
        "I referensgruppen deltar Region Skåne.",
        "Här deltar ESF-rådet och Tillväxtverket.",
        "Här deltar unga i Umeå och Skåne län.",
        "Region Skåne driver det tillsammans med andra.",
    ],
)
def test_a_sentence_that_doubts_looks_elsewhere_or_says_both_names_no_party(text: str) -> None:
    assert parties(text) == []


@pytest.mark.parametrize("name", ["Mora kommun", "Solna stad", "Rinkeby stadsdelsförvaltning"])
def test_a_municipality_and_its_office_take_part_where_a_place_and_a_word_that_ends_like_one_do_not(name: str) -> None:
    assert ("partner", name) in parties(f"Det sker tillsammans med {name}.")
    assert parties("Det sker tillsammans med folk i Mora. Målmedvetenhet samverkar.") == []


def test_what_another_clause_says_of_another_sum_does_not_hide_the_first() -> None:
    text = "ESF har beviljat 6 miljoner kronor och kommunen skjuter själv till 2 miljoner kronor."
    assert sums(text) == [("grantedAmount", "6000000")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stödet utökas med 2,1 miljoner till sammanlagt 14,6 miljoner kronor.", [("grantedAmount", "14600000")]),
        ("ESF-rådet höjer stödet med 600 000 kronor till totalt 6,9 miljoner kronor.", [("grantedAmount", "6900000")]),
        ("Projektet har fått ytterligare 1,2 miljoner kronor i stöd.", []),
    ],
)
def test_what_comes_on_top_of_a_grant_is_none_but_what_it_is_raised_to_is(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert sums(text) == expected
