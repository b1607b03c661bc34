from __future__ import annotations

import itertools

import pytest

from samverkan.reading.entries import EntryReader
from samverkan.reading.inline import blocks
from stated import REFERENCE, reading, written

ANNOUNCED = "Följande projekt har beviljats stöd:\n\n"
LINES = [
    {"name": "Nyväg", "owner": "Umeå kommun", "sum": "4,2 mnkr", "period": "2021–2023"},
    {"name": "Öppna dörrar", "owner": "Region Skåne", "sum": "3 mnkr", "period": "2022–2024"},
    {"name": "Bron", "owner": "Malmö stad", "sum": "2,5 mnkr", "period": "2021–2022"},
]
FACTS = {
    "Nyväg": {"lead": ["Umeå kommun"], "grantedAmount": ["4200000"], "startDate": ["2021"], "endDate": ["2023"]},
    "Öppna dörrar": {
        "lead": ["Region Skåne"],
        "grantedAmount": ["3000000"],
        "startDate": ["2022"],
        "endDate": ["2024"],
    },
    "Bron": {"lead": ["Malmö stad"], "grantedAmount": ["2500000"], "startDate": ["2021"], "endDate": ["2022"]},
}


def listed(text: str) -> dict[str, dict[str, list[str]]]:
    """What the entries among a text's projects state, by property."""
    projects: dict[str, dict[str, list[str]]] = {}
    for record in reading(text).records:
        assert record.name.method == "entry"
        facts = projects.setdefault(str(record.name.value), {})
        for mention in record.mentions:
            facts.setdefault(mention.property, []).append(written(mention))
    return projects


@pytest.mark.parametrize("separator", [", ", "; ", " – ", "\t"])
@pytest.mark.parametrize("order", list(itertools.permutations(LINES[0])), ids="-".join)
def test_the_parts_of_an_entry_stand_in_any_order(order: tuple[str, ...], separator: str) -> None:
    assert listed(ANNOUNCED + "\n".join(separator.join(line[part] for part in order) for line in LINES)) == FACTS


def test_a_part_that_nothing_gives_away_is_what_it_is_in_the_other_lines() -> None:
    found = listed(f"{ANNOUNCED}Nyväg, Umeå kommun, 4,2 mnkr\nLjus, Kaskelot, 3 mnkr\nBron, Malmö stad, 2,5 mnkr\n")
    assert found["Ljus"] == {"lead": ["Kaskelot"], "grantedAmount": ["3000000"]}
    assert listed(f"{ANNOUNCED}Umeå kommun, Nyväg, 4,2 mnkr\nKaskelot, Ljus, 3 mnkr\nMalmö stad, Bron, 2 mnkr\n")[
        "Ljus"
    ]


@pytest.mark.parametrize("mark", ["projektägare", "sökande", "huvudman"])
def test_of_several_organisations_the_marked_one_is_the_owner(mark: str) -> None:
    first, last = f"Umeå kommun ({mark}), Vännäs kommun", f"Malmö stad ({mark}), Lunds kommun"
    assert listed(f"{ANNOUNCED}Nyväg: {first}, 4,2 mnkr\nBron: {last}, 2 mnkr") == {
        "Nyväg": {"lead": ["Umeå kommun"], "partner": ["Vännäs kommun"], "grantedAmount": ["4200000"]},
        "Bron": {"lead": ["Malmö stad"], "partner": ["Lunds kommun"], "grantedAmount": ["2000000"]},
    }


def test_words_above_the_list_say_what_its_sums_are() -> None:
    lines = "Nyväg (Umeå kommun), 4,2 mnkr\nBron (Malmö stad), 2,5 mnkr\n"
    assert listed(f"Dessa projekt har sökt stöd:\n\n{lines}")["Bron"] == {
        "lead": ["Malmö stad"],
        "appliedAmount": ["2500000"],
    }


def test_an_entry_s_fund_is_the_one_on_its_line_or_else_the_one_above_the_list() -> None:
    lines = "Nyväg (Umeå kommun), 4,2 mnkr, ERUF\nBron (Malmö stad), 2,5 mnkr\n"
    found = listed(f"Följande projekt har beviljats stöd från ESF:\n\n{lines}")
    assert [facts["fund"][0].rsplit("/", 1)[1] for facts in found.values()] == ["erdf", "esf"]


@pytest.mark.parametrize(
    "text",
    [
        f"{ANNOUNCED}Nyväg (Umeå kommun), 4,2 mnkr\n",
        "Nyväg, Umeå kommun, 4,2 mnkr\nBron, Malmö stad, 2,5 mnkr\n",
        f"{ANNOUNCED}Nyväg får Umeå kommun, 4,2 mnkr\nBron får Malmö stad, 2,5 mnkr\n",
        f"{ANNOUNCED}Umeå kommun, Vännäs kommun, 4,2 mnkr\nMalmö stad, Lunds kommun, 2,5 mnkr\n",
    ],
    ids=["one line", "not announced", "a verb", "no name"],
)
def test_what_is_no_list_of_projects_has_no_entries(text: str) -> None:
    assert not [record for record in reading(text).records if record.name.method == "entry"]


