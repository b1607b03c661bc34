from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samverkan import answering, judgements, pipeline, project, review
from samverkan.cli import main
from samverkan.errors import OutputError, QueryError
from samverkan.identifiers import data_iri
from samverkan.judgements import Answer

FIRST = (
    "Namn:\nÅter i jobb\nDiarienummer:\n2021/00001\nProjektägare:\nHåbo kommun\n"
    "Samverkanspart:\nBlåklint AB, Fältlaget\n"
)
SECOND = (
    "Namn:\nNyväg\nDiarienummer:\n2021/00002\nProjektägare:\nHåbo kommun\n"
    "Samverkanspart:\nBlåklint, Arbetsförmedlingen i Umeå\n"
)
COMPARED = ("graph.ttl", "inferred.ttl", "evidence.ttl", "findings.json", "review.json")


class Desk:
    """Two documents, a build of them, and a judgements file of one's own."""

    def __init__(self, folder: Path) -> None:
        self.sources, self.build, self.own = folder / "sources", folder / "build", folder / "own.sssom.tsv"

    def rebuild(self) -> dict[str, bytes]:
        rules = pipeline.Rules(judgements=self.own if self.own.exists() else None)
        pipeline.build([self.sources], self.build, project.ONTOLOGY, rules=rules)
        return self.content()

    def content(self) -> dict[str, bytes]:
        return {name: (self.build / name).read_bytes() for name in COMPARED}

    def review(self, *arguments: str, stdin: str | None = None) -> Result:
        options = ("review", "-d", str(self.build), "--judgements", str(self.own))
        return CliRunner().invoke(main, [*options, *arguments], input=stdin)

    def questions(self) -> list[tuple[str, ...]]:
        asked = json.loads(self.review("-f", "json").stdout)
        return [tuple(one["label"] for one in question["about"]) for question in asked]

    @property
    def graph(self) -> str:
        return (self.build / "graph.ttl").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.sources.mkdir()
    for name, text in (("a.txt", FIRST), ("b.txt", SECOND)):
        (desk.sources / name).write_text(text, encoding="utf-8")
    desk.rebuild()
    return desk.sources.parent


@pytest.fixture
def desk(untouched: Path, tmp_path: Path) -> Desk:
    return Desk(shutil.copytree(untouched, tmp_path / "desk"))


def test_a_pair_that_may_be_one_is_listed_with_places_and_projects(desk: Desk) -> None:
    result = desk.review()
    assert result.exit_code == 0
    assert result.stdout.startswith("0.95  Blåklint = Blåklint AB?  (they differ by the company form only)\n")
    for line in ("organisation/blåklint-ab", "a.txt:8: “Blåklint AB”", "in Åter i jobb", "b.txt:8: “Blåklint”"):
        assert line in result.stdout
    assert result.stderr == "1 open questions\n"


@pytest.mark.parametrize(
    ("answer", "gone"),
    [
        (("same", "Blåklint", "Blåklint AB"), "organisation:blåklint a "),
        (("not-an-organisation", "Fältlaget"), "fältlaget"),
        (("same", "Fältlaget", "Håbo kommun"), "organisation:fältlaget"),
    ],
)
def test_the_next_build_obeys_an_answer_and_forgets_it_when_it_is_taken_back(
    desk: Desk, answer: tuple[str, ...], gone: str
) -> None:
    before = desk.content()
    assert desk.review(*answer).exit_code == 0
    after = desk.rebuild()
    assert gone in before["graph.ttl"].decode()
    assert gone not in after["graph.ttl"].decode()
    assert desk.review("forget", *answer[1:]).exit_code == 0
    assert desk.rebuild() == before


def test_those_judged_the_same_keep_both_names_on_the_second(desk: Desk) -> None:
    desk.review("same", "Blåklint", "Blåklint AB")
    desk.rebuild()
    entity = review.read(desk.build).candidates[data_iri("organisation", "blåklint-ab")]
    assert set(entity.names) == {"Blåklint", "Blåklint AB"}
    assert entity.projects == ("Nyväg", "Åter i jobb")
    assert desk.questions() == []


@pytest.mark.parametrize("said", ["same", "different"])
def test_an_answered_question_is_not_asked_again(desk: Desk, said: str) -> None:
    assert desk.questions() == [("Blåklint", "Blåklint AB")]
    desk.review(said, "organisation/blåklint", "samid:organisation/blåklint-ab")
    assert desk.questions() == []


def test_a_pair_that_a_person_could_not_tell_stays_on_the_list_and_is_told_by_every_build(desk: Desk) -> None:
    desk.review("unsure", "Fältlaget", "Blåklint")
    assert ("Blåklint", "Fältlaget") in desk.questions()
    assert "undecided-identity" in desk.rebuild()["findings.json"].decode()


def test_a_name_that_is_no_organisation_is_a_finding_with_its_place(desk: Desk) -> None:
    desk.review("not-an-organisation", "Fältlaget", "--why", "a tent")
    (finding,) = [one for one in json.loads(desk.rebuild()["findings.json"]) if one["code"] == "not-an-organisation"]
    assert (finding["file"], finding["line"], finding["text"]) == ("a.txt", 8, "Fältlaget")


def test_a_name_can_be_parted_from_the_known_one_that_it_is_read_as(desk: Desk) -> None:
    assert "arbetsförmedlingen-i-umeå" not in desk.graph
    desk.review("different", "Arbetsförmedlingen i Umeå", "Arbetsförmedlingen")
    desk.rebuild()
    assert "organisation:arbetsförmedlingen-i-umeå" in desk.graph


