"""Labelled fields → mentions: what the value under each label says. Knows no layout and no other field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import replace
from decimal import Decimal

from samverkan.identifiers import Iri, organisation_number
from samverkan.model import AMOUNTS, Mention, MentionValue
from samverkan.reading.areas import by_county, find_areas
from samverkan.reading.audience import AUDIENCE, AudienceReader
from samverkan.reading.blocks import Block
from samverkan.reading.calling import is_unfilled, names_none
from samverkan.reading.funds import FUNDER, find_fund
from samverkan.reading.labels import FINANCIERS
from samverkan.reading.parties import TOGETHER_WITH, first_column, party
from samverkan.reference import Reference
from samverkan.swedish.amounts import Amount, find_amounts, parse_amount
from samverkan.swedish.counts import parse_count
from samverkan.swedish.dates import find_dates, find_periods, parse_date, parse_period
from samverkan.swedish.lists import open_end, read_field, read_owner
from samverkan.swedish.names import BODY, Name, as_name
from samverkan.swedish.persons import is_person
from samverkan.vocabulary import Field, Vocabulary, fold_label

CERTAIN = 1.0
CONTEXT = 0.8
DIARIENUMMER = re.compile(r"\d{2}-\d{3}-[A-ZÅÄÖ]\d{2,3}|\d{4}[/-]\d{4,8}(?!\d)|\d{8}|\d{4}-\d{3}-[A-Z]\d{2}")
_MEANS = re.compile(r"\b(?:medel|bidrag|finansiering|arbetstid)\Z", re.IGNORECASE)  # paid by nobody in particular
_DECISION = re.compile(r"(?:beslut|bifall|beviljat)\Z", re.IGNORECASE)
_CODE = re.compile(r"(?!\d{2}-\d{3}\Z)(?:[A-ZÅÄÖ]{0,5}[ -]?)?\d{2,}(?:[-/.]\w+){0,3}")
_SHARE = re.compile(r"(?:[^,;()]|,(?=\d))+")
_FUND_ALONE = re.compile(
    r"\s*(?:ESF\+?|ERUF|EU|(?:Europeiska )?(?:socialfonden(?: plus|\+)?|regional(?:a utvecklings)?fonden))\s*",
    re.IGNORECASE,
)
_OF_FUND = re.compile(r"\bESF\b|\bEU\b|\bERUF\b|\b(?:social|regional|utvecklings)fond", re.IGNORECASE)
_BY_YEAR = re.compile(r"\b(?:per år|om året|årligen)\b", re.IGNORECASE)
_UNIT_IN_LABEL = re.compile(r"\b(?:tkr|tsek|tusen|mkr|mnkr|msek|miljoner)\b", re.IGNORECASE)
_IN_TOTAL = re.compile(r"(?:.*[\s,])?(?:totalt|sammanlagt|summa):?\s+(?=\d)", re.IGNORECASE | re.DOTALL)
_PERSONAL_NUMBER = re.compile(r"(?<!\d)\d{6}(?:\d{2})?[-+]?\d{4}(?!\d)")
_TELLS = re.compile(
    r"\b(?:består|växer|saknar|saknas|behöver|behövs|utgör|krävs|visar|bygger|syftar|riktar|innebär|gäller|fungerar|"
    r"ligger|finns|ökar|skapar|skall)\b"
)
_LONGEST_ITEM = 5  # words of a name that may hold one which is a verb elsewhere
_OF_COMPANIES = re.compile(r"företag\b", re.IGNORECASE)
CALL = r"\d{2}-\d{3}"
_CONCEPTS = ("fund", "programme", "programmeArea", "specificObjective", "interventionField")
_ABBREVIATED = re.compile(r"\b(?:m\.?\s?fl|ek|för|bl\.?\s?a|t\.?\s?ex|kungl|s:t|st)$", re.IGNORECASE)
_COUNTS = ("plannedParticipants", "plannedCompanies", "reachedParticipants", "reachedCompanies")
_AREAS_VERB = re.compile(r"(?:,\s+som(?:\s+\w+)?)?\s+(?:omfattar|täcker|innefattar)\s+(?:kommunerna\s+)?")

# Behind a date: that it was moved, and what it was before
_LONGER = re.compile(r"\b(?:förläng\w*|flytta\w*|nytt slut\w*)\b[^\d]{0,30}(?=\d)", re.IGNORECASE)
_FIRST_SAID = re.compile(r"[,;(]?\s*\(?(?:ursprunglig\w*|från början|tidigare)\b.*", re.IGNORECASE | re.DOTALL)
_LASTING = re.compile(
    r"(?:ca |cirka )?(?:\d+|ett|två|tre|fyra|fem|sex)\s+(?:år|månader|mån)\.?,?\s+"
    r"(?:från(?: och med)?|fr\.?\s?o\.?\s?m\.?|med start|räknat från|start(?:ar|datum)?:?)\s+",
    re.IGNORECASE,
)

Reader = Callable[["FieldReader", Block, Field], Iterator[Mention]]


class FieldReader:
    """Reads the fields of one document's text."""

    def __init__(self, text: str, vocabulary: Vocabulary, reference: Reference) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.reference = reference
        self.audience = AudienceReader(vocabulary)

    def of(self, text: str) -> FieldReader:
        """The same reader for another text."""
        other = copy(self)
        other.text = text
        return other

    def read(self, block: Block) -> list[Mention]:
        """What a field block states; nothing for an empty value, or for one that is not of the field's kind."""
        named = block.field
        if is_unfilled(self.text[block.start : block.end]):
            return []
        if named is None:
            return list(self._payer(block))
        if named.role:
            return list(self._participants(block, named))
        reader = _READERS.get(named.name)
        return list(reader(self, block, named)) if reader else []

    def states_facts(self, named: Field) -> bool:
        """Whether a non-empty value under this field is expected to give a mention."""
        return named.role or named.name in _READERS

    def _value(self, block: Block) -> str:
        return self.text[block.start : block.end]

    def _mention(
        self, block: Block, prop: str, value: MentionValue, *, qualifier: str | None = None, confidence: float = CERTAIN
    ) -> Mention:
        method = f"label:{block.label}"
        return Mention(
            property=prop,
            value=value,
            start=block.start,
            end=block.end,
            method=method,
            confidence=confidence,
            qualifier=qualifier,
        )

    def _part(
        self, block: Block, prop: str, value: MentionValue, start: int, end: int, *, qualifier: str | None = None
    ) -> Mention:
        """What some characters of the value state; `start` and `end` count in the value."""
        known = self._mention(block, prop, value, qualifier=qualifier)
        return replace(known, start=block.start + start, end=block.start + end)

    def _participants(self, block: Block, named: Field) -> Iterator[Mention]:
        names = list(self._owners(block) if named.name == "lead" else self._list(block, named.name))
        for label, item in names:
            told = party(item, label, self.vocabulary.fields)
            if told is not None and not (
                is_person(told[1].text) or _MEANS.search(told[1].text) or self._is_sentence(told[1].text)
            ):  # a sole trader's name is a person's
                role, name = told
                yield replace(self._mention(block, role, name), start=name.start, end=name.end)
        if named.name != "lead" and _OF_COMPANIES.search(block.label or ""):
            yield from self._count(block, replace(named, name="plannedCompanies"))
        more = open_end(self.text, block.start, block.end)
        if more is not None:
            yield replace(self._mention(block, "openParticipantList", "true"), start=more[0], end=more[1])

    def _is_sentence(self, text: str) -> bool:
        """Whether what stands in a list of names is a clause that follows it."""
        words = text.split()
        verb = _TELLS.search(text) or any(word in self.vocabulary.words["clause"] for word in words)
        return len(words) > _LONGEST_ITEM and bool(verb)

    def _owners(self, block: Block) -> Iterator[tuple[str, Name]]:
        """The owner, and those that it runs the project together with."""
        together = TOGETHER_WITH.search(self.text, block.start, block.end)
        owner_end = together.start() if together else block.end
        yield from (("lead", name) for name in read_owner(self.text, block.start, owner_end, self.reference))
        others = read_field(self.text, together.end(), block.end, self.reference) if together else ()
        yield from (("partner", name) for name in others)

    def _payer(self, block: Block) -> Iterator[Mention]:
        """Who pays a sum of which it is the label: "Region Uppsala: 3 miljoner kronor"."""
        written, start = block.label or "", block.label_start
        body = self.reference.is_known(written) or BODY.search(written)
        if start is not None and body and not FUNDER.search(written) and parse_amount(self._value(block)):
            payer = as_name(self.text, start, start + len(written))
            yield replace(self._mention(block, "co-financier", payer), start=payer.start, end=payer.end)

    def _list(self, block: Block, role: str) -> Iterator[tuple[str, Name]]:
        """The items of a partner field, sentence by sentence; "8 förbund omfattar kommunerna A, B" names areas."""
        stretches = first_column(self.text, block.start, block.end) or by_county(self.text, block.start, block.end)
        for start, end in (span for stretch in stretches for span in _sentences(self.text, *stretch)):
            areas = _AREAS_VERB.search(self.text, start, end)
            yield from (
                (role, name) for name in read_field(self.text, start, areas.start() if areas else end, self.reference)
            )
            if areas:
                yield from (("coversArea", name) for name in read_field(self.text, areas.end(), end, self.reference))

    def _name(self, block: Block, _: Field) -> Iterator[Mention]:
        value = self._value(block)
        body = self.reference.is_known(value) and not self.reference.is_place(value)  # "Projekt | Umeå universitet"
        if not (names_none(value) or body):
            yield self._mention(block, "name", value)

    def _diarienummer(self, block: Block, named: Field) -> Iterator[Mention]:
        value = self._value(block)
        found = DIARIENUMMER.search(value)
        if found and len(value) < 40:
            yield self._part(block, named.name, found.group(), *found.span())
        elif _CODE.fullmatch(value.strip()) and not _PERSONAL_NUMBER.search(value):
            yield self._mention(block, named.name, value.strip())
        elif re.fullmatch(CALL, value.strip()):
            yield self._mention(block, "call", value.strip())

    def _money(self, block: Block, named: Field) -> Iterator[Mention]:
        if _BY_YEAR.search(self._value(block)):
            return
        if named.name == "totalBudget":  # "Kostnad: 19 mkr, hälften från Europeiska socialfonden"
            funds = find_fund(self.text, block.start, block.end, self.vocabulary, CERTAIN)
            yield from (replace(fund, method=f"label:{block.label}") for fund in funds)
        amount = _scaled(parse_amount(self._value(block)), self._value(block), block.label or "")
        if amount is None and named.name == "statedAmount":
            yield from self._financiers(block, named)
        if amount is None and named.name == "grantedAmount":
            amount = self._only_amount(block)
        if amount is None and _DECISION.match(block.label or ""):
            yield from self._date(block, replace(named, name="decidedOn"))
        if amount is None:
            yield from self._shares(block, named)
            return
        known = self._part(block, named.name, amount.value, amount.start, amount.end, qualifier=amount.qualifier)
        yield known
        if named.name == "grantedAmount" and "EU-stöd" in (block.label or ""):
            yield replace(known, property="euAmount")
        if amount.currency != "SEK":
            yield self._mention(block, "currency", amount.currency, qualifier=amount.qualifier)

    def _only_amount(self, block: Block) -> Amount | None:
        """The one sum in a value of more words: "Bifall med 14 600 000 kronor"."""
        found = find_amounts(self._value(block))
        return found[0] if len(found) == 1 and not _OF_FUND.search(self._value(block)) else None

    def _shares(self, block: Block, named: Field) -> Iterator[Mention]:
        """The sums of a value that names several: what a fund gives is granted, the first of the others the label's."""
        funded = False
        for share in _SHARE.finditer(self.text, block.start, block.end):
            granted = _OF_FUND.search(share.group()) is not None or (funded and parse_amount(share.group()) is not None)
            funded = _FUND_ALONE.fullmatch(share.group()) is not None  # "ESF, 4 mkr"
            first = share.start() == block.start and named.name in AMOUNTS and named.name != "statedAmount"
            for amount in find_amounts(self.text, *share.span())[:1] if granted or first else ():
                prop = "grantedAmount" if granted else named.name
                known = self._mention(block, prop, amount.value, qualifier=amount.qualifier)
                yield replace(known, start=amount.start, end=amount.end)

    def _financiers(self, block: Block, named: Field) -> Iterator[Mention]:
        """Who pays: a fund that finances projects, and what it gives, and everybody else beside it."""
        yield from self._shares(block, named) if named.name == FINANCIERS else ()
        funds = find_fund(self.text, block.start, block.end, self.vocabulary, CERTAIN)
        yield from (replace(fund, method=f"label:{block.label}") for fund in funds)
        paid = {(fund.start, fund.end) for fund in funds}
        items = read_field(self.text, block.start, block.end, self.reference)
        payers = (party(item, "co-financier", self.vocabulary.fields) for item in items)
        for name in (payer[1] for payer in payers if payer is not None):
            of_fund = any(name.start < end and start < name.end for start, end in paid)
            who = self.reference.is_known(name.text) or BODY.search(name.text)
            if who and not of_fund and not FUNDER.search(name.text):
                yield replace(self._mention(block, "co-financier", name), start=name.start, end=name.end)

    def _rate(self, block: Block, named: Field) -> Iterator[Mention]:
        found = re.fullmatch(r"(\d{1,3}(?:[.,]\d+)?)\s*(?:%|procent)?", self._value(block).strip())
        if found and Decimal(found.group(1).replace(",", ".")) <= 100:
            yield self._mention(block, named.name, Decimal(found.group(1).replace(",", ".")))

    def _count(self, block: Block, named: Field) -> Iterator[Mention]:
        """A number, or for companies a least and a greatest one."""
        value = self._value(block)
        total = _IN_TOTAL.search(value)
        begin = total.end() if total else 0
        count = parse_count(value[begin:])
        if count is None:
            return
        numbers = {named.name: count.value}
        if named.name == "plannedCompanies":
            numbers |= {"plannedCompaniesMin": count.minimum, "plannedCompaniesMax": count.maximum}
        for prop, number in numbers.items():
            if number is not None:
                start, end = begin + count.start, begin + count.end
                yield self._part(block, prop, number, start, end, qualifier=count.qualifier)

    def _date(self, block: Block, named: Field) -> Iterator[Mention]:
        value = _FIRST_SAID.sub("", self._value(block))
        told = find_dates(value)
        longer = _LONGER.search(value) if named.name == "endDate" else None
        told = told[-1:] if longer is not None and told and told[-1].start >= longer.start() else told
        date = parse_date(value) or (told[0] if len(told) == 1 else None)
        if date is not None:
            yield self._part(block, named.name, date.iso, date.start, date.end)

    def _period(self, block: Block, _: Field) -> Iterator[Mention]:
        value = _FIRST_SAID.sub("", self._value(block))
        period = parse_period(value) or next(iter(find_periods(value)), None)
        if period is None:
            yield from self._beginning(block)
            return
        longer = _LONGER.search(value, period.end)
        moved = find_dates(value, longer.end())[:1] if longer is not None else []
        for prop, date in (("startDate", period.start_date), ("endDate", (*moved, period.end_date)[0])):
            if date is not None:
                yield self._part(block, prop, date.iso, date.start, date.end)

    def _beginning(self, block: Block) -> Iterator[Mention]:
        """The day from which a value counts the months or years: "3 år från 1 mars 2016"."""
        value = self._value(block)
        lasting = _LASTING.match(value)
        date = parse_date(value[lasting.end() :]) if lasting else None
        if lasting is not None and date is not None:
            begin = lasting.end()
            yield self._part(block, "startDate", date.iso, begin + date.start, begin + date.end)

    def _concept(self, block: Block, named: Field) -> Iterator[Mention]:
        """A code or a label of a scheme; a value that no scheme lists is kept as it is written."""
        value = self._value(block).strip()
        told = find_fund(self.text, block.start, block.end, self.vocabulary, CERTAIN) if named.name == "fund" else []
        if told and fold_label(value) not in self.vocabulary.concepts["fund"]:  # and whose part of it: "…, Småland"
            yield from (replace(fund, method=f"label:{block.label}") for fund in told)
            return
        yield self._mention(block, named.name, value)
        if named.name == "programme":
            yield from find_fund(self.text, block.start, block.end, self.vocabulary, CONTEXT)

    def _organisation_number(self, block: Block, named: Field) -> Iterator[Mention]:
        number = organisation_number(self._value(block))
        if number is not None:
            yield self._mention(block, named.name, number)

    def _audience(self, block: Block, named: Field) -> Iterator[Mention]:
        """Whom the project is for; under a label of trades only trades."""
        for mention in self.audience.read_audience(self.text, block.start, block.end, f"label:{block.label}"):
            if named.name in ("targetGroup", mention.property):
                yield mention

    def _areas(self, block: Block, named: Field) -> Iterator[Mention]:
        for start, end, area in find_areas(self.text, block.start, block.end, block.label or "", self.reference):
            yield replace(self._mention(block, named.name, area), start=start, end=end)

    def _region(self, block: Block, named: Field) -> Iterator[Mention]:
        value = self._value(block).strip()
        region = self.reference.find(value, "Region") or self._region_by_code(value)
        if region is not None:
            yield self._mention(block, named.name, region)

    def _region_by_code(self, code: str) -> Iri | None:
        found = [
            iri
            for iri, entity in self.reference.entities.items()
            if entity.type == "Region" and iri.endswith("/" + code.upper())
        ]
        return found[0] if found else None


