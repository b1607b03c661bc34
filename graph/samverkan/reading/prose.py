"""A sentence → the projects it names and what it says of each. Knows no layout, remembers no other sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from samverkan.model import AMOUNTS, PLANNED, ROLES, Mention
from samverkan.reading.grants import find_grants
from samverkan.reading.periods import PeriodReader
from samverkan.reading.phrases import Match, PhraseBook
from samverkan.reading.slots import SlotReader
from samverkan.reference import fold_name

_QUOTE = re.compile(
    r"^[–-]\s|^Läs mer\b|\b(?:säger(?! (?:nu |också )?ja till)|menar|berättar|tycker|förklarar|konstaterar)\b"
)
_DASH = re.compile(r"(?:\A|\n)[ \t]*[–—-][ \t]*\Z")  # before a line: a person's words, or an item of a list
_SPOKEN = re.compile(r"\b(?:vi|jag|oss|vår|våra|vårt|mig)\b", re.IGNORECASE)
_BEFORE = 8
_TOTAL = re.compile(
    r"\b(?:sammanlagt|totalt)\b|"
    r"\b(?:\d+|två|tre|fyra|fem|sex|sju|åtta|nio|tio|nya|dessa|flera|alla|samtliga) (?:projekt|förstudier)\b",
    re.IGNORECASE,
)
SUBTITLE = "subtitle"
_LOOSE_MONEY = "gets-money"
_OF_THE_PLAN = "of-the-planned"
_WHOLE = frozenset({"name", "lead", "grantedAmount"})  # what tells a grant
_OF_THE_GRANT = frozenset({"name", "lead", *AMOUNTS})
_PEOPLE = frozenset(PLANNED)
_EACH_TIME = re.compile(
    r"\b(?:årligen|varje (?:år|termin)|per (?:år|termin|grupp|omgång)|åt gången|i taget)\b", re.IGNORECASE
)
_IN_ALL = re.compile(r"(?:totalt|sammanlagt|i allt)\b", re.IGNORECASE)
_FAIRLY_SURE = 0.8
_HINT = 0.7  # a phrase that is no surer than this hints at a name
# A sentence of this kind says nothing of these: it supposes, looks back, or speaks of somebody else
_SAYS_NOTHING_OF = (
    (
        re.compile(r"\b(?:skulle(?! ha (?:avslut|slut|pågå))|om alla|kan komma att)\b", re.IGNORECASE),
        frozenset({"partner", "lead"}),
    ),
    (
        re.compile(r"^(?:Om (?:ett|en|er|ni|du|man|projektet)\b(?!:)|Exempel(?:vis)?:|Till exempel:|T\.ex\. )"),
        frozenset({*ROLES, *AMOUNTS, *PLANNED, "name"}),
    ),
    (
        re.compile(
            r"\b(?:tidigare|det första projektet|förra året|inspirera\w* av|bygger (?:vidare )?på)\b", re.IGNORECASE
        ),
        frozenset(AMOUNTS),
    ),
    (re.compile(r"\bvar ?s(?:itt|in|ina)\b", re.IGNORECASE), frozenset(ROLES)),
    (
        re.compile(
            r"^(?!.*(?:part(?:er|ners?)?|medfinansiär\w*)\b).*?"
            r"(?:\b(?:ingår|sitter|deltar|medverkar|finns|är med) i (?:\w+ )?(?:referens|styr|expert|arbets)grupp|"
            r"\bi (?:\w+ )?(?:referens|styr|expert|arbets)gruppen (?:ingår|sitter|deltar|medverkar|finns))",
            re.IGNORECASE | re.DOTALL,
        ),
        frozenset({"partner"}),
    ),
    (re.compile(r"\bansök\w*\b.*\bfortsättning|\bfortsättning\w*\b.*\bansök", re.IGNORECASE), frozenset(AMOUNTS)),
    (
        re.compile(
            r"\b(?:hålls|äger rum|uppstarts\w*|väntas|planeras|ska fatta|kommunstyrelsen|kommunfullmäktige|nämnden|"
            r"styrgruppen|projektgruppen|arbetsgruppen|deltagarna|diplom)\b",
            re.IGNORECASE,
        ),
        frozenset({"decidedOn"}),
    ),
    (re.compile(r"^(?:Personalen|Projektgruppen|Styrgruppen|Varje|Av de)\b|\bprojekten\b"), frozenset(PLANNED)),
    (
        re.compile(
            r"\b(?:företag|bolag|arbetsgivare|arbetsplatser) (?:som har|med) "
            r"(?:minst|högst|upp till|under|\w+ än|\d)"
        ),
        frozenset({"plannedParticipants"}),
    ),
    (re.compile(r"\b(?:deltog|nådde|nåddes|skrevs|skrivits in|förra året|liknande)\b"), frozenset(PLANNED)),
    (
        re.compile(
            r"\b(?:har (?:\d[\d ]*[\w-]+ |\w+ )?"
            r"(?:gått|genomgått|deltagit|nått|fått|hjälpt|gett|stöttat|utbildat)|hittills|de senaste)\b",
            re.IGNORECASE,
        ),
        frozenset(PLANNED),
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """What a sentence says: facts of the projects that it names, of the one at hand, a number of projects announced.

    `stated` are the properties of all facts. A sentence that is `quoted` is a person's words, or a link's, and says
    nothing of these. What is `hinted` at may be a project's name, or that of anything else that is run.
    """

    start: int
    end: int
    named: tuple[tuple[Mention, tuple[Mention, ...]], ...]
    loose: tuple[Mention, ...]
    stated: frozenset[str]
    announced: int | None
    quoted: bool
    hinted: tuple[Mention, ...] = ()

    @property
    def names(self) -> tuple[Mention, ...]:
        """The names of projects."""
        return tuple(name for name, _ in self.named)

    def has(self, *properties: str) -> bool:
        """Whether the sentence states any of these of any project."""
        return not self.stated.isdisjoint(properties)


class SentenceReader:
    """Reads the sentences of one text with the phrases of the ontology."""

    def __init__(self, text: str, book: PhraseBook, slots: SlotReader) -> None:
        self.text = text
        self.book = book
        self.slots = slots
        self.periods = PeriodReader(text, book.words, slots.year, slots.day)
        self._read: dict[tuple[int, int], Sentence] = {}  # a text that is read twice says the same

    def read(self, start: int, end: int) -> Sentence:
        """What the sentence in these characters says; quotations of persons and mere possibilities say nothing."""
        if (start, end) not in self._read:
            self._read[start, end] = self._anew(start, end)
        return self._read[start, end]

    def _anew(self, start: int, end: int) -> Sentence:
        said: list[tuple[Mention, ...]] = []
        stretch = self.text[start:end]
        dash = _DASH.search(self.text, max(0, start - _BEFORE), start) is not None
        quoted = _QUOTE.search(stretch) is not None or (dash and _SPOKEN.search(stretch) is not None)
        if not quoted:
            said += [(one,) for one in self.periods.find(start, end)]  # first, so that none is taken for a decision's
            self.book.find(self.text, start, end, lambda match: self._accept(match, stretch, said))
        grants = () if quoted else find_grants(self.text, start, end, self.slots)
        told = [(*found, *self._in_full(found)) for found in _with_grants(said, grants)]
        return _sentence(start, end, told, quoted=quoted)

    def _in_full(self, found: Iterable[Mention]) -> Iterator[Mention]:
        """The names among what a phrase says with the subtitles behind them, as further names."""
        for name in found:
            last = self.slots.subtitle_end(name.start, name.end) if name.property == "name" else None
            if last is not None:
                long = self.text[name.start : last]
                yield replace(
                    name, property="alternativeName", value=long, end=last, method=SUBTITLE, confidence=_FAIRLY_SURE
                )

    def _accept(self, match: Match, sentence: str, said: list[tuple[Mention, ...]]) -> bool:
        found = self.slots.read(match)
        found = tuple(
            mention for mention in found or () if mention.property == "name" or not _said_already(mention, said)
        )
        if not found or any(_conflict(mention, other) for mention in found for others in said for other in others):
            return False
        stated = {mention.property for mention in found}
        # a plan's own number, and a sum whose project and owner the phrase names, are told in so many words
        sure = match.phrase.name == _OF_THE_PLAN or stated >= _WHOLE
        if stated & _PEOPLE and _EACH_TIME.search(sentence) and not _IN_ALL.match(self.text, match.start):
            return False
        if not sure and any(
            stated & properties and pattern.search(sentence) for pattern, properties in _SAYS_NOTHING_OF
        ):
            return False
        if match.phrase.name == _LOOSE_MONEY and _TOTAL.search(sentence):
            return False
        said.append(found)
        return True


def _with_grants(said: list[tuple[Mention, ...]], grants: Iterable[tuple[Mention, ...]]) -> list[tuple[Mention, ...]]:
    """What phrases say, and the grants that none of them tells as a whole: there, a part of one is a misreading."""
    for grant in grants:
        start, end = min(one.start for one in grant), max(one.end for one in grant)
        here = [found for found in said if any(start < one.end and one.start < end for one in found)]
        if not any({one.property for one in found} >= _WHOLE for found in here):
            said = [found for found in said if found not in here or _agrees(found, grant)]
            said.append(grant)
    return said


def _agrees(found: tuple[Mention, ...], grant: tuple[Mention, ...]) -> bool:
    """Whether what a phrase says can stand beside a grant: all that both tell is the same, and its sum has a name."""
    told = {(one.property, one.start, one.end) for one in grant}
    others = [one for one in found if (one.property, one.start, one.end) not in told]
    clear = all(
        one.property not in _OF_THE_GRANT and not any(one.start < mine.end and mine.start < one.end for mine in grant)
        for one in others
    )
    return clear and (len(others) == len(found) or any(one.property == "name" for one in found))


def _said_already(mention: Mention, said: list[tuple[Mention, ...]]) -> bool:
    same = (mention.property, mention.start, mention.end)
    return any((other.property, other.start, other.end) == same for others in said for other in others)


def _conflict(mention: Mention, other: Mention) -> bool:
    """Two readings of the same characters can't both be right, unless they are the same reading."""
    overlap = mention.start < other.end and other.start < mention.end
    pair = {mention.property, other.property} == {"plannedCompaniesMin", "plannedCompaniesMax"} or (
        "currency" in (mention.property, other.property)
    )
    return (
        overlap
        and not pair
        and (mention.property != other.property or (mention.start, mention.end) != (other.start, other.end))
    )


