"""A plain HTTP/1.1 client on asyncio, so that what is measured is the server: one connection, one request at a time."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_MOST = 1 << 24
PATIENCE = 60.0
"""Seconds after which a client gives up: twice what a query may take, as the load run has it."""


@dataclass(kw_only=True)
class Connection:
    """A connection that is opened again when the server has closed it."""

    port: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def reopen(self) -> None:
        """Begin anew."""
        self.writer.close()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """An answer: its status, `broken off` when the connection ended before its body did, `no answer` in good time."""

    outcome: str
    body: bytes = b""


@asynccontextmanager
async def opened(port: int) -> AsyncIterator[Connection]:
    """A connection to loopback."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    connection = Connection(port=port, reader=reader, writer=writer)
    try:
        yield connection
    finally:
        connection.writer.close()


async def request(connection: Connection, target: str) -> Reply:
    """The reply to a GET; what is larger than any light answer is not kept."""
    accept = "application/sparql-results+json, application/n-triples;q=0.5"
    head = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n"
    try:
        async with asyncio.timeout(PATIENCE):
            connection.writer.write(head.encode())
            status, headers = await _head(connection.reader)
            body = await _body(connection.reader, headers)
    except TimeoutError:
        await connection.reopen()
        return Reply(outcome="no answer")
    except (asyncio.IncompleteReadError, ConnectionError):
        await connection.reopen()
        return Reply(outcome="broken off")
    if headers.get("connection", "").lower() == "close":
        await connection.reopen()
    return Reply(outcome=status, body=body)


async def _head(reader: asyncio.StreamReader) -> tuple[str, dict[str, str]]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return first.split()[1], {name.lower(): value.strip() for name, _, value in pairs}


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    parts, kept = [], 0
    while size := int(await reader.readuntil(b"\r\n"), 16):
        part = (await reader.readexactly(size + 2))[:-2]
        kept += size
        if kept <= _MOST:
            parts.append(part)
    await reader.readexactly(2)
    return b"".join(parts)


def free_port() -> int:
    """A port of loopback that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        port: int = one.getsockname()[1]
        return port


def memory(process: int) -> float:
    """Megabytes of a process and all that it started, what they share counted once (PSS)."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    family, kilobytes = [process], 0
    for one in family:
        family += children.get(one, [])
        with suppress(OSError):
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024
