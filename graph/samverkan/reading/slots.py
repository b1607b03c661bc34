"""Filled slots → mentions: what the characters of a slot mean, or that they can't be what the slot asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from samverkan.model import Mention, MentionValue
from samverkan.reading.calling import names_none
from samverkan.reading.funds import FUNDED
from samverkan.reading.meant import Antecedents, is_such_a_word
from samverkan.reading.patterns import AS_NOUN
from samverkan.reading.phrases import Match, Slot
from samverkan.swedish.amounts import find_amounts, find_bare_numbers
from samverkan.swedish.counts import find_counts
from samverkan.swedish.dates import find_dates, near_day, nearest
from samverkan.swedish.groups import COMPANY_FORM
from samverkan.swedish.lists import read_field, read_list, read_owner
from samverkan.swedish.names import BODY, INTRODUCER, OFFICE, Gazetteer, Name, NameKind, base_form, name_extent
from samverkan.swedish.persons import is_person

AMOUNTS = {
    "granted": "grantedAmount",
    "applied": "appliedAmount",
    "total": "totalBudget",
    "eu": "euAmount",
    "stated": "statedAmount",
}
DATES = {"start": "startDate", "end": "endDate", "today": "decidedOn", "decided": "decidedOn"}
ROLES = {"lead": "lead", "partners": "partner", "cofinanciers": "co-financier", "actors": "participating-actor"}
AREAS = "areas"
KRONOR = "SEK"
_TOGETHER = re.compile(r"\b(?:tillsammans|i (?:nära )?samverkan|i (?:nära )?samarbete|i partnerskap|ihop) med\b")
_AS_NOUN = re.compile(rf"\ssom{AS_NOUN}\Z")
_CLAUSE = re.compile(r",\s(?:som|vars|där|vilket|vilken|en|ett)\s[^.;:]*,\s*\Z")  # "Glasriket AB, som ägs av …, leder"
_CONNECTED = re.compile(r"\s(?:och|samt|som)\Z")
_BODY_WORD = re.compile(
    r"(?:\w*(?:organisationen|föreningen|stiftelsen|bolaget|företaget|kommunen|universitetet|högskolan|förbundet|regionen|"
    r"myndigheten)|skolan|staden|gymnasiet|museet|landstinget|länsstyrelsen|institutet)\Z"
)
_FUND_FIRST = re.compile(r"(?:Europeiska|(?:Social|Regional|Utvecklings)fond|(?:ESF|ERUF|EU)(?:\+| [Pp]lus)?(?![\w-]))")
_DEFINITE = frozenset(
    {"förbundet", "samordningsförbundet", "kommunen", "regionen", "högskolan", "universitetet", "staden"}
)
# "Institutet" alone is whichever was meant before
_ANY_BODY = re.compile(
    r"(?:Sökanden|Institutet|Föreningen|Stiftelsen|Bolaget|Företaget|Universitetet|Högskolan|Förbundet|Regionen|Kommunen|"
    r"Myndigheten|Skolan|Staden|Landstinget|Museet|Klustret|Parterna|Fonden|Staten)"
)
_PAST = re.compile(
    r"\b(?:startade\w*|startat|inled\w*des|inlett\w*|drog|påbörjades|börja(?:de|t)|avslutade\w*|avslutats|avrundades|slutade|"
    r"upphörde|slutfördes|pågått|pågick|gick|sedan|kom)\b",
    re.IGNORECASE,
)
# A word for a kind of body, whatever its first part: "Lärosätet", "Bostadsbolaget", "Regionstyrelsen"
_SUCH_A_BODY = re.compile(
    r"\w+(?:sätet|klustret|organisationen|bolaget|bolagen|företaget|landstinget|stiftelsen|kooperativet|styrelsen|"
    r"fullmäktige|utskottet|beredningen|kommunen|kommunerna|myndigheten|parterna|partnerna|aktörerna)"
)
_NO_NAME = re.compile(
    rf"\b(?:AB|HB|KB) (?!i\b|för\b|och\b|&)[a-zåäö]|\b(?:av|från|ur) (?:Europeiska |den )?(?i:{FUNDED})"
)
# "… till projektet Skaraborg gör digitalt."
_VERB_INSIDE = re.compile(
    r" (?:gör|växer|växlar|tar|möter|lyfter|når|kan|vill|går|bygger|lär|ställer|kör|jobbar|möts|ger)"
    r"(?: [a-zåäö-]+){1,3}(?=\.?\Z|\.\s|, (?:ett|en|som|där)\b|"
    r" och (?:är|ska|[a-zåäö]+(?:ar|er|s|ade))\b)"
)
_HEARD = re.compile(r"(?<!som )(?<!, )\b(?:heter|har fått namnet|går under namnet|har döpts till) \Z")
_GETS = re.compile(r"\b(?:får|fått|fick|beviljas|beviljats|tilldelas|tilldelats|driver|startar)\b")
_SUBORDINATE = re.compile(r"(?i:\b(?:att|när|då|som|där|sedan|om|eftersom|medan|innan|efter|tack)\b)")
# Behind a name in running text: ": Från gruva till cell.", " – delaktighet."
_SUBTITLE = re.compile(
    r"(?:: (?=[A-ZÅÄÖ])|(?P<dash> – )(?!(?:ett|en|som|där|så|det|nu|och|men) ))"
    r"(?P<said>(?:[\w&+-]+ ){0,7}?[\w&+-]+)(?:(?=[.!]?\Z|[.!]\s)|(?(dash)(?!)|(?=, (?:som|ett|en|där|med)\b)))"
)
_QUARTERS = frozenset({"Väst", "Öst", "Norr", "Syd", "Mitt", "Nord", "Söder"})
_COUNTS = ("participants", "companies", "announced")
_NAMINGS = {"project": "name", "alias": "alternativeName", "former": "formerProject", "other": "otherProject"}
_EMPLOYERS = re.compile(r"[A-ZÅÄÖ]\w+företagen")
_NOUN_NEXT = re.compile(r" (?!(?:för|i|på|av|vid|till|och|samt|med)\b)[a-zåäö]")
_LONGEST_WORD = 30
_CALLED = re.compile(r"(?:projekt(?:et)?|förstudien|satsningen|heter|kallas|namnet) \Z", re.IGNORECASE)
_MOST_NAME_WORDS = 12
_BY_A_WORD = 0.8  # whom "kommunen" means
_IN_SUBTITLES = frozenset({"till", "mot", "under", "genom", "att", "tillsammans", "sitt", "sin", "vi", "kan", "vill"})
_MOST_PROJECT_WORDS = 20
_QUOTES = '"”“»«'


class SlotReader:
    """Reads the slots of one text; `words` are the ontology's word classes that say what a name can't hold."""

    def __init__(
        self,
        text: str,
        known: Gazetteer,
        words: Mapping[str, tuple[str, ...]],
        year: int | None,
        publisher: str | None = None,
        *,
        day: str | None = None,
    ) -> None:
        self.text = text
        self.antecedents = Antecedents(text, known, publisher)
        self.known = known
        self.year = year
        self.day = day
        self.not_in_names = frozenset(words["never-in-a-name"])
        self.not_first = frozenset(words["never-first-in-a-name"])
        self.clause = frozenset(words["clause"])
        self.may_begin = frozenset(words["may-begin-a-project"])
        self.common = frozenset(words["common-abbreviation"])
        self.owners = frozenset(words["the-owner"])
        self.people = frozenset(words["people"])
        self.funders = frozenset(words["funder"])

    def read(self, match: Match) -> tuple[Mention, ...] | None:
        """What the match says; None when a slot's characters can't be what the slot asks for."""
        said: list[Mention] = []
        for slot in match.slots:
            found = list(self._slot(slot, match))
            if not found:
                return None
            said += found
        return tuple(said)

    def _slot(self, slot: Slot, match: Match) -> Iterator[Mention]:
        if slot.kind == AREAS:
            yield from self._areas(slot, match)
        elif slot.kind in ROLES:
            yield from self._participants(slot, match)
        elif slot.kind in AMOUNTS:
            place = (slot.start, slot.end)
            for one in find_amounts(self.text, *place) or find_bare_numbers(self.text, *place):
                yield _mention(AMOUNTS[slot.kind], one.value, (one.start, one.end), match, one.qualifier)
                if one.currency != KRONOR:
                    yield _mention("currency", one.currency, (one.start, one.end), match)
        elif slot.kind in _COUNTS:
            yield from self._counts(slot, match)
        elif slot.kind in DATES:
            yield from self._days(slot, match)
        elif (name := self.project_name(slot.start, slot.end, self._behind_verb(slot, match))) is not None:
            yield _mention(_NAMINGS[slot.kind], name[0], name[1:], match)

    def _behind_verb(self, slot: Slot, match: Match) -> int | None:
        """Where the name of a slot ends that holds a verb."""
        owned = any(one.kind == "lead" and one.end <= slot.start for one in match.slots)
        begin = max(self.text.rfind(mark, 0, match.start) for mark in (". ", "\n")) + 1
        return self.grown_end(begin, slot.start, slot.end, owned=owned) if slot.kind == "project" else None

    def grown_end(self, begin: int, start: int, end: int, *, owned: bool = False) -> int | None:
        """Where a name ends that holds a verb: the clause that tells who gets money for it has no place for another.

        Nor has one that says what a project is called.
        """
        found = _VERB_INSIDE.match(self.text, end)
        if found is not None and _HEARD.search(self.text, max(0, start - _LONGEST_WORD), start):
            return found.end()
        told = found is not None and (owned or _GETS.search(self.text, begin, start))
        return found.end() if told and found and not _SUBORDINATE.search(self.text, begin, start) else None

    def _areas(self, slot: Slot, match: Match) -> Iterator[Mention]:
        names = self._names(slot)
        counties = max((at for at, name in enumerate(names) if name.text.endswith(" län")), default=-1)
        for name in names[counties + 1 :]:  # "Kalmar och Kronobergs län" are two counties
            if self.known.is_municipality(name.text):
                yield _mention("coversArea", name, (name.start, name.end), match)

    def _days(self, slot: Slot, match: Match) -> Iterator[Mention]:
        day = self._near_day(slot, match) if self.day else None
        if day is not None:
            yield _mention(DATES[slot.kind], day, (slot.start, slot.end), match)
        elif slot.kind != "today":
            for one in find_dates(self.text, slot.start, slot.end, self.year)[:1]:
                yield _mention(DATES[slot.kind], one.iso, (one.start, one.end), match)

    def _near_day(self, slot: Slot, match: Match) -> str | None:
        """The date that a text of this day means by "i dag", or by one without its year."""
        written, day = self.text[slot.start : slot.end], self.day or ""
        if slot.kind == "today":
            return near_day(written, day)
        past = slot.kind == "decided" or _PAST.search(self.text, match.start, match.end) is not None
        return nearest(written, day, past=past)

    def _participants(self, slot: Slot, match: Match) -> Iterator[Mention]:
        names = [self._as_employers(name) if slot.kind == "lead" else name for name in self._names(slot)]
        if slot.genitive and names:
            last = names[-1]
            known = self.known.is_known(last.text)
            names[-1] = replace(last, text=last.text if known else base_form(last.text, self.known))
        names = [name for name in names if name.text not in self.funders and not _FUND_FIRST.match(name.text)]
        names = [self.antecedents.in_full(name) for name in names]
        meant = {name.start: self.antecedents.meant(name) for name in names} if slot.kind == "lead" else {}
        names = [replace(name, text=meant.get(name.start) or name.text) for name in names]
        names = [name for name in names if name.text.lower() not in _DEFINITE]  # whose, the text does not tell
        named = [name for name in names if name.kind is not NameKind.GROUP]
        if named and not (slot.open or slot.genitive) and self._is_cut(named[-1], slot):
            return
        if not all(meant.get(name.start) or self.may_be_organisation(name) for name in named):
            return
        if slot.kind == "lead":
            yield from self._owners(named, slot, match)
            return
        for name in names:  # a group that is neither counted nor beside a name is only a manner of speaking
            if name in named or named or name.size is not None:
                yield _mention(ROLES[slot.kind], name, (name.start, name.end), match)

    @staticmethod
    def _as_employers(name: Name) -> Name:
        """What may be companies or their organisation ("Teknikföretagen") as that: a project has one owner."""
        employers = name.kind is NameKind.GROUP and _EMPLOYERS.fullmatch(name.text) is not None
        return replace(name, kind=NameKind.ORGANISATION, size=None) if employers else name

    def _is_cut(self, name: Name, slot: Slot) -> bool:
        """Whether the text goes on with the last name behind the slot: "Linköpings" of "Linköpings universitet"."""
        whole = name_extent(self.text, name.start, slot.end + _LONGEST_WORD, self.known)
        cut = whole is not None and name.end == slot.end < whole
        return cut and _NOUN_NEXT.match(self.text, slot.end) is not None

    def _owners(self, names: list[Name], slot: Slot, match: Match) -> Iterator[Mention]:
        """Owners; "Umeå kommun tillsammans med Bjurholms kommun" is an owner and a partner."""
        together = _TOGETHER.search(self.text, slot.start, slot.end)
        for name in names:
            role = "partner" if together and together.start() < name.start else "lead"
            told = _mention(role, name, (name.start, name.end), match)
            by_a_word = is_such_a_word(self.text[name.start : name.end])
            yield replace(told, confidence=min(told.confidence, _BY_A_WORD)) if by_a_word else told

    def _names(self, slot: Slot) -> list[Name]:
        """An owner, a list that other words close, or one whose end has to be found."""
        if slot.kind == "lead" and not slot.open:
            together = _TOGETHER.search(self.text, slot.start, slot.end)
            clause = _CLAUSE.search(self.text, slot.start, slot.end)
            end = min(one.start() if one else slot.end for one in (together, clause))
            owners = read_owner(self.text, slot.start, end, self.known)
            begin = introduced.end() if (introduced := INTRODUCER.match(self.text, slot.start)) else slot.start
            if owners and (owners[0].start != begin or _CONNECTED.search(owners[-1].text)):
                return []
            return [*owners, *(read_field(self.text, together.end(), slot.end, self.known) if together else ())]
        names, stop = read_list(self.text, slot.start, slot.end, self.known)
        if slot.open:
            return names
        filled = not self.text[stop : slot.end].strip(" ,–")
        return names if filled else read_field(self.text, slot.start, slot.end, self.known)

    def may_be_organisation(self, name: Name) -> bool:
        """Whether a name in the text can be an organisation's: no clause, no person, no common word."""
        if name.owner is not None and OFFICE.fullmatch(name.text):
            return True
        words = re.findall(r"[\w-]+", name.text)
        lower = {word for word in words if word[0].islower()}
        if not words or len(words) > _MOST_NAME_WORDS or not self.text[name.start].isupper():
            return False
        a_word = len(words) == 1 and words[0].lower() in self.owners
        if a_word or name.text in _QUARTERS or _ANY_BODY.fullmatch(name.text):
            return False
        if self.known.is_known(name.text):
            return True
        return self._may_be_unknown(name, words, lower)

    def _may_be_unknown(self, name: Name, words: list[str], lower: set[str]) -> bool:
        """Whether words that nobody knows can be a name: no word for a body, no count, no clause, no person."""
        if _SUCH_A_BODY.fullmatch(name.text) or _NO_NAME.search(name.text):
            return False
        counted = bool(lower & self.people) and any(char.isdigit() for char in name.text)  # "Omkring 300 anställda"
        if counted or is_person(name.text):
            return False
        written = self.text[name.start : name.end].split()[0].lower()  # a genitive may hide it: "Deras projekt"
        if name.text in self.common or {words[0].lower(), written} & self.not_first:
            return False
        return not self.not_in_names & lower and any(char.isalpha() for char in name.text)

    def _counts(self, slot: Slot, match: Match) -> Iterator[Mention]:
        around = find_counts(self.text, max(0, slot.start - len("mellan ")), slot.end)  # it makes "60 och 70" a range
        for count in [count for count in around if count.start >= slot.start][:1]:
            place = (count.start, count.end)
            if slot.kind == "announced" and count.value is not None:
                yield _mention("announced", count.value, place, match)
            elif count.value is not None:
                prop = "plannedParticipants" if slot.kind == "participants" else "plannedCompanies"
                yield _mention(prop, count.value, place, match, count.qualifier)
            elif slot.kind == "companies" and count.minimum is not None and count.maximum is not None:
                yield _mention("plannedCompaniesMin", count.minimum, place, match, count.qualifier)
                yield _mention("plannedCompaniesMax", count.maximum, place, match, count.qualifier)

    def project_name(self, start: int, end: int, grown: int | None = None) -> tuple[str, int, int] | None:
        """A project's name without stray punctuation behind it; None for what can't be one.

        One that holds a verb has `grown` to its end.
        """
        end = grown or end
        while end > start and self.text[end - 1] in " ,;:–-\u00a0":
            end -= 1
        name = self.text[start:end]
        words = [word.lower() for word in re.findall(r"[\w-]+", name)]
        if not words or len(words) > _MOST_PROJECT_WORDS:
            return None
        quoted = start > 0 and self.text[start - 1] in _QUOTES
        if name.isdigit() and find_amounts(
            self.text, start, end + _LONGEST_WORD
        ):  # "beviljade projektet 5 430 000 kronor"
            return None
        called = _CALLED.search(self.text, max(0, start - _LONGEST_WORD), start) is not None
        may_be = quoted or self._may_be_project(name, words, called=called, clause=grown is not None)
        return (name, start, end) if may_be else None

    def subtitle_end(self, start: int, end: int) -> int | None:
        """Where the subtitle ends that stands behind a name in running text; None for a list, a clause or a body."""
        found = _SUBTITLE.match(self.text, end) if self.text[start - 1 : start] not in tuple(_QUOTES) else None
        if found is None:
            return None
        said = found["said"]
        words = re.findall(r"[\w-]+", said.lower())
        body = self.known.longest(said, 0) or BODY.search(said) or COMPANY_FORM.search(said)
        return (
            None
            if body or (self.not_in_names - _IN_SUBTITLES).intersection(words) or find_amounts(said)
            else found.end("said")
        )

    def _may_be_project(self, name: str, words: list[str], *, called: bool, clause: bool) -> bool:
        """Whether words without quotation marks can be a name: it may begin with a common word, be a `clause` or not.

        Where they are `called` a project, the first has its capital for no other reason.
        """
        inside = words[1:] if _AS_NOUN.search(name) is None else [word for word in words[1:] if word != "som"]
        never = (self.clause.intersection(inside) and not clause) or _BODY_WORD.match(words[0])
        if never or names_none(name) or _FUND_FIRST.match(name) or _TOGETHER.search(name):
            return False
        least = 3 if len(words[0]) < 3 else 2  # "I år" is no project
        if words[0] in self.not_first and not ((called or words[0] in self.may_begin) and len(words) >= least):
            return False
        body = name.split(",", maxsplit=1)[0]
        if body != name and not self.known.is_place(body) and (self.known.is_known(body) or BODY.search(body)):
            return False
        if (
            self.antecedents.abbreviated(name)
            or find_amounts(name)
            or any(self.known.is_known(part) or BODY.search(part) for part in name.split(" – ")[1:])
        ):
            return False
        return not self.known.is_known(name) and BODY.search(name) is None and COMPANY_FORM.search(name) is None


def _mention(
    prop: str, value: MentionValue, place: tuple[int, int], match: Match, qualifier: str | None = None
) -> Mention:
    return Mention(
        property=prop,
        value=value,
        start=place[0],
        end=place[1],
        method=match.phrase.name,
        confidence=match.phrase.confidence,
        qualifier=qualifier,
    )
