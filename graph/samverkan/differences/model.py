"""The nouns of a comparison: what came, what went, and what changed of what stayed. Plain data, in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from samverkan.differences.sides import Delta

Labels = Mapping[str, Mapping[str, str]]
"""What the ontology calls its terms: language → label, by IRI."""


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Named:
    """A thing and what it is called."""

    iri: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A value as N-Triples writes it, and as people read it."""

    term: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a property lost and gained; `about` is the participant in whose part it changed, if in one.

    `replaced` when the property had one value before and has one after.
    """

    property: Named
    removed: tuple[Value, ...]
    added: tuple[Value, ...]
    replaced: bool
    about: Named | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """A thing that is on both sides, and what changed of it."""

    thing: Named
    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """What was there, and what is there instead; several when its names lead to several."""

    old: tuple[Named, ...]
    new: tuple[Named, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """The differences among things of one kind.

    `renamed`: another IRI or label, the names prove it. `merged`: gone, others that are there now have its names;
    `split`: new, with names that others had. `replaced`: a document of the same file name with another content.
    """

    added: tuple[Named, ...] = ()
    removed: tuple[Named, ...] = ()
    renamed: tuple[Moved, ...] = ()
    merged: tuple[Moved, ...] = ()
    split: tuple[Moved, ...] = ()
    replaced: tuple[Moved, ...] = ()
    changed: tuple[Changed, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Differences:
    """All that differs: section by section, and the triples that only one side has; `kept` are on both."""

    projects: Section
    organisations: Section
    documents: Section
    others: Section
    triples: Delta

    def __bool__(self) -> bool:
        return bool(self.triples.removed or self.triples.added)
