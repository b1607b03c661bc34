"""Which fund a stretch of text names, and which of its programme areas."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from samverkan.identifiers import Iri
from samverkan.model import Mention
from samverkan.vocabulary import Vocabulary, fold_label

# Words by which a text says that public funds pay, whichever they are
FUNDED = r"\bESF|\bERUF|\bEU\b|socialfond|regionalfond|utvecklingsfond|Tillväxtverket"
# Who pays is nobody's partner or financier beside the fund
FUNDER = re.compile(r"ESF-rådet|Tillväxtverket|\bfond\b|fonden\b|\bEU\b|Europeiska|Strukturfond", re.IGNORECASE)
_AREA = re.compile(
    r"\b(?:programområde|insatsområde|prioriterat område|priority axis)(?:t|s)?:?\s+"
    r"(?P<code>(?-i:[A-F])|[1-9](?:\.[1-9])?)(?![\w-]|\.\d)",
    re.IGNORECASE,
)
LEAST_GRANT = 100_000  # kronor; a smaller sum beside a project is a fee, a price, a salary
# Who hands out the Social Fund's money, and until when that was one fund
_COUNCIL = re.compile(r"\bESF-rådet\b", re.IGNORECASE)
_AGENCY = re.compile(r"\bTillväxtverket\b", re.IGNORECASE)  # hands out the other fund's
_SAME = re.compile(r"\bsamma (?:EU-)?fond\b", re.IGNORECASE)
_ONE_FUND_UNTIL, _OTHER_FUND_FROM = 2021, 2023
_EARLIER_YEAR = re.compile(r"(?<!\d)(?:19\d\d|20[01]\d|202[0-2])(?!\d)")
_BEGINNING = 5


@cache
def _beginnings(vocabulary: Vocabulary) -> re.Pattern[str]:
    """How the labels of funds begin, in small letters: a search for these is much faster than one for the labels."""
    return re.compile(
        "|".join(sorted({re.escape(label.split()[0][:_BEGINNING]) for label in vocabulary.concepts["fund"]}))
    )


@cache
def _pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    options = "|".join(
        re.sub("fonden$", r"fond(?:en|s\\w+)?", re.escape(label).replace(r"\ ", r"\s+"))
        for label in sorted(vocabulary.concepts["fund"], key=lambda label: (-len(label), label))
    )
    return re.compile(
        rf"(?<![\w+])(?:{options})(?:s(?!\w)|(?=[-\s.,:;)\"”]|\Z|(?<=\+)))(?!-?rådet|-?council)", re.IGNORECASE
    )


def find_fund(text: str, start: int, end: int, vocabulary: Vocabulary, confidence: float) -> list[Mention]:
    """The fund named here, as one mention; nothing when none or several different ones are named."""
    if not _beginnings(vocabulary).search(text[start:end].casefold()):
        return []
    funds = vocabulary.concepts["fund"]
    found: dict[Iri, Mention] = {}
    for hit in _pattern(vocabulary).finditer(text, start, end):
        written = hit.group()
        folded = re.sub(r"fond(?:s\w+)?$", "fonden", fold_label(written))  # "Regionalfondsprojekt"
        concepts = funds.get(folded) or funds.get(folded.removesuffix("s"), ())
        for concept in concepts:
            found.setdefault(
                concept,
                Mention(
                    property="fund",
                    value=concept,
                    start=hit.start(),
                    end=hit.end(),
                    method="fund",
                    confidence=confidence,
                ),
            )
    return list(found.values()) if len(found) == 1 else []


def fund_ends(text: str, start: int, end: int, vocabulary: Vocabulary) -> list[int]:
    """Where the funds that are named here end."""
    return [hit.end() for hit in _pattern(vocabulary).finditer(text, start, end)]


def _nearest(text: str, same: re.Match[str], vocabulary: Vocabulary, confidence: float) -> list[Mention]:
    """The last fund that the text has named above "samma fond"."""
    named = [hit.span() for hit in _pattern(vocabulary).finditer(text, 0, same.start())]
    found = find_fund(text, *named[-1], vocabulary, confidence) if named else []
    return [replace(one, start=same.start(), end=same.end()) for one in found]


def _fund_of_council(text: str, year: int | None) -> str | None:
    """The one fund of which the council gave money in a text's year; None in the years of two."""
    if year is not None and year >= _OTHER_FUND_FROM and not _EARLIER_YEAR.search(text):
        return "ESF+"
    return "ESF" if year is not None and year <= _ONE_FUND_UNTIL else None


def find_granting_fund(
    text: str, start: int, end: int, vocabulary: Vocabulary, confidence: float, *, year: int | None
) -> list[Mention]:
    """The fund named here, or that of the council that decides: most years ESF-rådet gave money of one only."""
    same = _SAME.search(text, start, end)
    if same is not None:
        return _nearest(text, same, vocabulary, confidence)
    council = _COUNCIL.search(text, start, end)
    told = _fund_of_council(text, year) if council is not None else None
    if (
        council is None
        or told is None
        or _AGENCY.search(text, start, end)
        or _pattern(vocabulary).search(text, start, end)
    ):
        return find_fund(text, start, end, vocabulary, confidence)
    concept = vocabulary.concepts["fund"][fold_label(told)][0]
    first, last = council.span()
    return [Mention(property="fund", value=concept, start=first, end=last, method="council", confidence=confidence)]


def find_frame(
    text: str, start: int, end: int, vocabulary: Vocabulary, confidence: float, *, year: int | None
) -> list[Mention]:
    """What a stretch of text says of whose money it speaks of: the fund, and the programme area where it names one."""
    fund = find_granting_fund(text, start, end, vocabulary, confidence, year=year)
    codes = {found["code"].upper(): found for found in _AREA.finditer(text, start, end)}
    if len(codes) != 1:
        return fund
    ((code, found),) = codes.items()
    first, last = found.span("code")
    area = Mention(
        property="programmeArea", value=code, start=first, end=last, method="programme-area", confidence=confidence
    )
    return [*fund, area]
