"""SHACL → findings that say in which file, on which line and in which words the trouble stands.

The shapes say what is wrong; this room runs them and finds the place. It may not repair, infer or print.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyshacl
from rdflib import DCTERMS, PROV, RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from samverkan.errors import OntologyError
from samverkan.identifiers import OA, Iri, sam
from samverkan.model import Finding, Severity
from samverkan.vocabulary import read_turtle

_SEVERITIES = {SH.Violation: Severity.VIOLATION, SH.Warning: Severity.WARNING, SH.Info: Severity.NOTICE}
_LINE, _COLUMN, _EXACT = URIRef(sam("line")), URIRef(sam("linePosition")), URIRef(f"{OA}exact")
_REFERRERS = 2  # from a participation over its collaboration to the project, whose facts have evidence

Triple = tuple[Node, Node, Node]
Place = tuple[str, int, int, str]


def validate(data: Iterable[str], ontology: Path) -> list[Finding]:
    """What the shapes find wrong in the data, in the order of the places that the data's own evidence gives.

    `data` are N-Triples lines: what was asserted and inferred, and the evidence. `ontology` is the folder with
    shapes.ttl, prefixes.ttl and core.ttl. Raises OntologyError when they can't be read or make no sense.
    """
    shapes = _graph(_turtle(ontology, "shapes.ttl", "prefixes.ttl"))
    graph = _graph([*data, *_turtle(ontology, "core.ttl")])
    report = _report(graph, shapes, ontology)
    quotations = _quotations(graph)
    results = (_result(node, report, shapes) for node in report.objects(None, SH.result))
    return sorted({_finding(result, quotations) for result in results}, key=_order)


def _turtle(folder: Path, *names: str) -> list[str]:
    return [f"{triple} ." for name in names for triple in read_turtle(folder / name)]


def _graph(lines: Iterable[str]) -> Graph:
    # rdflib logs a traceback for every ill-typed literal; the shapes report them with their place
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    return Graph().parse(data="\n".join(lines), format="nt")


def _report(graph: Graph, shapes: Graph, ontology: Path) -> Graph:
    try:
        _, report, text = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    except Exception as problem:  # a bad pattern, query or parameter in a shape: each raises as its own library does
        raise _senseless(problem, ontology) from problem
    if not isinstance(report, Graph):
        raise _senseless(text, ontology)
    return report


def _senseless(problem: object, ontology: Path) -> OntologyError:
    reason = str(problem).partition("\n")[0]
    return OntologyError(message=f"a shape makes no sense: {reason}", file=str(ontology / "shapes.ttl"))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Result:
    """One result of the report; `path` are the properties that its path is made of, `cited` those that it is about."""

    severity: Severity
    code: str
    message: str
    focus: Node | None
    value: Node | None
    path: tuple[URIRef, ...]
    cited: tuple[Node, ...]


def _result(node: Node, report: Graph, shapes: Graph) -> _Result:
    focus, value = report.value(node, SH.focusNode), report.value(node, SH.value)
    path = _properties(report.value(node, SH.resultPath), report)
    shape = report.value(node, SH.sourceShape)
    if (
        value and (shape, SH.targetNode, focus) in shapes
    ):  # a rule about a property, over the whole graph: see shapes.ttl
        focus, value, path = value, None, _properties(focus, report)
    code = _local_name(shape if isinstance(shape, URIRef) else report.value(node, SH.sourceConstraintComponent))
    return _Result(
        severity=next(level for term, level in _SEVERITIES.items() if (node, SH.resultSeverity, term) in report),
        code=code,
        message=_message(node, report, shapes) or f"does not conform to {code}",
        focus=focus,
        value=None if value == focus else value,
        path=path,
        cited=tuple(shapes.objects(shape, DCTERMS.references)),
    )


def _local_name(node: Node | None) -> str:
    return re.split(r"[#/]", str(node))[-1]


def _message(node: Node, report: Graph, shapes: Graph) -> str | None:
    """The English message of the shape, filled in; None when it has none, as pyshacl's own texts are not for users.

    In the report the messages of a query have lost their language: the one that the English template fits is it.
    """
    sources = [*report.objects(node, SH.sourceConstraint), *report.objects(node, SH.sourceShape)]
    templates = [text for source in sources for text in shapes.objects(source, SH.message) if isinstance(text, Literal)]
    said = sorted(str(text) for text in report.objects(node, SH.resultMessage))
    english = sorted(str(text) for text in templates if text.language in (None, "en"))
    return next((message for template in english for message in said if _fits(template, message)), None)


def _fits(template: str, message: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in re.split(r"\{[?$]\w+\}", template))
    return re.fullmatch(pattern, message, re.DOTALL) is not None


def _properties(path: Node | None, report: Graph) -> tuple[URIRef, ...]:
    """The properties of a SHACL path, in order: rdf:first sorts before rdf:rest."""
    if path is None or path == RDF.nil:
        return ()
    if isinstance(path, URIRef):
        return (path,)
    parts = sorted(report.predicate_objects(path), key=lambda part: str(part[0]))
    return tuple(step for _, part in parts for step in _properties(part, report))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Quotations:
    """Which facts have evidence, as a graph to search in, the first place of each, and all data around them."""

    facts: Graph
    places: Mapping[Triple, Place]
    data: Graph

    def place(self, fact: Triple) -> Place:
        """File, line, column (from 1) and the text itself."""
        return self.places[fact]

    def stating(self, focus: Node | None, prop: Node, value: Node | None) -> list[Triple]:
        """The facts that give the focus this property (and value, if any), or else those of the node between them.

        A decision's date, say, is a property of the decision, and the project has the decision.
        """
        found = list(self.facts.triples((focus, prop, value)))
        between = [] if found else [node for node in self.data.objects(focus) if (node, prop, value) in self.data]
        patterns = [pattern for node in between for pattern in ((node, prop, value), (focus, None, node))]
        return found or [fact for pattern in patterns for fact in self.facts.triples(pattern)]

    def about(self, focus: Node | None) -> list[Triple]:
        """The facts nearest to the focus: its own and those that name it, or those of what refers to it."""
        level = {focus}
        for _ in range(_REFERRERS + 1):
            patterns = [pattern for node in level for pattern in ((node, None, None), (None, None, node))]
            found = [fact for pattern in patterns for fact in self.facts.triples(pattern)]
            if found:
                return found
            level = {referrer for node in level for referrer in self.data.subjects(None, node)}
        return []

    def claimed(self, focus: Node | None) -> list[Triple]:
        """The fact that the focus, itself a piece of evidence, is about."""
        subject, predicate, term = (self.data.value(focus, part) for part in (RDF.subject, RDF.predicate, RDF.object))
        return list(self.facts.triples((subject, predicate, term))) if subject and predicate and term else []


def _quotations(data: Graph) -> _Quotations:
    """The evidence in the data: for each fact the first place that states it, by file and position."""
    facts, places = Graph(), dict[Triple, Place]()
    for node in data.subjects(RDF.type, URIRef(sam("Evidence"))):
        subject, predicate, value = (data.value(node, part) for part in (RDF.subject, RDF.predicate, RDF.object))
        place = _place(data, node)
        if subject and predicate and value is not None and place:  # a shape of its own reports ill-formed evidence
            facts.add((subject, predicate, value))
            places[subject, predicate, value] = min(place, places.get((subject, predicate, value), place))
    return _Quotations(facts=facts, places=places, data=data)


def _place(data: Graph, node: Node) -> Place | None:
    file = data.value(data.value(node, PROV.hadPrimarySource), URIRef(sam("fileName")))
    line, column, exact = (data.value(node, term) for term in (_LINE, _COLUMN, _EXACT))
    try:
        return (str(file), int(str(line)), int(str(column)), str(exact)) if file is not None else None
    except ValueError:
        return None


def _finding(result: _Result, quotations: _Quotations) -> Finding:
    places = _places(result, quotations)
    file, line, column, text = places[0] if places else (None, None, None, None)
    return Finding(
        severity=result.severity,
        code=result.code,
        message=result.message,
        file=file,
        line=line,
        column=column,
        text=text,
        focus=Iri(str(result.focus)) if isinstance(result.focus, URIRef) else None,
        path=Iri(str(result.path[0])) if len(result.path) == 1 else None,
        related=tuple(f"{file}:{line}:{column}: {' '.join(text.split())}" for file, line, column, text in places[1:]),
    )


def _places(result: _Result, quotations: _Quotations) -> list[Place]:
    """Where the offending values stand, each once, or else the first place that says anything of the focus."""
    cited: list[tuple[Node, Node | None]] = [(prop, None) for prop in result.cited]
    patterns = cited or [(prop, result.value) for prop in result.path]
    stating = {fact for prop, value in patterns for fact in quotations.stating(result.focus, prop, value)}
    if stating:
        return sorted({quotations.place(fact) for fact in stating})
    nearest = quotations.claimed(result.focus) or quotations.about(result.focus)
    return sorted(quotations.place(fact) for fact in nearest)[:1]


def _order(finding: Finding) -> tuple[bool, str, int, int, str, str, str, str, tuple[str, ...]]:
    place = (finding.file is None, finding.file or "", finding.line or 0, finding.column or 0)
    return *place, finding.code, finding.focus or "", finding.path or "", finding.message, finding.related
