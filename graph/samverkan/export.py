"""Byte-stable files: Turtle for people, N-Quads and JSON-LD for machines, the findings, and the manifest of them all.

Same lines in, same bytes out: no clock, no machine's path, no hash order. This room may not change or choose facts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from heapq import merge
from itertools import chain, dropwhile, groupby
from operator import itemgetter
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from samverkan.identifiers import OA, PROV, RDF, RDFS, SKOS, data_iri
from samverkan.lines import Lines, batched, keep
from samverkan.model import Finding, SourceDocument
from samverkan.project import MANIFEST_FILE, TOOL, file_digest

_DATA = f"<{data_iri('')}"
_PARTNERSHIP = ("project", "collaboration", "participation")
_KINDS = ("organisation", "municipality", "group", "county", "region", "decision", None, "document", "evidence")
_NAMES = (f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}altLabel")
_FIRST = (f"{RDF}type", *_NAMES, f"{RDF}subject", f"{RDF}predicate", f"{RDF}object")
_FIRST_PREDICATES = {f"<{name}>": rank for rank, name in enumerate(_FIRST)}
_SOURCE, _START = f"<{PROV}hadPrimarySource>", f"<{OA}start>"
_Said = tuple[str, str]  # predicate and object, in N-Triples
_Subject = tuple[str, list[_Said]]
_PREDICATE = itemgetter(0)
_AT_ONCE = 10_000  # subjects, so that their terms take little memory
_PLAIN = re.compile(r'("[^\\<]*")(?:@([a-z]+(?:-[a-z0-9]+)*))?')  # a text without escapes, and its language
# A value's "@id" stands alone; a node's is followed by what is said of it. Inside strings, quotation marks are escaped
_NODE = re.compile(r'\{"@id":"[^"]*","')
_ID = '{"@id":'
_STAND_IN = "<samverkan:{}> <samverkan:p> "
_TYPE = f"<{RDF}type>"
_KEY_END, _LINE_END, _NEW_LINE = "\x01", "\x02", "\n"  # no line of N-Triples or Turtle holds the former two
_NEXT_VALUE, _NEXT_PREDICATE = " ,\n        ", " ;\n    "


def write_turtle(path: Path, lines: Iterable[str], prefixes: Mapping[str, str]) -> None:
    """N-Triples lines as a Turtle file, see `turtle`; of sorted lines in a file little stands in memory."""
    used: dict[str, str] = {}
    with TemporaryDirectory(dir=path.parent) as folder:
        blocks = keep(Path(folder) / "blocks", _blocks(lines, prefixes, used))
        _write(path, _joined(blocks, used))


def turtle(lines: Iterable[str], prefixes: Mapping[str, str]) -> str:
    """N-Triples lines as Turtle to read and to compare: projects first, each with its partnership, one value a line.

    `prefixes` maps prefixes to namespaces; each kind of data IRI (`project:`, `organisation:` …) gets one beside them.
    """
    used: dict[str, str] = {}
    blocks = sorted(chain.from_iterable(_blocks(lines, prefixes, used)))
    return "".join(_joined(blocks, used))


def _joined(blocks: Sequence[str], used: dict[str, str]) -> Iterator[str]:
    header = _header(used)
    yield "\n".join(header)
    before = "\n\n" if header else ""
    for line in blocks:
        yield f"{before}{line.rpartition(_KEY_END)[2].replace(_LINE_END, _NEW_LINE)}"
        before = "\n\n"
    yield "\n" if blocks else ""


def _blocks(lines: Iterable[str], prefixes: Mapping[str, str], used: dict[str, str]) -> Iterator[list[str]]:
    """What is said of each subject, each on a line that begins with its place in the order; part by part, sorted."""
    for part in batched(_by_subject(lines), _AT_ONCE):
        compact = _in_turtle(_terms(part), prefixes, used)
        blocks = ((_subject_order(*one), _block(*one, compact)) for one in part)
        yield sorted(f"{key}{_KEY_END}{block.replace(_NEW_LINE, _LINE_END)}" for key, block in blocks)


def _header(prefixes: dict[str, str]) -> list[str]:
    """The lines that declare these prefixes, in Oxigraph's order."""
    written = ox.serialize(_triples(_one_a_line([_TYPE])), format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
    return [row for row in written.decode().split("\n") if row.startswith("@prefix ")]


def _block(subject: str, said: Iterable[_Said], compact: Mapping[str, str]) -> str:
    """What is said of one subject, in Turtle."""
    predicates = (
        f"{'a' if name == _TYPE else compact[name]} {_NEXT_VALUE.join([compact[term] for _, term in pairs])}"
        for name, pairs in groupby(sorted(said, key=_predicate_order), _PREDICATE)
    )
    return f"{compact[subject]} {_NEXT_PREDICATE.join(predicates)} ."


def in_reading_order(lines: Iterable[str]) -> Iterator[str]:
    """N-Triples lines in the order of `turtle`."""
    for subject, said in sorted(_by_subject(lines), key=lambda one: _subject_order(*one)):
        yield from (f"{subject} {predicate} {term} ." for predicate, term in sorted(said, key=_predicate_order))


def _by_subject(lines: Iterable[str]) -> Iterator[_Subject]:
    """What the lines say of each subject, once, subjects and sayings in the order of their code points."""
    subject, said = "", list[_Said]()
    for line in _sorted(lines):
        own, predicate, term = line[:-2].split(" ", 2)
        if own != subject:
            if said:
                yield subject, said
            subject, said = own, []
        said.append((predicate, term))
    if said:
        yield subject, said


def _terms(subjects: Iterable[_Subject]) -> dict[str, None]:
    """The distinct terms of what is said of these subjects."""
    return dict.fromkeys(chain.from_iterable((subject, *chain.from_iterable(said)) for subject, said in subjects))


def _in_turtle(terms: Iterable[str], prefixes: Mapping[str, str], used: dict[str, str]) -> dict[str, str]:
    """Each term as Turtle writes it; the prefixes that they need are added to those `used`.

    A plain text without escapes stands there as in N-Triples; for all else Oxigraph, which knows how, is asked.
    """
    plain = {term: term for term in terms if _PLAIN.fullmatch(term)}
    others = [term for term in terms if term not in plain]
    text = _one_a_line(others)
    needed = _used(text, prefixes)
    written = ox.serialize(_triples(text), format=ox.RdfFormat.TURTLE, prefixes=needed) or b""
    rows = dropwhile(lambda row: row.startswith("@prefix "), written.decode().split("\n")[:-1])
    told = (row[len(_STAND_IN.format(place)) : -2] for place, row in enumerate(rows))
    used |= needed
    return plain | dict(zip(others, told, strict=True))


def _in_json(terms: Iterable[str]) -> dict[str, str]:
    """Each term as JSON-LD writes it, as a value: what holds no escape is the same there, for all else see above."""
    known = {term: value for term in terms if (value := _unescaped(term)) is not None}
    others = [term for term in terms if term not in known]
    written = ox.serialize(_triples(_one_a_line(others)), format=ox.RdfFormat.JSON_LD) or b""
    rows = _NODE.sub(r"\n\g<0>", written.decode()).split("\n")[1:]
    told = (row.partition(":[")[2].rpartition("]}")[0] for row in rows)
    return known | dict(zip(others, told, strict=True))


def _unescaped(term: str) -> str | None:
    """An IRI or a text without escapes as JSON-LD writes it; None for any other term."""
    if "\\" in term:
        return None
    if term[0] == "<":
        return f'{_ID}"{term[1:-1]}"}}'
    found = _PLAIN.fullmatch(term)
    if found is None:
        return None
    text, language = found.groups()
    return f'{{"@language":"{language}","@value":{text}}}' if language else f'{{"@value":{text}}}'


def _one_a_line(terms: Iterable[str]) -> str:
    return "".join([f"{_STAND_IN.format(place)}{term} .\n" for place, term in enumerate(terms)])


def _triples(text: str) -> Iterator[ox.Quad]:
    return ox.parse(text, format=ox.RdfFormat.N_TRIPLES)


def _used(text: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that these lines need, those of the data's own kinds among them."""
    root = data_iri("")
    kinds = {kind: f"{root}{kind}/" for kind in re.findall(rf"<{re.escape(root)}([a-z][a-z-]*)/", text)}
    known = {**kinds, **prefixes}
    return {prefix: namespace for prefix, namespace in known.items() if f"<{namespace}" in text}


def _subject_order(subject: str, said: Iterable[_Said]) -> str:
    """A project goes with its collaboration and participations, which share its key; then kind after kind.

    Evidence goes by its document and where it begins there: the order in which one reads.
    """
    kind, _, rest = subject.removeprefix(_DATA).partition("/")
    if kind in _PARTNERSHIP:
        project, _, part = rest.removesuffix(">").partition("/")
        return f"0\0{project}\0{_PARTNERSHIP.index(kind)}{part}"
    place = _place(said) if kind == "evidence" else ""
    return f"{1 + _KINDS.index(kind if kind in _KINDS else None)}\0{place}{subject}"


def _place(said: Iterable[_Said]) -> str:
    """The document of a piece of evidence, and where it begins there."""
    known = dict(said)
    start = re.match(r'"(\d+)"', known.get(_START, ""))
    return f"{known.get(_SOURCE, '')}\0{int(start[1]):015}\0" if start else "\0"


def _predicate_order(said: _Said) -> int:
    """Names first; the others stay in the order of their code points."""
    return _FIRST_PREDICATES.get(said[0], len(_FIRST_PREDICATES))


def write_nquads(path: Path, graphs: Mapping[str, Iterable[str]]) -> None:
    """The N-Triples lines of each named graph, by the graph's IRI, as one file of sorted N-Quads."""
    _write(path, (f"{line}\n" for line in quads(graphs)))


def write_jsonld(path: Path, graphs: Mapping[str, Iterable[str]]) -> None:
    """The same as JSON-LD in expanded form, graph by graph and subject by subject, a line for each."""
    _write(path, _jsonld(graphs))


def read_nquads(path: Path) -> dict[str, list[str]]:
    """What `write_nquads` wrote: the sorted N-Triples lines of each named graph, by the graph's IRI."""
    graphs: dict[str, list[str]] = {}
    for line in nquads(path):
        end = line.rindex(" ", 0, -2)
        graphs.setdefault(line[end + 2 : -3], []).append(f"{line[:end]} .")
    return graphs


def nquads(path: Path) -> Iterator[str]:
    """The lines that `write_nquads` wrote, without their ends."""
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from (line.removesuffix("\n") for line in file)


def in_format(graphs: Mapping[str, Iterable[str]], form: str, prefixes: Mapping[str, str]) -> bytes:
    """The N-Triples lines of these named graphs as `nq`, `trig`, `json-ld`, or, merged, as `nt` or Turtle."""
    merged = {line for lines in graphs.values() for line in lines}
    match form:
        case "nq":
            return _lines(quads(graphs))
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
    return iter(lines) if isinstance(lines, Lines) else (line for line, _ in groupby(sorted(lines)))


def _write(path: Path, parts: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(parts)


def _trig(graphs: Mapping[str, Iterable[str]], prefixes: Mapping[str, str]) -> bytes:
    text = "\n".join(line for graph in sorted(graphs) for line in _in_graph(graph, graphs[graph]))
    used = _used(text, prefixes)
    return ox.serialize(ox.parse(text, format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.TRIG, prefixes=used) or b""


def _jsonld(graphs: Mapping[str, Iterable[str]]) -> Iterator[str]:
    before = "["
    for graph in sorted(graphs):
        opening = f'{before}\n{{"@id":{json.dumps(graph, ensure_ascii=False)},"@graph":['
        for part in batched(_by_subject(graphs[graph]), _AT_ONCE):
            written = _in_json(_terms(part))
            for subject, said in part:
                yield f"{opening}\n{_node(subject, said, written)}"
                opening, before = ",", "]},"
    yield "[]\n" if before == "[" else "]}]\n"


def _node(subject: str, said: Iterable[_Said], written: Mapping[str, str]) -> str:
    """What is said of one subject, as a JSON object."""
    values = (
        f"{written[name][len(_ID) : -1]}:[{','.join([written[term] for _, term in pairs])}]"
        for name, pairs in groupby(said, _PREDICATE)
    )
    return f"{written[subject][:-1]},{','.join(values)}}}"


def quads(graphs: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The sorted N-Quads lines of all graphs: each graph's keep their order, since only a space follows a term."""
    return merge(*(_in_graph(graph, lines) for graph, lines in graphs.items()))


def _in_graph(graph: str, lines: Iterable[str]) -> Iterator[str]:
    return (f"{line[:-1]}<{graph}> ." for line in _sorted(lines))


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


def write_manifest(
    folder: Path,
    *,
    version: str,
    documents: Iterable[SourceDocument],
    counts: Mapping[str, int],
    files: Iterable[str],
    recipe: str | None = None,
) -> None:
    """`manifest.json`: the tool's version, the documents read, counts, and the SHA-256 of these files in the folder.

    `recipe` is a digest of all that they were made from and by, where there is one.
    """
    read = [{"id": document.id, "name": document.name, "sha256": document.sha256} for document in documents]
    manifest: dict[str, object] = {
        "tool": TOOL,
        "version": version,
        "documents": sorted(read, key=lambda document: document["sha256"]),
        "counts": dict(counts),
        "files": {name: file_digest(folder / name) for name in files},
        **({"recipe": recipe} if recipe else {}),
    }
    (folder / MANIFEST_FILE).write_bytes(_json(manifest))


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()
