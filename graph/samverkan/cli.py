"""The command line: parse, call, print, exit code. Thin: what a command does lies in the room it calls.

Results go to stdout, everything else to stderr. Exit codes: 0 fine, 1 the data do not conform, 2 usage, 3 unreadable input.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from samverkan import __version__
from samverkan.errors import ExitCode, SamverkanError

if TYPE_CHECKING:
    from samverkan.model import Finding

_MOST_FINDINGS = 20
_BUILD = click.option("-d", "--dir", "folder", type=click.Path(path_type=Path), default=Path("build"), show_default=True, help="The folder of a build.")


class _Group(click.Group):
    """Turns every expected error into one line and its exit code; a traceback needs --debug."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        try:
            return super().invoke(ctx)
        except SamverkanError as problem:
            if ctx.params.get("debug"):
                raise
            click.echo(str(problem), err=True)
            ctx.exit(problem.exit_code)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option("--debug", is_flag=True, help="Show a traceback when something goes wrong.")
def main(*, debug: bool) -> None:
    """Read announcements of publicly funded projects into a graph of who works with whom, and ask it."""


@main.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), default=Path("build"), show_default=True, help="Where the graph goes.")
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
def build(sources: tuple[Path, ...], folder: Path, *, quiet: bool) -> None:
    """Build the graph of SOURCES (text files or folders; without any, the folder seeds)."""
    from samverkan import pipeline, project

    with _progress(quiet=quiet) as progress:
        graph = pipeline.build(sources or (Path("seeds"),), folder, project.ONTOLOGY, progress)
    if not quiet:
        _tell(graph.findings)
        counted = ", ".join(f"{count} {name}" for name, count in graph.counts.items())
        click.echo(f"{folder}: {counted}", err=True)
    sys.exit(ExitCode.OK if graph.conforms else ExitCode.NOT_CONFORMING)
