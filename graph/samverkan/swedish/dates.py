"""Dates and periods as Swedish writes them: to the day, the month or the year, and never more exact than the text.

Kept apart from any field or document. There is no clock: a date without a year stays unread unless the caller or the
other end of its period tells the year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from samverkan.swedish import DASHES, GAP, SPACE, one_of

_SHORT = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_LONG = "januari februari mars april maj juni juli augusti september oktober november december"
MONTH = rf"(?:{one_of(_LONG.split())}|{one_of(['febr', 'sept', *_SHORT])}\.?)(?!\w)"

_YEAR = rf"(?:19|20)[0-9]{{2}}(?![0-9]|[{DASHES}][0-9]{{2}}[{DASHES}])"
_ISO_DAY = rf"(?:19|20)[0-9]{{2}}[{DASHES}][0-9]{{2}}[{DASHES}][0-9]{{2}}"
# A hyphen only, since "2010–11" with a dash are two years; and the call number "2020-02-S04" holds no month. Another
# month may follow without a space.
_ISO_MONTH = (
    rf"(?:(?<![{DASHES}])|(?<=[0-9]{{2}}-[0-9]{{2}}[{DASHES}]))(?:19|20)[0-9]{{2}}-[0-9]{{2}}"
    rf"(?![{DASHES}/](?!(?:19|20)[0-9]{{2}}-[0-9]{{2}}(?![{DASHES}\w]))\w)"
)
_SLASHED = rf"[0-9]{{1,2}}/[0-9]{{1,2}}(?:{SPACE}|[/{DASHES}]){_YEAR}"
_DOTTED = rf"[0-9]{{1,2}}\.[0-9]{{1,2}}\.{_YEAR}"
_YEAR_SLASHED = r"(?:19|20)[0-9]{2}/[0-9]{2}/[0-9]{2}"
_DAY_OF = rf"[0-9]{{1,2}}(?::[ae])?\.?{GAP}{MONTH}"
# "1 mars-13" and "1 mars '13", but not the hyphen of "1 mars-15 april"
_SHORT_YEAR = rf"(?:{GAP}?['’´]|-)[0-9]{{2}}(?![0-9]|{GAP}?{MONTH}|[/:.][0-9])"
_LAST_OF = rf"sista{GAP}{MONTH}{GAP}{_YEAR}"
_FIRST = "".join(sorted({name[0] + name[0].upper() for name in _SHORT}))


def _source(*forms: str) -> str:
    """The regex source of any of the forms; a label may be glued to its value ("Projektperiod2010-08-01").

    The first look is there for speed: nothing else begins a date.
    """
    begin = rf"(?-i:(?=[0-9{_FIRST}])(?:(?<![\w/])(?<![0-9][.,:])|(?<=[a-zåäö])(?=[0-9])))"
    return rf"{begin}(?i:(?:{'|'.join(forms)})(?!\w))"


_WRITTEN_OUT = (
    _ISO_DAY,
    _ISO_MONTH,
    _SLASHED,
    _DOTTED,
    _YEAR_SLASHED,
    rf"{_DAY_OF}(?:{GAP}{_YEAR}|{_SHORT_YEAR})?",
    _LAST_OF,
    rf"{MONTH}{GAP}{_YEAR}",
)
_DATE_SOURCE = _source(*_WRITTEN_OUT)
_PIECE_SOURCE = _source(*_WRITTEN_OUT, MONTH, _YEAR)

DATE = rf"(?:(?<!\w)[Dd]en{GAP})?{_DATE_SOURCE}"
"""Regex source, without groups, of what `find_dates` finds, with "den" in front; a year may lack, the day be wrong."""

NEAR_DATE = rf"(?:(?<!\w)[Dd]en{GAP})?{_source(*_WRITTEN_OUT, MONTH)}"
"""The same, and a month alone, which `nearest` reads."""

NEAR_DAY = r"(?:[Ii] ?dag|[Ii] ?går|dagens|gårdagens)"
"""Regex source, without groups, of what `near_day` reads."""

_NEAR_DAY = re.compile(r"i ?dag|dagens|(?P<yesterday>i ?går|gårdagens)")
_DATE = re.compile(_DATE_SOURCE)
_PIECE = re.compile(_PIECE_SOURCE)
_NUMBER = re.compile("[0-9]+")
_BARE_YEAR = re.compile("[0-9]{4}")
_BY_MARKS = re.compile(r"[0-9]+[/.][0-9]+\D[0-9]+", re.ASCII)
_LAST = re.compile(r"sista\s", re.IGNORECASE)
_MONTH = re.compile(r"[^\W\d_]{3}")
_YEAR_BEHIND = re.compile(r"[^\W\d_]\.?\s*['’´-]([0-9]{2})\Z")

_WHOLE_NEAR = re.compile(rf"(?i:den\s+)?({_source(_DAY_OF, MONTH)})\.?")
# How far a text looks back and ahead for a day or month without a year: "startade i mars", "startar den 1 januari"
_BACK, _AHEAD = (timedelta(days=-350), timedelta(days=15)), (timedelta(days=-75), timedelta(days=290))

# Before a year: the season says more than a year can, and nothing that it denies
SEASON = (
    r"(?:(?:ht|vt|hösten|våren|sommaren|höst|vår|sommar|(?:höst|vår)terminen|"
    r"(?:första|andra|tredje|fjärde)\s+(?:halvåret|kvartalet))\s+)"
)
_DEN = rf"(?:den\s+|{SEASON})?"
_FROM = r"(?:från(?:\s+och\s+med)?|fr\.?\s?o\.?\s?m\.?|sedan)"
_UNTIL = r"(?:(?:fram\s+)?till(?:\s+och\s+med)?|t\.?\s?o\.?\s?m\.?)"
_LASTS = re.compile("(?:pågår|löper|varar)")
_GOES_ON = rf"(?:,?\s+och\s+{_LASTS.pattern})?"
_LAST_DAY = r"[,;]?\s+slut(?:datum)?:?\s+"
_LINK = re.compile(rf"(?i:[^\S\r\n]*[{DASHES}]{{1,2}}\s*|{_GOES_ON}\s+{_UNTIL}\s+|{_LAST_DAY}){_DEN}")
_AND = re.compile(rf"(?i:\s+och\s+{_DEN})")
_BETWEEN = re.compile(rf"(?i:(?<!\w)mellan\s+(?:åren\s+)?{_DEN})\Z")
_IN_YEARS = re.compile(r"(?i:(?<!\w)(?:under|åren)\s+)\Z")
_CODE_BEFORE = re.compile(rf"\w[{DASHES}/]")
_CODE_AFTER = re.compile(rf"[{DASHES}/:]\w")
_LONGEST_LINK = 40
_LATEST = "2040"  # six digits that tell a later year are no date

_WHOLE_DATE = re.compile(rf"\s*+(?i:{_DEN})({_PIECE_SOURCE})\s*+\.?\s*+")
_LEAD = re.compile(rf"\s*(?i:(?:(?:under|för)\s+)?(?:perioden\s+)?(?:{_FROM}\s+|mellan\s+)?{_DEN})")
_END = re.compile(r"\s*+\.?\s*+")
# Both ends in digits that are dates only where nothing else stands: "180901–210831", "201809-202108", "1/9-18–31/8-21"
_COMPACT = re.compile(
    rf"\s*(?P<first>[0-9]{{6}}|[0-9]{{8}}|[0-9]{{1,2}}/[0-9]{{1,2}}[- ][0-9]{{2}})\s*[{DASHES}]{{1,2}}\s*"
    r"(?P<last>[0-9]{6}|[0-9]{8}|[0-9]{1,2}/[0-9]{1,2}[- ][0-9]{2})\s*"
)
_OPEN = re.compile(
    rf"\s*+(?i:(?:(?P<since>{_FROM})\s+|(?P<until>{_UNTIL}\s+|[{DASHES}]\s*))?{_DEN})"
    rf"(?P<date>{_PIECE_SOURCE})\s*+(?P<dash>[{DASHES}])?\s*+\.?\s*+"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PartialDate:
    """A date as exact as it was written: `iso` is "2024-07-02", "2020-02" or "2011"."""

    start: int
    end: int
    iso: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A day, month or year in running text; `iso` is None where its year stands elsewhere."""

    start: int
    end: int
    words: str
    iso: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A time from one date to another, both included; `parse_period` also reads periods with one end open (None)."""

    start_date: PartialDate | None
    end_date: PartialDate | None
    start: int
    end: int


def _iso(written: str, year: int | None = None) -> str | None:
    """The ISO form of what a regex matched, with the caller's year if it has none; None for a day that is not."""
    numbers = [int(digits) for digits in _NUMBER.findall(written)]
    day = month = None
    last = _LAST.match(written)
    if name := _MONTH.search(written, last.end() if last else 0):
        month = 1 + _SHORT.index(name[0].casefold())
        short = _YEAR_BEHIND.search(written)
        year = 2000 + int(short[1]) if short else next((number for number in numbers if number > 99), year)
        day = next((number for number in numbers if number <= 99), None)
        day = monthrange(numbers[0], month)[1] if last else day
    elif _BY_MARKS.fullmatch(written):
        day, month, year = numbers if numbers[0] <= 99 else numbers[::-1]
    else:
        year, month, day = (*numbers, None, None)[:3]
    return _valid(year, month, day)


