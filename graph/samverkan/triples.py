"""Statements → N-Triples lines: the first room that knows RDF.

From here on the rooms hand each other sorted N-Triples lines. This room may not judge, infer or store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
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
_TO_ESCAPE = re.compile(f"[{re.escape(''.join(_ESCAPES | _SHORT_ESCAPES))}]")
_OA_END, _OA_EXACT, _OA_START = f"<{OA}end>", f"<{OA}exact>", f"<{OA}start>"
_SOURCE, _A_PIECE = f"<{PROV}hadPrimarySource>", f"<{RDF}type> <{sam('Evidence')}> ."
_OBJECT, _PREDICATE, _SUBJECT = f"<{RDF}object>", f"<{RDF}predicate>", f"<{RDF}subject>"
_COLUMN, _CONFIDENCE, _LINE = f"<{sam('column')}>", f"<{sam('confidence')}>", f"<{sam('line')}>"
_METHOD, _POSITION = f"<{sam('method')}>", f"<{sam('linePosition')}>"
_QUALIFIER, _ROW = f"<{sam('qualifier')}>", f"<{sam('row')}>"


def ntriples(statement: Statement) -> str:
    """The statement as one canonical N-Triples line, without a line end."""
    return f"<{statement.subject}> <{statement.predicate}> {_term(statement.object)} ."


def sorted_lines(statements: Iterable[Statement]) -> list[str]:
    """The statements as unique N-Triples lines in the order of their code points."""
    return sorted({ntriples(statement) for statement in statements})


def _term(term: Term) -> str:
    if not isinstance(term, Literal):
        return f"<{term}>"
    quoted = _quoted(term.value)
    if term.language:
        return f"{quoted}@{term.language}"
    return quoted if term.datatype in (None, f"{XSD}string") else f"{quoted}^^<{term.datatype}>"


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPED)}"' if _TO_ESCAPE.search(text) else f'"{text}"'


def evidence_iri(evidence: Evidence) -> Iri:
    """The evidence's IRI, from its fact, place and rule: the same reading has the same name in every run."""
    return _evidence_iri(evidence, ntriples(evidence.statement))


def _evidence_iri(evidence: Evidence, fact: str) -> Iri:
    place = f"{evidence.document}\n{evidence.start}\n{evidence.end}\n{evidence.method}"
    return data_iri("evidence", digest(f"{fact}\n{place}", _EVIDENCE_DIGITS))


def evidence_lines(evidence: Iterable[Evidence]) -> list[str]:
    """Each piece of evidence as a node that names its fact, its document and the exact characters: sorted lines.

    They are most of a graph, which is why they are written straight away, without a Statement each.
    """
    return sorted({line for piece in evidence for line in _piece(piece)})


def _piece(piece: Evidence) -> list[str]:
    fact = ntriples(piece.statement)
    subject, predicate, term = fact[:-2].split(" ", 2)
    own = (  # in the order of the lines
        f"{_OA_END} {_integer(piece.end)} .",
        f"{_OA_EXACT} {_quoted(piece.exact)} .",
        f"{_OA_START} {_integer(piece.start)} .",
        f"{_SOURCE} <{data_iri('document', piece.document)}> .",
        f"{_OBJECT} {term} .",
        f"{_PREDICATE} {predicate} .",
        f"{_SUBJECT} {subject} .",
        _A_PIECE,
        *([f"{_COLUMN} {_quoted(piece.column)} ."] if piece.column else []),
        f"{_CONFIDENCE} {_number(piece.confidence)} .",
        f"{_LINE} {_integer(piece.line)} .",
        f"{_POSITION} {_integer(piece.position)} .",
        f"{_METHOD} {_quoted(piece.method)} .",
        *([f"{_QUALIFIER} {_quoted(piece.qualifier)} ."] if piece.qualifier is not None else []),
        *([f"{_ROW} {_integer(piece.row)} ."] if piece.row is not None else []),
    )
    node = f"<{_evidence_iri(piece, fact)}> "
    return [node + said for said in own]


def _integer(number: int) -> str:
    return f'"{number}"^^<{XSD}integer>'


@lru_cache(maxsize=1024)
def _number(number: float) -> str:
    return f'"{_decimal(number)}"^^<{XSD}decimal>'


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


def reference_lines(ontology: Path) -> list[str]:
    """The sorted lines of all that is known beforehand: schemes and reference data. Raises OntologyError."""
    paths = [ontology / "schemes.ttl", *(ontology / "reference").glob("*.ttl")]
    return sorted({line for path in paths for line in turtle_lines(path)})


def ontology_lines(ontology: Path) -> list[str]:
    """The sorted lines of the ontology itself. Raises OntologyError."""
    return turtle_lines(ontology / "core.ttl")


def file_lines(path: Path) -> list[str]:
    """The sorted N-Triples lines of any RDF file, its named graphs merged.

    Raises UnreadableSourceError with the place of an error.
    """
    return sorted({f"{quad.subject} {quad.predicate} {quad.object} ." for quad in file_quads(path)})


def file_quads(path: Path) -> Iterator[ox.Quad]:
    """The quads of any RDF file, as it has them. Raises UnreadableSourceError with the place of an error."""
    if not path.exists():
        raise UnreadableSourceError(message="there is no such file: check the name", file=str(path))
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
