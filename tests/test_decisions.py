from __future__ import annotations

import pytest

from stated import reading, written

HEAD = (
    "Nya Broar\n\n2019-02-08\n\nUmeå kommun driver projektet Nya Broar tillsammans med Robertsfors kommun. "
    "Stödet är 6 miljoner kronor från Socialfonden.\n\n"
)
DAY = "2019-01-24"


def decided(text: str) -> list[str]:
    """The days on which the projects of a text were decided on."""
    return sorted(
        {written(one) for record in reading(text).records for one in record.mentions if one.property == "decidedOn"}
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Projektet godkändes av ESF-rådet den 24 januari 2019.",
        "Den 24 januari 2019 kom beslutet från ESF-rådet.",
        "I torsdags, den 24 januari, sa ESF-rådet ja till projektet.",
        "Beskedet från ESF-rådet kom den 24 januari.",
        "Projektet har den 24 januari 2019 beviljats medel från Socialfonden.",
        "ESF-rådet biföll ansökan den 24 januari 2019.",
        "ESF-rådet beslutade den 24 januari 2019 om projektet, som startar den 1 mars 2019.",
    ],
)
def test_the_day_of_a_decision_is_read_however_it_is_told(sentence: str) -> None:
    assert decided(HEAD + sentence) == [DAY]


@pytest.mark.parametrize(
    "sentence",
    [
        "Den 24 januari 2019 fick deltagarna sina diplom.",
        "Styrgruppen fattar beslut om budgeten den 24 mars 2019.",
        "Projektgruppen hade sitt första möte den 24 januari 2019.",
        "ESF-rådet beslutade att projektet ska starta den 1 mars 2019.",
    ],
)
def test_what_else_happens_on_a_day_is_no_decision(sentence: str) -> None:
    assert decided(HEAD + sentence) == []


def test_a_field_that_may_tell_the_sum_may_tell_the_day_of_the_decision() -> None:
    text = "Projekt: Nya Broar\nProjektägare: Umeå kommun\nBeslut: 2019-01-24\nStöd: 6 000 000 kr\n"
    assert decided(text) == [DAY]
    assert decided(text.replace("2019-01-24", "6 000 000 kr")) == []


def test_a_sum_behind_the_word_project_is_no_name() -> None:
    text = HEAD + "ESF-rådet beviljade projektet 6 000 000 kronor den 24 januari 2019."
    assert [str(record.name.value) for record in reading(text).records] == ["Nya Broar"]
