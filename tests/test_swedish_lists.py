from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gazetteer import KNOWN, MUNICIPALITIES, texts
from samverkan.swedish.lists import open_end, read_field, read_list, read_owner
from samverkan.swedish.names import Gazetteer, Name, NameKind

Reader = Callable[[str, int, int, Gazetteer], list[Name]]
both_fields = pytest.mark.parametrize("read", [read_field, read_owner])
# Invented names that no separator and no word of the grammar stands in.
plain = st.from_regex(r"[A-ZÅÄÖ][bdfgjklmprtvå]{3,8}(?: [A-ZÅÄÖ][bdfgjklmprtvå]{2,6}){0,2}(?: AB)?", fullmatch=True)
names = st.lists(plain | st.sampled_from([f"{name} kommun" for name in MUNICIPALITIES]), min_size=1, max_size=5)


def field(text: str) -> list[str]:
    return [name.text for name in read_field(text, 0, len(text), KNOWN)]


def running(text: str) -> tuple[list[str], str]:
    """The names of a list that starts the text, and the text behind it."""
    found, stop = read_list(text, 0, len(text), KNOWN)
    return [name.text for name in found], text[stop:]


def described(found: list[Name], text: str) -> list[tuple[str, str, str | None]]:
    """Each name, the characters that it was read from, and a unit's owner."""
    return [(name.text, text[name.start : name.end], name.owner) for name in found]


# --- a labelled field: every item counts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Haninge kommun, Salems kommun och Ekerö kommun", ["Haninge kommun", "Salems kommun", "Ekerö kommun"]),
        ("Haninge kommun; Salems kommun samt Bron.", ["Haninge kommun", "Salems kommun", "Bron"]),
        ("Haninge kommun 3 240 000 kr, Salems kommun: 400 tkr", ["Haninge kommun", "Salems kommun"]),
        ("Haninge kommun / Salems kommun", ["Haninge kommun", "Salems kommun"]),
        ("Haninge kommun,Salems kommun", ["Haninge kommun", "Salems kommun"]),
        ("• Haninge kommun\n• Salems kommun", ["Haninge kommun", "Salems kommun"]),
        ("• Haninge kommun\r\n• Salems kommun\r\n", ["Haninge kommun", "Salems kommun"]),
        ("Haninge kommun jämte Salems kommun", ["Haninge kommun", "Salems kommun"]),
        ("kommunerna Umeå, Vindeln och Bjurholm", ["Umeå", "Vindeln", "Bjurholm"]),
        ("Samverkan med Arbetsförmedlingen och Bron", ["Arbetsförmedlingen", "Bron"]),
        ("Haninge kommun, , Bron", ["Haninge kommun", "Bron"]),
        ("Haninge kommun, 212000-0084", ["Haninge kommun"]),
        ("", []),
        (" – ", []),
    ],
)
def test_the_items_of_a_field_are_told_apart(text: str, expected: list[str]) -> None:
    assert field(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Salem- och Ekerö kommun", ["Salem", "Ekerö kommun"]),
        ("Salems- och Ekerö kommun", ["Salems", "Ekerö kommun"]),
        ("Umeå-, Vindeln- och Bjurholms kommun", ["Umeå", "Vindeln", "Bjurholms kommun"]),
        ("Park- och naturförvaltningen", ["Park- och naturförvaltningen"]),
        ("Hälso och sjukvårdsförvaltningen", ["Hälso och sjukvårdsförvaltningen"]),
    ],
)
def test_an_ellipsis_parts_municipalities_and_nothing_else(text: str, expected: list[str]) -> None:
    assert field(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Handel och Sjöfart Väst och Arbetsförmedlingen", ["Handel och Sjöfart Väst", "Arbetsförmedlingen"]),
        ("Bok & Bild AB, Bild & Ord HB", ["Bok & Bild AB", "Bild & Ord HB"]),
        ("A-B Konsult AB", ["A-B Konsult AB"]),
        ("Lokala, privata företag", ["Lokala, privata företag"]),
        ("Små och medelstora företag och Bron", ["Små och medelstora företag", "Bron"]),
        ("Föreningen Bron (FBR), Förbundet Lyktan (FL)", ["Föreningen Bron", "Förbundet Lyktan"]),
    ],
)
def test_a_separator_inside_a_name_parts_nothing(text: str, expected: list[str]) -> None:
    assert field(text) == expected


def test_a_comma_that_is_missing_after_a_company_is_understood() -> None:
    assert field("Blåklint AB Vintergröna AB Salems kommun") == ["Blåklint AB", "Vintergröna AB", "Salems kommun"]
    assert running("Blåklint AB Vintergröna AB driver") == (["Blåklint AB", "Vintergröna AB"], " driver")


