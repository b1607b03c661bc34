"""`samverkan publish`: from options to a publication, and from what came of it to lines on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from samverkan.commands import BUILD


@click.command()
@click.argument("url")
@click.option(
    "--union",
    type=click.Choice(["auto", "default", "named", "none"]),
    default="auto",
    show_default=True,
    help="Where the union of all graphs goes: default replaces the store's default graph, named is a graph of its own. "
    "auto keeps to what is there; at first none if the default graph is a union already, default if it is empty.",
)
@click.option("--batch", type=click.IntRange(1), help="The most triples in a request (10,000); fewer when refused.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    help="How long a request may take, in seconds (300); the last, which moves all, once more per 100,000 triples.",
)
@click.option("--query-url", metavar="URL", help="Where the store takes queries, if not where its kind usually does.")
@click.option("--update-url", metavar="URL", help="Where it takes updates; if given, graphs go there too.")
@click.option("--graph-store-url", metavar="URL", help="Where it takes graphs instead (Graph Store Protocol).")
@BUILD
def publish(
    *, url: str, folder: Path, union: str, batch: int | None, timeout: float | None, **addresses: str | None
) -> None:
    """Put the last build into the SPARQL 1.1 store at URL, and count there what has arrived.

    \b
    The paths of these are known:
      http://host:7878                   Oxigraph
      http://host:3030/DATASET           Fuseki
      http://host:7200/repositories/REPO GraphDB, RDF4J
      http://host:8890                   Virtuoso

    Who you are comes from the environment: SAMVERKAN_USER and SAMVERKAN_PASSWORD (basic or digest, as the store
    asks), or SAMVERKAN_TOKEN (bearer). A publication that broke off goes on when the command is run again.
    """
    from samverkan import pipeline
    from samverkan.scale import endpoints, protocol, publishing

    path = pipeline.nquads(folder)
    named = endpoints.Addresses(**{name.removesuffix("_url"): address for name, address in addresses.items()})
    with _meter() as progress:
        arrivals = publishing.Publication(
            store=protocol.RemoteStore(address=url, named=named, timeout=timeout or protocol.TIMEOUT),
            path=path,
            union=publishing.Union(union),
            batch=batch or publishing.BATCH,
            progress=progress,
        ).publish()
    for one in arrivals:
        click.echo(f"{one.graph}: {one.triples} triples, {one.sent} of them sent", err=True)
    click.echo(
        f"{url}: {len(arrivals)} graphs, {sum(one.triples for one in arrivals)} triples, counted there", err=True
    )


@contextmanager
def _meter() -> Iterator[Callable[[str, int, int], None]]:
    """On a terminal, a line that says how much of which graph has arrived."""
    shown = sys.stderr.isatty()

    def show(graph: str, done: int, whole: int) -> None:
        if shown:
            click.echo(f"\r\033[K{graph}: {done} of {whole} triples", nl=False, err=True)

    try:
        yield show
    finally:
        if shown:
            click.echo("\r\033[K", nl=False, err=True)
