from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import texts as names_and_separators
from samverkan.model import ProjectRecord
from samverkan.swedish.names import Name
from stated import reading

Facts = dict[str, list[tuple[str, str]]]


def facts(text: str, published: str | None = None) -> Facts:
    """What a text states of each project: properties and values, sorted; which words say it is left out."""
    return {" ".join(str(record.name.value).split()): stated(record) for record in reading(text, published).records}


def stated(record: ProjectRecord) -> list[tuple[str, str]]:
    found = ((mention.property, mention.value) for mention in record.mentions)
    named = (
        (prop, f"{value.owner}: {value.text}" if isinstance(value, Name) and value.owner else value)
        for prop, value in found
    )
    return sorted((prop, value.text if isinstance(value, Name) else tail(str(value))) for prop, value in named)


def tail(value: str) -> str:
    return value.rsplit("/", 1)[-1] if value.startswith("https://") else value


RECORD = """21-045-S12 - Starkare ihop

Projektägare: Umeå kommun
Organisationsnummer: 212000-2627
Startdatum: 2021-03-01
Slutdatum: 2023-06-30
Beviljat ESF-stöd: 5 250 000 kr
Planerat antal deltagare: ca 240
Samverkansparter: Vindelns kommun, Arbetsförmedlingen

Sammanfattning
Projektet ska ge fler vägar till arbete.
"""
RECORD_FACTS = [
    ("diarienummer", "21-045-S12"), ("endDate", "2023-06-30"), ("fund", "esf"), ("grantedAmount", "5250000"),
    ("lead", "Umeå kommun"), ("organisationNumber", "2120002627"), ("partner", "Arbetsförmedlingen"),
    ("partner", "Vindelns kommun"), ("plannedParticipants", "240"), ("startDate", "2021-03-01"),
]  # fmt: skip
DECISIONS = """Prioriterade ESF-projekt, beslut 4 juni 2020

Starkare ihop

Sökande: Umeå kommun
Sökt belopp: 5 250 000 kronor
Samverkansparter: Vindelns kommun och Arbetsförmedlingen

Projektet ska ge fler vägar till arbete.

Öppna dörrar

Sökande: Region Skåne
Belopp: 2 000 000 kronor

Kvinnor och män får hjälp att hitta hem.
"""
DECISION_FACTS = {
    "Starkare ihop": [
        ("appliedAmount", "5250000"), ("decidedOn", "2020-06-04"), ("fund", "esf"), ("lead", "Umeå kommun"),
        ("partner", "Arbetsförmedlingen"), ("partner", "Vindelns kommun"),
    ],
    "Öppna dörrar": [
        ("decidedOn", "2020-06-04"), ("fund", "esf"), ("lead", "Region Skåne"), ("statedAmount", "2000000"),
    ],
}  # fmt: skip
NEWS = """Nya vägar till arbete i norr

Umeå kommun får 5,2 miljoner kronor till projektet Starkare ihop. Projektet startar den 1 mars 2021 och pågår till
den 30 juni 2023. Det genomförs tillsammans med Vindelns kommun och Arbetsförmedlingen. Totalt ska 240 personer få stöd.
"""
NEWS_FACTS = [
    ("endDate", "2023-06-30"), ("grantedAmount", "5200000"), ("lead", "Umeå kommun"), ("partner", "Arbetsförmedlingen"),
    ("partner", "Vindelns kommun"), ("plannedParticipants", "240"), ("startDate", "2021-03-01"),
]  # fmt: skip
BULLETS = """Beslut den 4 juni 2020

• Umeå kommuns projekt Starkare ihop får 5,2 miljoner kronor.
  Det ska nå 240 personer.
• Stiftelsen Ljuset beviljas 3,3 miljoner kronor för projektet Öppna dörrar.
• 4 miljoner kronor tilldelas Nyväg, som drivs av Region Skåne.
"""
DOCUMENTS = {"record": RECORD, "decisions": DECISIONS, "news": NEWS, "bullets": BULLETS}
in_every_layout = pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
# A made-up project with a lead and a grant, to which a test adds a sentence.
PROJECT = "Starkare ihop\n\nProjektägare: Umeå kommun\nBeviljat belopp: 10 000 000 kr\n\n"
PROJECT_FACTS = {"Starkare ihop": [("grantedAmount", "10000000"), ("lead", "Umeå kommun")]}


