from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.identifiers import DocumentId, Iri, data_iri
from samverkan.identity import project_keys
from samverkan.model import Mention, MentionValue, ProjectRecord

A, B = data_iri("organisation", "alfa-ab"), data_iri("organisation", "blåklint-ab")
Stated = tuple[ProjectRecord, tuple[Iri, ...]]


def mention(prop: str, value: MentionValue) -> Mention:
    return Mention(property=prop, value=value, start=0, end=1, method="label", confidence=1.0)


def stated(
    name: str = "Bron", *owners: Iri, document: str = "d1", register: str | None = None, **said: MentionValue
) -> Stated:
    """A record of this name and what its owners are; `said` are its further mentions by property."""
    mentions = tuple(mention(prop, value) for prop, value in said.items())
    record = ProjectRecord(
        document=DocumentId(document), name=mention("name", name), mentions=mentions, register=register
    )
    return record, owners


def keys(*records: Stated) -> list[str]:
    return project_keys([record for record, _ in records], [owners for _, owners in records])


def groups(*records: Stated) -> list[int]:
    """For each record the place of the first that is the same project."""
    found = keys(*records)
    return [found.index(key) for key in found]


# --- numbers


@pytest.mark.parametrize("written", ["2021/00123", "2021-00123", "2021–00123", "2021 / 00123", " 2021‑00123"])
def test_a_number_is_the_same_however_its_dashes_are_written(written: str) -> None:
    assert keys(stated(diarienummer=written)) == ["2021-00123"]


def test_a_number_is_unique_only_in_its_register() -> None:
    found = keys(*(stated(register=register, diarienummer="A70301") for register in ("AT", "FI", "FI", None)))
    assert found == ["at-a70301", "fi-a70301", "fi-a70301", "A70301"]


def test_one_number_is_one_project_whatever_it_is_called() -> None:
    assert groups(stated("Bron", A, diarienummer="1"), stated("Vägen", B, diarienummer="1")) == [0, 0]


def test_two_rows_of_a_register_without_numbers_are_two_unless_they_state_the_same() -> None:
    row = {"startDate": "2014-01-01", "register": "UK"}
    rows = [stated("Provision", A, grantedAmount=Decimal(amount), **row) for amount in (3, 4, 3)]
    assert groups(*rows) == [0, 1, 0]


# --- names, owners, periods


def test_a_name_with_an_owner_in_common_is_one_project() -> None:
    assert groups(stated("Bron", A), stated("BRON", A, B, document="d2")) == [0, 0]


@pytest.mark.parametrize("other", ["Bron 2.0", "Bron II", "Bron Vidare", "Bro"])
def test_another_name_is_another_project(other: str) -> None:
    assert groups(stated("Bron", A), stated(other, A)) == [0, 1]


def test_a_name_without_an_owner_in_common_is_two_projects() -> None:
    assert groups(stated("SIA", A), stated("SIA", B), stated("SIA", document="d2"), stated("SIA", document="d3")) == [
        0,
        1,
        2,
        3,
    ]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"startDate": "2019-01-01"}, {"startDate": "2022-01-01"}, False),
        ({"startDate": "2019-01"}, {"startDate": "2019-08-15"}, True),
        ({"startDate": "2019", "endDate": "2021"}, {"startDate": "2019-02-01", "endDate": "2020-12-31"}, True),
        ({"startDate": "2019-01", "endDate": "2019-03"}, {"startDate": "2019-04-01"}, False),
        ({"startDate": "2019-01", "endDate": "2019-03"}, {"startDate": "2019-03-31"}, True),
        ({"endDate": "2018-12-31"}, {"startDate": "2019-01-01"}, False),
        ({"endDate": "2019-12-31"}, {"startDate": "2019-01-01"}, True),
        ({}, {"startDate": "2019-01-01"}, True),
        ({"startDate": "2022-01", "endDate": "2019-12"}, {"startDate": "2019-01-01"}, True),
    ],
)
def test_periods_that_contradict_each_other_are_two_projects_of_one_name_and_owner(
    first: dict[str, str], second: dict[str, str], same: bool
) -> None:
    found = groups(stated("Bron", A, **first), stated("Bron", A, document="d2", **second))
    assert found == ([0, 0] if same else [0, 1])


