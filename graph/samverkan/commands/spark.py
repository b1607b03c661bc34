"""`samverkan build --engine spark`: from options to a build on Spark, and from what came of it to a line on stderr."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from samverkan.errors import EngineError


def build(
    sources: Sequence[str],
    folder: Path,
    *,
    master: str,
    min_confidence: float,
    judgements: Path | None,
    evidence: bool,
    reasoner: str,
) -> Mapping[str, int]:
    """Build the graph on Spark; what was counted. Raises SamverkanError."""
    if find_spec("pyspark") is None:
        raise EngineError(message="Spark is not installed: pip install 'samverkan[spark]', or leave --engine out")
    from samverkan import project, reasoning
    from samverkan.scale.spark import job, session

    wishes = job.Wishes(
        min_confidence=min_confidence,
        judgements=judgements,
        evidence=evidence,
        reasoner=reasoning.Reasoner(reasoner),
    )
    with session.application(master) as context:
        return job.build(context, sources, str(folder), project.ONTOLOGY, wishes)
