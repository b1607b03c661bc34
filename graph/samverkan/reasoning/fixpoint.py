"""Rules over facts until nothing new follows: semi-naive, a relation at a time.

Each round gives a rule only what the round before added, so that Python's own operations on whole relations do most of
the work. This room knows neither what a rule means nor which of its results are worth telling.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from samverkan.reasoning.rules import Ban, Compiled, Join, Members, Rule, of_class
from samverkan.reasoning.terms import TYPE, Closure, Facts, Pair, in_words

Relations = Mapping[str, Members]
Ends = Mapping[str, defaultdict[str, list[str]]]


def close(given: Facts, more: Facts, compiled: Iterable[Compiled]) -> Closure:
    """All that follows by the rules from what is given and more, beyond what is given, and which bans are broken."""
    rules = list(compiled)
    facts = _relations(given)
    known = _closed(facts, _relations(more), rules)
    bans = [rule for rule in rules if isinstance(rule, Ban)]
    broken = {message for ban in bans for message in _broken(ban, known)}
    added = {name: _without(members, facts.get(name, {})) for name, members in known.items()}
    return Closure(added=_by_property(added), contradictions=frozenset(broken))


def _without(members: Members, others: Members) -> Members:
    return {member: None for member in members if member not in others} if others else members


def _relations(facts: Facts) -> Relations:
    classes: dict[str, dict[str, None]] = defaultdict(dict)
    for subject, term in facts.get(TYPE, ()):
        classes[term][subject] = None
    pairs: dict[str, Members] = {name: members for name, members in facts.items() if name != TYPE}
    return pairs | {of_class(term): members for term, members in classes.items()}


def _closed(facts: Relations, more: Relations, compiled: Sequence[Compiled]) -> Relations:
    rules = [rule for rule in compiled if isinstance(rule, Rule)]
    joins = [rule for rule in compiled if isinstance(rule, Join)]
    before: Ends = {join.bodies[0]: defaultdict(list) for join in joins}
    after: Ends = {join.bodies[1]: defaultdict(list) for join in joins}
    known: dict[str, dict[Any, None]] = defaultdict(dict)
    fresh = {**facts, **{name: {**facts.get(name, {}), **members} for name, members in more.items()}}
    while fresh:
        for name, members in fresh.items():
            known[name].update(members)
            _note_ends(members, before.get(name), after.get(name))
        derived: dict[str, dict[Any, None]] = defaultdict(dict)
        for rule in (rule for rule in rules if rule.body in fresh):
            derived[rule.head].update(rule.step(fresh[rule.body]))
        for join in joins:
            derived[join.head].update(dict.fromkeys(_joined(join, fresh, before, after)))
        fresh = {head: new for head, members in derived.items() if (new := _without(members, known[head]))}
    return known


def _note_ends(
    pairs: Members, before: defaultdict[str, list[str]] | None, after: defaultdict[str, list[str]] | None
) -> None:
    """Keep what stands before the second of each pair, and after the first."""
    if before is not None:
        for first, second in pairs:
            before[second].append(first)
    if after is not None:
        for first, second in pairs:
            after[first].append(second)


def _joined(join: Join, fresh: Relations, before: Ends, after: Ends) -> Iterator[Pair]:
    """The pairs of which at least one half is fresh."""
    left, right = join.bodies
    for first, middle in fresh.get(left, ()):
        for last in after[right].get(middle, ()):
            yield first, last
    for middle, last in fresh.get(right, ()):
        for first in before[left].get(middle, ()):
            yield first, last


def _broken(ban: Ban, relations: Relations) -> Iterator[str]:
    for member in ban.step(relations.get(ban.body, {})).keys() & relations.get(ban.other, {}).keys():
        terms = member if isinstance(member, tuple) else (member,)
        yield ban.message.format(*map(in_words, terms))


def _by_property(relations: Relations) -> Mapping[str, Iterable[Pair]]:
    # neither a class's relation nor one within a chain
    pairs: dict[str, Iterable[Pair]] = {name: members for name, members in relations.items() if " " not in name}
    classes = {name.removeprefix("a "): members for name, members in relations.items() if name.startswith("a ")}
    types = [(member, name) for name, members in classes.items() for member in members]
    return pairs | {TYPE: types}
