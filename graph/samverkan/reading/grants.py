"""A sentence that tells grants → owner, sum and project of each of its clauses, whatever the order of its words.

A phrase knows an order; this goes by what a clause holds: one sum, one organisation, and one stretch that can only be
a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from samverkan.model import Mention, MentionValue
from samverkan.reading.cues import CAPITAL, TOLD, is_organisation
from samverkan.reading.funds import FUNDED, LEAST_GRANT
from samverkan.reading.patterns import PROJECT_END
from samverkan.reading.slots import KRONOR, SlotReader
from samverkan.swedish.amounts import find_amounts
from samverkan.swedish.lists import read_list
from samverkan.swedish.names import Name, as_name, base_form, name_extent

_SURE = 0.75
_FEW = 8  # texts at once: a document is read from its start to its end
_SHORTEST, _BEFORE = 2, 30
_METHOD = "grant"
_TELLS = re.compile(
    r"\b(?:får|fick|fått|går|gick|ges|bevilja\w*|tilldela\w*|priorit\w*|av(?:sätts|sattes|satts|satt)|satsas|satsades|"
    r"delas|fördelas|stöttas|stöds|öronmärk\w*|anslås|anslogs|erh[åö]ll\w*|kammade|reserveras|landar|hamnar)\b",
    re.IGNORECASE,
)
_TELLS_ANOTHER = re.compile(
    r"\b(?:sök(?:er|t|te|s)|medfinans\w*|bidr(?:ar|og)|avslag\w*|nej|inte|\w*budget\w*|omsluter|kostar|kostnad\w*|tidigare|"
    r"förra|skulle|kan|egna|totalt|sammanlagt|per|om året|varav|miljarder|medlems\w*|drift\w*|säger|utlys\w*|"
    r"projekten)\b|\bansök(?!ning)",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(rf"(?:{FUNDED}|strukturfond)", re.IGNORECASE)
_KIND = r"(?:\w*(?:projektet|satsningen)|projekt|förstudien|insatsen|förstudie)"
_NAMED = re.compile(
    rf"(?<![\w-])(?i:{_KIND}|till|för|(?<=kronor )på|(?<=miljoner )på|genomföra|driva|starta|leda)\s+(?=[A-ZÅÄÖ#])|"
    r"(?<!\w)[\"”“»](?=[^\"”“»«\n]{2,120}[\"”“»«])"
)
_QUOTED = re.compile(r"[^\"”“»«\n]+")
_BARE = re.compile(
    r"[^\"”“»«()\n]+?(?:(?=\s*\()|(?=\s+(?:tilldelats|stöttas|stöds|prioriteras|avsätts|avsattes|satsas|anslås)\b)|"
    rf"{PROJECT_END})"
)
_CONNECTIVE = re.compile(
    r"(?:[\s,–-]+(?:och|samt|medan|med|på|om|drygt|knappt|cirka|ca|till|för))*[\s,–-]*\Z", re.IGNORECASE
)
_GETS = re.compile(r"\s+(?:får|fick|tilldelas|tilldelades|beviljas|beviljades|prioriteras|prioriterades)\b")
_INTRODUCED = re.compile(rf"(?<![\w-])(?:{_KIND}|till|för)\s+\Z", re.IGNORECASE)
_UNFINISHED = re.compile(r"\b(?:du|vi|jag|man|att|och|i|på|för|som|med|av|till|en|ett|den|det|de)\Z", re.IGNORECASE)
_PARTS = re.compile(r",|;|\b(?:och|samt|medan|men)\b", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\b(?:tillsammans|ihop|gemensamt|i (?:nära )?(?:samverkan|samarbete|partnerskap)|jämte) med\s+\Z", re.IGNORECASE
)
_SUM_NEXT = re.compile(r"[\s,:]*(?:(?:med|drygt|knappt|cirka|ca)\s+)*\Z")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    """A sum, an owner or a project's name, in these characters."""

    kind: str
    start: int
    end: int
    said: Mention


@lru_cache(_FEW)
def _is_announced(text: str) -> bool:
    return _ANNOUNCES.search(text) is not None


def find_grants(text: str, start: int, end: int, slots: SlotReader) -> Iterator[tuple[Mention, ...]]:
    """Name, owner and sum of each clause; nothing where a clause of the sentence holds more or less than these."""
    amounts = find_amounts(text, start, end)
    if not amounts or not _is_announced(text) or _TELLS_ANOTHER.search(text, start, end):
        return
    if any(one.currency != KRONOR or one.value < LEAST_GRANT for one in amounts):
        return
    sums = [_piece("grantedAmount", one.value, one.start, one.end, one.qualifier) for one in amounts]
    owners = list(_owners(text, start, end, sums, slots))
    names = list(_names(text, [*sums, *owners], (start, end), slots))
    owners = [one for one in owners if not any(name.start <= one.start < name.end for name in names)]
    pieces = sorted([*sums, *owners, *names], key=lambda piece: piece.start)
    if not _TELLS.search(text, start, end) and not _begins_with_owner(text, start, pieces):
        return
    yield from _clauses(text, pieces)


