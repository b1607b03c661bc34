"""Sentences → the projects that they are about: the one that a sentence names, the one at hand, those that follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from samverkan.model import AMOUNTS, PLANNED, ROLES, Mention
from samverkan.reading import turns
from samverkan.reading.audience import AudienceReader
from samverkan.reading.claims import (
    ONE_EACH,
    agree,
    decider,
    find_number,
    grants_another,
    grants_owner,
    is_office,
    is_small,
    last_decision,
)
from samverkan.reading.cues import find_parties, find_sums
from samverkan.reading.drafts import Draft, Drafts, Origin
from samverkan.reading.funds import LEAST_GRANT, find_frame, find_fund
from samverkan.reading.hints import find_hinted, likely_owners, owner_before
from samverkan.reading.periods import EARLIER
from samverkan.reading.prose import SUBTITLE, Sentence, SentenceReader
from samverkan.reading.records import CONTEXT
from samverkan.reading.several import Several
from samverkan.reading.titles import A_PROJECT
from samverkan.swedish.amounts import find_amounts
from samverkan.swedish.names import as_name
from samverkan.swedish.sentences import split_sentences
from samverkan.vocabulary import Vocabulary

_ONE_PROJECT = re.compile(
    rf"{A_PROJECT}|\b(?:lämnat|lämnar|lämnade|skickat|skickar|skickade) in (?:en|sin) (?:gemensam )?ansökan\b|"
    r"\b(?:ansökt om|sökt) och (?:beviljats|fått)\b",
    re.IGNORECASE,
)
_THESE_PROJECTS = re.compile(
    r"\b(?:de|våra|följande|pågående|aktuella|om) (?:EU-|ESF-)?projekt\b[^.;]{0,60}? som\b", re.IGNORECASE
)
_BEGINS_WITH_KIND = re.compile(r"(?:I )?(?:förstudien|projektet) [\"”“]?\Z", re.IGNORECASE)
_ANOTHERS = re.compile(rf"\b(?:{EARLIER}|liknande|utlysning\w*|programperiod\w*|kommande)\b", re.IGNORECASE)
_LOOKS_BACK = re.compile(
    rf"{_ANOTHERS.pattern}|\b(?:bygger|erfarenhet\w*|föregång\w*|inspir\w*|resultat\w*|metod\w*|lärdom\w*)\b",
    re.IGNORECASE,
)
_KIND_BEFORE = frozenset({"the-project-apposed", "kind-and-name", "kind-in-quotes", "project-is-called"})
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_INTRODUCING = frozenset({"quoted-alone", "largest-is", "name-is-the-project", "a-project-named", "own-application"})
# What an owner runs, or what has ended, may be anything: the next sentence has to speak of the project
_ENDED = frozenset({"project-began-or-ended", "is-party-in"})
_UNTOLD = _ENDED | {"owner-runs-plainly"}
_TURNING = _KIND_BEFORE | _ENDED | {"fund-says-yes"}
_ALONE = "quoted-alone"
_MAY_BE_OWNER = "project-gets"
_IS_CALLED = "project-is-called"
_ABOVE = 400
_JOINTLY = re.compile(r"(?:Projektet|Förstudien|Insatsen) \w+ (?:gemensamt|tillsammans) av\b")
_OF_ITS_TIME = frozenset({"startDate", "endDate", *PLANNED, *AMOUNTS})
_OF_EACH = _OF_ITS_TIME.union(ROLES)
_FAIRLY_SURE = 0.9


class Discourse:
    """Gives what the sentences of one text say to the projects that they are about."""

    def __init__(
        self, sentences: SentenceReader, audience: AudienceReader, vocabulary: Vocabulary, drafts: Drafts
    ) -> None:
        self.text = sentences.text
        self.sentences = sentences
        self.vocabulary = vocabulary
        self.drafts = drafts
        self.audience = audience
        self.several = Several(sentences.text, vocabulary, drafts)
        self.begin = self.end = 0  # of the block that is being read
        self.unclear = False  # whether the block that is being read may be about anything
        self.unread: list[tuple[int, int]] = []  # paragraphs that look as if they held facts
        self.sole = False  # whether the text is known to be about one project
        self.about_one = False  # whether the block that is being read is

    def read(self, start: int, end: int, until: int, at: int) -> None:
        """The sentences from start to end, the last of which goes on to `until`; `at` is their block's place."""
        self.begin, self.end = start, end
        current = self.drafts.current
        if current is not None and current.name is None and len(self.drafts.all) > 1:
            self.drafts.current = None  # a project that a paragraph left unnamed gets no name from the next
        spans = [(first, until if last == end else last) for first, last in split_sentences(self.text, start, end)]
        sentences = [self.sentences.read(*span) for span in spans]
        hinted = self._hinted(sentences, start, end)
        self.unclear = not self.sole and hinted is None and self._is_not_understood(sentences, start, end)
        if self.unclear:
            self.unread.append((start, end))
            self.drafts.current = None
        if hinted is not None and self.drafts.current is not None and self.drafts.current.name is None:
            self.drafts.current.call(hinted)  # the paragraph above spoke of it: "ett projekt"
        elif hinted is not None:
            self.drafts.open(hinted, Origin.PROSE, find_fund(self.text, start, end, self.vocabulary, _FAIRLY_SURE))
        self.about_one = self.sole or hinted is not None
        for before, sentence in zip((None, *sentences), sentences, strict=False):
            self._sentence(sentence, at)
            self._by_sentence_before(before, sentence)
        if hinted is not None and self.drafts.current is not None and not self.drafts.current.has("lead"):
            known = self.sentences.slots.known
            self.drafts.current.mentions.extend(likely_owners(self.text, (start, end), sentences, hinted, known))

    def _by_sentence_before(self, before: Sentence | None, sentence: Sentence) -> None:
        """Whose a project is that a sentence gives a name: whoever does what the sentence before it tells."""
        draft = self.drafts.current
        called = any(name.method == _IS_CALLED for name in sentence.names)
        if before is None or draft is None or draft.has("lead") or not called or before.named or before.quoted:
            return
        draft.mentions.extend(owner_before(self.text, before.start, before.end, self.sentences.slots.known))

    def _hinted(self, sentences: Sequence[Sentence], start: int, end: int) -> Mention | None:
        """The project that this paragraph alone is about; a known one, or one of a heading, goes on instead."""
        current = self.drafts.current
        if self.sole or self.drafts.context.announced or (current is not None and current.origin is not Origin.PROSE):
            return None
        if any(self._meant(sentence) for sentence in sentences):
            return None
        blank = _BLANK_LINE.search(self.text, end)  # a label inside the paragraph may part it from its sum
        last = blank.start() if blank else len(self.text)
        hinted = find_hinted(self.text, start, last, sentences, self.sentences.slots.known)
        return None if hinted is None or self._is_built_on(hinted) else hinted

    def says(self, start: int, end: int, *properties: str) -> bool:
        """Whether any sentence of a stretch of text states any of these; nothing is given to a project."""
        return any(self.sentences.read(*span).has(*properties) for span in split_sentences(self.text, start, end))

    def names_any(self, start: int, end: int) -> bool:
        """Whether any sentence of a stretch of text names a project."""
        return any(self.sentences.read(*span).names for span in split_sentences(self.text, start, end))

    def _is_not_understood(self, sentences: Sequence[Sentence], start: int, end: int) -> bool:
        """Whether a paragraph states a sum that nothing reads and no project by name: its facts may be anybody's."""
        current = self.drafts.current
        if current is None or current.origin is not Origin.PROSE or current.in_bullet:
            return False
        if not any(amount.value >= LEAST_GRANT for amount in find_amounts(self.text, start, end)):
            return False
        return not any(sentence.names or sentence.has(*AMOUNTS) or self._meant(sentence) for sentence in sentences)

    def _sentence(self, sentence: Sentence, at: int) -> None:
        context = self.drafts.context
        if sentence.announced is not None:
            leads = [mention for mention in sentence.loose if mention.property == "lead"]
            if leads or sentence.announced != context.announced:  # else it counts the same ones again
                context.leads = leads
            if sentence.has("decidedOn"):
                context.decisions += [last_decision(sentence), *decider(self.text, sentence.start, sentence.end)]
            context.announced, context.announced_at = sentence.announced, at
            context.reframe(self._frame(sentence))
            return
        for name, facts in sentence.named:
            self._named(name, facts, sentence)
        if not sentence.named:
            self.drafts.current = self._meant(sentence) or self.drafts.current
        self._loose(sentence)
        if self.drafts.current is not None:
            self._said_of(self.drafts.current, sentence)

    def _named(self, name: Mention, facts: tuple[Mention, ...], sentence: Sentence) -> None:
        """The project that a sentence names, and what it says of it; one of those announced has their owner."""
        known = len(self.drafts.all)
        begins = _BEGINS_WITH_KIND.match(self.text, sentence.start, name.start) is not None
        introduced = begins or name.method in _INTRODUCING
        if self._is_of_party(name, facts):
            return
        known_name = any(one.is_called(str(name.value)) for one in self.drafts.all)
        if name.method in _UNTOLD and not known_name and not self._goes_on(name, sentence):
            return
        if name.method == _MAY_BE_OWNER and not self._is_called_project(name):
            return
        strong = introduced or any(not is_small(fact) for fact in facts if fact.method != SUBTITLE)
        if not known_name and (self._is_built_on(name) or self._is_long_ago(sentence)):
            return
        if any(fact.method != SUBTITLE for fact in facts) and not strong and not known_name:
            return
        draft = self.drafts.called(name, strong=strong)
        if draft is not None and len(self.drafts.all) > known:
            draft.firm = (not strong and name.method not in _KIND_BEFORE) or name.method == _ALONE
        if draft is None and self._turns_to(name, sentence):
            draft = self.drafts.open(name, Origin.PROSE)
            draft.firm = True
        if draft is None:
            return
        self.drafts.current = draft
        for mention in facts:
            draft.add(mention)
        if draft.origin is Origin.PROSE:
            draft.context = [*self._frame(sentence), *draft.context]
        context = self.drafts.context
        if len(self.drafts.all) > known and known < context.announced:
            draft.context.extend(context.leads)

    def _is_of_party(self, name: Mention, facts: tuple[Mention, ...]) -> bool:
        """Whether it is no project that gets something, but whoever owns the one at hand, or has a share in it."""
        current = self.drafts.current
        if current is None or name.method != _MAY_BE_OWNER:
            return False
        owner, called = self._as_owner(name), str(name.value)
        if owner is not None:
            current.add(owner)
        if owner is not None or current.names_party(called, "lead"):
            for mention in facts:
                current.add(mention)
            return True
        return current.names_party(called, *ROLES)

    def _as_owner(self, name: Mention) -> Mention | None:
        """Whoever gets the money, where the paragraph has named the project already: "Projektet … Nova får 3 mkr"."""
        current = self.drafts.current
        if (
            name.method != _MAY_BE_OWNER
            or current is None
            or current.name is None
            or current.is_called(str(name.value))
        ):
            return None
        known = self.sentences.slots
        owner = as_name(self.text, name.start, name.end)
        near = self.sole or current.name.start >= self.begin
        if not near or current.has("lead", "grantedAmount") or not known.may_be_organisation(owner):
            return None
        return replace(name, property="lead", value=owner)

    def _is_called_project(self, name: Mention) -> bool:
        """Whether who gets the money stands in quotes, or where the text speaks of projects: else it may be a body."""
        quoted = self.text[name.start - 1 : name.start] in tuple('"”“»«')
        return (
            quoted
            or self.text.count(str(name.value)) > 1
            or turns.A_KIND.search(self.text, max(0, name.start - _ABOVE), name.start) is not None
        )

    def _turns_to(self, name: Mention, sentence: Sentence) -> bool:
        """Whether a paragraph begins to speak of another project by its name, and neither looks back nor compares."""
        current = self.drafts.current
        if current is not None and current.origin is not Origin.PROSE:
            return False
        known = [] if current is None else [*current.mentions, current.name or name]
        above = all(mention.start < self.begin for mention in known)
        plain = not _LOOKS_BACK.search(self.text, sentence.start, sentence.end)
        return above and plain and not self.sole and name.method in _TURNING

    def _goes_on(self, name: Mention, sentence: Sentence) -> bool:
        """Whether the next sentence speaks of the project, and nothing but a sentence has named another before."""
        current = self.drafts.current
        taken = current is not None and (
            current.origin is not Origin.PROSE or current.name is None or current.name.start >= self.begin
        )
        return not (taken and name.method in _ENDED) and turns.GOES_ON.match(self.text, sentence.end) is not None

    def _meant(self, sentence: Sentence) -> Draft | None:
        """The one known project whose name stands in a sentence that no phrase fits."""
        return self.drafts.named_in(self.text[sentence.start : sentence.end])

    def _said_of(self, draft: Draft, sentence: Sentence) -> None:
        """What a sentence says beyond its phrases of the project at hand: when it runs, which fund pays."""
        draft.sentences += 1
        if len(sentence.named) > 1:
            return
        own = not _ANOTHERS.search(self.text, sentence.start, sentence.end)
        if own and not sentence.quoted and (self.about_one or self._is_near(draft)):
            self._by_cues(draft, sentence)
        for mention in (
            *self.audience.find_audience(self.text, sentence.start, sentence.end),
            *self.audience.find_reached(self.text, sentence.start, sentence.end),
        ):
            draft.add(mention)
        if not draft.has("diarienummer"):
            draft.mentions.extend(find_number(self.text, sentence.start, sentence.end))
        if own:
            (draft.context if self._is_near(draft) else draft.inherited).extend(self._frame(sentence))

    def _is_near(self, draft: Draft) -> bool:
        """Whether the project's own section or paragraph goes on: below one of another it may be anybody's."""
        here = draft.name is not None and draft.name.start >= self.begin
        return here or draft.in_bullet or draft.origin is not Origin.PROSE

    def _by_cues(self, draft: Draft, sentence: Sentence) -> None:
        """The sums and parties of a sentence that no phrase reads, where the project has none of that kind yet."""
        read = {mention.start for mention in draft.mentions if mention.property in AMOUNTS}
        for mention in find_sums(self.text, sentence.start, sentence.end):
            if mention.start not in read and not draft.has(mention.property):
                draft.add(mention)
        if not sentence.has(*ROLES):
            for mention in find_parties(self.text, sentence.start, sentence.end, self.sentences.slots.known):
                if mention.property == "partner" or not draft.has("lead"):
                    draft.add(mention)

    def _loose(self, sentence: Sentence) -> None:
        """Facts without a project's name are those of the one at hand; a decision outside any is for what follows."""
        drafts = self.drafts
        near = drafts.current is not None and self._is_near(drafts.current)
        if self.several.read(sentence, self._frame, near=near):
            return
        if drafts.current is not None and drafts.current.origin is Origin.PROSE and self._is_of_another(sentence):
            drafts.open(None, Origin.PROSE, self._frame(sentence))
        if self._is_long_ago(sentence):
            return
        granted = grants_owner(sentence)
        owned = drafts.current is not None and drafts.current.has("lead")
        for mention in sentence.loose:
            if self._is_not_its(mention, sentence) or (owned and is_office(mention) and mention.property == "lead"):
                continue
            if mention.property == "decidedOn":
                place = (sentence.start, sentence.end)
                drafts.decide(
                    [mention, *decider(self.text, *place)], above=turns.DECISIONS.match(self.text, *place) is not None
                )
                continue
            if drafts.current is None and self._introduces(sentence):
                drafts.open(None, Origin.PROSE, self._frame(sentence))  # its name comes later
            if drafts.current is not None and not (granted and owned):  # another's share or grant
                drafts.current.add(mention)
            elif mention.property == "lead" and _THESE_PROJECTS.search(self.text, sentence.start, sentence.end):
                drafts.context.leads = [mention]
        if drafts.current is None:
            drafts.context.complete(self._frame(sentence))

    def _is_not_its(self, mention: Mention, sentence: Sentence) -> bool:
        """Whether a fact is another project's, a count of somebody else's, or a decision before the one that counts."""
        if mention.property in _OF_ITS_TIME and sentence.has("otherProject"):
            return True
        if mention.property in _OF_EACH and turns.BUILT_ON.search(self.text, sentence.start, mention.start):
            return True
        if mention.property in PLANNED:
            asked = turns.ASKED.search(self.text, sentence.start, sentence.end)
            return asked is not None or not self._talks_of_project
        return mention.property == "decidedOn" and mention is not last_decision(sentence)

    def _is_long_ago(self, sentence: Sentence) -> bool:
        """Whether a sentence looks back to a time before the project at hand, of which it says nothing."""
        current = self.drafts.current
        if current is None or current.name is None:
            return False
        said = self.text[sentence.start : sentence.end]
        itself = current.stands_in(said) or turns.IT.search(said)
        return turns.LONG_AGO.search(said) is not None and not itself

    def _is_built_on(self, name: Mention) -> bool:
        """Whether a name is that of an earlier project, on which the one at hand builds."""
        return turns.BUILDS_ON.search(self.text[self.begin : name.start]) is not None

    @property
    def _talks_of_project(self) -> bool:
        """Whether the paragraph at hand can count a project's people, where a sentence above has named the project."""
        current = self.drafts.current
        if self.about_one or current is None or current.origin is not Origin.PROSE:
            return True
        if current.name is None or current.name.start >= self.begin:
            return True
        said = self.text[self.begin : self.end]
        return current.stands_in(said) or turns.COUNTS_PEOPLE.search(said) is not None

    def _is_of_another(self, sentence: Sentence) -> bool:
        """Whether a new paragraph gives an owner or a grant that the project at hand does not have: it is another's."""
        if _JOINTLY.match(self.text, sentence.start, sentence.end):  # beside its owner, these take part
            return False
        current = self.drafts.current
        mine = current.mentions if current is not None else []
        unnamed = current is not None and current.name is None
        shared = turns.SHARES.search(self.text, sentence.start, sentence.end)
        if (unnamed or not (self.sole or shared)) and grants_another(sentence, mine):
            return True
        return any(
            mention.property in ONE_EACH
            and not is_office(mention)
            and any(other.property == mention.property for other in mine)
            and not any(agree(mention, other) for other in mine)
            and not any(other.start >= self.begin for other in mine if other.property == mention.property)
            for mention in sentence.loose
        )

    def _introduces(self, sentence: Sentence) -> bool:
        """Whether a sentence speaks of a project that it does not name: "ett projekt", an owner and its grant."""
        if self.unclear:
            return False
        return grants_owner(sentence) or _ONE_PROJECT.search(self.text, sentence.start, sentence.end) is not None

    def _frame(self, sentence: Sentence) -> list[Mention]:
        year = self.sentences.slots.year
        return find_frame(self.text, sentence.start, sentence.end, self.vocabulary, CONTEXT, year=year)
