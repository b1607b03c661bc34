from __future__ import annotations

import pytest

from stated import reading, written

TWO = (
    "Umeå kommun får 5,2 miljoner kronor till projektet Lyktan. "
    "Region Skåne får 3 miljoner kronor till projektet Kompassen.\n\n"
)


def facts(text: str) -> dict[str, list[tuple[str, str]]]:
    """What a text states of each project, but for the fund."""
    return {
        str(record.name.value): sorted(
            (one.property, written(one)) for one in record.mentions if one.property != "fund"
        )
        for record in reading(text).records
    }


KNOWN = {
    "Lyktan": [("grantedAmount", "5200000"), ("lead", "Umeå kommun")],
    "Kompassen": [("grantedAmount", "3000000"), ("lead", "Region Skåne")],
}


def test_a_paragraph_that_was_not_understood_is_told_and_gives_no_facts_nor_does_what_follows_it() -> None:
    text = f"{TWO}Därutöver ska 700 000 kronor bekosta ett växthus.\n\nDet pågår till maj 2024.\n"
    found = reading(text)
    (finding,) = found.findings
    assert (finding.code, finding.line, finding.column) == ("unread-paragraph", 3, 1)
    assert facts(text) == KNOWN


@pytest.mark.parametrize(
    "paragraph", ["Ett växthus för 700 kronor byggs.", "Lyktan ska ha 700 000 kronor i ett växthus."]
)
def test_a_small_sum_or_a_known_name_makes_a_paragraph_understood(paragraph: str) -> None:
    assert reading(TWO + paragraph).findings == ()


# --- bullets


def test_a_bullet_may_begin_with_a_name_before_what_is_said_of_it() -> None:
    text = (
        "Följande har hänt:\n\n• Lyktan – Umeå kommun får 3 miljoner kronor från ESF. Projektet pågår till maj 2023.\n"
        "• Kompassen (Region Skåne, 5 mnkr). Projektet pågår till maj 2024.\n"
    )
    assert facts(text) == {
        "Lyktan": [("endDate", "2023-05"), ("grantedAmount", "3000000"), ("lead", "Umeå kommun")],
        "Kompassen": [("endDate", "2024-05"), ("grantedAmount", "5000000"), ("lead", "Region Skåne")],
    }


def test_bullets_under_words_that_announce_projects_may_name_them_before_a_comma_a_dash_or_a_full_stop() -> None:
    text = (
        "ESF-rådet har beviljat följande projekt:\n\n"
        "• Lyktan, som Umeå kommun håller i. Stöd: 3 miljoner kronor.\n"
        "• Kompassen – här ska unga hitta rätt. Projektägare är Region Skåne. Beviljat stöd: 5 000 000 kronor. "
        "Regionen samverkar med Malmö stad.\n"
        "• Fyren, Eda kommun. Kommunen får 2 miljoner kronor.\n"
    )
    assert facts(text) == {
        "Lyktan": [("grantedAmount", "3000000"), ("lead", "Umeå kommun")],
        "Kompassen": [("grantedAmount", "5000000"), ("lead", "Region Skåne"), ("partner", "Malmö stad")],
        "Fyren": [("grantedAmount", "2000000"), ("lead", "Eda kommun")],
    }


def test_a_clause_before_a_dash_in_a_bullet_is_no_name() -> None:
    assert facts("Följande har hänt:\n\n• Kommunen driver mycket – Umeå kommun får 3 miljoner kronor från ESF.\n") == {}


def test_what_follows_a_bullet_is_not_said_of_its_project() -> None:
    text = (
        "Följande har hänt:\n\n• Lyktan (Umeå kommun, 5 mnkr). Projektet är bra.\n• Allt annat pågår till maj 2024.\n"
    )
    assert facts(text) == {"Lyktan": [("grantedAmount", "5000000"), ("lead", "Umeå kommun")]}


# --- quotations


@pytest.mark.parametrize(
    "said", ["Vi samarbetar med Region Skåne, säger hon.", "Hon berättar att Region Skåne deltar."]
)
def test_what_a_person_says_is_no_fact(said: str) -> None:
    text = "Projektägare: Umeå kommun\nProjektnamn: Lyktan\n\n"
    assert facts(text + said) == {"Lyktan": [("lead", "Umeå kommun")]}
    assert ("partner", "Region Skåne") in facts(text + "De samarbetar med Region Skåne.")["Lyktan"]


