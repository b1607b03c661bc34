"""The story in order: documents → records → entities → statements → triples → inferred → findings → files.

The only room that knows the order; what a step does lies in the room that it calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from heapq import merge
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from samverkan import (
    __version__,
    export,
    proof,
    reasoning,
    rereading,
    resolving,
    review,
    statements,
    store,
    triples,
    validation,
    withholding,
)
from samverkan.changes import Graphs
from samverkan.documents import Web, read_documents
from samverkan.documents import unread as unread_file
from samverkan.earlier import Earlier, earlier, recipe, standing, with_readings
from samverkan.entities import undecided
from samverkan.identifiers import ASSERTED, EVIDENCE, INFERRED, ONTOLOGY, REFERENCE, Iri, data_iri
from samverkan.judgements import judgement_files, load_judgements
from samverkan.lines import Lines, keep
from samverkan.model import Finding, Severity, SourceDocument
from samverkan.project import FINDINGS_FILE, NQUADS_FILE, manifest, no_build
from samverkan.reasoning.parted import infer_into
from samverkan.vocabulary import load_prefixes, ontology_files

TURTLE_FILES = {"graph.ttl": ASSERTED, "inferred.ttl": INFERRED, "evidence.ttl": EVIDENCE}
JSON_LD_FILE = "graph.jsonld"
_LEAST_SHARED = 50_000  # lines: below, a second process takes longer to start than it saves
_COUNTED = (
    *("documents", "rows", "rows of no project", "projects", "organisations", "facts", "triples", "inferred"),
    *(f"{severity}s" for severity in Severity),
)  # the order in which they are told
Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Graph:
    """A finished graph: the sorted N-Triples lines of each named graph, what is to be told, counted and asked."""

    graphs: Graphs
    facts: statements.Facts
    findings: tuple[Finding, ...]
    documents: Sequence[SourceDocument]
    readings: rereading.Readings
    counts: Mapping[str, int]
    review: Path
    before: Earlier | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """What is told of a build; `anew` tells whether it was made, or stood there already by the same recipe."""

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    anew: bool

    @property
    def conforms(self) -> bool:
        """Whether no shape is violated."""
        return all(finding.severity is not Severity.VIOLATION for finding in self.findings)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """What the user asks of a build: the least confidence that is asserted, judgements of their own, how to fetch.

    And whether the graph is to prove what it says: without `evidence` it is far smaller, and findings name no place.
    And who infers and who validates, which changes how long it takes, and nothing else.
    """

    min_confidence: float = withholding.MINIMUM
    judgements: Path | None = None
    web: Web | None = None
    evidence: bool = True
    reasoner: reasoning.Reasoner = reasoning.Reasoner.COMPILED
    validator: validation.Validator = validation.Validator.AUTO

    @property
    def names_an_engine(self) -> bool:
        """Whether somebody is asked for by name, who then is to do the work, though the files would be the same."""
        return (self.reasoner, self.validator) != (reasoning.Reasoner.COMPILED, validation.Validator.AUTO)


DEFAULT_RULES = Rules()


def build(
    sources: Sequence[Path | str],
    folder: Path,
    ontology: Path,
    progress: Progress = lambda _: None,
    rules: Rules = DEFAULT_RULES,
) -> Built:
    """Build the graph of these sources and put it in the folder, as a whole or not at all; none that stands there.

    Raises SamverkanError for a source, an ontology or a folder that can't be used; then the last good build stays.
    """
    made_by = recipe(sources, ontology, rules.judgements, asked=(rules.min_confidence, rules.evidence))
    stands = standing(folder, made_by) if made_by and not rules.names_an_engine else None
    if stands is not None:
        counts = {name: stands.counts[name] for name in _COUNTED if name in stands.counts}
        return Built(findings=stands.findings, counts=counts, anew=False)
    graph = _made(sources, folder, ontology, progress, rules, made_by=made_by)
    return Built(findings=graph.findings, counts=graph.counts, anew=True)


def _made(
    sources: Sequence[Path | str],
    folder: Path,
    ontology: Path,
    progress: Progress,
    rules: Rules,
    *,
    made_by: str | None,
) -> Graph:
    with store.replacing(folder) as workshop, TemporaryDirectory(dir=workshop.parent) as shelf, ExitStack() as ends:
        work: list[Future[None]] = []

        def ready(graphs: Graphs, last: Earlier | None) -> None:  # the other core writes and loads while this validates
            large = sum(map(len, graphs.values())) > _LEAST_SHARED
            writer = ends.enter_context(ProcessPoolExecutor(1) if large else ThreadPoolExecutor(1))
            work.append(writer.submit(write_graphs, workshop, graphs, load_prefixes(ontology)))
            loader = ends.enter_context(ThreadPoolExecutor(1))  # needs no Python while it works
            before = store.Before(folder=last.folder / store.STORE_FOLDER, changes=last.changes) if last else None
            work.append(loader.submit(store.load, workshop / store.STORE_FOLDER, graphs, before))

        graph = assemble(sources, ontology, Path(shelf), progress, rules, last=folder, ready=ready)
        progress("writing")
        files = write(graph, workshop, ontology)
        for one in work:
            one.result()
        export.write_manifest(
            workshop,
            version=__version__,
            documents=graph.documents,
            counts=graph.counts,
            files=files,
            recipe=made_by,
        )
    return graph


def assemble(
    sources: Sequence[Path | str],
    ontology: Path,
    shelf: Path,
    progress: Progress = lambda _: None,
    rules: Rules = DEFAULT_RULES,
    *,
    last: Path | None = None,
    ready: Callable[[Graphs, Earlier | None], None] = lambda _graphs, _last: None,
) -> Graph:
    """The graph of these sources, its lines in files on the shelf; unchanged ones keep the readings of the last build.

    `ready` is given the named graphs as soon as they are whole, before they are validated, and the build before them.
    """
    progress("reading the ontology")
    ontology_files(ontology)
    judgements = load_judgements(*judgement_files(ontology, rules.judgements))
    known = resolving.Known.of(ontology, judgements, rules.min_confidence)
    progress("reading the documents")
    unread: list[Finding] = []
    read = read_documents(sources, rules.web, lambda problem: unread.append(unread_file(problem)))
    readings = rereading.read_all(read, ontology, shelf, with_readings(last) if last is not None else None)
    documents = read if rules.evidence else [replace(one, tables=()) for one in read]  # no cell will be quoted
    progress("resolving")
    resolution = resolving.Resolution(readings.records, readings.overview, documents, known, shelf)
    asserted, facts = _assert(resolution, documents, shelf / "asserted.nt", proven=rules.evidence)
    described = triples.reference_lines(ontology)
    progress("inferring")
    inferred = infer_into(shelf / "inferred.nt", asserted, ontology, described, rules.reasoner)
    graphs: dict[str, Sequence[str]] = {
        ASSERTED: asserted,
        INFERRED: inferred.lines,
        EVIDENCE: keep(shelf / "evidence.nt", [triples.evidence_lines(facts.evidence)]),
        REFERENCE: described,
        ONTOLOGY: triples.ontology_lines(ontology),
    }
    before = earlier(last, readings.reader, graphs) if last is not None else None
    ready(graphs, before)
    progress("validating")
    broken, unsure = _validated(graphs, ontology, rules, shelf, before), undecided(resolution.labels, judgements)
    findings = (*unread, *inferred.findings, *broken, *readings.findings, *resolution.findings, *unsure)
    return Graph(
        graphs=graphs,
        facts=facts,
        findings=findings,
        documents=documents,
        readings=readings,
        counts=_counts(documents, resolution, facts, graphs, findings),
        review=shelf / review.REVIEW_FILE,
        before=before,
    )


def _validated(graphs: Graphs, ontology: Path, rules: Rules, shelf: Path, before: Earlier | None) -> list[Finding]:
    """What the shapes find, of whose nodes only those are asked that may differ from the build before."""
    data, proven = [graphs[name] for name in TURTLE_FILES.values()], rules.evidence
    since = None
    if before is not None and before.proven == proven:
        changed = before.changes.lines(*TURTLE_FILES.values())
        since = validation.Since(changed=changed, found=before.found, graphs=data)
    lines = keep(shelf / "validated.nt", [merge(*data)])
    return validation.validate(lines, ontology, rules.validator, proven=proven, since=since)


def _assert(
    resolution: resolving.Resolution, documents: Iterable[SourceDocument], path: Path, *, proven: bool
) -> tuple[Lines, statements.Facts]:
    """The lines of all parts and documents, kept in a file; the parts together are for the proof, if there is one."""
    stated = list[statements.Facts]()

    def lines() -> Iterator[list[str]]:
        for part in resolution.stated(proven=proven):
            stated.extend([part.facts] if part.facts else [])
            yield part.lines
        yield triples.sorted_lines(chain.from_iterable(map(triples.document_statements, documents)))

    return keep(path, lines()), statements.united(stated, proven=proven)


def _counts(
    documents: Sequence[SourceDocument],
    resolution: resolving.Resolution,
    facts: statements.Facts,
    graphs: Graphs,
    findings: Sequence[Finding],
) -> dict[str, int]:
    return {
        "documents": len(documents),
        **(_rows(documents, facts) if facts.proven else {}),
        "projects": resolution.projects,
        "organisations": sum(one.type != "OrganisationGroup" for one in resolution.entities.values()),
        **({"facts": len({piece.statement for piece in facts.evidence})} if facts.proven else {}),
        "triples": len(graphs[ASSERTED]),
        "inferred": len(graphs[INFERRED]),
        **{f"{severity}s": sum(finding.severity is severity for finding in findings) for severity in Severity},
    }


def _rows(documents: Sequence[SourceDocument], facts: statements.Facts) -> dict[str, int]:
    """The rows of all tables, and those from which nothing was asserted; neither without tables."""
    stated = {(piece.document, piece.start) for piece in facts.evidence}
    rows = [
        any((document.id, start) in stated for cell in row for start in range(cell.start, cell.end))
        for document in documents
        for table in document.tables
        for row in table.rows
    ]
    return {"rows": len(rows), "rows of no project": rows.count(False)} if rows else {}


def validate_files(
    files: Sequence[Path],
    ontology: Path,
    validator: validation.Validator = validation.Validator.AUTO,
    *,
    proven: bool = True,
) -> list[Finding]:
    """What the shapes find in these RDF files taken together; see `validate`. Raises UnreadableSourceError."""
    lines = [line for file in files for line in triples.file_lines(file)]
    return validation.validate(lines, ontology, validator, proven=proven)


def validate_build(
    folder: Path, ontology: Path, validator: validation.Validator = validation.Validator.AUTO
) -> list[Finding]:
    """What the shapes find in the build in this folder, Spark's too. Raises UnreadableSourceError without a build."""
    told = manifest(folder)
    proven = "facts" in told["counts"]
    if told.get("engine") == "spark":
        parts = (export.read_nquads(folder / name) for name in told["files"] if name.endswith(".nq"))
        lines = (line for part in parts for graph in TURTLE_FILES.values() for line in part.get(graph, ()))
        return validation.validate(lines, ontology, validator, proven=proven)
    _manifest(folder)
    return validate_files([folder / name for name in TURTLE_FILES], ontology, validator, proven=proven)


