"""Records without any hint but their own form: a title line, fields, and the next title with its fields."""

from __future__ import annotations

import pytest

from stated import reading

FIRST = "Projektägare: Region Blekinge\nStöd: 2 400 000 kr\nPeriod: 2023-01-01 – 2025-12-31\n"
SECOND = "Projektägare: Karlshamns kommun\nStöd: 1 100 000 kr\nPeriod: 2022-03-01 – 2024-02-28\n"
OWNED = {"Grönare hamnar": "Region Blekinge", "Nya vägar till jobb": "Karlshamns kommun"}
RECORDS = f"Grönare hamnar\n{FIRST}\nNya vägar till jobb\n{SECOND}"


def owned(text: str) -> dict[str, str]:
    """The projects that a text states, in order, with their owners."""
    return {
        str(record.name.value): "|".join(
            str(getattr(one.value, "text", one.value)) for one in record.mentions if one.property == "lead"
        )
        for record in reading(text).records
    }


@pytest.mark.parametrize(
    "text",
    [
        RECORDS,
        RECORDS.replace("\n\n", "\n"),
        RECORDS.replace(": ", "\n"),
        RECORDS.replace(": ", "\n").replace("\n\n", "\n"),
        f"Beviljade projekt våren 2023\n\n{RECORDS}",
        f"Blekinge län\n\n{RECORDS}",
        RECORDS.replace("\nProjektägare", "\nStatus: Pågående\nProjektägare"),
    ],
)
def test_each_title_over_an_owner_s_field_is_a_project_the_first_as_well(text: str) -> None:
    assert owned(text) == OWNED


def test_upper_case_is_a_title_as_well() -> None:
    text = RECORDS.replace("Grönare hamnar", "GRÖNARE HAMNAR").replace("Nya vägar till jobb", "NYA VÄGAR TILL JOBB")
    assert list(owned(text)) == ["GRÖNARE HAMNAR", "NYA VÄGAR TILL JOBB"]


@pytest.mark.parametrize(
    "head",
    [
        "Dagordning för mötet\nDatum: 2023-03-04\n",
        "Insatser i Sydost\nProgram: ERUF\n",
        "Insatser i Sydost\nBeviljat belopp: 3 500 000 kr\n",
        "Insatser i Sydost\nProjektägare: se nedan\n",
    ],
)
def test_a_document_s_own_fields_make_no_project_of_its_title(head: str) -> None:
    assert owned(f"{head}\n{RECORDS}") == OWNED


def test_parts_of_a_record_are_no_records() -> None:
    parts = "\nOm projektet\nProjektet Grönare hamnar ska minska utsläppen.\n\nKontakt\nProjektägare: Region Blekinge\n"
    assert list(owned(f"Grönare hamnar\n{FIRST}{parts}")) == ["Grönare hamnar"]


@pytest.mark.parametrize(
    "about",
    ["Ansökan om projektmedel:", "Ansökan om medfinansiering av projektet:", "Beslut om regionala utvecklingsmedel –"],
)
def test_fields_below_an_application_s_title_are_of_the_project_that_it_names(about: str) -> None:
    minutes = f"Regionutskottet\n\n§ 62 {about} Grönare hamnar\n{FIRST}\n§ 63 {about} Nya vägar till jobb\n{SECOND}"
    assert owned(minutes) == OWNED


@pytest.mark.parametrize(
    "title",
    [
        "Ansökan om bygglov: Nya torget",
        "Ansökan om föreningsbidrag: Sommarlovet",
        "Ansökan om projektmedel: Umeå kommun",
    ],
)
def test_an_application_for_anything_else_names_no_project(title: str) -> None:
    assert owned(f"Kommunstyrelsen i Karlshamn\n\n§ 12 {title}\nSökande: Karlshamns kommun\nBelopp: 60 000 kr\n") == {}
