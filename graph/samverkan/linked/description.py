"""A thing of the graph → all that the graph says of it and of what belongs to it, told apart by named graph.

What belongs to it: a project's collaboration and participations, an organisation's participations, the evidence of its
facts with the documents, and the labels of all that is named. What there is too much of is cut, and that is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

import pyoxigraph as ox

from samverkan.identifiers import ASSERTED, DCTERMS, EVIDENCE, INFERRED, ONTOLOGY, PROV, RDF, RDFS, SAM, Iri, data_iri
from samverkan.linked.formats import TURTLE, Format, merged, written
from samverkan.linked.terms import FOAF, TYPE, VOID, about, texts
from samverkan.results import Term
from samverkan.triples import sorted_lines

MOST_TRIPLES, MOST_EVIDENCE = 2000, 500
_TYPE, _LABEL = ox.NamedNode(TYPE), ox.NamedNode(f"{RDFS}label")
_PROVES = tuple(ox.NamedNode(name) for name in (f"{RDF}subject", f"{RDF}object", f"{PROV}hadPrimarySource"))
_LINKS = tuple(ox.NamedNode(SAM + name) for name in ("carriedOutBy", "hasParticipation"))
_SOURCES = tuple(ox.NamedNode(PROV + name) for name in ("hadPrimarySource", "wasDerivedFrom"))
_PROJECT = data_iri("project", "")
_PARTS = tuple(data_iri(kind, "") for kind in ("collaboration", "participation"))
_SECTIONS: Mapping[str, str] = {
    "": "Vad källorna och referensdata säger · What sources and reference data say",
    INFERRED: "Vad som följer av det · What follows from it",
    EVIDENCE: "Var det står · Where that is written",
    "document": "Om det här dokumentet · About this document",
}
_CUT = {
    "sv": "Allt står inte här: av det som pekar hit visas bara en del. SPARQL-tjänsten har resten.",
    "en": "Not all is here: of what points here only a part is shown. The SPARQL service has the rest.",
}

Node = ox.NamedNode | ox.BlankNode | ox.Triple


@dataclass(frozen=True, kw_only=True, slots=True)
class Description:
    """What the graph says of a thing: the N-Triples lines of each named graph, and whether some were left out."""

    iri: str
    graphs: Mapping[str, frozenset[str]]
    cut: bool = False


@dataclass(kw_only=True, slots=True)
class _Gathering:
    """A description in the making: the quads found so far, and whether there were too many."""

    store: ox.Store
    quads: set[ox.Quad] = field(default_factory=set)
    cut: bool = False

    def take(self, quads: Iterable[ox.Quad], most: int = MOST_TRIPLES) -> list[ox.Quad]:
        """Up to so many of these quads, in the store's own order, which is the same in every run."""
        named = (quad for quad in quads if isinstance(quad.graph_name, ox.NamedNode))
        taken = list(islice(named, most + 1))
        self.cut = self.cut or len(taken) > most
        self.quads.update(taken[:most])
        return taken[:most]

    def out(self, node: Node) -> list[ox.Quad]:
        """What is said of a node."""
        return self.take(self.store.quads_for_pattern(node, None, None))

    def into(self, node: ox.NamedNode) -> list[ox.Quad]:
        """Where a node is the value, evidence apart."""
        return self.take(
            quad
            for quad in self.store.quads_for_pattern(None, None, node)
            if not (isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value == EVIDENCE)
        )


def is_known(store: ox.Store, iri: str) -> bool:
    """Whether the graph says anything of the thing with this IRI."""
    return next(store.quads_for_pattern(_node(iri), None, None), None) is not None


def graph_names(store: ox.Store) -> set[str]:
    """The IRIs of the store's named graphs."""
    return {graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}


def things(store: ox.Store) -> list[str]:
    """`KIND/KEY` of every thing that the sources tell of, in order; parts of partnerships and evidence apart."""
    root = data_iri("")
    quads = store.quads_for_pattern(None, _TYPE, None, ox.NamedNode(ASSERTED))
    iris = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    return sorted(iri.removeprefix(root) for iri in iris if iri.startswith(root) and not iri.startswith(_PARTS))


def ontology(store: ox.Store) -> list[str]:
    """The ontology as the build has it, as N-Triples lines."""
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY))
    return [f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads]


