"""What the reader takes on trust in a text that it has not met, and what it does not."""

from __future__ import annotations

import pytest

from samverkan.swedish.dates import nearest
from stated import reading, written


def facts(text: str, published: str | None = None) -> dict[str, list[tuple[str, str]]]:
    """What a text states of each project, but for the fund and whom it is for."""
    return {
        str(record.name.value): sorted(
            (one.property, written(one))
            for one in record.mentions
            if one.property not in ("fund", "targetGroup", "sector")
        )
        for record in reading(text, published).records
    }


def funds(text: str) -> dict[str, list[str]]:
    """The funds of each project, as codes."""
    return {
        str(record.name.value): [written(one).rsplit("/", 1)[-1] for one in record.mentions if one.property == "fund"]
        for record in reading(text).records
    }


# --- days without a year


@pytest.mark.parametrize(
    ("words", "past", "expected"),
    [
        ("den 1 januari", False, "2020-01-01"),
        ("15 november", False, "2019-11-15"),
        ("den 7 december", True, "2018-12-07"),
        ("mars", False, "2020-03"),
        ("mars", True, "2019-03"),
        ("mars 2018", True, None),
        ("i fjol", True, None),
    ],
)
def test_a_day_or_month_without_a_year_is_the_nearest_one_ahead_or_behind(
    words: str, past: bool, expected: str | None
) -> None:
    assert nearest(words, "2019-11-21", past=past) == expected


def test_what_starts_after_the_turn_of_the_year_is_of_the_next_year() -> None:
    text = "Umeå kommun får 5 miljoner kronor till projektet Lyktan. Projektet startar den 1 februari."
    assert ("startDate", "2020-02-01") in facts(text, "2019-11-21")["Lyktan"]
    assert ("startDate", "2020-02") in facts(text.replace("den 1 februari", "i februari"), "2019-11-21")["Lyktan"]


# --- who is nobody


@pytest.mark.parametrize("body", ["Lärosätet", "Bostadsbolaget", "Regionstyrelsen", "Projektägaren"])
def test_a_word_for_a_body_takes_no_part(body: str) -> None:
    text = f"Umeå kommun får 5 miljoner kronor till projektet Lyktan. {body} samverkar med Region Skåne i projektet."
    assert facts(text) == {
        "Lyktan": [("grantedAmount", "5000000"), ("lead", "Umeå kommun"), ("partner", "Region Skåne")]
    }


def test_the_university_is_meant_by_the_word_for_one() -> None:
    text = (
        "Mest går till Högskolan i Gävle. Lärosätets projekt Lyktan får 5 miljoner kronor.\n\nRegion Skåne får inget.\n"
    )
    assert ("lead", "Högskolan i Gävle") in facts(text)["Lyktan"]


def test_a_slot_does_not_cut_a_name() -> None:
    text = (
        "Lyktan AB vill satsa. Bolaget har tillsammans med Linköpings universitet fått 8,6 miljoner kronor ur "
        "Europeiska socialfonden. Pengarna går till projektet Vävstolen."
    )
    assert ("partner", "Linköpings universitet") in facts(text)["Vävstolen"]
    assert not any(value.removesuffix("s") == "Linköping" for _, value in facts(text)["Vävstolen"])


def test_who_gets_the_money_beside_a_named_project_owns_it() -> None:
    text = (
        'Projektet "Lyktan" har fått klartecken. Nordvik Halland har tilldelats 3 920 000 kronor från Europeiska '
        "socialfonden för att hjälpa 85 arbetssökande."
    )
    assert list(facts(text)) == ["Lyktan"]
    assert ("lead", "Nordvik Halland") in facts(text)["Lyktan"]


def test_who_gets_money_where_no_project_is_spoken_of_is_none() -> None:
    assert facts("Nordvik Region har beviljats 4,75 miljoner kronor av Tillväxtverket.") == {}


def test_two_who_run_one_each_own_none_together() -> None:
    text = (
        "Umeå kommun och Region Skåne driver varsitt projekt. Umeå kommuns projekt heter Lyktan och har fått "
        "6,8 miljoner kronor. Region Skånes projekt, Kompassen, har fått 2,9 miljoner kronor."
    )
    assert facts(text) == {
        "Lyktan": [("grantedAmount", "6800000"), ("lead", "Umeå kommun")],
        "Kompassen": [("grantedAmount", "2900000"), ("lead", "Region Skåne")],
    }


# --- sums and counts


def test_support_that_is_sought_is_not_granted() -> None:
    text = "Umeå kommun är projektägare för Lyktan. Sökt EU-stöd är 3 750 000 kronor."
    assert ("appliedAmount", "3750000") in facts(text)["Lyktan"]


def test_a_count_for_each_year_is_not_that_of_the_project() -> None:
    text = (
        "Umeå kommun får 5 miljoner kronor till projektet Lyktan. Årligen ska 40 företagare gå kurser, "
        "totalt 120 personer under projekttiden."
    )
    assert [value for prop, value in facts(text)["Lyktan"] if prop == "plannedParticipants"] == ["120"]


def test_a_table_of_figures_is_no_list_of_projects() -> None:
    text = (
        "Budget för regional utveckling, projekt och stöd (tkr)\n\n"
        "Energikontoret              3 200      3 300      3 400\n"
        "Umeå kommun, avtal          1 100      1 100      1 150\n"
        "Lycksele kommun, avtal        900        900        920\n"
    )
    assert facts(text) == {}


# --- several projects


def test_a_sentence_may_tell_several_projects_their_funds() -> None:
    text = (
        "Umeå kommun får 5,2 miljoner kronor till projektet Lyktan.\n\n"
        "Region Skåne får 3 miljoner kronor till projektet Kompassen.\n\n"
        "Lyktan finansieras av Socialfonden, Kompassen av Regionalfonden.\n"
    )
    assert funds(text) == {"Lyktan": ["esf"], "Kompassen": ["erdf"]}


