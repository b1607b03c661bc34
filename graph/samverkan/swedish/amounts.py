"""Amounts of money as Swedish writes them, and the numerals and qualifiers that money shares with plain counts.

Kept apart from any field or document: it says what was written, never what the money was for, and adds nothing up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from samverkan.swedish import DASHES, GAP, SPACE, one_of

_UNITS = {"en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9}
_TEENS = ("tio", "elva", "tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton")
_TENS = ("tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio")
_BELOW_TWENTY = _UNITS | {word: value for value, word in enumerate(_TEENS, start=10)}
_BELOW_HUNDRED = (
    _BELOW_TWENTY
    | {word: 10 * value for value, word in enumerate(_TENS, start=2)}
    | {word + unit: 10 * value + _UNITS[unit] for value, word in enumerate(_TENS, start=2) for unit in _UNITS}
)

_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:{'|'.join(_UNITS)})?|{'|'.join(reversed(_BELOW_TWENTY))})"
NUMERAL_AHEAD = rf"(?={one_of([*_BELOW_TWENTY, *_TENS, 'hundra', 'tusen'])})"


def _numeral(gap: str) -> str:
    """Regex source of a number in words, whose "hundra" and "tusen" may stand apart by `gap`.

    Each part may lack; the look ahead sees to it that not all do, and rules out most words of a text at once.
    """
    hundreds = rf"(?:{gap}hundra(?:{gap}{_SMALL})?)?"
    return rf"(?i:{NUMERAL_AHEAD}{_SMALL}?{hundreds}(?:{gap}tusen(?:{gap}{_SMALL})?{hundreds})?)"


WORD = _numeral("")
WORDS = _numeral(f"{SPACE}?")

_GROUPS = rf"[1-9][0-9]{{0,2}}(?:(?:{SPACE}[0-9]{{3}}(?![0-9])){{1,4}}|(?:\.[0-9]{{3}}(?![0-9])){{1,4}})"
WHOLE = rf"(?>{_GROUPS}|0|[1-9][0-9]{{0,14}})(?![0-9])"
# "567" in "1 234 567" is the tail of a number; in "2021 567 000 kr", after a year, it begins one.
_AFTER_GROUP = "|".join(rf"(?<=(?<![0-9])[0-9]{{{width}}}{SPACE}[0-9]{{3}})" for width in (1, 2, 3))
NOT_TAIL = rf"(?<![0-9][.,:])(?![0-9]{{3}}(?![0-9])(?:{_AFTER_GROUP}))"

_QUALIFIERS = (
    *("c:a", r"ca\.?", "cirka", "omkring", "ungefär", "drygt", "knappt", "nästan", "närmare", "runt", "över", "högst"),
    *("minst", "max", "maximalt", rf"upp{GAP}till"),
    *(rf"m(?:er|indre){GAP}än", rf"f(?:ler|ärre){GAP}än"),
)
QUALIFIER = one_of(_QUALIFIERS)
# The letters and digits that a qualifier or a number can begin with: most places in a text are ruled out by one look.
_FIRST = "".join(sorted({word[0] for word in (*_QUALIFIERS, *_BELOW_HUNDRED, "hundra", "tusen")}))
START = rf"(?-i:(?=[0-9{_FIRST}{_FIRST.upper()}]))"

_DECIMALS = rf"(?:,[0-9]{{1,3}}(?![0-9])|,{SPACE}[0-9](?![0-9])|\.[0-9]{{1,2}}(?![0-9]))"
_IN_WORDS = rf"(?:{one_of([f'en{GAP}halv', 'halv'])}|{WORDS}(?:(?!\w){GAP}och{GAP}en{GAP}halv)?)(?!\w)"
_NUMBER = rf"(?:(?=[0-9])(?-i:(?<![A-ZÅÄÖ_/])){NOT_TAIL}{WHOLE}{_DECIMALS}?|(?<![\w{DASHES}]){_IN_WORDS})"

# "SEK" in capitals only: "30 sek" are seconds.
_CURRENCY = rf"(?:(?:(?:svenska{GAP})?kronor|krona|kr|(?-i:SEK)|euro?|€)(?!\w)|:[{DASHES}])"
_SHORT = r"(?:mnkr|m\.?kr|msek|meur|m€|mdr?kr|mdsek|[tk]kr|[tk]sek|[tk]eur|k€)(?!\w)"
_SCALE = r"(?:miljon(?:er)?|miljard(?:er)?|milj\.?|mn|mdr?|tusen)"
UNIT = rf"(?i:{_CURRENCY}|{_SHORT}|{_SCALE}(?!\w))"
# Bare "miljoner" is money unless a noun follows ("två miljoner invånare"): its clause ends or a function word follows.
_FUNCTION_WORDS = (
    "till i för ur från av på om med vid per under över inom via genom mellan ut utöver utan mot åt som och men eller "
    "samt medan när där vilket att varav därav inklusive exklusive plus är var blir har ska skall kommer får fick går "
    "gick ges ge beviljas beviljades beviljats beviljat beviljade tilldelas tilldelades fördelas söks delas satsas "
    "avsätts anslås investeras totalt sammanlagt tillsammans årligen dels"
)
_CLAUSE_END = (
    rf"(?=\s*+(?:\Z|[.,;:!?…()\]\"”’»/])|\s++(?:[•{DASHES}]|{one_of(_FUNCTION_WORDS.split())}(?!\w))"
    r"|[^\S\n]*+\n\s*+(?-i:(?![a-zåäö])))"
)
# Thousandths of a krona are no price, so "750,000 kronor" could be either of two sums: it is neither.
_NO_THOUSANDTHS = rf"(?<!,[0-9]{{3}})(?<!,{SPACE}[0-9])"
_REST = (
    rf"(?=\s*+[kmst€e:])(?:{_NO_THOUSANDTHS}{GAP}?{_CURRENCY}"
    rf"|{GAP}?(?:{_SHORT}|{_SCALE}{GAP}{_CURRENCY}|(?:miljon(?:er)?|miljard(?:er)?)(?!\w){_CLAUSE_END}))"
)

# What keeps the second number of "10–12 miljoner", "mellan 10 och 12 miljoner" and "7 000 000 - 9 000 000 kr" from
# passing for the sum, while "Steg 2 - 7 000 000 kr" is a name and its amount.
_SPACED_DASH = rf"{SPACE}[{DASHES}]{SPACE}"
_AFTER_NUMBER_AND_DASH = "".join(rf"(?<!(?<![0-9.])[0-9]{{{width}}}{_SPACED_DASH})" for width in (1, 2, 3))
_NOT_IN_RANGE = (
    rf"(?-i:(?<![0-9a-zåäö][{DASHES}]))(?<![0-9]{SPACE}till{SPACE})(?<!mellan{SPACE})"
    rf"(?>(?<![{DASHES}]{SPACE})|(?<!{SPACE}[0-9]{{3}}{_SPACED_DASH})(?:(?={_GROUPS})|{_AFTER_NUMBER_AND_DASH}))"
    rf"(?>(?<!{SPACE}och{SPACE})|"
    + "".join(rf"(?<!mellan{SPACE}[\w,. ]{{{width}}}{SPACE}och{SPACE})" for width in range(1, 11))
    + ")"
)


def _source(number: str, rest: str, group: str = "(?:") -> str:
    """The regex source of qualifier, number and what follows it; `group` opens each of the three.

    A label may be glued to its value ("Beviljat stöd13 857 478 kr").
    """
    begin = rf"{START}(?:(?<!\w)|(?-i:(?<=[a-zåäö])(?=[0-9])))(?:{group}{QUALIFIER}){GAP})?"
    return rf"(?i:{begin}{_NOT_IN_RANGE}{group}{number}){group}{rest})(?![{DASHES}][0-9]))"


AMOUNT = _source(_NUMBER, _REST)
"""Regex source, without groups, of what `find_amounts` finds, with its qualifier in front."""

# What every unit holds, in small letters: most texts are ruled out by one fast look
_UNITS_HELD = re.compile(rf"kr|sek|eur|€|ljon|ljard|:[{DASHES}]")
_AMOUNT = re.compile(_source(_NUMBER, _REST, "("))
_UNITLESS = re.compile(rf"(?i:(?:({QUALIFIER}){GAP})?({WHOLE}{_DECIMALS}?){_NO_THOUSANDTHS}()(?![{DASHES}][0-9]))")
_NO_UNIT = rf"(?!\w|[.,:/{DASHES}]\w|{SPACE}[0-9]|{GAP}?(?:{UNIT}|[%‰]|procent|promille))"
BARE = _source(rf"{NOT_TAIL}(?>{_GROUPS})(?:,[0-9]{{2}})?", _NO_UNIT, "(?:")
"""Regex source, without groups, of what `find_bare_numbers` finds, with its qualifier in front."""
_BARE = re.compile(_source(rf"{NOT_TAIL}(?>{_GROUPS})(?:,[0-9]{{2}})?", _NO_UNIT, "("))
_CURRENCY_FIRST = re.compile(rf"\s*+(?:SEK|EUR|€|[Kk]r\.?){SPACE}?(?=[0-9])")
_TAIL = re.compile(r"\s*+\.?\s*+(?:\([^()]*+\))?\s*+\.?\s*+")
_NUMBER_WORD = re.compile(WORD)
_DIGIT = re.compile("[0-9]")
# Letters that the regex engine takes for an i when it ignores case, as case folding leaves them.
_DOTLESS = str.maketrans({"\u0307": None, "\u0131": "i"})
_FACTORS = ((re.compile("miljard|md"), 10**9), (re.compile("m"), 10**6), (re.compile("t|k(?:kr|sek|eur|€)"), 10**3))


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """A sum of money: `value` in whole units of `currency` (ISO 4217).

    `start` and `end` cover number and unit; `qualifier` is the word in front of them ("ca", "upp till"), lower-cased.
    """

    start: int
    end: int
    value: Decimal
    currency: str = "SEK"
    qualifier: str | None = None


def fold(word: str) -> str:
    """A word as the tables of this package spell it: case folded."""
    return word.casefold().translate(_DOTLESS)


def number_word(word: str) -> int | None:
    """The value of a number written as one word ("tolv", "tjugofem", "tvåhundratusen"), or None."""
    return _value_of_word(fold(word)) if _NUMBER_WORD.fullmatch(word) else None


def _value_of_word(word: str) -> int:
    for name, size in (("tusen", 1000), ("hundra", 100)):
        head, found, rest = word.rpartition(name)
        if found:
            return (_value_of_word(head) if head else 1) * size + (_value_of_word(rest) if rest else 0)
    return _BELOW_HUNDRED[word]


def number_value(number: str) -> Decimal:
    """The value of a number that the regexes of this package matched, in digits or in words."""
    if _DIGIT.match(number):
        return Decimal(re.sub(r"\s|\.(?=[0-9]{3})", "", number).replace(",", "."))
    *words, last = fold(number).split()
    if last != "halv":
        return Decimal(_value_of_word("".join([*words, last])))
    return (_value_of_word("".join(words[:-2])) if "och" in words else 0) + Decimal("0.5")


def qualifier_of(words: str | None) -> str | None:
    """A qualifier as it is kept: lower case, single spaces, no abbreviation's stop."""
    return " ".join(words.lower().split()).removesuffix(".") if words else None


