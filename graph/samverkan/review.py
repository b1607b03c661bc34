"""What a person should look at: organisations that may be one, and names that may be no organisation's.

A build asks, `samverkan review` shows what nobody has answered yet, and the answer goes into a judgements file.
This room may not resolve: only the next build obeys.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from samverkan.identifiers import Iri, data_iri
from samverkan.judgements import Judgements
from samverkan.likeness import alike
from samverkan.model import Entity, Participant, SourceDocument
from samverkan.project import no_build
from samverkan.swedish.names import BODY

REVIEW_FILE = "review.json"
_SURE = 0.9
_SHOWN = 3
_NEXT_FIELD = ",\n"
UNDECIDED = "a person could not tell"


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """Someone a question may be about: its names, where it was read (`file:line: “text”`), and in which projects."""

    iri: Iri
    label: str
    names: tuple[str, ...]
    places: tuple[str, ...]
    projects: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """Are these two the same, or is this one an organisation? `score` (0 to 1) tells how much speaks for asking."""

    about: tuple[Iri, ...]
    score: float
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """Everyone whom a build found, by IRI, and what it is not sure of: the most doubtful first."""

    candidates: Mapping[Iri, Candidate]
    questions: tuple[Question, ...]


def still_open(review: Review, judgements: Judgements) -> list[Question]:
    """The questions that nobody has answered, and the pairs of which a person could not tell."""
    unsure = {pair for pair in judgements.unsure if all(iri in review.candidates for iri in pair)}
    asked = [Question(about=pair, score=1.0, reason=UNDECIDED) for pair in unsure]
    waiting = [one for one in review.questions if one.about not in unsure and not _is_answered(one, judgements)]
    return sorted([*asked, *waiting], key=_order)


def _is_answered(question: Question, judgements: Judgements) -> bool:
    meant = [judgements.entity(iri) for iri in question.about]
    if len(meant) == 1:
        return meant[0] in judgements.organisations | judgements.not_organisations
    return meant[0] == meant[1] or judgements.apart(*meant) or bool(judgements.not_organisations & {*meant})


def _order(question: Question) -> tuple[float, tuple[Iri, ...]]:
    return -question.score, question.about


# --- asking


Taking = tuple[Entity, Sequence[Participant], Iterable[str]]
"""Somebody with all parts in projects, and the names of these."""


class Asking:
    """What a person should look at, taken down while everyone goes by; whatever was answered before."""

    def __init__(self, documents: Mapping[str, SourceDocument]) -> None:
        self._documents = documents
        self._named: dict[Iri, Entity] = {}
        self._names: dict[Iri, list[str]] = {}
        self._doubts: list[Question] = []

    def candidates(self, everyone: Iterable[Taking]) -> Iterator[Candidate]:
        """Those of them whom questions may be about."""
        for entity, parts, projects in everyone:
            if entity.type == "OrganisationGroup" or not entity.forms:
                continue
            self._named[entity.iri], self._names[entity.iri] = replace(entity, forms=()), _names(entity)
            doubt = _doubt(entity, parts)
            self._doubts += [doubt] if doubt is not None else []
            yield _candidate(entity, parts, projects, self._documents)

    def questions(self) -> list[Question]:
        """What to ask about all who have gone by."""
        return sorted([*self._pairs(), *self._doubts], key=_order)

    def _pairs(self) -> Iterator[Question]:
        """Those whose names differ by little; two that reference data knows are two, and a unit is not its owner."""
        for like in alike(self._names):
            one, other = self._named[like.first], self._named[like.second]
            if not (one.known and other.known) and other.iri != one.owner and one.iri != other.owner:
                yield Question(about=(one.iri, other.iri), score=like.score, reason=like.reason)


def _candidate(
    entity: Entity, parts: Iterable[Participant], projects: Iterable[str], documents: Mapping[str, SourceDocument]
) -> Candidate:
    read = sorted({(documents[one.document].name, one.mention.start, one.mention.end, one.document) for one in parts})
    places = []
    for name, start, end, document in read:
        text = documents[document].text[start:end]
        places.append(f"{name}:{documents[document].place(start)[0]}: “{' '.join(text.split())}”")
    forms = dict.fromkeys((entity.label, *(form.text for form in entity.forms)))
    return Candidate(
        iri=entity.iri,
        label=entity.label,
        names=tuple(forms),
        places=tuple(places),
        projects=tuple(sorted(" ".join(project.split()) for project in projects)),
    )


def _names(entity: Entity) -> list[str]:
    """The names to compare: a unit's has its owner's in it, and a known entity's single words are other things too."""
    if entity.owner is not None:
        return [entity.label]
    texts = dict.fromkeys((entity.label, *(form.text for form in entity.forms)))
    return [text for text in texts if text == entity.label or not entity.known or " " in text]


