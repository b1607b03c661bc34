"""`samverkan serve`: from options to a server that runs until it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from samverkan import commands
from samverkan.server.limits import USUAL, Limits

if TYPE_CHECKING:
    from click.decorators import FC


def _limit(name: str, kind: click.ParamType[float, float], usual: float, words: str) -> Callable[[FC], FC]:
    return click.option(name, type=kind, default=usual, show_default=True, help=words)


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("build"))
@click.option("--host", default="127.0.0.1", show_default=True, help="The network address to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--address", metavar="URL", help="Where it is reached from outside, if that is elsewhere (a proxy's).")
@_limit("--timeout", click.FloatRange(0, min_open=True), USUAL.timeout, "Seconds that a query may take.")
@_limit("--max-rows", click.IntRange(1), USUAL.rows, "Rows or triples that an answer may have.")
@_limit("--memory", click.IntRange(16), USUAL.memory, "Megabytes that one query may take.")
@_limit("--workers", click.IntRange(1), USUAL.workers, "Queries that may begin at once.")
@_limit("--slow", click.IntRange(1), USUAL.slow, "Queries that may go on beside them, at low priority.")
@_limit("--queue", click.IntRange(0), USUAL.queue, "Queries that may wait for a worker.")
@click.option("--allow-service", "services", multiple=True, metavar="URL", help="An endpoint that SERVICE may ask.")
@commands.offering
def serve(
    *,
    folder: Path,
    host: str,
    port: int,
    address: str | None,
    timeout: float,
    max_rows: int,
    services: tuple[str, ...],
    **limits: int,
) -> None:
    """Serve the build in DIR (build) over HTTP: a SPARQL endpoint at /sparql, and what else there is at /.

    A new build in DIR is served as soon as it is finished, without a restart.

    A query that takes longer, gives more rows or needs more memory than it may is refused, or cut off in the middle of
    its answer: an answer that ends as it should is whole.
    """
    import uvicorn

    from samverkan.linked import offer
    from samverkan.server.pool import Pool
    from samverkan.server.renewal import renewed
    from samverkan.server.served import Served, version
    from samverkan.server.standing import Standing

    kept = Limits(timeout=timeout, rows=max_rows, services=services, **limits)
    here = f"{(address or f'http://{host}:{port}').rstrip('/')}/"
    said = commands.offered()

    def served() -> Served:
        now, described = version(folder), offer.offered(folder, here, **said)
        pool = Pool(Standing(folder), kept)
        return Served(folder=folder, pool=pool, version=now, address=here, offer=described)

    app = renewed(folder, served)
    click.echo(f"{folder} is served at {here}", err=True)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
