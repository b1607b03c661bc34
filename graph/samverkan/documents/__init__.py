"""Files, folders and addresses → SourceDocuments: bytes to text and tables. The only room that opens sources."""

from samverkan.documents.sources import SOURCES_FILE, read_document, read_documents
from samverkan.documents.web import Web

__all__ = ["SOURCES_FILE", "Web", "read_document", "read_documents"]
