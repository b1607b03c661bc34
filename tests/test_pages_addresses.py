from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.identifiers import data_iri
from samverkan.pages.addresses import Address, escaped, iri_of, parse, path_of
from samverkan.pages.words import words

KEYS = st.text(st.characters(categories=("L", "N"), include_characters="-.%+"), min_size=1)


@given(st.sampled_from(["sv", "en"]), st.lists(KEYS, max_size=3), st.integers(1, 99))
def test_a_page_is_found_by_the_address_that_links_lead_to(language: str, keys: list[str], part: int) -> None:
    address = Address(language=language, path="/".join(keys), part=part)
    assert parse("/" + address.folder) == address
    assert address.root == "../" * (len(address.file.split("/")) - 1)


def test_a_thing_of_the_data_has_an_address_and_a_term_elsewhere_has_none() -> None:
    iri = data_iri("group", "23-079-S04", "fristående-aktörer")
    assert path_of(iri) == "group/23-079-S04/fristående-aktörer"
    assert iri_of("group/23-079-S04/fristående-aktörer") == iri
    assert path_of("http://www.wikidata.org/entity/Q1") is None


@pytest.mark.parametrize("path", ["/", "/de/about/", "/svenska/", ""])
def test_what_is_in_no_language_is_no_page(path: str) -> None:
    assert parse(path) is None


def test_a_link_keeps_letters_and_escapes_what_would_end_it() -> None:
    assert escaped("project/50% för håbo?") == "project/50%25%20för%20håbo%3F"


def test_numbers_money_and_days_are_written_as_swedish_does() -> None:
    say = words("sv")
    assert say.number("1234567.00") == "1\u00a0234\u00a0567"
    assert say.number("2.50") == "2,5"
    assert say.money("1234567", "SEK") == "1\u00a0234\u00a0567\u00a0kr"
    assert [say.day(day) for day in ("2020-06-04", "2020-06", "2020", "snart")] == [
        "4 juni 2020",
        "juni 2020",
        "2020",
        "snart",
    ]


def test_numbers_money_and_days_are_written_as_english_does() -> None:
    say = words("en")
    assert say.number("1234567.00") == "1,234,567"
    assert say.money("1234567", "SEK") == "SEK\u00a01,234,567"
    assert say.day("2020-06-04") == "4 June 2020"


def test_both_languages_have_every_word() -> None:
    assert words("sv").known.keys() == words("en").known.keys()
    assert all(words("sv").known.values())
