"""What a sentence says of the project at hand where no phrase fits: sums, owners, partners by the words beside them.

A phrase knows the whole construction, a cue only that certain words stand near: less sure, and asked last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from samverkan.model import Mention, MentionValue
from samverkan.reading.funds import FUNDED, FUNDER
from samverkan.swedish.amounts import Amount, find_amounts
from samverkan.swedish.lists import read_list
from samverkan.swedish.names import BODY, Gazetteer, Name, NameKind, base_form
from samverkan.swedish.persons import is_person

_GRANTED = (
    r"\b(?:bevilja(?:de|t)|biföll|bifall(?:it)?|godkän(?:de|t))\b[^.;]{0,60}?\bansökan|"  # that is, the sum in it
    rf"{FUNDED}|bevilj|tilldel|\bstöd(?:et|s|jer)?\b|bidrag|\bmedel\b|anslag|anslå|anslog|\bvikts?\b"
)
_TOTAL = (
    r"(?<!procent av )(?<!% av )(?<!av den totala )(?:budget|kostnad)|"
    r"kostar|omslut|omsätter|omfattning|\btotalt\b|sammanlagd"
)
_APPLIED = r"(?:\bsök(?:er|ta?|s)\b|(?<!att )\bsöka\b)(?:\s+[\w-]*(?:stöd|bidrag|belopp|medel)\w*)?|ansök"
_KINDS = (
    ("appliedAmount", re.compile(_APPLIED, re.IGNORECASE)),
    ("totalBudget", re.compile(_TOTAL, re.IGNORECASE)),
    ("grantedAmount", re.compile(_GRANTED, re.IGNORECASE)),
)
_NOT_ITS_SUM = re.compile(
    r"medfinans|egna|själv|per år|om året|resten|resterande|övrig|kommunens? (?:del|bidrar)|\bregionen\b|"
    r"miljard|upparbet|förbruk|"
    r"utlys|projekten\b|\bprojekt (?:i|som|får)\b|avslag|\bnej\b|arbetstid|tidigare|förra|avgift|per deltagare"
)
_ABOUT = r"(?:drygt |knappt |cirka |ca |sammanlagt |totalt )*"
# What comes on top of a grant is none by itself, what it is raised to is
_ADDED = re.compile(
    r"(?:(?:utök|höj|\bök|förstärk)\w*[^.;,\d]{0,40}? med|\bytterligare|\btilläggs\w+(?: på| om)?|\bextra)"
    rf" {_ABOUT}\Z",
    re.IGNORECASE,
)
_FROM_FUND = re.compile(rf"\s*(?:i (?:\w+)?(?:stöd|bidrag) )?(?:från|ur) (?:EU:s |den |Europeiska )*(?:{FUNDED})")
# What somebody beside the fund puts in
_PUTS_IN = re.compile(rf"[A-ZÅÄÖ][^.;,]{{2,60}} (?:går in|bidrar|skjuter till)(?: också| även)?(?: med)? {_ABOUT}\Z")
_FUND_PUTS_IN = re.compile(  # "Tillväxtverket skjuter till 40 procent av budgeten, motsvarande …"
    r"[A-ZÅÄÖ][^.;,]{2,60} (?:går in med|bidrar med|skjuter till|står för)[^.;\d]{0,20}"
    r"\d+ ?(?:procent|%) av [^.;\d]{3,50}\Z"
)
_RAISED = re.compile(rf"(?:utök|höj|\bök|förstärk)\w*[^.;]{{0,100}}?\btill {_ABOUT}\Z", re.IGNORECASE)
# "Ansökan till Tillväxtverket omfattar 8,4 miljoner ur regionalfonden": nobody has granted it
_APPLICATION = re.compile(
    r"\W*(?:(?:den|vår|\w+s) )?ansökan\b(?!.*\b(?:bevilja|biföll|bifall|godkän|fått|fick))", re.IGNORECASE | re.DOTALL
)
_CLAUSE = re.compile(r"[,;] |\s(?:och|men|medan|samt)\s")
_OWNS = re.compile(
    r"projektägar|huvudman|\bägare\b|\bvärd\b|\bäger\b|\bdriver\b|\bleder\b|stödmottagar|\bsökande\b|\bregi\b|huvudansvar|"
    r"projektansvar|koordiner|står bakom|håller i\b|samordnar|\bägs\b|\bdrivs\b|\bleds\b"
)
_JOINS = re.compile(
    r"\bdelt(?:ar|og)\b|medverk|samverk|samarbet|tillsammans|\bparter\b|\bpartner|ingår|\bihop\b|"
    r"sida vid sida|hakat på|(?:omfattar|inkluderar|involverar|engagerar) (?:också|även)|"
    r"(?:också|även) (?:omfattar|inkluderar|involverar|engagerar)|"
    r"\b(?:är|finns) (?:också |även )?med\b|vid sin sida|gemensamt|konsorti|\bmed i\b"
)
_NOT_A_PARTY = re.compile(
    r"\binte\b|\bskulle\b|\bom alla\b|kan komma att|avslag|referensgrupp|styrgrupp|konsult|upphandl|utvärder|"
    r"studiebesök|prövad|testad|\bföljer\b|intresse|leverant|liknande|tidigare|erfarenhet|förebild|inspir|"
    r"\bstyrelsen|anställd|föreläs|samtal|konferens|kommer från|utbildning(?:en|ar|arna)? (?:ges|hålls)|\?|tidning|"
    r"bygger (?:vidare )?på|projektledar|\bbör\b|\bkan (?:delta|söka|vara)\b|\bväntar\b|\beventuel|planerar|hoppas"
)
CAPITAL = re.compile(
    r"(?<![\w-])(?!(?:Även|Också|Dessutom|Både|Förutom|Utöver|Därtill|Nu|Här|Där|För|I|Med|Hos|Från|Till|Av|Bakom|Enligt|På|"
    r"Vid|När|Om|Men|Och|Samt|Sedan|Bland|Under|Mellan|Genom|Efter|Som|Det|Den|De|"
    r"Leds|Drivs|Ägs|Genomförs|Samordnas|Bedrivs|Koordineras|Görs|Projektet)\b)[A-ZÅÄÖ]"
)
# Bodies that everybody knows, most with their place or trade behind
TOLD = re.compile(
    r"(?:institut|institutet|gymnasium|gymnasiet|folkhögskola|folkhögskolan|högskolan|universitetet|museum|museet|sjukhus|"
    r"sjukhuset|stadsmission|Stadsmissionen|\bkommun|\bstad|centrum|Business|Science Park|stiftelse|kammare|kooperativ|"
    r"församling)\Z|"
    r"\A(?:Energikontor(?:et)?|Science Park|Innovatum|Hantverkarna|Finsam|Företagarna|Fastighetsägarna|Handelskammaren|"
    r"Regionförbundet|Kommunförbundet|Fackförbundet|Arbetsförmedlingen|Försäkringskassan|Frivården|Polisen|Visit|"
    r"Destination|Campus|IUC|Winnet|Länsmuseet|Teknikföretagen|Byggföretagen|Funktionsrätt|Stadsmissionen|NBV|Bilda|"
    r"SISU|LO-distriktet|Rädda Barnen) (?:i |på )?[A-ZÅÄÖ]|"
    r"\A(?:Polisen|Frivården|Chalmers|KTH|Rädda Barnen|SISU Idrottsutbildarna)\Z"
)
_OFFICE = re.compile(r" \w*förvaltning(?:en)?\Z")
_OF_TOWN = re.compile(r" (?:kommun|stad)\Z", re.IGNORECASE)
_FAIRLY_SURE, _NOT_SURE = 0.75, 0.7


def find_sums(text: str, start: int, end: int) -> Iterator[Mention]:
    """The sums whose kind the words around them tell, each with the nearest such word."""
    amounts = find_amounts(text, start, end)
    if not amounts:
        return
    edges = [start, *(amount.end for amount in amounts)]
    for place, amount in enumerate(amounts):
        stop = amounts[place + 1].start if place + 1 < len(amounts) else end
        given = _PUTS_IN.search(text, edges[place], amount.start)
        if _ADDED.search(text, start, amount.start) or (given and not FUNDER.search(given.group())):
            continue
        raised = _RAISED.search(text, start, amount.start) is not None and _KINDS[-1][1].search(text, start, stop)
        granted: object = raised or _FROM_FUND.match(text, amount.end, stop)
        share = _FUND_PUTS_IN.search(text, edges[place], amount.start)
        granted = granted or (share and FUNDER.search(share.group()))
        kind = "grantedAmount" if granted else _nearest(text, edges[place], amount, stop)
        kind = "appliedAmount" if kind == "grantedAmount" and _APPLICATION.match(text, start, end) else kind
        clause = _CLAUSE.search(text, amount.end, end)  # what another clause says later is of another sum
        another = _NOT_ITS_SUM.search(text[start : clause.start() if clause else end].lower())
        if kind is not None and another is None and amount.currency == "SEK":
            yield _mention(kind, amount.value, amount.start, amount.end, amount.qualifier)


def _nearest(text: str, begin: int, amount: Amount, stop: int) -> str | None:
    """The kind of sum that the nearest cue before or after an amount tells."""
    found: list[tuple[int, str]] = []
    for kind, cue in _KINDS:
        found += [(amount.start - hit.end(), kind) for hit in cue.finditer(text, begin, amount.start)]
        found += [(hit.start() - amount.end, kind) for hit in cue.finditer(text, amount.end, stop)]
    return min(found, default=(0, None))[1]


def find_parties(text: str, start: int, end: int, known: Gazetteer) -> Iterator[Mention]:
    """The organisations of a sentence that says who owns the project (when it names one only), or who takes part."""
    sentence = text[start:end].lower()
    owns, joins = _OWNS.search(sentence), _JOINS.search(sentence)
    if not (owns or joins) or _NOT_A_PARTY.search(sentence):
        return
    names = list(find_organisations(text, start, end, known))
    if owns and not joins and len(names) == 1:
        yield _mention("lead", names[0], names[0].start, names[0].end)
    if joins and not owns:
        for name in names:
            yield _mention("partner", name, name.start, name.end)


def find_organisations(text: str, start: int, end: int, known: Gazetteer) -> Iterator[Name]:
    """The names in a stretch of running text that can only be organisations'."""
    position = start
    while (capital := CAPITAL.search(text, position, end)) is not None:
        names, stop = read_list(text, capital.start(), end, known)
        yield from (name for name in names if is_organisation(name, known))
        position = max(stop, capital.end())


