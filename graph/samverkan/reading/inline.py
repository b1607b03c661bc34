"""Labels inside a block ("Projektägare: X. Projekttid: Y.") → a block for each field, and for the sentences between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import dropwhile

from samverkan.reading.blocks import Block, BlockKind
from samverkan.reading.layout import paragraphs
from samverkan.vocabulary import Field, fold_label

_INLINE_LABEL = re.compile(r"(?:^|(?<=[.;,|•·])\s+|(?<=\d)\s+)([A-ZÅÄÖ][\w \u00a0()-]{1,58}?):\s*")
_INLINE_ALONE = frozenset(
    {"lead", "partner", "co-financier", "grantedAmount", "appliedAmount", "euAmount", "totalBudget", "periodField"}
)
_AFTER_SENTENCE = re.compile(r"[.!?]\s+\Z")
_SEVERAL = 2
_STOP = r"(?<=[\wåäö)])(?<!o\.m)(?<! tom)(?<! ca)\.\s+(?="
_A_SUM = r"(?:[A-ZÅÄÖ]\w*-?(?:stöd|bidrag)|Stöd|Beviljat|Totalt|Budget)[^.;:\n\d]{0,30} \d"  # "ESF-stöd 4,2 miljoner"
_VERB = (
    r"är|har|ska|får|fick|kan|vill|deltar|medverkar|ingår|startar|startade|pågår|finansierar|finansieras|bidrar|ger|blir|"
    r"gör|stöttar|når|står|driver|leder|samverkar|samarbetar"
)
# Where a value ends and sentences begin: behind an owner, who may have a full stop, a verb tells; partners may be told
# in sentences, but for those of the project
_ENDS = {
    **dict.fromkeys(
        ("partner", "cooperation-partner", "participating-actor", "co-financier"),
        re.compile(rf"{_STOP}(?:(?:Projektet|Förstudien|Insatsen|Satsningen) [a-zåäö]|{_A_SUM}))"),
    ),
    "lead": re.compile(rf"{_STOP}[A-ZÅÄÖ0-9][^.;:\n]* (?:(?:{_VERB})\b|\d))"),
    **dict.fromkeys(
        ("grantedAmount", "appliedAmount", "totalBudget", "periodField"),
        re.compile(rf"{_STOP}[A-ZÅÄÖ0-9][\w+]*(?: [\w-]+){{2}})"),
    ),
}


def blocks(text: str, fields: Mapping[str, Field], laid_out: Iterable[Block] | None = None) -> list[Block]:
    """The blocks of a text in order; `fields` maps each folded label to the field that it names.

    `laid_out` are its paragraphs, where they are known already.
    """
    laid_out = paragraphs(text, fields) if laid_out is None else laid_out
    return [part for block in laid_out for part in _inline_fields(block, text, fields)]


def _inline_fields(block: Block, text: str, fields: Mapping[str, Field]) -> Iterator[Block]:
    """A paragraph or value that goes on with further labels ("Projektägare: X. Projekttid: Y.") as one field each."""
    if block.kind is BlockKind.HEADING:
        yield block
        return
    cuts = list(_inline_labels(text, block.start, block.end, fields))
    if block.field is not None and block.field.is_prose:
        cuts = list(dropwhile(lambda cut: not _opens_sentence(text, *cut), cuts))
    alone = block.kind is not BlockKind.FIELD and len(cuts) < _SEVERAL
    if not cuts or (alone and not _opens_sentence(text, *cuts[0])):
        yield from _then_prose(block, text)
        return
    if cuts[0][0] > block.start:
        yield from _then_prose(replace(block, end=_value_end(text, block.start, cuts[0][0])), text)
    for place, (label_start, value_start, named) in enumerate(cuts):
        end = _value_end(text, value_start, cuts[place + 1][0] if place + 1 < len(cuts) else block.end)
        if named is None:
            yield Block(kind=BlockKind.PARAGRAPH, start=label_start, end=end)
            continue
        label = text[label_start:value_start].rstrip(": ")
        known = Block(
            kind=BlockKind.FIELD, start=value_start, end=end, label=label, label_start=label_start, field=named
        )
        yield from _then_prose(known, text)


def _then_prose(block: Block, text: str) -> Iterator[Block]:
    """A value that goes on in sentences as the value and a paragraph."""
    ends = _ENDS.get(block.field.name) if block.field is not None else None
    sentence = ends.search(text, block.start, block.end) if ends is not None else None
    yield block if sentence is None else replace(block, end=sentence.start())
    if sentence is not None:
        yield Block(kind=BlockKind.PARAGRAPH, start=sentence.end(), end=block.end)


def _opens_sentence(text: str, label_start: int, _: int, named: Field | None) -> bool:
    """Whether a label stands where a sentence ended, so that it can be nothing else: "… i Boden. Projektägare: X."."""
    alone = named is not None and named.name in _INLINE_ALONE
    return alone and _AFTER_SENTENCE.search(text, max(0, label_start - 4), label_start) is not None


def _inline_labels(
    text: str, start: int, end: int, fields: Mapping[str, Field]
) -> Iterator[tuple[int, int, Field | None]]:
    """The labels inside a block, each with where its value begins; an unknown one ends the value of a known one."""
    known = False
    for match in _INLINE_LABEL.finditer(text, start, end) if text.find(":", start, end) >= 0 else ():
        named = fields.get(fold_label(match.group(1)))
        known = known or named is not None
        if named is not None or (known and _AFTER_SENTENCE.search(text, max(0, match.start(1) - 4), match.start(1))):
            yield match.start(1), match.end(), named


def _value_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " .;,|•·\t\r\n\u00a0":
        end -= 1
    return end
