"""The persons here are made up: Påhittsson is nobody's name."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import proof
from samverkan.identifiers import RDFS, XSD, DocumentId, Iri, data_iri, sam
from samverkan.model import Cell, Evidence, Finding, Literal, Severity, SourceDocument, Statement, Table, Term
from samverkan.project import CHECKOUT, ONTOLOGY
from samverkan.proof.marks import mark, segments
from samverkan.proof.page import MOST_FINDINGS
from samverkan.proof.passages import MOST_ROWS
from samverkan.proof.told import Fact
from samverkan.proof.words import KINDS, Word, Words, kind_of
from samverkan.swedish.redaction import COVER

PROJECT, OTHER = data_iri("project", "vidare"), data_iri("project", "åter")
LEAD = data_iri("organisation", "påhitt-ab")
TEXT = (
    "Vidare\r\n\r\nSökande: Påhitt AB\r\nSökt belopp: 1 200 000 kr\r\nBeviljad summa: 5 kr\r\n"
    "Kontaktperson: Anna Påhittsson\r\n<script>alert('x')</script> & så vidare\r\n"
)
STATEMENTS = [
    Statement(subject=PROJECT, predicate=Iri(RDFS + "label"), object=Literal(value="Vidare", language="sv")),
    Statement(subject=OTHER, predicate=Iri(RDFS + "label"), object=Literal(value="Åter", language="sv")),
    Statement(subject=LEAD, predicate=Iri(RDFS + "label"), object=Literal(value="Påhitt AB", language="sv")),
]


def document(text: str = TEXT, name: str = "a.txt", tables: Sequence[Table] = ()) -> SourceDocument:
    digest = hashlib.sha256((name + text).encode()).hexdigest()
    return SourceDocument(
        id=DocumentId(digest[:16]), path=f"/somewhere/{name}", name=name, sha256=digest, text=text, tables=tuple(tables)
    )


def evidence(source: SourceDocument, exact: str, subject: Iri, predicate: str, value: Term) -> Evidence:
    start = source.text.index(exact)
    line, position = source.place(start)
    return Evidence(
        statement=Statement(subject=subject, predicate=Iri(predicate), object=value),
        document=source.id,
        exact=exact,
        start=start,
        end=start + len(exact),
        line=line,
        position=position,
        method="label:Sökande",
        confidence=0.75,
        qualifier="ca",
    )


def finding(**said: object) -> Finding:
    plain = Finding(severity=Severity.NOTICE, code="unknown-label", message="not known", file="/elsewhere/a.txt")
    return replace(plain, **said)


SOURCE = document()
AMOUNT = Literal(value="1200000", datatype=XSD + "decimal")
FACTS = [
    evidence(SOURCE, "Vidare", PROJECT, RDFS + "label", Literal(value="Vidare", language="sv")),
    evidence(SOURCE, "Påhitt AB", PROJECT, sam("hasLead"), LEAD),
    evidence(SOURCE, "Påhitt AB", OTHER, sam("hasLead"), LEAD),
    evidence(SOURCE, "Påhitt AB", LEAD, RDFS + "label", Literal(value="Påhitt AB", language="sv")),
    evidence(SOURCE, "1 200 000", PROJECT, sam("appliedAmount"), AMOUNT),
]
FINDINGS = [
    finding(line=5, column=1, text="Beviljad summa"),
    finding(file=None, focus=LEAD, code="undecided-identity", message="may be the same"),
    finding(file=None, code="lost", message="about nothing"),
]


def write(
    folder: Path,
    documents: Sequence[SourceDocument] = (SOURCE,),
    facts: Sequence[Evidence] = tuple(FACTS),
    findings: Sequence[Finding] = tuple(FINDINGS),
) -> tuple[str, dict[str, list[dict[str, object]]]]:
    """The page and the JSON of these."""
    proof.write(
        folder, documents=documents, statements=STATEMENTS, evidence=facts, findings=findings, ontology=ONTOLOGY
    )
    page = (folder / "reading.html").read_bytes().decode()
    return page, json.loads((folder / "reading.json").read_bytes())


class Elements(HTMLParser):
    """Every start tag of a page with its attributes, and the text under it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, tag: str, name: str) -> Iterator[str]:
        yield from (found[name] or "" for element, found in self.found if element == tag and name in found)