def _valid(year: int | None, month: int | None, day: int | None) -> str | None:
    """The ISO form of a date to the year, the month or the day, or None if the calendar has no such date."""
    if year is None or month is None:
        return str(year) if year else None
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= monthrange(year, month)[1] else None


def near_day(words: str, day: str) -> str | None:
    """The day that "i dag" or "i går" means in a text of this day, in ISO form; None for other words."""
    said = _NEAR_DAY.fullmatch(words.strip().casefold())
    return (
        None if said is None else (date.fromisoformat(day) - timedelta(days=said["yesterday"] is not None)).isoformat()
    )


def nearest(words: str, day: str, *, past: bool) -> str | None:
    """The date or month without a year that a text of this day means, in ISO form; None for any other words."""
    said = _WHOLE_NEAR.fullmatch(words.strip())
    if said is None:
        return None
    today = date.fromisoformat(day)
    first, last = (today + span for span in (_BACK if past else _AHEAD))
    for year in (today.year - 1, today.year, today.year + 1):
        iso = _iso(said[1], year)
        if iso is not None and first <= date.fromisoformat(iso if iso.count("-") > 1 else f"{iso}-01") <= last:
            return iso
    return None


def find_moments(text: str) -> list[Moment]:
    """All that names a day, a month or a year in a text, in order, whether or not its own year is told."""
    return [Moment(start=one.start(), end=one.end(), words=one[0], iso=_iso(one[0])) for one in _PIECE.finditer(text)]


