"""The graph of a build over HTTP: a SPARQL endpoint, linked data, an interface for programs, and pages.

The web process parses requests and writes answers; it never asks the store. Whatever asks runs in worker processes,
which are killed when they take too long, too much, or when nobody waits any more.
"""
