"""What holds of a table as a whole: its country, currency, period, units, and how its columns write numbers and days.

It is decided from all cells of a column, so that one cell is never read in two ways. What was decided is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from samverkan.mappings import Mappings, fold
from samverkan.model import AMOUNTS, Cell, Table
from samverkan.reading.columns import SWEDISH, Column, Columns
from samverkan.reading.values import Parser, day_reader, money_reader, share_reader

SWEDEN, KRONOR = "SE", "SEK"
DAYS = ("startDate", "endDate", "decidedOn")
CERTAIN, ASSUMED, GUESSED = 1.0, 0.9, 0.8
_FILE_COUNTRY = re.compile(r"(?P<code>[A-Z]{2})(?=[\W_])")
_PERIODS = ((2013, "2007-2013"), (2020, "2014-2020"), (2049, "2021-2027"))
_EARLY = 20
_MOST_TEXTS = 1 << 16
_FEW = 0.2
_PER_CENT = re.compile(r"%\s*$")
_IMPLAUSIBLE = Decimal(10) ** 11

Remark = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Traits:
    """What holds of every row that does not say otherwise; `sureness` is that of the currency.

    `columns` have the scale that the cells truly have; `parsers` read their cells, by the column's place; `remarks` are
    what was decided (code, message).
    """

    columns: Columns
    parsers: Mapping[int, Parser]
    swedish: bool
    country: str | None
    currency: str | None
    sureness: float
    period: str | None
    remarks: tuple[Remark, ...]


def traits_of(table: Table, columns: Columns, mappings: Mappings, file: str) -> Traits:
    """The traits of a table in a file of this name."""
    remarks: list[Remark] = []
    columns = _with_own_numbers(table, columns, mappings, remarks)
    texts = {column.at: _texts(table, column, mappings) for column in columns.columns}
    columns = _with_shares(columns, texts, remarks)
    parsers = _parsers(columns, texts)
    scaled = tuple(_scaled(column, texts[column.at], parsers, remarks) for column in columns.columns)
    columns = replace(columns, columns=_one_currency(scaled, remarks))
    country, currency, sureness = _origin(columns, mappings, file)
    remarks += _assumed(columns, currency, sureness)
    return Traits(
        columns=columns,
        parsers=parsers,
        swedish=columns.language == SWEDISH,
        country=country,
        currency=currency,
        sureness=sureness,
        period=_period(columns, texts, parsers),
        remarks=tuple(remarks),
    )


def _texts(table: Table, column: Column, mappings: Mappings) -> list[str]:
    cells = (row[column.at].text.strip() for row in table.rows if column.at < len(row))
    return [text for text in cells if text and fold(text) not in mappings.nothing]


def _with_own_numbers(table: Table, columns: Columns, mappings: Mappings, remarks: list[Remark]) -> Columns:
    """The columns without one of numbers that rows of other names share: a place's or a call's, not the project's."""
    names, linked = columns.of("name"), columns.format is not None and columns.format.link
    foreign = [column for column in columns.of("diarienummer") if names and not linked]
    countries = columns.of("country")[:1]
    for column in tuple(foreign):
        named: dict[tuple[str, ...], set[str]] = {}
        for row in table.rows:
            name, *number = (_folded(row, one) for one in (names[0], column, *countries))
            if name and number[0] and number[0] not in mappings.nothing:
                named.setdefault(tuple(number), set()).add(name)
        shared = sum(len(different) > 1 for different in named.values())
        if shared <= _FEW * len(named):
            foreign.remove(column)
            continue
        message = f"“{column.heading}” has the same number for rows of different names: it is not read as the project's"
        remarks.append(("number-contradicted", message))
    return replace(columns, columns=tuple(column for column in columns.columns if column not in foreign))


def _folded(row: Sequence[Cell], column: Column) -> str:
    return fold(row[column.at].text) if column.at < len(row) else ""


