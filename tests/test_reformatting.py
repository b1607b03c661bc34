"""Another layout of a document is no other document: its facts stay, whatever white space and order do."""

from __future__ import annotations

import html
import random
import re
import textwrap
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from halves import DEVELOPMENT, documents
from samverkan.documents import read_document
from samverkan.documents.formats import extract
from samverkan.project import CHECKOUT
from stated import reading, written

Fact = tuple[str, str, str]

DOCUMENTS = [*documents(DEVELOPMENT), *sorted((CHECKOUT / "seeds").glob("*.txt"))]
SENTENCE_LENGTH = 100
TABLE = re.compile(r"\t|\||\S {3,}\S")  # cells are parted by tabs, strokes or wide gaps
BULLET = re.compile(r"\s*(?:[•*–-]|\d{1,2}[.)])\s+")
MAYBE_HEADING = re.compile(r"(?![^\n]*[.!?:;,]$)[^\n:]{1,100}")

some_document = st.sampled_from(DOCUMENTS)
chances = st.integers(min_value=0, max_value=2**16).map(random.Random)
few = settings(max_examples=25)


@cache
def text(path: Path) -> str:
    return read_document(path).text.replace("\r\n", "\n")


def facts(one: str) -> set[Fact]:
    """Every fact with its project; a name counts as the same in whatever Unicode form and spaces it is written."""
    return {
        (even(str(record.name.value)), mention.property, even(written(mention)))
        for record in reading(one).records
        for mention in record.mentions
    }


@cache
def stated_facts(path: Path) -> set[Fact]:
    return facts(text(path))


def even(value: str) -> str:
    return " ".join(unicodedata.normalize("NFC", value).split())


def in_prose(change: Callable[[str], str], one: str) -> str:
    """The text with its long lines of prose changed; those with a label at their beginning stay as they are."""
    return "\n".join(change(line) if is_prose(line) else line for line in one.split("\n"))


def is_prose(line: str) -> bool:
    return len(line) > SENTENCE_LENGTH and ":" not in line[:60] and not TABLE.search(line) and not line.startswith(" ")


# --- white space


@few
@given(some_document, st.sampled_from(["\r\n", "\r"]))
def test_the_line_ends_do_not_matter(path: Path, newline: str) -> None:
    assert facts(text(path).replace("\n", newline)) == stated_facts(path)


@few
@given(some_document, chances)
def test_spaces_at_the_ends_of_lines_do_not_matter(path: Path, chance: random.Random) -> None:
    padded = re.sub(r"(?m)$", lambda _: chance.choice(("", " ", "   ", "\u00a0")), text(path))

    assert facts(padded) == stated_facts(path)


@few
@given(some_document, chances)
def test_more_blank_lines_between_blocks_do_not_matter(path: Path, chance: random.Random) -> None:
    apart = re.sub(r"\n\n+", lambda gap: gap.group() + "\n" * chance.randrange(4), f"\n\n{text(path)}\n\n")

    assert facts(apart) == stated_facts(path)


@few
@given(some_document, chances)
def test_spaces_that_do_not_break_are_spaces(path: Path, chance: random.Random) -> None:
    fixed = re.sub(r"(?<=\S) (?=\S)", lambda _: chance.choice(" \u00a0\u202f"), text(path))

    assert facts(fixed) == stated_facts(path)


@few
@given(some_document, chances)
def test_runs_of_spaces_in_prose_do_not_matter(path: Path, chance: random.Random) -> None:
    # Only in prose: in a short line two spaces part a label from its value, and the cells of a table
    spaced = in_prose(lambda line: re.sub(r"(?<=\S) (?=\S)", lambda _: " " * chance.randint(1, 3), line), text(path))

    assert facts(spaced) == stated_facts(path)


# --- characters and lines


@few
@given(some_document)
def test_the_unicode_form_does_not_matter(path: Path) -> None:
    assert facts(unicodedata.normalize("NFD", text(path))) == stated_facts(path)


