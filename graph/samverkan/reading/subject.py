"""The project that a whole text is about, where it names one only: told before the text is read through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from samverkan.model import Mention
from samverkan.reading.blocks import Block, BlockKind
from samverkan.reading.calling import names_none, places
from samverkan.reading.drafts import BY_LABEL, Draft, Origin
from samverkan.reading.funds import FUNDED
from samverkan.reading.page import Page
from samverkan.reading.titles import heads_part, is_headline
from samverkan.swedish.amounts import find_amounts
from samverkan.swedish.names import BODY, Gazetteer
from samverkan.swedish.persons import is_person

_WORD = r"[A-ZÅÄÖ][\wåäö&+-]*"
_NAME = re.compile(rf"(?<![\w-]){_WORD}(?: (?:{_WORD}|\d[\d.]*))*")
_DOES = re.compile(
    r" (?:är (?:ett|en)|ägs|drivs|leds|startar|startade|pågår|pågick|löper|omsluter|omfattar|finansieras|syftar|"
    r"vänder sig|riktar sig|ska|håller på|sätter igång|avslutas|har beviljats|beviljas|får|"
    r"har en budget|kostar|bygger|handlar om|genomförs|kommer att|fick|började|inleddes|rullar|fortsätter|avslutades|"
    r"drog i ?gång|drar i ?gång|går i mål|gick i mål|i siffror|"
    r"har (?:under åren|pågått|drivits|arbetat (?:för|med)))\b|"
    r", (?:ett|en|vårt|det|kommunens|regionens|stadens|förbundets|föreningens) (?:\w+ ){0,2}(?:\w*projekt|satsning)\b"
)
_ABOUT_PROJECTS = re.compile(r"projekt|förstudie", re.IGNORECASE)
_FUNDED = re.compile(FUNDED)
_THE_ONE = re.compile(r"\bprojektet\b", re.IGNORECASE)
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
) | {"Projekt", "Leader", "Interreg", "Erasmus"}
_WHERE = re.compile(r"\b(?:i|på|från|vid|till|kring|runt|utanför|av) \Z", re.IGNORECASE)
_LONGEST_WORD = 12  # of these before a name, with the space between
_QUARTER = re.compile(r"\b(?:norra|södra|västra|östra|mellersta|hela) \Z")
_OWNED = re.compile(
    r"projektägare|huvudman|sökande\b|äger projektet|driver|leder|står bakom|tillsammans med", re.IGNORECASE
)
_NEXT_WORD = re.compile(r" (\w+)")
_SHORTEST = 4
_OFTEN = 3
_NOT_SURE = 0.8
_WITH_ONE_UNNAMED = 2


def only_named(text: str, drafts: Sequence[Draft]) -> Mention | None:
    """The name of the one project that sentences or the title name, where neither words nor layout give others."""
    named = [draft for draft in drafts if draft.name is not None and (draft.substantial or not draft.firm)]
    boxed = _named_in_box(drafts) or _named_by_title(drafts)
    told = boxed is not None or all(
        draft.origin in (Origin.PROSE, Origin.TITLE) and not draft.in_bullet and (draft.name or not draft.substantial)
        for draft in drafts
    )
    named = [boxed] if boxed is not None else named
    return named[0].name if len(named) == 1 and told and not _SEVERAL.search(text) else None


def _named_in_box(drafts: Sequence[Draft]) -> Draft | None:
    """The project whose name a field alone gives, below text that speaks of one project and names none."""
    boxed = [draft for draft in drafts if draft.name is not None and draft.name.method.startswith(BY_LABEL)]
    if len(boxed) != 1 or boxed[0].has("diarienummer") or len(drafts) > _WITH_ONE_UNNAMED:
        return None
    above = [draft for draft in drafts if draft is not boxed[0]]
    unnamed = all(draft.origin is Origin.PROSE and draft.name is None and not draft.in_bullet for draft in above)
    return boxed[0] if unnamed and not any(boxed[0].denies(draft) for draft in above) else None


def _named_by_title(drafts: Sequence[Draft]) -> Draft | None:
    """The only project of a text, whose name its title gives and a field repeats."""
    only = drafts[0] if len(drafts) == 1 and drafts[0].origin is Origin.RECORD else None
    titled = only is not None and only.name is not None and only.name.method == "title"
    return only if titled and only is not None and not only.has("diarienummer") else None


def tells_of_another(page: Page, name: Mention) -> bool:
    """Whether a section that does not use a project's name is about something else that gets money, named or not."""
    headings = [at for at in range(1, len(page.blocks)) if page.kind(at) is BlockKind.HEADING]
    called = str(name.value)
    first = page.text.find(called)
    above = [at for at in headings if page.blocks[at].start <= first]
    if name.method.startswith(BY_LABEL) and above and heads_part(page.content(above[-1])):
        return False  # a box ("Fakta om projektet") is about what stands above it
    return any(
        called not in page.text[below[0].start : below[-1].end]
        and called not in page.content(at)
        and (_is_news_of_another(page, at, below) or (below[-1].end <= first and _has_owner_and_sum(page, below)))
        for at in headings
        if not heads_part(page.content(at)) and (below := page.section(at))
    )


