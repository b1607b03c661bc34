"""The story in order, on the engine: files → records → blocks → entities → lines → inferred → partitions.

Each step maps a function of `shares.py` over what belongs together by a key. What is collected is small: the numbers
of names, who has units, the earlier projects that texts name, and a sample of the lines by which they are parted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import or_
from typing import Any, TypeVar
from uuid import uuid4
from zlib import crc32

from pyspark import RDD, SparkContext, StorageLevel

from samverkan.documents import SUFFIXES
from samverkan.entities import own_label, undecided
from samverkan.export import finding_line
from samverkan.identifiers import ASSERTED, INFERRED, ONTOLOGY, REFERENCE, Iri
from samverkan.meaning import Meanings
from samverkan.model import Finding, Severity
from samverkan.reasoning import Inference, Reasoner
from samverkan.reasoning.shares import home, told_of, unshared
from samverkan.scale.spark import components, intake, shares
from samverkan.scale.spark.files import Sources
from samverkan.scale.spark.intake import ReadFile
from samverkan.scale.spark.shares import GRAPHS, Known, Labels, Line, Owners, Resolved, Sent, Somebody, Stated

One = TypeVar("One")
Key = TypeVar("Key")
Block = tuple[Resolved, list[tuple[Iri, Iri | None, bytes]]]
_SAMPLE = 20_000
_LINES_OF_A_PART = 1_000_000
_BYTES_OF_A_TASK = 2_000_000
_ASSERTED, _INFERRED = GRAPHS.index(ASSERTED), GRAPHS.index(INFERRED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """A graph on the engine: sorted lines in partitions, in the order of the whole, each with what it counts as."""

    graph: RDD[tuple[str, str]]
    findings: RDD[tuple[str, str]]
    documents: RDD[tuple[str, str]]
    projects: int
    organisations: int


class Build:
    """One build on one Spark application."""

    def __init__(self, context: SparkContext, known: Known, sources: Sources) -> None:
        self.context = context
        self.known = Sent(name=uuid4().hex, broadcast=context.broadcast(known))
        self.sources = sources
        self.parts = max(context.defaultParallelism, sources.size // _BYTES_OF_A_TASK)

    def run(self, ontology: Iterable[str]) -> Built:
        """The graph of the sources; `ontology` are the lines of that graph. Raises UnreadableSourceError."""
        known = self.known
        files = self._files()
        unread = self._unread(files)
        read = kept(self._each_once(files))
        blocks = kept(self._blocks(read.flatMap(lambda one: one.records)))
        everyone = kept(self._everyone(blocks.flatMap(lambda found: found[1][1])))
        labelled = kept(self._labelled(blocks.mapValues(lambda found: found[0]), everyone))
        called = self._called(labelled.keys())
        stated = kept(
            self.context.union([
                read.flatMap(lambda one: [(line, _ASSERTED) for line in one.lines]),
                labelled.mapPartitions(lambda some: shares.project_lines(some, called, known.value)),
                everyone.values().mapPartitions(lambda ones: shares.entity_lines(ones, known.value)),
            ])
        )  # fmt: skip
        inferred, remarks = self._inferred(stated)
        told = kept(
            self.context.union([
                self._few([*unread, *self._undecided(everyone), *remarks]),
                read.flatMap(lambda one: one.findings),
                labelled.filter(lambda one: one[0].is_held).flatMap(lambda one: shares.findings(*one, known.value)),
                inferred.flatMap(lambda one: one.findings).distinct(1),
            ])
        )  # fmt: skip
        beforehand = ((ONTOLOGY, ontology), (REFERENCE, known.value.described))
        lines = self.context.union([
            stated,
            inferred.flatMap(lambda one: ((line, _INFERRED) for line in one.lines)),
            *(self._few([(line, GRAPHS.index(graph)) for line in of_it]) for graph, of_it in beforehand),
        ])  # fmt: skip
        return Built(
            graph=kept(ordered(lines).mapPartitions(shares.quads)),
            findings=ordered(told.map(lambda one: (finding_line(one), str(one.severity)))),
            documents=ordered(read.map(lambda one: (one.listed, "documents"))),
            projects=blocks.map(lambda found: len(found[1][0].called)).sum(),
            organisations=everyone.filter(lambda one: one[1].is_organisation).count(),
        )

    def _few(self, ones: Sequence[One]) -> RDD[One]:
        return self.context.parallelize(ones, 1)

    # --- files and records

    def _files(self) -> RDD[ReadFile]:
        """All files that are read, whatever came of it."""
        files = self.context.binaryFiles(",".join(self.sources.paths), self.parts)
        origins = self.sources.origins
        known, named = self.known, self.sources.named

        def read(path: str, content: bytes) -> ReadFile:
            return intake.read_file(path, content, origins.get(path.rpartition("/")[0], {}), known.value)

        sources = files.filter(lambda file: file[0] in named or file[0].lower().endswith(SUFFIXES))
        return kept(sources.map(lambda file: read(*file)))

    def _unread(self, files: RDD[ReadFile]) -> list[Finding]:
        """What is told of files that can't be read; raises the first of them if it was named, or nothing else is."""
        problems = sorted(files.filter(lambda one: one.problem is not None).collect(), key=lambda one: one.order)
        some = files.filter(lambda one: one.problem is None).take(1)
        raised = [one for one in problems if one.path in self.sources.named or not some]
        if raised:
            raise raised[0].error
        if not some:
            raise self.sources.nothing
        return [one.told for one in problems]

    def _each_once(self, files: RDD[ReadFile]) -> RDD[ReadFile]:
        """Each content once, under the first of its names."""
        numbered = files.filter(lambda one: one.problem is None).zipWithUniqueId()
        named = numbered.map(lambda one: (one[0].id, (one[0].order, one[1])))
        again = named.groupByKey(self.parts).flatMap(lambda found: sorted(found[1])[1:]).values().collect()
        others = frozenset(again)
        return numbered.filter(lambda one: one[1] not in others).keys()

    # --- blocks

    def _blocks(self, records: RDD[Stated]) -> RDD[tuple[str, Block]]:
        """The blocks by a name that they all share, each resolved by itself."""
        pairs = records.flatMap(lambda one: [(one.number[0], frozenset({one.number[1]}))] if one.number else [])
        single = pairs.reduceByKey(or_, self.parts).filter(lambda found: len(found[1]) == 1)
        numbers = self.context.broadcast({name: number for name, (number,) in single.collect()})
        links = records.flatMap(lambda one: ((key, min(one.keys)) for key in one.keys))
        keyed = records.map(lambda one: (min(one.keys), one))
        led = keyed.leftOuterJoin(components.least(links, self.parts), self.parts)
        together = led.map(lambda found: (found[1][1] or found[0], found[1][0])).groupByKey(self.parts)
        known = self.known

        def resolved(found: Iterable[tuple[str, Iterable[Stated]]]) -> Iterator[tuple[str, Block]]:
            meanings = Meanings(known.value.reference, known.value.judgements, numbers.value)
            return ((name, shares.resolve(block, meanings, known.value)) for name, block in found)

        return together.mapPartitions(resolved, preservesPartitioning=True)

    # --- entities

    def _everyone(self, seen: RDD[tuple[Iri, Iri | None, bytes]]) -> RDD[tuple[Iri, Somebody]]:
        """Everyone who is written or owns someone who is, with what is kept of them."""
        known = self.known
        united = kept(seen.map(lambda one: (one[0], one[2])).groupByKey(self.parts).mapValues(shares.unite))
        pairs = united.values().map(lambda one: (one.all.owner, bool(one.kept))).distinct(self.parts).collect()
        owning = frozenset(owner for owner, _ in pairs)
        having = united.filter(lambda one: one[0] in owning)
        own = having.mapValues(lambda one: own_label(one.all, known.value.reference)).collectAsMap()
        owners = Owners(
            own=own,
            labels=having.mapValues(lambda one: shares.named(one, known.value, own).label).collectAsMap(),
            of_kept=frozenset(owner for owner, is_kept in pairs if is_kept),
        )
        written = united.filter(lambda one: bool(one[1].all.forms) or one[0] in owning)
        return written.mapValues(lambda one: shares.sieve(one, known.value, owners))

    def _undecided(self, everyone: RDD[tuple[Iri, Somebody]]) -> list[Finding]:
        judgements = self.known.value.judgements
        asked = {iri for pair in judgements.unsure for iri in pair}
        labels = everyone.filter(lambda one: one[0] in asked).mapValues(lambda one: one.label).collectAsMap()
        return undecided(labels, judgements)

    # --- lines

    def _labelled(
        self, blocks: RDD[tuple[str, Resolved]], everyone: RDD[tuple[Iri, Somebody]]
    ) -> RDD[tuple[Resolved, Labels]]:
        """Each block with the labels of everyone whom it names."""
        asked = blocks.flatMap(lambda found: [(iri, found[0]) for iri in found[1].named])
        labels = everyone.mapValues(lambda one: (one.label, one.kept_label))
        told = asked.join(labels, self.parts).map(lambda found: (found[1][0], (found[0], found[1][1])))
        by_block = told.groupByKey(self.parts).mapValues(dict)
        return blocks.leftOuterJoin(by_block, self.parts).values().mapValues(lambda of_block: of_block or {})

    def _called(self, blocks: RDD[Resolved]) -> dict[str, list[Iri]]:
        """The projects that go by the name of an earlier project in any text."""
        asked = frozenset(blocks.flatMap(lambda one: one.earlier).distinct().collect())
        called: dict[str, list[Iri]] = {}
        if asked:
            names = blocks.flatMap(lambda one: one.called).filter(lambda one: one[0] in asked)
            for name, iri in sorted(names.collect()):
                called.setdefault(name, []).append(iri)
        return called

    def _inferred(self, stated: RDD[Line]) -> tuple[RDD[Inference], list[Finding]]:
        """What follows, by shares that have all facts about a subject; in one where facts of two shares may meet."""
        asserted = stated.filter(lambda line: line[1] == _ASSERTED).keys()
        together = self._together(asserted)
        by_home = asserted.map(lambda line: (home(line), line))
        facts = by_home.partitionBy(1 if together else self.parts, lambda home: crc32(home.encode()))
        known = self.known
        found = facts.values().mapPartitions(lambda lines: [shares.infer(lines, known.value)])
        return kept(found), [_in_one_share(together)] if together and self._is_compiled else []

    @property
    def _is_compiled(self) -> bool:
        return self.known.value.reasoner is Reasoner.COMPILED

    def _together(self, asserted: RDD[str]) -> list[str]:
        """Why all facts must be in one share; nothing where they needn't."""
        if not self._is_compiled:
            return [Reasoner.OWLRL]
        known = self.known.value
        described = self.context.broadcast(frozenset(known.described))

        def told(lines: Iterable[str]) -> Iterator[tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]]:
            every = list(lines)
            yield told_of(every), told_of(line for line in every if line not in described.value)

        found = asserted.mapPartitions(told).reduce(lambda one, other: (one[0] | other[0], one[1] | other[1]))
        every, own = found
        return unshared(known.axioms, every, own, told_of(known.described))


