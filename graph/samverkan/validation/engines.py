"""The SHACL engines: pyshacl, the reference, and shacl, which is far faster and has to be installed beside us.

Both take shapes and data and give the report that SHACL defines; nobody outside knows which one it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec

import pyshacl
from rdflib import Graph

from samverkan import nodes
from samverkan.errors import SamverkanError
from samverkan.nodes import Triple, split


class Validator(StrEnum):
    """Who validates: pyshacl, or the engine named shacl."""

    PYSHACL = "pyshacl"
    SHACL = "shacl"


class SenselessShapesError(Exception):
    """The shapes can't be run; the message says why."""


class ValidatorMissingError(SamverkanError):
    """The engine that was asked for is not installed."""


def report(shapes: Iterable[str], data: Iterable[Triple], validator: Validator) -> str:
    """The validation report, in N-Triples. Raises SenselessShapesError and ValidatorMissingError."""
    return _by_shacl(shapes, data) if validator is Validator.SHACL else _by_pyshacl(shapes, data)


def _by_pyshacl(shapes: Iterable[str], data: Iterable[Triple]) -> str:
    try:
        _, report, text = pyshacl.validate(nodes.graph(data), shacl_graph=nodes.graph(map(split, shapes)), inplace=True)
    except Exception as problem:  # a bad pattern, query or parameter in a shape: each raises as its own library does
        raise SenselessShapesError(problem) from problem
    if not isinstance(report, Graph):
        raise SenselessShapesError(text)
    return report.serialize(format="nt")


def _by_shacl(shapes: Iterable[str], data: Iterable[Triple]) -> str:
    if find_spec("shacl") is None:
        raise ValidatorMissingError(
            message="the validator shacl is not installed: pip install 'samverkan[fast]', or leave --validator out"
        )
    shacl = import_module("shacl")  # an extra
    try:
        compiled = shacl.Shapes.from_text("\n".join((*shapes, "")), "ntriples")
        written: str = compiled.validate_text("\n".join((*map(_line, data), "")), "ntriples").serialize("ntriples")
    except ValueError as problem:
        raise SenselessShapesError(problem) from problem
    return written


def _line(triple: Triple) -> str:
    return " ".join((*triple, "."))