def last_counts(folder: Path) -> Mapping[str, int]:
    """What the build in this folder counted. Raises UnreadableSourceError when there is none."""
    counts: dict[str, int] = _manifest(folder)["counts"]
    return counts


def export_build(folder: Path, ontology: Path, form: str, part: str) -> bytes:
    """The build in this folder in another format: all of it, or one of its named graphs; the same bytes every time.

    `form` is as in `export.in_format`; `part` is `all` or a graph's name. Raises UnreadableSourceError without a build.
    """
    _manifest(folder)
    graphs = export.read_nquads(folder / NQUADS_FILE)
    if part != "all":
        graphs = {iri: lines for iri, lines in graphs.items() if iri == data_iri("graph", part)}
    return export.in_format(graphs, form, load_prefixes(ontology))


def nquads(folder: Path) -> Path:
    """The file with all named graphs of the build in this folder. Raises UnreadableSourceError when there is none."""
    _manifest(folder)
    return folder / NQUADS_FILE


def _manifest(folder: Path) -> Mapping[str, Any]:
    """What the build in this folder says of itself, when nothing of it is missing."""
    content = manifest(folder)
    if all((folder / name).exists() for name in (*content["files"], store.STORE_FOLDER)):
        return content
    raise no_build(folder)


def write_graphs(folder: Path, graphs: Graphs, prefixes: Mapping[str, str]) -> None:
    """The files of the graph itself: Turtle to read, N-Quads and JSON-LD of it all."""
    for name, iri in TURTLE_FILES.items():
        export.write_turtle(folder / name, graphs[iri], prefixes)
    export.write_nquads(folder / NQUADS_FILE, graphs)
    export.write_jsonld(folder / JSON_LD_FILE, graphs)


def write(graph: Graph, folder: Path, ontology: Path) -> list[str]:
    """Every other file of a build, the findings and the proof among them; the names of all files, in their order."""
    export.write_findings(folder / FINDINGS_FILE, graph.findings)
    graph.review.rename(folder / review.REVIEW_FILE)
    rereading.write(folder / rereading.READINGS_FILE, graph.readings)
    files = [*TURTLE_FILES, NQUADS_FILE, JSON_LD_FILE, FINDINGS_FILE, review.REVIEW_FILE, rereading.READINGS_FILE]
    if graph.facts.proven:
        files += proof.write(
            folder,
            documents=graph.documents,
            statements=graph.facts.statements,
            evidence=graph.facts.evidence,
            findings=graph.findings,
            ontology=ontology,
            before=_proved(graph.before),
        )
    return files


def _proved(last: Earlier | None) -> proof.Before | None:
    """The proof of the last build, if it has one."""
    if last is None or not last.proven:
        return None
    return proof.Before(folder=last.folder, changed={Iri(node[1:-1]) for node in last.changes.subjects(ASSERTED)})
