from __future__ import annotations

from collections import Counter
from decimal import Decimal
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import whole
from samverkan.documents.tables import read_tables
from samverkan.identifiers import DocumentId
from samverkan.judgements import Judgements
from samverkan.mappings import load_mappings
from samverkan.model import Mention, ProjectRecord, SourceDocument
from samverkan.project import ONTOLOGY
from samverkan.reading import Reading, read_document
from samverkan.reading.values import day_reader, money_reader, share_reader
from samverkan.triples import evidence_lines
from stated import BOOK, REFERENCE, VOCABULARY, written

MAPPINGS = load_mappings(ONTOLOGY)
ANNEX = "Beneficiary name;Operation name;Start date;End date;Total eligible expenditure (EUR);Country\n"
BANK = (
    "\ufeffDiarienummer / Operation ID;Stödmottagare / Beneficiary;Projektägare organisationsnummer / Beneficiary ID;"
    "Namn på insatsen / Operation Name;Total projektbudget / Total budget SEK;"
    "Unionens medfinansieringsgrad / Union co-financing rate;Sammanfattning / Summary;Startdatum / Start date;"
    "EU-fond / EU fund;Program CCI / Program CCI\n"
)


def document(content: str | bytes, name: str = "lista.csv") -> SourceDocument:
    raw = content.encode() if isinstance(content, str) else content
    text, tables = read_tables(raw, name)
    digest = sha256(raw).hexdigest()
    return SourceDocument(id=DocumentId(digest[:16]), path=name, name=name, sha256=digest, text=text, tables=tables)


def reading(content: str | bytes, name: str = "lista.csv") -> Reading:
    return read_document(document(content, name), VOCABULARY, REFERENCE, BOOK, MAPPINGS)


def facts(record: ProjectRecord) -> list[tuple[str, str]]:
    return [(one.property, written(one).rsplit("/id/", 1)[-1]) for one in record.mentions]


def codes(found: Reading) -> Counter[str]:
    return Counter(finding.code for finding in found.findings)


def only(content: str | bytes, name: str = "lista.csv") -> dict[str, str]:
    (record,) = reading(content, name).records
    return {"name": str(record.name.value), **dict(facts(record))}


# --- lists of operations in several languages

