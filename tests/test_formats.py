from __future__ import annotations

import html
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from samverkan.documents import formats, read_document, read_documents
from samverkan.documents.pages import read_page
from samverkan.documents.pdf import read_pdf
from samverkan.documents.word import read_word
from samverkan.errors import UnreadableSourceError
from samverkan.model import SourceDocument

PROSE = (
    "Projektet Åter i jobb drivs av Gävle kommun tillsammans med Region Gävleborg och ska stärka kompetensen i hela "
    "länet under tre år. Insatserna riktas till personer som står långt från arbetsmarknaden. "
)


def page(body: str, head: str = "") -> str:
    """The text of a page with this body."""
    return read_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html").text


def read(path: Path, content: bytes) -> SourceDocument:
    path.write_bytes(content)
    return read_document(path)


def refusal(path: Path, content: bytes) -> str:
    with pytest.raises(UnreadableSourceError) as caught:
        read(path, content)
    assert caught.value.file == str(path)
    assert "\n" not in str(caught.value)
    return caught.value.message


# --- HTML: layout


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<h1>Åter i jobb</h1><p>Ett.</p><p>Två\n  och   tre.</p>", "Åter i jobb\n\nEtt.\n\nTvå och tre."),
        (
            "<p><strong>Projektägare:</strong> Håbo kommun<br>Period: 2020</p>",
            "Projektägare: Håbo kommun\nPeriod: 2020",
        ),
        ("<p>Ett.<br><br>Två.</p>", "Ett.\n\nTvå."),
        ("<ul><li>A kommun<li><p>B kommun</p><li>C<ul><li>D</ul></ul>", "• A kommun\n• B kommun\n• C\n  • D"),
        ("<p>Parter:</p><ul><li>A kommun</ul>", "Parter:\n• A kommun"),
        (
            "<dl><dt>Diarienummer</dt><dd>2019/00123</dd><dt>Län:</dt><dd>Uppsala</dd></dl>",
            "Diarienummer: 2019/00123\nLän: Uppsala",
        ),
        (
            "<dl><dt>Medfinansiärer<dd>A kommun<dd>B kommun<dt>Tom<dd><dt>Län<dd>C</dl>",
            "Medfinansiärer:\n• A kommun\n• B kommun\n\nLän: C",
        ),
        ("<dl><div><dt>Period</dt><dd>2020</dd></div></dl>", "Period: 2020"),
        ("<dl><dt>Vad är ESF?</dt><dd>En fond.</dd></dl>", "Vad är ESF?\n\nEn fond."),
        ("<h3>Stödmottagare</h3><p>Håbo kommun</p>", "Stödmottagare\nHåbo kommun"),
        ("<p><b>Stödmottagare</b></p><p>Håbo kommun</p>", "Stödmottagare\nHåbo kommun"),
        ("<div><div>Projektägare</div><div>Håbo kommun</div></div>", "Projektägare\tHåbo kommun"),
        ("<p><span>Projektägare</span><span>Håbo kommun</span></p>", "Projektägare\tHåbo kommun"),
        ("<p><b>Belopp</b>3 miljoner</p>", "Belopp\t3 miljoner"),
        ("<p>ESF<sup>+</sup> ger <b>H</b>åbo 3 m<sup>2</sup></p>", "ESF+ ger Håbo 3 m2"),
        ("<details><summary>Mer</summary><p>Om det.</p></details>", "Mer\n\nOm det."),
        ("<h3><button aria-expanded='false'>Mer</button></h3><div hidden><p>Om det.</p></div>", "Mer\n\nOm det."),
        ("<pre>a  b\nc</pre>", "a  b\nc"),
        ("<p>Kompe&shy;tens 1&nbsp;000 &#150; 2</p>", "Kompetens 1\u00a0000 – 2"),
        ("Lös text <a href='x'>länk</a>.<!-- a --><?php b ?>", "Lös text länk."),
    ],
)
def test_a_page_becomes_text_in_the_layout_of_a_text_file(body: str, text: str) -> None:
    assert page(body) == text


