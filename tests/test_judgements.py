from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan import project
from samverkan.errors import OntologyError
from samverkan.identifiers import Iri, data_iri
from samverkan.judgements import Judgements, load_judgements

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