POLISH = (
    "Lista projektów;;;;;;;;\n"
    "Tytuł projektu;Numer umowy;Nazwa beneficjenta;Fundusz;Wydatki kwalifikowalne (w zł);"
    "Wartość unijnego dofinansowania;Poziom unijnego dofinansowania w %;Data rozpoczęcia;Kategoria interwencji\n"
    "1;2;3;4;5;6;7;8;9\n"
    "Nowy start;XX.01-0001/16;Gmina Przykładowa;EFS;1 200 000,00;1 020 000,00;85,00;2016-03-01;102\n"
    "Razem;;;;1 200 000,00;1 020 000,00;;;\n"
)
FRENCH = (
    "Nom du bénéficiaire;Intitulé de l'opération;Date de début de l'opération;Date de fin de l'opération;"
    "Total des dépenses éligibles;Taux de cofinancement UE;Pays\n"
    "Association Exemple;Insertion durable;01/02/2016;31/12/2017;123 456,78 €;50%;FRANCE\n"
)
DANISH = (
    "Støttemodtagerens navn;Operationens navn;Startdato;Slutdato;Samlede støtteberettigede udgifter (kr.)\n"
    "Eksempel Kommune;Flere i job;01-01-2016;31-12-2018;1.234.567,00\n"
)
SPANISH = (
    "Nombre del beneficiario|Nombre de la operación|Fecha de inicio|Gasto total subvencionable|Tasa de cofinanciación\n"
    "Ayuntamiento de Ejemplo|Empleo joven|1/5/2016|1.234.567,89|91,89\n"
)
DUTCH = (
    "Naam van de begunstigde;Naam van de concrete actie;Startdatum;Totale subsidiabele kosten (in €)\n"
    "Stichting Voorbeeld;Werk voor allen;1-3-2016;€ 250.000\n"
)
BULGARIAN = (
    "Наименование на бенефициента;Наименование на операцията;Начална дата;Общо допустими разходи (в лева)\n"
    "Община Пример;Нова работа;01.03.2016;250 000,00\n"
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            POLISH,
            {
                "name": "Nowy start",
                "lead": "Gmina Przykładowa",
                "fund": "fund/esf",
                "totalBudget": "1200000.00",
                "euAmount": "1020000.00",
                "unionCofinancingRate": "85.00",
                "currency": "PLN",
                "startDate": "2016-03-01",
                "interventionField": "intervention-field/2014-2020/102",
                "diarienummer": "XX.01-0001/16",
            },
        ),
        (
            FRENCH,
            {
                "name": "Insertion durable",
                "lead": "Association Exemple",
                "startDate": "2016-02-01",
                "endDate": "2017-12-31",
                "totalBudget": "123456.78",
                "currency": "EUR",
                "unionCofinancingRate": "50",
            },
        ),
        (
            DANISH,
            {
                "name": "Flere i job",
                "lead": "Eksempel Kommune",
                "startDate": "2016-01-01",
                "endDate": "2018-12-31",
                "totalBudget": "1234567.00",
                "currency": "DKK",
            },
        ),
        (
            SPANISH,
            {
                "name": "Empleo joven",
                "lead": "Ayuntamiento de Ejemplo",
                "startDate": "2016-05-01",
                "totalBudget": "1234567.89",
                "currency": "EUR",
                "unionCofinancingRate": "91.89",
            },
        ),
        (
            DUTCH,
            {
                "name": "Werk voor allen",
                "lead": "Stichting Voorbeeld",
                "startDate": "2016-03-01",
                "totalBudget": "250000",
                "currency": "EUR",
            },
        ),
        (
            BULGARIAN,
            {
                "name": "Нова работа",
                "lead": "Община Пример",
                "startDate": "2016-03-01",
                "totalBudget": "250000.00",
                "currency": "BGN",
            },
        ),
    ],
    ids=["pl", "fr", "da", "es", "nl", "bg"],
)
def test_a_list_of_operations_is_read_in_its_language(content: str, expected: dict[str, str]) -> None:
    assert only(content) == expected


def test_a_number_is_unique_in_the_list_of_its_country() -> None:
    found = reading("Project code;Operation name;Country\nA1;Thing;AUSTRIA\nA1;Other thing;Ireland\nA1;Third;\n")
    assert [record.register for record in found.records][:2] == ["AT", "IE"]
    assert str(found.records[2].register).startswith("list-")


def test_rows_of_one_number_are_one_project_and_said() -> None:
    header = "Project code;Operation name;Beneficiary name;Lead partner (yes/no);Country\n"
    found = reading(
        f"{header}7;Thing;Example Ltd;Yes;Malta\n7;Thing;Sample plc;No;Malta\n8;Other;Third Ltd;Yes;Malta\n"
    )
    assert [[one for one in facts(record) if one[0] in ("lead", "partner")] for record in found.records] == [
        [("lead", "Example Ltd"), ("partner", "Sample plc")],
        [("lead", "Third Ltd")],
    ]
    assert codes(found)["rows-of-one-project"] == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (";;01.01.2016;;5000;", "row-without-name"),
        ("Total;;;;5000;", "total-row"),
        ("Priority 1: something;;;;;", "note-row"),
        (ANNEX.strip(), "repeated-heading"),
        ("Example Ltd;Thing; with a stray delimiter;01.01.2016;31.12.2016;5000;Malta", "ragged-row"),
    ],
)
def test_a_row_that_is_no_project_is_said_with_its_number(row: str, code: str) -> None:
    found = reading(f"{ANNEX}Example Ltd;Thing;01.01.2016;31.12.2016;5000;Malta\n{row}\n")
    assert [str(record.name.value) for record in found.records] == ["Thing"]
    (finding,) = [one for one in found.findings if one.code == code]
    assert finding.message.startswith("row 3 ")
    assert finding.line == 3


