"""Judgements on who is who: a person's answers (same, not the same, unsure, no organisation at all), as SSSOM.

This room keeps the answers, and knows what follows from them; it may not judge, nor know what the entities are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from samverkan.errors import OntologyError, OutputError
from samverkan.identifiers import SAM, Iri, data_iri, sam

_PREFIX, _ORGANISATION = "samid:", "sam:Organisation"
_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "mapping_date",
    "comment",
)
_NEW_FILE = (
    "#curie_map:",
    f"#  samid: {data_iri('')}",
    f"#  sam: {SAM}",
    "\t".join(_COLUMNS),
)


class Answer(StrEnum):
    """What a person may answer about two entities, or about a name alone."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    AN_ORGANISATION = "an-organisation"
    NOT_AN_ORGANISATION = "not-an-organisation"

    @property
    def is_about_one(self) -> bool:
        """Whether it is an answer about one name alone."""
        return self in (Answer.AN_ORGANISATION, Answer.NOT_AN_ORGANISATION)


# What stands in predicate_id and predicate_modifier (https://mapping-commons.github.io/sssom/); rdf:type tells
# whether a name is an organisation's at all: SSSOM leaves the predicate open, and Not negates it
_ANSWERS = {
    ("skos:exactMatch", ""): Answer.SAME,
    ("skos:exactMatch", "Not"): Answer.DIFFERENT,
    ("skos:closeMatch", ""): Answer.UNSURE,
    ("rdf:type", ""): Answer.AN_ORGANISATION,
    ("rdf:type", "Not"): Answer.NOT_AN_ORGANISATION,
}
_CELLS = {answer: cells for cells, answer in _ANSWERS.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """One answer about two entities, or about the subject alone: then the object is the class of organisations.

    `author` and `date` are as the person gives them; `file` and `line` (from 1) tell where the answer stands, if kept.
    """

    subject: Iri
    object: Iri
    answer: Answer
    subject_label: str = ""
    object_label: str = ""
    author: str = ""
    date: str = ""
    comment: str = ""
    file: str | None = None
    line: int | None = None

    @property
    def about(self) -> frozenset[Iri]:
        """The two that it is about, in no order."""
        return frozenset({self.subject, self.object})


ORGANISATION = sam("Organisation")  # the object of an answer about one name alone


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgements:
    """What follows from all answers: `same` leads to the entity that stands for all that are judged to be it.

    `different` holds the pairs of such entities that must stay apart, `unsure` those that nobody could tell, each pair
    in the order of the alphabet; `organisations` and `not_organisations` the names of which somebody said that they
    are one, or none.
    """

    same: Mapping[Iri, Iri]
    different: frozenset[tuple[Iri, Iri]]
    unsure: frozenset[tuple[Iri, Iri]] = frozenset()
    organisations: frozenset[Iri] = frozenset()
    not_organisations: frozenset[Iri] = frozenset()

    def entity(self, iri: Iri) -> Iri:
        """The entity that this one is judged to be, through any number of answers."""
        return self.same.get(iri, iri)

    def apart(self, first: Iri, second: Iri) -> bool:
        """Whether the two are judged not to be the same."""
        return _pair(self.same, first, second) in self.different

    def is_organisation(self, iri: Iri) -> bool:
        """Whether nobody said that this, or what it is judged to be, is no organisation."""
        return self.entity(iri) not in self.not_organisations


def judgement_files(ontology: Path, own: Path | None = None) -> tuple[Path, ...]:
    """The project's file in its ontology folder, and the user's own, if any: it counts more."""
    return (ontology / "reference" / "judgements.sssom.tsv", *([own] if own is not None else []))


def load_judgements(*paths: Path) -> Judgements:
    """What follows from the judgements in these SSSOM files; of two on one pair that of the later file counts.

    Raises OntologyError with the line of a row that makes no sense, or that contradicts the others.
    """
    return _concluded([read_judgements(path) for path in paths])


def read_judgements(path: Path) -> list[Judgement]:
    """The answers in an SSSOM TSV file, in their order; comment lines begin with #. Raises OntologyError."""
    numbered = _rows(_lines(path))
    columns = numbered[0][1].split("\t") if numbered else []
    return [_judgement(columns, line, number, path) for number, line in numbered[1:]]


def record(path: Path, judgement: Judgement, others: Iterable[Path] = ()) -> None:
    """Write an answer into a file, in the place of an earlier one about the same two; a missing file is made.

    Raises OntologyError when it contradicts other answers of this file or of the `others` (files that count less),
    OutputError when the file can't be written. In both cases it stays as it was.
    """
    lines = _without(path, judgement.about) if path.exists() else list(_NEW_FILE)
    before = [one for one in read_judgements(path) if one.about != judgement.about] if path.exists() else []
    _concluded([*(read_judgements(other) for other in others), [*before, judgement]])
    _write(path, _appended(lines, judgement))


def forget(path: Path, about: frozenset[Iri]) -> bool:
    """Take the answer about these two (or one and ORGANISATION) back; whether there was one.

    Raises OntologyError or OutputError.
    """
    found = any(one.about == about for one in read_judgements(path))
    if found:
        _write(path, _without(path, about))
    return found


# --- what follows


def _concluded(files: Sequence[Sequence[Judgement]]) -> Judgements:
    latest = {one.about: place for place, judgements in enumerate(files) for one in judgements}
    valid = [one for place, judgements in enumerate(files) for one in judgements if latest[one.about] == place]
    by_answer = {answer: [one for one in valid if one.answer is answer] for answer in Answer}
    same = _representatives(by_answer[Answer.SAME])
    different = {_pair(same, one.subject, one.object): one for one in by_answer[Answer.DIFFERENT]}
    for (first, second), one in different.items():
        if first == second:
            message = f"{one.subject} and {one.object} are judged both the same and not the same: remove one answer"
            raise OntologyError(message=message, file=one.file, line=one.line)
    return Judgements(
        same=same,
        different=frozenset(different),
        unsure=frozenset(_pair(same, one.subject, one.object) for one in by_answer[Answer.UNSURE]),
        organisations=frozenset(same.get(one.subject, one.subject) for one in by_answer[Answer.AN_ORGANISATION]),
        not_organisations=frozenset(
            same.get(one.subject, one.subject) for one in by_answer[Answer.NOT_AN_ORGANISATION]
        ),
    )


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


# --- the file


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise OntologyError(
            message=f"can't read the judgements ({reason}): restore the file, or name another", file=str(path)
        ) from problem


def _rows(lines: Iterable[str]) -> list[tuple[int, str]]:
    """The rows with their line numbers, the heading's first."""
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip() and line[0] != "#"]


