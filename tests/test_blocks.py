"""Records resolved block by block, in any order and split, give what they give as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import resolving
from samverkan.entities import Overview, Sketch, resolve_block
from samverkan.identifiers import Iri, data_iri
from samverkan.identity import Blocks, block_keys
from samverkan.judgements import Judgements
from samverkan.meaning import Meanings, owner_number, settled
from samverkan.model import ProjectRecord, SourceDocument
from samverkan.project import ONTOLOGY
from samverkan.resolving import Known, Resolution
from samverkan.statements import united
from samverkan.vocabulary import load_vocabulary
from samverkan.withholding import Sieve
from test_entities import COMPANY_NUMBER, REFERENCE, mention, organisation, record
from whole import resolve, state, unite, withhold

VOCABULARY = load_vocabulary(ONTOLOGY)
OTHER_NUMBER = "5566778899"
JUDGED = Judgements(
    same={organisation("abf-norr"): organisation("abf-umeå")},
    different=frozenset(),
    not_organisations=frozenset({organisation("nätverket")}),
)
NAMES = ["Bron", "bron", "Bron 2.0", "Nyväg", "Nyväg (NV)", "NV", "Starkare ihop", "Kompetens"]
ORGANISATIONS = [
    "Umeå kommun", "UMEÅ", "Blåklint AB", "BLÅKLINT Aktiebolag", "ABF Norr", "ABF Umeå", "Nätverket", "AF",
    "Socialförvaltningen", "Umeå kommuns socialförvaltning", "Vindelns kommun, Socialförvaltningen", "elva kommuner",
]  # fmt: skip
FACTS = {
    "alternativeName": ["Bron", "NV", "Kompetens"],
    "startDate": ["2019-01-01", "2020-05-01", "2023"],
    "endDate": ["2019-12-31", "2024-12-31"],
    "grantedAmount": ["100", "200"],
    "decidedOn": ["2019-01-01"],
}


@st.composite
def stated(draw: st.DrawFn, document: str) -> ProjectRecord:
    """A record that shares numbers, names, aliases, owners or facts with others."""
    one = record(
        draw(st.sampled_from(["", *ORGANISATIONS])),
        draw(st.sampled_from(["", *ORGANISATIONS])),
        name=draw(st.sampled_from(NAMES)),
        number=draw(st.sampled_from([None, COMPANY_NUMBER, OTHER_NUMBER])),
        diarienummer=draw(st.sampled_from([None, None, "2021/00123", "2021-00123", "2022/7"])),
        document=document,
    )
    chosen = draw(st.lists(st.sampled_from(sorted(FACTS)), unique=True, max_size=3))
    facts = tuple(mention(prop, draw(st.sampled_from(FACTS[prop])), 90) for prop in chosen)
    register = draw(st.sampled_from([None, None, "AT"]))
    return replace(one, mentions=(*one.mentions, *facts), register=register)


RECORDS = st.lists(st.integers(), max_size=9).flatmap(
    lambda places: st.tuples(*(stated(f"d{place}") for place in range(len(places))))
)


KNOWN = Known(vocabulary=VOCABULARY, reference=REFERENCE, judgements=JUDGED, sieve=Sieve(JUDGED, 0.5))


def meanings(records: Sequence[ProjectRecord]) -> Meanings:
    return Meanings(REFERENCE, JUDGED, settled(filter(None, map(owner_number, records))))


def in_blocks(records: Sequence[ProjectRecord]) -> list[list[ProjectRecord]]:
    return [[records[place] for place in block] for block in Blocks(map(block_keys, records))]


def documents(records: Sequence[ProjectRecord]) -> dict[str, SourceDocument]:
    """Documents in which there is something at every place."""
    return {
        one.document: SourceDocument(id=one.document, path="a.txt", name="a.txt", sha256=one.document, text="x" * 200)
        for one in records
    }


@given(RECORDS, st.randoms(use_true_random=False), st.sampled_from([0.0, 0.9]), st.integers(1, 3))
def test_what_is_stated_block_by_block_is_what_is_stated_as_a_whole(
    records: Sequence[ProjectRecord], chance: Random, minimum: float, at_once: int
) -> None:
    overview, texts = Overview(), documents(records)
    shuffled = chance.sample(records, len(records))
    for one in shuffled:
        overview.add(Sketch.of(one))
    known = Known(vocabulary=VOCABULARY, reference=REFERENCE, judgements=JUDGED, sieve=Sieve(JUDGED, minimum))
    with TemporaryDirectory() as shelf, patch.object(resolving, "_AT_ONCE", at_once):
        found = Resolution(shuffled, overview, texts.values(), known, Path(shelf))
        parts = [*found.stated(proven=True)]
    whole = resolve(records, REFERENCE, JUDGED)
    kept = withhold(whole.projects, whole.entities, texts, JUDGED, minimum)
    stated = united([one.facts for one in parts if one.facts], proven=True)
    assert stated == state(kept.projects, kept.entities, texts, VOCABULARY, REFERENCE)
    assert tuple(found.findings) == kept.findings
    assert found.labels == {one.iri: one.label for one in whole.entities}
    assert found.entities == {one.iri: replace(one, forms=()) for one in kept.entities}
    assert found.projects == len(kept.projects)


def test_several_processes_state_what_one_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    records, overview = [record("Umeå kommun", name=f"Nyväg {place}") for place in range(6)], Overview()
    for one in records:
        overview.add(Sketch.of(one))
    found = []
    for least in (0, 10):
        monkeypatch.setattr(resolving, "_LEAST_SHARED", least)
        (shelf := tmp_path / str(least)).mkdir()
        resolution = Resolution(records, overview, documents(records).values(), KNOWN, shelf)
        lines = [line for part in resolution.stated(proven=False) for line in part.lines]
        found.append((lines, resolution.entities, (shelf / "review.json").read_bytes()))
    assert found[0] == found[1]
    assert found[0][0]


@given(RECORDS, st.randoms(use_true_random=False))
def test_blocks_may_be_put_together_and_taken_in_any_order(records: Sequence[ProjectRecord], chance: Random) -> None:
    parts: dict[int, list[ProjectRecord]] = {}
    for block in in_blocks(chance.sample(records, len(records))):
        parts.setdefault(chance.randrange(3), []).extend(block)
    known = meanings(records)
    pieces = [resolve_block(part, known) for part in parts.values()]
    seen = chain.from_iterable(piece.seen for piece in chance.sample(pieces, len(pieces)))
    projects = sorted(chain.from_iterable(piece.projects for piece in pieces), key=lambda one: one.key)
    whole = resolve(records, REFERENCE, JUDGED)
    assert (tuple(projects), tuple(unite(seen, REFERENCE))) == (whole.projects, whole.entities)


@given(RECORDS)
def test_records_of_two_blocks_share_no_key_and_none_is_lost(records: Sequence[ProjectRecord]) -> None:
    found = in_blocks(records)
    keys = [frozenset().union(*map(block_keys, block)) for block in found]
    assert len(frozenset().union(*keys)) == sum(map(len, keys))
    assert sorted(map(repr, chain.from_iterable(found))) == sorted(map(repr, records))


def test_a_name_s_number_is_known_in_every_block() -> None:
    numbered, other = record("Blåklint AB", number=COMPANY_NUMBER), record("BLÅKLINT AB", name="Nyväg")
    assert len(in_blocks([numbered, other])) == 2
    known = meanings([numbered, other])
    projects = chain.from_iterable(resolve_block([one], known).projects for one in (numbered, other))
    leads: set[Iri] = {one.entity for project in projects for one in project.participants}
    assert leads == {data_iri("organisation", COMPANY_NUMBER)}
