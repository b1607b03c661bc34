"""Answers and how they are written: a table for people; CSV, TSV, JSON and Turtle for machines. It asks nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from samverkan.errors import QueryError
from samverkan.identifiers import RDF, XSD, data_iri
from samverkan.project import ONTOLOGY
from samverkan.vocabulary import load_prefixes

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_ENGINE_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_NUMERIC = {f"{XSD}{name}" for name in ("integer", "decimal", "double", "float")}
_LABEL = "Label"
_GAP = "  "
_DATA = data_iri("")
_NARROWEST = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Solutions:
    """The answer to a SELECT: a row has one term, or None, for each variable."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE, sorted and unique."""

    triples: tuple[ox.Triple, ...]

    @classmethod
    def of(cls, triples: Iterable[ox.Triple]) -> Triples:
        """Subject by subject, each with its types first."""

        def order(triple: ox.Triple) -> tuple[str, bool, str, str]:
            predicate = triple.predicate.value
            return str(triple.subject), predicate != f"{RDF}type", predicate, str(triple.object)

        return cls(triples=tuple(sorted(set(triples), key=order)))


Answer = Solutions | Triples | bool


def render(answer: Answer, form: str, *, width: int | None = None) -> str:
    """The answer as `table`, `csv`, `tsv`, `xml`, `json` (the W3C result formats) or `turtle`, with its last line end.

    Triples are rows of three columns in every format but Turtle. A table is cut to `width` characters, if given.
    Raises QueryError for rows as Turtle.
    """
    if form == "turtle":
        return _turtle(answer)
    shown = _rows(answer) if isinstance(answer, Triples) else answer
    if form == "table":
        return f"{str(shown).lower()}\n" if isinstance(shown, bool) else _table(shown, width)
    text = _json(shown)
    if form in _ENGINE_FORMATS:
        parsed = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
        return (parsed.serialize(format=_ENGINE_FORMATS[form]) or b"").decode().removesuffix("\n") + "\n"
    return f"{text}\n"


def _rows(answer: Triples) -> Solutions:
    rows = tuple((triple.subject, triple.predicate, triple.object) for triple in answer.triples)
    return Solutions(variables=("subject", "predicate", "object"), rows=rows)


# --- for machines


def _turtle(answer: Answer) -> str:
    if not isinstance(answer, Triples):
        raise QueryError(message="only CONSTRUCT and DESCRIBE give Turtle: choose table, csv, tsv or json")
    text = " ".join(map(str, answer.triples))
    kinds = re.findall(rf"<{re.escape(_DATA)}([a-z][a-z-]*)/", text)
    known = {**prefixes(), **{kind: f"{_DATA}{kind}/" for kind in kinds}}
    used = {prefix: space for prefix, space in known.items() if f"<{space}" in text}
    return (ox.serialize(answer.triples, format=ox.RdfFormat.TURTLE, prefixes=used) or b"").decode()


def _json(answer: Solutions | bool) -> str:
    """SPARQL 1.1 Query Results JSON Format."""
    if isinstance(answer, bool):
        return json.dumps({"head": {}, "boolean": answer})
    bindings = [
        {name: _json_term(term) for name, term in zip(answer.variables, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    content = {"head": {"vars": answer.variables}, "results": {"bindings": bindings}}
    return json.dumps(content, ensure_ascii=False, indent=2)


def _json_term(term: Term) -> Mapping[str, object]:
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    if not isinstance(term, ox.Literal):
        return {"type": "uri" if isinstance(term, ox.NamedNode) else "bnode", "value": term.value}
    known = {"type": "literal", "value": term.value}
    if term.language:
        return known | {"xml:lang": term.language}
    return known if term.datatype.value == f"{XSD}string" else known | {"datatype": term.datatype.value}


# --- for people


def _table(answer: Solutions, width: int | None) -> str:
    """Columns under their names; a thing is shown by its label when the answer has one (`x` and `xLabel`)."""
    names = answer.variables
    columns = [name for name in names if not (name.endswith(_LABEL) and name.removesuffix(_LABEL) in names)]
    shown = [[_cell(row, name) for name in columns] for row in (_named(answer, row) for row in answer.rows)]
    widths = [max(len(cell) for cell in column) for column in zip(columns, *shown, strict=True)]
    if width is not None:
        widths = _fitted(widths, width)
    right = [_is_numeric(row[names.index(name)] for row in answer.rows) for name in columns]
    lines = [columns, ["-" * size for size in widths], *shown]
    return "".join(f"{_line(cells, widths, right)}\n" for cells in lines)


def _named(answer: Solutions, row: Sequence[Term | None]) -> dict[str, Term | None]:
    return dict(zip(answer.variables, row, strict=True))


def _cell(row: Mapping[str, Term | None], name: str) -> str:
    term = row.get(name + _LABEL) or row[name]
    if term is None:
        return ""
    return " ".join((short(term.value) if isinstance(term, ox.NamedNode) else _text(term)).split())


def _text(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple | ox.BlankNode) else term.value


def short(iri: str) -> str:
    """An IRI with a prefix: `sam:Project`, and `organisation:2021002114` for a thing of the data."""
    kind, slash, rest = iri.removeprefix(_DATA).partition("/")
    if iri.startswith(_DATA) and slash:
        return f"{kind}:{rest}"
    spaces = [(len(space), prefix, space) for prefix, space in prefixes().items() if iri.startswith(space)]
    if not spaces:
        return iri
    _, prefix, space = max(spaces)
    return f"{prefix}:{iri.removeprefix(space)}"


@cache
def prefixes() -> Mapping[str, str]:
    """The prefixes that the ontology declares, by which answers are shortened and which queries need not declare."""
    return load_prefixes(ONTOLOGY)


def _is_numeric(terms: Iterable[Term | None]) -> bool:
    known = [term for term in terms if term is not None]
    return bool(known) and all(isinstance(term, ox.Literal) and term.datatype.value in _NUMERIC for term in known)


def _fitted(widths: Sequence[int], width: int) -> list[int]:
    """The widths, the widest cut first until a line fits; no column becomes so narrow that it says nothing."""
    sizes = list(widths)
    room = width - len(_GAP) * (len(sizes) - 1)
    while sum(sizes) > room and max(sizes) > _NARROWEST:
        sizes[sizes.index(max(sizes))] -= 1
    return sizes


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    parts = (
        cut.rjust(size) if number else cut.ljust(size)
        for cut, size, number in zip(map(_cut, cells, widths), widths, right, strict=True)
    )
    return _GAP.join(parts).rstrip()


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else text[: size - 1] + "…"
