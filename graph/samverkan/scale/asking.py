"""A question at a store elsewhere: queries.py prepares it as for the store of a build, and this room carries it there.

It only asks, over the SPARQL Protocol; what a query is and how its values are bound is not its business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from samverkan import queries
from samverkan.identifiers import XSD
from samverkan.results import Solutions, Term
from samverkan.scale import record
from samverkan.scale.protocol import SOLUTIONS, TRIPLES, RemoteStore, parsed, triples

_BOOLEANS = {"1": "true", "0": "false"}
_NO = ox.Literal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A remote store in the place of an Oxigraph store, for `queries.run`."""

    store: RemoteStore

    def query(self, query: str, *, prefixes: Mapping[str, str]) -> Solutions | bool | Iterable[ox.Triple]:
        """What the store answers, in the dataset that its record names unless the query names its own.

        Raises SyntaxError for what is no SPARQL, EndpointError when the store can't be reached or refuses.
        """
        form = ox.Store().query(query, prefixes=dict(prefixes))  # an empty store tells what kind of answer it wants
        text = "".join(f"PREFIX {name}: <{prefixes[name]}>\n" for name in _undeclared(query, prefixes)) + query
        dataset = [] if "FROM" in queries.words(query) else record.read(self.store).dataset()
        if isinstance(form, ox.QueryTriples):
            return triples(self.store.query(text, TRIPLES, dataset), self.store.address)
        answer = parsed(self.store.query(text, SOLUTIONS, dataset), self.store.address)
        if isinstance(answer, bool):
            return answer
        rows = tuple(tuple(map(_canonical, row)) for row in answer.rows)
        if isinstance(form, ox.QueryBoolean):
            return rows != () and rows[0] != (_NO,)  # Virtuoso answers ASK with a row that holds 1 or 0
        return Solutions(variables=answer.variables, rows=rows)


def _canonical(term: Term | None) -> Term | None:
    """The term, a boolean as `true` or `false`: Virtuoso writes 1 and 0."""
    if isinstance(term, ox.Literal) and term.datatype.value == f"{XSD}boolean":
        return ox.Literal(_BOOLEANS.get(term.value, term.value), datatype=term.datatype)
    return term


def _undeclared(text: str, prefixes: Mapping[str, str]) -> list[str]:
    """The known prefixes that a query uses without declaring them."""
    used = [name for name in prefixes if f"{name}:" in text]
    return [name for name in used if not re.search(rf"\bPREFIX\s+{re.escape(name)}:", text, re.IGNORECASE)]
