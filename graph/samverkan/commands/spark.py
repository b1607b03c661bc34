"""`samverkan build --engine spark`: from options to a build on Spark, and from what came of it to a line on stderr."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import click

from samverkan.errors import EngineError, ExitCode


def build(
    sources: Sequence[str],
    folder: str,
    master: str,
    *,
    min_confidence: float,
    judgements: Path | None,
    evidence: bool,
    reasoner: str,
) -> None:
    """Build the graph on Spark and tell what was counted. Raises SamverkanError."""
    if find_spec("pyspark") is None:
        raise EngineError(message="Spark is not installed: pip install 'samverkan[spark]', or leave --engine out")
    from samverkan import project
    from samverkan.reasoning import Reasoner
    from samverkan.scale.spark import job, session

    wishes = job.Wishes(
        min_confidence=min_confidence, judgements=judgements, evidence=evidence, reasoner=Reasoner(reasoner)
    )
    with session.application(master) as context:
        counts = job.build(context, sources, folder, project.ONTOLOGY, wishes)
    click.echo(f"{folder}: " + ", ".join(f"{count} {name}" for name, count in counts.items()), err=True)
    sys.exit(ExitCode.NOT_CONFORMING if counts["violations"] else ExitCode.OK)
