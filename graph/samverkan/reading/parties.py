"""Items of a list of parties → parties: what stands beside a name that is no part of it, a sum or the party's role.

Knows no block and no other field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from samverkan.reading.funds import FUNDER
from samverkan.swedish.amounts import find_amounts
from samverkan.swedish.counts import parse_count
from samverkan.swedish.names import Name, NameKind
from samverkan.vocabulary import Field, fold_label

_DOES = re.compile(r"(?<=\w)\s+[–-]\s+[a-zåäö][^,;()]*\Z")  # "Fryshuset – ungdomscoacher"
# Between the owner and those that run the project with it
TOGETHER_WITH = re.compile(
    r",?\s+(?:(?:tillsammans|ihop|i partnerskap|i (?:nära )?(?:samverkan|samarbete)) med|med partner(?:na|s)?)\s+"
)
_SUM = re.compile(r"(?<= )\d{1,3}(?:[ \u00a0]\d{3})+\Z")  # without its unit
_LINE = re.compile(r"[^\n\s][^\n]*")
_GAP = re.compile(r"[ \u00a0]{2,}|\s*[\t|]\s*")
_HEADER = re.compile(
    r"(?:(?:projekt|samverkans|samarbets)?part(?:er|ner|ners)?|aktör(?:er)?|organisation(?:er)?|namn|deltagare|företag|"
    r"kommun(?:er)?|(?:med)?finansiär(?:er)?)",
    re.IGNORECASE,
)
_LEAST_ROWS = 2
_MEANS = re.compile(  # what pays, not who
    r"(?:(?:ESF|EU|ERUF)[ -])(?:stöd|medel|bidrag|pengar)|"
    r"(?:\w+a )?(?:medel|pengar|(?:med)?finansiering|egeninsats|insats|tid|arbetstid|arbetad tid)|summa.*|totalt",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"inga(?: \w+)?|ingen|inget|saknas|okän[dt]a?|ej \w+|se \w+|enligt \w+|(?:ännu )?inte \w+|tbd|n/?a|meddelas \w+",
    re.IGNORECASE,
)
_LED_IN = re.compile(r"\A(?:bl\.? ?a\.?|bland (?:annat|andra)|t\.? ?ex\.?|exempelvis|däribland|nämligen) +")
_HAS_NAME = re.compile(r"\A[^\d]{12}|\A\D*\Z|[A-ZÅÄÖ].*[A-ZÅÄÖ]|\d.*[A-ZÅÄÖ]", re.DOTALL)
_BESIDE = re.compile(r"(?:[\s(,:–-]|\s(?:ca|cirka|drygt|knappt|högst|(?:bidrar )?med|totalt))+\Z")
_ROLE = re.compile(
    r"(?P<name>\S.*?)(?:\s+[–-]\s*|\s*\(|:\s+)(?P<behind>[a-zåäö][\w -]{3,40})\)?|"
    r"(?P<before>[\w ]{4,40})(?::\s+|\s+[–-]\s+)(?P<other>\S.*)",
    re.DOTALL,
)


def first_column(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The first cells of a value whose lines are rows of a table of parties, without its header; none of another."""
    lines = [line.span() for line in _LINE.finditer(text, start, end)]
    cells = [(begin, gap.start()) for begin, last in lines if (gap := _GAP.search(text, begin, last)) is not None]
    if len(lines) < _LEAST_ROWS or len(cells) < len(lines):
        return []
    return [cell for cell in cells if cell is not cells[0] or not _HEADER.fullmatch(text, *cell)]


def party(name: Name, role: str, fields: Mapping[str, Field]) -> tuple[str, Name] | None:
    """The role and name of an item; None for a sum, a number or a role alone, which names nobody."""
    role, text = _role(_without_sum(_LED_IN.sub("", name.text)), role, fields)
    text = _DOES.sub("", text)
    role = next((told for form in name.forms if (told := _role(form, role, fields)[0]) != role), role)
    named = fields.get(fold_label(text)) if text[:1].islower() else None
    if _names_nobody(text, name.kind) or (named is not None and named.role):
        return None
    if role == "co-financier" and FUNDER.search(text):
        return None
    if text == name.text:
        return role, name
    verbatim = name.end - name.start == len(name.text) and name.text.startswith(text)
    end = name.start + len(text) if verbatim else name.end
    return role, replace(name, text=text, end=end, forms=(*name.forms, name.text))


def _names_nobody(text: str, kind: NameKind) -> bool:
    """Whether an item is a number, a kind of money, or says that there is nobody."""
    counted = kind is not NameKind.GROUP and _HAS_NAME.search(text) is None and parse_count(text) is not None
    if _NOBODY.fullmatch(text):
        return True
    return counted or _MEANS.fullmatch(text) is not None or not any(char.isalpha() for char in text)


def _without_sum(text: str) -> str:
    if not any(char.isdigit() for char in text):
        return text
    amount = next(iter(find_amounts(text)), None)
    bare = _SUM.search(text) if amount is None else None
    cut = amount.start if amount else bare.start() if bare else None
    return text if cut is None else _BESIDE.sub("", text[:cut])


def _role(text: str, role: str, fields: Mapping[str, Field]) -> tuple[str, str]:
    """The role that is written before or behind a name ("Umeå kommun (projektägare)"), and the name alone."""
    found = _ROLE.fullmatch(text)
    named = fields.get(fold_label(found["behind"] or found["before"])) if found else None
    if found is None or named is None or not named.role:
        return role, text
    return named.name, (found["name"] or found["other"]).strip()
