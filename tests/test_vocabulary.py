from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import OntologyError
from samverkan.identifiers import data_iri, sam
from samverkan.project import ONTOLOGY
from samverkan.vocabulary import fold_label, load_prefixes, load_vocabulary, ontology_files, read_statements

VOCABULARY = load_vocabulary(ONTOLOGY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the ontology to break."""
    return Path(shutil.copytree(ONTOLOGY, tmp_path / "ontology"))


def change(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("label", "name", "role"),
    [
        ("Projektägare", "lead", True),
        ("SÖKANDE:", "lead", True),
        ("Samverkansparter", "partner", True),
        ("Medfinansiärer", "co-financier", True),
        ("Sökt  belopp", "appliedAmount", False),
        ("Beviljat\u00a0ESF-stöd", "grantedAmount", False),
        ("Belopp", "statedAmount", False),
        ("Projektnamn", "Project", False),
        ("Sammanfattning", "proseField", False),
        ("Kontaktperson", "personalDataField", False),
    ],
)
def test_a_label_names_a_field_whatever_its_case_and_spaces(label: str, name: str, *, role: bool) -> None:
    field = VOCABULARY.fields[fold_label(label)]
    assert (field.name, field.role, field.is_prose) == (name, role, name == "proseField")


def test_every_key_is_folded_and_every_field_is_a_term_of_the_ontology() -> None:
    assert all(label == fold_label(label) for label in VOCABULARY.fields)
    terms = {one.subject for name in ("core.ttl", "schemes.ttl") for one in read_statements(ONTOLOGY / name)}
    assert {field.iri for field in VOCABULARY.fields.values()} <= terms


@given(st.text())
def test_folding_a_label_twice_is_folding_it_once(text: str) -> None:
    assert fold_label(fold_label(text)) == fold_label(text)


@pytest.mark.parametrize(
    ("prop", "written", "concept"),
    [
        ("fund", "ESF+", "fund/esf-plus"),
        ("fund", "esf", "fund/esf"),
        ("programmeArea", "A", "programme-area/2021-2027/A"),
        ("programmeArea", "Programområde A", "programme-area/2021-2027/A"),
        ("programmeArea", "A: Något", "programme-area/2021-2027/A"),
        ("programmeArea", "1 Kompetensförsörjning", "programme-area/2014-2020/1"),
        ("programme", "2021SE05SFPR001", "programme/2021SE05SFPR001"),
        ("specificObjective", "1.1", "specific-objective/2014-2020/1.1"),
        ("interventionField", "102", "intervention-field/2014-2020/102"),
    ],
)
def test_a_code_or_a_wording_names_its_concept(prop: str, written: str, concept: str) -> None:
    assert VOCABULARY.concept(prop, written) == data_iri(concept)


@pytest.mark.parametrize(
    ("prop", "written"), [("fund", "Fonden"), ("programmeArea", "1 Något annat"), ("programme", "")]
)
def test_what_no_scheme_lists_names_no_concept(prop: str, written: str) -> None:
    assert VOCABULARY.concept(prop, written) is None


def test_the_members_of_a_word_class_stand_with_the_longest_first() -> None:
    assert {"gets", "kind", "owner", "clause"} <= VOCABULARY.words.keys()
    assert all(list(words) == sorted(words, key=lambda word: (-len(word), word)) for words in VOCABULARY.words.values())


def test_the_prefixes_are_those_that_the_ontology_declares() -> None:
    prefixes = load_prefixes(ONTOLOGY)
    assert prefixes["sam"] == sam("")
    assert list(prefixes) == sorted(prefixes)


def test_the_files_of_the_ontology_come_in_a_fixed_order() -> None:
    files = ontology_files(ONTOLOGY)
    assert files == sorted(files)
    assert ONTOLOGY / "core.ttl" in files


# --- a broken ontology


def test_an_empty_folder_is_no_ontology(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="the ontology is missing"):
        ontology_files(tmp_path)


def test_a_file_that_is_missing_is_named(folder: Path) -> None:
    (folder / "schemes.ttl").unlink()
    with pytest.raises(OntologyError, match=re.escape(str(folder / "schemes.ttl"))):
        load_vocabulary(folder)


def test_a_syntax_error_is_told_with_line_and_column(folder: Path) -> None:
    path = folder / "core.ttl"
    lines = path.read_text(encoding="utf-8").count("\n")
    path.write_text(path.read_text(encoding="utf-8") + "sam:x rdfs:label [[ .\n", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        load_vocabulary(folder)
    assert (caught.value.file, caught.value.line) == (str(path), lines + 1)
    assert caught.value.column
    assert "\n" not in str(caught.value)


def test_a_label_on_two_terms_is_refused_by_name(folder: Path) -> None:
    change(folder / "core.ttl", "sam:appliedAmount a ", 'sam:region skos:altLabel "Belopp"@sv .\nsam:appliedAmount a ')
    with pytest.raises(OntologyError, match="“Belopp” names both"):
        load_vocabulary(folder)


def test_a_label_that_is_added_to_a_term_names_it(folder: Path) -> None:
    change(
        folder / "core.ttl",
        "sam:appliedAmount a ",
        'sam:region skos:altLabel "Del av landet"@sv .\nsam:appliedAmount a ',
    )
    assert load_vocabulary(folder).fields["del av landet"].name == "region"
