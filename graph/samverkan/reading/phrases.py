"""Phrases → matches: compiles the ontology's sentence patterns and finds them. Holds no pattern of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, reduce
from operator import or_

from samverkan.errors import OntologyError
from samverkan.reading.patterns import Run, Stems, Words, clues, commonness, expression, unknown_names
from samverkan.swedish.amounts import AMOUNT, UNIT, WORD
from samverkan.swedish.counts import COUNT
from samverkan.swedish.dates import DATE, MONTH, NEAR_DATE, NEAR_DAY
from samverkan.vocabulary import Phrase, Vocabulary

_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")
_WORD_AND_GAP = re.compile(r"\w*[^\w]+")
_MOST_WORDS = 1 << 16
_ANY_TEXT = 1  # the bit of what every text has
# Without a word of this kind in a text, or a digit, there is no such number in it
_FIGURES = {
    AMOUNT: re.compile(rf"\w*\d|{UNIT}", re.IGNORECASE),
    COUNT: re.compile(rf"\w*\d|(?!(?:en|ett)(?!\w)){WORD}(?:tal)?(?!\w)", re.IGNORECASE),
    DATE: re.compile(r"\w*\d"),
    NEAR_DATE: re.compile(rf"\w*\d|{MONTH}", re.IGNORECASE),
    NEAR_DAY: re.compile(r"i?(?:dag|går)", re.IGNORECASE),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """One filled slot: its kind, the characters, whether it runs on to the sentence's end, whether it is a genitive."""

    kind: str
    start: int
    end: int
    open: bool
    genitive: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A phrase found in a text, with its slots in the order in which they stand."""

    phrase: Phrase
    start: int
    end: int
    slots: tuple[Slot, ...]


@dataclass(kw_only=True)
class _Run:
    """A run of a phrase; `opening` has the bits of the words that it may begin with."""

    run: Run
    opening: int

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.run.expression, re.IGNORECASE)


@dataclass(kw_only=True)
class _Compiled:
    """A phrase, the bits of all that it `needs`, and that of the `rarest` word.

    What it needs is mostly lacking, so its regexes come when met.
    """

    phrase: Phrase
    words: Words
    needs: int
    rarest: int
    runs: tuple[_Run, ...]
    slots: dict[str, tuple[str, bool, bool]] = field(default_factory=dict)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern as a regular expression. Raises OntologyError when it is none."""
        try:
            return re.compile(expression(self.phrase.pattern, self.words, self.slots), re.IGNORECASE)
        except re.error as problem:
            raise _broken(self.phrase, str(problem)) from problem

    def begins(self, text: str, places: Sequence[tuple[int, int]]) -> int | None:
        """Where the first match can begin, in a text whose words have these places and bits; None without a run."""
        begin = 0
        for one in self.runs:
            for start, bits in places:
                if bits & one.opening and one.regex.match(text, start):
                    begin = start if one.run.leads else begin
                    break
            else:
                return None
        return begin


class _Bits:
    """What the phrases need of words, each need with a bit of its own; a word's bits are found once a word."""

    def __init__(self) -> None:
        self.numbers = {source: 1 << place for place, source in enumerate(_FIGURES, start=1)}
        self.needs: dict[Stems, int] = {}
        self.edges: dict[str, int] = {}
        self.inner: dict[str, int] = {}
        self.of = lru_cache(maxsize=_MOST_WORDS)(self._of)

    def bit(self, stems: Stems) -> int:
        """The bit of the words that have any of these stems."""
        bit = self.needs.setdefault(stems, 1 << (1 + len(_FIGURES) + len(self.needs)))
        for stem in stems:
            known = self.edges if " " in stem else self.inner
            known[stem] = known.get(stem, 0) | bit
        return bit

    def _of(self, word: str) -> int:
        padded = f" {word.lower()} "
        bits = 0
        for cut in range(len(padded)):
            bits |= self.edges.get(padded[cut:], 0) | self.edges.get(padded[:-cut], 0)
        for part, bit in self.inner.items():
            if part in padded:
                bits |= bit
        for source, bit in self.numbers.items():
            if _FIGURES[source].match(word):
                bits |= bit
        return bits