def _read(match: re.Match[str], offset: int = 0) -> Amount:
    """The amount in a match of one of the three regexes of `_source`."""
    unit = fold(match[3].strip())
    factor = next((factor for prefix, factor in _FACTORS if prefix.match(unit)), 1)
    value = number_value(match[2]) * factor
    return Amount(
        start=match.start(2) + offset,
        end=match.end(3) + offset,
        value=Decimal(int(value)) if value == int(value) else value,
        currency="EUR" if "eur" in unit or "€" in unit else "SEK",
        qualifier=qualifier_of(match[1]),
    )


def find_amounts(text: str, start: int = 0, end: int | None = None) -> list[Amount]:
    """The amounts with a unit in running text, in order; ranges, percentages and bare numbers are none."""
    stretch = text[start:end]
    if not _UNITS_HELD.search(stretch.casefold()):
        return []
    return [_read(match, start) for match in _AMOUNT.finditer(stretch)]


def find_bare_numbers(text: str, start: int = 0, end: int | None = None) -> list[Amount]:
    """The grouped numbers from 10 000 without a unit ("ca 421 000 till"), for a caller who knows it is money."""
    found = (_read(match) for match in _BARE.finditer(text, start, len(text) if end is None else end))
    return [amount for amount in found if amount.value >= 10_000]


def parse_amount(text: str) -> Amount | None:
    """The amount that a field's whole value is, with or without a unit; a full stop or bracketed note may follow."""
    ahead = _CURRENCY_FIRST.match(text)
    first = ahead.end() if ahead else len(text) - len(text.lstrip())
    match = (None if ahead else _AMOUNT.match(text, first)) or _UNITLESS.match(text, first)
    if match is None or not _TAIL.fullmatch(text, match.end()):
        return None
    euro = ahead is not None and ahead.group().strip() in ("EUR", "€")
    return replace(_read(match), currency="EUR") if euro else _read(match)
