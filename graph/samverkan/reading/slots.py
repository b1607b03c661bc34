"""Filled slots → mentions: what the characters of a slot mean, or that they can't be what the slot asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from samverkan.model import Mention
from samverkan.reading.phrases import Match, Slot
from samverkan.swedish.amounts import find_amounts
from samverkan.swedish.counts import find_counts
from samverkan.swedish.dates import find_dates
from samverkan.swedish.lists import read_field, read_list, read_owner
from samverkan.swedish.names import Gazetteer, Name, NameKind, base_form

AMOUNTS = {
    "granted": "grantedAmount",
    "applied": "appliedAmount",
    "total": "totalBudget",
    "eu": "euAmount",
    "stated": "statedAmount",
}
DATES = {"start": "startDate", "end": "endDate", "decided": "decidedOn"}
ROLES = {"lead": "lead", "partners": "partner", "cofinanciers": "co-financier", "actors": "participating-actor"}
_NAME_WORDS = 12
_COMMON = frozenset(
    "SMF SME SMEs EU IT IKT ICT FoU SFI KAA UVAS NEET LSS ESF ESF+ ERUF Socialfonden Sverige Europa".split()
)
_NOT_IN_NAMES = frozenset(
    "är var blir blev som att har hade får fick ska skall kan kommer där när men det den de vi sin sitt sina inte också projekt projektet "
    "tillsammans genom mot under efter samt detta denna dessa hur vad han hon deras dess bland går till ge ger projektägare sökande".split()
)
_CLAUSE = frozenset(
    "är var blir blev som har hade får fick ska skall kommer beviljas tilldelas projektet projekt projektägare sökande".split()
)
_MAY_BEGIN = frozenset("ett en projekt vi på i alla här av till med om under nu".split())
_NOT_FIRST = frozenset(
    "projektet projekt det den de detta denna dessa här där när i på för under genom efter med till av om vi syftet målet insatserna deltagarna "
    "kommunen kommunerna regionen pengarna stödet störst totalt sammanlagt bland även nu också två tre fyra fem sex sju åtta nio tio förstudien "
    "han hon man alla andra båda samtliga varje ett en men och".split()
)


def mentions(match: Match, text: str, known: Gazetteer, year: int | None) -> tuple[Mention, ...] | None:
    """What the match says; None when a slot's characters can't be what the slot asks for."""
    said: list[Mention] = []
    for slot in match.slots:
        if any(slot.kind == other.kind and slot.start == other.start and slot is not other for other in match.slots):
            continue
        found = list(_slot(slot, match, text, known, year))
        if not found:
            return None
        said += found
    return tuple(said)


def _slot(slot: Slot, match: Match, text: str, known: Gazetteer, year: int | None) -> Iterator[Mention]:
    if slot.kind in ROLES:
        yield from _participants(slot, match, text, known)
    elif slot.kind in AMOUNTS:
        for amount in find_amounts(text, slot.start, slot.end):
            yield _mention(AMOUNTS[slot.kind], amount.value, amount.start, amount.end, match, amount.qualifier)
    elif slot.kind in ("participants", "companies", "announced"):
        yield from _counts(slot, match, text)
    elif slot.kind in DATES:
        for date in find_dates(text, slot.start, slot.end, year)[:1]:
            yield _mention(DATES[slot.kind], date.iso, date.start, date.end, match)
    elif slot.kind == "areas":
        names, _ = read_list(text, slot.start, slot.end, known)
        yield from (
            _mention("coversArea", name, name.start, name.end, match)
            for name in names
            if known.is_municipality(name.text)
        )
    else:
        name = _project(slot, text, known)
        if name is not None:
            yield _mention(
                {"project": "name", "alias": "alternativeName", "former": "formerProject"}[slot.kind], *name, match
            )


def _mention(prop: str, value: object, start: int, end: int, match: Match, qualifier: str | None = None) -> Mention:
    return Mention(
        property=prop,
        value=value,
        start=start,
        end=end,
        method=match.phrase.name,
        confidence=match.phrase.confidence,
        qualifier=qualifier,  # type: ignore[arg-type]
    )


def _participants(slot: Slot, match: Match, text: str, known: Gazetteer) -> Iterator[Mention]:
    if slot.open:
        names, _ = read_list(text, slot.start, slot.end, known)
    else:
        names = _closed(slot, text, known)
        if slot.genitive and names:
            last = names[-1]
            names[-1] = replace(last, text=last.text if known.is_known(last.text) else base_form(last.text))
    named = [name for name in names if name.kind is not NameKind.GROUP]
    wanted = (
        named if slot.kind == "lead" else [name for name in names if name in named or name.size is not None or named]
    )
    if (
        slot.kind == "lead"
        and len(named) != len(names)
        or not all(_plausible_organisation(name, text) for name in named)
    ):
        return
    yield from (_mention(ROLES[slot.kind], name, name.start, name.end, match) for name in wanted)


def _closed(slot: Slot, text: str, known: Gazetteer) -> list[Name]:
    """The names of a slot that other words close: an owner, or a list that fills it."""
    if slot.kind == "lead":
        return read_owner(text, slot.start, slot.end, known)
    names, stop = read_list(text, slot.start, slot.end, known)
    return names if not text[stop : slot.end].strip(" ,") else read_field(text, slot.start, slot.end, known)


def _plausible_organisation(name: Name, text: str) -> bool:
    words = re.findall(r"[\w-]+", name.text)
    lower = [word for word in words if word[0].islower()]
    return bool(
        words
        and name.text not in _COMMON
        and len(words) <= _NAME_WORDS
        and text[name.start].isupper()
        and not _NOT_IN_NAMES.intersection(lower)
        and words[0].lower() not in _NOT_FIRST
        and not re.fullmatch(r"[\d\W]+", name.text)
    )


def _counts(slot: Slot, match: Match, text: str) -> Iterator[Mention]:
    around = find_counts(text, max(0, slot.start - len("mellan ")), slot.end)  # "mellan" makes "60 och 70" a range
    for count in [count for count in around if count.start >= slot.start][:1]:
        if slot.kind == "announced":
            if count.value is not None:
                yield _mention("announced", count.value, count.start, count.end, match)
        elif count.value is not None:
            prop = "plannedParticipants" if slot.kind == "participants" else "plannedCompanies"
            yield _mention(prop, count.value, count.start, count.end, match, count.qualifier)
        elif slot.kind == "companies" and count.minimum is not None and count.maximum is not None:
            yield _mention("plannedCompaniesMin", count.minimum, count.start, count.end, match, count.qualifier)
            yield _mention("plannedCompaniesMax", count.maximum, count.start, count.end, match, count.qualifier)


def _project(slot: Slot, text: str, known: Gazetteer) -> tuple[str, int, int] | None:
    """A project's name without the quotation marks and stray punctuation around it; None for what can't be one."""
    start, end = slot.start, slot.end
    while end > start and text[end - 1] in " ,;:–-\u00a0":
        end -= 1
    name = text[start:end]
    quoted = text[start - 1 : start] in '"”“»«' if start else False
    words = re.findall(r"[\w-]+", name.lower())
    if not words or len(words) > 20:
        return None
    if not quoted and (
        words[0] in _NOT_FIRST and not _proper_project(name) or known.is_known(name) and known.is_public_owner(name)
    ):
        return None
    if not quoted and _CLAUSE.intersection(words[1:]):
        return None
    return (name, start, end)


def _proper_project(name: str) -> bool:
    """ "Projekt arbetsliv", "Ett steg på vägen", "En väg in": a name may begin with a common word, a clause may not."""
    words = name.lower().split()
    return words[0] in _MAY_BEGIN and len(words) > 1 and not _CLAUSE.intersection(words[1:])
