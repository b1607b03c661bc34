"""A sentence that tells several projects one thing: all of a text, those it names, those above it.

What it says goes to each. Facts of one project are no matter here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from samverkan.model import Mention
from samverkan.reading.drafts import Draft, Drafts
from samverkan.reading.funds import find_fund, fund_ends
from samverkan.reading.prose import Sentence
from samverkan.vocabulary import Vocabulary

_ALL_PROJECTS = re.compile(
    r"\b(?:båda|bägge|alla|samtliga)(?: (?:de )?(?:två|tre|fyra|fem|sex|sju|åtta))?"
    r"(?: (?:projekten|förstudierna|insatserna|projekt|förstudier|insatser))?\b"
    r"(?= (?:ska|avslutas|startar|startade|inleds|inleddes|drar|börjar|pågår|löper|genomförs|har|slutar|är))|"
    r"\bprojekten (?:ska|startar|startade|inleds|inleddes|drar|börjar|avslutas|pågår|löper|genomförs|slutar|är|"
    r"finansieras)\b|"
    r"\b(?:samtliga|alla) (?:belopp|summor|projekt) (?:avser|är|finansieras|medfinansieras|får|har)\b",
    re.IGNORECASE,
)
# In the words for one project, below several
_AT_LARGE = re.compile(r"(?:Beslute[tn]|Pengarna|Medlen|Stödet) ")
_OF_ALL = frozenset({"startDate", "endDate", "decidedOn", "fund", "programmeArea"})
_FAIRLY_SURE = 0.9


class Several:
    """Gives what the sentences of one text say of several projects at once to each of them."""

    def __init__(self, text: str, vocabulary: Vocabulary, drafts: Drafts) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.drafts = drafts

    def read(self, sentence: Sentence, frame: Callable[[Sentence], list[Mention]], *, near: bool) -> bool:
        """Give what a sentence says, and its `frame`, to all projects that it tells of; False for any other sentence.

        `near` tells that it stands with the project at hand, so that "beslutet" is on that one.
        """
        place = (sentence.start, sentence.end)
        at_large = not (near or sentence.named) and len(self.drafts.all) > 1 and _AT_LARGE.match(self.text, *place)
        if at_large or _ALL_PROJECTS.search(self.text, *place):
            self._give(sentence, frame(sentence), self.drafts.all)
            return True
        alone = sentence.named or len(self.drafts.all) <= 1
        named = [] if alone else self.drafts.all_in(self.text[slice(*place)])
        if len(named) > 1:
            self._give(sentence, frame(sentence), named)
            self._give_funds(sentence, named)
        return len(named) > 1

    def _give(self, sentence: Sentence, frame: Iterable[Mention], drafts: Sequence[Draft]) -> None:
        """What holds of each; before any project is known, it holds of those that follow."""
        said = [one for one in (*sentence.loose, *frame) if one.property in _OF_ALL]
        if not drafts:
            self.drafts.context.decisions.extend(said)
        for draft in drafts:
            draft.context.extend(mention for mention in said if not draft.has(mention.property))

    def _give_funds(self, sentence: Sentence, drafts: Sequence[Draft]) -> None:
        """The fund that is named behind each: "A och B betalas av Socialfonden, C av Regionalfonden"."""
        begin = sentence.start
        for end in fund_ends(self.text, sentence.start, sentence.end, self.vocabulary):
            found = find_fund(self.text, begin, end, self.vocabulary, _FAIRLY_SURE)
            for draft in drafts:
                if draft.stands_in(self.text[begin:end]):
                    draft.context = [*found, *draft.context]
            begin = end
