from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import queries
from samverkan.errors import QueryError, UnreadableSourceError
from samverkan.identifiers import RDFS, SAM
from samverkan.queries import Query, parse, run
from samverkan.results import Answer, Solutions, Triples, render

GRAPH = """
@prefix : <https://w3id.org/samverkan/id/organisation/> .
@prefix sam: <https://w3id.org/samverkan/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:one a sam:Organisation ; rdfs:label "Åby kommun"@sv , "Åby Municipality"@en ; sam:groupSize 3 .
:two a sam:Organisation ; rdfs:label "Bo \\"Ek\\" AB"@sv ; sam:groupSize 12 .
:three a sam:Organisation ; sam:decidedOn "2020-06-04"^^xsd:date .
"""
HEADER = """#+ summary: Who is it?
#+ description: Vem är det?
#+   Bara de namngivna.
#+ method: GET
#+ pagination: 50
#+ tags:
#+   - one
#+   - two
#+ defaults:
#+   - minimum: 2
#+ enumerate:
#+   - kind: [small, large]
#+ examples:
#+   - name: Åby kommun
SELECT ?x WHERE { ?x rdfs:label ?l FILTER(STR(?l) = ?_name || ?x > ?_minimum_integer || ?x = ?__kind) }
"""
BY_NAME = "SELECT ?x WHERE { ?x rdfs:label ?l FILTER(STR(?l) = ?_name) }"
BY_SIZE = "SELECT ?x WHERE { ?x sam:groupSize ?n FILTER(?n > ?_minimum_integer) }"
ONE = "https://w3id.org/samverkan/id/organisation/one"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    graph = ox.Store()
    graph.load(GRAPH, format=ox.RdfFormat.TURTLE)
    graph.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("apart"), ox.NamedNode("urn:graph")))
    return graph


def query(text: str) -> Query:
    return parse(text, name="mine", file="mine.rq")


def solutions(answer: Answer) -> Solutions:
    assert isinstance(answer, Solutions)
    return answer


def ask(store: ox.Store, text: str, **values: str) -> list[str]:
    """The last part of each IRI, or the text, in the first column."""
    rows = solutions(run(store, query(text), values)).rows
    return sorted(str(getattr(row[0], "value", None)).rsplit("/", 1)[-1] for row in rows)


# ---------- query files


def test_a_header_gives_questions_tags_and_parameters() -> None:
    read = query(HEADER)
    assert (read.summary, read.description) == ("Who is it?", "Vem är det? Bara de namngivna.")
    assert (read.tags, read.method, read.pagination) == (("one", "two"), "GET", 50)
    name, minimum, kind = read.parameters
    assert (name.name, name.variable, name.type, name.optional, name.example) == (
        "name",
        "_name",
        "text",
        False,
        "Åby kommun",
    )
    assert (minimum.name, minimum.type, minimum.default, minimum.optional) == ("minimum", "integer", "2", False)
    assert (kind.name, kind.type, kind.choices, kind.optional) == ("kind", "text", ("small", "large"), True)


def test_a_query_without_a_header_is_a_query_too() -> None:
    read = query("ASK { ?s ?p ?__o_iri }")
    assert (read.summary, read.tags, read.method, read.pagination) == ("", (), "GET", None)
    assert [(parameter.name, parameter.type) for parameter in read.parameters] == [("o", "iri")]


@pytest.mark.parametrize(
    ("variable", "type_"),
    [
        ("?_x", "text"),
        ("$_x", "text"),
        ("?_x_iri", "iri"),
        ("?_x_integer", "integer"),
        ("?_x_xsd_date", "date"),
        ("?_x_decimal", "decimal"),
        ("?_x_sv", "sv"),
    ],
)
def test_a_variables_ending_is_the_parameters_type(variable: str, type_: str) -> None:
    (parameter,) = query(f"ASK {{ ?s ?p {variable} }}").parameters
    assert (parameter.name, parameter.type) == ("x", type_)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p '?_x' }",
        'ASK { ?s ?p "a \\" ?_x" }',
        'ASK { ?s ?p """a " ?_x""" }',
        "ASK { ?s ?p 1 } # ?_x",
        "ASK { ?s <urn:a#?_x> 1 }",
        "ASK { ?s ?p ?_ }",
        "ASK { ?s ?p ?a_x }",
    ],
)
def test_what_is_no_variable_token_is_no_parameter(text: str) -> None:
    assert query(text).parameters == ()


