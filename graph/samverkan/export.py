"""Byte-stable files: Turtle for people, N-Quads and JSON-LD for machines, the findings, and the manifest of them all.

Same lines in, same bytes out: no clock, no machine's path, no hash order. This room may not change or choose facts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain, groupby, takewhile
from operator import itemgetter
from pathlib import Path, PurePath

import pyoxigraph as ox

from samverkan.identifiers import OA, PROV, RDF, RDFS, SKOS, data_iri
from samverkan.model import Finding, SourceDocument
from samverkan.project import MANIFEST_FILE, TOOL

_DATA = f"<{data_iri('')}"
_PARTNERSHIP = ("project", "collaboration", "participation")
_KINDS = ("organisation", "municipality", "group", "county", "region", "decision", None, "document", "evidence")
_NAMES = (f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}altLabel")
_FIRST = (f"{RDF}type", *_NAMES, f"{RDF}subject", f"{RDF}predicate", f"{RDF}object")
_FIRST_PREDICATES = {f"<{name}>": rank for rank, name in enumerate(_FIRST)}
_SOURCE, _START = f"<{PROV}hadPrimarySource>", f"<{OA}start>"
_Said = tuple[str, str]  # predicate and object, in N-Triples
# A value's "@id" stands alone; a node's is followed by what is said of it. Inside strings, quotation marks are escaped
_NODE = re.compile(r'\{"@id":"[^"]*","')
_ID = '{"@id":'
_STAND_IN = "<samverkan:{}> <samverkan:p> "
_TYPE = f"<{RDF}type>"
_NEXT_VALUE, _NEXT_PREDICATE = " ,\n        ", " ;\n    "


def write_turtle(path: Path, lines: Iterable[str], prefixes: Mapping[str, str]) -> None:
    """N-Triples lines as a Turtle file: see `turtle`."""
    _write(path, _turtle(lines, prefixes))


def turtle(lines: Iterable[str], prefixes: Mapping[str, str]) -> str:
    """N-Triples lines as Turtle to read and to compare: projects first, each with its partnership, one value a line.

    `prefixes` maps prefixes to namespaces; each kind of data IRI (`project:`, `organisation:` …) gets one beside them.
    """
    return "".join(_turtle(lines, prefixes))


def _turtle(lines: Iterable[str], prefixes: Mapping[str, str]) -> Iterator[str]:
    subjects = _by_subject(lines)
    header, compact = _in_turtle(_terms(subjects), prefixes)
    yield "\n".join(header)
    before = "\n\n" if header else ""
    for subject, said in _ordered(subjects):
        predicates = (
            f"{'a' if name == _TYPE else compact[name]} {_NEXT_VALUE.join(compact[term] for _, term in pairs)}"
            for name, pairs in groupby(said, itemgetter(0))
        )
        yield f"{before}{compact[subject]} {_NEXT_PREDICATE.join(predicates)} ."
        before = "\n\n"
    yield "\n" if subjects else ""


def in_reading_order(lines: Iterable[str]) -> Iterator[str]:
    """N-Triples lines in the order of `turtle`."""
    for subject, said in _ordered(_by_subject(lines)):
        yield from (f"{subject} {predicate} {term} ." for predicate, term in said)


def _ordered(subjects: Mapping[str, Sequence[_Said]]) -> Iterator[tuple[str, list[_Said]]]:
    """One subject after another, each with what is said of it, in the order in which one wants to know it."""
    for subject in sorted(subjects, key=lambda subject: _subject_order(subject, subjects[subject])):
        yield subject, sorted(subjects[subject], key=_predicate_order)


def _by_subject(lines: Iterable[str]) -> dict[str, list[_Said]]:
    """What the lines say of each subject, once, subjects and sayings in the order of their code points."""
    subjects: dict[str, list[_Said]] = defaultdict(list)
    for line in _sorted(lines):
        subject, predicate, term = line[:-2].split(" ", 2)
        subjects[subject].append((predicate, term))
    return subjects


def _terms(subjects: Mapping[str, Iterable[_Said]]) -> list[str]:
    """The distinct terms of what is said, the subjects first."""
    return list(dict.fromkeys(chain(subjects, (term for said in subjects.values() for pair in said for term in pair))))


def _in_turtle(terms: Sequence[str], prefixes: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """The prefix lines, and each term as Turtle writes it: Oxigraph, which knows how, is asked once a term."""
    text = _one_a_line(terms)
    written = ox.serialize(_triples(text), format=ox.RdfFormat.TURTLE, prefixes=_used(text, prefixes)) or b""
    rows = written.decode().split("\n")[:-1]
    header = list(takewhile(lambda row: row.startswith("@prefix "), rows))
    told = (row[len(_STAND_IN.format(place)) : -2] for place, row in enumerate(rows[len(header) :]))
    return header, dict(zip(terms, told, strict=True))


def _in_json(terms: Sequence[str]) -> dict[str, str]:
    """Each term as JSON-LD writes it, as a value."""
    written = ox.serialize(_triples(_one_a_line(terms)), format=ox.RdfFormat.JSON_LD) or b""
    rows = _NODE.sub(r"\n\g<0>", written.decode()).split("\n")[1:]
    told = (row.partition(":[")[2].rpartition("]}")[0] for row in rows)
    return dict(zip(terms, told, strict=True))


def _one_a_line(terms: Iterable[str]) -> str:
    return "".join(f"{_STAND_IN.format(place)}{term} .\n" for place, term in enumerate(terms))


def _triples(text: str) -> Iterator[ox.Quad]:
    return ox.parse(text, format=ox.RdfFormat.N_TRIPLES)


def _used(text: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that these lines need, those of the data's own kinds among them."""
    root = data_iri("")
    kinds = {kind: f"{root}{kind}/" for kind in re.findall(rf"<{re.escape(root)}([a-z][a-z-]*)/", text)}
    known = {**kinds, **prefixes}
    return {prefix: namespace for prefix, namespace in known.items() if f"<{namespace}" in text}


