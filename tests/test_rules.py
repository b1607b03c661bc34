"""The compiled rules say what owlrl says: for every kind of axiom they cover, and together, on generated graphs."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from samverkan import reasoning
from samverkan.identifiers import RDF, XSD, data_iri
from samverkan.model import Severity
from samverkan.nodes import Triple
from samverkan.reasoning import Reasoner
from samverkan.reasoning.rules import Ban, Join, Rule, compile_rules

OWL, RDFS = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2000/01/rdf-schema#"
SAM = "https://w3id.org/samverkan/ontology#"
PREFIXES = f"""@prefix owl: <{OWL}> . @prefix rdf: <{RDF}> . @prefix rdfs: <{RDFS}> . @prefix sam: <{SAM}> .
@prefix xsd: <{XSD}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TYPE = f"<{RDF}type>"
CLASSES = ["sam:A", "sam:B", "sam:C", "sam:D", "sam:OrganisationGroup"]
PROPERTIES = ["sam:p", "sam:q", "sam:r", "sam:collaboratesWith"]
DATATYPES = ["xsd:integer", "xsd:decimal", "xsd:boolean", "xsd:string", "xsd:date"]
BETWEEN_CLASSES = ["rdfs:subClassOf", "owl:equivalentClass", "owl:disjointWith"]
BETWEEN_PROPERTIES = ["rdfs:subPropertyOf", "owl:equivalentProperty", "owl:inverseOf", "owl:propertyDisjointWith"]
KINDS = [
    f"owl:{name}" for name in "SymmetricProperty TransitiveProperty IrreflexiveProperty AsymmetricProperty".split()
]
DECLARATIONS = ["owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty"]
LITERALS = [
    '"ett"', '"ett"@sv', f'"1"^^<{XSD}integer>', f'"007"^^<{XSD}integer>', f'"1.50"^^<{XSD}decimal>',
    f'"true"^^<{XSD}boolean>', f'"2024-13-45"^^<{XSD}date>', f'"\\"a\\\\b\\""^^<{XSD}token>', '"x"^^<http://x.example/d>',
]  # fmt: skip

classes, properties = st.sampled_from(CLASSES), st.sampled_from(PROPERTIES)
chains = st.lists(properties, min_size=1, max_size=3).map(" ".join)
axioms = st.one_of(
    st.builds("{} {} {} .".format, classes, st.sampled_from(BETWEEN_CLASSES), classes),
    st.builds("{} {} {} .".format, properties, st.sampled_from(BETWEEN_PROPERTIES), properties),
    st.builds("{} {} {} .".format, properties, st.sampled_from(["rdfs:domain", "rdfs:range"]), classes),
    st.builds("{} rdfs:range {} .".format, properties, st.sampled_from(DATATYPES)),
    st.builds("{} a {} .".format, properties, st.sampled_from(KINDS + DECLARATIONS)),
    st.builds("{} a owl:Class .".format, classes),
    st.builds("{} rdfs:subClassOf owl:Thing .".format, classes),
    st.builds("{} owl:propertyChainAxiom ( {} ) .".format, properties, chains),
    st.builds("{} rdfs:subPropertyOf [ owl:inverseOf {} ] .".format, properties, properties),
    st.lists(classes, min_size=2, max_size=3, unique=True).map(
        lambda some: f"[] a owl:AllDisjointClasses ; owl:members ( {' '.join(some)} ) ."
    ),
)
things = st.sampled_from([f"<{data_iri('organisation', name)}>" for name in "abcd"])
values = st.one_of(things, st.sampled_from(LITERALS))
facts = st.one_of(
    st.builds("{} {} {} .".format, things, properties.map(lambda name: name.replace("sam:", f"<{SAM}") + ">"), values),
    st.builds(f"{{}} {TYPE} {{}} .".format, things, classes.map(lambda name: name.replace("sam:", f"<{SAM}") + ">")),
    st.builds(f"{{}} {TYPE} <{XSD}integer> .".format, things),
)


def inferred(core: str, lines: list[str], reasoner: Reasoner = Reasoner.COMPILED) -> reasoning.Inference:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "core.ttl").write_text(PREFIXES + core, encoding="utf-8")
        return reasoning.infer(lines, Path(folder), reasoner=reasoner)


def line(subject: str, prop: str, term: str) -> str:
    return f"<{data_iri('organisation', subject)}> <{SAM}{prop}> {term} ."


def thing(name: str) -> str:
    return f"<{data_iri('organisation', name)}>"


