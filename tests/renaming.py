"""Re-tells the five documents about other organisations, places, sums and days, and their known facts with them.

A reader that learnt the texts by heart fails on the variants; one that reads passes. May not know how the reader works.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeAlias

from samverkan.reference import Reference

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | None"


def _pool(names: str) -> list[str]:
    return [name.strip() for name in re.split(r"[;\n]", names) if name.strip()]


# --- who is named in the documents, by what may take its place. Names that stand in running text come first.

_ORGANISATIONS = (
    "Scania Stockholm", "Kommunal Stockholms län", "Kommunal i Stockholms län", "Almega tjänsteföretagen", "Unionen",
    "Storsthlm", "Rädda barnen", "Stiftelsen Fryshuset", "Film- och TV-producenterna i Sverige",
    "Ensamkommandes förbund Stockholm", "Stadsmissionen", "Filmpool Nord", "Film i Väst", "Film i Skåne",
    "Sveriges Television AB", "Sveriges filmuthyrareförening", "Svenska Filminstitutet", "Film Capital Stockholm",
    "Röda Korset", "Koordination Norrort", "Bonnier Broadcasting", "SOS Barnbyar",
)  # fmt: skip
_ABBREVIATED = ("Oberoende filmares förbund (OFF)",)
_COORDINATORS = (
    "Samordningsförbundet VärNa", "Samordningsförbundet Östra Södertörn", "Samordningsförbundet Sundbybergs stad",
    "Samordningsförbundet Stockholms stad",
)  # fmt: skip
_HOSPITALS = (
    "Stockholms länssjukvårdsområde", "Karolinska universitetssjukhuset", "Södersjukhuset", "Danderyds sjukhus",
    "Södertälje sjukhus", "Tiohundra Norrtälje",
)  # fmt: skip
_DEPARTMENTS = ("Arbetsmarknadsförvaltning", "Utbildningsförvaltning", "Socialförvaltning")
_SECTIONS = ("Serviceförvaltningen-IT", "Hälso och sjukvårdsförvaltningen-avdelning för digitalisering")
_DISTRICTS = ("Spånga-Tensta", "Rinkeby-Kista")
_AGENCIES = ("Arbetsförmedlingen", "Försäkringskassan")
_AGENCY_NUMBER = "2021002114"
_REGION = ("Östra Mellansverige", "SE12")
_TOTALS = {38_000_000: (20_000_000, 18_200_000)}

# --- who takes their place: invented names of every shape, some real ones where there is a closed class of them

_OTHER_ORGANISATIONS = _pool("""
Nordvind Omställning AB; Mälarstål AB; Kvarnforsen Teknik AB; Åkerlunds Bygg & Betong AB; Lingon & Co AB
Vision 2035 AB; Samhall AB; Bergslagens Mekaniska Verkstad AB; Snickarboden i Norr AB; Omvärld Konsult Sverige AB
Blå Horisont Logistik AB; Sveriges Radio AB; Hantverkarna Ek & Alm HB; Studio 17 HB; Källgrens Cykel HB
Byakraft ek. för.; Lokalmat Väster ek. för.; Grannodlarna ekonomisk förening; Kooperativet Tråden
Kooperativ Kraft Inland; Föreningen Hela Bygden; Integrationsföreningen Bron; Idrottsklubben Pilen
Kvinnoföreningen Lyktan; Hembygdsföreningen i Ljungskog; Folkbildningsförbundet Väst; Sällskapet Vänskap; Bygdegillet
Stiftelsen Ankaret; Stiftelsen Nya Vägar; Stiftelsen Lärkträdet i Dalarna; Insamlingsstiftelsen Ljuspunkten
Kommunalarna i Värmlands län; Vårdfacket Halland; Handelsfacket Kalmar län; Industrifacket Metallerna
Transportarbetarna i Norrbottens län; Lärarfacket Norra Småland; Tjänstemännen; Nordiska vindkraften
Svenska mäklarhuset; Gröna näringens riksorganisation; Teknik- och serviceföretagen Norr; Bygg och anläggning Väst
Livsmedelsproducenterna i Sverige; Besöksnäringens arbetsgivare; Skogsindustrins yrkesnämnd; Trä & möbelfolket
Sveriges småföretagare; Sveriges båtbyggareförening; Svenska Musikakademin; Svensk scenteknik; Teater i Öster
Musik i Bergslagen; Dans på Landet; Centrum för delat ledarskap; Forum för Odling; Skola på Havet; Hus för Hantverk
Verkstad på Kajen; Rum för Resande; Lind & Partners; Barn & Framtid; Mat & Möten Mitt; Arena 305; Plats 4
Kraftverk 2.0; Hub24; Nord-Syd Rekrytering; Start-Upp Jämtland; IT-klustret Fyrbodal; X-Lab; Skapandia; Kompetera
Framsteget; Lyftkraft; Novanta; Sjöfyren; Tillväxtarna; Jobbcirkeln; Vägvisarna; NTK; SVEKO; KRAFT; ÖMK
KFB Bergslagen; NIA Mitt; Hjältarnas Hus; Nova Campus; Röda tråden; Gula villan; Öppna famnen; Nya kompisar
Luleå Näringsliv AB; Skövde Science Center; Örebro Promotion; Campus Roslagen; Malmö Stadsmission; Medborgarhuset Umeå
Ung i Kiruna; Norra Skånes Företagare; Östra Ljungbys Byalag; Riksnätet; Yrkesakademin Syd; Folkhögskolan Åsen
Hantverkskammaren; Bildningsforum Gävle
""")
_OTHER_ABBREVIATED = _pool("""
Fria scenkonstnärers förbund (FSF); Svenska cirkusförbundet (SCF); Riksteatrar i samverkan (RIS); Unga ljudmakare (UL)
""")
_OTHER_COORDINATORS = _pool("""
Samordningsförbundet Västra Skaraborg; Samordningsförbundet Umeå; Samordningsförbundet Centrala Östergötland
Sjuhärads samordningsförbund; Samordningsförbundet Göteborg Nordost; Samordningsförbundet Insjöriket
Samordningsförbundet FinSyd; Samordningsförbundet Kustlandet; Samordningsförbundet i Norra Dalarna
Samordningsförbundet Pilen; Samordningsförbundet Mitt i Värmland; Norra Hälsinglands samordningsförbund
Samordningsförbundet Botkyrka, Huddinge och Salem; Samordningsförbund Gävleborg; Samordningsförbundet VISAM
Samordningsförbundet Älv & Kust
""")
_OTHER_HOSPITALS = _pool("""
Skånes universitetssjukhus; Akademiska sjukhuset; Norrlands universitetssjukhus; Blekingesjukhuset; Sunderby sjukhus
Falu lasarett; Länssjukhuset Ryhov; Centralsjukhuset Karlstad; Hallands sjukhus Varberg; Lindesbergs lasarett
Vrinnevisjukhuset; Piteå sjukhus; Närsjukvården Väster; Psykiatri Nordväst; Primärvården Södra
Västra länssjukvårdsområdet; Folktandvården; Geriatriken Norr; Vårdbolaget Sjö
""")
_OTHER_DEPARTMENTS = _pool("""
Kulturförvaltning; Miljöförvaltning; Äldreförvaltning; Fastighetsförvaltning; Trafikförvaltning; Idrottsförvaltning
Omsorgsförvaltning; Kultur- och fritidsförvaltning; Barn- och ungdomsförvaltning; Samhällsbyggnadsförvaltning
Välfärdsförvaltning; Näringslivsavdelning; Vuxenutbildningsenhet; Integrationsenhet; Utbildningskontor; Kulturnämnd
""")
_OTHER_SECTIONS = _pool("""
Fastighetsförvaltningen-drift; Trafikförvaltningen-HR; Kultur och bildningsförvaltningen-enhet för folkbildning
Ekonomiavdelningen-inköp; Miljö och hälsoskyddsförvaltningen-avdelning för tillsyn; Regionservice-IT
""")
_OTHER_DISTRICTS = _pool("""
Askim-Frölunda; Hägersten-Älvsjö; Skärholmen; Farsta; Norra Hisingen; Lundby; Örgryte-Härlanda; Enskede-Årsta-Vantör
""")
_ACRONYMS = _pool("VISA; FINN; Insikt; SAMKRAFT; Trion; Lots")
_COUNTIES = _pool("""
Skåne län/Region Skåne/Skåne; Hallands län/Region Halland/Halland; Värmlands län/Region Värmland/Värmland
Dalarnas län/Region Dalarna/Dalarna; Gävleborgs län/Region Gävleborg/Gävleborg
Västerbottens län/Region Västerbotten/Västerbotten; Östergötlands län/Region Östergötland/Östergötland
Kalmar län/Region Kalmar län/Kalmar; Örebro län/Region Örebro län/Örebro
Västra Götalands län/Västra Götalandsregionen/Västra Götaland; Jönköpings län/Region Jönköpings län/Jönköping
Kronobergs län/Region Kronoberg/Kronoberg; Norrbottens län/Region Norrbotten/Norrbotten
""")

# --- numbers and days as the documents write them

_MONTHS = _pool("januari; februari; mars; april; maj; juni; juli; augusti; september; oktober; november; december")
_SHORT_MONTHS = _pool("jan; feb; mars; april; maj; juni; juli; aug; sept; okt; nov; dec")
_NUMBER_WORDS = _pool("noll; en; två; tre; fyra; fem; sex; sju; åtta; nio")
_COUNTED = "anställda|kvinnor|unga deltagare|Process|företag|samverkanspartners|Samordningsförbunden|kommuner"
_PATTERNS = {
    "kept": r"Unionens medfinansieringsgrad",
    "day": rf"\d{{1,2}} (?:{'|'.join(dict.fromkeys((*_MONTHS, *_SHORT_MONTHS)))}) \d{{4}}",
    "iso": r"\d{4}-\d{2}-\d{2}",
    "years": r"20\d{2}[-–]20\d{2}|(?<=under )20\d{2}",
    "number": r"\d{4}/\d{5}|\d{2}-\d{3}-S\d{2}",
    "amount": r"\d+(?:,\d)?(?= miljoner\b)|\d{1,3}(?:[ \u00a0]\d{3})+(?= kronor\b|\n)",
    "range": r"(?<=mellan )\d+ och \d+(?= företag)",
    "count": rf"\d+(?:[ \u00a0]\d{{3}})?(?= (?:{_COUNTED}))|(?<=deltagare:\n)\d+|tre(?= av )",
}


class Renaming:
    """One variant: the same documents with every organisation, municipality, amount, count and date another.

    `corpus` is all the text that will be renamed (documents and facts); the same seed and corpus give the same variant.
    """

    def __init__(self, seed: int, reference: Reference, corpus: str) -> None:
        self._seed = seed
        chance = random.Random(seed)
        self._days = timedelta(days=chance.choice((-1, 1)) * chance.randrange(30, 1500))
        self._turn = chance.randrange(10**9)
        names = _organisations(chance, reference) | _places(chance, reference)
        names |= _municipalities(chance, reference, corpus)
        self._names = {old: new for old, new in names.items() if old in corpus}
        longest_first = "|".join(re.escape(old) for old in sorted(self._names, key=len, reverse=True))
        patterns = {**_PATTERNS, "name": rf"(?<![\w-])(?:{longest_first})(?!\w)"}
        self._pattern = re.compile("|".join(rf"(?P<{kind}>(?<!\d)(?:{pattern}))" for kind, pattern in patterns.items()))
        self._rules: Mapping[str, Callable[[str], str]] = {
            "kept": str,
            "day": self._day,
            "iso": self._iso,
            "years": self._years,
            "number": self._number,
            "amount": self._amount,
            "range": self._range,
            "count": self._counted,
            "name": self._names.__getitem__,
        }

    def text(self, text: str) -> str:
        """The text of this variant."""
        return self._pattern.sub(lambda match: self._rules[str(match.lastgroup)](match.group()), text)

    def gold(self, facts: Mapping[str, Json]) -> dict[str, Json]:
        """The facts of this variant."""
        return {self.text(name): self._fact(value, name) for name, value in facts.items()}

    def _fact(self, value: Json, key: str) -> Json:
        """A value of this variant; the key tells whether a number is money or a count."""
        if isinstance(value, dict):
            return self.gold(value)
        if isinstance(value, list):
            renamed = [self._fact(item, key) for item in value]
            return sorted(renamed, key=str) if key.endswith("_range") else renamed
        if isinstance(value, int):
            return self._money(value) if key.endswith("_sek") else self._count(value)
        return self.text(value) if value is not None else None

    def _day(self, written: str) -> str:
        day, month, year = written.split()
        months = _MONTHS if month in _MONTHS else _SHORT_MONTHS
        moved = date(int(year), months.index(month) + 1, int(day)) + self._days
        return f"{moved.day} {months[moved.month - 1]} {moved.year}"

    def _iso(self, written: str) -> str:
        return (date.fromisoformat(written) + self._days).isoformat()

    def _years(self, written: str) -> str:
        return re.sub(r"\d+", lambda year: str(int(year.group()) + round(self._days.days / 365)), written)

    def _number(self, written: str) -> str:
        chance = random.Random(f"{self._seed} {written}")
        if "/" in written:
            return f"{chance.randrange(2014, 2021)}/{chance.randrange(1, 99999):05}"
        return f"{chance.randrange(22, 28)}-{chance.randrange(1, 999):03}-S{chance.randrange(1, 30):02}"

    def _amount(self, written: str) -> str:
        if re.search(r"\s", written):
            return _filled(written, self._money(_value(written)))
        tenths = self._money(round(float(written.replace(",", ".")) * 10) * 100_000) // 100_000
        return f"{tenths // 10},{tenths % 10}" if "," in written else str(tenths // 10)

    def _money(self, value: int) -> int:
        """Another sum that is written in the same form: whole millions, millions and tenths, or to the krona."""
        if value in _TOTALS:
            return sum(self._money(part) for part in _TOTALS[value]) // 1_000_000 * 1_000_000
        millions, rest = divmod(value, 1_000_000)
        if rest % 100_000:
            return self._same_length(value)
        tenths = self._turned(rest // 100_000, 1, 9) if rest else 0
        return self._turned(millions, 1, 98) * 1_000_000 + tenths * 100_000

    def _range(self, written: str) -> str:
        return " och ".join(str(number) for number in sorted(self._count(int(part)) for part in written.split(" och ")))

    def _counted(self, written: str) -> str:
        if written in _NUMBER_WORDS:
            return _NUMBER_WORDS[self._count(_NUMBER_WORDS.index(written))]
        return _filled(written, self._count(_value(written)))

    def _count(self, value: int) -> int:
        return self._turned(value, 2, 9) if value < 10 else self._same_length(value)

    def _same_length(self, value: int) -> int:
        lowest = 10 ** (len(str(value)) - 1)
        return self._turned(value, lowest, 10 * lowest - 1)

    def _turned(self, value: int, low: int, high: int) -> int:
        """Another number from low to high, a different one for each value."""
        size = high - low + 1
        return low + (value - low + 1 + self._turn % (size - 1)) % size


def _value(written: str) -> int:
    return int(re.sub(r"\s", "", written))


def _filled(written: str, value: int) -> str:
    """The number in place of another of the same length, with the spaces where they were."""
    digits = iter(str(value))
    return re.sub(r"\d", lambda _: next(digits), written)


# --- names: what stands in the documents, and what takes its place


def genitive(name: str) -> str:
    """A name with its genitive's s: "AB:s" after capitals and digits, nothing after s, x and z."""
    if name[-1] in "sxz":
        return name
    return f"{name}:s" if not name[-1].islower() else f"{name}s"


