"""`samverkan diff`: from two paths to what differs between them on stdout."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from samverkan.errors import ExitCode


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--part",
    type=click.Choice(["asserted", "inferred", "evidence", "all"]),
    default="asserted",
    show_default=True,
    help="What is compared of a build, or of a file with a build's graphs; all is all three.",
)
@click.option(
    "--language", type=click.Choice(["sv", "en"]), default="en", show_default=True, help="Of headings and labels."
)
def diff(old: Path, new: Path, form: str, part: str, language: str) -> None:
    """Tell what differs between OLD and NEW: folders of builds, or RDF files.

    The exit code is 0 when nothing differs, 1 when something does.
    """
    from samverkan import differences, project, vocabulary

    before, after = (
        (differences.build_side if path.is_dir() else differences.file_side)(path, part) for path in (old, new)
    )
    found = differences.compare(before, after, vocabulary.load_labels(project.ONTOLOGY), language)
    click.echo(differences.to_json(found) if form == "json" else differences.to_text(found, language))
    sys.exit(ExitCode.NOT_CONFORMING if found else ExitCode.OK)
