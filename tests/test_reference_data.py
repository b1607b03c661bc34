"""The reference data of the ontology: complete, unambiguous, linked, and written the same way every time."""

from __future__ import annotations

import csv
import importlib.util
import sys
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from samverkan.identifiers import RDF, RDFS, SAM, SKOS, data_iri, organisation_number
from samverkan.project import ONTOLOGY

Facts = dict[str, dict[str, list[NamedNode | Literal]]]
AREAS = ("Municipality", "County", "Region")
ENTITIES = (*AREAS, "Organisation")

# The NUTS 2 region bears the municipality's short name: the class that a field asks for tells them apart.
SHARED_NAMES = {"stockholm": {data_iri("region", "SE11"), data_iri("municipality", "0180")}}


@cache
def facts() -> Facts:
    """Everything stated in the reference data and the schemes, by subject and predicate."""
    found: Facts = defaultdict(lambda: defaultdict(list))
    for path in sorted([ONTOLOGY / "schemes.ttl", *(ONTOLOGY / "reference").glob("*.ttl")]):
        for triple in parse(path=path, format=RdfFormat.TURTLE):
            assert isinstance(triple.subject, NamedNode), "no blank nodes"
            assert isinstance(triple.object, NamedNode | Literal)
            found[triple.subject.value][triple.predicate.value].append(triple.object)
    return found


def of_class(iri: str) -> list[str]:
    return [subject for subject, known in facts().items() if NamedNode(iri) in known[RDF + "type"]]


def entities() -> list[str]:
    return [subject for name in ENTITIES for subject in of_class(SAM + name)]


def values(subject: str, *predicates: str) -> list[str]:
    return [term.value for predicate in predicates for term in facts()[subject][predicate]]


def languages(subject: str, predicate: str) -> list[str]:
    return sorted(term.language or "" for term in facts()[subject][predicate] if isinstance(term, Literal))


def in_scheme(name: str) -> list[str]:
    scheme = NamedNode(data_iri("scheme", name))
    return [subject for subject, known in facts().items() if scheme in known[SKOS + "inScheme"]]


def bearers(subjects: list[str], *predicates: str) -> dict[str, set[str]]:
    """Which subjects bear each name, case folded."""
    found: dict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        for name in values(subject, *predicates):
            found[name.casefold()].add(subject)
    return found


def shared(names: dict[str, set[str]]) -> dict[str, set[str]]:
    return {name: subjects for name, subjects in names.items() if len(subjects) > 1}


def test_every_municipality_county_and_region_is_there() -> None:
    assert [len(of_class(SAM + name)) for name in AREAS] == [290, 21, 8]


def test_the_code_of_an_area_ends_its_iri() -> None:
    for name, predicate in zip(AREAS, (SAM + "municipalityCode", SAM + "countyCode", SKOS + "notation"), strict=True):
        for area in of_class(SAM + name):
            assert values(area, predicate) == [area.rsplit("/", 1)[1]]


def test_every_municipality_lies_in_one_county_and_that_in_one_region() -> None:
    for name, whole in pairwise(AREAS):
        wholes = set(of_class(SAM + whole))
        for area in of_class(SAM + name):
            assert len(found := values(area, SAM + "partOf")) == 1
            assert set(found) <= wholes


def test_organisation_numbers_are_valid_and_unique() -> None:
    numbers = [number for entity in entities() for number in values(entity, SAM + "organisationNumber")]
    assert len(numbers) > 600
    assert [number for number in numbers if organisation_number(number) != number] == []
    assert len(set(numbers)) == len(numbers)


def test_every_municipality_has_an_organisation_number() -> None:
    assert [area for area in of_class(SAM + "Municipality") if len(values(area, SAM + "organisationNumber")) != 1] == []


def test_an_organisation_with_a_number_bears_it_in_its_iri() -> None:
    for organisation in of_class(SAM + "Organisation"):
        assert values(organisation, SAM + "organisationNumber") in ([], [organisation.rsplit("/", 1)[1]])


def test_every_entity_has_one_swedish_label() -> None:
    assert [entity for entity in entities() if languages(entity, RDFS + "label").count("sv") != 1] == []


def test_areas_have_an_english_label_too() -> None:
    for name in AREAS:
        assert [area for area in of_class(SAM + name) if languages(area, RDFS + "label") != ["en", "sv"]] == []


def test_no_two_entities_share_a_name() -> None:
    assert shared(bearers(entities(), RDFS + "label", SKOS + "altLabel")) == SHARED_NAMES


