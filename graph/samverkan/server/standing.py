"""A store that stays as it is for as long as it is served, though a new build may take its folder's place meanwhile.

Oxigraph opens a store's files when it first needs them, by their names: it would meet those of the new build. So the
workers open a folder of links of the store's files, which lies beside the build and goes with the server.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

from samverkan.store import STORE_FOLDER, link_or_copy


class Standing:
    """The store of the build in a folder, as it is now, until it is closed.

    Where nothing may be written beside the build, `path` is the store itself.
    """

    def __init__(self, build: Path) -> None:
        self.path = build.resolve() / STORE_FOLDER
        self._mark: int | None = None
        with contextlib.suppress(OSError):
            self._mark, self.path = _linked(self.path)

    def close(self) -> None:
        """Remove the links."""
        if self._mark is not None:
            shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._mark)
            self._mark = None


def _linked(store: Path) -> tuple[int, Path]:
    """A locked folder with the files of a store, and what keeps it locked: until its process ends, even if killed."""
    prefix = f".{store.parent.name}-served-"
    beside = store.parent.parent
    for left in beside.glob(f"{prefix}*"):
        _remove_unless_locked(left)
    folder = Path(mkdtemp(prefix=prefix, dir=beside))
    mark = os.open(folder, os.O_RDONLY)
    fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        for file in store.iterdir():
            link_or_copy(file, folder / file.name)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(mark)
        raise
    return mark, folder


def _remove_unless_locked(folder: Path) -> None:
    mark = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        pass  # another server's
    finally:
        os.close(mark)
