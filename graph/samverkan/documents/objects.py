"""JSON text → records of flat fields: arrays of objects, JSON lines, GeoJSON. Knows no meaning of any key."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeGuard

from samverkan.errors import UnreadableSourceError

Records = list[dict[str, str]]
# Inside a record of an exchange format (GeoJSON, OData, CKAN …) the fields stand under one of these
_WRAPPERS = ("properties", "attributes", "fields", "record")
_SHAPES = ("geometry", "type", "bbox")
_DEEPEST = 6


def read_objects(text: str, name: str) -> list[tuple[str | None, Records]]:
    """Every array of objects that lies least deep, with the key that it stands under; an object alone is one record.

    Raises UnreadableSourceError when the text is no JSON and no lines of JSON, or holds no object with a field.
    """
    found = _parsed(text, name)
    arrays = _arrays(found)
    if not arrays and isinstance(found, dict) and any(map(_scalar, found.values())):
        arrays = [(None, [found])]
    if not arrays:
        message = "0 arrays of objects where one is needed: give the projects as one JSON array of objects"
        raise UnreadableSourceError(message=message, file=name)
    return [(key, [dict(_fields(_unwrapped(record))) for record in array]) for key, array in arrays]


def _parsed(text: str, name: str) -> object:
    try:
        return _loaded(text)
    except json.JSONDecodeError as problem:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
        if problem.msg != "Extra data" or problem.lineno != lines[1][0]:  # the first line is JSON of its own
            raise _wrong(problem, name, problem.lineno) from problem
        return [_line(line, number, name) for number, line in lines]


def _line(line: str, number: int, name: str) -> object:
    try:
        return _loaded(line)
    except json.JSONDecodeError as problem:
        raise _wrong(problem, name, number) from problem


def _loaded(text: str) -> object:
    found: object = json.loads(text, parse_float=str, parse_int=str)
    return found


def _wrong(problem: json.JSONDecodeError, name: str, line: int) -> UnreadableSourceError:
    return UnreadableSourceError(message=f"{problem.msg}: mend the JSON", file=name, line=line, column=problem.colno)


def _arrays(found: object) -> list[tuple[str | None, list[dict[str, Any]]]]:
    """The arrays of objects on the first level of objects that has any."""
    level: list[tuple[str | None, object]] = [(None, found)]
    for _ in range(_DEEPEST):
        arrays = [(key, value) for key, value in level if _is_records(value)]
        if arrays:
            return arrays
        level = [pair for _, value in level if isinstance(value, dict) for pair in value.items()]
    return []


def _is_records(value: object) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _unwrapped(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A record with the fields of its wrapper as its own, and without its shape on a map."""
    inner = next((record[key] for key in _WRAPPERS if isinstance(record.get(key), dict)), None)
    if inner is None:
        return record
    outer = {key: value for key, value in record.items() if key not in (*_WRAPPERS, *_SHAPES)}
    return {**_unwrapped(inner), **{key: value for key, value in outer.items() if key not in inner}}


def _fields(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields of a record; those of a record inside it have both keys, of several records each value in turn."""
    for key, value in record.items():
        inner: Iterable[Mapping[str, Any]] = value if _is_records(value) else [value] if isinstance(value, dict) else []
        for below in dict.fromkeys(below for one in inner for below in one):
            yield f"{key} {below}", "; ".join(text for one in inner if (text := _scalar(one.get(below))))
        if not inner:
            yield key, _scalar(value)


def _scalar(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(text for one in value if (text := _scalar(one)))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
