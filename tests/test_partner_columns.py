"""Who takes part, as tables tell it: numbered columns, lists in a cell, leads on both sides of a border."""

from __future__ import annotations

import pytest

from samverkan.mappings import load_mappings
from samverkan.project import ONTOLOGY
from samverkan.reading import listed
from test_tables import facts, reading

ROLES = ("lead", "partner")


def parts(content: str) -> list[tuple[str, str]]:
    """The leads and partners that the one row of this table tells."""
    (record,) = reading(content).records
    return [one for one in facts(record) if one[0] in ROLES]


@pytest.mark.parametrize(
    ("heading", "lead"),
    [("Projektnamn;Projektägare", "Umeå kommun"), ("Project title;Lead partner", "Umeå kommun")],
)
def test_each_numbered_column_names_a_partner(heading: str, lead: str) -> None:
    content = f"{heading};Partner 1;Partner 2;Partner 3\nNyväg;{lead};Luleå kommun;Piteå kommun;\n"
    assert parts(content) == [("lead", lead), ("partner", "Luleå kommun"), ("partner", "Piteå kommun")]


@pytest.mark.parametrize(
    "heading",
    [
        "Project name;Beneficiary name;Partner organisations",
        "Bezeichnung des Vorhabens;Name des Begünstigten;Projektpartner",
        "Intitulé de l'opération;Nom du bénéficiaire;Partenaires du projet",
        "Nombre de la operación;Nombre del beneficiario;Socios",
        "Nome operazione;Denominazione beneficiario;Soggetti partner",
        "Tytuł projektu;Nazwa beneficjenta;Partnerzy projektu",
        "Název projektu;Název příjemce;Partneři",
        "Projectnaam;Begunstigde;Projectpartners",
        "Projekttitel;Tilskudsmodtager;Projektpartnere",
        "Hankkeen nimi;Tuensaaja;Osatoteuttajat",
        "Prosjektnavn;Prosjekteier;Samarbeidspartnere",
    ],
)
def test_partners_are_known_by_the_words_of_many_languages(heading: str) -> None:
    told = parts(f"{heading}\nNew Path;Alpha University;Beta City, Gamma College\n")
    assert told == [("lead", "Alpha University"), ("partner", "Beta City"), ("partner", "Gamma College")]


def test_what_a_column_says_about_partners_is_no_partner() -> None:
    content = "Project name;Beneficiary name;Project partner country;Number of partners\nNew Path;Alpha Ltd;Norway;2\n"
    assert parts(content) == [("lead", "Alpha Ltd")]


def test_a_project_over_a_border_has_a_lead_on_each_side() -> None:
    heading = "Projektnamn;Svensk projektägare;Norsk projektägare;Samarbetspartners;Totalbudget (EUR)"
    content = f"{heading}\nGränsväg;Region Värmland;Innlandet fylkeskommune;Karlstads kommun;900 000\n"
    leads = [("lead", "Innlandet fylkeskommune"), ("lead", "Region Värmland")]
    assert sorted(parts(content)) == [*leads, ("partner", "Karlstads kommun")]


def test_one_owner_under_two_headings_is_told_once() -> None:
    content = "Projektnamn;Stödmottagare;Projektägare ort\nNyväg;Umeå kommun;Umeå\n"
    assert parts(content) == [("lead", "Umeå kommun")]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Novo Example; Sample City", ["Novo Example", "Sample City"]),
        ("1. Umeå kommun\n2) Luleå kommun\n- Piteå kommun", ["Umeå kommun", "Luleå kommun", "Piteå kommun"]),
        ("Latvian Example (LV), Sample University (Estonia)", ["Latvian Example", "Sample University"]),
        ("Alpha City, Beta Region and Gamma County", ["Alpha City", "Beta Region", "Gamma County"]),
        ("Alpha, Beta, Gamma", ["Alpha", "Beta", "Gamma"]),
        ("BBX, ITQ", ["BBX", "ITQ"]),
        ("Fundacja Przykład (Lublin)", ["Fundacja Przykład (Lublin)"]),
        ("Example, Inc.", ["Example, Inc."]),
        ("Příklad, a. s.", ["Příklad, a. s."]),
        ("Charita Příklad, příspěvková organizace", ["Charita Příklad, příspěvková organizace"]),
        ("Sample Business School, Department of Strategy", ["Sample Business School, Department of Strategy"]),
        ("Müller, Schmidt & Co", ["Müller, Schmidt & Co"]),
        ("Ministry of Health and Welfare", ["Ministry of Health and Welfare"]),
        (" ; ", []),
    ],
)
def test_a_comma_parts_names_that_could_stand_alone(cell: str, names: list[str]) -> None:
    found = listed.names(cell, load_mappings(ONTOLOGY))
    assert [cell[start:end] for start, end in found] == names


def test_persons_in_a_list_of_partners_are_left_out() -> None:
    content = "Project name;Beneficiary name;Partners\nNew Path;Alpha Ltd;Beta City, Anna Andersson\n"
    assert parts(content) == [("lead", "Alpha Ltd"), ("partner", "Beta City")]
