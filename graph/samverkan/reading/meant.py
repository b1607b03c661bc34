"""Whom "förbundet", "kommunen" or "vi" means: the one organisation of that kind that the text named before."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from samverkan.reading.cues import find_organisations
from samverkan.swedish.names import Gazetteer, Name, base_form

_KINDS = {  # the word, and what the names that it can stand for look like
    "förbund": (r"(?:samordnings|kommunal)?förbundet", re.compile(r"(?:samordnings|kommunal)förbund", re.IGNORECASE)),
    "kommun": (r"kommunen", re.compile(r" kommun\Z", re.IGNORECASE)),
    "stad": (r"staden", re.compile(r" stad\Z", re.IGNORECASE)),
    "region": (r"regionen", re.compile(r"\ARegion [A-ZÅÄÖ]|\w{2}regionen\Z")),
    "högskola": (r"högskolan", re.compile(r"högskola\Z|\AHögskolan ")),
    "universitet": (r"universitetet", re.compile(r"universitet(?:et)?\Z", re.IGNORECASE)),
    "lärosäte": (r"lärosätet", re.compile(r"högskola\Z|\AHögskolan |universitet(?:et)?\Z", re.IGNORECASE)),
    "bolag": (r"(?:bolaget|företaget)", re.compile(r" AB\Z")),
    "förening": (r"föreningen", re.compile(r"förening(?:en)?\Z|\AFöreningen ", re.IGNORECASE)),
    "stiftelse": (r"stiftelsen", re.compile(r"stiftelsen?\Z|\AStiftelsen ", re.IGNORECASE)),
    "länsstyrelse": (r"länsstyrelsen", re.compile(r"\ALänsstyrelsen i? ?[A-ZÅÄÖ]")),
    "publisher": (r"vi", re.compile(r"")),
}
_WORD = re.compile("|".join(f"(?P<{kind}>{word})" for kind, (word, _) in _KINDS.items()), re.IGNORECASE)
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_MARK = re.compile(r"[.!?][\"”»]?\s|[.!?][\"”»]?\Z")
_SENTENCE_START = re.compile(r"(?:[.!?:][\"”»]?\s+|\n\s*|\A\s*)\Z")
_HEAD_LINES = 4


def is_such_a_word(written: str) -> bool:
    """Whether a text writes an organisation as a word that can mean any of its kind."""
    return _WORD.fullmatch(written.removesuffix("s")) is not None


class Antecedents:
    """The organisations that one text names, in order; those of its head, or its `publisher`, are whose page it is."""

    def __init__(self, text: str, known: Gazetteer, publisher: str | None = None) -> None:
        self.text = text
        self.known = known
        self.publisher = publisher

    def meant(self, name: Name) -> str | None:
        """The organisation that a name stands for which is such a word only; None when it is not or may be several."""
        word = _WORD.fullmatch(name.text)
        if word is None:
            return None
        kind = word.lastgroup or ""
        if kind == "publisher":
            return self._only(self._headed, kind)
        named = [one for one in self._named if one.end <= name.start]
        only, headed = self._only(named, kind), self._only(self._headed, kind)
        near = [one for one in named if one.start >= self._paragraph(name.start)]
        here = self._only(near, kind)
        if only is not None or here is None:
            return only or (headed if not self._of(near, kind) else None)
        begins = any(_SENTENCE_START.search(self.text[max(0, one.start - 4) : one.start]) for one in near)
        return here if headed == here or (headed is None and begins) else None

    def in_full(self, name: Name) -> Name:
        """A name that is an abbreviation as what the text says that it stands for: "Energikontor Syd AB (ESAB)"."""
        whole = self.abbreviated(name.text)
        return name if whole is None else replace(name, text=whole, forms=(*name.forms, name.text))

    def abbreviated(self, short: str) -> str | None:
        """The organisation that the text abbreviates so; None for any other word."""
        if not short.isupper() or f"({short})" not in self.text:
            return None
        return next((one.text for one in self._named if short in one.forms), None)

    def _only(self, names: list[Name], kind: str) -> str | None:
        found = self._of(names, kind)
        return found[0] if len(found) == 1 else None

    def _of(self, names: list[Name], kind: str) -> list[str]:
        """The different names of a kind."""
        told = (base_form(one.text, self.known) if not self.known.is_known(one.text) else one.text for one in names)
        return [*dict.fromkeys(one for one in told if _KINDS[kind][1].search(one))]

    def _paragraph(self, at: int) -> int:
        return self.text.rfind("\n\n", 0, at) + 1

    @cached_property
    def _named(self) -> list[Name]:
        lines = (line.span() for line in _LINE.finditer(self.text))
        return [name for span in lines for name in find_organisations(self.text, *span, self.known)]

    @cached_property
    def _headed(self) -> list[Name]:
        """The organisations that the publisher's name or the lines above the first sentence are made of."""
        if self.publisher:
            return list(find_organisations(self.publisher, 0, len(self.publisher), self.known))
        lines = [line.span() for line in _LINE.finditer(self.text)][:_HEAD_LINES]
        sentence = next((start for start, end in lines if _MARK.search(self.text, start, end)), len(self.text))
        last = min(sentence, lines[-1][1]) if lines else 0
        return [name for name in self._named if name.end <= last and not self._is_in_words(name)]

    def _is_in_words(self, name: Name) -> bool:
        """Whether a headline goes on around a name: it is news of that organisation, perhaps another's."""
        start = self.text.rfind("\n", 0, name.start) + 1
        end = self.text.find("\n", name.end)
        around = self.text[start : name.start] + self.text[name.end : end if end >= 0 else len(self.text)]
        return re.search(r"(?<![\w-])[a-zåäö]{2,}", around) is not None and not re.search(r"[|›>•–-]", around)