_READERS: Mapping[str, Reader] = {
    "Project": FieldReader._name,
    "diarienummer": FieldReader._diarienummer,
    "unionCofinancingRate": FieldReader._rate,
    "startDate": FieldReader._date,
    "endDate": FieldReader._date,
    "decidedOn": FieldReader._date,
    "periodField": FieldReader._period,
    FINANCIERS: FieldReader._financiers,
    "organisationNumber": FieldReader._organisation_number,
    "coversArea": FieldReader._areas,
    "region": FieldReader._region,
    **dict.fromkeys(AMOUNTS, FieldReader._money),
    **dict.fromkeys(AUDIENCE, FieldReader._audience),
    **dict.fromkeys(_COUNTS, FieldReader._count),
    **dict.fromkeys(_CONCEPTS, FieldReader._concept),
}


def _scaled(amount: Amount | None, value: str, label: str) -> Amount | None:
    """A sum in the unit that its label tells, unless it has one of its own: "Stöd (tkr): 4 200"."""
    unit = _UNIT_IN_LABEL.search(label)
    if amount is None or unit is None or find_amounts(value):
        return amount
    return replace(amount, value=Decimal(int(amount.value * (1000 if unit.group().lower().startswith("t") else 10**6))))


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences of a field's value; a full stop after an abbreviation or before a small letter ends none."""
    cut = start
    for stop in re.compile(r"(?<=[\wåäö)])\.\s+(?=[A-ZÅÄÖ])").finditer(text, start, end):
        if not _ABBREVIATED.search(text[cut : stop.start()]):
            yield cut, stop.start()
            cut = stop.end()
    yield cut, end
