from __future__ import annotations

import pytest

from stated import reading, written

HEAD = "Nya Broar\n\n2019-02-08\n\nUmeå kommun har fått 6,3 miljoner kronor från ESF till projektet Nya Broar.\n\n"


def runs(sentence: str) -> tuple[list[str], list[str]]:
    """When the project starts and ends, as a text with this sentence says."""
    (record,) = reading(HEAD + sentence).records
    starts, ends = (
        sorted({written(one) for one in record.mentions if one.property == prop}) for prop in ("startDate", "endDate")
    )
    return starts, ends


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("Projektet startar i mars och ska pågå till och med februari 2021.", "2019-03", "2021-02"),
        ("Projektet startar 1 mars 2019 och ska hålla på i två år, till och med 28 februari 2021.",
         "2019-03-01", "2021-02-28"),
        ("Umeå kommun driver sedan april 2018 projektet Nya Broar.", "2018-04", ""),
        ("Projektet skulle ha avslutats i mars 2021 men har förlängts till den 30 september 2021.", "", "2021-09-30"),
        ("Nya Broar får pengar till och med den 30 juni 2020.", "", "2020-06-30"),
        ("I september 2018 drog Nya Broar igång.", "2018-09", ""),
        ("Nya Broar drog igång i Umeå i september 2018.", "2018-09", ""),
        ("Projektet genomförs under 2019 och 2020.", "2019", "2020"),
        ("Insatsen inleds i april 2019 och beräknas vara avslutad i mars 2022.", "2019-04", "2022-03"),
        ("Sista dagen för projektet är den 30 juni 2020.", "", "2020-06-30"),
        ("Starten sker den 1 april 2019 och slutet är planerat till den 31 mars 2021.", "2019-04-01", "2021-03-31"),
        ("Start den 15 januari 2020, slut den 14 januari 2023.", "2020-01-15", "2023-01-14"),
        ("Från och med 1 april 2019 drivs Nya Broar av Umeå kommun.", "2019-04-01", ""),
        ("Projektet pågår i två år, 1 april 2019–31 mars 2021, i Umeå.", "2019-04-01", "2021-03-31"),
        ("Projektet finansieras av Europeiska socialfonden och löper fram till den 31 december 2020.",
         "", "2020-12-31"),
        ("Projektet drog igång hösten 2018.", "2018", ""),
        ("Orten ska leva året om, och arbetet pågår från april 2019 till mars 2021.", "2019-04", "2021-03"),
        ("Den 1 april 2019 startar kommunen projektet Nya Broar.", "2019-04-01", ""),
        ("Nu startar kommunen den 1 april 2019 projektet Nya Broar.", "2019-04-01", ""),
        ("Den 1 april 2019 startar kommunen en kurs i svenska inom projektet.", "", ""),
        ("Projektet pågår från hösten 2018 fram till sommaren 2021.", "2018", "2021"),
        ("Nya Broar sätter igång andra halvåret 2019 och är klart våren 2021.", "2019", "2021"),
        ("Projekttid: hösten 2018 – våren 2021", "2018", "2021"),
        ("Projekttid: 2019–2021\nFörlängt till: 2022-06-30", "2019", "2022-06-30"),
    ],
)  # fmt: skip
def test_a_date_is_a_start_or_an_end_by_its_preposition_or_else_by_its_verb(
    sentence: str, start: str, end: str
) -> None:
    assert runs(sentence) == ([start] * bool(start), [end] * bool(end))


@pytest.mark.parametrize(
    "sentence",
    [
        "Konferensen startar den 3 mars 2019.",
        "Projektet startar med en konferens den 3 mars 2019.",
        "Den första gruppen börjar den 18 mars 2019.",
        "Projektledaren började i januari 2018.",
        "Då startar nästa grupp den 3 mars 2019.",
        "Utbildningarna startar i april 2019.",
        "Avtalet med hyresvärden löper till den 31 maj 2020.",
        "Jobbcentret, som startade 2015, ingår i projektet.",
        "Till och med augusti 2018 har 4 012 330 kronor förbrukats.",
        "Fram till december 2018 hade 60 personer deltagit i projektet.",
        "Kommunen har sedan 2010 arbetat med frågan.",
        "Projektet är en fortsättning på Gamla Broar, som pågick 2015–2018.",
        "Projektet bygger på en förstudie som genomfördes 2017.",
        "Socialfonden har en budget för åren 2014–2020.",
        "En ny väg ska vara färdig 2021.",
        "Projektet drog igång vid årsskiftet 2018/2019.",
        "Projektet pågår till årsskiftet 2021.",
        "Våren 2020 gjordes en utvärdering av projektet.",
    ],
)
def test_what_begins_or_ends_beside_the_project_says_nothing_of_it(sentence: str) -> None:
    assert runs(sentence) == ([], [])


def test_the_year_of_an_end_is_not_that_of_a_start_which_another_verb_tells() -> None:
    (record,) = reading(HEAD.replace("2019", "2018") + "Arbetet inleds i augusti och pågår till juni 2020.").records
    assert [written(one) for one in record.mentions if one.property == "startDate"] == ["2018-08"]


def test_a_start_without_a_year_is_not_after_the_end() -> None:
    said = "Projektet drar igång den 1 september i år och pågår till och med sista augusti 2013."
    (record,) = reading(HEAD.replace("2019-02-08\n\n", "") + said).records
    assert [written(one) for one in record.mentions if one.property in ("startDate", "endDate")] == ["2013-08-31"]


def test_a_finer_date_of_prose_takes_the_place_of_a_coarser_one() -> None:
    assert runs("Projektet pågår 2019–2021. Det startade den 1 april 2019.") == (["2019-04-01"], ["2021"])


def test_the_period_of_a_programme_is_not_that_of_the_project() -> None:
    text = "Projekt\nNya Broar\n\nProgramperiod\n2014–2020\n\nProjektägare\nUmeå kommun\n\nProjektstart\n2015-08-01\n"
    (record,) = reading(text).records
    assert {one.property: written(one) for one in record.mentions if one.property.endswith("Date")} == {
        "startDate": "2015-08-01"
    }


def test_when_a_page_was_last_edited_does_not_date_what_it_tells() -> None:
    told = "Umeå kommun beviljades 6,3 miljoner kronor från ESF till projektet Nya Broar. Beslutet togs den 25 april."
    (record,) = reading(f"Nya Broar\n\n{told}\n\nSenast uppdaterad: 2023-05-04\n").records
    assert "decidedOn" not in {one.property for one in record.mentions}
