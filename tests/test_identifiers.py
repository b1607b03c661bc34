from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.identifiers import SAM, data_iri, digest, has_valid_checksum, organisation_number, sam, slug

ten_digits = st.from_regex(r"[0-9]{10}", fullmatch=True)


def with_checksum(digits: str) -> str:
    """Nine digits and the tenth that makes them pass."""
    return next(digits + last for last in "0123456789" if has_valid_checksum(digits + last))


legal_numbers = st.from_regex(r"[0-9]{2}[2-9][0-9]{6}", fullmatch=True).map(with_checksum)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Umeå kommun", "umeå-kommun"),
        ("UMEÅ  Kommun!", "umeå-kommun"),
        ("Nystart 2.0", "nystart-2-0"),
        ("Hälso- och sjukvård", "hälso-och-sjukvård"),
        ("ESF+", "esf-plus"),
        ("Bok & Bild AB", "bok-bild-ab"),
        ("a/b_c", "a-b-c"),
        ("A\u030abo", "åbo"),
    ],
)
def test_a_slug_folds_case_and_punctuation(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_letters_with_rings_and_dots_are_letters_of_their_own() -> None:
    assert len({slug(name) for name in ("Håbo", "Habo", "Häbo")}) == 3


@pytest.mark.parametrize("name", ["", "–", "☃", "!?"])
def test_a_name_without_a_letter_still_has_a_slug(name: str) -> None:
    assert slug(name) == digest(name)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_slug_is_one_segment_of_an_iri_and_its_own_slug(name: str) -> None:
    found = slug(name)
    assert re.fullmatch(r"[^\W_]+(?:-[^\W_]+)*", found)
    assert found == slug(f"  {name}. ") or not re.search(r"[^\W_]", name)
    assert unicodedata.normalize("NFC", name) != name or slug(unicodedata.normalize("NFD", name)) == found


def test_an_iri_is_made_of_its_segments() -> None:
    assert data_iri("county", "24") == "https://w3id.org/samverkan/id/county/24"
    assert sam("Project") == f"{SAM}Project"


@given(st.text(), st.integers(1, 64))
def test_a_digest_is_as_long_as_asked_and_always_the_same(text: str, digits: int) -> None:
    clean = text.encode("utf-8", "replace").decode()
    assert re.fullmatch(rf"[0-9a-f]{{{digits}}}", digest(clean, digits))
    assert digest(clean, digits) == digest(clean, digits)


@pytest.mark.parametrize("number", ["2021002114", "5560125790", "2120002627"])
def test_the_numbers_of_known_bodies_pass_the_checksum(number: str) -> None:
    assert has_valid_checksum(number)


@given(ten_digits, st.integers(0, 9))
def test_one_wrong_digit_never_passes_the_checksum(number: str, place: int) -> None:
    valid = with_checksum(number[:9])
    for digit in "0123456789".replace(valid[place], ""):
        assert not has_valid_checksum(valid[:place] + digit + valid[place + 1 :])


@given(legal_numbers, st.sampled_from(["", "-", "–", "\u2011", " ", "\u00a0"]), st.sampled_from(["", "16"]))
def test_a_legal_person_s_number_is_read_however_it_is_written(number: str, dash: str, century: str) -> None:
    assert organisation_number(f" {century}{number[:6]}{dash}{number[6:]} ") == number


@given(
    st.from_regex(r"[0-9]{2}[01][0-9]{6}", fullmatch=True),
    st.sampled_from(["", "-"]),
    st.sampled_from(["", "19", "16"]),
)
def test_a_sole_trader_s_number_is_refused(nine: str, dash: str, century: str) -> None:
    number = with_checksum(nine)
    assert organisation_number(f"{century}{number[:6]}{dash}{number[6:]}") is None


@pytest.mark.parametrize(
    "text",
    ["", "abc", "202100-2115", "20210021145", "202100211", "2021 2114", "1720210021", "٢٠2١٠٠٢١١٤", "202100-2114 mm"],
)
def test_what_is_no_number_or_fails_the_checksum_is_none(text: str) -> None:
    assert organisation_number(text) is None


@given(st.text())
def test_whatever_is_returned_is_ten_digits_of_a_legal_person(text: str) -> None:
    found = organisation_number(text)
    assert found is None or re.fullmatch(r"[0-9]{2}[2-9][0-9]{7}", found)
