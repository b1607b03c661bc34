from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from samverkan.errors import OntologyError
from samverkan.mappings import fold, fold_words, load_mappings
from samverkan.model import Cell, Table
from samverkan.project import ONTOLOGY
from samverkan.reading.columns import Columns, bind
from samverkan.vocabulary import load_vocabulary

MAPPINGS, VOCABULARY = load_mappings(ONTOLOGY), load_vocabulary(ONTOLOGY)
PROJEKTBANKEN = (
    "Diarienummer / Operation ID;Stödmottagare / Beneficiary;Projektägare organisationsnummer / Beneficiary ID;"
    "Namn på insatsen / Operation Name;Programområde / Priority;Specifikt mål / Specific objective concerned;"
    "Interventionsområde / Intervention field;Total projektbudget / Total budget SEK;"
    "EU-stöd i SEK / EU contribution SEK;"
    "Unionens medfinansieringsgrad / Union co-financing rate;Sammanfattning / Summary;Startdatum / Start date;"
    "Slutdatum / End date;EU-fond / EU fund;Program CCI / Program CCI"
)
KOHESIO = (
    "Operation_Unique_Identifier;Operation_Local_Identifier;Operation_Name_English;Operation_Name_Programme_Language;"
    "Country;Postal_Code;Operation_Start_Date;Operation_End_Date;Cofinancing_Rate;Total_Eligible_Expenditure_amount;"
    "Total_Eligible_Expenditure_Currency;Project_EU_Budget;Beneficiary_Unique_Identifier;Category_Of_Intervention;"
    "Category_Label;Thematic_Objective_ID;Fund_Code;Fund_Name;Programme_Code;Programme_Name;Region;NUTS3_Code;"
    "Programming_Period;Operation_Summary_English;Operation_Summary_Programme_Language;ManagingAuthority"
)
CORDIS = (
    "id;acronym;status;title;startDate;endDate;totalCost;ecMaxContribution;legalBasis;topics;frameworkProgramme;rcn"
)
MEMBERS = (
    "projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;city;country;role;ecContribution"
)
KEEP = "Period;Programme;Project acronym;Project name in English;Project start;Project end;Project's EU funding"
PARTNERS = "Programme;Project acronym;Organisation in English;Lead partner;Country code;Type of Organisation"


def bound(line: str) -> Columns | None:
    header = tuple(Cell(text=text, start=0, end=0) for text in line.split(";"))
    return bind(Table(header=header, rows=(), numbers=()), MAPPINGS, VOCABULARY)


def properties(line: str) -> dict[str, str]:
    columns = bound(line)
    assert columns is not None
    return {column.property: column.heading for column in columns.columns}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (PROJEKTBANKEN, "projektbanken"),
        (KOHESIO, "kohesio"),
        (CORDIS, "cordis-projects"),
        (MEMBERS, "cordis-organisations"),
        (KEEP, "keep"),
        (PARTNERS, "keep"),
        ("Beneficiary name;Operation name;Total eligible expenditure", "list-of-operations"),
    ],
)
def test_a_format_is_known_by_its_headings_and_knows_them_all(line: str, name: str) -> None:
    columns = bound(line)
    assert columns is not None
    assert columns.format is not None
    assert (columns.format.name, columns.unknown, columns.doubled) == (name, (), ())


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "bg",
            "Наименование на бенефициента;Наименование на операцията;Начална дата;Крайна дата;Общо допустими разходи",
        ),
        ("cs", "Název příjemce;Název operace;Datum zahájení;Datum ukončení;Celkové způsobilé výdaje"),
        ("da", "Støttemodtagerens navn;Operationens navn;Startdato;Slutdato;Samlede støtteberettigede udgifter"),
        ("de", "Name des Begünstigten;Bezeichnung des Vorhabens;Datum des Beginns;Datum des Endes;Gesamtausgaben"),
        ("el", "Όνομα δικαιούχου;Τίτλος πράξης;Ημερομηνία έναρξης;Ημερομηνία λήξης;Συνολικές επιλέξιμες δαπάνες"),
        ("en", "Beneficiary name;Operation name;Operation start date;Operation end date;Total eligible expenditure"),
        (
            "es",
            "Nombre del beneficiario;Nombre de la operación;Fecha de inicio;Fecha de fin;Gasto total subvencionable",
        ),
        ("et", "Toetuse saaja nimi;Projekti nimi;Alguskuupäev;Lõppkuupäev;Abikõlblike kulude kogusumma"),
        ("fi", "Tuensaajan nimi;Toimen nimi;Alkamispäivä;Päättymispäivä;Tukikelpoiset kokonaismenot"),
        ("fr", "Nom du bénéficiaire;Nom de l'opération;Date de début;Date de fin;Total des dépenses éligibles"),
        ("ga", "Ainm an tairbhí;Ainm na hoibríochta;Dáta tosaithe;Dáta críochnaithe;Caiteachas incháilithe iomlán"),
        ("hr", "Naziv korisnika;Naziv operacije;Datum početka;Datum završetka;Ukupni prihvatljivi izdaci"),
        ("hu", "Kedvezményezett neve;Projekt címe;Kezdő dátum;Befejező dátum;Összes elszámolható kiadás"),
        ("it", "Nome del beneficiario;Nome dell'operazione;Data di inizio;Data di fine;Spesa totale ammissibile"),
        ("lt", "Paramos gavėjo pavadinimas;Veiksmo pavadinimas;Pradžios data;Pabaigos data;Bendra projekto vertė"),
        ("lv", "Finansējuma saņēmēja nosaukums;Darbības nosaukums;Sākuma datums;Beigu datums;Kopējās izmaksas"),
        ("mt", "Isem il-Benefiċjarju;Isem tal-Operazzjoni;Data tal-Bidu;Data tat-Tmiem;Nefqa eliġibbli totali"),
        ("nl", "Naam begunstigde;Naam concrete actie;Begindatum;Einddatum;Totale subsidiabele uitgaven"),
        ("pl", "Nazwa beneficjenta;Nazwa operacji;Data rozpoczęcia;Data zakończenia;Wydatki kwalifikowalne"),
        ("pt", "Nome do beneficiário;Nome da operação;Data de início;Data de conclusão;Despesa total elegível"),
        (
            "ro",
            "Numele beneficiarului;Titlul proiectului;Data de începere;Data de finalizare;Total cheltuieli eligibile",
        ),
        ("sk", "Názov prijímateľa;Názov operácie;Dátum začatia;Dátum ukončenia;Celkové oprávnené výdavky"),
        ("sl", "Ime upravičenca;Ime operacije;Datum začetka;Datum zaključka;Skupni upravičeni izdatki"),
        ("sv", "Stödmottagarens namn;Insatsens namn;Insatsens startdatum;Slutdatum;Totala stödberättigande utgifter"),
    ],
)
def test_the_list_of_operations_is_known_in_every_language(language: str, line: str) -> None:
    columns = bound(line)
    assert columns is not None
    assert [column.property for column in columns.columns] == ["lead", "name", "startDate", "endDate", "totalBudget"]
    assert columns.language == language