def test_two_who_hand_out_different_funds_tell_neither() -> None:
    text = (
        "Tillväxtverket och ESF-rådet fattade sina beslut den 3 maj 2010.\n\n"
        "Umeå kommun får 5,2 miljoner kronor till projektet Lyktan.\n"
    )
    assert funds(text) == {"Lyktan": []}


def test_the_decision_below_a_list_is_on_all_of_it() -> None:
    text = (
        "Tre organisationer delar på 31 miljoner kronor från EU.\n\n"
        "* Örebro universitet (12,4 miljoner) – AI för industrin\n"
        "* Karlskoga kommun (10,1 miljoner) – Möckeln växlar om\n\n"
        "Beslutet togs av Tillväxtverket den 30 november 2022 och pengarna kommer från Regionalfonden.\n"
    )
    assert all(("decidedOn", "2022-11-30") in said for said in facts(text).values())
    assert funds(text) == {"AI för industrin": ["erdf"], "Möckeln växlar om": ["erdf"]}


# --- layout


def test_labels_that_a_space_parts_from_their_values_count_in_a_series() -> None:
    lines = ["Diarienummer 2015/00412", "Projektägare Umeå kommun", "Beviljat belopp 14 202 918 kr"]
    period = "Projektperiod 2015-09-01 – 2018-08-31"
    told = facts("\n".join(["Lyktan", "", *lines, period]))
    assert {("lead", "Umeå kommun"), ("grantedAmount", "14202918"), ("startDate", "2015-09-01")} <= set(told["Lyktan"])
    assert facts("\n".join(["Lyktan", "", *lines[1:2], "", "Region Skåne har svarat."])) == {}


def test_the_slogan_in_a_title_is_not_the_name() -> None:
    text = (
        "Lyktan – för unga som står långt ifrån\n\n"
        "I Lyktan får unga stöd. Umeå kommun äger projektet och har fått 14,2 miljoner kronor av socialfonden.\n"
    )
    (record,) = reading(text).records
    assert record.name.value == "Lyktan"


def test_names_in_quotes_may_stand_alone_before_what_is_said_of_them() -> None:
    text = (
        "ESF-rådet har beviljat stöd till följande projekt:\n\n"
        '"Lyktan" i Umeå. Umeå kommun beviljas 4 210 000 kronor. 75 personer deltar.\n\n'
        '"Kompassen" i Lund. Region Skåne beviljas 1 995 000 kronor.\n'
    )
    assert {name: dict(said)["grantedAmount"] for name, said in facts(text).items()} == {
        "Lyktan": "4210000",
        "Kompassen": "1995000",
    }


def test_counties_behind_a_plural_have_a_body_each() -> None:
    text = (
        "Umeå kommun får 5 miljoner kronor till projektet Lyktan. I projektet deltar även "
        "Länsstyrelserna i Dalarnas och Gävleborgs län samt Röda Korset."
    )
    assert [value for prop, value in facts(text)["Lyktan"] if prop == "partner"] == [
        "Länsstyrelsen i Dalarnas län",
        "Länsstyrelsen i Gävleborgs län",
        "Röda Korset",
    ]


def test_places_behind_a_group_are_where_it_is() -> None:
    text = (
        "Umeå kommun får 5 miljoner kronor till projektet Lyktan. I projektet deltar samordningsförbunden i Huddinge "
        "och Södertälje samt Region Skåne."
    )
    assert "Södertälje" not in {value for _, value in facts(text)["Lyktan"]}


def test_a_number_before_a_few_words_over_text_numbers_a_heading() -> None:
    text = (
        "Tre projekt får stöd av Europeiska regionala utvecklingsfonden\n\n"
        "1. Lyktan\nUmeå kommun driver projektet ihop med Region Skåne. Stödet är 7 350 000 kronor.\n\n"
        "2. Kompassen\nVännäs kommun får 5 900 000 kronor för att utveckla vattenbruk.\n"
    )
    assert {name: dict(said)["lead"] for name, said in facts(text).items()} == {
        "Lyktan": "Umeå kommun",
        "Kompassen": "Vännäs kommun",
    }


def test_a_label_may_stand_in_two_languages_and_a_day_with_full_stops() -> None:
    text = (
        "Lyktan\n\nProjektägare / Projektin omistaja: Övertorneå kommun\nPartner / Kumppanit: Pajala kommun\n"
        "Stöd från ESF: 4 725 000 SEK\nProjekttid: 01.03.2012–28.02.2014\n"
    )
    assert facts(text)["Lyktan"] == [
        ("endDate", "2014-02-28"),
        ("grantedAmount", "4725000"),
        ("lead", "Övertorneå kommun"),
        ("partner", "Pajala kommun"),
        ("startDate", "2012-03-01"),
    ]


def test_a_meeting_to_come_decides_nothing() -> None:
    text = (
        "Umeå kommun får 5 miljoner kronor till projektet Lyktan. Uppstartsmötet hålls den 30 augusti 2018 i rådhuset."
    )
    assert "decidedOn" not in dict(facts(text)["Lyktan"])


def test_an_adverb_behind_a_name_belongs_to_the_verb() -> None:
    text = "Stockholms stads gemensamma projekt Plattform Söderort nu har beviljats 24 miljoner kronor av ESF-rådet."
    assert list(facts(text)) == ["Plattform Söderort"]
    assert list(facts("Umeå kommun får 5 miljoner kronor till projektet Här och nu från ESF.")) == ["Här och nu"]