def test_a_table_is_a_line_a_row_with_tabs_between_the_cells() -> None:
    rows = "<tr><th>Projekt<th>Ägare<th>Belopp</tr><tr><td>Åter<td><p>A</p><p>B kommun</p><td>1<tr><td><td>C<td>2"
    assert page(f"<table><caption>Beslut</caption>{rows}</table>") == (
        "Beslut\n\nProjekt\tÄgare\tBelopp\nÅter\tA; B kommun\t1\n–\tC\t2"
    )


def test_a_cell_that_spans_rows_names_each_row_but_its_amount_is_said_once() -> None:
    rows = "<tr><td rowspan=2>Åter<td>A<td rowspan=2>100<tr><td>B<tr><td colspan=2>C<td>200"
    assert page(f"<table>{rows}</table>") == "Åter\tA\t100\nÅter\tB\nC\t\t200"


def test_a_table_that_serves_the_layout_stands_as_what_it_holds() -> None:
    assert page("<table><tr><td><p>Ett.</p><td><h2>Två</h2><p>Tre.</p></table>") == "Ett.\n\nTvå\n\nTre."


word = st.sampled_from('Åter i jobb och Håbo kommun 18,2 (2020) – A&B <3 ESF+ m.fl. "x" Länsstyrelsen'.split())
line = st.builds(lambda words, end: f"Text {' '.join(words)}{end}", st.lists(word, max_size=12), st.sampled_from(".: "))
line = line.map(str.strip)


@given(st.lists(st.tuples(st.sampled_from(["p", "div", "li", "h2", "br"]), line), min_size=1, max_size=8))
def test_lines_wrapped_in_html_come_back_as_the_same_lines(lines: list[tuple[str, str]]) -> None:
    wrapped = {"li": "<ul><li>{}</li></ul>", "br": "{}<br>"}
    body = "\n".join(wrapped.get(tag, f"<{tag}>{{}}</{tag}>").format(html.escape(text)) for tag, text in lines)
    back = [one.removeprefix("• ") for one in page(f"<main>{body}</main>").split("\n") if one]
    assert back == [text for _, text in lines]


@given(st.lists(st.tuples(line, line), min_size=1, max_size=8))
def test_labels_and_values_wrapped_in_html_stay_apart_and_together(pairs: list[tuple[str, str]]) -> None:
    labelled = [(label.rstrip(" .:"), value) for label, value in pairs]
    body = "".join(f"<tr><th>{html.escape(label)}</th><td>{html.escape(value)}</td></tr>" for label, value in labelled)
    assert page(f"<main><table>{body}</table></main>").split("\n") == [f"{label}\t{value}" for label, value in labelled]


# --- HTML: what is content


SITE = f"""<body class="has-cookie-banner menu-open">
<div id="cookie-banner"><h2>Kakor</h2><table><tr><td>_ga<td>år</table></div>
<header><a href="/">Kommunen</a><form><input><button>Sök</button></form></header><nav><ul><li><a>Om oss</a></ul></nav>
<div class="breadcrumbs"><a>Start</a></div>
{{begin}}<h1>Åter i jobb</h1><p>{PROSE}</p><p>{PROSE}</p>
<ul><li><a>A kommun</a><li><a>B kommun</a><li><a>C kommun</a></ul>
<div class="share">Dela</div><section><h2>Relaterade nyheter</h2><p>Håbo får pengar.</p></section>{{end}}
<aside class="fact-box"><h2>Fakta</h2><dl><dt>Diarienummer<dd>2019/00123</dl></aside>
<div class="puff"><p>Belopp: 3 miljoner</p></div>
<aside><ul><li><a>En nyhet</a><li><a>En till</a><li><a>En tredje</a></ul></aside>
<div id="footer"><p>Växel och adress</p></div><footer>Om webbplatsen</footer><script>var a = "x"</script></body>"""


