from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from samverkan.swedish.amounts import AMOUNT, Amount, find_amounts, find_bare_numbers, number_word, parse_amount

FRAGMENTS = (
    *(
        "17,1",
        "11 397 810",
        "1.482.210",
        "2, 9",
        "750.000",
        "0",
        "12",
        "999",
        "1234",
        "2021",
        "åtta",
        "en halv",
        "tvåhundra",
    ),
    *("tjugofem", "två och en halv", "1234567890123456", "5 278 000,50", "750,000", "50", "en", "ſex", "tİo"),
    *(
        "miljoner",
        "miljon",
        "miljarder",
        "kronor",
        "kr",
        "SEK",
        ":-",
        "mnkr",
        "m.kr",
        "tkr",
        "tusen",
        "€",
        "euro",
        "mdkr",
    ),
    *(
        "ca",
        "upp till",
        "mer än",
        "drygt",
        "mellan",
        "och",
        "till",
        "-",
        "–",
        "%",
        "procent",
        "personer",
        "stöd",
        "A",
        "/",
    ),
    *(" ", " ", " ", " ", "\u00a0", "\u202f", "\u2009", "\n", "\r\n", "\t", ".", ",", "(", ")"),
)
EXPORTED = re.compile(AMOUNT)
texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=14).map("".join)
spaces = st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"])
whole_units = st.sampled_from([" kronor", " kr", "kr", " SEK", ":-", " KRONOR"])
scales = st.sampled_from(
    [
        *(
            (10**6, unit)
            for unit in (" miljoner kronor", " miljoner", " mnkr", " mkr", " m.kr", " Mkr", " MSEK", " milj. kr")
        ),
        *((10**9, unit) for unit in (" miljarder", " miljarder kronor", " mdkr")),
        *((10**3, unit) for unit in (" tkr", " ksek", " kkr", " tusen kronor")),
    ]
)


def values(text: str) -> list[Decimal]:
    return [amount.value for amount in find_amounts(text)]


def quoted(text: str) -> list[tuple[str, str | None]]:
    return [(text[amount.start : amount.end], amount.qualifier) for amount in find_amounts(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Hamnlyftet får 17,1 miljoner kronor.", 17_100_000),
        ("Sökt belopp: 11 397 810 kronor", 11_397_810),
        ("Sökt belopp: 11\u00a0397\u202f810\u2009kronor", 11_397_810),
        ("Kommunen söker 1.482.210 kr", 1_482_210),
        ("med 751.000 kronor för", 751_000),
        ("om 17.1 miljoner kronor", 17_100_000),
        ("18,2 miljoner till Ekby", 18_200_000),
        ("2, 9 miljoner till Ekby", 2_900_000),
        ("åtta miljoner kronor", 8_000_000),
        ("Tolv miljoner går till Ekby", 12_000_000),
        ("en halv miljon kronor", 500_000),
        ("två och en halv miljon kronor", 2_500_000),
        ("tjugofem tusen kronor", 25_000),
        ("tvåhundratusen kronor", 200_000),
        ("två hundra femtio tusen kronor", 250_000),
        ("en miljon kronor", 1_000_000),
        ("243 000 kronor beviljas", 243_000),
        ("3 mnkr", 3_000_000),
        ("3,5 mkr.", 3_500_000),
        ("3 m.kr", 3_000_000),
        ("3 MSEK", 3_000_000),
        ("450 tkr", 450_000),
        ("450 ksek", 450_000),
        ("450 kkr", 450_000),
        ("450 tusen kronor", 450_000),
        ("1,2 miljarder kronor", 1_200_000_000),
        ("1,2 mdkr", 1_200_000_000),
        ("4 500:-", 4_500),
        ("4500 SEK", 4_500),
        ("Beviljat stöd13 857 478 kr", 13_857_478),
        ("Under 2021 500 000 kronor", 500_000),
        ("Steg 2 - 7 414 185 kr", 7_414_185),
        ("5 miljoner svenska kronor", 5_000_000),
        ("17,1 miljoner\nkronor delas ut", 17_100_000),
    ],
)
def test_an_amount_with_a_unit_is_found(text: str, value: int) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "10–12 miljoner kronor",
        "10 - 12 miljoner kronor",
        "10 till 12 miljoner kronor",
        "mellan 10 och 12 miljoner kronor",
        "mellan 10,5 och 12 miljoner",
        "7 000 000 - 9 000 000 kr",
        "10 mkr-12 mkr",
    ],
)
def test_a_range_is_not_one_amount(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "2014-2020",
        "50 % av kostnaden",
        "50 procent",
        "1 234 567 890 123 456 kronor",
        "1234567890123456 kronor",
        "750,000 kronor",
        "efter 30 sek",
        "ett 40-miljonersprojekt",
        "2020/00701 kr",
        "ca 421 000 till Ekby",
        "det krävs",
    ],
)
def test_what_is_no_money_or_could_be_two_sums_is_not_found(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize("noun", ["människor", "personer", "invånare", "ton", "Ekbybor"])
def test_bare_millions_of_something_are_no_money(noun: str) -> None:
    assert values(f"Länet har 2 miljoner {noun} och växer") == []


@pytest.mark.parametrize(
    "after", ["", ".", ", varav hälften", " till Ekby", " i stöd", " (EU)", " – mest i länet", "\nEkby"]
)
def test_bare_millions_at_the_end_of_a_clause_or_before_a_function_word_are_kronor(after: str) -> None:
    assert quoted(f"Ekby får 2 miljoner{after}") == [("2 miljoner", None)]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("ca 45 miljoner kr", "ca"),
        ("ca. 45 miljoner kr", "ca"),
        ("Drygt 45 miljoner kr", "drygt"),
        ("upp  till 45 miljoner kr", "upp till"),
        ("mer\u00a0än 45 miljoner kr", "mer än"),
        ("c:a 45 miljoner kr", "c:a"),
        ("om 45 miljoner kr", None),
        ("Mica 45 miljoner kr", None),
    ],
)
def test_the_word_in_front_is_the_qualifier_and_lies_outside_the_span(text: str, qualifier: str | None) -> None:
    assert quoted(text) == [("45 miljoner kr", qualifier)]


