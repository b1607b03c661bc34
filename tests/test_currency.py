from __future__ import annotations

from hashlib import sha256

import pytest

from samverkan.identifiers import DocumentId
from samverkan.model import SourceDocument
from samverkan.project import ONTOLOGY
from samverkan.reading import read_document
from samverkan.reading.phrases import PhraseBook
from samverkan.reference import load_reference
from samverkan.vocabulary import load_vocabulary

VOCABULARY, REFERENCE = load_vocabulary(ONTOLOGY), load_reference(ONTOLOGY)
BOOK = PhraseBook(VOCABULARY)
RECORD = "Projektnamn: Nyväg\nProjektägare: Umeå kommun\n"


def money(text: str) -> list[tuple[str, str]]:
    digest = sha256(text.encode()).hexdigest()
    document = SourceDocument(id=DocumentId(digest[:16]), path="t.txt", name="t.txt", sha256=digest, text=text)
    (record,) = read_document(document, VOCABULARY, REFERENCE, BOOK).records
    return [(one.property, str(one.value)) for one in record.mentions if one.property not in ("name", "lead", "fund")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{RECORD}EU-stöd: 100 000 EUR\n", [("currency", "EUR"), ("euAmount", "100000")]),
        (f"{RECORD}EU-stöd: 100 000 EUR\nSökt belopp: 5 000 000 kronor\n", [("appliedAmount", "5000000")]),
        (
            "Umeå kommun får 100 000 euro till projektet Nyväg.\n",
            [("currency", "EUR"), ("grantedAmount", "100000")],
        ),
    ],
    ids=["a label's", "beside kronor", "in a sentence"],
)
def test_a_sum_is_never_taken_for_one_in_another_currency(text: str, expected: list[tuple[str, str]]) -> None:
    assert money(text) == expected
