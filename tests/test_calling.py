from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.reading.calling import inner_names, is_same, is_unfilled, names_none, places
from stated import reading, written


def projects(text: str) -> dict[str, list[tuple[str, str]]]:
    """What a text states of each project, but for the fund and other names."""
    return {
        str(record.name.value): sorted(
            (one.property, written(one)) for one in record.mentions if one.property not in ("fund", "alternativeName")
        )
        for record in reading(text).records
    }


@pytest.mark.parametrize(
    "words",
    [
        "2024-02-09 Fem kommuner",
        "14 april Frukost",
        "[namn]",
        "Projekt A",
        "Regionalfonden",
        "Beredningen",
        "Två doktorander",
        "Box 1, 800 00 Mitt",
        "Storgatan 2, 800 00 Mitt",
        "Räkneexempel",
        "2018–2020",
    ],
)
def test_a_day_an_address_a_form_a_fund_a_body_or_a_count_names_no_project(words: str) -> None:
    assert names_none(words)


@pytest.mark.parametrize(
    "name",
    [
        "Lyktan",
        "Två steg fram",
        "Industriskolan",
        "Kugghjulet",
        "24 timmar",
        "Fonden för alla",
        "Vision 2030 Malmö",
        "Box i rörelse",
    ],
)
def test_other_words_may_name_one(name: str) -> None:
    assert not names_none(name)


def test_a_value_in_brackets_or_a_line_is_still_to_be_written() -> None:
    assert is_unfilled("[organisation]")
    assert is_unfilled("______")
    assert not is_unfilled("Lyktan (etapp 2)")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Kanalriket: fyra säsonger i Dalsland", "Kanalriket"),
        ("Lyktan – jobb för unga", "Lyktan"),
        ("Kompetens i industrin (KOMPIS)", "KOMPIS"),
        ("KOMPIS – Kompetens i industrin", "Kompetens i industrin (KOMPIS)"),
        ("KOMPIS-projektet", "KOMPIS"),
        ("Projekt Lyktan", "Lyktan"),
        ("Hemvändarnas", "Hemvändarna"),
    ],
)
def test_a_subtitle_an_abbreviation_or_an_ending_makes_no_other_project(name: str, other: str) -> None:
    assert is_same(name, other)
    assert is_same(other, name)


@pytest.mark.parametrize(
    ("name", "other"),
    [("Rekrytering – verkstad", "Rekrytering – vård"), ("Lyktan – etapp 2", "Lyktan"), ("Lyktan", "Lykta Norr")],
)
def test_another_subtitle_or_part_is_another_project(name: str, other: str) -> None:
    assert not is_same(name, other)


def test_a_project_told_by_its_long_and_its_short_name_is_one() -> None:
    text = (
        "Projektet Kompetens i industrin (KOMPIS) får 11,4 miljoner kronor från ESF.\n\n"
        "Umeå kommun är projektägare för KOMPIS.\n"
    )
    assert projects(text) == {
        "Kompetens i industrin (KOMPIS)": [("grantedAmount", "11400000"), ("lead", "Umeå kommun")]
    }


def test_a_supposed_sum_and_a_made_up_example_are_no_facts() -> None:
    text = (
        "Vanliga frågor\n\nOm projektet kostar 10 miljoner kronor beviljas ni 6 miljoner kronor. "
        "Exempel: Projektet Steget ägs av Umeå kommun.\n"
    )
    assert projects(text) == {}


def test_a_prize_makes_no_project() -> None:
    assert projects("Tre projekt får stöd av ESF. Lyckan får 25 000 kronor.\n") == {}


def test_the_title_of_a_vacancy_names_no_project() -> None:
    text = (
        "Samordnare\n\nVi söker dig som vill arbeta i ett projekt tillsammans med Umeå kommun. Vi erbjuder flextid.\n\n"
        "Referensnummer: 2022/118\nBudget: 5 000 000 kr\n"
    )
    assert projects(text) == {}


def test_a_numbered_line_of_a_list_is_the_title_of_a_record() -> None:
    text = "1. Dnr 2016/00117 Lyktan\nSökande: Umeå kommun\n\n2. Dnr 2016/00121 Kompassen\nSökande: Region Skåne\n"
    assert projects(text) == {
        "Lyktan": [("diarienummer", "2016/00117"), ("lead", "Umeå kommun")],
        "Kompassen": [("diarienummer", "2016/00121"), ("lead", "Region Skåne")],
    }


def test_a_bullet_may_hold_a_subtitle_behind_its_name() -> None:
    text = "ESF-rådet stöder:\n\n- Lyktan – ökad kompetens i hemtjänsten. Umeå kommun får 3 miljoner kronor.\n"
    assert projects(text) == {"Lyktan": [("grantedAmount", "3000000"), ("lead", "Umeå kommun")]}


def test_a_name_ends_where_the_sentence_goes_on() -> None:
    assert list(projects("Projektet heter Hemvändarna och börjar i januari 2012. Projektet ägs av Umeå kommun.\n")) == [
        "Hemvändarna"
    ]


def test_a_title_that_goes_on_with_news_is_no_name() -> None:
    text = (
        "Sömmerskor sökes – Borås satsar på utbildning\n\nProjektet ägs av Borås Stad och kostar 4 miljoner kronor.\n"
    )
    assert projects(text) == {}


@given(st.text("aå_ .", max_size=12), st.text("aå_ .", max_size=4), st.integers(0, 6))
def test_a_name_stands_where_an_expression_with_word_borders_finds_it(text: str, name: str, start: int) -> None:
    found = re.finditer(rf"(?<!\w)(?=({re.escape(name)})(?!\w))", text) if name else ()
    assert list(places(name, text, start)) == [match.start() for match in found if match.start() >= start]


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Lär för livet (LFL)", {"Lär för livet", "LFL"}),
        ("LFL, Lär för livet", {"Lär för livet", "LFL"}),
        ("Lär för livet, LFL", {"Lär för livet", "LFL"}),
        ("SIA – Språk i arbete", {"SIA", "Språk i arbete"}),
        ("VIND – bättre vägar", {"VIND"}),
        ("Projekt Lyktan", {"Lyktan"}),
    ],
)
def test_a_name_and_its_abbreviation_are_names_each(name: str, inside: set[str]) -> None:
    assert inner_names(name) == inside


@pytest.mark.parametrize(
    "name", ["Lyktan (ESF)", "Växtkraft – ESF", "Ljus, värme och el", "Skåne, Blekinge", "VGR, Väst"]
)
def test_a_fund_or_another_word_is_no_further_name(name: str) -> None:
    assert inner_names(name) == set()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Projektet Natur som resurs får 3 miljoner kronor", "Natur som resurs"),
        ("Umeå kommun driver projektet Språk som möjlighet, som startar 2019", "Språk som möjlighet"),
        ("Projektet Lyktan som får 3 miljoner kronor ägs av Umeå kommun", "Lyktan"),
        ("Projektet Lyktan som kommunen driver får 3 miljoner kronor", "Lyktan"),
        ("Projektet Lyktan som startat får 3 miljoner kronor", "Lyktan"),
    ],
)
def test_som_before_a_noun_is_a_part_of_a_name_and_before_a_clause_its_end(said: str, name: str) -> None:
    assert list(projects(f"{said} från Europeiska socialfonden.\n")) == [name]
