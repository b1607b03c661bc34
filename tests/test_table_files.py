from __future__ import annotations

import csv
import json
from datetime import date
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

from samverkan.documents.delimited import read_delimited, records
from samverkan.documents.tables import read_tables
from samverkan.errors import UnreadableSourceError
from samverkan.model import Table

ALPHABET = st.text(alphabet='ab ",;\n\r\t1', max_size=40)


def only(content: bytes, name: str = "lista.csv") -> tuple[str, Table]:
    text, (table,) = read_tables(content, name)
    return text, table


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def headings(table: Table) -> list[str]:
    return [cell.text for cell in table.header]


def workbook(rows: list[list[object]], *merged: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


@given(ALPHABET, st.sampled_from(",;\t"))
def test_records_are_those_of_the_csv_module(text: str, delimiter: str) -> None:
    expected = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    assert [[cell.text for cell in row] for row in records(text, delimiter)] == expected


@given(st.lists(st.lists(ALPHABET, min_size=2, max_size=4), min_size=1, max_size=5))
def test_every_cell_stands_where_it_says(rows: list[list[str]]) -> None:
    file = StringIO(newline="")
    csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    text = file.getvalue()
    found = list(records(text, ";"))
    assert [[text[cell.start : cell.end].replace('""', '"') for cell in row] for row in found] == rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_records(delimiter: str) -> None:
    rows = [["Namn", "Ägare"], ["A, B; och C", "X"], ["D", "Y, Z"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert [[cell.text for cell in row] for row in read_delimited(text)[0]] == rows


def test_a_declared_delimiter_is_taken_and_its_line_is_no_row() -> None:
    _, table = only("sep=|\nNamn|Stöd\nNyväg|1,5\n".encode())
    assert (headings(table), texts(table), table.numbers) == (["Namn", "Stöd"], [["Nyväg", "1,5"]], (2,))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_any_encoding_gives_the_same_table_and_no_mark(encoding: str) -> None:
    text, table = only("Namn;Ägare\nÅterväg;Umeå\n".encode(encoding))
    assert text.startswith("Namn")
    assert texts(table) == [["Återväg", "Umeå"]]


def test_a_control_character_that_an_exporter_left_is_kept_where_it_stands() -> None:
    text, table = only("Namn;Ägare\n\x91Nyväg\x92;Umeå\n".encode())
    cell = table.rows[0][0]
    assert text[cell.start : cell.end] == "\x91Nyväg\x92"


def test_titles_and_blank_lines_above_the_headings_count_as_rows_only() -> None:
    _, table = only(
        "Förteckning över projekt\n\nNamn;Ägare;Stöd\nNyväg;Umeå;1\n\nÅterväg;Luleå;2\nKälla: oss\n".encode()
    )
    assert headings(table) == ["Namn", "Ägare", "Stöd"]
    assert table.numbers == (4, 6, 7)


def test_quoted_line_breaks_and_doubled_quotes_stay_in_their_cell() -> None:
    text, table = only('Namn;Ägare\n"Ny\nväg ""Norr""";Umeå\n'.encode())
    cell = table.rows[0][0]
    assert (cell.text, text[cell.start : cell.end]) == ('Ny\nväg "Norr"', 'Ny\nväg ""Norr""')


def test_rows_of_another_width_are_kept_as_they_are() -> None:
    _, table = only("Namn;Ägare;Stöd\nA;B;1\nC;D\nE;F;2;G\n".encode())
    assert [len(row) for row in table.rows] == [3, 2, 4]


def test_column_numbers_and_translations_under_the_headings_are_headings() -> None:
    content = "Tytuł;Data;Kwota\nTitle;Date;Sum\n1;2;3\nA;2016-01-01;5\nB;2017-01-01;6\n"
    _, table = only(content.encode())
    assert headings(table) == ["Tytuł\nTitle", "Data\nDate", "Kwota\nSum"]
    assert table.numbers == (4, 5)


def test_a_first_row_without_numbers_is_no_heading() -> None:
    _, table = only("Namn;Ägare\nNyväg;Umeå\nÅterväg 2.0;Luleå\nBro 3;Kalix\n".encode())
    assert len(table.rows) == 3


def test_workbook_cells_are_written_in_one_way() -> None:
    rows: list[list[object]] = [
        ["Namn", "Start", "Stöd", "Grad", "Klar"],
        ["A", date(2016, 3, 1), 250000.0, 0.6667, True],
    ]
    text, table = only(workbook(rows), "lista.xlsx")
    assert texts(table) == [["A", "2016-03-01", "250000", "0.6667", "true"]]
    assert all(text[cell.start : cell.end] == cell.text for row in table.rows for cell in row)


def test_a_merged_title_is_no_heading_and_numbers_are_the_sheets() -> None:
    rows: list[list[object]] = [["Lista"], [None], ["Namn", "Start", "Stöd"], ["A", 2016, 5]]
    _, table = only(workbook(rows, "A1:C1"), "lista.xlsx")
    assert (headings(table), table.numbers) == (["Namn", "Start", "Stöd"], (4,))


def test_a_heading_over_several_columns_is_part_of_each() -> None:
    rows: list[list[object]] = [
        ["Namn", "Budget", None, "Start", "Slut"],
        [None, "Total", "EU", None, None],
        ["A", 5, 4, 2016, 2017],
    ]
    _, table = only(workbook(rows, "A1:A2", "B1:C1", "D1:D2", "E1:E2"), "lista.xlsx")
    assert headings(table) == ["Namn", "Budget\nTotal", "Budget\nEU", "Start", "Slut"]


def test_a_cell_merged_over_rows_stands_in_each() -> None:
    rows: list[list[object]] = [["Namn", "Part", "Stöd", "År"], ["A", "X", 5, 2016], [None, "Y", 6, 2016]]
    _, table = only(workbook(rows, "A2:A3"), "lista.xlsx")
    assert [row[0].text for row in table.rows] == ["A", "A"]
    assert table.rows[0][0] == table.rows[1][0]


def test_every_sheet_is_a_table() -> None:
    book = Workbook()
    for name in ("Ett", "Två"):
        sheet = book.create_sheet(name)
        sheet.append(["Namn", "År"])
        sheet.append([name, 2016])
    content = BytesIO()
    book.save(content)
    _, tables = read_tables(content.getvalue(), "lista.xlsx")
    assert [table.name for table in tables] == ["Ett", "Två"]


def test_opendocument_is_read_as_a_workbook() -> None:
    book, sheet = OpenDocumentSpreadsheet(), OdfTable(name="Blad")
    for texts_of_row in (("Namn", "Ägare"), ("Nyväg", "Umeå")):
        row = TableRow()
        for text in texts_of_row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            row.addElement(cell)
        sheet.addElement(row)
    book.spreadsheet.addElement(sheet)
    content = BytesIO()
    book.write(content)
    _, table = only(content.getvalue(), "lista.ods")
    assert (headings(table), texts(table)) == (["Namn", "Ägare"], [["Nyväg", "Umeå"]])


@pytest.mark.parametrize("wrap", [lambda found: found, lambda found: {"antal": 2, "projekt": found}])
def test_json_objects_are_rows_and_inner_ones_columns(wrap: object) -> None:
    found = [
        {"Namn": "A", "Ägare": {"namn": "Umeå"}, "Parter": ["X", "Y"], "Stöd": 5.50},
        {"Namn": "B", "Roller": [{"namn": "Z"}, {"namn": "W"}]},
    ]
    assert callable(wrap)
    text, table = only(json.dumps(wrap(found)).encode(), "lista.json")
    assert headings(table) == ["Namn", "Ägare namn", "Parter", "Stöd", "Roller namn"]
    assert texts(table) == [["A", "Umeå", "X; Y", "5.5", ""], ["B", "", "", "", "Z; W"]]
    assert all(text[cell.start : cell.end] == cell.text for row in table.rows for cell in row)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "empty"),
        (b"no workbook", "a.xlsx", "workbook"),
        (b"[1,", "a.json", "mend the JSON"),
        (b"{}", "a.json", "array of objects"),
        (workbook([]), "a.xlsx", "no table"),
    ],
)
def test_what_is_no_table_is_one_clear_line(content: bytes, name: str, said: str) -> None:
    with pytest.raises(UnreadableSourceError, match=said):
        read_tables(content, name)
