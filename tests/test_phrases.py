from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import OntologyError
from samverkan.model import Mention
from samverkan.project import ONTOLOGY
from samverkan.reading.phrases import Match, PhraseBook
from samverkan.reading.slots import AMOUNTS, AREAS, DATES, ROLES, SlotReader
from samverkan.reference import load_reference
from samverkan.vocabulary import Phrase, load_vocabulary

VOCABULARY, REFERENCE = load_vocabulary(ONTOLOGY), load_reference(ONTOLOGY)
PHRASES = {phrase.name: phrase for phrase in VOCABULARY.phrases}
EXAMPLES = [
    pytest.param(phrase, example, id=phrase.name) for phrase in VOCABULARY.phrases for example in phrase.examples
]
for_every_example = pytest.mark.parametrize(("phrase", "example"), EXAMPLES)
MARK = re.compile(r"\[(?P<slot>\w+): (?P<characters>[^\]]*)\]")
BARE_SUM = "sum"  # a slot for a sum without a unit, where money is meant: it states what `granted` states
# The slot whose characters state a property.
SLOTS = {stated: slot for slots in (AMOUNTS, DATES, ROLES) for slot, stated in slots.items() if slot != BARE_SUM} | {
    "name": "project", "formerProject": "former", "otherProject": "other", "announced": "announced",
    "coversArea": AREAS, "plannedParticipants": "participants", "plannedCompanies": "companies",
}  # fmt: skip
Written = list[tuple[str, str]]


def book(*phrases: Phrase) -> PhraseBook:
    return PhraseBook(replace(VOCABULARY, phrases=phrases))


def phrase(pattern: str, name: str = "made-up", rank: int = 1) -> Phrase:
    return Phrase(name=name, pattern=pattern, confidence=0.9, examples=(), rank=rank)


def accepting(text: str, said: list[Mention]) -> Callable[[Match], bool]:
    """Takes a match up when its slots can be read."""
    slots = SlotReader(text, REFERENCE, VOCABULARY.words, 2024, day="2024-06-04")

    def accept(match: Match) -> bool:
        found = slots.read(match)
        said.extend(found or ())
        return found is not None

    return accept


def read(text: str, *phrases: Phrase) -> Written:
    """What these phrases state of a text: each slot and its characters, in the order of the text."""
    said: list[Mention] = []
    book(*phrases).find(text, 0, len(text), accepting(text, said))
    return [(SLOTS[one.property], text[one.start : one.end]) for one in sorted(said, key=lambda one: one.start)]


def marked(example: str) -> tuple[str, Written]:
    """An example without its marks, and what they mark."""
    marks = [("granted" if slot == BARE_SUM else slot, characters) for slot, characters in MARK.findall(example)]
    return MARK.sub(r"\g<characters>", example), marks


def everything(_: Match) -> bool:
    return True


@for_every_example
def test_a_phrase_finds_in_its_example_what_is_marked_and_nothing_else(phrase: Phrase, example: str) -> None:
    text, expected = marked(example)
    assert expected
    assert read(text, phrase) == expected


@for_every_example
def test_a_phrase_is_found_wherever_its_example_stands(phrase: Phrase, example: str) -> None:
    text, expected = marked(example)
    longer = f"Åter. {text} Åter."
    said: list[Mention] = []
    book(phrase).find(longer, 6, 6 + len(text), accepting(longer, said))
    assert sorted(longer[one.start : one.end] for one in said) == sorted(characters for _, characters in expected)


@for_every_example
def test_the_required_words_never_exclude_a_phrase_from_its_own_example(phrase: Phrase, example: str) -> None:
    text, _ = marked(example)
    assert book(phrase).find(text, 0, len(text), everything) != []


@pytest.mark.parametrize("phrase", VOCABULARY.phrases, ids=lambda phrase: phrase.name)
def test_a_phrase_says_nothing_in_a_text_about_something_else(phrase: Phrase) -> None:
    assert read("Cyklarna är röda och vägen svänger åt norr.", phrase) == []
    assert read("", phrase) == []