class PhraseBook:
    """The compiled phrases of a vocabulary, in the order in which they are tried."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.words = vocabulary.words
        self._bits = _Bits()
        self._compiled = [self._compile(phrase, vocabulary.words) for phrase in vocabulary.phrases]
        self._of_any_text = self._fitting(_ANY_TEXT)
        self._of_word = lru_cache(maxsize=_MOST_WORDS)(lambda word: self._fitting(self._bits.of(word)))

    def _compile(self, phrase: Phrase, words: Words) -> _Compiled:
        for unknown in unknown_names(phrase.pattern, words):
            raise _broken(phrase, f"there is no slot or word class {unknown}")
        found = clues(phrase.pattern, words)
        runs = tuple(_Run(run=run, opening=self._bits.bit(run.opening)) for run in found.runs)
        words_needed = [*found.words, *(run.opening for run in found.runs)]
        needs = [*map(self._bits.bit, words_needed), *(self._bits.numbers[source] for source in found.numbers)]
        rarest = self._bits.bit(min(words_needed, key=commonness)) if words_needed else _ANY_TEXT
        return _Compiled(phrase=phrase, words=words, needs=reduce(or_, needs, 0), rarest=rarest, runs=runs)

    def _fitting(self, bits: int) -> frozenset[int]:
        """The places of the phrases whose rarest word has one of these bits."""
        return (
            frozenset(place for place, one in enumerate(self._compiled) if one.rarest & bits) if bits else frozenset()
        )

    def find(self, text: str, start: int, end: int, accept: Callable[[Match], bool]) -> list[Match]:
        """Every match in this stretch that is accepted; after a refusal the same phrase is tried further on."""
        stretch = text[start:end]
        words = _WORD_OR_MARK.findall(stretch)
        bits = [*map(self._bits.of, words)]
        present = reduce(or_, bits, _ANY_TEXT)
        tried = sorted(self._of_any_text.union(*map(self._of_word, words)))
        possible = [one for one in map(self._compiled.__getitem__, tried) if one.needs & present == one.needs]
        starts = [word.start() for word in _WORD_OR_MARK.finditer(stretch)] if possible else []
        places = [place for place in zip(starts, bits, strict=False) if place[1]]
        found: list[Match] = []
        for compiled in possible:
            if (begin := compiled.begins(stretch, places)) is not None:
                found += _matches(compiled, stretch, begin, start, accept)
        return found


def _matches(
    compiled: _Compiled, stretch: str, position: int, offset: int, accept: Callable[[Match], bool]
) -> Iterator[Match]:
    while (hit := compiled.regex.search(stretch, position)) is not None:
        match = Match(
            phrase=compiled.phrase,
            start=offset + hit.start(),
            end=offset + hit.end(),
            slots=tuple(_slots(compiled, hit, offset)),
        )
        if accept(match):
            yield match
            position = max(hit.end(), hit.start() + 1)
        else:
            position = _next_word(stretch, hit.start())


def _next_word(stretch: str, position: int) -> int:
    word = _WORD_AND_GAP.match(stretch, position)
    return word.end() if word else len(stretch) + 1


def _slots(compiled: _Compiled, hit: re.Match[str], offset: int) -> Iterator[Slot]:
    filled = [(group, hit.span(group)) for group in compiled.slots if hit.span(group) != (-1, -1)]
    for group, (start, end) in sorted(filled, key=lambda item: item[1]):
        kind, is_open, genitive = compiled.slots[group]
        yield Slot(kind=kind, start=offset + start, end=offset + end, open=is_open, genitive=genitive)


def _broken(phrase: Phrase, reason: str) -> OntologyError:
    return OntologyError(message=f"the phrase {phrase.name} makes no sense ({reason}): mend its pattern")
