from __future__ import annotations

import pytest

from samverkan.reading.evened import evened
from samverkan.reading.letterhead import below_letterhead
from samverkan.reading.titles import (
    described_name,
    heads_part,
    is_headline,
    may_be_name,
    name_lengths,
    names_project,
    tells_news,
)
from stated import REFERENCE, VOCABULARY, reading, written


def owners(text: str) -> dict[str, list[str]]:
    """Who owns each project that a text states."""
    return {
        str(record.name.value): [written(one) for one in record.mentions if one.property == "lead"]
        for record in reading(text).records
    }


# --- what a title is


@pytest.mark.parametrize("title", ["Lyktan", "Nya vägar 2.0", "Ung i Umeå", "Från idé till jobb", "Kraft & Mod"])
def test_a_short_title_may_be_a_name(title: str) -> None:
    assert may_be_name(title, REFERENCE)


@pytest.mark.parametrize(
    "title",
    [
        "Kontakta oss",
        "Om oss",
        "Pågående projekt",
        "Hur söker jag?",
        "Umeå kommun",
        "Umeå kommun växlar upp",
        "Kompetensbolaget AB",
        "3 maj 2021",
        "2021–2023",
        "5 miljoner kronor",
        "Start | Nyheter",
        "Bakgrund",
        "Det är klart.",
        "Fakta om projektet",
        "Lyktan, som lyser",
        "1 2 3",
    ],
)
def test_a_page_a_part_an_organisation_a_date_or_a_sum_is_no_name(title: str) -> None:
    assert not may_be_name(title, REFERENCE)


def test_a_headline_has_the_words_of_news() -> None:
    assert is_headline("Umeå satsar på unga")
    assert is_headline("4 miljoner till Lyktan")
    assert not is_headline("Lyktan")


def test_a_heading_of_a_part_is_told_from_a_name_that_begins_alike() -> None:
    assert heads_part("Bakgrund")
    assert heads_part("Resultat och effekter")
    assert not heads_part("Bakgrundsljuset")


def test_trails_are_nobody_s_doing() -> None:
    assert not is_headline("Hållbara leder i fjällen")
    assert is_headline("Kommunen leder arbetet")


def test_a_heading_may_give_its_project_a_number_behind_a_comma() -> None:
    (record,) = reading(
        "Projekt Lyktan, ärende 20201233\nUmeå kommun äger projektet, som får 2 mkr från ERUF.\n"
    ).records
    assert record.name.value == "Lyktan"
    assert "20201233" in {str(one.value) for one in record.mentions if one.property == "diarienummer"}


def test_a_subtitle_may_be_cut_off_and_a_description_has_to_be() -> None:
    assert name_lengths("Lyktan") == [6]
    assert name_lengths("Lyktan – vägar till arbete") == [26, 6]
    assert name_lengths("Lyktan – ett projekt för unga") == [6]


def test_a_line_that_says_what_a_project_does_begins_with_its_name() -> None:
    assert described_name("Lyktan – ger unga stöd") == len("Lyktan")
    assert described_name("Lyktan – Ljus i norr") is None
    assert described_name("Lyktan") is None


def test_a_text_that_names_an_earlier_project_names_none_of_its_own() -> None:
    assert names_project("Nu startar projektet Lyktan.")
    assert not names_project("Det bygger på projektet Lyktan.")
    assert not names_project("Nu startar projektet.")


# --- headings over text


def test_a_heading_whose_words_stand_again_below_it_is_a_project() -> None:
    text = (
        "Nytt i länet\n\nHär är två berättelser.\n\nLyktan\n\nLyktan är ett projekt som ägs av Umeå kommun.\n\n"
        "Trädgården\n\nHär växer mycket om våren."
    )
    assert owners(text) == {"Lyktan": ["Umeå kommun"]}
    assert [record.name.method for record in reading(text).records] == ["heading"]


SERIES = "{}\n\nLyktan\n\n{}\n\nKompassen\n\n{}\n"
BEGINS = ("Projektet ägs av Umeå kommun.", "Projektet ägs av Region Skåne.")
TELLS = ("Umeå kommun äger projektet.", "Region Skåne äger projektet.")
BOTH = {"Lyktan": ["Umeå kommun"], "Kompassen": ["Region Skåne"]}


def test_headings_over_owned_projects_are_a_series_where_the_text_announces_several() -> None:
    assert owners(SERIES.format("Här arbetar vi\n\nLäs om flera projekt i kommunen.", *TELLS)) == BOTH
    assert owners(SERIES.format("Här arbetar vi\n\nLäs om allt i kommunen.", *TELLS)) != BOTH