@settings(max_examples=60, deadline=None)
@given(st.lists(axioms, max_size=9), st.lists(facts, max_size=9))
@example(
    ["sam:p owl:propertyChainAxiom ( sam:q sam:r sam:q ) ."],
    [line("a", "q", thing("b")), line("b", "r", thing("c")), line("c", "q", thing("a"))],
)
@example(
    ["sam:p a owl:TransitiveProperty , owl:SymmetricProperty ."],
    [line("a", "p", thing("b")), line("b", "p", thing("c")), line("d", "p", thing("c"))],
)
@example(
    ["sam:p rdfs:range xsd:boolean ; rdfs:domain sam:A . sam:A rdfs:subClassOf sam:B ."],
    [line("a", "p", LITERALS[2]), line("b", "p", LITERALS[5])],
)
def test_the_compiled_rules_infer_and_contradict_as_owlrl_does(core: list[str], lines: list[str]) -> None:
    compiled = inferred("\n".join(core), lines)
    assert [finding.code for finding in compiled.findings if finding.code != "contradiction"] == []
    assert compiled == inferred("\n".join(core), lines, Reasoner.OWLRL)


KINDS_OF_AXIOM = [
    *(f"sam:A {predicate} sam:B ." for predicate in BETWEEN_CLASSES),
    *(f"sam:B {predicate} sam:A ." for predicate in BETWEEN_CLASSES),
    *(f"sam:p {predicate} sam:q ." for predicate in BETWEEN_PROPERTIES),
    *(f"sam:q {predicate} sam:p ." for predicate in BETWEEN_PROPERTIES),
    *(f"sam:p a {kind} ." for kind in KINDS + DECLARATIONS),
    "sam:p rdfs:domain sam:C .",
    "sam:p rdfs:range sam:C .",
    "sam:r rdfs:range xsd:decimal .",
    "sam:q owl:propertyChainAxiom ( sam:p sam:p ) .",
    "sam:q owl:propertyChainAxiom ( sam:p sam:q sam:p ) .",
    "sam:q owl:propertyChainAxiom ( sam:p ) .",
    "sam:q owl:propertyChainAxiom () .",
    "sam:collaboratesWith owl:propertyChainAxiom ( sam:p sam:p ) .",
    "[] a owl:AllDisjointClasses ; owl:members ( sam:A sam:B sam:C ) .",
]
EVERYTHING = [
    *(line(one, "p", thing(other)) for one, other in ("ab", "bc", "ca", "dd")),
    *(line(one, "q", thing(other)) for one, other in ("ab", "cb", "cd")),
    *(line("a", "r", literal) for literal in LITERALS),
    *(f"{thing(one)} {TYPE} <{SAM}{name}> ." for one, name in ("aA", "bB", "cA", "cB", "dC")),
    f"{thing('d')} {TYPE} <{SAM}OrganisationGroup> .",
]


@pytest.mark.parametrize("axiom", KINDS_OF_AXIOM)
def test_each_kind_of_axiom_says_what_owlrl_makes_of_it(axiom: str) -> None:
    compiled = inferred(axiom, EVERYTHING)
    assert {finding.code for finding in compiled.findings} <= {"contradiction"}
    assert compiled == inferred(axiom, EVERYTHING, Reasoner.OWLRL)


CONTRADICTIONS = {
    "cax-dw": ("sam:A owl:disjointWith sam:B .", [f"{thing('a')} {TYPE} <{SAM}{name}> ." for name in "AB"]),
    "cax-dw without a name": (
        "sam:C rdfs:subClassOf _:k . sam:A owl:disjointWith _:k .",
        [f"{thing('a')} {TYPE} <{SAM}{name}> ." for name in "AC"],
    ),
    "cax-adc": (
        "[] a owl:AllDisjointClasses ; owl:members ( sam:A sam:C sam:B ) .",
        [f"{thing('a')} {TYPE} <{SAM}{name}> ." for name in "AB"],
    ),
    "prp-irp": ("sam:p a owl:IrreflexiveProperty .", [line("a", "p", thing("a"))]),
    "prp-asyp": ("sam:p a owl:AsymmetricProperty .", [line("a", "p", thing("b")), line("b", "p", thing("a"))]),
    "prp-pdw": (
        "sam:p owl:propertyDisjointWith sam:q .",
        [line("a", "p", thing("b")), line("a", "q", thing("b"))],
    ),
    "dt-not-type": ("sam:p a owl:DatatypeProperty .", [line("a", "p", f'"2024-13-45"^^<{XSD}date>')]),
    "dt-diff": (
        "sam:p rdfs:range xsd:boolean .",
        [line("a", "p", f'"true"^^<{XSD}boolean>'), line("a", "p", f'"1"^^<{XSD}decimal>')],
    ),
}


