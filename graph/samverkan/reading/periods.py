"""When a project runs, as a sentence says it: "pågår 2021–2023", "drivs från hösten 2021 till våren 2023"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samverkan.model import Mention
from samverkan.swedish.dates import Period, find_periods, parse_period

_RUNS = re.compile(
    r"\b(?:pågå\w*|pågick|håller på|höll på|rullar|löp(?:er|te|a)|genomför(?:s|des|as)|driv(?:s|as)|drevs|"
    r"bedriv(?:s|as)|bedrevs|sträcker sig|"
    r"projekt(?:et|tid|tiden|period|perioden)|perioden|åren|startar|varar|ska|kommer)\b",
    re.IGNORECASE,
)
# Words that speak of a project before the one at hand
EARLIER = "tidigare|föregående|förra"
_OTHERS_TIME = re.compile(
    rf"\b(?:{EARLIER}|föregångare\w*|programperiod\w*|ansök\w*|utlys\w*|sommar\w*|inspir\w*|bygger)\b",
    re.IGNORECASE,
)
# A year alone: "startade 2016", "pågår till och med 2018"
_YEARS = re.compile(
    r"\b(?:startade|startar|inleddes|inleds|påbörjades|drog i ?gång|drar i ?gång)(?: år| under)? "
    r"(?P<startDate>20\d\d)(?![\w–/-])|"
    r"\b(?:avslutas|avslutades|slutar|slutade|(?:pågår|löper|drivs|genomförs|fram) till|till och med|t\.o\.m\.)"
    r"(?: år| under)? (?P<endDate>20\d\d)(?![\w–/-])",
    re.IGNORECASE,
)
_LONGEST_PERIOD = 60
_SURE = 0.85


def find_alone(said: str) -> Period | None:
    """The period that is all that is said: "2015-03-01–2018-02-28."."""
    return parse_period(said.strip(" .")) if len(said) <= _LONGEST_PERIOD and any(map(str.isdigit, said)) else None


def find_running_time(text: str, start: int, end: int) -> Iterator[Mention]:
    """The start and the end of the one period that a sentence says its project runs."""
    sentence = text[start:end]
    alone = find_alone(sentence)
    if alone is None and (not _RUNS.search(sentence) or _OTHERS_TIME.search(sentence)):
        return
    periods = [alone] if alone is not None else find_periods(sentence)
    if len(periods) == 1:
        told = {"startDate": periods[0].start_date, "endDate": periods[0].end_date}
        ends = {prop: (date.iso, date.start, date.end) for prop, date in told.items() if date is not None}
    else:
        years = [] if periods else list(_YEARS.finditer(sentence))
        ends = {str(year.lastgroup): (year[str(year.lastgroup)], *year.span(str(year.lastgroup))) for year in years}
    for prop, (iso, first, last) in ends.items():
        yield Mention(
            property=prop, value=iso, start=start + first, end=start + last, method="running-time", confidence=_SURE
        )