def _is_news_of_another(page: Page, at: int, below: Sequence[Block]) -> bool:
    """Whether a headline, or an item's number in minutes, stands over money, and nothing below is "the project"."""
    start, end = page.blocks[at].start, below[-1].end
    if below[0].kind is not BlockKind.PARAGRAPH or _THE_ONE.search(page.text, start, end):
        return False
    if page.content(at).startswith("§") or page.content(at - 1).startswith("§"):
        return bool(find_amounts(page.text, start, end))
    return is_headline(page.content(at)) and _FUNDED.search(page.text, start, end) is not None


def _has_owner_and_sum(page: Page, below: Sequence[Block]) -> bool:
    start, end = below[0].start, below[-1].end
    fields = any(block.kind is BlockKind.FIELD for block in below)
    return not fields and _OWNED.search(page.text, start, end) is not None and bool(find_amounts(page.text, start, end))


def only_subject(text: str, known: Gazetteer) -> Mention | None:
    """The one name of which a text about a funded project says what is said of projects, and which it uses again."""
    if not _ABOUT_PROJECTS.search(text) or not _FUNDED.search(text) or _SEVERAL.search(text):
        return None
    subjects = {name.group(): name for name in _subjects(text, known)}
    inside = Counter(name.group() for name in _NAME.finditer(text) if not _begins_sentence(text, name.start()))
    told = sorted((name for name in subjects if inside[name] or " " in name), key=text.count)
    if not told or (len(told) > 1 and text.count(told[-1]) < _OFTEN * text.count(told[-2])):
        return None
    found = subjects[told[-1]]
    return Mention(
        property="name",
        value=found.group(),
        start=found.start(),
        end=found.end(),
        method="subject",
        confidence=_NOT_SURE,
    )


def outweighs(subject: Mention, named: Mention, text: str) -> bool:
    """Whether a text is about its subject rather than the project that it names: it returns to it far more often."""
    often, once = (text.count(str(name.value)) for name in (subject, named))
    return str(subject.value) not in str(named.value) and often >= _OFTEN * once


def in_title(subject: Mention, text: str) -> bool:
    """Whether the text's first line has the name."""
    return str(subject.value) in text.lstrip().split("\n", 1)[0]


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
            or _QUARTER.search(_before(text, name))
            or _names_place(text, words)
        )
        if not nobody and not some and (_DOES.match(text, name.end()) or _is_repeated_title(text, name)):
            yield name


def _names_place(text: str, words: str) -> bool:
    """Whether an organisation of the text is that of a place so called: "Höglandets kommunalförbund"."""
    after = (_NEXT_WORD.match(text, at + len(words) + 1) for at in places(f"{words}s", text))
    return words.endswith(("en", "et")) and any(word is not None and BODY.search(word[1]) for word in after)


def _is_repeated_title(text: str, name: re.Match[str]) -> bool:
    """Whether a name stands inside the title, and in the text in a way in which places do not."""
    begin = len(text) - len(text.lstrip())
    title = text.find("\n", begin) % len(text)
    if not begin < name.start() < title or _begins_sentence(text, name.start()) or _WHERE.search(_before(text, name)):
        return False
    return any(not _begins_sentence(text, again) for again in places(name.group(), text, title))


def _before(text: str, name: re.Match[str]) -> str:
    return text[max(0, name.start() - _LONGEST_WORD) : name.start()]


def _begins_sentence(text: str, start: int) -> bool:
    return _SENTENCE_START.search(text[max(0, start - 4) : start]) is not None