@pytest.mark.parametrize(("begin", "end"), [("<main>", "</main>"), ("<div id='mitten'>", "</div>")])
def test_menus_banners_and_footers_go_while_fact_boxes_and_lists_of_links_stay(begin: str, end: str) -> None:
    text = page(SITE.format(begin=begin, end=end))
    assert text == (
        f"Åter i jobb\n\n{PROSE.strip()}\n\n{PROSE.strip()}\n\n• A kommun\n• B kommun\n• C kommun\n\n"
        "Fakta\n\nDiarienummer: 2019/00123\n\nBelopp: 3 miljoner"
    )


def test_a_form_that_wraps_the_whole_page_is_not_taken_for_a_form() -> None:
    assert page("<form id='aspnetForm'><h1>Åter</h1><p>Text.</p><input></form>") == "Åter\n\nText."


def test_what_the_head_tells_is_known_of_the_document(tmp_path: Path) -> None:
    head = (
        '<title>Åter - P</title><meta property="og:site_name" content="P">'
        '<meta property="article:published_time" content="2021-01-18T09:00:00+01:00">'
        '<link rel="canonical" href="https://example.org/ater">'
    )
    known = read(tmp_path / "a.html", f"<html><head>{head}</head><body><p>Åter</p></body></html>".encode())
    assert (known.title, known.publisher, known.published) == ("Åter - P", "P", "2021-01-18")
    assert (known.url, known.media_type) == ("https://example.org/ater", "text/html")
    (tmp_path / "sources.toml").write_text('[[source]]\nfile = "a.html"\ntitle = "Annan"\n', encoding="utf-8")
    assert [one.title for one in read_documents([tmp_path])] == ["Annan"]


def test_what_the_head_does_not_tell_well_is_not_known(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="igår"><link rel="canonical" href="/ater">'
    known = read(tmp_path / "a.html", f"<html><head>{head}</head><body><h1>Åter</h1></body></html>".encode())
    assert (known.title, known.publisher, known.published, known.url) == ("Åter", None, None, None)


@pytest.mark.parametrize(
    ("head", "encoding", "told"),
    [
        ("", "utf-8", "utf-8"),
        ("", "windows-1252", "windows-1252"),
        ("<meta charset='iso-8859-1'>", "iso-8859-1", "windows-1252"),
        ("<meta http-equiv=Content-Type content='text/html; charset=iso-8859-15'>", "iso-8859-15", "iso-8859-15"),
        ("<meta charset='iso-8859-1'>", "utf-8", "utf-8"),
        ("<meta charset='no-such'>", "utf-8-sig", "utf-8"),
        ("<meta charset='utf-16'>", "utf-16", "utf-16-le"),
    ],
)
def test_a_page_says_its_encoding_and_its_bytes_are_believed_first(head: str, encoding: str, told: str) -> None:
    content = f"<html><head>{head}</head><body><p>Åmål</p></body></html>".encode(encoding)
    extract = read_page(content, "a.html")
    assert (extract.text, extract.encoding) == ("Åmål", told)


def test_a_page_in_a_text_file_is_told_by_its_content(tmp_path: Path) -> None:
    content = b'<?xml version="1.0"?>\n<!-- a --><!DOCTYPE html><html><body><p>Text</p></body></html>'
    assert read(tmp_path / "a.txt", content).media_type == "text/html"
    assert read(tmp_path / "b.txt", b"Om <html> i en text").media_type == "text/plain"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b"<html><body><script>x</script></body></html>", "no text"),
        (b"<html><body><nav>meny</nav></body></html>", "no text"),
        (b"<p>" + "Åm\ufffdl".encode(), "U+FFFD"),
        (b"<div>" * 400 + b"x", "nested too deeply"),
        ("<p>Åmål ".encode() + b"\xe5", "0xE5 is not UTF-8"),
    ],
)
def test_a_page_that_can_not_be_read_is_refused_in_one_line(tmp_path: Path, content: bytes, what: str) -> None:
    assert what in refusal(tmp_path / "a.html", content)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_as_a_page_or_refused(content: bytes) -> None:
    try:
        extract = read_page(b"<html>" + content, "a.html")
    except UnreadableSourceError:
        return
    assert extract.text.strip()


