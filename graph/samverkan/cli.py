"""The command line: parse, call, print, exit code. Thin: what a command does lies in the room it calls.

Results go to stdout, everything else to stderr. Exit codes: 0 fine, 1 the data do not conform, 2 usage,
3 unreadable input. Rooms are imported where they are used, so that `samverkan --help` does not load an RDF library.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from samverkan import __version__
from samverkan.errors import ExitCode, OutputError, QueryError, SamverkanError

if TYPE_CHECKING:
    from samverkan.model import Finding
    from samverkan.pipeline import Progress

_MOST_FINDINGS = 20
_STEPS = 7
_FORMATS = ("turtle", "ttl", "nt", "nq", "trig", "json-ld")
_FOLDER: dict[str, Any] = {"type": click.Path(path_type=Path), "default": Path("build"), "show_default": True}
_BUILD = click.option("-d", "--dir", "folder", help="The folder of a build.", **_FOLDER)


class _Commands(click.Group):
    """Turns every expected error into one line and its exit code; a traceback needs --debug."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except SamverkanError as problem:
            if ctx.params.get("debug"):
                raise
            click.echo(str(problem), err=True)
            ctx.exit(problem.exit_code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option("--debug", is_flag=True, help="Show a traceback when something goes wrong.")
def main(*, debug: bool) -> None:
    """Read announcements of publicly funded projects into a graph of who works with whom, and ask it."""


@main.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option("-o", "--output", "folder", help="Where the graph goes.", **_FOLDER)
def build(sources: tuple[Path, ...], folder: Path) -> None:
    """Build the graph of SOURCES: text files or folders; without any, the folder seeds."""
    from samverkan import pipeline, project

    with _progress() as progress:
        graph = pipeline.build(sources or (Path("seeds"),), folder, project.ONTOLOGY, progress)
    _tell(graph.findings)
    click.echo(f"{folder}: " + ", ".join(f"{count} {name}" for name, count in graph.counts.items()), err=True)
    sys.exit(ExitCode.OK if graph.conforms else ExitCode.NOT_CONFORMING)


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@_BUILD
def validate(files: tuple[Path, ...], folder: Path) -> None:
    """Check FILES (Turtle, N-Triples, N-Quads …) against the shapes; without any, the last build."""
    from samverkan import pipeline, project

    findings = (
        pipeline.validate_files(files, project.ONTOLOGY) if files else pipeline.validate_build(folder, project.ONTOLOGY)
    )
    for finding in findings:
        click.echo(_line(finding))
    violations = sum(finding.severity == "violation" for finding in findings)
    click.echo(f"{violations} violations, {len(findings) - violations} other findings", err=True)
    sys.exit(ExitCode.NOT_CONFORMING if violations else ExitCode.OK)


@main.command()
@click.argument("name", required=False)
@click.option("-q", "--text", help="A query, instead of a NAME.")
@click.option("--query-file", type=click.Path(path_type=Path), help="A file with a query.")
@click.option(
    "-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="A parameter's value; may be repeated."
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "csv", "tsv", "json", "turtle"]),
    default="table",
    show_default=True,
)
@_BUILD
def query(
    *, name: str | None, text: str | None, query_file: Path | None, params: tuple[str, ...], form: str, folder: Path
) -> None:
    """Ask the graph: a question by its NAME (see `samverkan queries`), or a query of your own."""
    from samverkan import project, queries, store

    if sum(given is not None for given in (name, text, query_file)) != 1:
        raise QueryError(message="give a question's name, or -q with a query, or --query-file: one of the three")
    question = queries.find(project.QUERIES, name) if name else queries.adhoc(text, query_file)
    answer = queries.run(
        store.open_read_only(folder / store.STORE_FOLDER), question, dict(_pair(param) for param in params)
    )
    click.echo(queries.render(answer, form, width=_width()), nl=False)


@main.command(name="queries")
def list_questions() -> None:
    """List the questions that the graph can be asked by name."""
    from samverkan import project, queries

    for question in queries.list_queries(project.QUERIES):
        click.echo(queries.describe(question))


@main.command()
@click.argument("name")
@_BUILD
def explain(name: str, folder: Path) -> None:
    """Show what the graph says of NAME (a name or an IRI), each fact beside the words it was read from."""
    from samverkan import explain as explanations
    from samverkan import store

    found = explanations.explain(store.open_read_only(folder / store.STORE_FOLDER), name)
    click.echo("\n\n".join(explanations.to_text(one) for one in found))


@main.command()
@click.option("-f", "--format", "form", type=click.Choice(_FORMATS), default="turtle", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, allow_dash=True), default=Path("-"), help="A file; - is stdout."
)
@click.option(
    "--part", type=click.Choice(["asserted", "inferred", "evidence", "all"]), default="all", show_default=True
)
@_BUILD
def export(form: str, output: Path, part: str, folder: Path) -> None:
    """Write the graph, or a part of it, in another format."""
    from samverkan import pipeline, project

    content = pipeline.export_build(folder, project.ONTOLOGY, form, part)
    try:
        with click.open_file(str(output), "wb") as file:
            file.write(content)
    except OSError as problem:
        raise OutputError(
            message=f"can't write this file ({problem.strerror}): name another", file=str(output)
        ) from problem


@main.command()
@_BUILD
def stats(folder: Path) -> None:
    """Count what the last build holds."""
    from samverkan import pipeline

    for name, count in pipeline.last_counts(folder).items():
        click.echo(f"{count:>8}  {name}")


def _pair(param: str) -> tuple[str, str]:
    key, equals, value = param.partition("=")
    if not equals:
        raise QueryError(
            message=f"“{param}” is no KEY=VALUE: write, for example, --param organisation=Arbetsförmedlingen"
        )
    return key, value


def _width() -> int | None:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


@contextmanager
def _progress() -> Iterator[Progress]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=_STEPS, file=sys.stderr, item_show_func=lambda step: step) as bar:
        yield lambda step: bar.update(1, step)
        bar.update(1)


def _tell(findings: Iterable[Finding]) -> None:
    told = list(findings)
    for finding in told[:_MOST_FINDINGS]:
        click.echo(_line(finding), err=True)
    if len(told) > _MOST_FINDINGS:
        click.echo(f"… and {len(told) - _MOST_FINDINGS} more: see findings.json, or run `samverkan validate`", err=True)


def _line(finding: Finding) -> str:
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part is not None)
    quoted = f" “{finding.text}”" if finding.text else ""
    related = f" (see also {'; '.join(finding.related)})" if finding.related else ""
    about = f" <{finding.focus}>" if finding.focus else ""
    return f"{place or 'graph'}: {finding.severity}: {finding.message}{quoted}{related}{about} [{finding.code}]"
