"""Compares the statements of a graph with hand-made facts, kind by kind. May not know how the statements came about."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from samverkan.identifiers import DCTERMS, ORG, RDF, RDFS, SKOS, Iri, sam
from samverkan.model import Statement

Gold = Mapping[str, Any]
_LABELS = (RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel", DCTERMS + "title")
_AMOUNTS = {"granted": "grantedAmount", "applied": "appliedAmount", "total": "totalBudget", "stated": "statedAmount"}
_CONCEPTS = (
    ("programme", "programme_area", "programmeArea"),
    ("objective", "specific_objective", "specificObjective"),
    ("intervention", "intervention_type", "interventionField"),
)


def folded(name: str) -> str:
    """A name without what does not change who is meant: case, spaces, punctuation, Unicode form."""
    return " ".join(re.sub(r"[^\w+]+", " ", unicodedata.normalize("NFC", name).casefold()).split())


def plain(value: object) -> str:
    """A number as text in one form ("50%", "50.0" and 50 are one); anything else as it is."""
    try:
        number = Decimal(re.sub(r"[%\s]", "", str(value)))
    except InvalidOperation:
        return str(value)
    return f"{number.normalize():f}"


_VALUES: tuple[tuple[str, str, str, Callable[[str], str]], ...] = (
    ("identifier", "identifier", "diarienummer", folded),
    ("start", "start", "startDate", str),
    ("end", "end", "endDate", str),
    ("participants", "participants", "plannedParticipants", plain),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What the gold states and what was found, of one kind in one project.

    `expected` has the accepted forms of each fact, `found` the forms of each thing found; `tolerated` forms are
    neither right nor wrong. `single` kinds have one value at most, so that a wrong one counts once.
    """

    kind: str
    expected: Sequence[set[str]]
    found: Sequence[set[str]]
    tolerated: frozenset[str] = frozenset()
    single: bool = True


@dataclass(kw_only=True)
class Score:
    """Right, wrong and missing facts, and each wrong or missing one in words."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall over all facts."""
        right = self.right.total()
        return 2 * right / (2 * right + self.wrong.total() + self.missing.total()) if right else 0.0

    def add(self, one: Comparison, where: str) -> None:
        """Match what was found with what was expected, one to one."""
        left, accepted, missing = list(one.found), set(one.tolerated).union(*one.expected), 0
        for forms in one.expected:
            match = next((found for found in left if found & forms), None)
            if match is None:
                missing += 1
                self._miss(self.missing, "missing", one.kind, where, forms)
            else:
                left.remove(match)
                self.right[one.kind] += 1
        wrong = [found for found in left if not found & accepted]
        for found in wrong[:1] if one.single and (missing or not one.expected) else wrong:
            self._miss(self.wrong, "wrong", one.kind, where, found)

    def _miss(self, counter: Counter[str], what: str, kind: str, where: str, forms: set[str]) -> None:
        counter[kind] += 1
        self.misses.append(f"{what} {kind} in {where}: {min(forms, default='(no label)')}")

    def __iadd__(self, other: Score) -> Score:
        self.right += other.right
        self.wrong += other.wrong
        self.missing += other.missing
        self.misses += other.misses
        return self


def score(statements: Iterable[Statement], golds: Iterable[Gold]) -> Score:
    """Compare a graph with the projects of several gold files, which must be all that the graph's documents state."""
    graph, result = _Graph(statements), Score()
    left = {project: graph.names(project) for project in graph.projects()}
    for stated in (project for gold in golds for project in gold["projects"]):
        called = {folded(name) for name in (stated["name"], *stated.get("project_alias", ()))}
        number = folded(stated["identifier"] or "")
        numbered = (one for one in left if number and number in graph.texts(one, "diarienummer", folded))
        project = next((one for one, names in left.items() if names & called), None) or next(numbered, None)
        result.add(Comparison(kind="project", expected=[called], found=[called] if project else []), stated["name"])
        for comparison in _comparisons(graph, project or Iri(""), stated):
            result.add(comparison, stated["name"])
        left.pop(project or Iri(""), None)
    for names in left.values():
        result.add(Comparison(kind="project", expected=[], found=[names]), "the graph")
    return result


class _Graph:
    def __init__(self, statements: Iterable[Statement]) -> None:
        self.said: dict[tuple[str, str], list[str]] = defaultdict(list)
        for one in statements:
            value = one.object if isinstance(one.object, str) else one.object.value
            self.said[one.subject, one.predicate].append(value)

    def projects(self) -> list[Iri]:
        return sorted(
            Iri(one) for one, predicate in list(self.said) if predicate == RDF + "type" and self.is_a(one, "Project")
        )

    def objects(self, subject: str, *terms: str) -> list[str]:
        return [found for term in terms for found in self.said.get((subject, term if ":" in term else sam(term)), ())]

    def texts(self, subject: str, term: str, form: Callable[[str], str] = plain) -> list[str]:
        return [form(value) for value in self.objects(subject, term)]

    def names(self, node: str) -> set[str]:
        return {folded(name) for name in self.objects(node, *_LABELS)}

    def is_a(self, node: str, kind: str) -> bool:
        return sam(kind) in self.objects(node, RDF + "type")

    def codes(self, subject: str, term: str) -> list[set[str]]:
        """The notation and labels of every concept; a literal is its own."""
        concepts = self.objects(subject, term)
        notations = (
            {folded(code) for code in self.objects(one, SKOS + "notation")} | self.names(one) for one in concepts
        )
        return [codes or {folded(one)} for codes, one in zip(notations, concepts, strict=True)]

    def participants(self, project: str) -> Iterator[tuple[str, str]]:
        """Role and organisation of every participation."""
        for collaboration in self.objects(project, "carriedOutBy"):
            for part in self.objects(collaboration, "hasParticipation"):
                roles = [role.rsplit("/", 1)[-1] for role in self.objects(part, "role") or ["partner"]]
                yield from ((role, who) for who in self.objects(part, "participant") for role in roles)


