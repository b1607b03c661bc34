"""Plain counts as Swedish writes them: "1 650", "ca 60", "mellan 60 och 70", "ett hundratal", "sex".

Kept apart from what is counted. A number that means something else (money, a share, a date, a year, an age, a time, a
part of a code) is no count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from samverkan.swedish import DASHES, GAP, SPACE
from samverkan.swedish.amounts import (
    NOT_TAIL,
    NUMERAL_AHEAD,
    QUALIFIER,
    START,
    UNIT,
    WHOLE,
    WORD,
    WORDS,
    number_value,
    number_word,
    qualifier_of,
)
from samverkan.swedish.dates import MONTH

__all__ = ["COUNT", "Count", "find_counts", "number_word", "parse_count"]

# A year is a count only before one of these: an ending tells nothing ("2020 personer", but "2020 startar").
_COUNTED = (
    "st|stycken|personer|deltagare|individer|kvinnor|män|barn|unga|ungdomar|elever|anställda|medarbetare|chefer|invånare"
    "|arbetslösa|arbetssökande|nyanlända|företag|arbetsgivare|organisationer|kommuner|platser|projekt|timmar"
)
_YEAR = rf"(?:199[0-9]|20[0-3][0-9])(?!\w)(?!{GAP}(?:{_COUNTED})(?!\w))"
_IN_WORDS = rf"(?<![0-9]{SPACE})(?!(?:en|ett)(?!\w)){WORDS}(?!\w)"
_NUMBER = rf"(?:{WHOLE}|{_IN_WORDS})"
_NUMBER_BUT_NO_YEAR = rf"(?:(?!{_YEAR}){WHOLE}|{_IN_WORDS})"
_ROUND = rf"ett{GAP}(?:[1-9]0{{1,3}}-|{WORD})tal"
_AND = rf"{GAP}och{GAP}"
_TO = rf"(?:{SPACE}?[{DASHES}]{SPACE}?|{GAP}till{GAP})"

_LEFT = rf"(?<![\w/§+])(?<!\w[{DASHES}])" + "".join(
    rf"(?<!{word}{SPACE})" for word in ("§", "kl", r"kl\.", "klockan", "nr", r"nr\.")
)
# The unit "st" may be glued on. "18" in "18 - 64 år" and "10" in "mellan 10 och 12 miljoner" mean what the second do.
_NOT_COUNTED = rf"(?:[%‰§]|procent|promille|{UNIT}|{MONTH}|år(?:en|s|ig\w*|ing\w*)?(?!\w))"
_SECOND = rf"(?:{_AND}|{_TO})(?:[0-9][0-9.,]*+(?:{SPACE}[0-9]{{3}}(?![0-9]))*|{NUMERAL_AHEAD}\w++)"
_RIGHT = (
    r"(?:(?=st(?!\w))|(?!\w))"
    rf"(?![{DASHES}/:]\w|[.,][0-9]|{SPACE}[0-9]{{3}}(?![0-9])|,{SPACE}[0-9]{GAP}?milj|(?:{_SECOND})?{GAP}?{_NOT_COUNTED})"
)


def _source(number: str, between: str, group: str = "(?:") -> str:
    """The regex source of qualifier and count; `group` opens each, `between` must hold where "och" joins a range."""
    body = rf"(?:{_ROUND}|(?:{between}{number}{_AND}|{number}{_TO})?{number}){_RIGHT}"
    begin = rf"{START}(?<!\w)(?:{group}{QUALIFIER}){GAP})?(?:(?=[0-9])|{NUMERAL_AHEAD}){_LEFT}{NOT_TAIL}"
    return rf"(?i:{begin}{group}{body}))"


_AFTER_BETWEEN = rf"(?<=mellan{SPACE})"
COUNT = _source(_NUMBER_BUT_NO_YEAR, _AFTER_BETWEEN)
"""Regex source, without groups, of what `find_counts` finds, with its qualifier in front."""

_COUNT = re.compile(_source(_NUMBER_BUT_NO_YEAR, _AFTER_BETWEEN, "("))
_FIELD = re.compile(rf"\s*+(?i:mellan{GAP})?{_source(_NUMBER, '', '(')}")
# Words may follow the count, but a second number only after what divides or tells of ages ("150 st, varav 40 kvinnor").
_DIVIDES = r"(?i:varav|därav|årskurs(?:er|erna)?|åk|åldern|åldrarna|mellan)(?!\w)"
_REST = re.compile(
    rf"(?:\s*+(?!{_DIVIDES})[^\W\d_][\w{DASHES}]*+)*+\s*+(?:(?:[.,;:(/{DASHES}]|{_DIVIDES}).*)?", re.DOTALL
)
_BETWEEN_NUMBERS = re.compile(rf"(?i:{_AND}|{_TO})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """A count: `value`, or `minimum` and `maximum` of a range.

    `start` and `end` cover the number or range only; `qualifier` is the word in front of it ("ca", "fler än"),
    lower-cased, or "ca" for "ett hundratal".
    """

    start: int
    end: int
    value: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    qualifier: str | None = None


def _read(match: re.Match[str], offset: int = 0) -> Count | None:
    """The count in a match of a regex of `_source`; None for a range that falls."""
    start, end = match.start(2) + offset, match.end(2) + offset
    qualifier = qualifier_of(match[1])
    if match[2].casefold().endswith("tal"):
        number = match[2].split()[-1][: -len("tal")].rstrip("-")
        return Count(start=start, end=end, value=int(number_value(number)), qualifier=qualifier or "ca")
    numbers = [int(number_value(number)) for number in _BETWEEN_NUMBERS.split(match[2])]
    if len(numbers) == 1:
        return Count(start=start, end=end, value=numbers[0], qualifier=qualifier)
    minimum, maximum = numbers
    rises = minimum < maximum
    return Count(start=start, end=end, minimum=minimum, maximum=maximum, qualifier=qualifier) if rises else None


def find_counts(text: str, start: int = 0, end: int | None = None) -> list[Count]:
    """The counts in running text, in order; "en" and "ett" are articles there, and count nothing."""
    return [count for match in _COUNT.finditer(text[start:end]) if (count := _read(match, start))]


def parse_count(text: str) -> Count | None:
    """The count that a field's value begins with, followed by words or, after a comma or bracket, by its parts."""
    match = _FIELD.match(text)
    return _read(match) if match and _REST.fullmatch(text, match.end()) else None
