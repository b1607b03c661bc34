"""Where in the documents a finding's trouble stands: looked up in the evidence that the data themselves hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from samverkan.identifiers import OA, PROV, RDF, sam
from samverkan.nodes import split
from samverkan.validation.results import Result
from samverkan.validation.shapes import Term, value
from samverkan.validation.sight import named

_REFERRERS = 2  # from a participation over its collaboration to the project, whose facts have evidence
_TYPE, _EVIDENCE = ox.NamedNode(f"{RDF}type"), ox.NamedNode(sam("Evidence"))
_IS_EVIDENCE = f" {_TYPE} {_EVIDENCE} ."
_PARTS = tuple(ox.NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_SUBJECT, _PREDICATE, _OBJECT = _PARTS
_SOURCE, _FILE_NAME = ox.NamedNode(f"{PROV}hadPrimarySource"), ox.NamedNode(sam("fileName"))
_FILE_NAMES, _ABOUT = f" {_FILE_NAME} ", (str(_SUBJECT), str(_OBJECT))
_LINE, _COLUMN, _EXACT = ox.NamedNode(sam("line")), ox.NamedNode(sam("linePosition")), ox.NamedNode(f"{OA}exact")

Place = tuple[str, int, int, str]
"""File, line, column (from 1) and the text itself."""
Fact = tuple[Term, Term, Term]


def near(lines: Sequence[str], nodes: Collection[str]) -> list[str]:
    """Those of the lines that may tell where a finding about one of these nodes stands."""
    if not nodes or not any(_IS_EVIDENCE in line for line in lines):
        return []
    reached = {*nodes}
    for _ in range(_REFERRERS):
        reached |= {line[: line.index(" ")] for line in lines if named(line) in reached}
    told = reached | {named(line) for line in lines if line[: line.index(" ")] in nodes}
    claims = {line[: line.index(" ")] for line in lines if named(line) in told and split(line)[1] in _ABOUT}
    told |= claims
    return [line for line in lines if line[: line.index(" ")] in told or named(line) in reached or _FILE_NAMES in line]


@dataclass(frozen=True, kw_only=True, slots=True)
class Quotations:
    """The evidence in the data: which facts have some, and the first place that states each, by file and position."""

    data: ox.Store

    def places(self, result: Result, cited: Iterable[Term]) -> list[Place]:
        """Where the offending values stand, each once, or else the first place that says anything of the focus.

        `cited` are the properties that the rule is about, where it names any.
        """
        patterns: list[tuple[Term, Term | None]] = [(prop, None) for prop in cited]
        patterns = patterns or [(prop, result.value) for prop in result.path]
        stating = [self._stating(result.focus, prop, value) for prop, value in patterns]
        found = {place for facts in stating for place in facts.values()}
        if found:
            return sorted(found)
        nearest = self._claimed(result.focus) or self._about(result.focus)
        return sorted(nearest.values())[:1]

    def _stating(self, focus: Term, prop: Term, wanted: Term | None) -> dict[Fact, Place]:
        """The facts that give the focus this property (and value, if any), or else those of the node between them.

        A decision's date, say, is a property of the decision, and the project has the decision.
        """
        found = self._facts(focus, prop, wanted)
        if found or not isinstance(prop, ox.NamedNode):
            return found
        between = [quad.object for quad in self._quads(focus) if self._holds(quad.object, prop, wanted)]
        for node in between:
            found |= self._facts(node, prop, wanted) | self._facts(focus, None, node)
        return found

    def _about(self, focus: Term) -> dict[Fact, Place]:
        """The facts nearest to the focus: its own and those that name it, or those of what refers to it."""
        level: set[Term] = {focus}
        for _ in range(_REFERRERS + 1):
            found = dict[Fact, Place]()
            for node in level:
                found |= self._facts(node, None, None) | self._facts(None, None, node)
            if found:
                return found
            level = {quad.subject for node in level for quad in self.data.quads_for_pattern(None, None, node, None)}
        return {}

    def _claimed(self, focus: Term) -> dict[Fact, Place]:
        """The fact that the focus, itself a piece of evidence, is about."""
        subject, predicate, term = (self._value(focus, part) for part in _PARTS)
        return self._facts(subject, predicate, term) if subject and predicate and term else {}

    def _facts(self, subject: Term | None, prop: Term | None, term: Term | None) -> dict[Fact, Place]:
        """The facts of this pattern, with a subject or a value, that have evidence; and the first place of each."""
        wanted = (subject, prop, term)
        part, key = (_OBJECT, term) if subject is None else (_SUBJECT, subject)
        found: dict[Fact, Place] = {}
        for quad in self.data.quads_for_pattern(None, part, key, None):
            fact, place = self._fact(quad.subject), self._place(quad.subject)
            # the store is asked, as it gives "10.0" back as "10"
            if fact and place and all(self._holds(quad.subject, *one) for one in zip(_PARTS, wanted, strict=True)):
                found[fact] = min(place, found.get(fact, place))
        return found

    def _fact(self, evidence: Term) -> Fact | None:
        """What the evidence is about; None unless it is whole, as a shape of its own reports the others."""
        subject, predicate, term = (self._value(evidence, part) for part in _PARTS)
        if subject and predicate and term and self._holds(evidence, _TYPE, _EVIDENCE):
            return subject, predicate, term
        return None

    def _place(self, evidence: Term) -> Place | None:
        file = self._value(self._value(evidence, _SOURCE), _FILE_NAME)
        line, column, exact = (self._value(evidence, prop) for prop in (_LINE, _COLUMN, _EXACT))
        if not (file and line and column and exact):
            return None
        try:
            return value(file), int(value(line)), int(value(column)), value(exact)
        except ValueError:
            return None

    def _value(self, subject: Term | None, prop: ox.NamedNode) -> Term | None:
        return next((quad.object for quad in self._quads(subject, prop)), None)

    def _holds(self, subject: Term, prop: ox.NamedNode, term: Term | None) -> bool:
        return any(True for _ in self._quads(subject, prop, term))

    def _quads(
        self, subject: Term | None, prop: ox.NamedNode | None = None, term: Term | None = None
    ) -> Iterator[ox.Quad]:
        if isinstance(subject, ox.NamedNode | ox.BlankNode):
            yield from self.data.quads_for_pattern(subject, prop, term, None)