def _clauses(text: str, pieces: Sequence[_Piece]) -> Iterator[tuple[Mention, ...]]:
    groups = [pieces[place : place + 3] for place in range(0, len(pieces), 3)]
    whole = all({piece.kind for piece in group} == {"grantedAmount", "lead", "name"} for group in groups)
    parted = all(_PARTS.search(text, before[-1].end, after[0].start) for before, after in pairwise(groups))
    if whole and parted:
        for group in groups:
            yield tuple(piece.said for piece in sorted(group, key=lambda piece: piece.kind != "name"))


def _begins_with_owner(text: str, start: int, pieces: Sequence[_Piece]) -> bool:
    """Whether a sentence without its verb goes on with the next owner: "Umeå kommun med 3 miljoner för Vägen"."""
    first, second = [*pieces, *pieces][:2]
    return (
        first.kind == "lead"
        and second.kind == "grantedAmount"
        and first.start == start
        and _SUM_NEXT.match(text, first.end, second.start) is not None
    )


def _owners(text: str, start: int, end: int, sums: Sequence[_Piece], slots: SlotReader) -> Iterator[_Piece]:
    position, owned = start, -1
    limits = [*(one.start for one in sums), *(hit.start() for hit in _NAMED.finditer(text, start, end))]
    while (capital := CAPITAL.search(text, position, end)) is not None:
        if _TOGETHER.search(text, start, capital.start()):  # who joins in is not who owns
            position = max(read_list(text, capital.start(), end, slots.known)[1], capital.end())
            continue
        stop = min((place for place in limits if place > capital.start()), default=end)
        name = _organisation(text, capital.start(), stop, slots)
        position = name.end if name is not None else capital.end()
        if name is not None and capital.start() != owned:
            owned = name.end + 1 if _is_genitive(name, text) else -1
            yield _piece("lead", name, name.start, name.end)


def _organisation(text: str, start: int, end: int, slots: SlotReader) -> Name | None:
    """The organisation that begins here; of "Umeå kommuns Vägen ut" what stands in the genitive."""
    stop = name_extent(text, start, end, slots.known)
    if stop is None:
        return None
    for word in re.finditer(r"\S+", text[start:stop]):
        genitive = text[start : start + word.end()]
        base = base_form(genitive, slots.known)
        if base != genitive and (TOLD.search(base) or _is_body(as_name(base, 0, len(base)), slots)):
            return Name(text=base, start=start, end=start + len(genitive))
    name = as_name(text, start, stop)
    introduced = (
        _INTRODUCED.search(text, max(0, start - _BEFORE), start) is not None
    )  # "För Vägen ut fick …" is a project
    if len(name.text) > _SHORTEST and not introduced and _GETS.match(text, stop) and slots.may_be_organisation(name):
        return name
    return name if is_organisation(name, slots.known) else None


def _is_body(name: Name, slots: SlotReader) -> bool:
    return slots.known.is_known(name.text) and is_organisation(name, slots.known)


def _names(text: str, others: Sequence[_Piece], sentence: tuple[int, int], slots: SlotReader) -> Iterator[_Piece]:
    """The stretches that can only be names: quoted, behind "projektet" or "till", or what an owner's genitive has."""
    owned = [one.end + 1 for one in others if isinstance(one.said.value, Name) and _is_genitive(one.said.value, text)]
    begins = sorted({*(hit.end() for hit in _NAMED.finditer(text, *sentence)), *owned})
    last = sentence[0]
    for begin in begins:
        stop = min((one.start for one in others if one.start >= begin), default=sentence[1])
        quoted = text[begin - 1] in '"”“»'
        found = (_QUOTED if quoted else _BARE).match(text, begin, sentence[1] if quoted else stop)
        if found is None or begin < last or any(one.start <= begin < one.end for one in others):
            continue
        whole = text[found.end() : found.end() + 1] in tuple(".!?")  # "Skaraborg ställer om."
        close = begin + len(found.group() if whole else _CONNECTIVE.sub("", found.group()))
        grown = None if quoted else slots.grown_end(sentence[0], begin, close)
        name = slots.project_name(begin, close, grown) if quoted or text[begin : begin + 1].isupper() else None
        if name is not None and (quoted or not (_is_whose(name[0], slots) or _UNFINISHED.search(name[0]))):
            last = max(found.end(), name[2])
            yield _piece("name", name[0], name[1], name[2])


def _is_genitive(name: Name, text: str) -> bool:
    return name.end - name.start > len(name.text) and text[name.end : name.end + 1] == " "


def _is_whose(name: str, slots: SlotReader) -> bool:
    """Whether words are a place's, or what it has ("Malmös unga")."""
    first = name.split(maxsplit=1)[0]
    place = any(slots.known.is_known(form) for form in (first, first.removesuffix("s"), name))
    return place and (first == name or name.split()[1][:1].islower())


def _piece(kind: str, value: MentionValue, start: int, end: int, qualifier: str | None = None) -> _Piece:
    said = Mention(
        property=kind, value=value, start=start, end=end, method=_METHOD, confidence=_SURE, qualifier=qualifier
    )
    return _Piece(kind=kind, start=start, end=end, said=said)