def is_organisation(name: Name, known: Gazetteer) -> bool:
    """Whether a name can only be an organisation's, and not a fund's, a place's or a person's."""
    if name.kind is NameKind.GROUP or FUNDER.search(name.text) or is_person(name.text):
        return False
    if (
        (name.text.endswith(("län", "läns")) and not name.text.startswith(("Region ", "Länsstyrelsen ")))
        or (known.is_place(name.text) and not _OF_TOWN.search(name.text))
        or any(map(known.is_known, _areas(name.text)))
    ):
        return False  # where, not who
    told = (
        _OFFICE.search(name.text)
        or known.is_known(name.text)
        or known.is_known(base_form(name.text, known))
        or BODY.search(name.text)
        or TOLD.search(name.text)
        or _is_branch(name.text, known)
    )
    return bool(told) and not name.text.islower()


def _areas(place: str) -> tuple[str, ...]:
    """What a county is called whose short name this is."""
    return f"{place} län", f"{place}s län"


def _is_branch(name: str, known: Gazetteer) -> bool:
    """Whether a name begins with a known body's, and no area's, and goes on with its place or trade: "Almi Väst"."""
    end = known.longest(name, 0)
    body = name[:end]
    area = known.is_municipality(body) or not known.is_known(body) or any(map(known.is_known, _areas(body)))
    return end is not None and name[end : end + 1] == " " and not area


def _mention(prop: str, value: MentionValue, start: int, end: int, qualifier: str | None = None) -> Mention:
    sure = _FAIRLY_SURE if isinstance(value, Name) else _NOT_SURE
    return Mention(property=prop, value=value, start=start, end=end, method="cue", confidence=sure, qualifier=qualifier)
