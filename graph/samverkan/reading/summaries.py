"""Cells of prose → mentions: a summary is read as any Swedish text is, and what it says is its row's project's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from samverkan.mappings import fold_words
from samverkan.model import ROLES, Cell, Mention
from samverkan.reading.phrases import PhraseBook
from samverkan.reading.prose import SentenceReader
from samverkan.reading.slots import SlotReader
from samverkan.reference import Reference, fold_name
from samverkan.swedish.names import Name
from samverkan.swedish.sentences import split_sentences
from samverkan.vocabulary import Vocabulary

_TAG = re.compile(r"<(/?)(p|br|li|ul|ol|div|h\d|td|tr)?\b[^<>]*>|&(?:nbsp|#160);", re.IGNORECASE)
_DOUBLED = re.compile(r'(?P<opening>(?<!\w)""(?=\w))|""')
_COMMON = frozenset("och att för som med är ar till av på pa det ska inom projektet samt".split())
_ONLY_SWEDISH = frozenset({"och", "att", "ska"})
_SWEDISH_SHARE = 0.12
_LEAST, _FEWEST = 4, 2


class SummaryReader:
    """Reads the summaries of one document; those in other languages cost a look at their words."""

    def __init__(self, text: str, vocabulary: Vocabulary, reference: Reference, book: PhraseBook) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.reference = reference
        self.book = book

    def read(self, cell: Cell, name: Mention, stated: Iterable[Mention]) -> list[Mention]:
        """What the prose says of the project of this name, beyond what the row's columns state."""
        if not is_swedish(cell.text):
            return []
        text = blanked(self.text[cell.start : cell.end])
        slots = SlotReader(text, self.reference, self.vocabulary.words, None)
        sentences = SentenceReader(text, self.book, slots)
        known = {mention.property for mention in stated} - {*ROLES[1:]}
        return [
            _moved(mention, cell.start)
            for start, end in split_sentences(text)
            for mention in _said(sentences, start, end, fold_name(str(name.value)))
            if mention.property not in known
        ]


def is_swedish(text: str) -> bool:
    """Whether common Swedish words make up as much of a text as they do of Swedish."""
    words = fold_words(text)
    count = sum(word in _COMMON for word in words)
    least = _FEWEST if _ONLY_SWEDISH.intersection(words) else _LEAST
    return count >= least and count >= _SWEDISH_SHARE * len(words)


def blanked(text: str) -> str:
    """The text with mark-up as spaces, and doubled quotes as one: every other character keeps its place."""
    bare = _TAG.sub(lambda tag: ("\n\n" if tag[2] else "").ljust(len(tag[0]))[: len(tag[0])], text)
    return _DOUBLED.sub(lambda quotes: ' "' if quotes["opening"] else '" ', bare)


def _said(sentences: SentenceReader, start: int, end: int, name: str) -> Iterator[Mention]:
    """The facts of a sentence that names no project, or this one."""
    sentence = sentences.read(start, end)
    if sentence.announced is None:
        yield from sentence.loose
        for other, facts in sentence.named:
            folded = fold_name(str(other.value))
            if folded == name or name.startswith(folded) or folded.startswith(name):
                yield from facts


def _moved(mention: Mention, by: int) -> Mention:
    """The mention where it stands in the document."""
    value = mention.value
    if isinstance(value, Name):
        value = replace(value, start=value.start + by, end=value.end + by)
    return replace(mention, value=value, start=mention.start + by, end=mention.end + by)
