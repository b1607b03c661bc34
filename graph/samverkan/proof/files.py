"""The files of the proof: each document's covered text, the page, and the same as JSON. Same input, same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path, PurePath
from typing import Any

from samverkan.model import Evidence, Finding, Literal, SourceDocument, Statement, Term
from samverkan.proof.page import render
from samverkan.proof.told import Fact, Remark, Told, place_findings, tell
from samverkan.proof.words import Words
from samverkan.swedish.redaction import redact
from samverkan.vocabulary import load_vocabulary, read_statements

TEXTS = "texts"
PAGE_FILE, JSON_FILE = "reading.html", "reading.json"


def write(
    folder: Path,
    *,
    documents: Sequence[SourceDocument],
    statements: Iterable[Statement],
    evidence: Iterable[Evidence],
    findings: Sequence[Finding],
    ontology: Path,
) -> list[str]:
    """Write `texts/<document id>.txt`, `reading.html` and `reading.json` into the folder; the names of the files.

    The texts are UTF-8 with line ends as read: every offset of the evidence counts in them. The ontology's folder
    tells what its terms are called and which labels stand before a person's data. Raises OntologyError.
    """
    words = Words([*read_statements(ontology / "core.ttl"), *statements])
    personal = {label for label, field in load_vocabulary(ontology).fields.items() if field.name == "personalDataField"}
    bare = tell(sorted(documents, key=lambda one: (one.name, one.id)), evidence, words, personal)
    remarks, loose = place_findings(bare, findings, words)
    told = [replace(one, remarks=tuple(found)) for one, found in zip(bare, remarks, strict=True)]
    (folder / TEXTS).mkdir()
    for one in told:
        (folder / _text_file(one)).write_bytes(one.text.encode())
    (folder / PAGE_FILE).write_bytes(render(told, loose).encode())
    (folder / JSON_FILE).write_bytes(_json(told, loose))
    return [PAGE_FILE, JSON_FILE, *sorted(map(_text_file, told))]


def _text_file(told: Told) -> str:
    return f"{TEXTS}/{told.document.id}.txt"


def _json(told: Iterable[Told], loose: Iterable[Finding]) -> bytes:
    content = {"documents": [_document(one) for one in told], "findings": [_finding(one) for one in loose]}
    return (json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n").encode()


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