def test_headings_over_texts_that_begin_with_the_project_are_a_series_by_themselves() -> None:
    assert owners(SERIES.format("Här arbetar vi\n\nLäs om allt i kommunen.", *BEGINS)) == BOTH


def test_one_heading_over_an_owned_project_is_no_series() -> None:
    text = "Nytt från kommunen\n\nHär kan man läsa mer.\n\nLyktan\n\nProjektet ägs av Umeå kommun.\n"
    assert "Lyktan" not in owners(text)


def test_a_heading_that_dates_a_decision_is_read_and_no_title_looked_for_below_it() -> None:
    text = SERIES.format("Prioriterade projekt, beslut 3 maj 2021", *BEGINS)
    found = reading(text).records
    assert [[one.value for one in record.mentions if one.property == "decidedOn"] for record in found] == [
        ["2021-05-03"],
        ["2021-05-03"],
    ]


def test_years_in_brackets_and_quotation_marks_are_no_part_of_a_headings_name() -> None:
    text = (
        "Våra projekt\n\nKommunen är med i flera projekt.\n\n”Lyktan”\n\nUmeå kommun äger projektet.\n\n"
        "Kompassen (2019–2021)\n\nRegion Skåne äger projektet.\n"
    )
    assert owners(text) == BOTH
    times = [
        [one.value for one in record.mentions if one.property.endswith("Date")] for record in reading(text).records
    ]
    assert times == [[], ["2019", "2021"]]


def test_a_heading_may_call_a_project_one_and_give_its_number() -> None:
    text = "Protokoll\n\n§ 3 Slutrapport för projektet Lyktan (RUN/7/2018)\n\nUmeå kommun äger projektet.\n"
    assert owners(text) == {"Lyktan": ["Umeå kommun"]}


def test_a_records_title_needs_no_dash_behind_a_number_that_can_be_nothing_else() -> None:
    assert owners("2013-3010117 Lyktan\n\nProjektägare: Umeå kommun\n") == {"Lyktan": ["Umeå kommun"]}
    assert "Lyktan" not in owners("2013-2014 Lyktan\n\nProjektägare: Umeå kommun\n")


def test_the_heading_of_a_part_leads_back_to_the_project_that_it_names() -> None:
    text = (
        "Nytt\n\nFörstudien Vägen får 400 000 kronor.\n\nSocialfonden ger 5 miljoner kronor till projektet Lyktan.\n\n"
        "Något annat\n\nDet regnade hela dagen.\n\nFakta Lyktan\nProjektägare: Umeå kommun\nPeriod: 2020–2021\n"
    )
    assert owners(text) == {"Vägen": [], "Lyktan": ["Umeå kommun"]}


def test_somebody_at_an_organisation_is_no_name() -> None:
    assert not may_be_name("Två doktorander, Linnéuniversitetet", REFERENCE)
    assert may_be_name("Gnesta, Trosa", REFERENCE)
    assert may_be_name("Hallå, Skåne", REFERENCE)


@pytest.mark.parametrize("title", ["Dnr 2016/00117   Lyktan", "2016/00117 Lyktan", "Lyktan (dnr 2016/00117)"])
@pytest.mark.parametrize("begin", ["", "1. ", "a) "])
def test_a_number_beside_the_name_over_a_project_s_fields_is_that_project_s(title: str, begin: str) -> None:
    first, second = f"{begin}{title}\nSökande: Umeå kommun", f"{begin}Dnr 2016/00118 Bron\nSökande: Vindelns kommun"
    text = f"Beslut om stöd\n\n{first}\n\n{second}\n"
    found = {
        str(record.name.value): [written(one) for one in record.mentions if one.property in ("diarienummer", "lead")]
        for record in reading(text).records
    }
    assert found == {"Lyktan": ["2016/00117", "Umeå kommun"], "Bron": ["2016/00118", "Vindelns kommun"]}


def test_a_numbered_matter_without_a_project_s_facts_is_no_project() -> None:
    text = "Protokoll\n\n§ 4 Dnr 2019/00123 Översyn av avgifter\nKommunstyrelsen beslutar att se över avgifterna.\n"
    assert owners(text) == {}


def test_a_title_whose_rest_says_what_an_organisation_does_tells_news() -> None:
    assert tells_news("Sömmerskor välkomna – Borås satsar på skolan", 19)
    assert not tells_news("Lättare skal – nya material", 12)
    assert not tells_news("Havslyftet – Umeå och Vännäs", 10)


