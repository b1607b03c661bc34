from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.swedish.sentences import split_sentences

FRAGMENTS = (
    *(
        "Projektet",
        "har",
        "klart",
        "t.ex.",
        "bl.a.",
        "m.fl.",
        "kl.",
        "A.",
        "1.",
        "2021",
        "1.482.210",
        "merit.nu",
        "Region",
    ),
    *(".", "!", "?", "…", "...", '"', "”", "(", ")", "«", "–", "•", ",", " ", " ", " ", "\n", "\r\n", "\u00a0", "\n\n"),
)
texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=20).map("".join)
# Words too long to be abbreviations.
plain = st.from_regex(r"[A-ZÅÄÖ][a-zåäö]{2,8}( [a-zåäö]{6,9}){1,4}", fullmatch=True)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Det är klart. Nu börjar vi.", ["Det är klart.", "Nu börjar vi."]),
        ("Är det klart? Ja! Då så… Nu kör vi", ["Är det klart?", "Ja!", "Då så…", "Nu kör vi"]),
        ("Det tar tid ... Sedan går det.", ["Det tar tid ...", "Sedan går det."]),
        ("Arbetet är klart.Projektet har nått målet", ["Arbetet är klart.", "Projektet har nått målet"]),
        ("Hon sa ”det är klart.” Sedan gick hon.", ["Hon sa ”det är klart.”", "Sedan gick hon."]),
        ('"Klart." (Det var allt.) Mer kommer.', ['"Klart."', "(Det var allt.)", "Mer kommer."]),
        ("Arbetet pågår till 2021. Sedan tar Ekby över.", ["Arbetet pågår till 2021.", "Sedan tar Ekby över."]),
        ("Stödet är 5 mkr. Ekby får 3 kr. Alby får 2.", ["Stödet är 5 mkr.", "Ekby får 3 kr.", "Alby får 2."]),
        ("Först\nså, sedan så. Och\nså vidare.", ["Först\nså, sedan så.", "Och\nså vidare."]),
        ("Rubrik utan punkt\n\nEtt stycke\r\n \r\nEtt till", ["Rubrik utan punkt", "Ett stycke", "Ett till"]),
        ("Klart. 26 kommuner deltar.", ["Klart.", "26 kommuner deltar."]),
        ("Klart. – Äntligen, säger de.", ["Klart.", "– Äntligen, säger de."]),
    ],
)
def test_a_sentence_ends_at_its_stop(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Många, t.ex. Ekby och bl.a. Alby, m.fl. Orter deltar",
        "Alla m.m. Ekby, dvs. Alla, osv. Och etc. Även ca. 5 och c:a. 6",
        "Det är bl. a. Ekby, s. k. Orter, f.d. Alby, resp. Oby",
        "Mötet är kl. 10 enligt dnr. 23 nr. 7, milj. Kronor, 150 st. Kvinnor",
        "Från jan. 2020 fr.o.m. Mars t.o.m. Feb. 2021",
        "Stödet är 1.482.210 kronor på 2.5 år",
        "Den 3. mars möttes A. Ekby och B. C. Alby",
        "Se merit.nu och ekby.se/Om.Oss eller www.Ekby.Se eller https://ekby.se/Sida.Ett",
        "Skriv till info@ekby.Se nu",
        "Vi frågar varför! och svarar inte. men ändå",
        "Han sa klart. ”så är det”",
        "1. Mål för Ekby",
        "1.2. Mål för Ekby",
        "Gäller t.ex.Ekby",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0"])
def test_white_space_holds_no_sentence(text: str) -> None:
    assert split_sentences(text) == []


def test_only_the_window_is_read_and_offsets_count_in_the_whole_text() -> None:
    assert split_sentences("Ett. Två. Tre.", 5, 14) == [(5, 9), (10, 14)]
    assert split_sentences("Ett. Två. Tre.", 5, 8) == [(5, 8)]


def test_a_heading_that_only_a_space_parts_from_its_sentence_ends_there() -> None:
    assert sentences("Mål Det ska bli fler. Organisation Umeå kommun är ägare. Bakgrund Företagen är små.") == [
        "Mål",
        "Det ska bli fler.",
        "Organisation",
        "Umeå kommun är ägare.",
        "Bakgrund",
        "Företagen är små.",
    ]
    assert sentences("Samverkan Skaraborg är ett projekt. Mål Svealand är ett annat.") == [
        "Samverkan Skaraborg är ett projekt.",
        "Mål Svealand är ett annat.",
    ]


@given(
    st.lists(plain, min_size=1, max_size=5), st.sampled_from([". ", "! ", "? ", "… ", ".\n", ".  ", "\n\n", ".”\u00a0"])
)
def test_plain_sentences_come_back_as_they_were_joined(parts: list[str], stop: str) -> None:
    mark = stop.strip()
    assert sentences("".join(part + stop for part in parts)) == [part + mark for part in parts]


@given(texts)
def test_sentences_hold_every_character_but_white_space_once_and_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@given(st.text())
def test_no_text_makes_the_function_fail(text: str) -> None:
    split_sentences(text)
