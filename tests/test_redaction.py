"""Every person and number here is made up: Påhittsson and Fiktivsdotter are nobody's names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.swedish.persons import find_persons, is_person
from samverkan.swedish.redaction import COVER, redact

LABELS = {
    "kontaktperson",
    "kontaktpersoner",
    "kontakt",
    "e-post",
    "telefon",
    "tel.",
    "projektledare",
    "foto",
    "handläggare",
}


def covered(text: str) -> str:
    """The text with each covered stretch as one sign, so that a test shows what is left."""
    signs = redact(text, labels=LABELS)
    assert len(signs) == len(text)
    words = ["█" if set(word) == {COVER} else word.replace(COVER, "") for word in signs.split(" ")]
    return " ".join(word for at, word in enumerate(words) if word != "█" or words[at - 1 : at] != ["█"] or at == 0)


@pytest.mark.parametrize(
    "personal",
    [
        "anna.pahittsson@example.org",
        "anna.påhittsson@example.se",
        "anna.pahittsson (at) example.org",
        "anna.pahittsson[at]example[dot]org",
        "anna.pahittsson(a)example.org",
        "anna snabel-a example.org",
        "08-123 456 78",
        "08-12345678",
        "08 123 456 78",
        "(08) 123 456 78",
        "070-123 45 67",
        "070 123 45 67",
        "0701234567",
        "0301-12 34 56",
        "0771-123 456",
        "020-12 34 56",
        "010-123 45 67",
        "+46 70 123 45 67",
        "+46 (0)70-123 45 67",
        "+46(0)8-123 456 78",
        "+4670 1234567",
        "0046 8 123 456 78",
        "850203-1234",
        "19850203-1234",
        "198502031234",
        "8502031234",
        "850203+1234",
        "850263-1234",
    ],
)
def test_an_address_or_number_of_a_person_is_covered(personal: str) -> None:
    text = f"Skriv till {personal} före mötet."
    start = len("Skriv till ") + (len("anna ") if "snabel-a" in personal else 0)
    signs = redact(text)
    assert not any(sign.isalnum() for sign in signs[start : len(text) - len(" före mötet.")])
    assert signs.endswith(" före mötet.")
    assert signs.startswith("Skriv till ")


@pytest.mark.parametrize(
    "text",
    [
        "Projektet får 11 397 810 kronor och 1 482 210 kr.",
        "Total projektbudget 34 407 757 kr, beviljat 8.225.159 kronor.",
        "Diarienummer 2020/00701, 23-079-S04, 20200781.",
        "2021-02-01 - 2021-10-30, 2010-08-01 till 2014-05-31",
        "Organisationsnummer 202100-2114 eller 5560360793, 16556036-0793.",
        "Den 3 dec 2020, mellan 60 och 70 företag, 1 650 anställda, 15-24 år.",
        "Program 2021SE05SFPR, SE12, postnummer 611 88.",
        "MIA Vidare, Framtidslabbet, Film Capital Stockholm och Rädda Barnen.",
        "Region Skåne och Svenska ESF-rådet, säger Region Skåne.",
        "Enligt Region Stockholm och enligt Svenska Filminstitutet är det så.",
        "Klara vänder sig till långtidsarbetslösa utrikesfödda kvinnor.",
        "Projektägaren Håbo kommun berättar om projektet. Vi kontaktar alla. Mobilt team.",
    ],
)
def test_what_is_no_personal_data_stays_readable(text: str) -> None:
    assert redact(text, labels=LABELS) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Kontaktperson: Xqrt Påhittsson", "Kontaktperson: █"),
        ("Kontaktperson:\nXqrt Zwyk\nRegion:\nSmåland", "Kontaktperson:\nRegion:\nSmåland"),
        ("Kontaktperson\n\nXqrt Zwyk\n\nRegion", "Kontaktperson\n\nRegion"),
        ("KontaktpersonXqrt Zwyk", "Kontaktperson█"),
        ("• Telefon: åtta åtta", "• Telefon: █"),
        ("Kontakt:\nXqrt Zwyk\nWqrt Zbyk, projektstöd", "Kontakt:\n, projektstöd"),
        ("Projektledare: Xqrt Zwyk. Projektägare: Håbo kommun.", "Projektledare: █ Projektägare: Håbo kommun."),
        (
            "– Det känns bra, säger Xqrt Zwyk, processledare på Håbo kommun.",
            "– Det känns bra, säger █, processledare på Håbo kommun.",
        ),
        ("– Bra, säger projektledaren Xqrt Zwyk.", "– Bra, säger projektledaren █."),
        ("– Bra, säger kommunstyrelsens ordförande Xqrt Zwyk (X).", "– Bra, säger kommunstyrelsens ordförande █ (X)."),
        ("Xqrt Zwyk berättar att det går bra.", "█ berättar att det går bra."),
        ("– Bra, säger Fatima.", "– Bra, säger █."),
        ("Enligt Xqrt Zwyk behövs det.", "Enligt █ behövs det."),
        ("Det menar Xqrt von Zwyk och Wqrt Zbyk.", "Det menar █ och █."),
        ("Vill du veta mer? Kontakta gärna Xqrt Zwyk.", "Vill du veta mer? Kontakta gärna █."),
        ("Frågor: Xqrt Zwyk, tel 08-123 456 78", "Frågor: █, tel █"),
        ("Kontaktperson:\nXqrt Zwyk\n\nFrågor tar Zwyk hand om.", "Kontaktperson:\n\n\nFrågor tar █ hand om."),
        ("Xqrt Zwyk\nE-post: x@example.org", "█\nE-post: █"),
        ("Källa: Zwyk, X. & Zbyk, W. (2013). Samverkan.", "Källa: █ & █ (2013). Samverkan."),
        ("Kontaktperson\tXqrt Zwyk\nStartdatum\t2011-02-01", "Kontaktperson\t\nStartdatum\t2011-02-01"),
        ("Text: Xqrt Zwyk", "Text: █"),
        ("Text och foto: Xqrt Zwyk", "Text och foto: █"),
        ("Foto: Xqrt Zwyk", "Foto: █"),
        ("Av Xqrt Zwyk\nStöd till fem projekt", "Av █\nStöd till fem projekt"),
        ("Med vänliga hälsningar\nXqrt Zwyk", "Med vänliga hälsningar\n"),
        ("Xqrt Zwyk, projektledare, svarar på frågor.", "█, projektledare, svarar på frågor."),
        ("Vi tackar rektorn Xqrt Zwyk.", "Vi tackar rektorn █."),
        ("Vi tackar Anna Påhittsson och Xqrt Fiktivsson.", "Vi tackar █ och █."),
        ("Vi tackar Anna Karin M. Påhittsson.", "Vi tackar █."),
        ("Ett tack till Mohammed\nPåhittsson i Håbo.", "Ett tack till \n i Håbo."),
        ("Anna Påhittsson leder. Senare tog Påhittsson över Annas roll.", "█ leder. Senare tog █ över █ roll."),
    ],
)
def test_a_person_is_covered_wherever_a_text_names_one(text: str, left: str) -> None:
    assert " ".join(covered(text).replace("█", "").split()) == " ".join(left.replace("█", "").split())


def test_a_column_of_contact_persons_is_covered_and_the_others_are_not() -> None:
    table = "Projekt;Kontaktperson;Ägare\nÅter i jobb;xqrt zwyk;Håbo kommun\nVidare;wqrt;Habo kommun\n"
    signs = redact(table, labels=LABELS)
    assert signs == table.replace("xqrt zwyk", "████ ████").replace("wqrt", "████")


def test_characters_that_the_caller_knows_to_be_personal_are_covered() -> None:
    assert redact("a bcd e", cover=[(2, 5)]) == "a ███ e"


def test_the_evidence_of_a_fact_stays_though_it_looks_like_a_person() -> None:
    text = "Stödet går till Anna Påhittskolan. Anna Påhittsson skrev."
    start = text.index("Anna")
    signs = redact(text, labels=LABELS, keep=[(start, start + len("Anna Påhittskolan"))])
    assert signs == "Stödet går till Anna Påhittskolan. ████ ██████████ skrev."


def test_an_organisation_or_project_is_no_person() -> None:
    for name in ("MIA Vidare", "Region Skåne", "Sofia församling", "Rädda Barnen", "Alva Omsorg", "Håbo kommun"):
        assert not is_person(name)
        assert not list(find_persons(name))


pieces = st.sampled_from(
    [
        "Anna ",
        "Påhittsson",
        "Kontakt: ",
        "säger ",
        "070-123 45 67",
        "a@b.se",
        "\n",
        "\r\n",
        "\t",
        ";",
        "850203-1234",
        "Håbo ",
        "å",
        ".",
    ]
)
texts = st.lists(st.one_of(pieces, st.text(max_size=5)), max_size=30).map("".join)


spans = st.tuples(st.integers(0, 80), st.integers(0, 80)).map(lambda span: (min(span), max(span)))


@given(texts, st.lists(spans, max_size=4))
def test_length_white_space_and_kept_characters_never_change(text: str, keep: list[tuple[int, int]]) -> None:
    signs = redact(text, labels=LABELS, keep=keep, cover=[(0, 3)] if len(text) > 3 else ())
    assert len(signs) == len(text)
    for at, (before, after) in enumerate(zip(text, signs, strict=True)):
        kept = any(start <= at < end for start, end in keep)
        assert after == before or (after == COVER and not before.isspace() and not kept)
