"""Byte-stable files: Turtle for people, N-Quads and JSON-LD for machines, the findings, and the manifest of them all.

Same lines in, same bytes out: no clock, no machine's path, no hash order. This room may not change or choose facts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import groupby
from pathlib import Path, PurePath

import pyoxigraph as ox

from samverkan.identifiers import OA, PROV, RDF, RDFS, SKOS, data_iri
from samverkan.model import Finding, SourceDocument
from samverkan.project import MANIFEST_FILE, TOOL

_DATA = f"<{data_iri('')}"
_PARTNERSHIP = ("project", "collaboration", "participation")
_KINDS = ("organisation", "municipality", "group", "county", "region", "decision", None, "document", "evidence")
_NAMES = (f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}altLabel")
_FIRST_PREDICATES = tuple(
    f"<{name}>" for name in (f"{RDF}type", *_NAMES, f"{RDF}subject", f"{RDF}predicate", f"{RDF}object")
)
# A string is skipped; outside strings only white space changes
_WHITE_SPACE = re.compile(r'"(?:[^"\\]|\\.)*"|(?P<object> , )|(?P<predicate>\n\t)|(?P<subject>\n(?=[^@\t\n]))')
# A value's "@id" stands alone; a node's is followed by what is said of it. Inside strings, quotation marks are escaped
_NODE = re.compile(rb'\{"@id":"[^"]*","')
_LAYOUT = {"object": " ,\n        ", "predicate": "\n    ", "subject": "\n\n"}


def write_turtle(path: Path, lines: Iterable[str], prefixes: Mapping[str, str]) -> None:
    """N-Triples lines as a Turtle file: see `turtle`."""
    path.write_bytes(turtle(lines, prefixes).encode())


def turtle(lines: Iterable[str], prefixes: Mapping[str, str]) -> str:
    """N-Triples lines as Turtle to read and to compare: projects first, each with its partnership, one value a line.

    `prefixes` maps prefixes to namespaces; each kind of data IRI (`project:`, `organisation:` …) gets one beside them.
    """
    text = "\n".join(_in_reading_order(lines))
    triples = ox.parse(text, format=ox.RdfFormat.N_TRIPLES)
    compact = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=_used(text, prefixes)) or b""
    return _WHITE_SPACE.sub(_laid_out, compact.decode())


def _in_reading_order(lines: Iterable[str]) -> Iterator[str]:
    """The lines of one subject after another, each subject's in the order in which one wants to know them."""
    subjects = {
        subject: list(said) for subject, said in groupby(sorted(set(lines)), lambda line: line.split(" ", 1)[0])
    }
    for subject in sorted(subjects, key=lambda subject: _subject_order(subject, subjects[subject])):
        yield from sorted(subjects[subject], key=_predicate_order)


