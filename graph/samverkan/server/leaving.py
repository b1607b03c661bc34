"""Exchanges that end early: a client that leaves, whose work nobody waits for, and answers that break off. No room."""

from __future__ import annotations

import asyncio
import contextlib

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BrokenOff(Exception):  # noqa: N818 - what it says, not an error of ours
    """An answer that ends before it is whole: the connection is cut, so that nobody takes it for whole."""


class Leaving:
    """Middleware that cancels a request as soon as its client is gone, and cuts answers that break off."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = False

        async def tell(message: Message) -> None:
            nonlocal told
            told = message["type"] == "http.response.body" and not message.get("more_body")
            await send(message)

        async def watch() -> None:
            while (message := await receive())["type"] != "http.disconnect":
                await messages.put(message)
            if not told:  # else this is only the end of the exchange
                answer.cancel()

        messages: asyncio.Queue[Message] = asyncio.Queue(maxsize=1)
        answer = asyncio.ensure_future(self._app(scope, messages.get, tell))
        watching = asyncio.create_task(watch())
        try:
            with contextlib.suppress(asyncio.CancelledError, BrokenOff):
                await answer
        finally:
            watching.cancel()
