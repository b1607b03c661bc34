"""The project that a whole text is about, where it names one only: told before the text is read through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from samverkan.model import Mention
from samverkan.reading.calling import names_none
from samverkan.reading.drafts import Draft, Origin
from samverkan.reading.funds import FUNDED
from samverkan.swedish.names import BODY, Gazetteer
from samverkan.swedish.persons import is_person

_WORD = r"[A-ZÅÄÖ][\wåäö&+-]*"
_NAME = re.compile(rf"(?<![\w-]){_WORD}(?: (?:{_WORD}|\d[\d.]*))*")
_DOES = re.compile(
    r" (?:är (?:ett|en)|ägs|drivs|leds|startar|startade|pågår|pågick|löper|omsluter|omfattar|finansieras|syftar|"
    r"vänder sig|riktar sig|ska|håller på|sätter igång|avslutas|har beviljats|beviljas|får|"
    r"har en budget|kostar|bygger|handlar om|genomförs|kommer att|fick)\b"
)
_ABOUT_PROJECTS = re.compile(r"projekt|förstudie", re.IGNORECASE)
_FUNDED = re.compile(FUNDED)
_SENTENCE_START = re.compile(r"(?:[.!?:…][\"”»)]*\s+|\n\s*|\A\s*|[•*–-]\s+)\Z")
# A text that counts projects is not about one of them alone, wherever it does so
_SEVERAL = re.compile(
    r"\b(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|[2-9]|\d\d|flera|dessa|följande)\s+(?:\w+\s+)?"
    r"(?:\w*projekt|ansökningar|förstudier|satsningar|idéer)\b",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    "Ett En Det Den De Alla Varje Om I På Under Med Genom Till Från För Efter Inom Här Där När Nu Vi Projektet "
    "Ingen Inga Någon Man Hon Han Detta Dessa".split()
)
_SHORTEST = 4
_NOT_SURE = 0.8


def only_named(text: str, drafts: Sequence[Draft]) -> Mention | None:
    """The name of the one project that sentences or the title name, where neither words nor layout give others."""
    named = [draft for draft in drafts if draft.name is not None and (draft.substantial or not draft.firm)]
    told = all(
        draft.origin in (Origin.PROSE, Origin.TITLE) and not draft.in_bullet and (draft.name or not draft.substantial)
        for draft in drafts
    )
    return named[0].name if len(named) == 1 and told and not _SEVERAL.search(text) else None


def only_subject(text: str, known: Gazetteer) -> Mention | None:
    """The one name of which a text about a funded project says what is said of projects, and which it uses again."""
    if not _ABOUT_PROJECTS.search(text) or not _FUNDED.search(text) or _SEVERAL.search(text):
        return None
    subjects = {name.group(): name for name in _subjects(text, known)}
    inside = Counter(
        name.group()
        for name in _NAME.finditer(text)
        if not _SENTENCE_START.search(text[max(0, name.start() - 4) : name.start()])
    )
    told = [name for name in subjects if inside[name] or " " in name]
    if len(told) != 1:
        return None
    found = subjects[told[0]]
    return Mention(
        property="name",
        value=found.group(),
        start=found.start(),
        end=found.end(),
        method="subject",
        confidence=_NOT_SURE,
    )


def _subjects(text: str, known: Gazetteer) -> Iterator[re.Match[str]]:
    """Capitalised words that do what projects do, and are no organisation, place or person."""
    for name in reversed(list(_NAME.finditer(text))):
        words = name.group()
        nobody = (
            known.is_known(words) or known.is_known(words.removesuffix("s")) or BODY.search(words) or is_person(words)
        )
        some = (
            words.isupper()
            or words.split()[0] in _NO_NAME
            or names_none(words)
            or words.endswith(("erna", "arna", "orna"))
            or len(words) < _SHORTEST
        )
        if _DOES.match(text, name.end()) and not nobody and not some:
            yield name
