from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import pytest

import whole
from samverkan import reading, triples
from samverkan.errors import QueryError
from samverkan.explain import Explanation, explain, to_text
from samverkan.identifiers import DocumentId, data_iri
from samverkan.judgements import Judgements
from samverkan.model import SourceDocument
from samverkan.project import ONTOLOGY
from samverkan.reading.phrases import PhraseBook
from samverkan.reference import load_reference
from samverkan.vocabulary import load_vocabulary

FIRST = """Projektnamn: Starkare ihop
Diarienummer: 23-079-S04
Projektägare: Umeå kommun
Samverkansparter: ABF Norr, elva kommuner
Planerat antal deltagare: ca 240
"""
SECOND = "Projektnamn: Starkare ihop\nProjektägare: UMEÅ\nStartdatum: 2021-03-01\n"
THIRD = "Projektnamn: Starkare ihop\nProjektägare: Region Skåne\nBudget: 2 000 000 kr\n"
PROJECT = data_iri("project", "23-079-S04")


@cache
def store() -> ox.Store:
    """A store with what three documents state, and what the ontology calls it."""
    vocabulary, reference = load_vocabulary(ONTOLOGY), load_reference(ONTOLOGY)
    texts = {"a.txt": FIRST, "b.txt": SECOND, "c.txt": THIRD}
    documents: dict[str, SourceDocument] = {
        name[0]: SourceDocument(id=DocumentId(name[0]), path=name, name=name, sha256=name[0], text=text)
        for name, text in texts.items()
    }
    book = PhraseBook(vocabulary)
    records = [
        one
        for source in documents.values()
        for one in reading.read_document(source, vocabulary, reference, book).records
    ]
    found = whole.resolve(records, reference, Judgements(same={}, different=frozenset()))
    facts = whole.state(found.projects, found.entities, documents, vocabulary, reference)
    described = [one for source in documents.values() for one in triples.document_statements(source)]
    lines = [*triples.sorted_lines([*facts.statements, *described]), *triples.evidence_lines(facts.evidence)]
    filled = ox.Store()
    filled.bulk_load(
        "\n".join([*lines, *triples.turtle_lines(ONTOLOGY / "core.ttl")]).encode(), format=ox.RdfFormat.N_TRIPLES
    )
    return filled


def explained(name: str) -> Explanation:
    (found,) = explain(store(), name)
    return found


def facts_of(found: Explanation) -> list[tuple[str, str, str, str]]:
    return [(fact.property, fact.value, fact.quotation, fact.place) for fact in found.facts]


def test_a_project_is_shown_with_each_fact_beside_its_words_in_the_order_of_the_documents() -> None:
    found = explained(PROJECT)
    assert (found.iri, found.label, found.kind) == (PROJECT, "Starkare ihop", "Project")
    assert facts_of(found) == [
        ("name", "Starkare ihop", "Starkare ihop", "a.txt:1"),
        ("reference number", "23-079-S04", "23-079-S04", "a.txt:2"),
        ("has lead", "Umeå kommun", "Umeå kommun", "a.txt:3"),
        ("has partner", "ABF Norr", "ABF Norr", "a.txt:4"),
        ("has partner", "elva kommuner", "elva kommuner", "a.txt:4"),
        ("planned participants", "240 (ca)", "240", "a.txt:5"),
        ("name", "Starkare ihop", "Starkare ihop", "b.txt:1"),
        ("has lead", "Umeå kommun", "UMEÅ", "b.txt:2"),
        ("start date", "2021-03-01", "2021-03-01", "b.txt:3"),
    ]


@pytest.mark.parametrize("name", ["Umeå kommun", "umeå kommun", "Umeå", "UMEÅ", data_iri("municipality", "2480")])
def test_an_organisation_is_found_by_iri_name_or_any_form_and_shown_with_its_projects(name: str) -> None:
    found = explained(name)
    assert (found.label, found.kind) == ("Umeå kommun", "Municipality")
    assert ("has lead", "Umeå kommun", "UMEÅ", "b.txt:2") in facts_of(found)
    assert {fact.about for fact in found.facts} == {"Umeå kommun", "Starkare ihop"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ABF Norr", "Organisation"),
        ("elva kommuner", "OrganisationGroup"),
        ("Västerbottens län", "County"),
        ("Övre Norrland", "Region"),
    ],
)
def test_the_kind_is_the_most_telling_class(name: str, kind: str) -> None:
    assert explained(name).kind == kind


def test_all_that_share_a_name_are_shown() -> None:
    found = explain(store(), "Starkare ihop")
    assert len(found) == 2
    assert [one.iri for one in found] == sorted(one.iri for one in found)


def test_a_role_or_a_scheme_of_the_same_name_is_not_meant() -> None:
    with pytest.raises(QueryError):
        explain(store(), "Projektägare")


def test_a_name_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(
        QueryError, match="nothing in the graph is called “Starkare ihopp”; the nearest are “Starkare ihop”"
    ):
        explain(store(), "Starkare ihopp")
    with pytest.raises(QueryError, match=r"“xyzzy”$"):
        explain(store(), "xyzzy")


def test_the_text_shows_name_kind_iri_and_every_fact_over_its_quotation() -> None:
    lines = to_text(explained("Umeå kommun")).splitlines()
    assert lines[:3] == ["Umeå kommun · Municipality", f"<{data_iri('municipality', '2480')}>", ""]
    place = lines.index("  Starkare ihop: has lead: Umeå kommun")
    assert lines[place + 1] == "      “Umeå kommun” — a.txt:3, confidence 1"
    assert "  name: Umeå kommun" in lines
