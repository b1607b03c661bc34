"""What the cells of a column say: numbers, shares and days in the ways that Europe's lists write them.

A column is read as a whole: whether a comma parts thousands or decimals, a day or a month comes first, shows in its
cells. What stays open is not read. Knows no document and no project.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

Parser = Callable[[str], Decimal | str | None]

CURRENCIES = "AUD BGN CHF CZK DKK EUR GBP HRK HUF NOK PLN RON SEK USD".split()
# Signs and words by which headings and cells name a currency; of a code, only in capitals or alone
_SIGNS: Mapping[str, str] = {
    **{code.lower(): code for code in CURRENCIES},
    **dict.fromkeys(("€", "euro", "euros", "euroa", "eurot", "eiro", "eur", "ευρω"), "EUR"),
    **dict.fromkeys(("£", "pounds", "sterling"), "GBP"),
    **dict.fromkeys(("kronor", "tkr", "mkr", "mnkr", "ksek", "msek"), "SEK"),
    **dict.fromkeys(("zł", "zl", "pln"), "PLN"),
    **dict.fromkeys(("kč", "kc"), "CZK"),
    **dict.fromkeys(("ft", "huf", "forint"), "HUF"),
    **dict.fromkeys(("лв", "лева", "лев"), "BGN"),
    **dict.fromkeys(("lei", "ron"), "RON"),
    **dict.fromkeys(("kn", "kuna"), "HRK"),
}
_MOST_TEXTS = 1 << 16
_CROWNS = {"SE": "SEK", "DK": "DKK"}
_SIGN = re.compile(r"[^\W\d_]+|[€£]")
_MILLIONS = re.compile(
    r"£\s?m\b|€\s?m\b|\bm(?:€|£|kr|nkr|sek|eur|io)\b|\bmln\b|\bmio\b|\bmilj\w*|\bmill?i?o\w*n\w*", re.IGNORECASE
)
_THOUSANDS = re.compile(
    r"\bt(?:kr|sek|eur|€|is\.?)(?!\w)|\bksek\b|\bk€|\b[’']?000s?\b|\bthousands?\b|\btausend\b|\btys\b|\btuhat\w*|\btusen\w*|\bezer\b|\bхил",
    re.IGNORECASE,
)

_NUMBER = re.compile(
    r"(?P<before>[^\d\s.,'’−-]{0,6}\.?\s*)(?P<minus>[−-]?)\s*(?P<body>\d[\d.,'’\s]*?)"
    r"(?P<after>(?:[.,:][-–—]+)?\s*(?:[^\W\d_]{1,7}\.?|[€£])?)"
)
_GROUPED = re.compile(r"\d+|\d{1,3}(?:(?P<gap>[.,'’\s])\d{3})(?:(?P=gap)\d{3})*")
_SHARE = re.compile(
    r"(?P<number>\d{1,3}(?:[.,]\d+)?)\s*(?P<sign>%|per ?cent|procent|prozent|p\.?c\.?|pct\.?|proc\.?)?", re.IGNORECASE
)
_SPACES = re.compile(r"\s")
_NO_DIGIT = re.compile(r"\D")

_TAIL = r"(?:[T\s]+\d{1,2}[:.]\d{2}.*)?\s*\.?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[-/.]\s?(?P<month>\d{{1,2}})(?:[-/.]\s?(?P<day>\d{{1,2}}))?\.?{_TAIL}")
_RUN_ON = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])")
_NUMERIC = re.compile(rf"(?P<first>\d{{1,2}})[-/.]\s?(?P<second>\d{{1,2}})[-/.]\s?(?P<year>\d{{4}}|\d{{2}}){_TAIL}")
_MONTH_YEAR = re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})")
_OF = r"[\s.,/-]*(?:(?:de|of|van)\s+)?"
_NAMED = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º)?{_OF})?(?P<name>[^\W\d_]{{3,}})\.?{_OF}(?P<year>\d{{4}}|[’']?\d{{2}}){_TAIL}"
)
_US_NAMED = re.compile(r"(?P<name>[^\W\d_]{3,})\.?\s+(?P<day>\d{1,2}),\s*(?P<year>\d{4})")
_YEAR = re.compile(r"\d{4}")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_FIRST_DAY = date(1899, 12, 30)
_YEARS = range(1990, 2050)
# The month names of the languages in which lists spell them, by as many letters as tell them apart
_MONTHS = (
    "jan ene gen janv tammi jaan",
    "feb fev fév feb helmi veebr",
    "mar mär mrz maa mrt",
    "apr avr abr huhti",
    "may mai maj mei mag maio touko",
    "jun juin giu kesä juuni",
    "jul juil lug heinä juuli",
    "aug aoû aou ago elo",
    "sep set syys sept",
    "oct okt ott out loka",
    "nov marras",
    "dec dez dic déc des joulu dets",
)
_MONTH_NAMES = {name: month for month, names in enumerate(_MONTHS, start=1) for name in names.split()}


# --- money


def money_reader(texts: Iterable[str]) -> Parser:
    """How this column writes money: its decimal mark is the one that its cells show, if they show one only."""
    marks = {mark for text in texts if (mark := _shown_mark(text)) is not None}
    mark = marks.pop() if len(marks) == 1 else None
    mixed = len(marks) > 1
    return lambda text: _money(text, mark, mixed=mixed)


def _shown_mark(text: str) -> str | None:
    """The decimal mark that a number gives away: the last of two, one that parts no group of three."""
    found = _NUMBER.fullmatch(text)
    body: str = found["body"] if found else ""
    marks = [letter for letter in body if letter in ".,"]
    if not marks:
        return None
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    whole, _, rest = body.partition(marks[0])
    return marks[0] if len(rest) != 3 or len(_SPACES.sub("", whole)) > 3 else None


def _money(text: str, mark: str | None, *, mixed: bool) -> Decimal | None:
    """An amount in whole units; None for what is no number, could be two, or has words beside it that are no unit."""
    found = _NUMBER.fullmatch(text)
    if found is None or not all(_is_unit(found[part]) for part in ("before", "after")):
        return None
    body: str = _SPACES.sub(" ", found["body"])
    shown = _shown_mark(text)
    if mixed and shown is None and ("," in body or "." in body):
        return None
    whole, point, rest = body.rpartition(shown or mark or "\0")
    if not point:
        whole, rest = body, ""
    if not _GROUPED.fullmatch(whole) or not (rest.isdigit() or not rest):
        return None
    number = Decimal(f"{'-' if found['minus'] else ''}{re.sub(_NO_DIGIT, '', whole)}{'.' + rest if rest else ''}")
    return number * scale_in(found["after"])


def _is_unit(text: str) -> bool:
    """Whether what stands beside a number is a currency's sign, or nothing."""
    word = text.strip(" .,:-–—\u00a0\u202f").lower()
    return not word or word in ("kr", "m") or currency_in(word) is not None


