"""When a project runs: each date of a sentence is a start or an end by the preposition before it, or by its verb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from samverkan.model import Mention
from samverkan.reading.patterns import expression
from samverkan.reading.verbs import is_of_project
from samverkan.swedish.dates import (
    SEASON,
    Moment,
    Period,
    find_dates,
    find_moments,
    find_periods,
    nearest,
    parse_period,
)

PROLONGED = "prolonged"
# Words that speak of a project before the one at hand
EARLIER = "tidigare|föregående|förra"
_OTHERS_TIME = re.compile(
    rf"\b(?:(?:{EARLIER})(?! än)|föregångare\w*|fortsättning(?:en)? på|bygger|inspir\w*|annat|skulle|ursprunglig\w*|"
    r"i ?stället|avlös\w*|ersätt\w*|programperiod\w*|programmet|miljard\w*|ansök(?:a|an|er|te|ning\w*)|utlys\w*|"
    r"anmäl\w*|\w*kurs(?:en|er|erna)?|utbildningen|föreläs\w*|konferens\w*|invig\w*|rekryter\w*|utvärder\w*|"
    r"intervju\w*|delrapport\w*|utställning\w*|remiss\w*|terminen|sommar(?!en\b)\w+)\b",
    re.IGNORECASE,
)
_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_A_DATE = re.compile(rf"\d|\b(?:{_MONTHS})\b", re.IGNORECASE)
_END, _BEGIN, _LASTS, _RUNS, _GETS = "endDate", "startDate", "lasts", "runs", "gets"
_END_IS, _BEGIN_IS, _TIME_IS = "end_is", "start_is", "time_is"
_CLASSES = {
    _END_IS: "stop-is",
    _BEGIN_IS: "start-is",
    _TIME_IS: "time-is",
    _END: "stops",
    _BEGIN: "begins",
    _LASTS: "lasts",
    _RUNS: "runs-plainly",
    _GETS: "gets-plainly",
}
_ALONE = {_END: _END, _END_IS: _END, _BEGIN: _BEGIN, _BEGIN_IS: _BEGIN}
# What a preposition makes of a date beside a verb of each kind
_MEANING = {
    "until": dict.fromkeys((_LASTS, _TIME_IS, _BEGIN, _BEGIN_IS, _END, _END_IS, _RUNS, _GETS), _END),
    "to": {**dict.fromkeys((_LASTS, _TIME_IS, _END, _END_IS), _END), _BEGIN_IS: _BEGIN},
    "since": dict.fromkeys((_LASTS, _TIME_IS, _BEGIN, _RUNS), _BEGIN),
}
_LATER = (
    r"(?:(?:den|i|år|redan|minst|längst|senast|cirka|ca|preliminärt|(?:slutet|utgången|början|mitten) av)\s+|"
    rf"{SEASON})*"
)
_PREPOSITION = re.compile(
    r"(?<!\w)(?:(?P<until>(?:fram\s+)?till\s+och\s+med|t\.?\s?o\.?\s?m\.?|(?:fram|längst)\s+till)|(?P<to>till)|"
    rf"(?P<since>(?:räknat\s+)?från(?:\s+och\s+med)?|fr\.?\s?o\.?\s?m\.?|(?:allt)?sedan))\s+{_LATER}\Z",
    re.IGNORECASE,
)
_TURN_OF_YEARS = re.compile(r"(?:vinter|årsskifte)\w*\s+(?:år\s+)?\Z", re.IGNORECASE)
# Between a verb and its date
_GAP = re.compile(
    r"(?:,?\s+(?:hösten|våren|sommaren|(?:höst|vår)terminen|(?:första|andra|tredje|fjärde) (?:halvåret|kvartalet)|"
    r"redan|nu|den|i|på|från|och med|under|formellt|officiellt|preliminärt|senast|vid|om|efter|av|över|"
    r"enligt plan\w*|som planerat|praktiken|slutet|utgången|början|mitten|månadsskiftet|år|åren|månader|månaders|"
    r"års tid|halvt|och ett|\d\d?|ett|två|tre|fyra|fem|sin verksamhet|projektet|förstudien|insatsen|satsningen|arbetet|"
    r"det|upp|kommun(?:en)?|staden|region(?:en)?|förbundet|vi|(?-i:[A-ZÅÄÖ][\w-]*)|[\"”“][^\"”“]{2,60}[\"”“]))*:?,?\s+",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"(?:\A|[,;:(–]\s|\b(?:och|men|samt)\s)\W*(?:(?:den|i|under|redan|från|och med)\s+|{SEASON})*\Z", re.IGNORECASE
)
_A_PROJECT = re.compile(r"projekt|förstudi|satsning|insats", re.IGNORECASE)
_PROJECT_BEFORE = re.compile(
    r"\b[Pp]rojektet [^.;]{2,80}?, som [^.;,]{2,60}\Z"
)  # "…, som Umeå kommun har drivit sedan 2012"
_BREAK = re.compile(r"[;:]")
_CLAUSE = re.compile(r"[;:(]\s|,\s(?!som\b)|\s(?:och|men|medan)\s")
_PROGRAMME = re.compile(r"(?:2007\D+2013|2014\D+2020|2021\D+2027)")  # those of the funds, not of a project
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTED = re.compile(r"[–/-]\d|\s+(?:kr|kronor|personer|deltagare|företag|nya)\b")
_PAST = re.compile(r"(?:ade|ades|des|at|ats|tts|it|its|drog|gick|kom|satte|höll|tog|blev)\b|\bsedan\b", re.IGNORECASE)
_PROLONGS = re.compile(r"förläng|prolonger|fortsätt|nytt slutdatum|nya slutdatum", re.IGNORECASE)
_ANYBODY = frozenset({_RUNS, _GETS, _TIME_IS, _BEGIN_IS, _END_IS})
_RUNS_ALONE = re.compile(r"(?:(?:projektet|förstudien|insatsen) )?(?:pågår|pågick|löper|löpte)\s+", re.IGNORECASE)
_FAR, _OBJECT = 110, 40
_LONGEST_PERIOD = 60
_SURE, _TOLD = 0.85, 0.75


@dataclass(frozen=True, kw_only=True, slots=True)
class _Verb:
    """A verb of a sentence, or what stands for one, and what it tells of a date beside it: a key of `_CLASSES`."""

    kind: str
    start: int
    end: int


_OF_PROGRAMME = re.compile(r"^(?:program|strukturfonds?)period(?:en)?:?$", re.IGNORECASE)


@lru_cache
def _pattern(classes: tuple[tuple[str, tuple[str, ...]], ...]) -> re.Pattern[str]:
    words = dict(classes)
    kinds = (f"(?P<{kind}>{expression(f'<{name}>', words, {})})" for kind, name in _CLASSES.items())
    return re.compile("|".join(kinds), re.IGNORECASE)


class PeriodReader:
    """Reads when projects run from one text, which is of this `year`, and of this `day` where that is known."""

    def __init__(self, text: str, words: Mapping[str, tuple[str, ...]], year: int | None, day: str | None) -> None:
        self.text = text
        self.year, self.day = year, day
        self.pattern = _pattern(tuple((name, words[name]) for name in _CLASSES.values()))

    def find(self, start: int, end: int) -> list[Mention]:
        """The start and the end that a sentence tells of the project that it is about."""
        sentence = self.text[start:end]
        if not _A_DATE.search(sentence):
            return []
        verbs = [
            _Verb(kind=str(one.lastgroup), start=one.start(), end=one.end()) for one in self.pattern.finditer(sentence)
        ]
        return list(_Told(self, sentence, start, verbs).mentions()) if verbs else self.alone(start, end)

    def alone(self, start: int, end: int) -> list[Mention]:
        """The start and the end, where a period is all that is said, not of a programme: "2015-03-01–2018-02-28."."""
        if _OF_PROGRAMME.search(self.text[:start].rstrip().rpartition("\n")[2]):
            return []
        runs = _RUNS_ALONE.match(self.text, start, end)
        start = runs.end() if runs is not None else start
        period = parse_period(self.text[start:end].rstrip(" .")) if end - start <= _LONGEST_PERIOD else None
        return [] if period is None else [*_ends(period, start, _TOLD)]


class _Told:
    """What one sentence tells by its verbs."""

    def __init__(self, reader: PeriodReader, sentence: str, start: int, verbs: Sequence[_Verb]) -> None:
        self.reader = reader
        self.said, self.start, self.verbs = sentence, start, verbs
        self.periods = [one for one in find_periods(sentence) if not _PROGRAMME.fullmatch(sentence, one.start, one.end)]

    def mentions(self) -> Iterator[Mention]:
        """The start and the end, each once; what is prolonged ends then."""
        told = {one.property: one for period in self.periods[:1] for one in self._both_ends(period)}
        for moment in find_moments(self.said):
            inside = any(one.start <= moment.start < one.end for one in self.periods)
            one = None if inside else self._end(moment)
            if one is not None and (one.property not in told or one.method == PROLONGED):
                told[one.property] = one
        if _begins_after_end(told):
            del told[_BEGIN]  # its year was taken from elsewhere
        yield from told.values()

    def _both_ends(self, period: Period) -> Iterator[Mention]:
        verb = self._near(period.start, period.end)
        if verb is None or self._is_elsewhere(verb, period) or not self._may_tell(verb, period):
            return
        yield from _ends(period, self.start, _SURE)

    def _near(self, start: int, end: int) -> _Verb | None:
        """The last verb before a place, or else the first behind it."""
        before = [one for one in self.verbs if one.end <= start]
        return before[-1] if before else next((one for one in self.verbs if one.start >= end), None)

    def _is_its(self, verb: _Verb) -> bool:
        return is_of_project(self.reader.text, self.start, self.start + verb.start, self.start + verb.end)

    def _end(self, moment: Moment) -> Mention | None:
        """The start or the end that a date by itself is."""
        year_only = _YEAR.fullmatch(moment.words) is not None
        if _TURN_OF_YEARS.search(self.said[: moment.start]) or (year_only and _COUNTED.match(self.said, moment.end)):
            return None
        verb, prop = self._governor(moment)
        iso = self._iso(moment, verb) if verb is not None else None
        if verb is None or iso is None:
            return None
        longer = prop == _END and _PROLONGS.search(self.said[verb.start : moment.start]) is not None
        place = (self.start + moment.start, self.start + moment.end)
        told = _mention(prop, iso, place, _SURE if longer else _TOLD)
        return replace(told, method=PROLONGED) if longer else told

    def _governor(self, moment: Moment) -> tuple[_Verb | None, str]:
        """The verb that a date belongs to, and whether the date is a start or an end."""
        preposition = _PREPOSITION.search(self.said[: moment.start])
        here = preposition.start() if preposition else moment.start
        first = _FIRST.search(self.said[:here]) is not None
        verb = self._near(here, moment.end if first else len(self.said))
        if verb is None or self._is_elsewhere(verb, moment):
            return None, ""
        kind, behind = str(preposition.lastgroup) if preposition else "", verb.start >= moment.end
        prop = (_MEANING[kind] if kind else _ALONE).get(verb.kind)
        adjacent = bool(kind) or behind or _GAP.fullmatch(self.said, verb.end, moment.start) is not None
        if prop is None or not adjacent or (behind and prop == _END and verb.kind in _ANYBODY):
            return None, ""
        return (verb, prop) if self._may_tell(verb, moment) else (None, "")

    def _is_elsewhere(self, verb: _Verb, moment: Moment | Period) -> bool:
        """Whether too much stands between a verb and a date, or their clause is about something else."""
        first, last = min(verb.end, moment.end), max(verb.start, moment.start)
        begin = max((one.end() for one in _CLAUSE.finditer(self.said, 0, min(verb.start, moment.start))), default=0)
        apart = last - first > _FAR or _BREAK.search(self.said, first + 1, last) is not None  # "Pågick: 2019–2020"
        return apart or _OTHERS_TIME.search(self.said, begin, max(verb.end, moment.end)) is not None

    def _may_tell(self, verb: _Verb, moment: Moment | Period) -> bool:
        """Whether it is a project that a verb is about."""
        if verb.kind == _RUNS:  # "driver sedan 2018 projektet Nova"
            behind = _A_PROJECT.search(self.said, min(verb.end, moment.end), moment.end + _OBJECT)
            return behind is not None or _PROJECT_BEFORE.search(self.said[: verb.start]) is not None
        return verb.kind in _ANYBODY or self._is_its(verb)

    def _iso(self, moment: Moment, verb: _Verb) -> str | None:
        """The date as it is written, or with the year that the text's own day makes of it."""
        if moment.iso is not None:
            return moment.iso
        if self.reader.day is not None:
            past = _PAST.search(self.said, verb.start, max(verb.end, moment.start)) is not None
            return nearest(moment.words, self.reader.day, past=past)
        dates = find_dates(moment.words, year=self.reader.year)
        return dates[0].iso if dates else None


def _begins_after_end(told: Mapping[str, Mention]) -> bool:
    begin, end = (str(told[prop].value) if prop in told else "" for prop in (_BEGIN, _END))
    return begin[: len(end)] > end[: len(begin)]


def _ends(period: Period, offset: int, confidence: float) -> Iterator[Mention]:
    for prop, date in ((_BEGIN, period.start_date), (_END, period.end_date)):
        if date is not None:
            yield _mention(prop, date.iso, (offset + date.start, offset + date.end), confidence)


def _mention(prop: str, iso: str, place: tuple[int, int], confidence: float) -> Mention:
    return Mention(property=prop, value=iso, start=place[0], end=place[1], method="running-time", confidence=confidence)
