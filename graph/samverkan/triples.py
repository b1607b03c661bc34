"""Statements → N-Triples lines: the first room that knows RDF.

From here on the rooms hand each other sorted N-Triples lines. This room may not judge, infer or store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox

from samverkan.errors import UnreadableSourceError
from samverkan.identifiers import DCTERMS, OA, PROV, RDF, RDFS, XSD, Iri, data_iri, digest, sam
from samverkan.model import Evidence, Literal, SourceDocument, Statement, Term
from samverkan.vocabulary import read_turtle, syntax_problem

_EVIDENCE_DIGITS = 16
_WEB_ADDRESS = re.compile(r'https?://[^\x00-\x20<>"{}|\\^`]+')
# Canonical N-Triples (RDF 1.2 N-Triples, section 4): short escapes where they exist, \u for other controls
_ESCAPES = {chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)}
_SHORT_ESCAPES = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}
_ESCAPED = str.maketrans(_ESCAPES | _SHORT_ESCAPES)


def ntriples(statement: Statement) -> str:
    """The statement as one canonical N-Triples line, without a line end."""
    return f"<{statement.subject}> <{statement.predicate}> {_term(statement.object)} ."


def sorted_lines(statements: Iterable[Statement]) -> list[str]:
    """The statements as unique N-Triples lines in the order of their code points."""
    return sorted({ntriples(statement) for statement in statements})


def _term(term: Term) -> str:
    if not isinstance(term, Literal):
        return f"<{term}>"
    quoted = f'"{term.value.translate(_ESCAPED)}"'
    if term.language:
        return f"{quoted}@{term.language}"
    return quoted if term.datatype in (None, f"{XSD}string") else f"{quoted}^^<{term.datatype}>"


def evidence_iri(evidence: Evidence) -> Iri:
    """The evidence's IRI, from its fact, place and rule: the same reading has the same name in every run."""
    place = (evidence.document, str(evidence.start), str(evidence.end), evidence.method)
    return data_iri("evidence", digest("\n".join((ntriples(evidence.statement), *place)), _EVIDENCE_DIGITS))


def evidence_statements(evidence: Iterable[Evidence]) -> Iterator[Statement]:
    """Each piece of evidence as a node that names its fact, its document and the exact characters."""
    for piece in evidence:
        node = evidence_iri(piece)
        for predicate, term in _evidence_properties(piece):
            yield Statement(subject=node, predicate=Iri(predicate), object=term)


def _evidence_properties(piece: Evidence) -> Iterator[tuple[str, Term]]:
    yield f"{RDF}type", sam("Evidence")
    yield f"{RDF}subject", piece.statement.subject
    yield f"{RDF}predicate", piece.statement.predicate
    yield f"{RDF}object", piece.statement.object
    yield f"{PROV}hadPrimarySource", data_iri("document", piece.document)
    yield f"{OA}exact", Literal(value=piece.exact)
    yield f"{OA}start", Literal(value=str(piece.start), datatype=f"{XSD}integer")
    yield f"{OA}end", Literal(value=str(piece.end), datatype=f"{XSD}integer")
    yield sam("line"), Literal(value=str(piece.line), datatype=f"{XSD}integer")
    yield sam("linePosition"), Literal(value=str(piece.position), datatype=f"{XSD}integer")
    yield sam("method"), Literal(value=piece.method)
    yield sam("confidence"), Literal(value=_decimal(piece.confidence), datatype=f"{XSD}decimal")
    if piece.qualifier is not None:
        yield sam("qualifier"), Literal(value=piece.qualifier)
    if piece.row is not None:
        yield sam("row"), Literal(value=str(piece.row), datatype=f"{XSD}integer")
    if piece.column:
        yield sam("column"), Literal(value=piece.column)


def _decimal(number: float) -> str:
    """The shortest decimal form, never with an exponent (xsd:decimal has none)."""
    return format(Decimal(repr(float(number))), "f")


def document_statements(document: SourceDocument) -> list[Statement]:
    """What is known of a document's origin; what isn't known is left out."""
    known = {
        f"{RDF}type": sam("SourceDocument"),
        f"{RDFS}label": _text(document.title or document.name),
        f"{DCTERMS}title": _text(document.title),
        f"{DCTERMS}format": _text(document.media_type),
        f"{DCTERMS}publisher": _text(document.publisher),
        f"{DCTERMS}issued": _date(document.published),
        f"{DCTERMS}license": _link(document.licence),
        f"{DCTERMS}source": _link(document.url),
        sam("fileName"): _text(document.name),
        sam("sha256"): _text(document.sha256),
        sam("retrievedOn"): _date(document.retrieved),
    }
    node = data_iri("document", document.id)
    return [Statement(subject=node, predicate=Iri(predicate), object=term) for predicate, term in known.items() if term]


def _text(value: str | None) -> Literal | None:
    return Literal(value=value) if value else None


def _date(value: str | None) -> Literal | None:
    return Literal(value=value, datatype=f"{XSD}date") if value else None


def _link(value: str | None) -> Term | None:
    return Iri(value) if value and _WEB_ADDRESS.fullmatch(value) else _text(value)


def turtle_lines(path: Path) -> list[str]:
    """The sorted N-Triples lines of a Turtle file.

    Blank nodes are named by the file's name and content: the lines are the same in every run, and those of
    several files can stand together. Raises OntologyError for a file that can't be read.
    """
    dataset = ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in read_turtle(path))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    rows = ((_named(quad.subject, path), quad.predicate, _named(quad.object, path)) for quad in dataset)
    return sorted(f"{subject} {predicate} {term} ." for subject, predicate, term in rows)


def file_lines(path: Path) -> list[str]:
    """The sorted N-Triples lines of any RDF file, its named graphs merged.

    Raises UnreadableSourceError with the place of an error.
    """
    return sorted({f"{quad.subject} {quad.predicate} {quad.object} ." for quad in file_quads(path)})


def file_quads(path: Path) -> Iterator[ox.Quad]:
    """The quads of any RDF file, as it has them. Raises UnreadableSourceError with the place of an error."""
    form = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if form is None:
        raise UnreadableSourceError(
            message="not a known RDF file: use .ttl, .nt, .nq, .trig, .jsonld or .rdf", file=str(path)
        )
    try:
        yield from ox.parse(path=str(path), format=form)
    except SyntaxError as problem:
        raise UnreadableSourceError(
            message=f"{syntax_problem(problem)}: mend the file",
            file=str(path),
            line=problem.lineno,
            column=problem.offset,
        ) from problem
    except OSError as problem:
        raise UnreadableSourceError(
            message=f"can't read this file ({problem.strerror or problem}): check the name", file=str(path)
        ) from problem


def _named(term: object, path: Path) -> str:
    return f"_:{path.stem}-{term.value}" if isinstance(term, ox.BlankNode) else str(term)
