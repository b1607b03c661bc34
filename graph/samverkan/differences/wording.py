"""Differences in words for people, in Swedish or English, and as JSON for programs. It adds nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from samverkan.differences.model import Change, Differences, Labels, Moved, Named, Section
from samverkan.identifiers import DCTERMS, RDFS, SKOS

_WORDS = {
    "en": {
        "projects": "Projects",
        "organisations": "Organisations",
        "documents": "Documents",
        "others": "Everything else",
        "added": "added",
        "removed": "removed",
        "renamed": "renamed",
        "merged": "merged",
        "split": "split off",
        "replaced": "with another content",
        "changed": "changed",
        "triples": "Triples: {removed} removed, {added} added, {kept} in both",
        "same": "no difference",
    },
    "sv": {
        "projects": "Projekt",
        "organisations": "Organisationer",
        "documents": "Dokument",
        "others": "Allt annat",
        "added": "tillkomna",
        "removed": "borttagna",
        "renamed": "omdöpta",
        "merged": "sammanslagna",
        "split": "utbrutna",
        "replaced": "med annat innehåll",
        "changed": "ändrade",
        "triples": "Tripler: {removed} borttagna, {added} tillkomna, {kept} i båda",
        "same": "ingen skillnad",
    },
}
LANGUAGES = tuple(_WORDS)
# What others' properties are called, which the ontology uses and doesn't name
OF_OTHERS: Labels = {
    f"{RDFS}label": {"sv": "namn", "en": "name"},
    f"{SKOS}altLabel": {"sv": "annat namn", "en": "other name"},
    f"{DCTERMS}title": {"sv": "titel", "en": "title"},
    f"{DCTERMS}format": {"sv": "medietyp", "en": "media type"},
    f"{DCTERMS}publisher": {"sv": "utgivare", "en": "publisher"},
    f"{DCTERMS}issued": {"sv": "publicerat", "en": "published"},
    f"{DCTERMS}license": {"sv": "licens", "en": "licence"},
    f"{DCTERMS}source": {"sv": "adress", "en": "address"},
}
_SECTIONS = ("projects", "organisations", "documents", "others")
_MOVES = ("renamed", "merged", "split", "replaced")


def to_text(differences: Differences, language: str) -> str:
    """The differences as lines: section by section what came, went and changed, and the totals at the end."""
    words = _WORDS[language]
    lines = [line for name in _SECTIONS for line in _section(getattr(differences, name), words[name], words)]
    totals = words["triples"].format(**_totals(differences))
    return "\n".join([*lines, totals] if differences else [words["same"], totals])


def to_json(differences: Differences) -> str:
    """The differences as one JSON object: the same as in words, with the IRIs and the terms as N-Triples has them."""
    sections = {name: asdict(getattr(differences, name)) for name in _SECTIONS}
    return json.dumps({**sections, "triples": _totals(differences)}, ensure_ascii=False, indent=2)


def _totals(differences: Differences) -> dict[str, int]:
    told = differences.triples
    return {"removed": len(told.removed), "added": len(told.added), "kept": told.kept}


def _section(section: Section, title: str, words: dict[str, str]) -> Iterator[str]:
    for kind, lines in (
        ("added", [f"  + {_name(one)}" for one in section.added]),
        ("removed", [f"  − {_name(one)}" for one in section.removed]),
        *((kind, [f"  {_move(one)}" for one in getattr(section, kind)]) for kind in _MOVES),
    ):
        if lines:
            yield f"{title} {words[kind]}: {len(lines)}"
            yield from lines
            yield ""
    if section.changed:
        yield f"{title} {words['changed']}: {len(section.changed)}"
        for one in section.changed:
            yield f"  {_name(one.thing)}"
            yield from (f"    {line}" for change in one.changes for line in _change(change))
        yield ""


def _name(named: Named) -> str:
    return f"{named.label} <{named.iri}>"


def _move(moved: Moved) -> str:
    before, after = ("; ".join(_name(one) for one in names) for names in (moved.old, moved.new))
    return f"{before} → {after}"


def _change(change: Change) -> Iterable[str]:
    about = f"{change.about.label}: " if change.about else ""
    said = f"{about}{change.property.label}"
    if change.replaced:
        return [f"{said} {change.removed[0].label} → {change.added[0].label}"]
    lost = [f"{said} − {value.label}" for value in change.removed]
    return [*lost, *(f"{said} + {value.label}" for value in change.added)]
