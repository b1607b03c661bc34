"""The files that pages load: those of `web/` once `make web` has built them, else a small stylesheet of our own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from samverkan.project import PACKAGE, WEB

_OWN = PACKAGE / "pages" / "static"


def assets(built: Path = WEB / "assets") -> Mapping[str, Path]:
    """The files of `assets/` by their names there, in order; a built one takes the place of ours."""
    found = {
        path.relative_to(folder).as_posix(): path
        for folder in (_OWN, built)
        for path in (folder.rglob("*") if folder.is_dir() else ())
        if path.is_file()
    }
    return dict(sorted(found.items()))
