"""Where sentences end in a Swedish paragraph.

Kept to punctuation, case and abbreviations: what a sentence says is no matter here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# By their last part; those that end in a single letter ("bl.a.", "c:a", "m.m.", initials) need no list. Words that also
# end sentences in full ("ung", "min", "art", "maj") are left out.
_ABBREVIATIONS = (
    "adr anm avd ca dir dnr dr dvs dyl enl etc ev ex exkl fig fl föreg förf ggr gm inkl jfr kap kl kungl milj mnkr mom "
    "motsv "
    "nr osv pga pkt prof prop ref reg resp sid sign st tel tfn tr ungef utg vol "
    "jan feb febr mar apr jun aug sep sept okt nov dec"
)
_ABBREVIATED = frozenset(_ABBREVIATIONS.split())

_STOP = re.compile(
    r"(?P<blank>(?>\r\n?|\n)[^\S\r\n]*+(?:\r\n?|\n))"
    r"|(?P<mark>[.!?…]++)[\"”“’'»)\]]*+"
)
_LAST_WORD = re.compile(r"[^\W_]*\Z")
_LONGEST_WORD = 40
_NEXT = re.compile(r"\s*+[\"”“’'«»(\[]*+(.?)", re.DOTALL)
_SO_IS_CALLED = re.compile(r"[\"”»]?\s+Så (?:heter|kallas)\b")  # what stands before it has no verb
# The number of a heading or list ("2.", "1.2."), not the year at a sentence's end.
_LIST_NUMBER = re.compile(r"[(\s]*(?:[0-9]{1,2}\.)*[0-9]{1,2}")
_LONGEST_NUMBER = 16
# A heading that only a space parts from the sentence below it ("Organisation Umeå kommun är …")
_HEAD = re.compile(
    r"\s*(?:(?:Bakgrund|Syfte|Mål och syfte|Syfte och mål|(?:Projekto|O)rganisation|Projektidé|Projektbeskrivning|"
    r"Sammanfattning|Aktiviteter|Genomförande|Arbetssätt|Förväntade?(?: långsiktiga)? (?:resultat|effekt(?:er)?)|"
    r"Samverkansparter|(?:Regionala )?[Nn]äringslivets medverkan) {1,2}(?=[A-ZÅÄÖ]\S* \S+ \S)|"
    r"(?:Mål|Resultat|Effekter|Metod|Samverkan|Samarbete|Målgrupp) {1,2}"
    r"(?=(?:Det|Den|De|I|Projektet|Projektets|Målet|Målgruppen|Att|Vi|Under|Ett|En|Genom|För|Efter|Syftet) \S+ \S))"
)
_ADDRESS = re.compile(r"/|www|@", re.IGNORECASE)
_LONGEST_ADDRESS = 64


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The spans of the sentences in order, without the white space around them; a blank line ends a sentence too."""
    window = text[start:end]
    spans = []
    begin = 0
    for stop in (*_ends(window), len(window)):
        sentence = window[begin:stop].rstrip()
        bare = sentence.lstrip()
        if bare:
            spans.append((start + begin + len(sentence) - len(bare), start + begin + len(sentence)))
        begin = stop
    return spans


def _ends(text: str) -> Iterator[int]:
    """The places where one sentence ends and another may begin."""
    begin = 0
    for stop in _STOP.finditer(text):
        if stop["blank"] or _is_end(text, begin, stop):
            yield from _head_end(text, begin)
            begin = stop.end()
            yield begin
    yield from _head_end(text, begin)


def _head_end(text: str, begin: int) -> Iterator[int]:
    """Where a heading ends that opens the sentence which begins here."""
    head = _HEAD.match(text, begin)
    if head is not None:
        yield head.end()


def _is_end(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether a stop ends the sentence that begins at `begin`."""
    upcoming = _NEXT.match(text, stop.end())
    if (upcoming and upcoming[1].islower()) or _SO_IS_CALLED.match(text, stop.end()):
        return False
    following = text[stop.end() : stop.end() + 2]
    if following and not following[0].isspace() and not _is_glued(text, stop, following):
        return False
    return stop["mark"] != "." or not _is_abbreviated(text, begin, stop)


def _word_before(text: str, stop: re.Match[str]) -> str:
    found = _LAST_WORD.search(text, max(0, stop.start() - _LONGEST_WORD), stop.start())
    return found.group() if found else ""


def _is_glued(text: str, stop: re.Match[str], following: str) -> bool:
    """Whether only the space is missing between two sentences ("klart.Projektet"), unlike inside an address."""
    if not (_word_before(text, stop)[-1:].islower() and following[0].isupper() and following[1:].islower()):
        return False
    token = text[max(0, stop.end() - _LONGEST_ADDRESS) : stop.end()].rsplit(maxsplit=1)[-1]
    return not _ADDRESS.search(token)


def _is_abbreviated(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether a full stop belongs to an abbreviation, an initial, or the number of a list."""
    word = _word_before(text, stop)
    if word.isdecimal():
        sentence = text[begin : stop.start("mark")].strip()
        return len(sentence) <= _LONGEST_NUMBER and _LIST_NUMBER.fullmatch(sentence) is not None
    return (len(word) == 1 and word.isalpha()) or word.lower() in _ABBREVIATED
