"""Runs of labelled fields → projects: which project a run of fields is about, and what it states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from samverkan.model import Mention
from samverkan.reading.blocks import Block, BlockKind
from samverkan.reading.drafts import Draft, Drafts, Origin
from samverkan.reading.funds import find_fund
from samverkan.reading.records import CONTEXT, FieldReader

_FUND_IN_VALUE = ("unmodelledField", "call", "grantedAmount", "euAmount")
_GRANTS = re.compile(
    r"\bbevilja(?:de|ts|t)\b|\bbeslut\w* [^\n]*\b(?:stöd|medel|bidrag|programområde|projekt)|fått stöd", re.IGNORECASE
)
_NO_GRANTS = re.compile(r"\bsök|ansök|prioriter|avslag|\bbudget", re.IGNORECASE)
_KEY_FIELDS = ("Project", "diarienummer", "lead")
_OPENING_FIELDS = frozenset({"lead", "diarienummer", "Project", "grantedAmount", "appliedAmount", "statedAmount"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A run of fields and what each states."""

    said: tuple[tuple[Block, tuple[Mention, ...]], ...]

    @property
    def name(self) -> Mention | None:
        """The project's name, where a field of the run gives it."""
        return next((one for _, mentions in self.said for one in mentions if one.property == "name"), None)

    @property
    def facts(self) -> list[Mention]:
        """Everything else that the run states."""
        return [one for _, mentions in self.said for one in mentions if one.property != "name"]

    @property
    def is_owned(self) -> bool:
        """Whether the run names an owner, which a page about anything else would not."""
        return any(one.property == "lead" for one in self.facts)

    @property
    def is_funded(self) -> bool:
        """Whether the run names an owner or an amount: a number alone may be that of a call or of a vacancy."""
        return self.is_owned or any(isinstance(one.value, Decimal) for one in self.facts)

    @property
    def is_total(self) -> bool:
        """Whether the run says nothing but a sum, as below a list of projects."""
        return {one.property for _, mentions in self.said for one in mentions} == {"statedAmount"}

    @property
    def opens(self) -> bool:
        """Whether the run says what only a project has: an owner, a number, a name, a grant."""
        return any(
            block.field is not None and block.field.name in _OPENING_FIELDS and said for block, said in self.said
        )


def read_run(blocks: Sequence[Block], fields: FieldReader) -> Run:
    """What the fields of a run state."""
    return Run(said=tuple((block, tuple(fields.read(block))) for block in blocks))


def as_granted(facts: Sequence[Mention]) -> list[Mention]:
    """These facts with a bare sum as a grant, where the page says that its list is of grants."""
    return [replace(one, property="grantedAmount") if one.property == "statedAmount" else one for one in facts]


def lists_grants(text: str) -> bool:
    """Whether the words above a list say that its projects were granted what it tells: "Beslut om stöd"."""
    return _GRANTS.search(text) is not None and _NO_GRANTS.search(text) is None


def split_run(run: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """A run of fields, cut where the field that names or identifies a project stands again."""
    names = [block.field.name if block.field is not None else "" for block in run]
    repeated = [name for name in _KEY_FIELDS if names.count(name) > 1 and name in (names[0], "Project")]
    at = [place for place, name in enumerate(names) if repeated and name == repeated[0]]
    while at and at[0] > 0 and len({names[place - 1] for place in at}) == 1:  # what leads up to each name belongs to it
        at = [place - 1 for place in at]
    cuts = [0, *(place for place in at if place), len(run)]
    yield from (run[begin:end] for begin, end in pairwise(cuts))


def is_table(parts: Sequence[Sequence[Block]]) -> bool:
    """Whether the projects of a run are the rows of a table: their fields share one header."""
    headed = Counter(block.label_start for part in parts for block in part)
    return len(parts) > 1 and any(times > 1 for times in headed.values())


def project_of(run: Run, drafts: Drafts, heading: Mention | None, title: Mention | None) -> Draft | None:
    """The project that a run is about: named by a field of its own, by the heading right above, or already at hand.

    `title` is the document's, for a run that nothing else names; None where the run is about no project at all.
    """
    at_hand = drafts.current
    if run.is_total and len(drafts.all) > 1:
        return None
    in_record = at_hand is not None and (at_hand.origin is Origin.RECORD or at_hand.in_bullet)
    if run.name is not None:
        called = str(run.name.value)
        known = next((draft for draft in drafts.all if draft.begins(called) and draft.is_called(called)), None)
        if known is not None and not known.contradicts("diarienummer", run.facts):
            known.origin = Origin.RECORD
            return known
        return drafts.open(run.name, Origin.RECORD, another=known is not None) if run.opens else None
    if heading is not None and run.is_funded and not in_record:
        opened = at_hand is not None and at_hand.name is not None and at_hand.name.start == heading.start
        return at_hand if opened else drafts.open(heading, Origin.SECTION)
    in_section = at_hand is not None and at_hand.origin is Origin.SECTION
    if title is not None and run.is_owned and not in_section and not any(one.substantial for one in drafts.all):
        return drafts.open(title, Origin.RECORD)
    another = at_hand is not None and run.is_owned and at_hand.has("lead") and at_hand.origin is not Origin.PROSE
    return None if another else at_hand  # a second owner under no name is another project, and nobody says which


def fund_of(run: Run, fields: FieldReader) -> list[Mention]:
    """The fund that a field or its label tells ("Beviljat ESF-stöd"), a call, or an idle value ("Typ: ESF-projekt")."""
    told = [one for one in run.facts if one.property == "fund"]
    for block, _ in () if told else run.said:
        if (
            block.kind is BlockKind.FIELD
            and block.label is not None
            and block.label_start is not None
            and block.end > block.start
        ):
            in_value = block.field is not None and block.field.name in _FUND_IN_VALUE
            end = block.end if in_value else block.label_start + len(block.label)
            found = find_fund(fields.text, block.label_start, end, fields.vocabulary, CONTEXT)
            if found:
                return found
    return told