def find_dates(text: str, start: int = 0, end: int | None = None, year: int | None = None) -> list[PartialDate]:
    """The dates with at least a month in running text, in order; one without a year only when `year` is given."""
    return list(dates_in(text, start, end, year))


def dates_in(text: str, start: int = 0, end: int | None = None, year: int | None = None) -> Iterator[PartialDate]:
    """The dates that `find_dates` finds, each when it is asked for."""
    for match in _DATE.finditer(text[start:end]):
        if (iso := _iso(match[0], year)) is not None:
            yield PartialDate(start=match.start() + start, end=match.end() + start, iso=iso)


def parse_date(text: str) -> PartialDate | None:
    """The date, month or year that a field's value as a whole is."""
    match = _WHOLE_DATE.fullmatch(text)
    iso = match and _iso(match[1])
    return PartialDate(start=match.start(1), end=match.end(1), iso=iso) if match and iso else None


def _ends(first: str, last: str) -> tuple[str, str] | None:
    """The ISO forms of a period's two ends, the first borrowing the other's year; None if they make no period.

    "1 nov – 28 feb 2025" begins in 2024. Bare years go with bare years only.
    """
    end = _iso(last)
    if end is None or bool(_BARE_YEAR.fullmatch(first)) != bool(_BARE_YEAR.fullmatch(last)):
        return None
    begins = (_iso(first, year) for year in (None, int(end[:4]), int(end[:4]) - 1))
    begin = next((iso for iso in begins if iso and iso[: len(end)] <= end[: len(iso)]), None)
    return (begin, end) if begin else None


