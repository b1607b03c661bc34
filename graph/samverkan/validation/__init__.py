"""SHACL → findings that say in which file, on which line and in which words the trouble stands.

The shapes say what is wrong; this room has them run and finds the place. It may not repair, infer or print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from samverkan.errors import OntologyError
from samverkan.identifiers import DCTERMS, Iri
from samverkan.lines import Lines, keep
from samverkan.model import Finding, Severity
from samverkan.validation import engines, rules
from samverkan.validation.engines import SenselessShapesError, Validator, chosen
from samverkan.validation.places import Quotations, near
from samverkan.validation.reach import Since, reach, to_ask
from samverkan.validation.results import Result, read_report
from samverkan.validation.shapes import SH, Shapes, Term, load, stored, value
from samverkan.validation.shares import Share, in_shares
from samverkan.validation.sight import Sight, divided, nameless, of_engine, of_rules
from samverkan.vocabulary import read_turtle

__all__ = ["Since", "Validator", "chosen", "run", "validate"]

_FACT_WITHOUT_EVIDENCE = "<https://w3id.org/samverkan/shapes#fact-without-evidence>"
_FEW = 100_000  # lines: all are loaded before it is known what rules look at
_IN_MEMORY = 4_000_000  # lines; a store of more is made on disk
_SEVERITIES = {f"{SH}Violation": Severity.VIOLATION, f"{SH}Warning": Severity.WARNING, f"{SH}Info": Severity.NOTICE}


def validate(
    data: Iterable[str],
    ontology: Path,
    validator: Validator = Validator.AUTO,
    *,
    proven: bool = True,
    since: Since | None = None,
) -> list[Finding]:
    """What the shapes find wrong in the data, in the order of the places that the data's own evidence gives.

    `data` are N-Triples lines: what was asserted and inferred, and the evidence. `ontology` is the folder with
    shapes.ttl, prefixes.ttl and core.ttl. Data that are not to be `proven` are not asked for a fact's evidence.
    `since` spares the nodes of which no shape sees anything new. Left to itself, the validator is the fastest one that
    is installed. Raises OntologyError when the shapes can't be read or make no sense, and ValidatorMissingError when
    the validator is not installed.
    """
    asked = _turtle(ontology, "shapes.ttl", "prefixes.ttl")
    shapes = Shapes(line for line in asked if proven or not line.startswith(_FACT_WITHOUT_EVIDENCE))
    lines, core = data if isinstance(data, Lines) else [*data], _turtle(ontology, "core.ttl")
    nodes, part = _to_ask(shapes, lines, since)
    if validator is Validator.AUTO and nameless(part):
        validator = Validator.PYSHACL  # shacl calls blank nodes by other names, so that nobody finds their places
    with TemporaryDirectory() as folder:
        try:
            whole = (proven and nodes is None) or len(part) < _FEW
            results, store = _results(shapes, part, core, validator, Path(folder), whole=whole)
        except (SenselessShapesError, SyntaxError) as problem:
            reason = str(problem).partition("\n")[0]
            message = f"a shape makes no sense: {reason}"
            raise OntologyError(message=message, file=str(ontology / "shapes.ttl")) from problem
        if nodes is not None:
            results = [result for result in results if str(_turned(result, shapes).focus) in nodes]
        if not whole or nodes is not None:
            store = stored(near(lines, {str(_turned(result, shapes).focus) for result in results}))
        quotations = Quotations(data=store)
        return sorted({_finding(result, shapes, quotations) for result in results}, key=_order)


def _to_ask(shapes: Shapes, lines: Sequence[str], since: Since | None) -> tuple[set[str] | None, Sequence[str]]:
    """The nodes to validate, None for all of them, and what shapes see of them."""
    seen = reach(shapes) if since is not None else None
    found = to_ask(since, seen) if since is not None and seen is not None else None
    return (None, lines) if found is None else found


def run(shapes: Shapes, lines: Sequence[str], validator: Validator, core: Sequence[str] = ()) -> list[Result]:
    """The results of all shapes on the data; `core` says of the classes how they are related.

    Raises SenselessShapesError, SyntaxError (of a query) and ValidatorMissingError.
    """
    with TemporaryDirectory() as folder:
        return _results(shapes, lines, core, validator, Path(folder), whole=len(lines) < _FEW)[0]


def _results(
    shapes: Shapes,
    lines: Sequence[str],
    core: Sequence[str],
    validator: Validator,
    folder: Path,
    *,
    whole: bool = False,
) -> tuple[list[Result], ox.Store]:
    """The results, and the store that the rules were asked of: the `whole` of the data, or what rules look at.

    It is loaded and asked beside the engine's work. A large one lies in the folder.
    """
    store = ox.Store(folder / "store") if len(lines) > _IN_MEMORY else ox.Store()
    by_engine, loads = of_engine(shapes, chain(lines, core)), list[Future[None]]()
    by_rules = Sight() if whole else of_rules(shapes)
    # one: two writers of a store block each other for ever, as Oxigraph awaits its turn with Python locked
    with ThreadPoolExecutor(1) as beside:

        def loading() -> Iterator[str]:  # and what the engine looks at
            given = (lines, core) if whole else (by_rules.of(core),)
            loads.extend(beside.submit(load, store, one) for one in given)
            for asked, seen in divided(lines, by_rules, by_engine):
                if asked:
                    loads[-1].result()  # no more than one part waits
                    loads.append(beside.submit(load, store, asked))
                yield from seen

        seen = keep(folder / "seen.nt", [loading()]) if isinstance(lines, Lines) else sorted(loading())
        asked = beside.submit(_asked, shapes, store, loads)
        shares = in_shares(shapes, seen, by_engine.of(core))
        found = [result for share in shares for result in _of(share, shapes, validator)]
        return [*found, *asked.result()], store


def _asked(shapes: Shapes, store: ox.Store, loads: Iterable[Future[None]]) -> list[Result]:
    """What the rules find in the store when all is loaded."""
    for one in loads:
        one.result()
    return [*rules.results(shapes, store)]


def _of(share: Share, shapes: Shapes, validator: Validator) -> Iterator[Result]:
    report = read_report(engines.report(shapes.lines, share.lines, validator))
    return (result for result in report if share.nodes is None or str(result.focus) in share.nodes)


def _turtle(folder: Path, *names: str) -> list[str]:
    return [f"{triple} ." for name in names for triple in read_turtle(folder / name)]


def _finding(result: Result, shapes: Shapes, quotations: Quotations) -> Finding:
    about = _turned(result, shapes)
    code = _local_name(about.shape if isinstance(about.shape, ox.NamedNode) else about.component)
    places = quotations.places(about, shapes.objects(about.shape, f"{DCTERMS}references"))
    file, line, column, text = places[0] if places else (None, None, None, None)
    return Finding(
        severity=_SEVERITIES[value(about.severity)],
        code=code,
        message=_message(about, shapes) or f"does not conform to {code}",
        file=file,
        line=line,
        column=column,
        text=text,
        focus=Iri(value(about.focus)) if isinstance(about.focus, ox.NamedNode) else None,
        path=Iri(about.path[0].value) if len(about.path) == 1 else None,
        related=tuple(f"{file}:{line}:{column}: {' '.join(text.split())}" for file, line, column, text in places[1:]),
    )


def _turned(result: Result, shapes: Shapes) -> Result:
    """A rule about a property, over the whole graph, has its offender as value: then that is what the result is about.

    A value that is the focus itself says nothing more.
    """
    focus, offender = result.focus, result.value
    if offender and focus in shapes.objects(result.shape, "targetNode"):
        path = (focus,) if isinstance(focus, ox.NamedNode) else ()
        return replace(result, focus=offender, value=None, path=path)
    return replace(result, value=None) if offender == focus else result


def _local_name(term: Term) -> str:
    return re.split(r"[#/]", value(term))[-1]


def _message(result: Result, shapes: Shapes) -> str | None:
    """The English message of the shape, filled in; None when it has none, as the engines' own texts are not for users.

    pyshacl's report keeps no language for the messages of queries: the one that an English template fits is it. An
    unnamed shape has another label in the engine's report than here, so that every template may be its.
    """
    sources = [result.shape, *shapes.objects(result.shape, "sparql")]
    templates = shapes.english(*sources) or (shapes.english() if isinstance(result.shape, ox.BlankNode) else [])
    said = sorted(text.value for text in result.messages if text.language in (None, "en"))
    return next((message for template in templates for message in said if _fits(template, message)), None)


def _fits(template: str, message: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in re.split(r"\{[?$]\w+\}", template))
    return re.fullmatch(pattern, message, re.DOTALL) is not None


def _order(finding: Finding) -> tuple[bool, str, int, int, str, str, str, str, tuple[str, ...]]:
    place = (finding.file is None, finding.file or "", finding.line or 0, finding.column or 0)
    return *place, finding.code, finding.focus or "", finding.path or "", finding.message, finding.related