def test_every_slot_and_word_class_that_a_pattern_names_is_known() -> None:
    patterns = [*PHRASES.values(), *(phrase(word) for words in VOCABULARY.words.values() for word in words)]
    slots = {slot for one in patterns for slot in re.findall(r"\{([a-z]+)(?::\w+)?\}", one.pattern)}
    classes = {name for one in patterns for name in re.findall(r"(?<!\?)<([\w-]+)>", one.pattern)}
    assert slots <= {
        *AMOUNTS,
        *DATES,
        *ROLES,
        AREAS,
        "project",
        "alias",
        "former",
        "other",
        "announced",
        "participants",
        "companies",
    }
    assert classes <= VOCABULARY.words.keys()


# --- what a slot can't hold


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("project-gets", "Det som är nytt får 2 miljoner kronor."),
        ("project-gets", "Umeå kommun får 2 miljoner kronor."),
        ("project-gets", "Projektet får 2 miljoner kronor."),
        ("kind-project-gets", "Projektet Det som var svårt får 2 miljoner kronor."),
        ("kind-and-name", "Projektet Vi är många ska bli fler."),
        ("owner-genitive-project", "Kommunens projekt Nyväg får 2 miljoner kronor."),
    ],
)
def test_a_clause_a_pronoun_or_a_municipality_is_no_project_s_name(name: str, text: str) -> None:
    assert read(text, PHRASES[name]) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("utterly-with", "Projektet genomförs i samverkan med SMF."),
        ("utterly-with", "Projektet genomförs i samarbete med näringslivet."),
        ("utterly-with", "Projektet genomförs i samarbete med ett sextiotal andra."),
        ("project-in-cooperation", "Det är ett projekt i samarbete med EU."),
        ("owner-is", "Projektägare är den som söker."),
        ("owner-is", "Projektägare är elva kommuner."),
        ("is-owner", "Det är projektägare."),
        ("run-by", "Projektet drivs av dem som vill."),
    ],
)
def test_an_abbreviation_a_pronoun_or_a_manner_of_speaking_is_no_partner(name: str, text: str) -> None:
    assert read(text, PHRASES[name]) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("participants-after-verb", "Projektet vänder sig till personer mellan 16 och 24 år."),
        ("participants-after-verb", "Projektet ska under 20 veckor nå personer."),
        ("companies-after-verb", "Projektet ska nå 2 miljoner kronor och företag."),
        ("gets-money", "Projektet får 20 procent mer."),
    ],
)
def test_an_age_a_share_or_a_number_of_weeks_fills_no_slot_for_people_or_money(name: str, text: str) -> None:
    assert read(text, PHRASES[name]) == []


def test_after_a_refusal_the_same_phrase_is_tried_further_on() -> None:
    text = "Det är projektägare och där är Hylte kommun projektägare."
    assert read(text, PHRASES["is-owner-after"]) == [("lead", "Hylte kommun")]


def test_a_project_s_name_in_quotes_may_be_anything_that_fits_between_them() -> None:
    text = "Det drivs i projektet ”Det som är vårt”."
    assert read(text, PHRASES["kind-in-quotes"]) == [("project", "Det som är vårt")]


# --- the order


def test_the_phrases_are_tried_by_rank_and_then_by_name() -> None:
    order = [(one.rank, one.name) for one in VOCABULARY.phrases]
    assert order == sorted(order)
    assert len(set(order)) == len(order)


def test_what_is_found_stands_in_the_order_of_the_ranks() -> None:
    text = "Projektägare blir Hylte kommun."
    first, second = phrase("<owner>n? blir {lead}", "first", 1), phrase("blir {lead}", "second", 2)
    found = book(first, second).find(text, 0, len(text), everything)
    assert [match.phrase.name for match in found] == ["first", "second"]


@pytest.mark.parametrize("name", ["gets-money", "kind-and-name"])
def test_a_general_phrase_comes_after_those_that_say_more(name: str) -> None:
    special = {
        "gets-money": "owner-gets-money-for-project",
        "kind-and-name": "kind-project-gets",
    }
    assert PHRASES[special[name]].rank < PHRASES[name].rank


