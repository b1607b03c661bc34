from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.identifiers import Iri
from samverkan.reading.blocks import Block, BlockKind
from samverkan.reading.inline import blocks
from samverkan.vocabulary import Field, fold_label


def label(name: str, *labels: str) -> dict[str, Field]:
    named = Field(iri=Iri(f"https://example.org/{name}"), name=name)
    return {fold_label(one): named for one in labels}


FIELDS = {
    **label("Project", "Projektnamn", "Namn"),
    **label("lead", "Projektägare", "Sökande"),
    **label("partner", "Samverkansparter"),
    **label("startDate", "Startdatum"),
    **label("grantedAmount", "Beviljat belopp"),
    **label("region", "Region"),
    **label("programmeArea", "Programområde"),
    **label("proseField", "Sammanfattning", "Syfte"),
}
WORDS = (
    *("Projektnamn", "Sökande", "Startdatum", "Beviljat belopp", "Region", "Programområde", "Sammanfattning", "Färg"),
    *("Umeå kommun", "Projektet", "ska hjälpa", "Det", "pågår", "2021-01-01", "5 000 kr", "A1", "klart.", "Åter!"),
    *(":", ": ", " : ", "\t", " | ", "  ", "   ", ".", ". ", ", ", ";", "•", "• ", "- ", "– ", "1. ", "a) ", "*"),
    *("\n", "\n", "\n", "\n\n", "\r\n", "\r", " ", " ", "\u00a0", "\u2028"),
)
texts = st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=30).map("".join)


def read(text: str) -> list[tuple[str, str]]:
    """Each block's kind, or a field's name, and its content."""
    return [(block.field.name if block.field else block.kind.value, content(block, text)) for block in found(text)]


def found(text: str) -> list[Block]:
    return blocks(text, FIELDS)


def content(block: Block, text: str) -> str:
    return text[block.start : block.end]


RECORD = [("lead", "Umeå kommun"), ("startDate", "2021-01-01"), ("grantedAmount", "5 000 000 kr")]


@pytest.mark.parametrize(
    "text",
    [
        "Projektägare: Umeå kommun\nStartdatum: 2021-01-01\nBeviljat belopp: 5 000 000 kr\n",
        "Projektägare : Umeå kommun\nSTARTDATUM:2021-01-01\n  Beviljat  belopp:   5 000 000 kr  \n",
        "Projektägare\nUmeå kommun\nStartdatum\n2021-01-01\nBeviljat belopp\n5 000 000 kr",
        "Projektägare:\nUmeå kommun\n\nStartdatum:\n2021-01-01\n\nBeviljat belopp:\n5 000 000 kr",
        "Projektägare\tUmeå kommun\nStartdatum\t2021-01-01\nBeviljat belopp\t5 000 000 kr",
        "Projektägare | Umeå kommun\nStartdatum | 2021-01-01\nBeviljat belopp | 5 000 000 kr",
        "Projektägare     Umeå kommun\nStartdatum       2021-01-01\nBeviljat belopp  5 000 000 kr",
        "ProjektägareUmeå kommun\nStartdatum2021-01-01\nBeviljat belopp5 000 000 kr",
        "Projektägare: Umeå kommun. Startdatum: 2021-01-01. Beviljat belopp: 5 000 000 kr.",
        "Projektägare: Umeå kommun, Startdatum: 2021-01-01; Beviljat belopp: 5 000 000 kr",
        "Projektägare: Umeå kommun | Startdatum: 2021-01-01 | Beviljat belopp: 5 000 000 kr",
    ],
    ids=["colon", "spaced", "below", "below-colon", "tab", "pipe", "columns", "glued", "sentences", "commas", "pipes"],
)
def test_labels_and_values_are_told_apart_in_every_layout(text: str) -> None:
    assert read(text) == RECORD


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
@pytest.mark.parametrize(
    "text",
    [
        "Projektägare: Umeå kommun\nStartdatum\n2021-01-01\n\nDet är klart nu.\n\n• Ett\n  till\n• Två\n",
        "Rubrik\n\nEtt stycke som är hårt\nradbrutet här.\nKort.\nSyfte\nDet är bra.\n",
    ],
)
def test_the_way_in_which_lines_end_changes_nothing(text: str, newline: str) -> None:
    other = text.replace("\n", newline)
    assert [(name, part.replace(newline, "\n")) for name, part in read(other)] == read(text)