def describe(store: ox.Store, iri: str) -> Description | None:
    """All that is said of the thing with this IRI, or None where nothing is."""
    if not is_known(store, iri):
        return None
    node, found = _node(iri), _Gathering(store=store)
    near = [*found.out(node), *found.into(node)]
    _add_parts(found, node, near)
    _add_evidence(found, node)
    _add_labels(found)
    graphs: dict[str, set[str]] = defaultdict(set)
    for quad in found.quads:
        graphs[str(quad.graph_name)[1:-1]].add(f"{quad.subject} {quad.predicate} {quad.object} .")
    return Description(iri=iri, graphs={name: frozenset(graphs[name]) for name in sorted(graphs)}, cut=found.cut)


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return ox.NamedNode("urn:x-nothing")


def _add_parts(found: _Gathering, node: ox.NamedNode, near: Iterable[ox.Quad]) -> None:
    """The collaboration and the participations that a thing has, or has part in, and what leads to them."""
    waiting = _parts(term for quad in near for term in (quad.subject, quad.object))
    seen = {node}
    while waiting and len(seen) <= MOST_EVIDENCE:
        part = waiting.pop(0)
        if part in seen:
            continue
        seen.add(part)
        said = found.out(part)
        if node.value.startswith(_PROJECT):  # a project's collaboration leads on to all who take part
            waiting += _parts(quad.object for quad in said if quad.predicate in _LINKS)
        for link in _LINKS:
            found.take(found.store.quads_for_pattern(None, link, part))
    found.cut = found.cut or bool(set(waiting) - seen)


def _parts(terms: Iterable[Term]) -> list[ox.NamedNode]:
    """The collaborations and participations among these."""
    nodes = {term for term in terms if isinstance(term, ox.NamedNode) and term.value.startswith(_PARTS)}
    return sorted(nodes, key=lambda node: node.value)


def _add_evidence(found: _Gathering, node: ox.NamedNode) -> None:
    """Each piece of evidence for what is said of a thing, or read from a document, and the documents."""
    graph = ox.NamedNode(EVIDENCE)
    for link in _PROVES:
        for quad in found.take(found.store.quads_for_pattern(None, link, node, graph), MOST_EVIDENCE):
            found.out(quad.subject)
    sources = {quad.object for quad in found.quads if quad.predicate in _SOURCES}
    for source in sorted((one for one in sources if isinstance(one, ox.NamedNode)), key=lambda one: one.value):
        found.out(source)


def _add_labels(found: _Gathering) -> None:
    """What the things are called that are named so far."""
    terms = {term for quad in found.quads for term in (quad.subject, quad.object)}
    for node in sorted((term for term in terms if isinstance(term, ox.NamedNode)), key=lambda node: node.value):
        found.take(found.store.quads_for_pattern(node, _LABEL, None))


# --- as a document


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """What is said of a document about a thing: its own address, the dataset that it is part of, and the licence."""

    address: str
    dataset: str
    licence: str

    def lines(self, description: Description) -> list[str]:
        """The document's own description as N-Triples lines."""
        statements = about(
            self.address,
            {
                TYPE: Iri(f"{FOAF}Document"),
                f"{FOAF}primaryTopic": Iri(description.iri),
                f"{DCTERMS}license": Iri(self.licence),
                f"{VOID}inDataset": Iri(self.dataset),
                f"{RDFS}comment": texts(_CUT) if description.cut else None,
            },
        )
        return sorted_lines(statements)


def document(description: Description, of: Document, form: Format) -> bytes:
    """The description and what is said of the document itself, in a format of RDF.

    Formats that tell graphs apart have each graph under its name, and the document's under its address. Turtle has
    sections instead, with what is inferred in one of its own. In other formats all is one graph.
    """
    graphs = {**description.graphs, of.address: frozenset(of.lines(description))}
    if form is not TURTLE:
        return written(graphs, form)
    sections: dict[str, set[str]] = {name: set() for name in _SECTIONS}
    for name, lines in graphs.items():
        own = "document" if name == of.address else name
        sections[own if own in sections else ""].update(lines)
    sections[INFERRED] -= sections[""]
    parts = [(_SECTIONS[name], merged(lines, TURTLE).decode()) for name, lines in sections.items() if lines]
    return _joined(parts).encode()


def _joined(parts: Iterable[tuple[str, str]]) -> str:
    """Turtle documents as one: the prefixes of all, then each under its heading."""
    heads: set[str] = set()
    bodies = []
    for heading, text in parts:
        head, _, body = text.partition("\n\n")
        heads.update(head.splitlines())
        bodies.append(f"# {heading}\n\n{body}")
    return "\n".join(sorted(heads)) + "\n\n" + "\n".join(bodies)
