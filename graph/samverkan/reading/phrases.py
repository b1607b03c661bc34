"""Phrases → matches: compiles the ontology's sentence patterns and finds them. Holds no pattern of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from samverkan.errors import OntologyError
from samverkan.swedish.amounts import AMOUNT, BARE
from samverkan.swedish.counts import COUNT
from samverkan.swedish.dates import DATE
from samverkan.vocabulary import Phrase, Vocabulary

_TOKEN = re.compile(
    r"\{(?P<slot>[a-z]+)(?::(?P<how>\w+))?\}|<(?P<word>[\w-]+)>|(?P<space> +)|(?P<literal>(?:[^{<> ]|\{(?=\d))+)"
)
_QUOTED = r"[\"”“»«](?P<{name}>[^\"”“»«\n]{{2,120}})[\"”“»«]"
_PROJECT = (
    r"(?:[\"”“»«](?P<{name}>[^\"”“»«\n]{{2,120}})[\"”“»«]|"
    r"(?<![\w-])(?P<{name}_bare>[A-ZÅÄÖ0-9#+](?:[^.;:!?\n\"”“»«()]|\.(?=\S)|\((?=[A-ZÅÄÖ]{{2,9}}\))|(?<=[A-ZÅÄÖ])\)){{0,140}}?))"
)
_NAMES = r"(?<![\w-])(?P<{name}>[^\s.,;:!?()–-](?:[^;:!?\n\"”“»«]|:s)*?)"
_OWNER = r"(?<![\w-])(?P<{name}>[A-ZÅÄÖ0-9](?:[^;:!?\n\"”“»«]|:s)*?)"
_LIST = r"(?P<{name}>\S[\s\S]*)"
PROJECT_END = (
    r"(?=\s*(?:[.;:!?)\n]|,(?!\d)|\Z|[–-]\s)|"
    r"\s+(?:med |på |om )?(?:drygt |knappt |ca |cirka )?\d[\d\s.,]*(?:kr|mkr|mnkr|miljon)|"
    r"\s+(?:som|är|ska|skall|har|får|fick|beviljas|beviljades|tilldelas|tilldelades|ges|"
    r"med (?:projektägare|målet|syftet?|stöd|start|hjälp|sökande|ägare|anledning)|drivs|ägs|leds|bygger|"
    r"syftar|kommer|arbetar|genomförs|pågår|vill|utvecklar|handlar|riktar|vänder|kan|blir|där|vars|genom|under|startar|startade|"
    r"omfattar|"
    r"går|för att|undersöker|kartlägger|prövar|erbjuder|ger|få|samarbetar|samverkar|deltar|finansieras|beviljar|testar|"
    r"tar|ökar|bidrar|fokuserar|består|löper|avslutas|kostar|omsluter|"
    r"väntas|förväntas|skapar|utbildar|stärker|samlar|var|innebär|gäller|avser|fortsätter|hjälper|och)\b)"
)
_FIGURE = re.compile(
    r"\d|\b(?:två|tre|fyra|fem|sex|sju|åtta|nio|elva|tolv|\w+ton|\w*tio|tjugo\w*|hundra\w*|tusen\w*|en halv|\w+tal)\b",
    re.IGNORECASE,
)
_WORD_AND_GAP = re.compile(r"\w*[^\w]+")
_MORE_THAN_WORDS = re.compile(r"[()\[\]?*+\\{]")
_PART = re.compile(r"\((?:[^()\\?{}\[\]]+)\)|<[\w-]+>(?!\?)|(?<![\w\\<(|{:])[a-zåäö]{2,}(?![\w>|)?*:}])")
_NUMBERS: Mapping[str, str] = {
    **dict.fromkeys(("granted", "applied", "total", "eu", "stated"), AMOUNT),
    **dict.fromkeys(("participants", "companies", "announced"), COUNT),
    **dict.fromkeys(("start", "end", "decided"), DATE),
}
_SLOTS = frozenset({*_NUMBERS, "lead", "partners", "cofinanciers", "actors", "project", "alias", "former", "other"})
_LISTS = frozenset({"lead", "partners", "cofinanciers", "actors"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """One filled slot: its kind, the characters, whether it runs on to the sentence's end, whether it is a genitive."""

    kind: str
    start: int
    end: int
    open: bool
    genitive: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A phrase found in a text, with its slots in the order in which they stand."""

    phrase: Phrase
    start: int
    end: int
    slots: tuple[Slot, ...]


@dataclass(kw_only=True)
class _Compiled:
    """A phrase; its expression is compiled when all that it requires is first met: most documents need few."""

    phrase: Phrase
    words: Mapping[str, tuple[str, ...]]
    required: tuple[re.Pattern[str], ...]
    slots: dict[str, tuple[str, bool, bool]] = field(default_factory=dict)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern as a regular expression. Raises OntologyError when it is none."""
        try:
            return re.compile(_source(self.phrase.pattern, self.words, self.slots), re.IGNORECASE)
        except re.error as problem:
            raise _broken(self.phrase, str(problem)) from problem


