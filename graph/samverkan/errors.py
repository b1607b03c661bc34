"""One tree of errors: set-up problems that stop a command. Problems in the data are Findings, never exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class ExitCode(IntEnum):
    """What a command tells its caller: fine, the data do not conform, wrong usage, unreadable input."""

    OK = 0
    NOT_CONFORMING = 1
    USAGE = 2
    UNREADABLE = 3


@dataclass(kw_only=True, eq=False)
class SamverkanError(Exception):
    """A problem that the user can mend: what is wrong and what to do, with the place where it is known.

    `line` and `column` count from 1.
    """

    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None

    exit_code = ExitCode.UNREADABLE

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{place}: error: {self.message}" if place else f"error: {self.message}"


class UnreadableSourceError(SamverkanError):
    """A source that can't be read: missing, empty, binary, or in no known encoding."""


class OntologyError(SamverkanError):
    """The ontology, its phrases or its reference data can't be read."""


class QueryError(SamverkanError):
    """A query that does not exist, does not parse, or lacks a parameter."""

    exit_code = ExitCode.USAGE


class EngineError(SamverkanError):
    """Spark that can't be started or reached, or that gave up: what was built before is untouched."""


class OutputError(SamverkanError):
    """A folder or file that can't be written; what was there before is untouched."""

    exit_code = ExitCode.USAGE


@dataclass(kw_only=True, eq=False)
class EndpointError(SamverkanError):
    """A store that can't be reached, or does not answer in time: what was tried may work later, as it is."""


@dataclass(kw_only=True, eq=False)
class RefusedError(EndpointError):
    """A store that says no, with the status of its answer: to be asked differently, or at another address."""

    status: int | None = None

    exit_code = ExitCode.USAGE


@dataclass(kw_only=True, eq=False)
class HttpError(SamverkanError):
    """A request that gets no answer: the status says whose fault it is, `retry_after` (seconds) when to come again.

    `headers` are what else the answer has to say.
    """

    status: int
    retry_after: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class MismatchError(SamverkanError):
    """A store that does not hold what was sent to it."""

    exit_code = ExitCode.NOT_CONFORMING