# --- the layouts


def test_a_project_record_is_read_field_by_field() -> None:
    assert facts(RECORD) == {"Starkare ihop": RECORD_FACTS}


def test_a_record_says_the_same_with_its_labels_on_lines_of_their_own() -> None:
    lines = RECORD.splitlines()
    below = re.sub(r": (?=\S)", "\n", "\n".join(lines[2:9]))
    assert facts("\n".join([lines[0], "", below])) == {"Starkare ihop": RECORD_FACTS}


@pytest.mark.parametrize("separator", ["\t", " | ", " : ", ":", "     "])
def test_a_record_says_the_same_as_a_table(separator: str) -> None:
    assert facts(RECORD.replace(": ", separator)) == {"Starkare ihop": RECORD_FACTS}


def test_a_record_says_the_same_with_its_labels_glued_to_the_values() -> None:
    glued = RECORD.replace(": ca ", "").replace(": ", "")
    assert facts(glued) == {"Starkare ihop": RECORD_FACTS}


def test_headings_over_fields_are_projects_and_a_dated_heading_is_their_decision() -> None:
    assert facts(DECISIONS) == DECISION_FACTS


def test_news_in_sentences_states_the_same_kinds_of_facts() -> None:
    assert facts(NEWS) == {"Starkare ihop": NEWS_FACTS}


def test_each_bullet_of_a_decision_is_a_project_of_its_own() -> None:
    decided = ("decidedOn", "2020-06-04")
    assert facts(BULLETS) == {
        "Starkare ihop": [
            decided,
            ("grantedAmount", "5200000"),
            ("lead", "Umeå kommun"),
            ("plannedParticipants", "240"),
        ],
        "Öppna dörrar": [decided, ("grantedAmount", "3300000"), ("lead", "Stiftelsen Ljuset")],
        "Nyväg": [decided, ("grantedAmount", "4000000"), ("lead", "Region Skåne")],
    }


def test_a_title_names_the_project_that_a_text_only_calls_the_project() -> None:
    said = "Projektet ska ge vägar till arbete. Umeå kommun äger projektet, som pågår till den 30 juni 2023."
    text = f"Starkare ihop\n\n{said}"
    assert facts(text) == {"Starkare ihop": [("endDate", "2023-06-30"), ("lead", "Umeå kommun")]}


def test_headings_under_a_sentence_that_announces_their_number_are_projects_of_its_owner() -> None:
    text = (
        "Nytt om skolan\n\nKommunsam har fått medel från ESF till två förstudier.\n\nFramtidens skola\n\n"
        "Förstudien ska undersöka skolan. Den görs i samverkan med Umeå kommun.\n\nDigitala vägar\n\n"
        "Förstudien ska undersöka nätet.\n"
    )
    of_both = [("fund", "esf"), ("lead", "Kommunsam")]
    assert facts(text) == {"Framtidens skola": [*of_both, ("partner", "Umeå kommun")], "Digitala vägar": of_both}


