"""Tables that a paper sets by columns alone, and cells whose words take several lines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from test_formats import paper, pdf_text

HEAD = ("Projekt", "Sökande", "Beviljat belopp", "Diarienummer")
ROWS = [
    ("Språkvägen", "Umeå kommun", "4 500 000 kr", "2022/00311"),
    ("Unga vidare", "Samordningsförbundet Skellefteå-Norsjö", "1 850 000 kr", "2022/00313"),
    ("Digitala steg för små företag i inlandet", "Lycksele kommun", "960 000 kr", "2022/00314"),
    ("Grönt lyft", "Region Västerbotten", "3 200 000 kr", "2022/00312"),
]
TEXT = "\n".join("\t".join(row) for row in (HEAD, *ROWS))


def by_columns(widths: Sequence[int], rows: Sequence[Sequence[str]], gap: int) -> str:
    made = paper()
    made.set_font("helvetica", size=9)
    for row in rows:
        top, left, bottom = made.get_y(), made.l_margin, made.get_y()
        for text, width in zip(row, widths, strict=True):
            made.set_xy(left, top)
            made.multi_cell(width, 4, text, align="L")
            left, bottom = left + width, max(bottom, made.get_y())
        made.set_y(bottom + gap)
    return pdf_text(made)


@pytest.mark.parametrize("widths", [(75, 45, 30, 30), (40, 70, 30, 30), (40, 45, 30, 30)])
def test_a_table_without_rules_has_a_row_a_line_however_its_cells_are_wrapped(widths: Sequence[int]) -> None:
    assert by_columns(widths, (HEAD, *ROWS), 3) == TEXT


def test_words_close_to_the_next_column_are_cut_where_it_begins() -> None:
    rows = [("Namn", "Beviljat stöd (kr)", "Period"), *((f"Projekt {at}", "450 000", "2022") for at in range(4))]
    assert by_columns((40, 30, 30), rows, 2).splitlines()[0] == "Namn\tBeviljat stöd (kr)\tPeriod"


def test_rows_of_one_line_each_stay_rows_of_their_own() -> None:
    rows = [("Alfa", "Umeå kommun", "2022"), ("Beta", "Luleå kommun", ""), ("Gamma", "", "2023")]
    assert by_columns((40, 60, 30), rows, 2) == "Alfa\tUmeå kommun\t2022\nBeta\tLuleå kommun\nGamma\t2023"


def test_a_wrapped_cell_with_wide_leading_is_one_text() -> None:
    made = paper()
    made.set_font("helvetica", size=9)
    with made.table(col_widths=(60, 40, 30), line_height=8) as table:
        for cells in (
            ("Projekt", "Sökande", "Stöd"),
            ("Unga vidare", "Samordningsförbundet Skellefteå-Norsjö", "1 850"),
        ):
            row = table.row()
            for cell in cells:
                row.cell(cell)
    assert "Unga vidare\tSamordningsförbundet Skellefteå-Norsjö\t1 850" in pdf_text(made)
