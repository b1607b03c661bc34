"""Records → what they state, some blocks at a time: memory holds those, and of everyone else what they are called.

Each block is resolved twice, since what one says of another takes what all blocks call that one: first for whom it
tells of, then to be stated. This room decides nothing: `entities`, `withholding` and `statements` do.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from samverkan import everyone, review, statements, triples, withholding
from samverkan.entities import Overview, Resolved, resolve_block
from samverkan.everyone import Called, gathered
from samverkan.identifiers import Iri, data_iri
from samverkan.judgements import Judgements
from samverkan.lines import Lines, batched, keep
from samverkan.meaning import Meanings, settled
from samverkan.model import Entity, Finding, ProjectRecord, SourceDocument
from samverkan.quotations import Documents
from samverkan.reference import Reference, fold_name, load_reference
from samverkan.statements import Facts, Labels
from samverkan.vocabulary import Vocabulary, load_vocabulary
from samverkan.withholding import Held, Sieve, Sifted

Found = TypeVar("Found")
_AT_ONCE = 2_000  # blocks: what they state takes some 60 MB
_LEAST_SHARED = 5_000  # records: below, a second process takes longer to start than it saves


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is known beforehand, and what is sure enough to be stated."""

    vocabulary: Vocabulary
    reference: Reference
    judgements: Judgements
    sieve: Sieve

    @classmethod
    def of(cls, ontology: Path, judgements: Judgements, minimum: float) -> Known:
        """What the ontology's folder says, and how sure one must be (0 to 1). Raises OntologyError."""
        vocabulary, reference = load_vocabulary(ontology), load_reference(ontology)
        return cls(vocabulary=vocabulary, reference=reference, judgements=judgements, sieve=Sieve(judgements, minimum))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Seen:
    """What some blocks tell of everyone, as sorted lines, what is held back, and which projects go by earlier names."""

    lines: list[str]
    held: set[Held]
    earlier: list[tuple[str, Iri]]
    projects: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Stated:
    """What some blocks state, as sorted lines, and with evidence, where there is to be any."""

    lines: list[str]
    facts: Facts | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Work:
    """What it takes to resolve any block; to state it, everyone who is kept and the documents to quote, too.

    `former` are the folded names of earlier projects, and `earlier` the projects that go by them.
    """

    records: Sequence[ProjectRecord]
    known: Known
    meanings: Meanings
    former: Set[str]
    entities: Mapping[Iri, Entity] = field(default_factory=dict)
    earlier: Mapping[str, Sequence[Iri]] = field(default_factory=dict)
    documents: Mapping[str, SourceDocument] | None = None

    def sifted(self, block: list[int]) -> tuple[Resolved, Sifted]:
        """A block resolved, and what is kept of it."""
        resolved = resolve_block((self.records[place] for place in block), self.meanings)
        return resolved, self.known.sieve.sift(resolved.projects, resolved.seen)

    def seen(self, blocks: Iterable[list[int]]) -> _Seen:
        """What these blocks tell of everyone."""
        found = [self.sifted(block) for block in blocks]
        projects = [project for _, sifted in found for project in sifted.projects]
        named = ((fold_name(statements.label(one)), data_iri("project", one.key)) for one in projects)
        lines = (everyone.lines(resolved.seen, sifted.forms, resolved.projects) for resolved, sifted in found)
        return _Seen(
            lines=sorted(chain.from_iterable(lines)),
            held={one for _, sifted in found for one in sifted.held},
            earlier=[(name, iri) for name, iri in named if name in self.former],
            projects=len(projects),
        )

    def stated(self, blocks: Iterable[list[int]]) -> _Stated:
        """What these blocks state."""
        found = [self.sifted(block)[1] for block in blocks]
        projects = [project for sifted in found for project in sifted.projects]
        written = [one for sifted in found for one in self._written(sifted)]
        facts = statements.state_some(
            projects,
            written,
            self.known.vocabulary,
            self.known.reference,
            labels=replace(Labels.of(projects, written), projects=self.earlier),
            quoted=None if self.documents is None else Documents(self.documents),
        )
        lines = triples.sorted_lines(facts.statements)
        return _Stated(lines=lines, facts=facts if facts.proven else None)

    def _written(self, sifted: Sifted) -> Iterator[Entity]:
        """The entities of which a block tells, with the forms in which it writes them."""
        for iri, forms in sifted.forms.items():
            if iri in self.entities:
                yield replace(self.entities[iri], forms=forms)