def test_what_fits_two_projects_is_a_third_one() -> None:
    dated = [stated("Bron", A, document=year, startDate=year) for year in ("2019", "2022")]
    assert groups(*dated, stated("Bron", A, document="d3"), stated("Bron", A, document="d4")) == [0, 1, 2, 3]


def test_a_later_period_leaves_the_key_of_the_earlier_project_as_it_was() -> None:
    early, late = (stated("Bron", A, document=year, startDate=year) for year in ("2019", "2022"))
    assert keys(early, late)[0] == keys(early)[0]


@pytest.mark.parametrize(("start", "home"), [("2019-03", [0, 1, 0]), ("2022", [0, 1, 1]), ("2024", [0, 1, 2])])
def test_a_record_without_a_number_joins_the_only_number_whose_period_fits(start: str, home: list[int]) -> None:
    numbered = [stated("Bron", A, diarienummer=year, startDate=year) for year in ("2019", "2022")]
    assert groups(*numbered, stated("Bron", A, document="d2", startDate=start)) == home


# --- aliases


def test_a_project_goes_by_the_alias_that_a_text_states() -> None:
    full, other = stated("Kompetens för alla", A, alternativeName="KFA"), stated("KFA", A, document="d2")
    assert groups(full, other) == [0, 0]
    assert keys(full, other) == keys(full) * 2
    assert groups(stated("Kompetens för alla (KFA)", A), other, stated("Kompetens för alla", A)) == [0, 0, 0]
    assert groups(full, stated("KFA", A, diarienummer="7")) == [0, 0]


def test_an_alias_of_two_projects_or_of_another_owner_s_leads_nowhere() -> None:
    full, other = stated("Kompetens för alla", A, alternativeName="KFA"), stated("Kraft för alla (KFA)", A)
    assert groups(full, other, stated("KFA", A, document="d2")) == [0, 1, 2]
    assert groups(full, stated("KFA", B)) == [0, 1]


def test_an_earlier_generation_is_no_alias() -> None:
    assert groups(stated("Bron 2.0", A, alternativeName="Bron"), stated("Bron", A)) == [0, 1]


def test_brackets_that_hold_no_abbreviation_tell_no_alias() -> None:
    assert groups(stated("Bron (Norr)", A), stated("Bron (Syd)", A), stated("Norr", A)) == [0, 1, 2]


# --- without an owner

GRANT, PERIOD = {"grantedAmount": Decimal(5)}, {"startDate": "2019-01-01", "endDate": "2020-12-31"}


@pytest.mark.parametrize("fact", [GRANT, PERIOD])
def test_a_record_without_an_owner_needs_one_more_fact_that_agrees(fact: dict[str, MentionValue]) -> None:
    owned, stranger = stated("Bron", A, **fact), stated("Bron", document="d2", **fact)
    assert groups(owned, stranger) == [0, 0]
    assert keys(owned, stranger) == keys(owned) * 2
    assert groups(stated("Vägen", A, **fact), stranger) == [0, 1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({**GRANT, **PERIOD}, {**PERIOD, "grantedAmount": Decimal(6)}),
        ({**GRANT, "startDate": "2019"}, {**GRANT, "startDate": "2022"}),
        ({**GRANT, "decidedOn": "2019-01-01"}, {**GRANT, "decidedOn": "2019-02-01"}),
        ({**GRANT, "diarienummer": "1"}, {**GRANT, "diarienummer": "2"}),
    ],
)
def test_a_record_without_an_owner_joins_nothing_that_contradicts_it(
    first: dict[str, MentionValue], second: dict[str, MentionValue]
) -> None:
    assert groups(stated("Bron", A, **first), stated("Bron", document="d2", **second)) == [0, 1]


