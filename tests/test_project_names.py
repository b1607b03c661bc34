"""Names of projects in running text: where they begin and end, and what is none."""

from __future__ import annotations

import pytest

from stated import reading, written

OWNED = "Projektet ägs av Umeå kommun och har fått 4 miljoner kronor från EU."


def told(text: str, *wanted: str) -> dict[str, set[str]]:
    """The values of these properties of each project that a text states."""
    return {
        str(record.name.value): {written(one) for one in record.mentions if one.property in wanted}
        for record in reading(text).records
    }


# --- a verb inside a name


@pytest.mark.parametrize("name", ["Unga kan mer", "Skaraborg gör digitalt", "Norrland växlar upp"])
def test_a_name_behind_money_for_it_may_hold_a_verb(name: str) -> None:
    assert set(told(f"Umeå kommun får 3 miljoner kronor ur socialfonden till projektet {name}. Det är bra.")) == {name}
    assert set(told(f"Umeå kommun driver projektet {name}.")) == {name}


@pytest.mark.parametrize(
    "text",
    [
        "När Umeå kommun fick 3 miljoner kronor till projektet Nyväg gör de mer.",
        "Att Umeå kommun driver projektet Nyväg gör skillnad.",
        "Projektet Nyväg gör skillnad. Det ägs av Umeå kommun.",
        "Tack vare att Umeå kommun äger projektet Nyväg kan unga få hjälp.",
        "Umeå kommun driver projektet Nyväg, som gör skillnad.",
    ],
)
def test_the_verb_of_a_clause_ends_a_name(text: str) -> None:
    assert told(text, "lead") == {"Nyväg": {"Umeå kommun"}}


# --- a subtitle


@pytest.mark.parametrize(
    "long", ["Norr Batteri: Från gruva till cell", "Partnerskap Nord – delaktighet", "Nyväg: Hållbara hamnar"]
)
def test_a_subtitle_behind_a_name_makes_a_further_name(long: str) -> None:
    assert list(told(f"Umeå universitet leder projektet {long}.", "alternativeName").values()) == [{long}]


@pytest.mark.parametrize(
    "behind",
    [
        ": Umeå kommun, Vännäs kommun och Bjurholms kommun.",
        ": 4 miljoner kronor.",
        ": Pengarna är slut.",
        ": Unga får en chans.",
        " – ett projekt för unga.",
        " – det är bra.",
        ": vi har öppet.",
        ": Region Skåne.",
        ", som är nytt.",
        ".",
    ],
)
def test_a_list_a_clause_or_a_body_behind_a_name_is_no_subtitle(behind: str) -> None:
    assert told(f"Umeå kommun driver projektet Nyväg{behind}", "alternativeName") == {"Nyväg": set()}


# --- names without a word for a project


@pytest.mark.parametrize(
    "said",
    [
        "ESF-rådet har sagt ja till Kraftlinjen.",
        "Svenska ESF-rådet säger ja till Kraftlinjen.",
        "Tillväxtverket har gett klartecken till Kraftlinjen.",
        "I augusti avslutades Kraftlinjen.",
    ],
)
def test_what_a_fund_says_yes_to_or_what_has_ended_is_a_project_where_one_is_spoken_of(said: str) -> None:
    assert told(f"{said} {OWNED}", "lead") == {"Kraftlinjen": {"Umeå kommun"}}


@pytest.mark.parametrize(
    "text",
    [
        "ESF-rådet har sagt ja till Hofors kommun. Stödet är 5 miljoner kronor.",
        "ESF-rådet har sagt ja till tre ansökningar från Gävleborg. Hofors kommun får 5,9 miljoner kronor.",
        "ESF-rådet säger ja till Region Gävleborgs ansökan om 5 miljoner kronor.",
        "Regionen säger ja till Bilpoolen. Den ägs av Umeå kommun.",
        "Handelsbanken har gett grönt ljus till Norrbygg AB. Projektet är stort.",
        "Almedalsveckan startade i går. Projektet ägs av Umeå kommun.",
        "Projekten startar i mars. Projektet ägs av Umeå kommun.",
        "I tisdags startade Fotbolls-VM. Alla tittade.",
        "Bollnäs kommun får 4 miljoner kronor från ESF. Pengarna går till Arbetsförmedlingen, där de behövs.",
        "Bollnäs kommun får 4 miljoner kronor från ESF. Pengarna ska användas till kompetensutveckling.",
        "Umeå kommun får bidrag från staten till Holmsund, ett samhälle vid kusten.",
    ],
)
def test_a_body_a_count_or_anything_else_is_no_project(text: str) -> None:
    assert told(text) == {}


