from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import KNOWN, MUNICIPALITIES, texts
from samverkan.swedish.names import Name, NameKind, as_name, as_unit, base_form, name_extent, with_owners


def extent(text: str, start: int = 0, end: int | None = None) -> str | None:
    """The name that starts here, or None."""
    stop = name_extent(text, start, len(text) if end is None else end, KNOWN)
    return None if stop is None else text[start:stop]


def name(text: str) -> Name:
    return as_name(text, 0, len(text))


@pytest.mark.parametrize(
    ("genitive", "base"),
    [
        ("Blåklint Stockholms", "Blåklint Stockholm"),
        ("Fältlagets", "Fältlaget"),
        ("Skolkraft AB:s", "Skolkraft AB"),
        ("ABF:s", "ABF"),
        ("KRAFT’s", "KRAFT"),
        ("Umeå", "Umeå"),
        ("Nova Campus", "Nova Campus"),
        ("Gula huset", "Gula huset"),
        ("", ""),
    ],
)
def test_a_genitive_is_undone_and_a_name_that_ends_in_s_kept(genitive: str, base: str) -> None:
    assert base_form(genitive) == base


def test_a_place_that_ends_in_s_is_no_genitive_where_it_is_known() -> None:
    assert base_form("Bildarna Alingsås", KNOWN) == "Bildarna Alingsås"
    assert base_form("Bildarna Haninges", KNOWN) == "Bildarna Haninge"


@pytest.mark.parametrize("municipality", MUNICIPALITIES)
def test_the_genitive_of_a_municipality_leads_back_to_it(municipality: str) -> None:
    genitive = municipality if municipality.endswith("s") else f"{municipality}s"
    assert base_form(genitive, KNOWN) == municipality


@pytest.mark.parametrize(
    ("text", "named", "characters", "forms"),
    [
        ("Föreningen Bron", "Föreningen Bron", "Föreningen Bron", ()),
        ("Föreningen Bron (FBR)", "Föreningen Bron", "Föreningen Bron (FBR)", ("Föreningen Bron (FBR)", "FBR")),
        ("kommunerna Umeå", "Umeå", "Umeå", ()),
        ("De tre grannkommunerna Umeå", "Umeå", "Umeå", ()),
        ("Kommunerna: Umeå", "Umeå", "Umeå", ()),
        ("Idrottsföreningen Pilen", "Idrottsföreningen Pilen", "Idrottsföreningen Pilen", ()),
        (
            "Haninge kommun (samordnare)",
            "Haninge kommun",
            "Haninge kommun (samordnare)",
            ("Haninge kommun (samordnare)",),
        ),
        ("Salem-", "Salem", "Salem", ()),
    ],
)
def test_a_name_sheds_what_is_no_part_of_it(text: str, named: str, characters: str, forms: tuple[str, ...]) -> None:
    found = name(text)
    assert (found.text, text[found.start : found.end], found.forms) == (named, characters, forms)
    assert found.kind is NameKind.ORGANISATION


def test_a_group_is_no_organisation_and_has_its_size() -> None:
    assert name("elva kommuner") == Name(text="elva kommuner", start=0, end=13, kind=NameKind.GROUP, size=11)


@pytest.mark.parametrize(
    ("text", "unit", "owner"),
    [
        ("Umeå kommuns socialförvaltning", "socialförvaltning", "Umeå kommun"),
        ("Region Skånes kulturförvaltning", "kulturförvaltning", "Region Skåne"),
        ("Umeå kommuns Kulturskola", "Kulturskola", "Umeå kommun"),
        ("Alingsås kulturförvaltning", "kulturförvaltning", "Alingsås"),
        ("Umeå kommun Socialförvaltningen", "Socialförvaltningen", "Umeå kommun"),
        ("Umeå kommun/Socialförvaltningen", "Socialförvaltningen", "Umeå kommun"),
        ("Umeå kommun - Socialförvaltningen", "Socialförvaltningen", "Umeå kommun"),
        ("Umeå kommun (Socialförvaltningen)", "Socialförvaltningen", "Umeå kommun"),
        ("Socialförvaltningen i Umeå kommun", "Socialförvaltningen", "Umeå kommun"),
        ("Socialförvaltningen – Umeå kommun", "Socialförvaltningen", "Umeå kommun"),
        ("Park- och naturförvaltningen Umeå kommun", "Park- och naturförvaltningen", "Umeå kommun"),
        ("Socialförvaltningen", "Socialförvaltningen", None),
        ("Park- och naturförvaltningen", "Park- och naturförvaltningen", None),
        ("Centrala elevhälsoenheten", "Centrala elevhälsoenheten", None),
    ],
)
def test_a_unit_is_told_by_its_name_and_its_owner_in_either_order(text: str, unit: str, owner: str | None) -> None:
    found = as_unit(name(text), KNOWN)
    assert found is not None
    assert (found.text, found.owner, found.kind) == (unit, owner, NameKind.UNIT)
    assert found.forms == (() if owner is None else (text,))


