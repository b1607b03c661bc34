"""Puts what `make web` built into the wheel, where it has been built; a wheel without it says so on its pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_WEB = "web/dist"


class WebHook(BuildHookInterface[Any]):
    """Adds a folder that may be missing, which `force-include` can't."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the scripts of the pages to a wheel; an editable install finds them in the checkout."""
        if version != "editable" and Path(self.root, _WEB).is_dir():
            build_data["force_include"][_WEB] = f"samverkan/_data/{_WEB}"