# --- PDF


class Paper(FPDF):
    """A paper with a header and a footer on each page."""

    def header(self) -> None:
        self.set_font("helvetica", size=8)
        self.cell(0, 5, "Beslut 2021, dnr 2021/00123", new_x="LMARGIN", new_y="NEXT")
        self.ln(5)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("helvetica", size=8)
        self.cell(0, 10, f"Sida {self.page_no()} (2)", align="C")


def paper(kind: type[FPDF] = FPDF) -> FPDF:
    made = kind()
    made.add_page()
    made.set_font("helvetica", size=11)
    return made


def pdf_text(made: FPDF) -> str:
    return read_pdf(bytes(made.output()), "a.pdf").text


def test_the_lines_of_a_paragraph_are_joined_and_paragraphs_stay_apart() -> None:
    made = paper()
    made.multi_cell(0, 5, PROSE * 3)
    made.ln(5)
    made.multi_cell(0, 5, "Projektägare: Håbo kommun\nDiarienummer: 2019/00123")
    assert pdf_text(made) == f"{(PROSE * 3).strip()}\n\nProjektägare: Håbo kommun\nDiarienummer: 2019/00123"


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("om kompetens-\nutveckling i länet", "om kompetensutveckling i länet"),
        ("ett ESF-\nprojekt", "ett ESF-projekt"),
        ("Nynäshamn-\noch Järfälla kommun", "Nynäshamn- och Järfälla kommun"),
        ("åren 2020-\n2022", "åren 2020-2022"),
    ],
)
def test_a_split_word_is_joined_and_an_ellipsis_keeps_its_hyphen(printed: str, text: str) -> None:
    made = paper()
    first, second = printed.split("\n")
    made.cell(0, 5, f"{'Lång rad ' * 9}{first}", new_x="LMARGIN", new_y="NEXT")
    made.cell(0, 5, f"{second} {'lång rad ' * 9}")
    assert f"Lång rad {text} lång" in pdf_text(made)


def test_a_table_in_a_pdf_goes_on_over_pages_under_one_heading() -> None:
    made = paper(Paper)
    rows = [
        (f"Projekt {number} med ett långt namn som bryts", f"Kommun {number}", f"{number} 000") for number in range(30)
    ]
    with made.table() as table:
        for cells in [("Projekt", "Ägare", "Belopp"), *rows]:
            row = table.row()
            for cell in cells:
                row.cell(cell)
    assert made.page_no() == 2
    lines = ["\t".join(cells) for cells in [("Projekt", "Ägare", "Belopp"), *rows]]
    assert pdf_text(made) == "\n".join(["Beslut 2021, dnr 2021/00123", "", *lines])


@pytest.mark.parametrize("borders", ["ALL", "HORIZONTAL_LINES"])
def test_a_table_is_told_by_its_rules_even_if_only_rows_have_them(borders: str) -> None:
    made = paper()
    rows = [("Projekt", "Ägare", "Belopp"), ("Ett projekt med ett långt namn som bryts", "Håbo kommun", "1 000")]
    top = made.get_y()
    with made.table(borders_layout=borders, col_widths=(25, 40, 20), width=150) as table:
        for cells in [*rows, ("Ny väg", "", "2 000")]:
            row = table.row()
            for cell in cells:
                row.cell(cell)
    for height in (top, made.get_y()):
        made.line(30, height, 180, height)
    made.ln(10)
    made.multi_cell(0, 5, PROSE)
    assert pdf_text(made) == "\n".join(["\t".join(cells) for cells in rows] + ["Ny väg\t\t2 000", "", PROSE.strip()])


