"""Groups: partners that a Swedish text counts or describes without naming them ("11 samverkanspartners")."""

from __future__ import annotations

import re
from functools import lru_cache

from samverkan.swedish.counts import number_word

_NOUN = re.compile(
    r"\w*(?:företag(?:en)?|bolag(?:en)?|kommuner(?:na)?|grannkommuner(?:na)?|part(?:er|erna)|partner(?:s|na|ns)?|"
    r"aktörer(?:na)?|organisationer(?:na)?|myndighet(?:er|erna)|förvaltningar(?:na)?|föreningar(?:na)?|"
    r"arbetsgivare(?:n|na)?|skolor(?:na)?|gymnasier(?:na)?|högskolor(?:na)?|lärosäten(?:a)?|regioner(?:na)?|"
    r"nätverk(?:et|en)?|näringsliv(?:et)?|civilsamhälle(?:t)?|intressenter(?:na)?|verksamheter(?:na)?|"
    r"utbildningsanordnare|anordnare|leverantörer|länsstyrelser(?:na)?|sjukhusen|stadsdelar(?:na)?|enheter(?:na)?|"
    r"förbunden|stiftelser(?:na)?|branscher(?:na)?|medlemmar(?:na)?|kooperativ(?:en)?|församlingar(?:na)?|"
    r"producenter(?:na)?|entreprenörer(?:na)?|butiker(?:na)?|klubbar(?:na)?|"
    r"(?:mark|skogs|fastighets|gårds|båt)ägare(?:n|na)?|lantbrukare|näringsidkare|privatpersoner|byalag(?:en)?|"
    r"fackförbunden|sektor(?:n|er|erna)?|industrin)",
    re.IGNORECASE,
)
_COUNTED_NOUN = re.compile(rf"{_NOUN.pattern}|\w*(?:förbund|universitet|sjukhus|fackförbund)", re.IGNORECASE)
_WORD = re.compile(r"[\w-]+")
_WORD_OR_NUMBER = re.compile(r"\d+|[^\W\d]+")
_WORD_AND_COMMA = re.compile(r"([\w-]+)(,?)")
_MOST_KNOWN = 1 << 14
_MODIFIER = re.compile(
    r"de|den|det|alla|samtliga|flera|några|olika|andra|våra|övriga|flertal(?:et)?|ett|en|små|och|eller|"
    r"offentlig|privat|ideell|idéburen|civil|närmare|drygt|knappt|cirka|ca|omkring|runt|över|nästan|minst|upp|uppemot|emot|"
    r"till|fler|mer|än|ungefär|\w+tal|\w+(?:a|ade|ande|ende|ens|ets|nas|erna|iga|ska)"
)
_TAIL_WORDS = frozenset(
    ["i", "på", "inom", "från", "vid", "av", "till", "med", "som", "för", "runt", "kring", "mellan", "utanför", "hos"]
)
_TAIL = re.compile(
    r"\s+(?:i|på|inom|från|vid)\s+(?:[A-ZÅÄÖ][\w-]*(?:\s+[A-ZÅÄÖ][\w-]*|\s+(?:län|stad|kommun)\b)*|länet|regionen|kommunen|orten|branschen)"
)
COMPANY_FORM = re.compile(r"\b(?:AB|HB|KB|ek\. ?för\.?|ekonomisk förening|ideell förening)\b")
_CAPITAL = re.compile(r" [A-ZÅÄÖ]")
_MOST_WORDS_BEFORE = 5
_MOST_DIGITS = 9
# "Livsmedelsproducenterna i Sverige", "Besöksnäringens arbetsgivare": a definite plural with its place, a trade's own
_A_NAME = re.compile(
    r"[A-ZÅÄÖ][\w-]*(?:na|en)\s+i\s+[A-ZÅÄÖ]|(?!(?:Läne|Regione|Kommune|Orte|Bygde|Stade|Land)[nt]s|Landets)[A-ZÅÄÖ][\w-]*(?:ens|ets|nas)\s+[a-zåäö]"
)
_PART_OF = re.compile(rf"(?P<count>\w+) av [^,.;:\n]{{2,60}}?\b(?:{_NOUN.pattern})(?!\w)", re.IGNORECASE)


@lru_cache(_MOST_KNOWN)
def _is_members(word: str, *, counted: bool) -> bool:
    """Whether a word means partners in common; more words do where they are counted."""
    return (_COUNTED_NOUN if counted else _NOUN).fullmatch(word) is not None


@lru_cache(_MOST_KNOWN)
def group_size(text: str) -> int | None:
    """The number of members that a group's description gives: "11 samverkanspartners", "tre av …".

    A number after the members is another's: "företag i tre kommuner".
    """
    for word in _WORD_OR_NUMBER.findall(text):
        number = int(word[:_MOST_DIGITS]) if word.isdecimal() else number_word(word.lower())
        if number is not None and number > 1:
            return number
        if word[0].islower() and _is_members(word, counted=False):
            return None
    return None


@lru_cache(_MOST_KNOWN)
def is_group(text: str) -> bool:
    """Whether a list item counts or describes partners without naming them.

    The head noun must be a plural (or collective) common noun and everything before it a number, a determiner or an
    adjective, so that "Lokala, privata företag" is a group and "Eda Näringsliv" is not.
    """
    words = _WORD.findall(text)
    if _A_NAME.match(text):
        return False
    counted = group_size(text) is not None
    if len(words) > 2 and counted and words[1].lower() == "av":
        return True
    whose = counted and len(words) > 2 and words[0].endswith("s")  # "Skånes 33 kommuner"
    for place, word in enumerate(words):
        if _is_members(word, counted=counted) and (place == 0 or word[0].islower() or counted):
            tail = words[place + 1 : place + 2]
            return COMPANY_FORM.search(text) is None and (not tail or tail[0].lower() in _TAIL_WORDS)
        if not _may_modify(word, first=place == 0) and not (whose and place == 0):
            return False
    return False


@lru_cache(_MOST_KNOWN)
def _may_modify(word: str, *, first: bool) -> bool:
    if word.isdecimal() or number_word(word.lower()) is not None:
        return True
    return (first or word[0].islower()) and _MODIFIER.fullmatch(word.lower()) is not None


def group_extent(text: str, start: int, end: int) -> int | None:
    """Where a group's description that starts here in running text ends, or None where none starts."""
    part = _PART_OF.match(text, start, end)
    if part is not None and group_size(part["count"]) is not None:
        return part.end()
    position, last = start, None
    for word in _WORD_AND_COMMA.finditer(text, start, end):
        far = word.start() > position + 1 or len(text[start : word.start()].split()) > _MOST_WORDS_BEFORE
        if far or word[1] in ("och", "samt"):
            break
        position = word.end()
        if _is_members(word[1], counted=True) and is_group(text[start : word.end(1)]):
            last = word.end(1)
        if word[2] and not word[1].endswith("a"):  # a comma goes on only after an adjective: "lokala, privata företag"
            break
    if last is not None and _CAPITAL.match(text, last, end):
        return None
    tail = _TAIL.match(text, last, end) if last is not None else None
    return tail.end() if tail else last
