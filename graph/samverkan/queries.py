"""Query files → answers: the header, the parameters, the run. This room only reads the graph and never leaves the machine.

A query file is SPARQL with a header and parameters as grlc has them (https://github.com/CLARIAH/grlc), but a value is never
taken for SPARQL: it becomes an RDF term, and the term's canonical form takes the place of the variable's token, as SHACL
pre-binds variables. Oxigraph's own `substitutions` reach only what a SELECT names: not ASK, CONSTRUCT or a sub-select.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from samverkan.errors import QueryError, UnreadableSourceError
from samverkan.identifiers import XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

SUFFIX = ".rq"
_TEXT, _IRI = "text", "iri"
_TYPES: Mapping[str, tuple[str, str]] = {
    "integer": (r"[+-]?\d+", "2"),
    "decimal": (r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", "0.5"),
    "boolean": (r"true|false", "true"),
    "date": (r"\d{4}-\d\d-\d\d", "2020-06-04"),
    "gYear": (r"\d{4}", "2020"),
}
_UPDATES = {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"}
_KEYS = ("summary", "description", "method", "pagination", "tags", "defaults", "enumerate", "examples")
_GRLC_KEYS = ("endpoint", "endpoint_in_url", "endpoint-method", "transform")
_HEADER = re.compile(r"#\+(?P<indent> *)(?:(?P<dash>- +)?(?P<key>[\w-]+):(?= |$) *)?(?P<value>.*)")
# The tokens that matter (SPARQL 1.1, 19.8): what a parameter or a keyword can't stand in, and the two themselves
_TOKEN = re.compile(
    r"""(?P<closed>\#[^\r\n]* | <(?![?$])[^<>"{}|^`\\\x00-\x20]*>
          | \"\"\"(?:[^"\\]|\\.|"{1,2}(?!"))*\"\"\" | '''(?:[^'\\]|\\.|'{1,2}(?!'))*'''
          | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' | @[A-Za-z-]+ | [\w.-]*:[\w.:%-]*)
      | (?P<test>(?i:BOUND)\s*\(\s*[?$](?P<tested>\w+)\s*\)) | [?$](?P<variable>\w+) | (?P<word>\w+)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """A blank in a query: `?_name`, or `?__name` when it may stay open, with a type as the name's ending.

    `type` is `text`, `iri`, a language of two letters, or the local name of an XML Schema type.
    """

    variable: str
    name: str
    type: str
    optional: bool
    default: str | None = None
    choices: tuple[str, ...] = ()
    example: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """One question: `summary` asks it in English, `description` in Swedish; `text` is the file as it is."""

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    method: str
    pagination: int | None
    parameters: tuple[Parameter, ...]
    text: str = field(repr=False)
    file: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Solutions:
    """The answer to a SELECT: a row has one term, or None, for each variable."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE, sorted and unique."""

    triples: tuple[ox.Triple, ...]


Answer = Solutions | Triples | bool


# --- query files


