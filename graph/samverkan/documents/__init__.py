"""Files, folders and addresses → SourceDocuments: bytes to text and tables. The only room that opens sources."""

from samverkan.documents.formats import SUFFIXES
from samverkan.documents.sources import (
    SOURCES_FILE,
    document_of,
    fingerprint,
    origins_of,
    read_document,
    read_documents,
    unread,
)
from samverkan.documents.web import Web

__all__ = [
    "SOURCES_FILE",
    "SUFFIXES",
    "Web",
    "document_of",
    "fingerprint",
    "origins_of",
    "read_document",
    "read_documents",
    "unread",
]
