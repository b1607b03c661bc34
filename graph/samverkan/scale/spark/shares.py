"""What executors do with their share of the data: pure functions over the same rooms as a local build's.

Spark is not known here. Lines are told with the graph that they are of, as a number that sorts as its IRI does.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple, Protocol
from zipimport import zipimporter

from samverkan import reasoning, statements, triples
from samverkan.entities import entity, merge, resolve_block
from samverkan.identifiers import ASSERTED, EVIDENCE, INFERRED, ONTOLOGY, REFERENCE, Iri, data_iri
from samverkan.judgements import Judgements
from samverkan.lines import batched
from samverkan.mappings import Mappings
from samverkan.meaning import Meanings, Sighting
from samverkan.model import Entity, Finding, Form, Project, ProjectRecord
from samverkan.nodes import Triple
from samverkan.quotations import Noted, Place, Quotation
from samverkan.reference import Reference, fold_name
from samverkan.statements import former, label
from samverkan.vocabulary import Vocabulary
from samverkan.withholding import Held, Sieve, mentions

GRAPHS = tuple(sorted((ASSERTED, EVIDENCE, INFERRED, ONTOLOGY, REFERENCE)))
PROVEN = len(GRAPHS)  # beside the graphs: that there is evidence for this triple
_BATCH = 1_000  # blocks or entities that are stated together: reference data about them is stated once for all
Line = tuple[str, int]
Notes = Mapping[Place, Quotation]


class Known:
    """All that is known beforehand and asked of the build; the same in every share."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        reference: Reference,
        mappings: Mappings,
        judgements: Judgements,
        *,
        axioms: frozenset[Triple],
        described: tuple[str, ...],
        minimum: float,
        proven: bool,
        reasoner: reasoning.Reasoner,
    ) -> None:
        self.vocabulary, self.reference, self.mappings, self.judgements = vocabulary, reference, mappings, judgements
        self.axioms, self.described, self.reasoner = axioms, described, reasoner
        self.sieve, self.proven = Sieve(judgements, minimum), proven


_at_hand: dict[str, Known] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What is known, sent to all executors under a name, and unpacked once in each process."""

    name: str
    broadcast: Broadcast

    @property
    def value(self) -> Known:
        """What is known; Spark itself forgets it whenever a task doesn't ask for it."""
        if self.name not in _at_hand:
            _at_hand.clear()
            _at_hand[self.name] = self.broadcast.value
            _forget_archives()
        return _at_hand[self.name]


def _forget_archives() -> None:
    """Spare every task a quarter of a second.

    Spark has each task's process invalidate Python's importers, and each of those that look into an archive then reads
    the whole of its table of contents anew. What has been imported needs them no more.
    """
    for path, importer in list(sys.path_importer_cache.items()):
        if isinstance(importer, zipimporter):
            del sys.path_importer_cache[path]


class Broadcast(Protocol):
    """What Spark sends to all executors."""

    @property
    def value(self) -> Known:
        """What was sent."""


class Stated(NamedTuple):
    """A record with its quotations, packed: it is sent around more often than it is looked at."""

    keys: frozenset[str]
    number: tuple[str, str] | None
    packed: bytes


def pack(content: object) -> bytes:
    """What is only passed on, in bytes."""
    return pickle.dumps(content, pickle.HIGHEST_PROTOCOL)


# --- one block of records, one entity


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """What a block of records gives: its projects without what is held back, and the quotations of all of it."""

    projects: tuple[Project, ...]
    held: tuple[Held, ...]
    notes: Notes

    @property
    def named(self) -> set[Iri]:
        """Everyone whose label it takes to state it, or to tell what is held back."""
        parts = chain.from_iterable((*project.participants, *project.deciders) for project in self.projects)
        return {part.entity for part in parts} | {held.entity for held in self.held if held.entity is not None}


