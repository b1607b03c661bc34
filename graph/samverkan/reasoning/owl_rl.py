"""The reference: owlrl, which follows the specification rule by rule over the whole graph. Right, and slow."""

from __future__ import annotations

import re
from collections.abc import Iterable

import owlrl
from rdflib import OWL, BNode, URIRef
from rdflib.term import Node

from samverkan import nodes
from samverkan.nodes import Triple
from samverkan.reasoning.terms import Closure

_ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")  # as owlrl reports a contradiction


def close(triples: Iterable[Triple]) -> Closure:
    """All that follows from these triples, axioms and facts alike, by OWL 2 RL, beyond themselves."""
    known = list(triples)
    graph = nodes.graph(known)
    options = {"axiomatic_triples": False, "datatype_axioms": False}
    # improved_datatypes would change rdflib's table of datatypes for the whole process
    owlrl.DeductiveClosure(_SEMANTICS, improved_datatypes=False, **options).expand(graph)
    texts = {nodes.node(text): text for triple in known for text in triple}
    messages = [str(text) for text in graph.objects(None, _ERROR)]
    unnamed = [re.escape(node) for node in texts if isinstance(node, BNode)]
    if unnamed:
        names = rf"(?<!\S)(?:{'|'.join(unnamed)})(?!\S)"
        messages = [re.sub(names, "an unnamed class", message) for message in messages]
    added: dict[str, list[tuple[str, str]]] = {}
    for subject, predicate, term in graph - nodes.graph(known):
        added.setdefault(_text(predicate, texts), []).append((_text(subject, texts), _text(term, texts)))
    return Closure(added=added, contradictions=frozenset(messages))


def _text(node: Node, texts: dict[Node, str]) -> str:
    return texts.get(node) or node.n3()


def _equality(semantics: owlrl.OWLRL_Semantics, triple: tuple[Node, Node, Node], cycle: int) -> None:
    if triple[1] == OWL.sameAs or triple[2] == OWL.AllDifferent:
        owlrl.OWLRL_Semantics._equality(semantics, triple, cycle)


# All of OWL 2 RL but eq-ref: that everything is the same as itself says nothing, and deriving it doubles the work
_SEMANTICS = type("Semantics", (owlrl.OWLRL_Semantics,), {"_equality": _equality})
