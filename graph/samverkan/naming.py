"""How an organisation is called: what makes a name another's, the IRI of a name, and the usual one of several forms.

This room knows names; it may not know projects, nor decide who is meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from samverkan.identifiers import Iri, data_iri, slug
from samverkan.model import Form
from samverkan.reference import fold_name
from samverkan.swedish.names import Name

_BRACKETED = re.compile(r"\s*\([^)]*\)$")
_COMPANY = (
    (re.compile(r"\baktiebolag(?:et)?\b"), "ab"),
    (re.compile(r"\bekonomisk förening\b"), "ek för"),
    (re.compile(r"\bek\. ?för\b"), "ek för"),
    (re.compile(r"\bhandelsbolag(?:et)?\b"), "hb"),
)


def name_key(name: str) -> str:
    """A name without what does not make it another's: an abbreviation in brackets, how the company form is written."""
    folded = _BRACKETED.sub("", name.casefold())
    for pattern, short in _COMPANY:
        folded = pattern.sub(short, folded)
    return folded


def name_iri(name: str) -> Iri:
    """The IRI of the organisation that is known by this name only."""
    return data_iri("organisation", slug(name_key(name)))


def usual_label(forms: Iterable[Form], owner: str | None = None) -> str:
    """What an entity that documents write in these forms is called; a unit's label names its owner too.

    The form written most often; of several, one that is not all capitals, the longest, the first in the alphabet.
    """
    written = tuple(forms)
    counts = Counter(form.text for form in ([form for form in written if _is_whole_name(form)] or written))
    return of_owner(min(counts, key=lambda text: (text.isupper(), -counts[text], -len(text), text)), owner)


def of_owner(label: str, owner: str | None) -> str:
    """A unit's label with its owner's, where it does not begin with it."""
    return label if owner is None or fold_name(label).startswith(fold_name(owner)) else f"{label}, {owner}"


def _is_whole_name(form: Form) -> bool:
    """Whether a form is the name itself, and not the field that it stood in with its owner or an abbreviation."""
    return not isinstance(form.mention.value, Name) or form.text == form.mention.value.text
