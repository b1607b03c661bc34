"""N-Triples as rdflib's nodes and graphs, for the libraries that want those: quicker than its parser, and faithful.

rdflib's own parser writes `"007"^^xsd:integer` as "7"; what comes back must be what a document's reader wrote.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

Triple = tuple[str, str, str]


def split(line: str) -> Triple:
    """The three terms of a canonical N-Triples line, as it writes them."""
    subject, predicate, term = line.split(" ", 2)
    return subject, predicate, term[:-2]


def parsed(term: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """The term that N-Triples writes so."""
    (quad,) = ox.parse(f"<x:s> <x:p> {term} .", format=ox.RdfFormat.N_TRIPLES)
    value: ox.NamedNode | ox.BlankNode | ox.Literal = quad.object
    return value


def node(term: str) -> Node:
    """The term as rdflib has it; a blank node keeps its label, a literal its form."""
    if term.startswith("<"):
        return URIRef(term[1:-1])
    if term.startswith("_:"):
        return BNode(term[2:])
    # rdflib logs a traceback for every ill-typed literal; validation reports them with their place
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    literal = parsed(term)
    assert isinstance(literal, ox.Literal)
    datatype = None if term.endswith('"') or literal.language else literal.datatype.value
    return Literal(literal.value, lang=literal.language, datatype=datatype, normalize=False)


def graph(triples: Iterable[Triple]) -> Graph:
    """The triples as a graph of rdflib."""
    nodes: dict[str, Node] = {}
    found = Graph()
    for triple in triples:
        for term in triple:
            if term not in nodes:
                nodes[term] = node(term)
        subject, predicate, value = triple
        found.add((nodes[subject], nodes[predicate], nodes[value]))
    return found