def test_who_answered_when_and_why_is_kept_in_the_file_and_nowhere_else(desk: Desk) -> None:
    note = ("--by", "A Reviewer", "--why", "one\tand the same", "--on", "2026-01-31")
    desk.review("same", "Blåklint", "Blåklint AB", *note)
    (header, row) = [line for line in desk.own.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    cells = dict(zip(header.split("\t"), row.split("\t"), strict=True))
    assert (cells["author_label"], cells["mapping_date"], cells["comment"]) == (
        "A Reviewer", "2026-01-31", "one and the same",
    )  # fmt: skip
    assert not [name for name, content in desk.rebuild().items() if b"A Reviewer" in content]


def test_a_new_answer_takes_the_place_of_the_old_one(desk: Desk) -> None:
    for said in ("same", "unsure", "different"):
        assert desk.review(said, "organisation/blåklint", "organisation/blåklint-ab").exit_code == 0
    rows = [line for line in desk.own.read_text(encoding="utf-8").splitlines() if line.startswith("samid:")]
    assert len(rows) == 1
    assert "\tNot\t" in rows[0]


def test_an_answer_that_contradicts_others_is_refused_and_the_file_stays_as_it_was(desk: Desk) -> None:
    desk.review("same", "Blåklint", "Blåklint AB")
    desk.review("same", "Fältlaget", "Blåklint AB")
    before = desk.own.read_bytes()
    result = desk.review("different", "organisation/fältlaget", "organisation/blåklint")
    assert result.exit_code == 3
    assert "both the same and not the same" in result.stderr
    assert desk.own.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("same", "Blåklint", "Fältlagett"), "no organisation in the last build is called “Fältlagett”; the nearest"),
        (("same", "Blåklint"), "“same” takes 2 names, not 1"),
        (("not-an-organisation", "Blåklint", "Fältlaget"), "takes 1 name, not 2"),
        (("same", "Blåklint", "BLÅKLINT"), "are one in the graph already"),
        (("forget", "Blåklint"), "there is no answer about “Blåklint” to take back"),
        (("perhaps", "Blåklint"), "is not one of"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_one_clear_line_and_writes_nothing(
    desk: Desk, arguments: tuple[str, ...], message: str
) -> None:
    result = desk.review(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not desk.own.exists()


def test_a_person_is_asked_one_question_after_the_other(desk: Desk) -> None:
    (desk.sources / "c.txt").write_text(SECOND.replace("Blåklint", "Faltlaget"), encoding="utf-8")
    desk.rebuild()
    assert len(desk.questions()) == 2
    result = desk.review("--ask", stdin="skip\nmaybe\ndifferent\n")
    assert result.exit_code == 0
    assert desk.questions() == [("Blåklint", "Blåklint AB")]
    desk.review("--ask", stdin="quit\n")
    assert len(desk.questions()) == 1


def test_without_a_build_there_is_nothing_to_review(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["review", "-d", str(tmp_path)])
    assert result.exit_code == 3
    assert "run `samverkan build`" in result.stderr


def test_outside_a_checkout_answers_need_a_file_of_one_s_own(desk: Desk, tmp_path: Path) -> None:
    installed = answering.Desk(review=review.read(desk.build), ontology=tmp_path / "site-packages" / "ontology")
    with pytest.raises(OutputError, match="--judgements"):
        installed.record("same", ["Blåklint", "Blåklint AB"])


def test_a_name_of_several_is_refused_with_their_identifiers() -> None:
    twins = {
        data_iri("organisation", key): review.Candidate(
            iri=data_iri("organisation", key), label="Tvilling", names=("Tvilling",), places=(), projects=()
        )
        for key in ("a", "b")
    }
    with pytest.raises(QueryError, match="organisation/a, organisation/b"):
        answering.answer(review.Review(candidates=twins, questions=()), Answer.AN_ORGANISATION, ["Tvilling"])


def test_one_s_own_judgement_counts_more_than_the_project_s(desk: Desk) -> None:
    one, other = "organisation/kommunal-i-stockholms-län", "organisation/kommunal-stockholms-län"
    assert desk.review("different", one, other).exit_code == 0
    answers = judgements.load_judgements(*judgements.judgement_files(project.ONTOLOGY, desk.own))
    assert answers.apart(data_iri(one), data_iri(other))


def test_a_name_that_only_prose_tells_of_is_doubtful_until_a_person_says_what_it_is(seeds_build: Path) -> None:
    asked = review.read(seeds_build)
    doubts = [question for question in asked.questions if len(question.about) == 1]
    for question in doubts:
        assert 0.1 < question.score < 1
        assert asked.candidates[question.about[0]].places
    nobody = judgements.Judgements(
        same={}, different=frozenset(), organisations=frozenset(one.about[0] for one in doubts)
    )
    assert [question for question in review.still_open(asked, nobody) if len(question.about) == 1] == []


def test_every_place_of_the_seeds_quotes_its_line(seeds_build: Path) -> None:
    seeds = {
        path.name: path.read_text(encoding="utf-8-sig").splitlines() for path in project.CHECKOUT.glob("seeds/*.txt")
    }
    for candidate in review.read(seeds_build).candidates.values():
        for place in candidate.places:
            name, line, text = place.split(":", 2)
            following = " ".join(" ".join(seeds[name][int(line) - 1 : int(line) + 3]).split())
            assert text.strip(" “”") in following
