"""Names of organisations in Swedish text: their genitives, their extent, and the units inside them.

Grammar only: which names exist is told by the caller (a `Gazetteer`), and nothing here knows a document or RDF.
All offsets are code points in the text passed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from samverkan.swedish.groups import COMPANY_FORM, group_size, is_group


class NameKind(StrEnum):
    """What a name stands for."""

    ORGANISATION = "organisation"
    UNIT = "unit"
    GROUP = "group"


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """One organisation or group as a text writes it.

    `text` is the name in its base form (genitive and list ellipsis undone); `start`/`end` are the characters it was
    read from; `owner` names the organisation that a unit belongs to; `size` counts the members of a group; `forms`
    holds further ways in which the same place of the text writes it (an abbreviation in brackets, the whole field).
    """

    text: str
    start: int
    end: int
    kind: NameKind = NameKind.ORGANISATION
    owner: str | None = None
    size: int | None = None
    forms: tuple[str, ...] = ()


class Gazetteer(Protocol):
    """The names that are known beforehand; what it tells of a name never changes."""

    def __hash__(self) -> int:
        """What it tells of a name is kept."""

    def longest(self, text: str, start: int) -> int | None:
        """The end of the longest known name that starts here, with a capital, and ends at a word's end, or None."""

    def is_municipality(self, name: str) -> bool:
        """Whether the name is a municipality's, with or without "kommun" or "stad"."""

    def is_place(self, name: str) -> bool:
        """Whether this very word is a municipality's name, and not its genitive."""

    def is_public_owner(self, name: str) -> bool:
        """Whether the name is that of a municipality or region, which have units of their own."""

    def is_known(self, name: str) -> bool:
        """Whether the name is known at all."""


