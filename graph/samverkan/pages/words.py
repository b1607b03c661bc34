"""The words of the pages in Swedish and English, and how each language writes numbers, money and days.

The words stand in `words.toml`; labels of terms come from the graph.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

_NO_BREAK = "\u00a0"
_MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_CURRENCIES = {"SEK": {"sv": "kr", "en": "SEK"}}
_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?:Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """The words of one language, by `section.name`."""

    language: str
    known: Mapping[str, str]

    def __call__(self, name: str, /, **filled: object) -> str:
        """The word with this name; raises KeyError for one that `words.toml` lacks."""
        return self.known[name].format(**filled) if filled else self.known[name]

    def or_name(self, section: str, name: str) -> str:
        """The word of a section for a name that may be new, which then stands for itself."""
        return self.known.get(f"{section}.{name}", name)

    def number(self, value: Decimal | int | str) -> str:
        """A number, its thousands apart: 1 234 567 and 2,5 in Swedish, 1,234,567 and 2.5 in English."""
        plain = f"{Decimal(value):,f}"
        whole, dot, part = plain.partition(".")
        plain = f"{whole}{dot}{part}".rstrip("0").rstrip(".") if dot else plain
        if self.language == "en":
            return plain
        return plain.translate({ord(","): _NO_BREAK, ord("."): ","})

    def money(self, value: Decimal | int | str, currency: str) -> str:
        """An amount with its currency: 1 234 567 kr, SEK 1,234,567."""
        unit = _CURRENCIES.get(currency, {}).get(self.language, currency)
        amount = self.number(value)
        return f"{unit}{_NO_BREAK}{amount}" if self.language == "en" else f"{amount}{_NO_BREAK}{unit}"

    def day(self, value: str) -> str:
        """An ISO date, month or year as one says it: 4 juni 2020, 4 June 2020. What is none of them stays as it is."""
        found = _DAY.fullmatch(value)
        if found is None:
            return value
        month = _MONTHS[self.language][int(found["month"]) - 1] if found["month"] else ""
        day = str(int(found["day"])) if found["day"] else ""
        return " ".join(part for part in (day, month, found["year"]) if part)


@cache
def words(language: str) -> Words:
    """The words of a language, `sv` or `en`."""
    sections = tomllib.loads((files("samverkan.pages") / "words.toml").read_text(encoding="utf-8"))
    known = {
        f"{section}.{name}": said[language] for section, entries in sections.items() for name, said in entries.items()
    }
    return Words(language=language, known=known)
