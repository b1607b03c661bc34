"""Headings and titles: which can be a project's name, and which are headlines or the titles of pages and parts."""

from __future__ import annotations

import re
from samverkan.reading.records import DIARIENUMMER
from samverkan.swedish.amounts import find_amounts
from samverkan.swedish.dates import find_dates, find_periods, parse_date
from samverkan.swedish.names import BODY, Gazetteer

RECORD_TITLE = re.compile(rf"(?P<id>{DIARIENUMMER.pattern})\s+[–-]\s+(?P<name>\S.*)")
_PAGE = re.compile(
    r"kontakt|vem kan|kan delta|lediga|rekryter|ansök|utlys|protokoll|kallelse|dagordning|cookie|kakor|nyhet|"
    r"hoppa till|pressmeddelande|årsredovisning|publicera|uppdatera|anmäl|projekt(?:en)? (?:i|på|hos)\b|^projekt\s|"
    r"^\w*projekt$|^(?:strukturfondspartnerskapet|svenska esf-rådet|esf-rådet|tillväxtverket)\b|^(?:så|hur|vad|varför|vem|vilka|när|var)\b|^(?:pågående|avslutade|beviljade|prioriterade|våra|aktuella|alla|stäng|dela|relaterat|läs (?:mer|också|även))\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"fakta\b|kort om|om (?:projektet|insatsen|förstudien)|projektinformation|"
    r"^(?:finansiering|budget|bakgrund|syfte|mål|resultat|metod|genomförande|aktiviteter|målgrupp\w*|tidplan|samverkan|"
    r"organisation|ekonomi|medverkande|deltagare|effekter|innehåll|beskrivning|sammanfattning|parter|förväntade \w+)"
    r"(?: (?:och|i|av|för) \w+)?$",
    re.IGNORECASE,
)
_HEADLINE = re.compile(
    r"miljon|kronor|\bEU\b|EU-|stöd\b|pengar|medel\b|\bfår\b|\bfick\b|bevilja|tilldela|satsa|\bnya?\b|\bnytt\b|\bstort?\b|"
    r"\bprojekt (?:i|på|inom|hos|som|med|för)\b|projektledare|projekten\b|\bmöte|beslut|\bbudget|"
    r"\b(?:deltar|medverkar|startar|driver|hjälper|byggs|leder|ska|vill|kan|blir|är|tar|ger|möts|säger|söker|går|"
    r"utvecklar|utbildas|växer|lyfter|rustar|hittar|gör|prövar|testar|stärker|stärks|ökar|minskar|bygger|kommer|"
    r"avslutas|avslutat|invigs|öppnar|behöver|skapar|utbildar|samlar|vänder)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+[–-]\s+|:\s+")
_NAMED_PROJECT = re.compile(
    r"\b(?:[Pp]rojektet|[Ff]örstudien|heter|kallas) [\"”“]?[A-ZÅÄÖ0-9]|\bheter (?:projektet|förstudien)\b|"
    r"\b(?:ett|en) \w*(?:projekt|förstudie), [A-ZÅÄÖ]"
)
_ANOTHER = re.compile(r"\b(?:tidigare|liknande|förra|föregående|inspire\w*|bygger|förebild|erfarenheter)\b[^.]*\Z")
_SENTENCE = 120
_BROKEN = re.compile(r"[\n\t|>]|\s/\s|, (?:som|där|vilket|ett|en) ")
_DESCRIPTION = re.compile(r"(?:ett|en|fortsättning på) ")
_MOST_WORDS = 14


def may_be_name(content: str, known: Gazetteer) -> bool:
    """Whether a heading can be a project's name: no page, no part of a page, no organisation, no date, no sentence."""
    plain = (
        not _BROKEN.search(content)
        and not find_amounts(content)
        and content[-1] not in ".?:"
        and len(content.split()) <= _MOST_WORDS
    )
    titled = _PAGE.search(content) or _PART.search(content) or BODY.search(content) or known.is_known(content)
    dated = parse_date(content) is not None or bool(find_periods(content) or (":" in content and find_dates(content)))
    body = known.longest(content, 0)
    if body is not None and " " in content[:body] and content[body : body + 2].strip().islower():
        return False  # "Gislaveds kommun växlar upp …"
    return plain and not titled and not dated and any(char.isalpha() for char in content)


def is_headline(content: str) -> bool:
    """Whether a title tells news rather than gives a name."""
    return _HEADLINE.search(content) is not None


def heads_part(content: str) -> bool:
    """Whether a heading is that of a part of what is said about one project ("Bakgrund", "Fakta om projektet")."""
    return _PART.search(content) is not None


def name_lengths(title: str) -> list[int]:
    """How many characters of a title may be the name: all, or those before a subtitle ("Nyväg – ett projekt för …")."""
    tail = _TAIL.search(title)
    if tail is None or tail.start() < 2:
        return [len(title)]
    described = _DESCRIPTION.match(title, tail.end()) is not None
    return [tail.start()] if described else [len(title), tail.start()]


def names_project(text: str) -> bool:
    """Whether a text gives its project a name in so many words, and not an earlier or a similar one."""
    return any(
        not _ANOTHER.search(text[max(0, found.start() - _SENTENCE) : found.start()])
        for found in _NAMED_PROJECT.finditer(text)
    )