def test_what_a_person_says_behind_a_dash_is_no_fact_of_the_project() -> None:
    text = "Starkare ihop\n\nProjektägare: Umeå kommun\n\n– Vi samarbetar med Vännäs kommun.\n"
    assert facts(text) == {"Starkare ihop": [("lead", "Umeå kommun")]}


def test_what_an_owner_runs_is_a_project_where_the_next_sentence_says_so() -> None:
    assert facts("Umeå kommun driver Lyktan. Projektet startade den 1 mars 2021.") == {
        "Lyktan": [("lead", "Umeå kommun"), ("startDate", "2021-03-01")]
    }
    assert facts("Umeå kommun driver Väven. Huset öppnade den 1 mars 2021.") == {}


# --- a project's own words


def test_words_beside_a_sum_tell_its_kind_in_the_project_s_own_paragraph_only() -> None:
    text = "Umeå kommun driver projektet Lyktan. Stödet till verksamheten stannar vid 3 miljoner kronor."
    assert ("grantedAmount", "3000000") in facts(text + "\n\nRegion Skåne driver projektet Kompassen.")["Lyktan"]
    far = f"{TWO}Stödet till verksamheten stannar vid 9 miljoner kronor.\n"
    assert facts(far) == KNOWN


def test_a_heading_that_is_the_name_of_a_project_told_of_above_goes_on_with_it() -> None:
    text = f"Nya projekt i landet\n\n{TWO}Lyktan\nHär ska unga hitta jobb. I projektet deltar Vännäs kommun.\n"
    assert facts(text)["Lyktan"] == [*KNOWN["Lyktan"], ("partner", "Vännäs kommun")]
    assert facts(text)["Kompassen"] == KNOWN["Kompassen"]


@pytest.mark.parametrize("words", ["Alla projekt pågår", "Samtliga tre projekt löper", "Projekten ska pågå"])
def test_what_is_said_of_all_projects_is_said_of_each(words: str) -> None:
    assert all(("endDate", "2025-12-31") in said for said in facts(f"{TWO}{words} till den 31 december 2025.").values())


def test_a_sum_is_the_project_s_whose_owner_gets_it_also_where_an_earlier_project_is_named() -> None:
    text = "Umeå kommun får 3 miljoner kronor för Lyktan, en fortsättning på det tidigare projektet Veken."
    assert ("grantedAmount", "3000000") in facts(text)["Lyktan"]


def test_whom_an_owner_works_together_with_is_no_part_of_its_name() -> None:
    text = "Projektet Lyktan, som ägs av Umeå kommun i samarbete med Vännäs kommun, får 3 miljoner kronor."
    assert facts(text)["Lyktan"] == [
        ("grantedAmount", "3000000"),
        ("lead", "Umeå kommun"),
        ("partner", "Vännäs kommun"),
    ]


@pytest.mark.parametrize("words", ["Skolan får 4 miljoner kronor av Socialfonden.", "Omkring 300 anställda deltar."])
def test_neither_a_kind_of_body_nor_a_number_of_people_takes_part(words: str) -> None:
    said = facts(f"Umeå kommun driver projektet Lyktan. {words}")["Lyktan"]
    assert [one for one in said if one[0] in ("lead", "partner")] == [("lead", "Umeå kommun")]


def test_people_are_counted_where_the_paragraph_speaks_of_the_project() -> None:
    elsewhere = f"{TWO}Där firar bokbussen med tårta för 250 personer.\n"
    assert facts(elsewhere) == KNOWN
    spoken_of = f"{TWO}I Kompassen ska 250 personer få hjälp.\n"
    assert ("plannedParticipants", "250") in facts(spoken_of)["Kompassen"]


def test_a_day_without_a_year_has_that_of_the_pages_head() -> None:
    text = (
        "Nyhetsbrev mars 2016\n\nDen 24 februari beviljades projektet Lyktan 4 miljoner kronor.\n\nKlart 2019-05-31.\n"
    )
    assert ("decidedOn", "2016-02-24") in facts(text)["Lyktan"]


@pytest.mark.parametrize(("year", "funds"), [("2019", ["esf"]), ("2022", []), ("2024", ["esf-plus"])])
def test_who_decides_tells_the_fund_while_there_was_one(year: str, funds: list[str]) -> None:
    text = f"Nytt {year}-05-02\n\nESF-rådet har beviljat Umeå kommun 8,4 miljoner kronor för projektet Bron.\n"
    (record,) = reading(text).records
    assert [written(one).rpartition("/")[2] for one in record.mentions if one.property == "fund"] == funds


