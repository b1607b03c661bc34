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