@pytest.mark.parametrize(
    ("text", "expected", "words"),
    [
        ("Haninge kommun med flera", ["Haninge kommun"], "med flera"),
        ("Haninge kommun m.fl.", ["Haninge kommun"], "m.fl."),
        ("Haninge kommun, m fl", ["Haninge kommun"], "m fl"),
        ("Haninge kommun etc", ["Haninge kommun"], "etc"),
        ("Haninge kommun m.fl. samt Arbetsförmedlingen", ["Haninge kommun", "Arbetsförmedlingen"], "m.fl."),
        ("Haninge kommun m.fl. kommuner, Bron", ["Haninge kommun", "Bron"], "m.fl."),
        ("Haninge kommun och andra aktörer", ["Haninge kommun", "andra aktörer"], "och andra"),
        ("Haninge kommun och andra", ["Haninge kommun"], "och andra"),
    ],
)
def test_words_for_an_open_list_are_no_name_and_are_told(text: str, expected: list[str], words: str) -> None:
    assert field(text) == expected
    place = open_end(text, 0, len(text))
    assert place is not None
    assert text[slice(*place)].startswith(words)


@pytest.mark.parametrize("text", ["Haninge kommun", "Etcetera AB", "Flera vägar AB", "och andratidsgruppen"])
def test_a_list_without_such_words_is_complete(text: str) -> None:
    assert open_end(text, 0, len(text)) is None


def test_a_field_tells_groups_and_units_from_organisations() -> None:
    text = "Umeå kommuns socialförvaltning och kulturförvaltning, elva kommuner, Bron"
    found = read_field(text, 0, len(text), KNOWN)
    assert [name.kind for name in found] == [NameKind.UNIT, NameKind.UNIT, NameKind.GROUP, NameKind.ORGANISATION]
    assert described(found, text)[:2] == [
        ("socialförvaltning", "Umeå kommuns socialförvaltning", "Umeå kommun"),
        ("kulturförvaltning", "kulturförvaltning", "Umeå kommun"),
    ]
    assert [name.size for name in found] == [None, None, 11, None]


def test_a_stray_comma_does_not_part_a_unit_from_its_owner() -> None:
    text = "Umeå kommuns, Socialförvaltningen och berörda skolor"
    expected = [
        ("Socialförvaltningen", "Socialförvaltningen", "Umeå kommun"),
        ("berörda skolor", "berörda skolor", None),
    ]
    assert described(read_field(text, 0, len(text), KNOWN), text) == expected


# --- the owner's field


@pytest.mark.parametrize(
    ("text", "unit", "owner"),
    [
        ("Haninge kommun, Socialförvaltningen", "Socialförvaltningen", "Haninge kommun"),
        ("Socialförvaltningen, Haninge kommun", "Socialförvaltningen", "Haninge kommun"),
        ("Haninge kommun - Socialförvaltningen", "Socialförvaltningen", "Haninge kommun"),
        ("Kulturkontoret – Umeå kommun", "Kulturkontoret", "Umeå kommun"),
        ("Primärvården, Region Skåne", "Primärvården", "Region Skåne"),
        (
            "Umeå kommun, Arbetsmarknads- och socialförvaltningen",
            "Arbetsmarknads- och socialförvaltningen",
            "Umeå kommun",
        ),
        ("Haninge kommun, Utbildningsnämnden", "Utbildningsnämnden", "Haninge kommun"),
    ],
)
def test_nested_organisations_in_either_order_are_one_owner(text: str, unit: str, owner: str) -> None:
    found = read_owner(text, 0, len(text), KNOWN)
    assert described(found, text) == [(unit, text, owner)]
    assert found[0].kind is NameKind.UNIT
    assert text in found[0].forms


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Norra utbildningsförbundet, NUF", "Norra utbildningsförbundet"),
        ("Norra utbildningsförbundet (NUF)", "Norra utbildningsförbundet"),
        ("Fältlaget AB, Umeå", "Fältlaget AB"),
        ("Fältlaget - för unga", "Fältlaget - för unga"),
        ("Umeå kommun", "Umeå kommun"),
    ],
)
def test_an_abbreviation_or_a_place_beside_the_owner_is_no_second_owner(text: str, named: str) -> None:
    found = read_owner(text, 0, len(text), KNOWN)
    assert [(name.text, name.kind, name.start, name.end) for name in found] == [
        (named, NameKind.ORGANISATION, 0, len(text))
    ]


@pytest.mark.parametrize("text", ["Umeå kommun, Vindelns kommun", "Umeå, Vindeln", "Fältlaget och Umeå kommun"])
def test_several_owners_stay_several(text: str) -> None:
    assert len(read_owner(text, 0, len(text), KNOWN)) > 1