def test_every_row_is_a_project_or_a_finding() -> None:
    rows = ["A Ltd;One;;;1;", ";;;;1;", "B Ltd;Two;;;;", "Sum;;;;1;", "C Ltd;Three", "note"]
    found = reading(ANNEX + "\n".join(rows))
    named = sum(codes(found)[code] for code in ("row-without-name", "total-row", "note-row"))
    assert len(found.records) + named == len(rows)
    assert [one.message for one in found.findings if one.code == "table-read"] == [
        "6 rows: 3 are of 3 projects, 3 of none"
    ]


def test_a_cell_that_is_not_understood_is_said_without_its_words() -> None:
    found = reading(f"{ANNEX}Example Ltd;Thing;31-Nov-18;soon;about 5;Malta\n")
    assert facts(found.records[0]) == [("lead", "Example Ltd")]
    said = [one.message for one in found.findings if one.code == "unread-value"]
    assert said == [
        "row 2, “Start date”: this value was not understood",
        "row 2, “End date”: this value was not understood",
        "row 2, “Total eligible expenditure (EUR)”: this value was not understood",
    ]


def test_cells_that_say_nothing_are_no_problem() -> None:
    assert codes(reading(f"{ANNEX}Example Ltd;Thing;N/A;-;n.a.;Malta\n"))["unread-value"] == 0


def test_a_column_that_nobody_knows_is_said_once() -> None:
    found = reading("Beneficiary name;Operation name;Mood\nExample Ltd;Thing;good\nExample Ltd;Other;bad\n")
    assert [one.text for one in found.findings if one.code == "unknown-column"] == ["Mood"]


def test_a_table_of_no_known_format_gives_no_project_and_is_said() -> None:
    found = reading("Name;Age;Town\nA;1;B\n")
    assert (found.records, codes(found)) == ((), Counter({"unknown-table": 1}))


@pytest.mark.parametrize(
    "beneficiary", ["Privatperson", "osoba fizyczna", "JALKA TMI", "N. N.", "Efternamn, Förnamn", "Anna Andersson"]
)
def test_a_natural_person_is_neither_asserted_nor_repeated(beneficiary: str) -> None:
    found = reading(f"{ANNEX}{beneficiary};Thing;;;5000;Malta\n")
    assert "lead" not in dict(facts(found.records[0]))
    assert codes(found)["natural-person"] == 1
    assert not any(beneficiary in f"{one.message} {one.text}" for one in found.findings)


def test_a_sole_trader_is_told_by_the_number_and_the_number_is_kept_nowhere() -> None:
    found = reading(f"{BANK}23-001-S01;Snickarn;550101-1234;Nyväg;1 000;40%;;2023-01-01;ESF+;\n")
    assert not {"lead", "organisationNumber"} & dict(facts(found.records[0])).keys()
    assert "1234" not in str(found.records) + str(found.findings)


# --- money


@pytest.mark.parametrize(
    ("heading", "country", "name", "currency"),
    [
        ("Total cost (EUR)", "", "lista.csv", "EUR"),
        ("Total cost £", "", "lista.csv", "GBP"),
        ("Total cost", "Polska", "lista.csv", "PLN"),
        ("Total cost", "", "IE_list.csv", "EUR"),
    ],
)
def test_the_currency_is_the_headings_the_countrys_or_the_files(
    heading: str, country: str, name: str, currency: str
) -> None:
    found = only(f"Beneficiary name;Operation name;{heading};Country\nExample;Thing;5000;{country}\n", name)
    assert (found["totalBudget"], found["currency"]) == ("5000", currency)


def test_a_sum_whose_currency_nobody_tells_is_not_asserted() -> None:
    found = reading("Beneficiary name;Operation name;Total cost\nExample;Thing;5000\n")
    assert "totalBudget" not in dict(facts(found.records[0]))
    assert codes(found)["unknown-currency"] == 1


