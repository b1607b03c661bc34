from __future__ import annotations

import hashlib
import itertools
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan.documents import SOURCES_FILE, formats, read_document, read_documents, sources
from samverkan.documents.encodings import decode
from samverkan.errors import UnreadableSourceError
from samverkan.identifiers import DocumentId
from samverkan.model import SourceDocument

SWEDISH = "Håbo kommun söker\r\n18,2 miljoner – “Åter i jobb”\r\n"

# Whatever a text file may hold: no control characters but tab, line ends and form feed
characters = st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffd") | st.sampled_from(
    "\t\n\r\f"
)
texts = st.text(characters).filter(str.strip).filter(lambda text: not text.startswith(("%PDF", "\ufeff")))


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: Path) -> UnreadableSourceError:
    with pytest.raises(UnreadableSourceError) as caught:
        read_document(path)
    assert caught.value.file == str(path)
    assert "\n" not in str(caught.value)
    return caught.value


def document(text: str) -> SourceDocument:
    return SourceDocument(id=DocumentId("0"), path="a.txt", name="a.txt", sha256="0", text=text)


# --- encodings


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (SWEDISH.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + SWEDISH.encode(), "utf-8"),
        (b"\xff\xfe" + SWEDISH.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + SWEDISH.encode("utf-16-be"), "utf-16-be"),
        (SWEDISH.encode("windows-1252"), "windows-1252"),
        (b"Bara ASCII\r\n", "utf-8"),
    ],
)
def test_each_encoding_gives_the_same_text_with_its_line_ends(tmp_path: Path, content: bytes, encoding: str) -> None:
    read = read_document(write(tmp_path / "a.txt", content))
    assert read.text == (SWEDISH if b"ASCII" not in content else "Bara ASCII\r\n")
    assert read.encoding == encoding


def test_latin_1_is_read_as_the_windows_1252_that_contains_it(tmp_path: Path) -> None:
    assert read_document(write(tmp_path / "a.txt", "Åmål".encode("latin-1"))).text == "Åmål"


def test_capitals_beside_quotation_marks_in_windows_1252_are_not_taken_for_utf_8(tmp_path: Path) -> None:
    text = "”BRÅ” och ”MILJÖ” – Ängelholm"
    assert read_document(write(tmp_path / "a.txt", text.encode("windows-1252"))).text == text


@settings(deadline=None)
@given(texts)
def test_any_text_in_utf_8_comes_back_unchanged(text: str) -> None:
    assert decode(text.encode(), "a.txt") == (text, "utf-8")
    assert decode(b"\xef\xbb\xbf" + text.encode(), "a.txt") == (text, "utf-8")


@settings(deadline=None)
@given(texts, st.sampled_from([("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")]))
def test_any_text_in_marked_utf_16_comes_back_unchanged(text: str, encoding: tuple[str, bytes]) -> None:
    name, mark = encoding
    assert decode(mark + text.encode(name), "a.txt") == (text, name)


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_read_or_refused_with_a_place_inside_the_file(content: bytes) -> None:
    try:
        text, _ = decode(content, "a.txt")
    except UnreadableSourceError as problem:
        assert problem.line is None or 1 <= problem.line <= len(content)
    else:
        assert text.strip()


# --- what is known of a document


