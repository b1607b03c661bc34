"""A build → a SPARQL 1.1 store, graph by graph: sent in batches beside what readers see, then moved there at once.

A graph arrives in a staging graph that bears its digest; the store's own record (record.py) says how far it has come,
so that a publication that broke off goes on from there. Nothing is visible before all of it is there and counted.
This room may not change a triple.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from samverkan.errors import MismatchError, RefusedError
from samverkan.identifiers import data_iri
from samverkan.scale import record as records
from samverkan.scale.parts import UNION, Part, lines, parts
from samverkan.scale.protocol import RemoteStore
from samverkan.scale.record import RECORD, Record, staging

BATCH = 10_000
_MOVED_IN_TIME = 100_000  # a store copies what it moves, and all of it is one request
# A batch that is too much is refused as a bad request, as too large, or as a failure; other refusals are meant
_TOO_MUCH = {400, 413, 500, 507}
_PROBES = (data_iri("graph", "probe/1"), data_iri("graph", "probe/2"))
Progress = Callable[[str, int, int], None]


class Union(StrEnum):
    """Where the union of the build's graphs goes."""

    AUTO = "auto"
    DEFAULT = "default"
    NAMED = "named"
    NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """How a graph came to the store: `sent` of its triples now, the others before."""

    graph: str
    triples: int
    sent: int


@dataclass(kw_only=True)
class Publication:
    """One way of a build into a store.

    `path` is the build's N-Quads; `batch` is the most triples in a request, and falls when the store refuses so many;
    `progress` is told a graph's IRI, how many of its triples are there, and how many it has.
    """

    store: RemoteStore
    path: Path
    union: Union = Union.AUTO
    batch: int = BATCH
    progress: Progress = lambda _, __, ___: None

    def publish(self) -> list[Arrival]:
        """Bring the build into the store, and count there what readers then see.

        Raises EndpointError when the store can't be reached or refuses, MismatchError when it holds something else.
        """
        known = records.read(self.store)
        union = _place(self.store, known) if self.union is Union.AUTO else self.union
        wanted = parts(self.path, union=union in (Union.DEFAULT, Union.NAMED))
        after = Record(
            published={part.graph: (part.sha256, part.triples) for part in wanted},
            arriving={},
            default=UNION if union is Union.NAMED else None,
        )
        missing = [part for part in wanted if not self._is_there(part, known, after)]
        for graph in sorted(known.arriving.keys() - {staging(part) for part in missing}):
            self.store.update(f"DROP SILENT GRAPH <{graph}> ;\n{records.forgotten(graph)}")
        arrivals = [
            Arrival(graph=part.graph, triples=part.triples, sent=self._bring(part, known) if part in missing else 0)
            for part in wanted
        ]
        if missing or known != after:
            moved = sum(part.triples for part in missing)
            self.store.update(_move(missing, wanted, known, after), patience=1 + moved / _MOVED_IN_TIME)
        self._verify(wanted, after)
        return arrivals

    def _is_there(self, part: Part, known: Record, after: Record) -> bool:
        target = after.target(part.graph)
        return known.has(part) and known.target(part.graph) == target and self.store.count(target) == part.triples

    def _bring(self, part: Part, known: Record) -> int:
        """Send what is not there yet of a part to its staging graph, and count there; how many triples that were."""
        graph = staging(part)
        begin = known.arriving.get(graph, 0)
        if begin == 0 or self.store.count(graph) < begin:
            begin = 0
            self._begin(part)
        done = begin
        rest = islice(lines(self.path, part), begin, None)
        while batch := list(islice(rest, max(self.batch, 0 if done else len(part.tied)))):
            for sent in self._accepted(part, batch, done):
                done += sent
                self.store.update(records.arrived(part, done))
                self.progress(part.graph, done, part.triples)
        found = self.store.count(graph)
        if found != part.triples:
            self._begin(part)
            raise self._mismatch(part, found)
        return done - begin

    def _begin(self, part: Part) -> None:
        graph = staging(part)
        self.store.update(f"DROP SILENT GRAPH <{graph}> ;\n{records.forgotten(graph)} ;\n{records.begun(part)}")

    def _accepted(self, part: Part, batch: Sequence[str], done: int) -> Iterator[int]:
        """Send a batch, in halves and quarters if the store does not take it; the sizes of what it takes."""
        while batch:
            least = 1 if done else max(1, len(part.tied))
            size = min(len(batch), max(self.batch, least))
            try:
                self.store.add(staging(part), batch[:size])
            except RefusedError as refusal:
                if refusal.status not in _TOO_MUCH or size <= least:
                    raise
                self.batch = max(size // 2, 1)
                if not done:
                    self._begin(part)  # some stores keep half of what they refuse, and blank nodes would be doubled
                continue
            yield size
            batch, done = batch[size:], done + size

    def _verify(self, wanted: Sequence[Part], after: Record) -> None:
        for part in wanted:
            found = self.store.count(after.target(part.graph))
            if found != part.triples:
                self.store.update(records.forgotten(part.graph))
                raise self._mismatch(part, found)

    def _mismatch(self, part: Part, found: int) -> MismatchError:
        name = part.graph.rpartition("/")[2]
        message = (
            f"the store holds {found} triples of {name} where {part.triples} were sent: publish again to send it anew"
        )
        return MismatchError(message=message, file=self.store.address)


def _place(store: RemoteStore, known: Record) -> Union:
    """Where the union goes so that each triple of it counts once: where it was, or as the store's default graph shows.

    One triple in two graphs shows whether the default graph is apart, or a union, or counts each graph. A default graph
    that is apart and holds something is somebody's: it is left alone.
    """
    if known.published:
        named = Union.NAMED if known.default else Union.DEFAULT
        return named if UNION in known.published else Union.NONE
    triple = f"<{_PROBES[0]}> <{_PROBES[0]}> <{_PROBES[1]}>"
    drop = " ;\n".join(f"DROP SILENT GRAPH <{graph}>" for graph in _PROBES)
    store.update(" ;\n".join(f"INSERT DATA {{ GRAPH <{graph}> {{ {triple} }} }}" for graph in _PROBES))
    try:
        ((seen,),) = store.rows(f"SELECT (COUNT(*) AS ?n) {{ <{_PROBES[0]}> <{_PROBES[0]}> ?o }}")
    finally:
        store.update(drop)
    if int(seen) == 1:
        return Union.NONE
    return Union.DEFAULT if int(seen) == 0 and store.count(None) == 0 else Union.NAMED


def _move(arrived: Sequence[Part], wanted: Sequence[Part], known: Record, after: Record) -> str:
    """The one update that shows readers the new graphs, takes away those that are no more, and keeps the record.

    The record goes first and comes last: where a store breaks off in the middle, it promises nothing.
    """
    before = {known.target(graph) for graph in known.published}
    gone = before - {after.target(part.graph) for part in wanted}
    return " ;\n".join(
        [
            f"DROP SILENT GRAPH <{RECORD}>",
            *(f"MOVE GRAPH <{staging(part)}> TO {_named(after.target(part.graph))}" for part in arrived),
            *(f"DROP SILENT {_named(graph)}" for graph in sorted(gone, key=str)),
            records.published(wanted, named_union=after.default is not None),
        ]
    )


def _named(graph: str | None) -> str:
    return "DEFAULT" if graph is None else f"GRAPH <{graph}>"