def _drawn(chance: random.Random, old: Sequence[str], pool: Sequence[str]) -> dict[str, str]:
    return dict(zip(old, chance.sample(pool, len(old)), strict=True))


def _inflected(names: Mapping[str, str]) -> dict[str, str]:
    """The names in the nominative, the genitive and in capitals; a name on s is a nominative."""
    genitives = {genitive(old): genitive(new) for old, new in names.items()}
    return genitives | {old.upper(): new.upper() for old, new in names.items()} | dict(names)


def _organisations(chance: random.Random, reference: Reference) -> dict[str, str]:
    others = chance.sample(_OTHER_ORGANISATIONS, len(_ORGANISATIONS))
    others.sort(key=lambda name: name.endswith("."))  # "ek. för." has no genitive, and only the first need one
    names = dict(zip(_ORGANISATIONS, others, strict=True))
    names["Rädda Barnen"] = _capitalised(names["Rädda barnen"])
    names["Fryshuset"] = re.sub(r"^(?:Stiftelsen|Föreningen) | (?:AB|HB)$", "", names["Stiftelsen Fryshuset"])
    names |= _drawn(chance, _ABBREVIATED, _OTHER_ABBREVIATED)
    names |= _drawn(chance, _COORDINATORS, _OTHER_COORDINATORS)
    names |= _drawn(chance, _HOSPITALS, _OTHER_HOSPITALS)
    names |= _drawn(chance, _SECTIONS, _OTHER_SECTIONS)
    names |= _drawn(chance, _DISTRICTS, _OTHER_DISTRICTS)
    for old, new in _drawn(chance, _DEPARTMENTS, _OTHER_DEPARTMENTS).items():
        names |= {old: new, f"{old}en": new + ("et" if new.endswith("kontor") else "en")}
    return _inflected(names | _agencies(chance, reference))


