from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan import project
from samverkan.errors import OntologyError, OutputError
from samverkan.identifiers import Iri, data_iri
from samverkan.judgements import ORGANISATION, Answer, Judgement, Judgements, forget, load_judgements, record

HEADER = (
    "subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\t"
    "mapping_justification\tcomment"
)
A, B, C, D = (data_iri("organisation", name) for name in "abcd")


def row(subject: str, answer: str, other: str, comment: str = "said so") -> str:
    """One line of the file; the answer is `same`, `different` or `unsure`."""
    predicate = {"same": "skos:exactMatch\t", "different": "skos:exactMatch\tNot", "unsure": "skos:closeMatch\t"}[
        answer
    ]
    one, two = (f"samid:organisation/{name}\t{name.upper()}" for name in (subject, other))
    return f"{one}\t{predicate}\t{two}\tsemapv:ManualMappingCuration\t{comment}"


def about_one(subject: str, modifier: str = "Not") -> str:
    """A line that says of a name alone that it is an organisation's, or none."""
    return f"samid:organisation/{subject}\t\trdf:type\t{modifier}\tsam:Organisation\t\tsemapv:ManualMappingCuration\t"


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join((HEADER, *lines, "")), encoding="utf-8")
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "judgements.sssom.tsv"


def judged(path: Path, *lines: str) -> Judgements:
    return load_judgements(written(path, *lines))


def refusal(path: Path) -> OntologyError:
    with pytest.raises(OntologyError) as caught:
        load_judgements(path)
    assert caught.value.file == str(path)
    assert "\n" not in str(caught.value)
    return caught.value


def test_same_leads_from_the_first_to_the_second(path: Path) -> None:
    judgements = judged(path, row("a", "same", "b"))
    assert [judgements.entity(one) for one in (A, B, C)] == [B, B, C]
    assert not judgements.apart(A, B)


def test_not_the_same_keeps_two_apart_in_either_order_and_merges_nothing(path: Path) -> None:
    judgements = judged(path, row("a", "different", "b"))
    assert judgements.apart(A, B)
    assert judgements.apart(B, A)
    assert not judgements.apart(A, C)
    assert judgements.entity(A) == A


def test_unsure_merges_nothing_and_keeps_nothing_apart(path: Path) -> None:
    judgements = judged(path, row("a", "unsure", "b"))
    assert judgements.entity(A) == A
    assert not judgements.apart(A, B)


def test_a_chain_leads_to_its_end_whatever_the_order_of_the_rows(path: Path) -> None:
    rows = [row("a", "same", "b"), row("b", "same", "c"), row("c", "same", "d")]
    for lines in (rows, rows[::-1]):
        judgements = judged(path, *lines)
        assert {judgements.entity(one) for one in (A, B, C, D)} == {D}


def test_those_in_a_circle_are_one_and_the_same(path: Path) -> None:
    judgements = judged(path, row("b", "same", "c"), row("c", "same", "a"), row("a", "same", "b"))
    assert {judgements.entity(one) for one in (A, B, C)} == {A}


def test_one_that_is_the_same_as_two_makes_them_the_same(path: Path) -> None:
    judgements = judged(path, row("a", "same", "c"), row("a", "same", "b"))
    assert {judgements.entity(one) for one in (A, B, C)} == {B}


def test_what_is_kept_apart_from_one_is_kept_apart_from_all_that_are_the_same(path: Path) -> None:
    judgements = judged(path, row("a", "same", "b"), row("b", "different", "c"), row("d", "same", "c"))
    assert judgements.apart(A, D)
    assert not judgements.apart(A, B)


@pytest.mark.parametrize("last", [row("c", "different", "a"), row("a", "different", "a")])
def test_same_and_not_the_same_at_once_is_refused_with_the_line(path: Path, last: str) -> None:
    problem = refusal(written(path, row("a", "same", "b"), "# then", row("b", "same", "c"), last))
    assert problem.line == 5
    assert "both the same and not the same" in problem.message


