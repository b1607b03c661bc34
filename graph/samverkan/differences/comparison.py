"""What differing triples mean to those who read about projects: who came and went, and what changed of each.

A project speaks for its collaboration and participations. It judges nothing: what is not told is told by another thing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

import pyoxigraph as ox

from samverkan.differences.model import Change, Changed, Differences, Labels, Moved, Named, Section, Value
from samverkan.differences.sides import Delta, Node, Side, Term, merge
from samverkan.differences.wording import OF_OTHERS
from samverkan.identifiers import RDF, RDFS, SKOS, XSD, data_iri, sam

_TYPE, _LABEL, _ALIAS = (ox.NamedNode(name) for name in (f"{RDF}type", f"{RDFS}label", f"{SKOS}altLabel"))
_DECISION, _FILE_NAME = ox.NamedNode(sam("Decision")), ox.NamedNode(sam("fileName"))
_OWNS, _HAS_PART = ox.NamedNode(sam("carriedOutBy")), ox.NamedNode(sam("hasParticipation"))
_PARTICIPANT, _ROLE = ox.NamedNode(sam("participant")), ox.NamedNode(sam("role"))
_STRUCTURE = {_TYPE, _OWNS, _HAS_PART, _PARTICIPANT}
_SHORT_CUTS: Mapping[ox.NamedNode, Term] = {
    ox.NamedNode(sam("hasLead")): ox.NamedNode(data_iri("role", "lead")),
    ox.NamedNode(sam("hasPartner")): ox.NamedNode(data_iri("role", "partner")),
}
_NUMBERS = {f"{XSD}integer", f"{XSD}decimal"}
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_SWEDISH = str.maketrans({",": " ", ".": ","})
PROJECT, ORGANISATION, DOCUMENT, PARTNERSHIP, EVIDENCE, OTHER = (
    "project",
    "organisation",
    "document",
    "partnership",
    "evidence",
    "other",
)
_KINDS = {
    ox.NamedNode(sam(name)): kind
    for name, kind in {
        "Project": PROJECT,
        "Organisation": ORGANISATION,
        "Municipality": ORGANISATION,
        "OrganisationalUnit": ORGANISATION,
        "SourceDocument": DOCUMENT,
        "Collaboration": PARTNERSHIP,
        "Participation": PARTNERSHIP,
        "Evidence": EVIDENCE,
    }.items()
}


def compare(old: Side, new: Side, labels: Labels, language: str) -> Differences:
    """What differs between two sides, told in this language (`sv`, `en`) where it can be."""
    delta = merge(old.lines, new.lines)
    told = _Comparison(old=old, new=new, labels={**OF_OTHERS, **labels}, language=language, said=_by_subject(delta))
    return Differences(
        projects=told.section(PROJECT),
        organisations=told.organisations(),
        documents=told.documents(),
        others=told.others(),
        triples=delta,
    )


@dataclass(slots=True)
class _Said:
    """What only the old side, and only the new side, says of a thing: values by property."""

    old: dict[ox.NamedNode, list[Term]] = field(default_factory=lambda: defaultdict(list))
    new: dict[ox.NamedNode, list[Term]] = field(default_factory=lambda: defaultdict(list))


def _by_subject(delta: Delta) -> dict[Node, _Said]:
    said: dict[Node, _Said] = defaultdict(_Said)
    for subject, name, value in _parsed(delta.removed):
        said[subject].old[name].append(value)
    for subject, name, value in _parsed(delta.added):
        said[subject].new[name].append(value)
    return {subject: said[subject] for subject in sorted(said, key=str)}


def _parsed(lines: Sequence[bytes]) -> Iterator[tuple[Node, ox.NamedNode, Term]]:
    for quad in ox.parse(b"".join(line + b" .\n" for line in lines), format=ox.RdfFormat.N_TRIPLES):
        if isinstance(quad.subject, Node):
            yield quad.subject, quad.predicate, quad.object


@dataclass(kw_only=True)
class _Comparison:
    """Both sides, and what differs between them, by subject."""

    old: Side
    new: Side
    labels: Labels
    language: str
    said: Mapping[Node, _Said]
    _called: dict[tuple[bool, str], str] = field(default_factory=dict)

    def section(self, kind: str) -> Section:
        """The things of this kind that came, went, and changed."""
        return Section(
            added=self._named_all(self.new, self._only(self.new, kind)),
            removed=self._named_all(self.old, self._only(self.old, kind)),
            changed=tuple(self._changed(kind)),
        )

    def documents(self) -> Section:
        """As `section`, but a document that took the place of one with its file name is told once, with both."""
        return _without(self.section(DOCUMENT), Section(replaced=self._pairs(DOCUMENT)))

    def others(self) -> Section:
        """As `section`, but a decision that is called the same under another IRI is told once, with both."""
        return _without(self.section(OTHER), Section(renamed=self._pairs(OTHER, _DECISION)))

    def organisations(self) -> Section:
        """As `section`, but those whose names lead from one to another are told with both."""
        gone, came = self._only(self.old, ORGANISATION), self._only(self.new, ORGANISATION)
        heirs = {node: self._namesakes(node, self.old, self.new) for node in gone}
        forebears = {node: self._namesakes(node, self.new, self.old) for node in came}
        mutual = {node: to[0] for node, to in heirs.items() if len(to) == 1 and forebears.get(to[0]) == [node]}
        others = [(node, node) for node in self._relabelled]
        told = Section(
            renamed=tuple(self._moved([before], [after]) for before, after in (*mutual.items(), *others)),
            merged=tuple(self._moved([node], to) for node, to in heirs.items() if to and node not in mutual),
            split=tuple(
                self._moved(of, [node]) for node, of in forebears.items() if of and node not in mutual.values()
            ),
        )
        return _without(self.section(ORGANISATION), told)

    # --- which things

    @cached_property
    def _things(self) -> Mapping[str, Sequence[Node]]:
        """What differs, by kind; a project whose partnership differs is among them."""
        things: dict[str, set[Node]] = defaultdict(set)
        for node in self.said:
            things[self._kind(node)].add(node)
        things[PROJECT] |= self._partnerships.keys()
        things[OTHER] |= things[PARTNERSHIP] - {node for nodes in self._partnerships.values() for node in nodes}
        return defaultdict(list, {kind: sorted(nodes, key=str) for kind, nodes in things.items()})

    @cached_property
    def _partnerships(self) -> Mapping[Node, Sequence[Node]]:
        """The collaborations and participations that differ, by their project."""
        found: dict[Node, list[Node]] = defaultdict(list)
        for node in self.said:
            if self._kind(node) == PARTNERSHIP:
                for project in self._projects(node):
                    found[project].append(node)
        return found

    def _projects(self, node: Node) -> list[Node]:
        """Whose collaboration this is, or of whose collaboration it is a part, on either side."""
        sides = (self.old, self.new)
        wholes = [(side, whole) for side in sides for whole in (node, *side.holders(node, _HAS_PART))]
        return sorted({project for side, whole in wholes for project in side.holders(whole, _OWNS)}, key=str)

    def _kind(self, node: Node) -> str:
        types = self.old.values(node, _TYPE) | self.new.values(node, _TYPE)
        return min((kind for one, kind in _KINDS.items() if one in types), default=OTHER)

    def _only(self, here: Side, kind: str) -> list[Node]:
        there = self.old if here is self.new else self.new
        return [node for node in self._things[kind] if here.has(node) and not there.has(node)]

    def _pairs(self, kind: str, of: ox.NamedNode | None = None) -> tuple[Moved, ...]:
        """What went and what came under the same label, one by one; only those of a class, if one is given."""
        gone, came = (self._by_label(side, kind, of) for side in (self.old, self.new))
        pairs = [
            pair for name in sorted(gone.keys() & came.keys()) for pair in zip(gone[name], came[name], strict=False)
        ]
        return tuple(self._moved([before], [after]) for before, after in pairs)

    def _by_label(self, side: Side, kind: str, of: ox.NamedNode | None) -> Mapping[str, list[Node]]:
        found: dict[str, list[Node]] = defaultdict(list)
        for node in self._only(side, kind):
            if of is None or of in side.values(node, _TYPE):
                found[self._named(side, node).label].append(node)
        return found

    def _namesakes(self, node: Node, here: Side, there: Side) -> list[Node]:
        """The organisations over there of which one is called by its label what the other is called at all."""
        labels, names = here.values(node, _LABEL), here.values(node, _LABEL, _ALIAS)
        holders = {one for name in names for one in there.holders(name, _LABEL)}
        holders |= {one for label in labels for one in there.holders(label, _ALIAS)}
        return sorted((one for one in holders if self._kind(one) == ORGANISATION), key=str)

    @cached_property
    def _relabelled(self) -> Mapping[Node, None]:
        """The organisations of both sides that are called something else now, in order."""
        both = [node for node in self._things[ORGANISATION] if self.old.has(node) and self.new.has(node)]
        return dict.fromkeys(node for node in both if self._named(self.old, node) != self._named(self.new, node))

    # --- what changed

    def _changed(self, kind: str) -> Iterator[Changed]:
        for node in self._things[kind]:
            if self.old.has(node) and self.new.has(node):
                changes = (*self._changes(node), *self._parts(node))
                if changes:
                    yield Changed(thing=self._named(self.new, node), changes=changes)

    def _changes(self, node: Node) -> Iterator[Change]:
        """What the thing itself lost and gained, property by property."""
        said = self.said.get(node, _Said())
        for name in sorted({*said.old, *said.new} - _STRUCTURE, key=str):
            if not (name == _LABEL and node in self._relabelled):
                yield from self._change(node, name, said.old.get(name, ()), said.new.get(name, ()))

    def _parts(self, project: Node) -> Iterator[Change]:
        """What the project's partnership lost and gained, unless a short cut of the project tells it."""
        own = self.said.get(project, _Said())
        for node in self._partnerships.get(project, ()):
            said = self.said[node]
            people = sorted(self.old.values(node, _PARTICIPANT) | self.new.values(node, _PARTICIPANT), key=str)
            about = self._named(self.new, people[0]) if people and isinstance(people[0], Node) else None
            for name in sorted({*said.old, *said.new} - _STRUCTURE - {_LABEL}, key=str):
                before, after = (
                    [one for one in values.get(name, ()) if (name, one) not in _told(shortened, people)]
                    for values, shortened in ((said.old, own.old), (said.new, own.new))
                )
                yield from self._change(node, name, before, after, about)

    def _change(
        self, node: Node, name: ox.NamedNode, before: Iterable[Term], after: Iterable[Term], about: Named | None = None
    ) -> Iterator[Change]:
        """The change of one property, if anything remains of it: what is only called by another IRI, is none."""
        gone = [one for one in before if isinstance(one, Node) and not self.new.has(one)]
        came = [one for one in after if isinstance(one, Node) and not self.old.has(one)]
        same = {self._shown(self.old, one) for one in gone} & {self._shown(self.new, one) for one in came}
        removed = self._values(
            self.old, (one for one in before if one not in gone or self._shown(self.old, one) not in same)
        )
        added = self._values(
            self.new, (one for one in after if one not in came or self._shown(self.new, one) not in same)
        )
        if removed or added:
            single = len(self.old.values(node, name)) == len(self.new.values(node, name)) == 1
            called = Named(iri=name.value, label=self._property(name))
            yield Change(
                property=called, removed=removed, added=added, replaced=single and bool(removed and added), about=about
            )

    # --- what things are called

    def _property(self, name: ox.NamedNode) -> str:
        said = self.labels.get(name.value, {})
        return said.get(self.language) or min(said.values(), default=_local(name.value))

    def _values(self, side: Side, terms: Iterable[Term]) -> tuple[Value, ...]:
        shown = (Value(term=str(term), label=self._shown(side, term)) for term in terms)
        return tuple(sorted(shown, key=lambda value: (value.label, value.term)))

    def _shown(self, side: Side, term: Term) -> str:
        if isinstance(term, Node):
            return self._named(side, term).label
        return _written(term, self.language) if isinstance(term, ox.Literal) else str(term)

    def _named_all(self, side: Side, nodes: Iterable[Node]) -> tuple[Named, ...]:
        return tuple(sorted((self._named(side, node) for node in nodes), key=lambda named: (named.label, named.iri)))

    def _moved(self, old: Iterable[Node], new: Iterable[Node]) -> Moved:
        return Moved(old=self._named_all(self.old, old), new=self._named_all(self.new, new))

    def _named(self, side: Side, node: Node) -> Named:
        """The thing by its file name, its label on this side or the other, the ontology's, or the end of its IRI."""
        key = (side is self.new, str(node))
        if key not in self._called:
            there = self.old if side is self.new else self.new
            files = sorted(value.value for value in side.values(node, _FILE_NAME) if isinstance(value, ox.Literal))
            said = self.labels.get(node.value, {})
            label = files[0] if files else side.label(node, self.language) or there.label(node, self.language)
            self._called[key] = label or said.get(self.language) or min(said.values(), default=_local(node.value))
        return Named(iri=node.value, label=self._called[key])


def _told(short_cuts: Mapping[ox.NamedNode, Sequence[Term]], people: Iterable[Term]) -> set[tuple[ox.NamedNode, Term]]:
    """The roles of these participants that the short cuts tell."""
    return {(_ROLE, role) for name, role in _SHORT_CUTS.items() for one in people if one in short_cuts.get(name, ())}


def _without(section: Section, told: Section) -> Section:
    """The section with what is told with both sides, and without those things among what came and went."""
    moved = (*told.renamed, *told.merged, *told.split, *told.replaced)
    gone = {named for one in moved for named in one.old}
    came = {named for one in moved for named in one.new}
    return replace(
        told,
        added=tuple(named for named in section.added if named not in came),
        removed=tuple(named for named in section.removed if named not in gone),
        changed=section.changed,
    )


def _written(literal: ox.Literal, language: str) -> str:
    """A literal as people write it: numbers with their thousands apart."""
    if literal.datatype.value not in _NUMBERS or not _NUMBER.fullmatch(literal.value):
        return literal.value
    grouped = f"{Decimal(literal.value):,f}"
    return grouped.translate(_SWEDISH) if language == "sv" else grouped


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1] or iri
