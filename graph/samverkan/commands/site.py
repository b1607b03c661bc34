"""`samverkan site`: from a build to a static site in a folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

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
@click.option("--publisher", help="Who publishes it: an organisation's name.")
@click.option("--licence", metavar="URL", help="The licence of the data; without it CC0.")
def site(*, target: Path, folder: Path, address: str, publisher: str | None, licence: str | None) -> None:
    """Write the last build into DIR as a static site for any web host: pages, dumps, linked data.

    Every link in it is relative, so that it works in a sub-folder too. It takes an older site's place as a whole.
    """
    from samverkan.linked.offer import Offer
    from samverkan.pages import site as pages

    if not address.startswith(("https://", "http://")):
        raise click.BadParameter("give the whole address, as https://example.org/", param_hint="--address")
    offer = Offer(address=address.rstrip("/") + "/")
    offer = replace(offer, publisher=publisher) if publisher else offer
    offer = replace(offer, licence=licence) if licence else offer
    click.echo(f"{target}: {pages.write(folder, target, offer)} files", err=True)
