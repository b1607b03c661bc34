"""The OWL RL closure: what the ontology's axioms add to the facts, kept apart from what was asserted.

This room adds no rule of its own and changes no fact; it only leaves out what says nothing about the data.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import owlrl
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from samverkan import model
from samverkan.identifiers import Iri, sam
from samverkan.model import Finding, Severity, Statement
from samverkan.vocabulary import read_turtle

_COLLABORATES_WITH = URIRef(sam("collaboratesWith"))
_ORGANISATION_GROUP = URIRef(sam("OrganisationGroup"))
_ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")  # as owlrl reports a contradiction
_AXIOM_LANGUAGES = (str(RDF), str(RDFS), str(OWL))
_REMARKS = (RDFS.seeAlso, RDFS.isDefinedBy)

Triple = tuple[Node, Node, Node]


@dataclass(frozen=True, kw_only=True, slots=True)
class Inference:
    """What follows from the facts, in a fixed order, and where the facts contradict the ontology."""

    statements: tuple[Statement, ...]
    findings: tuple[Finding, ...]


def infer(asserted: Iterable[str], ontology: Path, reference: Iterable[str] = ()) -> Inference:
    """What the axioms of core.ttl in the ontology's folder add to the asserted facts.

    Facts and reference data are N-Triples lines; of the reference data only those descriptions take part that
    the facts lead to. Raises OntologyError when core.ttl can't be read.
    """
    facts = list(asserted)
    data = _graph([*facts, *_reached(facts, reference)])
    axioms = _axioms(_graph(f"{triple} ." for triple in read_turtle(ontology / "core.ttl")))
    closure = _closure(data, axioms)
    individuals = _individuals(data) - set(axioms.subjects())
    groups = set(closure.subjects(RDF.type, _ORGANISATION_GROUP))
    added = (triple for triple in closure if triple not in data and triple[0] in individuals)
    statements = (_statement(triple) for triple in added if _says_something(triple, groups))
    return Inference(statements=tuple(sorted(statements, key=_order)), findings=_contradictions(closure, individuals))


def _graph(lines: Iterable[str]) -> Graph:
    # rdflib logs a traceback for every ill-typed literal; validation reports them with their place
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    return Graph().parse(data="\n".join(lines), format="nt")


def _reached(facts: Iterable[str], reference: Iterable[str]) -> list[str]:
    """The reference lines about what the facts name, about what those name, and so on."""
    descriptions: dict[str, list[str]] = {}
    for line in reference:
        descriptions.setdefault(line.split(" ", 1)[0], []).append(line)
    waiting, reached = list(facts), list[str]()
    while waiting:
        named = waiting.pop().split(" ", 2)[2].removesuffix(" .")
        description = descriptions.pop(named, [])
        waiting += description
        reached += description
    return reached


def _axioms(ontology: Graph) -> Graph:
    """The ontology without its documentation: no rule uses it, and every triple slows every round of the closure."""
    axioms = Graph()
    for subject, predicate, term in ontology:
        documentation = predicate in _REMARKS or (isinstance(term, Literal) and term.datatype is None)
        if str(predicate).startswith(_AXIOM_LANGUAGES) and not documentation:
            axioms.add((subject, predicate, term))
    return axioms


def _closure(data: Graph, axioms: Graph) -> Graph:
    # A fact adds nothing when no axiom mentions its property: owlrl is slow, and labels are many
    mentioned = {*axioms.all_nodes(), RDF.type, OWL.sameAs}
    closure = Graph()
    for triple in (*axioms, *(triple for triple in data if triple[1] in mentioned)):
        closure.add(triple)
    options = {"axiomatic_triples": False, "datatype_axioms": False}
    # improved_datatypes would change rdflib's table of datatypes for the whole process
    owlrl.DeductiveClosure(_SEMANTICS, improved_datatypes=False, **options).expand(closure)
    return closure


def _equality(semantics: owlrl.OWLRL_Semantics, triple: Triple, cycle: int) -> None:
    if triple[1] == OWL.sameAs or triple[2] == OWL.AllDifferent:
        owlrl.OWLRL_Semantics._equality(semantics, triple, cycle)


# All of OWL 2 RL but eq-ref: that everything is the same as itself says nothing, and deriving it doubles the work
_SEMANTICS = type("Semantics", (owlrl.OWLRL_Semantics,), {"_equality": _equality})


def _individuals(data: Graph) -> set[Node]:
    """Every named thing that the data are about; not the classes they are put into."""
    objects = (term for _, predicate, term in data if predicate != RDF.type)
    return {node for node in (*data.subjects(), *objects) if isinstance(node, URIRef)}


def _says_something(triple: Triple, groups: set[Node]) -> bool:
    subject, predicate, term = triple
    if not isinstance(predicate, URIRef) or not isinstance(term, URIRef | Literal):
        return False
    if predicate == RDF.type:
        return not str(term).startswith((str(OWL), str(RDFS)))
    if predicate == OWL.sameAs:
        return subject != term
    return predicate != _COLLABORATES_WITH or not (subject == term or subject in groups or term in groups)


def _statement(triple: Triple) -> Statement:
    subject, predicate, term = triple
    value: model.Term = Iri(str(term))
    if isinstance(term, Literal):
        datatype = str(term.datatype) if term.datatype else None
        value = model.Literal(value=str(term), datatype=datatype, language=term.language)
    return Statement(subject=Iri(str(subject)), predicate=Iri(str(predicate)), object=value)


def _order(statement: Statement) -> tuple[str, str, str]:
    return statement.subject, statement.predicate, repr(statement.object)


def _contradictions(closure: Graph, individuals: set[Node]) -> tuple[Finding, ...]:
    messages = {re.sub(r"\bN[0-9a-f]{32}\b", "an unnamed class", str(text)) for text in closure.objects(None, _ERROR)}
    return tuple(_contradiction(message, individuals) for message in sorted(messages))


def _contradiction(message: str, individuals: set[Node]) -> Finding:
    named = [iri for iri in re.findall(r"https?://[^\s,()']+", message) if URIRef(iri) in individuals]
    focus = Iri(named[0]) if named else None
    return Finding(severity=Severity.VIOLATION, code="contradiction", message=message, focus=focus)