def test_every_quotation_stands_at_its_offsets_in_the_written_text(seeds_build: Path) -> None:
    told = json.loads((seeds_build / "reading.json").read_bytes())["documents"]
    assert len(told) == len(list((CHECKOUT / "seeds").glob("*.txt")))
    for one in told:
        text = (seeds_build / one["text"]).read_bytes().decode()
        assert one["facts"]
        for fact in one["facts"]:
            assert text[fact["start"] : fact["end"]] == fact["exact"]
            assert fact["kind"] in KINDS


def test_the_manifest_names_the_page_and_every_text(seeds_build: Path) -> None:
    files = json.loads((seeds_build / "manifest.json").read_bytes())["files"]
    texts = {f"texts/{path.name}" for path in (seeds_build / "texts").iterdir()}
    assert texts
    assert {"reading.html", "reading.json", *texts} <= set(files)


def test_a_text_keeps_its_line_ends_and_covers_persons(tmp_path: Path) -> None:
    write(tmp_path)
    text = (tmp_path / "texts" / f"{SOURCE.id}.txt").read_bytes().decode()
    assert text == TEXT.replace("Anna Påhittsson", f"{COVER * 4} {COVER * 10}")


def test_no_person_stands_in_any_file_nor_in_what_a_finding_quotes(tmp_path: Path) -> None:
    noted = [
        finding(line=6, column=16, text="Anna Påhittsson", related=("a.txt:6:16: Anna Påhittsson",)),
        finding(file=None, text="Ring Anna Påhittsson"),
    ]
    write(tmp_path, findings=noted)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == 3
    assert not [path for path in written if "Påhittsson" in path.read_text(encoding="utf-8")]


def test_a_column_of_persons_in_a_table_is_covered(tmp_path: Path) -> None:
    text = 'Projekt;"Kontaktperson / Contact person"\nVidare;xqrt zwyk\n'
    cells = [
        Cell(text=cell.group().strip('"'), start=cell.start(), end=cell.end()) for cell in re.finditer(r"[^;\n]+", text)
    ]
    table = Table(header=tuple(cells[:2]), rows=(tuple(cells[2:]),), numbers=(2,))
    page, _ = write(tmp_path, [document(text, "b.csv", [table])], [], [])
    assert "zwyk" not in page
    assert "<td>████ ████</td>" in page


def test_a_document_can_put_no_markup_and_no_script_into_the_page(tmp_path: Path) -> None:
    page, _ = write(tmp_path)
    elements = Elements(page)
    assert sum(tag == "script" for tag, _ in elements.found) == 1
    assert "<script>alert('x')</script> & så vidare" in elements.text


def test_the_page_needs_nothing_from_elsewhere_and_allows_only_its_own_style_and_script(tmp_path: Path) -> None:
    page, _ = write(tmp_path)
    elements = Elements(page)
    assert not [*elements.attributes("script", "src"), *elements.attributes("img", "src")]
    assert not list(elements.attributes("link", "href"))
    assert "url(" not in page
    (policy,) = (found["content"] or "" for _, found in elements.found if "Content-Security-Policy" in found.values())
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        content = page[page.index(f"<{tag}>") + len(tag) + 2 : page.index(f"</{tag}>")]
        assert base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() in policy