def list_queries(folder: Path) -> list[Query]:
    """Every query of a folder, in the order of their names. Raises QueryError for a header that makes no sense."""
    return [read_query(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]


def find_query(folder: Path, name: str) -> Query:
    """The query with this name. Raises QueryError with the nearest name when there is none."""
    names = sorted(path.stem for path in folder.glob(f"*{SUFFIX}"))
    if name not in names:
        raise QueryError(message=f"there is no query {name}{_nearest(name, names)}")
    return read_query(folder / f"{name}{SUFFIX}")


def read_query(path: Path) -> Query:
    """The query in a file. Raises UnreadableSourceError, or QueryError for a header that makes no sense."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8"
        raise UnreadableSourceError(message=f"can't read this query ({reason})", file=str(path)) from problem
    return parse_query(text, name=path.stem, file=str(path))


def parse_query(text: str, *, name: str, file: str | None = None) -> Query:
    """The query that a text holds; `file` is what errors call it."""
    header = _header(text, file)
    return Query(
        name=name,
        summary=header.text("summary"),
        description=header.text("description"),
        tags=tuple(header.entries("tags")),
        method=header.text("method") or "GET",
        pagination=header.number("pagination"),
        parameters=_parameters(text, header),
        text=text,
        file=file,
    )


@dataclass(kw_only=True)
class _Header:
    """The `#+` lines: a key's text, and its list of items or of name and value, each in the order of the file."""

    file: str | None
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def text(self, key: str) -> str:
        return self.texts.get(key, "")

    def entries(self, key: str) -> dict[str, str]:
        return self.lists.get(key, {})

    def number(self, key: str) -> int | None:
        value = self.text(key)
        if value and not value.isdecimal():
            raise self.error(f"{key} is a number of rows, not “{value}”", key)
        return int(value) if value else None

    def error(self, message: str, key: str) -> QueryError:
        return QueryError(message=message, file=self.file, line=self.lines.get(key))


def _header(text: str, file: str | None) -> _Header:
    """Reads `key: value`, `key:` with a list below it, and values that go on in the next, indented line."""
    header, key = _Header(file=file), ""
    for number, line in enumerate(text.splitlines(), start=1):
        found = _HEADER.fullmatch(line.rstrip())
        if found is None:
            continue
        value = found["value"].strip()
        if found["dash"] or value.startswith("- "):
            header.lists.setdefault(key, {})[found["key"] or value.removeprefix("- ").strip()] = value
        elif found["key"] and len(found["indent"]) <= 1:
            key = found["key"]
            header.texts[key], header.lines[key] = value, number
            _check_key(header, key)
        else:
            header.texts[key] = f"{header.text(key)} {line[2:].strip()}".strip()
    return header


def _check_key(header: _Header, key: str) -> None:
    if key not in (*_KEYS, *_GRLC_KEYS):
        raise header.error(f"a query's header has no {key}{_nearest(key, _KEYS)}", key)


def _nearest(name: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    return f": did you mean {near[0]}?" if near else ""


# --- parameters


def _parameters(text: str, header: _Header) -> tuple[Parameter, ...]:
    variables = dict.fromkeys(found["variable"] or found["tested"] or "" for found in _TOKEN.finditer(text))
    parameters = tuple(_parameter(variable, header) for variable in variables if re.match(r"__?[^\W_]", variable))
    names = [parameter.name for parameter in parameters]
    for key in ("defaults", "enumerate", "examples"):
        for name in header.entries(key):
            if name not in names:
                raise header.error(f"the query has no parameter {name}{_nearest(name, names)}", key)
    return parameters


def _parameter(variable: str, header: _Header) -> Parameter:
    name, _, ending = variable.lstrip("_").partition("_")
    kind = ending.removeprefix("xsd_") or _TEXT
    if kind == "literal":
        kind = _TEXT
    if kind not in (_TEXT, _IRI, *_TYPES) and not re.fullmatch(r"[a-z]{2}", kind):
        known = ", ".join((_IRI, *_TYPES))
        message = f"the parameter ?{variable} ends in no type: _{kind} should be one of {known}, or a language"
        raise QueryError(message=message, file=header.file)
    choices = tuple(
        part.strip() for part in header.entries("enumerate").get(name, "").strip("[]").split(",") if part.strip()
    )
    default = header.entries("defaults").get(name)
    usual = {_IRI: "https://w3id.org/samverkan/id/municipality/0192"}.get(kind) or _TYPES.get(kind, ("", "Nynäshamn"))[
        1
    ]
    return Parameter(
        variable=variable,
        name=name,
        type=kind,
        optional=variable.startswith("__"),
        default=default,
        choices=choices,
        example=header.entries("examples").get(name) or default or (choices or (usual,))[0],
    )


def bind(query: Query, values: Mapping[str, str]) -> dict[str, Term]:
    """The RDF term of each of the query's variables that gets a value, the defaults among them.

    Raises QueryError for a parameter that the query has not, one that lacks its value, and a value of the wrong type.
    """
    names = [parameter.name for parameter in query.parameters]
    for name in values:
        if name not in names:
            known = f" (it has {', '.join(names)})" if names else " (it has none)"
            raise _refusal(query, f"the query {query.name} has no parameter {name}{known}{_nearest(name, names)}")
    terms = {}
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is not None:
            terms[parameter.variable] = _term(query, parameter, unicodedata.normalize("NFC", value))
        elif not parameter.optional:
            example = f"{parameter.name}={parameter.example}"
            raise _refusal(
                query, f"the query {query.name} needs the parameter {parameter.name}: give it, such as {example}"
            )
    return terms


def _term(query: Query, parameter: Parameter, value: str) -> Term:
    if parameter.choices and value not in parameter.choices:
        message = f"{parameter.name} is one of {', '.join(parameter.choices)}, not “{value}”"
        raise _refusal(query, message + _nearest(value, parameter.choices))
    try:
        return _TERMS.get(parameter.type, _typed)(value, parameter.type)
    except ValueError as problem:
        message = f"{parameter.name} takes a value of type {parameter.type}, such as {parameter.example}, not “{value}”"
        raise _refusal(query, message) from problem


def _text(value: str, _: str) -> Term:
    return ox.Literal(value)


def _iri(value: str, _: str) -> Term:
    if ":" not in value:
        raise ValueError
    return ox.NamedNode(value)


def _typed(value: str, kind: str) -> Term:
    """A literal of an XML Schema type, or in a language when the type is none of these."""
    if kind not in _TYPES:
        return ox.Literal(value, language=kind)
    if not re.fullmatch(_TYPES[kind][0], value, re.ASCII):
        raise ValueError
    if kind == "date":
        date.fromisoformat(value)
    return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))