def _judgement(columns: list[str], line: str, number: int, path: Path) -> Judgement:
    try:
        cells = next(csv.reader([line], delimiter="\t", strict=True))
        row = dict(zip(columns, cells, strict=True))
        answer = _ANSWERS[row["predicate_id"], row["predicate_modifier"]]
        return Judgement(
            subject=_iri(row["subject_id"]),
            object=_object(row["object_id"], answer),
            answer=answer,
            subject_label=row.get("subject_label", ""),
            object_label=row.get("object_label", ""),
            file=str(path),
            line=number,
        )
    except (csv.Error, KeyError, ValueError) as problem:
        message = (
            f"this row is no judgement: it needs {len(columns)} cells, two {_PREFIX} identifiers, "
            "and skos:exactMatch (with Not when they differ) or skos:closeMatch; "
            f"or one, rdf:type (with Not when it is none), and {_ORGANISATION}"
        )
        raise OntologyError(message=message, file=str(path), line=number) from problem


def _object(identifier: str, answer: Answer) -> Iri:
    if (identifier == _ORGANISATION) != answer.is_about_one:
        raise ValueError(identifier)
    return ORGANISATION if identifier == _ORGANISATION else _iri(identifier)


def _iri(identifier: str) -> Iri:
    if not identifier.startswith(_PREFIX):
        raise ValueError(identifier)
    return data_iri(identifier.removeprefix(_PREFIX))


def _short(iri: Iri) -> str:
    return _ORGANISATION if iri == ORGANISATION else _PREFIX + iri.removeprefix(data_iri(""))


def _without(path: Path, about: frozenset[Iri]) -> list[str]:
    """The lines of a file without the answers about these two."""
    gone = {one.line for one in read_judgements(path) if one.about == about}
    return [line for number, line in enumerate(_lines(path), start=1) if number not in gone]


def _appended(lines: list[str], judgement: Judgement) -> list[str]:
    """The lines with one more row; a column that it needs and that the file lacks is added."""
    predicate, modifier = _CELLS[judgement.answer]
    cells = (
        _short(judgement.subject),
        judgement.subject_label,
        predicate,
        modifier,
        _short(judgement.object),
        judgement.object_label,
        "semapv:ManualMappingCuration",
        judgement.author,
        judgement.date,
        judgement.comment,
    )
    row = {column: " ".join(cell.split()) for column, cell in zip(_COLUMNS, cells, strict=True)}
    numbered = _rows(lines) or [(len(lines) + 1, _NEW_FILE[-1])]
    lines = lines if _rows(lines) else [*lines, _NEW_FILE[-1]]
    columns = numbered[0][1].split("\t")
    missing = [column for column in _COLUMNS if column not in columns and row[column]]
    for number, line in numbered:
        more = missing if number == numbered[0][0] else [""] * len(missing)
        lines[number - 1] = "\t".join((line, *more))
    return [*lines, _tsv([row.get(column, "") for column in (*columns, *missing)])]


def _tsv(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter="\t", lineterminator="").writerow(cells)
    return line.getvalue()


def _write(path: Path, lines: Iterable[str]) -> None:
    """Replace the file as a whole, or leave it as it was."""
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
        new.replace(path)
    except OSError as problem:
        message = f"can't write the judgements ({problem.strerror or problem}): name a file of your own"
        raise OutputError(message=message, file=str(path)) from problem
