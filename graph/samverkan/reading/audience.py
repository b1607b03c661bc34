"""Whom a project is for, in which trades, and how many it has reached: concepts and counts in a text.

The words are the ontology's: labels of the schemes target-group and sector, and the word classes that say beside which
words those labels, or a number, state a fact. Knows no layout, remembers no other sentence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from samverkan.model import Mention
from samverkan.swedish.counts import COUNT, find_counts
from samverkan.vocabulary import SCHEMES, Vocabulary, fold_label

AUDIENCE = ("targetGroup", "sector")
_STATED_AFTER, _STATED_BEFORE, _COUNTED = 0.9, 0.85, 0.9
_MOST_WORDS_BETWEEN = 4
_MOST_WORDS_TO_VERB = 8
_BREAK = re.compile(r"[;!?]|\s[–-]\s|\.(?=\s|\Z)")
# What a clause about a group may begin behind, other than a sentence's end: "Under projekttiden ska 40 småföretag få …"
_CLAUSE = re.compile(r"\b(?:ska|skall|kommer att|blir|där|att|när)\b")
_WORD = re.compile(r"\w+")
_AGE = re.compile(r"(?:mellan\s+)?\d+\s*(?:-|–|och|till)\s*\d+\s*år\w*|\(\d[^)]*\)|\d+\s+år och (?:äldre|uppåt)")
_SHARE = re.compile(r"(?:\bvarav\b|\bhälften\b|\bandel\w*|\bprocent\b|%)[^.;]*\Z")
_PART = re.compile(r"[;,](?!\d)|\s[–-]\s")
_ADJECTIVE = r"(?:[a-zåäö]+a )?"
_COMPANY_WORDS = frozenset({"företag", "bolag", "arbetsgivare", "småföretag"})
_COMPANIES = r"(?:små och medelstora )?(?:företag|småföretag|bolag|arbetsgivare)"


class AudienceReader:
    """Finds groups, trades and numbers reached, by the words of a vocabulary; what is compiled is kept for the next."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.words
        self._concepts = {prop: vocabulary.concepts[SCHEMES[prop]] for prop in AUDIENCE}
        labels = tuple(label for concepts in self._concepts.values() for label in concepts)
        self._clues = _clues(labels)
        self._labels = _groups(labels, words["no-audience"], words["beyond-whom"])
        self._after, self._before = _any_of(words["for-whom"]), _any_of(words["whom-before"])
        self._elsewhere, self._not_reached = _any_of(words["not-for-whom"]), _any_of(words["not-reached"])
        self._people = _clues(words["people"]) | _COMPANY_WORDS
        reaching = (words["has-reached"], words["was-reached"], words["having-been-reached"])
        self._reaching = _any_of(tuple(verb for verbs in reaching for verb in verbs))
        self._reached = _reached(words["people"], *reaching)

    def find_audience(self, text: str, start: int, end: int) -> list[Mention]:
        """The groups and trades that a sentence says the project is for; merely to mention them says nothing."""
        sentence = _lower(text[start:end])
        if self._clues.isdisjoint(_WORD.findall(sentence)):
            return []
        after = [found.end() for found in self._after.finditer(sentence)]
        before = [found.start() for found in self._before.finditer(sentence)]
        if not (after or before) or self._elsewhere.search(sentence):
            return []
        said = [
            *((hit, "for-whom", _STATED_AFTER) for place in after for hit in self._following(sentence, place)),
            *((hit, "whom-before", _STATED_BEFORE) for place in before for hit in self._preceding(sentence, place)),
        ]
        return _first_of_each(
            mention
            for hit, method, sure in said
            if not _is_name(text, start, hit)
            for mention in self._mentions(hit, start, method, sure)
        )

    def read_audience(self, text: str, start: int, end: int, method: str) -> list[Mention]:
        """The groups and trades in a field's value whose label says that the project is for them; all are certain."""
        value = _lower(text[start:end])
        return _first_of_each(
            mention
            for hit in self._labels.finditer(value)
            if hit.lastgroup == "group" and not _SHARE.search(value, 0, hit.start())
            for mention in self._mentions(hit, start, method, 1.0)
        )

    def find_reached(self, text: str, start: int, end: int) -> list[Mention]:
        """How many persons and companies a sentence says that the project has reached, and how exactly ("drygt")."""
        sentence = _lower(text[start:end])
        if self._people.isdisjoint(_WORD.findall(sentence)) or not self._reaching.search(sentence):
            return []
        return _first_of_each(
            mention
            for pattern in self._reached
            for hit in pattern.finditer(sentence)
            if not self._not_reached.search(sentence, *_part(sentence, hit))
            for mention in _counted(sentence, hit, start)
        )

    def _following(self, sentence: str, place: int) -> Iterator[re.Match[str]]:
        """The groups in the list that begins here."""
        for hit in self._labels.finditer(sentence, place):
            if hit.lastgroup == "beyond" or not _goes_on(sentence[place : hit.start()], _MOST_WORDS_BETWEEN):
                return
            if hit.lastgroup == "group":
                yield hit
            place = hit.end()

    def _preceding(self, sentence: str, place: int) -> list[re.Match[str]]:
        """The groups in the list that heads the clause whose verb stands here."""
        heads = [0, *(found.end() for found in _CLAUSE.finditer(sentence, 0, place))]
        for head in reversed(heads):
            hits = list(self._following(sentence[:place], head))
            if hits:
                return hits if _goes_on(sentence[hits[-1].end() : place], _MOST_WORDS_TO_VERB) else []
        return []

    def _mentions(self, hit: re.Match[str], start: int, method: str, sure: float) -> Iterator[Mention]:
        """What the words of a hit mean: a group, a trade, or both ("vårdbiträden" are employed in care)."""
        for prop, concepts in self._concepts.items():
            for concept in concepts.get(fold_label(hit.group()), ()):
                first, last = (start + place for place in hit.span())
                yield Mention(property=prop, value=concept, start=first, end=last, method=method, confidence=sure)


