from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.entities import undecided
from samverkan.identifiers import DocumentId, Iri, data_iri, organisation_number
from samverkan.judgements import Judgements
from samverkan.model import Entity, Form, Mention, MentionValue, ProjectRecord
from samverkan.project import ONTOLOGY
from samverkan.reference import load_reference
from samverkan.swedish.lists import read_field, read_owner
from samverkan.swedish.names import Name, NameKind
from whole import Resolution, resolve

REFERENCE = load_reference(ONTOLOGY)
NOTHING = Judgements(same={}, different=frozenset())
UMEA, VINDELN = data_iri("municipality", "2480"), data_iri("municipality", "2404")
SKANE = REFERENCE.find("Region Skåne", "Organisation")
AGENCY = data_iri("organisation", "2021002114")
COMPANY_NUMBER = "5560125790"


def organisation(key: str) -> Iri:
    return data_iri("organisation", key)


def mention(prop: str, value: MentionValue, start: int = 0) -> Mention:
    return Mention(property=prop, value=value, start=start, end=start + 1, method=f"label:{prop}", confidence=1.0)


def record(
    lead: str = "",
    partners: str = "",
    *,
    name: str = "Starkare ihop",
    number: str | None = None,
    diarienummer: str | None = None,
    document: str = "d1",
) -> ProjectRecord:
    """What a record with these fields states; names are read as a labelled field's."""
    leads = read_owner(lead, 0, len(lead), REFERENCE)
    others = read_field(partners, 0, len(partners), REFERENCE)
    stated: list[tuple[str, MentionValue]] = [*(("lead", one) for one in leads), *(("partner", one) for one in others)]
    stated += [("organisationNumber", number)] if number else []
    stated += [("diarienummer", diarienummer)] if diarienummer else []
    mentions = tuple(mention(prop, value, place) for place, (prop, value) in enumerate(stated, start=1))
    return ProjectRecord(document=DocumentId(document), name=mention("name", name), mentions=mentions)


def resolved(*records: ProjectRecord, judgements: Judgements = NOTHING) -> Resolution:
    return resolve(records, REFERENCE, judgements)


def participants(found: Resolution) -> list[tuple[str, Iri]]:
    return [(one.role, one.entity) for project in found.projects for one in project.participants]


def meant(name: str, judgements: Judgements = NOTHING) -> tuple[Iri, str, float]:
    """Whom a partner's name means, how that was found, and how sure it is."""
    found = resolved(record("Region Skåne", name), judgements=judgements)
    (answer,) = {(iri, form.method, form.confidence) for iri, form in written(found) if form.text == name}
    return answer


def written(found: Resolution) -> list[tuple[Iri, Form]]:
    return [(one.iri, form) for one in found.entities for form in one.forms]


def labels(found: Resolution) -> dict[Iri, str]:
    return {one.iri: one.label for one in found.entities}


def entity(found: Resolution, iri: Iri) -> Entity:
    return next(one for one in found.entities if one.iri == iri)


# --- who is meant


@pytest.mark.parametrize(
    ("name", "iri", "method"),
    [
        ("Umeå kommun", UMEA, "reference-name"),
        ("Umeå", UMEA, "reference-name"),
        ("UMEÅ KOMMUN", UMEA, "reference-name"),
        ("umeå kommun", UMEA, "reference-name"),
        ("Umeå  kommun", UMEA, "reference-name"),
        ("Umeås", UMEA, "reference-name-genitive"),
        ("Arbetsförmedlingen", AGENCY, "reference-name"),
        ("Arbetsförmedlingens", AGENCY, "reference-name-genitive"),
        ("AF", AGENCY, "reference-abbreviation"),
        ("Arbetsförmedlingen i Umeå", AGENCY, "reference-name-and-place"),
        ("Arbetsförmedlingen Västra Götalands län", AGENCY, "reference-name-and-place"),
    ],
)
def test_a_name_that_reference_data_knows_means_its_entity(name: str, iri: Iri, method: str) -> None:
    found, how, confidence = meant(name)
    assert (found, how) == (iri, method)
    assert (confidence == 1.0) == (method == "reference-name")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("ABF Umeå", "abf-umeå"),
        ("Nätverket Umeå", "nätverket-umeå"),
        ("af", "af"),
        ("Umeå Energi AB", "umeå-energi-ab"),
        ("Arbetsförmedlingens vänner", "arbetsförmedlingens-vänner"),
    ],
)
def test_a_name_that_only_holds_a_known_one_is_an_organisation_of_its_own(name: str, key: str) -> None:
    assert meant(name) == (organisation(key), "name", 1.0)


