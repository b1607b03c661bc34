from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.swedish.dates import DATE, PartialDate, Period, find_dates, find_periods, parse_date, parse_period

MONTHS = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober"]
MONTHS += ["november", "december"]
FRAGMENTS = (
    *(
        "2021-02-01",
        "2021-02-30",
        "2020-02",
        "2024",
        "2019",
        "2010",
        "3/12 2020",
        "1",
        "2",
        "31",
        "12",
        "1:a",
        "2024-S04",
    ),
    *("januari", "feb", "sept.", "Mars", "MAJ", "dec", "okt.", "jan"),
    *("den", "mellan", "från", "fr.o.m.", "till", "t.o.m.", "och", "och pågår till", "-", "–", "/", "perioden", "år"),
    *(" ", " ", " ", " ", "\u00a0", "\u202f", "\u2009", "\n", "\r\n", ".", ",", "(", "A"),
)
EXPORTED = re.compile(DATE)
texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=14).map("".join)
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
links = st.sampled_from([" - ", "-", "–", " – ", " till ", " t.o.m. ", " till och med ", "\u00a0–\u00a0"])


def read(text: str, year: int | None = None) -> list[tuple[str, str]]:
    return [(text[found.start : found.end], found.iso) for found in find_dates(text, year=year)]


def isos(period: Period) -> tuple[str | None, str | None]:
    begin, end = period.start_date, period.end_date
    return begin.iso if begin else None, end.iso if end else None


def ends(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(text[period.start : period.end], *isos(period)) for period in find_periods(text)]


@pytest.mark.parametrize(
    ("text", "written", "iso"),
    [
        ("Beslut 2 december 2021", "2 december 2021", "2021-12-02"),
        ("Den 3 dec 2020 beviljades", "3 dec 2020", "2020-12-03"),
        ("Start: 2020-12-03.", "2020-12-03", "2020-12-03"),
        ("Start: 2020–12–03.", "2020–12–03", "2020-12-03"),
        ("mötet 3/12 2020", "3/12 2020", "2020-12-03"),
        ("mötet 3/12-2020", "3/12-2020", "2020-12-03"),
        ("från 2021-01 räknat", "2021-01", "2021-01"),
        ("i december 2021 började", "december 2021", "2021-12"),
        ("1 feb 2024", "1 feb 2024", "2024-02-01"),
        ("1 FEBRUARI 2024", "1 FEBRUARI 2024", "2024-02-01"),
        ("1 sept. 2024", "1 sept. 2024", "2024-09-01"),
        ("Jan. 2024", "Jan. 2024", "2024-01"),
        ("Febr 2024", "Febr 2024", "2024-02"),
        ("den 1:a mars 2020", "1:a mars 2020", "2020-03-01"),
        ("den 2:e mars 2020", "2:e mars 2020", "2020-03-02"),
        ("den 2\u00a0mars\u202f2020", "2\u00a0mars\u202f2020", "2020-03-02"),
        ("den 2 mars\n2020", "2 mars\n2020", "2020-03-02"),
        ("29 februari 2024", "29 februari 2024", "2024-02-29"),
        ("Startdatum2024-09-01", "2024-09-01", "2024-09-01"),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_written(text: str, written: str, iso: str) -> None:
    assert read(text) == [(written, iso)]


@pytest.mark.parametrize(
    "text",
    [
        "31 feb 2024",
        "29 februari 2023",
        "0 mars 2024",
        "2024-13-01",
        "2024-00",
        "20201203",
        "2020/00701",
        "23-079-S04",
        "2020-02-S04",
        "2010–11",
        "2014-2020",
        "Agenda 2030",
        "i mars och april",
        "den 15 december",
        "1 2024",
    ],
)
def test_what_the_calendar_lacks_or_only_looks_like_a_date_is_none(text: str) -> None:
    assert read(text) == []


def test_a_day_without_a_year_is_read_only_when_the_year_is_known() -> None:
    text = "Partnerskapet möttes den 15 december. Nästa möte är 3 mars 2024 och sedan 30 februari."
    assert read(text) == [("3 mars 2024", "2024-03-03")]
    assert read(text, year=2023) == [("15 december", "2023-12-15"), ("3 mars 2024", "2024-03-03")]


@pytest.mark.parametrize("iso", ["2024-07-02", "2020-02", "2011"])
def test_a_date_is_as_exact_as_it_is_written(iso: str) -> None:
    assert parse_date(iso) == PartialDate(start=0, end=len(iso), iso=iso)


def test_only_the_window_is_read_and_offsets_count_in_the_whole_text() -> None:
    text = "2021-01-01, 2022-02-02, 2023-03-03"
    assert find_dates(text, 12, 22) == [PartialDate(start=12, end=22, iso="2022-02-02")]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        (" 2024-09-01 ", "2024-09-01"),
        ("den 3 dec 2020.", "2020-12-03"),
        ("dec 2020", "2020-12"),
        ("2011", "2011"),
        ("3 dec", None),
        ("mars", None),
        ("31 feb 2024", None),
        ("2024-09-01 - 2025-09-01", None),
        ("omkring 2024-09-01", None),
        ("", None),
    ],
)
def test_a_whole_value_is_a_date_or_none(text: str, iso: str | None) -> None:
    parsed = parse_date(text)
    assert (parsed and parsed.iso) == iso


