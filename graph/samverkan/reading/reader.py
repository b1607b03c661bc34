"""One way in: a document that has tables is read by rows, any other by blocks."""

from __future__ import annotations

from samverkan.mappings import NO_MAPPINGS, Mappings
from samverkan.model import SourceDocument
from samverkan.reading import sections
from samverkan.reading.phrases import PhraseBook
from samverkan.reading.sections import Reading
from samverkan.reading.tables import read_tables
from samverkan.reference import Reference
from samverkan.vocabulary import Vocabulary


def read_document(
    document: SourceDocument,
    vocabulary: Vocabulary,
    reference: Reference,
    book: PhraseBook,
    mappings: Mappings = NO_MAPPINGS,
) -> Reading:
    """The projects that a document states. Pure: the same document gives the same records.

    Without mappings a table is read by the ontology's own labels alone.
    """
    if document.tables:
        return read_tables(document, vocabulary, reference, book, mappings)
    return sections.read_document(document, vocabulary, reference, book)