# --- the mould of a pattern


@pytest.mark.parametrize(
    ("pattern", "text", "slots"),
    [
        ("{lead} äger", "Bron AB äger", [("lead", "Bron AB")]),
        ("{lead:genitive} hus", "Fältlagets hus", [("lead", "Fältlagets")]),
        ("i {project:quoted}", "i ”Nya vägar”", [("project", "Nya vägar")]),
        ("<kind> {project:end}", "projektet Nya vägar får", [("project", "Nya vägar")]),
        ("{granted} till", "5 mkr till", [("granted", "5 mkr")]),
        ("nå {companies} företag", "nå mellan 60 och 70 företag", [("companies", "60 och 70")]),
        ("den {start}", "den 1 mars 2020", [("start", "1 mars 2020")]),
        ("av {lead} och {partners}", "av Bron och Fältlaget", [("lead", "Bron"), ("partners", "Fältlaget")]),
    ],
)
def test_a_pattern_s_slots_hold_their_characters(pattern: str, text: str, slots: Written) -> None:
    found = book(phrase(pattern)).find(text, 0, len(text), everything)
    assert [[(slot.kind, text[slot.start : slot.end]) for slot in match.slots] for match in found] == [slots]


def test_only_a_list_at_the_end_of_a_pattern_is_open() -> None:
    text = "Bron äger med Fältlaget"
    (match,) = book(phrase("{lead} äger med {partners}")).find(text, 0, len(text), everything)
    assert [(slot.kind, slot.open) for slot in match.slots] == [("lead", False), ("partners", True)]


def test_words_between_the_slots_may_have_any_case_but_names_keep_theirs() -> None:
    assert read("PROJEKTÄGARE ÄR Hylte kommun.", PHRASES["owner-is"]) == [("lead", "Hylte kommun")]
    assert read("Projektägare är hylte kommun.", PHRASES["owner-is"]) == []


def test_words_may_stand_on_two_lines() -> None:
    assert read("Projektägare\när  Hylte kommun.", PHRASES["owner-is"]) == [("lead", "Hylte kommun")]


@given(
    st.lists(
        st.sampled_from([*(marked(one.examples[0])[0] for one in VOCABULARY.phrases), "\n", "”", "(", "är"]), max_size=4
    )
)
def test_every_match_lies_inside_its_stretch_and_holds_its_slots_in_order(parts: list[str]) -> None:
    text = "Åter. " + " ".join(parts)
    for match in ALL.find(text, 6, len(text), everything):
        assert 6 <= match.start < match.end <= len(text)
        assert all(match.start <= slot.start < slot.end <= match.end for slot in match.slots)
        assert all(before.end <= after.start for before, after in pairwise(match.slots))


ALL = PhraseBook(VOCABULARY)


@given(st.text(max_size=200))
def test_no_text_makes_the_phrases_fail(text: str) -> None:
    ALL.find(text, 0, len(text), accepting(text, []))


# --- a broken ontology


def broken(folder: Path, name: str, old: str, new: str) -> Path:
    """A copy of the ontology in which one phrase says something else."""
    copy = Path(shutil.copytree(ONTOLOGY, folder / "ontology"))
    path = copy / "phrases" / "phrases.ttl"
    before, opening, phrase = path.read_text(encoding="utf-8").partition(f"phrase:{name} a sam:Phrase")
    assert old in phrase.split("\n\n")[0]
    path.write_text(before + opening + phrase.replace(old, new, 1), encoding="utf-8")
    return copy


@pytest.mark.parametrize("part", ["rank", "confidence", "pattern"])
def test_a_phrase_that_lacks_a_part_is_refused_by_name(tmp_path: Path, part: str) -> None:
    folder = broken(tmp_path, "owner-genitive-project", f"sam:{part} ", f"sam:un{part} ")
    with pytest.raises(OntologyError, match="owner-genitive-project"):
        load_vocabulary(folder)
