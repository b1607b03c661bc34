"""What a text states: the reader with the project's own ontology, for tests that need no more than that."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import whole
from samverkan.identifiers import DocumentId
from samverkan.judgements import judgement_files, load_judgements
from samverkan.model import Mention, SourceDocument, Statement
from samverkan.project import ONTOLOGY
from samverkan.reading import Reading, read_document
from samverkan.reading.phrases import PhraseBook
from samverkan.reference import load_reference
from samverkan.swedish.names import Name
from samverkan.vocabulary import load_vocabulary

VOCABULARY, REFERENCE = load_vocabulary(ONTOLOGY), load_reference(ONTOLOGY)
BOOK = PhraseBook(VOCABULARY)
JUDGEMENTS = load_judgements(*judgement_files(ONTOLOGY, None))


def document(text: str, published: str | None = None) -> SourceDocument:
    """A text that nobody knows anything else of."""
    digest = sha256(text.encode()).hexdigest()
    return SourceDocument(
        id=DocumentId(digest[:16]), path="a.txt", name="a.txt", sha256=digest, text=text, published=published
    )


def reading(text: str, published: str | None = None) -> Reading:
    """The reading of a text that nobody knows anything else of."""
    return read_document(document(text, published), VOCABULARY, REFERENCE, BOOK)


def graph(documents: Iterable[SourceDocument]) -> tuple[Statement, ...]:
    """What a build of these documents asserts, without inference and validation."""
    by_id: dict[str, SourceDocument] = {one.id: one for one in documents}
    readings = [read_document(one, VOCABULARY, REFERENCE, BOOK) for one in by_id.values()]
    found = whole.resolve([record for one in readings for record in one.records], REFERENCE, JUDGEMENTS)
    kept = whole.withhold(found.projects, found.entities, by_id, JUDGEMENTS)
    return whole.state(kept.projects, kept.entities, by_id, VOCABULARY, REFERENCE).statements


def written(mention: Mention) -> str:
    """A mention's value as text; of an organisation its name."""
    return mention.value.text if isinstance(mention.value, Name) else str(mention.value)