def test_every_link_inside_the_page_leads_somewhere_and_no_name_is_given_twice(
    seeds_build: Path, tmp_path: Path
) -> None:
    twice = [*FINDINGS, finding(line=5, column=1, text="Beviljad summa", message="not known either")]
    for page in ((seeds_build / "reading.html").read_text(encoding="utf-8"), write(tmp_path, findings=twice)[0]):
        elements = Elements(page)
        names = [found["id"] for _, found in elements.found if "id" in found]
        assert len(names) == len(set(names))
        goals = {link[1:] for link in elements.attributes("a", "href") if link.startswith("#")}
        assert len(goals) > 5
        assert goals <= set(names)


def test_a_fact_is_told_in_words_beside_its_numbered_characters(tmp_path: Path) -> None:
    page, _ = write(tmp_path)
    text = " ".join(Elements(page).text.split())
    assert "sökt belopp (applied amount) 3 1 200 000 SEK “ca” 0.75 · label Sökande" in text.replace("\u00a0", " ")
    assert re.search(r'<a class="mark k-amount" id="d1-m3" [^>]*>1 200 000</a>', page)


def test_facts_from_the_same_characters_share_one_mark(tmp_path: Path) -> None:
    page, told = write(tmp_path)
    assert len(re.findall(r'<a class="mark k-lead[^>]*>Påhitt AB</a>', page)) == 1
    assert sum(fact["exact"] == "Påhitt AB" for fact in told["documents"][0]["facts"]) == 3
    assert "said of several projects" in page


def test_a_finding_is_underlined_where_it_stands_and_listed_beside_it(tmp_path: Path) -> None:
    page, told = write(tmp_path)
    assert re.search(r'<a class="mark doubt" [^>]*>Beviljad summa</a>', page)
    assert re.search(r'<a class="mark k-lead [^"]*doubt" [^>]*>Påhitt AB</a>', page)  # where its focus is named
    first, second = told["documents"][0]["findings"]
    assert first["code"] == "undecided-identity"
    assert TEXT[second["start"] : second["end"]] == second["text"] == "Beviljad summa"


def test_a_finding_without_a_place_is_told_all_the_same(tmp_path: Path) -> None:
    page, told = write(tmp_path)
    assert [one["code"] for one in told["findings"]] == ["lost"]
    assert "about nothing" in page


def test_a_finding_of_two_files_with_one_name_goes_to_the_one_that_reads_so(tmp_path: Path) -> None:
    twin = document("Något annat\n\n\n\nHelt annat\n")
    _, told = write(tmp_path, [SOURCE, twin], findings=FINDINGS[:1])
    assert {one["id"]: len(one["findings"]) for one in told["documents"]} == {SOURCE.id: 1, twin.id: 0}


def test_of_a_long_table_the_page_shows_the_first_rows_and_says_so(tmp_path: Path) -> None:
    text = "Namn\n" + "".join(f"Rad {number}\n" for number in range(MOST_ROWS + 7))
    cells = [Cell(text=cell.group(), start=cell.start(), end=cell.end()) for cell in re.finditer(r".+", text)]
    rows = tuple((cell,) for cell in cells[1:])
    table = Table(header=(cells[0],), rows=rows, numbers=tuple(range(2, len(rows) + 2)))
    source = document(text, "b.csv", [table])
    facts = [
        evidence(source, f"Rad {number}", PROJECT, RDFS + "label", Literal(value=f"Rad {number}", language="sv"))
        for number in (100, MOST_ROWS + 3)
    ]
    page, told = write(tmp_path, [source], facts, [])
    assert page.count('<th scope="row">') == 1 + MOST_ROWS
    assert "… and 7 more rows" in page
    assert "Rad 100</a>" in page
    assert len(told["documents"][0]["facts"]) == 2


def test_of_many_findings_the_page_lists_the_first_and_says_so(tmp_path: Path) -> None:
    def many(file: str | None) -> list[Finding]:
        return [finding(file=file, code=f"code-{number:03}") for number in range(MOST_FINDINGS + 7)]

    page, told = write(tmp_path, findings=[*many("a.txt"), *many(None)])
    assert page.count("… and 7 more findings") == 2
    assert page.count("code-001<") == 2
    assert f"code-{MOST_FINDINGS + 6}<" not in page
    assert len(told["findings"]) == len(told["documents"][0]["findings"]) == MOST_FINDINGS + 7


