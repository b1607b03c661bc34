from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.swedish.counts import COUNT, Count, find_counts, number_word, parse_count

FRAGMENTS = (
    *(
        "1 650",
        "1.650",
        "500",
        "150st",
        "2021",
        "2000",
        "12",
        "0",
        "007",
        "1,5",
        "2, 9",
        "1 234 567 890 123 456 789",
        "9",
    ),
    *(
        "två",
        "Tolv",
        "tjugofem",
        "ett hundratal",
        "ett 50-tal",
        "hundra",
        "en",
        "ett",
        "sex",
        "ſex",
        "tİo",
        "femtioTAL",
    ),
    *(
        "ca",
        "fler än",
        "max",
        "mellan",
        "och",
        "till",
        "-",
        "–",
        "%",
        "procent",
        "år",
        "åring",
        "§",
        "kl",
        "st",
        "/",
        ":",
    ),
    *("personer", "företag", "miljoner", "kr", "mars", "A", ",", "."),
    *(" ", " ", " ", " ", "\u00a0", "\u202f", "\u2009", "\n"),
)
EXPORTED = re.compile(COUNT)
texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=14).map("".join)
nouns = st.sampled_from(["deltagare", "företag", "unga", "kommuner", "st", "Ekbybor", "långtidssjukskrivna"])
spaces = st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"])


def values(text: str) -> list[int | tuple[int | None, int | None]]:
    return [(c.minimum, c.maximum) if c.value is None else c.value for c in find_counts(text)]


def quoted(text: str) -> list[tuple[str, str | None]]:
    return [(text[count.start : count.end], count.qualifier) for count in find_counts(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("utbildar 1 650 anställda", 1650),
        ("utbildar 1\u00a0650 anställda", 1650),
        ("utbildar 1.650 anställda", 1650),
        ("500 personer", 500),
        ("Antal deltagare: 150st", 150),
        ("Antal deltagare: 150 st", 150),
        ("1900 kvinnor och män", 1900),
        ("2000 deltagare", 2000),
        ("2020 st", 2020),
        ("sex kommuner", 6),
        ("Tolv företag", 12),
        ("tjugotvå platser", 22),
        ("hundra unga", 100),
        ("tvåhundra unga", 200),
        ("elva samverkansparter", 11),
        ("två hundra femtio unga", 250),
        ("ett tusen unga", 1000),
        ("11399 EKBY", 11399),
        ("Under 2021 500 unga", 500),
    ],
)
def test_a_count_in_digits_or_words_is_found(text: str, value: int) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "written", "least", "most"),
    [
        ("60–70 företag", "60–70", 60, 70),
        ("60 - 70 företag", "60 - 70", 60, 70),
        ("Mellan 60 och 70 företag", "60 och 70", 60, 70),
        ("60 till 70 företag", "60 till 70", 60, 70),
        ("mellan sex och åtta företag", "sex och åtta", 6, 8),
        ("sju-åtta företag", "sju-åtta", 7, 8),
        ("1 000–1 500 unga", "1 000–1 500", 1000, 1500),
    ],
)
def test_a_range_has_a_least_and_a_most_and_no_value(text: str, written: str, least: int, most: int) -> None:
    begin = text.index(written)
    assert find_counts(text) == [Count(start=begin, end=begin + len(written), minimum=least, maximum=most)]


@pytest.mark.parametrize(
    ("text", "written", "qualifier"),
    [
        ("ca 60 unga", "60", "ca"),
        ("Cirka 500 anställda", "500", "cirka"),
        ("fler än 700 unga", "700", "fler än"),
        ("minst tio företag", "tio", "minst"),
        ("max 30 platser", "30", "max"),
        ("drygt 60–70 företag", "60–70", "drygt"),
        ("ett hundratal unga", "ett hundratal", "ca"),
        ("Ett femtiotal företag", "Ett femtiotal", "ca"),
        ("ett 20-tal företag", "ett 20-tal", "ca"),
        ("knappt ett tusental", "ett tusental", "knappt"),
        ("alla 60 unga", "60", None),
    ],
)
def test_the_qualifier_is_kept_beside_the_number(text: str, written: str, qualifier: str | None) -> None:
    assert quoted(text) == [(written, qualifier)]


@pytest.mark.parametrize(
    ("text", "value"), [("ett hundratal", 100), ("ett femtiotal", 50), ("ett 20-tal", 20), ("ett tusental", 1000)]
)
def test_a_rounded_number_has_its_value(text: str, value: int) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        *("50 %", "50%", "50 procent", "40-45%", "mellan 40 och 45 procent", "12 procentenheter", "5 ‰"),
        *("1,5 tjänst", "10.30", "17,1 miljoner", "2, 9 miljoner till Ekby"),
        *("20 miljoner kronor", "11 397 810 kr", "10–12 miljoner", "mellan 10 och 12 mnkr", "500 €", "90:-", "3 tusen"),
        *("två miljoner invånare", "ett tiotal miljoner kronor"),
        *("2 december 2021", "2021-02-01", "3/12 2020", "den 1 och 2 juni", "1:a mars", "1–3 mars"),
        *("Agenda 2030", "sedan 1990", "2014-2020", "2019 - 2022", "2021 startar arbetet", "december 2021"),
        *("(15-24 år)", "16-29år", "(18 - 64 år)", "de senaste tre åren", "20 åringar", "20-åringar", "fem års arbete"),
        *("kl. 10", "kl 10", "klockan 9", "10:30", "§ 5", "§5", "5 §", "nr 7"),
        *("A2A", "SE12", "23-079-S04", "2020/00701", "B-7", "007", "+46"),
        *("en person", "Ett företag", "sexa", "treårig", "två-årig"),
        "1 234 567 890 123 456 789",
        "70-60",
    ],
)
def test_a_number_that_means_something_else_is_no_count(text: str) -> None:
    assert values(text) == []


