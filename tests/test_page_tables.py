"""Tables of web pages whose headings take several rows."""

from __future__ import annotations

from samverkan.documents.pages import read_page

HEADINGS = (
    "<tr><th rowspan=2>Kommun</th><th colspan=2>Projekt</th><th rowspan=2>Stöd</th></tr>"
    "<tr><th>Namn</th><th>Ägare</th></tr>"
)
ROWS = "<tr><td>Malmö</td><td>Porten</td><td>Malmö stad</td><td>3 mnkr</td></tr>"


def text(rows: str) -> str:
    return read_page(f"<html><body><main><table>{rows}</table></main></body></html>".encode(), "a.html", None).text


def test_headings_in_two_rows_are_one_row_of_what_each_column_says() -> None:
    assert text(HEADINGS + ROWS) == "Kommun\tNamn\tÄgare\tStöd\nMalmö\tPorten\tMalmö stad\t3 mnkr"


def test_rows_of_heading_cells_alone_stay_rows() -> None:
    rows = "<tr><th>Namn</th><th>Porten</th></tr><tr><th>Ägare</th><th>Malmö stad</th></tr>"
    assert text(rows) == "Namn\tPorten\nÄgare\tMalmö stad"
    assert text(rows + "<tr><td>Stöd</td><td>3 mnkr</td></tr>").count("\n") == 2
