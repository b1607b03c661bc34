"""The query files as questions to ask: a gallery, a form for each, and its answer as a table, a file, or Turtle.

A value never becomes part of a query's text: it is bound as a term (see queries.py).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

import pyoxigraph as ox

from samverkan.errors import QueryError
from samverkan.pages.graph import Graph, Label
from samverkan.pages.values import Value, value
from samverkan.project import QUERIES
from samverkan.queries import Parameter, Query, bind, bound, list_queries, run
from samverkan.results import Answer, Solutions, Term, Triples, render

MOST_ROWS = 500
FORMS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "excel.csv": "text/csv; charset=utf-8",
    "json": "application/sparql-results+json",
    "ttl": "text/turtle; charset=utf-8",
}
_LABEL = "Label"
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question with the values given: its answer's columns and first rows, or what is wrong with the values.

    `sparql` is the query as it ran; `total` counts all rows; `graph` says that the answer is triples.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value | None, ...], ...] = ()
    total: int = 0
    sparql: str = ""
    graph: bool = False
    truth: bool | None = None
    problem: str | None = None


@cache
def questions() -> Mapping[str, Query]:
    """Every query file, by its name."""
    return {query.name: query for query in list_queries(QUERIES)}


def title(query: Query) -> Label:
    """What a query asks: up to its first question mark."""
    return Label(sv=_question(query.description) or query.name, en=_question(query.summary) or query.name)


def remark(query: Query) -> Label:
    """What is said of a query beyond its question; empty where nothing is."""
    return Label(sv=query.description.partition("?")[2].strip(), en=query.summary.partition("?")[2].strip())


def _question(text: str) -> str:
    return "".join(text.partition("?")[:2])


def gallery() -> Mapping[str, Sequence[Query]]:
    """The questions by tag; a question stands under each of its tags."""
    found: dict[str, list[Query]] = {}
    for query in questions().values():
        for tag in query.tags or ("other",):
            found.setdefault(tag, []).append(query)
    return dict(sorted(found.items()))


def is_open(query: Query) -> bool:
    """Whether a query can be asked without giving a value."""
    return not any(parameter.required for parameter in query.parameters)


def given(query: Query, fields: Mapping[str, str]) -> dict[str, str]:
    """The values of a form's fields that are this query's and not empty."""
    names = {parameter.name for parameter in query.parameters}
    return {name: text.strip() for name, text in fields.items() if name in names and text.strip()}


class Answers:
    """The answers of a graph; the last one is remembered, for a question's pages and files ask the same."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._last = lru_cache(maxsize=1)(self._run)

    def of(self, query: Query, values: Mapping[str, str]) -> Answer:
        """The answer to a question. Raises QueryError for values that do not fit."""
        return self._last(query.name, tuple(sorted(values.items())))

    def _run(self, name: str, values: tuple[tuple[str, str], ...]) -> Answer:
        return run(self.graph.store, questions()[name], dict(values))


def ask(answers: Answers, query: Query, values: Mapping[str, str]) -> Asked:
    """The answer to a question as a page shows it; a value that does not fit is told, not raised."""
    try:
        sparql = bound(query, bind(query, values))
        answer = answers.of(query, values)
    except QueryError as problem:
        return Asked(problem=problem.message)
    if isinstance(answer, bool):
        return Asked(truth=answer, sparql=sparql)
    shown = _solutions(answer)
    columns = [name for name in shown.variables if not _is_label(name, shown.variables)]
    rows = tuple(tuple(_cells(answers.graph, shown.variables, row, columns)) for row in shown.rows[:MOST_ROWS])
    return Asked(
        columns=tuple(columns), rows=rows, total=len(shown.rows), sparql=sparql, graph=isinstance(answer, Triples)
    )


def _solutions(answer: Answer) -> Solutions:
    if isinstance(answer, bool):
        return Solutions(variables=("answer",), rows=((ox.Literal(answer),),))
    if isinstance(answer, Solutions):
        return answer
    rows = tuple((one.subject, one.predicate, one.object) for one in answer.triples)
    return Solutions(variables=("subject", "property", "value"), rows=rows)


def _is_label(name: str, names: Sequence[str]) -> bool:
    return name.endswith(_LABEL) and name.removesuffix(_LABEL) in names


def _cells(
    graph: Graph, names: Sequence[str], row: Sequence[Term | None], columns: Sequence[str]
) -> Iterator[Value | None]:
    known = dict(zip(names, row, strict=True))
    for name in columns:
        term = known[name]
        yield value(graph, "", term) if isinstance(term, ox.NamedNode | ox.Literal) else None


def written(answers: Answers, query: Query, values: Mapping[str, str], form: str) -> bytes:
    """The whole answer in one of `FORMS`. Raises QueryError for values that do not fit, and for rows as Turtle."""
    answer = answers.of(query, values)
    if form == "excel.csv":
        return _for_excel(answer)
    return render(answer, "turtle" if form == "ttl" else form).encode()


def files(answers: Answers, query: Query) -> Iterator[tuple[str, bytes]]:
    """The answer to a question that needs no values, in each of `FORMS` that fits it."""
    has_graph = isinstance(answers.of(query, {}), Triples)
    yield from ((form, written(answers, query, {}, form)) for form in FORMS if form != "ttl" or has_graph)


def _for_excel(answer: Answer) -> bytes:
    """As Excel opens it where the comma is a decimal sign: semicolons, a byte-order mark, CRLF.

    A text that a spreadsheet would take for a formula gets an apostrophe.
    """
    shown = _solutions(answer)
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(shown.variables)
    writer.writerows([_cell(term) for term in row] for row in shown.rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    text = str(term) if isinstance(term, ox.Triple | ox.BlankNode) else term.value
    if isinstance(term, ox.Literal) and term.datatype.value.endswith(("#decimal", "#integer", "#double")):
        return f"{Decimal(text):f}".replace(".", ",")
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text


def as_json() -> bytes:
    """All questions for scripts."""
    told = [
        {
            "name": query.name,
            "summary": title(query).as_json(),
            "tags": query.tags,
            "parameters": [_parameter(one) for one in query.parameters],
            "query": query.text,
        }
        for query in questions().values()
    ]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _parameter(one: Parameter) -> Mapping[str, object]:
    return {
        "name": one.name,
        "type": one.type,
        "optional": one.optional,
        "default": one.default,
        "choices": one.choices,
        "example": one.example,
    }