def test_counts_are_found_among_numbers_of_other_kinds() -> None:
    text = "Den 2 maj 2021 fick sex kommuner 18,2 miljoner för 1 700 unga (16-24 år), 50 % av 60 till 70 skolor."
    assert values(text) == [6, 1700, (60, 70)]


def test_only_the_window_is_read_and_offsets_count_in_the_whole_text() -> None:
    assert find_counts("10 unga, 20 unga, 30 unga", 9, 17) == [Count(start=9, end=11, value=20)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("140", Count(start=0, end=3, value=140)),
        (" 300. ", Count(start=1, end=4, value=300)),
        ("150st, varav 40st kvinnor och 110st män", Count(start=0, end=3, value=150)),
        ("ca 1 500 personer", Count(start=3, end=8, value=1500, qualifier="ca")),
        ("60-70", Count(start=0, end=5, minimum=60, maximum=70)),
        ("mellan 60 och 70 företag", Count(start=7, end=16, minimum=60, maximum=70)),
        ("2020", Count(start=0, end=4, value=2020)),
        ("Tolv (preliminärt)", Count(start=0, end=4, value=12)),
    ],
)
def test_a_whole_value_is_a_count_followed_by_words_or_parts(text: str, count: Count) -> None:
    assert parse_count(text) == count


@pytest.mark.parametrize(
    "text",
    ["", "okänt", "50%", "2021-02-01", "17,1 miljoner", "10 000 kr", "12,5", "100 kvinnor och 50 män", "en", "A2"],
)
def test_a_value_that_is_no_count_is_none(text: str) -> None:
    assert parse_count(text) is None


def test_number_words_are_read_one_word_at_a_time() -> None:
    assert [number_word(word) for word in ("en", "två", "Tjugofem", "hundra", "flera", "")] == [
        1,
        2,
        25,
        100,
        None,
        None,
    ]


@given(value=st.integers(0, 10**7), space=spaces, noun=nouns, qualifier=st.sampled_from(["", "ca ", "fler än "]))
def test_a_grouped_count_is_read_back(value: int, space: str, noun: str, qualifier: str) -> None:
    written = f"{value:,}".replace(",", space)
    assert values(f"Projektet når {qualifier}{written} {noun} i Ekby") == [value]
    parsed = parse_count(f"{qualifier}{written}{space}{noun}")
    assert parsed is not None
    assert (parsed.value, parsed.qualifier) == (value, qualifier.strip() or None)


@given(first=st.integers(0, 999), last=st.integers(0, 999), link=st.sampled_from(["-", "–", " – ", " till "]))
def test_two_numbers_make_a_range_only_if_they_rise(first: int, last: int, link: str) -> None:
    assert values(f"Projektet når {first}{link}{last} skolor") == ([(first, last)] if first < last else [])


@given(texts)
def test_what_was_found_is_read_the_same_from_its_own_characters(text: str) -> None:
    for count in find_counts(text):
        again = parse_count(text[count.start : count.end])
        assert again is not None
        assert (again.value, again.minimum, again.maximum) == (count.value, count.minimum, count.maximum)


@given(texts)
def test_counts_come_in_order_and_never_overlap(text: str) -> None:
    places = [place for count in find_counts(text) for place in (count.start, count.end)]
    assert places == sorted(set(places))
    assert all(0 <= place <= len(text) for place in places)


@given(texts)
def test_every_count_found_is_a_match_of_the_exported_regex(text: str) -> None:
    assert EXPORTED.groups == 0
    assert {count.end for count in find_counts(text)} <= {match.end() for match in EXPORTED.finditer(text)}


def test_the_exported_regex_takes_the_qualifier_along() -> None:
    match = re.search(rf"når (?P<count>{COUNT}) företag", "Projektet når Upp till 70 företag")
    assert match is not None
    assert match["count"] == "Upp till 70"


@given(st.text())
def test_no_text_makes_the_functions_fail(text: str) -> None:
    find_counts(text)
    parse_count(text)
    number_word(text)


@pytest.mark.parametrize(
    "text", ["140 varav kvinnor 75 och män 65", "140 personer varav 75 kvinnor", "140 därav 65 män"]
)
def test_a_field_s_count_may_be_followed_by_its_parts_without_a_comma(text: str) -> None:
    count = parse_count(text)
    assert count is not None
    assert count.value == 140
