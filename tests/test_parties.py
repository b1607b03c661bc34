"""Who takes part, and where: what the values of fields and the answers to questions name."""

from __future__ import annotations

import pytest

from samverkan.model import ROLES, Mention
from samverkan.swedish.names import Name
from stated import reading

_HEAD = "Skogsliv\n\nProjektägare: Falu kommun\n"


def _said(text: str, *properties: str) -> list[str]:
    mentions = [one for record in reading(text).records for one in record.mentions if one.property in properties]
    return [_written(one) for one in sorted(mentions, key=lambda one: one.start)]


def _written(mention: Mention) -> str:
    value = mention.value
    return value.text if isinstance(value, Name) else str(value).rsplit("/", 1)[-1]


def _parties(line: str) -> list[str]:
    return _said(f"{_HEAD}{line}\n", *(role for role in ROLES if role != "lead"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Medfinansiärer: Region Dalarna 2 mkr, Borlänge kommun (300 tkr)", ["Region Dalarna", "Borlänge kommun"]),
        ("Medfinansiärer: Region Dalarna, 2 mkr", ["Region Dalarna"]),
        ("Medfinansiering: Region Dalarna 2 mkr, egen tid", ["Region Dalarna"]),
        ("Medfinansiering: 2 500 000 kr", []),
        ("Partner: Region Dalarna – medsökande, Orsa kommun (medfinansiär)", ["Region Dalarna", "Orsa kommun"]),
        ("Deltagande kommuner: 7", []),
        ("Samverkansparter: se bilaga", []),
        ("Partner: Inga", []),
        ("Partner: 12 företag, bl.a. Alfa AB", ["12 företag", "Alfa AB"]),
        ("Partner: Hushållningssällskapet i Skåne och Blekinge", ["Hushållningssällskapet i Skåne och Blekinge"]),
        (
            "Partner: Riksförbundet Hem och Skola, Folkets Hus och Parker Dalarna samt Stiftelsen Natur och Kultur",
            ["Riksförbundet Hem och Skola", "Folkets Hus och Parker Dalarna", "Stiftelsen Natur och Kultur"],
        ),
        ("Partner: Föreningen Rot och Almega, Orsa kommun", ["Föreningen Rot", "Almega", "Orsa kommun"]),
        ("Medverkande: Orsa kommun, Almega. ESF-stöd 4,2 miljoner.", ["Orsa kommun", "Almega"]),
        ("Privat medfinansiering: Siljan Skog AB", ["Siljan Skog AB"]),
        ("Utvärderare: Orsa kommun", []),
        ("På uppdrag av: Orsa kommun", []),
        ("Med stöd av: Europeiska socialfonden", []),
        ("Partner: Kyrkan i Mora och Mora kommun", ["Kyrkan i Mora", "Mora kommun"]),
        ("Medfinansiärer: Privata medel 1 620 000 kr, Regionalfonden 2 mkr, Mora kommun 1 mkr", ["Mora kommun"]),
        ("Partner: Alfa AB, AB Dalafrakt", ["Alfa AB", "AB Dalafrakt"]),
        (
            "Partner: Kultur- och fritidsförvaltningen i Orsa kommun, socialkontoret i Mora kommun",
            ["Kultur- och fritidsförvaltningen", "socialkontoret"],
        ),
        (
            "Partner: Föreningen Kultur och Hälsa; Orsa kommun och Mora kommun; Bräcke diakoni",
            ["Föreningen Kultur och Hälsa", "Orsa kommun", "Mora kommun", "Bräcke diakoni"],
        ),
        (
            "Deltagande kommuner per län:\nDalarnas län: Mora, Orsa\nGävleborgs län: Ljusdal",
            ["Mora", "Orsa", "Ljusdal"],
        ),
    ],
)
def test_a_party_is_named_without_its_sum_or_role(line: str, expected: list[str]) -> None:
    assert _parties(line) == expected


