"""N-Triples lines → any format of RDF, the same bytes every time. It knows no vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from samverkan import export
from samverkan.linked.json_ld import json_ld
from samverkan.linked.terms import known_prefixes


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """A format of RDF: how HTTP calls it, how a file of it ends, what people call it, whether it tells graphs apart."""

    media_type: str
    suffix: str
    name: str
    graphs: bool = False


TURTLE = Format(media_type="text/turtle", suffix="ttl", name="Turtle")
JSON_LD = Format(media_type="application/ld+json", suffix="jsonld", name="JSON-LD")
N_TRIPLES = Format(media_type="application/n-triples", suffix="nt", name="N-Triples")
RDF_XML = Format(media_type="application/rdf+xml", suffix="rdf", name="RDF/XML")
TRIG = Format(media_type="application/trig", suffix="trig", name="TriG", graphs=True)
N_QUADS = Format(media_type="application/n-quads", suffix="nq", name="N-Quads", graphs=True)
FORMATS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, TRIG, N_QUADS)
BY_TYPE: Mapping[str, Format] = {one.media_type: one for one in FORMATS}
BY_SUFFIX: Mapping[str, Format] = {one.suffix: one for one in FORMATS}


def written(graphs: Mapping[str, Iterable[str]], form: Format) -> bytes:
    """The lines of each named graph, by its IRI; a format that knows no graphs has their union."""
    if form.graphs:
        return export.in_format(graphs, form.suffix, known_prefixes())
    return merged({line for lines in graphs.values() for line in lines}, form)


def merged(lines: Iterable[str], form: Format) -> bytes:
    """The lines as one graph: the default graph in a format that tells graphs apart."""
    if form in (N_TRIPLES, N_QUADS):
        return export.in_format({"": lines}, "nt", {})
    if form in (TURTLE, TRIG):
        return export.turtle(lines, known_prefixes()).encode()
    quads = ox.parse("\n".join(export.in_reading_order(lines)), format=ox.RdfFormat.N_TRIPLES)
    if form is JSON_LD:
        return json_ld((quad.triple for quad in quads), known_prefixes())
    return ox.serialize(quads, format=ox.RdfFormat.RDF_XML, prefixes=dict(known_prefixes())) or b""
