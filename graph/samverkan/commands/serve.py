"""`samverkan serve`: from options to a server that runs until it is stopped."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("build"))
@click.option("--host", default="127.0.0.1", show_default=True, help="The network address to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(*, folder: Path, host: str, port: int) -> None:
    """Serve the build in DIR over HTTP: a SPARQL endpoint at /sparql. Without DIR, the folder build."""
    import uvicorn

    from samverkan.server import served
    from samverkan.server.app import create_app
    from samverkan.server.pool import Pool
    from samverkan.server.worker import Limits
    from samverkan.store import STORE_FOLDER

    address = f"http://{host}:{port}/"
    version = served.version(folder)
    pool = Pool(folder / STORE_FOLDER, Limits())
    app = create_app(served.Served(folder=folder, pool=pool, version=version, address=address))
    click.echo(f"{folder} is served at {address}", err=True)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