UPPER = "A-ZÅÄÖÁÉÍÓÚÜØÆČĐŊŠŦŽ"
_UNIT_HEAD = (
    r"(?:förvaltning|avdelning|enhet|verksamhetsområde|samhällsbyggnadskontor|stadsledningskontor|"
    r"kommunledningskontor|utbildningskontor|socialkontor|näringslivskontor|stadskontor|socialnämnd|utbildningsnämnd|barnnämnd)(?:en|et|s)?"
)
UNIT = re.compile(rf"(?:(?:[\w-]+|&) ){{0,4}}?[\w-]*{_UNIT_HEAD}(?=\b|-)", re.IGNORECASE)
OFFICE = re.compile(  # in small letters, so that it can only be one inside an organisation: "vård- och omsorgskontoret"
    r"(?:[a-zåäö]+-(?:, [a-zåäö]+-)* (?:och|samt) )?"
    r"[a-zåäö]*(?:förvaltningen|kontoret|nämnden|enheten|avdelningen|sektorn)|sektorn?(?: för)? \w+"
)
_ABBREVIATION = re.compile(  # "VBU", in brackets also "LiU"
    rf"\s*[(,]\s*([{UPPER}][{UPPER}\d&-]{{1,9}})\)?\s*$|\s*\(([{UPPER}](?=\w*[{UPPER}])\w{{1,7}})\)\s*$"
)
_REMARK = re.compile(r"(?<=\w)\s*\([a-zåäö][^()]*\)$")  # "Umeå kommun (samordnare)"
_MUNICIPALITIES = re.compile(r"\bkommuner$")
_CUT = re.compile(r"(?<=\w)(?:\s+(?:i|inom|på|vid)\s+|[\s,]*[-–/(]\s*|[\s,]+)(?=[^\W\d_])")
_PUBLIC_BODY = re.compile(r"\bkommuns?\b|\bstads?\b|\bregion|regionen\b", re.IGNORECASE)
COMMITTEE = re.compile(r"[\w-]*nämnd(?:en)?", re.IGNORECASE)
BODY = re.compile(  # a name that can only be an organisation's
    r"\b(?:AB|HB|ek\. för\.|ekonomisk förening|AIF|IF|IK|BK|FF|SK)$|"
    r"(?:kommun|region|landsting|universitet|högskola|förbundet|\wförbund|förening|föreningen|"
    r"kammaren|distriktet|stiftelsen|länsstyrelsen)$|^(?:Region|Stiftelsen|Föreningen|Länsstyrelsen|Samordningsförbundet|"
    r"Högskolan|Landstinget|Hushållningssällskapet|"
    r"Studieförbundet|Coompanion|ABF|Kommunalförbundet|Folkuniversitetet)\b|distriktet i\b"
)
_ENDS_IN_S = re.compile(
    r"(?:hus|campus|partners|plus|fokus|cirkus|kors|works|services|solutions|systems|sports|games)$", re.IGNORECASE
)
INTRODUCER = re.compile(  # a class word before a name; with a capital of its own it is part of the name
    r"(?:(?:[Dd]e\s+)?(?:[a-zåäö]+\s+)?[\w-]*(?i:kommunerna)(?:\s+i)?:?|kommunen|"
    r"(?<![\w-])[a-zåäö]*(?:organisation(?:en|erna)|koncernen|stiftelse(?:n|rna)|skolan|universitetet|kedjan|klustret|nätverket|"
    r"museet|institutet|kooperativet|facken|klubben|sparbanken)|"
    r"(?:de\s+)?(?:[a-zåäö]+\s+)?(?<![\w-])[a-zåäö]*(?:företage[tn]|bolage[tn]|parterna|partnerna|aktörerna|förbunde[tn]|högskolorna|universiteten)|(?<![\w-])[a-zåäö]*föreningarna|(?<![\w-])[a-zåäö]*föreningen|myndigheten|myndigheterna|parterna|"
    r"(?:[Dd]e|[Dd]essa)\s+(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|\d+)\s+[a-zåäö]+(?:en|na))(?:\s+[•·▪*–-])?\s+(?=[A-ZÅÄÖ])"
)
_TYPE_WORD = re.compile(
    r"(?:[\w-]*(?:kommun|stad|län|läns|landsting|region(?:en)?|universitet|högskola|högskolan|förbund|förening|stiftelse|"
    r"sjukhus|lasarett|klinik|vårdcentral|habilitering|institut|akademi|myndighet|nämnd|församling|gymnasium|folkhögskola|kammare|producenterna|företagen|"
    r"center|centrum|förvaltning|avdelning|organisation|sällskap|råd|verk|museum|kooperativ|bolag|byrå|näringsliv|skola|"
    r"fabrik|klubb|bryggeri|fastigheter|sjukvårdsområde|arbetarna|arbetareförbundet|förbundet|föreningen|institutet|barnen|korset|"
    r"stiftelsen|förvaltningen|kontoret|verket|styrelsen|nämnden|rådet|kassan|förmedlingen|museet|skolan|universitetet|"
    r"kommunen|företagarna|branschen)s?|ab|science|park|för)",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"\w+(?:ska|sk|iga|ig|ella|ell|ala|al|na|ta|da|ares|arnas|ernas|ens|ets)", re.IGNORECASE)
