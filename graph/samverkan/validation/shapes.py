"""The shapes, to look things up in, and divided between a SHACL engine and Oxigraph.

A SPARQL constraint of a shape that aims at nodes alone is a rule over the whole graph: one query a node, which Oxigraph
answers far faster than rdflib, the engine's own. All other constraints stay with the engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path

import pyoxigraph as ox

from samverkan.lines import Lines, batched

SH = "http://www.w3.org/ns/shacl#"
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_TARGETS = [f"{SH}{name}" for name in ("target", "targetClass", "targetSubjectsOf", "targetObjectsOf")]
# What SHACL gives a meaning of its own, or forbids beside a variable that is filled in: left to the engine
_SPECIAL = re.compile(
    r"[$?](?:currentShape|shapesGraph|PATH|path|failure)\b|\b(?:MINUS|VALUES|SERVICE)\b"
    r"|\b(?:AS\s+|BOUND\s*\(\s*)[$?]this\b|\bSELECT\b.*\bSELECT\b",
    re.IGNORECASE | re.DOTALL,
)
_GIVES_THIS = re.compile(r"\bSELECT\b[^{]*[$?]this\b", re.IGNORECASE)
AT_ONCE = 100_000  # lines that may stand in memory once more
_IMPORTS = "http://www.w3.org/2002/07/owl#imports"


@dataclass(frozen=True, kw_only=True, slots=True)
class GraphRule:
    """A SPARQL constraint over the whole graph: its query, asked once for each of these nodes as $this."""

    shape: ox.NamedNode
    constraint: Term
    query: str
    nodes: tuple[Term, ...]


def sh(name: str) -> ox.NamedNode:
    """A term of SHACL."""
    return ox.NamedNode(SH + name)


def value(term: Term) -> str:
    """An IRI, a blank node's label, or a literal's text."""
    return str(term) if isinstance(term, ox.Triple) else term.value


def stored(lines: Sequence[str]) -> ox.Store:
    """A store of these N-Triples lines, in memory."""
    store = ox.Store()
    load(store, lines)
    return store


def load(store: ox.Store, lines: Sequence[str]) -> None:
    """Put these N-Triples lines into the store; who wrote them has seen to it that they are some.

    What has blank nodes goes in by itself, as loading would rename them.
    """
    if isinstance(lines, Lines) and not _holds(lines.path, b"_:"):
        store.bulk_load(path=lines.path, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        return
    for part in batched(lines, AT_ONCE):
        text, blank = "\n".join(part), ""
        if "_:" in text:
            text = "\n".join(line for line in part if "_:" not in line)
            blank = "\n".join(line for line in part if "_:" in line)
        store.bulk_load(text, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        store.bulk_extend(ox.parse(blank, format=ox.RdfFormat.N_TRIPLES, lenient=True))


def _holds(path: Path, text: bytes) -> bool:
    with path.open("rb") as file:
        return path.stat().st_size > 0 and mmap(file.fileno(), 0, access=ACCESS_READ).find(text) >= 0


class Shapes:
    """The shapes graph. `rules` are its rules over the whole graph; `lines` is the rest, for the engine."""

    def __init__(self, lines: Iterable[str]) -> None:
        given = list(lines)
        self._store = stored(given)
        shapes = {quad.subject for quad in self._quads(None, sh("sparql")) if isinstance(quad.subject, ox.NamedNode)}
        self.rules = [rule for shape in sorted(shapes, key=str) for rule in self._graph_rules(shape)]
        taken = {f"{rule.shape} {sh('sparql')} {rule.constraint} ." for rule in self.rules}
        self.lines = [line for line in given if line not in taken]

    def objects(self, subject: Term, name: str) -> list[Term]:
        """What a node of the shapes graph has as this property of SHACL (or of an IRI, in full)."""
        return [quad.object for quad in self._quads(subject, ox.NamedNode(name if ":" in name else SH + name))]

    def english(self, *nodes: Term) -> list[str]:
        """The messages of these nodes in English or in no language, in a fixed order; without nodes, everyone's."""
        subjects: Iterable[Term | None] = nodes or [None]
        texts = [quad.object for node in subjects for quad in self._quads(node, sh("message"))]
        return sorted(one.value for one in texts if isinstance(one, ox.Literal) and one.language in (None, "en"))

    def _quads(self, subject: Term | None, predicate: ox.NamedNode, value: Term | None = None) -> list[ox.Quad]:
        if isinstance(subject, ox.Literal):
            return []
        return list(self._store.quads_for_pattern(subject, predicate, value, None))

    def _aims_at_nodes(self, shape: ox.NamedNode) -> bool:
        """Whether the shape is applied to its sh:targetNodes as they are, and to nothing else."""
        otherwise = any(self.objects(shape, name) for name in ("path", "deactivated", *_TARGETS))
        return not otherwise and not any(self._store.quads_for_pattern(None, None, shape, None))

    def _graph_rules(self, shape: ox.NamedNode) -> Iterable[GraphRule]:
        nodes = tuple(sorted(self.objects(shape, "targetNode"), key=str))
        for constraint in self.objects(shape, "sparql") if self._aims_at_nodes(shape) else ():
            for query in map(value, self.objects(constraint, "select")):
                plain = _GIVES_THIS.search(query) and not _SPECIAL.search(query)
                if plain and not self.objects(constraint, "deactivated"):
                    asked = self._prefixes(constraint) + query
                    yield GraphRule(shape=shape, constraint=constraint, query=asked, nodes=nodes)

    def _prefixes(self, constraint: Term) -> str:
        """The prefixes that the constraint's ontologies declare, and those that they import."""
        owners, waiting = set[Term](), self.objects(constraint, "prefixes")
        while waiting:
            owners.add(owner := waiting.pop())
            waiting += [one for one in self.objects(owner, _IMPORTS) if one not in owners]
        declarations = [one for owner in owners for one in self.objects(owner, "declare")]
        pairs = {
            (value(prefix), value(namespace))
            for one in declarations
            for prefix in self.objects(one, "prefix")
            for namespace in self.objects(one, "namespace")
        }
        return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(pairs))
