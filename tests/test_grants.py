from __future__ import annotations

import pytest

from samverkan.reading.grants import find_grants
from samverkan.reading.slots import SlotReader
from stated import REFERENCE, VOCABULARY, written

FUNDED = "Socialfonden har beslutat om stöd. "


def grants(sentence: str, page: str = FUNDED) -> list[tuple[str, str, str]]:
    """Owner, sum and project of every grant that the sentence tells on such a page."""
    text = page + sentence
    slots = SlotReader(text, REFERENCE, VOCABULARY.words, 2022)
    told = [{one.property: written(one) for one in grant} for grant in find_grants(text, len(page), len(text), slots)]
    return [(one["lead"], one["grantedAmount"], one["name"]) for one in told]


@pytest.mark.parametrize(
    "sentence",
    [
        "Störst är Arvika kommuns Bruksvägen, som tilldelas 7 miljoner kronor.",
        "För Bruksvägen fick Arvika kommun 7 miljoner.",
        "Till Arvika kommun och satsningen ”Bruksvägen” avsattes 7 000 000 kronor.",
        "Arvika kommun stöttas med 7 miljoner i projektet Bruksvägen.",
        "Arvika kommun med 7 miljoner kronor för Bruksvägen.",
        "Slutligen satsas 7 miljoner kronor på Bruksvägen, som drivs av Arvika kommun.",
        "Nu beviljas Arvika kommun 7 miljoner kronor för att genomföra Bruksvägen tillsammans med Eda kommun.",
    ],
)
def test_a_grant_is_read_in_any_order(sentence: str) -> None:
    assert grants(sentence) == [("Arvika kommun", "7000000", "Bruksvägen")]


def test_each_clause_tells_a_grant_of_its_own() -> None:
    said = "Här prioriterades Arvika kommuns Ny i dalen (6 000 000 kronor) samt Eda kommuns Växtskolan (2 miljoner)."
    turned = (
        "För Ny i dalen fick Arvika kommun 6 miljoner, medan 2 miljoner går till Eda kommun och projektet Växtskolan."
    )
    both = [("Arvika kommun", "6000000", "Ny i dalen"), ("Eda kommun", "2000000", "Växtskolan")]
    assert grants(said) == both
    assert grants(turned) == both


@pytest.mark.parametrize(
    "sentence",
    [
        "Arvika kommun får 7 miljoner kronor till utbildning i Karlstad.",
        "Arvika kommun får 7 miljoner kronor för Värmlands unga.",
        "Arvika kommun och Eda kommun får 7 miljoner kronor för Bruksvägen.",
        "Arvika kommun får 7 miljoner kronor till Bruksvägen och projektet Växtskolan.",
        "Arvika kommun söker 7 miljoner kronor för Bruksvägen.",
        "Arvika kommun fick inte 7 miljoner kronor för Bruksvägen.",
        "Arvika kommun fick 20 000 kronor för Bruksvägen.",
        "Arvika kommun fick 7 miljoner euro för Bruksvägen.",
    ],
)
def test_a_clause_that_holds_more_or_less_tells_none(sentence: str) -> None:
    assert grants(sentence) == []


def test_a_page_without_a_fund_announces_none() -> None:
    assert grants("Arvika kommun får 7 miljoner kronor för Bruksvägen.", "Ur budgeten. ") == []
