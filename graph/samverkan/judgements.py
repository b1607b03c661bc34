"""Judgements on who is who: a person's answers (same, not the same, unsure), as SSSOM, that the build obeys."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from samverkan.errors import OntologyError
from samverkan.identifiers import BASE, Iri

_COLUMNS = ("subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label", "mapping_justification", "comment")
_SAME, _UNSURE = "skos:exactMatch", "skos:closeMatch"


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """One answer about two entities, with the reason that its author gave."""

    subject: Iri
    object: Iri
    answer: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgements:
    """All answers: `same` leads from an entity to the one it is; `different` holds pairs that must stay apart."""

    same: Mapping[Iri, Judgement]
    different: frozenset[tuple[Iri, Iri]]

    def entity(self, iri: Iri) -> Iri:
        """The entity that this one is judged to be, through any number of answers."""
        seen = {iri}
        while (judgement := self.same.get(iri)) is not None and judgement.object not in seen:
            iri = judgement.object
            seen.add(iri)
        return iri

    def apart(self, first: Iri, second: Iri) -> bool:
        """Whether the two are judged not to be the same."""
        return (first, second) in self.different or (second, first) in self.different


def load_judgements(path: Path) -> Judgements:
    """The judgements in an SSSOM TSV file; comment lines begin with #. Raises OntologyError with the line of a bad row."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise OntologyError(message=f"can't read the judgements ({problem}): restore the file", file=str(path)) from problem
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if line.strip() and not line.startswith("#")]
    rows = csv.DictReader((line for _, line in numbered), delimiter="\t")
    judgements = [_judgement(row, path, numbered[place + 1][0]) for place, row in enumerate(rows)]
    return Judgements(
        same={judgement.subject: judgement for judgement in judgements if judgement.answer == "same"},
        different=frozenset((judgement.subject, judgement.object) for judgement in judgements if judgement.answer == "different"),
    )


def _judgement(row: Mapping[str, str | None], path: Path, line: int) -> Judgement:
    if any(row.get(column) is None for column in _COLUMNS) or row["predicate_id"] not in (_SAME, _UNSURE):
        message = f"a judgement needs the columns {', '.join(_COLUMNS)}, and {_SAME} or {_UNSURE} as predicate"
        raise OntologyError(message=message, file=str(path), line=line)
    if row["predicate_id"] == _UNSURE:
        answer = "unsure"
    else:
        answer = "different" if row["predicate_modifier"] == "Not" else "same"
    return Judgement(subject=_iri(row["subject_id"]), object=_iri(row["object_id"]), answer=answer, reason=row["comment"] or "")


def _iri(curie: str | None) -> Iri:
    return Iri((curie or "").replace("samid:", BASE + "id/", 1))
