"""The questions → an OpenAPI document of the calls that ask them, in Swedish or English. Pure: it serves nothing.

https://spec.openapis.org/oas/v3.1.0. What a call takes and answers stands here once; the readable page shows the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from samverkan import __version__
from samverkan.linked.examples import form
from samverkan.linked.formats import FORMATS
from samverkan.queries import Parameter, Query
from samverkan.server.parameters import LIMITS, MOST_VALUES, PAGE_SIZE
from samverkan.server.work import Json

VERSION = "3.1.0"
PROBLEM = "application/problem+json"
# The formats of an answer, by media type; what HTTP calls differently but means the same has the same name
TABLES: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
}
GRAPHS: Mapping[str, str] = {one.media_type: one.suffix for one in FORMATS}

_WORDS: Mapping[str, Mapping[str, str]] = {
    "title": {"sv": "Färdiga frågor: {}", "en": "Ready questions: {}"},
    "about": {
        "sv": "Varje fråga är en adress. Värden binds som RDF-termer, aldrig som SPARQL. En parameter som ges flera "
        "gånger ger svaren för något av värdena. Utan limit och page kommer alla rader.",
        "en": "Every question is an address. Values are bound as RDF terms, never as SPARQL. A parameter that is given "
        "several times gives the answers for any of its values. Without limit and page, all rows come.",
    },
    "limit": {"sv": "Högsta antal rader, eller rader per sida", "en": "The most rows, or the rows of a page"},
    "offset": {"sv": "Antal rader att hoppa över", "en": "How many rows to skip"},
    "page": {
        "sv": f"Sidan, räknad från 1; utan limit har den {PAGE_SIZE} rader om frågan inte säger annat",
        "en": f"The page, counted from 1; without limit it has {PAGE_SIZE} rows unless the question says otherwise",
    },
    "format": {"sv": "Format, i stället för rubriken Accept", "en": "The format, instead of the header Accept"},
    "ok": {"sv": "Svaret", "en": "The answer"},
    "total": {"sv": "Antal rader i hela svaret", "en": "The number of rows of the whole answer"},
    "link": {
        "sv": "Första, föregående, nästa och sista sidan (RFC 8288)",
        "en": "The first, previous, next and last page (RFC 8288)",
    },
    "unchanged": {"sv": "Svaret är som förut (ETag)", "en": "The answer is as before (ETag)"},
    "page_for_people": {"sv": "Sidan med frågan, för webbläsare", "en": "The page of the question, for browsers"},
    "bad": {
        "sv": "En parameter saknas, är okänd eller av fel typ",
        "en": "A parameter is missing, unknown or of the wrong type",
    },
    "unacceptable": {"sv": "Formatet finns inte", "en": "There is no such format"},
    "large": {"sv": "För stor begäran", "en": "Too large a request"},
    "unsupported": {"sv": "Skicka ett formulär", "en": "Send a form"},
    "busy": {
        "sv": "Frågan tog för lång tid, eller för många frågar",
        "en": "The question took too long, or too many ask",
    },
    "broken": {"sv": "Frågemotorn klarade inte frågan", "en": "The query engine broke down over the question"},
    "list": {"sv": "Den här beskrivningen, eller sidan om den", "en": "This description, or the page about it"},
}
STATUSES: Mapping[str, str] = {
    "303": "page_for_people",
    "304": "unchanged",
    "400": "bad",
    "406": "unacceptable",
    "413": "large",
    "415": "unsupported",
    "500": "broken",
    "503": "busy",
}
_TYPES: Mapping[str, Mapping[str, Json]] = {
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "gYear": {"type": "string", "pattern": "^[0-9]{4}$"},
    "iri": {"type": "string", "format": "uri"},
}


def document(questions: Sequence[Query], *, address: str, title: str, licence: str, language: str) -> dict[str, Json]:
    """The document in a language; the words of the other one stand beside each question's own."""
    return {
        "openapi": VERSION,
        "info": {
            "title": say("title", language).format(title),
            "description": say("about", language),
            "version": __version__,
            "license": {"name": licence, "url": licence},
        },
        "servers": [{"url": address.removesuffix("/")}],
        "tags": [{"name": tag} for tag in sorted({tag for query in questions for tag in query.tags})],
        "paths": {f"/api/{query.name}": _path(query, language) for query in questions},
        "components": {"schemas": _SCHEMAS, "headers": _headers(language), "responses": _refusals(language)},
    }


def say(name: str, language: str) -> str:
    """What the document says of something that all calls share."""
    return _WORDS[name][language]


def _path(query: Query, language: str) -> dict[str, Json]:
    asked = {"sv": query.description, "en": query.summary}
    other = "en" if language == "sv" else "sv"
    told: dict[str, Json] = {
        "summary": asked[language],
        "description": asked[other],
        "tags": list(query.tags),
    }
    get = told | {"operationId": query.name, "parameters": _parameters(query, language)}
    post = told | {"operationId": f"{query.name}-post", "requestBody": _body(query, language)}
    return {
        "get": get | {"responses": _responses(query, language, "304")},
        "post": post | {"responses": _responses(query, language, "413", "415")},
    }