def _capitalised(name: str) -> str:
    """The name with a capital in its last word, as some write what others write small."""
    before, space, last = name.rpartition(" ")
    return before + space + last[:1].upper() + last[1:]


def _agencies(chance: random.Random, reference: Reference) -> dict[str, str]:
    """State agencies, and the organisation number that stands beside one of them."""
    numbers = {one.label: one.number or "" for one in reference.entities.values() if "(" not in one.label}
    others = sorted(name for name, number in numbers.items() if number.startswith("202100") and name not in _AGENCIES)
    names = dict(zip(_AGENCIES, chance.sample(others, len(_AGENCIES)), strict=True))
    return names | {_AGENCY_NUMBER: numbers[names[_AGENCIES[0]]]}


def _places(chance: random.Random, reference: Reference) -> dict[str, str]:
    """Areas, the bodies that bear their names, and the coordination association that one text names in three ways."""
    (county, region, place), (_, _, other) = (entry.split("/") for entry in chance.sample(_COUNTIES, 2))
    association = f"Samordningsförbundet {chance.choice(_ACRONYMS)}"
    regions = [(one.label, one.iri.rsplit("/", 1)[-1]) for one in reference.entities.values() if one.type == "Region"]
    names = {
        "Stockholms län": county,
        "Region Stockholm": region,
        "Länsstyrelsen Stockholm": chance.choice((f"Länsstyrelsen {place}", f"Länsstyrelsen i {county}")),
        "Sörmland": other,
        "Samordningsförbundet RAR Sörmland": f"{association} {other}",
        "Samordningsförbundet RAR i Sörmland": f"{association} i {other}",
        "Samordningsförbundet RAR": association,
    }
    another = chance.choice(sorted(pair for pair in regions if pair != _REGION))
    return _inflected(names | dict(zip(_REGION, another, strict=True)))


