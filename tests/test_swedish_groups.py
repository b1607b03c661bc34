from __future__ import annotations

import pytest
from hypothesis import given

from gazetteer import texts
from samverkan.swedish.groups import group_extent, group_size, is_group


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("11 samverkanspartners", 11),
        ("elva kommuner", 11),
        ("de fem kommunerna", 5),
        ("tre av Fältlagets organisationer", 3),
        ("26 av länets kommuner", 26),
        ("regionens 26 kommuner", 26),
        ("Skånes 33 kommuner", 33),
        ("Samtliga 15 kommuner i Västerbotten", 15),
        ("två universitet", 2),
        ("Tre stiftelser", 3),
        ("3 privata företag", 3),
    ],
)
def test_a_counted_group_has_its_size(text: str, size: int) -> None:
    assert is_group(text)
    assert group_size(text) == size


@pytest.mark.parametrize(
    "text",
    [
        "lokala privata företag",
        "Lokala, privata företag",
        "Små och medelstora företag",
        "Lokala och regionala företag",
        "flera myndigheter",
        "berörda stadsdelsförvaltningar",
        "övriga kommuner i länet",
        "Länets alla kommuner",
        "det lokala näringslivet",
        "civilsamhället",
        "offentlig sektor",
        "Fackliga organisationer",
        "eventuella fristående aktörer",
        "Yrkesgymnasier",
        "företag på Södertörn",
    ],
)
def test_partners_described_without_a_name_are_a_group_of_unknown_size(text: str) -> None:
    assert is_group(text)
    assert group_size(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Svenskt Näringsliv",
        "Eda Näringsliv",
        "Nordiska företag AB",
        "Småföretagen Väst ek. för.",
        "Lunds universitet",
        "Kommunförbundet",
        "Besöksnäringens arbetsgivare",
        "Livsmedelsproducenterna i Sverige",
        "Tre kronor AB",
        "Sju hus",
        "en kommun",
        "20 personer",
        "",
        "och",
    ],
)
def test_a_name_and_people_are_no_group(text: str) -> None:
    assert not is_group(text)


def test_a_number_behind_the_members_counts_something_else() -> None:
    assert is_group("företag i tre kommuner")
    assert group_size("företag i tre kommuner") is None


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("lokala, privata företag och Salem", "lokala, privata företag"),
        ("11 samverkanspartners, som", "11 samverkanspartners"),
        ("tre av Fältlagets organisationer deltar", "tre av Fältlagets organisationer"),
        ("företag på Södertörn och sex kommuner", "företag på Södertörn"),
        ("kommunerna i länet samt Bron", "kommunerna i länet"),
        ("två privata företag i Umeå kommun.", "två privata företag i Umeå kommun"),
    ],
)
def test_a_group_in_running_text_ends_with_its_place(text: str, group: str) -> None:
    end = group_extent(text, 0, len(text))
    assert end is not None
    assert text[:end] == group


@pytest.mark.parametrize("text", ["Umeå kommun", "Fältlaget", "samarbetar", "och företag", "Länsstyrelser Norr AB", ""])
def test_no_group_begins_where_none_is_described(text: str) -> None:
    assert group_extent(text, 0, len(text)) is None


def test_only_the_window_is_read() -> None:
    text = "xx elva kommuner i länet"
    assert group_extent(text, 3, 16) == 16
    assert group_extent(text, 3, 10) is None


@pytest.mark.parametrize("text", ["² företag", "① Umeå", "9" * 5000])
def test_signs_that_only_look_like_numbers_and_endless_ones_do_no_harm(text: str) -> None:
    assert group_size(text) in (None, 999_999_999)
    assert not is_group(text)


@given(texts)
def test_a_group_lies_inside_the_text_and_no_text_makes_the_functions_fail(text: str) -> None:
    end = group_extent(text, 0, len(text))
    assert end is None or 0 < end <= len(text)
    size = group_size(text)
    assert size is None or size > 1
    assert is_group(text) in (True, False)
