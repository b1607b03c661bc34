"""Personal data in a text, covered sign by sign, so that every offset still counts. Keeps none of what it covers.

Rather one word too many than one too few: what must stay readable is named by the caller (`keep`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from samverkan.swedish import one_of
from samverkan.swedish.persons import (
    BLANK,
    CAPITAL,
    NAME,
    UPPER,
    find_persons,
    is_given,
    is_of_organisation,
    is_surname,
)

COVER = "█"
Span = tuple[int, int]

_KEPT = "\x00"  # stands for a character that stays: no pattern below matches it
_AT = r"\s{0,2}(?:@|[(\[{]\s*(?:at|a|@|snabel-?a)\s*[)\]}]|\bsnabel-?a\b)\s{0,2}"
_DOT = r"(?:\.|\s?[(\[]\s*(?:dot|punkt)\s*[)\]]\s?)"
_EMAIL = re.compile(rf"(?<![\w.+'-])[\w.+'-]{{1,64}}{_AT}[\w-]+(?:{_DOT}[\w-]+)+", re.IGNORECASE)
_GROUP = r"(?:[ \u00a0\u202f./\u2010-\u2013-]{0,3}\d{2,4})"
_TELEPHONE = re.compile(
    # +46 (0)8-…; 08-… and 0771-…; 070 123 …
    rf"(?<![\d.,/\u2010-\u2013-])(?:(?:\+|00)\d{{1,3}}[ \u00a0-]?(?:\(0\)[ \u00a0-]?)?\d{{1,3}}{_GROUP}{{2,4}}"
    r"|(?:\(08\)|08|\(?0\d{2,3}\)?)[ \u00a0]?[-\u2010-\u2013/][ \u00a0]?\d{2,3}(?:[ \u00a0-]{0,2}\d{2,3}){1,4}"
    r"|(?:\(08\)|08|07\d|010|020|0771)[ \u00a0]?\d{2,4}(?:[ \u00a0]?\d{2,3}){1,3})(?!\d)"
)
# A month in the third and fourth place tells a person's number from a legal person's, whose third digit is at least 2
_IDENTITY = re.compile(
    r"(?<!\d)(?:1[89]|20)?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])\s?[-+\u2010-\u2013]?\s?\d{4}(?!\d)"
)
_SAYS = one_of(
    "säger berättar menar förklarar tycker konstaterar skriver uppger fortsätter understryker betonar hälsar avslutar "
    "poängterar framhåller påpekar summerar kommenterar tillägger hoppas tror svarar undrar sade sa berättade menade "
    "förklarade konstaterade enligt".split()
)
_OFFICE = (
    r"(?:[Vv]d|VD|[Dd]r\.?|[Pp]rof\.?|(?:[\wåäö-]*(?:ledare|chef|ansvarig|ansvarige|samordnare|ordförande|direktör|strateg|"
    r"handläggare|rektor|lärare|coach|koordinator|konsult|forskare|professor|docent|doktor|minister|kommunalråd|regionråd|"
    r"landstingsråd|oppositionsråd|borgarråd|landshövding|sekreterare|rådgivare|kurator|psykolog|controller|ekonom|"
    r"kommunikatör|fotograf|skribent|redaktör|reporter|journalist|kanslist|utredare|projektör|talesperson|grundare|"
    r"kontaktperson|firmatecknare|utvecklare))(?:are|en|n|na|er|erna|arna)?)"
)
_NAMES = rf"(?P<names>{NAME}(?:(?:,|{BLANK}(?:och|samt|&)){BLANK}{NAME}){{0,5}})"
_PLAIN = r"(?!(?:att|om|hur|vad|när|var|i|på|för|till|från|vid|med|inom|av|och|som|sin|sitt|sina)\b)[a-zåäö][\wåäö-]*"
_BYLINE = (
    r"(?:Text|Foto|Bild|Fotografi|Illustration|Film|Reporter|Redaktör|Ansvarig utgivare|Intervju|Av|"
    r"Undertecknat?|Signerat)"
)
_TOLD_BY_CONTEXT = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"\b{_SAYS}(?:\s+{_PLAIN}){{0,4}}?\s+{_NAMES}",
        rf"(?<![\w@-]){_NAMES},?\s+{_SAYS}\b",
        rf"(?<![\w@-]){_NAMES}(?:\s*\([^()\n]{{1,30}}\))?,\s+(?:{_PLAIN}\s+){{0,3}}?{_OFFICE}\b",
        rf"(?<![\w-]){_OFFICE}:?,?\s+{_NAMES}",
        rf"\b{_BYLINE}(?:\s*(?:och|&|/|,)\s*\w+)?\s*[:/]\s*{_NAMES}",
        rf"^[ \t]*(?:Av|av|AV)\s+{_NAMES}[ \t]*$",
        rf"(?i:hälsning(?:ar)?)[,!]?\s+{_NAMES}",
        rf"\b(?i:kontakta?|ring|mejla|maila|besvaras av|anmälan till|frågor till)\s+(?:{_PLAIN}\s+){{0,3}}?{_NAMES}",
        rf"(?<![\w@-]){_NAMES}[,;:]?\s+(?:(?i:på|via|tel|tfn|telefon|mobil|e-post|mejl)\b[.:]*\s*)*(?:0\d|\+\d|[\w.+-]{{1,64}}@)",
    )
)
_ONE_NAME = re.compile(
    rf"\b{_SAYS}\s+(?P<after>{CAPITAL})|(?<![\w@-])(?P<before>{CAPITAL})\s+{_SAYS}\b|{_BYLINE}\s*:\s*(?P<byline>{CAPITAL})"
)
_CITED = re.compile(rf"(?<![\w-]){CAPITAL},\s[{UPPER}]\.(?=\s*(?:[(,&;]|och\b|[{UPPER}]\.))")  # "Xson, X. (2013)"
_NAME = re.compile(NAME)
_SENTENCE_END = re.compile(r"(?<=[a-zåäö]{3})[.!?](?=\s)|(?<=[.;,|])\s+(?=[A-ZÅÄÖ][\wåäö -]{2,40}:)|[\r\n]|\Z")
_FOLLOWING_LINE = re.compile(r"[^\r\n]*[\r\n]+\s*(?P<line>[^\r\n]+)")
_BLOCK_LINES = re.compile(rf"(?:\r\n|\r|\n)[ \t]*(?:[•·*-][ \t]*)?(?P<name>{NAME})[ \t]*(?=[,(\r\n]|\Z)")
_LONGEST_VALUE = 300
_CELL = re.compile(r"[^\t|;\r\n]+")
_LINE = re.compile(r"[^\r\n]+(?:\r\n|\r|\n|\Z)?")
_PART_OF_NAME = re.compile(rf"[{UPPER}][\w’'-]{{2,}}")


def redact(text: str, *, labels: Collection[str] = (), keep: Iterable[Span] = (), cover: Iterable[Span] = ()) -> str:
    """The text with personal data covered by █: as many code points as before, white space as it was.

    `labels` are the words before a person's data ("Kontaktperson"), in any case; the characters in `keep` stay,
    whatever they look like; those in `cover` are known to be personal.
    """
    masked = _masked(text, keep)
    labelled = [*_labelled(masked, labels)]
    alone, spoken = [*find_persons(masked)], [*_told_by_context(masked), *_leading_names(masked, labelled)]
    again = _repeated(masked, alone, spoken)
    signs = list(text)
    for start, end in _merged([*cover, *_told_by_form(masked), *labelled, *alone, *spoken, *again]):
        for at in range(start, end):
            if masked[at] != _KEPT and not text[at].isspace():
                signs[at] = COVER
    return "".join(signs)


def _masked(text: str, keep: Iterable[Span]) -> str:
    pieces, done = [], 0
    for start, end in _merged(keep):
        pieces += [text[done:start], _KEPT * (end - start)]
        done = end
    return "".join([*pieces, text[done:]])


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """The same characters, each once."""
    done = 0
    for start, end in sorted(spans):
        if end > done:
            yield max(start, done), end
            done = end


def _told_by_form(text: str) -> Iterator[Span]:
    """Electronic mail, telephone numbers, personal identity numbers, and authors as works are cited by them."""
    for pattern in (_EMAIL, _TELEPHONE, _IDENTITY, _CITED):
        yield from (match.span() for match in pattern.finditer(text))


def _told_by_context(text: str) -> Iterator[Span]:
    """Names that are told by who speaks, by an office, by a byline."""
    for pattern in _TOLD_BY_CONTEXT:
        for match in pattern.finditer(text):
            for name in _NAME.finditer(text, *match.span("names")):
                if _is_of_person(name.group()):
                    yield name.span()
    for match in _ONE_NAME.finditer(text):
        group = match.lastgroup or "after"
        if is_given(match[group]):
            yield match.span(group)


def _leading_names(text: str, values: Iterable[Span]) -> Iterator[Span]:
    """The names with which the values under labels of personal data begin."""
    for start, end in values:
        name = _NAME.search(text, start, end)
        if name is not None and not text[start : name.start()].strip() and _is_of_person(name.group()):
            yield name.span()


def _is_of_person(name: str) -> bool:
    return not any(is_of_organisation(word) for word in re.findall(r"[\w-]+", name))


def _repeated(text: str, alone: Iterable[Span], spoken: Iterable[Span]) -> Iterator[Span]:
    """The surname or the given name by itself, of someone who is named in full elsewhere in the text."""
    words = {word for start, end in spoken for word in _PART_OF_NAME.findall(text[start:end])}
    parts = {word for start, end in alone for word in _PART_OF_NAME.findall(text[start:end])}
    words |= {word for word in parts if is_given(word) or is_surname(word)}
    if words:
        again = re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(word) for word in sorted(words))})s?(?![\w-])")
        yield from (match.span() for match in again.finditer(text))


def _labelled(text: str, labels: Collection[str]) -> Iterator[Span]:
    """What stands under a label of personal data: after a colon, glued to it, on the next line, in its column."""
    if not labels:
        return
    words = "|".join(re.escape(label) for label in sorted(labels, key=lambda label: (-len(label), label)))
    label = re.compile(
        rf"(?<![\w-])(?i:{words})(?:[ \t]*\([^()\n]*\))?[ \t]*:"
        rf"|^[ \t]*(?:[•·*-][ \t]*)?(?i:{words})(?:[ \t]*$|[ \t|;]*(?=[{UPPER}\d+]))",
        re.MULTILINE,
    )
    for match in label.finditer(text):
        yield from _value(text, match.end())
    yield from _columns(text, {label.casefold() for label in labels})


def _value(text: str, start: int) -> Iterator[Span]:
    """The rest of the line after a label, or, where nothing is left, the next line; then further names, a line each."""
    stop = start + _LONGEST_VALUE
    end = _SENTENCE_END.search(text, start, stop)
    stop = end.end() if end else min(stop, len(text))
    if not text[start:stop].strip():
        below = _FOLLOWING_LINE.match(text, start)
        if below is None or below["line"].rstrip().endswith(":"):
            return
        start, stop = below.span("line")
    yield start, stop
    while (line := _BLOCK_LINES.match(text, stop)) is not None:
        yield line.span("name")
        stop = line.end()


def _columns(text: str, labels: Collection[str]) -> Iterator[Span]:
    """The cells below such a label in a table whose cells tabs, strokes or semicolons part."""
    personal: set[int] = set()
    for line in _LINE.finditer(text):
        cells = list(_CELL.finditer(text, *line.span()))
        if len(cells) < 3:  # a label and its value
            personal = set()
            continue
        headed = {place for place, cell in enumerate(cells) if cell.group().strip(' "').casefold() in labels}
        if headed:
            personal = headed
            continue
        yield from (cells[place].span() for place in personal if place < len(cells))