def _used(text: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that these lines need, those of the data's own kinds among them."""
    root = data_iri("")
    kinds = {kind: f"{root}{kind}/" for kind in re.findall(rf"<{re.escape(root)}([a-z][a-z-]*)/", text)}
    known = {**kinds, **prefixes}
    return {prefix: namespace for prefix, namespace in known.items() if f"<{namespace}" in text}


def _laid_out(match: re.Match[str]) -> str:
    return _LAYOUT[match.lastgroup] if match.lastgroup else match.group()


def _subject_order(subject: str, lines: Iterable[str]) -> tuple[int, str, int, str]:
    """A project goes with its collaboration and participations, which share its key; then kind after kind.

    Evidence goes by its document and where it begins there: the order in which one reads.
    """
    kind, _, rest = subject.removeprefix(_DATA).partition("/")
    if kind in _PARTNERSHIP:
        project, _, part = rest.removesuffix(">").partition("/")
        return 0, project, _PARTNERSHIP.index(kind), part
    place = _place(lines) if kind == "evidence" else ("", 0)
    return 1 + _KINDS.index(kind if kind in _KINDS else None), *place, subject


def _place(lines: Iterable[str]) -> tuple[str, int]:
    """The document of a piece of evidence, and where it begins there."""
    said = dict(line.removesuffix(" .").split(" ", 2)[1:] for line in lines)
    start = re.match(r'"(\d+)"', said.get(f"<{OA}start>", ""))
    return (said.get(f"<{PROV}hadPrimarySource>", ""), int(start[1])) if start else ("", 0)


def _predicate_order(line: str) -> tuple[int, str, str]:
    _, predicate, value = line.split(" ", 2)
    first = _FIRST_PREDICATES.index(predicate) if predicate in _FIRST_PREDICATES else len(_FIRST_PREDICATES)
    return first, predicate, value


def write_nquads(path: Path, graphs: Mapping[str, Iterable[str]]) -> None:
    """The N-Triples lines of each named graph, by the graph's IRI, as one file of sorted N-Quads."""
    path.write_bytes(_lines(_quads(graphs)))


def write_jsonld(path: Path, graphs: Mapping[str, Iterable[str]]) -> None:
    """The same as JSON-LD in expanded form, graph by graph and subject by subject, a line for each."""
    path.write_bytes(_jsonld(graphs))


def read_nquads(path: Path) -> dict[str, list[str]]:
    """What `write_nquads` wrote: the sorted N-Triples lines of each named graph, by the graph's IRI."""
    graphs: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
        triple, _, graph = line.removesuffix(" .").rpartition(" ")
        graphs.setdefault(graph[1:-1], []).append(f"{triple} .")
    return graphs


def in_format(graphs: Mapping[str, Iterable[str]], form: str, prefixes: Mapping[str, str]) -> bytes:
    """The N-Triples lines of these named graphs as `nq`, `trig`, `json-ld`, or, merged, as `nt` or Turtle."""
    merged = {line for lines in graphs.values() for line in lines}
    match form:
        case "nq":
            return _lines(_quads(graphs))
        case "trig":
            return _trig(graphs, prefixes)
        case "json-ld":
            return _jsonld(graphs)
        case "nt":
            return _lines(merged)
        case _:
            return turtle(merged, prefixes).encode()


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in sorted(set(lines))).encode()


def _trig(graphs: Mapping[str, Iterable[str]], prefixes: Mapping[str, str]) -> bytes:
    text = "\n".join(_in_order(graphs))
    used = _used(text, prefixes)
    return ox.serialize(ox.parse(text, format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.TRIG, prefixes=used) or b""


def _jsonld(graphs: Mapping[str, Iterable[str]]) -> bytes:
    quads = ox.parse("\n".join(_in_order(graphs)), format=ox.RdfFormat.N_QUADS)
    return _NODE.sub(rb"\n\g<0>", ox.serialize(quads, format=ox.RdfFormat.JSON_LD) or b"") + b"\n"


def _in_order(graphs: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """N-Quads, graph by graph and subject by subject."""
    return (line for graph in sorted(graphs) for line in sorted(set(_quads({graph: graphs[graph]}))))


def _quads(graphs: Mapping[str, Iterable[str]]) -> Iterator[str]:
    return (f"{triple.removesuffix('.')}<{graph}> ." for graph, triples in graphs.items() for triple in triples)


def write_findings(path: Path, findings: Iterable[Finding]) -> None:
    """Findings as a JSON list, in their order; of a file only the name, since its folder is this machine's."""
    path.write_bytes(_json([asdict(finding) | {"file": _bare_name(finding.file)} for finding in findings]))


def _bare_name(file: str | None) -> str | None:
    return PurePath(file).name if file else None


def write_manifest(
    folder: Path, *, version: str, documents: Iterable[SourceDocument], counts: Mapping[str, int], files: Iterable[str]
) -> None:
    """`manifest.json`: the tool's version, the documents read, counts, and the SHA-256 of these files in the folder."""
    read = [{"id": document.id, "name": document.name, "sha256": document.sha256} for document in documents]
    manifest = {
        "tool": TOOL,
        "version": version,
        "documents": sorted(read, key=lambda document: document["sha256"]),
        "counts": dict(counts),
        "files": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files},
    }
    (folder / MANIFEST_FILE).write_bytes(_json(manifest))


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()
