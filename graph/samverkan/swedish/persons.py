"""Names of persons, so that they are never taken for organisations. Keeps none that it meets."""

from __future__ import annotations

import re

# The commonest given names of Sweden's population, as facts about the language
_GIVEN = frozenset(
    """
    anna maria margareta elisabeth eva birgitta kristina karin elisabet marie ingrid christina linnea marianne
    sofia kerstin lena helena emma johanna linda inger cecilia susanne sara elin monica ulla jenny hanna louise
    carina ulrika julia gunilla irene viktoria katarina barbro malin åsa annika ann britt ida elsa josefin
    astrid alice camilla maja siv therese agneta anita yvonne moa ella jessica amanda frida caroline charlotte
    pia mona emelie mia ebba klara lisa nina wilma lars mikael anders johan erik per karl peter thomas jan
    daniel fredrik andreas hans stefan mattias magnus mats bo jonas alexander niklas bengt martin oskar björn
    leif nils patrik ulf gustav sven henrik axel christer robert david emil christoffer simon jakob tommy marcus
    joakim kjell roger göran gunnar tobias rickard håkan lennart rolf johnny olof filip jörgen roland sebastian
    claes kenneth william hugo oliver kent ali ahmed mohamed fatima kenny
    """.split()
)
_SURNAME = re.compile(r"\w+(?:sson|ström|gren|qvist|kvist|blad|stedt|lund|berg|dahl|borg|feldt|hagen|holm)")
_WORD = re.compile(r"[A-ZÅÄÖ][\w-]*")


def is_person(text: str) -> bool:
    """Whether two or three capitalised words look like a person's name: a common given name, a surname."""
    words = text.split()
    if len(words) not in (2, 3) or not all(_WORD.fullmatch(word) for word in words):
        return False
    given = words[0].split("-")[0].lower() in _GIVEN
    surname = _SURNAME.fullmatch(words[-1]) is not None
    return (given and (surname or len(words) == 2)) or words[-1].endswith("sson")
