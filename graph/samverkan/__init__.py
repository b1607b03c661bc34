"""Samverkan reads announcements of publicly funded projects into a graph of who works with whom."""

__version__ = "0.1.0"
