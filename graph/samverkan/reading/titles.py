"""Headings and titles: which can be a project's name, and which are headlines or the titles of pages and parts."""

from __future__ import annotations

import re
from functools import lru_cache

from samverkan.reading.calling import names_none
from samverkan.reading.periods import EARLIER
from samverkan.reading.records import DIARIENUMMER
from samverkan.swedish.amounts import find_amounts
from samverkan.swedish.dates import find_dates, find_periods, parse_date
from samverkan.swedish.names import BODY, Gazetteer

RECORD_TITLE = re.compile(rf"(?P<id>{DIARIENUMMER.pattern})\s+[–-]\s+(?P<name>\S.*)")
# The same with a label, or without a dash; and a number behind its name: "Dnr 2016/00117 Nyväg", "Nyväg (2016/00117)"
_NUMBER = (
    rf"(?:(?:dnr|diarienr|diarienummer|ärende(?:-id)?|projekt-id|projektnr)\.?:?\s+)?(?P<id>{DIARIENUMMER.pattern})"
)
_NUMBERED_TITLES = (
    re.compile(rf"(?:§\s?\d+[.:]?\s+)?{_NUMBER}[.:,]?\s+(?:[–-]\s+)?(?P<name>\S.*)", re.IGNORECASE),
    re.compile(rf"(?P<name>\S.*?),?\s+(?:[–-]\s+)?\(?{_NUMBER}\)?", re.IGNORECASE),
)
_YEARS = re.compile(r"(?:19|20)\d\d[/-](?:19|20)\d\d")
# A heading's name without quotation marks or what is said behind it: "Nyväg (2019–2021)", "Nyväg (ESF)", "Nyväg, ESF"
CALLED = re.compile(
    r"[\"”“]?(?P<name>.+?)[\"”“]?"
    r"(?:\s+\((?:(?P<years>(?:19|20)\d\d\s?[–-]\s?(?:19|20)\d\d)|ESF\+?|ERUF|EU)\)|"
    r"(?:,|\s[(–-]) ?(?:ett )?(?:ESF\+?|ERUF|EU|(?:ESF|EU|socialfonds|regionalfonds)-?projekt)\)?)?"
)
# "Slutrapport för projektet Nyväg", "§ 28 Information om projektet Nyväg (2019–2021)", "Projekt Nyväg – lägesrapport"
KIND_AND_NAME = re.compile(
    r"(?:^|[§\d.] |\b(?:för|av|i|till|[Oo]m|kring|inom|från) )(?:ESF-|EU-)?(?:[Pp]rojekt(?:et)?|[Ff]örstudien?) "
    r"[\"”“]?(?P<name>[A-ZÅÄÖ0-9#+](?:(?! [–-] )[^\"”“–:()]){1,59}?)[\"”“]?"
    r"(?:,? \([^()]*\)|,? (?:dnr|diarie\w+|ärende(?:nr|nummer|-id)?):?\.? .*|"
    r" (?:förläng|avsluta|starta|fortsätt|bevilja|permanenta|växla|inled)\w*\b.*|"
    r"\s[–-]\s[a-zåäö].*|,? (?:den )?(?:\d\d?(?:/\d\d?| [a-z]+) )?(?:19|20)\d\d(?:[\d /–-]+)?)?$"
)
# "§ 62 Ansökan om regionala utvecklingsmedel: Nyväg"; what else is applied for is no project
_APPLIED = re.compile(
    r"(?:§ ?\d+[.:]?\s+)?(?:Ansökan|Beslut) om (?:[\w-]+ ){0,3}?"
    r"(?:(?:projekt|regional|utveckling|tillväxt)[\w -]*(?:medel|stöd|bidrag|finansiering)|medfinansiering)"
    r"(?: (?:av|till|för) (?:projektet|förstudien))?(?::| [–-])\s+[\"”“]?(?P<name>[A-ZÅÄÖ0-9].*?)[\"”“]?"
)
# What pages, and the links and boxes around their text, are called
_PAGE = re.compile(
    r"^om (?-i:[a-zåäö])|kontakt|vem kan|kan delta|lediga|rekryter|ansök|utlys|protokoll|kallelse|dagordning|cookie|"
    r"kakor|nyhet|"
    r"hoppa till|^(?:gå )?(?:direkt )?till (?:sidans )?(?:huvud)?innehåll|"
    r"^(?:slut|del|läges|halvtids|års|kvartals|månads)rapport(?:$| (?=\w+ (?:19|20)\d\d$|(?:19|20)\d\d$|nr \d))|"
    r"^(?:sammanfattning|inledning)$|"
    r"pressmeddelande|årsredovisning|katalog\b|publicera|uppdatera|anmäl|projekt(?:en)? (?:i|på|hos)\b|^projekt\s|"
    r"^[\w+-]*projekt$|^projekt(?:bank|katalog|lista|databas)\w*\b|"
    r"^(?:strukturfondspartnerskapet|svenska esf-rådet|esf-rådet|tillväxtverket)\b|"
    r"^\w*(?:styrelsen|nämnden|utskottet|fullmäktige|beredningen)\b|"
    r"^(?:europeiska )?(?:socialfonden|regionalfonden|(?:regionala )?utvecklingsfonden|esf|eruf)(?: plus|\+)?$|"
    r"^(?:så|hur|vad|varför|vem|vilka|när|var)\b|"
    r"^(?:pågående|avslutade|beviljade|prioriterade|våra|aktuella|alla|stäng|dela|relaterat|läs (?:mer|också|även))\b",
    re.IGNORECASE,
)
# What the parts of a text about one project are called
_PART = re.compile(
    r"fakta\b|kort om|om (?:projektet|insatsen|förstudien)|^om (?-i:(?=[A-ZÅÄÖ]))|projektinformation|"
    r"^(?:finansiering|budget|bakgrund|syfte|mål|resultat|metod|genomförande|aktiviteter|målgrupp\w*|tidplan|samverkan|"
    r"ärendet|ärendebeskrivning|(?:\w+s )?beslut|beslutsunderlag|skälen? (?:för|till) beslutet|motivering|bedömning|"
    r"organisation|ekonomi|medverkande|deltagare|effekter|innehåll|beskrivning|"
    r"sammanfattning|(?:nya |övriga )?parter|lägesrapport|lägesbeskrivning|nuläge|"
    r"nästa (?:möte|steg)|övrigt|förväntade \w+|"
    r"(?:projekt)?(?:översikt|detaljer|uppgifter|data)|(?:grund|bas)(?:data|uppgifter))"
    r"(?: (?:och|i|av|för) \w+)?$",
    re.IGNORECASE,
)
# News has a verb, a sum or something new in its headline; a name seldom has
_HEADLINE = re.compile(
    r"miljon|kronor|\bEU\b|EU-|stöd\b|pengar|medel\b|\bfår\b|\bfick\b|bevilja|tilldela|satsa|\bnya?\b|\bnytt\b|\bstort?\b|"
    r"\bprojekt (?:i|på|inom|hos|som|med|för)\b|projektledare|projekten\b|\bmöte[nt]?\b|beslut|\bbudget|"
    r"\b(?:deltar|medverkar|startar|driver|hjälper|byggs|(?<!\wa )leder|ska|vill|kan|blir|är|tar|ger|möts|säger|söker|"
    r"går|utvecklar|utbildas|växer|lyfter|rustar|hittar|gör|prövar|testar|stärker|stärks|ökar|minskar|bygger|kommer|"
    r"avslutas|avslutat|satsar|sökes|söks|delar|lanserar|firar|bjuder|samarbetar|samverkar|fortsätter|ställer|drar|"
    r"invigs|öppnar|behöver|skapar|utbildar|samlar|vänder)\b",
    re.IGNORECASE,
)
# What pages ask of their readers that tell of no project of their own
_NOTICE = re.compile(
    r"\b(?:vem kan söka|ansök(?:an)? senast|sista (?:ansöknings|anbuds)dag|anställningsform|vi söker dig|din profil|"
    r"ditt uppdrag|vi erbjuder|meriterande|tillsvidareanställning|vikariat|anbudsgivare|upphandling|avtalstid|ramavtal|"
    r"anbud|inbjudan|anmäl (?:dig|er)|anmälan senast|antal platser|arrangör|personuppgiftsansvarig|rättslig grund|"
    r"kakor|cookies|vanliga frågor|frågor och svar|remissversion|handlingsplan|strategin?|dagordning|justerat|"
    r"justerare|prenumerera|mest läst|året i siffror|årsberättelse|årsredovisning|verksamhetsberättelse)\w{0,4}\b",
    re.IGNORECASE,
)
_NOTICE_WORDS = 2
_DESCRIBED = re.compile(
    r"(?P<name>[^\n]{3,120}?)(?:\s+[–-]\s+(?=[a-zåäö])|, (?=(?:som|där|vilket|om|i (?:samarbete|samverkan) med) \w))"
    r"(?!(?:etapp|fas|steg|del|version) [\dIVX]|(?:för(?:studie|djupning)|genomförande|fortsättning)\W*$)"
)
_A_KIND = re.compile(r"(?:ett|en) (?:\w+ ){0,2}\w*(?:projekt|satsning|förstudie)\b", re.IGNORECASE)
_TAIL = re.compile(r"\s+[–-]\s+|:\s+")
# Words that speak of one project, which they do not name
A_PROJECT = r"\b(?:ett|en) (?:\w+ )?\w*(?:projekt|förstudie)\b"
_NAMED_PROJECT = re.compile(
    r"\b(?:[Pp]rojektet|[Ff]örstudien|heter|kallas) [\"”“]?(?![\d., ]*(?:kr|m[nk]|miljo))[A-ZÅÄÖ0-9]|"
    r"\bheter (?:projektet|förstudien)\b|"
    r"\b(?:ett|en) \w*(?:projekt|förstudie), [A-ZÅÄÖ]"
)
_ANOTHER = re.compile(rf"\b(?:{EARLIER}|liknande|inspire\w*|bygger|förebild|erfarenheter)\b[^.]*\Z")
_SENTENCE = 120
# Marks of layout, and of a clause
_BROKEN = re.compile(r"[\n\t|>›→]|\s[/»]\s|, (?:som|där|vilket|ett|en) | (?:från|av|till|med|för|och|i|om)$")
_ABOUT = re.compile(
    r"(?i:(?:(?:(?:vanliga |\w+ )?(?:snabba )?frågor(?: och svar)?|frågor & svar|faq|fakta|kort|allt|information)"
    r"(?: om|:| –)?|"
    r"(?:(?:slut|läges|del|halvtids)rapport(?: \d)?|projekt(?:beskrivning|blad|plan|fakta|presentation)|faktablad)"
    r"(?: för| från| om|:| –| -)) (?:projektet )?)(?=[\"”A-ZÅÄÖ0-9])"
)
_DESCRIPTION = re.compile(r"(?:ett|en|fortsättning på) ")
_PAPER = re.compile(
    r"(?:årsredovisning|årsberättelse|verksamhetsberättelse|verksamhetsplan|delårs\w+|protokoll|nyhetsbrev|kallelse)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 14
_MOST_TITLES = 1 << 12  # each is asked about several times while its page is read


@lru_cache(_MOST_TITLES)
def may_be_name(heading: str, known: Gazetteer) -> bool:
    """Whether a heading can be a project's name: no page, no part of a page, no organisation, no date, no sentence."""
    found = CALLED.fullmatch(heading)
    content = found["name"] if found else heading
    if (
        names_none(content)
        or _A_KIND.match(content)
        or content[-1] in ".?:"
        or len(content.split()) > _MOST_WORDS
        or not any(char.isalpha() for char in content)
    ):
        return False
    if any(pattern.search(content) for pattern in (_BROKEN, _PAGE, _PART, BODY)) or known.is_known(content):
        return False
    return not (
        _is_at_body(content, known) or find_amounts(content) or _is_dated(content) or _begins_with_body(content, known)
    )


def numbered_title(content: str, known: Gazetteer) -> re.Match[str] | None:
    """The number and the name in a title that holds both, in either order; None for one that has no name."""
    found = (pattern.fullmatch(content) for pattern in _NUMBERED_TITLES)
    titles = (title for title in found if title is not None and not _YEARS.fullmatch(title["id"]))
    return next((title for title in titles if may_be_name(title["name"], known)), None)


def applied_title(content: str, known: Gazetteer) -> re.Match[str] | None:
    """The name in the title of an application for money for a project; None for any other title."""
    title = _APPLIED.fullmatch(content)
    return title if title is not None and may_be_name(title["name"], known) else None


def _is_at_body(content: str, known: Gazetteer) -> bool:
    """Whether an organisation, and no place, stands behind a comma: "Två forskare, Linnéuniversitetet"."""
    last = content.rsplit(", ", 1)[-1]
    places = (f"{last} län", f"{last}s län", f"Region {last}")
    body = known.is_known(last) and not known.is_municipality(last) and not any(map(known.is_known, places))
    return last != content and body


def _is_dated(content: str) -> bool:
    dates = find_dates(content)
    to_the_day = any(len(one.iso) == len("2016-06-22") for one in dates)  # "Östersund 2016-06-22"
    return (
        to_the_day or parse_date(content) is not None or bool(find_periods(content)) or (":" in content and bool(dates))
    )


def _begins_with_body(content: str, known: Gazetteer) -> bool:
    """Whether a heading tells what an organisation does: "Gislaveds kommun växlar upp …"."""
    end = known.longest(content, 0)
    return end is not None and " " in content[:end] and content[end : end + 2].strip().islower()


def is_headline(content: str) -> bool:
    """Whether a title tells news rather than gives a name."""
    return _HEADLINE.search(content) is not None


def is_notice(text: str) -> bool:
    """Whether a page is a call, a vacancy, an invitation, a tender or about itself, whose title names no project."""
    return len({found.group().lower() for found in _NOTICE.finditer(text)}) >= _NOTICE_WORDS


def tells_news(title: str, length: int) -> bool:
    """Whether the first words of a title are a headline's, or the rest says what somebody does."""
    rest = title[length:].lstrip(" –-:")
    return is_headline(title[:length]) or (rest[:1].isupper() and is_headline(rest))


def heads_part(content: str) -> bool:
    """Whether a heading is that of a part of what is said about one project ("Bakgrund", "Fakta om projektet")."""
    return _PART.search(content) is not None


def name_lengths(title: str) -> list[int]:
    """How many characters of a title may be the name: all, or those before a subtitle ("Nyväg – ett projekt för …")."""
    title = title if title.startswith(('"', "”", "“")) else title[: called_length(title)]
    tail = _TAIL.search(title)
    if tail is None or tail.start() < 2:
        return [len(title)]
    if _PAPER.match(title, tail.end()):
        return [len(title)]  # whose paper it is
    return [tail.start()] if _DESCRIPTION.match(title, tail.end()) else [len(title), tail.start()]


def begins_about(title: str) -> int:
    """Where the name begins in a page's title: behind "Frågor och svar om"."""
    about = _ABOUT.match(title)
    return about.end() if about else 0


def called_length(name: str) -> int:
    """How much of a name is left without what is said behind it: "Nyväg, ESF-projekt"."""
    called = CALLED.fullmatch(name)
    return len(name) if called is None else called.end("name")


def described_name(line: str) -> int | None:
    """How much of "Nyväg – ger unga stöd" is the name; None for a line that does not go on to say what it does."""
    described = _DESCRIBED.match(line)
    return described.end("name") if described else None


def names_project(text: str) -> bool:
    """Whether a text gives its project a name in so many words, and not an earlier or a similar one."""
    return any(
        not _ANOTHER.search(text[max(0, found.start() - _SENTENCE) : found.start()])
        for found in _NAMED_PROJECT.finditer(text)
    )