def test_euros_are_told_from_kronor() -> None:
    found = find_amounts("1,5 miljoner euro, 2 M€, 300 EUR, 20 € och 5 kr")
    assert [(int(amount.value), amount.currency) for amount in found] == [
        (1_500_000, "EUR"),
        (2_000_000, "EUR"),
        (300, "EUR"),
        (20, "EUR"),
        (5, "SEK"),
    ]


def test_several_amounts_in_a_sentence_are_found_in_order() -> None:
    text = "Budgeten är ca 46 miljoner kr varav 22,5 miljoner kr är EU-stöd och 900 tkr egna medel."
    assert quoted(text) == [("46 miljoner kr", "ca"), ("22,5 miljoner kr", None), ("900 tkr", None)]


def test_only_the_window_is_read_and_offsets_count_in_the_whole_text() -> None:
    text = "5 kr, 6 kr, 7 kr"
    assert find_amounts(text, 6, 10) == [Amount(start=6, end=10, value=Decimal(6))]
    assert find_amounts("15 kr", 1) == [Amount(start=1, end=5, value=Decimal(5))]


@pytest.mark.parametrize(
    ("text", "value", "part"),
    [
        ("399 819", "399819", "399 819"),
        (" 75 354 267 ", "75354267", "75 354 267"),
        ("13 857 478 kr", "13857478", "13 857 478 kr"),
        ("13 857 478 kr.", "13857478", "13 857 478 kr"),
        ("13 857 478 kr (varav EU 50 %)", "13857478", "13 857 478 kr"),
        ("5 278 000,50 SEK", "5278000.50", "5 278 000,50 SEK"),
        ("ca 45 miljoner kr", "45000000", "45 miljoner kr"),
        ("399819", "399819", "399819"),
    ],
)
def test_a_whole_value_is_an_amount_even_without_a_unit(text: str, value: str, part: str) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert (amount.value, text[amount.start : amount.end]) == (Decimal(value), part)


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "50%", "10-12", "2021-02-01", "åtta", "12 kr per person", "750,000", "7 kr 8 kr", "2 miljoner ton"],
)
def test_a_value_that_is_not_one_amount_as_a_whole_is_none(text: str) -> None:
    assert parse_amount(text) is None