def kept(found: RDD[One]) -> RDD[One]:
    """What is needed more than once, held in memory, or on disk where there is too much; if lost, it is made again."""
    return found.persist(StorageLevel.MEMORY_AND_DISK)


def ordered(pairs: RDD[tuple[str, Key]]) -> RDD[tuple[str, Key]]:
    """The pairs in partitions that are sorted by their texts, each before the next one.

    The bounds are texts chosen by their digests, so that the same texts are always parted alike.
    """
    count = pairs.count()
    parts = -(-count // _LINES_OF_A_PART) or 1
    one_of = max(1, count // _SAMPLE)
    texts = pairs.keys().filter(lambda text: crc32(text.encode()) % one_of == 0)
    sample = sorted(texts.distinct().collect()) if parts > 1 else []
    bounds = [sample[len(sample) * place // parts] for place in range(1, parts)] if sample else []
    sort: Any = pairs.repartitionAndSortWithinPartitions  # its types know no text that can be ordered
    found: RDD[tuple[str, Key]] = sort(parts, lambda text: bisect_right(bounds, text))
    return found


def _in_one_share(why: Iterable[str]) -> Finding:
    message = f"one task infers everything, since facts of several shares may meet in {', '.join(why)}: it takes longer"
    return Finding(severity=Severity.NOTICE, code="inferred-in-one-task", message=message)