@pytest.mark.parametrize(
    "text",
    [
        "Projektnamn: Ett\nProjektägare: Umeå kommun\nBudget: 1 000 000 kr\n\n"
        "Projektnamn: Två\nProjektägare: Region Skåne\nBudget: 2 000 000 kr",
        "Projektägare: Umeå kommun\nProjektnamn: Ett\nBudget: 1 000 000 kr\n\n"
        "Projektägare: Region Skåne\nProjektnamn: Två\nBudget: 2 000 000 kr",
    ],
)
def test_a_run_of_fields_falls_into_projects_where_the_first_field_stands_again(text: str) -> None:
    assert facts(text) == {
        "Ett": [("lead", "Umeå kommun"), ("totalBudget", "1000000")],
        "Två": [("lead", "Region Skåne"), ("totalBudget", "2000000")],
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Antal företag: 60–70", [("plannedCompaniesMax", "70"), ("plannedCompaniesMin", "60")]),
        ("Medfinansiärer: Region Skåne", [("co-financier", "Region Skåne")]),
        ("Deltagande aktörer: Bron AB m.fl.", [("openParticipantList", "true"), ("participating-actor", "Bron AB")]),
        ("Samverkansparter: elva kommuner", [("partner", "elva kommuner")]),
        ("Kommun: Umeå, Vindeln", [("coversArea", "2404"), ("coversArea", "2480")]),
        ("Region: Övre Norrland", [("region", "SE33")]),
        ("Unionens medfinansieringsgrad: 53,5 %", [("unionCofinancingRate", "53.5")]),
        ("Projektperiod: 1 mars 2021 – 30 juni 2023", [("endDate", "2023-06-30"), ("startDate", "2021-03-01")]),
        ("Beslutsdatum: 2021-05-01", [("decidedOn", "2021-05-01")]),
        ("Diarienummer: 2021/00123", [("diarienummer", "2021/00123")]),
        ("Programområde A1: Kompetens", [("programmeArea", "A1: Kompetens")]),
    ],
)
def test_a_field_states_its_fact(line: str, expected: list[tuple[str, str]]) -> None:
    text = PROJECT.rstrip() + f"\n{line}\n"
    assert facts(text) == {"Starkare ihop": sorted([*PROJECT_FACTS["Starkare ihop"], *expected])}


# --- what must not be read


@pytest.mark.parametrize(
    "text",
    [
        "Sammanlagt 30 miljoner kronor går till tre projekt i Västerbotten.",
        "De tre projekten får tillsammans 30 miljoner kronor.",
        "Fem projekt får dela på 30 miljoner kronor.",
        "– Vi ska nå 500 personer tillsammans med Region Skåne, säger en projektledare.",
        "Vi får 2 miljoner kronor, berättar en av dem som arbetar med Region Skåne.",
        "Projektet skulle kunna samarbeta med Region Skåne.",
        "Projektet kan komma att drivas av Region Skåne.",
        "De senaste åren har 300 personer deltagit.",
        "I länet finns 4 000 unga mellan 16 och 24 år.",
        "Projektet riktar sig till personer över 18 år.",
        "Under 20 veckor får de stöd, och arbetet pågår i tre år.",
        "Projektledare är en person på Region Skåne.",
        "Insatserna görs i samverkan med SMF och näringslivet.",
        "Fler nyheter\nTill startsidan\nOm cookies",
    ],
)
def test_what_is_said_of_something_else_is_no_fact_of_the_project(text: str) -> None:
    assert facts(PROJECT + text) == PROJECT_FACTS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Åter till nyheterna\n\nVi använder cookies. Läs mer här.",
        "Utlysning\n\nSista ansökningsdag: 1 mars 2021\nKontakt: se hemsidan",
        "Nytt om skolan\n\nUtlysningen omfattar 100 miljoner kronor. Regeringen satsar 300 miljoner kronor.",
        "Ett projekt\n\nProjektet är bra.",
        "Kontaktperson: se hemsidan\nTelefon: se hemsidan\nAdress: Umeå",
    ],
)
def test_a_text_that_describes_no_project_states_nothing(text: str) -> None:
    assert facts(text) == {}


@pytest.mark.parametrize(
    "label", ["Kontaktperson", "Projektledare", "Telefon", "E-post", "Presskontakt", "Handläggare"]
)
def test_a_person_s_field_is_never_quoted(label: str) -> None:
    found = reading(PROJECT.rstrip() + f"\n{label}: Namn Namnsson\n")
    assert list(map(stated, found.records)) == list(PROJECT_FACTS.values())
    assert all("Namnsson" not in (finding.text or "") for finding in found.findings)


def test_who_speaks_before_a_colon_is_covered_where_a_label_is_told() -> None:
    (finding,) = reading(PROJECT.rstrip() + "\nAnna Bergström: Ja\n").findings
    assert finding.code == "unknown-label"
    assert finding.text == "████ █████████:"


