"""How long each of the query files takes: our own way to ask, against pyoxigraph by itself and against rdflib.

Run it with `python benchmarks/questions.py BUILD`; BUILD is a build of made-up projects (generate.py). The answers
are compared before anything is told. rdflib holds the same graph and has a time limit a question; where it runs out,
the ratio is a lower bound. What is timed is the processor, of which all three use one core.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

import pyoxigraph as ox
import rdflib
from figures import JSON_OPTION, Figure, tell
from rdflib.term import Node

from samverkan import nodes, queries
from samverkan.project import QUERIES
from samverkan.queries import Query, bind
from samverkan.results import Answer, Solutions, Term, Triples
from samverkan.store import STORE_FOLDER, open_read_only

ROUNDS, LONG = 5, 1.0
_ENOUGH = 12  # times our time, which rdflib has at least: ten are asked
Rows = list[tuple[str, ...]]
# What the questions ask for, in a build of made-up projects
_VALUES = {
    "project": "21-001-S02",
    "first": "21-001-S02",
    "second": "21-001-S03",
    "organisation": "Justitiekanslern",
    "municipality": "Stockholms stad",
    "word": "lärande",
    "group": "unga",
    "day": "2023-06-01",
}


def measure(build: Path, limit: float) -> Iterator[Figure]:
    """The figures of each question, and their medians."""
    store = open_read_only(build / STORE_FOLDER)
    graph = _graph(store)
    gc.freeze()  # so that the processes that ask rdflib share its memory
    figures: list[Figure] = []
    for query in queries.list_queries(QUERIES):
        for one in _of(query, store, graph, limit):
            figures.append(one)
            yield one
    for against, least, most in (("rdflib", 10.0, None), ("pyoxigraph", None, 1.15)):
        measured = [one.figure for one in figures if one.against == against]
        yield Figure(work="query files, median", against=against, figure=median(measured), least=least, most=most)


def _of(query: Query, store: ox.Store, graph: rdflib.Graph, limit: float) -> Iterator[Figure]:
    values = {
        one.name: _VALUES[one.name] for one in query.parameters if not one.optional and one.default is None
    }  # what needs one
    text = queries.bound(query, bind(query, values))
    ours, raw, answer = _side_by_side(
        lambda: queries.run(store, query, values),
        lambda: _read(store.query(text, prefixes=dict(queries.prefixes()))),
    )
    rows = _rows(answer)
    if not rows:
        return  # of what made-up projects lack, nothing is asked: its time tells nothing
    work = f"{query.name} ({len(rows)} rows, {1000 * ours:.0f} ms)"
    yield Figure(work=work, against="pyoxigraph", figure=ours / raw, most=1.15)
    taken, theirs = _in_time(query, values, graph, max(limit, _ENOUGH * ours))
    assert theirs is None or sorted(theirs) == sorted(rows), f"rdflib answers {query.name} otherwise"
    remark = "at least: rdflib had no more time" if theirs is None else ""
    yield Figure(work=work, against="rdflib", figure=taken / ours, remark=remark)


def _side_by_side(ours: Callable[[], Answer], raw: Callable[[], object]) -> tuple[float, float, Answer]:
    """The median of a few rounds of each in turn, fewer where that takes long, and our answer.

    It is asked once before: what that brings into memory serves both.
    """
    answer = ours()
    taken: list[tuple[float, float]] = []
    while len(taken) < ROUNDS and sum(map(sum, taken)) < LONG:
        taken.append((_seconds(ours), _seconds(raw)))
    mine, its = (median(each) for each in zip(*taken, strict=True))
    return mine, its, answer


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _read(found: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean) -> list[object]:
    return [found] if isinstance(found, ox.QueryBoolean) else list(found)


# --- rdflib


def _graph(store: ox.Store) -> rdflib.Graph:
    """The store's default graph as a graph of rdflib."""
    quads = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return nodes.graph((str(one.subject), str(one.predicate), str(one.object)) for one in quads)


def _in_time(query: Query, values: dict[str, str], graph: rdflib.Graph, limit: float) -> tuple[float, Rows | None]:
    """What rdflib takes and answers, in a process of its own; the limit and no answer where it takes longer."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_ask, args=(query, values, graph, sender))
    process.start()
    sender.close()
    try:
        found: tuple[float, Rows] | None = receiver.recv() if receiver.poll(limit) else None
    finally:
        process.kill()
        process.join()
    return found or (limit, None)


def _ask(query: Query, values: dict[str, str], graph: rdflib.Graph, sender: Connection) -> None:
    bound = {name: nodes.node(str(term)) for name, term in bind(query, values).items()}
    start = time.process_time()
    result = graph.query(query.text, initBindings=bound, initNs=dict(queries.prefixes()))
    rows = list(result.graph if result.graph is not None else result)
    taken = time.process_time() - start
    # of groups of nothing rdflib makes a row of nothing
    sender.send((taken, [_plain(row) for row in rows if any(node is not None for node in row)]))


# --- answers, compared


def _rows(answer: Answer) -> Rows:
    if isinstance(answer, Triples):
        return [_plain(map(_node, triple)) for triple in answer.triples]
    return [_plain(map(_node, row)) for row in answer.rows] if isinstance(answer, Solutions) else [(str(answer),)]


def _node(term: Term | None) -> Node | None:
    return nodes.node(str(term)) if term is not None else None


def _plain(row: Iterable[Node | None]) -> tuple[str, ...]:
    """What a row says: numbers by value, since engines write the same decimal differently."""
    return tuple(map(_said, row))


def _said(node: Node | None) -> str:
    if isinstance(node, rdflib.Literal) and isinstance(node.value, Decimal | int) and not isinstance(node.value, bool):
        return f"{Decimal(node.value).normalize():f}"
    if isinstance(node, rdflib.Literal) and node.datatype == rdflib.XSD.string:
        return rdflib.Literal(str(node)).n3()
    return node.n3() if isinstance(node, rdflib.Literal | rdflib.URIRef) else str(node)


def main() -> None:
    """Measure and tell."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("build", type=Path)
    options.add_argument(
        "--limit", type=float, default=20.0, help="seconds that rdflib has a question, or a dozen times ours"
    )
    options.add_argument(JSON_OPTION, action="store_true", help="tell the figures as JSON")
    chosen = options.parse_args()
    tell(measure(chosen.build, chosen.limit))


if __name__ == "__main__":
    main()
