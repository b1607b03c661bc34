from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.identifiers import BASE, DCTERMS, ORG, PROV, RDF, RDFS, SKOS, XSD, DocumentId, Iri, data_iri, sam
from samverkan.judgements import Judgements
from samverkan.model import Literal, Mention, MentionValue, ProjectRecord, SourceDocument, Term
from samverkan.project import ONTOLOGY
from samverkan.reference import load_reference
from samverkan.statements import Facts, swedish
from samverkan.swedish.lists import read_field
from samverkan.vocabulary import load_vocabulary
from whole import resolve, state

VOCABULARY, REFERENCE = load_vocabulary(ONTOLOGY), load_reference(ONTOLOGY)
UMEA, VINDELN = data_iri("municipality", "2480"), data_iri("municipality", "2404")
PROJECT = data_iri("project", "23-079-S04")
LABEL = f"{RDFS}label"
Stated = Sequence[tuple[str, str, MentionValue]]
# Words of a document, what they state, and the value.
RECORD: Stated = (
    ("Starkare ihop", "name", "Starkare ihop"),
    ("23-079-S04", "diarienummer", "23-079-S04"),
    ("Umeå kommun", "lead", "Umeå kommun"),
)


def record(stated: Stated, document: str = "d1") -> tuple[ProjectRecord, SourceDocument]:
    """A record, and the document whose lines are its words; a role's value is a list of names."""
    text, mentions = "", []
    for words, prop, value in stated:
        start, text = len(text), f"{text}{words}\n"
        known = Mention(
            property=prop,
            value=value,
            start=start,
            end=len(text) - 1,
            method=f"label:{prop}",
            confidence=0.9,
            qualifier="ca",
        )
        names = (
            read_field(text, start, len(text) - 1, REFERENCE)
            if prop in ("lead", "partner", "co-financier", "decidedBy")
            else []
        )
        mentions += [replace(known, value=name, start=name.start, end=name.end) for name in names] or [known]
    source = SourceDocument(id=DocumentId(document), path="a.txt", name="a.txt", sha256=document, text=text)
    return ProjectRecord(document=source.id, name=mentions[0], mentions=tuple(mentions[1:])), source


def facts(*stated: Stated) -> Facts:
    """What is asserted of the records, each in a document of its own."""
    pairs = [record(one, f"d{place}") for place, one in enumerate(stated, start=1)]
    documents: Mapping[str, SourceDocument] = {source.id: source for _, source in pairs}
    found = resolve([one for one, _ in pairs], REFERENCE, Judgements(same={}, different=frozenset()))
    return state(found.projects, found.entities, documents, VOCABULARY, REFERENCE)


def objects(found: Facts, subject: Iri, predicate: str) -> list[Term]:
    return [one.object for one in found.statements if (one.subject, one.predicate) == (subject, predicate)]


def literal(value: str, datatype: str) -> Literal:
    return Literal(value=value, datatype=XSD + datatype)


@pytest.mark.parametrize(
    ("prop", "value", "expected"),
    [
        ("grantedAmount", Decimal(5_250_000), literal("5250000", "decimal")),
        ("euAmount", Decimal("12345.50"), literal("12345.5", "decimal")),
        ("unionCofinancingRate", Decimal("50.00"), literal("50", "decimal")),
        ("plannedParticipants", 240, literal("240", "integer")),
        ("startDate", "2021-03-01", literal("2021-03-01", "date")),
        ("startDate", "2021-03", literal("2021-03", "gYearMonth")),
        ("endDate", "2023", literal("2023", "gYear")),
        ("currency", "EUR", literal("EUR", "string")),
        ("openParticipantList", "true", literal("true", "boolean")),
        ("region", data_iri("region", "SE33"), data_iri("region", "SE33")),
        ("coversArea", VINDELN, VINDELN),
        ("fund", "ESF+", data_iri("fund", "esf-plus")),
        ("programmeArea", "A: Något", data_iri("programme-area", "2021-2027", "A")),
    ],
)
def test_a_mention_becomes_one_typed_fact_with_its_words_as_evidence(
    prop: str, value: MentionValue, expected: Term
) -> None:
    found = facts([*RECORD, ("orden i texten", prop, value)])
    assert objects(found, PROJECT, sam(prop)) == [expected]
    (evidence,) = [one for one in found.evidence if one.statement.predicate == sam(prop)]
    assert (evidence.exact, evidence.line, evidence.position) == ("orden i texten", 4, 1)
    assert (evidence.method, evidence.confidence, evidence.qualifier) == (f"label:{prop}", 0.9, "ca")


@given(st.decimals(0, 10**12, places=2))
def test_one_sum_written_in_several_ways_is_one_fact(amount: Decimal) -> None:
    same = [
        *RECORD,
        ("a", "grantedAmount", amount),
        ("b", "grantedAmount", amount.normalize()),
        ("c", "grantedAmount", amount + 0),
    ]
    (value,) = objects(facts(same), PROJECT, sam("grantedAmount"))
    assert isinstance(value, Literal)
    assert Decimal(value.value) == amount
    assert "E" not in value.value


