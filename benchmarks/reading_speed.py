"""How fast documents are read, beside the tokenizer of spaCy's blank Swedish pipeline on the same text, in one run.

Run it with `python benchmarks/reading_speed.py`; it needs spaCy, which the product does not. The text is a mix of the
seeds and of the development half of the corpus, each document once a round, with other names and numbers in every
round: a sentence with a name or a number does not come twice. What is measured is processor time of one core, after
one round of the plain documents in which the phrases that they need are compiled.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import spacy

from samverkan.identifiers import DocumentId
from samverkan.model import SourceDocument
from samverkan.project import CHECKOUT, ONTOLOGY
from samverkan.reading import read_document
from samverkan.reading.phrases import PhraseBook
from samverkan.reference import Reference, load_reference
from samverkan.vocabulary import Vocabulary, load_vocabulary

FOLDERS = (CHECKOUT / "seeds", CHECKOUT / "tests" / "corpus" / "development")
# The first kind whose words stand in a file's name
KINDS = {
    "decision lists": re.compile(r"^001-|lista"),
    "texts about other things": re.compile(r"negativ|protokoll"),
    "press releases": re.compile(r"^00[0234]-|press|beslut|bulletins|nyhetsbrev|notis|kvartalsbrev|forstudie|ansoker"),
    "project records and pages": re.compile(""),
}
LEAST_DOCUMENT, MEGABYTE = 2_000, 1_000_000
_NAME = re.compile(r"\b[A-ZÅÄÖ][a-zåäö]{2,}\b")
_NUMBER = re.compile(r"\b(?!(?:19|20)\d\d\b)[1-9]\d{2,}\b|(?<=\d[ \u00a0])\d{3}\b")
_VOWELS, _CONSONANTS = "aeiouyåäö", "bdfghjklmnprstv"
_NAMES = 5_000

Text = tuple[str, str]
"""A document's kind and its text."""


@dataclass(kw_only=True, slots=True)
class Measured:
    """What was measured of a kind of text: bytes of UTF-8, documents, mentions, and seconds of processor time."""

    size: int = 0
    documents: int = 0
    mentions: int = 0
    reading: float = 0.0
    tokenizing: float = 0.0


def documents(folders: Iterable[Path] = FOLDERS) -> list[Text]:
    """The plain-text documents, the short ones joined with others of their kind to the size that pages have."""
    joined: dict[str, list[str]] = defaultdict(lambda: [""])
    for path in sorted(path for folder in folders for path in folder.glob("*.txt")):
        texts = joined[next(kind for kind, words in KINDS.items() if words.search(path.stem))]
        texts[-1] += ("\n\n" if texts[-1] else "") + path.read_text(encoding="utf-8-sig")
        if len(texts[-1]) >= LEAST_DOCUMENT:
            texts.append("")
    return [(kind, text) for kind, texts in joined.items() for text in texts if text]


class Variation:
    """Other names and numbers for a text: places for places, digits for digits, made-up words for names."""

    def __init__(
        self, texts: Iterable[str], vocabulary: Vocabulary, reference: Reference, chance: random.Random
    ) -> None:
        forms = (*vocabulary.fields, *(word for words in vocabulary.words.values() for word in words), *reference.forms)
        common = " ".join((*texts, *forms, *(phrase.pattern for phrase in vocabulary.phrases)))
        self.common = frozenset(re.findall(r"\b[a-zåäö]+", common))
        self.places = sorted(
            form.title() for form in reference.forms if form.isalpha() and reference.find(form, "Municipality")
        )
        self.names = [_made_up(chance) for _ in range(_NAMES)]

    def of(self, text: str, chance: random.Random) -> str:
        """The text with other names and numbers, each name with the same new one wherever it stands."""
        names: dict[str, str] = {}
        numbered = _NUMBER.sub(lambda number: _digits(number.group(), chance), text)
        return _NAME.sub(lambda name: names.setdefault(name.group(), self._name(name.group(), chance)), numbered)

    def _name(self, name: str, chance: random.Random) -> str:
        if name in self.places:
            return chance.choice(self.places)
        return name if name.lower() in self.common else chance.choice(self.names)


