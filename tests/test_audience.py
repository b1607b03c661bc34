"""Whom a project is for, and how many it reached: what a sentence states, and what it only mentions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.identifiers import BASE
from samverkan.project import ONTOLOGY
from samverkan.reading.audience import AUDIENCE, AudienceReader
from samverkan.vocabulary import SCHEMES, load_vocabulary

VOCABULARY = load_vocabulary(ONTOLOGY)
READER = AudienceReader(VOCABULARY)
LABELS = sorted({label for prop in AUDIENCE for label in VOCABULARY.concepts[SCHEMES[prop]]})


def said(text: str) -> set[str]:
    """The concepts that a sentence states, as `scheme/name`."""
    return {str(mention.value).removeprefix(f"{BASE}id/") for mention in READER.find_audience(text, 0, len(text))}


def field(text: str) -> set[str]:
    found = READER.read_audience(text, 0, len(text), "label:Målgrupp")
    return {str(mention.value).removeprefix(f"{BASE}id/") for mention in found}


def reached(text: str) -> list[tuple[str, object, str | None]]:
    return [(one.property, one.value, one.qualifier) for one in READER.find_reached(text, 0, len(text))]


@pytest.mark.parametrize(
    ("sentence", "concepts"),
    [
        ("Projektet riktar sig till nyanlända.", "target-group/newly-arrived"),
        (
            "Insatsen vänder sig till långtidsarbetslösa utrikesfödda kvinnor.",
            "target-group/long-term-unemployed target-group/foreign-born-women",
        ),
        (
            "Målgruppen är unga mellan 16 och 24 år som varken arbetar eller studerar.",
            "target-group/young-people target-group/outside-work-and-study",
        ),
        (
            "Projektet ger kompetensutveckling för anställda inom äldreomsorgen.",
            "target-group/employed sector/health-and-social-care",
        ),
        ("Målgruppen är företag i besöksnäringen.", "sector/tourism"),
        ("Det ska ge 75 vårdbiträden en ny chans.", "target-group/employed sector/health-and-social-care"),
        ("Det är ett ESF-projekt för personer med försörjningsstöd.", "target-group/persons-on-social-assistance"),
        ("Unga vuxna är projektets målgrupp.", "target-group/young-people"),
        (
            "Anställda i 35 butiker ska lära sig digital handel.",
            "target-group/employed sector/retail",
        ),
        (
            "Under projekttiden ska 40 små och medelstora företag få stöd.",
            "target-group/small-and-medium-sized-enterprises",
        ),
        ("Syftet är att öka sysselsättningen bland utrikesfödda kvinnor.", "target-group/foreign-born-women"),
        ("Projektet riktar sig till kvinnor och män som är sjukskrivna.", "target-group/long-term-sick-listed"),
    ],
)
def test_a_sentence_that_says_whom_the_project_is_for_states_it(sentence: str, concepts: str) -> None:
    assert said(sentence) == set(concepts.split())


@pytest.mark.parametrize(
    "sentence",
    [
        "Arbetslösheten bland unga är hög i länet.",
        "I kommunen är 230 personer långtidsarbetslösa.",
        "Projektet drivs tillsammans med Unga Företagare och besöksnäringen.",
        "Projektet vänder sig till Unga Företagare.",
        "Projektet riktar sig till kommuner som vill anställa nyanlända.",
        "Projektet riktar sig till kommuner, tillsammans med civilsamhället.",
        "Utlysningen riktar sig till anställda inom äldreomsorgen.",
        "Socialfonden riktar sig till arbetslösa.",
        "Föreningen har lång erfarenhet av att stötta långtidsarbetslösa.",
        "Målet är att 40 procent av deltagarna ska vara unga.",
        "Projektet ska nå 200 personer, varav 100 kvinnor.",
        "Projektet riktar sig till kvinnor och män.",
        "– Vi vill nå unga, säger en av dem som arbetar där.",
    ],
)
def test_what_is_only_mentioned_states_nothing(sentence: str) -> None:
    assert said(sentence) == set()


@pytest.mark.parametrize(
    ("value", "concepts"),
    [
        ("Arbetslösa 20–64 år", "target-group/unemployed"),
        ("Unga (16-29år) utan arbete eller studier", "target-group/young-people target-group/outside-work-and-study"),
        ("Nyanlända\nUtrikesfödda", "target-group/newly-arrived target-group/foreign-born"),
        ("medarbetare i verkstadsföretag, varav hälften kvinnor", "target-group/employed sector/industry"),
        ("alla", ""),
    ],
)
def test_everything_in_a_labelled_value_counts_but_its_shares(value: str, concepts: str) -> None:
    assert field(value) == set(concepts.split())


def test_a_mention_covers_the_words_themselves_and_says_how_sure_it_is() -> None:
    text = "Rubrik\n\nInsatserna riktar sig till nyanlända."
    (mention,) = READER.find_audience(text, 8, len(text))
    assert (text[mention.start : mention.end], mention.method, mention.confidence) == ("nyanlända", "for-whom", 0.9)
    (mention,) = READER.read_audience("Nyanlända", 0, 9, "label:Målgrupp")
    assert (mention.method, mention.confidence) == ("label:Målgrupp", 1.0)


def test_a_group_that_is_said_twice_is_one_fact() -> None:
    text = "Projektet riktar sig till unga och ska ge unga stöd."
    assert len(READER.find_audience(text, 0, len(text))) == 1


@given(st.sampled_from(LABELS))
def test_every_label_of_the_schemes_is_found_in_a_field_in_any_case(label: str) -> None:
    assert field(label)
    assert field(label.upper()) == field(label)


@given(st.text(max_size=80), st.sampled_from(LABELS))
def test_whatever_stands_around_it_a_mention_is_a_label_as_it_is_written(noise: str, label: str) -> None:
    text = f"{noise} riktar sig till {label}. {noise}"
    for mention in READER.find_audience(text, 0, len(text)):
        assert " ".join(text[mention.start : mention.end].lower().split()) in LABELS


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Projektet nådde 97 deltagare.", [("reachedParticipants", 97, None)]),
        ("Hittills har drygt 118 personer skrivits in; målet är 170.", [("reachedParticipants", 118, "drygt")]),
        ("När projektet avslutades hade 171 personer tagit del av insatserna.", [("reachedParticipants", 171, None)]),
        ("I projektet deltog 1 300 unga.", [("reachedParticipants", 1300, None)]),
        ("26 företag deltog.", [("reachedCompanies", 26, None)]),
        ("Ett sextiotal företag fick rådgivning.", [("reachedCompanies", 60, "ca")]),
    ],
)
def test_a_number_that_is_told_afterwards_is_a_reached_one(
    sentence: str, expected: list[tuple[str, object, str | None]]
) -> None:
    assert reached(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Projektet ska nå 97 deltagare.",
        "Mål: 640 medarbetare har deltagit när projektet är slut.",
        "Av deltagarna har 63 personer gått vidare till arbete.",
        "Under programperioden deltog 470 000 personer.",
        "På slutkonferensen deltog 80 personer.",
        "I förra projektet deltog 27 personer.",
        "Metoden prövades på två orter, där 14 personer deltog.",
        "Under 2017 deltog mellan 40 och 50 personer.",
    ],
)
def test_plans_parts_events_and_other_projects_are_not_what_it_reached(sentence: str) -> None:
    assert reached(sentence) == []