_NAME_START = re.compile(rf"[{UPPER}\d](?:[\w&+@’'-]|\.(?=\w)|:(?=s\b))*")
_NEXT_WORD = re.compile(r"[ \u00a0]+(\(?[\w&+@’'-]+(?:\.\w+)*\)?)")
_VERB = (
    "har|får|fick|ska|är|blir|deltar|medverkar|samverkar|samarbetar|driver|leder|äger|genomför|utvecklar|skapar|arbetar"
)
_BOUNDARY = re.compile(rf"\s*(?:[,.;:)]|\Z)|\s+(?:[A-ZÅÄÖ]|(?:och|samt|som|{_VERB})\b)")
_TOLD_BY_ADJECTIVE = (
    re.compile(  # "Gula villan", "Nordiska vindkraften", "Sveriges småföretagare": common words, one name
        rf"(?P<name>[{UPPER}]\w*(?:a|s|sk)(?: (?!(?:och|samt|som|{_VERB})\b)[a-zåäö]+){{1,2}})(?={_BOUNDARY.pattern})"
    )
)
_TAIL = re.compile(rf"\s+ek\. ?för\.|(?<= AB)\s+\([{UPPER}]{{2,9}}\)")
TRADE = (  # the second half of one company's name: "Energi och Miljö AB"
    r"(?:Miljö|Smide|Bygg|Mark|Energi|Avfall|Vatten|El|Service|Teknik|Transport|Fastigheter|Handel|Trädgård|Maskin|Plåt|"
    r"Montage|Konsult|Utbildning|Omsorg|Vård|Logistik|Design|Hälsa|Inredning|Kultur|Fritid|Snickeri|Måleri|Schakt|Hamn|"
    r"Kompetens|Utveckling|Lantbruk|Skog|Jordbruk|Rehab|Rehabilitering|Bemanning|Ledarskap|Ekonomi|Turism|Friskvård)"
    r" (?:AB|HB|KB|Aktiebolag)\b"
)
_OTHER_HALF = re.compile(rf"\s+(?:och|&)\s+{TRADE}")
# "Stiftelsen Natur och Kultur": a word for a body before two nouns, the other of which is no name
SOCIETY = re.compile(
    r"(?:Riksförbundet|Förbundet|Föreningen|Stiftelsen|Sällskapet|Nätverket|Studieförbundet) [A-ZÅÄÖ]\w+"
)
NOUN = re.compile(
    r"(?:Skola|Kultur|Hälsa|Natur|Miljö|Fritid|Utveckling|Arbete|Framtid|Samhälle|Näring|Landsbygd|Turism|Konst|Design|"
    r"Musik|Mat|Omsorg|Vård|Lärande|Forskning|Innovation|Integration|Gemenskap|Rörelse)(?![\w-])(?! [A-ZÅÄÖ])"
)
_OTHER_NOUN = re.compile(rf"\s+(?:och|&)\s+{NOUN.pattern}")
_YEARS = re.compile(r"(?:19|20)\d\d(?:[–-](?:(?:19|20)?\d\d)?)?")
_LAST_OF_SEVERAL = re.compile(rf"(?P<place>[{UPPER}][\w-]+) kommuner")
_OF_A_TRADE = re.compile(r"(?:Stiftelsen|Föreningen|Sällskapet) [^\W\d_a-zåäö]\w+(?:et|en|na)s\Z")  # "… utbildningar"
_HAS_BRANCHES = re.compile(r"\S+|Svenska kyrkan|(?:Svenska )?Röda Korset")  # "Skogsstyrelsen i Umeå"
_AT_PLACE = re.compile(rf" i [{UPPER}][\w-]*\Z")
_LONGEST_NAME = 200
_MOST_NAMES = 1 << 14
_PREPOSITION = {"i", "på", "för", "av", "vid", "the", "of", "and", "de", "&", "–", "-", "by", "in"}


def base_form(genitive: str, known: Gazetteer | None = None) -> str:
    """A name without its genitive: "Scania Stockholms" → "Scania Stockholm", "Skolkraft AB:s" → "Skolkraft AB".

    A name that ends in s has no other genitive: "Nova Campus", and "Scania Degerfors" where the place is `known`.
    """
    if not genitive.endswith("s"):
        return genitive
    for ending in (":s", "’s", "'s"):
        if genitive.endswith(ending):
            return genitive.removesuffix(ending)
    place = known is not None and known.is_place(genitive.rsplit(" ", 1)[-1])
    return genitive if place or _ENDS_IN_S.search(genitive) else genitive.removesuffix("s")


def as_name(text: str, start: int, end: int) -> Name:
    """These characters as one name or group, without a class word before it ("kommunerna …") or an abbreviation."""
    introducer = INTRODUCER.match(text, start, end)
    start = introducer.end() if introducer else start
    told = _told(text[start:end])
    return replace(told, start=start, end=start + told.end)


