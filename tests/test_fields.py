from __future__ import annotations

import pytest

from stated import reading, written

HEAD = "Nya Broar\n\nProjektägare: Umeå kommun\n"


def stated(fields: str, *properties: str) -> list[str]:
    """What a record with these fields states of some properties."""
    (record,) = reading(HEAD + fields).records
    return [written(one) for one in record.mentions if one.property in properties]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("Beviljat stöd (tkr): 4 200", ["4200000"]),
        ("Beviljat stöd, tkr: 4 200,5", ["4200500"]),
        ("Beviljat stöd (mkr): 4,2", ["4200000"]),
        ("Beviljat stöd (tkr): 4 200 000 kr", ["4200000"]),
        ("Beviljat stöd från Europeiska socialfonden plus: 4,2 mkr", ["4200000"]),
        ("Beviljat stöd: 1,4 miljoner kronor per år", []),
    ],
)
def test_a_sum_has_the_unit_of_its_label_unless_it_has_its_own(field: str, expected: list[str]) -> None:
    assert stated(field, "grantedAmount") == expected


def test_an_owner_field_may_name_those_with_whom_it_runs_the_project() -> None:
    text = "Nya Broar\n\nProjektägare: Umeå kommun i samverkan med Vännäs kommun\nBeviljat stöd: 4,2 mkr\n"
    (record,) = reading(text).records
    told = [(one.property, written(one)) for one in record.mentions if one.property in ("lead", "partner")]
    assert told == [("lead", "Umeå kommun"), ("partner", "Vännäs kommun")]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("Region Västerbotten: 1 200 000 kr", ["Region Västerbotten"]),
        ("Tillväxtverket: 1 200 000 kr", []),
        ("Region Västerbotten: beviljar medel", []),
        ("Resor: 200 000 kr", []),
    ],
)
def test_an_organisation_as_the_label_of_a_sum_pays_it(field: str, expected: list[str]) -> None:
    assert stated(f"Beviljat stöd: 4,2 mkr\n{field}\nTotal budget: 8,4 mkr", "co-financier") == expected


def test_the_end_that_a_label_says_was_moved_takes_the_place_of_the_first() -> None:
    assert stated("Projekttid: 2019-01-01–2021-12-31\nFörlängt till: 2022-06-30", "endDate") == ["2022-06-30"]
    assert stated("Nytt slutdatum: 2022-06-30\nSlutdatum: 2021-12-31", "endDate") == ["2022-06-30"]


@pytest.mark.parametrize(
    ("sentence", "areas"),
    [
        ("Projektet ska hjälpa företag i Berg, Härjedalen och Åre att växa.", ["Berg", "Härjedalen", "Åre"]),
        ("Målgruppen är långtidsarbetslösa i Berg och Åre.", ["Berg", "Åre"]),
        ("Projektet drivs i tre kommuner: Berg, Härjedalen och Åre.", ["Berg", "Härjedalen", "Åre"]),
        ("Deltagarna kommer från Berg och Åre.", ["Berg", "Åre"]),
        ("Projektet ger råd till företag i Kronobergs, Kalmar och Jönköpings län.", []),
        ("Projektet ger företag en monter i Åre.", []),
        ("Ett liknande projekt finns i Berg och Åre.", []),
        ("Styrgruppen träffas i Berg.", []),
    ],
)
def test_a_project_covers_the_municipalities_of_those_whom_it_helps(sentence: str, areas: list[str]) -> None:
    assert stated(f"\n{sentence}", "coversArea") == areas


@pytest.mark.parametrize(
    ("field", "end"),
    [
        ("Projektslut: 2021-12-31, ursprungligen 2021-09-30", "2021-12-31"),
        ("Projektslut: 2021-09-30 (förlängt till 2021-12-31)", "2021-12-31"),
        ("Projekttid: 2019-01-01–2021-09-30 (förlängd till 2021-12-31)", "2021-12-31"),
        ("Projekttid: 2019-01-01–2021-12-31 (tidigare 2021-09-30)", "2021-12-31"),
    ],
)
def test_an_end_that_was_moved_is_told_in_one_field(field: str, end: str) -> None:
    assert stated(field, "endDate") == [end]


def test_an_item_of_minutes_has_a_number_of_its_own() -> None:
    said = "Umeå kommun har fått 6 300 000 kronor från Europeiska socialfonden för projektet Nya Broar."
    (record,) = reading(f"§ 88 Information om projektet Nya Broar\nDnr 2022/311\n\nÄrendet\n{said}\n").records
    assert not [one for one in record.mentions if one.property == "diarienummer"]


def test_a_question_without_its_mark_is_a_label_above_names() -> None:
    assert stated("\nVilka är med\nVännäs kommun, Bjurholms kommun och Region Västerbotten.", "partner") == [
        "Vännäs kommun",
        "Bjurholms kommun",
        "Region Västerbotten",
    ]


@pytest.mark.parametrize(
    ("dated", "fund"),
    [
        ("2020-02-15", "esf"),
        ("2022-02-15", None),
        ("2024-02-15", "esf-plus"),
        ("2024-02-15\n\nStarten var 2019.", None),
    ],
)
def test_the_council_pays_from_one_fund_in_all_years_but_those_of_two(dated: str, fund: str | None) -> None:
    said = "ESF-rådet ger Umeå kommun 6,3 miljoner kronor till projektet Nya Broar."
    (record,) = reading(f"Nya Broar\n\n{dated}\n\n{said}\n").records
    told = [written(one).rsplit("/", 1)[-1] for one in record.mentions if one.property == "fund"]
    assert told == ([fund] if fund else [])


def test_a_sentence_behind_a_list_of_partners_is_none_of_them() -> None:
    field = (
        "Övriga samverkansparter: Umeå kommun och Region Skåne.  Film- och TV-branschen i söder består av små bolag."
    )
    assert stated(field, "partner") == ["Umeå kommun", "Region Skåne"]


def test_a_fund_behind_what_a_project_costs_pays_for_it() -> None:
    told = stated("Kostnad: 19,2 miljoner kronor, hälften från Europeiska socialfonden", "totalBudget", "fund")
    assert sorted(told) == ["19200000", "https://w3id.org/samverkan/id/fund/esf"]


def test_the_value_of_an_unknown_label_may_be_a_sentence() -> None:
    text = "Nya Broar\n\nNär: augusti 2016–juli 2019\nVem: Umeå kommun äger projektet\nKostnad: 4 mkr från ESF\n"
    (record,) = reading(text).records
    assert [written(one) for one in record.mentions if one.property == "lead"] == ["Umeå kommun"]
