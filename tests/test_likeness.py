from __future__ import annotations

import pytest

from samverkan.identifiers import Iri
from samverkan.likeness import ABBREVIATION, BEGINNING, COMPANY_FORM, SAME_WORDS, SPELLING, alike


def why(*names: str) -> list[str]:
    return [one.reason for one in alike({Iri(f"urn:{place}"): [name] for place, name in enumerate(names)})]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Blåklint AB", "Blåklint", COMPANY_FORM),
        ("Blåklint AB", "Blåklint HB", COMPANY_FORM),
        ("Kommunal i Stockholms län", "Kommunal Stockholms län", SAME_WORDS),
        ("Fältlaget Norr", "Norr Fältlaget", SAME_WORDS),
        ("Scania Stockholms", "Scania Stockholm", SAME_WORDS),
        ("Blå Klint", "Blåklint", SAME_WORDS),
        ("Blåklint Service", "Blaklint Service", SPELLING),
        ("Fältlaget i Norr", "Fältalget i Norr", SPELLING),
        ("Riksförbundet Attention Ragunda", "RAR", ABBREVIATION),
        ("Fältlaget Norr", "Fältlaget Norr Ungdom", BEGINNING),
        ("ABF", "ABF i Umeå", BEGINNING),
    ],
)
def test_names_that_differ_by_little_are_alike_and_it_is_said_why(one: str, other: str, reason: str) -> None:
    assert why(one, other) == why(other, one) == [reason]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Umeå folkhögskola", "Luleå folkhögskola"),
        ("Håbo golfklubb", "Habo golfklubb"),
        ("Skola 12345", "Skola 12346"),
        ("Västra skolan", "Östra skolan"),
        ("Blåklint AB", "Fältlaget AB"),
        ("Socialkontoret", "Sociala missionen"),
    ],
)
def test_names_that_differ_by_a_place_a_number_or_a_word_are_not_alike(one: str, other: str) -> None:
    assert why(one, other) == []


def test_two_are_alike_once_for_the_best_reason_of_all_their_names() -> None:
    names = {Iri("urn:a"): ["Fältlaget Norr", "FN AB"], Iri("urn:b"): ["Fältlaget Norr Ungdom", "FN"]}
    (like,) = alike(names)
    assert (like.first, like.second, like.reason) == ("urn:a", "urn:b", COMPANY_FORM)


def test_the_likeliest_come_first() -> None:
    scores = [one.score for one in alike({Iri(f"urn:{name}"): [name] for name in ("ABF", "ABF Umeå", "ABF AB")})]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)


def test_what_many_names_begin_with_is_no_sign() -> None:
    assert why("ABF", *(f"ABF {letter * 7}" for letter in "bcdefghijklmnopqrstuvwxyz")) == []
