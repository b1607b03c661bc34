"""Records → what they state, some blocks at a time: memory holds those, and of everyone else what they are called.

Each block is resolved twice, since what one says of another takes what all blocks call that one: first for whom it
tells of, then to be stated. This room decides nothing: `entities`, `withholding` and `statements` do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from samverkan import everyone, review, statements, withholding
from samverkan.entities import Overview, Resolved, resolve_block
from samverkan.everyone import Called, Somebody, gathered
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

_AT_ONCE = 2_000  # blocks: what they state takes some 60 MB


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is known beforehand, and how sure one must be of what is stated (0 to 1)."""

    vocabulary: Vocabulary
    reference: Reference
    judgements: Judgements
    minimum: float

    @classmethod
    def of(cls, ontology: Path, judgements: Judgements, minimum: float) -> Known:
        """What the ontology's folder says. Raises OntologyError."""
        vocabulary, reference = load_vocabulary(ontology), load_reference(ontology)
        return cls(vocabulary=vocabulary, reference=reference, judgements=judgements, minimum=minimum)


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
        self._records, self._overview, self._known = records, overview, known
        self._documents: dict[str, SourceDocument] = {one.id: one for one in documents}
        self._meanings = Meanings(known.reference, known.judgements, settled(overview.numbers))
        self._sieve = Sieve(known.judgements, known.minimum)
        self._held, self._earlier = set[Held](), dict[str, list[Iri]]()
        self.projects = 0
        told = keep(shelf / "everyone", map(self._seen, self._blocks()))
        self._called = Called.of(gathered(told), known.reference)
        self.labels, self.entities = dict[Iri, str](), dict[Iri, Entity]()
        review.write(shelf / review.REVIEW_FILE, self._everyone(told), self._documents)

    def _blocks(self) -> Iterator[list[list[int]]]:
        return batched(self._overview.blocks, _AT_ONCE)

    def _sifted(self, block: list[int]) -> tuple[Resolved, Sifted]:
        resolved = resolve_block((self._records[place] for place in block), self._meanings)
        return resolved, self._sieve.sift(resolved.projects, resolved.seen)

    # --- who there is

    def _seen(self, blocks: Sequence[list[int]]) -> list[str]:
        """What these blocks tell of everyone, as sorted lines."""
        found = list[str]()
        for block in blocks:
            resolved, sifted = self._sifted(block)
            self._held.update(sifted.held)
            self.projects += len(sifted.projects)
            for project in sifted.projects:
                name = fold_name(statements.label(project))
                if name in self._overview.earlier:
                    self._earlier.setdefault(name, []).append(data_iri("project", project.key))
            found += everyone.lines(resolved.seen, sifted.forms, resolved.projects)
        return sorted(found)

    def _everyone(self, told: Lines) -> Iterator[review.Taking]:
        """All entities before anything is held back; what is kept of them is taken down as they go by."""
        for one in gathered(told):
            entity = self._called.entity(one, self._known.reference)
            if entity is not None:
                self._note(entity, one)
                yield entity, one.parts, one.projects

    def _note(self, entity: Entity, one: Somebody) -> None:
        self.labels[entity.iri] = entity.label
        kept = self._called.kept(entity, one.kept, self._sieve)
        if kept is not None:
            self.entities[entity.iri] = replace(kept, forms=())

    @property
    def findings(self) -> list[Finding]:
        """What is told of all that is held back."""
        quoted = Documents(self._documents)
        told = {self._sieve.finding(one, self.labels, quoted) for one in self._held}
        return sorted(told, key=withholding.order)

    # --- what is stated

    def stated(self, *, proven: bool) -> Iterator[Facts]:
        """What all projects and entities state, in parts; without `proven` there is no evidence."""
        quoted = Documents(self._documents) if proven else None
        for blocks in self._blocks():
            found = [self._sifted(block) for block in blocks]
            projects = [project for _, sifted in found for project in sifted.projects]
            entities = [one for _, sifted in found for one in self._written(sifted)]
            own = Labels.of(projects, entities)
            yield statements.state_some(
                projects,
                entities,
                self._known.vocabulary,
                self._known.reference,
                labels=replace(own, projects=self._earlier),
                quoted=quoted,
            )

    def _written(self, sifted: Sifted) -> Iterator[Entity]:
        """The entities that a block tells of, with the forms in which it writes them."""
        for iri, forms in sifted.forms.items():
            if iri in self.entities:
                yield replace(self.entities[iri], forms=forms)