@lru_cache(_MOST_NAMES)
def _told(written: str) -> Name:
    """What these characters name, as if they were the text."""
    end = len(written)
    if is_group(written):
        return Name(text=written, start=0, end=end, kind=NameKind.GROUP, size=group_size(written))
    short = _ABBREVIATION.search(written) if "(" in written else None
    if short is not None:
        return Name(text=written[: short.start()], start=0, end=end, forms=(written, short.group(1) or short.group(2)))
    remark = _REMARK.search(written) if "(" in written else None
    if remark is not None:
        return Name(text=written[: remark.start()], start=0, end=end, forms=(written,))
    bare = _MUNICIPALITIES.sub("kommun", written.rstrip("-"))  # the last of "Krokoms och Åre kommuner"
    return Name(text=bare, start=0, end=end - written.endswith("-"))


def with_owners(names: list[Name], known: Gazetteer) -> Iterator[Name]:
    """The names of a list, each unit with its owner: the one it names itself, or the one that the list has just named.

    "Umeå kommuns socialförvaltning och kulturförvaltning" are two units of one owner; so are units after a group of
    them ("Förvaltningar inom Umeå kommun, …") and after an owner that a stray comma parts off ("Umeå kommuns, …").
    """
    owner: str | None = None
    for place, name in enumerate(names):
        if _counts_several(name, known):
            yield replace(name, kind=NameKind.GROUP)
            continue
        before = names[place - 1] if place else None
        if before and before.kind is NameKind.GROUP and known.is_place(name.text) and _AT_PLACE.search(before.text):
            continue  # "samordningsförbunden i Huddinge och Södertälje": it is where they are
        last = _LAST_OF_SEVERAL.fullmatch(name.text) if name.kind is NameKind.GROUP else None
        if last is not None and known.is_municipality(last["place"]):  # "Lycksele, Storumans och Vilhelmina kommuner"
            yield replace(name, text=f"{last['place']} kommun", kind=NameKind.ORGANISATION, size=None)
            continue
        unit = as_unit(name, known)
        if unit is not None:
            owner = unit.owner or owner
            yield replace(unit, owner=owner)
            continue
        parted = _parted_owner(name, names[place + 1 : place + 2], known)
        owner = parted or _owner_of_group(name, known)
        if parted is None:
            yield name


def _counts_several(name: Name, known: Gazetteer) -> bool:
    """Whether "… kommuner" is no last part of a list: "Hallands kommuner" are a county's, and nobody says which."""
    plural = name.text.endswith(" kommun") and name.end - name.start == len(name.text) + len("er")
    return plural and not known.is_municipality(name.text)


def _parted_owner(name: Name, following: list[Name], known: Gazetteer) -> str | None:
    """The owner that a genitive names ("Umeå kommuns") when a unit follows it."""
    genitive = base_form(name.text)
    owns = genitive != name.text and not known.is_known(name.text) and known.is_public_owner(genitive)
    return genitive if owns and any(as_unit(one, known) is not None for one in following) else None


def _owner_of_group(name: Name, known: Gazetteer) -> str | None:
    match = re.search(rf"\b(?:inom|i|vid|av)\s+([{UPPER}].*)$", name.text) if name.kind is NameKind.GROUP else None
    return match.group(1) if match and known.is_public_owner(match.group(1)) else None


def as_unit(name: Name, known: Gazetteer) -> Name | None:
    """The name as a unit of an organisation, with the owner that it carries itself; None when it is no unit."""
    told = _unit(name.text, known) if name.kind is NameKind.ORGANISATION else None
    if told is None:
        return None
    text, owner = told
    return replace(
        name, text=text, kind=NameKind.UNIT, owner=owner, forms=(*name.forms, name.text) if owner else name.forms
    )