@pytest.mark.parametrize(
    ("text", "written", "begin", "end"),
    [
        ("2021-02-01 - 2021-10-30", "2021-02-01 - 2021-10-30", "2021-02-01", "2021-10-30"),
        ("Projektperiod2010-08-01 till 2014-05-31", "2010-08-01 till 2014-05-31", "2010-08-01", "2014-05-31"),
        ("Tid: 1 feb 2024 – 31 jan 2027.", "1 feb 2024 – 31 jan 2027", "2024-02-01", "2027-01-31"),
        ("Tid: 1 mars – 30 juni 2024.", "1 mars – 30 juni 2024", "2024-03-01", "2024-06-30"),
        ("mars–juni 2024", "mars–juni 2024", "2024-03", "2024-06"),
        ("1 nov – 28 feb 2025", "1 nov – 28 feb 2025", "2024-11-01", "2025-02-28"),
        ("mellan februari 2020 och maj 2022", "februari 2020 och maj 2022", "2020-02", "2022-05"),
        ("Mellan den 1 mars och den 5 maj 2022", "1 mars och den 5 maj 2022", "2022-03-01", "2022-05-05"),
        ("mellan 2019 och 2022", "2019 och 2022", "2019", "2022"),
        (
            "från den 1 september 2019 till 30 juni 2022",
            "1 september 2019 till 30 juni 2022",
            "2019-09-01",
            "2022-06-30",
        ),
        (
            "startade 1 maj 2019 och pågår till 30 juni 2022",
            "1 maj 2019 och pågår till 30 juni 2022",
            "2019-05-01",
            "2022-06-30",
        ),
        ("År: 2019 - 2022", "2019 - 2022", "2019", "2022"),
        ("Fakta 2011-2014", "2011-2014", "2011", "2014"),
        ("under perioden 2014–2020", "2014–2020", "2014", "2020"),
        ("mars 2021 t.o.m. juni 2023", "mars 2021 t.o.m. juni 2023", "2021-03", "2023-06"),
        ("2021-01 till och med 2021-06", "2021-01 till och med 2021-06", "2021-01", "2021-06"),
    ],
)
def test_a_period_is_read_with_both_ends(text: str, written: str, begin: str, end: str) -> None:
    assert ends(text) == [(written, begin, end)]