class Resolution:
    """All records resolved: who takes part, what is held back, and, part by part, what is stated.

    `labels` is what everyone is called before anything is held back; `entities` are those that are kept, without
    their forms. What a person should look at is in the file `review.json` on the shelf.
    """

    def __init__(
        self,
        records: Sequence[ProjectRecord],
        overview: Overview,
        documents: Iterable[SourceDocument],
        known: Known,
        shelf: Path,
    ) -> None:
        self._blocks, self._known = overview.blocks, known
        self._documents: dict[str, SourceDocument] = {one.id: one for one in documents}
        meanings = Meanings(known.reference, known.judgements, settled(overview.numbers))
        self._work = _Work(records=records, known=known, meanings=meanings, former=overview.earlier)
        self._held, self._earlier = set[Held](), defaultdict[str, list[Iri]](list)
        self.projects = 0
        told = keep(shelf / "everyone", self._seen())
        self._called = Called.of(gathered(told), known.reference)
        self.labels, self.entities = dict[Iri, str](), dict[Iri, Entity]()
        review.write(shelf / review.REVIEW_FILE, self._everyone(told), self._documents)

    def _seen(self) -> Iterator[list[str]]:
        for some in _each(self._work, _Work.seen, batched(self._blocks, _AT_ONCE)):
            self._held |= some.held
            self.projects += some.projects
            for name, iri in some.earlier:
                self._earlier[name].append(iri)
            yield some.lines

    def _everyone(self, told: Lines) -> Iterator[review.Taking]:
        """All entities before anything is held back; what is kept of them is taken down as they go by."""
        for one in gathered(told):
            entity = self._called.entity(one, self._known.reference)
            if entity is not None:
                self.labels[entity.iri] = entity.label
                kept = self._called.kept(entity, one.kept, self._known.sieve)
                self.entities |= {entity.iri: replace(kept, forms=())} if kept is not None else {}
                yield entity, one.parts, one.projects

    @property
    def findings(self) -> list[Finding]:
        """What is told of all that is held back."""
        quoted = Documents(self._documents)
        told = {self._known.sieve.finding(one, self.labels, quoted) for one in self._held}
        return sorted(told, key=withholding.order)

    def stated(self, *, proven: bool) -> Iterator[_Stated]:
        """What all projects and entities state, in parts; without `proven` there is no evidence."""
        work = replace(self._work, entities=self.entities, earlier=self._earlier)
        work = replace(work, documents=self._documents) if proven else work
        return _each(work, _Work.stated, batched(self._blocks, _AT_ONCE))


# --- on all cores

_at_hand: list[_Work] = []
_Blocks = list[list[int]]


def _each(work: _Work, do: Callable[[_Work, _Blocks], Found], blocks: Iterable[_Blocks]) -> Iterator[Found]:
    """What comes of the blocks, in their order; evidence takes longer to send than to find."""
    workers = os.cpu_count() or 1
    if workers < 2 or len(work.records) < _LEAST_SHARED or work.documents is not None:
        yield from (do(work, some) for some in blocks)
        return
    with ProcessPoolExecutor(workers, initializer=_take_up, initargs=(work,)) as pool:
        yield from pool.map(partial(_done, do), blocks)


def _take_up(work: _Work) -> None:
    _at_hand[:] = [work]


def _done(do: Callable[[_Work, _Blocks], Found], blocks: _Blocks) -> Found:
    return do(_at_hand[0], blocks)
