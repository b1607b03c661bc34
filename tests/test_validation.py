from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from samverkan import project, triples, validation
from samverkan.cli import main
from samverkan.errors import ExitCode, OntologyError
from samverkan.identifiers import RDF, RDFS, XSD, DocumentId, Iri, data_iri, sam
from samverkan.model import Evidence, Finding, Literal, Severity, SourceDocument, Statement, Term
from samverkan.validation import Validator, engines
from samverkan.validation.shapes import Shapes

TYPE = Iri(f"{RDF}type")
P, Q = data_iri("project", "p"), data_iri("project", "q")
PREFIXES = """
@prefix sam: <https://w3id.org/samverkan/ontology#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shapes: <https://w3id.org/samverkan/shapes#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
DECLARATIONS = """
<https://w3id.org/samverkan/ontology> sh:declare
  [ sh:prefix "sam" ; sh:namespace "https://w3id.org/samverkan/ontology#"^^xsd:anyURI ] .
"""
SHAPES = """
shapes:Project a sh:NodeShape ; sh:targetClass sam:Project ;
  sh:property shapes:one-start , shapes:negative , shapes:silent , shapes:unnamed , shapes:decided .
shapes:one-start sh:path sam:startDate ; sh:maxCount 1 ; sh:severity sh:Warning ;
  sh:message "Två startdatum."@sv , "Two start dates."@en .
shapes:negative sh:path sam:grantedAmount ; sh:datatype xsd:decimal ; sh:minInclusive 0 ; sh:message "Negative."@en .
shapes:silent sh:path sam:sector ; sh:pattern "^a" ; sh:severity sh:Info .
shapes:unnamed sh:path rdfs:label ; sh:minCount 1 ; sh:message "No name."@en .
shapes:decided sh:path ( sam:decision sam:decidedOn ) ; sh:maxCount 1 ; sh:message "Two decisions."@en .
shapes:order a sh:NodeShape ; sh:targetNode sam:endDate ; sh:message "Ends before it begins."@en ;
  dcterms:references sam:startDate , sam:endDate ;
  sh:sparql [ sh:prefixes <https://w3id.org/samverkan/ontology> ;
    sh:select "SELECT $this ?value { ?value $this ?end ; sam:startDate ?start . FILTER (?end < ?start) }" ] .
shapes:filled a sh:NodeShape ; sh:targetNode sam:currency ;
  sh:sparql [ sh:prefixes <https://w3id.org/samverkan/ontology> ;
    sh:message "Valutan {?value} saknas."@sv , "No amount beside {?value}'s currency."@en ;
    sh:select "SELECT $this ?value { ?value $this ?any . FILTER NOT EXISTS { ?value sam:grantedAmount ?x } }" ] .
