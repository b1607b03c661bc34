"""The file of results: a section for each command that measures, of which each writes its own and leaves the others."""

from __future__ import annotations

import os
import platform
import re
from datetime import date
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
_TITLE = "# What the benchmarks measured\n"
_LIBRARIES = ("samverkan", "rdflib", "pyoxigraph", "owlrl", "pyshacl", "shacl", "pyspark")


def circumstances() -> list[str]:
    """The day, the machine and the versions, a line each."""
    named = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    model = named[1] if named else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = f"load at the end {os.getloadavg()[0]:.1f}"
    versions = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return [
        f"- {date.today().isoformat()}, {os.cpu_count()} cores of {model}, {memory:.0f} GB, {load}",
        f"- Python {platform.python_version()}, {versions}",
    ]


def put(heading: str, text: str) -> None:
    """Put this text under the heading `## …`, in place of what stood there, or else at the end."""
    written = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else _TITLE
    title, *sections = re.split(r"^(?=## )", written, flags=re.MULTILINE)
    section = f"## {heading}\n\n{text.strip()}\n"
    places = [place for place, one in enumerate(sections) if one.startswith(f"## {heading}\n")]
    if places:
        sections[places[0]] = section
    else:
        sections.append(section)
    RESULTS.write_text("\n".join(part.strip() + "\n" for part in (title, *sections)), encoding="utf-8")