@lru_cache(_MOST_NAMES)
def _unit(name: str, known: Gazetteer) -> tuple[str, str | None] | None:
    """The unit that a name is, and the owner that it carries; None when it is no unit."""
    if known.is_known(name) or len(name) > _LONGEST_NAME:
        return None
    for cut in reversed(list(_CUT.finditer(name))):
        found = _owned(name[: cut.start()], name[cut.end() :].rstrip(")"), known)
        if found is not None:
            return found
    return (name, None) if UNIT.match(name) else None


def _owned(before: str, after: str, known: Gazetteer) -> tuple[str, str] | None:
    """A unit and its owner, in either order: "Umeå kommuns Kulturskola", "Socialförvaltningen i Umeå kommun"."""
    owner = next((form for form in (before, base_form(before)) if known.is_public_owner(form)), None)
    if owner is not None and (
        UNIT.match(after) or OFFICE.fullmatch(after) or (owner != before and _PUBLIC_BODY.search(owner))
    ):
        return after, owner
    if (UNIT.fullmatch(before) or OFFICE.fullmatch(before)) and known.is_public_owner(after):
        return before, after
    return None


def name_extent(text: str, start: int, end: int, known: Gazetteer) -> int | None:
    """Where a name that starts here in running text ends, or None where no name starts."""
    longest = known.longest(text, start)
    first = _NAME_START.match(text, start, end)
    if start >= end or (first is None and longest is None):
        return None
    stop = max(longest or 0, first.end() if first else 0)
    told = _TOLD_BY_ADJECTIVE.match(text, start, end) if longest is None and first else None
    if told is not None and not known.is_known(text[start:stop].removesuffix("s")):
        stop = told.end("name")
    while not text.endswith(" AB", 0, stop) and (following := _NEXT_WORD.match(text, stop, end)) is not None:
        complete = longest is not None and stop <= longest
        further = (
            following.end()
            if _continues(text, following, end) or _OF_A_TRADE.search(text, start, stop)
            else _bridge(text, start, following, end, complete=complete)
        )
        if further is None:
            break
        stop = further
    whole = COMPANY_FORM.search(text, start, stop) or known.is_public_owner(text[start:stop])
    of_two = _OTHER_NOUN if SOCIETY.fullmatch(text, start, stop) else _OTHER_HALF
    half = None if whole else of_two.match(text, stop, end)
    stop = half.end() if half else stop
    tail = _TAIL.match(text, stop, end)
    return min(tail.end() if tail else stop, end)


def _continues(text: str, word: re.Match[str], end: int) -> bool:
    """Whether a word belongs to the name before it: a capital, a type of organisation, a number at the end."""
    bare = word.group(1).strip("()")
    if bare[:1].isdigit():
        return _YEARS.fullmatch(bare) is None and _BOUNDARY.match(text, word.end(), end) is not None
    if word.group(1)[:1] == "(":
        return bare.isupper()
    return bare[:1].isupper() or (_TYPE_WORD.fullmatch(bare) is not None and bare.lower() not in _PREPOSITION)


def _bridge(text: str, start: int, word: re.Match[str], end: int, *, complete: bool) -> int | None:
    """The end of what a lower-case word inside a name leads on to: "i Skåne", "tekniska universitet"."""
    following = _NEXT_WORD.match(text, word.end(), end)
    if following is None:
        return None
    after = following.group(1)
    if word.group(1) == "och":  # "Bygg och anläggning Väst"
        last = _NEXT_WORD.match(text, following.end(), end)
        named = last is not None and last.group(1)[:1].isupper() and after[:1].islower() and not is_group(after)
        return last.end() if last is not None and named and not complete else None
    if word.group(1) in _PREPOSITION:
        office = complete and word.group(1) == "i" and _HAS_BRANCHES.fullmatch(text, start, word.start())
        leads = word.group(1) == "&" or ((not complete or office) and after[:1].isupper())
    else:
        adjective = _ADJECTIVE.fullmatch(word.group(1)) is not None
        leads = adjective and _TYPE_WORD.fullmatch(after) is not None and after[:1].islower()
    return following.end() if leads else None
