"""The process in which work is done: it has the store open, takes one piece of work after the other, and may be killed.

It keeps its own limits with the kernel's help: an alarm that ends it when a piece of work takes too long, a ceiling on
its memory, and no new sockets. So it neither outlives its limits when the web process dies, nor fetches what a query
names. It knows no HTTP.

Frames go both ways over a socket, each a kind, a length, and so many bytes.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import socket
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyoxigraph as ox

from samverkan.errors import HttpError, QueryError, SamverkanError, UnreadableSourceError
from samverkan.server import asking, evaluation, service, showing, telling
from samverkan.server.confinement import no_sockets
from samverkan.server.limits import Limits
from samverkan.server.work import Doing, Work
from samverkan.store import open_read_only

WORK: Mapping[str, Doing] = {
    "query": evaluation.query,
    "service": service.description,
    "known": telling.known,
    "describe": telling.describe,
    "ontology": telling.ontology,
    "count": telling.count,
    "things": telling.things,
    "question": asking.question,
    "page": showing.page,
    "answer": showing.answer,
    "names": showing.names,
    "partnerships": showing.partnerships,
    "terms": showing.terms,
}
FRAME = struct.Struct(">cI")
READY, ASK, HEAD, BYTES, END, REFUSAL = b"R", b"A", b"H", b"B", b"E", b"X"
_CHUNK = 1 << 16


def run(channel: socket.socket, store: Path, limits: Limits) -> None:
    """Do what is asked through the channel until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the web process, which closes the channel
    try:
        opened = open_read_only(store)
    except UnreadableSourceError:
        return  # the web process, which hears no READY, tells it
    _limit_memory(limits.memory)
    if not limits.services:
        no_sockets()
    source = channel.makefile("rb")
    with contextlib.suppress(ConnectionError):  # the web process is gone: nobody waits for what is left
        send(channel, READY)
        while (frame := source.read(FRAME.size)) and len(frame) == FRAME.size:
            asked = json.loads(source.read(FRAME.unpack(frame)[1]))
            signal.setitimer(signal.ITIMER_REAL, limits.timeout)  # SIGALRM ends the process, whatever it is at
            _do(opened, asked, channel)
            signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_memory(megabytes: int) -> None:
    """So much more than now; the engine aborts when it gets no more, and leaves no core file."""
    os.environ["RUST_BACKTRACE"] = "0"
    data = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_DATA, (data + (megabytes << 20),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def send(channel: socket.socket, kind: bytes, content: bytes = b"") -> None:
    """Send one frame."""
    channel.sendall(FRAME.pack(kind, len(content)) + content)


def _do(store: ox.Store, asked: Mapping[str, Any], channel: socket.socket) -> None:
    try:
        work = WORK[asked["work"]](store, asked["arguments"])
        sink = _Sink(channel, work)
        work.write(cast(BinaryIO, sink))
        sink.send()
        send(channel, END)
    except MemoryError:
        os.abort()  # as the engine does
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


class _Sink:
    """Where work is written to: what there is goes out in large pieces, the head before the first one.

    So an early failure comes before anything is sent, and can be answered with its own status.
    """

    def __init__(self, channel: socket.socket, work: Work) -> None:
        self._channel, self._work = channel, work
        self._held, self._begun = bytearray(), False

    def write(self, content: bytes) -> int:
        """Take the content; says how much of it."""
        self._held += content
        if len(self._held) >= _CHUNK:
            self.send()
        return len(content)

    def flush(self) -> None:
        """Nothing: what is held is sent when there is enough of it, or no more."""

    def send(self) -> None:
        """Send what is held."""
        if not self._begun:
            self._begun = True
            send(self._channel, HEAD, json.dumps(self._work.head).encode())
        send(self._channel, BYTES, bytes(self._held))
        self._held.clear()
