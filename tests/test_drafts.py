from __future__ import annotations

import pytest

from samverkan.model import Mention, MentionValue
from samverkan.reading.drafts import Draft, Origin
from samverkan.swedish.names import Name


def mention(prop: str, value: MentionValue) -> Mention:
    return Mention(property=prop, value=value, start=0, end=1, method="test", confidence=1.0)


def draft(name: str, owner: str) -> Draft:
    made = Draft(origin=Origin.PROSE)
    made.call(mention("name", name))
    made.add(mention("lead", Name(text=owner, start=0, end=len(owner))))
    return made


@pytest.mark.parametrize(
    ("owner", "other", "denied"),
    [
        ("Umeå kommun", "Umeå", False),
        ("Umeå kommun", "Skellefteå kommun", True),
        ("Umeå kommuns", "Umeå kommun", False),
    ],
)
def test_two_drafts_with_other_owners_are_not_one_project(owner: str, other: str, denied: bool) -> None:
    assert draft("Lyktan", owner).denies(draft("Lyktan", other)) is denied
    assert draft("Lyktan", owner).is_same(draft("Lyktan", other)) is not denied


def test_a_short_name_in_a_text_may_be_there_by_chance() -> None:
    assert draft("Lyktan", "Umeå kommun").stands_in("Med Lyktan fick fler ett arbete.")
    assert not draft("Lyktan", "Umeå kommun").stands_in("Lyktans medlemmar och Gatulyktan")
    assert not draft("Väg", "Umeå kommun").stands_in("En Väg in")