def test_beside_an_owner_those_who_run_the_project_jointly_take_part() -> None:
    jointly = "Projektet bedrivs gemensamt av Region Skåne och Mora kommun.\n"
    (record,) = reading(f"Lyktan är ett projekt. Umeå kommun är projektägare.\n\n{jointly}").records
    roles = [(one.property, written(one)) for one in record.mentions]
    assert roles == [("lead", "Umeå kommun"), ("partner", "Region Skåne"), ("partner", "Mora kommun")]


ITS = "Umeå kommun får 5,2 miljoner kronor till projektet Lyktan.\n\n"


@pytest.mark.parametrize(
    "earlier",
    [
        "För sju år sedan drev kommunen Kompassen tillsammans med Vännäs kommun.",
        "Tidigare har kommunen drivit projektet Kompassen, som drevs av Region Skåne och fick 9 miljoner kronor.",
        "Lyktan bygger vidare på förstudien Kompassen, som drevs av Region Skåne.",
    ],
)
def test_what_was_before_the_project_at_hand_is_neither_its_own_nor_a_project_of_the_text(earlier: str) -> None:
    found = facts(f"{ITS}{earlier}\n")
    assert list(found) == ["Lyktan"]
    assert "Vännäs kommun" not in dict(found["Lyktan"]).values()
    assert ("grantedAmount", "9000000") not in found["Lyktan"]


def test_what_happened_years_ago_to_the_project_itself_is_its_own() -> None:
    found = facts(f"{ITS}För två år sedan startade projektet tillsammans med Vännäs kommun.\n")
    assert ("partner", "Vännäs kommun") in found["Lyktan"]


def test_who_answers_an_enquiry_does_not_take_part() -> None:
    assert "plannedParticipants" not in dict(facts(f"{ITS}Enkäten skickades till 118 chefer.\n")["Lyktan"])


def test_a_project_that_one_paragraph_tells_of_and_the_next_names_is_one() -> None:
    text = (
        "Här har Umeå kommun sedan i januari ett projekt för fler i arbete.\n\n"
        "Lyktan heter projektet, som pågår i tre år. Ur Socialfonden kommer 5 miljoner kronor till Umeå kommun.\n"
    )
    assert list(facts(text)) == ["Lyktan"]
    assert ("lead", "Umeå kommun") in facts(text)["Lyktan"]


def test_bullets_that_go_on_behind_a_comma_are_projects_that_words_above_announce() -> None:
    text = (
        "Förstudier\n\nFrån Socialfonden fick 14 förstudier stöd. Två av dem leds av Länsstyrelsen Skåne:\n\n"
        "– Nya jobb, som tar reda på vad företagen saknar (475 000 kr)\n"
        "– På landet, i samarbete med Lunds kommun (498 000 kr)\n"
    )
    found = {str(one.name.value): [written(fact) for fact in one.mentions] for one in reading(text).records}
    assert {"Länsstyrelsen Skåne", "475000"} <= set(found["Nya jobb"])
    assert {"Länsstyrelsen Skåne", "498000", "Lunds kommun"} <= set(found["På landet"])


def test_a_misspelt_word_for_the_project_is_that_word() -> None:
    text = "Hållbara leder i fjällen\n\nProjketet drivs av Visit Umeå AB ihop med Vännäs komun. Det får stöd ur ERUF.\n"
    (record,) = reading(text).records
    assert record.name.value == "Hållbara leder i fjällen"
    assert {written(one) for one in record.mentions} >= {"Visit Umeå AB", "Vännäs kommun"}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        (
            "Umeå kommuns projekt har fått namnet Kunskap ger kraft och riktar sig till 60 anställda.",
            "Kunskap ger kraft",
        ),
        ("Projektet heter Nya Broar och drivs av Umeå kommun.", "Nya Broar"),
        ("Projektet heter Nya Broar, som leds av Umeå kommun.", "Nya Broar"),
    ],
)
def test_behind_a_verb_that_names_another_verb_is_a_part_of_the_name(sentence: str, name: str) -> None:
    (record,) = reading(f"Umeå\n\nSocialfonden betalar.\n\n{sentence}\n").records
    assert record.name.value == name
    assert "Umeå" in str([getattr(one.value, "text", "") for one in record.mentions if one.property == "lead"])
