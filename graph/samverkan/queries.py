"""Query files → answers: the header, the parameters, the run. This room only reads, and knows no network.

A query file is SPARQL with a header and parameters as in grlc (https://github.com/CLARIAH/grlc), but a value is never
taken for SPARQL. It becomes an RDF term, and the term as the engine itself writes it takes the place of the variable's
token, as SHACL pre-binds variables: Oxigraph's `substitutions` reach only the variables that a SELECT names, and so
nothing in ASK, CONSTRUCT, or a sub-select.
"""

from __future__ import annotations

import difflib
import re
import shlex
import sys
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from samverkan.errors import QueryError, UnreadableSourceError
from samverkan.identifiers import XSD, data_iri
from samverkan.results import Answer, Solutions, Term, Triples, prefixes, render

__all__ = [
    "Engine",
    "Parameter",
    "Query",
    "adhoc",
    "bind",
    "bound",
    "describe",
    "find",
    "list_queries",
    "parse",
    "read",
    "refuse",
    "render",
    "run",
    "syntax_error",
    "tokens",
    "words",
]

SUFFIX = ".rq"
_TEXT, _IRI = "text", "iri"
_NEAR = 20
_TYPES: Mapping[str, tuple[str, str]] = {
    "integer": (r"[+-]?\d+", "2"),
    "decimal": (r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", "0.5"),
    "boolean": (r"true|false", "true"),
    "date": (r"\d{4}-\d\d-\d\d", "2020-06-04"),
    "gYear": (r"\d{4}", "2020"),
}
_QUERIES = {"ASK", "CONSTRUCT", "DESCRIBE", "SELECT"}
_UPDATES = {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"}
_KEYS = ("summary", "description", "method", "pagination", "tags", "defaults", "enumerate", "examples")
_HEADER = re.compile(r"#\+(?P<indent> *)(?P<dash>- +)?(?:(?P<key>[\w-]+):(?= |$) *)?(?P<value>.*)")
# The tokens that matter (SPARQL 1.1, 19.8): those that no variable or keyword can be in, and those two
_TOKEN = re.compile(
    r"""(?P<closed>\#[^\r\n]* | <(?![?$])[^<>"{}|^`\\\x00-\x20]*>
          | \"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*\"{3} | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
          | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' | @[A-Za-z-]+ | [\w.-]*:[\w.:%-]*)
      | (?i:BOUND)\s*\(\s*[?$](?P<tested>\w+)\s*\) | [?$](?P<variable>\w+) | (?P<word>\w+)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """A blank in a query: `?_name`, or `?__name` when it may stay open, with a type as the variable's ending.

    `type` is `text`, `iri`, a language of two letters, or the local name of an XML Schema type.
    """

    variable: str
    name: str
    type: str
    optional: bool
    default: str | None = None
    choices: tuple[str, ...] = ()
    example: str

    @property
    def required(self) -> bool:
        """Whether the query can't be asked without a value for it."""
        return not self.optional and self.default is None


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """One question: `summary` asks it in English, `description` in Swedish; `text` is the file as it is."""

    name: str
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    method: str = "GET"
    pagination: int | None = None
    parameters: tuple[Parameter, ...] = ()
    text: str = field(repr=False)
    file: str | None = None

    def error(self, message: str, line: int | None = None, column: int | None = None) -> QueryError:
        """What is wrong with this query, and where."""
        return QueryError(message=message, file=self.file, line=line, column=column)


# --- query files


def list_queries(folder: Path) -> list[Query]:
    """Every query of a folder, in the order of their names. Raises QueryError for a header that makes no sense."""
    return [read(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]


def find(folder: Path, name: str) -> Query:
    """The query with this name. Raises QueryError with the nearest name when there is none."""
    names = sorted(path.stem for path in folder.glob(f"*{SUFFIX}"))
    if name not in names:
        raise QueryError(message=f"there is no query {name}{_nearest(name, names)}")
    return read(folder / f"{name}{SUFFIX}")


def adhoc(text: str | None, file: Path | None) -> Query:
    """The query that a user wrote: the text, or else the file."""
    return read(file) if text is None and file is not None else parse(text or "", name="of yours")


def read(path: Path) -> Query:
    """The query in a file, `-` for standard input. Raises UnreadableSourceError, and QueryError as `parse` does."""
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        message = f"can't read this query ({problem.strerror}): check the name"
        raise UnreadableSourceError(message=message, file=str(path)) from problem
    except UnicodeDecodeError as problem:
        message = "can't read this query (it is not UTF-8): save it as UTF-8"
        raise UnreadableSourceError(message=message, file=str(path)) from problem
    return parse(text, name=path.stem, file=str(path))


def parse(text: str, *, name: str, file: str | None = None) -> Query:
    """The query that a text holds; `file` is its name in errors. Raises QueryError for a header that makes no sense."""
    header = _header(text, file)
    pagination = header.texts.get("pagination", "")
    if not (pagination.isdecimal() or pagination == ""):
        raise header.error(f"pagination is a number of rows, not “{pagination}”", "pagination")
    return Query(
        name=name,
        summary=header.texts.get("summary", ""),
        description=header.texts.get("description", ""),
        tags=tuple(header.lists.get("tags", ())),
        method=header.texts.get("method", "GET"),
        pagination=int(pagination) if pagination else None,
        parameters=_parameters(text, header),
        text=text,
        file=file,
    )


def describe(query: Query) -> str:
    """The query's name, its question in Swedish and in English, and how to give its parameters."""
    question = "".join(query.description.partition("?")[:2])
    given = " ".join(_usage(parameter) for parameter in query.parameters)
    return "\n    ".join(part for part in (query.name, question, query.summary, given) if part)


def _usage(parameter: Parameter) -> str:
    usage = "--param " + shlex.quote(f"{parameter.name}={parameter.example}")
    return usage if parameter.required else f"[{usage}]"


# --- the header


@dataclass(frozen=True, kw_only=True, slots=True)
class _Header:
    """The `#+` lines: the text of a key, the items of its list (of names, or of names and values), and its line."""

    file: str | None
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def error(self, message: str, key: str) -> QueryError:
        return QueryError(message=message, file=self.file, line=self.lines.get(key))


def _header(text: str, file: str | None) -> _Header:
    """Reads `key: value` lines, lists below a key, and values that go on in indented lines: the YAML that grlc uses."""
    header, key = _Header(file=file), ""
    for number, line in enumerate(text.splitlines(), start=1):
        found = _HEADER.fullmatch(line.rstrip())
        if found is None:
            continue
        name, value = found["key"], found["value"].strip()
        if found["dash"]:
            header.lists.setdefault(key, {})[name or value] = value
        elif name and len(found["indent"]) <= 1:
            key = name
            header.texts[key], header.lines[key] = value, number
        else:
            header.texts[key] = f"{header.texts.get(key, '')} {line[2:].strip()}".strip()
    for known in header.lines:
        if known not in _KEYS:
            raise header.error(f"a query's header has no {known}{_nearest(known, _KEYS)}", known)
    return header


def _nearest(name: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    return f": did you mean {near[0]}?" if near else ""


# --- parameters


def _parameters(text: str, header: _Header) -> tuple[Parameter, ...]:
    variables = dict.fromkeys(found["variable"] or found["tested"] or "" for found in _TOKEN.finditer(text))
    parameters = tuple(_parameter(variable, header) for variable in variables if re.match(r"__?[^\W_]", variable))
    names = [parameter.name for parameter in parameters]
    for key in ("defaults", "enumerate", "examples"):
        for name in header.lists.get(key, ()):
            if name not in names:
                raise header.error(f"the query has no parameter {name}{_nearest(name, names)}", key)
    return parameters


def _parameter(variable: str, header: _Header) -> Parameter:
    name, _, ending = variable.lstrip("_").partition("_")
    kind = ending.removeprefix("xsd_") or _TEXT
    if kind not in (_TEXT, _IRI, *_TYPES) and not re.fullmatch(r"[a-z]{2}", kind):
        message = f"?{variable} ends in no type: instead of {kind}, write {', '.join((_IRI, *_TYPES))} or a language"
        raise QueryError(message=message, file=header.file)
    listed = header.lists.get("enumerate", {}).get(name, "").strip("[]")
    choices = tuple(part.strip() for part in listed.split(",") if part.strip())
    default = header.lists.get("defaults", {}).get(name)
    usual = data_iri("municipality", "0192") if kind == _IRI else _TYPES.get(kind, ("", "Nynäshamn"))[1]
    return Parameter(
        variable=variable,
        name=name,
        type=kind,
        optional=variable.startswith("__"),
        default=default,
        choices=choices,
        example=header.lists.get("examples", {}).get(name) or default or (*choices, usual)[0],
    )


def bind(query: Query, values: Mapping[str, str]) -> dict[str, Term]:
    """The term of each variable that gets a value, defaults among them.

    Raises QueryError for a parameter that the query has not, one that lacks its value, and a value of the wrong type.
    """
    names = [parameter.name for parameter in query.parameters]
    for name in values:
        if name not in names:
            near = _nearest(name, names) or (f": it has {', '.join(names)}" if names else ": it has none")
            raise query.error(f"the query {query.name} has no parameter {name}{near}")
    terms = {}
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is not None:
            terms[parameter.variable] = _term(query, parameter, unicodedata.normalize("NFC", value))
        elif not parameter.optional:
            raise query.error(f"the query {query.name} needs {parameter.name}: add, for example, {_usage(parameter)}")
    return terms


def _term(query: Query, parameter: Parameter, value: str) -> Term:
    if parameter.choices and value not in parameter.choices:
        raise query.error(f"{parameter.name} is one of {', '.join(parameter.choices)}, not “{value}”")
    try:
        return _typed(value, parameter.type)
    except ValueError as problem:
        kind = f"{parameter.name} takes a value of type {parameter.type}"
        raise query.error(f"{kind}, not “{value}”: give one such as {parameter.example}") from problem


def _typed(value: str, kind: str) -> Term:
    """The value as a term; raises ValueError when it is not of this type."""
    if kind == _TEXT:
        return ox.Literal(value)
    if kind == _IRI:
        return ox.NamedNode(value)
    if kind not in _TYPES:
        return ox.Literal(value, language=kind)
    if not re.fullmatch(_TYPES[kind][0], value, re.ASCII):
        raise ValueError(kind)
    if kind == "date":
        date.fromisoformat(value)
    return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))


def bound(query: Query, terms: Mapping[str, Term]) -> str:
    """The query's text with terms for variables, and `true` for the question whether one is bound."""

    def replaced(found: re.Match[str]) -> str:
        if found["tested"] in terms:
            return "true"
        return str(terms[found["variable"]]) if found["variable"] in terms else found.group()

    return _TOKEN.sub(replaced, query.text)


# --- running


class Engine(Protocol):
    """What answers queries: an Oxigraph store, or one elsewhere."""

    def query(
        self, query: str, *, prefixes: dict[str, str]
    ) -> ox.QuerySolutions | ox.QueryBoolean | Solutions | bool | Iterable[ox.Triple]:
        """The answer; raises SyntaxError for what is no SPARQL."""


def run(store: Engine, query: Query, values: Mapping[str, str] | None = None) -> Answer:
    """What the store's default graph (the union of the others, see store.py) answers, or the graphs that FROM names.

    `values` are the parameters' values by name. Raises QueryError for a syntax error, a value that does not fit,
    an update, and a query that asks another machine (SERVICE).
    """
    refuse(query)
    known = dict(prefixes())
    try:
        return _answer(store.query(bound(query, bind(query, values or {})), prefixes=known))
    except SyntaxError as problem:
        raise _misplaced(query, known) from problem
    except (OSError, RuntimeError, ValueError) as problem:
        raise query.error(f"the query can't be answered: {problem}") from problem


def _misplaced(query: Query, known: dict[str, str]) -> QueryError:
    """Why a query with its values is none: the text as written, which an empty store tells, or a value's place."""
    try:
        ox.Store().query(query.text, prefixes=known)
    except SyntaxError as problem:
        return syntax_error(query, str(problem))
    message = "a parameter stands where no value can, as in a SELECT line, GROUP BY or AS: use it in FILTER or BIND"
    return query.error(message)


def tokens(text: str) -> list[str]:
    """What a query is made of, as written: names, IRIs, strings, variables, words; no comments, no punctuation."""
    return [token for found in _TOKEN.finditer(text) if not (token := found.group()).startswith("#")]


def words(text: str) -> list[str]:
    """The keywords of a query, and what else stands bare, in capitals; nothing from within strings and comments."""
    return [found["word"].upper() for found in _TOKEN.finditer(text) if found["word"]]


def refuse(query: Query, services: Collection[str] = ()) -> None:
    """Raise QueryError for an update, and for a query that asks another machine (SERVICE) than these."""
    found = words(query.text)
    if "SERVICE" in found and not _asked(query.text) <= {f"<{service}>" for service in services}:
        others = f": ask this graph only, or {', '.join(services)}" if services else ": ask this graph only"
        raise query.error(f"the query asks another machine (SERVICE){others}")
    if next((word for word in found if word in _QUERIES | _UPDATES), "") in _UPDATES:
        raise query.error("this is an update, and a graph is only ever built anew from its sources: ask instead")


def _asked(text: str) -> set[str]:
    """What stands after SERVICE."""
    found = [token for token in tokens(text) if token.upper() != "SILENT"]
    return {"".join(found[at + 1 : at + 2]) for at, token in enumerate(found) if token.upper() == "SERVICE"}


def syntax_error(query: Query, problem: str) -> QueryError:
    """What the engine found wrong, in words that a person can use, with line and column."""
    found = re.match(r"error at (\d+):(\d+): expected (?:one of )?(.*)", " ".join(problem.split()))
    if found is None:
        return query.error(f"syntax error: {problem}: mend the query")
    line, column, reason = int(found[1]), int(found[2]), found[3]
    if reason.startswith("Prefix not found"):
        message = "a prefix is not declared: add a PREFIX line for it"
    elif reason.startswith("The SELECT contains a variable that is unbound"):
        message = "the SELECT line names a variable that is neither grouped nor aggregated: add it to GROUP BY"
    else:
        # The engine points where it gave up, which may be a little behind the mistake
        written = "".join(query.text.splitlines()[line - 1 : line])
        message = f"syntax error near “{written[max(0, column - _NEAR) : column + _NEAR].strip()}”: mend the query"
    return query.error(message, line, column)


def _answer(result: ox.QuerySolutions | ox.QueryBoolean | Solutions | bool | Iterable[ox.Triple]) -> Answer:
    if isinstance(result, Solutions):
        return result
    if isinstance(result, ox.QueryBoolean | bool):
        return bool(result)
    if isinstance(result, ox.QuerySolutions):
        rows = tuple(tuple(solution) for solution in result)
        return Solutions(variables=tuple(variable.value for variable in result.variables), rows=rows)
    return Triples.of(result)
