"""The SHACL engines: pyshacl, the reference, and shacl, which is far faster and has to be installed beside us.

Both take shapes and data and give the report that SHACL defines; nobody outside knows which one it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

import pyshacl
from rdflib import Graph

from samverkan import nodes
from samverkan.errors import SamverkanError
from samverkan.nodes import split


class Validator(StrEnum):
    """Who validates: pyshacl, the engine named shacl, or, by itself, the faster one that is installed."""

    AUTO = "auto"
    PYSHACL = "pyshacl"
    SHACL = "shacl"


class _Report(Protocol):
    def serialize(self, form: str, /) -> str: ...


class _Compiled(Protocol):
    def validate_text(self, text: str, form: str, /) -> _Report: ...


class SenselessShapesError(Exception):
    """The shapes can't be run; the message says why."""


class ValidatorMissingError(SamverkanError):
    """The engine that was asked for is not installed."""


def chosen(validator: Validator) -> Validator:
    """Who validates in the end. Raises ValidatorMissingError for one that is not installed."""
    installed = find_spec("shacl") is not None  # an extra
    if validator is Validator.AUTO:
        return Validator.SHACL if installed else Validator.PYSHACL
    if validator is Validator.SHACL and not installed:
        raise ValidatorMissingError(
            message="the validator shacl is not installed: pip install 'samverkan[fast]', or leave --validator out"
        )
    return validator


def report(shapes: Collection[str], data: Iterable[str], validator: Validator) -> str:
    """The validation report of N-Triples lines, in N-Triples. Raises SenselessShapesError and ValidatorMissingError."""
    return _by_shacl(shapes, data) if chosen(validator) is Validator.SHACL else _by_pyshacl(shapes, data)


def _by_pyshacl(shapes: Collection[str], data: Iterable[str]) -> str:
    try:
        graph, asked = nodes.graph(map(split, data)), nodes.graph(map(split, shapes))
        _, report, text = pyshacl.validate(graph, shacl_graph=asked, inplace=True)
    except Exception as problem:  # a bad pattern, query or parameter in a shape: each raises as its own library does
        raise SenselessShapesError(problem) from problem
    if not isinstance(report, Graph):
        raise SenselessShapesError(text)
    return report.serialize(format="nt")


@lru_cache(maxsize=1)
def _check(shapes: tuple[str, ...]) -> None:
    """Have pyshacl say of shapes that make no sense that they don't; shacl leaves some of them out."""
    _by_pyshacl(shapes, ())


@lru_cache(maxsize=1)
def _compiled(shapes: tuple[str, ...]) -> _Compiled:
    """The shapes as shacl has them, for as many data as there are."""
    compiled: _Compiled = import_module("shacl").Shapes.from_text("\n".join((*shapes, "")), "ntriples")
    return compiled


def _by_shacl(shapes: Collection[str], data: Iterable[str]) -> str:
    asked = tuple(shapes)
    _check(asked)
    try:
        return _compiled(asked).validate_text("\n".join((*data, "")), "ntriples").serialize("ntriples")
    except ValueError as problem:
        raise SenselessShapesError(problem) from problem
