from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.project import ONTOLOGY
from samverkan.reading.patterns import Clues, Stems, clues, expression, unknown_names
from samverkan.vocabulary import Phrase, load_vocabulary

VOCABULARY = load_vocabulary(ONTOLOGY)
WORDS = {"gets": ("får", "har fått"), "tall": ("[a-z]+a",)}
TOKEN = re.compile(r"\w+|[^\w\s]")
EXAMPLES = [re.sub(r"\[\w+: ([^\]]*)\]", r"\1", one) for phrase in VOCABULARY.phrases for one in phrase.examples]
CLUES = {phrase.name: clues(phrase.pattern, VOCABULARY.words) for phrase in VOCABULARY.phrases}
SOURCES = {phrase.name: expression(phrase.pattern, VOCABULARY.words, {}) for phrase in VOCABULARY.phrases}


compiled = cache(lambda source: re.compile(source, re.IGNORECASE))


def has(word: str, stems: Stems) -> bool:
    return any(stem in f" {word.lower()} " for stem in stems)


def are_in(wanted: Clues, text: str) -> bool:
    """Whether a text holds all clues of a pattern."""
    tokens = list(TOKEN.finditer(text))
    words = all(any(has(token.group(), stems) for token in tokens) for stems in wanted.words)
    runs = all(
        any(has(token.group(), run.opening) and compiled(run.expression).match(text, token.start()) for token in tokens)
        for run in wanted.runs
    )
    return words and runs and all(compiled(number).search(text) for number in wanted.numbers)


def needed(pattern: str) -> set[Stems]:
    return set(clues(pattern, WORDS).words)


@given(st.lists(st.sampled_from([*EXAMPLES, "\n", "”", "(", "är", "Projektet"]), min_size=1, max_size=2))
def test_a_text_that_a_pattern_matches_holds_its_clues(parts: list[str]) -> None:
    text = " ".join(parts)
    for name, source in SOURCES.items():
        assert compiled(source).search(text) is None or are_in(CLUES[name], text), name


@pytest.mark.parametrize("phrase", VOCABULARY.phrases, ids=lambda phrase: phrase.name)
def test_every_phrase_has_clues(phrase: Phrase) -> None:
    assert CLUES[phrase.name].words or CLUES[phrase.name].numbers


@pytest.mark.parametrize(
    ("pattern", "stems"),
    [
        ("{lead} äger {partners}", {frozenset({" äger "})}),
        ("{lead} <gets> stöd", {frozenset({" får ", " fått "}), frozenset({" stöd"})}),
        ("(är|blir) {lead}", {frozenset({"är ", "blir "})}),
        ("projekt(et)? {lead}", {frozenset({"projekt"})}),
        ("(det )?tidigare {former}", {frozenset({"tidigare "})}),
        ("{partners}(?= (ska|kan) verka)", {frozenset({" ska ", " kan "}), frozenset({" verka"})}),
        ("{project} \\({lead}\\)", {frozenset({" ( "}), frozenset({" ) "})}),
        ("i {project:quoted}", {frozenset({"i "}), frozenset({' " ', " ” ", " “ ", " » ", " « "})}),
        ("(?<!del av )budgeten", {frozenset({"budgeten"})}),
        ("<tall> {lead}", {frozenset({"a "})}),
        ("(en|{lead}) här", {frozenset({" här"})}),
    ],
)
def test_a_pattern_needs_the_words_that_no_match_can_do_without(pattern: str, stems: set[Stems]) -> None:
    assert needed(pattern) == stems


def test_a_run_goes_from_a_word_to_the_slot_that_follows_it() -> None:
    (run,) = clues("{lead} <gets> {granted} till {project}", WORDS).runs
    assert (run.opening, run.leads) == (frozenset({" får ", " har "}), False)
    regex = compiled(run.expression)
    assert regex.match("får 5 miljoner kronor till Nyväg")
    assert not regex.match("får 5 miljoner kronor till mötet")
    assert not regex.match("får pengar till Nyväg")


def test_a_number_is_needed_only_where_it_must_stand() -> None:
    assert clues("{lead} <gets> {granted}", WORDS).numbers
    assert clues("{lead} <gets> stöd( på {granted})?", WORDS).numbers == frozenset()
    assert clues("{lead} ({granted}|stöd)", WORDS).numbers == frozenset()


def test_a_look_at_what_stands_before_may_be_of_several_words() -> None:
    regex = re.compile(expression("(?<!del av )budgeten är {total}", WORDS, {}))
    assert regex.search("att budgeten är 5 mkr")
    assert not regex.search("en del av budgeten är 5 mkr")


def test_names_that_nobody_knows_are_told() -> None:
    assert unknown_names("{owner} <gets> <gives> {lead}", WORDS) == ["owner", "gives"]
