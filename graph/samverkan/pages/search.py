"""Names → the things that have them, as people write them: case, accents, a letter wrong or missing, a word left out.

An index of words: each word of a query finds the words it is, begins, or nearly is; a name scores by how much of the
query and of itself is met. So a look-up compares the query with each different word once, not with every name.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from rapidfuzz import process
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from samverkan.identifiers import SKOS, data_iri, sam
from samverkan.pages.addresses import path_of
from samverkan.pages.graph import LABEL, TYPE, Graph, Label

MOST = 50
_LONGEST = 200
_CLASSES = ("Project", "Organisation", "Municipality", "OrganisationGroup", "County", "Region", "SourceDocument")
_CODES = tuple(sam(name) for name in ("diarienummer", "organisationNumber"))
_ALIKE, _MOST_WORDS, _MOST_NAMES = 0.6, 60, 3000
_WORD = re.compile(r"\w+")
_FLAT = str.maketrans({"å": "a", "ä": "a", "ö": "o", "æ": "a", "ø": "o", "ß": "ss"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A thing that can be looked up: `forms` are all its names, its label first; `weight` counts its projects."""

    path: str
    label: Label
    kind: str
    forms: tuple[str, ...]
    weight: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A thing that a query found: by `matched` where that is not its label, and how well, from 0 to 100."""

    named: Named
    matched: str | None
    score: int

    def as_json(self, language: str) -> Mapping[str, str | int | None]:
        """The result for scripts."""
        named = self.named
        return {
            "iri": data_iri(named.path),
            "path": named.path,
            "label": named.label[language],
            "kind": named.kind,
            "matched": self.matched,
            "score": self.score,
        }


def names(store: ox.Store) -> list[Named]:
    """Everything in a graph that has a name to look for, in the order of its path."""
    graph = Graph(store)
    units = set(graph.subjects(TYPE, sam("OrganisationalUnit")))
    weights = {iri: len(projects) for iri, projects in graph.column(sam("participatesIn")).items()}
    found = {iri for name in _CLASSES for iri in graph.subjects(TYPE, sam(name)) if path_of(iri) is not None}
    return [
        Named(
            path=str(path_of(iri)),
            label=graph.label(iri),
            kind="unit" if iri in units else str(path_of(iri)).partition("/")[0],
            forms=tuple(dict.fromkeys((graph.label(iri).sv, *_forms(graph, iri)))),
            weight=weights.get(iri, 0),
        )
        for iri in sorted(found)
    ]


def _forms(graph: Graph, iri: str) -> list[str]:
    """All that a thing is called, and its numbers."""
    return [form for predicate in (LABEL, f"{SKOS}altLabel", *_CODES) for form in graph.values(iri, predicate)]


def as_json(things: Iterable[Named]) -> bytes:
    """The names for a search in the browser: path, kind, weight, Swedish label, English if it differs, other forms."""
    told = [
        [
            named.path,
            named.kind,
            named.weight,
            named.label.sv,
            named.label.en if named.label.en != named.label.sv else "",
            *(form for form in named.forms if form not in (named.label.sv, named.label.en)),
        ]
        for named in things
    ]
    return json.dumps({"names": told}, ensure_ascii=False, separators=(",", ":")).encode()


def from_json(content: bytes) -> list[Named]:
    """What `as_json` told."""
    return [
        Named(
            path=path,
            label=Label(sv=swedish, en=english or swedish),
            kind=kind,
            forms=tuple(dict.fromkeys(one for one in (swedish, english, *others) if one)),
            weight=weight,
        )
        for path, kind, weight, swedish, english, *others in json.loads(content)["names"]
    ]


def fold(text: str) -> str:
    """A name without case and accents, å, ä and ö as a and o."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_FLAT)
    return "".join(sign for sign in unicodedata.normalize("NFD", folded) if not unicodedata.combining(sign))


class Index:
    """Names to look things up by. It holds them in memory: some hundred bytes a form."""

    def __init__(self, things: Iterable[Named]) -> None:
        self._forms = [(named, form, fold(form)) for named in things for form in named.forms]
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._having: dict[str, list[int]] = defaultdict(list)
        for place, (_, _, folded) in enumerate(self._forms):
            self._whole[_joined(folded)].append(place)
            for word in set(_WORD.findall(folded)):
                self._having[word].append(place)
        self._words = sorted(self._having)

    def search(self, query: str, limit: int = 10) -> list[Found]:
        """The things whose names are most like the query, the best first; none for one without letters or digits."""
        asked = unicodedata.normalize("NFC", query)[:_LONGEST].strip()
        folded = fold(asked)
        best: dict[str, tuple[float, int, str]] = {}
        for place, likeness in self._candidates(folded):
            named, form, plain = self._forms[place]
            score = _score(asked, folded, form, plain, likeness)
            if (score, -place) > best.get(named.path, (-1.0, 0, ""))[:2]:
                best[named.path] = (score, -place, form)
        ranked = sorted(best.values(), key=lambda one: (-one[0], -self._forms[-one[1]][0].weight, one[2], one[1]))
        return [self._found(*one) for one in ranked[: min(limit, MOST)]]

    def _found(self, score: float, place: int, form: str) -> Found:
        named = self._forms[-place][0]
        own = form in (named.label.sv, named.label.en)
        return Found(named=named, matched=None if own else form, score=round(score))

    def _candidates(self, folded: str) -> Iterator[tuple[int, float]]:
        """Forms worth a closer look, and what part of the query's words each holds, from 0 to 1."""
        words = list(dict.fromkeys(_WORD.findall(folded)))
        met: dict[int, float] = defaultdict(float)
        for word in words:
            for place, likeness in self._holding(word).items():
                met[place] += likeness / len(words)
        for place in self._whole.get(_joined(folded), ()):
            met[place] = 1.0
        if not words or (len(_joined(folded)) >= 4 and max(met.values(), default=0.0) < _ALIKE):
            for name, likeness, _ in process.extract(_joined(folded), [*self._whole], scorer=ratio, score_cutoff=70):
                for place in self._whole[name]:
                    met[place] = max(met[place], likeness / 100)
        yield from sorted(met.items(), key=lambda one: (-one[1], one[0]))[:_MOST_NAMES]

    def _holding(self, word: str) -> Mapping[int, float]:
        """The forms with a word that this one is, begins, or nearly is, and how alike the two are."""
        alike = {
            other: similarity
            for other, similarity, _ in process.extract(
                word, self._words, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=_MOST_WORDS
            )
        }
        alike |= {other: max(alike.get(other, 0.0), 0.9) for other in self._beginning(word)}
        alike |= {word: 1.0} if word in self._having else {}
        found: dict[int, float] = {}
        for other, likeness in alike.items():
            for place in self._having[other]:
                found[place] = max(found.get(place, 0.0), likeness)
        return found

    def _beginning(self, word: str) -> Sequence[str]:
        first = bisect_left(self._words, word)
        return self._words[first : bisect_left(self._words, f"{word}\U0010ffff", lo=first)][:_MOST_WORDS]


def _joined(folded: str) -> str:
    return "".join(_WORD.findall(folded))


def _score(asked: str, folded: str, form: str, plain: str, likeness: float) -> float:
    """How well a form answers: 100 as it is written, 98 but for accents, then by its beginning, then by its words."""
    if form.casefold() == asked.casefold():
        return 100
    if plain == folded:
        return 98
    whole = ratio(_joined(folded), _joined(plain))
    if plain.startswith(folded):
        return 90 + whole / 20
    return min(89, 70 * likeness + 0.19 * whole)