class Resolved(NamedTuple):
    """A block, packed, and of it what others ask for: whom it names, and which projects, earlier ones and its own."""

    named: frozenset[Iri]
    earlier: frozenset[str]
    called: tuple[tuple[str, Iri], ...]
    is_held: bool
    packed: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What a block, or all of them, tells of one entity: all of it, and the forms of it that are kept."""

    all: Sighting
    kept: tuple[Form, ...]
    notes: Notes


def resolve(
    stated: Iterable[Stated], meanings: Meanings, known: Known
) -> tuple[Resolved, list[tuple[Iri, Iri | None, bytes]]]:
    """One block resolved, and what it tells of entities: each with its owner, packed."""
    block, seen = _resolved((pickle.loads(one.packed) for one in stated), meanings, known)
    named = ((fold_name(label(one)), data_iri("project", one.key)) for one in block.projects)
    resolved = Resolved(
        named=frozenset(block.named),
        earlier=frozenset(chain.from_iterable(map(former, block.projects))),
        called=tuple(named),
        is_held=bool(block.held),
        packed=pack(block),
    )
    return resolved, [(one.all.iri, one.all.owner, pack(one)) for one in seen]


def _resolved(
    records: Iterable[tuple[ProjectRecord, Notes]], meanings: Meanings, known: Known
) -> tuple[Block, list[Seen]]:
    given, noted = list[ProjectRecord](), dict[Place, Quotation]()
    for record, notes in records:
        given.append(record)
        noted.update(notes)
    resolved, held = resolve_block(given, meanings), list[Held]()
    kept = tuple(one for project in resolved.projects if (one := known.sieve.project(project, held)).records)
    stated = mentions(kept)
    told = {(one.document, one.mention.start, one.mention.end) for one in held}
    block = Block(
        projects=kept,
        held=tuple(held),
        notes=noted if known.proven else {place: noted[place] for place in told},
    )
    return block, [_seen(one, known.sieve.forms(one.iri, one.forms, stated), noted, known) for one in resolved.seen]


def _seen(all_of_it: Sighting, kept: tuple[Form, ...], noted: Notes, known: Known) -> Seen:
    places = {(form.document, form.mention.start, form.mention.end) for form in kept} if known.proven else ()
    return Seen(all=all_of_it, kept=kept, notes={place: noted[place] for place in places})


def unite(seen: Iterable[bytes]) -> Seen:
    """What all blocks tell of one entity."""
    ones: list[Seen] = [pickle.loads(one) for one in seen]
    whole = merge(one.all for one in ones)
    kept = {form for one in ones for form in one.kept}
    notes = {place: said for one in ones for place, said in one.notes.items()}
    return Seen(all=whole, kept=tuple(form for form in whole.forms if form in kept), notes=notes)


def named(seen: Seen, known: Known, owners: Mapping[Iri, str]) -> Entity:
    """The entity before anything is held back; `owners` has the own labels of those who have units."""
    return entity(seen.all, known.reference, owners.get(seen.all.owner) if seen.all.owner else None)


class Somebody(NamedTuple):
    """An entity: its labels before and after anything is held back, None where all is, and it itself, packed."""

    label: str
    kept_label: str | None
    is_organisation: bool
    packed: bytes


def sieve(seen: Seen, known: Known, owners: Owners) -> Somebody:
    """What is kept of an entity."""
    before = named(seen, known, owners.own)
    owner = owners.labels.get(before.owner) if before.owner is not None else None
    after = known.sieve.entity(before, seen.kept, owner, before.iri in owners.of_kept)
    is_organisation = after is not None and after.type != "OrganisationGroup"
    label = after.label if after else None
    return Somebody(before.label, label, is_organisation, pack((after, seen.notes)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Owners:
    """Those who have units: what they are called by themselves and as units, and who owns someone who is kept."""

    own: Mapping[Iri, str]
    labels: Mapping[Iri, str]
    of_kept: frozenset[Iri | None]


# --- lines

Labels = Mapping[Iri, tuple[str, str | None]]  # before and after anything is held back


def project_lines(
    blocks: Iterable[tuple[Resolved, Labels]], called: Mapping[str, list[Iri]], known: Known
) -> Iterator[Line]:
    """What the projects of these blocks state; each block comes with the labels that it takes.

    `called` has the projects that go by the folded name of an earlier project.
    """
    for some in batched(blocks, _BATCH):
        projects, labels, notes = list[Project](), dict[Iri, str](), dict[Place, Quotation]()
        for resolved, of_block in some:
            block: Block = pickle.loads(resolved.packed)
            projects += block.projects
            labels.update((iri, after) for iri, (_, after) in of_block.items() if after is not None)
            notes.update(block.notes)
        own = statements.Labels.of(projects, ())
        yield from _lines(
            projects, (), statements.Labels(labels={**labels, **own.labels}, projects=called), notes, known
        )


def entity_lines(entities: Iterable[Somebody], known: Known) -> Iterator[Line]:
    """What is stated of these entities."""
    nothing = statements.Labels(labels={}, projects={})
    for some in batched((one for one in entities if one.kept_label is not None), _BATCH):
        ones: list[tuple[Entity, Notes]] = [pickle.loads(one.packed) for one in some]
        notes = {place: said for _, noted in ones for place, said in noted.items()}
        yield from _lines((), [one for one, _ in ones], nothing, notes, known)


def _lines(
    projects: Iterable[Project], entities: Iterable[Entity], labels: statements.Labels, notes: Notes, known: Known
) -> Iterator[Line]:
    quoted = Noted(notes) if known.proven else None
    facts = statements.state_some(projects, entities, known.vocabulary, known.reference, labels=labels, quoted=quoted)
    asserted, evidence = GRAPHS.index(ASSERTED), GRAPHS.index(EVIDENCE)
    yield from ((line, asserted) for line in triples.sorted_lines(facts.statements))
    yield from ((line, evidence) for line in triples.evidence_lines(facts.evidence))
    yield from ((line, PROVEN) for line in {triples.ntriples(piece.statement) for piece in facts.evidence})


def findings(resolved: Resolved, labels: Labels, known: Known) -> set[Finding]:
    """What is told of all that is held back of a block."""
    block: Block = pickle.loads(resolved.packed)
    before = {iri: label for iri, (label, _) in labels.items()}
    return {known.sieve.finding(held, before, Noted(block.notes)) for held in block.held}


def infer(asserted: Iterable[str], known: Known) -> reasoning.Inference:
    """What follows from these facts, which are all about their subjects that there are."""
    return reasoning.infer_by(known.axioms, set(asserted), known.described, known.reasoner)


def quads(lines: Iterable[Line]) -> Iterator[tuple[str, str]]:
    """The sorted lines, each once in each of its graphs, as N-Quads; what is asserted too is no longer inferred.

    And beside each its graph's name, or `proven` for an asserted one for which there is evidence.
    """
    asserted, inferred = GRAPHS.index(ASSERTED), GRAPHS.index(INFERRED)
    for line, same in groupby(lines, itemgetter(0)):
        graphs = {graph for _, graph in same}
        if asserted in graphs:
            graphs.discard(inferred)
        for graph in sorted(graphs - {PROVEN}):
            kind = "proven" if graph == asserted and PROVEN in graphs else GRAPHS[graph].rpartition("/")[2]
            yield f"{line[:-1]}<{GRAPHS[graph]}> .", kind


def tally(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Counter[str]]]:
    """The SHA-256 of the file in which these lines are, and how many there are of each kind."""
    whole, counts = hashlib.sha256(), Counter[str]()
    for line, kind in pairs:
        whole.update(f"{line}\n".encode())
        counts[kind] += 1
    yield whole.hexdigest(), counts