def _municipalities(chance: random.Random, reference: Reference, corpus: str) -> dict[str, str]:
    """Every form of every municipality that occurs, with the same form of another: each for each, none for itself."""
    labels = sorted(one.label for one in reference.entities.values() if one.type == "Municipality")
    owners = [label.removesuffix(" kommun") for label in labels]
    chance.shuffle(owners)
    names: dict[str, str] = {}
    for old, new in zip(owners, owners[1:] + owners[:1], strict=True):
        if _short(old, reference) in corpus:
            names |= _municipality(old, new, reference)
    return names


def _short(owner: str, reference: Reference) -> str:
    """ "Nynäshamns" → "Nynäshamn", but "Borås" and "Järfälla" as they are, and "Falu" → "Falun"."""
    if reference.find(owner.removesuffix("s"), "Municipality"):
        return owner.removesuffix("s")
    return owner if reference.find(owner, "Municipality") else f"{owner}n"


def _municipality(old: str, new: str, reference: Reference) -> dict[str, str]:
    """A municipality's forms; the official one ("Lunds kommun", "Malmö stad") comes last, as the likeliest meant."""
    old_short, new_short = _short(old, reference), _short(new, reference)
    head = "stad" if reference.is_known(f"{new_short} stad") else "kommun"
    names = _inflected({old_short: new_short})
    for owner, other in ((old_short, new_short), (genitive(old_short), genitive(new_short)), (old, new)):
        for written in ("kommun", "stad", "Kommun", "Stad"):
            changed = f"{other} {head.capitalize() if written.istitle() else head}"
            names |= {f"{owner} {written}": changed, f"{owner} {written}s": f"{changed}s"}
    return names