def test_the_money_of_the_sentence_before_is_for_what_it_is_used_for() -> None:
    text = "Hofors kommun får 5,9 miljoner kronor av ESF-rådet. Pengarna ska användas till Stålklar, en utbildning."
    assert told(text, "lead", "grantedAmount") == {"Stålklar": {"Hofors kommun", "5900000"}}


def test_support_without_a_sum_names_the_project_behind_its_kind() -> None:
    text = "Krokoms kommun får stöd ur regionalfonden till Fjällbete, ett projekt om lantbruk."
    assert told(text, "lead") == {"Fjällbete": {"Krokoms kommun"}}
    assert not told("Krokoms kommun får stöd ur regionalfonden till Fjällbete och mycket annat.")


def test_another_owner_with_another_grant_is_another_projects() -> None:
    text = (
        "Hofors kommun får 5,9 miljoner kronor ur socialfonden till projektet Stålklar. Ljusdals kommun får "
        "1,9 miljoner kronor och kör i gång."
    )
    assert told(text, "lead", "grantedAmount") == {"Stålklar": {"Hofors kommun", "5900000"}}


# --- titles


@pytest.mark.parametrize("path", ["Start / Arbete / EU-projekt", "Hem > Projekt", "Umeå kommun › Arbete › Projekt"])
def test_a_path_above_the_title_is_none(path: str) -> None:
    text = "Klart med pengar\n\nTillväxtverket har sagt ja till Nyväg. Umeå kommun äger projektet."
    assert told(f"{path}\n\n{text}", "lead") == {"Nyväg": {"Umeå kommun"}}


@pytest.mark.parametrize("name", ["Kustlinje 365", "Nyväg 2", "Stål 2100"])
def test_the_number_in_a_name_is_no_date(name: str) -> None:
    text = f"§ 74 Medfinansiering av projekt {name}\n\nUmeå kommun är projektägare. Stödet söks från regionalfonden."
    assert set(told(text)) == {name}


@pytest.mark.parametrize("day", ["2019-03-12", "2019", "(2019–2021)", "12 mars 2019"])
def test_the_date_behind_a_name_is_no_part_of_it(day: str) -> None:
    assert set(told(f"§ 7 Information om projektet Nyväg {day}\n\nProjektet Nyväg ägs av Umeå kommun.")) == {"Nyväg"}


# --- who owns it


@pytest.mark.parametrize("said", ["drivs av utbildningsföretaget Lernia", "leds av forskningsinstitutet Lernia"])
def test_a_word_for_a_body_may_stand_before_its_name(said: str) -> None:
    assert told(f"Projektet Nyväg {said} och pågår.", "lead") == {"Nyväg": {"Lernia"}}


def test_whoever_has_run_it_so_far_owns_it() -> None:
    text = "I dag stänger projektet Nyväg, som Umeå kommun har drivit sedan januari 2012."
    assert told(text, "lead", "startDate") == {"Nyväg": {"Umeå kommun", "2012-01"}}


def test_a_line_may_describe_a_card_above_its_fields() -> None:
    cards = "".join(
        f"{name}\n{owner}\nStöd till unga.\nESF-stöd: {sum_} 000 000 kr\nTid: 2016-02-15–2018-12-31\n\n"
        for name, owner, sum_ in (("Nyväg", "Umeå kommun", 5), ("Ljus", "Vännäs kommun, i samverkan med Åre kommun", 7))
    )
    found = told(f"Projektkatalog Europeiska socialfonden\n\n{cards}", "lead", "partner", "grantedAmount")
    assert found == {"Nyväg": {"Umeå kommun", "5000000"}, "Ljus": {"Vännäs kommun", "Åre kommun", "7000000"}}


def test_whoever_runs_it_together_with_others_is_no_part_of_its_name() -> None:
    text = "Umeå kommun driver Nyväg i samverkan med Vännäs kommun. Projektet startar i mars 2020."
    assert told(text, "lead", "partner") == {"Nyväg": {"Umeå kommun", "Vännäs kommun"}}
    assert told(f"Nyväg får stöd av ESF. {text}", "partner") == {"Nyväg": {"Vännäs kommun"}}


