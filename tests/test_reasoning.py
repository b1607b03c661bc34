from __future__ import annotations

from itertools import permutations
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan import project, reasoning, triples
from samverkan.errors import OntologyError
from samverkan.identifiers import DCTERMS, RDF, RDFS, XSD, data_iri, sam
from samverkan.model import Severity
from samverkan.reasoning import Reasoner, owl_rl

OWL = "http://www.w3.org/2002/07/owl#"
TYPE = f"{RDF}type"
CORE = """
@prefix sam: <https://w3id.org/samverkan/ontology#> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
sam:Project a owl:Class ; rdfs:subClassOf foaf:Project ; rdfs:label "projekt"@sv .
sam:Organisation a owl:Class ; rdfs:subClassOf org:Organization .
sam:OrganisationGroup a owl:Class ; owl:disjointWith sam:Organisation .
sam:hasLead rdfs:subPropertyOf sam:hasParticipant . sam:hasPartner rdfs:subPropertyOf sam:hasParticipant .
sam:participatesIn owl:inverseOf sam:hasParticipant .
sam:collaboratesWith a owl:SymmetricProperty ; owl:propertyChainAxiom ( sam:participatesIn sam:hasParticipant ) .
sam:partOf a owl:TransitiveProperty . sam:diarienummer rdfs:subPropertyOf dcterms:identifier .
sam:role rdfs:range sam:Role .
"""
P, Q = data_iri("project", "p"), data_iri("project", "q")
A, B, C = (data_iri("organisation", name) for name in "abc")
GROUP = data_iri("group", "p")
GOLDEN = Path(__file__).parent / "golden" / "seeds"
REFERENCE = [project.ONTOLOGY / "schemes.ttl", *sorted((project.ONTOLOGY / "reference").glob("*.ttl"))]


@pytest.fixture(scope="module")
def ontology(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ontology")
    (folder / "core.ttl").write_text(CORE, encoding="utf-8")
    return folder


def line(subject: str, predicate: str, term: str) -> str:
    value = term if term.startswith('"') else f"<{term}>"
    return f"<{subject}> <{predicate}> {value} ."


def pairs(inference: reasoning.Inference, predicate: str) -> set[tuple[str, str | ox.Literal]]:
    return {
        (one.subject.value, one.object if isinstance(one.object, ox.Literal) else one.object.value)
        for one in ox.parse("\n".join(inference.lines), format=ox.RdfFormat.N_TRIPLES)
        if one.predicate.value == predicate
    }


def subjects(inference: reasoning.Inference) -> set[str]:
    return {line.split(" ")[0][1:-1] for line in inference.lines}


def partnership(project: str, lead: str, *partners: str) -> list[str]:
    return [line(project, sam("hasLead"), lead), *(line(project, sam("hasPartner"), partner) for partner in partners)]


def test_partners_of_a_project_collaborate_in_both_directions_and_none_with_itself(ontology: Path) -> None:
    inference = reasoning.infer(partnership(P, A, B, C), ontology)
    assert pairs(inference, sam("collaboratesWith")) == set(permutations((A, B, C), 2))
    assert pairs(inference, sam("participatesIn")) == {(A, P), (B, P), (C, P)}
    assert inference.findings == ()


def test_partners_of_different_projects_do_not_collaborate(ontology: Path) -> None:
    inference = reasoning.infer([*partnership(P, A), *partnership(Q, B)], ontology)
    assert pairs(inference, sam("collaboratesWith")) == set()


def test_a_group_participates_but_collaborates_with_nobody(ontology: Path) -> None:
    facts = [*partnership(P, A, B, GROUP), line(GROUP, TYPE, sam("OrganisationGroup"))]
    inference = reasoning.infer(facts, ontology)
    assert pairs(inference, sam("collaboratesWith")) == {(A, B), (B, A)}
    assert (GROUP, P) in pairs(inference, sam("participatesIn"))


def test_two_units_and_their_organisation_collaborate_where_they_take_part(ontology: Path) -> None:
    facts = partnership(P, A, B, C)
    facts += [line(unit, "http://www.w3.org/ns/org#unitOf", A) for unit in (B, C)]
    assert pairs(reasoning.infer(facts, ontology), sam("collaboratesWith")) == set(permutations((A, B, C), 2))


def test_nothing_is_said_that_was_asserted_or_that_holds_of_everything(ontology: Path) -> None:
    facts = [*partnership(P, A, B), line(P, TYPE, sam("Project")), line(P, f"{RDFS}label", '"Åter"@sv')]
    facts += [line(A, sam("collaboratesWith"), B), line(P, sam("diarienummer"), '"23-1"')]
    inference = reasoning.infer(facts, ontology)
    assert (A, B) not in pairs(inference, sam("collaboratesWith"))
    assert pairs(inference, f"{OWL}sameAs") == set()
    assert pairs(inference, TYPE) == {(P, "http://xmlns.com/foaf/0.1/Project")}
    assert subjects(inference) == {P, A, B}


def test_terms_of_the_ontology_are_not_described(ontology: Path) -> None:
    inference = reasoning.infer([line(P, TYPE, sam("Project")), line(P, sam("about"), sam("Project"))], ontology)
    assert subjects(inference) == {P}


def test_values_keep_their_form(ontology: Path) -> None:
    inference = reasoning.infer([line(P, sam("diarienummer"), '"23-079-S04 \\"å\\""')], ontology)
    assert pairs(inference, f"{DCTERMS}identifier") == {(P, ox.Literal('23-079-S04 "å"'))}
    inference = reasoning.infer([line(P, sam("diarienummer"), f'"10.50"^^<{XSD}decimal>')], ontology)
    assert pairs(inference, f"{DCTERMS}identifier") == {
        (P, ox.Literal("10.50", datatype=ox.NamedNode(f"{XSD}decimal")))
    }


def test_reference_data_take_part_as_far_as_the_facts_lead(ontology: Path) -> None:
    town, county, region, other = (data_iri(*path.split("/")) for path in ("m/1", "county/1", "region/1", "m/2"))
    reference = [
        line(town, sam("partOf"), county),
        line(county, sam("partOf"), region),
        line(other, sam("partOf"), county),
    ]
    reference += [line(county, TYPE, sam("Organisation"))]
    inference = reasoning.infer([line(P, sam("coversArea"), town)], ontology, reference)
    assert pairs(inference, sam("partOf")) == {(town, region)}
    assert pairs(inference, TYPE) == {(county, "http://www.w3.org/ns/org#Organization")}


def test_leaving_out_that_things_are_themselves_changes_nothing(
    ontology: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    same = data_iri("organisation", "a-again")
    facts = [*partnership(P, A, B, GROUP), *partnership(Q, same, C), line(A, f"{OWL}sameAs", same)]
    facts += [line(GROUP, TYPE, sam("OrganisationGroup")), line(A, TYPE, sam("Organisation"))]
    inference = reasoning.infer(facts, ontology, reasoner=Reasoner.OWLRL)
    assert (A, C) in pairs(inference, sam("collaboratesWith"))
    monkeypatch.setattr(owl_rl, "_SEMANTICS", owlrl.OWLRL_Semantics)
    assert reasoning.infer(facts, ontology, reasoner=Reasoner.OWLRL) == inference


def test_a_contradiction_is_a_finding_about_the_thing(ontology: Path) -> None:
    facts = [line(A, TYPE, sam("Organisation")), line(A, TYPE, sam("OrganisationGroup"))]
    (finding,) = reasoning.infer(facts, ontology).findings
    assert (finding.severity, finding.code, finding.focus) == (Severity.VIOLATION, "contradiction", A)
    assert "isjoint" in finding.message


def test_an_ill_typed_value_does_not_reach_the_log(ontology: Path, caplog: pytest.LogCaptureFixture) -> None:
    reasoning.infer([line(P, sam("diarienummer"), f'"2024-13-45"^^<{XSD}date>')], ontology)
    assert caplog.records == []


def test_no_facts_give_no_inference(ontology: Path) -> None:
    assert reasoning.infer([], ontology) == reasoning.Inference(lines=(), findings=())


def test_an_ontology_that_cannot_be_read_is_an_error_with_a_place(tmp_path: Path) -> None:
    (tmp_path / "core.ttl").write_text("@prefix : <http://x/> .\n:a :b .\n", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        reasoning.infer([], tmp_path)
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "core.ttl"), 2)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sets(st.sampled_from("abcdef"), min_size=1, max_size=4), max_size=4))
def test_collaboration_is_exactly_having_met_in_a_project(ontology: Path, projects: list[set[str]]) -> None:
    facts = [
        line(data_iri("project", str(number)), sam("hasPartner"), data_iri("organisation", name))
        for number, names in enumerate(projects)
        for name in sorted(names)
    ]
    met = {
        (data_iri("organisation", one), data_iri("organisation", two))
        for names in projects
        for one, two in permutations(names, 2)
    }
    inference = reasoning.infer(facts, ontology)
    assert pairs(inference, sam("collaboratesWith")) == met
    assert inference == reasoning.infer(reversed(facts), ontology)


