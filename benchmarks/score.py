"""What a build of made-up projects found, against the key: `python benchmarks/score.py BUILD KEY_FOLDER`.

It prints precision and recall of three things: pairs of names that are one body's, who takes part in which project in
which role, and what is wrong with which. This module may not know how projects are made, only what the key says.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from samverkan.identifiers import RDFS, SKOS, sam

_LABELS = (ox.NamedNode(f"{RDFS}label"), ox.NamedNode(f"{SKOS}altLabel"))
_ROLES = (("lead", ox.NamedNode(sam("hasLead"))), ("partner", ox.NamedNode(sam("hasPartner"))))


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """How many there are, how many were found, and how many of those are right."""

    there: int
    found: int
    right: int

    @classmethod
    def of(cls, there: Iterable[Hashable], found: Iterable[Hashable]) -> Score:
        """The score of what was found."""
        wanted, given = set(there), set(found)
        return cls(there=len(wanted), found=len(given), right=len(wanted & given))

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of what there is, the share that was found."""
        return self.right / self.there if self.there else 1.0


def score(build: Path, key: Path) -> Mapping[str, Score]:
    """The scores of a build, by what they are of."""
    projects = list(_rows(key / "projects.jsonl"))
    bodies = {_folded(form): row["key"] for row in _rows(key / "organisations.jsonl") for form in row["forms"]}
    store = ox.Store()
    store.bulk_load(path=str(build / "graph.ttl"), format=ox.RdfFormat.TURTLE)
    findings = json.loads((build / "findings.json").read_text(encoding="utf-8"))
    return {
        "names of one body": _of_names(store, bodies),
        "parties of projects": _of_parties(store, bodies, projects),
        "faults": _of_faults(store, findings, projects),
    }


def _of_names(store: ox.Store, bodies: Mapping[str, str]) -> Score:
    """Pairs of names that the graph has: those that are one body's, against those that one node bears."""
    names: dict[ox.NamedNode, set[str]] = defaultdict(set)
    for label in _LABELS:
        for quad in store.quads_for_pattern(None, label, None, None):
            if isinstance(quad.object, ox.Literal) and _folded(quad.object.value) in bodies:
                names[quad.subject].add(_folded(quad.object.value))
    of_body: dict[str, set[str]] = defaultdict(set)
    for name in (name for forms in names.values() for name in forms):
        of_body[bodies[name]].add(name)
    return Score.of(_pairs(of_body.values()), _pairs(names.values()))


def _pairs(groups: Iterable[set[str]]) -> Iterator[tuple[str, str]]:
    return (pair for group in groups for pair in combinations(sorted(group), 2))


def _of_parties(store: ox.Store, bodies: Mapping[str, str], projects: Iterable[Mapping[str, Any]]) -> Score:
    """Project, role and body. A row without a name or with too many cells states nothing."""
    wanted = {
        (row["name"], role, body)
        for row in projects
        for role, one in (("lead", [row["lead"]]), ("partner", row["partners"]))
        for body in one
    }
    return Score.of(wanted, _found_parties(store, bodies))


def _found_parties(store: ox.Store, bodies: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for role, prop in _ROLES:
        for quad in store.quads_for_pattern(None, prop, None, None):
            names = sorted(_names(store, quad.object))
            body = next((bodies[name] for name in names if name in bodies), f"unknown: {', '.join(names)}")
            for label in store.quads_for_pattern(quad.subject, _LABELS[0], None, None):
                yield label.object.value, role, body


def _names(store: ox.Store, node: ox.NamedNode) -> set[str]:
    return {
        _folded(quad.object.value) for label in _LABELS for quad in store.quads_for_pattern(node, label, None, None)
    }


def _of_faults(store: ox.Store, findings: Iterable[Mapping[str, Any]], projects: Iterable[Mapping[str, Any]]) -> Score:
    """Project and code, of the codes that the key has; a finding that is about no node is about its row."""
    planted = {(row["name"], code) for row in projects for code in row["faults"]}
    codes = {code for _, code in planted}
    rows = {row["row"]: row["name"] for row in projects}
    named = [(one, _names(store, ox.NamedNode(one["focus"])) if one.get("focus") else ()) for one in findings]
    return Score.of(
        planted,
        {(min(names, default=rows.get(one["line"])), one["code"]) for one, names in named if one["code"] in codes},
    )


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _folded(text: str) -> str:
    return " ".join(text.split())


def main() -> None:
    """Print the scores."""
    build, key = map(Path, sys.argv[1:])
    for name, one in score(build, key).items():
        print(f"{name:22} precision {one.precision:.3f}  recall {one.recall:.3f}  of {one.there}")


if __name__ == "__main__":
    main()
