"""`samverkan site`: from a build to a static site in a folder."""

from __future__ import annotations

from pathlib import Path

import click

from samverkan import commands
from samverkan.commands import BUILD


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@BUILD
@click.option(
    "--address",
    default="https://w3id.org/samverkan/",
    show_default=True,
    metavar="URL",
    help="Where the site will be: for the sitemap, the descriptions, and the page of what is missing.",
)
@commands.offering
def site(*, target: Path, folder: Path, address: str) -> None:
    """Write the last build into DIR as a static site for any web host: pages, dumps, linked data.

    Every link in it is relative, so that it works in a sub-folder too. It takes an older site's place as a whole.
    """
    from samverkan.pages import site as pages

    if not address.startswith(("https://", "http://")):
        raise click.BadParameter("give the whole address, as https://example.org/", param_hint="--address")
    written = pages.write(folder, target, f"{address.rstrip('/')}/", **commands.offered())
    click.echo(f"{target}: {written} files", err=True)
