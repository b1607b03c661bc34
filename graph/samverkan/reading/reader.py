"""One way in: a document that has tables is read by rows, any other by the blocks of its evened text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from samverkan.mappings import NO_MAPPINGS, Mappings
from samverkan.model import Mention, ProjectRecord, SourceDocument
from samverkan.reading.evened import Evened, evened
from samverkan.reading.letterhead import below_letterhead
from samverkan.reading.page import Page
from samverkan.reading.phrases import PhraseBook
from samverkan.reading.sections import Reading, read_page
from samverkan.reading.subtitles import with_subtitles
from samverkan.reading.tables import read_tables
from samverkan.reference import Reference
from samverkan.swedish.names import Name
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
    even = evened(document.text, vocabulary.fields)
    known = {name: getattr(document, name) for name in SourceDocument.__dataclass_fields__}
    evened_document = _EvenDocument(**known | {"text": even.text}, even=even, source=document)
    blocks = with_subtitles(even.text, below_letterhead(even.text, even.blocks, reference), reference)
    read = read_page(Page(evened_document, blocks, vocabulary), reference, book)
    if even.text == document.text:
        return read
    return replace(read, records=tuple(_placed(record, even) for record in read.records))


@dataclass(frozen=True, kw_only=True, slots=True)
class _EvenDocument(SourceDocument):
    """A document whose text is evened; it tells places in the source, since that is what the user has."""

    even: Evened
    source: SourceDocument

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the source of a code point of the even text."""
        return self.source.place(self.even.at[offset])


def _placed(record: ProjectRecord, even: Evened) -> ProjectRecord:
    """A record with its places told in the source."""
    return replace(
        record, name=_moved(record.name, even), mentions=tuple(_moved(mention, even) for mention in record.mentions)
    )


def _moved(mention: Mention, even: Evened) -> Mention:
    start, end = even.original(mention.start, mention.end)
    value = mention.value
    if isinstance(value, Name):
        first, last = even.original(value.start, value.end)
        value = replace(value, start=first, end=last)
    return replace(mention, value=value, start=start, end=end)
