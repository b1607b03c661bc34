"""A verb in a sentence → whether it is the project that does it, and no course, meeting or manager."""

from __future__ import annotations

import re

from samverkan.swedish.names import BODY

_A_PROJECT = re.compile(
    r"(?!del)\w*(?:projekt(?:et|en|s|ets)?|förstudien?|förstudierna|satsningen?|insats(?:en|er|erna)?|studien|initiativet|"
    r"verksamheten|arbetet|projektstarten|projekttiden|projektperioden|stödet|finansieringen|förlängningen)|det|vi|båda|bägge|alla|samtliga",
    re.IGNORECASE,
)
_PREPOSITION = frozenset(
    "i på av om för till från med inom hos under över mellan mot vid åt genom ur via enligt efter sedan innan "
    "bland".split()
)
# Between what does it and the verb
_PASSED_OVER = frozenset(
    "den som ska skall kommer att har hade är var blir blev nu också redan även därmed då så alltså officiellt "
    "formellt preliminärt planenligt först äntligen troligen sedan och men samt beräknas planeras väntas förväntas "
    "kunna kan slutligen därefter dessutom nyligen precis just två tre fyra fem sex "
    "hösten våren sommaren vintern året månaden veckan dagen gången kronor miljoner".split()
)
_FEW = 3  # words between a preposition and the name that it governs, at most
_NEW_CLAUSE = re.compile(r",\s+(?:och|men|så)\s+(?=\w+\Z|\Z)")  # right before a word: "… året om, och arbetet"
_GOES_ON = re.compile(
    r"\b(?:och|men|samt)\s+"
    r"(?:(?:ska|skall|kommer att|beräknas|planeras|väntas|vara|är|har|hade|nu|därefter|sedan)\s+)*\Z",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\w{2,}(?:(?<!lig)en|et|an|in|on|erna|orna|arna|ena)\Z")
_SEVERAL = re.compile(r"\w{2,}(?:ar|er|or|are)\Z")
_A_NEW_ONE = re.compile(
    r"(?:ett|en|det|den|vårt|vår|detta|denna|hela|\w+s)\b[^.,;]{0,40}?(?:projekt|förstudi|satsning|insats)",
    re.IGNORECASE,
)
_OWNER_DOES = re.compile(  # "startar kommunen den 1 mars projektet Nova"
    r"(?:[A-ZÅÄÖ][\w-]+ )?(?:kommun|stad|region|förbund|förening|universitet|högskola|bolag)(?:en|et|n)?"
    r"(?:\s+(?:den|i|nu|redan|även|också|år|hösten|våren|\d+|[a-z]+(?:ari|ber)|mars|april|maj|juni|juli|augusti))*\s+"
    r"(?:(?:det|sitt|ett|nya|stora|en|den|sin)\s+)*\w*(?:projekt|förstudi|satsning|insats)",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?:(?:också|även|nu|därför|då|alltså|så|upp|äntligen|i full skala)\s+)*", re.IGNORECASE)
_TOKEN = re.compile(r"[\w-]+")
_BREAK = re.compile(r"[;:(]")
_FIRST_LETTER = re.compile(r"[A-ZÅÄÖ0-9\"”“»#]")


def is_of_project(text: str, begin: int, first: int, last: int) -> bool:
    """Whether the project does what the verb at these places says; `begin` is where its sentence does."""
    told = _before(text, begin, first)
    return _behind(text, text.find(" ", first, last) if " " in text[first:last] else last) if told is None else told


def _before(text: str, begin: int, first: int) -> bool | None:
    """What the words before a verb tell, the nearest first; None where they name nothing that could do it.

    Behind "och" it is what the sentence begins with.
    """
    breaks = [*_BREAK.finditer(text, begin, first)]
    words = [*_TOKEN.finditer(text, breaks[-1].end() if breaks else begin, first)]
    goes_on = _GOES_ON.search(text, begin, first) is not None
    for place in range(len(words)) if goes_on else reversed(range(len(words))):
        word = words[place][0].lower()
        clause = _NEW_CLAUSE.search(text, begin, words[place].start())
        near = [one for one in words[max(0, place - _FEW) : place] if not clause or one.start() >= clause.end()]
        governed = any(one[0].lower() in _PREPOSITION for one in near)
        if word in _PASSED_OVER or word in _PREPOSITION or governed or word.isdigit():
            continue
        told = _tells(text, words[place], opens=place == 0, next_to=place == len(words) - 1)
        if told is not None:
            return told
    return None


def _tells(text: str, word: re.Match[str], *, opens: bool, next_to: bool) -> bool | None:
    """Whether a word is the project (True), something else that may begin or end (False), or neither."""
    if _A_PROJECT.fullmatch(word[0]):
        return True
    if opens and word[0].lower() in ("en", "ett"):
        return False
    if _FIRST_LETTER.match(word[0]) and not (opens and not _is_name(text, word)):
        return True
    if _DEFINITE.match(word[0].lower()) or (next_to and _SEVERAL.match(word[0])):
        return False
    return None


def _is_name(text: str, word: re.Match[str]) -> bool:
    """Whether a sentence's first word has its capital for another reason: it stands so inside another, or is quoted."""
    return re.search(rf"(?:[\w,] |[\"”“»]){re.escape(word[0])}(?!\w)", text) is not None or not _DEFINITE.match(word[0])


def _behind(text: str, last: int) -> bool:
    """Whether the words behind a verb name the project, or nothing: "Den 1 mars startar projektet"."""
    after = _AFTER.match(text, last)
    at = after.end() if after else last
    word = _TOKEN.match(text, at)
    if word is None or word[0].lower() in _PREPOSITION or word[0].isdigit() or word[0].lower() == "den":
        return True
    if _A_PROJECT.fullmatch(word[0]) or _A_NEW_ONE.match(text, at) or _OWNER_DOES.match(text, at):
        return True
    return _FIRST_LETTER.match(text, at) is not None and BODY.search(word[0]) is None
