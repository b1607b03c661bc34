from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan.pages.graph import Label
from samverkan.pages.search import Found, Index, Named, fold, names
from samverkan.store import STORE_FOLDER, open_read_only


@pytest.fixture(scope="module")
def things(seeds_build: Path) -> list[Named]:
    return names(open_read_only(seeds_build / STORE_FOLDER))


@pytest.fixture(scope="module")
def index(things: list[Named]) -> Index:
    return Index(things)


def labels(found: list[Found]) -> list[str]:
    return [one.named.label.sv for one in found]


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("Goteborg", "Göteborgs kommun"),
        ("Hogskolan Dalarna", "Högskolan Dalarna"),
        ("malmo", "Malmö kommun"),
        ("arbetsformedlingen", "Arbetsförmedlingen"),
        ("arbetsförmdelingen", "Arbetsförmedlingen"),
        ("Nynashamn", "Nynäshamns kommun"),
        ("livslangt larande", "Livslångt lärande"),
        ("Social förvaltningen", "Socialförvaltningen, Stockholms kommun"),
        ("2321000016", "Region Stockholm"),
        ("232100-0016", "Region Stockholm"),
        ("23-079-S04", "Arbete för gemenskap, samarbete i Eskilstuna"),
        ("Swedish Public Employment Service", "Arbetsförmedlingen"),
    ],
)
def test_a_name_is_found_as_people_write_it(index: Index, query: str, label: str) -> None:
    assert labels(index.search(query))[0] == label


@pytest.mark.parametrize(("query", "first", "second"), [("Habo", "Habo", "Håbo"), ("håbo", "Håbo", "Habo")])
def test_names_that_differ_by_an_accent_both_come_and_the_exact_one_first(
    index: Index, query: str, first: str, second: str
) -> None:
    assert labels(index.search(query))[:2] == [f"{first} kommun", f"{second} kommun"]


def test_the_form_that_matched_is_told_where_it_is_not_the_label(index: Index) -> None:
    (best, *_) = index.search("Malmö")
    assert (best.named.path, best.matched, best.score) == ("municipality/1280", "Malmö", 100)
    assert index.search("Arbetsförmedlingen")[0].matched is None


@pytest.mark.parametrize("query", ["", "  ", "!?", "…"])
def test_a_query_without_letters_finds_nothing(index: Index, query: str) -> None:
    assert index.search(query) == []


def test_no_more_is_found_than_asked_for(index: Index) -> None:
    assert len(index.search("kommun", 7)) == 7
    assert len(index.search("kommun", 10_000)) == 50


@settings(max_examples=60)
@given(st.data())
def test_every_label_finds_itself(index: Index, things: list[Named], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(things))
    same = [other for other in things if other.label.sv.casefold() == one.label.sv.casefold()]
    assert index.search(one.label.sv)[0].named in same


LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"


def misspelt(label: str, data: st.DataObject) -> str:
    """The label with one letter left out, doubled, changed, or swapped with the next."""
    places = [at for at in range(len(label) - 1) if label[at].isalpha() and label[at + 1].isalpha()]
    at = data.draw(st.sampled_from(places))
    letter = data.draw(st.sampled_from(LETTERS))
    return data.draw(
        st.sampled_from(
            [
                label[:at] + label[at + 1 :],
                label[:at] + label[at] + label[at:],
                label[:at] + letter + label[at + 1 :],
                label[:at] + label[at + 1] + label[at] + label[at + 2 :],
            ]
        )
    )


@settings(max_examples=150)
@given(st.data())
def test_one_misspelling_in_a_label_still_finds_it(index: Index, things: list[Named], data: st.DataObject) -> None:
    long = [one for one in things if sum(map(str.isalpha, one.label.sv)) >= 6 and any(map(str.isalpha, one.label.sv))]
    one = data.draw(st.sampled_from(long))
    written = misspelt(one.label.sv, data)
    same = {other.path for other in things if fold(other.label.sv) == fold(one.label.sv)}
    assert same & {found.named.path for found in index.search(written, 10)}, written


@given(st.text(max_size=300))
def test_any_text_can_be_searched_for(index: Index, query: str) -> None:
    assert all(0 <= found.score <= 100 for found in index.search(query))


def test_of_equal_names_the_one_with_more_projects_comes_first() -> None:
    def one(path: str, weight: int) -> Named:
        return Named(path=path, label=Label(sv="Same", en="Same"), kind="organisation", forms=("Same",), weight=weight)

    found = Index([one("organisation/a", 1), one("organisation/b", 5)]).search("same")
    assert [each.named.path for each in found] == ["organisation/b", "organisation/a"]
