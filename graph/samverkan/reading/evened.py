"""Text → the same text without what white space and Unicode forms may do to it, and where each character stood.

Composed characters, plain spaces, one line end, one blank line, one space between the words of prose, paragraphs on a
line. The reader reads this text; its places are told in the original. Knows no project.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from samverkan.reading.blocks import Block, BlockKind
from samverkan.reading.inline import blocks
from samverkan.reading.layout import paragraphs
from samverkan.vocabulary import Field

_FORMS = re.compile(r"(?P<end>\r\n|\r)|(?P<space>[\u00a0\u2007\u2009\u202f])|[^\W\d_][\u0300-\u036f]+")
_ODD = re.compile("[\r\u00a0\u2007\u2009\u202f\u0300-\u036f]")  # without one of them every character has its form
# "Projketet", of which no phrase would know that it is the project
_MISSPELT = re.compile(
    r"(?<!\w)([Pp])(?:rojket|rojetk|orjekt|rojekkt|rojektt|roejkt|rojkekt|rjoekt|rojkt|rojeket)(?=(?:et|en)?s?(?!\w))|"
    r"(?<=\w )komun(?=(?:en|er|erna|ens)?(?!\w))"
)
_BLANK_LINES = re.compile(r"(?<=\n) *\n(?:[ \t]*\n)+")
_RUN = re.compile(r"(?<=\S) {2,}(?=\S)")
_SPACED_LINE = re.compile(r"^.*?  .*", re.MULTILINE)
_WRAP = re.compile(r" *\n *| {2,}")
_CELLS = re.compile(r"\t|\|| {4,}")
_SENTENCE = re.compile(r"[a-zåäö] +[a-zåäö].*[.!?:][\"”)]?\Z")
_LEAST_PROSE = 60


@dataclass(frozen=True, slots=True)
class Evened:
    """An even text; `at` has the original place of each of its code points, and of its end; `blocks` is its layout."""

    text: str
    at: Sequence[int]
    blocks: list[Block] = field(default_factory=list)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original's code points that stand behind these."""
        return self.at[start], self.at[end]


def evened(text: str, fields: Mapping[str, Field]) -> Evened:
    """The text as it would be read without its wrapping, its extra spaces and its decomposed letters."""
    one = Evened(text, range(len(text) + 1))
    one = _replaced(one, _FORMS.finditer(text) if _ODD.search(text) else (), _form)
    one = _replaced(one, _MISSPELT.finditer(one.text), lambda found: f"{found[1]}rojekt" if found[1] else "kommun")
    one = _replaced(one, _BLANK_LINES.finditer(one.text), lambda _: "\n")
    one = _replaced(one, _runs(one.text), lambda _: " ")
    laid_out = list(paragraphs(one.text, fields))
    wrapped = _replaced(one, _wraps(one.text, laid_out), lambda _: " ")
    return replace(wrapped, blocks=blocks(wrapped.text, fields, laid_out if wrapped is one else None))


def _form(found: re.Match[str]) -> str:
    return "\n" if found["end"] else " " if found["space"] else unicodedata.normalize("NFC", found.group())


def _runs(text: str) -> Iterable[re.Match[str]]:
    """Several spaces between the words of a line of prose; in other lines they part labels and cells."""
    for line in _SPACED_LINE.finditer(text) if "  " in text else ():
        said = line.group().strip()
        if len(said) > _LEAST_PROSE and _SENTENCE.search(said) and not _CELLS.search(said):
            yield from _RUN.finditer(text, line.start(), line.end())


def _wraps(text: str, laid_out: Iterable[Block]) -> Iterable[re.Match[str]]:
    """The line breaks inside paragraphs and bullets, and the runs of spaces."""
    for block in laid_out:
        if block.kind in {BlockKind.PARAGRAPH, BlockKind.BULLET}:
            yield from _WRAP.finditer(text, block.start, block.end)


def _replaced(one: Evened, found: Iterable[re.Match[str]], form: Callable[[re.Match[str]], str]) -> Evened:
    """The text with these stretches in another form, each character of which stands where the stretch began."""
    parts, at, last = [], list[int](), 0
    for match in found:
        written = form(match)
        parts += [one.text[last : match.start()], written]
        at += one.at[last : match.start()]
        at += [one.at[match.start()]] * len(written)
        last = match.end()
    return Evened("".join([*parts, one.text[last:]]), [*at, *one.at[last:]]) if parts else one
