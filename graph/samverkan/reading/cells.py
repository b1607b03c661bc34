"""The cells of a table's rows → Mentions: what each says under its heading. Knows no other table, joins no rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from samverkan.identifiers import NUMBER_LENGTH, DocumentId, Iri, data_iri, organisation_number, sam
from samverkan.mappings import Mappings, fold, fund_key
from samverkan.model import AMOUNTS, ROLES, Cell, Mention, MentionValue
from samverkan.reading import listed
from samverkan.reading.blocks import Block, BlockKind
from samverkan.reading.columns import Column
from samverkan.reading.records import FieldReader
from samverkan.reading.traits import ASSUMED, CERTAIN, DAYS, KRONOR, SWEDEN, Traits
from samverkan.reading.values import currency_in
from samverkan.swedish.names import Name
from samverkan.swedish.persons import is_person
from samverkan.vocabulary import Field

_CCI = re.compile(r"(?P<cci>20(?:07|14|21)(?P<country>[A-Z]{2})[A-Z0-9]{4,10})(?:_(?P<number>.+))?")
_EU_OBJECTIVE = re.compile(r"\b(?P<code>[EJR]SO\s?\d(?:\.\d+)?)")
_FIELD_CODE = re.compile(r"(?:^|[;,|\n]\s*|\s{2,})(?P<code>\d{2,3})(?=\s*(?:[.:;,|–-]|$)|\s+[^\W\d_]|\s{2,})")
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s*)+[^\W\d_]?\.?|[^\W\d_](?:\s[^\W\d_])*")
_SURNAME_FIRST = re.compile(r"[^\W\d_][\w'’-]+,\s?[^\W\d_][\w'’-]+")
_BRACKETED = re.compile(r"\s*[(\[].*[)\]]\s*")
_CODE = re.compile(r"[A-Z]{3}")
_SHORT = 24  # no longer word says that there is nothing
_VAT = re.compile(r"SE(\d{10})01")

Reader = Callable[["CellReader", "_Row", Column, Cell], Sequence[Mention]]
ValueReader = Callable[["CellReader", Column, str], Sequence[MentionValue]]
Problem = tuple[Column, str, str]
_PERSON = "a natural person, or one by this name's form: it is not asserted"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Whose row it is: the list in which its number is unique, and a key that all rows of one project share."""

    register: str | None = None
    key: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RowFacts:
    """What a row states, what in it was not understood (column, code, message), and whose row it is."""

    mentions: tuple[Mention, ...]
    problems: tuple[Problem, ...]
    place: Place


