from __future__ import annotations

import pytest

from stated import reading, written

PROJECT = "Projektet Lyktan får 2 miljoner kronor från Europeiska socialfonden."


def owners(text: str) -> list[tuple[str, str]]:
    """The owners that a text states, each with the characters that say so."""
    return [
        (written(one), text[one.start : one.end])
        for record in reading(text).records
        for one in record.mentions
        if one.property == "lead"
    ]


@pytest.mark.parametrize(
    ("head", "said", "meant"),
    [
        ("Samordningsförbundet Ekan", "Förbundet äger projektet.", "Samordningsförbundet Ekan"),
        ("Ljusdals kommun", "Kommunen är projektägare.", "Ljusdals kommun"),
        ("Region Örebro län", "Regionen driver projektet.", "Region Örebro län"),
        ("Projekt | Umeå universitet", "Universitetet är projektägare.", "Umeå universitet"),
        ("Samordningsförbundet Ekan", "Vi äger projektet.", "Samordningsförbundet Ekan"),
    ],
)
def test_a_body_of_a_kind_is_the_only_one_of_that_kind_that_was_named_before(head: str, said: str, meant: str) -> None:
    assert owners(f"{head}\n\n{PROJECT} {said}\n") == [(meant, said.split(maxsplit=1)[0])]


def test_whose_page_it_is_tells_among_several_named_in_other_paragraphs() -> None:
    others = "Bollnäs kommun och Ovanåkers kommun deltar."
    text = f"Ljusdals kommun\n\n{others}\n\n{PROJECT} Kommunen är projektägare.\n"
    assert owners(text) == [("Ljusdals kommun", "Kommunen")]


def test_the_one_that_begins_a_sentence_of_the_paragraph_is_meant_among_those_of_the_text() -> None:
    text = f"Bollnäs kommun satsar.\n\nLjusdals kommun är glad. {PROJECT} Kommunen är projektägare.\n"
    assert owners(text) == [("Ljusdals kommun", "Kommunen")]


@pytest.mark.parametrize(
    "text",
    [
        f"{PROJECT} Kommunen är projektägare.\n",
        f"Region Skåne\n\n{PROJECT} Kommunen är projektägare.\n",
        f"{PROJECT} Bollnäs kommun deltar, liksom Ljusdals kommun. Kommunen är projektägare.\n",
        f"Ljusdals kommun\n\n{PROJECT} Med är Bollnäs kommun. Kommunen är projektägare.\n",
        f"Bladet frågar Motala kommun\n\n{PROJECT} Vi äger projektet.\n",
    ],
    ids=["none named", "another kind", "two in the paragraph", "whose page, or who takes part", "a headline's"],
)
def test_a_word_that_may_mean_several_or_nobody_gives_no_owner(text: str) -> None:
    assert owners(text) == []


def test_a_body_meant_is_less_sure_than_one_named() -> None:
    records = reading(f"Ljusdals kommun\n\n{PROJECT} Kommunen är projektägare.\n").records
    assert [one.confidence for record in records for one in record.mentions if one.property == "lead"] == [0.8]
