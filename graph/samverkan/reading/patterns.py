"""A phrase's pattern → its regular expression, and the clues without which it can't match. Knows no text.

To search a sentence with an expression that has open slots is dear. So a pattern also tells what is cheap to look for
and what no match can do without: words, kinds of numbers, and runs, the parts between open slots, to be matched where
a word begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from samverkan.swedish.amounts import AMOUNT, BARE
from samverkan.swedish.counts import COUNT
from samverkan.swedish.dates import DATE, NEAR_DATE, NEAR_DAY

Words = Mapping[str, tuple[str, ...]]
Stems = frozenset[str]
"""Parts of words, or marks, of which any will do; a space at an end says that the word begins or ends there."""

NUMBERS: Mapping[str, str] = {
    **dict.fromkeys(("granted", "applied", "total", "eu", "stated"), AMOUNT),
    **dict.fromkeys(("participants", "companies", "announced"), COUNT),
    **dict.fromkeys(("start", "end"), NEAR_DATE),
    "decided": DATE,
    "today": NEAR_DAY,
}
_LISTS = frozenset({"lead", "partners", "cofinanciers", "actors", "areas"})
_SLOTS = frozenset({*NUMBERS, *_LISTS, "project", "alias", "former", "other"})

_QUOTED = r"[\"”“»«](?P<{name}>[^\"”“»«\n]{{2,120}})[\"”“»«]"
_PROJECT = (
    r"(?:[\"”“»«](?P<{name}>[^\"”“»«\n]{{2,120}})[\"”“»«]|"
    r"(?<![\w-])(?P<{name}_bare>[A-ZÅÄÖÁÉÍÓÚÜØÆČĐŊŠŦŽ0-9#+](?:[^.;:!?\n\"”“»«()]|\.(?=\S)|\((?=[A-ZÅÄÖ]{{2,9}}\))|(?<=[A-ZÅÄÖ])\)){{0,140}}?))"
)
_NAMES = r"(?<![\w-])(?P<{name}>[^\s.,;:!?()–-](?:[^;:!?\n\"”“»«]|:s)*?)"
# "kommunen" in small letters is whichever the text means by it
_ITS = r"[a-zåäö]*(?:kommunen|regionen|förbundet|föreningen|stiftelsen|bolaget|universitetet|högskolan)(?!\w)"
# … and "forskningsinstitutet" stands before a name
_SUCH = r"(?:[a-zåäö]*(?:institutet|bolaget|företaget|klustret|organisationen|kooperativet) )?"
_OWNER = rf"(?<![\w-])(?P<{{name}}>{_SUCH}[A-ZÅÄÖÁÉÍÓÚÜØÆČĐŊŠŦŽ0-9](?:[^;:!?\n\"”“»«]|:s)*?|{_ITS})"
_LIST = r"(?P<{name}>\S[\s\S]*)"
_NOT_GOVERNED = r"(?<!med )(?<!ägs av )(?<!av kommunerna )(?<!mellan )(?<! i )(?<! från )(?<! vid )"
_GOES_ON = (  # verbs behind a project's name, with or without "och"
    r"är|ska|skall|har|får|fick|beviljas|beviljades|tilldelas|tilldelades|ges|drivs|ägs|leds|bygger|"
    r"syftar|kommer|arbetar|genomförs|pågår|vill|utvecklar|handlar|riktar|vänder|kan|blir|startar|startade|startas|"
    r"omfattar|går|gick|medverkar|ingår|avslutades|drevs|ägdes|leddes|pågick|heter|hade|"
    r"hjälpte|nådde|visar|prioriteras|prioriterades|bifölls|godkändes|fortsatte|undersöker|kartlägger|prövar|erbjuder|ger|"
    r"samarbetar|samverkar|deltar|finansieras|beviljar|testar|"
    r"tar|ökar|bidrar|fokuserar|består|löper|avslutas|kostar|omsluter|börjar|började|inleds|inleddes|slutar|sträcker|"
    r"väntas|förväntas|beräknas|skapar|utbildar|stärker|samlar|var|innebär|gäller|avser|fortsätter|hjälper|följs|"
    r"möter|når|söker|sökte|fått|beviljats|finns|fanns|vann|lyfter|låter|gör|görs|bedrivs|påbörjas|drar|kör|"
    r"står|stod|förlängs|förlängdes|rullar|permanentas|utökas|samordnas|koordineras|utförs|upphör|slutade|drog|planeras|engagerar|sätter|"
    r"(?-i:[a-zåäö]{2,}er(?:ar|as|ade|ades))"
)
_IS_DONE = r"(?-i:[a-zåäö]{4,}[dgklnrt]as|används|sprids)"  # behind "och"
# "som" before a noun alone is a part of a name ("Språk som verktyg"), before anything else it begins a clause
AS_NOUN = (
    r"\s+(?-i:[a-zåäö]{3,}(?<![ns]a)(?<![eat]n)(?<!(?<!h)et)(?<![aeo]r)(?<!de)(?<![aiötå]t)(?<![aevgdn]s)(?<!(?<!u)rs))"
    rf"(?=\s*(?:[.,;:!?)\"”»]|\Z)|\s+(?:{_GOES_ON})\b)"
)
PROJECT_END = (
    r"(?=\s*(?:\.(?!\d)|[;:!?)\n]|,(?!\d)|\Z|[–-]\s)|"
    r"\s+(?:med |på |om )?(?:drygt |knappt |ca |cirka )?\d[\d\s.,]*(?:kr|mkr|mnkr|miljon)|"
    rf"\s+(?:som(?!{AS_NOUN})|{_GOES_ON}|"
    r"med en (?:EU-)?(?:finansiering|\w*budget)|"
    r"(?:med )?(?:dnr|diarienr|diarienummer|ärende(?:nr|nummer|-id)?)(?=:?\.? \d)|"
    r"med (?:projektägare|målet|syftet?|stöd|start|hjälp|sökande|ägare|anledning)|"
    r"där|vars|genom|under|i (?:de )?(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|flera|samtliga|alla|\d+) kommuner|i hela|"
    r"tillsammans med|i samarbete med|i samverkan med|ihop med|i partnerskap med|för att|sedan|"
    r"i full gång|i ?gång|i mål|i hamn|i vilket|kör igång|"
    r"(?:fram )?till och med|fram till|t\.o\.m\.|till(?=\s+den\s+\d)|"
    r"(?:från|av|ur|via)(?=\s+(?-i:ESF|ERUF|EU\b|Europeiska|Tillväxtverket|Svenska ESF|[Ss]ocialfond|[Rr]egionalfond))|"
    rf"(?-i:(?<!och )(?:nu|också|även|dessutom|redan|därmed)(?=\s+(?:{_GOES_ON})\b))|"
    r"ta fram|hjälpa|utveckla|stötta|öka|skapa|utbilda|bidra|pröva|testa|stärka|få|"
    r"och(?=\s+(?:\d|"
    rf"(?:{_GOES_ON}|{_IS_DONE}|som|att|där|det|den|de|projekt\w*|förstudie\w*)\b|(?-i:[A-ZÅÄÖ][\w-]+) "
    r"(?:kommun|stad|universitet|län|AB)\b|"
    r"(?-i:Region|Stiftelsen|Samordningsförbundet|Länsstyrelsen|Högskolan) )))\b)"
)
# What the first character of a slot can be
_QUOTE_AHEAD = r"(?=[\"”“»«])"
_PROJECT_AHEAD = r"(?=[\"”“»«]|(?-i:[A-ZÅÄÖÁÉÍÓÚÜØÆČĐŊŠŦŽ0-9#+]))"
_OWNER_AHEAD = rf"(?-i:(?={_SUCH}[A-ZÅÄÖÁÉÍÓÚÜØÆČĐŊŠŦŽ0-9]|{_ITS}))"
_LIST_AHEAD = r"(?=\S)"
_QUOTES = frozenset(f" {quote} " for quote in '"”“»«')
_WORD_EDGE = r"\b"

_KINDS = ("behind", "open", "bar", "close", "slot", "class", "space", "word", "mark", "other")
_ITEM = re.compile(
    r"(?P<behind>\(\?<[=!][^()]*\))|(?P<open>\((?:\?[:=!])?)|(?P<bar>\|)|"
    r"(?:(?P<close>\))|\{(?P<slot>[a-z]+)(?::(?P<how>\w+))?\}|<(?P<class>[\w-]+)>|(?P<space> +)|"
    r"(?P<word>\w+(?![\w?*+]|\{\d)|\w)|(?P<mark>\\[b().?*+|{}\[\]]|[^\w\\\[.^$])|(?P<other>\\.|\[(?:\\.|[^\]])*\]|.))"
    r"(?P<times>(?:(?:[?*+]|\{\d+(?:,\d*)?\})\??)?)",
    re.DOTALL,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A part of a pattern without an open slot, as an expression to match from the start of a word of `opening`.

    `leads` tells that the pattern begins with it.
    """

    opening: Stems
    expression: str
    leads: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Clues:
    """What any match of a pattern needs: words, one of each set; the expressions of numbers; the runs."""

    words: tuple[Stems, ...]
    numbers: frozenset[str]
    runs: tuple[Run, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Item:
    """A piece of a pattern: its kind (one of `_KINDS`) and characters, how often it may stand, what it may hold.

    `how` is a slot's ("quoted"); `start` and `end` are its place in the pattern.
    """

    kind: str
    text: str
    how: str | None
    start: int
    end: int
    times: str
    choices: tuple[tuple[_Item, ...], ...] = ()

    @property
    def is_optional(self) -> bool:
        return self.times.startswith(("?", "*", "{0"))

    @property
    def looks_away(self) -> bool:
        """Whether it tests what is not there, or what stands before."""
        return self.kind == "behind" or self.text == "(?!"

    @property
    def is_open(self) -> bool:
        """Whether a name may stand here, or a gap of any length."""
        inside = any(item.is_open for choice in self.choices for item in choice)
        gap = self.times in ("*?", "+?")
        return inside or gap or (self.kind == "slot" and self.text not in NUMBERS)


_Items = tuple[_Item, ...]


def unknown_names(pattern: str, words: Words) -> list[str]:
    """The slots and word classes that the pattern names and nobody knows."""
    items = list(_ITEM.finditer(pattern))
    slots = {item["slot"] for item in items if item["slot"]}
    return sorted(slots - _SLOTS) + [item["class"] for item in items if item["class"] and item["class"] not in words]


# --- the expression


def expression(pattern: str, words: Words, slots: dict[str, tuple[str, bool, bool]]) -> str:
    """The pattern as a regular expression; `slots` takes up each group's kind, and whether it is open or a genitive."""
    parts = []
    for item in _ITEM.finditer(pattern):
        if item["slot"]:
            final = not pattern[item.end() :].strip(")?")
            first = item.start() == 0 and item["slot"] == "lead"  # "A, som samarbetar med B, får": B gets nothing
            source = (_NOT_GOVERNED if first else "") + _slot(item["slot"], item["how"], slots, final=final)
        elif item["class"]:
            options = (expression(option, words, slots) for option in words[item["class"]])
            source = rf"(?<!\w)(?:{'|'.join(options)})(?!\w)"
        elif item["behind"]:
            source = item["behind"].replace(" ", r"\s")
        else:
            source = r"(?:\s+)" if item["space"] else item.group().removesuffix(item["times"] or "")
        parts.append(source + (item["times"] or ""))
    return "".join(parts)


def _slot(kind: str, how: str | None, slots: dict[str, tuple[str, bool, bool]], *, final: bool) -> str:
    """The expression of a slot; names keep their capitals although the words around them may have any case."""
    name = f"{kind}_{len(slots)}"
    genitive = how == "genitive"
    slots[name] = (kind, final and kind in _LISTS, genitive)
    if kind in NUMBERS:
        between = r"(?:mellan\s+)?" if NUMBERS[kind] is COUNT else ""
        return f"{between}(?P<{name}>{BARE if how == 'bare' else NUMBERS[kind]})"
    if kind in _LISTS:
        slot = _LIST if final else _OWNER if kind == "lead" else _NAMES
        return f"(?-i:{slot.format(name=name)})" + ("(?<=[sxz])" if genitive else "")
    if how == "quoted":
        return _QUOTED.format(name=name)
    slots[f"{name}_bare"] = (kind, False, genitive)
    return f"(?-i:{_PROJECT.format(name=name)})" + (PROJECT_END if final or how == "end" else "")


# --- the clues


def clues(pattern: str, words: Words) -> Clues:
    """What any text that the pattern matches must hold."""
    choices, _ = _parse(_ITEM.finditer(pattern), words)
    items = choices[0] if len(choices) == 1 else ()
    return Clues(
        words=tuple(_needs(items, before=False, after=False)),
        numbers=frozenset(_numbers(items)),
        runs=tuple(run for part, slot in _parts(items) if (run := _run(pattern, part, slot, words)) is not None),
    )


def _parse(tokens: Iterator[re.Match[str]], words: Words) -> tuple[tuple[tuple[_Item, ...], ...], re.Match[str] | None]:
    """The alternatives up to the bracket that closes them, and that bracket, if there is one."""
    choices: list[list[_Item]] = [[]]
    for token in tokens:
        if token["close"]:
            return tuple(map(tuple, choices)), token
        if token["bar"]:
            choices.append([])
        else:
            choices[-1].append(_item(token, tokens, words))
    return tuple(map(tuple, choices)), None


def _item(token: re.Match[str], tokens: Iterator[re.Match[str]], words: Words) -> _Item:
    kind = next(kind for kind in _KINDS if token[kind])
    choices: tuple[_Items, ...] = ()
    last = token
    if kind == "open":
        choices, close = _parse(tokens, words)
        last = close or token
    elif kind == "class":
        choices = tuple(one for word in words.get(token["class"], ()) for one in _parse(_ITEM.finditer(word), words)[0])
    text = token["slot"] or token.group().removesuffix(token["times"] or "")
    return _Item(
        kind=kind,
        text=text,
        how=token["how"],
        start=token.start(),
        end=last.end(),
        times=last["times"] or "",
        choices=choices,
    )


def _ends_words(items: Iterable[_Item], otherwise: bool, *, back: bool = False) -> bool:
    """Whether a word must end where these begin; `otherwise`, where they may all lack."""
    for item in items:
        if item.looks_away:
            continue
        inside = [_ends_words(choice[:: -1 if back else 1], False, back=back) for choice in item.choices]
        if not (item.kind in ("space", "mark", "class") or (inside and all(inside))):
            return False
        if not item.is_optional:
            return True
    return otherwise


def _edges(items: _Items, place: int, *, before: bool, after: bool) -> tuple[bool, bool]:
    """Whether a word must begin where this item begins, and end where it ends."""
    whole = items[place].kind == "class"
    before = whole or _ends_words(items[:place][::-1], before, back=True)
    return before, whole or _ends_words(items[place + 1 :], after)


def _stems(item: _Item, before: bool, after: bool) -> Stems:
    """What a word or mark, or the first mark of a slot, makes necessary."""
    if item.kind == "word":
        return frozenset({" " * before + item.text.lower() + " " * after})
    if item.kind == "mark" and item.text != _WORD_EDGE:
        return frozenset({f" {item.text[-1]} "})
    return _QUOTES if item.kind == "slot" and item.how == "quoted" else frozenset()


def _needs(items: _Items, *, before: bool, after: bool) -> Iterator[Stems]:
    """The words that must stand in a text, one of each set."""
    for place, item in enumerate(items):
        if item.is_optional or item.looks_away:
            continue
        edges = _edges(items, place, before=before, after=after)
        if stems := _stems(item, *edges):
            yield stems
            continue
        needs = [list(_needs(choice, before=edges[0], after=edges[1])) for choice in item.choices]
        if len(needs) == 1:
            yield from needs[0]
        elif needs and all(needs):
            yield frozenset[str]().union(*(min(one, key=commonness) for one in needs))


def _numbers(items: _Items) -> Iterator[str]:
    """The expressions of the numbers that must stand in a text."""
    for item in items:
        if item.kind == "slot" and item.text in NUMBERS and item.how is None and not item.is_optional:
            yield NUMBERS[item.text]
        elif len(item.choices) == 1 and not item.is_optional and not item.looks_away:
            yield from _numbers(item.choices[0])


def commonness(stems: Stems) -> tuple[int, int]:
    """How often a text may have any of these, by a guess: few and long ones seldom."""
    return len(stems), -min(map(len, stems))


def _opening(items: _Items, *, before: bool, after: bool) -> Stems:
    """The words, any of which must stand where the items begin; none when something else may."""
    found: Stems = frozenset()
    for place, item in enumerate(items):
        if item.looks_away:
            continue
        edges = _edges(items, place, before=before, after=after)
        inside = [_opening(choice, before=edges[0], after=edges[1]) for choice in item.choices]
        stems = _stems(item, *edges)
        if not stems and not (inside and all(inside)):
            break
        found = found.union(stems, *inside)
        if not item.is_optional:
            return found
    return frozenset()


def _parts(items: _Items) -> Iterator[tuple[_Items, _Item | None]]:
    """The parts between open slots and gaps, each with the slot that follows right on it."""
    part: list[_Item] = []
    for item in items:
        if item.text == "(?=" and len(item.choices) == 1 and not item.is_optional:
            yield from _parts(item.choices[0])
        if not item.is_open:
            part.append(item)
            continue
        yield tuple(part), item
        part = []
        if len(item.choices) == 1 and not item.is_optional and not item.looks_away:
            yield from _parts(item.choices[0])
    yield tuple(part), None


def _run(pattern: str, part: _Items, slot: _Item | None, words: Words) -> Run | None:
    """The run that a part makes from its first word on; None where it says no more than that the word is there."""
    ahead = _ahead(slot) if slot is not None else ""
    for place, item in enumerate(part):
        opening = _opening(part[place:], before=_edges(part, place, before=False, after=False)[0], after=False)
        if opening and not item.is_optional and not item.looks_away:
            if place + 1 == len(part) and not ahead:
                return None
            source = expression(pattern[item.start : part[-1].end], words, {})
            return Run(opening=opening, expression=rf"\w*?{source}{ahead}", leads=item.start == 0)
    return None


def _ahead(slot: _Item) -> str:
    if slot.kind != "slot" or slot.is_optional:
        return ""
    if slot.text == "lead":
        return _OWNER_AHEAD
    if slot.text in _LISTS:
        return _LIST_AHEAD
    return _QUOTE_AHEAD if slot.how == "quoted" else _PROJECT_AHEAD
