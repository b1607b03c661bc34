"""The OpenAPI document as a page for people, in Swedish or English: made of what the document itself says. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from samverkan.pages.addresses import Address
from samverkan.pages.rendering import Crumb, Frame, render
from samverkan.pages.words import Words, words
from samverkan.queries import Parameter, Query
from samverkan.server import openapi
from samverkan.server.parameters import LIMITS


def page(questions: Sequence[Query], *, title: str, language: str, frame: Frame) -> bytes:
    """The page: what every call takes and answers, and each question with its parameters and examples that work."""
    say, heading = words(language), openapi.say("title", language).format(title)
    content = {
        "about": openapi.say("about", language),
        "version": openapi.VERSION,
        "common": list(_common(say)),
        "statuses": [
            (status, openapi.say(name, language)) for status, name in (("200", "ok"), *openapi.STATUSES.items())
        ],
        "questions": [_question(query, say) for query in questions],
    }
    address = Address(language=language, path="api")
    trail = (Crumb(label=heading, path=None),)
    return render("api", address, frame, title=heading, trail=trail, content=content)


def _common(say: Words) -> Iterator[Mapping[str, str]]:
    for name, (least, most) in LIMITS.items():
        values = say("api.from_to", least=say.number(least), most=say.number(most))
        yield {"name": name, "takes": values, "meaning": openapi.say(name, say.language)}
    formats = ", ".join(dict.fromkeys([*openapi.TABLES.values(), *openapi.GRAPHS.values()]))
    yield {"name": "format", "takes": formats, "meaning": openapi.say("format", say.language)}


def _question(query: Query, say: Words) -> Mapping[str, object]:
    needed = {one.name: one.example for one in query.parameters if one.required}
    formats = list(dict.fromkeys(openapi.offered(query).values()))[:3]
    return {
        "name": query.name,
        "asked": query.description if say.language == "sv" else query.summary,
        "parameters": [_parameter(one, say) for one in query.parameters],
        "examples": [(form, f"api/{query.name}?{urlencode({**needed, 'format': form})}") for form in formats],
    }


def _parameter(parameter: Parameter, say: Words) -> Mapping[str, object]:
    if parameter.choices:
        values = ", ".join(parameter.choices)
    elif parameter.default is not None:
        values = say("api.usual", value=parameter.default)
    else:
        values = say("api.such_as", value=parameter.example)
    return {"name": parameter.name, "type": parameter.type, "takes": values, "required": parameter.required}