def test_a_comparison_is_not_taken_for_an_iri() -> None:
    assert [one.name for one in query("ASK { ?s ?p ?o FILTER(?o<?_a_integer&&?_b_integer>?o) }").parameters] == [
        "a",
        "b",
    ]


@pytest.mark.parametrize(
    ("header", "message", "line"),
    [
        ("#+ summary: A?\n#+ tag: x\n", "a query's header has no tag: did you mean tags?", 2),
        ("#+ pagination: many\n", "pagination is a number of rows, not “many”", 1),
        ("#+ summary: A?\n#+ defaults:\n#+   - nam: x\n", "the query has no parameter nam: did you mean name?", 2),
    ],
)
def test_a_senseless_header_is_refused_with_its_line(header: str, message: str, line: int) -> None:
    with pytest.raises(QueryError, match=re.escape(message)) as caught:
        query(header + BY_NAME)
    assert (caught.value.file, caught.value.line) == ("mine.rq", line)


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(QueryError, match="_x_datum ends in no type"):
        query("ASK { ?s ?p ?_x_datum }")


def test_an_unknown_name_brings_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "partner-pairs.rq").write_text("ASK {}", encoding="utf-8")
    assert queries.find(tmp_path, "partner-pairs").name == "partner-pairs"
    with pytest.raises(QueryError, match="there is no query partnerpairs: did you mean partner-pairs\\?"):
        queries.find(tmp_path, "partnerpairs")


def test_a_folder_is_listed_by_name(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.rq").write_text(HEADER, encoding="utf-8")
    assert [one.name for one in queries.list_queries(tmp_path)] == ["a", "b"]


def test_a_list_shows_questions_and_parameters(tmp_path: Path) -> None:
    assert queries.describe(query(HEADER)).splitlines() == [
        "mine",
        "    Vem är det?",
        "    Who is it?",
        "    --param 'name=Åby kommun' [--param minimum=2] [--param kind=small]",
    ]


def test_a_query_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin.rq").write_bytes("# Å".encode("latin-1"))
    for name, reason in (("latin.rq", "it is not UTF-8"), ("none.rq", "No such file")):
        with pytest.raises(UnreadableSourceError, match=reason):
            queries.adhoc(None, tmp_path / name)


# ---------- parameters


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        (BY_NAME, "Åby kommun", ["one"]),
        (BY_NAME, unicodedata.normalize("NFD", "Åby kommun"), ["one"]),
        (BY_NAME, 'Bo "Ek" AB', ["two"]),
        ("SELECT ?x WHERE { ?x rdfs:label ?_name_sv }", "Åby kommun", ["one"]),
        ("SELECT ?x WHERE { ?x rdfs:label ?_name_en }", "Åby kommun", []),
        ("SELECT ?x WHERE { ?x ?p ?o FILTER(?x = ?_name_iri) } LIMIT 1", ONE, ["one"]),
        ("SELECT ?l WHERE { ?_name_iri rdfs:label ?l }", ONE, ["Åby Municipality", "Åby kommun"]),
        ("SELECT ?x WHERE { ?x sam:groupSize ?n FILTER(?n > ?_name_integer) }", "3", ["two"]),
        ("SELECT ?x WHERE { ?x sam:groupSize ?n FILTER(?n > ?_name_decimal) }", "2.5", ["one", "two"]),
        ("SELECT ?x WHERE { ?x sam:decidedOn ?_name_date }", "2020-06-04", ["three"]),
        ("SELECT ?x WHERE { ?x sam:decidedOn ?_name_xsd_date }", "2020-06-05", []),
    ],
)
def test_a_value_is_a_term_of_its_type(store: ox.Store, text: str, value: str, expected: list[str]) -> None:
    assert ask(store, text, name=value) == expected


