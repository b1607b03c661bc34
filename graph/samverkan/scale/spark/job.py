"""A whole build on Spark: what is known beforehand, the graph on the engine, and the folder that it is written to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyspark import SparkContext

from samverkan import __version__
from samverkan.judgements import judgement_files, load_judgements
from samverkan.mappings import load_mappings
from samverkan.model import Severity
from samverkan.project import TOOL
from samverkan.reasoning import Reasoner, load_axioms
from samverkan.reference import load_reference
from samverkan.scale.spark import shares
from samverkan.scale.spark.building import Build, Built
from samverkan.scale.spark.files import Files
from samverkan.scale.spark.shares import Known
from samverkan.triples import ontology_lines, reference_lines
from samverkan.vocabulary import load_vocabulary, ontology_files
from samverkan.withholding import MINIMUM


@dataclass(frozen=True, kw_only=True, slots=True)
class Wishes:
    """What the user asks of a build; as a local build's."""

    min_confidence: float = MINIMUM
    judgements: Path | None = None
    evidence: bool = True
    reasoner: Reasoner = Reasoner.COMPILED


def build(
    context: SparkContext, sources: Sequence[str], folder: str, ontology: Path, wishes: Wishes
) -> Mapping[str, int]:
    """Build the graph of these sources into the folder, as a whole or not at all; what was counted.

    Raises SamverkanError for a source, an ontology or a folder that can't be used; then what was there stays.
    """
    known = _known(ontology, wishes)
    files = Files(context)
    with files.replacing(folder) as workshop:
        built = Build(context, known, files.find(sources)).run(ontology_lines(ontology))
        digests, found = dict[str, str](), Counter[str]()
        for name, suffix, pairs in (
            ("graph", ".nq", built.graph),
            ("findings", ".jsonl", built.findings),
            ("documents", ".jsonl", built.documents),
        ):
            parts = files.write(workshop, name, suffix, pairs.keys())
            for part, (digest, kinds) in zip(parts, pairs.mapPartitions(shares.tally).collect(), strict=True):
                digests[part] = digest
                found += kinds
        counts = _counts(built, found, wishes)
        manifest = {"tool": TOOL, "version": __version__, "engine": "spark", "counts": counts, "files": digests}
        files.write_manifest(workshop, manifest)
    return counts


def _known(ontology: Path, wishes: Wishes) -> Known:
    ontology_files(ontology)
    return Known(
        load_vocabulary(ontology),
        load_reference(ontology),
        load_mappings(ontology),
        load_judgements(*judgement_files(ontology, wishes.judgements)),
        axioms=frozenset(load_axioms(ontology)),
        described=tuple(reference_lines(ontology)),
        minimum=wishes.min_confidence,
        proven=wishes.evidence,
        reasoner=wishes.reasoner,
    )


def _counts(built: Built, found: Counter[str], wishes: Wishes) -> dict[str, int]:
    """As a local build counts, but for the rows of tables, and for what validation finds."""
    return {
        "documents": found["documents"],
        "projects": built.projects,
        "organisations": built.organisations,
        **({"facts": found["proven"]} if wishes.evidence else {}),
        "triples": found["asserted"] + found["proven"],
        "inferred": found["inferred"],
        **{f"{severity}s": found[str(severity)] for severity in Severity},
    }
