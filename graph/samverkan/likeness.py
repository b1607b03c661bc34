"""Which names may be those of one organisation, and why one may think so.

Names that differ by little share a key, and only those are compared, so that ten thousand names take a second.
This room suggests; it may not decide, and it knows nothing of a name but its words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from samverkan.identifiers import Iri
from samverkan.naming import name_key
from samverkan.reference import fold_name

_COMPANY = frozenset("ab hb kb ek publ ltd oy as gmbh inc".split())
_SMALL = frozenset("i på för och vid av inom the of and in".split())
_LIKE_ENOUGH = 0.85
_SHORTEST_WORD = 5
_END = 3
_FAMILY = 20  # what more names than this have in common is no sign that two of them are one: "ABF …"

COMPANY_FORM = "they differ by the company form only"
SAME_WORDS = "they have the same words"
SPELLING = "one word is spelt otherwise"
ABBREVIATION = "one may be the other's abbreviation"
BEGINNING = "one begins with the other"


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """Two that may be the same, in the order of the alphabet: how much speaks for it (0 to 1), and what."""

    first: Iri
    second: Iri
    score: float
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Word:
    """A name as its words: `full` without small ones, `core` without the company form and genitives too."""

    full: tuple[str, ...]
    core: tuple[str, ...]


def alike(names: Mapping[Iri, Iterable[str]]) -> list[Likeness]:
    """The pairs whose names differ by little, each once and for its best reason; the likeliest first."""
    best: dict[tuple[Iri, Iri], Likeness] = {}
    for one in _pairs({iri: [_words(name) for name in written] for iri, written in names.items()}):
        known = best.get((one.first, one.second))
        if known is None or one.score > known.score:
            best[one.first, one.second] = one
    return sorted(best.values(), key=lambda one: (-one.score, one.first, one.second))


def _words(name: str) -> _Word:
    words = re.findall(r"[^\W_]+", name_key(fold_name(name)))
    full = tuple(word for word in words if word not in _SMALL)
    core = tuple(word.removesuffix("s") if len(word) > _END else word for word in full if word not in _COMPANY)
    return _Word(full=full, core=core or full)


def _pairs(names: Mapping[Iri, list[_Word]]) -> Iterator[Likeness]:
    blocks: dict[tuple[object, ...], set[tuple[Iri, _Word]]] = defaultdict(set)
    for iri, written in names.items():
        for word in written:
            for key in _keys(word):
                blocks[key].add((iri, word))
    for key, block in blocks.items():
        if key[0] == SAME_WORDS or len({iri for iri, _ in block}) <= _FAMILY:
            for (one, mine), (other, its) in combinations(sorted(block, key=lambda pair: (pair[0], pair[1].full)), 2):
                judged = _judge(key[0], mine, its) if one != other else None
                if judged is not None:
                    yield Likeness(first=one, second=other, score=round(judged[0], 2), reason=judged[1])


def _keys(word: _Word) -> Iterator[tuple[object, ...]]:
    """The keys that a name shares with those that it is worth comparing with."""
    core = word.core
    yield SAME_WORDS, tuple(sorted(core))
    yield SAME_WORDS, "".join(core)
    for place, one in enumerate(core):
        if len(one) >= _SHORTEST_WORD:
            yield SPELLING, core[:place], core[place + 1 :], "begins", one[:_END]
            yield SPELLING, core[:place], core[place + 1 :], "ends", one[-_END:]
        if place and (place > 1 or len(core[0]) > _END - 1):
            yield BEGINNING, core[:place]
    yield BEGINNING, core
    yield ABBREVIATION, core[0] if len(core) == 1 else "".join(one[0] for one in core)


def _judge(reason: object, one: _Word, other: _Word) -> tuple[float, str] | None:
    """How much speaks for the two names being one's, and what; None for nothing."""
    if reason == SAME_WORDS:
        only_form = one.core == other.core and one.full != other.full and {*one.full} ^ {*other.full} <= _COMPANY
        return (0.95, COMPANY_FORM) if only_form else (0.9, SAME_WORDS)
    if reason == SPELLING:
        changed = [pair for pair in zip(one.core, other.core, strict=True) if pair[0] != pair[1]]
        ratio = SequenceMatcher(None, *changed[0], autojunk=False).ratio() if len(changed) == 1 else 0
        numbered = any(character.isdigit() for pair in changed for word in pair for character in word)
        return (0.9 * ratio, SPELLING) if ratio >= _LIKE_ENOUGH and not numbered else None
    short, long = sorted((one.core, other.core), key=len)
    if reason == ABBREVIATION:
        return (0.6, ABBREVIATION) if len(short) == 1 < len(long) and len(short[0]) == len(long) else None
    begins = len(short) < len(long) and long[: len(short)] == short
    return (0.2 + 0.4 * len(short) / len(long), BEGINNING) if begins else None