def test_two_values_of_one_property_both_stay_with_their_evidence() -> None:
    found = facts([*RECORD, ("1 mars", "startDate", "2021-03-01"), ("2 mars", "startDate", "2021-03-02")])
    assert len(objects(found, PROJECT, sam("startDate"))) == 2
    assert [one.exact for one in found.evidence if one.statement.predicate == sam("startDate")] == ["1 mars", "2 mars"]


def test_a_diarienummer_is_the_identifier_and_tells_the_call() -> None:
    found = facts(RECORD)
    number = literal("23-079-S04", "string")
    assert objects(found, PROJECT, sam("diarienummer")) == objects(found, PROJECT, f"{DCTERMS}identifier") == [number]
    assert objects(found, PROJECT, sam("call")) == [data_iri("call", "23-079")]


def test_an_older_diarienummer_tells_no_call() -> None:
    found = facts([RECORD[0], ("2020/00123", "diarienummer", "2020/00123"), RECORD[2]])
    project = data_iri("project", "2020-00123")
    assert objects(found, project, sam("diarienummer")) == [literal("2020/00123", "string")]
    assert objects(found, project, sam("call")) == []


def test_a_code_that_no_scheme_lists_becomes_a_concept_as_it_is_written() -> None:
    found = facts([*RECORD, ("X9", "specificObjective", "X9")])
    concept = data_iri("specific-objective", "x9")
    assert objects(found, PROJECT, sam("specificObjective")) == [concept]
    assert objects(found, concept, f"{SKOS}notation") == [literal("X9", "string")]
    assert objects(found, concept, f"{SKOS}inScheme") == [data_iri("scheme", "specific-objective")]


# --- names


def test_a_project_s_other_names_stay_beside_its_first() -> None:
    other = [("Starkare  Ihop", "name", "Starkare  Ihop"), *RECORD[1:], ("SI", "alternativeName", "SI")]
    found = facts(RECORD, other)
    assert objects(found, PROJECT, LABEL) == [swedish("Starkare ihop")]
    assert objects(found, PROJECT, f"{SKOS}altLabel") == [swedish("SI"), swedish("Starkare Ihop")]
    assert objects(found, PROJECT, f"{PROV}wasDerivedFrom") == [data_iri("document", name) for name in ("d1", "d2")]


def test_an_organisation_s_forms_are_labels_with_evidence() -> None:
    found = facts([*RECORD[:2], ("UMEÅ", "lead", ""), ("Blåklint AB (BAB)", "partner", "")])
    assert swedish("UMEÅ") in objects(found, UMEA, f"{SKOS}altLabel")
    company = data_iri("organisation", "blåklint-ab")
    assert objects(found, company, LABEL) == [swedish("Blåklint AB")]
    assert objects(found, company, f"{SKOS}altLabel") == [swedish("BAB"), swedish("Blåklint AB (BAB)")]
    assert {one.exact for one in found.evidence if one.statement.subject == company} == {"Blåklint AB (BAB)"}


# --- who takes part


def test_a_role_is_a_participation_and_a_short_cut() -> None:
    found = facts([*RECORD, ("Vindelns kommun", "partner", ""), ("Region Skåne", "co-financier", "")])
    assert objects(found, PROJECT, sam("hasLead")) == [UMEA]
    assert objects(found, PROJECT, sam("hasPartner")) == [VINDELN]
    assert objects(found, PROJECT, sam("hasParticipant")) == [REFERENCE.find("Region Skåne", "Organisation")]
    collaboration = data_iri("collaboration", "23-079-S04")
    assert objects(found, PROJECT, sam("carriedOutBy")) == [collaboration]
    assert len(objects(found, collaboration, sam("hasParticipation"))) == 3
    participation = data_iri("participation", "23-079-S04", "municipality-2404")
    assert objects(found, participation, sam("participant")) == [VINDELN]
    assert objects(found, participation, sam("role")) == [data_iri("role", "partner")]


def test_two_roles_of_one_organisation_are_one_participation() -> None:
    found = facts([*RECORD, ("Vindelns kommun", "partner", ""), ("Vindelns kommun", "co-financier", "")])
    participation = data_iri("participation", "23-079-S04", "municipality-2404")
    assert objects(found, participation, sam("role")) == [data_iri("role", "co-financier"), data_iri("role", "partner")]


def test_a_unit_and_a_group_say_whose_and_how_many() -> None:
    found = facts([*RECORD, ("Socialförvaltningen", "partner", ""), ("elva kommuner", "partner", "")])
    unit, group = (
        data_iri("organisation", "umeå-kommun-socialförvaltning"),
        data_iri("group", "23-079-S04", "elva-kommuner"),
    )
    assert objects(found, unit, f"{ORG}unitOf") == [UMEA]
    assert objects(found, unit, f"{RDF}type") == [sam("Organisation"), sam("OrganisationalUnit")]
    assert objects(found, group, sam("groupSize")) == [literal("11", "integer")]
    assert objects(found, PROJECT, sam("hasPartner")) == [group, unit]