def test_two_municipalities_that_differ_by_a_ring_are_two() -> None:
    assert meant("Håbo kommun")[0] != meant("Habo kommun")[0]


@pytest.mark.parametrize(
    "name", ["Blåklint AB", "BLÅKLINT AB", "Blåklint ab", "Blåklint Aktiebolag", "Blåklint AB (BAB)", "Blåklint, AB"]
)
def test_case_punctuation_and_how_the_company_form_is_written_make_no_other_organisation(name: str) -> None:
    found = resolved(record(name.replace(",", "") if "," in name else name))
    assert participants(found) == [("lead", organisation("blåklint-ab"))]


@pytest.mark.parametrize("name", ["Blåklint HB", "Blåklint", "Blå Klint AB", "Blaklint AB"])
def test_another_name_is_another_organisation(name: str) -> None:
    assert participants(resolved(record(name))) != [("lead", organisation("blåklint-ab"))]


def test_every_form_is_kept_and_the_usual_one_is_the_label() -> None:
    names = ["BLÅKLINT AB", "Blåklint AB", "Blåklint AB", "Blåklint Aktiebolag (BAB)"]
    found = resolved(*(record(name, name=f"P{place}", document=f"d{place}") for place, name in enumerate(names)))
    one = entity(found, organisation("blåklint-ab"))
    assert one.label == "Blåklint AB"
    assert {form.text for form in one.forms} == {*names, "Blåklint Aktiebolag", "BAB"}


def test_the_label_of_a_known_entity_is_that_of_the_reference_data() -> None:
    one = entity(resolved(record("UMEÅ KOMMUN")), UMEA)
    assert (one.label, one.known, one.type, [form.text for form in one.forms]) == (
        "Umeå kommun", True, "Municipality", ["UMEÅ KOMMUN"],
    )  # fmt: skip


# --- names and numbers


def test_an_owner_with_a_number_is_that_number() -> None:
    found = resolved(record("Blåklint AB", number=COMPANY_NUMBER))
    assert participants(found) == [("lead", organisation(COMPANY_NUMBER))]
    assert entity(found, organisation(COMPANY_NUMBER)).number == COMPANY_NUMBER


def test_a_number_that_agrees_with_the_name_leads_to_the_known_entity() -> None:
    found = resolved(record("Arbetsförmedlingens kontor Norr", number="2021002114"))
    assert participants(found) == [("lead", AGENCY)]
    assert {form.method for _, form in written(found)} == {"organisation-number"}


def test_a_known_name_counts_more_than_the_number_beside_it() -> None:
    assert participants(resolved(record("Umeå kommun", number="2021002114"))) == [("lead", UMEA)]


def test_a_number_of_somebody_else_makes_no_one_that_somebody() -> None:
    found = resolved(record("Blåklint AB", number="2021002114"))
    assert participants(found) == [("lead", organisation("blåklint-ab"))]
    assert entity(found, organisation("blåklint-ab")).number is None


def test_one_number_for_two_owners_tells_of_neither() -> None:
    found = resolved(record("Blåklint AB, Fältlaget AB", number=COMPANY_NUMBER))
    assert [iri for _, iri in participants(found)] == [organisation("blåklint-ab"), organisation("fältlaget-ab")]


def test_a_number_is_kept_when_a_judgement_joins_a_name_without_one() -> None:
    judged = Judgements(same={organisation("blåklint-ab"): organisation(COMPANY_NUMBER)}, different=frozenset())
    first, second = record("Blåklint AB", number=COMPANY_NUMBER), record("Region Skåne", "Blåklint AB", name="Nyväg")
    for records in ((first, second), (second, first)):
        found = resolved(*records, judgements=judged)
        assert entity(found, organisation(COMPANY_NUMBER)).number == COMPANY_NUMBER
        assert {iri for _, iri in participants(found)} == {organisation(COMPANY_NUMBER), SKANE}