def test_a_sole_trader_s_number_is_neither_stated_nor_quoted() -> None:
    found = reading(PROJECT.rstrip() + "\nOrganisationsnummer: 811218-9876\n")
    assert list(map(stated, found.records)) == list(PROJECT_FACTS.values())
    assert all("9876" not in (finding.text or "") for finding in found.findings)


# --- what was not understood is told


def test_a_label_that_the_ontology_lacks_is_told_with_its_place() -> None:
    (finding,) = reading(PROJECT.rstrip() + "\nFavoritfärg: blå\n").findings
    assert (finding.code, finding.file, finding.line, finding.column) == ("unknown-label", "a.txt", 5, 1)
    assert "Favoritfärg" in (finding.text or "")


def test_a_value_of_another_kind_than_its_label_s_is_told() -> None:
    found = reading(PROJECT.rstrip() + "\nStartdatum: när det går\n")
    assert [finding.code for finding in found.findings] == ["unread-value"]
    assert list(map(stated, found.records)) == list(PROJECT_FACTS.values())


def test_a_day_without_a_year_takes_that_of_the_publication() -> None:
    text = PROJECT + "Det startade den 1 september."
    assert facts(text, published="2022-10-01")["Starkare ihop"][-1] == ("startDate", "2022-09-01")


# --- what changes nothing


@in_every_layout
@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_the_way_in_which_lines_end_changes_no_fact(text: str, newline: str) -> None:
    assert facts(text.replace("\n", newline)) == facts(text)


@in_every_layout
@given(data=st.data())
def test_trailing_spaces_and_further_blank_lines_change_no_fact(text: str, data: st.DataObject) -> None:
    blanks = st.sampled_from(["\n", " \n", "  \t\n", "\u00a0\n"])
    between = st.sampled_from(["\n", "\n\n", "\n \n", "\n\n\n"])
    changed = "".join(
        data.draw(between) if not line else line + data.draw(blanks) for line in ["", *text.splitlines(), ""]
    )
    assert facts(changed) == facts(text)


FIELDS = RECORD.splitlines()[2:9]


@given(st.permutations(FIELDS))
def test_the_order_of_a_record_s_fields_changes_no_fact(fields: list[str]) -> None:
    lines = RECORD.splitlines()
    assert facts("\n".join([*lines[:2], *fields, *lines[9:]])) == {"Starkare ihop": RECORD_FACTS}


@given(
    st.permutations(
        [
            "Sökande: Umeå kommun",
            "Sökt belopp: 5 250 000 kronor",
            "Samverkansparter: Vindelns kommun och Arbetsförmedlingen",
        ]
    )
)
def test_the_order_of_a_decision_s_fields_changes_no_fact(fields: list[str]) -> None:
    head, _, rest = DECISIONS.partition("Sökande: Umeå kommun")
    body = rest.split("\n\n", 1)[1]
    assert facts(head + "\n".join(fields) + "\n\n" + body) == DECISION_FACTS


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_the_bullets_changes_no_fact(order: tuple[int, ...]) -> None:
    head, *bullets = BULLETS.split("• ")
    assert facts(head + "".join(f"• {bullets[place].rstrip()}\n" for place in order)) == facts(BULLETS)


# --- names

NAMES = st.sampled_from(
    (
        "Göteborgs stad", "Håbo kommun", "Habo kommun", "Region Halland", "Försäkringskassan", "Lunds universitet",
        "Blåklint AB", "Bok & Bild AB", "Studio 17 HB", "Byakraft ek. för.", "Stiftelsen Nya Vägar", "Kraftverk 2.0",
        "Kommunalarna i Värmlands län", "Föreningen Bron", "KFB Bergslagen", "Teater i Öster", "Nova Campus",
        "Samordningsförbundet Älv & Kust", "Hjältarnas Hus", "Nord-Syd Rekrytering", "ÖMK", "IT-klustret Fyrbodal",
        "Jobbcirkeln", "Svenska mäklarhuset", "Dans på Landet", "Folkhögskolan Åsen", "Svenskt Näringsliv",
    )
)  # fmt: skip


