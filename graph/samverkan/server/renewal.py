"""The application of whichever build is in the folder: a new one takes the last one's place while the server runs.

What is being answered goes on to its end from the build that it began with. This room knows nothing of any answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from samverkan.errors import SamverkanError
from samverkan.project import MANIFEST_FILE
from samverkan.server.app import create_app
from samverkan.server.served import Served

_PAUSE = 1.0  # seconds between two looks at the folder
_LOG = logging.getLogger(__name__)


def renewed(folder: Path, offered: Callable[[], Served]) -> Starlette:
    """The application of the build in a folder, as `offered` finds it, each time that there is another one.

    Raises UnreadableSourceError when there is none to begin with; later, the last one is served until there is.
    """
    current = _Current(folder, offered)
    return Starlette(routes=[Mount("/", app=current.answer)], lifespan=current.life)


class _Current:
    def __init__(self, folder: Path, offered: Callable[[], Served]) -> None:
        self._folder, self._offered = folder, offered
        self._seen = self._state()  # before the build is looked at: what changes meanwhile is seen next
        self._served = offered()
        self._app = create_app(self._served)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    @asynccontextmanager
    async def life(self, _: Starlette) -> AsyncIterator[None]:
        """From the first worker to the last."""
        await self._served.pool.open()
        looking = asyncio.create_task(self._look())
        yield
        looking.cancel()
        await self._served.pool.close()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(_PAUSE)
            state = self._state()
            if state not in (None, self._seen):
                self._seen = state
                await self._renew()

    def _state(self) -> tuple[int, int] | None:
        """What changes with the build; None between two."""
        with contextlib.suppress(OSError):
            found = (self._folder / MANIFEST_FILE).stat()
            return found.st_ino, found.st_mtime_ns
        return None

    async def _renew(self) -> None:
        try:
            fresh = self._offered()
            await fresh.pool.open()
        except SamverkanError as problem:
            _LOG.warning("%s", problem)  # the last build is served on
            return
        last, self._served, self._app = self._served, fresh, create_app(fresh)
        await last.pool.close()