# --- units, groups, and the owner among the partners


@pytest.mark.parametrize(
    ("lead", "partner", "key", "owner"),
    [
        ("Region Skåne", "Umeå kommuns socialförvaltning", "umeå-kommun-socialförvaltning", UMEA),
        ("Vindelns kommun", "Socialförvaltningen i Umeå kommun", "umeå-kommun-socialförvaltning", UMEA),
        ("Umeå kommun", "Socialförvaltningen", "umeå-kommun-socialförvaltning", UMEA),
        ("Umeå kommun, Kulturförvaltningen", "Socialförvaltningen", "umeå-kommun-socialförvaltning", UMEA),
        ("Umeå kommun", "Vindelns kommuns Kulturförvaltning", "vindelns-kommun-kulturförvaltning", VINDELN),
    ],
)
def test_a_unit_is_its_owner_s_whether_the_text_or_the_lead_says_whose(
    lead: str, partner: str, key: str, owner: Iri
) -> None:
    found = resolved(record(lead, partner))
    one = entity(found, organisation(key))
    assert (one.type, one.owner) == ("OrganisationalUnit", owner)
    assert owner in {other.iri for other in found.entities}
    assert one.label.endswith(", Umeå kommun" if owner == UMEA else ", Vindelns kommun")


def test_a_unit_that_only_the_lead_tells_the_owner_of_is_less_sure() -> None:
    told, guessed = (
        resolved(record("Umeå kommun", partner))
        for partner in ("Umeå kommuns kulturförvaltning", "Kulturförvaltningen")
    )
    (first,), (second,) = (
        [one for one in found.projects[0].participants if one.role == "partner"] for found in (told, guessed)
    )
    assert first.entity == second.entity
    assert first.confidence > second.confidence


def test_a_unit_without_a_public_owner_is_an_organisation_of_its_own() -> None:
    one = entity(resolved(record("Blåklint AB", "Socialförvaltningen")), organisation("socialförvaltning"))
    assert (one.type, one.owner) == ("Organisation", None)


def test_a_unit_of_another_owner_is_not_the_lead_s_unit_of_the_same_name() -> None:
    found = resolved(record("Umeå kommun, Socialförvaltningen", "Vindelns kommun Socialförvaltningen"))
    assert participants(found) == [
        ("lead", organisation("umeå-kommun-socialförvaltning")),
        ("partner", organisation("vindelns-kommun-socialförvaltning")),
    ]


def test_a_group_belongs_to_one_project_and_has_its_size() -> None:
    found = resolved(record("Bron", "elva kommuner"), record("Bron", "elva kommuner", name="Nyväg"))
    groups = [one for one in found.entities if one.type == "OrganisationGroup"]
    assert [(one.label, one.size) for one in groups] == [("elva kommuner", 11)] * 2
    assert len({one.iri for one in groups}) == 2


def test_an_owner_that_is_listed_among_the_partners_is_the_owner_alone() -> None:
    found = resolved(record("Umeå kommun", "Umeå kommun, UMEÅ, Vindelns kommun"))
    assert participants(found) == [("lead", UMEA), ("partner", VINDELN)]
    assert {form.text for form in entity(found, UMEA).forms} == {"Umeå kommun", "UMEÅ"}


def test_several_owners_all_lead() -> None:
    assert participants(resolved(record("Umeå kommun, Vindelns kommun"))) == [("lead", UMEA), ("lead", VINDELN)]


# --- judgements


def test_two_names_that_are_judged_the_same_are_one() -> None:
    judged = Judgements(same={organisation("abf-norr"): organisation("abf-umeå")}, different=frozenset())
    assert meant("ABF Norr", judged) == (organisation("abf-umeå"), "judgement", 1.0)
    assert meant("ABF Umeå", judged) == (organisation("abf-umeå"), "name", 1.0)


