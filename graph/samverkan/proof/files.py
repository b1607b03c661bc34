"""The files of the proof: each document's covered text, the page, and the same as JSON. Same input, same bytes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from samverkan.identifiers import Iri, data_iri
from samverkan.model import Evidence, Finding, Literal, SourceDocument, Statement, Term
from samverkan.proof.page import article, render
from samverkan.proof.page import articles as articles_of
from samverkan.proof.told import Fact, Remark, Told, place_findings, tell
from samverkan.proof.words import Words
from samverkan.swedish.redaction import redact
from samverkan.vocabulary import load_vocabulary, read_statements

TEXTS = "texts"
PAGE_FILE, JSON_FILE = "reading.html", "reading.json"
_OPENING, _NEXT = '{"documents": [', ", "


@dataclass(frozen=True, kw_only=True, slots=True)
class Before:
    """The folder of the last build, by the same code and ontology, and the things of which it said something else."""

    folder: Path
    changed: Collection[Iri]


def write(
    folder: Path,
    *,
    documents: Sequence[SourceDocument],
    statements: Iterable[Statement],
    evidence: Iterable[Evidence],
    findings: Sequence[Finding],
    ontology: Path,
    before: Before | None = None,
) -> list[str]:
    """Write `texts/<document id>.txt`, `reading.html` and `reading.json` into the folder; the names of the files.

    The texts are UTF-8 with line ends as read: every offset of the evidence counts in them. The ontology's folder
    tells what its terms are called and which labels stand before a person's data. What is shown of a document as it
    was in the build `before` is taken from there. Raises OntologyError.
    """
    words = Words([*read_statements(ontology / "core.ttl"), *statements])
    personal = {label for label, field in load_vocabulary(ontology).fields.items() if field.name == "personalDataField"}
    bare = tell(sorted(documents, key=lambda one: (one.name, one.id)), evidence, words, personal)
    remarks, loose = place_findings(bare, findings, words)
    told = [replace(one, remarks=tuple(found)) for one, found in zip(bare, remarks, strict=True)]
    (folder / TEXTS).mkdir()
    for one in told:
        (folder / _text_file(one)).write_bytes(one.text.encode())
    written = [json.dumps(_document(one), ensure_ascii=False, sort_keys=True) for one in told]
    articles = _articles(told, written, before)
    (folder / PAGE_FILE).write_bytes(render(told, loose, articles).encode())
    (folder / JSON_FILE).write_bytes(_json(written, loose))
    return [PAGE_FILE, JSON_FILE, *sorted(map(_text_file, told))]


def _text_file(told: Told) -> str:
    return f"{TEXTS}/{told.document.id}.txt"


def _articles(told: Sequence[Told], written: Sequence[str], before: Before | None) -> Iterator[str]:
    """What the page shows of each document; `written` tells nearly all of it."""
    known = dict(zip(_last_documents(before.folder), _last_articles(before.folder), strict=True)) if before else {}
    for place, (one, text) in enumerate(zip(told, written, strict=True)):
        named = {data_iri("document", one.document.id), *(remark.finding.focus for remark in one.remarks)}
        as_before = before is not None and named.isdisjoint(before.changed)
        yield known.get((place, text), "") if as_before and (place, text) in known else article(one, place + 1)


def _last_documents(folder: Path) -> Iterator[tuple[int, str]]:
    """The documents in the last `reading.json`, each with its place, as they are written there."""
    text, decoder = (folder / JSON_FILE).read_bytes().decode(), json.JSONDecoder()
    begin, place = len(_OPENING), 0
    while text[begin] != "]":
        end = decoder.raw_decode(text, begin)[1]
        yield place, text[begin:end]
        begin, place = end + len(_NEXT) * text.startswith(_NEXT, end), place + 1


def _last_articles(folder: Path) -> list[str]:
    return articles_of((folder / PAGE_FILE).read_bytes().decode())


def _json(documents: Iterable[str], loose: Iterable[Finding]) -> bytes:
    findings = json.dumps([_finding(one) for one in loose], ensure_ascii=False, sort_keys=True)
    return f'{_OPENING}{_NEXT.join(documents)}], "findings": {findings}}}\n'.encode()


def _document(told: Told) -> Mapping[str, Any]:
    document = told.document
    return {
        "id": document.id,
        "name": document.name,
        "title": document.title,
        "sha256": document.sha256,
        "text": _text_file(told),
        "facts": [_fact(fact) for fact in told.facts],
        "findings": [_remark(remark) for remark in told.remarks],
    }


def _fact(fact: Fact) -> Mapping[str, Any]:
    piece = fact.evidence
    own = ("exact", "start", "end", "line", "position", "row", "column", "method", "confidence", "qualifier")
    return {
        "subject": piece.statement.subject,
        "predicate": piece.statement.predicate,
        "object": _term(piece.statement.object),
        "labels": {"subject": fact.subject.text, "predicate": fact.predicate.text, "object": fact.value},
        "kind": fact.kind,
        **{name: getattr(piece, name) for name in own},
    }


def _term(term: Term) -> Mapping[str, str]:
    if not isinstance(term, Literal):
        return {"iri": term}
    said = {"value": term.value, "datatype": term.datatype, "language": term.language}
    return {key: value for key, value in said.items() if value is not None}


def _remark(remark: Remark) -> Mapping[str, Any]:
    return {**_finding(remark.finding), "start": remark.start, "end": remark.end, "text": remark.text}


def _finding(finding: Finding) -> Mapping[str, Any]:
    """A finding without this machine's folders, and without persons in what it quotes."""
    return {
        **asdict(finding),
        "file": PurePath(finding.file).name if finding.file else None,
        "text": redact(finding.text) if finding.text else None,
        "related": [redact(related) for related in finding.related],
    }
