"""How far shapes look: which nodes have to be validated anew when some lines have changed, and which lines that takes.

A node that had no finding, and of which no shape sees anything that has changed, has none now. What a shape sees is
read off the shapes themselves; where that can't be told, everything is validated.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rdflib import URIRef, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery

from samverkan.changes import about
from samverkan.identifiers import RDF, RDFS
from samverkan.nodes import Triple, split
from samverkan.validation.shapes import SH, GraphRule, Shapes

_VALUE, THIS = Variable("value"), Variable("this")
_TYPE, _SUBCLASS, _PATH, _CLASS = f"<{RDF}type>", f"<{RDFS}subClassOf>", f"<{SH}path>", f"<{SH}class>"
# What looks at the node itself and at its values, or at nothing
_NEAR = {
    f"<{SH}{name}>"
    for name in (
        "targetNode targetClass targetSubjectsOf property path name description message severity deactivated order "
        "group minCount maxCount datatype nodeKind class minInclusive maxInclusive minExclusive maxExclusive minLength "
        "maxLength pattern flags languageIn uniqueLang equals disjoint lessThan lessThanOrEquals not and or xone "
        "hasValue in closed ignoredProperties prefixes declare prefix namespace select"
    ).split()
}
_OF_ALL = re.compile(r"\b(?:LIMIT|OFFSET|GRAPH)\b", re.IGNORECASE)
_GIVES_VALUE = re.compile(r"\bSELECT\b[^{]*[$?]value\b", re.IGNORECASE)
_GROUPS = re.compile(r"\bGROUP\s+BY\b(?P<keys>(?:\s*[$?]\w+)*)|\b(?:COUNT|SUM|MIN|MAX|AVG|SAMPLE)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Since:
    """What there was before: the lines that have come or gone, and the nodes that had findings.

    `graphs` are the data again, as graphs of sorted lines, in which a node is found without going through all.
    """

    changed: Collection[str]
    found: Collection[str]
    graphs: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """What shapes see of a node beside what it says itself, properties as N-Triples writes them.

    `through` are pairs: what the node names by the first property, they ask for the second one. `back` are the
    properties by which other nodes name it, of which they see all.
    """

    through: frozenset[tuple[str, str]]
    back: frozenset[str]


def reach(shapes: Shapes) -> Reach | None:
    """How far the shapes look; None where they look farther than a Reach can tell."""
    through: set[tuple[str, str]] = set()
    back: set[str] = set()
    lines = [split(line) for line in shapes.lines]
    try:
        through.update(_of_engine(lines))
        for rule in shapes.rules:
            through_rule, back_rule = _of_rule(rule)
            through |= through_rule
            back |= back_rule
    except FartherError:
        return None
    return Reach(through=frozenset(through), back=frozenset(back))


def asked_by_engine(shapes: Shapes) -> frozenset[tuple[str, str]] | None:
    """What the engine's part of the shapes sees `through` a node's values; None where it looks farther."""
    try:
        return frozenset(_of_engine([split(line) for line in shapes.lines]))
    except FartherError:
        return None


class FartherError(Exception):
    """A shape looks farther than can be told."""


def _of_engine(shapes: Sequence[Triple]) -> Iterator[tuple[str, str]]:
    said: dict[str, list[tuple[str, str]]] = {}
    for subject, predicate, term in shapes:
        said.setdefault(subject, []).append((predicate, term))
        if predicate.startswith(f"<{SH}") and predicate not in _NEAR:
            raise FartherError
    for shape, path in ((subject, term) for subject, predicate, term in shapes if predicate == _PATH):
        inner = _within(shape, said)
        if path in said or path.startswith("_:") or any(predicate == _PATH for predicate, _ in inner):
            raise FartherError
        if any(predicate == _CLASS for predicate, _ in [*inner, *said[shape]]):
            yield path, _TYPE


def _within(shape: str, said: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """What is said of the shapes inside this one."""
    done, waiting = {shape}, [shape]
    found: list[tuple[str, str]] = []
    while waiting:
        for _, term in said[waiting.pop()]:
            if term in said and term not in done:
                done.add(term)
                waiting.append(term)
                found += said[term]
    return found


def _of_rule(rule: GraphRule) -> tuple[set[tuple[str, str]], set[str]]:
    groups = [*_GROUPS.finditer(rule.query)]
    apart = not groups or any("value" in (one["keys"] or "") for one in groups)
    if not (apart and _GIVES_VALUE.search(rule.query)) or _OF_ALL.search(rule.query):
        raise FartherError
    found = patterns(rule)
    named = [(term, name) for subject, name, term in found if subject == _VALUE]
    naming = [(subject, name) for subject, name, term in found if term == _VALUE]
    through, back = set[tuple[str, str]](), {one for _, name in naming for one in properties(name, rule)}
    for subject, name, _ in found:
        ways = [way for term, way in named if term == subject and isinstance(term, Variable)]
        if subject != _VALUE and not ways and subject not in {one for one, _ in naming}:
            raise FartherError
        through |= {(one, other) for way in ways for one in properties(way, rule) for other in properties(name, rule)}
    return through, back


def properties(name: object, rule: GraphRule) -> list[str]:
    """What a pattern of the rule has as its property. Raises FartherError where it may be any."""
    if name == THIS:
        return [str(node) for node in rule.nodes]
    if not isinstance(name, URIRef):  # a variable, or a path of several properties
        raise FartherError
    return [name.n3()]


def patterns(rule: GraphRule) -> list[tuple[object, object, object]]:
    """All triple patterns of the rule's query. Raises FartherError where they can't be told."""
    try:
        return [
            (subject, name, term) for subject, name, term in _triples(translateQuery(parseQuery(rule.query)).algebra)
        ]
    except Exception as problem:  # a query that rdflib can't read, which says so in many ways
        raise FartherError from problem


def _triples(part: object) -> Iterator[Sequence[object]]:
    if isinstance(part, dict):
        for name, inner in part.items():
            if name == "triples":
                yield from inner
            else:
                yield from _triples(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _triples(inner)


# --- in data


def to_ask(since: Since, seen: Reach) -> tuple[set[str], list[str]] | None:
    """The nodes of which shapes may find something else than before, and the lines that they see of those.

    None where that may be any node.
    """
    changed = [split(line) for line in since.changed]
    if any(predicate == _SUBCLASS for _, predicate, _ in changed):
        return None
    naming = [triple for way in seen.back for triple in _by_property(way, since.graphs)]
    nodes = _affected(changed, naming, since, seen) | {*since.found}
    about_them = {subject for subject, _, term in naming if term in nodes}
    own = _lines(nodes | about_them, since.graphs)
    return nodes, [*own, *_through(nodes, own, since, seen)]


def _affected(changed: Sequence[Triple], naming: Sequence[Triple], since: Since, seen: Reach) -> set[str]:
    subjects = {subject for subject, _, _ in changed}
    nodes = subjects | {term for _, predicate, term in changed if predicate in seen.back}
    nodes |= {term for subject, _, term in naming if subject in subjects}
    for way, asked in seen.through:
        ends = {subject for subject, predicate, _ in changed if predicate == asked}
        nodes |= {subject for subject, _, term in _by_property(way, since.graphs if ends else ()) if term in ends}
    return nodes


def _through(nodes: Collection[str], own: Sequence[str], since: Since, seen: Reach) -> list[str]:
    """What the shapes ask of the nodes that these nodes name."""
    found: dict[str, None] = {}
    for way, asked in seen.through:
        ends = {term for subject, _, term in _by_property(way, [own]) if subject in nodes} - {*nodes}
        found |= dict.fromkeys(line for line in _lines(ends, since.graphs) if split(line)[1] == asked)
    return [*found]


def _lines(nodes: Iterable[str], graphs: Sequence[Sequence[str]]) -> list[str]:
    """What these nodes say."""
    return [line for node in sorted(nodes) for lines in graphs for line in about(node, lines)]


def _by_property(name: str, graphs: Iterable[Iterable[str]]) -> Iterator[Triple]:
    between = f" {name} "
    for triple in (split(line) for lines in graphs for line in lines if between in line):
        if triple[1] == name:
            yield triple