def test_a_value_reaches_every_corner_of_a_query(store: ox.Store) -> None:
    inner = "{ SELECT ?x (COUNT(*) AS ?n) WHERE { ?x rdfs:label ?l FILTER(STR(?l) = ?_name) } GROUP BY ?x }"
    assert ask(store, f"SELECT ?x WHERE {inner}", name="Åby kommun") == ["one"]
    assert run(store, query("ASK { ?x rdfs:label ?l FILTER(STR(?l) = ?_name) }"), {"name": "Åby kommun"}) is True
    text = "SELECT ?x WHERE { ?x a sam:Organisation FILTER NOT EXISTS { ?x rdfs:label ?l FILTER(STR(?l) = ?_name) } }"
    assert ask(store, text, name="Åby kommun") == ["three", "two"]
    answer = run(store, query("CONSTRUCT { ?x rdfs:comment ?_name } WHERE { ?x sam:groupSize 3 }"), {"name": "liten"})
    assert isinstance(answer, Triples)
    assert [triple.object for triple in answer.triples] == [ox.Literal("liten")]


def test_a_default_stands_in_for_a_missing_value(store: ox.Store) -> None:
    text = f"#+ defaults:\n#+   - minimum: 5\n{BY_SIZE}"
    assert ask(store, text) == ["two"]
    assert ask(store, text, minimum="2") == ["one", "two"]


def test_an_optional_parameter_may_stay_open(store: ox.Store) -> None:
    text = "SELECT ?x WHERE { ?x sam:groupSize ?n FILTER(!BOUND( ?__size_integer ) || ?n = ?__size_integer) }"
    assert ask(store, text) == ["one", "two"]
    assert ask(store, text, size="12") == ["two"]


@pytest.mark.parametrize(
    ("text", "values", "message"),
    [
        (BY_NAME, {}, "the query mine needs name: add, for example, --param name=Nynäshamn"),
        (BY_SIZE, {}, "needs minimum: add, for example, --param minimum=2"),
        (BY_SIZE, {"minimum": "två"}, "minimum takes a value of type integer, not “två”: give one such as 2"),
        (BY_SIZE, {"minimum": "2.0"}, "of type integer"),
        (BY_SIZE, {"minimum": "٢"}, "of type integer"),
        (BY_SIZE, {"minimun": "2"}, "has no parameter minimun: did you mean minimum?"),
        ("ASK {}", {"x": "2"}, "has no parameter x: it has none"),
        ("ASK { ?s ?p ?_x_date }", {"x": "2020-02-30"}, "of type date, not “2020-02-30”: give one such as 2020-06-04"),
        ("ASK { ?s ?p ?_x_date }", {"x": "20200228"}, "of type date"),
        ("ASK { ?s ?p ?_x_iri }", {"x": "Nynäshamn"}, "of type iri"),
        ("ASK { ?s ?p ?_x_iri }", {"x": "urn:a> ?p ?o } #"}, "of type iri"),
        ("#+ enumerate:\n#+   - x: [a, b]\nASK { ?s ?p ?_x }", {"x": "c"}, "x is one of a, b, not “c”"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(store: ox.Store, text: str, values: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError) as caught:
        run(store, query(text), values)
    message_said = caught.value.message.replace("'", "")
    assert message in message_said
    assert caught.value.exit_code == 2


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_a_value_holds_it_stays_a_value(value: str) -> None:
    rows = solutions(run(ox.Store(), query("SELECT ?y WHERE { BIND(?_x AS ?y) }"), {"x": value})).rows
    assert rows == ((ox.Literal(unicodedata.normalize("NFC", value)),),)


@pytest.mark.parametrize(
    "value", ['" || true) } #', "\\u0022 || true", "x\\", '"""', "'", "?_name", "\n}\n", "<urn:a>"]
)
def test_no_value_breaks_out_of_its_place(store: ox.Store, value: str) -> None:
    assert ask(store, BY_NAME, name=value) == []


def test_a_parameter_where_no_value_can_stand_is_refused(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="a parameter stands where no value can"):
        run(store, query("SELECT ?_x WHERE { ?_x ?p ?o }"), {"x": "a"})


# ---------- running


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("SELECT ?x\nWHERE { ?x ?p }", (2, 16), "syntax error near “WHERE { \\?x \\?p }”"),
        ("#+ summary: A?\nSELEC ?x", (2, 9), "syntax error near “SELEC \\?x”"),
        ("SELECT ?x WHERE {\n  ?x foo:bar ?y }", (2, 13), "a prefix is not declared"),
        ("SELECT ?x (COUNT(?y) AS ?n) WHERE { ?x ?p ?y }", (1, 47), "neither grouped nor aggregated"),
        ("SELECT ?x WHERE {\n ?x ?p ?y", (2, 10), "syntax error near “\\?x \\?p \\?y”"),
    ],
)
def test_a_syntax_error_is_told_with_its_place(
    store: ox.Store, text: str, place: tuple[int, int], message: str
) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        run(store, query(text))
    assert (caught.value.file, caught.value.line, caught.value.column) == ("mine.rq", *place)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x WHERE { SERVICE <http://192.0.2.1/> { ?x ?p ?o } }",
        "SELECT ?x WHERE { service silent <http://192.0.2.1/> { ?x ?p ?o } }",
        "SELECT ?x WHERE { ?x ?p ?o . {SERVICE<http://192.0.2.1/>{ ?x ?p ?o }} }",
    ],
)
def test_no_query_asks_another_machine(store: ox.Store, text: str) -> None:
    with pytest.raises(QueryError, match="asks another machine"):
        run(store, query(text))


