"""The words by which a text turns to its project, away from it, or to several at once. Reads nothing."""

from __future__ import annotations

import re

# What a sentence tells of another project, before the one at hand, unless it speaks of "projektet"
LONG_AGO = re.compile(
    r"\bför \w+ år sedan\b|\A\W*(?:tidigare|dessförinnan) (?:har|hade|drev|deltog|medverkade|genomförde)\b",
    re.IGNORECASE,
)
IT = re.compile(r"(?<!den )(?<!det )\b(?:projektet|insatsen|satsningen) (?!(?:\w+ )?[\"”“A-ZÅÄÖ])")
BUILT_ON = re.compile(
    r"\b(?:bygger|byggde|byggt) (?:vidare )?på (?:\w+ ){0,3}[\"”“]?[A-ZÅÄÖ]"
    r"(?!.*\boch (?:drivs|ägs|leds|genomförs|pågår|löper)\b)"
)
BUILDS_ON = re.compile(r"\bbygger (?:vidare )?på (?:\w+ ){0,3}[\"”“]?\Z")
# Several decisions, or one on all projects that the text has named; not one that goes on with what it decided
DECISIONS = re.compile(
    r"(?!.*(?:\bnedan\b|\bföljande\b|:\s*\Z))(?:.*\b(?:"
    r"besluten|(?:för|om|på) (?:samtliga|alla|båda|bägge)|"
    r"(?:prioriterade|prioriterat|beviljade|beviljat|godkände|godkänt|om|bakom|till) (?:de \w+ )?"
    r"(?:projekten|ansökningarna|dem))\b)",
    re.IGNORECASE | re.DOTALL,
)
COUNTS_PEOPLE = re.compile(
    r"projekt|deltag|insats|satsning|förstudie|\bmål|utbild|syft|räkna[rs]|beräkna", re.IGNORECASE
)
ASKED = re.compile(r"\benkät|\bsvarade\b|\bintervjua(?:de|des|ts)\b", re.IGNORECASE)
GOES_ON = re.compile(
    r"\s*(?:(?:I |Det )?(?i:projektet|förstudien|insatsen|satsningen)\b(?! [\"”“A-ZÅÄÖ])|Det är ett \w*projekt\b|"
    r"[A-ZÅÄÖ][^.;,\n]{2,60} (?:äger|ägde|driver|drev|leder|ledde) (?:projektet|insatsen|satsningen)\b)"
)
SHARES = re.compile(r"\b[Aa]v (?:pengarna|dessa|dem|stödet|summan|medlen|beloppet|detta)\b")
A_KIND = re.compile(r"projekt|förstudie", re.IGNORECASE)