def test_a_document_is_named_by_its_content_and_not_by_its_folder(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    read = read_document(write(tmp_path / "deep" / "a.txt", "Åter"))
    digest = hashlib.sha256("Åter".encode()).hexdigest()
    assert (read.name, read.sha256, read.id, read.media_type) == ("a.txt", digest, digest[:16], "text/plain")


# --- places


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_once(end: str) -> None:
    text = f"å{end}{end}bc"
    assert document(text).place(0) == (1, 1)
    assert document(text).place(1) == (1, 2)
    assert document(text).place(1 + len(end)) == (2, 1)
    assert document(text).place(text.index("c")) == (3, 2)
    assert document(text).place(len(text)) == (3, 3)


def test_mixed_line_ends_are_told_apart() -> None:
    assert [document("a\nb\r\nc\rd").place(offset) for offset in (2, 5, 7)] == [(2, 1), (3, 1), (4, 1)]


def test_a_line_feed_belongs_to_the_line_that_it_ends() -> None:
    assert document("a\r\nb").place(2) == (1, 3)


@settings(deadline=None)
@given(texts, st.data())
def test_a_place_leads_back_to_its_offset(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    line, column = document(text).place(offset)
    starts = [
        0,
        *(at + 1 for at, one in enumerate(text) if one == "\n" or (one == "\r" and text[at + 1 : at + 2] != "\n")),
    ]
    assert starts[line - 1] + column - 1 == offset
    assert line == len(starts) or offset < starts[line]


@settings(deadline=None)
@given(texts, st.data())
def test_offsets_count_code_points_of_the_decoded_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    decoded, _ = decode(b"\xef\xbb\xbf" + text.encode(), "a.txt")
    assert decoded[start:end] == text[start:end]


# --- what can't be read


@pytest.mark.parametrize(
    "content",
    [b"", b" \r\n\t \n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", b"\xff\xfe", b"\xfe\xff\x00\n", "\u00a0\n".encode()],
)
def test_a_file_without_a_word_is_empty(tmp_path: Path, content: bytes) -> None:
    assert "empty" in refusal(write(tmp_path / "a.txt", content)).message


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04\x14\x00", "a ZIP, Word or Excel file"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
    ],
)
def test_a_binary_file_is_called_what_it_is(tmp_path: Path, content: bytes, what: str) -> None:
    problem = refusal(write(tmp_path / "a.txt", content))
    assert f"this is {what}, not text: save its text as a .txt file" in str(problem)


@pytest.mark.parametrize("content", [b"text\r\nmed \x00 i", b"text\rmed \x00 i", b"text\nmed \x00 i"])
def test_a_nul_byte_is_refused_with_its_place(tmp_path: Path, content: bytes) -> None:
    problem = refusal(write(tmp_path / "a.txt", content))
    assert (problem.line, problem.column) == (2, 5)
    assert "U+0000" in problem.message


def test_utf_16_without_a_mark_is_refused_and_not_guessed_at(tmp_path: Path) -> None:
    assert "another encoding" in refusal(write(tmp_path / "a.txt", "Åmål".encode("utf-16-le"))).message


def test_a_replacement_character_shows_that_the_text_was_damaged_before(tmp_path: Path) -> None:
    problem = refusal(write(tmp_path / "a.txt", "Åm\ufffdl"))
    assert (problem.line, problem.column) == (1, 3)


@pytest.mark.parametrize("around", ["Håbo", "HÅBO", "Örebro", "”Åter i jobb”", "18 – 20"])
def test_a_broken_byte_in_utf_8_is_refused_with_line_and_column_in_characters(tmp_path: Path, around: str) -> None:
    content = f"{around}\r\nÅÄÖ åäö ".encode() + b"\xe5" + f" {around}\r\n".encode()
    problem = refusal(write(tmp_path / "a.txt", content))
    assert (problem.line, problem.column) == (2, 9)
    assert problem.message == "byte 0xE5 is not UTF-8: save the file again as UTF-8"


def test_half_a_character_at_the_end_of_utf_16_is_refused_with_its_place(tmp_path: Path) -> None:
    problem = refusal(write(tmp_path / "a.txt", b"\xff\xfe" + "Å\nbc".encode("utf-16-le") + b"\x00"))
    assert (problem.line, problem.column) == (2, 3)
    assert "UTF-16-LE" in problem.message


def test_bytes_that_are_neither_utf_8_nor_windows_1252_are_refused(tmp_path: Path) -> None:
    problem = refusal(write(tmp_path / "a.txt", b"M\xe5l\nabc \x81"))
    assert (problem.line, problem.column) == (2, 5)
    assert "0x81 is not UTF-8 or Windows-1252" in problem.message


@pytest.mark.parametrize("name", ["missing.txt", "x" * 300 + ".txt"])
def test_a_file_that_is_not_there_is_named_with_the_reason(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableSourceError, match="can't read this source") as caught:
        read_documents([tmp_path / name])
    assert caught.value.file == str(tmp_path / name)


def test_a_file_without_the_right_to_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    path = write(tmp_path / "a.txt", "Åter")
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads everything
        monkeypatch.setattr(Path, "open", denied)
    assert "Permission denied" in refusal(path).message


def test_a_folder_without_anything_to_read_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.png", b"\x89PNG\r\n\x1a\n")
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(UnreadableSourceError, match="nothing to read") as caught:
        read_documents([tmp_path])
    assert caught.value.file == str(tmp_path)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (formats, sources):
        monkeypatch.setattr(room, "MOST_BYTES", 1_000_000)
    assert "more than 1 MB" in refusal(write(tmp_path / "a.txt", b"a" * 1_000_001)).message
    assert len(read_document(write(tmp_path / "a.txt", b"a" * 1_000_000)).text) == 1_000_000


