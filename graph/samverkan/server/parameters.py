"""The parameters of a call of a question → the values of its blanks, and which rows are wanted, or why not. Pure.

What a question itself takes is checked by queries.py; here is what a call adds: `limit`, `offset`, `page`, `format`,
and that a blank may be given several values.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod
from urllib.parse import quote

from samverkan.errors import HttpError, QueryError
from samverkan.queries import Parameter, Query, bind

MOST_VALUES, MOST_TIMES = 10, 100
PAGE_SIZE, MOST_ROWS, MOST_OFFSET = 100, 10_000, 1_000_000_000
LIMITS: Mapping[str, tuple[int, int]] = {
    "limit": (1, MOST_ROWS),
    "offset": (0, MOST_OFFSET),
    "page": (1, MOST_OFFSET // MOST_ROWS),
}
RESERVED = (*LIMITS, "format")
_SCIENTIFIC = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)[eE][+-]?\d{1,3}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One call of a question: each blank's values, the rows wanted, and the format by name.

    `size` is None when all rows are wanted; `page` counts from 1, from `offset` on.
    """

    query: Query
    values: Mapping[str, Sequence[str]]
    size: int | None
    offset: int
    page: int
    form: str | None

    @property
    def start(self) -> int:
        """The number of rows before the first one wanted."""
        return self.offset + (self.page - 1) * (self.size or 0)

    def each(self) -> list[dict[str, str]]:
        """The values of each time that the question is asked: every combination of those given."""
        return [dict(zip(self.values, one, strict=True)) for one in product(*self.values.values())]

    def pages(self, total: int) -> dict[str, int]:
        """The pages to link to, by relation, where there are `total` rows."""
        if self.size is None:
            return {}
        last = max(1, -(-(total - self.offset) // self.size))
        around = {"first": 1, "prev": self.page - 1, "next": self.page + 1, "last": last}
        return {relation: page for relation, page in around.items() if 1 <= page <= last}

    def address(self, path: str, page: int) -> str:
        """The address of another page of the same answer."""
        pairs = [(name, value) for name, values in self.values.items() for value in values]
        pairs += [("limit", str(self.size)), *([("offset", str(self.offset))] if self.offset else [])]
        pairs += [("page", str(page)), *([("format", self.form)] if self.form else [])]
        return f"{path}?" + "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in pairs)


def call(query: Query, given: Mapping[str, Sequence[str]]) -> Call:
    """What a call asks for. Raises HttpError 400, which names the parameter, what was given, and an example."""
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known and name not in RESERVED:
            raise _bad(f"there is no parameter {name}{_nearest(name, [*known, *RESERVED])}")
    for parameter in query.parameters:
        if parameter.required and parameter.name not in given:
            raise _bad(f"{parameter.name} is missing: add, for example, ?{example(parameter)}")
    values = {name: _values(query, known[name], given[name]) for name in known if name in given}
    if prod(len(several) for several in values.values()) > MOST_TIMES:
        raise _bad(f"so many values make more than {MOST_TIMES} combinations: give fewer at once")
    size, page = _number(given, "limit"), _number(given, "page")
    if size is None and page is not None:
        size = query.pagination or PAGE_SIZE
    return Call(
        query=query,
        values=values,
        size=size,
        offset=_number(given, "offset") or 0,
        page=page or 1,
        form=_single(given, "format"),
    )


def example(parameter: Parameter) -> str:
    """A value for a parameter, as an address has it."""
    return f"{parameter.name}={quote(parameter.example)}"


def _values(query: Query, parameter: Parameter, given: Sequence[str]) -> tuple[str, ...]:
    """A parameter's values, each once, of its type."""
    if len(given) > MOST_VALUES:
        raise _bad(f"{parameter.name} is given {len(given)} times: {MOST_VALUES} are the most")
    values = tuple(dict.fromkeys(_plain(value) if parameter.type == "decimal" else value for value in given))
    others = {one.name: one.example for one in query.parameters if one is not parameter and not one.optional}
    try:
        for value in values:
            bind(query, {**others, parameter.name: value})
    except QueryError as problem:
        raise _bad(problem.message) from problem
    return values


def _plain(value: str) -> str:
    """A number without an exponent, which JSON has and xsd:decimal has not."""
    return f"{Decimal(value):f}" if _SCIENTIFIC.fullmatch(value) else value


def _number(given: Mapping[str, Sequence[str]], name: str) -> int | None:
    value = _single(given, name)
    if value is None:
        return None
    least, most = LIMITS[name]
    fits = value.isascii() and value.isdecimal() and len(value) <= len(str(most))
    if not fits or not least <= int(value) <= most:
        raise _bad(f"{name} is a whole number from {least} to {most}, not “{value}”: give one such as {max(least, 10)}")
    return int(value)


def _single(given: Mapping[str, Sequence[str]], name: str) -> str | None:
    values = given.get(name, ())
    if len(values) > 1:
        raise _bad(f"{name} is given {len(values)} times: give it once")
    return values[0] if values else None


def _nearest(name: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return f": did you mean {near[0]}?" if near else f": there are {', '.join(names)}"


def _bad(message: str) -> HttpError:
    return HttpError(message=message, status=400)