def _comparisons(graph: _Graph, project: Iri, gold: Gold) -> Iterator[Comparison]:
    yield from _participants(graph, project, gold)
    yield _amount(graph, project, gold)
    yield from _literals(graph, project, gold)
    yield from _classified(graph, project, gold)
    if gold.get("partner_count"):
        size = plain(gold["partner_count"])
        sizes = {found for _, who in graph.participants(project) for found in graph.texts(who, "groupSize")}
        yield Comparison(kind="group", expected=[{size}], found=[{size}] if size in sizes else [])


def _participants(graph: _Graph, project: Iri, gold: Gold) -> Iterator[Comparison]:
    people = [(role, who) for role, who in graph.participants(project) if not graph.is_a(who, "OrganisationGroup")]
    leads = {who for role, who in people if role.startswith("lead")}
    leading = [graph.names(who) for who in sorted(leads)]
    partners = [graph.names(who) for who in sorted({who for _, who in people} - leads)]
    lead, others, municipalities = (_folded(gold, key) for key in ("lead", "partners", "municipalities"))
    owner = lead | _folded(gold, "lead_text")
    yield _names("lead", lead, leading, owner | others)
    only_partners = {name for name in others if not any(name in names for names in leading)}
    yield _names("partner", only_partners, partners, owner | others | municipalities)
    areas = {area for _, who in people for area in (who, *graph.objects(who, ORG + "unitOf"))}
    areas |= set(graph.objects(project, "coversArea"))
    found = [graph.names(area) for area in sorted(areas) if graph.is_a(area, "Municipality")]
    yield _names("municipality", municipalities, found, _folded(gold, "municipalities_optional"))


def _names(kind: str, expected: Iterable[str], found: Sequence[set[str]], tolerated: frozenset[str]) -> Comparison:
    wanted = [{name} for name in sorted(expected)]
    return Comparison(kind=kind, expected=wanted, found=found, tolerated=tolerated, single=False)


def _folded(gold: Gold, key: str) -> frozenset[str]:
    value = gold.get(key) or []
    return frozenset(folded(name) for name in ([value] if isinstance(value, str) else value))


def _amount(graph: _Graph, project: Iri, gold: Gold) -> Comparison:
    stated = {kind: set(graph.texts(project, term)) for kind, term in _AMOUNTS.items()}
    kinds = [kind for kind in ("granted", "applied", "total") if kind in str(gold.get("amount_kind"))] or list(_AMOUNTS)
    known = frozenset(plain(gold[key]) for key in ("amount_sek", "total_budget_sek") if gold.get(key) is not None)
    found = set().union(*(stated[kind] for kind in kinds), *(values - known for values in stated.values()))
    expected = [] if gold["amount_sek"] is None else [plain(gold["amount_sek"])]
    return _names("amount", expected, [{value} for value in sorted(found)], known)


def _literals(graph: _Graph, project: Iri, gold: Gold) -> Iterator[Comparison]:
    for kind, key, term, form in _VALUES:
        yield _value(kind, gold[key], graph.texts(project, term, form), form)
    if gold.get("companies_range"):
        ends = [*graph.texts(project, "plannedCompaniesMin"), *graph.texts(project, "plannedCompaniesMax")]
        yield _value("companies", " ".join(map(str, gold["companies_range"])), [" ".join(ends)] if ends else [], str)
    elif gold["companies"] is not None:
        yield _value("companies", gold["companies"], graph.texts(project, "plannedCompanies"), plain)
    if gold.get("cofinancing_rate"):
        yield _value("rate", gold["cofinancing_rate"], graph.texts(project, "unionCofinancingRate"), plain)


def _value(kind: str, expected: object, found: Sequence[str], form: Callable[[str], str]) -> Comparison:
    wanted = [] if expected is None else [{form(str(expected))}]
    return Comparison(kind=kind, expected=wanted, found=[{value} for value in found])


def _classified(graph: _Graph, project: Iri, gold: Gold) -> Iterator[Comparison]:
    if gold["decision_date"]:
        days = {day for one in graph.objects(project, "decision") for day in graph.objects(one, "decidedOn")}
        accepted = {gold["decision_date"], gold.get("decision_date_alternative", gold["decision_date"])}
        yield Comparison(kind="decision", expected=[accepted], found=[{day} for day in sorted(days)])
    if gold["fund"]:
        accepted = {folded(gold["fund"])} | (set() if gold.get("programme_cci") else {"esf", "esf+"})
        yield Comparison(kind="fund", expected=[accepted], found=graph.codes(project, "fund"))
    for kind, key, term in _CONCEPTS:
        if gold.get(key) is not None:
            yield Comparison(kind=kind, expected=[{folded(gold[key])}], found=graph.codes(project, term))
    if gold.get("nuts2"):
        regions = [{one.rsplit("/", 1)[-1]} for one in graph.objects(project, "region")]
        yield Comparison(kind="region", expected=[{gold["nuts2"]}], found=regions)
