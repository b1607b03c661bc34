from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import OntologyError
from samverkan.identifiers import DCTERMS, OA, PROV, RDF, RDFS, XSD, DocumentId, Iri, data_iri, sam
from samverkan.model import Evidence, Literal, SourceDocument, Statement
from samverkan.triples import (
    document_statements,
    evidence_iri,
    evidence_lines,
    ntriples,
    sorted_lines,
    turtle_lines,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
iris = st.builds(lambda name: data_iri("organisation", name), st.from_regex(r"[a-zåäö0-9-]{1,12}", fullmatch=True))
literals = st.one_of(
    st.builds(Literal, value=texts),
    st.builds(Literal, value=texts, language=st.sampled_from(["sv", "en"])),
    st.builds(Literal, value=texts, datatype=st.sampled_from([f"{XSD}string", f"{XSD}decimal", f"{XSD}date"])),
)
statements = st.builds(Statement, subject=iris, predicate=iris, object=st.one_of(iris, literals))


def ox_term(term: Iri | Literal) -> ox.NamedNode | ox.Literal:
    if not isinstance(term, Literal):
        return ox.NamedNode(term)
    datatype = ox.NamedNode(term.datatype) if term.datatype else None
    return ox.Literal(term.value, datatype=datatype, language=term.language)


def ox_triple(statement: Statement) -> ox.Triple:
    return ox.Triple(ox.NamedNode(statement.subject), ox.NamedNode(statement.predicate), ox_term(statement.object))


FACT = Statement(subject=data_iri("project", "p"), predicate=sam("startDate"), object=Literal(value="2024-01-01"))
PIECE = Evidence(
    statement=FACT, document=DocumentId("d1"), exact="1 jan", start=3, end=8, line=1, position=4, method="label",
    confidence=0.9,
)  # fmt: skip


def document(**known: str) -> SourceDocument:
    return SourceDocument(id=DocumentId("d1"), path="/home/me/a.txt", name="a.txt", sha256="f" * 64, text="", **known)


def values(found: list[Statement], predicate: str) -> list[Iri | Literal]:
    return [statement.object for statement in found if statement.predicate == predicate]


@given(statements)
def test_a_line_is_the_canonical_form_and_stays_one_line(statement: Statement) -> None:
    line = ntriples(statement)
    assert line == f"{ox_triple(statement)} ."
    assert len(line.split("\n")) == 1


@given(st.lists(statements, max_size=5))
def test_lines_parse_back_to_the_same_triples(found: list[Statement]) -> None:
    lines = "\n".join(sorted_lines(found))
    parsed = {quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)}
    assert parsed == {ox_triple(statement) for statement in found}


def test_rdflib_reads_every_escape() -> None:
    text = "".join(map(chr, range(0x20))) + '\x7f"\\ \u2028å😀'
    line = ntriples(Statement(subject=data_iri("project", "p"), predicate=sam("x"), object=Literal(value=text)))
    assert [str(term) for term in rdflib.Graph().parse(data=line, format="nt").objects()] == [text]


@given(st.lists(statements, max_size=6))
def test_order_and_repetition_of_statements_do_not_show(found: list[Statement]) -> None:
    lines = sorted_lines(found)
    assert lines == sorted_lines([*reversed(found), *found])
    assert lines == sorted(set(lines))


def test_evidence_names_its_fact_its_document_and_the_characters() -> None:
    piece = replace(PIECE, qualifier="ca")
    node = f"<{evidence_iri(piece)}>"
    said = {tuple(line.split(" ", 2)) for line in evidence_lines([piece])}
    assert said == {
        (node, f"<{RDF}type>", f"<{sam('Evidence')}> ."),
        (node, f"<{RDF}subject>", f"<{data_iri('project', 'p')}> ."),
        (node, f"<{RDF}predicate>", f"<{sam('startDate')}> ."),
        (node, f"<{RDF}object>", '"2024-01-01" .'),
        (node, f"<{PROV}hadPrimarySource>", f"<{data_iri('document', 'd1')}> ."),
        (node, f"<{OA}exact>", '"1 jan" .'),
        (node, f"<{OA}start>", f'"3"^^<{XSD}integer> .'),
        (node, f"<{OA}end>", f'"8"^^<{XSD}integer> .'),
        (node, f"<{sam('line')}>", f'"1"^^<{XSD}integer> .'),
        (node, f"<{sam('linePosition')}>", f'"4"^^<{XSD}integer> .'),
        (node, f"<{sam('method')}>", '"label" .'),
        (node, f"<{sam('confidence')}>", f'"0.9"^^<{XSD}decimal> .'),
        (node, f"<{sam('qualifier')}>", '"ca" .'),
    }