def test_a_name_that_is_judged_to_be_a_known_entity_is_that() -> None:
    judged = Judgements(same={organisation("jobbkontoret"): AGENCY}, different=frozenset())
    assert meant("Jobbkontoret", judged) == (AGENCY, "judgement", 1.0)


def test_a_name_that_is_judged_not_to_be_a_known_entity_is_its_own() -> None:
    apart = (organisation("2021002114"), organisation("arbetsförmedlingen-i-umeå"))
    judged = Judgements(same={}, different=frozenset({apart}))
    assert meant("Arbetsförmedlingen i Umeå", judged)[0] == organisation("arbetsförmedlingen-i-umeå")
    assert meant("Arbetsförmedlingen i Vindeln", judged)[0] == AGENCY


def test_an_identity_that_nobody_could_tell_is_a_notice_only_where_both_occur() -> None:
    unsure = Judgements(
        same={}, different=frozenset(), unsure=frozenset({(organisation("abf-norr"), organisation("abf-umeå"))})
    )
    both = resolved(record("ABF Norr", "ABF Umeå"), judgements=unsure)
    (finding,) = undecided(labels(both), unsure)
    assert "“ABF Norr” and “ABF Umeå”" in finding.message
    assert len({iri for _, iri in participants(both)}) == 2
    assert undecided(labels(resolved(record("ABF Norr"))), unsure) == []


def test_a_known_entity_stands_for_all_that_are_the_same_whichever_way_it_was_said() -> None:
    judged = Judgements(same={AGENCY: organisation("jobbkontoret")}, different=frozenset())
    for name in ("Jobbkontoret", "Arbetsförmedlingen", "AF"):
        assert meant(name, judged)[0] == AGENCY


def test_a_unit_that_is_judged_to_be_another_s_name_is_that() -> None:
    unit, other = organisation("umeå-kommun-socialförvaltning"), organisation("umeå-kommun-omsorgsförvaltning")
    found = resolved(
        record("Umeå kommun", "Socialförvaltningen, Omsorgsförvaltningen"),
        judgements=Judgements(same={unit: other}, different=frozenset()),
    )
    assert {iri for _, iri in participants(found)} == {UMEA, other}
    assert (entity(found, other).type, entity(found, other).owner) == ("OrganisationalUnit", UMEA)


def test_a_judgement_on_a_name_holds_when_its_number_becomes_known() -> None:
    judged = Judgements(same={organisation("blåklint"): organisation("blåklint-ab")}, different=frozenset())
    numbered, other = record("Blåklint AB", number=COMPANY_NUMBER), record("Blåklint", name="Nyväg")
    found = resolved(numbered, other, judgements=judged)
    assert {iri for _, iri in participants(found)} == {organisation(COMPANY_NUMBER)}


def test_a_unit_of_what_is_no_organisation_is_an_organisation_of_its_own() -> None:
    judged = Judgements(same={}, different=frozenset(), not_organisations=frozenset({UMEA}))
    one = entity(
        resolved(record("Umeå kommun", "Socialförvaltningen"), judgements=judged), organisation("socialförvaltning")
    )
    assert (one.type, one.owner) == ("Organisation", None)


def test_a_unit_goes_by_its_owner_s_key_however_documents_call_the_owner() -> None:
    owners = ("Blåklint AB", "BLÅKLINT Aktiebolag")
    records = (
        replace(one, mentions=tuple(replace(said, value=_as_unit(said.value, owner)) for said in one.mentions))
        for owner in owners
        for one in [record("Utbildningsenheten", name=owner, number=COMPANY_NUMBER)]
    )
    found = resolved(record("Blåklint AB", number=COMPANY_NUMBER), *records)
    assert {iri for _, iri in participants(found)} == {
        organisation(COMPANY_NUMBER), organisation(f"{COMPANY_NUMBER}-utbildningsenhet"),
    }  # fmt: skip


def _as_unit(value: MentionValue, owner: str) -> MentionValue:
    return replace(value, kind=NameKind.UNIT, owner=owner) if isinstance(value, Name) else value


