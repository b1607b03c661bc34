"""SourceDocument → ProjectRecords: which projects a document states, and what it says of each."""

from samverkan.reading.sections import Reading, read_document

__all__ = ["Reading", "read_document"]