def test_a_grouped_number_without_a_unit_is_found_only_by_the_caller_who_asks_for_it() -> None:
    text = (
        "ca 421 000 till Ekby, 1.298.000 till Alby, 9 000 till Oby och 35 000 kr till Uby, 20 000 % och 12 000-13 000"
    )
    assert values(text) == [35_000]
    assert [(int(amount.value), amount.qualifier) for amount in find_bare_numbers(text)] == [
        (421_000, "ca"),
        (1_298_000, None),
    ]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("en", 1),
        ("ett", 1),
        ("Åtta", 8),
        ("nitton", 19),
        ("tjugofem", 25),
        ("nittio", 90),
        ("hundra", 100),
        ("tvåhundrafem", 205),
        ("tusen", 1000),
        ("femtiotusen", 50_000),
        ("femton år", None),
        ("femåring", None),
        ("", None),
    ],
)
def test_number_words_are_read_up_to_the_thousands(word: str, value: int | None) -> None:
    assert number_word(word) == value


@given(
    value=st.integers(0, 10**15 - 1), separator=spaces | st.just("."), gap=spaces, unit=whole_units, cents=st.booleans()
)
def test_a_written_sum_is_read_back(value: int, separator: str, gap: str, unit: str, cents: bool) -> None:
    written = f"{value:,}".replace(",", separator) + (",50" if cents else "") + unit.replace(" ", gap)
    expected = value + Decimal("0.5") if cents else Decimal(value)
    amount = parse_amount(written)
    assert amount == Amount(start=0, end=len(written), value=expected)
    assert values(f"Ekby kommun får {written} för Hamnlyftet") == [expected]


@given(
    value=st.decimals(0, 9999, places=3), scale=scales, qualifier=st.sampled_from(["", "ca ", "Upp till ", "fler än "])
)
def test_a_sum_written_with_a_scale_is_read_back(value: Decimal, scale: tuple[int, str], qualifier: str) -> None:
    factor, unit = scale
    written = f"{qualifier}{value.normalize():f}".replace(".", ",") + unit
    assert [amount.value for amount in find_amounts(f"Ekby får {written} till Hamnlyftet")] == [value * factor]
    amount = parse_amount(written)
    assert amount is not None
    assert amount.qualifier == (qualifier.strip().lower() or None)


@given(texts)
@example("två och en halv miljon kronor")
@example("mellan tio och tolv miljoner 5 miljoner\u00a0")
def test_what_was_found_is_read_the_same_from_its_own_characters(text: str) -> None:
    for amount in find_amounts(text):
        again = parse_amount(text[amount.start : amount.end])
        assert again is not None
        assert (again.value, again.currency) == (amount.value, amount.currency)
    for amount in find_bare_numbers(text):
        bare = parse_amount(text[amount.start : amount.end])
        assert bare is not None
        assert bare.value == amount.value


@given(texts)
def test_amounts_are_found_in_order_and_never_overlap(text: str) -> None:
    for found in (find_amounts(text), find_bare_numbers(text)):
        places = [place for amount in found for place in (amount.start, amount.end)]
        assert places == sorted(set(places))
        assert all(0 <= place <= len(text) for place in places)


@given(texts)
def test_the_exported_regex_finds_what_the_function_finds(text: str) -> None:
    assert EXPORTED.groups == 0
    matches = list(EXPORTED.finditer(text))
    assert [match.end() for match in matches] == [amount.end for amount in find_amounts(text)]
    assert all(match.start() <= amount.start for match, amount in zip(matches, find_amounts(text), strict=True))


def test_the_exported_regex_works_inside_a_pattern_that_minds_case_and_ignores_blanks() -> None:
    pattern = re.compile(rf"(?P<who>[A-Z]\w+) \s får \s (?P<sum>{AMOUNT})", re.VERBOSE)
    match = pattern.search("Nu vet vi: Ekby får Drygt 8 MILJONER kronor för Hamnlyftet")
    assert match is not None
    assert match["sum"] == "Drygt 8 MILJONER kronor"


@given(st.text())
def test_no_text_makes_the_functions_fail(text: str) -> None:
    find_amounts(text)
    find_bare_numbers(text)
    parse_amount(text)
    number_word(text)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("SEK 15 700 000", 15_700_000, "SEK"),
        ("kr. 250 000", 250_000, "SEK"),
        ("Kr 250 000", 250_000, "SEK"),
        ("EUR 12 500", 12_500, "EUR"),
        ("€ 12 500", 12_500, "EUR"),
    ],
)
def test_a_currency_may_stand_before_the_sum_of_a_field(text: str, value: int, currency: str) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert (amount.value, amount.currency) == (value, currency)
