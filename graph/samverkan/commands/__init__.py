"""Commands that have a room of their own, and the options that they share with those in cli.py.

As thin as cli.py: what a command does lies in the room that it calls, which is imported where it is used.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

FOLDER: dict[str, Any] = {"type": click.Path(path_type=Path), "default": Path("build"), "show_default": True}
BUILD = click.option("-d", "--dir", "folder", help="The folder of a build.", **FOLDER)