def test_what_lies_around_a_mentioned_entity_is_described_and_nothing_else() -> None:
    found = facts(RECORD)
    subjects = {one.subject for one in found.statements}
    assert {UMEA, data_iri("county", "24"), data_iri("region", "SE33"), data_iri("role", "lead")} <= subjects
    assert VINDELN not in subjects
    assert all(one.predicate != f"{SKOS}hiddenLabel" for one in found.statements)


# --- decisions and earlier projects


def test_a_decision_of_a_body_is_shared_and_one_of_nobody_is_its_document_s() -> None:
    body = ("Strukturfondspartnerskapet Övre Norrland", "decidedBy", "")
    day = ("4 juni 2020", "decidedOn", "2020-06-04")
    second = [("Nyväg", "name", "Nyväg"), ("23-079-S05", "diarienummer", "23-079-S05"), RECORD[2], day]
    shared = facts([*RECORD, day, body], [*second, body])
    projects = (PROJECT, data_iri("project", "23-079-S05"))
    (first,), (other,) = (objects(shared, project, sam("decision")) for project in projects)
    assert first == other == data_iri("decision", "strukturfondspartnerskapet-övre-norrland", "2020-06-04")
    (first,), (other,) = (objects(facts([*RECORD, day], second), project, sam("decision")) for project in projects)
    assert first != other


@pytest.mark.parametrize("later", ["Aspen", "Örat"])
def test_an_earlier_project_is_the_one_that_a_document_describes(later: str) -> None:
    earlier = [("Startrutan", "name", "Startrutan"), ("2015/00001", "diarienummer", "2015/00001"), RECORD[2]]
    continued = [(later, "name", later), RECORD[2], ("startrutan", "formerProject", "startrutan")]
    found = facts(continued, earlier)
    assert [one.object for one in found.statements if one.predicate == sam("formerProject")] == [
        data_iri("project", "2015-00001")
    ]


def test_an_earlier_project_that_no_document_describes_is_only_mentioned_and_never_the_project_itself() -> None:
    found = facts(
        [*RECORD, ("Startrutan", "formerProject", "Startrutan"), ("starkare ihop", "formerProject", "starkare ihop")]
    )
    mentioned = [data_iri("mentioned-project", name) for name in ("starkare-ihop", "startrutan")]
    assert objects(found, PROJECT, sam("formerProject")) == mentioned
    assert objects(found, mentioned[1], f"{RDF}type") == [sam("MentionedProject")]


# --- what holds of all facts

ALL: Stated = (
    *RECORD, ("Socialförvaltningen, elva kommuner, Blåklint AB", "partner", ""), ("5 mkr", "grantedAmount", Decimal(5)),
    ("4 juni 2020", "decidedOn", "2020-06-04"), ("Startrutan", "formerProject", "Startrutan"),
    ("X9", "programme", "X9"),
)  # fmt: skip


def test_statements_and_evidence_are_sorted_and_unique() -> None:
    found = facts(ALL)
    keys = [(one.subject, one.predicate, str(one.object)) for one in found.statements]
    assert len(set(keys)) == len(keys)
    assert [key[:2] for key in keys] == sorted(key[:2] for key in keys)
    assert len(set(found.evidence)) == len(found.evidence)


def test_all_evidence_quotes_its_document_and_proves_a_statement() -> None:
    found = facts(ALL)
    _, source = record(ALL)
    assert all(source.text[one.start : one.end] == one.exact for one in found.evidence)
    assert {one.statement for one in found.evidence} <= set(found.statements)


def test_every_fact_of_a_project_has_evidence_but_what_follows_from_its_number_and_place() -> None:
    found = facts(ALL)
    follows = {f"{RDF}type", f"{PROV}wasDerivedFrom", f"{DCTERMS}identifier", sam("call"), sam("carriedOutBy")}
    proved = {one.statement for one in found.evidence}
    assert {one.predicate for one in found.statements if one.subject == PROJECT and one not in proved} == follows


def test_everything_said_has_an_iri_of_the_data_as_subject() -> None:
    assert all(one.subject.startswith(f"{BASE}id/") for one in facts(ALL).statements)


def test_the_order_of_the_documents_changes_nothing() -> None:
    second: Stated = [("Nyväg", "name", "Nyväg"), RECORD[2], ("Vindelns kommun", "partner", "")]
    pairs = [record(ALL, "d1"), record(second, "d2")]
    documents = {source.id: source for _, source in pairs}
    both = [
        resolve([one for one, _ in order], REFERENCE, Judgements(same={}, different=frozenset()))
        for order in (pairs, pairs[::-1])
    ]
    told = ((one.projects, one.entities, documents, VOCABULARY, REFERENCE) for one in both)
    first, other = (state(*one) for one in told)
    assert first == other