@given(lead=NAMES, partners=st.lists(NAMES, min_size=1, max_size=4, unique=True))
def test_another_name_in_a_field_is_another_name_in_the_facts(lead: str, partners: list[str]) -> None:
    text = RECORD.replace("Projektägare: Umeå kommun", f"Projektägare: {lead}")
    text = text.replace("Vindelns kommun, Arbetsförmedlingen", ", ".join(partners))
    unchanged = [fact for fact in RECORD_FACTS if fact[0] not in ("lead", "partner")]
    named = [("lead", lead), *(("partner", partner) for partner in partners)]
    assert facts(text) == {"Starkare ihop": sorted([*unchanged, *named])}


@given(
    project=st.sampled_from(
        ["Nyväg", "Nya Vägar 2.0", "Ung i Umeå", "MIA Vidare", "Steg 1 – 2", "Hallå, Skåne", "Vi är många"]
    )
)
def test_another_project_s_name_is_another_name_in_the_facts(project: str) -> None:
    assert facts(RECORD.replace("Starkare ihop", project)) == {project: RECORD_FACTS}
    assert facts(DECISIONS.replace("Starkare ihop", project)).keys() == {project, "Öppna dörrar"}


# --- what holds whatever the text

PARTS = st.sampled_from(
    [*RECORD.splitlines(), *DECISIONS.splitlines(), *NEWS.split(". "), *BULLETS.splitlines(), "", "", "\r\n", "”", "– "]
)


@settings(max_examples=60)
@given(st.lists(PARTS, max_size=15).map("\n".join) | names_and_separators | st.text(max_size=60))
def test_no_text_makes_the_reader_fail_and_every_mention_lies_in_it(text: str) -> None:
    found = reading(text)
    for record in found.records:
        for mention in (record.name, *record.mentions):
            assert 0 <= mention.start < mention.end <= len(text)
            assert 0 < mention.confidence <= 1
        assert record.mentions == tuple(sorted(record.mentions, key=lambda one: (one.start, one.end, one.property)))
    assert reading(text) == found


def test_the_eu_s_support_is_a_sum_of_its_own_kind() -> None:
    ((_, said),) = facts("Projektnamn: Bron\nProjektägare: Umeå kommun\nEU-stöd: 4 000 000 kr\n").items()
    assert [one for one in said if one[0] in ("grantedAmount", "euAmount")] == [("euAmount", "4000000")]


def test_a_fund_before_a_sum_is_a_grant_s_label_and_alone_a_financier() -> None:
    record = "Projektnamn: Bron\nProjektägare: Umeå kommun\n"
    ((_, said),) = facts(f"{record}Europeiska socialfonden: 4 mkr\n").items()
    assert ("grantedAmount", "4000000") in said
    ((_, said),) = facts(f"{record}Finansiärer\nEuropeiska socialfonden\nRegion Skåne\n").items()
    assert {prop for prop, _ in said} == {"lead", "fund", "co-financier"}


def test_a_page_s_kicker_is_passed_over_for_the_title_that_the_fields_below_belong_to() -> None:
    text = "Forskningsprojekt\n\nÅtertråd\n\nKläder blir garn. Återtråd visar hur.\n\nKoordinator: Högskolan i Borås\n"
    assert list(facts(text)) == ["Återtråd"]


def test_a_label_over_fields_is_no_project_s_name() -> None:
    text = "Projektet Bron drivs av Umeå kommun.\n\nFinansiärer\nSocialfonden: 4 mkr\nProjekttid: 2021–2023\n"
    assert list(facts(text)) == ["Bron"]


def test_the_day_on_which_a_course_begins_is_not_the_project_s() -> None:
    begin = "Projektet Bron drivs av Umeå kommun. "
    ((_, said),) = facts(f"{begin}Bron sätter igång den 1 mars 2021.\n").items()
    assert ("startDate", "2021-03-01") in said
    ((_, said),) = facts(f"{begin}Kursen sätter igång den 1 mars 2021.\n").items()
    assert not [one for one in said if one[0] == "startDate"]


