"""The command line: parse, call, print, exit code. Thin: what a command does lies in the room it calls.

Results go to stdout, everything else to stderr. Exit codes: 0 fine, 1 the data do not conform, 2 usage,
3 unreadable input. Rooms are imported where they are used, so that `samverkan --help` does not load an RDF library.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from samverkan import __version__
from samverkan.commands import BUILD as _BUILD
from samverkan.commands.diff import diff
from samverkan.commands.publish import publish
from samverkan.commands.serve import serve
from samverkan.commands.site import site
from samverkan.errors import ExitCode, OutputError, QueryError, SamverkanError

if TYPE_CHECKING:
    from samverkan.answering import Desk
    from samverkan.model import Finding
    from samverkan.pipeline import Progress
    from samverkan.queries import Engine
    from samverkan.review import Question

_MOST_FINDINGS = 20
_STEPS = 7
_FORMATS = ("turtle", "ttl", "nt", "nq", "trig", "json-ld")
_ABOUT_TWO, _ABOUT_ONE, _FORGET = ("same", "different", "unsure"), ("an-organisation", "not-an-organisation"), "forget"
_ANSWERS = (*_ABOUT_TWO, *_ABOUT_ONE, _FORGET)
_JUDGEMENTS = click.option(
    "--judgements",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Judgements of your own (SSSOM), which count more than the project's.",
)
_OF_OTHERS = {"local": ("master",), "spark": ("cache", "allow_private", "validator")}
_ENGINE = "Where it is built: in this process, or on Spark (samverkan[spark]), which leaves validating to `validate`."
_VALIDATOR = click.option(
    "--validator",
    type=click.Choice(["auto", "pyshacl", "shacl"]),
    default="auto",
    show_default=True,
    help="Which engine runs the shapes: pyshacl, or, far faster, shacl, if it is installed (samverkan[fast]).",
)


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


main.add_command(publish)
main.add_command(diff)
main.add_command(site)
main.add_command(serve)


@main.command()
@click.argument("sources", nargs=-1)
@click.option("-o", "--output", "folder", default="build", show_default=True, help="Where the graph goes.")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="What was read with less is reported and not asserted.",
)
@_JUDGEMENTS
@click.option(
    "--cache", type=click.Path(path_type=Path), help="A folder that keeps what was fetched; the next build asks anew."
)
@click.option("--allow-private", is_flag=True, help="Fetch from private network addresses too.")
@click.option(
    "--evidence/--no-evidence",
    default=True,
    show_default=True,
    help="Whether to keep where each fact was read; without, the graph is smaller and made faster, and proves nothing.",
)
@click.option(
    "--reasoner",
    type=click.Choice(["compiled", "owlrl"]),
    default="compiled",
    show_default=True,
    help="What infers: rules compiled from the ontology's axioms, or owlrl, the slow reference.",
)
@_VALIDATOR
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True, help=_ENGINE)
@click.option("--master", metavar="URL", help="The Spark master: local[*], spark://HOST:7077, yarn … (local[*]).")
def build(
    *,
    sources: tuple[str, ...],
    folder: str,
    min_confidence: float,
    judgements: Path | None,
    cache: Path | None,
    allow_private: bool,
    evidence: bool,
    reasoner: str,
    validator: str,
    engine: str,
    master: str | None,
) -> None:
    """Build the graph of SOURCES: files, folders or web addresses; without any, the folder seeds.

    Read are text, HTML, PDF and Word files, and tables as CSV, Excel, ODS and JSON.
    """
    _refuse_options_of_others(engine)
    if engine == "spark":
        from samverkan.commands import spark

        spark.build(
            sources or ("seeds",),
            folder,
            master or "local[*]",
            min_confidence=min_confidence,
            judgements=judgements,
            evidence=evidence,
            reasoner=reasoner,
        )
        return
    from samverkan import pipeline, project, reasoning, validation
    from samverkan.documents import Web

    rules = pipeline.Rules(
        min_confidence=min_confidence,
        judgements=judgements,
        web=Web(cache=cache, allow_private=allow_private),
        evidence=evidence,
        reasoner=reasoning.Reasoner(reasoner),
        validator=validation.Validator(validator),
    )
    with _progress() as progress:
        built = pipeline.build(sources or ("seeds",), Path(folder), project.ONTOLOGY, progress, rules)
    _tell(built.findings)
    counts = ", ".join(f"{count} {name}" for name, count in built.counts.items())
    how = f"validated by {validation.chosen(rules.validator)}" if built.anew else "nothing has changed since"
    click.echo(f"{folder}: {counts}; {how}", err=True)
    sys.exit(ExitCode.OK if built.conforms else ExitCode.NOT_CONFORMING)


def _refuse_options_of_others(engine: str) -> None:
    """Raise UsageError for an option that another engine's builds have."""
    context = click.get_current_context()
    for name in _OF_OTHERS[engine]:
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--{name.replace('_', '-')} is not for --engine {engine}: leave it out")


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@_VALIDATOR
@_BUILD
def validate(*, files: tuple[Path, ...], folder: Path, validator: str) -> None:
    """Check FILES (Turtle, N-Triples, N-Quads …) against the shapes; without any, the last build."""
    from samverkan import pipeline, project, validation

    engine = validation.Validator(validator)
    findings = (
        pipeline.validate_files(files, project.ONTOLOGY, engine)
        if files
        else pipeline.validate_build(folder, project.ONTOLOGY, engine)
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
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL store elsewhere, such as one published to, not a build.")
@_BUILD
def query(
    *,
    name: str | None,
    text: str | None,
    query_file: Path | None,
    params: tuple[str, ...],
    form: str,
    endpoint: str | None,
    folder: Path,
) -> None:
    """Ask the graph: a question by its NAME (see `samverkan queries`), or a query of your own."""
    from samverkan import project, queries

    if sum(given is not None for given in (name, text, query_file)) != 1:
        raise QueryError(message="give a question's name, or -q with a query, or --query-file: one of the three")
    question = queries.find(project.QUERIES, name) if name else queries.adhoc(text, query_file)
    answer = queries.run(_engine(endpoint, folder), question, dict(_pair(param) for param in params))
    click.echo(queries.render(answer, form, width=_width()), nl=False)


def _engine(endpoint: str | None, folder: Path) -> Engine:
    if endpoint is None:
        from samverkan import store

        return store.open_read_only(folder / store.STORE_FOLDER)
    from samverkan.scale.asking import Asked
    from samverkan.scale.protocol import RemoteStore

    return Asked(store=RemoteStore(address=endpoint))


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


@main.command()
@click.argument("said", metavar="[ANSWER]", required=False, type=click.Choice(_ANSWERS))
@click.argument("names", metavar="[A] [B]", nargs=-1)
@click.option("--ask", is_flag=True, help="Ask one question after the other.")
@click.option("--by", "author", default="", help="Who answers; kept with the answer, in the judgements file only.")
@click.option("--why", "comment", default="", help="Why; kept with the answer.")
@click.option("--on", "date", default="", metavar="DATE", help="When (YYYY-MM-DD); kept with the answer.")
@click.option("-f", "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@_JUDGEMENTS
@_BUILD
def review(
    *,
    said: str | None,
    names: tuple[str, ...],
    ask: bool,
    form: str,
    judgements: Path | None,
    folder: Path,
    **note: str,
) -> None:
    """List what the last build is not sure of: who may be the same, and what may be no organisation.

    \b
    Answer it, and the next build obeys (A and B are names or IRIs):
      samverkan review same A B              A is B; the graph calls both B
      samverkan review different A B         never one, and not asked again
      samverkan review unsure A B            told by every build, never merged
      samverkan review an-organisation A     not asked again
      samverkan review not-an-organisation A nobody: reported, not asserted
      samverkan review forget A [B]          take the answer back
    """
    from samverkan import answering, project
    from samverkan import review as reviews

    asked = reviews.read(folder)
    desk = answering.Desk(review=asked, ontology=project.ONTOLOGY, own=judgements)
    if said is not None:
        click.echo(desk.forget(names) if said == _FORGET else desk.record(said, names, **note), err=True)
        return
    questions = desk.questions()
    if ask:
        _interview(desk, questions, note)
    elif form == "json":
        click.echo(reviews.to_json(questions, asked))
    else:
        click.echo("\n".join(reviews.describe(question, asked) for question in questions), nl=bool(questions))
        click.echo(f"{len(questions)} open questions", err=True)


def _interview(desk: Desk, questions: Iterable[Question], note: Mapping[str, str]) -> None:
    """Ask one question after the other, until there are none or the person has had enough."""
    from samverkan import review as reviews

    for question in questions:
        click.echo(reviews.describe(question, desk.review))
        choices = _ABOUT_TWO if len(question.about) > 1 else _ABOUT_ONE
        said = click.prompt("      ", type=click.Choice([*choices, "skip", "quit"]), default="skip", prompt_suffix="")
        if said == "quit":
            return
        if said != "skip":
            click.echo(f"      {desk.record(said, question.about, **note)}", err=True)


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
