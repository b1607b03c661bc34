"""Real SPARQL stores on loopback, started by the tests: Oxigraph's server and Virtuoso."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from samverkan.scale.credentials import PASSWORD, TOKEN, USER

_DEBIAN = Path(sys.prefix) / "debian"  # where `make test` unpacks Virtuoso's packages
_PATIENCE = 180
VIRTUOSO_INI = """[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
ServerThreads = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 100000
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@dataclass(kw_only=True)
class Server:
    """A store as a process: it can be killed, and started again on the same data at the same address."""

    command: list[str]
    folder: Path
    url: str
    probe: str
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        for lock in self.folder.glob("*.lck"):  # Virtuoso leaves it behind when it is killed
            lock.unlink()
        with (self.folder / "output.txt").open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.folder, env=os.environ | self.environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if httpx.get(self.url + self.probe, params={"query": "ASK {}"}).is_success:
                    return
            except httpx.HTTPError:
                time.sleep(0.2)
        self.kill()
        raise AssertionError((self.folder / "output.txt").read_text(encoding="utf-8", errors="replace"))

    def kill(self) -> None:
        """SIGKILL: nothing is put in order before the end."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def oxigraph(folder: Path, *options: str) -> Server:
    """An Oxigraph server; `options` are those of `oxigraph serve`."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        missing("oxigraph is not installed: pip install 'samverkan[dev]'")
    folder.mkdir(exist_ok=True)
    port = free_port()
    command = [str(program), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}", *options]
    return Server(command=command, folder=folder, url=f"http://127.0.0.1:{port}", probe="/query")


def virtuoso(folder: Path) -> Server:
    """A Virtuoso of its own, with the user dba and the password dba."""
    program = shutil.which("virtuoso-t") or shutil.which("virtuoso-t", path=str(_DEBIAN / "usr" / "bin"))
    if program is None:
        missing("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin, or make test")
    folder.mkdir(exist_ok=True)
    port = free_port()
    (folder / "v.ini").write_text(VIRTUOSO_INI.format(sql=free_port(), http=port), encoding="utf-8")
    libraries = ":".join(str(path) for path in _DEBIAN.glob("**/*-linux-gnu*"))
    return Server(
        command=[str(program), "+foreground", "+wait", "+configfile", "v.ini"],
        folder=folder,
        url=f"http://127.0.0.1:{port}",
        probe="/sparql",
        environment={"LD_LIBRARY_PATH": libraries} if libraries else {},
    )


def missing(reason: str) -> None:
    """In CI every store is there; elsewhere its tests are skipped."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


def sign_in(monkeypatch: pytest.MonkeyPatch, user: str = "", password: str = "", token: str = "") -> None:
    """Who the commands are to a store, from here to the end of the test."""
    for name, value in ((USER, user), (PASSWORD, password), (TOKEN, token)):
        monkeypatch.setenv(name, value)
