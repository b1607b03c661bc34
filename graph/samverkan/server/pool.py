"""The worker processes: who works on what, who waits, and who has to go. It knows nothing of HTTP but a status.

Work begins in one of a few workers. What is not done after a moment leaves its place to a fresh worker and goes on with
less and less priority, so that slow queries, however many, never keep quick ones waiting. When too much is slow at
once, what has gone on longest is ended. Nothing is cancelled inside a worker: it is killed, and another replaces it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import time
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from samverkan.errors import HttpError, UnreadableSourceError
from samverkan.server import worker
from samverkan.server.limits import Limits
from samverkan.server.standing import Standing
from samverkan.server.work import Json
from samverkan.server.worker import FRAME

# Seconds of processor time after which work leaves its place, after which it is the last, and of waiting for so much
_MOMENT, _WHILE, _PATIENCE = 0.05, 0.2, 1.0
_TICK = 0.01
_LOWER, _LOWEST = 5, 19
_AGAIN = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a worker answers: the head, and the bytes as they come.

    Reading `chunks` raises HttpError when the work breaks off; to close them ends the work.
    """

    head: Mapping[str, Json]
    chunks: AsyncGenerator[bytes, None]


@dataclass(kw_only=True, eq=False)
class _Worker:
    process: ForkServerProcess
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    ended: HttpError | None = None

    @property
    def pid(self) -> int:
        return self.process.pid or 0

    async def works(self, seconds: float, patience: float) -> None:
        """Wait until it has had so many seconds of the processor, which it may have to share, or patience ends.

        Raises OSError when it is gone.
        """
        until, ends = self._spent() + seconds, time.monotonic() + patience
        while (left := until - self._spent()) > 0 and time.monotonic() < ends:
            await asyncio.sleep(max(left, _TICK))

    def _spent(self) -> float:
        """Seconds of processor time so far, in the kernel's coarse ticks."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def frame(self) -> tuple[bytes, bytes]:
        kind, length = FRAME.unpack(await self.reader.readexactly(FRAME.size))
        return kind, await self.reader.readexactly(length)

    def ask(self, content: bytes) -> None:
        self.writer.write(FRAME.pack(worker.ASK, len(content)) + content)

    async def end(self) -> None:
        self.process.kill()
        self.writer.close()
        await asyncio.to_thread(self.process.join)


class Pool:
    """Workers on one store, from `open` to `close`."""

    def __init__(self, store: Standing, limits: Limits) -> None:
        self._store, self.limits = store, limits
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(["samverkan.server.worker"])
        self._free: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._hired: set[_Worker] = set()
        self._slow: list[_Worker] = []
        self._waiting = 0
        self._closed = False
        self._errands: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Start the workers. Raises UnreadableSourceError when the store can't be opened."""
        try:
            await asyncio.gather(*(self._hire() for _ in range(self.limits.workers)))
        except UnreadableSourceError:
            await self.close()
            raise

    async def close(self) -> None:
        """End the workers that are idle; those at work, or waited for, end with the requests that need them."""
        self._closed = True
        while not self._free.empty():
            await self._end(self._free.get_nowait())
        self._let_go()

    async def ask(self, work: str, **arguments: Json) -> Answer:
        """The answer to a piece of work, once its first bytes are there.

        Raises HttpError: what the work refuses, 503 when it takes too much or too many wait, 500 when it crashes.
        To cancel this ends the work.
        """
        chunks = self._converse(await self._idle(), json.dumps({"work": work, "arguments": arguments}).encode())
        return Answer(head=json.loads(await anext(chunks)), chunks=chunks)

    async def _idle(self) -> _Worker:
        if self._free.empty() and self._waiting >= self.limits.queue:
            raise _busy("too many questions wait already")
        self._waiting += 1
        if self._closed:
            self._soon(self._hire())
        try:
            async with asyncio.timeout(self.limits.timeout):
                one = await self._free.get()
        except TimeoutError:
            raise _busy("no worker was free in time") from None
        finally:
            self._waiting -= 1
        if not one.reader.at_eof():
            return one
        self._dismiss(one)
        return await self._idle()

    async def _converse(self, one: _Worker, request: bytes) -> AsyncGenerator[bytes, None]:
        """The head, then the bytes; whatever ends this early ends the worker."""
        watch = asyncio.create_task(self._watch(one))
        done = False
        try:
            one.ask(request)
            while True:
                kind, content = await one.frame()
                done = kind in (worker.END, worker.REFUSAL)
                if kind == worker.END:
                    return
                if kind == worker.REFUSAL:
                    raise HttpError(**json.loads(content))
                yield content
        except (asyncio.IncompleteReadError, ConnectionError):
            raise await self._reason(one) from None
        finally:
            watch.cancel()
            if one in self._slow:
                self._slow.remove(one)
                self._soon(self._end(one))
            elif done and not self._closed:
                self._free.put_nowait(one)
            else:
                self._dismiss(one)

    async def _watch(self, one: _Worker) -> None:
        """Take its place from work that has had its moment, then its priority: at last it gets what nobody wants."""
        with contextlib.suppress(OSError):  # it is gone
            await one.works(_MOMENT, _PATIENCE)
            self._set_apart(one)
            os.setpriority(os.PRIO_PROCESS, one.pid, min(_LOWEST, os.getpriority(os.PRIO_PROCESS, one.pid) + _LOWER))
            await one.works(_WHILE, _PATIENCE)
            os.setpriority(os.PRIO_PROCESS, one.pid, _LOWEST)
            os.sched_setscheduler(one.pid, os.SCHED_IDLE, os.sched_param(0))

    def _set_apart(self, one: _Worker) -> None:
        self._slow.append(one)
        self._soon(self._hire())
        if len(self._slow) > self.limits.slow:
            oldest = self._slow[0]
            oldest.ended = _busy("too many slow queries run, and this one had run longest")
            oldest.process.kill()

    async def _reason(self, one: _Worker) -> HttpError:
        """Why a worker ended in the middle of its work."""
        await asyncio.to_thread(one.process.join)
        if one.ended:
            return one.ended
        if one.process.exitcode == -signal.SIGALRM:
            message = f"this took longer than {self.limits.timeout:g} seconds: ask for less, or ask more precisely"
            return HttpError(message=message, status=503)
        if one.process.exitcode == -signal.SIGABRT:
            message = f"this needs more than {self.limits.memory} MB of memory: ask for less, or ask more precisely"
            return HttpError(message=message, status=503)
        return HttpError(message="the query engine broke down over this: ask in a simpler way", status=500)

    def _dismiss(self, one: _Worker) -> None:
        self._soon(self._end(one))
        self._soon(self._hire())

    async def _end(self, one: _Worker) -> None:
        await one.end()
        self._hired.discard(one)
        self._let_go()

    def _let_go(self) -> None:
        if self._closed and not self._hired:
            self._store.close()

    def _soon(self, errand: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def _hire(self) -> None:
        """One more worker, unless the pool is closed and nobody waits for one."""
        if self._is_over():
            return
        ours, theirs = socket.socketpair()
        process = self._context.Process(target=worker.run, args=(theirs, self._store.path, self.limits), daemon=True)
        await asyncio.to_thread(process.start)
        theirs.close()
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        one = _Worker(process=process, reader=reader, writer=writer)
        try:
            await one.frame()
        except asyncio.IncompleteReadError as problem:
            message = "there is no graph here that can be opened: build one with `samverkan build`"
            raise UnreadableSourceError(message=message, file=str(self._store.path)) from problem
        self._hired.add(one)
        if self._is_over():
            await self._end(one)
        else:
            self._free.put_nowait(one)

    def _is_over(self) -> bool:
        return self._closed and not self._waiting


def _busy(reason: str) -> HttpError:
    return HttpError(message=f"the server is busy ({reason}): try again a little later", status=503, retry_after=_AGAIN)


async def text(chunks: AsyncIterator[bytes]) -> bytes:
    """All the bytes of an answer."""
    return b"".join([chunk async for chunk in chunks])