def test_a_label_glued_to_its_value_needs_another_one_beside_it() -> None:
    assert read("RegionStockholm är bra.") == [("paragraph", "RegionStockholm är bra.")]
    assert read("RegionStockholm\nSökandeUmeå kommun") == [("region", "Stockholm"), ("lead", "Umeå kommun")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Programområde A1: Kompetens\nSökande: Bron", "A1: Kompetens"),
        ("Programområde 2: Övergångar till arbete\nSökande: Bron", "2: Övergångar till arbete"),
        ("Programområde E: Något annat\nSökande: Bron", "E: Något annat"),
    ],
)
def test_a_code_behind_the_label_belongs_to_the_value(text: str, code: str) -> None:
    assert read(text)[0] == ("programmeArea", code)


def test_the_bullets_under_a_label_are_its_value() -> None:
    text = "Samverkansparter:\n• Umeå kommun\n• Vindelns kommun\nBeviljat belopp: 5 kr"
    assert read(text) == [("partner", "• Umeå kommun\n• Vindelns kommun"), ("grantedAmount", "5 kr")]
    assert read(text.replace(":\n", ":\n\n", 1)) == read(text)


@pytest.mark.parametrize("text", ["Samverkansparter:\n\nRegion: Norr", "Samverkansparter:\nRegion: Norr"])
def test_an_empty_field_takes_no_value_from_the_next_one(text: str) -> None:
    assert read(text) == [("partner", ""), ("region", "Norr")]


def test_text_under_a_label_for_prose_is_prose() -> None:
    text = "Namn: Bron\nSammanfattning:\nProjektet ska hjälpa unga. Det pågår.\nSökande: Bron AB"
    assert read(text) == [
        ("Project", "Bron"),
        ("proseField", ""),
        ("paragraph", "Projektet ska hjälpa unga. Det pågår."),
        ("lead", "Bron AB"),
    ]


def test_a_label_alone_above_a_sentence_is_a_heading() -> None:
    assert read("Syfte\nProjektet ska hjälpa unga.") == [
        ("heading", "Syfte"),
        ("paragraph", "Projektet ska hjälpa unga."),
    ]


def test_a_label_that_nobody_knows_is_told_where_it_stands_beside_known_ones() -> None:
    text = "Sökande: Bron\nFärg på huset: blå\nRegion: Norr"
    assert read(text) == [("lead", "Bron"), ("unknown field", "blå"), ("region", "Norr")]
    assert [block.label for block in found(text)] == ["Sökande", "Färg på huset", "Region"]


@pytest.mark.parametrize(
    "text",
    [
        "Färg: blå",
        "Hon sa: det är bra",
        "Sökande: Bron\n\nEtt exempel på hur många ord som helst här: nej\nRegion: Norr",
    ],
)
def test_words_before_a_colon_are_no_label_without_company(text: str) -> None:
    assert all(name != "unknown field" for name, _ in read(text))


def test_a_bullet_goes_on_over_indented_lines_and_lines_in_small_letters() -> None:
    text = "• Ett som fortsätter\n  På nästa rad\n• Två\nsom fortsätter\n– Tre\nEtt stycke för sig."
    assert read(text) == [
        ("bullet", "Ett som fortsätter\n  På nästa rad"),
        ("bullet", "Två\nsom fortsätter"),
        ("bullet", "Tre"),
        ("paragraph", "Ett stycke för sig."),
    ]


@pytest.mark.parametrize("mark", ["•", "·", "▪", "●", "*", "-", "–", "1.", "2)", "a)"])
def test_a_bullet_s_mark_is_no_part_of_its_text(mark: str) -> None:
    assert read(f"{mark} Ett steg till\n{mark} Ett annat") == [("bullet", "Ett steg till"), ("bullet", "Ett annat")]


@pytest.mark.parametrize("text", ["-5 grader är kallt.", "2021 var ett år.", "Bron – en väg över."])
def test_a_sign_without_a_gap_or_inside_a_line_marks_no_bullet(text: str) -> None:
    assert read(text) == [("paragraph", text)]


def test_a_paragraph_broken_at_a_width_is_one_and_a_line_that_ends_early_ends_it() -> None:
    first = "Det här är ett stycke som är hårt\nradbrutet vid en viss bredd och som\ntar slut."
    second = "Nytt stycke som bröts med flit\nFör den förra raden var kort."
    assert read(f"{first}\n{second}") == [
        ("paragraph", first),
        ("heading", second.split("\n", maxsplit=1)[0]),
        ("paragraph", second.split("\n")[1]),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Starkare ihop", "heading"),
        ("Prioriterade projekt, beslut 3 december 2020", "heading"),
        ("Det är klart.", "paragraph"),
        ("Följande projekt fick stöd:", "paragraph"),
        (" ".join(["ord"] * 19), "paragraph"),
        ("Två rader som\nhör ihop", "paragraph"),
    ],
)
def test_a_short_line_without_a_stop_is_a_heading(text: str, kind: str) -> None:
    assert read(text) == [(kind, text)]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\r\n \t\n", "\u00a0"])