def test_a_line_is_told_by_itself_and_read_from_where_it_stands() -> None:
    text = "Ett stycke om något annat.\n\nNyväg, Umeå kommun, 4 mnkr\nBron, Malmö stad, 2 mnkr\n"
    reader, parts = EntryReader(text, REFERENCE, frozenset({"om"})), blocks(text, {})
    assert [reader.is_line(block) for block in parts] == [False, True, True]
    assert reader.read(parts, 0, "grantedAmount") == {}
    assert [entry.name.value for entry in reader.read(parts, 1, "grantedAmount").values()] == ["Nyväg", "Bron"]
    assert list(reader.read(parts, 1, "grantedAmount")) == [1, 2]


def test_a_calendar_is_no_list_of_projects() -> None:
    text = "Projekt som har fått stöd\n\n14 april  Frukost, Falu kommun\n27 april  Infoträff, Borlänge kommun\n"
    assert reading(text).records == ()


def test_a_dash_inside_a_period_parts_no_line() -> None:
    first, last = "Nyväg, Umeå kommun, 4 mnkr", "Bron, Malmö stad, 2 mnkr"
    found = listed(f"{ANNOUNCED}{first}, 2021-01-01 – 2022-12-31\n{last}, mars 2021 – maj 2022\n")
    assert (found["Nyväg"]["startDate"], found["Nyväg"]["endDate"]) == (["2021-01-01"], ["2022-12-31"])
    assert (found["Bron"]["startDate"], found["Bron"]["endDate"]) == (["2021-03"], ["2022-05"])


def test_fields_right_below_a_line_are_of_its_project() -> None:
    fields = ("Beviljat stöd: 4 mkr\nProjekttid: 2021–2022", "Beviljat stöd: 2 mkr\nProjekttid: 2022–2023")
    text = f"{ANNOUNCED}Nyväg, Umeå kommun\n{fields[0]}\n\nSpråk som nyckel, Malmö stad\n{fields[1]}\n"
    found = listed(text)
    assert found["Nyväg"]["grantedAmount"] == ["4000000"]
    assert found["Språk som nyckel"]["startDate"] == ["2022"]


RUN_IN = (
    "{first}. Projektet ägs av Umeå kommun och har fått 4 miljoner kronor från Europeiska socialfonden.\n\n"
    "{last}. Projektet ägs av Malmö stad och har fått 2 miljoner kronor från Europeiska socialfonden.\n"
)


def test_names_set_before_paragraphs_are_those_of_their_projects() -> None:
    records = reading(RUN_IN.format(first="Nya vägar till arbete", last="Bron")).records
    assert [record.name.value for record in records] == ["Nya vägar till arbete", "Bron"]


@pytest.mark.parametrize(("first", "last"), [("Bakgrund", "Resultat"), ("UMEÅ", "MALMÖ"), ("Beviljas", "Pågår")])
def test_words_before_paragraphs_that_can_be_no_names_open_no_project(first: str, last: str) -> None:
    assert not [
        one for one in reading(RUN_IN.format(first=first, last=last)).records if one.name.value in (first, last)
    ]


def test_a_number_before_a_name_and_what_a_sum_is_stand_in_the_line() -> None:
    found = listed(
        "Partnerskapet prioriterar följande ansökningar till ESF+:\n\n"
        "23-122-S01 Nyväg, sökande Umeå kommun, sökt ESF-stöd 4 200 000 kr\n"
        "23-122-S04 Öppna dörrar, sökande Region Skåne, sökt ESF-stöd 3 000 000 kr\n"
    )
    assert found["Nyväg"]["diarienummer"] == ["23-122-S01"]
    assert found["Nyväg"]["lead"] == ["Umeå kommun"]
    assert found["Nyväg"]["appliedAmount"] == ["4200000"]
    assert found["Öppna dörrar"]["appliedAmount"] == ["3000000"]


def test_a_verb_behind_an_owner_makes_a_sentence_of_a_line() -> None:
    said = "• Umeå kommun beviljas 3,3 miljoner till Nyväg, i samverkan med LRF\n• Malmö stad, Bron, 2 mnkr\n"
    names = {str(record.name.value) for record in reading(f"{ANNOUNCED}{said}").records}
    assert "Umeå kommun beviljas 3,3 miljoner till Nyväg" not in names


def test_those_beside_the_owner_may_stand_in_brackets_with_their_label() -> None:
    found = listed(
        f"{ANNOUNCED}Nyväg – Umeå kommun (samverkanspart: Vännäs kommun)\n"
        "Bron – Malmö stad (samverkansparter: Lunds kommun, Region Skåne och Arbetsförmedlingen)\n"
    )
    assert found["Nyväg"] == {"lead": ["Umeå kommun"], "partner": ["Vännäs kommun"]}
    assert found["Bron"] == {"lead": ["Malmö stad"], "partner": ["Lunds kommun", "Region Skåne", "Arbetsförmedlingen"]}


def test_years_in_brackets_behind_names_set_before_paragraphs_are_their_projects() -> None:
    text = (
        "ESF-projekt\n\nNyväg (2009–2011). Validering av assistenter. Projektägare: Luleå kommun.\n"
        "Bron (2012–2014). Projektet drevs av Malmö stad.\n"
    )
    told = {str(one.name.value): {written(fact) for fact in one.mentions} for one in reading(text).records}
    assert {"2009", "2011", "Luleå kommun"} <= told["Nyväg"]
    assert {"2012", "2014", "Malmö stad"} <= told["Bron"]
