"""What literals say by themselves: the dt-* rules of OWL 2 RL, as far as and exactly as owlrl has them.

The tables are owlrl's own, so that the two reasoners can't differ in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from owlrl.AxiomaticTriples import OWLRL_Datatypes_Disjointness
from owlrl.DatatypeHandling import AltXSDToPYTHON
from owlrl.XsdDatatypes import OWL_Datatype_Subsumptions, OWL_RL_Datatypes

from samverkan.nodes import Triple
from samverkan.reasoning.rules import Ban, disjoint_classes
from samverkan.reasoning.terms import TYPE, in_words

_DATATYPES = {f"<{datatype}>" for datatype in OWL_RL_Datatypes}
_CONVERTERS: Mapping[str, Callable[[str], object]] = {f"<{name}>": to for name, to in AltXSDToPYTHON.items()}
_WIDER = {f"<{one}>": [f"<{other}>" for other in wider] for one, wider in OWL_Datatype_Subsumptions.items()}
_DISJOINT = [(f"<{one}>", f"<{other}>") for one, _, other in OWLRL_Datatypes_Disjointness]


def types(triples: Iterable[Triple]) -> set[Triple]:
    """dt-type2: of which datatypes the literals of these triples are, and whatever is said to be of a datatype."""
    said = {(subject, term) for subject, predicate, term in triples if predicate == TYPE and term in _DATATYPES}
    typed = said | {(term, datatype) for _, _, term in triples if (datatype := _datatype(term)) in _DATATYPES}
    return {(term, TYPE, one) for term, datatype in typed for one in (datatype, *_WIDER.get(datatype, ()))}


def bans(types: Iterable[Triple]) -> Iterator[Ban]:
    """That no literal is of two disjoint datatypes, where both are in use."""
    used = {datatype for _, _, datatype in types}
    for one, other in _DISJOINT:
        if one in used and other in used:
            yield disjoint_classes("cax-dw", one, other)


def ill_typed(triples: Iterable[Triple]) -> Iterator[str]:
    """dt-not-type: in words, each literal that is none of its datatype."""
    for literal in {term for _, _, term in triples}:
        datatype = _datatype(literal)
        if datatype in _DATATYPES and not _converts(literal, datatype):
            yield f"Lexical value of the literal '{in_words(literal)}' does not match its datatype ({datatype[1:-1]})"


def _converts(literal: str, datatype: str) -> bool:
    try:
        _CONVERTERS.get(datatype, str)(in_words(literal))
    except ValueError:
        return False
    return True


def _datatype(term: str) -> str:
    return term.rpartition('"^^')[2] if term.startswith('"') and term.endswith(">") else ""
