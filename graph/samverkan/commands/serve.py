"""`samverkan serve`: from options to a server that runs until it is stopped."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("build"))
@click.option("--host", default="127.0.0.1", show_default=True, help="The network address to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--address", metavar="URL", help="Where it is reached from outside, if that is elsewhere (a proxy's).")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), help="Seconds that a query may take (30).")
@click.option("--max-rows", "rows", type=click.IntRange(1), help="Rows or triples that an answer may have (1,000,000).")
@click.option("--memory", type=click.IntRange(16), help="Megabytes that one query may take (1,024).")
@click.option("--workers", type=click.IntRange(1), help="Queries that may begin at once (4).")
@click.option("--slow", type=click.IntRange(1), help="Queries that may go on beside them, at low priority (16).")
@click.option("--queue", type=click.IntRange(0), help="Queries that may wait for a worker (64).")
@click.option("--allow-service", "services", multiple=True, metavar="URL", help="An endpoint that SERVICE may ask.")
def serve(
    *, folder: Path, host: str, port: int, address: str | None, services: tuple[str, ...], **limits: float | None
) -> None:
    """Serve the build in DIR (build) over HTTP: a SPARQL endpoint at /sparql, and what else there is at /.

    A query that takes longer, gives more rows or needs more memory than it may is refused, or cut off in the middle of
    its answer: an answer that ends as it should is whole.
    """
    import uvicorn

    from samverkan.server import served
    from samverkan.server.app import create_app
    from samverkan.server.pool import Pool
    from samverkan.server.worker import Limits
    from samverkan.store import STORE_FOLDER

    given = {name: value for name, value in limits.items() if value is not None}
    pool = Pool(folder / STORE_FOLDER, Limits(services=services, **given))  # type: ignore[arg-type]
    here = f"{(address or f'http://{host}:{port}').rstrip('/')}/"
    app = create_app(served.Served(folder=folder, pool=pool, version=served.version(folder), address=here))
    click.echo(f"{folder} is served at {here}", err=True)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
