"""Triples → JSON-LD that reads like JSON: a context of prefixes, one object a thing, in the order that is given.

https://www.w3.org/TR/json-ld11/. Properties and classes are shortened, things keep their whole IRIs. It knows no
vocabulary, and orders nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from samverkan.identifiers import RDF, XSD

_TYPE, _STRING, _INTEGER = f"{RDF}type", f"{XSD}string", f"{XSD}integer"
# Whole numbers that come back from JSON as they went in, in any language (RFC 8259, 6)
_CANONICAL = re.compile(r"0|-?[1-9]\d{0,14}", re.ASCII)


class _Context:
    """The prefixes of a document: those that may be used, and those that are."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._known = sorted(((space, prefix) for prefix, space in prefixes.items()), key=lambda one: -len(one[0]))
        self.used: dict[str, str] = {}

    def short(self, iri: str) -> str:
        """An IRI with its prefix, if there is one."""
        for space, prefix in self._known:
            if iri.startswith(space) and not iri.startswith("//", len(space)):  # `a://b` would be an IRI of scheme a
                self.used[prefix] = space
                return f"{prefix}:{iri.removeprefix(space)}"
        return iri

    def value(self, term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> object:
        """A property's value."""
        if not isinstance(term, ox.Literal):
            return {"@id": _name(term)}
        if term.language:
            return {"@value": term.value, "@language": term.language}
        kind = term.datatype.value
        if kind == _STRING:
            return term.value
        if kind == _INTEGER and _CANONICAL.fullmatch(term.value):
            return int(term.value)
        return {"@value": term.value, "@type": self.short(kind)}


def json_ld(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> bytes:
    """The triples as one graph; `prefixes` are those that it may use, of which it declares the ones that it needs."""
    known = list(triples)
    context = _Context({name: space for name, space in prefixes.items() if name not in _schemes(known)})
    nodes: dict[str, dict[str, list[object]]] = {}
    for triple in known:
        node, value = nodes.setdefault(_name(triple.subject), {}), triple.object
        if triple.predicate.value == _TYPE and isinstance(value, ox.NamedNode):
            node.setdefault("@type", []).append(context.short(value.value))
        else:
            node.setdefault(context.short(triple.predicate.value), []).append(context.value(value))
    graph = [{"@id": name, **{key: _bare(values) for key, values in node.items()}} for name, node in nodes.items()]
    content = {"@context": dict(sorted(context.used.items())), "@graph": graph}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _schemes(triples: Iterable[ox.Triple]) -> set[str]:
    """What the IRIs begin with: `geo:59.3,18` would be read with the prefix geo, if there were one."""
    terms = (term for triple in triples for term in (triple.subject, triple.predicate, triple.object))
    return {term.value.partition(":")[0] for term in terms if isinstance(term, ox.NamedNode)}


def _name(term: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    """An IRI, or a blank node's label; a triple can't be written in JSON-LD 1.1."""
    assert not isinstance(term, ox.Triple)
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _bare(values: list[object]) -> object:
    return values[0] if len(values) == 1 else values
