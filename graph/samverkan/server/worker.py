"""The process in which work is done: it has the store open, takes one piece of work after the other, and may be killed.

It keeps its own limits with the kernel's help: an alarm that ends it when a piece of work takes too long, a ceiling on
its memory, and no new files or sockets once the store is open. So it neither outlives its limits when the web process
dies, nor fetches what a query names. It knows no HTTP.

Frames go both ways over a socket, each a kind, a length, and so many bytes.
"""

from __future__ import annotations

import io
import json
import signal
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import pyoxigraph as ox

from samverkan.errors import HttpError, QueryError, SamverkanError
from samverkan.server import evaluation
from samverkan.server.work import Doing, Work
from samverkan.store import open_read_only

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

WORK: Mapping[str, Doing] = {
    "query": evaluation.query,
}
FRAME = struct.Struct(">cI")
READY, ASK, HEAD, BYTES, END, REFUSAL = b"R", b"A", b"H", b"B", b"E", b"X"
_CHUNK = 1 << 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one piece of work may take: seconds, and how many do so at once.

    `workers` are there for work that has just begun, `slow` more for what takes longer; `queue` may wait for a worker.
    """

    timeout: float = 30.0
    workers: int = 4
    slow: int = 16
    queue: int = 64


def run(channel: socket.socket, store: Path, limits: Limits) -> None:
    """Do what is asked through the channel until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the web process, which closes the channel
    opened = open_read_only(store)
    source = channel.makefile("rb")
    send(channel, READY)
    while (frame := source.read(FRAME.size)) and len(frame) == FRAME.size:
        asked = json.loads(source.read(FRAME.unpack(frame)[1]))
        signal.setitimer(signal.ITIMER_REAL, limits.timeout)  # SIGALRM ends the process, whatever it is at
        _do(opened, asked, channel)
        signal.setitimer(signal.ITIMER_REAL, 0)


def send(channel: socket.socket, kind: bytes, content: bytes = b"") -> None:
    """Send one frame."""
    channel.sendall(FRAME.pack(kind, len(content)) + content)


def _do(store: ox.Store, asked: Mapping[str, Any], channel: socket.socket) -> None:
    try:
        work = WORK[asked["work"]](store, asked["arguments"])
        sink = _Sink(channel, work)
        buffered = io.BufferedWriter(sink, _CHUNK)
        work.write(cast(BinaryIO, buffered))
        buffered.flush()
        sink.begin()
        send(channel, END)
    except SamverkanError as problem:
        send(channel, REFUSAL, json.dumps(_told(problem)).encode())


def _told(problem: SamverkanError) -> Mapping[str, str | int | None]:
    usual = 400 if isinstance(problem, QueryError) else 500
    return {
        "message": problem.message,
        "line": problem.line,
        "column": problem.column,
        "status": problem.status if isinstance(problem, HttpError) else usual,
        "retry_after": problem.retry_after if isinstance(problem, HttpError) else None,
    }


class _Sink(io.RawIOBase):
    """Where work is written to: the head goes out with the first bytes."""

    def __init__(self, channel: socket.socket, work: Work) -> None:
        self._channel, self._work, self._begun = channel, work, False

    def writable(self) -> bool:
        """Yes."""
        return True

    def begin(self) -> None:
        """Send the head, if it is not sent yet."""
        if not self._begun:
            self._begun = True
            send(self._channel, HEAD, json.dumps(self._work.head).encode())

    def write(self, content: ReadableBuffer) -> int:
        """Send the first part of the content; says how much of it."""
        self.begin()
        chunk = bytes(memoryview(content)[:_CHUNK])
        send(self._channel, BYTES, chunk)
        return len(chunk)