# --- several documents


def test_a_folder_stands_for_the_files_of_known_kinds_in_it_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("a.txt", "deep/B.TXT", "deep/c.text", "d.html", "notes.md", ".e.txt", ".hidden/f.txt"):
        write(tmp_path / name, name)
    write(tmp_path / SOURCES_FILE, "")
    assert sorted(read.name for read in read_documents([tmp_path])) == ["B.TXT", "a.txt", "c.text", "d.html"]


def test_a_file_of_an_unknown_kind_that_is_named_is_read_as_text(tmp_path: Path) -> None:
    (read,) = read_documents([write(tmp_path / "notes.md", "Åter")])
    assert (read.text, read.media_type) == ("Åter", "text/plain")


def test_a_file_may_be_named_as_a_string(tmp_path: Path) -> None:
    assert [read.name for read in read_documents([str(write(tmp_path / "a.txt", "Åter"))])] == ["a.txt"]


def test_the_same_content_twice_is_one_document_whatever_the_order(tmp_path: Path) -> None:
    twins = [write(tmp_path / name, "Åter") for name in ("b.txt", "a.txt")]
    for paths in (twins, twins[::-1], [tmp_path, *twins]):
        assert [read.name for read in read_documents(paths)] == ["a.txt"]


def test_the_order_of_the_sources_does_not_show(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{name}.txt", name) for name in "abc"]
    (expected, *others) = [read_documents(order) for order in itertools.permutations(paths)]
    assert all(other == expected for other in others)
    assert [read.id for read in expected] == sorted(read.id for read in expected)


# --- sources.toml


def test_what_sources_toml_says_of_a_file_is_known_of_the_document(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Åter")
    write(
        tmp_path / SOURCES_FILE,
        '[[source]]\nfile = "a.txt"\ntitle = "Åter"\npublisher = "P"\npublished = 2021-01-18\nnote = "ours"\n'
        'licence = "CC0"\nurl = "https://example.org/"\nretrieved = "2021-02-01"\n',
    )
    (read,) = read_documents([path])
    assert (read.title, read.publisher, read.published, read.licence) == ("Åter", "P", "2021-01-18", "CC0")
    assert (read.url, read.retrieved) == ("https://example.org/", "2021-02-01")


def test_a_file_that_sources_toml_leaves_out_has_no_origin(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Åter")
    write(tmp_path / SOURCES_FILE, '[[source]]\nfile = "b.txt"\ntitle = "another"\n')
    (read,) = read_documents([path])
    assert read.title is None


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b'[[source]]\nfile = "a.txt\n', (2, 14)),
        (b"[[source]]\nfile =", None),
        (b'[[source]]\ntitle = "without a file"\n', None),
        (b"source = 5\n", None),
        (b'source = ["a.txt"]\n', None),
        (b'[[source]]\nfile = "\xe5.txt"\n', None),
    ],
)
def test_a_broken_sources_toml_is_refused_in_one_line(
    tmp_path: Path, content: bytes, place: tuple[int, int] | None
) -> None:
    write(tmp_path / "a.txt", "Åter")
    path = write(tmp_path / SOURCES_FILE, content)
    with pytest.raises(UnreadableSourceError, match=r"\[\[source\]\] needs file") as caught:
        read_documents([tmp_path])
    assert caught.value.file == str(path)
    assert "\n" not in str(caught.value)
    if place is not None:
        assert (caught.value.line, caught.value.column) == place


def test_a_file_that_only_its_folder_names_is_told_when_it_cannot_be_read_and_the_rest_is_read(tmp_path: Path) -> None:
    told: list[UnreadableSourceError] = []
    for name, content in (("a.txt", "Åter"), ("b.json", "[1, 2]"), ("c.pdf", "%PDF-1.7")):
        write(tmp_path / name, content)
    assert [read.name for read in read_documents([tmp_path], refused=told.append)] == ["a.txt"]
    assert [problem.file for problem in told] == [str(tmp_path / "b.json"), str(tmp_path / "c.pdf")]
    with pytest.raises(UnreadableSourceError, match="arrays of objects"):
        read_documents([tmp_path, tmp_path / "b.json"], refused=told.append)
    (tmp_path / "a.txt").unlink()
    with pytest.raises(UnreadableSourceError, match="arrays of objects"):
        read_documents([tmp_path], refused=told.append)