def _made_up(chance: random.Random) -> str:
    syllables = (chance.choice(_CONSONANTS) + chance.choice(_VOWELS) for _ in range(chance.randint(2, 4)))
    return ("".join(syllables) + chance.choice(_CONSONANTS)).capitalize()


def _digits(number: str, chance: random.Random) -> str:
    return number[0] + "".join(chance.choice("0123456789") for _ in number[1:])


def rounds(plain: list[Text], variation: Variation, least: int, chance: random.Random) -> Iterator[Text]:
    """Varied documents, round after round, until they have so many bytes together."""
    size = 0
    while size < least:
        for kind, text in plain:
            varied = variation.of(text, chance)
            size += len(varied.encode())
            yield kind, varied


def measure(
    texts: Iterable[Text], read: Callable[[str], int], tokenize: Callable[[str], object]
) -> dict[str, Measured]:
    """Each text read and tokenized, one right after the other; `read` tells how many mentions it found."""
    measured: dict[str, Measured] = defaultdict(Measured)
    for kind, text in texts:
        one = measured[kind]
        begin = time.process_time()
        one.mentions += read(text)
        between = time.process_time()
        tokenize(text)
        one.tokenizing += time.process_time() - between
        one.reading += between - begin
        one.size += len(text.encode())
        one.documents += 1
    return measured


def report(measured: Mapping[str, Measured]) -> Iterator[str]:
    """The table: a line for each kind, and one for them all."""
    yield f"{'':28}{'MB':>6}{'documents':>11}{'mentions':>10}{'reader MB/s':>13}{'spaCy MB/s':>12}{'ratio':>7}"
    fields = ("size", "documents", "mentions", "reading", "tokenizing")
    total = Measured(**{name: sum(getattr(one, name) for one in measured.values()) for name in fields})
    for kind, one in (*measured.items(), ("all", total)):
        reader, tokenizer = (one.size / MEGABYTE / seconds for seconds in (one.reading, one.tokenizing))
        counts = f"{one.size / MEGABYTE:6.2f}{one.documents:11}{one.mentions:10}"
        yield f"{kind:28}{counts}{reader:13.2f}{tokenizer:12.2f}{reader / tokenizer:7.2f}"


def reader(vocabulary: Vocabulary, reference: Reference) -> Callable[[str], int]:
    """Reads a text as a document of its own, and tells how many mentions it found."""
    book = PhraseBook(vocabulary)

    def read(text: str) -> int:
        document = SourceDocument(id=DocumentId("document"), path="text", name="text", sha256="", text=text)
        return sum(1 + len(record.mentions) for record in read_document(document, vocabulary, reference, book).records)

    return read


def run(megabytes: float, seed: int = 1) -> Iterator[str]:
    """The report on so many megabytes of varied text."""
    vocabulary, reference = load_vocabulary(ONTOLOGY), load_reference(ONTOLOGY)
    plain = documents()
    read, tokenize = reader(vocabulary, reference), spacy.blank("sv").tokenizer
    measure(plain, read, tokenize)
    chance = random.Random(seed)
    variation = Variation((text for _, text in plain), vocabulary, reference, chance)
    folders = " and ".join(str(folder.relative_to(CHECKOUT)) for folder in FOLDERS)
    yield f"mix: {len(plain)} documents a round, out of {folders}, with other names and numbers in each round"
    yield from report(measure(rounds(plain, variation, int(megabytes * MEGABYTE), chance), read, tokenize))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Reads varied text and tokenizes it with spaCy; prints both speeds.")
    parser.add_argument("--megabytes", type=float, default=2.0, help="how much text, at least (2)")
    for line in run(parser.parse_args().megabytes):
        print(line)
