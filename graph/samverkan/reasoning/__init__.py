"""The OWL RL closure: what the ontology's axioms add to the facts, kept apart from what was asserted.

This room adds no rule of its own and changes no fact; it only leaves out what says nothing about the data. Two
reasoners do the work, and say the same: rules compiled from the axioms, and owlrl for whatever they don't cover.
"""

from __future__ import annotations

import gc
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from pathlib import Path

from samverkan.identifiers import RDF, RDFS, Iri, sam
from samverkan.model import Finding, Severity
from samverkan.nodes import Triple, split
from samverkan.reasoning import datatypes, fixpoint, owl_rl
from samverkan.reasoning.rules import compile_rules, uncovered
from samverkan.reasoning.terms import OWL, SAME_AS, SCHEMA, TYPE, Closure, Facts, Pair, triples
from samverkan.vocabulary import read_turtle

_COLLABORATES_WITH = f"<{sam('collaboratesWith')}>"
_ORGANISATION_GROUP = f"<{sam('OrganisationGroup')}>"
_LANGUAGE = (f"<{OWL}", f"<{RDFS}")
_AXIOM_LANGUAGES = (f"<{RDF}", *_LANGUAGE)
_REMARKS = (f"<{RDFS}seeAlso>", f"<{RDFS}isDefinedBy>")


class Reasoner(StrEnum):
    """Who infers: the rules compiled from the axioms, or owlrl, which is the reference."""

    COMPILED = "compiled"
    OWLRL = "owlrl"


@dataclass(frozen=True, kw_only=True, slots=True)
class Inference:
    """What follows from the facts, as sorted N-Triples lines, and where the facts contradict the ontology."""

    lines: Sequence[str]
    findings: tuple[Finding, ...]


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the collector, which would walk all pairs again and again, and finds nothing: none is part of a cycle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def infer(
    asserted: Iterable[str], ontology: Path, reference: Iterable[str] = (), reasoner: Reasoner = Reasoner.COMPILED
) -> Inference:
    """What the axioms of core.ttl in the ontology's folder add to the asserted facts; see `infer_by`.

    Raises OntologyError when core.ttl can't be read.
    """
    return infer_by(load_axioms(ontology), asserted, reference, reasoner)


@_undisturbed()
def infer_by(
    axioms: Set[Triple], asserted: Iterable[str], reference: Iterable[str], reasoner: Reasoner = Reasoner.COMPILED
) -> Inference:
    """What these axioms add to the asserted facts.

    Facts and reference data are canonical N-Triples lines; of the reference data only those descriptions take part
    that the facts lead to. Where the compiled rules don't cover an axiom, owlrl infers, and a notice says so.
    """
    facts = _telling(asserted, reference, axioms)
    individuals = _individuals(facts) - {subject for subject, _, _ in axioms}
    missing = uncovered(axioms, facts) if reasoner is Reasoner.COMPILED else []
    closure = _by_owlrl(facts, axioms) if missing or reasoner is Reasoner.OWLRL else _compiled(facts, axioms)
    findings = _contradictions(closure, individuals)
    return Inference(
        lines=tuple(sorted(_lines(closure, facts, individuals))),
        findings=(*findings, _not_covered(missing)) if missing else findings,
    )


def _telling(asserted: Iterable[str], reference: Iterable[str], axioms: Iterable[Triple]) -> Facts:
    """The facts that can lead to another, with the reference data about what they name, what those name, and so on.

    A property that no axiom mentions leads nowhere, and labels are many.
    """
    mentioned = {TYPE, SAME_AS, *(term for subject, _, term in axioms for term in (subject, term))}
    descriptions: dict[str, list[str]] = {}
    for line in reference:
        descriptions.setdefault(line.partition(" ")[0], []).append(line)
    facts: dict[str, dict[Pair, None]] = defaultdict(dict)
    known: dict[str, str] = {}
    lines = asserted
    while lines:
        named = set()
        for subject, predicate, term in map(split, lines):
            if predicate in mentioned:
                facts[predicate][known.setdefault(subject, subject), known.setdefault(term, term)] = None
            if term in descriptions:
                named.add(term)
        lines = [line for term in named for line in descriptions.pop(term)]
    return facts


