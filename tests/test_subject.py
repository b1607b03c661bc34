from __future__ import annotations

import pytest

from samverkan.reading.subject import only_subject
from stated import REFERENCE, reading, written

BEFORE = "Den största delen av pengarna, 4 miljoner kronor, kommer från EU. Det är viktigt för alla.\n\n"
LYKTAN, KOMPASSEN = (
    "Lyktan är ett projekt som ägs av Umeå kommun.\n",
    "Kompassen är ett projekt som ägs av Region Skåne.\n",
)


def granted(text: str) -> dict[str, list[str]]:
    return {
        str(record.name.value): [written(one) for one in record.mentions if one.property == "grantedAmount"]
        for record in reading(text).records
    }


def test_a_text_about_one_project_is_read_from_its_start() -> None:
    assert granted(BEFORE + LYKTAN) == {"Lyktan": ["4000000"]}


def test_a_text_about_two_projects_gives_neither_what_stands_before_both() -> None:
    assert granted(BEFORE + LYKTAN + KOMPASSEN) == {"Lyktan": [], "Kompassen": []}


def test_a_text_that_counts_projects_is_about_none_of_them_alone() -> None:
    assert granted(BEFORE + LYKTAN + "Kommunen har tre projekt.\n") == {"Lyktan": []}


SUBJECT = "Unga får ett projekt med stöd av ESF. Många hör av sig till Lyktan. Lyktan startar i mars."


def test_the_only_name_that_does_what_projects_do_is_the_subject() -> None:
    found = only_subject(SUBJECT, REFERENCE)
    assert found is not None
    assert (found.value, SUBJECT[found.start : found.end]) == ("Lyktan", "Lyktan")


@pytest.mark.parametrize(
    "text",
    [
        SUBJECT.replace("ESF", "morfar"),
        SUBJECT.replace("ett projekt", "en chans"),
        SUBJECT.replace("ett projekt", "tre projekt"),
        SUBJECT.replace("Lyktan", "Umeå kommun"),
        SUBJECT.replace("till Lyktan", "till oss"),
        SUBJECT + " Många hör av sig till Kompassen. Kompassen startar i maj.",
    ],
    ids=["not funded", "no project", "several", "an organisation", "named once", "two names"],
)
def test_any_other_text_has_no_subject(text: str) -> None:
    assert only_subject(text, REFERENCE) is None


def test_an_owner_that_a_label_and_a_sentence_name_is_no_partner_beside_itself() -> None:
    (record,) = reading(
        "Projekt: Lyktan\nProjektägare: Umeå kommun\n\nLyktan är ett projekt som ägs av Umeå kommun.\n"
    ).records
    assert {one.property for one in record.mentions} >= {"lead"}
    assert "partner" not in {one.property for one in record.mentions}


def test_a_name_inside_the_title_that_the_text_repeats_is_the_subject() -> None:
    text = "Tre år med Klivet\n\nProjektet fick stöd av ESF. Nu stänger vi dörren till Klivet.\n"
    found = only_subject(text, REFERENCE)
    assert found is not None
    assert found.value == "Klivet"
    assert only_subject(f"\n\n{text}", REFERENCE) is not None
    assert only_subject(text.replace("med Klivet", "på Klivet"), REFERENCE) is None  # a place, it may be
    assert only_subject(text.replace("dörren till Klivet", "dörren"), REFERENCE) is None


def test_a_text_is_about_the_project_that_it_returns_to_and_not_about_another_one_that_it_names() -> None:
    text = (
        "Nu öppnar Lyktan\n\nUmeå kommun fick 4 miljoner kronor från ESF. Många hör av sig till Lyktan. "
        "Lyktan pågår.\n\nDet liknar projektet Kompassen.\n"
    )
    assert granted(text) == {"Lyktan": ["4000000"]}


def test_a_text_with_money_under_another_headline_is_not_all_about_the_one_project_named() -> None:
    text = (
        "Nyheter\n\nVarvet växer\nUmeå kommun får 4 miljoner kronor till projektet Lyktan.\n\n"
        "Skolan satsar\nESF ger 3 miljoner kronor. Här deltar Malå kommun.\n"
    )
    (record,) = reading(text).records
    assert [one.property for one in record.mentions if one.property in ("grantedAmount", "partner")] == [
        "grantedAmount"
    ]


def test_a_section_above_with_an_owner_and_a_sum_is_not_about_the_one_project_named_below() -> None:
    above = "Hamnen byggs ut\nUmeå kommun får 8,8 mkr av EU och står som projektägare.\n"
    below = "Vård på ön\nVindelns kommun satsar på projektet Ölandsvård. Socialfonden betalar 4 miljoner.\n"
    (record,) = reading(f"Nytt i länet\nnr 2\n\n{above}\n{below}").records
    assert [one.value for one in record.mentions if one.property == "grantedAmount"] == [4_000_000]
    assert "Umeå kommun" not in [written(one) for one in record.mentions]


BOX = "Fakta om projektet\nNamn: Lyktan\nPeriod: 1 april 2019 – 30 september 2021\n"
ABOVE = "Unga ska få jobb\n\nUmeå kommun har fått klartecken av ESF-rådet.\n\nStödet är på 6 350 000 kronor.\n\n"


def test_a_box_below_the_text_names_the_project_that_all_of_it_is_about() -> None:
    assert granted(ABOVE + BOX) == {"Lyktan": ["6350000"]}


def test_a_box_names_nothing_above_it_where_the_text_counts_projects() -> None:
    assert granted(ABOVE + "Kommunen har tre projekt.\n\n" + BOX) == {}


@pytest.mark.parametrize("another", ["§ 8\nBidrag till museet\nNämnden beviljar 75 000 kronor i stöd till en mässa.\n"])
def test_another_item_of_minutes_gives_the_project_nothing(another: str) -> None:
    minutes = f"§ 7\nMedfinansiering\nUmeå kommun driver projektet Lyktan med stöd av ESF.\n\n{another}"
    assert granted(minutes) == {"Lyktan": []}


def test_the_name_of_a_report_s_kind_is_no_project() -> None:
    text = "Slutrapport\n\nKlara Kök har under åren 2015–2018 gett jobb. Projektet fick 5 miljoner kronor från ESF.\n"
    assert "Slutrapport" not in granted(text)