def test_no_entity_has_a_name_twice() -> None:
    for entity in entities():
        names = [name.casefold() for name in values(entity, SKOS + "altLabel", SKOS + "hiddenLabel")]
        assert len(set(names)) == len(names)
        assert not set(names) & {label.casefold() for label in values(entity, RDFS + "label")}


def test_habo_with_and_without_a_ring_are_two() -> None:
    names = bearers(of_class(SAM + "Municipality"), RDFS + "label", SKOS + "altLabel")
    assert names["håbo kommun"] == names["håbo"] == {data_iri("municipality", "0305")}
    assert names["habo kommun"] == names["habo"] == {data_iri("municipality", "0643")}


@pytest.mark.parametrize(
    ("name", "segments"),
    [
        ("Stockholms stad", ("municipality", "0180")),
        ("Stockholm stad", ("municipality", "0180")),
        ("Göteborgs Stad", ("municipality", "1480")),
        ("Malmö stad", ("municipality", "1280")),
        ("Falun", ("municipality", "2080")),
        ("Falu kommun", ("municipality", "2080")),
        ("Nykvarn kommun", ("municipality", "0140")),
        ("Region Gotland", ("municipality", "0980")),
        ("Sörmland", ("county", "04")),
        ("Småland och öarna", ("region", "SE21")),
        ("Svenska ESF-rådet", ("organisation", "2021005224")),
        ("ARBETSFÖRMEDLINGEN", ("organisation", "2021002114")),
        ("Länsstyrelsen Stockholm", ("organisation", "2021002247")),
        ("Länsstyrelsen i Skåne", ("organisation", "2021002346")),
        ("Länsstyrelsen Sörmland", ("organisation", "2021002262")),
        ("Röda Korset", ("organisation", "8020028711")),
        ("Samordningsförbundet RAR", ("organisation", "samordningsförbundet-rar-i-sörmland")),
    ],
)
def test_a_name_that_documents_use_leads_to_its_bearer(name: str, segments: tuple[str, str]) -> None:
    assert bearers(entities(), RDFS + "label", SKOS + "altLabel")[name.casefold()] == {data_iri(*segments)}


@pytest.mark.parametrize(
    "name", ["AF", "ESF", "FK", "Kommunal", "Tyresös", "Jönköping University", "Skandalhuset", "Kalmar län museum"]
)
def test_a_name_that_means_other_things_too_is_no_alternative_name(name: str) -> None:
    assert name.casefold() not in bearers(entities(), RDFS + "label", SKOS + "altLabel")


def test_every_county_board_and_regional_authority_is_located_in_its_county() -> None:
    seats = [area for subject in of_class(SAM + "Organisation") for area in values(subject, SAM + "locatedIn")]
    counties = of_class(SAM + "County")
    assert sorted(seats) == sorted([*counties, *(county for county in counties if county != data_iri("county", "09"))])


def test_whoever_owns_a_coordination_association_is_a_municipality() -> None:
    owned = {subject: owners for subject in facts() if (owners := values(subject, SAM + "ownedBy"))}
    form = data_iri("organisation-form", "coordination-association")
    assert len(owned) == 9
    assert {owner for owners in owned.values() for owner in owners} <= set(of_class(SAM + "Municipality"))
    assert all(form in values(subject, SAM + "organisationForm") for subject in owned)


def test_every_concept_has_a_scheme_a_notation_and_both_labels() -> None:
    schemes = of_class(SKOS + "ConceptScheme")
    assert len(schemes) == 9
    for concept in of_class(SKOS + "Concept"):
        assert set(values(concept, SKOS + "inScheme")) <= set(schemes)
        assert values(concept, SKOS + "notation")
        assert languages(concept, SKOS + "prefLabel") == ["en", "sv"]
        assert sorted(values(concept, SKOS + "prefLabel")) == sorted(values(concept, RDFS + "label"))


def test_every_scheme_has_concepts_and_says_in_both_languages_what_it_is() -> None:
    for scheme in of_class(SKOS + "ConceptScheme"):
        assert in_scheme(scheme.rsplit("/", 1)[1])
        assert languages(scheme, RDFS + "label") == languages(scheme, RDFS + "comment") == ["en", "sv"]


@pytest.mark.parametrize(
    "scheme", ["fund", "role", "organisation-form", "programme", "intervention-field", "target-group", "sector"]
)
def test_no_two_concepts_of_a_scheme_share_a_name_or_notation(scheme: str) -> None:
    names = bearers(in_scheme(scheme), RDFS + "label", SKOS + "altLabel", SKOS + "notation")
    assert shared(names) == {}


def test_every_object_in_the_data_is_described() -> None:
    used = {term.value for known in facts().values() for terms in known.values() for term in terms if is_data(term)}
    assert used - facts().keys() == set()


