"""What the ontology says, as plain Python: labels, phrases, codes. With reference.py it reads Turtle for the reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from samverkan.errors import OntologyError
from samverkan.identifiers import BASE, RDFS, SAM, SKOS, Iri
from samverkan.model import Literal, Statement

_SH = "http://www.w3.org/ns/shacl#"
_ROLE = BASE + "id/role/"
_PHRASE = BASE + "id/phrase/"
SCHEMES: Mapping[str, str] = {
    "fund": "fund",
    "programme": "programme",
    "programmeArea": "programme-area",
    "specificObjective": "specific-objective",
    "interventionField": "intervention-field",
    "targetGroup": "target-group",
    "sector": "sector",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """What a label in a document names: a property (`name` is its local name), a role, or a field without a fact."""

    iri: Iri
    name: str
    role: bool = False

    @property
    def is_prose(self) -> bool:
        """Whether running text follows the label."""
        return self.name == "proseField"


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """A sentence pattern with typed slots; `examples` mark each slot's characters as `[slot: characters]`."""

    name: str
    pattern: str
    confidence: float
    examples: tuple[str, ...]
    rank: int = 0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Vocabulary:
    """The words by which documents say things, from the ontology. Only itself equals it: what follows from it is kept.

    `fields` maps folded labels to fields; `concepts` maps, per scheme (`fund`, `programme-area` …), folded notations
    and labels to concepts; `words` maps the name of a word class to its members, longest first.
    """

    fields: Mapping[str, Field]
    phrases: tuple[Phrase, ...]
    words: Mapping[str, tuple[str, ...]]
    concepts: Mapping[str, Mapping[str, tuple[Iri, ...]]]

    def concept(self, prop: str, written: str) -> Iri | None:
        """The concept of a property's scheme that a code, a label, or a code and label name; None unless it is one."""
        labels = self.concepts.get(SCHEMES[prop], {})
        bare = re.sub(r"^(?:programområde|specifikt mål|interventionstyp)\s+", "", fold_label(written))
        code, _, wording = (part.strip(" :.–-") for part in bare.partition(" "))
        # a number before a wording is another period's area unless the wording is listed too; a letter is this period's
        forms = (fold_label(written), bare, wording, *((code,) if not code.isdigit() else ()))
        for form in forms:
            if len(labels.get(form, ())) == 1:
                return labels[form][0]
        return None


def fold_label(label: str) -> str:
    """A label without what changes from document to document: case, spaces, a final colon."""
    return " ".join(label.replace("\u00a0", " ").casefold().split()).rstrip(" :")


def read_turtle(path: Path) -> list[ox.Triple]:
    """The triples of a Turtle file; raises OntologyError with the place of a syntax error."""
    try:
        return [
            ox.Triple(quad.subject, quad.predicate, quad.object)
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        ]
    except SyntaxError as problem:
        message = syntax_problem(problem)
        raise OntologyError(
            message=f"{message}: mend the Turtle", file=str(path), line=problem.lineno, column=problem.offset
        ) from problem
    except (OSError, ValueError) as problem:
        raise OntologyError(
            message=f"can't read the ontology ({problem}): restore the file", file=str(path)
        ) from problem