def test_a_cell_that_the_file_quotes_shows_what_it_says(tmp_path: Path) -> None:
    text = 'Namn\n"Åter i ""jobb"""\n'
    cell = Cell(text='Åter i "jobb"', start=5, end=len(text) - 1)
    source = document(
        text, "b.csv", [Table(header=(Cell(text="Namn", start=0, end=4),), rows=((cell,),), numbers=(2,))]
    )
    name = evidence(source, text[6:-2], PROJECT, RDFS + "label", Literal(value="Vidare", language="sv"))
    assert re.search(r'class="mark k-project"[^>]*>Åter i &#34;jobb&#34;</a>', write(tmp_path, [source], [name], [])[0])


def test_the_same_input_gives_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    sources = [SOURCE, document("Annat\n", "b.txt")]
    pages = []
    for place, turn in enumerate((1, -1)):
        folder = tmp_path / str(place)
        folder.mkdir()
        pages.append(write(folder, sources[::turn], FACTS, FINDINGS)[0])
    assert pages[0] == pages[1]


def test_neither_a_folder_nor_a_tool_is_named(tmp_path: Path) -> None:
    page, _ = write(tmp_path)
    for word in ("somewhere", "elsewhere", str(tmp_path)):
        assert word not in page
        assert word not in (tmp_path / "reading.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("predicate", "kind"),
    [
        ("hasLead", "lead"),
        ("hasPartner", "partner"),
        ("hasParticipant", "partner"),
        ("euAmount", "amount"),
        ("unionCofinancingRate", "amount"),
        ("startDate", "date"),
        ("coversArea", "area"),
        ("plannedCompaniesMin", "count"),
        ("decision", "code"),
        ("decidedBy", "code"),
        ("diarienummer", "code"),
        ("formerProject", "project"),
    ],
)
def test_a_fact_is_of_the_kind_of_its_property(predicate: str, kind: str) -> None:
    assert kind_of(Statement(subject=PROJECT, predicate=sam(predicate), object=LEAD)) == kind


def test_a_word_is_swedish_with_the_english_beside_it_and_never_missing() -> None:
    label = Iri(RDFS + "label")
    words = Words(
        [
            Statement(subject=LEAD, predicate=label, object=Literal(value="has lead", language="en")),
            Statement(subject=LEAD, predicate=label, object=Literal(value="har ägare", language="sv")),
        ]
    )
    assert words.of(LEAD) == Word(text="har ägare", english="has lead")
    assert words.of(sam("somethingElse")) == Word(text="somethingElse")


spans = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).filter(lambda span: span[0] < span[1])


@given(st.text(min_size=30, max_size=30), st.lists(spans, max_size=8))
def test_cutting_a_text_at_overlapping_marks_loses_no_character(text: str, places: list[list[int]]) -> None:
    facts = [
        Fact(
            evidence=Evidence(
                statement=STATEMENTS[0],
                document=SOURCE.id,
                exact=text[start:end],
                start=start,
                end=end,
                line=1,
                position=1,
                method="name",
                confidence=1.0,
            ),
            kind="project",
            subject=Word(text="x"),
            predicate=Word(text="y"),
            value="z",
        )
        for start, end in places
    ]
    marks = mark(facts, [])
    assert [one.number for one in marks] == list(range(1, len({tuple(place) for place in places}) + 1))
    cut = list(segments(text, 0, len(text), marks))
    assert "".join(one.text for one in cut) == text
    for one in marks:
        under = [piece for piece in cut if one in piece.marks]
        assert "".join(piece.text for piece in under) == text[one.start : one.end]
        assert sum(one in piece.opens for piece in cut) == sum(one in piece.closes for piece in cut) == 1