@settings(max_examples=40, deadline=None)
@given(st.permutations([("a", "b"), ("b", "c"), ("d", "e"), ("e", "d"), ("f", "g"), ("f", "h")]))
def test_the_order_of_the_rows_does_not_show(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    lines = [row(one, "same", other) for one, other in pairs]
    judgements = judged(tmp_path_factory.mktemp("judgements") / "j.tsv", *lines)
    found = {one: judgements.entity(data_iri("organisation", one)).rsplit("/", 1)[-1] for one in "abcdefgh"}
    assert found == {"a": "c", "b": "c", "c": "c", "d": "d", "e": "d", "f": "g", "g": "g", "h": "g"}


def test_comments_and_blank_lines_are_passed_over_and_counted(path: Path) -> None:
    path.write_text(f"\ufeff# about\n\n{HEADER}\n# more\n{row('a', 'same', 'b')}\n\nbroken\n", encoding="utf-8")
    assert refusal(path).line == 7


def test_a_file_without_rows_judges_nothing(path: Path) -> None:
    assert judged(path, "# none yet").entity(A) == A
    path.write_text("", encoding="utf-8")
    assert load_judgements(path).entity(A) == A


def test_quotation_marks_around_a_cell_are_not_part_of_it(path: Path) -> None:
    judgements = judged(path, row("a", "same", "b", '"the ""same"" unit"'), row("b", "same", "c", 'called "C" too'))
    assert judgements.entity(A) == C


@pytest.mark.parametrize(
    "bad",
    [
        "samid:organisation/a\tA\tskos:exactMatch",
        row("a", "same", "b") + "\tone cell too many",
        row("a", "same", "b").replace("exactMatch", "broadMatch"),
        row("a", "same", "b").replace("exactMatch\t", "exactMatch\tnot"),
        row("a", "unsure", "b").replace("closeMatch\t", "closeMatch\tNot"),
        row("a", "same", "b").replace("samid:organisation/a", "organisation a"),
        row("a", "same", "b").replace("samid:organisation/b", ""),
        row("a", "same", "b", '"a quotation that never ends'),
        about_one("a").replace("sam:Organisation", "samid:organisation/b"),
        row("a", "same", "b").replace("samid:organisation/b", "sam:Organisation"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(path: Path, bad: str) -> None:
    assert refusal(written(path, "# about", row("c", "same", "d"), bad)).line == 4


def test_a_missing_or_garbled_file_is_refused(path: Path) -> None:
    assert "restore the file" in refusal(path).message
    path.write_bytes(b"subject_id\xe5")
    assert "restore the file" in refusal(path).message


def test_the_project_s_own_judgements_can_be_read() -> None:
    judgements = load_judgements(project.ONTOLOGY / "reference" / "judgements.sssom.tsv")
    spelling = data_iri("organisation", "kommunal-i-stockholms-län")
    assert judgements.entity(spelling) == Iri(data_iri("organisation", "kommunal-stockholms-län"))


def test_no_organisation_holds_of_all_that_are_the_same(path: Path) -> None:
    judgements = judged(path, about_one("b"), row("a", "same", "b"), about_one("c", ""))
    assert [judgements.is_organisation(one) for one in (A, B, C, D)] == [False, False, True, True]
    assert judgements.organisations == {C}


# --- several files


def test_of_two_answers_on_one_pair_the_later_file_s_counts(tmp_path: Path) -> None:
    first = written(tmp_path / "1.tsv", row("a", "same", "b"), row("c", "same", "d"))
    second = written(tmp_path / "2.tsv", row("b", "different", "a"))
    judgements = load_judgements(first, second)
    assert judgements.apart(A, B)
    assert judgements.entity(C) == D


def test_files_that_contradict_each_other_otherwise_are_refused_with_file_and_line(tmp_path: Path) -> None:
    first = written(tmp_path / "1.tsv", row("a", "same", "b"), row("b", "same", "c"))
    second = written(tmp_path / "2.tsv", row("a", "different", "c"))
    with pytest.raises(OntologyError) as caught:
        load_judgements(first, second)
    assert (caught.value.file, caught.value.line) == (str(second), 2)


# --- answers written


def said(answer: Answer, subject: Iri = A, other: Iri = B, author: str = "", comment: str = "") -> Judgement:
    other = ORGANISATION if answer.is_about_one else other
    return Judgement(subject=subject, object=other, answer=answer, author=author, comment=comment)


ANSWERS = st.builds(
    said,
    st.sampled_from(Answer),
    st.sampled_from([A, B]),
    st.sampled_from([C, D]),
    comment=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])),
)


@settings(max_examples=40)
@given(st.lists(ANSWERS, max_size=5), ANSWERS)
def test_an_answer_that_is_taken_back_leaves_the_file_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, before: list[Judgement], last: Judgement
) -> None:
    path = tmp_path_factory.mktemp("judgements") / "own.tsv"
    for one in before:
        if one.about != last.about and one.answer is not Answer.SAME:
            record(path, one)
    content = path.read_bytes() if path.exists() else None
    record(path, last)
    assert load_judgements(path) != load_judgements()
    assert forget(path, last.about)
    assert content is None or path.read_bytes() == content
    assert not forget(path, last.about)


def test_an_answer_is_added_at_the_end_and_other_lines_stay_as_they_are(path: Path) -> None:
    lines = ("# about", row("a", "same", "c", '"the ""same"" unit"'))
    written(path, *lines)
    record(path, said(Answer.DIFFERENT, comment="no"))
    assert path.read_text(encoding="utf-8").splitlines()[:3] == [HEADER, *lines]
    assert load_judgements(path).apart(A, B)


def test_a_column_that_an_answer_needs_is_added_to_the_file(path: Path) -> None:
    written(path, row("a", "same", "c"))
    record(path, said(Answer.UNSURE, author="A Reviewer"))
    header, first, second = path.read_text(encoding="utf-8").splitlines()
    assert header == f"{HEADER}\tauthor_label"
    assert (first.split("\t")[-1], second.split("\t")[-1]) == ("", "A Reviewer")


def test_a_new_file_says_what_its_prefixes_mean(path: Path) -> None:
    record(path, said(Answer.NOT_AN_ORGANISATION))
    assert "#  samid: https://w3id.org/samverkan/id/" in path.read_text(encoding="utf-8").splitlines()
    assert not load_judgements(path).is_organisation(A)


def test_an_answer_that_contradicts_the_others_is_not_written(path: Path, tmp_path: Path) -> None:
    theirs = written(path, row("a", "same", "b"), row("b", "same", "c"))
    own = tmp_path / "own.tsv"
    with pytest.raises(OntologyError, match="both the same and not the same"):
        record(own, said(Answer.DIFFERENT, A, C), [theirs])
    assert not own.exists()


def test_a_file_that_can_t_be_written_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="can't write the judgements"):
        record(tmp_path / "missing" / "own.tsv", said(Answer.SAME))
