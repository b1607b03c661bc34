"""What literals say by themselves: the dt-* rules of OWL 2 RL, as far as and exactly as owlrl has them.

The tables are owlrl's own, so that the two reasoners can't differ in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set

from owlrl.AxiomaticTriples import OWLRL_Datatypes_Disjointness
from owlrl.DatatypeHandling import AltXSDToPYTHON
from owlrl.XsdDatatypes import OWL_Datatype_Subsumptions, OWL_RL_Datatypes

from samverkan.reasoning.rules import Ban, disjoint_classes
from samverkan.reasoning.terms import TYPE, Facts, Pair, in_words

_DATATYPES = {f"<{datatype}>" for datatype in OWL_RL_Datatypes}
_CONVERTERS: Mapping[str, Callable[[str], object]] = {f"<{name}>": to for name, to in AltXSDToPYTHON.items()}
_WIDER = {f"<{one}>": [f"<{other}>" for other in wider] for one, wider in OWL_Datatype_Subsumptions.items()}
_DISJOINT = [(f"<{one}>", f"<{other}>") for one, _, other in OWLRL_Datatypes_Disjointness]


Literals = Mapping[str, Set[str]]
"""Literals by datatype."""


def literals(facts: Facts) -> Literals:
    """The literals of these facts that are of a datatype which OWL 2 RL knows."""
    found: dict[str, set[str]] = defaultdict(set)
    for pairs in facts.values():
        for literal in {term for _, term in pairs if term[0] == '"' and term[-1] == ">"}:
            found[literal.rpartition('"^^')[2]].add(literal)
    return {datatype: found[datatype] for datatype in found.keys() & _DATATYPES}


def types(literals: Literals, facts: Facts) -> Mapping[Pair, None]:
    """dt-type2: of which datatypes these literals are, and whatever the facts say to be of a datatype."""
    said = [(subject, term) for subject, term in facts.get(TYPE, ()) if term in _DATATYPES]
    typed = [*said, *((literal, datatype) for datatype, ones in literals.items() for literal in ones)]
    return {(term, one): None for term, datatype in typed for one in (datatype, *_WIDER.get(datatype, ()))}


def bans(types: Iterable[Pair]) -> Iterator[Ban]:
    """That no literal is of two disjoint datatypes, where both are in use."""
    used = {datatype for _, datatype in types}
    for one, other in _DISJOINT:
        if one in used and other in used:
            yield disjoint_classes("cax-dw", one, other)


def ill_typed(literals: Literals) -> Iterator[str]:
    """dt-not-type: in words, each literal that is none of its datatype."""
    for datatype, ones in literals.items():
        for literal in ones:
            if not _converts(literal, datatype):
                name = datatype[1:-1]
                yield f"Lexical value of the literal '{in_words(literal)}' does not match its datatype ({name})"


def _converts(literal: str, datatype: str) -> bool:
    try:
        _CONVERTERS.get(datatype, str)(in_words(literal))
    except ValueError:
        return False
    return True
