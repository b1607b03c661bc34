"""The headings of a table → its columns: which property each states, and in what unit. Reads no cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from samverkan.mappings import UNREAD, Mappings, TableFormat, Wording, fold_words
from samverkan.model import AMOUNTS, ROLES, Table
from samverkan.reading.values import CURRENCIES, currency_in, scale_in
from samverkan.vocabulary import Field, Vocabulary, fold_label

SWEDISH = "sv"
_PARTS = re.compile(r"[/\n|()\[\];]|\s[-–]\s")
_MOST = 0.5
# Where a table of titles states one of these, they are projects
_TELLING = frozenset({"lead", "unionCofinancingRate", "fund", *AMOUNTS})
_BROKEN = re.compile(r"(?<=[^\W\d_])-\s+(?=[^\W\d_])")
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-ZÅÄÖ][^\W\d_A-Z])|_")
_EU_SHARE = re.compile(r"%|\bper ?cent\b|\bpro[cz]ent\b", re.IGNORECASE)
# Several columns may state these; of the others the heading that says most is read
_SEVERAL = frozenset({*UNREAD, *ROLES[1:], "coversArea"})
_FIELD_PROPERTIES = {
    "Project": "name",
    "unmodelledField": "unmodelled",
    "personalDataField": "personal",
    "proseField": "summary",
}


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

    Of two, one that is no generic format goes first, and the ontology's labels alone last. They also fill in what a
    format for Swedish tables does not know.
    """
    headings = [cell.text for cell in table.header]
    labels = [_label(heading, vocabulary.fields) for heading in headings]
    candidates = [(known, _matches(headings, known, labels)) for known in (*mappings.formats, None)]
    fitting = [(known, found) for known, found in candidates if _fits(known, found)]
    if not fitting:
        return None
    known, found = max(
        fitting, key=lambda one: (len(_found(one[1])), bool(one[0] and not one[0].generic), bool(one[0]))
    )
    return _columns(headings, known, found, mappings.nationalities)


def _found(matches: Sequence[_Match | None]) -> list[_Match]:
    return [match for match in matches if match is not None]


def _fits(known: TableFormat | None, found: Sequence[_Match | None]) -> bool:
    """Whether a table with these columns can be of the format: it has what this requires, and of a generic one more."""
    stated = {match.property for match in _found(found)} - {*UNREAD}
    required = {*(known.requires if known else ("name",))}
    return stated > required or (stated == required and known is not None and not known.generic)


def _matches(
    headings: Sequence[str], known: TableFormat | None, labels: Sequence[_Match | None]
) -> list[_Match | None]:
    found = [_match(heading, known.wordings) if known else None for heading in headings]
    if known is None or _language(known, found) == SWEDISH:
        found = [match or label for match, label in zip(found, labels, strict=True)]
    return _titled(found)


def _titled(found: list[_Match | None]) -> list[_Match | None]:
    """The matches with a column of bare titles as that of names, where the table is one of funded projects."""
    stated = {match.property for match in _found(found)}
    prop = "name" if stated & _TELLING and "name" not in stated else "unmodelled"
    return [replace(one, property=prop) if one and one.property == "title" else one for one in found]


def _match(heading: str, wordings: Iterable[Wording]) -> _Match | None:
    """The property whose words the heading holds; of several wordings the one with most letters, whole words first."""
    # Also with the words whole that the column's width broke, and apart that a key joins ("beviljatStöd")
    written = {heading, _BROKEN.sub("", heading), _CAMEL.sub(" ", heading)}
    words = {word for one in written for word in fold_words(one)}
    parts = [fold_words(_unitless(part)) for one in written for part in _PARTS.split(one)]
    held = [one for one in wordings if _holds(one.words, words, parts)]
    if not held:
        return None
    best = max(held, key=Wording.weight)
    languages = frozenset(one.language for one in held if one.property == best.property)
    share = best.property == "euAmount" and _EU_SHARE.search(heading)  # "EU part, %" is no sum
    return _Match("unionCofinancingRate" if share else best.property, best.weight(), languages)