def _with_shares(columns: Columns, texts: Mapping[int, list[str]], remarks: list[Remark]) -> Columns:
    """The columns with one that is headed as a sum of the Union as its rate, where all its cells are per cent."""
    headed = columns.of("euAmount")
    shares = [
        column for column in headed if texts[column.at] and all(_PER_CENT.search(one) for one in texts[column.at])
    ]
    if not shares:
        return columns
    remarks += [("share-in-place-of-sum", f"“{one.heading}” holds per cent: it is read as a rate") for one in shares]
    rated = bool(columns.of("unionCofinancingRate"))
    kept = [column for column in columns.columns if column not in shares or not rated]
    rates = (replace(one, property="unionCofinancingRate") if one in shares else one for one in kept)
    return replace(columns, columns=tuple(rates))


def _parsers(columns: Columns, texts: Mapping[int, list[str]]) -> dict[int, Parser]:
    """How each column writes its values; days are written in one way in all columns."""
    kept = lru_cache(_MOST_TEXTS)  # each cell is asked for twice, here and by its row, and many say the same
    days = kept(day_reader(text for column in columns.of(*DAYS) for text in texts[column.at]))
    return {
        **{column.at: kept(money_reader(texts[column.at])) for column in columns.of(*AMOUNTS)},
        **{column.at: kept(share_reader(texts[column.at])) for column in columns.of("unionCofinancingRate")},
        **{column.at: days for column in columns.of(*DAYS)},
    }


def _scaled(column: Column, texts: list[str], parsers: Mapping[int, Parser], remarks: list[Remark]) -> Column:
    """The column with the unit that its heading names, unless its sums would then be larger than any project's."""
    if column.scale == 1:
        return column
    values = sorted(value for text in texts if isinstance(value := parsers[column.at](text), Decimal))
    if not values or values[len(values) // 2] * column.scale < _IMPLAUSIBLE:
        return column
    message = f"“{column.heading}” names a unit of {column.scale:,f}, and the cells hold whole units: read as these"
    remarks.append(("unit-contradicted", message))
    return replace(column, scale=Decimal(1))


def _one_currency(columns: tuple[Column, ...], remarks: list[Remark]) -> tuple[Column, ...]:
    """The columns without sums in another currency than the first that a heading names: a project has one."""
    first = next((column.currency for column in columns if column.currency), None)
    foreign = [column for column in columns if column.currency not in (None, first)]
    for column in foreign:
        remarks.append(("second-currency", f"“{column.heading}” is in another currency than {first}: it is not read"))
    return tuple(column for column in columns if column not in foreign)


def _origin(columns: Columns, mappings: Mappings, file: str) -> tuple[str | None, str | None, float]:
    """The country and the currency of a list whose rows say neither, and how sure the currency is."""
    known = columns.format
    country, currency = mappings.languages.get(columns.language or "", (None, None))
    if known and known.currency:
        return country, known.currency, CERTAIN
    if country is None:
        named = _FILE_COUNTRY.match(file)
        country = mappings.countries.get(fold(named["code"])) if named else None
    if currency:
        return country, currency, ASSUMED
    return country, mappings.currencies.get(country or ""), GUESSED


def _assumed(columns: Columns, currency: str | None, sureness: float) -> list[Remark]:
    """That a currency is told by no heading and no column, where one is assumed."""
    money = columns.of(*AMOUNTS)
    told = columns.of("currency", "country") or any(column.currency for column in money)
    if not money or told or currency is None or sureness == CERTAIN:
        return []
    by = "the language of the headings" if sureness == ASSUMED else "the country that begins the file's name"
    return [("assumed-currency", f"no heading names a currency: taken as {currency}, by {by}")]


def _period(columns: Columns, texts: Mapping[int, list[str]], parsers: Mapping[int, Parser]) -> str | None:
    """The programme period, by when the first projects of the list begin; None when no day is known."""
    days = [parsers[column.at](text) for column in columns.of("startDate") for text in texts[column.at]]
    years = sorted(int(str(day)[:4]) for day in days if day is not None)
    first = years[len(years) // _EARLY] if years else None
    return next((period for last, period in _PERIODS if first is not None and first <= last), None)