@lru_cache(_MOST_TEXTS)
def currency_in(text: str, country: str | None = None) -> str | None:
    """The one currency that a heading or a cell names; "kr" names one only where the country is known."""
    signs = {sign.group().lower() for sign in _SIGN.finditer(text)}
    named = {_SIGNS[sign] for sign in signs if sign in _SIGNS}
    if not named and "kr" in signs:
        return _CROWNS.get(country or "")
    return named.pop() if len(named) == 1 else None


def scale_in(text: str) -> Decimal:
    """What a heading or a unit counts in: ones, thousands or millions."""
    if _MILLIONS.search(text):
        return Decimal(1_000_000)
    return Decimal(1000) if _THOUSANDS.search(text) else Decimal(1)


# --- shares


def share_reader(texts: Iterable[str]) -> Parser:
    """How this column writes shares: as per cent, or as fractions of one where none is above one."""
    shares = [found for text in texts if (found := _SHARE.fullmatch(text))]
    fractions = all(not found["sign"] and _plain(found["number"]) <= 1 for found in shares)

    def read(text: str) -> Decimal | None:
        found = _SHARE.fullmatch(text)
        share = _plain(found["number"]) * (100 if fractions else 1) if found else Decimal(-1)
        return share if 0 <= share <= 100 else None

    return read


def _plain(number: str) -> Decimal:
    return Decimal(number.replace(",", "."))


# --- days


def day_reader(texts: Iterable[str]) -> Parser:
    """How this column writes days: the day first, or the month first where only that makes days of all its cells."""
    numeric = [found for text in texts if (found := _NUMERIC.fullmatch(text))]
    month_first = any(int(found["second"]) > 12 for found in numeric) and all(
        int(found["first"]) <= 12 for found in numeric
    )
    return lambda text: _day(text, month_first=month_first)


def _day(text: str, *, month_first: bool) -> str | None:
    """An ISO date to the day, the month or the year; None for what is none, or not in the calendar."""
    if found := _NUMERIC.fullmatch(text):
        first, second = int(found["first"]), int(found["second"])
        return _iso(found["year"], *((first, second) if month_first else (second, first)))
    if found := _YEAR_FIRST.fullmatch(text) or _RUN_ON.fullmatch(text) or _MONTH_YEAR.fullmatch(text):
        return _iso(found["year"], int(found["month"]), int(found.groupdict().get("day") or 0))
    if found := _US_NAMED.fullmatch(text) or _NAMED.fullmatch(text):
        return _iso(found["year"], _month(found["name"]), int(found["day"] or 0))
    if _YEAR.fullmatch(text):
        return text if int(text) in _YEARS else None
    if _SERIAL.fullmatch(text):  # a day as a spreadsheet program counts it
        day = _FIRST_DAY + timedelta(days=int(text[:5]))
        return day.isoformat() if day.year in _YEARS else None
    return None


def _month(name: str) -> int:
    folded = name.casefold()
    return next((_MONTH_NAMES[folded[:size]] for size in range(len(folded), 2, -1) if folded[:size] in _MONTH_NAMES), 0)


def _iso(written: str, month: int, day: int) -> str | None:
    digits = written.strip("’'")
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    if year not in _YEARS or not 1 <= month <= 12 or day > monthrange(year, month)[1]:
        return None
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"