def read_statements(path: Path) -> list[Statement]:
    """The triples of a Turtle file as plain Python; blank nodes have their labels as IRIs."""
    return [
        Statement(subject=Iri(_value(one.subject)), predicate=Iri(one.predicate.value), object=_object(one.object))
        for one in read_turtle(path)
    ]


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _object(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Iri | Literal:
    if not isinstance(term, ox.Literal):
        return Iri(_value(term))
    return Literal(value=term.value, language=term.language, datatype=None if term.language else term.datatype.value)


def syntax_problem(problem: SyntaxError) -> str:
    """What the parser found wrong, in one line and without the place, which the problem carries beside it."""
    return re.sub(r"^Parser error (?:at|between) line \d+ .*?: ", "", " ".join(problem.msg.split())).rstrip(": ")


def ontology_files(folder: Path) -> list[Path]:
    """Every Turtle file of the ontology, in a fixed order."""
    found = sorted(folder.rglob("*.ttl"))
    if not found:
        raise OntologyError(message="no Turtle files here: the ontology is missing", file=str(folder))
    return found


@cache
def load_vocabulary(folder: Path) -> Vocabulary:
    """The vocabulary in this ontology folder. Raises OntologyError."""
    names = ("core.ttl", "schemes.ttl", "reference/codes.ttl")
    said = [statement for name in names for statement in read_statements(folder / name)]
    phrases = [one for path in sorted((folder / "phrases").glob("*.ttl")) for one in read_statements(path)]
    return Vocabulary(
        fields=_fields(said, folder),
        phrases=tuple(_phrases(phrases, folder)),
        words=_words(phrases),
        concepts=_concepts(said),
    )


def load_prefixes(folder: Path) -> dict[str, str]:
    """Prefix → namespace, as the ontology declares them (sh:declare)."""
    declared: dict[str, dict[str, str]] = {}
    for subject, predicate, value in _texts(read_statements(folder / "prefixes.ttl")):
        if predicate.startswith(_SH):
            declared.setdefault(subject, {})[predicate.removeprefix(_SH)] = value
    return dict(sorted((one["prefix"], one["namespace"]) for one in declared.values()))


def load_labels(folder: Path) -> dict[str, dict[str, str]]:
    """What the ontology calls its terms: language → rdfs:label, by IRI. Raises OntologyError."""
    labels: dict[str, dict[str, str]] = {}
    for name in ("core.ttl", "schemes.ttl"):
        for one in read_statements(folder / name):
            if one.predicate == RDFS + "label" and isinstance(one.object, Literal):
                labels.setdefault(one.subject, {})[one.object.language or ""] = one.object.value
    return labels


def _texts(said: Iterable[Statement], *predicates: str) -> Iterator[tuple[Iri, Iri, str]]:
    """Subject, predicate and text of the statements with a literal, of these predicates when any are given."""
    for one in said:
        if isinstance(one.object, Literal) and (not predicates or one.predicate in predicates):
            yield one.subject, one.predicate, one.object.value


def _fields(said: Iterable[Statement], folder: Path) -> dict[str, Field]:
    """Every label that names a field; a label on two terms would make reading a matter of chance, so it is refused."""
    fields: dict[str, Field] = {}
    for subject, _, label in _texts(said, SKOS + "altLabel"):
        if not subject.startswith((SAM, _ROLE)):
            continue
        named = Field(iri=subject, name=re.split(r"[#/]", subject)[-1], role=subject.startswith(_ROLE))
        other = fields.setdefault(fold_label(label), named)
        if other.iri != named.iri:
            message = f"the label “{label}” names both {other.name} and {named.name}: keep it on one"
            raise OntologyError(message=message, file=str(folder / "core.ttl"))
    return fields


def _phrases(said: Iterable[Statement], folder: Path) -> Iterator[Phrase]:
    """The phrases in the order of their rank: the first that fits a stretch of text wins."""
    by_subject: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value in _texts(said):
        by_subject.setdefault(subject, {}).setdefault(predicate, []).append(value)
    phrases = [
        _phrase(subject.removeprefix(_PHRASE), known, folder)
        for subject, known in by_subject.items()
        if subject.startswith(_PHRASE)
    ]
    yield from sorted(phrases, key=lambda phrase: (phrase.rank, phrase.name))


def _phrase(name: str, known: Mapping[str, list[str]], folder: Path) -> Phrase:
    try:
        return Phrase(
            name=name,
            pattern=known[SAM + "pattern"][0],
            confidence=float(known[SAM + "confidence"][0]),
            examples=tuple(sorted(known[SKOS + "example"])),
            rank=int(known[SAM + "rank"][0]),
        )
    except (KeyError, ValueError) as problem:
        message = f"the phrase {name} needs sam:pattern, sam:rank and sam:confidence (numbers), and skos:example"
        raise OntologyError(message=message, file=str(folder / "phrases")) from problem


def _words(said: Iterable[Statement]) -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    for subject, _, word in _texts(said, SAM + "word"):
        words.setdefault(subject.rsplit("/", 1)[-1], []).append(word)
    return {name: tuple(sorted(members, key=lambda word: (-len(word), word))) for name, members in words.items()}


def _concepts(said: Iterable[Statement]) -> dict[str, dict[str, tuple[Iri, ...]]]:
    concepts: dict[str, dict[str, set[Iri]]] = {}
    for subject, _, label in _texts(said, SKOS + "notation", SKOS + "prefLabel", SKOS + "altLabel"):
        if subject.startswith(BASE + "id/"):
            scheme = subject.removeprefix(BASE + "id/").split("/")[0]
            concepts.setdefault(scheme, {}).setdefault(fold_label(label), set()).add(subject)
    return {
        scheme: {label: tuple(sorted(iris)) for label, iris in labels.items()} for scheme, labels in concepts.items()
    }
