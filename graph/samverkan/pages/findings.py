"""What a build has found fault with, by the thing and by the document it is about, in both languages where it is known.

A finding quotes a document: persons are covered in what is shown.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from samverkan.model import Literal
from samverkan.pages.graph import Label, last
from samverkan.project import FINDINGS_FILE, ONTOLOGY
from samverkan.swedish.redaction import redact
from samverkan.vocabulary import read_statements

_MESSAGE = "http://www.w3.org/ns/shacl#message"


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """A finding in words: what it is, where it stands, and the other places that it quotes.

    `translated` tells whether the Swedish is there; otherwise both are English.
    """

    severity: str
    code: str
    message: Label
    translated: bool
    about: str | None
    path: str | None
    file: str | None
    line: int | None
    text: str | None
    related: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Findings:
    """The findings of a build, in its order."""

    about: Mapping[str, Sequence[Remark]]
    of_file: Mapping[str, Sequence[Remark]]

    @staticmethod
    def read(folder: Path) -> Findings:
        """Those in the build's folder; none where it has no findings."""
        file = folder / FINDINGS_FILE
        about: dict[str, list[Remark]] = defaultdict(list)
        of_file: dict[str, list[Remark]] = defaultdict(list)
        for content in json.loads(file.read_bytes()) if file.is_file() else ():
            remark = _remark(content)
            if remark.about:
                about[remark.about].append(remark)
            if remark.file:
                of_file[remark.file].append(remark)
        return Findings(about=about, of_file=of_file)


def _remark(content: Mapping[str, object]) -> Remark:
    text, message = content["text"], redact(str(content["message"]))
    swedish = _swedish().get(str(content["code"]))
    related = content["related"]
    return Remark(
        severity=str(content["severity"]),
        code=str(content["code"]),
        message=Label(sv=swedish or message, en=message),
        translated=swedish is not None,
        about=_name(content["focus"]),
        path=_name(content["path"]),
        file=_name(content["file"]),
        line=content["line"] if isinstance(content["line"], int) else None,
        text=redact(" ".join(str(text).split())) if text else None,
        related=tuple(redact(str(one)) for one in related) if isinstance(related, list) else (),
    )


def _name(content: object) -> str | None:
    return str(content) if content else None


@cache
def _swedish() -> Mapping[str, str]:
    """The shapes' Swedish messages by the shapes' names."""
    said = read_statements(ONTOLOGY / "shapes.ttl")
    return {
        last(one.subject): one.object.value
        for one in said
        if one.predicate == _MESSAGE and isinstance(one.object, Literal) and one.object.language == "sv"
    }
