from __future__ import annotations

import pytest

from stated import reading, written

TERMINAL = (
    "Även Mora kommun kan glädjas. Med 15,1 miljoner kronor från ESF ska kommunen bygga upp Terminalen, en mötesplats."
)
TWO = (
    "Umeå kommun får 5,2 miljoner kronor till projektet Lyktan.\n\n"
    "Region Skåne får 3 miljoner kronor till projektet Kompassen.\n\n"
)


def facts(text: str) -> dict[str, list[tuple[str, str]]]:
    """What a text states of each project, but for the fund."""
    return {
        str(record.name.value): sorted(
            (one.property, written(one)) for one in record.mentions if one.property != "fund"
        )
        for record in reading(text).records
    }


def test_the_only_name_hinted_at_beside_money_and_a_body_is_the_paragraphs_project() -> None:
    assert facts(TWO + TERMINAL)["Terminalen"] == [("grantedAmount", "15100000"), ("lead", "Mora kommun")]


@pytest.mark.parametrize(
    "text",
    [
        TERMINAL.replace("15,1 miljoner", "900"),
        TERMINAL.replace("från ESF", "i kassan"),
        TERMINAL.replace("Även Mora kommun", "Alla").replace("ska kommunen", "ska de"),
        TERMINAL + " Kommunen driver Pendeln.",
        TERMINAL.replace("Terminalen", "Region Skåne"),
    ],
    ids=["no grant", "not funded", "nobody", "two names", "an organisation"],
)
def test_a_hint_alone_opens_no_project(text: str) -> None:
    assert facts(TWO + text).keys() == {"Lyktan", "Kompassen"}


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("Mora kommun och Orsa kommun sjösätter Terminalen.", ["Mora kommun", "Orsa kommun"]),
        ("Från grannarna: Mora kommun meddelar att Terminalen rullar vidare.", ["Mora kommun"]),
        ("Mora kommun är glad. Nu ska kommunen bygga upp Terminalen.", ["Mora kommun"]),
        ("Mora kommun satsar pengar på att starta Terminalen.", []),
        ("Region Dalarna är glad. Nu ska kommunen bygga upp Terminalen.", []),
    ],
)
def test_who_the_hinting_sentence_begins_with_or_calls_the_municipality_owns_it(text: str, owners: list[str]) -> None:
    found = facts(f"{TWO}{text} ESF-rådet ger 4 miljoner kronor till Mora kommun.")["Terminalen"]
    assert [value for prop, value in found if prop == "lead"] == owners


def test_a_label_inside_a_paragraph_does_not_part_the_project_from_its_sum() -> None:
    text = f"{TWO}Mora kommun sjösätter Terminalen. Beviljade medel: 592 000 kr. Projektet löper till 2022-10-31."
    assert facts(text)["Terminalen"] == [
        ("endDate", "2022-10-31"),
        ("grantedAmount", "592000"),
        ("lead", "Mora kommun"),
    ]
