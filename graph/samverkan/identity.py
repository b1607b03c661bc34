"""Which records are of the same project, and by which key it is known.

A number decides; without one, the name with an owner and a period that agrees; a text's alias; for a record without an
owner, the name with a sum or a period. What fits two projects is a third: nothing here merges on a guess, and a record
of one name never moves those of another. This room may not know who the owners are.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations, groupby, pairwise
from typing import TypeVar

from samverkan.identifiers import Iri, digest, slug
from samverkan.model import AMOUNTS, ProjectRecord
from samverkan.reference import fold_name

_SLUG_LENGTH = 60
_DASHES = re.compile(r"\s*[/‐‑‒–—−-]\s*")
_BRACKETS = re.compile(r"(?P<name>.+?)\s*\((?P<alias>(?=\S*[^\W\d_a-zåäö]\S*[^\W\d_a-zåäö])[\w-]{2,16})\)")
_GENERATION = re.compile(r"\s+(?:\d+(?:\.\d+)?|i{1,3}|iv|v|vidare)$")  # "Bron 2.0" is no other name for "Bron"
_FIRST_DAY, _LAST_DAY = "0000-01-01", "9999-12-31"

Node = TypeVar("Node", bound=Hashable)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Traits:
    """What tells one record's project from another's; `holders` are its owners, or its document when it states none.

    `identifier` is a key that no other project has; `period` holds the first and last day, when one is stated.
    """

    place: int
    document: str
    name: str
    aliases: frozenset[str]
    owners: frozenset[str]
    holders: frozenset[str]
    identifier: str | None
    period: tuple[str, str] | None
    granted: frozenset[str]
    decided: frozenset[str]

    @property
    def is_dated(self) -> bool:
        """Whether the record says when the project began."""
        return self.period is not None and self.period[0] != _FIRST_DAY


@dataclass(frozen=True, kw_only=True, slots=True)
class _Group:
    """Records of one project, and its key."""

    key: str
    members: tuple[_Traits, ...]

    def gather(self, trait: str) -> frozenset[str]:
        """What its records hold of one trait together."""
        return frozenset().union(*(getattr(member, trait) for member in self.members))

    @property
    def names(self) -> frozenset[str]:
        """The names under which records describe it; its aliases are not among them."""
        return frozenset(member.name for member in self.members)

    @property
    def identifiers(self) -> frozenset[str]:
        """The identifiers of its records."""
        return frozenset(member.identifier for member in self.members if member.identifier is not None)

    @property
    def rank(self) -> tuple[bool, bool, int, str]:
        """Of several groups that are one project, the first in this order gives it its key."""
        return not self.identifiers, not self.gather("owners"), -len(self.key), self.key


def block_keys(record: ProjectRecord) -> frozenset[str]:
    """What a record shares with any other that can be of its project: its number, its name, its aliases."""
    stated = _stated(record)
    name = fold_name(str(record.name.value))
    numbered = _identifier(record.register, name, "", stated) if stated["diarienummer"] else None
    return frozenset(
        {name, *_aliases_of(str(record.name.value), stated["alternativeName"]), *filter(None, (numbered,))}
    )


class Blocks:
    """Records in blocks, by their places: whatever can be one project is in one, over any number of shared keys.

    A key is known by its digest: were two to share one, their blocks would be one, which changes no project.
    """

    def __init__(self, keyed: Iterable[frozenset[str]] = ()) -> None:
        self._first: dict[int, int] = {}
        self._parent = array("Q")
        for keys in keyed:
            self.add(keys)

    def add(self, keys: Iterable[str]) -> None:
        """Take up the next record, which has these keys."""
        place = len(self._parent)
        self._parent.append(place)
        for key in keys:
            known = self._first.setdefault(_short(key), place)
            one, other = self._root(known), self._root(place)
            self._parent[max(one, other)] = min(one, other)

    def __iter__(self) -> Iterator[list[int]]:
        places = array("Q", sorted(range(len(self._parent)), key=self._root))
        return (list(block) for _, block in groupby(places, self._root))

    def _root(self, place: int) -> int:
        parent = self._parent
        while parent[place] != place:
            parent[place] = place = parent[parent[place]]
        return place


def _short(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(errors="surrogatepass"), digest_size=8).digest())


def project_keys(records: Sequence[ProjectRecord], leads: Sequence[Sequence[Iri]]) -> list[str]:
    """A key for each record, the same for records of one project; `leads` are the owners that each record states.

    The key is the diarienummer, or the number in its register; else a slug of the name with a digest.
    """
    traits = [_traits(place, record, owners) for place, (record, owners) in enumerate(zip(records, leads, strict=True))]
    groups = _by_name(traits, _by_identifier(traits))
    if len(groups) > 1:
        groups = _joined(groups, _aliases(groups))
        groups = _joined(groups, _agreements(groups), of_strangers=True)
    keys = {member.place: group.key for group in groups for member in group.members}
    return [keys[place] for place in range(len(traits))]


# --- what a record tells


def _traits(place: int, record: ProjectRecord, leads: Sequence[Iri]) -> _Traits:
    stated = _stated(record)
    name = fold_name(str(record.name.value))
    owners = frozenset(map(str, leads))
    holders = owners or frozenset({str(record.document)})
    return _Traits(
        place=place,
        document=record.document,
        name=name,
        aliases=_aliases_of(str(record.name.value), stated["alternativeName"]),
        owners=owners,
        holders=holders,
        identifier=_identifier(record.register, name, min(holders), stated),
        period=_period(stated),
        granted=frozenset(stated["grantedAmount"]),
        decided=frozenset(stated["decidedOn"]),
    )


def _stated(record: ProjectRecord) -> dict[str, list[str]]:
    stated: dict[str, list[str]] = defaultdict(list)
    for mention in record.mentions:
        stated[mention.property].append(str(mention.value))
    return stated


def _identifier(register: str | None, name: str, holder: str, stated: Mapping[str, list[str]]) -> str | None:
    """The number; in a register without numbers, where each row is a project, what the row states."""
    numbers = stated["diarienummer"]
    if numbers:
        number = _number(numbers[0])
        return number if register is None else slug(f"{register}-{number}")
    if register is None:
        return None
    row = (part for prop in ("startDate", "endDate", *AMOUNTS) for part in (prop, *sorted(stated[prop])))
    return _named_key(name, register, holder, *row)


def _number(written: str) -> str:
    """A number however its dashes, slashes and spaces are written, as one segment of an IRI."""
    dashed = _DASHES.sub("-", unicodedata.normalize("NFKC", written).strip())
    return re.sub(r"[^\w.-]+", "", dashed) or digest(written)


def _aliases_of(written: str, alternatives: Iterable[str]) -> frozenset[str]:
    """The further names that a text gives a project, also "Kompetens för alla (KFA)"; another generation is none."""
    brackets = _BRACKETS.fullmatch(written.strip())
    texts = (*alternatives, *(brackets.group("name", "alias") if brackets else ()))
    name = fold_name(written)
    aliases = (fold_name(text) for text in texts)
    return frozenset(one for one in aliases if one != name and _GENERATION.sub("", one) != _GENERATION.sub("", name))


def _period(stated: Mapping[str, list[str]]) -> tuple[str, str] | None:
    """The first and the last day; a month or a year stands for its days. None when it ends before it begins."""
    starts, ends = stated["startDate"], stated["endDate"]
    if not starts and not ends:
        return None
    first, last = min(starts, default=_FIRST_DAY), max(ends, default=_LAST_DAY)
    first, last = first + _FIRST_DAY[len(first) :], last + _LAST_DAY[len(last) :]
    return (first, last) if first <= last else None


# --- what two records tell of each other


def _contradict(one: _Traits, other: _Traits) -> bool:
    """Whether two stated periods can't be one project's: they begin in different years, or share no day."""
    if one.period is None or other.period is None:
        return False
    (first, last), (start, end) = one.period, other.period
    return (one.is_dated and other.is_dated and first[:4] != start[:4]) or first > end or start > last


def _apart(one: _Group, other: _Group) -> bool:
    """Whether two groups can't be one project: other numbers, or no period of the one fits any of the other."""
    pairs = [(member, another) for member in one.members for another in other.members]
    dated = [_contradict(*pair) for pair in pairs if pair[0].period and pair[1].period]
    return len(one.identifiers | other.identifiers) > 1 or (bool(dated) and all(dated))