@few
@given(some_document, st.integers(min_value=72, max_value=100))
def test_wrapping_paragraphs_does_not_matter(path: Path, width: int) -> None:
    folded = "\n\n".join(wrapped(paragraph, width) for paragraph in text(path).split("\n\n"))
    # Lines that all happen to be broken before a capital or a number look like lines that were broken on purpose
    assume(folded == text(path) or any(above and below[:1].islower() for above, below in pairwise(folded.split("\n"))))

    assert facts(folded) == stated_facts(path)


def wrapped(paragraph: str, width: int) -> str:
    """A paragraph of sentences on one line, broken into lines; any other as it is."""
    if not is_prose(paragraph) or BULLET.match(paragraph) or "\n" in paragraph or paragraph[-1] not in ".!?":
        return paragraph
    return textwrap.fill(paragraph, width, break_long_words=False, break_on_hyphens=False)


# --- a web page


@few
@given(st.sampled_from([path for path in DOCUMENTS if path.suffix == ".txt" and not TABLE.search(text(path))]))
def test_a_web_page_states_what_the_text_in_it_states(path: Path) -> None:
    # Without tables: what plain text lays out with spaces is a <table> on a page, and has its tests with the formats
    assert facts(extract(page(text(path)).encode(), ".html", path.name).text) == stated_facts(path)


def page(one: str) -> str:
    """The text as a page: headings, lists, and paragraphs whose lines are broken as they were."""
    body = "\n".join(element for block in re.split(r"\n\s*\n", one.strip()) for element in elements(block))
    head = '<!DOCTYPE html>\n<html lang="sv"><head><meta charset="utf-8"></head>'
    return f"{head}<body><main>\n{body}\n</main></body></html>"


def elements(block: str) -> list[str]:
    if MAYBE_HEADING.fullmatch(block) and not BULLET.match(block):
        return [f"<h2>{html.escape(block)}</h2>"]
    found = []
    for is_list, lines in runs(block.split("\n")):
        said = [html.escape(BULLET.sub("", line, count=1) if is_list else line) for line in lines]
        found.append(f"<ul><li>{'</li><li>'.join(said)}</li></ul>" if is_list else f"<p>{'<br>'.join(said)}</p>")
    return found


def runs(lines: list[str]) -> list[tuple[bool, list[str]]]:
    """The lines by whether they are items of a list; a numbered one is text, as the page would number it itself."""
    found: list[tuple[bool, list[str]]] = []
    for line in lines:
        is_item = re.match(r"\s*[•*–-]\s", line) is not None
        if not found or found[-1][0] is not is_item:
            found.append((is_item, []))
        found[-1][1].append(line)
    return found


# --- order


RECORDS = [
    "Dnr: 2016/00101\nProjekt: Bron till arbete\nSökande: Umeå kommun\nBeviljat belopp: 4 210 000\nStart: 2016-09-01",
    "Dnr: 2016/00117\nProjekt: Kompetens i trä\nSökande: Linnéuniversitetet\nBeviljat belopp: 12 500 300 kr",
    "Dnr: 2016/00123\nProjekt: Steget vidare\nSökande: Lunds kommun\nMedsökande: Eslövs kommun och Höörs kommun",
    "Dnr: 2016/00140\nProjekt: Unga växer\nSökande: Fryshuset\nDeltagare: 120\nSlut: 2019-12-31",
]
HEAD, FOOT = "Beslutslista\nSvenska ESF-rådet, Socialfonden 2014–2020", "Beslutet kan överklagas inom tre veckor."


@few
@given(st.permutations(RECORDS))
def test_the_order_of_records_that_carry_their_own_labels_does_not_matter(records: list[str]) -> None:
    # Records of our own: in most documents a record's name stands above its labels, or a sentence refers back
    one = facts("\n\n".join([HEAD, *RECORDS, FOOT]))

    assert len({project for project, _, _ in one}) == len(RECORDS)
    assert facts("\n\n".join([HEAD, *records, FOOT])) == one


@few
@given(st.permutations(RECORDS[0].split("\n")))
def test_the_order_of_labelled_lines_in_a_record_does_not_matter(lines: list[str]) -> None:
    assert facts("\n".join(lines)) == facts(RECORDS[0])
