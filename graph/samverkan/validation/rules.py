"""The rules over the whole graph, asked of Oxigraph: one query a node, each row a result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pyoxigraph as ox

from samverkan.validation.results import Result
from samverkan.validation.shapes import GraphRule, Shapes, Term, sh, value

_AT_ONCE = 2  # threads, and no Python in them while they work
# Strings, IRIs and comments are stepped over; what is left is $this itself
_THIS = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"""|"(?:[^"\\\n]|\\.)*"'
    r"|'''(?:[^'\\]|\\.|'{1,2}(?!'))*'''|'(?:[^'\\\n]|\\.)*'"
    r"|<[^<>\s]*>|#[^\n]*|(?P<this>[$?]this\b)",
    re.DOTALL,
)


def results(shapes: Shapes, data: ox.Store) -> Iterator[Result]:
    """What the rules find in the data. Raises SyntaxError for a query that is none."""
    asked = [(rule, node) for rule in shapes.rules for node in rule.nodes]
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        answers = threads.map(lambda one: [*_rows(one[0], one[1], data)], asked)
    for (rule, node), rows in zip(asked, answers, strict=True):
        messages = shapes.objects(rule.constraint, "message") or shapes.objects(rule.shape, "message")
        severity = next(iter(shapes.objects(rule.shape, "severity")), sh("Violation"))
        for row in rows:
            yield Result(
                focus=node,
                path=(),
                value=row.get("value", node),
                severity=severity,
                component=sh("SPARQLConstraintComponent"),
                shape=rule.shape,
                messages=tuple(_filled(text, row) for text in messages if isinstance(text, ox.Literal)),
            )


def _rows(rule: GraphRule, node: Term, data: ox.Store) -> Iterator[dict[str, Term]]:
    found = data.query(_asked_of(rule.query, node))
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    for solution in found:
        yield {name: value for name in names if (value := solution[name]) is not None}


def _asked_of(query: str, node: Term) -> str:
    """The query with $this filled in wherever its pattern says it.

    Oxigraph's own substitution does not reach into nested groups, where SHACL wants it. Before and after the pattern
    (SELECT $this, GROUP BY $this) the variable stays, unbound and harmless.
    """
    begin, end = query.index("{"), query.rindex("}")
    pattern = _THIS.sub(lambda found: str(node) if found["this"] else found[0], query[begin:end])
    return query[:begin] + pattern + query[end:]


def _filled(message: ox.Literal, row: dict[str, Term]) -> ox.Literal:
    """The message with {?variable} and {$variable} replaced by what the row has."""

    def filled(match: re.Match[str]) -> str:
        return value(row[match[1]]) if match[1] in row else match[0]

    return ox.Literal(re.sub(r"\{[?$](\w+)\}", filled, message.value), language=message.language)