@pytest.mark.parametrize(
    "text",
    [
        "Umeå kommun",
        "Arbetsförmedlingen",
        "Fältlaget",
        "Alingsås Bildarna",
        "elva förvaltningar",
        "Blåklints Kulturskola",
    ],
)
def test_what_no_public_body_owns_and_no_word_tells_is_no_unit(text: str) -> None:
    assert as_unit(name(text), KNOWN) is None


@pytest.mark.parametrize(
    ("items", "owners"),
    [
        (("Umeå kommuns socialförvaltning", "kulturförvaltning"), ["Umeå kommun", "Umeå kommun"]),
        (("Umeå kommuns", "Socialförvaltningen"), ["Umeå kommun"]),
        (("Förvaltningar inom Umeå kommun", "Socialförvaltningen"), [None, "Umeå kommun"]),
        (("Umeå kommuns socialförvaltning", "Fältlaget", "Kulturförvaltningen"), ["Umeå kommun", None, None]),
        (("Socialförvaltningen", "Umeå kommun"), [None, None]),
    ],
)
def test_a_unit_belongs_to_the_owner_that_the_list_has_just_named(
    items: tuple[str, ...], owners: list[str | None]
) -> None:
    assert [found.owner for found in with_owners([name(item) for item in items], KNOWN)] == owners


def test_a_genitive_before_anything_but_a_unit_stays_a_name() -> None:
    found = list(with_owners([name("Salems"), name("Ekerö kommun")], KNOWN))
    assert [one.text for one in found] == ["Salems", "Ekerö kommun"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Umeå kommun driver projektet", "Umeå kommun"),
        ("Umeå kommun i Västerbotten", "Umeå kommun"),
        ("Fältlaget får 2 miljoner", "Fältlaget"),
        ("Blåklint AB Vintergröna AB", "Blåklint AB"),
        ("Föreningen Bron i Norr samt", "Föreningen Bron i Norr"),
        ("Mats & Möten AB.", "Mats & Möten AB"),
        ("Fältlaget 2.0 och Bron", "Fältlaget 2.0"),
        ("Svenska bokförbundet (SBF) vill", "Svenska bokförbundet (SBF)"),
        ("Trä & möbelfolket deltar", "Trä & möbelfolket"),
        ("Oberoende filmares förbund och Bron", "Oberoende filmares förbund"),
        ("Kungliga tekniska högskolan och Bron", "Kungliga tekniska högskolan"),
        ("Bron ekonomisk förening startar", "Bron ekonomisk förening"),
        ("Handel och Sjöfart Väst deltar", "Handel och Sjöfart Väst"),
        ("Bygg och anläggning Väst deltar", "Bygg och anläggning Väst"),
        ("Gula villan och Bron", "Gula villan"),
        ("Sveriges småföretagare, Bron", "Sveriges småföretagare"),
        ("Lunds universitet och Region Skåne", "Lunds universitet"),
        ("Vårdarbetarna driver Nyväg", "Vårdarbetarna"),
        ("Fältlaget, som", "Fältlaget"),
    ],
)
def test_a_name_in_running_text_ends_where_other_words_begin(text: str, named: str) -> None:
    assert extent(text) == named


@pytest.mark.parametrize("text", ["de driver", "och Umeå", "", " Umeå", "– Umeå", "projektet"])
def test_no_name_starts_with_a_small_letter_or_a_sign(text: str) -> None:
    assert extent(text) is None


def test_only_the_window_is_read() -> None:
    text = "I Umeå kommun"
    assert extent(text, 2) == "Umeå kommun"
    assert extent(text, 2, 6) == "Umeå"


@given(texts, st.integers(0, 30), st.integers(0, 60))
def test_a_name_lies_inside_the_given_range(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    stop = name_extent(text, start, end, KNOWN)
    assert stop is None or start < stop <= end
    found = as_name(text, start, end)
    assert start <= found.start <= found.end <= end


def test_an_abbreviation_in_brackets_may_mix_its_letters() -> None:
    assert name("Linköpings universitet (LiU)").text == "Linköpings universitet"
    assert name("Linköpings universitet (Norrköping)").text == "Linköpings universitet (Norrköping)"


@given(texts)
def test_the_text_of_a_name_derives_from_its_characters(text: str) -> None:
    found = name(text)
    written = text[found.start : found.end]
    assert written.startswith(found.text)
    assert all(form == written or form in written for form in found.forms)
    unit = as_unit(found, KNOWN)
    if unit is not None:
        assert unit.text in written
        assert unit.owner is None or written.removesuffix(")").find(unit.owner) >= 0
        assert (unit.start, unit.end) == (found.start, found.end)


@given(st.text())
def test_no_text_makes_the_functions_fail(text: str) -> None:
    found = name(text)
    as_unit(found, KNOWN)
    list(with_owners([found, found], KNOWN))
    base_form(text, KNOWN)
    name_extent(text, 0, len(text), KNOWN)
