from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import OntologyError
from samverkan.identifiers import Iri, data_iri
from samverkan.project import ONTOLOGY
from samverkan.reference import fold_name, load_reference

REFERENCE = load_reference(ONTOLOGY)
UMEA, AGENCY = data_iri("municipality", "2480"), data_iri("organisation", "2021002114")
entities = st.sampled_from(sorted(REFERENCE.entities))


def longest(text: str, start: int = 0) -> str | None:
    end = REFERENCE.longest(text, start)
    return None if end is None else text[start:end]


@pytest.mark.parametrize(
    ("name", "types", "iri"),
    [
        ("Umeå kommun", (), UMEA),
        ("UMEÅ", ("Municipality",), UMEA),
        ("umeå", ("Organisation",), None),
        ("Arbetsförmedlingen", (), AGENCY),
        ("Västerbottens län", ("County",), data_iri("county", "24")),
        ("Övre Norrland", ("Region",), data_iri("region", "SE33")),
        ("Stockholm", ("Municipality",), data_iri("municipality", "0180")),
        ("Stockholm", ("Region",), data_iri("region", "SE11")),
        ("Stockholm", (), None),
        ("Ingenstans", (), None),
        ("", (), None),
    ],
)
def test_a_name_finds_the_one_entity_that_has_it(name: str, types: tuple[str, ...], iri: Iri | None) -> None:
    assert REFERENCE.find(name, *types) == iri


@given(entities)
def test_an_entity_is_found_by_its_label_and_class(iri: Iri) -> None:
    entity = REFERENCE.entities[iri]
    assert iri in REFERENCE.forms[fold_name(entity.label)]
    assert REFERENCE.find(entity.label, entity.type) in (iri, None)
    assert REFERENCE.is_known(entity.label)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Umeå kommun driver", "Umeå kommun"),
        ("Umeå driver", "Umeå"),
        ("Umeås projekt", "Umeås"),
        ("Umeå kommuns projekt", "Umeå kommuns"),
        ("Umeåregionen", None),
        ("umeå kommun", None),
        ("Arbetsförmedlingen.", "Arbetsförmedlingen"),
        ("Upplands Väsby och", "Upplands Väsby"),
        ("Ingenstans", None),
        ("", None),
        (" Umeå", None),
    ],
)
def test_the_longest_known_name_ends_at_a_word_s_end(text: str, found: str | None) -> None:
    assert longest(text) == found


@given(entities, st.sampled_from(["", " driver", ", och", ".", "\n"]), st.sampled_from(["", "Hos "]))
def test_every_label_is_found_where_it_stands_in_a_text(iri: Iri, after: str, before: str) -> None:
    label = REFERENCE.entities[iri].label
    if not label[0].isupper() or not label[0].isalpha():
        return
    found = longest(before + label + after, len(before))
    assert found is not None
    assert (label + after).startswith(found)
    assert len(found) >= len(label)


@given(st.text(), st.integers(0, 50))
def test_no_text_makes_the_gazetteer_fail(text: str, start: int) -> None:
    found = REFERENCE.longest(text, start) if start < len(text) else None
    assert found is None or start < found <= len(text)
    REFERENCE.find(text)
    REFERENCE.is_municipality(text)
    REFERENCE.is_public_owner(text)


@pytest.mark.parametrize(
    ("name", "municipality", "place", "owner"),
    [
        ("Umeå kommun", True, True, True),
        ("Umeås", True, False, False),
        ("Göteborgs stad", True, True, True),
        ("Alingsås", True, True, True),
        ("Region Skåne", False, False, True),
        ("Västra Götalandsregionen", False, False, True),
        ("Arbetsförmedlingen", False, False, False),
        ("Fältlaget", False, False, False),
    ],
)
def test_municipalities_and_regions_have_units_of_their_own(
    name: str, *, municipality: bool, place: bool, owner: bool
) -> None:
    answers = REFERENCE.is_municipality(name), REFERENCE.is_place(name), REFERENCE.is_public_owner(name)
    assert answers == (municipality, place, owner)


def test_an_abbreviation_is_hidden_and_a_number_leads_to_its_entity() -> None:
    assert not REFERENCE.is_known("AF")
    assert REFERENCE.hidden["af"] == (AGENCY,)
    assert REFERENCE.numbers["2021002114"] == AGENCY
    assert REFERENCE.numbers["2120002627"] == UMEA


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Umeå Kommun", "umeå kommun"),
        ("Nord–Syd", "Nord-Syd"),
        ("”Bron”", "Bron"),
        (" Bron  AB. ", "Bron AB"),
        ("Bron\nAB", "Bron AB"),
    ],
)
def test_folding_removes_what_does_not_change_who_is_meant(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_name(fold_name(text)) == fold_name(text)


def test_reference_data_that_can_t_be_read_is_told_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(ONTOLOGY, folder)
    broken = folder / "reference" / "counties.ttl"
    broken.write_text(broken.read_text(encoding="utf-8") + "\n<a> <b> .\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=re.escape(str(broken))) as caught:
        load_reference(folder)
    assert caught.value.line
