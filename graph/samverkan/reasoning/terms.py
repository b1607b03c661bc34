"""The nouns of the rooms of reasoning: facts, of terms as N-Triples writes them, and the words of OWL.

Text compares and sorts as the lines do, and both reasoners get and give the same. No rule stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from samverkan.identifiers import RDF, RDFS
from samverkan.nodes import Triple, parsed

Pair = tuple[str, str]
Facts = Mapping[str, Mapping[Pair, None]]
"""Subject and object of each fact, by property, once and in the order of arrival: what is near in a source stays near.

Walking a large set means a jump through memory at each step; that is what inference would spend its time on.
"""

OWL = "http://www.w3.org/2002/07/owl#"


def owl(name: str) -> str:
    """A term of OWL, as N-Triples writes it."""
    return f"<{OWL}{name}>"


def rdf(name: str) -> str:
    """A term of RDF, as N-Triples writes it."""
    return f"<{RDF}{name}>"


def rdfs(name: str) -> str:
    """A term of RDF Schema, as N-Triples writes it."""
    return f"<{RDFS}{name}>"


TYPE, FIRST, REST, NIL = rdf("type"), rdf("first"), rdf("rest"), rdf("nil")
SAME_AS = owl("sameAs")
# What is said of classes and properties themselves
SCHEMA = {rdfs(name) for name in ("subClassOf", "subPropertyOf", "domain", "range")} | {
    owl(name) for name in ("equivalentClass", "equivalentProperty")
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Closure:
    """What a reasoner adds, by property and in no order, and in words where what it was given contradicts itself."""

    added: Mapping[str, Iterable[Pair]]
    contradictions: frozenset[str]


def triples(facts: Facts) -> Iterator[Triple]:
    """The facts one by one."""
    return ((subject, name, term) for name, pairs in facts.items() for subject, term in pairs)


def in_words(term: str) -> str:
    """The term as a message names it: an IRI or a literal's text, and no made-up label of a blank node."""
    if term.startswith("_:"):
        return "an unnamed class"
    return parsed(term).value if "\\" in term else term[1 : term.rindex('"' if term[0] == '"' else ">")]