class PhraseBook:
    """The compiled phrases of a vocabulary, in the order in which they are tried."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._compiled = [_compile(phrase, vocabulary.words) for phrase in vocabulary.phrases]

    def find(self, text: str, start: int, end: int, accept: Callable[[Match], bool]) -> list[Match]:
        """Every match in this stretch that is accepted; after a refusal the same phrase is tried further on."""
        stretch = text[start:end]
        there = lru_cache(maxsize=None)(lambda required: required.search(stretch) is not None)
        found: list[Match] = []
        for compiled in self._compiled:
            if all(there(required) for required in compiled.required):
                found += _matches(compiled, stretch, start, accept)
        return found


def _matches(compiled: _Compiled, stretch: str, offset: int, accept: Callable[[Match], bool]) -> Iterator[Match]:
    position = 0
    while (hit := compiled.regex.search(stretch, position)) is not None:
        match = Match(
            phrase=compiled.phrase,
            start=offset + hit.start(),
            end=offset + hit.end(),
            slots=tuple(_slots(compiled, hit, offset)),
        )
        if accept(match):
            yield match
            position = max(hit.end(), hit.start() + 1)
        else:
            position = _next_word(stretch, hit.start())


def _next_word(stretch: str, position: int) -> int:
    word = _WORD_AND_GAP.match(stretch, position)
    return word.end() if word else len(stretch) + 1


def _slots(compiled: _Compiled, hit: re.Match[str], offset: int) -> Iterator[Slot]:
    filled = [(group, hit.span(group)) for group in compiled.slots if hit.span(group) != (-1, -1)]
    for group, (start, end) in sorted(filled, key=lambda item: item[1]):
        kind, is_open, genitive = compiled.slots[group]
        yield Slot(kind=kind, start=offset + start, end=offset + end, open=is_open, genitive=genitive)


def _broken(phrase: Phrase, reason: str) -> OntologyError:
    return OntologyError(message=f"the phrase {phrase.name} makes no sense ({reason}): mend its pattern")


def _compile(phrase: Phrase, words: Mapping[str, tuple[str, ...]]) -> _Compiled:
    named = {token["slot"] for token in _TOKEN.finditer(phrase.pattern) if token["slot"]}
    classes = re.findall(r"<([a-z][\w-]*)>", phrase.pattern)
    unknown = sorted(named - _SLOTS) + [word for word in classes if word not in words]
    if unknown:
        raise _broken(phrase, f"there is no slot or word class {unknown[0]}")
    return _Compiled(phrase=phrase, words=words, required=tuple(_required(phrase.pattern, words)))


def _source(pattern: str, words: Mapping[str, tuple[str, ...]], slots: dict[str, tuple[str, bool, bool]]) -> str:
    parts = []
    for token in _TOKEN.finditer(pattern):
        if token["slot"]:
            final = not pattern[token.end() :].strip(")?")
            first = token.start() == 0 and token["slot"] == "lead"  # "A, som samarbetar med B, får": B gets nothing
            parts.append(("(?<!med )" if first else "") + _slot(token["slot"], token["how"], slots, final=final))
        elif token["word"]:
            options = (_source(option, words, slots) for option in words[token["word"]])
            parts.append(rf"(?<!\w)(?:{'|'.join(options)})(?!\w)")
        else:
            parts.append(r"(?:\s+)" if token["space"] else token["literal"])
    return "".join(parts)


def _slot(kind: str, how: str | None, slots: dict[str, tuple[str, bool, bool]], *, final: bool) -> str:
    """The expression of a slot; names keep their capitals although the words around them may have any case."""
    name = f"{kind}_{len(slots)}"
    genitive = how == "genitive"
    slots[name] = (kind, final and kind in _LISTS, genitive)
    if kind in _NUMBERS:
        between = r"(?:mellan\s+)?" if _NUMBERS[kind] is COUNT else ""
        return f"{between}(?P<{name}>{BARE if how == 'bare' else _NUMBERS[kind]})"
    if kind in _LISTS:
        slot = _LIST if final else _OWNER if kind == "lead" else _NAMES
        return f"(?-i:{slot.format(name=name)})" + ("(?<=[sxz])" if genitive else "")
    if how == "quoted":
        return _QUOTED.format(name=name)
    slots[f"{name}_bare"] = (kind, False, genitive)
    return f"(?-i:{_PROJECT.format(name=name)})" + (PROJECT_END if final or how == "end" else "")


def _required(pattern: str, words: Mapping[str, tuple[str, ...]]) -> Iterator[re.Pattern[str]]:
    """Cheap tests that must all hold before the phrase is tried: words and figures that no match can do without."""
    if any(f"{{{kind}}}" in pattern for kind in _NUMBERS):
        yield _FIGURE
    for part in _PART.finditer(_plain(pattern)):
        options = part.group().strip("()<>").split("|")
        members = [word for option in options for word in words.get(option.strip("<>"), (option,))]
        if all(re.fullmatch(r"[\w-]+(?: [\w-]+)*", member) for member in members):
            yield re.compile("|".join(members), re.IGNORECASE)


def _plain(pattern: str) -> str:
    """The pattern's words and plain alternatives, without slots, what may match nothing, what is more than words."""
    depth, opened = 0, 0
    kept: list[str] = []
    for place, char in enumerate(pattern):
        escaped = place > 0 and pattern[place - 1] == "\\"
        if char == "(" and not escaped:
            depth, opened = depth + 1, len(kept) if depth == 0 else opened
        kept.append(char)
        if char == ")" and not escaped:
            depth -= 1
            optional = pattern[place + 1 : place + 2] in ("?", "*", "{")
            if depth == 0 and (optional or _MORE_THAN_WORDS.search("".join(kept[opened + 1 : -1]))):
                del kept[opened:]
    return re.sub(r"\{\w+(?::\w+)?\}|\\.", " ", "".join(kept))
