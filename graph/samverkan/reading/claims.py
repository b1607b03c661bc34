"""What the facts of one sentence amount to: a grant and its owner, a decision, a sum too small, the same said twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from samverkan.model import AMOUNTS, Mention
from samverkan.reading.funds import LEAST_GRANT
from samverkan.reading.prose import Sentence
from samverkan.reading.records import DIARIENUMMER
from samverkan.swedish.names import Name, NameKind

_DECIDER = re.compile(
    r"(?P<body>[Ss]trukturfondspartnerskapet|[Öö]vervakningskommittén) (?:(?:i|för) )?"
    r"(?P<region>[A-ZÅÄÖ][\w-]+(?: (?:och )?[A-ZÅÄÖ][\w-]+)*)"
)
_NUMBER = re.compile(
    r"\b(?:diarienummer|dnr|diarienr|ärende(?:-id|nummer|nr)?)\.?:?(?: är)? "
    rf"(?P<number>{DIARIENUMMER.pattern})(?![\w-])",
    re.IGNORECASE,
)
ONE_EACH = frozenset({"lead", "grantedAmount"})
_FAIRLY_SURE = 0.9


def last_decision(sentence: Sentence) -> Mention:
    """Who prioritises speaks first, and who decides last."""
    decisions = [mention for mention in sentence.loose if mention.property == "decidedOn"]
    return max(decisions, key=lambda mention: str(mention.value))


def decider(text: str, start: int, end: int) -> list[Mention]:
    """The body that decided, where the words that date a decision name it with its region; one mention or none."""
    found = _DECIDER.search(text, start, end)
    if found is None:
        return []
    first, last = found.span()
    name = Name(text=f"{found['body'].capitalize()} {found['region']}", start=first, end=last, forms=(found.group(),))
    return [
        Mention(property="decidedBy", value=name, start=first, end=last, method="decision", confidence=_FAIRLY_SURE)
    ]


def is_small(fact: Mention) -> bool:
    """Whether a fact is a sum that is a club's contribution or a prize rather than a project's grant."""
    return isinstance(fact.value, Decimal) and fact.property in AMOUNTS and fact.value < LEAST_GRANT


def is_office(mention: Mention) -> bool:
    """Whether a mention is of an office alone ("Bildningsförvaltningen"), which somebody else has."""
    name = mention.value
    return isinstance(name, Name) and name.kind is NameKind.UNIT and name.owner is None


def grants_owner(sentence: Sentence) -> bool:
    """Whether a sentence gives an owner and its grant."""
    return sentence.has("lead") and sentence.has("grantedAmount")


def find_number(text: str, start: int, end: int) -> list[Mention]:
    """The project's number that a sentence names with its label; one mention or none."""
    number = _NUMBER.search(text, start, end)
    if number is None:
        return []
    first, last = number.span("number")
    return [
        Mention(
            property="diarienummer",
            value=number["number"],
            start=first,
            end=last,
            method="number",
            confidence=_FAIRLY_SURE,
        )
    ]


def agree(mention: Mention, other: Mention) -> bool:
    """Whether two mentions say the same: one value, or names that begin or end alike ("Umeå kommun", "Umeå")."""
    if mention.property != other.property:
        return False
    if isinstance(mention.value, Name) and isinstance(other.value, Name):
        mine, others = mention.value.text, other.value.text
        begin_alike = mine.split()[0].removesuffix("s") == others.split()[0].removesuffix("s")
        return begin_alike or mine.endswith(f" {others}") or others.endswith(f" {mine}")
    return mention.value == other.value


def grants_another(sentence: Sentence, known: Iterable[Mention]) -> bool:
    """Whether a sentence gives another owner another grant than is known of the project at hand."""
    mine = list(known)
    told = [[one for one in sentence.loose if one.property == prop] for prop in sorted(ONE_EACH)]
    return all(
        said
        and any(other.property == said[0].property for other in mine)
        and not any(agree(one, other) for one in said for other in mine)
        for said in told
    )