# --- running text: where the list ends must be found


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        (
            "Haninge kommun, Salems kommun och Bron driver det",
            ["Haninge kommun", "Salems kommun", "Bron"],
            " driver det",
        ),
        ("Salem- och Ekerö kommun ska driva", ["Salem", "Ekerö kommun"], " ska driva"),
        ("Umeå, Vindeln och Bjurholms kommuner startar", ["Umeå", "Vindeln", "Bjurholms kommun"], " startar"),
        (
            "Arbetsförmedlingen och de tre grannkommunerna Umeå, Vindeln och Bjurholm under samma tak",
            ["Arbetsförmedlingen", "Umeå", "Vindeln", "Bjurholm"],
            " under samma tak",
        ),
        ("Umeå kommun, som är ägare", ["Umeå kommun"], ", som är ägare"),
        ("Umeå kommun och dess bolag", ["Umeå kommun"], " och dess bolag"),
        ("Bron, har beviljats", ["Bron"], ", har beviljats"),
        ("Bron tillsammans med Salems kommun och med Fältlaget.", ["Bron", "Salems kommun", "Fältlaget"], "."),
        ("Bron, samt även Fältlaget.", ["Bron", "Fältlaget"], "."),
        ("Umeå/Vindeln", ["Umeå", "Vindeln"], ""),
        ("Lunds universitet och Region Skåne ska", ["Lunds universitet", "Region Skåne"], " ska"),
        ("Bron och lokala företag i Umeå.", ["Bron", "lokala företag i Umeå"], "."),
        ("tre av Fältlagets organisationer.", ["tre av Fältlagets organisationer"], "."),
        ("Haninge kommun m.fl. driver", ["Haninge kommun"], " m.fl. driver"),
        (
            "Umeå kommuns socialförvaltning och kulturförvaltning samt Bron deltar",
            ["socialförvaltning", "kulturförvaltning", "Bron"],
            " deltar",
        ),
        ("Bron och dess kulturförvaltning", ["Bron"], " och dess kulturförvaltning"),
        ("följande:", [], "följande:"),
        ("", [], ""),
    ],
)
def test_a_list_in_running_text_ends_with_its_last_name(text: str, expected: list[str], rest: str) -> None:
    assert running(text) == (expected, rest)


@pytest.mark.parametrize(
    "text",
    [
        "två kommuner, nämligen Umeå kommun och Salems kommun",
        "två kommuner: Umeå kommun och Salems kommun",
        "två kommuner, nämligen Umeå kommun, Salems kommun",
    ],
)
def test_a_count_is_dropped_when_those_that_it_counts_are_named(text: str) -> None:
    assert running(text) == (["Umeå kommun", "Salems kommun"], "")


def test_a_count_stays_beside_names_that_it_does_not_count() -> None:
    assert running("Bron och elva kommuner samt Fältlaget")[0] == ["Bron", "elva kommuner", "Fältlaget"]


def test_a_genitive_before_a_common_noun_is_something_of_theirs() -> None:
    assert running("Haninges behovskartläggning") == ([], "Haninges behovskartläggning")
    assert running("Bron och Haninges behovskartläggning") == (["Bron"], " och Haninges behovskartläggning")


# --- what holds whatever the text


@given(names, st.sampled_from([", ", "; ", " / ", " samt ", "\n• "]), st.sampled_from([", ", " och ", " samt ", "; "]))
def test_names_come_back_as_they_were_joined(items: list[str], comma: str, last: str) -> None:
    assume((comma, last) != ("; ", ", "))  # there a comma is part of a name
    text = comma.join(items[:-1]) + (last if items[1:] else "") + items[-1]
    found = read_field(text, 0, len(text), KNOWN)
    assert [name.text for name in found] == items
    assert [text[name.start : name.end] for name in found] == items


@given(names, st.sampled_from([" och ", " samt ", ", ", " tillsammans med "]))
def test_names_in_running_text_come_back_and_the_rest_is_left(items: list[str], last: str) -> None:
    text = ", ".join(items[:-1]) + (last if items[1:] else "") + items[-1]
    assert running(text + " deltar i arbetet.") == (items, " deltar i arbetet.")


@both_fields
@given(text=texts, start=st.integers(0, 30), length=st.integers(0, 60))
def test_the_names_of_a_field_lie_inside_it_in_order(read: Reader, text: str, start: int, length: int) -> None:
    start, end = min(start, len(text)), min(start + length, len(text))
    found = read(text, start, end, KNOWN)
    assert all(start <= name.start < name.end <= end for name in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(name.text in text[name.start : name.end] for name in found)
    assert all(name.owner is None or name.kind is NameKind.UNIT for name in found)


@given(texts, st.integers(0, 30), st.integers(0, 60))
def test_a_running_list_lies_inside_the_given_range(text: str, start: int, length: int) -> None:
    start, end = min(start, len(text)), min(start + length, len(text))
    found, stop = read_list(text, start, end, KNOWN)
    assert start <= stop <= end
    assert all(start <= name.start < name.end <= stop for name in found)
    assert all(name.text in text[name.start : name.end] for name in found)
    assert found == [] or stop > start


@given(st.text())
def test_no_text_makes_the_functions_fail(text: str) -> None:
    read_field(text, 0, len(text), KNOWN)
    read_owner(text, 0, len(text), KNOWN)
    read_list(text, 0, len(text), KNOWN)
    open_end(text, 0, len(text))


def test_an_ellipsis_begins_behind_a_conjunction() -> None:
    text = "Kommunal och Vård- och omsorgscollege Södertörn"
    assert [name.text for name in read_list(text, 0, len(text), KNOWN)[0]] == [
        "Kommunal",
        "Vård- och omsorgscollege Södertörn",
    ]