def test_a_number_of_companies_is_no_company() -> None:
    text = f"{_HEAD}Deltagande företag: cirka 45\n"

    assert _said(text, *ROLES[1:]) == []
    assert _said(text, "plannedCompanies") == ["45"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Geografiskt område: Kalmar och Kronobergs län", ["08", "07"]),
        ("Plats: Kalmar, Kalmar län", ["0880", "08"]),
        ("Område som berörs: hela Dalarnas län", []),
        ("Geografiskt område: Hela Dalarnas län", ["20"]),
        ("Kommuner: Kalmar län: Västervik, Vimmerby; Kronobergs län: Växjö", ["0883", "0884", "0780"]),
        ("Berörda län: Örebro, Kalmar", ["18", "08"]),
    ],
)
def test_areas_of_a_field(line: str, expected: list[str]) -> None:
    assert _said(f"{_HEAD}{line}\n", "coversArea") == expected


def test_a_table_of_parties_and_roles() -> None:
    text = f"{_HEAD}\nAktör               Roll\nOrsa kommun         Samverkanspart\nSparbanken Nord     Medfinansiär\n"

    assert _said(text, "partner") == ["Orsa kommun"]
    assert _said(text, "co-financier") == ["Sparbanken Nord"]


_ASKED = """Frågor och svar om Nyväg

Vad är Nyväg?
Ett projekt i Mora för unga.

{}

Projektet Nyväg drivs av Mora kommun.
"""


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Vilka deltar?\nOrsa kommun och Arbetsförmedlingen.", ["Orsa kommun", "Arbetsförmedlingen"]),
        ("Vilka är med?\n\nOrsa kommun och Arbetsförmedlingen", ["Orsa kommun", "Arbetsförmedlingen"]),
        ("Vilka deltar i projektet? Orsa kommun och Almega.", ["Orsa kommun", "Almega"]),
        ("Vilka deltar?\nDet är inte bestämt.", []),
        ("Vem kan delta?\nUnga i Orsa kommun.", []),
        ("Vilka deltar?\nUnga mellan 16 och 24 år, Orsa kommun.", []),
    ],
)
def test_questions_are_labels_of_bare_answers(asked: str, expected: list[str]) -> None:
    assert _said(_ASKED.format(asked), "partner") == expected
    assert [str(record.name.value) for record in reading(_ASKED.format(asked)).records] == ["Nyväg"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Våra samarbetspartner\n\n- Orsa kommun\n- Almega", ["Orsa kommun", "Almega"]),
        ("Organisationer som medverkar\n\n- Orsa kommun\n- Almega", ["Orsa kommun", "Almega"]),
        ("Våra kommuner\n\n- Orsa kommun\n- Älvdalens kommun", []),
        ("Sponsorer till mässan\n\n- Orsa kommun\n- Almega", []),
        ("Partner i projektet Gröna Gator\n\n- Orsa kommun\n- Almega", []),
        ("Projektet samlar Orsa kommun, Almega och Skolkraft AB.", ["Orsa kommun", "Almega", "Skolkraft AB"]),
        ("Projektet samlar unga, Orsa kommun och företag.", []),
        ("Projektet samlar Moras företag och skolor i ett nätverk.", []),
        ("Projektet samlar personal från Orsa kommun och Almega.", []),
        ("Konferensen samlar Orsa kommun och Almega.", []),
        ("Orsa kommun och Almega står också bakom projektet.", ["Orsa kommun", "Almega"]),
    ],
)
def test_who_is_said_to_be_with_a_project_takes_part_in_it(said: str, expected: list[str]) -> None:
    text = f"Nyväg\n\nMora kommun driver projektet Nyväg med stöd av Europeiska socialfonden.\n\n{said}\n"

    assert _said(text, *(role for role in ROLES if role != "lead")) == expected


@pytest.mark.parametrize("name", ["Arbete och Kompetens AB", "Skog och Lantbruk AB"])
def test_a_company_of_two_trades_is_one_party(name: str) -> None:
    assert _parties(f"Partner: Orsa kommun, {name}, Almega") == ["Orsa kommun", name, "Almega"]
    assert _parties("Partner: Orsa kommun och Kompetens AB, Almega") == ["Orsa kommun", "Kompetens AB", "Almega"]


def test_an_abbreviation_is_no_project() -> None:
    text = "Projekt med stöd av ESF:\n\nArbetsförmedlingen (AF)\nFörsäkringskassan (FK)\n"

    assert reading(text).records == ()


def test_a_role_beside_a_label_heads_no_table() -> None:
    text = "Projektnamn:   Orsa Lär\nRoll:          Projektägare\nFond:          ESF+\nParter:        Mora kommun\n"

    assert _said(text, "lead") == []