def _disagree(one: _Group, other: _Group) -> bool:
    """Whether both state a grant, or a day of decision, and none is the same."""
    stated = ((one.gather(trait), other.gather(trait)) for trait in ("granted", "decided"))
    return any(mine and theirs and not mine & theirs for mine, theirs in stated)


# --- numbers, then names with owners


def _by_identifier(traits: Iterable[_Traits]) -> list[_Group]:
    found: dict[str, list[_Traits]] = defaultdict(list)
    for one in traits:
        if one.identifier is not None:
            found[one.identifier].append(one)
    return [_Group(key=key, members=tuple(members)) for key, members in found.items()]


def _by_name(traits: Sequence[_Traits], numbered: Sequence[_Group]) -> list[_Group]:
    """The groups with a number, joined by the records without one that fit one of them alone, and the others."""
    homes: dict[tuple[str, str], list[_Group]] = defaultdict(list)
    for group in numbered:
        for known in {(name, one) for name in group.names | group.gather("aliases") for one in group.gather("holders")}:
            homes[known].append(group)
    joining: dict[str, list[_Traits]] = {group.key: list(group.members) for group in numbered}
    for bucket in _buckets([one for one in traits if one.identifier is None]):
        wanted = {(one.name, holder) for one in bucket for holder in one.holders}
        fitting = {group.key: group for one in wanted for group in homes.get(one, ())}
        for key, members in _settled(bucket, [fitting[key] for key in sorted(fitting)]):
            joining.setdefault(key, []).extend(members)
    return [_Group(key=key, members=tuple(members)) for key, members in sorted(joining.items())]


