"""core.ttl and prefixes.ttl: the terms others rely on, their texts in both languages, and what their axioms infer."""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from pathlib import Path

import owlrl
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from samverkan.project import ONTOLOGY

SAM = "https://w3id.org/samverkan/ontology#"
ID = "https://w3id.org/samverkan/id/"
IRI = URIRef("https://w3id.org/samverkan/ontology")

CLASSES = """
Project Organisation Municipality OrganisationalUnit OrganisationGroup Collaboration Participation Decision County
Region SourceDocument Evidence MentionedProject DocumentField Phrase
"""
PROPERTIES = """
diarienummer carriedOutBy hasParticipation participant role hasParticipant hasLead hasPartner participatesIn
collaboratesWith coversArea locatedIn partOf region appliedAmount grantedAmount euAmount totalBudget statedAmount
currency unionCofinancingRate plannedParticipants plannedCompanies plannedCompaniesMin plannedCompaniesMax startDate
reachedParticipants reachedCompanies
endDate decision decidedOn decidedBy fund programme programmeArea specificObjective interventionField call
organisationNumber municipalityCode countyCode targetGroup sector formerProject organisationForm ownedBy groupSize
method confidence qualifier row column openParticipantList statedYear pattern states
"""
FIELDS = "periodField personalDataField unmodelledField proseField"

PROPERTY_TYPES = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
# OWL 2 Profiles, section 4: what a rule of OWL 2 RL may be made of, as far as this ontology needs it
RL_TERMS = {
    *PROPERTY_TYPES,
    *(OWL.Ontology, OWL.Class, OWL.SymmetricProperty, OWL.TransitiveProperty),
    *(OWL.inverseOf, OWL.propertyChainAxiom, OWL.versionInfo),
    *(RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, RDFS.label, RDFS.comment),
}
RL_DATATYPES = {XSD.string, XSD.decimal, XSD.integer, XSD.boolean}

EXAMPLE = f"""
@base <{ID}> . @prefix sam: <{SAM}> .
<p1> a sam:Project ; sam:hasLead <a> ; sam:hasPartner <b> , <eleven> ; sam:carriedOutBy <c1> ; sam:formerProject <old> ;
  sam:diarienummer "23-079-S04" .
<p2> a sam:Project ; sam:hasLead <b> ; sam:hasPartner <d> .
<c1> sam:hasParticipation <m1> . <m1> sam:participant <a> ; sam:role <role/lead> .
<a> a sam:Municipality ; sam:partOf <county> . <county> a sam:County ; sam:partOf <region> .
<b> a sam:OrganisationalUnit . <d> a sam:Organisation .
<eleven> a sam:OrganisationGroup . <old> a sam:MentionedProject .
"""


@pytest.fixture(scope="module")
def core() -> Graph:
    return Graph().parse(ONTOLOGY / "core.ttl")


@pytest.fixture(scope="module")
def closure(core: Graph) -> Graph:
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    graph = core + Graph().parse(data=EXAMPLE, format="turtle")
    # improved_datatypes would change rdflib's table of datatypes for the tests that follow
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, improved_datatypes=False).expand(graph)
    return graph


def terms(core: Graph) -> list[URIRef]:
    """Everything that core.ttl declares: of this ontology, and org:unitOf, which is used as it is."""
    return sorted({term for term in core.subjects(RDF.type, None) if isinstance(term, URIRef)} - {IRI})


def languages(core: Graph, term: Node, prop: URIRef) -> list[str | None]:
    return [text.language for text in core.objects(term, prop) if isinstance(text, Literal) and text.strip()]


def related(graph: Graph, name: str) -> set[tuple[str, str]]:
    """The pairs of example things that a property links, as their names."""
    pairs = graph.subject_objects(URIRef(SAM + name))
    return {(str(one).removeprefix(ID), str(other).removeprefix(ID)) for one, other in pairs if str(one).startswith(ID)}


