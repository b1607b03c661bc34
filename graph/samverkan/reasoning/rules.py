"""The ontology's axioms → rules, each under its name in the OWL 2 RL specification (tables 4 to 9).

A rule takes the members of one relation to those of another. A property's relation is named by the property and
has pairs of terms; a class's is named `a` and the class, as in Turtle, and has single terms. The scm-* rules need
no counterpart: what they add to the axioms, the rules here find step by step. No fact is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from samverkan.nodes import Triple
from samverkan.reasoning.terms import FIRST, NIL, OWL, REST, TYPE, Facts, owl, rdf, rdfs

Members = Mapping[Any, None]  # terms in a class's relation, pairs of terms in a property's: a rule knows which it has
Step = Callable[[Members], Members]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """Whatever `step` makes of the members of the body is a member of the head."""

    name: str
    body: str
    step: Step
    head: str

    @property
    def turns(self) -> bool:
        """Whether it makes of each pair the same the other way round."""
        return self.step is _swapped


@dataclass(frozen=True, kw_only=True, slots=True)
class Join:
    """A pair of the first body and one of the second that begins where it ends make a pair of the head."""

    name: str
    bodies: tuple[str, str]
    head: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ban:
    """What `step` makes of one relation's members shares none with another; `message` says it, of members {0} and {1}.

    The messages are owlrl's, so that findings don't depend on the reasoner.
    """

    name: str
    body: str
    step: Step
    other: str
    message: str


Compiled = Rule | Join | Ban


def of_class(term: str) -> str:
    """The name of a class's relation."""
    return f"a {term}"


def _same(members: Members) -> Members:
    return members


def _swapped(pairs: Members) -> Members:
    return {(second, first): None for first, second in pairs}


def _firsts(pairs: Members) -> Members:
    return {first: None for first, _ in pairs}


def _seconds(pairs: Members) -> Members:
    return {second: None for _, second in pairs}


def _reflexive(pairs: Members) -> Members:
    return {(first, second): None for first, second in pairs if first == second}


def _subclass(name: str, narrow: str, wide: str) -> Rule:
    return Rule(name=name, body=of_class(narrow), step=_same, head=of_class(wide))


def _subproperty(name: str, narrow: str, wide: str) -> Rule:
    return Rule(name=name, body=narrow, step=_same, head=wide)


def _inverse(name: str, one: str, other: str) -> Rule:
    return Rule(name=name, body=one, step=_swapped, head=other)


def disjoint_classes(name: str, one: str, other: str) -> Ban:
    """That no individual is in both classes."""
    message = f"Disjoint classes {_bare(one)} and {_bare(other)} have a common individual {{0}}"
    return Ban(name=name, body=of_class(one), step=_same, other=of_class(other), message=message)


def _disjoint_properties(one: str, other: str) -> Ban:
    message = f"Erroneous usage of disjoint properties {_bare(one)} and {_bare(other)} on {{0}} and {{1}}"
    return Ban(name="prp-pdw", body=one, step=_same, other=other, message=message)


def _irreflexive(prop: str) -> Ban:
    message = f"Irreflexive property used on {{0}} with {_bare(prop)}"
    return Ban(name="prp-irp", body=prop, step=_reflexive, other=prop, message=message)


def _asymmetric(prop: str) -> Ban:
    message = f"Erroneous usage of asymmetric property {_bare(prop)} on {{0}} and {{1}}"
    return Ban(name="prp-asyp", body=prop, step=_swapped, other=prop, message=message)


def _bare(term: str) -> str:
    named = "an unnamed class" if term.startswith("_:") else term[1:-1]
    return named.replace("{", "{{").replace("}", "}}")


_AXIOMS: Mapping[str, Callable[[str, str], Iterable[Compiled]]] = {
    rdfs("subClassOf"): lambda one, other: [_subclass("cax-sco", one, other)],
    owl("equivalentClass"): lambda one, other: [_subclass("cax-eqc1", one, other), _subclass("cax-eqc2", other, one)],
    owl("disjointWith"): lambda one, other: [disjoint_classes("cax-dw", one, other)],
    rdfs("subPropertyOf"): lambda one, other: [_subproperty("prp-spo1", one, other)],
    owl("equivalentProperty"): lambda one, other: [
        _subproperty("prp-eqp1", one, other),
        _subproperty("prp-eqp2", other, one),
    ],
    owl("inverseOf"): lambda one, other: [_inverse("prp-inv1", one, other), _inverse("prp-inv2", other, one)],
    owl("propertyDisjointWith"): lambda one, other: [_disjoint_properties(one, other)],
    rdfs("domain"): lambda prop, term: [Rule(name="prp-dom", body=prop, step=_firsts, head=of_class(term))],
    rdfs("range"): lambda prop, term: [Rule(name="prp-rng", body=prop, step=_seconds, head=of_class(term))],
}
_KINDS: Mapping[str, Callable[[str], Compiled]] = {
    owl("SymmetricProperty"): lambda prop: _inverse("prp-symp", prop, prop),
    owl("TransitiveProperty"): lambda prop: Join(name="prp-trp", bodies=(prop, prop), head=prop),
    owl("IrreflexiveProperty"): _irreflexive,
    owl("AsymmetricProperty"): _asymmetric,
}
_CHAIN, _MEMBERS, _ALL_DISJOINT = owl("propertyChainAxiom"), owl("members"), owl("AllDisjointClasses")
_DECLARATIONS = {owl(name) for name in "Class ObjectProperty DatatypeProperty AnnotationProperty Ontology".split()}
_SILENT_KINDS = _DECLARATIONS | {owl("NamedIndividual"), owl("Thing")}
_SILENT = {owl(name) for name in "imports versionIRI priorVersion deprecated".split()}
_STRUCTURE = {TYPE, FIRST, REST, rdf("Property"), rdfs("Class"), rdfs("Datatype")}
_THING = owl("Thing")
_OF_EVERYTHING = {rdfs(name) for name in "subClassOf domain range".split()}  # that it is a thing, which says nothing