def test_of_two_meanings_the_more_exact_wording_counts() -> None:
    found = properties(
        "Name des Vorhabens;Bezeichnung der Interventionskategorie für das Vorhaben;Name des Begünstigten"
    )
    assert found["interventionField"] == "Bezeichnung der Interventionskategorie für das Vorhaben"
    assert found["name"] == "Name des Vorhabens"


def test_one_word_alone_is_a_heading_and_inside_one_is_not() -> None:
    columns = bound("Beneficiary;Beneficiary postcode;Beneficiary mood;Operation name")
    assert columns is not None
    assert {column.property for column in columns.columns} == {"lead", "name"}
    assert (columns.unread, columns.unknown) == ((1,), (2,))


def test_the_labels_of_the_ontology_tell_what_a_list_with_swedish_headings_does_not_know() -> None:
    columns = bound("Projektnamn;Projektägare;Samverkansparter;Medfinansiär;Beviljat stöd;Projektperiod")
    assert columns is not None
    assert columns.language == "sv"
    assert {column.property for column in columns.columns} >= {"name", "lead", "partner", "co-financier", "periodField"}


@pytest.mark.parametrize("line", ["Name;Age;Town", "Projekt;X", "a;b;c"])
def test_headings_that_tell_nothing_are_of_no_format(line: str) -> None:
    assert bound(line) is None


@pytest.mark.parametrize(
    ("heading", "currency", "scale"),
    [
        ("Total eligible expenditure (EUR)", "EUR", 1),
        ("Total cost £m", "GBP", 10**6),
        ("Total kostnad (tkr)", "SEK", 1000),
        ("Общо допустими разходи (в лева)", "BGN", 1),
        ("Samlede omkostninger (kr.)", None, 1),
        ("Total cost", None, 1),
    ],
)
def test_a_heading_tells_currency_and_unit(heading: str, currency: str | None, scale: int) -> None:
    columns = bound(f"Project name;Beneficiary name;{heading};Datum")
    assert columns is not None
    money = columns.of("totalBudget")[0]
    assert (money.currency, money.scale) == (currency, scale)


def test_folding_leaves_what_tells_words_apart() -> None:
    assert fold_words("Päättymispvm (2014-2020)") == ("paattymispvm", "2014", "2020")
    assert (fold("Łódź"), fold("–")) == ("lodz", "–")


@pytest.mark.parametrize("known", MAPPINGS.formats, ids=lambda known: str(known.name))
def test_no_wording_means_two_things(known: object) -> None:
    wordings = {(one.words, one.property, one.language) for one in known.wordings}  # type: ignore[attr-defined]
    meanings = Counter((words, language) for words, _, language in wordings)
    assert [words for words, count in meanings.items() if count > 1] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("title = ", "can't be used"),
        ('title = "x"', "needs title"),
        ('title = "x"\nrequires = []\n[columns]\nnonsense = ["a"]', "nonsense"),
    ],
)
def test_a_mapping_file_that_is_wrong_is_named(tmp_path: Path, content: str, said: str) -> None:
    folder = tmp_path / "mappings"
    folder.mkdir()
    (folder / "common.toml").write_text(
        (ONTOLOGY / "mappings" / "common.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (folder / "wrong.toml").write_text(content, encoding="utf-8")
    with pytest.raises(OntologyError, match=said) as raised:
        load_mappings(tmp_path)
    assert raised.value.file == str(folder / "wrong.toml")