@given(st.builds(replace, st.just(PIECE), exact=texts, column=st.none() | texts, row=st.none() | st.integers(1, 9)))
def test_lines_of_evidence_are_canonical_sorted_and_parse_back(piece: Evidence) -> None:
    lines = evidence_lines([piece, piece])
    parsed = [quad.triple for quad in ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES)]
    assert lines == sorted({f"{triple} ." for triple in parsed})
    assert ox.Literal(piece.exact) in {triple.object for triple in parsed}


def test_evidence_without_a_qualifier_says_nothing_of_one() -> None:
    assert not [line for line in evidence_lines([PIECE]) if sam("qualifier") in line]


@pytest.mark.parametrize(
    "other",
    [
        replace(PIECE, start=4),
        replace(PIECE, end=9),
        replace(PIECE, method="phrase"),
        replace(PIECE, document=DocumentId("d2")),
        replace(PIECE, statement=FACT._replace(predicate=sam("endDate"))),
    ],
)
def test_another_fact_place_or_rule_is_another_piece_of_evidence(other: Evidence) -> None:
    assert evidence_iri(other) != evidence_iri(PIECE)
    assert evidence_iri(replace(PIECE)) == evidence_iri(PIECE)


@given(st.floats(0, 1))
def test_confidence_is_a_decimal_without_an_exponent(confidence: float) -> None:
    lines = evidence_lines([replace(PIECE, confidence=confidence)])
    (value,) = [line.split('"')[1] for line in lines if sam("confidence") in line]
    assert set(value) <= set("0123456789.")
    assert Decimal(value) == Decimal(str(confidence))


def test_of_a_document_only_what_is_known_is_said() -> None:
    assert {statement.predicate for statement in document_statements(document())} == {
        f"{RDF}type", f"{RDFS}label", f"{DCTERMS}format", sam("fileName"), sam("sha256")
    }  # fmt: skip


def test_a_document_is_described_without_its_folder() -> None:
    found = document_statements(document(title="Beslut", published="2024-02-01", retrieved="2024-03-01"))
    assert values(found, f"{RDFS}label") == values(found, f"{DCTERMS}title") == [Literal(value="Beslut")]
    assert values(found, f"{DCTERMS}issued") == [Literal(value="2024-02-01", datatype=f"{XSD}date")]
    assert values(found, sam("retrievedOn")) == [Literal(value="2024-03-01", datatype=f"{XSD}date")]
    assert "/home/me" not in "\n".join(sorted_lines(found))


def test_a_licence_is_a_link_only_when_it_is_a_web_address() -> None:
    address = "https://creativecommons.org/publicdomain/zero/1.0/"
    assert values(document_statements(document(licence=address)), f"{DCTERMS}license") == [Iri(address)]
    for name in ("CC0", "https://example.org/a b", "https://example.org/<x>"):
        assert values(document_statements(document(licence=name)), f"{DCTERMS}license") == [Literal(value=name)]


def test_turtle_lines_are_the_same_in_every_reading(tmp_path: Path) -> None:
    path = tmp_path / "core.ttl"
    path.write_text("@prefix : <http://x/> . :a :b [ :c ( :d :e ) ] , [ :c :f ] .", encoding="utf-8")
    lines = turtle_lines(path)
    assert lines == sorted(lines) == turtle_lines(path)
    assert any(line.startswith("_:core-") for line in lines)


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.ttl").write_text("@prefix : <http://x/> . :a :b [ :c :d ] .", encoding="utf-8")
    lines = [*turtle_lines(tmp_path / "one.ttl"), *turtle_lines(tmp_path / "two.ttl")]
    assert len(list(ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES))) == len(set(lines)) == 4


def test_broken_turtle_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "core.ttl"
    path.write_text("@prefix : <http://x/> .\n:a :b :c\n:d\n", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        turtle_lines(path)
    assert caught.value.file == str(path)
    assert caught.value.line is not None
    assert caught.value.line >= 2