def uncovered(axioms: Iterable[Triple], facts: Facts) -> list[str]:
    """The terms by which the axioms, or facts of their kind, say more than the rules here make of it."""
    known = [*axioms]
    lists = _lists(known)
    missing = {term for axiom in known for term in _unknown(axiom)}
    missing |= {predicate for _, predicate, head in known if predicate in (_CHAIN, _MEMBERS) and head not in lists}
    missing |= {name for name in facts if name.startswith(f"<{OWL}")}
    kinds = {term for _, term in facts.get(TYPE, ())} - _SILENT_KINDS
    missing |= {term for term in kinds if term.startswith(f"<{OWL}")}
    return sorted(term[1:-1] for term in missing)


def _unknown(axiom: Triple) -> Iterator[str]:
    """The terms of this axiom that mean more than the rules make of it."""
    subject, predicate, term = axiom
    if predicate.startswith(f"<{OWL}") and predicate not in (_AXIOMS.keys() | _SILENT | {_CHAIN, _MEMBERS}):
        yield predicate
    if predicate == TYPE:
        if term.startswith(f"<{OWL}") and term not in (_KINDS.keys() | _SILENT_KINDS | {_ALL_DISJOINT}):
            yield term
    elif _is_word(term) and not (term == _THING and predicate in _OF_EVERYTHING):
        yield term
    if _is_word(subject):
        yield subject


def _is_word(term: str) -> bool:
    """Whether an axiom about this term is one about the language itself."""
    return term.startswith(f"<{OWL}") or term in _STRUCTURE or term in _AXIOMS


def compile_rules(axioms: Iterable[Triple]) -> list[Compiled]:
    """The rules of these axioms, in a fixed order; what is not an axiom, or not covered, gives none."""
    known = sorted(axioms)
    lists = _lists(known)
    compiled: list[Compiled] = []
    for subject, predicate, term in known:
        if predicate in _AXIOMS and term != _THING:
            compiled += _AXIOMS[predicate](subject, term)
        elif predicate == TYPE and term in _KINDS:
            compiled.append(_KINDS[term](subject))
        elif predicate == _CHAIN:
            compiled += _chain(subject, lists[term])
        elif predicate == _MEMBERS and (subject, TYPE, _ALL_DISJOINT) in known:
            compiled += (disjoint_classes("cax-adc", one, other) for one, other in combinations(lists[term], 2))
    return compiled


def _chain(head: str, steps: list[str]) -> Iterator[Rule | Join]:
    """prp-spo2, two properties at a time: what has been gone through so far is a relation of its own."""
    gone = steps[0] if steps else ""
    for step in steps[1:]:
        name = f"{gone} {step}"
        yield Join(name="prp-spo2", bodies=(gone, step), head=name)
        gone = name
    if steps:
        yield _subproperty("prp-spo2", gone, head)


def _lists(axioms: Iterable[Triple]) -> dict[str, list[str]]:
    """The well-formed RDF lists among the axioms: head → items."""
    cells: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, term in axioms:
        if predicate in (FIRST, REST):
            cells.setdefault(subject, {FIRST: [], REST: []})[predicate].append(term)
    whole = {head: (one[FIRST][0], one[REST][0]) for head, one in cells.items() if all(map(_single, one.values()))}
    return {NIL: [], **{head: items for head in whole if (items := _items(head, whole)) is not None}}


def _single(terms: list[str]) -> bool:
    return len(terms) == 1


def _items(head: str, cells: Mapping[str, tuple[str, str]]) -> list[str] | None:
    items: list[str] = []
    while head in cells and len(items) <= len(cells):
        item, head = cells[head]
        items.append(item)
    return items if head == NIL else None