def is_data(term: NamedNode | Literal) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(data_iri(""))


def test_a_code_is_broader_than_those_it_begins_and_only_those() -> None:
    broader = {concept: values(concept, SKOS + "broader") for concept in of_class(SKOS + "Concept")}
    assert broader[data_iri("specific-objective", "2021-2027", "A2A")] == [
        data_iri("programme-area", "2021-2027", "A2")
    ]
    assert broader[data_iri("programme-area", "2021-2027", "A2")] == [data_iri("programme-area", "2021-2027", "A")]
    assert broader[data_iri("specific-objective", "2021-2027", "ESO4.1")] == []


def test_both_forms_of_a_cci_mean_one_programme() -> None:
    found = values(data_iri("programme", "2021SE05SFPR001"), SKOS + "notation")
    assert sorted(found) == ["2021SE05SFPR", "2021SE05SFPR001"]


TABLES = {
    "municipalities": (
        "code,official_name,name,genitive,aliases,county_code,org_nr,wikidata,geonames_id,lat,lon,website\n",
        "0180,Stockholms kommun,Stockholm,Stockholms,Stockholms stad,01,2120000142,Q1,11,59.30,18.01996,http://a.example\n",
        "0138,Tyresö kommun,Tyresö,Tyresös,Tyresös,01,2120000092,Q2,12,59.2,18.29471,http://b.example\n",
    ),
    "counties": (
        "code,name,short_name,nuts2,wikidata,region_name,lansstyrelse_name\n",
        "01,Stockholms län,Stockholm,SE11,Q3,Region Stockholm,Länsstyrelsen i Stockholms län\n",
    ),
    "nuts2": ("code,name_sv,name_en,aliases\n", "SE11,Stockholm,Stockholm,Stockholms län|Stockholmsregionen\n"),
    "organisations": (
        "name,type,org_nr,aliases,wikidata,municipality_codes\n",
        "Åbyverket,state agency,2021002114,ÅV|ÅBY VERKET|Aby|Aby Agency,Q4,\n",
        "Förbundet Åby,coordination association (samordningsförbund),,,,0180|0138\n",
    ),
    "codes/programmes": ("code,label_en,label_sv,source\n", "2021SE05,,,\n"),
}
CODES = ("code,label_en,label_sv,source\n", "1,,,\n", "1.1,,,\n")


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ONTOLOGY / "reference" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def generated(folder: Path, order: int, judgements: tuple[str, ...] = ()) -> dict[str, str]:
    """Names and texts of the files written from small tables, their rows in one order (1) or the other (-1)."""
    (folder / "codes").mkdir(parents=True)
    kinds = ("programme_areas", "specific_objectives", "intervention_fields")
    codes = {f"codes/{kind}_{period}": CODES for kind in kinds for period in ("2014_2020", "2021_2027")}
    for name, (header, *lines) in (TABLES | codes).items():
        (folder / f"{name}.csv").write_text(header + "".join(lines[::order]), encoding="utf-8")
    table = folder / "aliases.tsv"
    table.write_text("\n".join(["entity\talias\tverdict\ttext\treason", *judgements]), encoding="utf-8")
    target = folder / "written"
    target.mkdir()
    module = generator()
    module.write_all(folder, target, module.read_judgements(table))
    return {path.name: path.read_text(encoding="utf-8") for path in target.iterdir()}


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    assert generated(tmp_path / "a", 1) == generated(tmp_path / "b", -1)


def test_abbreviations_are_hidden_english_is_tagged_and_capitals_are_lowered(tmp_path: Path) -> None:
    text = generated(tmp_path / "a", 1)["organisations.ttl"]
    assert 'skos:altLabel "Aby Agency"@en, "Åby verket"@sv ;' in text
    assert 'skos:hiddenLabel "Aby"@sv, "ÅV"@sv ;' in text


def test_a_judgement_on_a_name_is_obeyed(tmp_path: Path) -> None:
    judgements = ("Åbyverket\tAby Agency\tdrop\t\t", "Åbyverket\tÅV\tkeep\tÅverket\t", "*\tAby\tdrop\t\t")
    text = generated(tmp_path / "a", 1, judgements)["organisations.ttl"]
    assert 'skos:altLabel "Åby verket"@sv, "Åverket"@sv ;' in text
    assert "Aby" not in text


def test_every_judgement_on_names_has_a_known_verdict_and_a_reason() -> None:
    with (ONTOLOGY / "reference" / "aliases.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert {row["verdict"] for row in rows} == {"drop", "hide", "keep", "label"}
    assert [row for row in rows if not row["reason"]] == []