def test_headings_bullets_and_labels_in_columns_keep_their_layout() -> None:
    made = paper()
    made.set_font(style="B", size=16)
    made.cell(0, 10, "Åter i jobb", new_x="LMARGIN", new_y="NEXT")
    made.set_font(style="", size=11)
    for item in ("Håbo kommun", f"Knivsta kommun, som {PROSE[:90]}"):
        made.multi_cell(0, 5, f"- {item}", new_x="LMARGIN", new_y="NEXT")
    made.ln(5)
    for label, value in (
        ("Projektägare", "Håbo kommun"),
        ("Parter", "A kommun, " * 9 + "B kommun"),
        ("Län", "Uppsala"),
    ):
        made.cell(50, 5, label)
        made.multi_cell(90, 5, value, align="L", new_x="LMARGIN", new_y="NEXT")
    assert pdf_text(made) == (
        f"Åter i jobb\n\n• Håbo kommun\n• Knivsta kommun, som {PROSE[:90].strip()}\n\n"
        f"Projektägare\tHåbo kommun\nParter\t{'A kommun, ' * 9}B kommun\nLän\tUppsala"
    )


def test_two_columns_are_read_one_after_the_other() -> None:
    made = paper()
    made.cell(0, 8, "En rubrik som går över hela bredden och lite till på sidan", new_x="LMARGIN", new_y="NEXT")
    top = made.get_y() + 5
    other = "Den andra spalten handlar om något annat. Medfinansiärer är Region Stockholm och sex kommuner. "
    for left, text in ((10, PROSE), (110, other)):
        made.set_xy(left, top)
        made.multi_cell(85, 5, text * 3, align="L")
    heading, *columns = pdf_text(made).split("\n\n")
    assert heading.startswith("En rubrik")
    assert columns == [(PROSE * 3).strip(), (other * 3).strip()]


def test_a_pdf_without_a_text_layer_is_called_so(tmp_path: Path) -> None:
    made = paper()
    made.rect(10, 10, 50, 50, style="F")
    assert "no text layer" in refusal(tmp_path / "a.pdf", bytes(made.output()))


def test_an_encrypted_pdf_is_called_so(tmp_path: Path) -> None:
    made = paper()
    made.cell(0, 5, "hemligt")
    made.set_encryption(owner_password="a", user_password="b")
    assert "encrypted" in refusal(tmp_path / "a.pdf", bytes(made.output()))


def test_a_damaged_pdf_is_called_so_whatever_its_name(tmp_path: Path) -> None:
    made = paper()
    made.cell(0, 5, "Åter")
    content = bytes(made.output())
    assert read(tmp_path / "a.txt", content).media_type == "application/pdf"
    for name, damaged in (("a.pdf", content[:300]), ("a.txt", b"%PDF-1.7\n"), ("b.pdf", b"Text")):
        assert "this PDF file is damaged" in refusal(tmp_path / name, damaged)


# --- DOCX


def word_bytes(made: docx.document.Document) -> bytes:
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_word_file_keeps_the_order_of_its_headings_lists_and_tables() -> None:
    made = docx.Document()
    made.core_properties.title = "Åter i jobb"
    made.add_heading("Åter i jobb", 1)
    made.add_paragraph(PROSE)
    made.add_paragraph("Projektägare:\tHåbo kommun")
    made.add_paragraph("Parter:")
    for name in ("A kommun", "B kommun"):
        made.add_paragraph(name, style="List Bullet")
    made.add_paragraph().add_run("Stödmottagare").bold = True
    made.add_paragraph("Håbo\u00ad kommun\nPeriod: 2020")
    table = made.add_table(2, 3)
    for cell, text in zip(table._cells, ["Projekt", "Ägare", "Belopp", "Åter", "A\nB", "1"], strict=True):
        cell.text = text
    made.add_paragraph("Slut.")
    extract = read_word(word_bytes(made), "a.docx")
    assert extract.title == "Åter i jobb"
    assert extract.text == (
        f"Åter i jobb\n\n{PROSE.strip()}\n\nProjektägare:\tHåbo kommun\n\nParter:\n• A kommun\n• B kommun\n\n"
        "Stödmottagare\n\nHåbo kommun\nPeriod: 2020\n\nProjekt\tÄgare\tBelopp\nÅter\tA; B\t1\n\nSlut."
    )


