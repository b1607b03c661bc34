"""What lists of operations of other countries do beside what the regulations ask for."""

from __future__ import annotations

import pytest

from samverkan.mappings import load_mappings
from samverkan.model import ProjectRecord
from samverkan.project import ONTOLOGY
from samverkan.reading.columns import bind
from stated import VOCABULARY
from test_tables import codes, document, facts, only, reading

MAPPINGS = load_mappings(ONTOLOGY)


def properties(line: str) -> dict[str, str]:
    columns = bind(document(f"{line}\n;;\n").tables[0], MAPPINGS, VOCABULARY)
    return {column.property: column.heading for column in columns.columns} if columns else {}


def name(record: ProjectRecord) -> str:
    return str(record.name.value)


@pytest.mark.parametrize(
    "line",
    [
        "Nom du bénéficiaire;Nom de l'opération;Total des dépenses éligibles;Code postal de l'opération",
        "Ime upravičenca;Naziv operacije;Skupni upravičeni izdatki;Poštna številka operacije",
        "Nombre del beneficiario;Nombre de la operación;Gasto total subvencionable;Código postal de la operación",
    ],
)
def test_a_postcode_is_no_number_of_a_project(line: str) -> None:
    assert "diarienummer" not in properties(line)


def test_numbers_that_rows_of_other_names_share_join_nothing_and_are_said() -> None:
    rows = "A Ltd;One;33000\nB Ltd;Two;33000\nC Ltd;Three;33100\n"
    found = reading(f"Beneficiary name;Operation name;Project code\n{rows}")
    assert [name(record) for record in found.records] == ["One", "Two", "Three"]
    assert all("diarienummer" not in dict(facts(record)) for record in found.records)
    assert codes(found)["number-contradicted"] == 1


@pytest.mark.parametrize(
    ("heading", "prop"),
    [
        ("Unions- kofinan- zierungs- satz in %", "unionCofinancingRate"),
        ("EU Part Financing %", "unionCofinancingRate"),
        ("EU-Anteil in Prozent", "unionCofinancingRate"),
        ("EU-Anteil in EUR", "euAmount"),
        ("EU-medfinansiering, kr.", "euAmount"),
    ],
)
def test_a_share_of_the_union_is_told_from_its_sum(heading: str, prop: str) -> None:
    assert properties(f"Projekttitel;Zuwendungsempfänger;{heading}")[prop] == heading


def test_a_column_of_sums_that_holds_per_cent_is_a_rate_and_said() -> None:
    found = reading("Operation name;Beneficiary name;EU contribution\nOne;A Ltd;40%\nTwo;B Ltd;85 %\n")
    assert [dict(facts(record))["unionCofinancingRate"] for record in found.records] == ["40", "85"]
    assert codes(found)["share-in-place-of-sum"] == 1


def test_a_bare_title_names_a_project_only_among_funded_ones() -> None:
    assert properties("Titel;Promotor;Totale projectkost")["name"] == "Titel"
    assert properties("Title;Author;Start date") == {}
    assert "name" not in properties("Title;Start date;Completion date;Code")


def test_a_few_words_that_are_labels_in_swedish_too_make_no_sum_kronor() -> None:
    found = reading("Projekt;Partner;Budget;Ware;Wer;Wo;Wann\nEins;Muster GmbH;5000;a;b;c;d\n")
    assert [one for record in found.records for one in facts(record) if one[0] == "totalBudget"] == []
    assert codes(found)["unknown-currency"] == 1


@pytest.mark.parametrize(("cell", "share"), [("50 pct.", "50"), ("85 proc.", "85"), ("40 per cent", "40")])
def test_a_share_is_read_with_its_word(cell: str, share: str) -> None:
    found = only(f"Operation name;Beneficiary name;Co-financing rate\nOne;A Ltd;{cell}\n")
    assert found["unionCofinancingRate"] == share


def test_a_day_is_read_without_marks_between() -> None:
    found = only("Operation name;Beneficiary name;Start date;End date\nOne;A Ltd;20170215;20190230\n")
    assert (found["startDate"], "endDate" in found) == ("2017-02-15", False)


@pytest.mark.parametrize("fund", ["ΕΤΠΑ", "ERAF", "Europäischer Fonds für regionale Entwicklung"])
def test_a_fund_is_known_in_its_language(fund: str) -> None:
    assert only(f"Operation name;Beneficiary name;Fund\nOne;A Ltd;{fund}\n")["fund"] == "fund/erdf"


PLACES = "Beneficiary name;Operation name;Total eligible expenditure (EUR);Location;Partners\n"


def test_rows_that_only_add_places_or_partners_go_on_with_the_project_above() -> None:
    found = reading(f"{PLACES}A Ltd;One;500;Cork;\n;;;Dublin;\n;;;Galway;Sample Ltd\nB Ltd;Two;500;Kerry;\n")
    assert [name(record) for record in found.records] == ["One", "Two"]
    assert ("partner", "Sample Ltd") in facts(found.records[0])
    assert [one.line for one in found.findings if one.code in ("row-goes-on", "note-row")] == [3]
    assert codes(found)["row-without-name"] == 0


@pytest.mark.parametrize("row", [";;400;Dublin;", "C Ltd;;;Dublin;"])
def test_a_row_with_a_sum_or_an_owner_of_its_own_does_not_go_on(row: str) -> None:
    found = reading(f"{PLACES}A Ltd;One;500;Cork;\n{row}\n")
    assert codes(found)["row-without-name"] == 1