@pytest.mark.parametrize(
    "text",
    [
        "2020-02",
        "2021",
        "2022-2019",
        "2014-2020-S04",
        "S04-2014-2020",
        "2011-2014-2017",
        "den 3 december 2020 och 4 mars 2021",
        "3 december 2020 – 2021",
        "31 feb 2020 – 1 mars 2021",
        "2020-01-01\n- 2021-01-01",
        "1 mars – 3 april",
    ],
)
def test_two_dates_that_nothing_joins_are_no_period(text: str) -> None:
    assert ends(text) == []


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2021-02-01 - 2021-10-30", "2021-02-01", "2021-10-30"),
        ("fr.o.m. 1 mars 2024 t.o.m. 30 juni 2026.", "2024-03-01", "2026-06-30"),
        ("Under perioden 2014–2020", "2014", "2020"),
        ("mellan februari 2020 och maj 2022", "2020-02", "2022-05"),
        ("2024-01-01 -", "2024-01-01", None),
        ("från 2024-01-01", "2024-01-01", None),
        ("från och med den 1 mars 2024", "2024-03-01", None),
        ("t.o.m. 2025-12-31", None, "2025-12-31"),
        ("2021-01-01, slutdatum: 2023-12-31", "2021-01-01", "2023-12-31"),
        ("- 2025-12-31", None, "2025-12-31"),
        ("till 2025", None, "2025"),
        ("2012-03–2014-02", "2012-03", "2014-02"),
        ("2012-03-2014-02", "2012-03", "2014-02"),
        ("180901–210831", "2018-09-01", "2021-08-31"),
        ("20180901-20210831", "2018-09-01", "2021-08-31"),
        ("201809-202108", "2018-09", "2021-08"),
        ("1/9-18–31/8-21", "2018-09-01", "2021-08-31"),
        ("ht 2016–vt 2019", "2016", "2019"),
    ],
)
def test_a_whole_value_is_a_period_with_one_end_perhaps_open(text: str, begin: str | None, end: str | None) -> None:
    period = parse_period(text)
    assert period is not None
    assert isos(period) == (begin, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020-02",
        "2021",
        "- 2021 -",
        "från -",
        "i tid 2019-2020",
        "2019-2020 eller så",
        "640312-640401",
        "20201645-20201650",
        "210831–180901",
        "2020-02-S04",
    ],
)
def test_a_value_that_is_not_a_period_as_a_whole_is_none(text: str) -> None:
    assert parse_period(text) is None


@given(day=days, short=st.booleans(), den=st.booleans(), capital=st.booleans())
def test_any_day_written_in_words_or_digits_is_read_back(day: date, short: bool, den: bool, capital: bool) -> None:
    month = MONTHS[day.month - 1][:3] if short else MONTHS[day.month - 1]
    words = f"{day.day} {month.upper() if capital else month} {day.year}"
    for written in (words, f"{day.day}/{day.month} {day.year}", day.isoformat()):
        assert read(f"Beslutet togs {'den ' if den else ''}{written} i Ekby.") == [(written, day.isoformat())]
        parsed = parse_date(written)
        assert parsed is not None
        assert parsed.iso == day.isoformat()


@given(first=days, last=days, link=links)
def test_any_two_days_in_order_make_a_period_and_in_the_other_order_none(first: date, last: date, link: str) -> None:
    text = f"{first}{link}{last}"
    assert ends(f"Tid: {text}.") == ([(text, str(first), str(last))] if first <= last else [])


@given(texts)
def test_what_was_found_is_read_the_same_from_its_own_characters(text: str) -> None:
    for found in find_dates(text):
        again = parse_date(text[found.start : found.end])
        assert again is not None
        assert again.iso == found.iso
    for written, begin, end in ends(text):
        period = parse_period(written)
        assert period is not None
        assert isos(period) == (begin, end)


@given(text=texts, year=st.none() | st.integers(1900, 2099))
def test_results_come_in_order_and_never_overlap(text: str, year: int | None) -> None:
    for spans in (
        [(found.start, found.end) for found in find_dates(text, year=year)],
        [(period.start, period.end) for period in find_periods(text)],
    ):
        places = [place for span in spans for place in span]
        assert places == sorted(set(places))
        assert all(0 <= place <= len(text) for place in places)


@given(texts)
def test_every_date_found_is_a_match_of_the_exported_regex(text: str) -> None:
    assert EXPORTED.groups == 0
    assert {found.end for found in find_dates(text, year=2024)} <= {match.end() for match in EXPORTED.finditer(text)}


def test_the_exported_regex_takes_the_word_den_along() -> None:
    match = re.search(rf"beslutade (?P<on>{DATE})", "Man beslutade den 3 December 2020 om stöd")
    assert match is not None
    assert match["on"] == "den 3 December 2020"


@given(st.text())
def test_no_text_makes_the_functions_fail(text: str) -> None:
    find_dates(text, year=2024)
    find_periods(text)
    parse_date(text)
    parse_period(text)


def test_the_last_of_a_month_is_its_last_day() -> None:
    assert read("klart sista februari 2024") == [("sista februari 2024", "2024-02-29")]


@pytest.mark.parametrize(
    ("text", "iso"), [("1 mars-13", "2013-03-01"), ("1 mars ’13", "2013-03-01"), ("1 mars-15 april", None)]
)
def test_a_year_of_two_digits_follows_a_hyphen_or_an_apostrophe(text: str, iso: str | None) -> None:
    assert [date.iso for date in find_dates(text)][:1] == ([iso] if iso else [])
