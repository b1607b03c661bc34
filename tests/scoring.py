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
_NEVER_READ = {"project", "lead", "partner", "municipality", "amount", "identifier", "start", "end"}
_NEVER_READ |= {"participants", "companies", "decision", "fund"}  # what a project that was not found lacks
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
    misses: list[str] = field(default_factory=list, repr=False)

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        found = self.right.total() + self.wrong.total()
        return self.right.total() / found if found else 1.0

    @property
    def recall(self) -> float:
        """The share of what is stated that was found."""
        stated = self.right.total() + self.missing.total()
        return self.right.total() / stated if stated else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall over all facts."""
        right = self.right.total()
        return 2 * right / (2 * right + self.wrong.total() + self.missing.total()) if right else 0.0

    def of(self, kind: str) -> Score:
        """The part of this score that is about one kind of fact."""
        counts = (Counter({kind: counter[kind]}) for counter in (self.right, self.wrong, self.missing))
        return Score(**dict(zip(("right", "wrong", "missing"), counts, strict=True)))

    def add(self, one: Comparison, where: str, *, judged: bool = True) -> None:
        """Match what was found with what was expected, one to one; of what is not judged only the right facts count."""
        left, accepted, missing = list(one.found), set(one.tolerated).union(*one.expected), []
        for forms in one.expected:
            match = next((found for found in left if found & forms), None)
            if match is None:
                missing.append(forms)
            else:
                left.remove(match)
                self.right[one.kind] += 1
        wrong = [found for found in left if not found & accepted]
        if one.single and (missing or not one.expected):
            wrong = wrong[:1]
        for forms in missing if judged else ():
            self._miss(self.missing, "missing", one.kind, where, forms)
        for found in wrong if judged else ():
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
    """Compare a graph with the projects of several gold files, which must be all that the graph's documents state.

    A kind that a project's text leaves open is neither missing nor wrong; nor is a project that need not have a name.
    """
    graph, result, unnamed = _Graph(statements), Score(), []
    left = {project: graph.names(project) for project in graph.projects()}
    for stated in (project for gold in golds for project in gold["projects"]):
        project = _called(graph, left, stated)
        if project:
            del left[project]
        if project or (stated.get("name") and not stated.get("name_optional")):
            _compare(result, graph, project, stated)
        else:
            unnamed.append(stated)
    for stated in unnamed:
        left.pop(next((one for one in left if _is_alike(graph, one, stated)), Iri("")), None)
    for names in left.values():
        result.add(Comparison(kind="project", expected=[], found=[names]), "the graph")
    return result


def _called(graph: _Graph, left: Mapping[Iri, set[str]], stated: Gold) -> Iri | None:
    """The project of the graph that has one of the stated names, or else the stated number."""
    called, number = _names_of(stated), folded(stated.get("identifier") or "")
    numbered = (one for one in left if number and number in graph.texts(one, "diarienummer", folded))
    return next((one for one, names in left.items() if names & called), None) or next(numbered, None)


def _names_of(stated: Gold) -> set[str]:
    return {folded(name) for name in (stated.get("name"), *stated.get("project_alias", ())) if name}


def _is_alike(graph: _Graph, project: Iri, stated: Gold) -> bool:
    """Whether a project has the owner or the sum of one that the text leaves unnamed."""
    leads = (graph.names(who) for role, who in graph.participants(project) if role.startswith("lead"))
    sums = {value for term in _AMOUNTS.values() for value in graph.texts(project, term)}
    amount = stated.get("amount_sek")
    return bool(_folded(stated, "lead") & set().union(*leads)) or bool(amount and plain(amount) in sums)


def _compare(result: Score, graph: _Graph, project: Iri | None, stated: Gold) -> None:
    where, left_open = stated.get("name") or "(unnamed)", set(stated.get("optional", ())) if project else set()
    called = _names_of(stated)
    result.add(Comparison(kind="project", expected=[called], found=[called] if project else []), where)
    for comparison in _comparisons(graph, project or Iri(""), stated):
        if project or comparison.kind in _NEVER_READ:
            result.add(comparison, where, judged=comparison.kind not in left_open)


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
    lead, others = _folded(gold, "lead"), _folded(gold, "partners")
    owner = lead | _folded(gold, "lead_optional", "lead_alternative", "lead_groups", "lead_text")
    another = [{name} for name in _folded(gold, "lead_alternative") if lead and any(name in one for one in leading)]
    yield (
        Comparison(kind="lead", expected=another[:1], found=another[:1])
        if another
        else _names("lead", lead, leading, owner | others)
    )
    only_partners = {name for name in others if not any(name in names for names in leading)}
    also = ("partners_optional", "municipalities", "municipalities_optional", "involved")
    yield _names("partner", only_partners, partners, owner | others | _folded(gold, *also))
    yield _municipalities(graph, project, [who for _, who in people], gold)


def _municipalities(graph: _Graph, project: Iri, people: Iterable[str], gold: Gold) -> Comparison:
    areas = {area for who in people for area in (who, *graph.objects(who, ORG + "unitOf", "unitOf"))}
    areas |= set(graph.objects(project, "coversArea"))
    found = [graph.names(area) for area in sorted(areas) if graph.is_a(area, "Municipality")]
    tolerated = _folded(gold, "municipalities_optional", "municipalities_participating")
    return _names("municipality", _folded(gold, "municipalities"), found, tolerated)


def _names(kind: str, expected: Iterable[str], found: Sequence[set[str]], tolerated: frozenset[str]) -> Comparison:
    wanted = [{name} for name in sorted(expected)]
    return Comparison(kind=kind, expected=wanted, found=found, tolerated=tolerated, single=False)


def _folded(gold: Gold, *keys: str) -> frozenset[str]:
    values = (gold.get(key) or [] for key in keys)
    return frozenset(folded(name) for value in values for name in ([value] if isinstance(value, str) else value))


def _amount(graph: _Graph, project: Iri, gold: Gold) -> Comparison:
    stated = {kind: set(graph.texts(project, term)) for kind, term in _AMOUNTS.items()}
    said = str(gold.get("amount_kind"))
    kinds = [] if "not stated" in said else [kind for kind in ("granted", "applied", "total") if kind in said]
    expected = _sums(gold, "amount_sek")
    others = _sums(gold, "amount_alternative_sek", "amount_budget_only")
    known = expected | others | _sums(gold, "total_budget_sek", "amount_applied_sek")
    found = set().union(*(stated[kind] for kind in kinds or stated), *(values - known for values in stated.values()))
    values = [{value} for value in sorted(found)]
    return Comparison(
        kind="amount", expected=[expected | others] if expected else [], found=values, tolerated=known, single=False
    )


def _sums(gold: Gold, *keys: str) -> frozenset[str]:
    """The sums under these keys; true and false say something else."""
    return frozenset(plain(gold[key]) for key in keys if not isinstance(gold.get(key), bool | None))


def _literals(graph: _Graph, project: Iri, gold: Gold) -> Iterator[Comparison]:
    for kind, key, term, form in _VALUES:
        yield _value(kind, gold.get(key), graph.texts(project, term, form), form)
    if gold.get("companies_range"):
        ends = [*graph.texts(project, "plannedCompaniesMin"), *graph.texts(project, "plannedCompaniesMax")]
        yield _value("companies", " ".join(map(str, gold["companies_range"])), [" ".join(ends)] if ends else [], str)
    elif gold.get("companies") is not None:
        yield _value("companies", gold["companies"], graph.texts(project, "plannedCompanies"), plain)
    if gold.get("cofinancing_rate"):
        yield _value("rate", gold["cofinancing_rate"], graph.texts(project, "unionCofinancingRate"), plain)


def _value(kind: str, expected: object, found: Sequence[str], form: Callable[[str], str]) -> Comparison:
    wanted = [] if expected is None else [{form(str(expected))}]
    return Comparison(kind=kind, expected=wanted, found=[{value} for value in found])


def _classified(graph: _Graph, project: Iri, gold: Gold) -> Iterator[Comparison]:
    if gold.get("decision_date"):
        days = {day for one in graph.objects(project, "decision") for day in graph.objects(one, "decidedOn")}
        accepted = {gold["decision_date"], gold.get("decision_date_alternative", gold["decision_date"])}
        yield Comparison(kind="decision", expected=[accepted], found=[{day} for day in sorted(days)])
    if gold.get("fund"):
        yield Comparison(kind="fund", expected=[_funds(gold)], found=graph.codes(project, "fund"))
    for kind, key, term in _CONCEPTS:
        if gold.get(key) is not None:
            wanted, codes = folded(gold[key]), graph.codes(project, term)
            found = [one for one in codes if wanted in one] or codes
            yield Comparison(kind=kind, expected=[{wanted}], found=found[:1])
    if gold.get("nuts2"):
        regions = [{one.rsplit("/", 1)[-1]} for one in graph.objects(project, "region")]
        yield Comparison(kind="region", expected=[{gold["nuts2"]}], found=regions)


def _funds(gold: Gold) -> set[str]:
    """The fund's codes; which of the two social funds it is, a text says only with the programme's number."""
    fund = folded(gold["fund"])
    if fund in {"esf", "esf+"} and not gold.get("programme_cci"):
        return {"esf", "esf+"}
    return {"eruf", "erdf"} if fund == "eruf" else {fund}