def load_axioms(ontology: Path) -> Set[Triple]:
    """The axioms of core.ttl in the ontology's folder: the ontology without its documentation, which no rule uses."""
    axioms = {split(f"{triple} .") for triple in read_turtle(ontology / "core.ttl")}
    return {axiom for axiom in axioms if axiom[1].startswith(_AXIOM_LANGUAGES) and not _is_documentation(axiom)}


def _is_documentation(axiom: Triple) -> bool:
    _, predicate, term = axiom
    return predicate in _REMARKS or (term.startswith('"') and not term.endswith(">"))


def _compiled(facts: Facts, axioms: Iterable[Triple]) -> Closure:
    given = dict(facts)
    for subject, predicate, term in axioms:
        given[predicate] = {**given.get(predicate, {}), (subject, term): None}
    literals = datatypes.literals(given)
    types = datatypes.types(literals, given)
    closure = fixpoint.close(given, {TYPE: types}, [*compile_rules(axioms), *datatypes.bans(types)])
    return replace(closure, contradictions=closure.contradictions | frozenset(datatypes.ill_typed(literals)))


def _by_owlrl(facts: Facts, axioms: Iterable[Triple]) -> Closure:
    return owl_rl.close([*axioms, *triples(facts)])


def _individuals(facts: Facts) -> set[str]:
    """Every named thing that the facts are about; not the classes they are put into."""
    named = {subject for pairs in facts.values() for subject, _ in pairs}
    named |= {term for predicate, pairs in facts.items() if predicate != TYPE for _, term in pairs}
    return {term for term in named if term[0] == "<"}


def _lines(closure: Closure, facts: Facts, individuals: set[str]) -> Iterator[str]:
    """What was added about the individuals and says something, as N-Triples lines."""
    types = chain(facts.get(TYPE, ()), closure.added.get(TYPE, ()))
    groups = {subject for subject, term in types if term == _ORGANISATION_GROUP}
    for predicate, pairs in closure.added.items():
        if predicate.startswith("<") and predicate not in SCHEMA:
            says = _SAYING.get(predicate)
            said = [pair for pair in pairs if says(*pair, groups)] if says else pairs
            for subject, term in said:
                if subject in individuals and not term.startswith("_:"):
                    yield f"{subject} {predicate} {term} ."


def _is_of_the_data(_subject: str, term: str, _groups: set[str]) -> bool:
    return not term.startswith(_LANGUAGE)


def _is_another(subject: str, term: str, _groups: set[str]) -> bool:
    return subject != term


def _is_of_two_organisations(subject: str, term: str, groups: set[str]) -> bool:
    return subject != term and subject not in groups and term not in groups


# Property → what a pair of it says: that everything is a thing, or works with itself, says nothing; others always do
_SAYING = {TYPE: _is_of_the_data, SAME_AS: _is_another, _COLLABORATES_WITH: _is_of_two_organisations}


def _contradictions(closure: Closure, individuals: set[str]) -> tuple[Finding, ...]:
    return tuple(_contradiction(message, individuals) for message in sorted(closure.contradictions))


def _contradiction(message: str, individuals: set[str]) -> Finding:
    named = [iri for iri in re.findall(r"https?://[^\s,()']+", message) if f"<{iri}>" in individuals]
    focus = Iri(named[0]) if named else None
    return Finding(severity=Severity.VIOLATION, code="contradiction", message=message, focus=focus)


def _not_covered(missing: Iterable[str]) -> Finding:
    message = f"the compiled rules don't cover {', '.join(missing)}: owlrl inferred instead, which takes far longer"
    return Finding(severity=Severity.NOTICE, code="axiom-not-compiled", message=message)
