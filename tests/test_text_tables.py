from __future__ import annotations

import pytest

from stated import reading, written

ROWS = [
    ["Projekt", "Projektägare", "Beviljat belopp", "Anmärkning"],
    ["Grön verkstad", "Åre kommun", "4 750 000 kr", "ny"],
    ["Öppen famn", "Peak Lyft AB", "1,2 miljoner kronor", ""],
    ["Totalt", "", "5 950 000 kr", ""],
]
EXPECTED = {
    "Grön verkstad": [("lead", "Åre kommun"), ("grantedAmount", "4750000")],
    "Öppen famn": [("lead", "Peak Lyft AB"), ("grantedAmount", "1200000")],
}


def facts(text: str) -> dict[str, list[tuple[str, str]]]:
    records = reading(text).records
    return {str(record.name.value): [(one.property, written(one)) for one in record.mentions] for record in records}


def test_each_row_of_a_table_with_tabs_is_a_project_and_its_sum_is_none() -> None:
    table = "\n".join("\t".join(row) for row in ROWS)
    assert facts(f"Beslut i urval\n\n{table}\n\nSidan uppdaterades i går.") == EXPECTED


def test_each_row_of_a_table_with_strokes_is_a_project() -> None:
    lines = ["| " + " | ".join(row) + " |" for row in ROWS]
    lines.insert(1, "|---|---|---|---|")
    assert facts("\n".join(lines)) == EXPECTED


@pytest.mark.parametrize("header", ["Förvaltning\tBudget", "År\tAntal deltagare", "Budget\tBelopp"])
def test_a_table_that_names_neither_project_nor_owner_states_no_project(header: str) -> None:
    assert facts(f"{header}\n2023\t4 750 000 kr\n2024\t5 000 000 kr") == {}


def test_units_behind_the_headings_of_columns_are_no_part_of_the_labels() -> None:
    text = (
        "Projektnamn   Sökande   Beviljat belopp (kr)   Total kostnad, kr\nBron   Umeå kommun   5 000 000   9 000 000\n"
    )
    assert facts(text) == {"Bron": [("lead", "Umeå kommun"), ("grantedAmount", "5000000"), ("totalBudget", "9000000")]}


def test_below_a_table_headings_with_its_names_tell_whose_the_text_is() -> None:
    table = "Projektnamn   Sökande\nBron   Umeå kommun\nLyktan   Vindelns kommun\n"
    below = "Om projekten\n\nBron\nTillsammans med Vännäs kommun byggs den.\n\nKontakt\nSkellefteå kommun deltar.\n"
    assert facts(f"{table}\n{below}") == {
        "Bron": [("lead", "Umeå kommun"), ("partner", "Vännäs kommun")],
        "Lyktan": [("lead", "Vindelns kommun")],
    }


def test_a_date_and_a_fund_of_all_rows_stand_above_and_below_the_table() -> None:
    table = "Projektnamn   Sökande\nBron   Umeå kommun\nLyktan   Vindelns kommun\n"
    text = f"Beslut om stöd\nBeslutsdatum: 2018-10-04\n\n{table}\nSamtliga belopp avser stöd ur Socialfonden.\n"
    for said in facts(text).values():
        assert [value for prop, value in said if prop in ("decidedOn", "fund")] == [
            "2018-10-04",
            "https://w3id.org/samverkan/id/fund/esf",
        ]


def test_semicolons_part_cells_below_headings() -> None:
    text = "Projektnamn;Sökande;Kommun;Beviljat belopp\nBron;Umeå kommun;Umeå, Vännäs;5 000 000\n"
    assert facts(text)["Bron"][0] == ("lead", "Umeå kommun")
    assert ("grantedAmount", "5000000") in facts(text)["Bron"]


def test_semicolons_in_a_sentence_part_no_cells() -> None:
    assert facts("Det gäller projekt; sökande; belopp.\nBron; Umeå kommun; se bilagan.\n") == {}