def test_the_ontology_s_own_axioms_make_no_group_an_organisation() -> None:
    participation, collaboration = data_iri("participation", "p", "g"), data_iri("collaboration", "p")
    facts = [*partnership(P, A, B, GROUP), line(GROUP, TYPE, sam("OrganisationGroup"))]
    facts += [
        line(A, TYPE, sam("Municipality")),
        line(B, TYPE, sam("Organisation")),
        line(P, sam("carriedOutBy"), collaboration),
    ]
    facts += [
        line(collaboration, sam("hasParticipation"), participation),
        line(participation, sam("participant"), GROUP),
    ]
    inference = reasoning.infer(facts, project.ONTOLOGY)
    assert pairs(inference, sam("collaboratesWith")) == {(A, B), (B, A)}
    assert (GROUP, sam("Organisation")) not in pairs(inference, TYPE)
    assert {(A, sam("Organisation")), (P, sam("Project"))} <= pairs(inference, TYPE)
    assert (participation, GROUP) in pairs(inference, "http://www.w3.org/ns/org#member")
    assert inference.findings == ()


def test_what_is_inferred_are_sorted_lines_each_once(ontology: Path) -> None:
    lines = reasoning.infer(partnership(P, A, B), ontology).lines
    assert list(lines) == sorted(set(lines))
    assert f"<{A}> <{sam('collaboratesWith')}> <{B}> ." in lines


@pytest.mark.parametrize("reasoner", Reasoner)
def test_a_value_keeps_the_form_in_which_it_was_asserted(ontology: Path, reasoner: Reasoner) -> None:
    asserted = [line(P, sam("diarienummer"), f'"007"^^<{XSD}integer>')]
    assert reasoning.infer(asserted, ontology, reasoner=reasoner).lines == (
        f'<{P}> <{DCTERMS}identifier> "007"^^<{XSD}integer> .',
    )


@pytest.mark.parametrize("reasoner", Reasoner)
def test_both_reasoners_infer_the_golden_graph_of_the_seeds(reasoner: Reasoner) -> None:
    asserted, inferred = (triples.file_lines(GOLDEN / name) for name in ("graph.ttl", "inferred.ttl"))
    reference = [found for path in REFERENCE for found in triples.turtle_lines(path)]
    inference = reasoning.infer(asserted, project.ONTOLOGY, reference, reasoner)
    assert inference == reasoning.Inference(lines=tuple(inferred), findings=())