def test_an_assumed_currency_is_said() -> None:
    assert codes(reading("Toteuttajan nimi;Hankkeen nimi;Kokonaiskustannukset\nEsimerkki Oy;Uusi;5000\n"))[
        "assumed-currency"
    ]


@pytest.mark.parametrize(("cell", "value", "said"), [("2390607", "2390607", 1), ("2.4", "2400000.0", 0)])
def test_a_unit_that_the_cells_contradict_is_not_used_and_said(cell: str, value: str, said: int) -> None:
    content = f"Beneficiary name;Operation name;Total cost £m\nExample;Thing;{cell}\n"
    assert only(content)["totalBudget"] == value
    assert codes(reading(content))["unit-contradicted"] == said


def test_sums_in_a_second_currency_are_left_out_and_said() -> None:
    content = "Beneficiary name;Operation name;Total cost (EUR);EU contribution (PLN)\nExample;Thing;10;40\n"
    assert "euAmount" not in only(content)
    assert codes(reading(content))["second-currency"] == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234.567,89", "1234567.89"),
        ("1,434,364.50", "1434364.50"),
        ("1 234", "1234"),
        ("1\u00a0234\u202f567", "1234567"),
        ("£1,234", "1234"),
        ("443909", "443909"),
        ("980268,92", "980268.92"),
        ("56868.983", "56868.983"),
        ("EUR 1.000,00", "1000.00"),
        ("12 500 kr", "12500"),
        ("1.482.210:-", "1482210"),
        ("1'234'567.5", "1234567.5"),
        ("-744", "-744"),
    ],
)
def test_a_number_is_read_in_every_european_form(text: str, value: str) -> None:
    assert money_reader([text])(text) == Decimal(value)


@pytest.mark.parametrize("text", ["12 34", "1e5", "abc", "5 of 7", "1.23.456", "10-12"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert money_reader([text])(text) is None


def test_a_mark_means_in_one_cell_what_it_means_in_the_column() -> None:
    read = money_reader(["1.234", "980,5"])
    assert read("1.234") == 1234
    mixed = money_reader(["1,234", "9.5", "8,5"])
    assert mixed("1,234") is None


@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from([(" ", ","), (".", ","), (",", "."), ("", ",")]),
)
def test_a_sum_is_the_same_in_whatever_form(value: Decimal, marks: tuple[str, str]) -> None:
    text = f"{value:,.2f}".replace(",", "\0").replace(".", marks[1]).replace("\0", marks[0])
    assert money_reader([text])(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("05.09.2016", "2016-09-05"),
        ("1.3.2015", "2015-03-01"),
        ("1. 3. 2015", "2015-03-01"),
        ("01. Nov 15", "2015-11-01"),
        ("31. Dez 18", "2018-12-31"),
        ("10-Mrz-2016", "2016-03-10"),
        ("1 de enero de 2015", "2015-01-01"),
        ("1er janvier 2015", "2015-01-01"),
        ("March 3, 2015", "2015-03-03"),
        ("2015.03.01.", "2015-03-01"),
        ("2015-03-01 00:00:00", "2015-03-01"),
        ("2015-03-01T10:00:00Z", "2015-03-01"),
        ("42370", "2016-01-01"),
        ("Aug 15", "2015-08"),
        ("03/2015", "2015-03"),
        ("2015", "2015"),
    ],
)
def test_a_day_is_read_in_every_form_and_never_more_exact_than_written(text: str, value: str) -> None:
    assert day_reader([text])(text) == value


