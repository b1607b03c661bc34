"""What of the data the shapes can look at: the engine's part of them a fifth, where there is evidence.

Each of the two that run the shapes is given what it can look at and no more, out of one pass over the data.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from samverkan.identifiers import DCTERMS, RDF, RDFS
from samverkan.lines import batched
from samverkan.nodes import split
from samverkan.validation.reach import THIS, FartherError, patterns, properties
from samverkan.validation.shapes import AT_ONCE, SH, GraphRule, Shapes

_NAMELESS = re.compile(r'^_:| _:[^ "]+ \.$')
_TYPE, _SUBCLASS = f"<{RDF}type>", f"<{RDFS}subClassOf>"
# With one of these, a shape may look at any property of the data
_OPEN_ENDED = {
    f"<{SH}{name}>"
    for name in "sparql closed target js rule validator nodeValidator propertyValidator expression".split()
}
# What has these says nothing of the properties that a shape looks at
_NO_LOOKING = {_TYPE, f"<{SH}targetNode>", f"<{DCTERMS}references>"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """The properties that are looked at, None for all, and the classes of which it matters who is of them.

    All are as N-Triples writes them.
    """

    properties: frozenset[str] | None = frozenset()
    classes: frozenset[str] = frozenset()

    def of(self, lines: Sequence[str], names: Iterable[str] | None = None) -> Sequence[str]:
        """Those of the lines that are looked at; `names` are the lines' properties, for whoever knows them."""
        seen, classes = self.properties, self.classes
        if not seen:
            return lines if seen is None else []
        return [
            line
            for line, name in zip(lines, names or _properties(lines), strict=True)
            if name in seen or (name == _TYPE and named(line) in classes)
        ]


def _properties(lines: Iterable[str]) -> list[str]:
    return [line.split(" ", 2)[1] for line in lines]


def named(line: str) -> str:
    """The node that a line ends with; something else where it ends with a literal."""
    return line[line.rindex(" ", 0, -2) + 1 : -2]


def divided(lines: Iterable[str], *sights: Sight) -> Iterator[list[Sequence[str]]]:
    """So many of the lines at a time, as each of these sees them."""
    for part in batched(lines, AT_ONCE):
        names = _properties(part)
        yield [sight.of(part, names) for sight in sights]


def nameless(lines: Iterable[str]) -> bool:
    """Whether any line has a blank node."""
    return any("_:" in line and _NAMELESS.search(line) for line in lines)


def of_engine(shapes: Shapes, data: Iterable[str]) -> Sight:
    """What the engine's part of the shapes can look at; the data tell which classes are narrower than others."""
    asked = [split(line) for line in shapes.lines]
    if any(predicate in _OPEN_ENDED for _, predicate, _ in asked):
        return Sight(properties=None)
    mentioned = {term for _, predicate, term in asked if predicate not in _NO_LOOKING} | {_SUBCLASS}
    # a shape may be a class too, and aim at what is of it
    classes = _with_subclasses({*mentioned, *(subject for subject, _, _ in asked)}, data)
    return Sight(properties=frozenset(mentioned), classes=frozenset(classes))


def _with_subclasses(classes: set[str], data: Iterable[str]) -> set[str]:
    narrower: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, term in (split(line) for line in data if _SUBCLASS in line):
        if predicate == _SUBCLASS:
            narrower[term].add(subject)
    waiting = [*classes]
    while waiting:
        new = narrower[waiting.pop()] - classes
        classes |= new
        waiting += new
    return classes


def of_rules(shapes: Shapes) -> Sight:
    """What the rules over the whole graph can look at."""
    seen, classes = set[str](), set[str]()
    try:
        for rule in shapes.rules:
            for _, name, term in patterns(rule):
                kinds = _kinds(term, rule)
                for one in properties(name, rule):
                    (classes if one == _TYPE and kinds else seen).update(kinds if one == _TYPE and kinds else {one})
    except FartherError:
        return Sight(properties=None)
    return Sight(properties=frozenset(seen), classes=frozenset(classes))


def _kinds(term: object, rule: GraphRule) -> set[str]:
    """The nodes that a pattern has as its object; none where it may be any."""
    if term == THIS:
        return {str(node) for node in rule.nodes}
    return {term.n3()} if isinstance(term, URIRef) else set()
