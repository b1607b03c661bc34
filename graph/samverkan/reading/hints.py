"""A paragraph → the one project that it is about, where words only hint at a name: beside money and whoever gets it.

A hint alone opens no project: "driver Terminalen" may be said of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from samverkan.model import AMOUNTS, ROLES, Mention
from samverkan.reading.cues import find_organisations
from samverkan.reading.funds import FUNDED, LEAST_GRANT
from samverkan.reading.prose import Sentence
from samverkan.reference import fold_name
from samverkan.swedish.amounts import find_amounts
from samverkan.swedish.names import Gazetteer, Name

_PUBLICLY_FUNDED = re.compile(rf"projekt|förstudie|{FUNDED}", re.IGNORECASE)
_ABOUT_FUNDS = re.compile(FUNDED)
_GRANTS = re.compile(r"ansök|bevilja|\bmedel\b|\bstöd|bidrag", re.IGNORECASE)
_NOT_SURE = 0.7
# Who stands first in a sentence that hints at a project's name runs it, unless it is who pays, or only takes part
_FIRST = re.compile(r"(?:[^.:\n]{2,30}: |Även |Nu |Också |Sedan )?(?=[A-ZÅÄÖ0-9])")
_NOT_RUN = re.compile(
    r"\s(?:ger|gav|bidrar|bevilja\w*|medfinansierar|stöttar|stödjer|skjuter|beslut\w*|priorit\w*|delar ut|satsar|"
    r"deltar|medverkar|ingår|är med)\b"
)
_BEFORE_VERB = re.compile(r"\s+(?:driv\w+|drev|led\w+|lett|äg\w+|start\w+|samordn\w+|satsar)\b[^.;,:]{0,30}\Z")
_DOES = re.compile(
    r"\b(?:satsar|vill|ska|startar|arbetar|utvecklar|bygger|hjälper|prövar|testar|undersöker|rustar|stöttar|"
    r"utbildar) \Z"
)
_AND = re.compile(r"\s+och\s+")
_ITSELF = re.compile(
    r"\b(?P<kind>kommun|region|högskola|universitet|förbund|förening|bolag|stiftelse|stad|museum|skola)(?:e?ns?|ets?|s)?\b",
    re.IGNORECASE,
)


def find_hinted(text: str, start: int, end: int, sentences: Sequence[Sentence], known: Gazetteer) -> Mention | None:
    """The only name that the sentences of a funded paragraph hint at, where none of them says more of a project."""
    said = [name for sentence in sentences for name, facts in sentence.named if any(map(_is_firm, facts))]
    if said or any(sentence.announced is not None for sentence in sentences):
        return None
    names: dict[str, Mention] = {}
    for sentence in sentences:
        for name in (*sentence.names, *sentence.hinted):
            names.setdefault(fold_name(str(name.value)), name)
    funded = _PUBLICLY_FUNDED.search(text, start, end) or (
        _ABOUT_FUNDS.search(text) and _GRANTS.search(text, start, end)
    )
    if len(names) != 1 or not funded:
        return None
    paid = any(amount.value >= LEAST_GRANT for amount in find_amounts(text, start, end))
    done = any(True for _ in find_organisations(text, start, end, known))
    return next(iter(names.values())) if paid and done else None


def owner_before(text: str, start: int, end: int, known: Gazetteer) -> Iterator[Mention]:
    """Who does what the sentence before "Projektet heter Nyväg" tells: its subject, and its only organisation."""
    names = list(find_organisations(text, start, end, known))
    if len(names) != 1 or _NOT_RUN.match(text, names[0].end):
        return
    first = _FIRST.match(text, start, end)
    if (first and names[0].start == first.end()) or _DOES.search(text, start, names[0].start):
        yield _owner(names[0])


def _owner(name: Name) -> Mention:
    return Mention(property="lead", value=name, start=name.start, end=name.end, method="hint", confidence=_NOT_SURE)


def _is_firm(fact: Mention) -> bool:
    return fact.property in (*ROLES, *AMOUNTS)


def likely_owners(
    text: str, paragraph: tuple[int, int], sentences: Sequence[Sentence], hint: Mention, known: Gazetteer
) -> Iterator[Mention]:
    """Who runs the project hinted at: whom the hinting sentence begins with, or calls "kommunen" after naming it."""
    said = next((one for one in sentences if one.start <= hint.start < one.end), None)
    if said is None:
        return
    first = _FIRST.match(text, said.start, said.end)
    names = [name for name in find_organisations(text, *paragraph, known) if name.end <= hint.start]
    owners = [name for name in names if first and name.start == first.end()]
    for name in names:
        owners += [name] if owners and _AND.fullmatch(text, owners[-1].end, name.start) else []
    if owners and _NOT_RUN.match(text, owners[-1].end):
        return
    owners = owners or [name for name in names if _BEFORE_VERB.match(text, name.end, hint.start)]
    called = _ITSELF.search(text, said.start, hint.start)
    before = [name for name in names if called and name.end <= called.start() and called["kind"] in name.text.lower()]
    for owner in owners or before[-1:]:
        yield _owner(owner)