def test_every_term_that_others_rely_on_is_declared_with_its_kind(core: Graph) -> None:
    for names, kinds in (
        (CLASSES, {OWL.Class}),
        (PROPERTIES, PROPERTY_TYPES),
        (FIELDS, {URIRef(SAM + "DocumentField")}),
    ):
        for name in names.split():
            assert set(core.objects(URIRef(SAM + name), RDF.type)) & kinds, name


def test_every_term_has_a_label_and_a_comment_in_swedish_and_english(core: Graph) -> None:
    for term in terms(core):
        for prop in (RDFS.label, RDFS.comment):
            assert sorted(map(str, languages(core, term, prop))) == ["en", "sv"], (term, prop)


def test_no_two_terms_of_a_kind_share_a_label(core: Graph) -> None:
    for language in ("sv", "en"):
        owners = defaultdict(set)
        for term in terms(core):
            kind = "class" if (term, RDF.type, OWL.Class) in core else "other"
            for text in core.objects(term, RDFS.label):
                if isinstance(text, Literal) and text.language == language:
                    owners[kind, str(text)].add(term)
        assert [label for label, owned in owners.items() if len(owned) > 1] == []


def test_the_ontology_says_its_title_licence_and_version(core: Graph) -> None:
    assert sorted(map(str, languages(core, IRI, DCTERMS.title))) == ["en", "sv"]
    assert core.value(IRI, DCTERMS.license) and core.value(IRI, OWL.versionInfo)


def test_only_terms_with_a_kind_are_described(core: Graph) -> None:
    described = {term for term in core.subjects() if isinstance(term, URIRef)}
    assert described == {*terms(core), IRI}


def test_a_word_that_documents_use_stands_on_one_term_only(core: Graph) -> None:
    schemes = Graph().parse(ONTOLOGY / "schemes.ttl")
    owners = defaultdict(set)
    for graph, start in ((core, SAM), (schemes, f"{ID}role/")):
        for term, word in graph.subject_objects(SKOS.altLabel):
            if str(term).startswith(start):
                owners[re.sub(r"\W+", "", str(word)).casefold()].add(term)
    assert {word: owned for word, owned in owners.items() if len(owned) > 1} == {}


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Projektnamn", "Project"),
        ("Diarienummer", "diarienummer"),
        ("Ärende-ID", "diarienummer"),
        ("Sökt belopp", "appliedAmount"),
        ("Beviljat ESF-stöd", "grantedAmount"),
        ("Därav från Europeiska Socialfonden", "grantedAmount"),
        ("EU-stöd", "euAmount"),
        ("Total projektbudget", "totalBudget"),
        ("Belopp", "statedAmount"),
        ("Projekt sluttid", "endDate"),
        ("Kommuner", "coversArea"),
        ("NUTS-2 kod", "region"),
        ("Insatsområde", "programmeArea"),
        ("Tematiskt mål", "specificObjective"),
        ("Projektperiod", "periodField"),
        ("E-post", "personalDataField"),
        ("Stödmottagarens address", "unmodelledField"),
        ("Sammanfattning", "proseField"),
    ],
)
def test_the_words_of_each_generation_of_documents_lead_to_their_term(core: Graph, word: str, name: str) -> None:
    assert set(core.subjects(SKOS.altLabel, Literal(word, lang="sv"))) == {URIRef(SAM + name)}


def test_the_period_field_states_start_and_end(core: Graph) -> None:
    stated = set(core.objects(URIRef(f"{SAM}periodField"), URIRef(f"{SAM}states")))
    assert stated == {URIRef(f"{SAM}startDate"), URIRef(f"{SAM}endDate")}


def test_only_constructs_of_owl_2_rl_are_used(core: Graph) -> None:
    used = {term for triple in core for term in triple if isinstance(term, URIRef)}
    assert {term for term in used if term in OWL or term in RDFS} <= RL_TERMS
    anonymous = {node for node in core.subjects() if isinstance(node, BNode)}
    assert {prop for node in anonymous for prop in core.predicates(node)} <= {RDF.first, RDF.rest}


def test_datatype_properties_range_over_datatypes_of_owl_2_rl_alone(core: Graph) -> None:
    for term in core.subjects(RDF.type, OWL.DatatypeProperty):
        assert set(core.objects(term, RDFS.range)) <= RL_DATATYPES, term