@pytest.mark.parametrize(
    "text", ["LOAD <http://192.0.2.1/>", "DELETE WHERE { ?s ?p ?o }", "PREFIX a: <urn:a> CLEAR ALL"]
)
def test_an_update_is_refused(store: ox.Store, text: str) -> None:
    before = len(store)
    with pytest.raises(QueryError, match="this is an update"):
        run(store, query(text))
    assert len(store) == before


@pytest.mark.parametrize(
    "text",
    [
        'ASK { ?x rdfs:label "SERVICE" }',
        "ASK { ?x <urn:SERVICE> ?load } # SERVICE",
        "PREFIX service: <urn:> ASK { ?x service:service ?y }",
        "ASK { ?x ?load ?service }",
    ],
)
def test_words_that_only_look_like_keywords_are_let_through(store: ox.Store, text: str) -> None:
    assert run(store, query(text)) in (True, False)


def test_from_names_graphs_of_the_store_and_fetches_nothing(store: ox.Store) -> None:
    assert ask(store, "SELECT ?o FROM <urn:graph> WHERE { ?s ?p ?o }") == ["apart"]
    assert ask(store, "SELECT ?o FROM <http://192.0.2.1/data.ttl> WHERE { ?s ?p ?o }") == []
    assert ask(store, "SELECT ?o FROM <file:///etc/hostname> WHERE { ?s ?p ?o }") == []


def test_the_ontologys_prefixes_need_no_declaration(store: ox.Store) -> None:
    assert run(store, query("ASK { ?x a sam:Organisation }")) is True


def test_triples_come_sorted_and_once(store: ox.Store) -> None:
    answer = run(store, query("CONSTRUCT { ?x a ?t ; rdfs:comment ?n } WHERE { ?x a ?t ; sam:groupSize ?n ; ?p ?o }"))
    assert isinstance(answer, Triples)
    found = [f"{triple.subject} {triple.predicate}".rsplit("/organisation/", 1)[-1] for triple in answer.triples]
    type_, comment = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2000/01/rdf-schema#comment"
    assert found == [f"{one}> <{predicate}>" for one in ("one", "two") for predicate in (type_, comment)]


# ---------- how answers are written


LABELLED = "SELECT ?x ?xLabel ?n WHERE { ?x a ?t OPTIONAL { ?x rdfs:label ?xLabel FILTER(LANG(?xLabel) = 'sv') } \
OPTIONAL { ?x sam:groupSize ?n } } ORDER BY ?x"


def test_a_table_is_aligned_and_shows_labels_for_things(store: ox.Store) -> None:
    assert render(run(store, query(LABELLED)), "table") == (
        "x                    n\n"
        "------------------  --\n"
        "Åby kommun           3\n"
        "organisation:three\n"
        'Bo "Ek" AB          12\n'
    )


def test_a_table_shortens_iris_and_keeps_to_one_line_a_row(store: ox.Store) -> None:
    text = 'SELECT ?t ?u ?v WHERE { BIND(sam:Project AS ?t) BIND(<urn:x> AS ?u) BIND("a\\n b" AS ?v) }'
    assert (
        render(run(store, query(text)), "table")
        == "t            u      v\n-----------  -----  ---\nsam:Project  urn:x  a b\n"
    )


