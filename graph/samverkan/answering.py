"""A person's answer: from the names that they give to the judgement that is kept, and back.

This room finds out whom the names mean and writes; it may not change a graph, for only the next build obeys.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from samverkan import judgements as kept
from samverkan.errors import OutputError, QueryError
from samverkan.identifiers import BASE, Iri, data_iri
from samverkan.judgements import ORGANISATION, Answer, Judgement
from samverkan.naming import name_iri
from samverkan.project import CHECKOUT
from samverkan.reference import fold_name
from samverkan.review import Question, Review, still_open

_KINDS = ("organisation/", "municipality/", "county/")


def answer(
    review: Review, said: Answer, names: Sequence[str], *, author: str = "", date: str = "", comment: str = ""
) -> Judgement:
    """The judgement that these names (or IRIs) get: two of them, or one for an answer about one name alone.

    Raises QueryError when a name is nobody's or several's, when their number is wrong, or when both mean one already.
    """
    _count(said, names, 1 if said.is_about_one else 2)
    iris = [_meant(review, name) for name in names]
    if said is Answer.DIFFERENT and len(set(iris)) == 1:  # one is read as the other's name: part the name from it
        iris = [
            iri if _is_called(name, iri, _label(review, iri, name)) else name_iri(name)
            for iri, name in zip(iris, names, strict=True)
        ]
    labels = [_label(review, iri, name) for iri, name in zip(iris, names, strict=True)]
    if said.is_about_one:
        iris, labels = [*iris, ORGANISATION], [*labels, "Organisation"]
    if iris[0] == iris[1]:
        raise QueryError(message=f"“{names[0]}” and “{names[1]}” are one in the graph already: <{iris[0]}>")
    return Judgement(
        subject=iris[0],
        subject_label=labels[0],
        object=iris[1],
        object_label=labels[1],
        answer=said,
        author=author,
        date=date,
        comment=comment,
    )


def forget(path: Path, names: Sequence[str]) -> Judgement:
    """Take the answer about these names (or IRIs) back, and return it. Raises QueryError when the file has none."""
    found = next((one for one in kept.read_judgements(path) if _is_about(one, names)), None) if path.exists() else None
    if found is None:
        called = " and ".join(f"“{name}”" for name in names)
        raise QueryError(message=f"there is no answer about {called} to take back", file=str(path))
    kept.forget(path, found.about)
    return found


def _is_about(judgement: Judgement, names: Sequence[str]) -> bool:
    """Whether the names are those of the judgement, in any order."""
    sides = [(judgement.subject, judgement.subject_label), (judgement.object, judgement.object_label)]
    sides = sides[:1] if judgement.answer.is_about_one else sides
    orders = (sides, sides[::-1])
    return len(names) == len(sides) and any(
        all(_is_called(name, *side) for name, side in zip(names, order, strict=True)) for order in orders
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Where a person answers what the last build asks: into a file of their `own`, or in a checkout the project's."""

    review: Review
    ontology: Path
    own: Path | None = None

    def questions(self) -> list[Question]:
        """What nobody has answered yet, the most doubtful first."""
        files = kept.judgement_files(self.ontology, self.own)
        return still_open(self.review, kept.load_judgements(*(file for file in files if file.exists())))

    def record(self, said: str, names: Sequence[str], *, author: str = "", date: str = "", comment: str = "") -> str:
        """Keep an answer; what was kept, in words."""
        judgement = answer(self.review, Answer(said), names, author=author, date=date, comment=comment)
        kept.record(self._file(), judgement, [kept.judgement_files(self.ontology)[0]] if self.own else [])
        return f"{_in_words(judgement)}: kept in {self._file()}; the next build obeys"

    def forget(self, names: Sequence[str]) -> str:
        """Take an answer back; what was taken back, in words."""
        return f"{_in_words(forget(self._file(), names))}: taken back; the next build obeys"

    def _file(self) -> Path:
        if self.own is None and not self.ontology.is_relative_to(CHECKOUT):
            message = "the package's own judgements stay as they are: name a file of yours with --judgements"
            raise OutputError(message=message)
        return self.own or kept.judgement_files(self.ontology)[0]


def _in_words(judgement: Judgement) -> str:
    other = "" if judgement.answer.is_about_one else f" “{judgement.object_label}”"
    return f"“{judgement.subject_label}” {judgement.answer}{other}"


def _count(said: Answer, names: Sequence[str], wanted: int) -> None:
    if len(names) != wanted:
        example = f"samverkan review {said} “Alfa AB”" + " “Alfa”" * (wanted - 1)
        raise QueryError(message=f"“{said}” takes {wanted} name{'s' * (wanted > 1)}, not {len(names)}: {example}")


def _meant(review: Review, name: str) -> Iri:
    """Whom a name means in the last build: the one with this label, else the one that is written so."""
    given = _as_iri(name)
    if given is not None:
        return given
    wanted, everyone = fold_name(name), review.candidates.values()
    labelled = [one.iri for one in everyone if fold_name(one.label) == wanted]
    found = labelled or [one.iri for one in everyone if wanted in {fold_name(form) for form in one.names}]
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(message=f"“{name}” is several: give one of {', '.join(_short(iri) for iri in found)}")
    near = difflib.get_close_matches(name, sorted(one.label for one in everyone), n=3, cutoff=0.5)
    hint = f"; the nearest are {', '.join(f'“{one}”' for one in near)}" if near else ""
    raise QueryError(message=f"no organisation in the last build is called “{name}”{hint}")


def _is_called(name: str, iri: Iri, label: str) -> bool:
    return _as_iri(name) == iri or fold_name(name) == fold_name(label)


def _label(review: Review, iri: Iri, name: str) -> str:
    known = review.candidates.get(iri)
    return known.label if known else _short(iri) if _as_iri(name) == iri else name


def _as_iri(name: str) -> Iri | None:
    """An IRI, also as samid:… or without its beginning (organisation/…); None for a name."""
    segments = name.removeprefix("samid:").removeprefix(f"{BASE}id/")
    return data_iri(segments) if segments.startswith(_KINDS) and " " not in segments else None


def _short(iri: Iri) -> str:
    return iri.removeprefix(data_iri(""))
