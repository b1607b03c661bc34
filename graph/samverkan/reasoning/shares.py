"""Whether what follows from facts can be found share by share, each with all facts about its subjects.

A rule with one body looks at one fact at a time, so only joins and bans matter: a join's two facts must be about one
subject, where they meet. Reference data go with every share that names them. This room infers nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from samverkan.identifiers import data_iri
from samverkan.nodes import Triple, split
from samverkan.reasoning.rules import Ban, Join, Rule, compile_rules, uncovered
from samverkan.reasoning.terms import TYPE, Facts

_GROUP = f"<{data_iri('group')}/"
Said = tuple[str, str]


def home(line: str) -> str:
    """What a fact goes with when it is inferred from: its subject, or the project that has this group as its own."""
    subject = line.partition(" ")[0]
    of_group = subject.removeprefix(_GROUP)
    return subject if of_group == subject else f"<{data_iri('project', of_group.partition('/')[0])}>"


def told_of(lines: Iterable[str]) -> frozenset[Said]:
    """The properties of these facts, and with that of a type the class: what there is to infer from."""
    facts = map(split, lines)
    return frozenset((predicate, term if predicate == TYPE else "") for _, predicate, term in facts)


def unshared(axioms: Iterable[Triple], every: Set[Said], own: Set[Said], reference: Set[Said]) -> list[str]:
    """The properties and rules by which facts of two shares may meet; none where the shares can be apart.

    All is as `told_of` says it: `every` of all facts, `own` of what documents alone say, `reference` of reference data.
    """
    stated, known = {name for name, _ in own}, {name for name, _ in reference}
    kinds = {kind for _, kind in every if kind}
    compiled = compile_rules(axioms)
    facts: Facts = {TYPE: {("", kind): None for kind in kinds}, **{name: {} for name in stated - {TYPE}}}
    joins = [one for one in compiled if isinstance(one, Join)]
    ways = _Ways(rules=tuple(one for one in compiled if isinstance(one, Rule)), joins=tuple(joins))
    meeting = {join.head for join in joins if not ways.is_shared(join, stated, known)}
    banned = {one.name for one in compiled if isinstance(one, Ban)}
    return sorted({*uncovered(axioms, facts), *(name.strip("<>") for name in meeting | banned)})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ways:
    """From which relations the rules lead to a relation, and whether turned round."""

    rules: tuple[Rule, ...]
    joins: tuple[Join, ...]

    def is_shared(self, join: Join, stated: Set[str], known: Set[str]) -> bool:
        """Whether both facts that meet in this join are about the one subject, or both of them reference data."""
        before, after = (self.bases(body) for body in join.bodies)
        sources = {name for name, _ in before | after}
        if not sources & stated:  # what a description names is at hand with it, and so on along the chain
            return not any(turned for name, turned in before | after if name in known)
        at_one_subject = all(turned for name, turned in before if name in stated | known)
        at_one_subject &= not any(turned for name, turned in after if name in stated | known)
        return at_one_subject and not sources & {other.head for other in self.joins}

    def bases(self, relation: str) -> set[tuple[str, bool]]:
        """The relations whose pairs become this one's, itself among them, and whether each pair is turned round."""
        found, waiting = set[tuple[str, bool]](), [(relation, False)]
        while waiting:
            name, turned = waiting.pop()
            if (name, turned) not in found:
                found.add((name, turned))
                waiting += ((rule.body, turned != rule.turns) for rule in self.rules if rule.head == name)
                waiting += ((body, turned) for join in self.joins if join.head == name for body in join.bodies)
        return found