@pytest.mark.parametrize("core, lines", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_each_kind_of_contradiction_is_found_and_told_in_the_same_words(core: str, lines: list[str]) -> None:
    compiled = inferred(core, lines)
    assert {(finding.severity, finding.code) for finding in compiled.findings} == {
        (Severity.VIOLATION, "contradiction")
    }
    assert compiled == inferred(core, lines, Reasoner.OWLRL)


SAME = f"<{OWL}sameAs>"
UNCOVERED = {
    "owl#FunctionalProperty": ("sam:p a owl:FunctionalProperty .", [line("a", "p", thing(one)) for one in "bc"]),
    "owl#hasKey": ("sam:A owl:hasKey ( sam:p ) .", [line("a", "p", thing("b"))]),
    "owl#unionOf": ("sam:A owl:unionOf ( sam:B sam:C ) .", [f"{thing('a')} {TYPE} <{SAM}B> ."]),
    "owl#hasValue": ("sam:A owl:onProperty sam:p ; owl:hasValue sam:x .", [line("a", "p", f"<{SAM}x>")]),
    "owl#sameAs": ("sam:p a owl:ObjectProperty .", [f"{thing('a')} {SAME} {thing('b')} .", line("a", "p", thing("c"))]),
    "owl#propertyChainAxiom": ("sam:p owl:propertyChainAxiom sam:q .", [line("a", "p", thing("b"))]),
    "owl#Nothing": ("sam:A rdfs:subClassOf owl:Nothing .", [f"{thing('a')} {TYPE} <{SAM}A> ."]),
    "owl#Thing": ("sam:B a owl:Class . sam:A owl:equivalentClass owl:Thing .", [f"{thing('a')} {TYPE} <{SAM}B> ."]),
    "rdf-syntax-ns#type": ("sam:p rdfs:subPropertyOf rdf:type .", [line("a", "p", f"<{SAM}A>")]),
    "owl#SymmetricProperty": ("sam:A rdfs:subClassOf owl:SymmetricProperty .", [f"{thing('a')} {TYPE} <{SAM}A> ."]),
}


@pytest.mark.parametrize("term, case", UNCOVERED.items(), ids=UNCOVERED)
def test_what_the_rules_do_not_cover_is_left_to_owlrl_with_a_notice(term: str, case: tuple[str, list[str]]) -> None:
    inference, reference = inferred(*case), inferred(*case, Reasoner.OWLRL)
    notice = inference.findings[-1]
    assert (notice.severity, notice.code) == (Severity.NOTICE, "axiom-not-compiled")
    assert term in notice.message
    assert inference.lines == reference.lines
    assert inference.findings[:-1] == reference.findings


def test_the_ontology_s_documentation_and_its_shapes_of_use_need_no_owlrl() -> None:
    core = """sam:A a owl:Class ; rdfs:label "a"@sv ; rdfs:seeAlso owl:sameAs ; skos:closeMatch owl:Thing .
    <http://x.example/o> a owl:Ontology ; owl:versionInfo "1" ; owl:imports <http://x.example/p> ."""
    assert inferred(core, [f"{thing('a')} {TYPE} <{OWL}NamedIndividual> ."]).findings == ()


def test_rules_bear_the_names_of_the_specification() -> None:
    head, body = f"<{SAM}p>", f"<{SAM}q>"
    known: list[Triple] = [
        (body, f"<{RDFS}subPropertyOf>", head),
        (head, TYPE, f"<{OWL}TransitiveProperty>"),
        (head, f"<{OWL}propertyDisjointWith>", body),
    ]
    assert {type(rule): rule.name for rule in compile_rules(known)} == {
        Rule: "prp-spo1",
        Join: "prp-trp",
        Ban: "prp-pdw",
    }


def test_what_is_inferred_does_not_depend_on_the_order_of_axioms_and_facts() -> None:
    core = ["sam:p owl:inverseOf sam:q .", "sam:q rdfs:subPropertyOf sam:r .", "sam:r a owl:TransitiveProperty ."]
    lines = [line("a", "p", thing("b")), line("b", "p", thing("c")), line("c", "q", thing("d"))]
    inference = inferred("\n".join(core), lines)
    assert inference.lines != ()
    assert inference == inferred("\n".join(reversed(core)), lines[::-1])
