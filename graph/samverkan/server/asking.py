"""A question and the rows wanted of its answer → those rows, and how many there are in all. It knows no HTTP.

A question with several values for a blank is asked once for each, and its answer is what any of them gives, each row
once, in the order of the values: no count within a question is of several values together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import pyoxigraph as ox

from samverkan import queries
from samverkan.errors import HttpError
from samverkan.linked.formats import BY_SUFFIX, merged
from samverkan.results import Answer, Solutions, Term, Triples, render
from samverkan.server.work import Json, Work, whole

Row = tuple[Term | None, ...]


@dataclass(kw_only=True, slots=True)
class _Window:
    """A store that gives those rows of its answers that are wanted, and counts all.

    Rows are compared only where a question is asked several times (`alone` is false): they are alike then, or not.
    """

    store: ox.Store
    start: int
    size: int | None
    alone: bool
    total: int = 0
    seen: set[Row] = field(default_factory=set)

    def query(self, query: str, *, prefixes: dict[str, str]) -> Solutions | bool | Iterable[ox.Triple]:
        """The wanted rows of one answer; everything where it is no table."""
        found = self.store.query(query, prefixes=prefixes)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if not isinstance(found, ox.QuerySolutions):
            return found
        names = tuple(variable.value for variable in found.variables)
        return Solutions(variables=names, rows=tuple(self._wanted(tuple(one) for one in found)))

    def _wanted(self, rows: Iterable[Row]) -> Iterator[Row]:
        end = None if self.size is None else self.start + self.size
        for row in rows if self.alone else self._new(rows):
            if self.total >= self.start and (end is None or self.total < end):
                yield row
            self.total += 1

    def _new(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            if row not in self.seen:
                self.seen.add(row)
                yield row


def question(store: ox.Store, arguments: Mapping[str, Json]) -> Work:
    """The work of asking the question `text` once for `each` of some values.

    Written are `size` rows (None for all) from `start` on, in the format `form`; `total` in the head counts all.
    Raises HttpError 400 where all are more than `most`.
    """
    query = queries.parse(str(arguments["text"]), name=str(arguments["name"]))
    each, start, size = arguments["each"], arguments["start"], arguments["size"]
    assert isinstance(each, Sequence)
    assert isinstance(start, int)
    assert size is None or isinstance(size, int)
    window = _Window(store=store, start=start, size=size, alone=len(each) == 1)
    answers = [queries.run(window, query, _texts(values)) for values in each]
    answer, total = _joined(answers, window)
    most = arguments.get("most")
    if size is None and isinstance(most, int) and total is not None and total > most:
        raise HttpError(message=f"the answer has {total} rows, and {most} are the most: give a limit", status=400)
    form = str(arguments["form"])
    return whole(_written(answer, form), media_type=str(arguments["media_type"]), total=total)


def _texts(values: Json) -> dict[str, str]:
    assert isinstance(values, Mapping)
    return {name: str(value) for name, value in values.items()}


def _joined(answers: Sequence[Answer], window: _Window) -> tuple[Answer, int | None]:
    """What any of the answers says, and of how many rows it is a part."""
    first = answers[0]
    if isinstance(first, bool):
        return any(answers), None
    if isinstance(first, Solutions):
        rows = tuple(row for one in answers if isinstance(one, Solutions) for row in one.rows)
        return Solutions(variables=first.variables, rows=rows), window.total
    triples = dict.fromkeys(triple for one in answers if isinstance(one, Triples) for triple in one.triples)
    end = None if window.size is None else window.start + window.size
    return Triples(triples=tuple(islice(triples, window.start, end))), len(triples)


def _written(answer: Answer, form: str) -> bytes:
    if isinstance(answer, Triples):
        return merged([f"{triple} ." for triple in answer.triples], BY_SUFFIX[form])
    return render(answer, form).encode()
