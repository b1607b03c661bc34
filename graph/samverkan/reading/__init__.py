"""SourceDocument → ProjectRecords: which projects a document states, and what it says of each."""

from samverkan.reading.reader import read_document
from samverkan.reading.sections import Reading

__all__ = ["Reading", "read_document"]
