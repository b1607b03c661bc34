"""Who owns a project, and who is beside the owner: in clauses, by a word, by an abbreviation, in small letters."""

from __future__ import annotations

import pytest

from samverkan.model import ROLES
from samverkan.swedish.names import Name
from stated import reading

_TOLD = "Nyväg\n\n{} Europeiska socialfonden bidrar med 5 miljoner kronor till projektet Nyväg.\n"


def _parties(said: str) -> tuple[list[str], list[str]]:
    mentions = [one for record in reading(_TOLD.format(said)).records for one in record.mentions]
    names = [(one.property, one.value.text) for one in mentions if isinstance(one.value, Name)]
    return (
        [name for prop, name in names if prop == "lead"],
        [name for prop, name in names if prop in ROLES and prop != "lead"],
    )


@pytest.mark.parametrize(
    ("said", "leads", "partners"),
    [
        ("Alfa AB, som ägs av kommunerna Mora och Orsa, leder projektet.", ["Alfa AB"], []),
        ("Alfa AB, ett bolag i Mora, driver projektet Nyväg.", ["Alfa AB"], []),
        ("Mora kommun leder projektet, Orsa kommun och Almega medverkar.", ["Mora kommun"], ["Orsa kommun", "Almega"]),
        ("Finsam Siljan driver Nyväg ihop med Orsa kommun.", ["Finsam Siljan"], ["Orsa kommun"]),
        ("Finsam Siljan möter Orsa kommun i Nyväg. Förbundet är projektägare.", [], []),
        (
            "Samordningsförbundet Siljan startar Nyväg med Orsa kommun, där förbundet är stödsökande.",
            ["Samordningsförbundet Siljan"],
            [],
        ),
        ("Mora kommun och Orsa kommun möts i Nyväg, där kommunen är projektägare.", [], []),
        (
            "Energikontor Siljan AB (ESAB) samlar alla. ESAB är projektägare.",
            ["Energikontor Siljan AB"],
            [],
        ),
        (
            "Bakom projektet står Skogforsk och Orsa kommun, med Skogforsk som projektägare.",
            ["Skogforsk"],
            ["Orsa kommun"],
        ),
        (
            "Mora kommun söker för egen del och för Orsa och Älvdalens kommuner.",
            ["Mora kommun"],
            ["Orsa", "Älvdalens kommun"],
        ),
        ("Mora kommun är projektägare. Följeforskningen görs av Högskolan Dalarna.", ["Mora kommun"], []),
        (
            "Mora kommun är projektägare. Projektet bygger vidare på Gamla vägen, som Orsa kommun drev tillsammans "
            "med Almega.",
            ["Mora kommun"],
            [],
        ),
        (
            "Mora kommun driver projektet i samarbete med Malmö stad (socialförvaltningen), Studiefrämjandet Skåne och "
            "Almega.",
            ["Mora kommun"],
            ["Malmö stad", "Studiefrämjandet Skåne", "Almega"],
        ),
    ],
)
def test_owners_and_those_beside_them(said: str, leads: list[str], partners: list[str]) -> None:
    found = _parties(said)

    assert sorted(set(found[0])) == sorted(leads)
    assert found[1] == partners


@pytest.mark.parametrize(
    ("said", "leads", "partners"),
    [
        ("Mora kommun är projektägare. Orsa kommun och Almega ingår i projektets referensgrupp.", ["Mora kommun"], []),
        (
            "Mora kommun är projektägare. Kommunerna – Orsa och Älvdalen – deltar.",
            ["Mora kommun"],
            ["Orsa", "Älvdalen"],
        ),
        (
            "Projektet ägs av Mora kommun och samlar tre kommuner: Orsa, Älvdalen och Rättvik.",
            ["Mora kommun"],
            ["Orsa", "Älvdalen", "Rättvik"],
        ),
        (
            "Drivs gemensamt av Orsa kommun, Almega och Mora kommun, med Mora kommun som stödmottagare.",
            ["Mora kommun"],
            ["Orsa kommun", "Almega"],
        ),
        ("Leds av Mora kommun.", ["Mora kommun"], []),
        ("Mora kommun är projektägare. Utbildningen ges i Lernias regi.", ["Mora kommun"], []),
        ("Projektet genomförs i Mora kommuns regi.", ["Mora kommun"], []),
        (
            "Mora kommun är projektägare. Region Dalarna går in med 2 miljoner kronor.",
            ["Mora kommun"],
            ["Region Dalarna"],
        ),
        ("Mora kommun är projektägare. Fonden går in med 2 miljoner kronor.", ["Mora kommun"], []),
        (
            "Mora kommun är projektägare. Orsa kommun bidrar med lokaler och Almega med utbildning.",
            ["Mora kommun"],
            ["Orsa kommun", "Almega"],
        ),
    ],
)
def test_who_a_group_is_and_what_each_puts_in(said: str, leads: list[str], partners: list[str]) -> None:
    found = _parties(said)

    assert sorted(set(found[0])) == sorted(leads)
    assert [name for name in found[1] if not name.startswith("Kommunerna") and name != leads[0]] == partners


def test_who_owns_a_project_gets_its_money_and_is_none() -> None:
    text = (
        "Nyväg\n\nProjektet Nyväg drivs av Siljansidrotten.\n\nSiljansidrotten har fått 6,7 miljoner kronor av ESF.\n"
    )
    records = reading(text).records

    assert [str(record.name.value) for record in records] == ["Nyväg"]
    assert "grantedAmount" in [one.property for one in records[0].mentions]