_TERMS: Mapping[str, Callable[[str, str], Term]] = {_TEXT: _text, _IRI: _iri}


# --- running


def run(
    store: ox.Store, query: Query, values: Mapping[str, str] | None = None, prefixes: Mapping[str, str] | None = None
) -> Answer:
    """The answer of the graph, over all its named graphs together unless the query names some (FROM).

    `values` are the parameters' values by name; `prefixes` may be used without being declared. Raises QueryError for
    a syntax error, a parameter that does not fit, an update, and a query that would ask another machine (SERVICE).
    """
    words = _words(query.text)
    _refuse(query, words)
    known = dict(prefixes or {})
    _parse(query, query.text, known)
    text = _bound(query.text, bind(query, values or {}))
    _parse(query, text, known, bound=True)
    try:
        return _answer(store.query(text, prefixes=known))
    except (OSError, RuntimeError, ValueError) as problem:
        raise _refusal(query, f"the query can't be answered: {problem}") from problem


def _words(text: str) -> list[str]:
    return [found["word"].upper() for found in _TOKEN.finditer(text) if found["word"]]


def _refuse(query: Query, words: Sequence[str]) -> None:
    if "SERVICE" in words:
        raise _refusal(query, "the query asks another machine (SERVICE): ask only this graph")
    if (
        words
        and next((word for word in words if word in {*_UPDATES, "SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}), "")
        in _UPDATES
    ):
        raise _refusal(query, "this is an update: a graph is built anew from its sources, never edited; only ask it")


def _parse(query: Query, text: str, prefixes: dict[str, str], *, bound: bool = False) -> None:
    """Asks an empty store, which tells a syntax error and its place without touching data."""
    try:
        ox.Store().query(text, prefixes=prefixes)
    except SyntaxError as problem:
        if bound:
            message = "a parameter stands where no value can (a SELECT line, AS, GROUP BY): put it into FILTER, BIND or a pattern"
            raise _refusal(query, message) from problem
        raise _syntax_error(query, str(problem)) from problem


def _syntax_error(query: Query, problem: str) -> QueryError:
    found = re.match(r"error at (\d+):(\d+): expected (?:one of )?(.*)", " ".join(problem.split()))
    if found is None:
        return _refusal(query, f"syntax error: {problem}")
    line, column, reason = int(found[1]), int(found[2]), found[3]
    if reason.startswith("Prefix not found"):
        message = "a prefix is not declared: add a PREFIX line for it"
    elif reason.startswith("The SELECT contains a variable that is unbound"):
        message = "the SELECT line names a variable that is neither grouped nor aggregated: add it to GROUP BY"
    else:
        expected = ", ".join(part for part in re.split(r", ", reason) if part[:1] not in "['")[:60]
        message = f"syntax error{_around(query.text, line, column)}" + (f": expected {expected}" if expected else "")
    return QueryError(message=message, file=query.file, line=line, column=column)


def _around(text: str, line: int, column: int) -> str:
    lines = text.splitlines()
    rest = lines[line - 1][column - 1 :].split() if line <= len(lines) else []
    return f" at “{rest[0]}”" if rest else " at the end of the line"


def _bound(text: str, terms: Mapping[str, Term]) -> str:
    """The query with terms for variables; a term's canonical form (`"…"`, `<…>`) has no way out of its own token."""

    def replaced(found: re.Match[str]) -> str:
        if found["tested"] in terms:
            return "true"
        return str(terms[found["variable"]]) if found["variable"] in terms else found.group()

    return _TOKEN.sub(replaced, text)


def _answer(result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Answer:
    if isinstance(result, ox.QueryBoolean):
        return bool(result)
    if isinstance(result, ox.QueryTriples):
        return Triples(triples=tuple(sorted(set(result), key=str)))
    variables = tuple(variable.value for variable in result.variables)
    return Solutions(variables=variables, rows=tuple(_rows(result, len(variables))))


def _rows(result: Iterable[ox.QuerySolution], width: int) -> Iterator[tuple[Term | None, ...]]:
    for solution in result:
        yield tuple(solution[place] for place in range(width))


def _refusal(query: Query, message: str) -> QueryError:
    return QueryError(message=message, file=query.file)
