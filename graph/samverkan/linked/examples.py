"""Query files → examples as SIB keeps them, so that editors and agents find them at /.well-known/sparql-examples.

https://github.com/sib-swiss/sparql-examples. A parameter is bound to its example, so that each of them runs as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from samverkan.identifiers import RDFS, Iri
from samverkan.linked.offer import Offer
from samverkan.linked.terms import SCHEMA, SH, TYPE, about, texts
from samverkan.model import Literal, Statement
from samverkan.queries import Query, bind, bound, words

_FORMS = {
    "SELECT": ("SPARQLSelectExecutable", f"{SH}select"),
    "ASK": ("SPARQLAskExecutable", f"{SH}ask"),
    "CONSTRUCT": ("SPARQLConstructExecutable", f"{SH}construct"),
    "DESCRIBE": ("SPARQLExecutable", "https://purl.expasy.org/sparql-examples/ontology#describe"),
}


def describe(offer: Offer, questions: Sequence[Query]) -> Iterator[Statement]:
    """Each question as an example: its words in both languages, its keywords, its SPARQL, and where to ask it."""
    for query in questions:
        kind, text = _FORMS[form(query)]
        yield from about(
            f"{offer.address}.well-known/sparql-examples#{query.name}",
            {
                TYPE: (Iri(f"{SH}SPARQLExecutable"), Iri(f"{SH}{kind}")),
                f"{RDFS}comment": texts({"sv": query.description, "en": query.summary}),
                f"{RDFS}seeAlso": Iri(f"{offer.address}api/{query.name}") if offer.asked else None,
                f"{SCHEMA}keywords": [Literal(value=tag) for tag in query.tags],
                f"{SCHEMA}target": Iri(f"{offer.address}sparql") if offer.asked else None,
                text: Literal(value=sparql(query)),
            },
        )


def form(query: Query) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE."""
    return next(word for word in words(query.text) if word in _FORMS)


def sparql(query: Query) -> str:
    """The query without its header, its parameters bound to their examples, those that may stay open left open."""
    examples = {one.name: one.example for one in query.parameters if not one.optional and one.default is None}
    return re.sub(r"(?m)^#\+.*\n?", "", bound(query, bind(query, examples))).strip() + "\n"