def _sentence(start: int, end: int, said: Iterable[tuple[Mention, ...]], *, quoted: bool) -> Sentence:
    named: dict[str, tuple[Mention, list[Mention]]] = {}
    loose: list[Mention] = []
    hinted: list[Mention] = []
    announced = None
    for found in said:
        if found[0].confidence <= _HINT:
            hinted += found
            continue
        names = [mention for mention in found if mention.property == "name"]
        counts = [mention.value for mention in found if mention.property == "announced"]
        announced = counts[0] if counts and isinstance(counts[0], int) else announced
        facts = [mention for mention in found if mention.property not in ("name", "announced")]
        if names:
            named.setdefault(fold_name(str(names[0].value)), (names[0], []))[1].extend(facts)
        else:
            loose += facts
    if len(named) == 1 and announced is None:
        only = next(iter(named.values()))
        only[1].extend(mention for mention in loose if mention.property != "decidedOn")
        loose = [mention for mention in loose if mention.property == "decidedOn"]
    return Sentence(
        start=start,
        end=end,
        named=tuple((name, tuple(facts)) for name, facts in named.values()),
        loose=tuple(loose),
        stated=frozenset(fact.property for facts in (loose, *(one for _, one in named.values())) for fact in facts),
        announced=announced,
        quoted=quoted,
        hinted=tuple(hinted),
    )