def _holds(wanted: Sequence[str], words: Collection[str], parts: Sequence[Sequence[str]]) -> bool:
    if len(wanted) == 1 and not wanted[0].endswith("*"):
        return any(list(part) == list(wanted) for part in parts)
    return all(
        any(word.startswith(one[:-1]) for word in words) if one.endswith("*") else one in words for one in wanted
    )


def _unitless(part: str) -> str:
    """A part of a heading without the currency or the number that it ends in ("Total budget SEK", "Partner 2")."""
    return re.sub(rf"\s+(?:{'|'.join(CURRENCIES)}|t?kr|mnkr|£m?|€|%|\d\d?)\.?$", "", part.strip())


def _label(heading: str, fields: Mapping[str, Field]) -> _Match | None:
    """What the ontology's labels say of a heading, or of a part of it."""
    whole = _labelled((heading, _CAMEL.sub(" ", heading)), fields)
    return whole or _grouped(heading, fields) or _labelled(_PARTS.split(heading), fields)


def _grouped(heading: str, fields: Mapping[str, Field]) -> _Match | None:
    """What a heading under another says ("Projektägare" over "Namn"), or a key within another ("period start")."""
    gaps = [found.start() for found in re.finditer("\n" if "\n" in heading else " ", heading)]
    for gap in gaps[-1:] if "\n" in heading else gaps:
        head = _labelled(_PARTS.split(heading[:gap]), fields)
        tail = _labelled(_PARTS.split(heading[gap + 1 :]), fields)
        if head and tail:
            return head if tail.property == "name" or head.property in UNREAD else tail
        if tail and "\n" in heading:
            return tail
    return None


def _labelled(parts: Iterable[str], fields: Mapping[str, Field]) -> _Match | None:
    for part in parts:
        field = fields.get(fold_label(part)) or fields.get(fold_label(_unitless(part)))
        if field is not None:
            name = _FIELD_PROPERTIES.get(field.name, field.name)
            return _Match(name, (len(part), True), frozenset({SWEDISH}), field)
    return None


def _columns(
    headings: Sequence[str], known: TableFormat | None, found: Sequence[_Match | None], nationalities: Collection[str]
) -> Columns:
    matched = [(at, match) for at, match in enumerate(found) if match is not None]
    kinds = {at: _kind(match.property, headings[at], nationalities) for at, match in matched}
    best: dict[tuple[str, ...], int] = {}
    for at, _ in sorted(matched, key=lambda one: (one[1].weight, -one[0])):
        best[kinds[at]] = at  # the one that says most comes last
    stating = [(at, match) for at, match in matched if match.property in _SEVERAL or best[kinds[at]] == at]
    return Columns(
        format=known,
        columns=tuple(_column(at, headings[at], match) for at, match in stating if match.property not in UNREAD),
        unknown=tuple(at for at, match in enumerate(found) if match is None),
        unread=tuple(at for at, match in stating if match.property in UNREAD),
        doubled=tuple(at for at, match in matched if (at, match) not in stating),
        language=_language(known, found),
    )


def _kind(prop: str, heading: str, nationalities: Collection[str]) -> tuple[str, ...]:
    """What only one column states: a property, and of leads each country's ("Norsk projektägare")."""
    countries = sorted({*fold_words(heading)} & {*nationalities}) if prop == ROLES[0] else ()
    return prop, *countries


def _language(known: TableFormat | None, found: Sequence[_Match | None]) -> str | None:
    """The language of most headings, where one has more than any other."""
    matches = _found(found)
    if known is None:  # a few labels, such as "Partner", are words of other languages too
        return SWEDISH if len(matches) >= _MOST * len(found) else None
    counts = Counter(language for match in matches for language in match.languages if language)
    (first, most), (_, next_most) = [*counts.most_common(2), (None, 0), (None, 0)][:2]
    return known.language or (first if next_most < most >= _MOST * len(matches) else None)


def _column(at: int, heading: str, match: _Match) -> Column:
    money = match.property in AMOUNTS
    return Column(
        at=at,
        heading=" ".join(heading.split()),
        property=match.property,
        field=match.field,
        currency=currency_in(heading) if money else None,
        scale=scale_in(heading) if money else Decimal(1),
    )