# --- what stands beside the words


def _goes_on(between: str, most_words: int) -> bool:
    return len(_AGE.sub("", between).split()) <= most_words and _BREAK.search(between) is None


def _part(sentence: str, hit: re.Match[str]) -> tuple[int, int]:
    """The part of the sentence, between commas, dashes or semicolons, in which the hit stands."""
    marks = [mark.span() for mark in _PART.finditer(sentence)]
    first = max((end for _, end in marks if end <= hit.start()), default=0)
    return first, min((begin for begin, _ in marks if begin >= hit.end()), default=len(sentence))


def _is_name(text: str, start: int, hit: re.Match[str]) -> bool:
    """Whether words that elsewhere name a group are part of a name here: "Unga Företagare", "Kvinnor i norr"."""
    written = text[start + hit.start() : start + hit.end()]
    return written[0].isupper() and not written.isupper() and bool(_WORD.search(text, start, start + hit.start()))


# --- mentions


def _counted(sentence: str, hit: re.Match[str], start: int) -> Iterator[Mention]:
    first, last = hit.span("count")
    around = find_counts(sentence, max(0, first - len("mellan ")), last)  # it makes "60 och 70" a range
    for count in [count for count in around if count.start >= first][:1]:
        if count.value is not None:
            yield Mention(
                property="reachedCompanies" if hit["companies"] else "reachedParticipants",
                value=count.value,
                start=start + count.start,
                end=start + count.end,
                method="reached",
                confidence=_COUNTED,
                qualifier=count.qualifier,
            )


def _first_of_each(said: Iterable[Mention]) -> list[Mention]:
    """One mention a fact, in the order in which they stand."""
    first: dict[tuple[str, object], Mention] = {}
    for mention in sorted(said, key=lambda mention: (mention.start, -mention.confidence)):
        first.setdefault((mention.property, mention.value), mention)
    return list(first.values())


# --- the words


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])")


@cache
def _clues(labels: tuple[str, ...]) -> frozenset[str]:
    """Words of which any text that holds one of the labels has at least one."""
    return frozenset(max(_WORD.findall(label), key=len) for label in labels)


@cache
def _groups(labels: tuple[str, ...], none: tuple[str, ...], beyond: tuple[str, ...]) -> re.Pattern[str]:
    """Labels as `group`, other words as `none` or, where what was said of the groups ends, `beyond`.

    The labels are tried by their first letters, because a choice among hundreds is slow.
    """
    by_letters: defaultdict[str, list[str]] = defaultdict(list)
    for label in sorted(set(labels), key=lambda label: (-len(label), label)):
        by_letters[label[:2]].append(re.escape(label[2:]).replace(r"\ ", r"\s+"))
    group = "|".join(f"{re.escape(head)}(?:{'|'.join(tails)})" for head, tails in sorted(by_letters.items()))
    return re.compile(
        rf"(?<![\w-])(?:(?P<none>{'|'.join(none)})|(?P<group>{group})|(?P<beyond>{'|'.join(beyond)}))(?!\w|-\w)"
    )


@cache
def _reached(
    people: tuple[str, ...], has: tuple[str, ...], was: tuple[str, ...], having: tuple[str, ...]
) -> tuple[re.Pattern[str], ...]:
    """Number after verb, number before verb, number between "har" and participle."""
    number = rf"(?P<count>{COUNT})\s+{_ADJECTIVE}(?:(?P<companies>{_COMPANIES})|{'|'.join(people)})(?!\w)"
    between = r"(?:\s+\w+){0,4}?\s+"
    sources = (
        rf"\b(?:{'|'.join(has)}){between}{number}",
        rf"{number}{between}(?:{'|'.join(was)})(?!\w)",
        rf"\b(?:har|hade)\s+{number}{between}(?:{'|'.join(having)})(?!\w)",
    )
    return tuple(re.compile(source) for source in sources)


def _lower(text: str) -> str:
    """The text in lower case, every character in its place: an expression that minds no case is found much faster."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(char.lower()[:1] for char in text)
