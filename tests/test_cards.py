"""Cards: a project's name, its owner and its sum on lines of their own, and the line that describes a project."""

from __future__ import annotations

import pytest

from stated import reading, written

CARDS = "Nyväg\nUmeå kommun\nESF, 9,2 mkr\n\nNya steg\nRISE Processum\nERUF, 4,6 mkr\n"
FACTS = {
    "Nyväg": {"lead": "Umeå kommun", "grantedAmount": "9200000"},
    "Nya steg": {"lead": "RISE Processum", "grantedAmount": "4600000"},
}


def told(text: str, *properties: str) -> dict[str, dict[str, str]]:
    """The projects that a text states, each with these facts."""
    return {
        str(record.name.value): {
            mention.property: written(mention) for mention in record.mentions if mention.property in properties
        }
        for record in reading(text).records
    }


@pytest.mark.parametrize(
    "text",
    [
        CARDS,
        f"EU-projekt i länet\n\n{CARDS}".replace("ESF, ", "").replace("ERUF, ", ""),
        f"EU-projekt i länet\n\n{CARDS}".replace("\nESF, ", "\nBeviljat: ").replace("\nERUF, ", "\nBeviljat: "),
        CARDS.replace("kommun\nESF, ", "kommun • ESF • ").replace("Processum\nERUF, ", "Processum • ERUF • "),
        CARDS.replace("\n\n", "\nProjektet vänder sig till unga.\n\n"),
        CARDS.replace("\n\n", "\n\nKompetensförsörjning\n\n"),
    ],
)
def test_cards_of_one_shape_tell_name_owner_and_sum(text: str) -> None:
    assert told(text, "lead", "grantedAmount") == FACTS


@pytest.mark.parametrize(
    "text",
    [
        "Skolan\nBarn- och utbildningsnämnden\n412 mkr\n\nOmsorg\nSocialnämnden\n388 mkr\n",  # of no projects
        "EU-projekt\n\nNyväg\nUmeå kommun\n9,2 mkr\n",  # one card alone
        "EU-projekt\n\nNyväg\nRISE Processum\n9,2 mkr\n\nBron\nNova Centrum\n4 mkr\n",  # nobody knows whose
    ],
)
def test_lines_that_stand_together_may_be_anything_else(text: str) -> None:
    assert not told(text)


def test_a_line_under_a_card_may_tell_when_it_runs() -> None:
    text = CARDS.replace("mkr\n", "mkr\nPågår 2019–2022\n")
    assert told(text, "startDate", "endDate")["Nyväg"] == {"startDate": "2019", "endDate": "2022"}


TABLE = "Projekt        Sökande            Belopp\nNyväg          Umeå kommun        4 350 000\n"
SHEET = "\n\nProjektägare: Umeå kommun\nBeviljat stöd: 3 000 000 kr\n"


@pytest.mark.parametrize("subtitle", ["Hållbar utveckling för små företag", "– lärande på jobbet", "Översikt", "Fakta"])
def test_a_line_between_a_name_and_its_fields_describes_it(subtitle: str) -> None:
    assert list(told(f"Kunskapsväg Norr\n{subtitle}{SHEET}")) == ["Kunskapsväg Norr"]


@pytest.mark.parametrize("above", ["Umeå kommun", "Projektbanken", "Beviljade projekt"])
def test_a_name_under_a_page_s_title_is_no_subtitle(above: str) -> None:
    assert list(told(f"{above}\nHållbar utveckling för små företag{SHEET}")) == ["Hållbar utveckling för små företag"]


def test_a_heading_over_several_records_is_no_name() -> None:
    first, second = f"Nya vägar till jobb för unga{SHEET}", f"Kunskapsväg Norr{SHEET.replace('Umeå', 'Luleå')}"
    assert list(told(f"Ökad sysselsättning\n{first}\n{second}")) == ["Nya vägar till jobb för unga", "Kunskapsväg Norr"]


@pytest.mark.parametrize("label", ["Ansvarig sektion: Tillväxt", "Stödslag: Samverkan", "Diariets plats: Umeå"])
def test_an_unknown_label_above_known_ones_is_no_name(label: str) -> None:
    assert list(told(f"Kunskapsväg Norr\n\nÖversikt\n{label}{SHEET[1:]}")) == ["Kunskapsväg Norr"]


@pytest.mark.parametrize("head", ["Beviljade projekt 2020", "Beslut om stöd, utlysning 2", "Beslutade projekt i länet"])
def test_the_bare_sums_of_a_list_of_grants_are_grants(head: str) -> None:
    assert told(f"{head}\n\n{TABLE}", "grantedAmount") == {"Nyväg": {"grantedAmount": "4350000"}}


def test_the_bare_sums_of_a_list_of_applications_are_none() -> None:
    assert told(f"Beslut om prioriterade projekt\n\n{TABLE}", "grantedAmount") == {"Nyväg": {}}


@pytest.mark.parametrize(
    ("heading", "below"),
    [("Kompetens i besöksnäringen", "Projektet Gäst i Halland drivs av"), ("Gäst i Halland", "Projektet drivs av")],
)
def test_a_heading_over_a_text_that_names_another_project_is_none(heading: str, below: str) -> None:
    text = (
        "Två projekt har fått besked.\n\n"
        "Unga i centrum\nFalkenbergs kommun får 7,3 miljoner kronor ur Socialfonden för projektet Unga i centrum.\n\n"
        f"{heading}\n{below} Region Halland. Socialfonden bidrar med 5 miljoner kronor.\n"
    )
    assert sorted(told(text)) == ["Gäst i Halland", "Unga i centrum"]


def test_a_sentence_may_say_what_the_words_before_it_are() -> None:
    text = "Rätt spår. Så heter det nya projekt som Mora kommun leder. Socialfonden bidrar med 3 miljoner kronor.\n"
    assert told(text, "lead") == {"Rätt spår": {"lead": "Mora kommun"}}
    assert not told("Så heter det nya projekt som Mora kommun leder.\n")


@pytest.mark.parametrize("kind", [", ESF", ", ESF-projekt", " – ett EU-projekt"])
def test_the_fund_behind_a_name_is_no_part_of_it(kind: str) -> None:
    text = f"Insatser 2020\n\n- Nyväg{kind}. Projektägare Umeå kommun. 8,1 mnkr från ESF.\n"
    assert told(f"{text}\nBudget\nVår budget är 13 mnkr.\n", "grantedAmount", "totalBudget") == {
        "Nyväg": {"grantedAmount": "8100000"}
    }


@pytest.mark.parametrize("title", ["Lägesrapport december 2020", "Om webbplatsen", "Projektbanken", "Slutrapport 2014"])
def test_what_a_page_is_called_names_no_project(title: str) -> None:
    text = "Nyväg Kiruna, ESF\n\nProjektägare är Kiruna kommun. Projektet har beviljats 4 miljoner kronor.\n"
    assert list(told(f"{title}\n\n{text}")) == ["Nyväg Kiruna"]


def test_a_place_with_organisations_of_its_own_is_no_subject() -> None:
    text = (
        "Så utvecklas Höglandet\n\nEksjö och Nässjö går samman i ett EU-projekt. Namnet är Höglandet framåt. "
        "Höglandets kommunalförbund står som ägare.\n\n18 miljoner kronor kommer från Europeiska socialfonden.\n"
    )
    assert list(told(text)) == ["Höglandet framåt"]