def _subject_order(subject: str, said: Iterable[_Said]) -> tuple[int, str, int, str]:
    """A project goes with its collaboration and participations, which share its key; then kind after kind.

    Evidence goes by its document and where it begins there: the order in which one reads.
    """
    kind, _, rest = subject.removeprefix(_DATA).partition("/")
    if kind in _PARTNERSHIP:
        project, _, part = rest.removesuffix(">").partition("/")
        return 0, project, _PARTNERSHIP.index(kind), part
    place = _place(said) if kind == "evidence" else ("", 0)
    return 1 + _KINDS.index(kind if kind in _KINDS else None), *place, subject


def _place(said: Iterable[_Said]) -> tuple[str, int]:
    """The document of a piece of evidence, and where it begins there."""
    known = dict(said)
    start = re.match(r'"(\d+)"', known.get(_START, ""))
    return (known.get(_SOURCE, ""), int(start[1])) if start else ("", 0)


def _predicate_order(said: _Said) -> int:
    """Names first; the others stay in the order of their code points."""
    return _FIRST_PREDICATES.get(said[0], len(_FIRST_PREDICATES))


def write_nquads(path: Path, graphs: Mapping[str, Iterable[str]]) -> None:
    """The N-Triples lines of each named graph, by the graph's IRI, as one file of sorted N-Quads."""
    _write(path, (f"{line}\n" for line in _sorted(_quads(graphs))))


def write_jsonld(path: Path, graphs: Mapping[str, Iterable[str]]) -> None:
    """The same as JSON-LD in expanded form, graph by graph and subject by subject, a line for each."""
    _write(path, _jsonld(graphs))


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
            return "".join(_jsonld(graphs)).encode()
        case "nt":
            return _lines(merged)
        case _:
            return turtle(merged, prefixes).encode()


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in _sorted(lines)).encode()


def _sorted(lines: Iterable[str]) -> Iterator[str]:
    """The lines in the order of their code points, each once; quick where most already are."""
    return (line for line, _ in groupby(sorted(lines)))


def _write(path: Path, parts: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(parts)


def _trig(graphs: Mapping[str, Iterable[str]], prefixes: Mapping[str, str]) -> bytes:
    text = "\n".join(line for graph in sorted(graphs) for line in _sorted(_quads({graph: graphs[graph]})))
    used = _used(text, prefixes)
    return ox.serialize(ox.parse(text, format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.TRIG, prefixes=used) or b""


def _jsonld(graphs: Mapping[str, Iterable[str]]) -> Iterator[str]:
    before = "["
    for graph in sorted(graphs):
        subjects = _by_subject(graphs[graph])
        written = _in_json(_terms(subjects))
        opening = f'{before}\n{{"@id":{json.dumps(graph, ensure_ascii=False)},"@graph":['
        for subject, said in subjects.items():
            yield f"{opening}\n{_node(subject, said, written)}"
            opening = ","
        before = "]}," if subjects else before
    yield "[]\n" if before == "[" else "]}]\n"


def _node(subject: str, said: Iterable[_Said], written: Mapping[str, str]) -> str:
    """What is said of one subject, as a JSON object."""
    values = (
        f"{written[name][len(_ID) : -1]}:[{','.join(written[term] for _, term in pairs)}]"
        for name, pairs in groupby(said, itemgetter(0))
    )
    return f"{written[subject][:-1]},{','.join(values)}}}"


def _quads(graphs: Mapping[str, Iterable[str]]) -> Iterator[str]:
    return (f"{triple.removesuffix('.')}<{graph}> ." for graph, triples in graphs.items() for triple in triples)


def write_findings(path: Path, findings: Iterable[Finding]) -> None:
    """Findings as a JSON list, in their order; of a file only the name, since its folder is this machine's."""
    path.write_bytes(_json([_told(finding) for finding in findings]))


def finding_line(finding: Finding) -> str:
    """A finding as JSON on one line, without its end."""
    return json.dumps(_told(finding), ensure_ascii=False, sort_keys=True)


def _told(finding: Finding) -> dict[str, object]:
    return asdict(finding) | {"file": _bare_name(finding.file)}


def _bare_name(file: str | None) -> str | None:
    return PurePath(file).name if file else None


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, as the manifest has it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
        "files": {name: file_digest(folder / name) for name in files},
    }
    (folder / MANIFEST_FILE).write_bytes(_json(manifest))


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()
