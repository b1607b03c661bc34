"""Names of persons, so that they are never taken for organisations and can be covered. Keeps none that it meets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samverkan.swedish import SPACE

# The commonest given names of Sweden's population, old and young, as facts about the language
_GIVEN = frozenset(
    """
    anna maria margareta elisabeth eva birgitta kristina karin elisabet marie ingrid christina linnea marianne
    sofia kerstin lena helena emma johanna linda inger cecilia susanne sara elin monica ulla jenny hanna louise
    carina ulrika julia gunilla irene viktoria katarina barbro malin åsa annika ann britt ida elsa josefin
    astrid alice camilla maja siv therese agneta anita yvonne moa ella jessica amanda frida caroline charlotte
    pia mona emelie mia ebba klara lisa nina wilma alva agnes lovisa nora tove tilda matilda ellen ellinor
    elina elinor elvira olivia isabella isabelle felicia tuva thea hilda hedda signe stina greta gudrun gun
    gunnel gunvor berit solveig anette annette ann-marie anne anneli ann-charlotte madeleine magdalena martina
    mikaela michaela petra rebecka rebecca sandra sanna sofie sophie stephanie suzanne tina towe ulla-britt
    veronica veronika victoria vanja viveka yasmin ylva åse beatrice bodil catarina catharina charlotta
    christine clara daniela diana doris ester evelina fanny filippa frideborg gabriella gerd gertrud heléne
    helen helene hillevi ingegerd ingela inga ing-marie jeanette jennie jennifer joanna josefine kajsa karolina
    kate katja kicki kim kristin laila lillemor lina liselott liselotte lotta maj-britt majken margaretha
    maria-luisa marita maud meta mimmi miriam nathalie natalie paula pernilla ragnhild ronja rose-marie rut
    ruth sabina selma sigrid simone siri sonja stella susanna svetlana teresa terese tora ulrica vera viola
    lars mikael anders johan erik per karl peter thomas jan daniel fredrik andreas hans stefan mattias magnus
    mats bo jonas alexander niklas bengt martin oskar björn leif nils patrik ulf gustav sven henrik axel
    christer robert david emil christoffer simon jakob tommy marcus joakim kjell roger göran gunnar tobias
    rickard håkan lennart rolf johnny olof filip jörgen roland sebastian claes kenneth william hugo oliver kent
    kenny adam albin alf alfred allan anton arne arvid arvo august benjamin bernt bertil birger bjarne börje
    carl carl-johan casper charlie christian conny dan dennis eddie edvin edward elias elis eric ernst evert
    felix folke frank frans fritz georg gert gösta hampus harald harry henric herman hjalmar ingemar ingvar
    isak ivar jack jacob jens jerker jerry jesper jim jimmy joel john johannes jon jonatan jonathan josef
    jonny kaj kalle karl-erik kevin klas knut kristian kristoffer krister kurt lars-erik lars-göran leo leonard
    liam linus loke lorentz love lucas ludvig lukas malte markus mathias max melker melvin michael milton
    mikko måns noah noel olle ola oscar otto ove pascal patrick paul petter pontus per-olof philip pär ragnar
    ralf rasmus richard rikard robin roy rune ruben samuel sigvard sixten sture staffan stig sune svante
    theo theodor thor thorbjörn thore tim timo tom tomas torbjörn tord tore torsten urban valter vidar viggo
    viktor victor vilhelm vincent walter wilhelm yngve åke örjan östen ali ahmed ahmad mohamed mohammed
    mohammad muhammad mahmoud mustafa hassan hasan hussein hossein ibrahim ismail omar osman yusuf youssef
    abdi abdul abdullah abdirahman ayman bilal karim khalid khaled jamal said samir tariq walid yasin zakaria
    amir arash babak behzad dariusz darius farhad kamran mehdi mehran reza shahin siamak fatima fatemeh fatma
    aisha ayşe amina amira asma farah hawa halima hodan ikram khadija layla leila maryam mariam nasrin nadia
    nour noor parisa rania samira sahar shirin soraya sumaya zahra zainab zeinab zeynep emine elif mehmet
    ayse murat emre goran dragan zoran milan miroslav nenad slobodan aleksandar ivana jelena jasmina mirela
    sanja senad amra edin emina lejla mirza adnan agnieszka andrzej ewa katarzyna krzysztof małgorzata marek
    pawel paweł piotr tomasz olga natalia natasha tatiana irina oksana sergej sergei vladimir dmitri ivan
    jukka juha kari matti mika pekka antti päivi riitta tuula tarja jose josé juan carlos luis miguel pedro
    pablo rodrigo gabriela carmen alejandra francisco selam tesfaye yonas abeba haile mehari saba rahel
    nguyen thi minh kofi kwame amara aras azad rojin rojda dilan jwan sherko baran
    """.split()
)
UPPER = "A-ZÀ-ÖØ-ÞČĆŁŠŚŞŻŽĞİ"
_NO_NAME = r"E-?post|Tel|Tele|Telefon\w*|Tfn|Mobil\w*|Mejl|Mail|Kontakt\w*|Foto|Text|Frågor"
CAPITAL = rf"(?!(?:{_NO_NAME})\b)[{UPPER}][\w’'-]*"
_PARTICLE = r"(?:af|av|von|van|de|del|della|da|dos|der|den|la|bin|ibn|al|el|ul)"
_PLACE_OR_NAME = r"berg|borg|dahl|hagen|holm|lund|blad|stedt"
_SURNAME = re.compile(
    rf"\w+(?:sson|ström|gren|[qk]vist|feldt|blom|dotter|wall|mark|strand|löf|lind|{_PLACE_OR_NAME})s?", re.IGNORECASE
)
# Endings that neither a place nor a word of the language has: they tell a surname after an unknown given name
_SURE_SURNAME = re.compile(r"\w+(?:sson|[qk]vist|feldt|ström|gren)s?")
_ORGANISATION = re.compile(  # a word that a person's name doesn't hold
    r"(?:AB|HB|ABF|EU|ESF\+?|ERUF|IT|vård|omsorg|projekt\w*|region\w*|europ\w+|svensk[at]?|nordisk\w*|länsstyrelse\w*|"
    r"unga|nya|norra|södra|östra|västra|stora|mellan\w*|stockholms?|göteborgs?|malmös?|rädda|röda|business|science|park|"
    r"[\w-]*(?:kommun|kommunal|stad|län|landsting|universitet|högskola|högskolan|förbund|förbundet|förening|föreningen|stiftelse|"
    r"stiftelsen|sjukhus|sjukhuset|institut|institutet|akademi|akademin|myndighet|myndigheten|nämnd|nämnden|församling|"
    r"gymnasium|gymnasiet|skola|skolan|kyrka|kyrkan|center|centrum|förvaltning|förvaltningen|råd|rådet|verk|verket|"
    r"museum|museet|bolag|bolaget|byrå|byrån|kassan|förmedlingen|kontoret|styrelsen|företagen|barnen|korset|fonden|"
    r"partnerskapet|program|programmet|utlysning\w*|kompetens|utveckling|framtid|arbetsliv))s?",
    re.IGNORECASE,
)
BLANK = rf"(?:{SPACE}|\t)+"
_WRAPPED = r"[ \t]*\r?\n[ \t]*"
NAME = rf"{CAPITAL}(?:(?:{BLANK}|{_WRAPPED})(?:{_PARTICLE}{BLANK})*(?:[{UPPER}]\.|{CAPITAL})){{1,5}}"
_RUN = re.compile(rf"(?<![\w@-]){NAME}")
_WORD = re.compile(rf"{CAPITAL}\.?")


def is_person(text: str) -> bool:
    """Whether two or three capitalised words look like a person's name: a common given name, a surname."""
    words = text.split()
    if len(words) not in (2, 3) or not all(_WORD.fullmatch(word) for word in words):
        return False
    if any(is_of_organisation(word) for word in words):
        return False
    return (is_given(words[0]) and (is_surname(words[-1]) or len(words) == 2)) or words[-1].endswith("sson")