@dataclass(kw_only=True)
class _Row:
    """A row being read: its cells that say something, by their column's place; `shown` names the currency."""

    cells: Mapping[int, Cell]
    country: str | None
    currency: str | None = None
    sureness: float = CERTAIN
    shown: Cell | None = None
    role: str = "lead"
    mentions: list[Mention] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class CellReader:
    """Reads the rows of one table, whose text is that of the fields' reader; no wording under one heading twice."""

    def __init__(self, document: DocumentId, traits: Traits, fields: FieldReader, mappings: Mappings) -> None:
        self.document = document
        self.traits = traits
        self.fields = fields
        self.mappings = mappings
        self.format = traits.columns.format
        self.columns = traits.columns.columns
        self.by_property = {one.property: traits.columns.of(one.property) for one in self.columns}
        self.heading_currency = next((column.currency for column in self.columns if column.currency), None)
        self.values: dict[tuple[int, str], Sequence[MentionValue]] = {}
        self.stated: dict[tuple[str, int, str], Sequence[Mention]] = {}

    def row(self, cells: Sequence[Cell]) -> RowFacts:
        """What the cells of a row say, each under its heading."""
        said = {one.at: cell for one in self.columns if one.at < len(cells) and (cell := self._said(cells[one.at]))}
        row = _Row(cells=said, country=self.traits.country)
        self._origin(row)
        self._role(row)
        for column in self.columns:
            if column.at in said and not self._aside(row, column):
                self._cell(row, column, said[column.at])
        place = self._place(row)
        return RowFacts(mentions=tuple(row.mentions), problems=tuple(row.problems), place=place)

    def _aside(self, row: _Row, column: Column) -> bool:
        """Whether a column is read with others, or says nothing of this row's kind."""
        if column.property == "reference":
            return self._first(row, "diarienummer") is not None
        return column.property in _ASIDE or (column.property == "organisationNumber" and row.country != SWEDEN)

    def _said(self, cell: Cell) -> Cell | None:
        """The cell without the white space around it; None when it says nothing."""
        text = cell.text.strip()
        if not text or (len(text) <= _SHORT and fold(text) in self.mappings.nothing):
            return None
        if text == cell.text:
            return cell
        raw = self.fields.text[cell.start : cell.end]
        start = cell.start + len(raw) - len(raw.lstrip())
        return Cell(text=text, start=start, end=start + len(raw.strip()))

    def _cell(self, row: _Row, column: Column, cell: Cell) -> None:
        """What one cell says; where nothing is understood, that is a problem."""
        known = len(row.mentions), len(row.problems)
        if column.property in _VALUES:
            row.mentions += [self._mention(column, cell, value) for value in self._values(column, cell.text)]
        else:
            row.mentions += _READERS.get(column.property, CellReader._field)(self, row, column, cell)
        silent = (
            column.field is not None
            and not self.fields.states_facts(column.field)
            and column.property not in (*_VALUES, *_READERS)
        )
        if known == (len(row.mentions), len(row.problems)) and not silent:
            row.problems.append((column, "unread-value", "this value was not understood"))

    # --- what the row says of itself

    def _first(self, row: _Row, *properties: str) -> tuple[Column, Cell] | None:
        """The first column of these properties, in their order, whose cell says something."""
        for prop in properties:
            for column in self.by_property.get(prop, ()):
                if column.at in row.cells:
                    return column, row.cells[column.at]
        return None

    def _origin(self, row: _Row) -> None:
        """The country and the currency of the row: its own columns, its headings, its format, its list."""
        country, currency = self._first(row, "country"), self._first(row, "currency")
        named = self.mappings.countries.get(fold(country[1].text)) if country else None
        row.country = named or row.country
        row.currency, row.sureness = self.traits.currency, self.traits.sureness
        written = currency[1].text if currency else ""
        of_cell = currency_in(written) or (written if _CODE.fullmatch(written) else None)
        if of_cell or self.heading_currency:
            row.currency, row.sureness = of_cell or self.heading_currency, CERTAIN
            row.shown = currency[1] if currency and of_cell else None
        elif named and not (self.format and self.format.currency):
            row.currency, row.sureness = self.mappings.currencies.get(named), ASSUMED

    def _role(self, row: _Row) -> None:
        """The role of the organisation in the row: what a column of roles says, else the format's."""
        row.role = self.format.role if self.format else "lead"
        found = self._first(row, "role")
        if found is None:
            return
        column, written = found[0], fold(found[1].text)
        flags = {**dict.fromkeys(self.mappings.yes, "lead"), **dict.fromkeys(self.mappings.no, "partner")}
        role = {**flags, **(self.format.roles if self.format else {})}.get(written)
        if role is None:
            row.problems.append((column, "unread-value", f"this role is not known: taken as {row.role}"))
        row.role = role or row.role

    def _place(self, row: _Row) -> Place:
        """Whose row it is: the one of the same link, else of the same number in the same list."""
        numbers = [fold(str(mention.value)) for mention in row.mentions if mention.property == "diarienummer"]
        linking = self.format.link if self.format else ()
        found = {one: first[1].text for one in linking if (first := self._first(row, one))}
        link = [fold(found[one]) for one in linking if one in found]
        register = self._register(row)
        if linking and {*linking} - {*found} <= {"diarienummer"}:
            return Place(register=register, key=("link", *link))
        return Place(register=register, key=("number", register or "", numbers[0]) if numbers else None)

    def _register(self, row: _Row) -> str | None:
        """The list in which the row's number is unique; None for the Swedish diarium."""
        own = self.format.register if self.format else None
        if own and ("reference" not in self.by_property or not self._first(row, "diarienummer")):
            return own
        found = [
            match
            for prop in ("diarienummer", "programme")
            if (cell := self._first(row, prop)) and (match := _CCI.match(cell[1].text))
        ]
        country = (self.mappings.countries.get(fold(found[0]["country"])) or found[0]["cci"]) if found else row.country
        if country == SWEDEN or self.traits.swedish:
            return None
        return country or f"list-{self.document[:8]}"

    # --- one cell

    def _mention(self, column: Column, cell: Cell, value: MentionValue, prop: str | None = None) -> Mention:
        prop = prop or column.property
        return Mention(
            property=prop, value=value, start=cell.start, end=cell.end, method=f"column:{prop}", confidence=CERTAIN
        )

    def _values(self, column: Column, text: str) -> Sequence[MentionValue]:
        """What a text says under a heading, whatever its row: codes, days and names come again and again."""
        key = column.at, text
        found = self.values.get(key)
        if found is None:
            found = self.values[key] = _VALUES[column.property](self, column, text)
        return found

    def _text(self, _: Column, text: str) -> Sequence[MentionValue]:
        return (" ".join(text.split()),)

    def _number(self, row: _Row, column: Column, cell: Cell) -> list[Mention]:
        """A number; one that begins with a programme's (Kohesio's local identifier) states that programme too."""
        if column.property == "reference":
            return [self._mention(column, cell, cell.text.rsplit("/", 1)[-1], "diarienummer")]
        found = _CCI.fullmatch(cell.text)
        if found is None or found["number"] is None:
            return [self._mention(column, cell, value) for value in self._text(column, cell.text)]
        number = Cell(text=found["number"], start=cell.start + found.start("number"), end=cell.end)
        programme = Cell(text=found["cci"], start=cell.start, end=cell.start + found.end("cci"))
        stated = [self._mention(column, programme, programme.text, "programme")]
        return [self._mention(column, number, number.text), *(() if self._first(row, "programme") else stated)]

    def _parsed(self, column: Column, text: str) -> Sequence[MentionValue]:
        value = self.traits.parsers[column.at](text)
        return () if value is None else (value,)

    def _money(self, row: _Row, column: Column, cell: Cell) -> list[Mention]:
        """A sum and its currency; one whose currency no one tells is not asserted."""
        value = self.traits.parsers[column.at](cell.text)
        if not isinstance(value, Decimal) or value < 0:
            return []
        currency = currency_in(cell.text, row.country) or row.currency
        if currency is None:
            row.problems.append((column, "unknown-currency", "neither heading, country nor file tells the currency"))
            return []
        stated = self._mention(column, cell, value * column.scale)
        if currency == KRONOR:
            return [stated]
        shown = self._mention(column, row.shown or cell, currency, "currency")
        return [stated, replace(shown, confidence=row.sureness)]

    def _participants(self, row: _Row, column: Column, cell: Cell) -> list[Mention]:
        """The organisations of a cell: in a Swedish list by the grammar of Swedish, else the cell, or its items."""
        role = row.role if column.property == "lead" else column.property
        if self._is_person(row, column, cell.text):
            row.problems.append((column, "natural-person", _PERSON))
            return []
        if self.traits.swedish and self.fields.text[cell.start : cell.end] == cell.text:
            named = Field(iri=data_iri("role", role), name=role, role=True)
            return self._field(row, replace(column, property=role, field=named), cell)
        whole = (0, len(cell.text))
        if column.property == "lead":
            spans = [listed.bare(cell.text, whole, self.mappings) or whole]
        else:
            spans = listed.names(cell.text, self.mappings)
        bodies = [span for span in spans if not is_person(cell.text[slice(*span)])]
        row.problems += [(column, "natural-person", _PERSON)] * (len(bodies) < len(spans))
        return [self._organisation(column, cell, role, span) for span in bodies]

    def _organisation(self, column: Column, cell: Cell, role: str, span: tuple[int, int]) -> Mention:
        text = cell.text[slice(*span)]
        start = cell.start + span[0] + len(text) - len(text.lstrip())
        end = start + len(text.strip()) if span != (0, len(cell.text)) else cell.end
        place = Cell(text=" ".join(text.split()), start=start, end=end)
        return self._mention(column, place, Name(text=place.text, start=start, end=end), role)

    def _is_person(self, row: _Row, column: Column, text: str) -> bool:
        """Whether a beneficiary is a natural person: by a word for one, initials, a name's form, its number."""
        folded = fold(text)
        traders = self.mappings.sole_traders
        number = self._first(row, "organisationNumber") if column.property == "lead" and row.country == SWEDEN else None
        return (
            folded in self.mappings.persons
            or any(folded.startswith(f"{word} ") or folded.endswith(f" {word}") for word in traders)
            or any(pattern.fullmatch(text) for pattern in (_INITIALS, _SURNAME_FIRST))
            or is_person(text)
            or (number is not None and _is_personal(number[1].text))
        )

    def _owner_number(self, _: Column, text: str) -> Sequence[MentionValue]:
        """The number of a legal person; a natural person's is never repeated."""
        number = organisation_number(_bare_number(text))
        return (number,) if number else ()

    # --- codes

    def _fund(self, _: Column, text: str) -> Sequence[MentionValue]:
        bare = _BRACKETED.sub("", text)
        written = next((code for one in (text, bare) if (code := self.mappings.funds.get(fund_key(one)))), bare)
        return (self.fields.vocabulary.concept("fund", written) or written,)

    def _objective(self, column: Column, text: str) -> Sequence[MentionValue]:
        """A specific objective: by the Union's code, or in a Swedish list as it is written."""
        found = _EU_OBJECTIVE.search(text)
        if found:
            code = found["code"].replace(" ", "")
            return (self.fields.vocabulary.concept("specificObjective", code) or code,)
        return self._text(column, text) if self.traits.swedish else ()

    def _interventions(self, column: Column, text: str) -> Sequence[MentionValue]:
        """The Union's codes of the list's period; wording without a code that is known stays as it is written."""
        if text.startswith("http"):
            return ()
        codes = dict.fromkeys(found["code"].zfill(3) for found in _FIELD_CODE.finditer(text))
        return [concept for code in codes if (concept := self._intervention(code))] or self._text(column, text)

    def _intervention(self, code: str) -> Iri | None:
        known: Iterable[Iri] = self.fields.vocabulary.concepts.get("intervention-field", {}).get(code, ())
        found = [iri for iri in known if f"/{self.traits.period}/" in iri]
        return found[0] if len(found) == 1 else None

    def _field(self, row: _Row, column: Column, cell: Cell) -> list[Mention]:
        """What a labelled field of a Swedish document with this value says."""
        if column.field is None and not self.traits.swedish:
            return []
        value = self.fields.text[cell.start : cell.end]
        key = column.property, column.at, value
        found = self.stated.get(key)
        if found is None:
            found = self.stated[key] = self._read_alone(column, value)
        return [_moved(mention, cell.start) for mention in found]

    def _read_alone(self, column: Column, value: str) -> Sequence[Mention]:
        named = column.field or Field(iri=sam(column.property), name=column.property)
        block = Block(kind=BlockKind.FIELD, start=0, end=len(value), label=column.heading, field=named)
        stated = self.fields.of(value).read(block)
        return [replace(mention, method=f"column:{mention.property}") for mention in stated]


