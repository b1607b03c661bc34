"""Commands that have a room of their own, and the options that they share with those in cli.py.

As thin as cli.py: what a command does lies in the room that it calls, which is imported where it is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

FOLDER: dict[str, Any] = {"type": click.Path(path_type=Path), "default": Path("build"), "show_default": True}
BUILD = click.option("-d", "--dir", "folder", help="The folder of a build.", **FOLDER)

_Command = TypeVar("_Command", bound=Callable[..., object])
_OFFER = "samverkan.offer"
_ADDRESSES = ("contact", "licence", "publisher_iri")
_ADDRESS = re.compile(r'(?:https?://|mailto:)[^\x00-\x20<>"{}|\\^`]+')


def _keep(context: click.Context, option: click.Parameter, value: str | tuple[str, str] | None) -> None:
    address = value[1] if isinstance(value, tuple) else value
    if value is not None and option.name in _ADDRESSES and not _ADDRESS.fullmatch(str(address)):
        message = f"“{address}” is no address: give one such as https://creativecommons.org/publicdomain/zero/1.0/"
        raise click.BadParameter(message)
    if option.name == "frequency" and value is not None and not re.fullmatch(r"[A-Z0-9_]+", str(value)):
        raise click.BadParameter(f"“{value}” is no code of the EU's list of frequencies: give one such as ANNUAL")
    context.meta.setdefault(_OFFER, {})[option.name] = value


def offering(command: _Command) -> _Command:
    """The options by which a publisher says what is offered: `offered()` has their values."""
    for name, shown, words in (
        ("--title", "TEXT", "What the dataset is called."),
        ("--publisher", "NAME", "The organisation that answers for it."),
        ("--publisher-iri", "URL", "That organisation's own address."),
        ("--licence", "URL", "What others may do with the data (CC0 1.0)."),
        ("--frequency", "CODE", "How often it changes: DAILY, MONTHLY, ANNUAL … (IRREG)."),
    ):
        command = click.option(name, metavar=shown, help=words, callback=_keep, expose_value=False)(command)
    where = "Who answers questions about it, a function and never a person, and where (https: or mailto:)."
    several: dict[str, Any] = {"nargs": 2, "metavar": "NAME URL", "callback": _keep, "expose_value": False}
    return click.option("--contact", help=where, **several)(command)


def offered() -> dict[str, str | tuple[str, str] | None]:
    """The values of those options, None where one is not given."""
    values: dict[str, str | tuple[str, str] | None] = click.get_current_context().meta[_OFFER]
    return values