def test_a_record_without_an_owner_never_makes_two_owners_projects_one() -> None:
    assert groups(stated("SIA", A, **GRANT), stated("SIA", B, **GRANT), stated("SIA", document="d2", **GRANT)) == [
        0,
        1,
        2,
    ]


def test_records_without_owners_that_agree_are_one_project() -> None:
    assert groups(*(stated("SIA", document=document, **GRANT) for document in ("d1", "d2", "d3"))) == [0, 0, 0]


# --- in any order, and whatever else is read

said = st.fixed_dictionaries(
    {},
    optional={
        "diarienummer": st.sampled_from(["1", "2"]),
        "startDate": st.sampled_from(["2019", "2019-06", "2022-01-01"]),
        "endDate": st.sampled_from(["2019-05", "2023"]),
        "grantedAmount": st.sampled_from([Decimal(5), Decimal(6)]),
        "alternativeName": st.sampled_from(["KFA", "Vägen"]),
    },
)
owners = st.sets(st.sampled_from([A, B]), max_size=2).map(lambda found: tuple(sorted(found)))


def records(*names: str) -> st.SearchStrategy[list[Stated]]:
    one = st.builds(
        lambda name, leads, document, facts: stated(name, *leads, document=document, **facts),
        st.sampled_from(names),
        owners,
        st.sampled_from(["d1", "d2", "d3"]),
        said,
    )
    return st.lists(one, min_size=1, max_size=6)


def partition(found: Sequence[str]) -> set[frozenset[int]]:
    return {frozenset(place for place, key in enumerate(found) if key == one) for one in found}


@given(records("Bron", "KFA", "Vägen"), st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_no_key(found: list[Stated], random: Random) -> None:
    order = list(range(len(found)))
    random.shuffle(order)
    shuffled = keys(*(found[place] for place in order))
    assert [shuffled[order.index(place)] for place in range(len(found))] == keys(*found)


def numberless(found: Iterable[Stated]) -> list[Stated]:
    """The records without their numbers and aliases, which may link one name with another."""
    linking = ("diarienummer", "alternativeName")
    return [
        (
            ProjectRecord(
                document=record.document,
                name=record.name,
                mentions=tuple(one for one in record.mentions if one.property not in linking),
            ),
            leads,
        )
        for record, leads in found
    ]


@given(records("Bron", "Vägen"), records("Gården"))
def test_records_of_another_name_change_no_key(found: list[Stated], later: list[Stated]) -> None:
    assert keys(*found, *numberless(later))[: len(found)] == keys(*found)


@given(records("Bron", "KFA", "Vägen"))
def test_two_numbers_are_never_one_project(found: list[Stated]) -> None:
    numbers = [{str(one.value) for one in record.mentions if one.property == "diarienummer"} for record, _ in found]
    for places in partition(keys(*found)):
        assert len(set().union(*(numbers[place] for place in places))) <= 1


@given(records("Bron"))
def test_two_owners_share_a_project_only_over_a_record_that_names_both_or_a_number(found: list[Stated]) -> None:
    alone = [one for one in numberless(found) if len(one[1]) < 2]
    for places in partition(keys(*alone)):
        assert len({owner for place in places for owner in alone[place][1]}) <= 1


def test_many_rows_of_one_name_and_owner_are_no_trouble() -> None:
    rows = [stated("Technical assistance", A, register="UK", diarienummer=str(place)) for place in range(3000)]
    assert len(set(keys(*rows))) == 3000


def test_every_order_of_a_mixed_pile_gives_the_same_projects() -> None:
    pile = [
        stated("Kompetens för alla", A, alternativeName="KFA", startDate="2019"),
        stated("KFA", A, document="d2", diarienummer="9"),
        stated("KFA", document="d3", **GRANT),
        stated("Kompetens för alla", A, document="d4", **GRANT),
    ]
    found = {
        frozenset(zip(order, keys(*(pile[place] for place in order)), strict=True))
        for order in itertools.permutations(range(4))
    }
    assert len(found) == 1