# --- other countries' registers


@pytest.mark.parametrize(
    ("name", "currency", "iri"),
    [
        ("AF", "EUR", organisation("af")),
        ("Ale", "EUR", organisation("ale")),
        ("Arbetsförmedlingen", "EUR", AGENCY),
        ("Umeå kommun", "EUR", UMEA),
        ("Umeå", "EUR", organisation("umeå")),
        ("AF", "SEK", AGENCY),
        ("Umeå", "SEK", UMEA),
    ],
)
def test_a_name_in_another_country_s_register_is_a_known_entity_s_only_when_written_out(
    name: str, currency: str, iri: Iri
) -> None:
    swedish = record(name)
    foreign = replace(swedish, register="FI", mentions=(*swedish.mentions, mention("currency", currency)))
    assert participants(resolved(foreign)) == [("lead", iri)]


# --- which records are one project


def keys(*records: ProjectRecord) -> list[str]:
    return [project.key for project in resolved(*records).projects]


def test_a_project_is_its_diarienummer() -> None:
    assert keys(record("Bron", diarienummer="2021/00123")) == ["2021-00123"]
    same = [record("Bron", name=name, diarienummer="2021/00123") for name in ("Ett", "Två")]
    assert keys(*same) == ["2021-00123"]


def test_a_record_without_a_number_is_the_project_of_the_same_name_and_owner_that_has_one() -> None:
    numbered = record("Umeå kommun", diarienummer="2021/00123")
    assert keys(numbered, record("UMEÅ", name="starkare  ihop", document="d2")) == ["2021-00123"]


def test_a_name_and_owner_with_two_numbers_tell_neither() -> None:
    numbered = [record("Umeå kommun", diarienummer=f"2021/0012{digit}") for digit in "34"]
    assert len(keys(*numbered, record("Umeå kommun", document="d2"))) == 3


def test_two_projects_that_share_only_a_name_stay_two() -> None:
    assert len(keys(record("Umeå kommun"), record("Vindelns kommun", document="d2"))) == 2
    assert len(keys(record("Umeå kommun", diarienummer="2021/00123"), record("Vindelns kommun"))) == 2
    assert len(keys(record(), record(document="d2"))) == 2


def test_the_same_name_and_owner_in_two_documents_are_one_project() -> None:
    (project,) = resolved(record("Umeå kommun"), record("Umeå", document="d2")).projects
    assert [one.document for one in project.records] == ["d1", "d2"]
    assert project.key.startswith("starkare-ihop-")


@given(st.text(min_size=1, max_size=200))
def test_a_key_is_one_short_segment_of_an_iri(name: str) -> None:
    (key,) = keys(record("Umeå kommun", name=name))
    assert len(key) <= 60 + 9
    assert not set(key) & set(' /#?%<>"{}|\\^`')


# --- what holds in any order

RECORDS = (
    record("Umeå kommun", "Socialförvaltningen, AF, elva kommuner", diarienummer="2021/00123", document="d3"),
    record("UMEÅ", "Umeå, Blåklint Aktiebolag", document="d1"),
    record("Blåklint AB", "Arbetsförmedlingen i Umeå", number=COMPANY_NUMBER, name="Nyväg", document="d2"),
    record("Vindelns kommun", "Umeå kommuns socialförvaltning, BLÅKLINT AB", document="d2"),
)


@pytest.mark.parametrize("order", list(itertools.permutations(RECORDS)))
def test_the_order_of_the_records_changes_nothing(order: Iterable[ProjectRecord]) -> None:
    assert resolve(order, REFERENCE, NOTHING) == resolve(RECORDS, REFERENCE, NOTHING)


def test_every_participant_is_an_entity_and_every_entity_is_written_or_owns_one_that_is() -> None:
    found = resolved(*RECORDS)
    assert organisation_number(COMPANY_NUMBER) == COMPANY_NUMBER
    known = {one.iri for one in found.entities}
    assert {iri for _, iri in participants(found)} <= known
    owners = {one.owner for one in found.entities}
    assert all(one.forms or one.iri in owners for one in found.entities)
