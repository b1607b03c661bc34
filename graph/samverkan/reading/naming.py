"""Titles and headings → names: what the page's title, or the heading above fields, calls a project. Opens none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from samverkan.model import Mention
from samverkan.reading.blocks import BlockKind
from samverkan.reading.calling import inner_names, places, stands_in
from samverkan.reading.page import Page
from samverkan.reading.subtitles import is_subtitle
from samverkan.reading.titles import (
    CALLED,
    KIND_AND_NAME,
    applied_title,
    begins_about,
    described_name,
    heads_part,
    is_headline,
    may_be_name,
    name_lengths,
    names_project,
    numbered_title,
    tells_news,
)
from samverkan.reference import Reference
from samverkan.vocabulary import fold_label

COMPANY_FORM = re.compile(r" (?:AB|HB|KB|ek\. ?för)\b")
LEAD_IN = 4  # blocks in which a page's title stands


class Naming:
    """Tells the names that stand in the title and the headings of one page."""

    def __init__(self, page: Page, reference: Reference) -> None:
        self.page = page
        self.reference = reference

    def title(self) -> Mention | None:
        """The name that the page's title gives."""
        numbered = self._may_name(0) and numbered_title(self.page.content(0), self.reference)
        return self.in_title(0) if self._may_name(0) and not numbered and not self.page.is_notice else None

    def above(self, at: int) -> Mention | None:
        """The name that a heading gives to the fields below it, or a single bullet ("1. Entré arbetsliv")."""
        if at and (self._is_part_below_name(at - 1) or is_subtitle(self.page.text, self.page.blocks, at - 1)):
            at -= 1
        if self.page.kind(at - 1) not in (BlockKind.HEADING, BlockKind.BULLET):
            return None
        described = self.page.kind(at - 1) is BlockKind.BULLET
        content = self.page.content(at - 1)
        applied = applied_title(content, self.reference)
        if applied is None and not self._may_name(at - 1):
            return None
        length = described_name(content) if described else None
        named = KIND_AND_NAME.search(content) or CALLED.fullmatch(content)
        told = applied or numbered_title(content, self.reference) or named
        begin = begins_about(content)
        if told is None or length is not None or begin:
            return self.page.name(at - 1, "heading", length, begin=begin)
        return self.page.name(at - 1, "heading", told.end("name"), begin=told.start("name"))

    def _is_part_below_name(self, at: int) -> bool:
        """Whether the heading of a part of what is said of a project ("Översikt") stands right below its name."""
        parted = self.page.kind(at) is BlockKind.HEADING and heads_part(self.page.content(at))
        return parted and self.page.kind(at - 1) is BlockKind.HEADING and not is_headline(self.page.content(at - 1))

    def _may_name(self, at: int) -> bool:
        over = self.page.kind(at) in (BlockKind.HEADING, BlockKind.BULLET)
        label = over and fold_label(self.page.content(at)) in self.page.vocabulary.fields
        return over and not label and may_be_name(self.page.content(at), self.reference)

    def in_title(self, at: int) -> Mention | None:
        """The name in a title: it stands in the text too, or the title is no headline and nothing else is a name."""
        content = self.page.content(at)
        if (kind := KIND_AND_NAME.search(content)) is not None and not content.startswith("§"):
            return self.page.name(at, "title", kind.end("name"), begin=kind.start("name"))
        begin = begins_about(content)
        content = content[begin:]
        for length in name_lengths(content):
            name = self.page.name(at, "title", begin + length, begin=begin)
            called = content[:length]
            news = not begin and tells_news(content, length)
            plain = not news and not names_project(self.page.text[self.page.blocks[at].end :])
            if (
                (plain or self.stands_below(name))
                and may_be_name(called, self.reference)
                and not self._is_company(called)
            ):
                return name
        return None

    def _is_company(self, called: str) -> bool:
        """Whether the text calls a company so: "Uppsala Innovation Centre AB"."""
        return any(COMPANY_FORM.match(self.page.text, at + len(called)) for at in places(called, self.page.text))

    def with_slogan(self, name: Mention) -> Iterator[Mention]:
        """The page's title, where it goes on behind this name to say what it is."""
        for at in range(min(LEAD_IN, len(self.page.blocks))):
            content, called = self.page.content(at), str(name.value)
            slogan = content.startswith(called) and described_name(content) == len(called)
            if self.page.kind(at) is BlockKind.HEADING and (slogan or called in inner_names(content)):
                yield self.page.name(at, "title")

    def before_slogan(self, name: Mention) -> Mention | None:
        """The name alone, which the text uses, in a title that goes on to say what it is: "Nyväg – för unga"."""
        length = described_name(str(name.value))
        if length is None or not isinstance(name.value, str):
            return None
        short = replace(name, value=name.value[:length], end=name.start + length)
        return short if self.stands_below(short) and may_be_name(name.value[:length], self.reference) else None

    def stands_below(self, name: Mention) -> bool:
        """Whether the text uses a title's words again, in whatever case."""
        return stands_in(str(name.value).lower(), self.page.text.lower(), name.end)
