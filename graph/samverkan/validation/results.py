"""The noun of validation, one result of a SHACL report, and how a report in RDF is read into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from samverkan.identifiers import RDF
from samverkan.validation.shapes import SH, Term, sh

_NIL = ox.NamedNode(f"{RDF}nil")
_Described = Mapping[Term, Mapping[str, list[Term]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What a shape found wrong; `path` are the properties that its path is made of, in their order.

    `messages` are those that the engine filled in, in whatever languages.
    """

    focus: Term
    path: tuple[ox.NamedNode, ...]
    value: Term | None
    severity: Term
    component: Term
    shape: Term
    messages: tuple[ox.Literal, ...]


def read_report(report: str) -> list[Result]:
    """The results of a validation report in N-Triples."""
    described: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(report, format=ox.RdfFormat.N_TRIPLES):
        described[quad.subject][quad.predicate.value].append(quad.object)
    reports = [known for known in described.values() if f"{SH}conforms" in known]
    return [_result(described[node], described) for known in reports for node in known[f"{SH}result"]]


def _result(known: Mapping[str, list[Term]], described: _Described) -> Result:
    def only(name: str) -> Term | None:
        return next(iter(known.get(SH + name, ())), None)

    path = only("resultPath")
    return Result(
        focus=only("focusNode") or _NIL,
        path=tuple(_properties(path, described)) if path else (),
        value=only("value"),
        severity=only("resultSeverity") or sh("Violation"),
        component=only("sourceConstraintComponent") or _NIL,
        shape=only("sourceShape") or _NIL,
        messages=tuple(text for text in known.get(f"{SH}resultMessage", ()) if isinstance(text, ox.Literal)),
    )


def _properties(path: Term, described: _Described) -> Iterator[ox.NamedNode]:
    """The properties of a SHACL path, in order: rdf:first sorts before rdf:rest."""
    if isinstance(path, ox.NamedNode):
        yield from () if path == _NIL else (path,)
        return
    for _, parts in sorted(described.get(path, {}).items()):
        for part in parts:
            yield from _properties(part, described)