def test_the_way_to_a_page_is_no_name() -> None:
    assert not may_be_name("Start › Våra insatser › Lyktan", REFERENCE)


@pytest.mark.parametrize(
    "title", ["Slutrapport för projektet Lyktan", "Projekt Lyktan – lägesrapport", "Lyktan (ESF)", "Projektet Lyktan"]
)
def test_words_around_a_name_in_a_heading_are_no_part_of_it(title: str) -> None:
    assert owners(f"{title}\n\nProjektägare: Umeå kommun\nFond: ESF\n") == {"Lyktan": ["Umeå kommun"]}


def test_the_number_of_a_part_is_no_description() -> None:
    assert described_name("Lyktan – steg 2") is None
    assert described_name("Lyktan – steg för steg") == len("Lyktan")


def test_an_item_of_minutes_about_a_project_is_one_where_public_money_pays() -> None:
    heading, said = "§ 28 Information om projektet Lyktan", "Medverkande parter är Umeå kommun och Vännäs kommun."
    assert owners(f"Protokoll\n\n{heading}\n{said} Projektet söks hos Tillväxtverket.\n") == {"Lyktan": []}
    assert owners(f"Protokoll\n\n{heading}\n{said}\n") == {}


def test_a_heading_over_projects_tells_whose_they_are() -> None:
    sections = [f"{name} (ESF)\nProjektet gav unga arbete. EU-stöd: 6 250 000 kr." for name in ("Lyktan", "Bron")]
    text = "\n\n".join(("Avslutade projekt", "Projekt där Umeå kommun var projektägare", *sections))
    assert owners(text) == {"Lyktan": ["Umeå kommun"], "Bron": ["Umeå kommun"]}


def test_a_period_alone_is_that_of_the_project_at_hand() -> None:
    text = "Lyktan\n\nSökande: Umeå kommun\n\nNär?\n1 januari 2023 – 31 december 2025.\n"
    (record,) = reading(text).records
    dates = [written(one) for one in record.mentions if one.property in ("startDate", "endDate")]
    assert dates == ["2023-01-01", "2025-12-31"]


def test_another_list_of_projects_is_of_the_fund_that_its_first_words_name() -> None:
    lists = [
        f"Följande ansökningar till {fund} prioriterades:\n\n1. {name}\nSökande: Umeå kommun\nSökt belopp: 2 mkr\n"
        for fund, name in (("Regionalfonden", "Lyktan"), ("Socialfonden", "Bron"))
    ]
    found = {
        str(record.name.value): [str(one.value).rsplit("/", 1)[-1] for one in record.mentions if one.property == "fund"]
        for record in reading("\n".join(lists)).records
    }
    assert found == {"Lyktan": ["erdf"], "Bron": ["esf"]}


@pytest.mark.parametrize("rest", ["och utvecklas vidare", "och används i hela länet", "och är igång"])
def test_a_name_ends_before_what_is_done_with_the_project(rest: str) -> None:
    told = "Projektet Bron bygger vidare på tidigare Start i Norr"
    (record,) = reading(f"Umeå kommun driver projektet Bron. {told} {rest}.\n").records
    assert [one.value for one in record.mentions if one.property == "formerProject"] == ["Start i Norr"]


def test_a_noun_behind_and_belongs_to_the_name() -> None:
    assert owners("Umeå kommun driver projektet Kurser och kalas.\n") == {"Kurser och kalas": ["Umeå kommun"]}


def first_heading(text: str) -> str:
    """The heading that is taken for the text's title."""
    even = evened(text, VOCABULARY.fields)
    first = below_letterhead(even.text, even.blocks, REFERENCE)[0]
    return even.text[first.start : first.end]


@pytest.mark.parametrize("letterhead", ["Region Mitt", "Samordningsförbundet Centrala Dalarna", "Tillväxtverket"])
def test_a_letterhead_is_no_title_and_what_stands_below_it_is(letterhead: str) -> None:
    text = "Skärvet – återbruk av bygglass\n\nHuvudman: Linköpings universitet\n"
    assert first_heading(f"{letterhead}\n\n{text}") == first_heading(text) == "Skärvet – återbruk av bygglass"


def test_a_body_that_heads_its_own_part_of_a_list_is_no_letterhead() -> None:
    parts = (f"{body} kommun\n\nBron i {body}\nBeviljat stöd: 1 200 000 kr\n" for body in ("Umeå", "Luleå"))
    assert first_heading("\n".join(parts)) == "Umeå kommun"