def _are_joined(text: str, first: re.Match[str], last: re.Match[str], *, between: bool) -> bool:
    """Whether the words from one piece of a date to the next make a period of them.

    "och" does after "mellan", or when the caller knows them to be `between`.
    """
    link = text[first.end() : last.start()]
    if len(link) > _LONGEST_LINK:
        return False
    before = text[max(0, first.start() - _LONGEST_LINK) : first.start()]
    both = between or _BETWEEN.search(before) or (_IN_YEARS.search(before) and _BARE_YEAR.fullmatch(first[0]))
    linked = _LINK.fullmatch(link) or (_AND.fullmatch(link) and both)
    return bool(linked) and not _CODE_BEFORE.fullmatch(before[-2:]) and not _CODE_AFTER.match(text, last.end())


def _period(text: str, first: re.Match[str], last: re.Match[str], *, between: bool) -> Period | None:
    """The period from one piece of a date to the next, or None if they make none."""
    ends = _ends(first[0], last[0]) if _are_joined(text, first, last, between=between) else None
    if ends is None:
        return None
    if _LASTS.search(text, first.end(), last.start()) and _iso(first[0]) is None:
        return None  # "börjar i augusti och pågår till juni 2020": which August, that does not tell
    return Period(
        start_date=PartialDate(start=first.start(), end=first.end(), iso=ends[0]),
        end_date=PartialDate(start=last.start(), end=last.end(), iso=ends[1]),
        start=first.start(),
        end=last.end(),
    )


def _periods(text: str, *, between: bool) -> list[Period]:
    """The periods in the text; `between` lets "och" join dates without "mellan"."""
    found: list[Period] = []
    for first, last in pairwise(_PIECE.finditer(text)) if _NUMBER.search(text) else ():
        if not found or first.start() >= found[-1].end:
            period = _period(text, first, last, between=between)
            found += [period] if period else []
    return found


def find_periods(text: str) -> list[Period]:
    """The periods with both ends in running text, in order; neither a month nor a year alone is one."""
    return _periods(text, between=False)


def parse_period(text: str) -> Period | None:
    """The period that a field's value as a whole is; one end may be open ("2024-01-01 -", "t.o.m. 2025-12-31")."""
    for period in _periods(text, between=True)[:1]:
        if _LEAD.fullmatch(text, 0, period.start) and _END.fullmatch(text, period.end):
            return period
    compact = _COMPACT.fullmatch(text)
    if compact is not None:
        return _compact_period(compact)
    match = _OPEN.fullmatch(text)
    return _open_period(match) if match else None


def _compact_period(match: re.Match[str]) -> Period | None:
    """The period of two dates in digits of one form; None where they are no dates, or the last is before the first."""
    written = (match["first"], match["last"])
    ends = [_compact(one, months=all(two.startswith("20") for two in written)) for one in written]
    if len(written[0]) != len(written[1]) and "/" not in match[0]:
        return None
    first, last = (
        PartialDate(start=match.start(part), end=match.end(part), iso=iso) if iso else None
        for part, iso in zip(("first", "last"), ends, strict=True)
    )
    if first is None or last is None or not first.iso <= last.iso < _LATEST:
        return None
    return Period(start_date=first, end_date=last, start=first.start, end=last.end)


def _compact(written: str, *, months: bool) -> str | None:
    """The ISO form of "20180901", "180901", "1/9-18", or "201809" where six digits are `months`."""
    if "/" in written:
        day, month, year = (int(part) for part in _NUMBER.findall(written))
        return _valid(2000 + year, month, day)
    if len(written) == 6 and months:
        return _valid(int(written[:4]), int(written[4:]), None)
    return _valid(int(written[:-4]) % 100 + 2000, int(written[-4:-2]), int(written[-2:]))


def _open_period(match: re.Match[str]) -> Period | None:
    """The period with one end that a match of `_OPEN` tells; None for a date alone or a date open at both ends."""
    iso = _iso(match["date"])
    if not iso or bool(match["until"]) == bool(match["since"] or match["dash"]):
        return None
    date = PartialDate(start=match.start("date"), end=match.end("date"), iso=iso)
    ends = (None, date) if match["until"] else (date, None)
    return Period(start_date=ends[0], end_date=ends[1], start=date.start, end=date.end)