@pytest.mark.parametrize("text", ["31-Nov-18", "31/04/2014", "7560", "Yet to commence", "Q3 2015", "2015-13-01"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_reader([text])(text) is None


def test_the_month_comes_first_only_where_the_column_shows_it() -> None:
    assert day_reader(["01/02/2015"])("01/02/2015") == "2015-02-01"
    assert day_reader(["01/02/2015", "12/31/2015"])("01/02/2015") == "2015-01-02"
    assert day_reader(["31/01/2015", "12/31/2015"])("12/31/2015") is None


def test_shares_are_per_cent_unless_all_are_fractions() -> None:
    assert share_reader(["0.5", "0.6667"])("0.6667") == Decimal("66.67")
    assert share_reader(["0,5 %", "1"])("0,5 %") == Decimal("0.5")
    assert share_reader(["50"])("150%") is None


# --- formats


def test_the_projektbanks_summary_is_read_as_prose_and_markup_moves_nothing() -> None:
    prose = (
        '"<p>Projektet drivs av Umeå kommun tillsammans med Skellefteå kommun. Det är för att unga ska få arbete.</p>"'
    )
    content = f"{BANK}23-001-S01;UMEÅ KOMMUN;212000-2627;Nyväg;75 354 267;90%;{prose};2023-01-01;ESF+;2021SE05SFPR001\n"
    source = document(content)
    (record,) = read_document(source, VOCABULARY, REFERENCE, BOOK, MAPPINGS).records
    assert dict(facts(record)) == {
        "diarienummer": "23-001-S01",
        "lead": "UMEÅ KOMMUN",
        "organisationNumber": "2120002627",
        "totalBudget": "75354267",
        "unionCofinancingRate": "90",
        "partner": "Skellefteå kommun",
        "startDate": "2023-01-01",
        "fund": "fund/esf-plus",
        "programme": "2021SE05SFPR001",
    }
    (partner,) = [one for one in record.mentions if one.property == "partner"]
    assert source.text[partner.start : partner.end] == "Skellefteå kommun"
    assert record.register is None


def test_a_summary_in_another_language_is_no_prose_for_us() -> None:
    prose = "Das Projekt wird von Umeå kommun tillsammans med Skellefteå kommun geführt."
    content = f"{BANK}23-001-S01;UMEÅ KOMMUN;;Nyväg;1;90%;{prose};2023-01-01;ESF+;\n"
    assert "partner" not in only(content)


def test_kohesios_local_number_is_the_diarienummer_with_its_programme_before_it() -> None:
    header = (
        "Operation_Unique_Identifier,Operation_Local_Identifier,Operation_Name_English,"
        "Operation_Name_Programme_Language,Country,Total_Eligible_Expenditure_amount,"
        "Total_Eligible_Expenditure_Currency,Beneficiary_Name\n"
    )
    found = reading(
        f"{header}https://x.example/entity/Q1,2021SE05SFPR001_23-001-S01,New way,Nyväg,Sweden,337478.4,EUR,Umeå kommun"
        "\n"
        "https://x.example/entity/Q7,,Nowy,Nowy,Poland,1000.5,EUR,Gmina Przykład\n"
    )
    swedish, polish = found.records
    assert (swedish.register, dict(facts(swedish))["diarienummer"]) == (None, "23-001-S01")
    assert dict(facts(swedish))["programme"] == "2021SE05SFPR001"
    assert dict(facts(swedish))["alternativeName"] == "New way"
    assert (polish.register, dict(facts(polish))["diarienummer"]) == ("Kohesio", "Q7")


def test_cordis_organisations_are_parts_of_the_projects_of_their_number() -> None:
    projects = (
        '"id";"acronym";"title";"startDate";"totalCost";"ecMaxContribution"\n'
        '"101";"NW";"New ways";"2022-09-01";"10,5";"5"\n'
    )
    members = (
        '"projectID";"projectAcronym";"name";"country";"role"\n"101";"NW";"Umeå kommun";"SE";"coordinator"\n'
        '"101";"NW";"Université Exemple";"FR";"participant"\n'
    )
    records = [*reading(projects, "project.csv").records, *reading(members, "organization.csv").records]
    assert [(record.register, dict(facts(record))["diarienummer"]) for record in records] == [("CORDIS", "101")] * 2
    assert str(records[1].name.value) == "NW"
    parts = [one for one in facts(records[1]) if one[0] in ("lead", "partner")]
    assert parts == [("lead", "Umeå kommun"), ("partner", "Université Exemple")]


def test_keeps_partners_join_their_project_by_programme_and_acronym() -> None:
    book = Workbook()
    projects, partners = book.create_sheet("Projects"), book.create_sheet("Partners")
    projects.append(["Programme", "Project acronym", "Project name in English", "Project's EU funding"])
    projects.append(["Interreg X", "ABC", "Better coasts", 1879493.6])
    partners.append(["Programme", "Project acronym", "Organisation in English", "Lead partner", "Country code"])
    partners.append(["Interreg X", "ABC", "Example University", "Yes", "DE"])
    partners.append(["Interreg X", "ABC", "Sample Town", "No", "SE"])
    partners.append(["Interreg Y", "ABC", "Someone else", "Yes", "SE"])
    content = BytesIO()
    book.save(content)
    coasts, other = reading(content.getvalue(), "keep.xlsx").records
    assert str(coasts.name.value) == "Better coasts"
    assert {("lead", "Example University"), ("partner", "Sample Town"), ("currency", "EUR")} <= set(facts(coasts))
    assert ("lead", "Someone else") in facts(other)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (
            "Projektnamn;Projektägare;Samverkansparter;Beviljat stöd;Startdatum\n"
            "Nyväg;Umeå kommun;Skellefteå kommun, Arbetsförmedlingen;1 500 000 kr;2023-01-01\n",
            "lista.csv",
        ),
        (
            '{"projekt": [{"Projektnamn": "Nyväg", "Projektägare": {"namn": "Umeå kommun"}, '
            '"Samverkansparter": ["Skellefteå kommun", "Arbetsförmedlingen"], "Beviljat stöd": 1500000, '
            '"Startdatum": "2023-01-01"}]}',
            "lista.json",
        ),
    ],
    ids=["csv", "json"],
)
def test_plain_swedish_headings_are_read_by_the_ontologys_labels(content: str, name: str) -> None:
    (record,) = reading(content, name).records
    assert facts(record) == [
        ("lead", "Umeå kommun"),
        ("partner", "Skellefteå kommun"),
        ("partner", "Arbetsförmedlingen"),
        ("grantedAmount", "1500000"),
        ("startDate", "2023-01-01"),
    ]


