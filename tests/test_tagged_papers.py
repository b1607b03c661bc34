"""What a PDF tells of its own structure is believed: which words are one paragraph, item, cell or heading."""

from __future__ import annotations

import pytest

from samverkan.documents.pdf import read_pdf
from tagged_paper import Tag, said, tag, tagged_pdf

LONG = "Projektet ska hjälpa unga i Ljusdal, Bollnäs och Söderhamn som varken arbetar eller studerar, "
TITLE = said("H1", 60, "Ung i Hälsingland")


def text(*tree: Tag, artifact: str = "", loose: str = "") -> str:
    return read_pdf(tagged_pdf(*tree, artifact=artifact, loose=loose), "a.pdf").text


def cells(kind: str, y: int, *lines: str | tuple[str, ...], attributes: str = "") -> Tag:
    """A row whose cells begin far from each other; what spans rows or columns is told of the first."""
    said_by = (line if isinstance(line, tuple) else (line,) for line in lines)
    places = (
        said(kind, y, *own, x=50 + 170 * at, attributes="" if at else attributes) for at, own in enumerate(said_by)
    )
    return tag("TR", *places)


def test_the_order_is_that_of_the_tags_wherever_the_words_stand() -> None:
    assert text(TITLE, said("P", 400, "Först sägs detta."), said("P", 200, "Sedan detta.")) == (
        "Ung i Hälsingland\n\nFörst sägs detta.\n\nSedan detta."
    )


def test_the_lines_of_a_paragraph_are_one_and_paragraphs_stay_apart_however_close() -> None:
    first = said("P", 100, LONG, "och deras familjer.")
    assert text(TITLE, first, said("P", 126, "Projektägare: Hudiksvalls kommun")).split("\n\n")[1:] == [
        f"{LONG}och deras familjer.",
        "Projektägare: Hudiksvalls kommun",
    ]


def test_a_line_that_was_ended_on_purpose_stays_ended() -> None:
    assert text(TITLE, said("P", 100, "Projektägare", "Hudiksvalls kommun")).endswith(
        "Projektägare\nHudiksvalls kommun"
    )


@pytest.mark.parametrize("label", ["", "Lbl"])
def test_items_of_a_list_have_bullets_even_where_none_is_printed(label: str) -> None:
    names = ("Bollnäs kommun", "Region Gävleborg")
    items = [
        tag("LI", *([said("Lbl", 100 + 13 * at, "•", x=40)] if label else []), said("LBody", 100 + 13 * at, name))
        for at, name in enumerate(names)
    ]
    assert text(TITLE, tag("L", *items)).endswith("• Bollnäs kommun\n• Region Gävleborg")


def test_a_numbered_item_keeps_its_number() -> None:
    item = tag("LI", said("Lbl", 100, "10.", x=34), said("LBody", 100, "Vägar in, Sölvesborgs kommun"))
    assert text(TITLE, tag("L", item)).endswith("10. Vägar in, Sölvesborgs kommun")


def test_a_list_within_an_item_has_items_of_its_own() -> None:
    inner = tag("L", tag("LI", said("LBody", 113, "Bollnäs kommun", x=80)))
    item = tag("LI", said("LBody", 100, "Parter i samverkan"), inner)
    assert text(TITLE, tag("L", item)).endswith("• Parter i samverkan\n• Bollnäs kommun")


def test_a_table_without_rules_is_read_by_its_cells_and_their_lines_are_joined() -> None:
    table = tag(
        "Table",
        cells("TH", 100, "Projekt", "Sökande", "Stöd"),
        cells("TD", 120, "Ut på export", ("Handelskammaren i", "norra länet Service AB"), "5 080 000"),
        cells("TD", 160, "Laddad landsbygd", "Region Sörmland", "3 117 450"),
    )
    assert text(TITLE, table).splitlines()[2:] == [
        "Projekt\tSökande\tStöd",
        "Ut på export\tHandelskammaren i norra länet Service AB\t5 080 000",
        "Laddad landsbygd\tRegion Sörmland\t3 117 450",
    ]


def test_a_column_begins_where_it_does_in_any_row() -> None:
    table = tag(
        "Table",
        cells("TH", 100, "Projekt", "Sökande", "Stöd"),
        cells("TD", 120, "Ut på export", ("Handelskammaren Mälardalen", "Service AB"), "5 080 000"),
        tag("TR", said("TD", 150, "Grönt lyft"), said("TD", 150, "Region Sörmland", x=220), tag("TD")),
    )
    assert "Handelskammaren Mälardalen Service AB" in text(TITLE, table)


def test_a_cell_that_spans_rows_names_each_and_one_that_spans_columns_keeps_the_next_in_place() -> None:
    table = tag(
        "Table",
        cells("TH", 100, "Projekt", "Part", "Stöd"),
        cells("TD", 120, "Malmkraft", "Gällivare kommun", "100", attributes="/A <</O /Table /RowSpan 2>>"),
        tag("TR", said("TD", 140, "Kiruna kommun", x=220), said("TD", 140, "200", x=390)),
        tag("TR", said("TD", 160, "Summa", attributes="/A <</O /Table /ColSpan 2>>"), said("TD", 160, "300", x=390)),
    )
    assert text(TITLE, table).splitlines()[3:] == [
        "Malmkraft\tGällivare kommun\t100",
        "Malmkraft\tKiruna kommun\t200",
        "Summa\t\t300",
    ]


def test_what_stands_side_by_side_without_a_table_s_tags_is_a_row() -> None:
    pairs = ((100, "Projektägare", "Hudiksvalls kommun"), (120, "Fond", "Europeiska socialfonden"))
    rows = [tag("Div", said("Div", y, label), said("Div", y, value, x=250)) for y, label, value in pairs]
    assert text(TITLE, *rows).endswith("Projektägare\tHudiksvalls kommun\nFond\tEuropeiska socialfonden")


def test_a_table_that_serves_the_layout_is_what_stands_in_it() -> None:
    table = tag("Table", tag("TR", tag("TD", TITLE), tag("TD", said("P", 100, "Projektägare: Hudiksvalls kommun"))))
    assert text(table) == "Ung i Hälsingland\n\nProjektägare: Hudiksvalls kommun"


def test_a_header_that_is_no_content_stands_first_and_once() -> None:
    assert text(TITLE, artifact="Beslut 2021, dnr 2021/00123").startswith("Beslut 2021, dnr 2021/00123\n\nUng i")


def test_tags_that_do_not_tell_of_all_words_are_left_alone() -> None:
    there, loose = said("P", 600, "Detta är märkt."), "Detta är inte märkt, som det mesta i detta papper."
    assert text(said("P", 720, "Sist."), there, loose=loose).split("\n\n") == ["Detta är märkt.", loose, "Sist."]