def _buckets(traits: Sequence[_Traits]) -> Iterator[list[_Traits]]:
    """Records of one name whose owners are linked by any of them."""
    links = [((one.name, min(one.holders)), (one.name, holder)) for one in traits for holder in one.holders]
    first = {node: min(component) for component in _components(links) for node in component}
    buckets: dict[tuple[str, str], list[_Traits]] = defaultdict(list)
    for one in traits:
        buckets[first[one.name, min(one.holders)]].append(one)
    yield from buckets.values()


def _settled(bucket: Sequence[_Traits], homes: Sequence[_Group]) -> Iterator[tuple[str, list[_Traits]]]:
    """Records of one name and owner with the key of their project: a home's, or one of their own."""
    name, holder = bucket[0].name, min(min(one.holders) for one in bucket)
    projects, taken = list(homes), list[str]()
    for members in _generations([one for one in bucket if one.is_dated]):
        start = min(one.period for one in members if one.period)[0]
        since = start if start[:4] in taken else start[:4]
        group = _Group(key=_named_key(name, holder, *([since] if taken else ())), members=tuple(members))
        fitting = [home for home in homes if not _apart(group, home)]
        if len(fitting) != 1:
            taken.append(start[:4])
            projects.append(group)
        yield (fitting[0] if len(fitting) == 1 else group).key, members
    for one in (one for one in bucket if not one.is_dated):
        alone = _Group(key=_named_key(name, holder, *([one.document] if projects else ())), members=(one,))
        fitting = [project for project in projects if not _apart(alone, project)]
        yield (fitting[0] if len(fitting) == 1 else alone).key, [one]


def _generations(dated: Sequence[_Traits]) -> Iterator[list[_Traits]]:
    """Records that say when the project began, parted where their periods contradict each other; the earliest first."""
    ordered = sorted(dated, key=lambda one: (one.period, one.place))
    generation: list[_Traits] = []
    for one in ordered:
        if generation and any(_contradict(one, other) for other in generation):
            yield generation
            generation = []
        generation.append(one)
    if generation:
        yield generation


def _named_key(name: str, *parts: str) -> str:
    short = slug(name)
    short = short if len(short) <= _SLUG_LENGTH else short[:_SLUG_LENGTH].rsplit("-", 1)[0]
    return f"{short}-{digest('|'.join((name, *parts)))}"


# --- aliases, then records without an owner


def _aliases(groups: Sequence[_Group]) -> Iterator[tuple[int, int]]:
    """Groups of one owner of which one is called as the other's text calls it too, where that fits one pair alone."""
    called: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        for name in group.names:
            for holder in group.gather("holders"):
                called[name, holder].append(place)
    fitting: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for place, group in enumerate(groups):
        for alias in group.gather("aliases"):
            for holder in group.gather("holders"):
                others = (other for other in called.get((alias, holder), ()) if other != place)
                fitting[alias, holder] += [(other, place) for other in others if not _apart(group, groups[other])]
    return (pairs[0] for pairs in fitting.values() if len(pairs) == 1)


def _agreements(groups: Sequence[_Group]) -> Iterator[tuple[int, int]]:
    """Groups of one name that share a grant or a whole period, where one of them states no owner."""
    agreeing: dict[tuple[str, object], list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        whole = {one.period for one in group.members if one.is_dated and one.period and one.period[1] != _LAST_DAY}
        for name in group.names:
            for fact in group.gather("granted") | whole:
                agreeing[name, fact].append(place)
    for places in agreeing.values():
        if any(not groups[place].gather("owners") for place in places):
            yield from pairwise(places)


def _joined(groups: Sequence[_Group], links: Iterable[tuple[int, int]], *, of_strangers: bool = False) -> list[_Group]:
    """The groups with those made one that are linked, where nothing among them speaks against it.

    `of_strangers`: at most one of them has owners, and their grants and decisions agree.
    """
    merged: set[int] = set()
    united = []
    for component in _components(links):
        ranked = sorted((groups[place] for place in component), key=lambda group: group.rank)
        strange = of_strangers and (
            sum(bool(one.gather("owners")) for one in ranked) > 1
            or any(_disagree(*pair) for pair in combinations(ranked, 2))
        )
        if not strange and not any(_apart(*pair) for pair in combinations(ranked, 2)):
            members = tuple(member for group in ranked for member in group.members)
            united.append(_Group(key=ranked[0].key, members=members))
            merged |= component
    return [*(group for place, group in enumerate(groups) if place not in merged), *united]


def _components(links: Iterable[tuple[Node, Node]]) -> list[set[Node]]:
    """The sets of nodes that are linked, over any number of links."""
    parent: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for one, other in links:
        parent[root(other)] = root(one)
    found: dict[Node, set[Node]] = defaultdict(set)
    for node in list(parent):
        found[root(node)].add(node)
    return list(found.values())
