"""What the ontology says, as plain Python: the labels of fields, the phrases, the codes. One of two rooms that read Turtle for the reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from samverkan.errors import OntologyError
from samverkan.identifiers import BASE, RDF, RDFS, SAM, SKOS, Iri

_SH = "http://www.w3.org/ns/shacl#"
_ROLE = BASE + "id/role/"
Triples = list[ox.Triple]
SCHEMES: Mapping[str, str] = {
    "fund": "fund",
    "programme": "programme",
    "programmeArea": "programme-area",
    "specificObjective": "specific-objective",
    "interventionField": "intervention-field",
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """The words by which documents say things, from the ontology.

    `fields` maps folded labels to fields; `concepts` maps, per scheme (`fund`, `programme-area` …), folded notations
    and labels to concepts; `words` maps the name of a word class to its members, longest first.
    """

    fields: Mapping[str, Field]
    phrases: tuple[Phrase, ...]
    words: Mapping[str, tuple[str, ...]]
    concepts: Mapping[str, Mapping[str, tuple[Iri, ...]]]
    labels: Mapping[Iri, str] = field(repr=False)

    def concept(self, prop: str, written: str) -> Iri | None:
        """The concept of a property's scheme that a code, a label, or a code before its label names; None unless it is one."""
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


def read_turtle(path: Path) -> Triples:
    """The triples of a Turtle file; raises OntologyError with the place of a syntax error."""
    try:
        return [
            ox.Triple(quad.subject, quad.predicate, quad.object)
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        ]
    except SyntaxError as problem:
        message = re.sub(r"^Parser error at line \d+ .*?: ", "", problem.msg)
        raise OntologyError(
            message=f"{message}: mend the Turtle", file=str(path), line=problem.lineno, column=problem.offset
        ) from problem
    except (OSError, ValueError) as problem:
        raise OntologyError(
            message=f"can't read the ontology ({problem}): restore the file", file=str(path)
        ) from problem


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
    triples = [triple for name in names for triple in read_turtle(folder / name)]
    said = [triple for path in sorted((folder / "phrases").glob("*.ttl")) for triple in read_turtle(path)]
    return Vocabulary(
        fields=_fields(triples, folder),
        phrases=tuple(_phrases(said)),
        words=_words(said),
        concepts=_concepts(triples),
        labels={
            Iri(triple.subject.value): triple.object.value
            for triple in triples
            if _is(triple, SKOS + "prefLabel", RDFS + "label") and triple.object.language == "sv"
        },
    )


def load_prefixes(folder: Path) -> dict[str, str]:
    """Prefix → namespace, as the ontology declares them (sh:declare)."""
    prefix, namespace = {}, {}
    for triple in read_turtle(folder / "prefixes.ttl"):
        if triple.predicate.value == _SH + "prefix":
            prefix[str(triple.subject)] = triple.object.value
        elif triple.predicate.value == _SH + "namespace":
            namespace[str(triple.subject)] = triple.object.value
    return {prefix[node]: namespace[node] for node in sorted(prefix, key=lambda node: prefix[node])}


def _is(triple: ox.Triple, *predicates: str) -> bool:
    return triple.predicate.value in predicates and isinstance(triple.object, ox.Literal)


def _fields(triples: Triples, folder: Path) -> dict[str, Field]:
    """Every label that names a field; a label on two terms would make reading a matter of chance, so it is refused."""
    fields: dict[str, Field] = {}
    for triple in triples:
        subject = triple.subject.value
        if not (_is(triple, SKOS + "altLabel") and subject.startswith((SAM, _ROLE))):
            continue
        named = Field(iri=Iri(subject), name=re.split(r"[#/]", subject)[-1], role=subject.startswith(_ROLE))
        other = fields.setdefault(fold_label(triple.object.value), named)
        if other.iri != named.iri:
            message = f"the label “{triple.object.value}” names both {other.name} and {named.name}: keep it on one"
            raise OntologyError(message=message, file=str(folder / "core.ttl"))
    return fields


def _phrases(triples: Triples) -> Iterator[Phrase]:
    """The phrases in the order of their rank: the first that fits a stretch of text wins."""
    by_subject: dict[str, dict[str, list[str]]] = {}
    for triple in triples:
        by_subject.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, []).append(
            triple.object.value
        )
    phrases = [
        Phrase(
            name=subject.rsplit("/", 1)[-1],
            pattern=known[SAM + "pattern"][0],
            confidence=float(known.get(SAM + "confidence", ["0.9"])[0]),
            examples=tuple(sorted(known.get(SKOS + "example", []))),
            rank=int(known.get(SAM + "rank", ["100"])[0]),
        )
        for subject, known in by_subject.items()
        if SAM + "Phrase" in known.get(RDF + "type", [])
    ]
    yield from sorted(phrases, key=lambda phrase: (phrase.rank, phrase.name))


def _words(triples: Triples) -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    for triple in triples:
        if triple.predicate.value == SAM + "word":
            words.setdefault(triple.subject.value.rsplit("/", 1)[-1], []).append(triple.object.value)
    return {name: tuple(sorted(members, key=lambda word: (-len(word), word))) for name, members in words.items()}


def _concepts(triples: Iterable[ox.Triple]) -> dict[str, dict[str, tuple[Iri, ...]]]:
    concepts: dict[str, dict[str, set[Iri]]] = {}
    for triple in triples:
        subject = triple.subject.value
        if _is(triple, SKOS + "notation", SKOS + "prefLabel", SKOS + "altLabel") and subject.startswith(BASE + "id/"):
            scheme = subject.removeprefix(BASE + "id/").split("/")[0]
            concepts.setdefault(scheme, {}).setdefault(fold_label(triple.object.value), set()).add(Iri(subject))
    return {
        scheme: {label: tuple(sorted(iris)) for label, iris in labels.items()} for scheme, labels in concepts.items()
    }