def test_object_properties_range_over_classes(core: Graph) -> None:
    classes = {*core.subjects(RDF.type, OWL.Class), SKOS.Concept}
    for term in core.subjects(RDF.type, OWL.ObjectProperty):
        assert set(core.objects(term, RDFS.range)) <= classes, term


def test_leads_and_partners_participate(closure: Graph) -> None:
    participants = {("p1", "a"), ("p1", "b"), ("p1", "eleven"), ("p2", "b"), ("p2", "d")}
    assert related(closure, "hasParticipant") == participants
    assert related(closure, "participatesIn") == {(who, project) for project, who in participants}


def test_those_in_one_project_collaborate_and_those_in_different_ones_do_not(closure: Graph) -> None:
    pairs = related(closure, "collaboratesWith")
    assert {("a", "b"), ("b", "a"), ("b", "d"), ("d", "b")} <= pairs
    assert not {("a", "d"), ("d", "a")} & pairs


def test_part_of_reaches_over_the_county_to_the_region(closure: Graph) -> None:
    assert related(closure, "partOf") == {("a", "county"), ("county", "region"), ("a", "region")}


def test_a_group_does_not_become_an_organisation(closure: Graph) -> None:
    group = set(closure.objects(URIRef(f"{ID}eleven"), RDF.type))
    assert group == {URIRef(f"{SAM}OrganisationGroup"), OWL.Thing}


def test_a_project_that_is_only_mentioned_does_not_become_one_that_is_described(closure: Graph) -> None:
    assert (URIRef(f"{ID}old"), RDF.type, URIRef(f"{SAM}Project")) not in closure


def test_municipalities_and_units_are_organisations(closure: Graph) -> None:
    for name in "ab":
        assert (URIRef(ID + name), RDF.type, URIRef(f"{SAM}Organisation")) in closure


def test_the_vocabularies_of_others_find_their_way_in(closure: Graph) -> None:
    org = "http://www.w3.org/ns/org#"
    assert (URIRef(f"{ID}m1"), URIRef(f"{org}member"), URIRef(f"{ID}a")) in closure
    assert (URIRef(f"{ID}m1"), URIRef(f"{org}organization"), URIRef(f"{ID}c1")) in closure
    assert (URIRef(f"{ID}m1"), RDF.type, URIRef(f"{org}Membership")) in closure
    assert (URIRef(f"{ID}p1"), DCTERMS.identifier, Literal("23-079-S04")) in closure


def test_the_example_does_not_contradict_the_axioms(closure: Graph) -> None:
    assert not [text for text in closure.objects() if isinstance(text, Literal) and "inconsisten" in text.casefold()]
    assert not set(closure.subject_objects(URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")))


def declared() -> dict[str, str]:
    graph = Graph().parse(ONTOLOGY / "prefixes.ttl")
    nodes = list(graph.objects(IRI, SH.declare))
    prefixes = {str(graph.value(node, SH.prefix)): str(graph.value(node, SH.namespace)) for node in nodes}
    assert len(prefixes) == len(set(prefixes.values())) == len(nodes)
    return prefixes


def test_each_prefix_is_declared_once_and_parses_as_an_iri() -> None:
    for prefix, namespace in declared().items():
        graph = Graph().parse(data=f"@prefix {prefix}: <{namespace}> . {prefix}:x a {prefix}:Y .", format="turtle")
        assert len(graph) == 1


@pytest.mark.parametrize("path", sorted(ONTOLOGY.rglob("*.ttl")), ids=lambda path: path.name)
def test_files_use_prefixes_as_they_are_declared(path: Path) -> None:
    prefixes, own = declared(), {"phrase", "word"}  # of the phrases: no data, no shapes and no query uses them
    for prefix, namespace in re.findall(r"^@prefix (\w+): <([^>]+)>", path.read_text(encoding="utf-8"), re.MULTILINE):
        assert prefixes.get(prefix) == namespace or prefix in own, prefix
