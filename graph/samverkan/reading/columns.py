"""The headings of a table → its columns: which property each states, and in what unit. Reads no cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samverkan.mappings import Mappings, TableFormat, Wording, fold_words
from samverkan.model import AMOUNTS, Table
from samverkan.vocabulary import Field, Vocabulary, fold_label

SWEDISH = "sv"
_PARTS = re.compile(r"[/\n|()\[\];]|\s[-–]\s")
_CODES = "AUD BGN CHF CZK DKK EUR GBP HRK HUF NOK PLN RON SEK USD".split()
# Signs and words by which headings and cells name a currency; of a code, only in capitals or alone
_SIGNS: Mapping[str, str] = {
    **{code.lower(): code for code in _CODES},
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
_KRONOR = {"kr": {"SE": "SEK", "DK": "DKK"}}
_SIGN = re.compile(r"[^\W\d_]+|[€£]")
_MILLIONS = re.compile(
    r"£\s?m\b|€\s?m\b|\bm(?:€|£|kr|nkr|sek|eur|io)\b|\bmln\b|\bmio\b|\bmilj\w*|\bmill?i?o\w*n\w*", re.IGNORECASE
)
_THOUSANDS = re.compile(
    r"\bt(?:kr|sek|eur|€|is\.?)(?!\w)|\bksek\b|\bk€|\b[’']?000s?\b|\bthousands?\b|\btausend\b|\btys\b|\btuhat\w*|\btusen\w*|\bezer\b|\bхил",
    re.IGNORECASE,
)
_MOST = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column that says something: its place in a row, its property, and of money its currency and scale."""

    at: int
    heading: str
    property: str
    field: Field | None = None
    currency: str | None = None
    scale: Decimal = Decimal(1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """What a table's headings say: its format (None where the ontology's labels alone tell), each column's property.

    `unknown` are the places of columns that no one knows, `unread` of those known to state nothing of the model,
    `doubled` of those that state what another does. `language` is that of most headings.
    """

    format: TableFormat | None
    columns: tuple[Column, ...]
    unknown: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    doubled: tuple[int, ...] = ()
    language: str | None = None

    def of(self, *properties: str) -> list[Column]:
        """The columns of these properties."""
        return [column for column in self.columns if column.property in properties]


@dataclass(frozen=True, slots=True)
class _Match:
    property: str
    weight: tuple[int, bool]
    languages: frozenset[str | None]
    field: Field | None = None


def bind(table: Table, mappings: Mappings, vocabulary: Vocabulary) -> Columns | None:
    """The columns of the table in the format that knows most of them; None where no format fits.

    A format that states more exactly what it is goes before the generic one; labels of the ontology fill in.
    """
    headings = [cell.text for cell in table.header]
    labels = [_label(heading, vocabulary.fields) for heading in headings]
    candidates = [
        (known, found)
        for known in (*mappings.formats, None)
        if (found := _matches(headings, known, labels)) and _fits(known, found)
    ]
    if not candidates:
        return None
    known, found = max(
        candidates, key=lambda one: (_count(one[1]), one[0] is not None and not one[0].generic, one[0] is not None)
    )
    return _columns(headings, known, found)


def _count(found: Sequence[_Match | None]) -> int:
    return len(
        {match.property for match in found if match} | {(match.property, at) for at, match in enumerate(found) if match}
    )


def _fits(known: TableFormat | None, found: Sequence[_Match | None]) -> bool:
    stated = {match.property for match in found if match}
    return stated >= {*(known.requires if known else ("name",))} and len(stated) > 1 and stated > {"name"}


def _matches(
    headings: Sequence[str], known: TableFormat | None, labels: Sequence[_Match | None]
) -> list[_Match | None]:
    swedish = known is None or known.language == SWEDISH
    found: list[_Match | None] = []
    for heading, label in zip(headings, labels, strict=True):
        match = _match(heading, known.wordings) if known else None
        found.append(match or (label if swedish else None))
    return found


def _match(heading: str, wordings: Iterable[Wording]) -> _Match | None:
    """The property whose words the heading holds; of several wordings the one with most letters, whole words first."""
    words = fold_words(heading)
    parts = [fold_words(_unitless(part)) for part in _PARTS.split(heading)]
    held = [one for one in wordings if _holds(one.words, words, parts)]
    if not held:
        return None
    best = max(held, key=lambda one: one.weight)
    return _Match(best.property, best.weight, frozenset(one.language for one in held if one.property == best.property))


def _holds(wanted: Sequence[str], words: Sequence[str], parts: Sequence[Sequence[str]]) -> bool:
    if len(wanted) == 1 and not wanted[0].endswith("*"):
        return any(list(part) == list(wanted) for part in parts)
    return all(
        any(word.startswith(one[:-1]) for word in words) if one.endswith("*") else one in words for one in wanted
    )


def _unitless(part: str) -> str:
    """A part of a heading without the currency and the numbers that it ends in ("Total budget SEK")."""
    return re.sub(rf"\s+(?:{'|'.join(_CODES)}|t?kr|mnkr|£m?|€|%)\.?$", "", part.strip())


def _label(heading: str, fields: Mapping[str, Field]) -> _Match | None:
    """What the ontology's labels say of a heading, or of a part of it."""
    for part in (heading, *_PARTS.split(heading)):
        field = fields.get(fold_label(part)) or fields.get(fold_label(_unitless(part)))
        if field is not None:
            names = {
                "Project": "name",
                "unmodelledField": "unmodelled",
                "personalDataField": "personal",
                "proseField": "summary",
            }
            name = names.get(field.name, field.name)
            return _Match(name, (len(part), True), frozenset({SWEDISH}), field)
    return None


def _columns(headings: Sequence[str], known: TableFormat | None, found: Sequence[_Match | None]) -> Columns:
    best: dict[str, int] = {}
    for at, match in enumerate(found):
        if match and match.property not in ("unmodelled", "personal", "partner", "coversArea"):
            first = best.setdefault(match.property, at)
            best[match.property] = max((first, at), key=lambda one: (found[one].weight, -one))  # type: ignore[union-attr]
    stating = [at for at, match in enumerate(found) if match and best.get(match.property, at) == at]
    unread = [at for at in stating if (match := found[at]) and match.property in ("unmodelled", "personal")]
    return Columns(
        format=known,
        columns=tuple(_column(at, headings[at], match) for at in stating if at not in unread and (match := found[at])),
        unknown=tuple(at for at, match in enumerate(found) if match is None),
        unread=tuple(unread),
        doubled=tuple(at for at, match in enumerate(found) if match and at not in stating),
        language=_language(known, found),
    )


def _language(known: TableFormat | None, found: Sequence[_Match | None]) -> str | None:
    """The language of most headings, where one has more than any other."""
    if known is None or known.language:
        return SWEDISH if known is None else known.language
    matches = [match for match in found if match]
    counts = Counter(language for match in matches for language in match.languages if language)
    (first, most), *others = [*counts.most_common(2), (None, 0)]
    return first if most >= _MOST * len(matches) and all(count < most for _, count in others) else None


def _column(at: int, heading: str, match: _Match) -> Column:
    money = match.property in AMOUNTS
    return Column(
        at=at,
        heading=" ".join(heading.split()),
        property=match.property,
        field=match.field,
        currency=currency_in(heading) if money else None,
        scale=_scale(heading) if money else Decimal(1),
    )


def currency_in(text: str, country: str | None = None) -> str | None:
    """The one currency that a heading or a cell names; "kr" is that of the country."""
    signs = {sign.group().lower() for sign in _SIGN.finditer(text)}
    named = {_SIGNS[sign] for sign in signs if sign in _SIGNS}
    if not named and "kr" in signs:
        named = {_KRONOR["kr"].get(country or "SE", "SEK")}
    return named.pop() if len(named) == 1 else None


def _scale(heading: str) -> Decimal:
    if _MILLIONS.search(heading):
        return Decimal(1_000_000)
    return Decimal(1000) if _THOUSANDS.search(heading) else Decimal(1)