def test_white_space_holds_no_block(text: str) -> None:
    assert found(text) == []


def test_a_field_knows_where_its_label_stands() -> None:
    text = "  Sökande:  Bron. Region: Norr"
    assert [(text[block.label_start :][: len(block.label or "")], block.label) for block in found(text)] == [
        ("Sökande", "Sökande"),
        ("Region", "Region"),
    ]


# --- what holds whatever the text


@given(texts)
def test_blocks_lie_inside_the_text_in_order_and_apart(text: str) -> None:
    said = found(text)
    assert all(0 <= block.start <= block.end <= len(text) for block in said)
    assert all(before.end <= after.start for before, after in pairwise(said))
    assert all(
        block.start < block.end
        for block in said
        if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.BULLET)
    )


@given(texts)
def test_every_character_is_read_but_labels_marks_and_what_parts_them(text: str) -> None:
    left = list(text)
    for block in found(text):
        begin = block.start if block.label_start is None else block.label_start
        left[begin : block.end] = "\n" * (block.end - begin)
    rest = re.sub(r"(?m)(?:\d{1,2}[.)]|[a-z]\)|[=~]{3,})[\s]*$", "", "".join(left))
    assert re.fullmatch(r"[\s.;,|:•·▪◦●■*¿–—-]*", rest), rest


@given(texts)
def test_a_field_s_label_is_one_of_the_known(text: str) -> None:
    for block in found(text):
        assert (block.field is not None) == (block.kind is BlockKind.FIELD)
        assert block.field is None or FIELDS[fold_label(block.label or "")] == block.field


@given(texts)
def test_blank_lines_at_the_ends_move_the_blocks_and_change_nothing_else(text: str) -> None:
    assert read(f"\n\n{text}\n\n") == read(text)


@given(st.text())
def test_no_text_makes_the_function_fail(text: str) -> None:
    found(text)


def test_an_owner_or_a_sum_ends_where_sentences_begin() -> None:
    text = "Projektägare: Umeå kommun. Vännäs kommun är partner. Beviljat belopp: 5 000 000 kr. Det räcker i tre år."
    assert read(text) == [
        ("lead", "Umeå kommun"),
        ("paragraph", "Vännäs kommun är partner"),
        ("grantedAmount", "5 000 000 kr"),
        ("paragraph", "Det räcker i tre år"),
    ]


def test_an_owners_full_stops_end_no_value() -> None:
    assert read("Projektägare: Leader Linné ek. för. Umeå") == [("lead", "Leader Linné ek. för. Umeå")]


def test_a_list_of_partners_ends_where_a_sentence_speaks_of_the_project() -> None:
    text = "Samverkansparter: Umeå kommun och Bjurholms kommun. Projektet riktar sig till unga."
    assert read(text) == [
        ("partner", "Umeå kommun och Bjurholms kommun"),
        ("paragraph", "Projektet riktar sig till unga."),
    ]


def test_an_unknown_label_glued_to_its_value_among_known_ones_is_no_heading() -> None:
    text = "Nyväg\n\nProjektägareUmeå kommun\nHandläggargruppNord\nRegionStockholm\n"
    assert read(text) == [
        ("heading", "Nyväg"),
        ("lead", "Umeå kommun"),
        ("unknown field", "Nord"),
        ("region", "Stockholm"),
    ]


def test_dots_may_part_a_label_from_its_value_and_a_rule_is_no_line() -> None:
    assert read("Nyväg\n=====\n\nSökande ...... Umeå kommun\nStartdatum .... 2021-01-01\n") == [
        ("heading", "Nyväg"),
        ("lead", "Umeå kommun"),
        ("startDate", "2021-01-01"),
    ]


def test_a_table_of_names_and_owners_tells_projects_only_where_words_above_do() -> None:
    fields = {**FIELDS, **label("lead", "Ägare"), **label("startDate", "Start")}
    table = "Namn\tÄgare\tStart\n_pk\tUmeå kommun\t2021-01-01\n"
    of_cookies, of_projects = (
        [block.field.name for block in blocks(f"{head}\n\n{table}", fields) if block.field is not None]
        for head in ("Om kakor", "Våra projekt")
    )
    assert "lead" not in of_cookies
    assert of_projects == ["Project", "lead", "startDate"]