# --- what is said of all that a text announces, or of the only one


LIST = "1. Nyväg. Umeå kommun, 6 900 000 kronor.\n2. Lika villkor. Region Skåne, 3 480 000 kronor.\n"


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Vid mötet den 5 december 2013 prioriterade partnerskapet två projekt inom socialfonden:", {"2013-12-05"}),
        ("Partnerskapet prioriterade två projekt inom socialfonden:", set()),
    ],
)
def test_the_day_on_which_projects_were_announced_is_that_of_each(said: str, day: set[str]) -> None:
    assert told(f"{said}\n\n{LIST}", "decidedOn") == {"Nyväg": day, "Lika villkor": day}


def test_words_with_a_verb_before_a_colon_are_no_label() -> None:
    text = (
        "Umeå kommun driver projektet Nyväg.\n\nTre kommuner är med: Berg, Krokom och Åre.\n\n"
        "Finansiärer: Europeiska socialfonden, Region Skåne\n"
    )
    assert told(text, "partner") == {"Nyväg": {"Berg", "Krokom", "Åre"}}


@pytest.mark.parametrize(("said", "planned"), [("har hittills gett stöd till", set()), ("ska ge stöd till", {"210"})])
def test_those_whom_it_has_helped_so_far_are_not_planned(said: str, planned: set[str]) -> None:
    text = f"Projektet Nyväg ägs av Umeå kommun. Projektet {said} 210 personer."
    assert told(text, "plannedParticipants") == {"Nyväg": planned}


def test_a_title_that_a_field_repeats_names_the_only_project() -> None:
    text = (
        "Bryggan 3.0\n\nBryggan 3.0 är en satsning på unga.\n\nSå arbetar vi\nVi samarbetar med Svedala kommun.\n\n"
        "Kort fakta\nNamn: Bryggan 3.0\nProjektägare: Trelleborgs kommun\nFinansiering: Europeiska socialfonden\n"
    )
    assert told(text, "partner") == {"Bryggan 3.0": {"Svedala kommun"}}


@pytest.mark.parametrize(
    "said", ["Av dessa får Vännäs kommun 1 miljon kronor.", "Vännäs kommun får 1 miljon av pengarna."]
)
def test_a_share_of_the_money_is_no_other_projects(said: str) -> None:
    text = f"Umeå kommun får 4 miljoner kronor från ESF till projektet Nyväg. {said} Projektet startar i mars 2020."
    assert told(text, "lead", "startDate") == {"Nyväg": {"Umeå kommun", "2020-03"}}


def test_a_project_may_be_run_from_one_day_to_another_by_its_owner() -> None:
    text = "Projektet Ung i Tjust genomfördes mellan den 1 februari 2010 och den 31 januari 2013 av Västerviks kommun."
    assert told(text, "lead") == {"Ung i Tjust": {"Västerviks kommun"}}


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        (
            "Kumla kommun är även part i Mälarporten. Det projektet ägs av Sala kommun.",
            {"Mälarporten": {"Kumla kommun"}},
        ),
        ("Kumla kommun är även part i Mälarporten. Nu ska vägarna byggas.", {}),
        ("Kumla kommun är med i Mälardalsrådet. Projektet Nyväg ägs av Sala kommun.", {"Nyväg": set()}),
        ("Projektet Ljus ägs av Umeå kommun. Åre kommun är partner i Lyktan. Projektet pågår.", {"Ljus": set()}),
    ],
)
def test_what_somebody_has_a_part_in_is_a_project_where_one_is_spoken_of(
    text: str, partners: dict[str, set[str]]
) -> None:
    assert told(text, "partner") == partners


@pytest.mark.parametrize("head", ["Uppsala Innovation Centre", "Uppsala Innovation Centre – årsredovisning 2016"])
def test_whose_paper_it_is_names_no_project(head: str) -> None:
    fields = "Projektägare: Uppsala Innovation Centre AB\nProjektperiod: 2020-01-01 till 2022-12-31\n"
    text = f"{head}\n\nProjekt: Nyväg\n\nMed stöd av Europeiska regionala utvecklingsfonden växer vi.\n\n{fields}"
    assert told(text, "lead") == {"Nyväg": {"Uppsala Innovation Centre AB"}}