def _moved(mention: Mention, by: int) -> Mention:
    """What a value states, where it stands so many characters further on."""
    value = mention.value
    if isinstance(value, Name):
        value = replace(value, start=value.start + by, end=value.end + by)
    return replace(mention, value=value, start=mention.start + by, end=mention.end + by)


def _bare_number(text: str) -> str:
    """A number without what makes it a Swedish number for value added tax ("SE212000300501")."""
    digits = re.sub(r"[\s-]", "", text)
    found = _VAT.fullmatch(digits)
    return found[1] if found else digits


def _is_personal(text: str) -> bool:
    """Whether digits are a personal identity number: the third of its last ten is below 2 (Act 1974:174)."""
    digits = re.sub(r"\D", "", _bare_number(text))
    return len(digits) in (NUMBER_LENGTH, NUMBER_LENGTH + 2) and digits[-NUMBER_LENGTH:][2] in "01"


_ASIDE = frozenset({"summary", "role", "country", "currency"})
_VALUES: Mapping[str, ValueReader] = {
    **dict.fromkeys(("name", "alternativeName", "programme"), CellReader._text),
    **dict.fromkeys((*DAYS, "unionCofinancingRate"), CellReader._parsed),
    "organisationNumber": CellReader._owner_number,
    "fund": CellReader._fund,
    "specificObjective": CellReader._objective,
    "interventionField": CellReader._interventions,
}
_READERS: Mapping[str, Reader] = {
    **dict.fromkeys(("diarienummer", "reference"), CellReader._number),
    **dict.fromkeys(AMOUNTS, CellReader._money),
    **dict.fromkeys(ROLES, CellReader._participants),
}
