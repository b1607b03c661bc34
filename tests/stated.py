"""What a text states: the reader with the project's own ontology, for tests that need no more than that."""

from __future__ import annotations

from hashlib import sha256

from samverkan.identifiers import DocumentId
from samverkan.model import Mention, SourceDocument
from samverkan.project import ONTOLOGY
from samverkan.reading import Reading, read_document
from samverkan.reading.phrases import PhraseBook
from samverkan.reference import load_reference
from samverkan.swedish.names import Name
from samverkan.vocabulary import load_vocabulary

VOCABULARY, REFERENCE = load_vocabulary(ONTOLOGY), load_reference(ONTOLOGY)
BOOK = PhraseBook(VOCABULARY)


def reading(text: str, published: str | None = None) -> Reading:
    """The reading of a text that nobody knows anything else of."""
    digest = sha256(text.encode()).hexdigest()
    document = SourceDocument(
        id=DocumentId(digest[:16]), path="a.txt", name="a.txt", sha256=digest, text=text, published=published
    )
    return read_document(document, VOCABULARY, REFERENCE, BOOK)


def written(mention: Mention) -> str:
    """A mention's value as text; of an organisation its name."""
    return mention.value.text if isinstance(mention.value, Name) else str(mention.value)