shapes:participation a sh:NodeShape ; sh:targetClass sam:Participation ; sh:property shapes:no-role .
shapes:no-role sh:path sam:role ; sh:minCount 1 ; sh:message "No role."@en .
shapes:evidence a sh:NodeShape ; sh:targetClass sam:Evidence ; sh:property shapes:sure .
shapes:sure sh:path sam:confidence ; sh:minInclusive 0.5 ; sh:message "Not sure."@en .
"""
CORE = "sam:Project a owl:Class . sam:endDate a owl:DatatypeProperty . sam:currency a owl:DatatypeProperty ."


def ontology(folder: Path, shapes: str = SHAPES) -> Path:
    for name, content in (("core.ttl", CORE), ("shapes.ttl", shapes), ("prefixes.ttl", DECLARATIONS)):
        (folder / name).write_text(PREFIXES + content, encoding="utf-8")
    return folder


def document(text: str, name: str = "a.txt") -> SourceDocument:
    key = DocumentId(name.replace(".", ""))
    return SourceDocument(id=key, path=f"/somewhere/{name}", name=name, sha256="f" * 64, text=text)


def fact(subject: Iri, name: str, term: Term) -> Statement:
    return Statement(subject=subject, predicate=sam(name), object=term)


def date(value: str) -> Literal:
    return Literal(value=value, datatype=f"{XSD}date")


def amount(value: str) -> Literal:
    return Literal(value=value, datatype=f"{XSD}decimal")


def read(statement: Statement, source: SourceDocument, exact: str, confidence: float = 1.0) -> Evidence:
    start = source.text.index(exact)
    line, column = source.place(start)
    return Evidence(
        statement=statement, document=source.id, exact=exact, start=start, end=start + len(exact), line=line,
        position=column, method="m", confidence=confidence,
    )  # fmt: skip


def named(subject: Iri) -> list[Statement]:
    label = Statement(subject=subject, predicate=Iri(f"{RDFS}label"), object=Literal(value="Åter", language="sv"))
    return [Statement(subject=subject, predicate=TYPE, object=sam("Project")), label]


def found(
    folder: Path, facts: Iterable[Statement], evidence: Iterable[Evidence] = (), *documents: SourceDocument
) -> list[Finding]:
    described = [statement for source in documents for statement in triples.document_statements(source)]
    lines = [*triples.sorted_lines([*facts, *described]), *triples.evidence_lines(evidence)]
    return validation.validate(lines, folder)


def test_a_conforming_graph_gives_no_findings(tmp_path: Path) -> None:
    assert found(ontology(tmp_path), named(P)) == []


def test_an_offending_value_is_quoted_with_file_line_and_column(tmp_path: Path) -> None:
    source = document("Projekt Åter\r\nBelopp: 10 kr\r\nStöd: -5 kr\r\n")
    good, bad = fact(P, "grantedAmount", amount("10.0")), fact(P, "grantedAmount", amount("-5.0"))
    evidence = [read(good, source, "10 kr"), read(bad, source, "-5 kr")]
    (finding,) = found(ontology(tmp_path), [*named(P), good, bad], evidence, source)
    assert finding == Finding(
        severity=Severity.VIOLATION, code="negative", message="Negative.", file="a.txt", line=3, column=7,
        text="-5 kr", focus=P, path=sam("grantedAmount"),
    )  # fmt: skip


def test_values_that_disagree_are_all_quoted(tmp_path: Path) -> None:
    one, two = document("Start: 1 maj 2024", "a.txt"), document("Åter\nbörjar i\tjuni\n2024", "b.txt")
    early, late = fact(P, "startDate", date("2024-05-01")), fact(P, "startDate", date("2024-06-01"))
    evidence = [read(late, two, "juni\n2024"), read(early, one, "1 maj 2024")]
    (finding,) = found(ontology(tmp_path), [*named(P), early, late], evidence, two, one)
    assert (finding.severity, finding.message) == (Severity.WARNING, "Two start dates.")
    assert (finding.file, finding.line, finding.column, finding.text) == ("a.txt", 1, 8, "1 maj 2024")
    assert finding.related == ("b.txt:2:10: juni 2024",)


def test_a_text_is_quoted_whether_or_not_its_datatype_is_spelt_out(tmp_path: Path) -> None:
    source = document("Bransch: vård")
    sector = fact(P, "sector", Literal(value="vård", datatype=f"{XSD}string"))
    (finding,) = found(ontology(tmp_path), [*named(P), sector], [read(sector, source, "vård")], source)
    assert (finding.code, finding.text) == ("silent", "vård")


def test_a_fact_that_stands_in_two_places_is_quoted_from_the_first(tmp_path: Path) -> None:
    source = document("-5 kr och igen -5 kr")
    bad = fact(P, "grantedAmount", amount("-5.0"))
    first = read(bad, source, "-5 kr")
    again = replace(first, start=15, end=20, position=16)
    (finding,) = found(ontology(tmp_path), [*named(P), bad], [again, first], source)
    assert (finding.column, finding.related) == (1, ())


def test_what_is_missing_is_placed_where_the_project_stands(tmp_path: Path) -> None:
    source = document("Rubrik\nProjektet får 10 kr")
    granted = fact(P, "grantedAmount", amount("10.0"))
    (finding,) = found(ontology(tmp_path), [named(P)[0], granted], [read(granted, source, "10 kr")], source)
    assert (finding.code, finding.line, finding.text) == ("unnamed", 2, "10 kr")


def test_a_rule_over_the_whole_graph_is_about_its_offender_and_quotes_what_it_refers_to(tmp_path: Path) -> None:
    source = document("från juni till maj")
    facts = [fact(P, "startDate", date("2024-06-01")), fact(P, "endDate", date("2024-05-01"))]
    evidence = [read(statement, source, exact) for statement, exact in zip(facts, ("juni", "maj"), strict=True)]
    (finding,) = found(ontology(tmp_path), [*named(P), *named(Q), *facts], evidence, source)
    assert (finding.code, finding.focus, finding.path) == ("order", P, sam("endDate"))
    assert (finding.column, finding.related) == (6, ("a.txt:1:16: maj",))


def test_the_message_is_english_and_filled_in(tmp_path: Path) -> None:
    (finding,) = found(ontology(tmp_path), [*named(P), fact(P, "currency", Literal(value="SEK"))])
    assert finding.message == f"No amount beside {P}'s currency."


def test_a_shape_without_a_message_does_not_show_pyshacl_s_own_text(tmp_path: Path) -> None:
    (finding,) = found(ontology(tmp_path), [*named(P), fact(P, "sector", Literal(value="b"))])
    assert (finding.severity, finding.message) == (Severity.NOTICE, "does not conform to silent")


def test_a_value_by_way_of_another_node_is_found(tmp_path: Path) -> None:
    source = document("beslut 1 maj och 2 maj")
    one, two = data_iri("decision", "x", "1"), data_iri("decision", "x", "2")
    facts = [fact(P, "decision", one), fact(P, "decision", two)]
    dates = [fact(one, "decidedOn", date("2024-05-01")), fact(two, "decidedOn", date("2024-05-02"))]
    evidence = [read(statement, source, exact) for statement, exact in zip(facts, ("1 maj", "2 maj"), strict=True)]
    (finding,) = found(ontology(tmp_path), [*named(P), *facts, *dates], evidence, source)
    assert (finding.code, finding.text, finding.related) == ("decided", "1 maj", ("a.txt:1:18: 2 maj",))


def test_a_participation_is_placed_where_its_project_stands(tmp_path: Path) -> None:
    source = document("Projektet Åter")
    collaboration, participation = data_iri("collaboration", "p"), data_iri("participation", "p", "a")
    facts = [*named(P), fact(P, "carriedOutBy", collaboration), fact(collaboration, "hasParticipation", participation)]
    facts.append(Statement(subject=participation, predicate=TYPE, object=sam("Participation")))
    (finding,) = found(ontology(tmp_path), facts, [read(facts[1], source, "Åter")], source)
    assert (finding.code, finding.focus, finding.text) == ("no-role", participation, "Åter")


def test_evidence_at_fault_is_placed_where_it_was_read(tmp_path: Path) -> None:
    source = document("Åter, 10 kr")
    granted = fact(P, "grantedAmount", amount("10.0"))
    evidence = [read(named(P)[1], source, "Åter"), read(granted, source, "10 kr", confidence=0.2)]
    (finding,) = found(ontology(tmp_path), [*named(P), granted], evidence, source)
    assert (finding.code, finding.text) == ("sure", "10 kr")


def test_without_evidence_a_finding_still_names_its_node(tmp_path: Path) -> None:
    (finding,) = found(ontology(tmp_path), named(P)[:1])
    assert (finding.code, finding.focus, finding.file, finding.text) == ("unnamed", P, None, None)


def test_an_ill_typed_value_is_a_finding_and_not_a_log_entry(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (finding,) = found(ontology(tmp_path), [*named(P), fact(P, "grantedAmount", amount("många"))])
    assert finding.code == "negative"
    assert caplog.records == []


def test_the_order_of_the_data_does_not_show(tmp_path: Path) -> None:
    source = document("".join(f"{number} kr\n" for number in range(-9, 0)))
    facts = [fact(data_iri("project", str(n)), "grantedAmount", amount(f"{n}.0")) for n in range(-9, 0)]
    facts += [statement for other in facts for statement in named(other.subject)]
    evidence = [read(statement, source, f"{n} kr") for n, statement in zip(range(-9, 0), facts, strict=False)]
    findings = found(ontology(tmp_path), facts, evidence, source)
    assert [finding.line for finding in findings] == list(range(1, 10))
    random.Random(1).shuffle(facts)
    assert found(ontology(tmp_path), facts, reversed(evidence), source) == findings


def test_unreadable_shapes_are_an_error_with_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(OntologyError) as caught:
        found(ontology(tmp_path, "\n:a :b .\n"), named(P))
    assert caught.value.file == str(tmp_path / "shapes.ttl")
    assert caught.value.line is not None


@pytest.mark.parametrize(
    "shape",
    [
        "shapes:bad a sh:PropertyShape ; sh:targetClass sam:Project ; sh:minCount 1 .",
        'shapes:bad sh:targetClass sam:Project ; sh:path rdfs:label ; sh:minCount "x" .',
        'shapes:bad sh:targetClass sam:Project ; sh:path rdfs:label ; sh:pattern "(" .',
        'shapes:bad a sh:NodeShape ; sh:targetClass sam:Project ; sh:sparql [ sh:select "SELECT bad" ] .',
    ],
)
def test_shapes_that_make_no_sense_are_an_error_of_one_line(tmp_path: Path, shape: str) -> None:
    with pytest.raises(OntologyError, match="makes no sense") as caught:
        found(ontology(tmp_path, shape), named(P))
    assert "\n" not in str(caught.value)


def test_the_project_s_own_shapes_quote_both_sides_of_a_disagreement() -> None:
    source = document("Åter\nBeslut den 3 mars 2021 ... fattat 4 mars 2021")
    one, two = data_iri("decision", "x", "2021-03-03"), data_iri("decision", "x", "2021-03-04")
    facts = [fact(P, "decision", one), fact(P, "decision", two)]
    facts += [fact(one, "decidedOn", date("2021-03-03")), fact(two, "decidedOn", date("2021-03-04"))]
    texts = ("3 mars 2021", "4 mars 2021")
    evidence = [read(statement, source, exact) for statement, exact in zip(facts[:2], texts, strict=True)]
    findings = found(project.ONTOLOGY, [*named(P), *facts], evidence, source)
    (finding,) = (finding for finding in findings if finding.code == "sources-disagree-on-decision-date")
    assert (finding.severity, finding.line, finding.text) == (Severity.WARNING, 2, "3 mars 2021")
    assert finding.related == ("a.txt:2:35: 4 mars 2021",)


NESTED = """
shapes:nested a sh:NodeShape ; sh:targetNode sam:endDate ; sh:message "$this {?value}: {$end}."@en ;
  sh:sparql [ sh:prefixes <https://w3id.org/samverkan/ontology> ; sh:select \"\"\"
    # not $this
    SELECT DISTINCT $this ?value ?end { { { ?value ?prop ?end . FILTER (?prop = $this && "?this" != "$this x") } }
      UNION { ?value ?prop ?end . FILTER (?prop = ?this) BIND ($this AS ?same) } } GROUP BY $this ?value ?end\"\"\" ] .
"""


def test_this_is_filled_in_wherever_a_rule_over_the_whole_graph_names_it(tmp_path: Path) -> None:
    (finding,) = found(ontology(tmp_path, NESTED), [fact(P, "endDate", date("2024-05-01"))])
    assert (finding.focus, finding.path) == (P, sam("endDate"))
    assert finding.message == f"$this {P}: 2024-05-01."


OTHERWISE = [
    'shapes:deactivated sh:deactivated true ; sh:targetNode sam:Project ; sh:sparql [ sh:select "bad" ] .',
    'shapes:a sh:targetClass sam:X ; sh:targetNode sam:X ; sh:sparql [ sh:select "SELECT $this { ?a ?b ?c }" ] .',
    'shapes:one sh:targetNode sam:endDate ; sh:sparql [ sh:select "SELECT $this ?path { ?a ?path ?c }" ] .',
    'shapes:one sh:targetNode sam:endDate ; sh:sparql [ sh:select "SELECT $this { FILTER (BOUND(?this)) }" ] .',
    'shapes:one sh:targetNode sam:endDate ; sh:sparql [ sh:select "SELECT ?value { ?value ?b ?c }" ] .',
    "shapes:two sh:node shapes:one ."
    'shapes:one sh:targetNode sam:endDate ; sh:sparql [ sh:select "SELECT $this { ?a ?b ?c }" ] .',
]


@pytest.mark.parametrize("shape", OTHERWISE)
def test_a_query_that_is_no_plain_rule_over_the_whole_graph_stays_with_the_engine(shape: str) -> None:
    lines = [
        f"{quad.subject} {quad.predicate} {quad.object} ."
        for quad in ox.parse(PREFIXES + shape, format=ox.RdfFormat.TURTLE)
    ]
    shapes = Shapes(lines)
    assert shapes.rules == []
    assert shapes.lines == lines


def test_a_shape_that_is_closed_sees_every_property(tmp_path: Path) -> None:
    closed = (
        "shapes:closed sh:targetClass sam:Project ; sh:closed true ; sh:ignoredProperties ( rdf:type rdfs:label ) ."
    )
    facts = [*named(P), fact(P, "unheardOf", Literal(value="x"))]
    (finding,) = found(ontology(tmp_path, f"@prefix rdf: <{RDF}> . {closed}"), facts)
    assert finding.path == sam("unheardOf")


def test_a_blank_node_at_fault_is_placed_by_what_is_said_of_it(tmp_path: Path) -> None:
    source = document("Åter")
    shape = 'shapes:named sh:targetClass sam:Project ; sh:nodeKind sh:IRI ; sh:message "No name."@en .'
    folder = ontology(tmp_path, shape)
    nameless = [Statement(subject=P, predicate=sam("decision"), object=Iri("x:nameless"))]
    evidence = triples.evidence_lines([read(nameless[0], source, "Åter")])
    described = triples.document_statements(source)
    facts = [*nameless, *described, named(P)[0]._replace(subject=Iri("x:nameless"))]
    lines = [*triples.sorted_lines(facts), *evidence]
    findings = validation.validate([line.replace("<x:nameless>", "_:nameless") for line in lines], folder)
    assert [(finding.focus, finding.text) for finding in findings] == [(None, "Åter")]


@pytest.mark.parametrize("command", ["build", "validate"])
def test_a_validator_that_is_not_installed_is_one_line_that_says_what_to_do(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    source = tmp_path / ("source.txt" if command == "build" else "data.nt")
    source.write_text(
        "Namn:\nÅter i jobb\nProjektägare:\nHåbo kommun\n" if command == "build" else "", encoding="utf-8"
    )
    options = ["-o", str(tmp_path / "build")] if command == "build" else []
    result = CliRunner().invoke(main, [command, str(source), "--validator", "shacl", *options])
    assert result.exit_code == ExitCode.UNREADABLE
    assert result.stderr.startswith("error: the validator shacl is not installed: ")
    assert not (tmp_path / "build").exists()


def test_left_to_itself_the_validator_is_the_fast_one_if_there(monkeypatch: pytest.MonkeyPatch) -> None:
    for installed, expected in ((object(), Validator.SHACL), (None, Validator.PYSHACL)):
        monkeypatch.setattr(engines, "find_spec", lambda _, found=installed: found)
        assert validation.chosen(Validator.AUTO) is expected
