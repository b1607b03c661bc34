"""What a worker can be asked to do, and what it hands back: a head for the answer, and its bytes.

A piece of work is a pure function of a store and arguments that JSON can carry. It may not know HTTP, processes or
limits; what it refuses it raises as a SamverkanError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import pyoxigraph as ox

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """An answer in the making: `head` says what it is (`media_type` at least), `write` writes all of its bytes.

    Nothing is sent before some of them are there, so an early failure is still an answer with the right status.
    """

    head: Mapping[str, Json]
    write: Callable[[BinaryIO], object]


Doing = Callable[[ox.Store, Mapping[str, Json]], Work]


def whole(content: bytes, **head: Json) -> Work:
    """Work that is done already: its content, and its head."""
    return Work(head=head, write=lambda sink: sink.write(content))