def test_a_label_in_two_languages_names_the_field_that_both_halves_name() -> None:
    text = RECORD.replace("Projektägare:", "Projektägare / Beneficiary:").replace(
        "Startdatum:", "Startdatum/Start date:"
    )
    assert facts(text) == {"Starkare ihop": RECORD_FACTS}
    assert ("lead", "Umeå kommun") not in facts(text.replace("Beneficiary", "Kontakt"))["Starkare ihop"]


def test_a_time_that_counts_from_a_day_gives_the_start_alone() -> None:
    text = RECORD.replace("Startdatum: 2021-03-01\nSlutdatum: 2023-06-30", "Period: 3 år från 1 mars 2021")
    dates = [fact for fact in facts(text)["Starkare ihop"] if fact[0].endswith("Date")]
    assert dates == [("startDate", "2021-03-01")]


def test_what_was_refused_is_listed_with_what_was_applied_for() -> None:
    granted = (
        "Beviljade projekt från ERUF\n\n- Norrsol, Umeå kommun, 2 000 000 kr\n- Hamnen, Vännäs kommun, 900 000 kr\n"
    )
    refused = "\nAvslag\n\n- Sydsol, Åsele kommun, 1 200 000 kr\n- Vind, Bjurholms kommun, 1 300 000 kr\n"
    found = facts(granted + refused)
    assert ("grantedAmount", "2000000") in found["Norrsol"]
    assert ("appliedAmount", "1200000") in found["Sydsol"]
    assert ("appliedAmount", "1300000") in found["Vind"]


def test_a_heading_over_a_time_and_a_budget_is_a_project_where_several_are_announced() -> None:
    text = (
        "Våra EU-projekt\n\nKommunen deltar i flera projekt.\n\n"
        "Kajen\nProjektet gör plats för fler företag.\nPeriod: 2021-04-01 – 2024-03-31\nTotal budget: 9 600 tkr\n\n"
        "Spåret\nUmeå kommun äger projektet.\nPeriod: 2022-09-01 – 2025-08-31\n"
    )
    assert list(facts(text)) == ["Kajen", "Spåret"]
    assert list(facts(text.replace("Total budget: 9 600 tkr\n", ""))) == ["Spåret"]


def test_an_abbreviation_ends_no_period() -> None:
    text = RECORD.replace("Startdatum: 2021-03-01\nSlutdatum:", "Projekttid: 1 mars 2021 t.o.m. 30 juni 2023\nID:")
    dates = [fact for fact in facts(text)["Starkare ihop"] if fact[0].endswith("Date")]
    assert dates == [("endDate", "2023-06-30"), ("startDate", "2021-03-01")]


def test_a_sum_behind_a_fund_and_a_comma_is_the_fund_s() -> None:
    text = "Nyväg\n\nProjektägare: Umeå kommun\nPeriod: 2019–2020\nFinansiering: "
    for granted in ("ESF, 0,4 mkr", "Region Västerbotten 100 000 kr, ESF, 0,4 mkr"):
        assert ("grantedAmount", "400000") in facts(text + granted)["Nyväg"]
    for total in ("ESF, totalt 0,4 mkr", "ESF och Umeå kommun, 0,4 mkr"):
        assert not any(prop == "grantedAmount" for prop, _ in facts(text + total)["Nyväg"])


def test_the_call_above_a_list_tells_the_fund_of_its_projects() -> None:
    rows = "Dnr\tProjekt\tSökande\n23-122-S03\tNorrsol\tUmeå kommun\n23-122-S05\tHamnen\tVännäs kommun\n"
    found = facts(f"Beviljade ansökningar\nUtlysning: Omställning, ESF+ 2021–2027\nBeslut fattade 2023-11-23\n\n{rows}")
    assert all(("fund", "esf-plus") in said for said in found.values())
    assert len(found) == 2


def test_a_count_may_begin_with_in_total() -> None:
    found = facts(RECORD.replace("ca 240", "totalt 220 (110 kvinnor, 110 män)"))["Starkare ihop"]
    assert ("plannedParticipants", "220") in found
