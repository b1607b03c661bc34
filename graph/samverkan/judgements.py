"""Judgements on who is who: a person's answers (same, not the same, unsure), as SSSOM, that the build obeys.

This room reads the answers and what follows from them; it may not judge, nor know what the entities are.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from samverkan.errors import OntologyError
from samverkan.identifiers import Iri, data_iri

_PREFIX = "samid:"


class Answer(StrEnum):
    """What a person may answer about two entities."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


# What stands in predicate_id and predicate_modifier (https://mapping-commons.github.io/sssom/)
_ANSWERS = {
    ("skos:exactMatch", ""): Answer.SAME,
    ("skos:exactMatch", "Not"): Answer.DIFFERENT,
    ("skos:closeMatch", ""): Answer.UNSURE,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """One answer about two entities; `line` counts from 1."""

    subject: Iri
    object: Iri
    answer: Answer
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgements:
    """What follows from all answers: `same` leads to the entity that stands for all that are judged to be it.

    `different` holds the pairs of such entities that must stay apart, `unsure` those that nobody could tell, each pair
    in the order of the alphabet.
    """

    same: Mapping[Iri, Iri]
    different: frozenset[tuple[Iri, Iri]]
    unsure: frozenset[tuple[Iri, Iri]] = frozenset()

    def entity(self, iri: Iri) -> Iri:
        """The entity that this one is judged to be, through any number of answers."""
        return self.same.get(iri, iri)

    def apart(self, first: Iri, second: Iri) -> bool:
        """Whether the two are judged not to be the same."""
        return _pair(self.same, first, second) in self.different


def load_judgements(path: Path) -> Judgements:
    """The judgements in an SSSOM TSV file; comment lines begin with #.

    Raises OntologyError with the line of a row that makes no sense, or that contradicts the others.
    """
    judgements = _read(path)
    same = _representatives(one for one in judgements if one.answer is Answer.SAME)
    different = {_pair(same, one.subject, one.object): one for one in judgements if one.answer is Answer.DIFFERENT}
    for (first, second), one in different.items():
        if first == second:
            message = f"{one.subject} and {one.object} are judged both the same and not the same: remove one answer"
            raise OntologyError(message=message, file=str(path), line=one.line)
    unsure = (_pair(same, one.subject, one.object) for one in judgements if one.answer is Answer.UNSURE)
    return Judgements(same=same, different=frozenset(different), unsure=frozenset(unsure))


def _representatives(judgements: Iterable[Judgement]) -> dict[Iri, Iri]:
    """Of all that are the same, the one that no answer leads on from; of none or several, the first in the alphabet."""
    groups: dict[Iri, set[Iri]] = {}
    led_on = set()
    for one in judgements:
        led_on.add(one.subject)
        group = groups.get(one.subject, {one.subject}) | groups.get(one.object, {one.object})
        groups |= dict.fromkeys(group, group)
    return {iri: min(group - led_on or group) for iri, group in groups.items()}


def _pair(same: Mapping[Iri, Iri], first: Iri, second: Iri) -> tuple[Iri, Iri]:
    one, other = sorted((same.get(first, first), same.get(second, second)))
    return one, other


def _read(path: Path) -> list[Judgement]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise OntologyError(
            message=f"can't read the judgements ({reason}): restore the file", file=str(path)
        ) from problem
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if line.strip() and line[0] != "#"]
    columns = numbered[0][1].split("\t") if numbered else []
    return [_judgement(columns, line, number, path) for number, line in numbered[1:]]


def _judgement(columns: list[str], line: str, number: int, path: Path) -> Judgement:
    try:
        cells = next(csv.reader([line], delimiter="\t", strict=True))
        row = dict(zip(columns, cells, strict=True))
        answer = _ANSWERS[row["predicate_id"], row["predicate_modifier"]]
        return Judgement(subject=_iri(row["subject_id"]), object=_iri(row["object_id"]), answer=answer, line=number)
    except (csv.Error, KeyError, ValueError) as problem:
        message = (
            f"this row is no judgement: it needs {len(columns)} cells, two {_PREFIX} identifiers, "
            "and skos:exactMatch (with Not when they differ) or skos:closeMatch"
        )
        raise OntologyError(message=message, file=str(path), line=number) from problem


def _iri(identifier: str) -> Iri:
    if not identifier.startswith(_PREFIX):
        raise ValueError(identifier)
    return data_iri(identifier.removeprefix(_PREFIX))