def test_merged_cells_of_a_word_table_name_each_row_and_say_an_amount_once() -> None:
    made = docx.Document()
    table = made.add_table(2, 3)
    for cell, text in zip(table._cells, ["Åter", "A", "100", "", "B", ""], strict=True):
        cell.text = text
    for column in (0, 2):
        table.cell(0, column).merge(table.cell(1, column))
    assert read_word(word_bytes(made), "a.docx").text == "Åter\tA\t100\nÅter\tB"


def test_text_in_content_controls_and_insertions_is_read_and_deleted_text_is_not() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Ägare: ")
    for tag, text in (("w:ins", "Håbo kommun"), ("w:del", "Annan kommun")):
        change, run, said = OxmlElement(tag), OxmlElement("w:r"), OxmlElement("w:t")
        said.text = text
        run.append(said)
        change.append(run)
        paragraph._p.append(change)
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(content)
    paragraph._p.addprevious(control)
    content.append(made.add_paragraph("Dnr 2019/00123")._p)
    assert read_word(word_bytes(made), "a.docx").text == "Dnr 2019/00123\nÄgare: Håbo kommun"


def test_an_entity_from_outside_is_not_fetched_into_a_word_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hemligt", encoding="utf-8")
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    made = docx.Document()
    made.add_paragraph("MARK")
    made.add_paragraph("Håbo")
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(word_bytes(made))) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "word/document.xml":
                content = content.replace(b"?>", b"?>" + entity.encode(), 1).replace(b"MARK", b"&x;")
            new.writestr(part, content)
    assert read_word(stream.getvalue(), "a.docx").text == "Håbo"


def test_a_word_file_is_told_by_its_content(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Åter")
    known = read(tmp_path / "a.bin", word_bytes(made))
    assert (known.text, known.media_type.rpartition(".")[2]) == ("Åter", "document")


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.docx", b"PK\x03\x04 no archive", "this .docx file is damaged"),
        ("a.xlsx", b"PK\x03\x04 no archive", "this .xlsx file is damaged"),
        ("a.docx", b"Text", "this Word file is damaged"),
        ("a.docx", word_bytes(docx.Document()), "holds no text"),
        ("a.docx", word_bytes(docx.Document())[:900], "damaged"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .docx"),
    ],
)
def test_a_word_file_that_can_not_be_read_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes, what: str
) -> None:
    assert what in refusal(tmp_path / name, content)


def test_an_archive_that_would_unpack_to_far_more_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "_MOST_UNPACKED", 1000)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 1001)
    assert "unpack" in refusal(tmp_path / "a.docx", stream.getvalue())


# --- all of them


def test_a_table_file_has_tables_and_their_media_type(tmp_path: Path) -> None:
    known = read(tmp_path / "a.csv", "Projekt;Ägare\nÅter;Håbo kommun\nNy väg;Knivsta kommun\n".encode())
    assert known.media_type == "text/csv"
    (table,) = known.tables
    assert all(known.text[cell.start : cell.end] == cell.text for row in table.rows for cell in row)


@pytest.mark.parametrize("content", [b";;\n;;\n", b'""\n', b"sep=;\n"])
def test_a_table_of_empty_cells_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    assert "no table" in refusal(tmp_path / "a.csv", content)


def test_the_same_bytes_give_the_same_text_and_name(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    content = SITE.format(begin="<div>", end="</div>").encode()
    first, second = (read(tmp_path / name, content) for name in ("a.html", "b/a.html"))
    assert (first.text, first.id, first.sha256) == (second.text, second.id, second.sha256)
    start = first.text.index("Diarienummer")
    assert first.place(start) == (first.text[:start].count("\n") + 1, 1)