@pytest.mark.parametrize("width", [30, 60, 200])
def test_a_table_is_cut_only_to_a_given_width(store: ox.Store, width: int) -> None:
    text = f'SELECT ?a ?b WHERE {{ BIND("{"lång text " * 9}" AS ?a) BIND("kort" AS ?b) }}'
    full = render(run(store, query(text)), "table")
    cut = render(run(store, query(text)), "table", width=width)
    assert max(map(len, cut.splitlines())) <= width
    assert "kort" in cut
    assert ("…" in cut) is (max(map(len, full.splitlines())) > width)


def test_an_answer_without_rows_still_names_its_columns(store: ox.Store) -> None:
    answer = run(store, query(BY_NAME), {"name": "ingen"})
    assert render(answer, "table") == "x\n-\n"
    assert render(answer, "csv") == "x\r\n"
    assert render(answer, "tsv") == "?x\n"


def test_csv_and_tsv_and_json_are_the_w3c_formats(store: ox.Store) -> None:
    answer = run(store, query(LABELLED))
    rows = list(csv.reader(io.StringIO(render(answer, "csv"), newline="")))
    assert rows == [
        ["x", "xLabel", "n"],
        [ONE, "Åby kommun", "3"],
        [ONE.replace("one", "three"), "", ""],
        [ONE.replace("one", "two"), 'Bo "Ek" AB', "12"],
    ]
    assert render(answer, "tsv").splitlines()[:3] == [
        "?x\t?xLabel\t?n",
        f'<{ONE}>\t"Åby kommun"@sv\t3',
        f"<{ONE.replace('one', 'three')}>\t\t",
    ]
    written = json.loads(render(answer, "json"))
    assert written["head"] == {"vars": ["x", "xLabel", "n"]}
    assert written["results"]["bindings"][0] == {
        "x": {"type": "uri", "value": ONE},
        "xLabel": {"type": "literal", "value": "Åby kommun", "xml:lang": "sv"},
        "n": {"type": "literal", "value": "3", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
    }


@pytest.mark.parametrize(
    "text", [LABELLED, "ASK {}", "SELECT ?s ?p ?o { ?s ?p ?o }", "SELECT (1.5 AS ?a) ('x' AS ?b) (BNODE() AS ?c) {}"]
)
def test_json_says_what_the_engine_says(store: ox.Store, text: str) -> None:
    given = json.loads(render(run(store, query(text)), "json"))
    engine = store.query(text, prefixes={"rdfs": RDFS, "sam": SAM})
    assert not isinstance(engine, ox.QueryTriples)
    expected = json.loads(engine.serialize(format=ox.QueryResultsFormat.JSON) or b"")
    for one in (given, expected):
        rows = one.get("results", {}).get("bindings", [])
        rows.sort(key=str)
        for row in rows:
            if row.get("c", {}).get("type") == "bnode":
                del row["c"]["value"]
    assert given == expected


def test_a_yes_or_no_is_written_plainly(store: ox.Store) -> None:
    answer = run(store, query("ASK { ?x a sam:Organisation }"))
    assert [render(answer, form) for form in ("table", "csv", "tsv")] == ["true\n", "true\n", "true\n"]
    assert json.loads(render(answer, "json")) == {"head": {}, "boolean": True}


def test_turtle_is_for_triples_only(store: ox.Store) -> None:
    triples = run(store, query("CONSTRUCT { ?x sam:groupSize ?n } WHERE { ?x sam:groupSize ?n }"))
    turtle = render(triples, "turtle")
    assert turtle.splitlines()[:2] == [
        "@prefix organisation: <https://w3id.org/samverkan/id/organisation/> .",
        "@prefix sam: <https://w3id.org/samverkan/ontology#> .",
    ]
    assert "organisation:one sam:groupSize 3 ." in turtle
    assert render(triples, "tsv").splitlines()[0] == "?subject\t?predicate\t?object"
    with pytest.raises(QueryError, match="only CONSTRUCT and DESCRIBE give Turtle"):
        render(run(store, query("ASK {}")), "turtle")
