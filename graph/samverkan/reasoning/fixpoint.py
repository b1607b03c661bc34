"""Rules over facts until nothing new follows: semi-naive, on numbers instead of terms.

Each round gives a rule only what the round before added, as sets, so that Python's own set operations do most of the
work. This room knows neither what a rule means nor which of its results are worth telling.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from samverkan.nodes import Triple
from samverkan.reasoning.rules import Ban, Compiled, Join, Members, Rule, of_class
from samverkan.reasoning.terms import TYPE, Closure, in_words

Relations = Mapping[str, Members]
Ends = Mapping[str, defaultdict[int, list[int]]]


class _Numbers(dict[str, int]):
    """The number of each term; `terms` has them by number."""

    def __init__(self) -> None:
        self.terms: list[str] = []

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self.terms)
        self.terms.append(term)
        return number


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the collector, which would walk all pairs again and again, and finds nothing: none is part of a cycle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_undisturbed()
def close(given: Iterable[Triple], more: Iterable[Triple], compiled: Iterable[Compiled]) -> Closure:
    """All that follows by the rules from what is given and more, beyond what is given, and which bans are broken."""
    numbers, rules = _Numbers(), list(compiled)
    facts = _relations(given, numbers)
    known = _closed(facts, _relations(more, numbers), rules)
    bans = [rule for rule in rules if isinstance(rule, Ban)]
    broken = {message for ban in bans for message in _broken(ban, known, numbers.terms)}
    added = {name: members - facts[name] if name in facts else members for name, members in known.items()}
    return Closure(added=_by_property(added, numbers.terms), contradictions=frozenset(broken))


def _relations(facts: Iterable[Triple], numbers: _Numbers) -> Relations:
    relations: dict[str, Members] = defaultdict(set)
    for subject, predicate, term in facts:
        if predicate == TYPE:
            relations[of_class(term)].add(numbers[subject])
        else:
            relations[predicate].add((numbers[subject], numbers[term]))
    return relations


def _closed(facts: Relations, more: Relations, compiled: Sequence[Compiled]) -> Relations:
    rules = [rule for rule in compiled if isinstance(rule, Rule)]
    joins = [rule for rule in compiled if isinstance(rule, Join)]
    before: Ends = {join.bodies[0]: defaultdict(list) for join in joins}
    after: Ends = {join.bodies[1]: defaultdict(list) for join in joins}
    known: dict[str, Members] = defaultdict(set)
    fresh = {name: facts.get(name, set()) | more.get(name, set()) for name in facts.keys() | more.keys()}
    while fresh:
        for name, members in fresh.items():
            known[name] |= members
            _note_ends(members, before.get(name), after.get(name))
        derived: dict[str, Members] = defaultdict(set)
        for rule in (rule for rule in rules if rule.body in fresh):
            derived[rule.head] |= rule.step(fresh[rule.body])
        for join in joins:
            derived[join.head].update(_joined(join, fresh, before, after))
        fresh = {head: new for head, members in derived.items() if (new := members - known[head])}
    return known


def _note_ends(
    pairs: Members, before: defaultdict[int, list[int]] | None, after: defaultdict[int, list[int]] | None
) -> None:
    """Keep what stands before the second of each pair, and after the first."""
    if before is not None:
        for first, second in pairs:
            before[second].append(first)
    if after is not None:
        for first, second in pairs:
            after[first].append(second)


def _joined(join: Join, fresh: Relations, before: Ends, after: Ends) -> Iterator[tuple[int, int]]:
    """The pairs of which at least one half is fresh."""
    left, right = join.bodies
    for first, middle in fresh.get(left, ()):
        for last in after[right].get(middle, ()):
            yield first, last
    for middle, last in fresh.get(right, ()):
        for first in before[left].get(middle, ()):
            yield first, last


def _broken(ban: Ban, relations: Relations, terms: Sequence[str]) -> Iterator[str]:
    for member in ban.step(relations.get(ban.body, set())) & relations.get(ban.other, set()):
        numbers = member if isinstance(member, tuple) else (member,)
        yield ban.message.format(*(in_words(terms[number]) for number in numbers))


def _by_property(relations: Relations, terms: Sequence[str]) -> Mapping[str, Iterable[tuple[str, str]]]:
    pairs: dict[str, Iterable[tuple[str, str]]] = {
        name: [(terms[first], terms[second]) for first, second in members]
        for name, members in relations.items()
        if " " not in name  # neither a class's relation nor one within a chain
    }
    classes = {name.removeprefix("a "): members for name, members in relations.items() if name.startswith("a ")}
    types = [(terms[member], name) for name, members in classes.items() for member in members]
    return pairs | {TYPE: types}