# --- evidence


def test_evidence_names_the_row_and_the_column_of_its_cell() -> None:
    source = document(f"{ANNEX}\nExample Ltd;Thing;01.01.2016;31.12.2016;5000;Malta\n")
    found = read_document(source, VOCABULARY, REFERENCE, BOOK, MAPPINGS)
    resolution = whole.resolve(found.records, REFERENCE, Judgements(same={}, different=frozenset()))
    told = resolution.projects, resolution.entities, {source.id: source}, VOCABULARY, REFERENCE
    stated = whole.state(*told)
    assert {(one.row, one.column) for one in stated.evidence if one.statement.predicate.endswith("startDate")} == {
        (3, "Start date")
    }
    assert all(source.text[one.start : one.end] == one.exact for one in stated.evidence)
    lines = {line.split(" ", 1)[1] for line in evidence_lines(stated.evidence)}
    assert '<https://w3id.org/samverkan/ontology#column> "Operation name" .' in lines
    assert '<https://w3id.org/samverkan/ontology#row> "3"^^<http://www.w3.org/2001/XMLSchema#integer> .' in lines


def test_a_cells_quotes_are_no_part_of_its_value_and_its_characters_are_the_files() -> None:
    source = document(f'{ANNEX}"Example ""North"" Ltd";"Thing; or two";;;5000;Malta\n')
    (record,) = read_document(source, VOCABULARY, REFERENCE, BOOK, MAPPINGS).records
    lead: Mention = next(one for one in record.mentions if one.property == "lead")
    assert (written(lead), source.text[lead.start : lead.end]) == ('Example "North" Ltd', 'Example ""North"" Ltd')
    assert record.name.value == "Thing; or two"
