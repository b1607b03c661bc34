"""The server itself, on loopback, for the tests of everything that it serves: one build of the seeds, one process."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from servers import free_port

_PATIENCE = 60


@contextmanager
def serving(build: Path, *options: str) -> Iterator[str]:
    """`samverkan serve` with a build and options, until the block ends; its address without a slash at the end."""
    port = free_port()
    command = [sys.executable, "-c", "from samverkan.cli import main; main()", "serve", str(build), "--port", str(port)]
    with subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True) as process:
        try:
            yield _started(process, f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            told = process.communicate(timeout=_PATIENCE)[1]
    assert "Traceback" not in told, told


def _started(process: subprocess.Popen[str], address: str) -> str:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{address}/sparql", params={"query": "ASK {}"}).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return address
    process.kill()
    raise AssertionError(process.communicate()[1])