def is_given(word: str) -> bool:
    """Whether a capitalised word is a common given name; an abbreviation (MIA, SARA) is none."""
    return not (word.isupper() and len(word) < 5) and (
        word.lower() in _GIVEN or word.split("-", 1)[0].lower() in _GIVEN
    )


def is_surname(word: str) -> bool:
    """Whether a word ends as surnames do; some places do too."""
    return _SURNAME.fullmatch(word) is not None


def is_of_organisation(word: str) -> bool:
    """Whether a word belongs into an organisation's or a project's name, and into no person's."""
    return _ORGANISATION.fullmatch(word) is not None


def find_persons(text: str) -> Iterator[tuple[int, int]]:
    """Where the names of persons stand that can be told by themselves: a given name and what follows it, a surname.

    Rather one word too many than one too few: this is for covering, and `is_person` for refusing.
    """
    for run in _RUN.finditer(text):
        words = list(_WORD.finditer(run.group()))
        at = 0
        while at < len(words):
            until = _person(words, at)
            if until is not None:
                yield run.start() + words[at].start(), run.start() + words[until - 1].end()
            at = until or at + 1


def _person(words: list[re.Match[str]], at: int) -> int | None:
    """The end, as a place among these words, of a person's name that begins with this one."""
    until = at + 1
    if is_given(words[at].group()):
        while until < len(words) and (is_given(words[until].group()) or words[until].group().endswith(".")):
            until += 1
        if until < len(words) and not is_of_organisation(words[until].group()):
            until += 1
        while until < len(words) and is_surname(words[until].group()):
            until += 1
        return until if until > at + 1 else None
    known = until < len(words) and _SURE_SURNAME.fullmatch(words[until].group()) is not None
    return until + 1 if known else None
