"""Every question of queries/ on the graph of the seeds: its golden answer, and the same answer from a second engine.

A golden answer is written anew by `samverkan query NAME -f tsv > tests/golden/queries/NAME.tsv` (with the parameters
below) and read against the text of seeds/ before it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.term import Node

from samverkan.project import QUERIES
from samverkan.queries import Query, bind, find, list_queries, run
from samverkan.results import Solutions, Term, Triples, render
from samverkan.store import STORE_FOLDER, open_read_only

GOLDEN = Path(__file__).parent / "golden" / "queries"
QUESTIONS = list_queries(QUERIES)
OPTIONAL_VALUES = {"municipalities-without-projects": {"county": "Stockholms län"}}
# rdflib's Dataset uses, inside itself, what it deprecates
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning:rdflib")
EACH = pytest.mark.parametrize("query", QUESTIONS, ids=lambda query: query.name)


@pytest.fixture(scope="module")
def store(seeds_build: Path) -> ox.Store:
    return open_read_only(seeds_build / STORE_FOLDER)


@pytest.fixture(scope="module")
def dataset(seeds_build: Path) -> rdflib.Dataset:
    union = rdflib.Dataset(default_union=True)
    union.parse(data=(seeds_build / "graph.nq").read_text(encoding="utf-8"), format="nquads")
    return union


def values(query: Query) -> dict[str, str]:
    """The example of each parameter that needs a value."""
    needed = [parameter for parameter in query.parameters if not parameter.optional and parameter.default is None]
    return {parameter.name: parameter.example for parameter in needed} | OPTIONAL_VALUES.get(query.name, {})


def ask(store: ox.Store, name: str, **given: str) -> Solutions:
    answer = run(store, find(QUERIES, name), given)
    assert isinstance(answer, Solutions)
    return answer


def column(answer: Solutions, name: str) -> list[str]:
    place = answer.variables.index(name)
    return [str(getattr(row[place], "value", None)) for row in answer.rows]


# ---------- answers


@EACH
def test_a_question_has_its_golden_answer(query: Query, store: ox.Store) -> None:
    golden = (GOLDEN / f"{query.name}.tsv").read_text(encoding="utf-8")
    assert render(run(store, query, values(query)), "tsv") == golden
    assert len(golden.splitlines()) > 1, "a question that the seeds do not answer shows nothing"


def test_every_golden_answer_has_its_question() -> None:
    assert sorted(path.stem for path in GOLDEN.iterdir()) == [query.name for query in QUESTIONS]


@EACH
def test_rdflib_gives_the_same_answer(query: Query, store: ox.Store, dataset: rdflib.Dataset) -> None:
    given = values(query)
    answer = run(store, query, given)
    bound = {name: node for name, term in bind(query, given).items() if (node := _node(term)) is not None}
    result = dataset.query(query.text, initBindings=bound)
    if isinstance(answer, Triples):
        rows = (tuple(triple) for triple in answer.triples)
        assert result.graph is not None
        assert sorted(_comparable(map(_node, row)) for row in rows) == sorted(map(_comparable, result.graph))
    else:
        assert isinstance(answer, Solutions)
        assert [str(variable) for variable in result.vars or ()] == list(answer.variables)
        expected = [_comparable(row) for row in result if isinstance(row, tuple)]
        assert [_comparable(map(_node, row)) for row in answer.rows] == expected


def _node(term: Term | None) -> rdflib.Literal | rdflib.URIRef | None:
    if isinstance(term, ox.Literal):
        datatype = None if term.language else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype)
    assert not isinstance(term, ox.BlankNode | ox.Triple)
    return rdflib.URIRef(term.value) if term else None


def _comparable(row: Iterable[Node | None]) -> tuple[str, ...]:
    """What a row says: numbers by value, since engines write the same decimal differently."""
    return tuple(_plain(node) for node in row)


def _plain(node: Node | None) -> str:
    if isinstance(node, rdflib.Literal) and isinstance(node.value, Decimal | int) and not isinstance(node.value, bool):
        return f"{Decimal(node.value).normalize():f}"
    if isinstance(node, rdflib.Literal) and node.datatype == rdflib.XSD.string:
        return rdflib.Literal(str(node)).n3()
    return node.n3() if isinstance(node, rdflib.Literal | rdflib.URIRef) else str(node)


@EACH
def test_no_row_comes_twice(query: Query, store: ox.Store) -> None:
    answer = run(store, query, values(query))
    rows = [str(row) for row in (answer.triples if isinstance(answer, Triples) else getattr(answer, "rows", ()))]
    assert len(rows) == len(set(rows))


# ---------- parameters of the files


@pytest.mark.parametrize("written", ["Nynäshamns kommun", "NYNÄSHAMN", "Nynäshamn kommun", "municipality/0192"])
def test_an_organisation_may_be_named_in_any_of_its_forms(store: ox.Store, written: str) -> None:
    given = f"https://w3id.org/samverkan/id/{written}" if "/" in written else written
    answer = ask(store, "partners-of-organisation", organisation=given)
    assert answer == ask(store, "partners-of-organisation", organisation="Nynäshamn")
    assert "Järfälla kommun" in column(answer, "partnerLabel")


@pytest.mark.parametrize("written", ["23-079-s04", "Arbete för gemenskap, samarbete i Eskilstuna"])
def test_a_project_may_be_named_by_number_or_name(store: ox.Store, written: str) -> None:
    answer = ask(store, "partners-of-project", project=written)
    assert "Eskilstuna kommun" in column(answer, "participantLabel")


def test_a_name_that_nobody_bears_has_no_partners(store: ox.Store) -> None:
    assert ask(store, "partners-of-organisation", organisation="Ingenstans kommun").rows == ()


def test_all_290_municipalities_are_accounted_for(store: ox.Store) -> None:
    without = set(column(ask(store, "municipalities-without-projects"), "municipality"))
    reached = set(column(ask(store, "per-municipality"), "municipality"))
    assert len(without) + len(reached) == len(without | reached) == 290


@pytest.mark.parametrize("county", ["Stockholms län", "stockholm", "01"])
def test_a_county_may_be_named_by_name_or_code(store: ox.Store, county: str) -> None:
    answer = ask(store, "municipalities-without-projects", county=county)
    assert set(column(answer, "countyLabel")) == {"Stockholms län"}


def test_only_pairs_that_met_often_enough_are_told(store: ox.Store) -> None:
    often, all_pairs = ask(store, "partner-pairs"), ask(store, "partner-pairs", minimum="1")
    assert {int(count) for count in column(often, "projects")} == {2}
    assert set(often.rows) < set(all_pairs.rows)
    assert ask(store, "partner-pairs", minimum="99").rows == ()


def test_one_kind_of_amount_is_told_alone(store: ox.Store) -> None:
    assert set(column(ask(store, "largest-projects", kind="appliedAmount"), "kindLabel")) == {"sökt belopp"}
    assert len(set(column(ask(store, "largest-projects"), "kindLabel"))) > 1


def test_decisions_are_told_between_two_days(store: ox.Store) -> None:
    answer = ask(store, "projects-by-decision", since="2020-06-04", until="2020-12-03")
    assert set(column(answer, "decidedOn")) == {"2020-06-04", "2020-12-03"}


@pytest.mark.parametrize(
    ("day", "running"), [("2021-01-31", 0), ("2021-02-01", 1), ("2021-10-30", 1), ("2021-10-31", 0)]
)
def test_a_project_runs_from_its_first_to_its_last_day(store: ox.Store, day: str, running: int) -> None:
    assert len(ask(store, "running-projects", day=day).rows) == running


@pytest.mark.parametrize("name", ["edges-on-one-source", "merged-names"])
def test_evidence_can_be_asked_of_one_organisation(store: ox.Store, name: str) -> None:
    everyone, one = ask(store, name), ask(store, name, organisation="rädda barnen")
    assert set(column(one, "organisationLabel")) == {"Rädda Barnen"}
    assert set(one.rows) < set(everyone.rows)


def test_money_of_different_kinds_is_never_in_one_row(store: ox.Store) -> None:
    by_kind = dict(
        zip(column(ask(store, "money-by-kind"), "kind"), column(ask(store, "money-by-kind"), "total"), strict=True)
    )
    per_fund = ask(store, "per-fund")
    for kind, total in by_kind.items():
        rows = zip(column(per_fund, "measure"), column(per_fund, "total"), strict=True)
        assert sum(Decimal(part) for measure, part in rows if measure == kind) == Decimal(total)


# ---------- the files themselves


def test_there_are_enough_questions_and_their_names_are_plain() -> None:
    assert len(QUESTIONS) >= 24
    assert [query.name for query in QUESTIONS if not re.fullmatch(r"[a-z]+(-[a-z]+)*", query.name)] == []


@EACH
def test_a_file_asks_in_both_languages_and_has_tags(query: Query) -> None:
    assert query.summary.endswith("?")
    assert "?" in query.description
    assert query.description != query.summary
    assert query.tags


@EACH
def test_a_header_is_plain_yaml_as_grlc_reads_it(query: Query) -> None:
    header = [line[2:] for line in query.text.splitlines() if line.startswith("#+")]
    assert [line for line in header if not re.match(r" (?:[a-z]+:(?: |$)|  )\S?", line)] == []
    texts = [query.summary, query.description]
    assert [text for text in texts if ": " in text or " #" in text or text.endswith(":")] == []


@EACH
def test_a_file_stands_alone_and_is_laid_out_to_be_read(query: Query) -> None:
    ox.Store().query(query.text)  # raises SyntaxError for a prefix that the file does not declare
    assert [line for line in query.text.splitlines() if len(line) > 120 or line != line.rstrip()] == []
    assert ("ORDER BY" in query.text) is ("CONSTRUCT" not in query.text)


@EACH
def test_every_prefix_of_a_file_is_used(query: Query) -> None:
    declared = re.findall(r"^PREFIX (\w+):", query.text, re.MULTILINE)
    body = re.sub(r"^(?:PREFIX|#).*$", "", query.text, flags=re.MULTILINE)
    assert [prefix for prefix in declared if f"{prefix}:" not in body] == []
    assert declared == sorted(declared)
