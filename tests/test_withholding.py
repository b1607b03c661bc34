from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.identifiers import DocumentId, Iri, data_iri
from samverkan.judgements import Judgements
from samverkan.model import Mention, MentionValue, Project, ProjectRecord, Severity, SourceDocument
from samverkan.project import ONTOLOGY
from samverkan.reference import load_reference
from samverkan.swedish.names import Name, NameKind
from whole import Kept, resolve, withhold

REFERENCE = load_reference(ONTOLOGY)
NOTHING = Judgements(same={}, different=frozenset())
TEXT = "Bron\nUmeå kommun\nBlåklint AB\nSocialförvaltningen\n5 000\nBLÅKLINT AB\nkostar"
ALFA = data_iri("organisation", "blåklint-ab")


def mention(prop: str, words: str, confidence: float, value: MentionValue | None = None) -> Mention:
    start = TEXT.index(words)
    meant = value if value is not None else words
    if prop in ("lead", "partner"):
        kind = NameKind.UNIT if "förvaltning" in words else NameKind.ORGANISATION
        meant = Name(text=words, start=start, end=start + len(words), kind=kind)
    return Mention(
        property=prop, value=meant, start=start, end=start + len(words), method="label", confidence=confidence
    )


def record(*mentions: Mention, name: float = 1.0, document: str = "d1") -> ProjectRecord:
    return ProjectRecord(document=DocumentId(document), name=mention("name", "Bron", name), mentions=mentions)


def kept(*records: ProjectRecord, minimum: float = 0.5, judgements: Judgements = NOTHING) -> Kept:
    found = resolve(records, REFERENCE, judgements)
    documents: Mapping[str, SourceDocument] = {
        one: SourceDocument(id=DocumentId(one), path=f"/x/{one}.txt", name=f"{one}.txt", sha256="0", text=TEXT)
        for one in ("d1", "d2")
    }
    return withhold(found.projects, found.entities, documents, judgements, minimum)


LEAD = mention("lead", "Umeå kommun", 1.0)


def partners(result: Kept) -> list[Iri]:
    return [one.entity for project in result.projects for one in project.participants if one.role == "partner"]


def test_a_fact_that_is_less_sure_than_asked_for_is_told_and_not_stated() -> None:
    (project,) = (result := kept(record(LEAD, mention("grantedAmount", "5 000", 0.4, Decimal(5000))))).projects
    assert [one.property for one in project.records[0].mentions] == ["lead"]
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.text) == ("low-confidence", Severity.NOTICE, "5 000")
    assert (finding.file, finding.line, finding.column) == ("d1.txt", 5, 1)
    assert "grantedAmount 5000 is not asserted: the reader is 0.4 sure, and 0.5 is asked for" in finding.message


def test_what_is_exactly_as_sure_as_asked_for_is_stated() -> None:
    result = kept(record(LEAD, mention("partner", "Blåklint AB", 0.5)))
    assert partners(result) == [ALFA]
    assert result.findings == ()


def test_a_participant_that_is_less_sure_takes_no_part_and_leaves_no_entity() -> None:
    result = kept(record(LEAD, mention("partner", "Blåklint AB", 0.4)))
    assert partners(result) == []
    assert ALFA not in {one.iri for one in result.entities}
    (finding,) = result.findings
    assert "“Blåklint AB” as partner is not asserted" in finding.message


def test_who_is_meant_counts_as_much_as_what_was_read() -> None:
    unit = mention("partner", "Socialförvaltningen", 0.6)  # the lead's unit on a guess: 0.6 × 0.8
    assert partners(kept(record(LEAD, unit))) == []
    assert partners(kept(record(LEAD, unit), minimum=0.48)) == [
        data_iri("organisation", "umeå-kommun-socialförvaltning")
    ]


def test_a_name_that_is_less_sure_takes_its_whole_record_with_it() -> None:
    unsure = record(LEAD, mention("partner", "Blåklint AB", 1.0), name=0.3)
    result = kept(unsure)
    assert (result.projects, result.entities) == ((), ())
    (finding,) = result.findings
    assert (finding.text, finding.line) == ("Bron", 1)
    assert "a project of this name, with everything that was read of it, is not asserted" in finding.message


def test_a_record_of_the_same_project_that_is_sure_stays() -> None:
    sure = record(LEAD, document="d2")
    result = kept(record(LEAD, mention("partner", "Blåklint AB", 1.0), name=0.3), sure)
    assert [project.records for project in result.projects] == [(sure,)]
    assert partners(result) == []


def test_a_form_that_is_less_sure_is_not_the_label_of_an_entity_that_another_form_tells_of() -> None:
    result = kept(record(LEAD, mention("partner", "Blåklint AB", 0.4), mention("partner", "BLÅKLINT AB", 1.0)))
    (one,) = (entity for entity in result.entities if entity.iri == ALFA)
    assert (one.label, [form.text for form in one.forms]) == ("BLÅKLINT AB", ["BLÅKLINT AB"])


def test_the_owner_of_a_unit_that_stays_stays() -> None:
    unit = mention("partner", "Socialförvaltningen", 1.0)
    result = kept(record(replace(LEAD, confidence=0.1), unit))
    assert {one.type for one in result.entities} == {"Municipality", "OrganisationalUnit"}


def test_what_a_person_called_no_organisation_is_told_and_takes_no_part() -> None:
    judged = Judgements(same={}, different=frozenset(), not_organisations=frozenset({ALFA}))
    result = kept(record(LEAD, mention("partner", "Blåklint AB", 1.0)), judgements=judged)
    assert partners(result) == []
    assert ALFA not in {one.iri for one in result.entities}
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.text) == ("not-an-organisation", Severity.NOTICE, "Blåklint AB")


def key_of(project: Project) -> tuple[str, int]:
    return project.key, len(project.participants)


@given(st.lists(st.sampled_from([0.0, 0.3, 0.5, 0.8, 1.0]), min_size=4, max_size=4), st.floats(0, 1), st.floats(0, 1))
def test_asking_for_more_never_states_more(sure: list[float], one: float, other: float) -> None:
    given_ = record(
        replace(LEAD, confidence=sure[1]),
        mention("partner", "Blåklint AB", sure[2]),
        mention("grantedAmount", "5 000", sure[3], Decimal(5000)),
        name=sure[0],
    )
    lenient, strict = (kept(given_, minimum=minimum) for minimum in sorted((one, other)))
    assert {entity.iri for entity in strict.entities} <= {entity.iri for entity in lenient.entities}
    assert {key for key, _ in map(key_of, strict.projects)} <= {key for key, _ in map(key_of, lenient.projects)}
    assert sum(len(one.participants) for one in strict.projects) <= sum(
        len(one.participants) for one in lenient.projects
    )


@pytest.mark.parametrize("minimum", [0.0, 0.5, 1.0])
def test_a_sure_reading_is_stated_whole_whatever_is_asked_for(minimum: float) -> None:
    records = [record(LEAD, mention("partner", "Blåklint AB", 1.0), mention("grantedAmount", "5 000", 1.0, Decimal(5)))]
    found = resolve(records, REFERENCE, NOTHING)
    result = kept(*records, minimum=minimum)
    assert (result.projects, result.entities, result.findings) == (found.projects, found.entities, ())
