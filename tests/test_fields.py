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