def _doubt(entity: Entity, parts: Sequence[Participant]) -> Question | None:
    """Whether an organisation that nothing else tells of was read with little confidence wherever it was read."""
    if entity.known or entity.owner is not None or not parts or BODY.search(entity.label):
        return None
    surest = max(parts, key=lambda one: (one.confidence, one.mention.method))
    if surest.confidence >= _SURE:
        return None
    reason = f"an organisation? read by {surest.mention.method} only, confidence {surest.confidence:g}"
    return Question(about=(entity.iri,), score=round(1 - surest.confidence, 2), reason=reason)


# --- the file of a build


def write(path: Path, everyone: Iterable[Taking], documents: Mapping[str, SourceDocument]) -> None:
    """Write what a person should look at, of everyone in the order of IRIs, as JSON; the same bytes for the same."""
    asking = Asking(documents)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_list("{\n", "candidates", asking.candidates(everyone)))
        file.writelines(_list(",\n", "questions", asking.questions()))
        file.write("\n}\n")


def _list(before: str, name: str, items: Iterable[Candidate | Question]) -> Iterator[str]:
    """A list as `json.dumps` writes it with an indent, which it does far slower."""
    yield f'{before} "{name}": ['
    before, after = "\n", "]"
    for one in items:
        fields = (f'   "{field}": {_value(getattr(one, field))}' for field in sorted(one.__slots__))
        yield f"{before}  {{\n{_NEXT_FIELD.join(fields)}\n  }}"
        before, after = ",\n", "\n ]"
    yield after


def _value(value: str | float | tuple[str, ...]) -> str:
    if not isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    texts = ",\n    ".join(json.dumps(text, ensure_ascii=False) for text in value)
    return f"[\n    {texts}\n   ]" if value else "[]"


def read(folder: Path) -> Review:
    """What the build in this folder asks. Raises UnreadableSourceError when there is none."""
    try:
        content = json.loads((folder / REVIEW_FILE).read_text(encoding="utf-8"))
        candidates = [Candidate(**_fixed(one)) for one in content["candidates"]]
        questions = [Question(**_fixed(one)) for one in content["questions"]]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise no_build(folder) from problem
    return Review(candidates={one.iri: one for one in candidates}, questions=tuple(questions))


def _fixed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}


# --- showing


def describe(question: Question, review: Review) -> str:
    """A question as lines for a terminal: what is asked and why, and where each of those it is about was read."""
    about = [review.candidates[iri] for iri in question.about]
    asked = " = ".join(one.label for one in about) + "?" if len(about) > 1 else about[0].label
    lines = [f"{question.score:.2f}  {asked}  ({question.reason})"]
    for one in about:
        lines.append(f"      {one.iri.removeprefix(data_iri(''))}")
        lines += [f"        {place}" for place in _first(one.places)]
        lines += [f"        in {'; '.join(_first(one.projects))}"] if one.projects else []
    return "\n".join(lines)


def to_json(questions: Iterable[Question], review: Review) -> str:
    """The questions as a JSON list, each with everything that is known of those it is about."""
    content = [asdict(one) | {"about": [asdict(review.candidates[iri]) for iri in one.about]} for one in questions]
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2)


def _first(texts: Sequence[str]) -> list[str]:
    return [*texts[:_SHOWN], *([f"… and {len(texts) - _SHOWN} more"] if len(texts) > _SHOWN else [])]
