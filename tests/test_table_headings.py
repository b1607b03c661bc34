"""Headings in two rows, joined keys, and the ways in which JSON holds a table."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from openpyxl import Workbook

from samverkan.documents.tables import read_tables
from samverkan.errors import UnreadableSourceError
from test_tables import facts, only, reading

PROJECT = {"diarienummer": "2021/1", "projektnamn": "Nyväg", "projektägare": "Umeå kommun", "beviljatStöd": 4000000}
READ = {"name": "Nyväg", "diarienummer": "2021/1", "lead": "Umeå kommun", "grantedAmount": "4000000"}


def grouped() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Projekt", "", "Projektägare", "", "Finansiering (kr)", "", "Period", ""])
    sheet.append(["Diarienummer", "Projektnamn", "Namn", "Org.nr", "ESF-stöd", "Totalt", "Start", "Slut"])
    for cells in ("A1:B1", "C1:D1", "E1:F1", "G1:H1"):
        sheet.merge_cells(cells)
    owner = ("Umeå kommun", "212000-2627")
    sheet.append(["2023/1", "Nyväg", *owner, "4 500 000", "6 000 000", "2023-03-01", "2025-02-28"])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_heading_under_another_says_what_its_column_states() -> None:
    assert only(grouped(), "lista.xlsx") == {
        "name": "Nyväg",
        "diarienummer": "2023/1",
        "lead": "Umeå kommun",
        "organisationNumber": "2120002627",
        "grantedAmount": "4500000",
        "statedAmount": "6000000",
        "startDate": "2023-03-01",
        "endDate": "2025-02-28",
    }


def test_a_person_under_a_heading_for_persons_is_no_owner() -> None:
    (record,) = reading("Projektnamn;Projektägare;Kontaktperson namn\nNyväg;Umeå kommun;Eva Exempel\n").records
    assert facts(record) == [("lead", "Umeå kommun")]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([PROJECT]),
        json.dumps(PROJECT),
        json.dumps({"meta": {"antal": 1}, "resultat": {"projekt": [PROJECT]}}),
        json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": PROJECT}]}),
        json.dumps({"records": [{"id": 7, "fields": PROJECT, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}),
        f"{json.dumps(PROJECT)}\n\n{json.dumps({'projektnamn': ''})}\n",
    ],
)
def test_a_table_is_found_however_json_holds_it(content: str) -> None:
    assert only(content, "lista.json") == READ


def test_every_array_of_one_level_is_a_table_by_its_key() -> None:
    _, tables = read_tables(json.dumps({"a": [{"x": 1}, {"x": 2}], "b": [{"y": 3}]}).encode(), "lista.json")
    assert [(table.name, table.numbers) for table in tables] == [("a", (2, 3)), ("b", (5,))]


def test_json_in_json_is_named_by_both_keys() -> None:
    inner = {"projektnamn": "Nyväg", "projektägare": {"namn": "Umeå kommun"}, "partners": [{"namn": "Region Skåne"}]}
    period = {"period": {"start": "2021-01-01", "slut": "2022-12-31"}, "finansiering": {"beviljat belopp": 4}}
    assert only(json.dumps([inner | period]), "lista.json") == {
        "name": "Nyväg",
        "lead": "Umeå kommun",
        "partner": "Region Skåne",
        "startDate": "2021-01-01",
        "endDate": "2022-12-31",
        "grantedAmount": "4",
    }


@pytest.mark.parametrize(("content", "place"), [('{"a": 1}\n{"b": }\n', (2, 7)), ('{"a": [1, 2', (1, 12))])
def test_broken_json_lines_are_named_with_their_place(content: str, place: tuple[int, int]) -> None:
    with pytest.raises(UnreadableSourceError, match="mend the JSON") as raised:
        read_tables(content.encode(), "lista.jsonl")
    assert (raised.value.line, raised.value.column) == place


def test_a_summary_of_one_swedish_sentence_is_prose_too() -> None:
    heads = "Diarienummer;Stödmottagare / Beneficiary;Namn på insatsen / Operation Name;Sammanfattning / Summary"
    said = "Projektet samarbetar med Mölndals stad och Härryda kommun."
    (record,) = reading(f"{heads}\n2022/1;Göteborgs Stad;Lyktan;{said}\n").records
    assert [value for prop, value in facts(record) if prop == "partner"] == ["Mölndals stad", "Härryda kommun"]
