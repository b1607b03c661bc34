"""The OWL RL closure: what the ontology's axioms add to the facts, kept apart from what was asserted.

This room adds no rule of its own and changes no fact; it only leaves out what says nothing about the data. Two
reasoners do the work, and say the same: rules compiled from the axioms, and owlrl for whatever they don't cover.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from samverkan.identifiers import RDF, RDFS, Iri, sam
from samverkan.model import Finding, Severity
from samverkan.nodes import Triple, split
from samverkan.reasoning import datatypes, fixpoint, owl_rl
from samverkan.reasoning.rules import compile_rules, uncovered
from samverkan.reasoning.terms import OWL, SAME_AS, SCHEMA, TYPE, Closure
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

    lines: tuple[str, ...]
    findings: tuple[Finding, ...]


def infer(
    asserted: Iterable[str], ontology: Path, reference: Iterable[str] = (), reasoner: Reasoner = Reasoner.COMPILED
) -> Inference:
    """What the axioms of core.ttl in the ontology's folder add to the asserted facts.

    Facts and reference data are canonical N-Triples lines; of the reference data only those descriptions take part
    that the facts lead to. Where the compiled rules don't cover an axiom, owlrl infers, and a notice says so.
    Raises OntologyError when core.ttl can't be read.
    """
    axioms = _axioms(ontology)
    facts = _telling(_with_reached(map(split, asserted), reference), axioms)
    individuals = _individuals(facts) - {subject for subject, _, _ in axioms}
    missing = uncovered(axioms, facts) if reasoner is Reasoner.COMPILED else []
    closure = _by_owlrl(facts, axioms) if missing or reasoner is Reasoner.OWLRL else _compiled(facts, axioms)
    findings = _contradictions(closure, individuals)
    return Inference(
        lines=tuple(sorted(_lines(closure, facts, individuals))),
        findings=(*findings, _not_covered(missing)) if missing else findings,
    )


def _with_reached(facts: Iterable[Triple], reference: Iterable[str]) -> list[Triple]:
    """The facts, and the reference data about what they name, about what those name, and so on."""
    descriptions: dict[str, list[str]] = {}
    for line in reference:
        descriptions.setdefault(line.partition(" ")[0], []).append(line)
    data = found = list(facts)
    while found:
        named = {term for _, _, term in found} & descriptions.keys()
        found = [split(line) for term in named for line in descriptions.pop(term)]
        data = data + found
    return data


def _axioms(ontology: Path) -> set[Triple]:
    """The ontology without its documentation, which no rule uses."""
    axioms = {split(f"{triple} .") for triple in read_turtle(ontology / "core.ttl")}
    return {axiom for axiom in axioms if axiom[1].startswith(_AXIOM_LANGUAGES) and not _is_documentation(axiom)}


def _is_documentation(axiom: Triple) -> bool:
    _, predicate, term = axiom
    return predicate in _REMARKS or (term.startswith('"') and not term.endswith(">"))


def _telling(data: Iterable[Triple], axioms: Iterable[Triple]) -> list[Triple]:
    """The facts that can lead to another: a property that no axiom mentions leads nowhere, and labels are many."""
    mentioned = {TYPE, SAME_AS, *(term for subject, _, term in axioms for term in (subject, term))}
    return [triple for triple in data if triple[1] in mentioned]


def _compiled(facts: Iterable[Triple], axioms: Iterable[Triple]) -> Closure:
    triples = [*axioms, *facts]
    types = datatypes.types(triples)
    closure = fixpoint.close(triples, types, [*compile_rules(axioms), *datatypes.bans(types)])
    return replace(closure, contradictions=closure.contradictions | frozenset(datatypes.ill_typed(triples)))


def _by_owlrl(facts: Iterable[Triple], axioms: Iterable[Triple]) -> Closure:
    return owl_rl.close([*axioms, *facts])


def _individuals(facts: Iterable[Triple]) -> set[str]:
    """Every named thing that the facts are about; not the classes they are put into."""
    named = {subject for subject, _, _ in facts} | {term for _, predicate, term in facts if predicate != TYPE}
    return {term for term in named if term.startswith("<")}


def _lines(closure: Closure, facts: Iterable[Triple], individuals: set[str]) -> Iterator[str]:
    """What was added about the individuals and says something, as N-Triples lines."""
    types = [(subject, term) for subject, predicate, term in facts if predicate == TYPE]
    groups = {subject for subject, term in (*types, *closure.added.get(TYPE, ())) if term == _ORGANISATION_GROUP}
    for predicate, pairs in closure.added.items():
        if predicate.startswith("<") and predicate not in SCHEMA:
            says_something = _SAYING.get(predicate, _always)
            for subject, term in pairs:
                if subject in individuals and not term.startswith("_:") and says_something(subject, term, groups):
                    yield f"{subject} {predicate} {term} ."


def _always(_subject: str, _term: str, _groups: set[str]) -> bool:
    return True


def _is_of_the_data(_subject: str, term: str, _groups: set[str]) -> bool:
    return not term.startswith(_LANGUAGE)


def _is_another(subject: str, term: str, _groups: set[str]) -> bool:
    return subject != term


def _is_of_two_organisations(subject: str, term: str, groups: set[str]) -> bool:
    return subject != term and subject not in groups and term not in groups


# Property → what a pair of it says: that everything is a thing, or works with itself, says nothing
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