def offered(query: Query) -> Mapping[str, str]:
    """The formats of a question's answer: media types and the names that `format` takes."""
    return GRAPHS if form(query) in ("CONSTRUCT", "DESCRIBE") else TABLES


def _parameters(query: Query, language: str) -> list[Json]:
    own = [_parameter(one) for one in query.parameters]
    return [*own, *(_common(name, schema, language) for name, schema in _ways(query).items())]


def _parameter(parameter: Parameter) -> dict[str, Json]:
    """A blank of the question, which may be given several times."""
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "style": "form",
        "explode": True,
        "schema": _several(parameter),
        "example": [_as_json(parameter, parameter.example)],
    }


def _several(parameter: Parameter) -> dict[str, Json]:
    default = {} if parameter.default is None else {"default": [_as_json(parameter, parameter.default)]}
    return {"type": "array", "items": _schema(parameter), "minItems": 1, "maxItems": MOST_VALUES, **default}


def _schema(parameter: Parameter) -> Mapping[str, Json]:
    if parameter.choices:
        return {"type": "string", "enum": list(parameter.choices)}
    return _TYPES.get(parameter.type, {"type": "string"})


def _as_json(parameter: Parameter, text: str) -> Json:
    """A value as JSON has it."""
    match _schema(parameter)["type"]:
        case "integer":
            return int(text)
        case "number":
            return float(text)
        case "boolean":
            return text == "true"
        case _:
            return text


def _ways(query: Query) -> dict[str, dict[str, Json]]:
    """What every question takes besides its own blanks: a window of rows, and a format."""
    numbers: dict[str, dict[str, Json]] = {
        name: {"type": "integer", "minimum": least, "maximum": most} for name, (least, most) in LIMITS.items()
    }
    names = list(dict.fromkeys(offered(query).values()))
    return {**numbers, "format": {"type": "string", "enum": names}}


def _common(name: str, schema: Mapping[str, Json], language: str) -> dict[str, Json]:
    return {"name": name, "in": "query", "required": False, "description": say(name, language), "schema": schema}


def _body(query: Query, language: str) -> dict[str, Json]:
    """The same parameters as a form, for those that make too long an address; one value is as good as a list of one."""
    fields: dict[str, Json] = {one.name: {"anyOf": [_schema(one), _several(one)]} for one in query.parameters}
    ways: dict[str, Json] = {
        name: {**schema, "description": say(name, language)} for name, schema in _ways(query).items()
    }
    needed = [one.name for one in query.parameters if one.required]
    schema: dict[str, Json] = {"type": "object", "properties": fields | ways, "additionalProperties": False}
    if needed:
        schema["required"] = needed
    example: Json = {one.name: [_as_json(one, one.example)] for one in query.parameters if one.required}
    content: Json = {"application/x-www-form-urlencoded": {"schema": schema, "example": example}}
    return {"required": bool(needed), "content": content}


def _responses(query: Query, language: str, *own: str) -> dict[str, Json]:
    """What a call answers: `own` are the statuses of its method beside those of all."""
    table = offered(query) is TABLES
    content: dict[str, Json] = {}
    for media_type, name in offered(query).items():
        is_json = name == "json" and table
        content[media_type] = {"schema": {"$ref": "#/components/schemas/Results"} if is_json else {}}
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in ("X-Total-Count", "Link")}
    answers: dict[str, Json] = {"200": {"description": say("ok", language), "headers": headers, "content": content}}
    for status in ("303", "400", "406", "500", "503", *own):
        answers[status] = {"$ref": f"#/components/responses/{status}"}
    return dict(sorted(answers.items()))


def _headers(language: str) -> dict[str, Json]:
    return {
        "X-Total-Count": {"description": say("total", language), "schema": {"type": "integer", "minimum": 0}},
        "Link": {"description": say("link", language), "schema": {"type": "string"}},
    }


def _refusals(language: str) -> dict[str, Json]:
    content: Json = {
        "text/plain": {"schema": {"type": "string"}},
        PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}},
    }
    told: dict[str, Json] = {}
    for status, name in STATUSES.items():
        words = {"description": say(name, language)}
        told[status] = {**words, "content": content} if status >= "400" else words
    return told


_SCHEMAS: Mapping[str, Json] = {
    "Problem": {
        "type": "object",
        "required": ["type", "status", "detail"],
        "properties": {"type": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}},
    },
    "Results": {
        "description": "https://www.w3.org/TR/sparql11-results-json/",
        "type": "object",
        "required": ["head"],
        "properties": {
            "head": {"type": "object", "properties": {"vars": {"type": "array", "items": {"type": "string"}}}},
            "boolean": {"type": "boolean"},
            "results": {
                "type": "object",
                "required": ["bindings"],
                "properties": {
                    "bindings": {
                        "type": "array",
                        "items": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Term"}},
                    }
                },
            },
        },
    },
    "Term": {
        "type": "object",
        "required": ["type", "value"],
        "properties": {
            "type": {"enum": ["uri", "literal", "bnode", "triple"]},
            "value": {},
            "datatype": {"type": "string"},
            "xml:lang": {"type": "string"},
        },
    },
}
