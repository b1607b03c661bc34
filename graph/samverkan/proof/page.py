"""The proof as one page that needs nothing else: no network, no script to be read. Escapes all that it shows."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from samverkan.identifiers import BASE
from samverkan.model import Finding, Severity
from samverkan.proof.passages import Grid, parts
from samverkan.proof.told import Told
from samverkan.proof.words import KINDS
from samverkan.swedish.redaction import COVER, redact

MOST_FINDINGS = 200
_BEGIN, _END = re.compile(r'^(?=<article id="d)', re.MULTILINE), "</article>"
_BLANK_LINES = re.compile(r"(?:[ \t\u00a0]*(?:\r\n|\r|\n)){3,}")


def render(told: Sequence[Told], loose: Sequence[Finding], articles: Iterable[str]) -> str:
    """The page of these documents, each with its article; `loose` findings belong to none of them."""
    pages = _environment()
    style, script = (pages.get_template(name).render() for name in ("page.css", "page.js"))
    policy = {"default-src": "'none'", "style-src": _digest(style), "script-src": _digest(script), "base-uri": "'none'"}
    return pages.get_template("page.html").render(
        shown=told,
        articles=articles,
        loose=loose,
        counts=_counts(told, loose),
        kinds={kind: label for kind, label in KINDS.items() if _used(told, kind)},
        style=style,
        script=script,
        policy="; ".join(f"{name} {allowed}" for name, allowed in policy.items()),
        cover=COVER,
    )


def article(told: Told, number: int) -> str:
    """One document of the page; `number` tells where it stands among all, from 1."""
    return _environment().get_template("document.html").render(told=told, pieces=parts(told), doc=number).strip("\n")


def articles(page: str) -> list[str]:
    """The articles of a page that was rendered, in their order."""
    return [part[: part.index(_END) + len(_END)] for part in _BEGIN.split(page)[1:]]


@cache
def _environment() -> Environment:
    pages = Environment(
        loader=PackageLoader("samverkan.proof"),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals |= {"base": BASE, "most_findings": MOST_FINDINGS}
    pages.tests["table"] = lambda part: isinstance(part, Grid)
    pages.filters["redacted"] = redact
    pages.filters["close"] = lambda text: _BLANK_LINES.sub("\n\n", text)
    return pages


def _digest(content: str) -> str:
    """A source expression of the Content-Security-Policy: this very text may stand in the page, and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _counts(told: Sequence[Told], loose: Sequence[Finding]) -> dict[str, int]:
    facts = [fact for one in told for fact in one.facts]
    subjects = {fact.evidence.statement.subject for fact in facts}
    findings = [remark.finding for one in told for remark in one.remarks] + list(loose)
    return {
        "documents": len(told),
        "projects": sum("/id/project/" in subject for subject in subjects),
        "facts": len({fact.evidence.statement for fact in facts}),
        "quotations": len(facts),
        **{f"{severity}s": sum(one.severity is severity for one in findings) for severity in Severity},
    }


def _used(told: Sequence[Told], kind: str) -> bool:
    return any(fact.kind == kind for one in told for fact in one.facts)
