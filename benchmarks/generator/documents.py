"""Projects as the documents that agencies publish: decision lists, project records, news. Each stands in one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from generator.projects import FAULTS, Party, Project

LISTED, NEWS = 8, 3  # projects a decision list, and a piece of news
Document = tuple[str, str]
"""A file's name and its text."""


def documents(projects: Iterator[Project]) -> Iterator[Document]:
    """The documents of these projects: of every twelve, eight in a list, three in one piece of news, one by itself."""
    for group in iter(lambda: list(islice(projects, LISTED + NEWS + 1)), []):
        listed, news, records = group[:LISTED], group[LISTED : LISTED + NEWS], group[LISTED + NEWS :]
        yield f"beslut-{listed[0].place:07d}.txt", _decision_list(listed)
        if news:
            yield f"nyhet-{news[0].place:07d}.txt", _news(news)
        for one in records:
            yield f"projekt-{one.place:07d}.txt", _record(one)


def faults(project: Project) -> Sequence[str]:
    """What a build finds wrong with what the documents say; news says little."""
    in_news = LISTED <= project.place % (LISTED + NEWS + 1) < LISTED + NEWS
    return FAULTS[project.fault] if project.fault == "end-before-start" and not in_news else ()


def _decision_list(projects: Sequence[Project]) -> str:
    day = projects[0].decided
    blocks = "\n\n".join(map(_listed, projects))
    return f"Beslutade projekt\n\nPrioriterade ESF-projekt, beslut {day.isoformat()}\n\n{blocks}\n"


def _listed(project: Project) -> str:
    return (
        f"{project.name}\n\n"
        f"Diarienummer: {project.number}\n"
        f"Projektägare: {project.lead.written}\n"
        f"Samverkansparter: {_listing(project.partners)}\n"
        f"Beviljat ESF-stöd: {_grouped(project.support)} kronor\n"
        f"Projektperiod: {project.start.isoformat()} - {project.stated_end.isoformat()}"
    )


def _record(project: Project) -> str:
    return (
        f"{project.number} - {project.name}\n\n"
        f"Diarienummer:\n{project.number}\nNamn:\n{project.name}\n"
        f"Projektägare:\n{project.lead.written}\nRegion:\n{project.region}\n"
        f"Planerat antal deltagare:\n{project.participants}\n"
        f"Projektperiod:\n{project.start.isoformat()} - {project.stated_end.isoformat()}\n"
        f"Total projektbudget:\n{_grouped(project.budget)}\n"
        f"Samverkansparter:\n{_listing(project.partners)}\n"
        f"Programområde:\n{project.area}\n\n"
        f"Projektet riktar sig till {project.group}.\n"
    )


def _news(projects: Sequence[Project]) -> str:
    paragraphs = "\n\n".join(map(_told, projects))
    return f"Nya projekt får stöd från Europeiska socialfonden\n\n{paragraphs}\n"


def _told(project: Project) -> str:
    millions = f"{project.support / 1_000_000:.1f}".replace(".", ",")
    return (
        f"Projektet {project.name} med projektägare {project.lead.written} får {millions} miljoner kronor. "
        f"Projektet genomförs i samarbete med {_listing(project.partners)}. "
        f"Målgruppen är {project.group}, och projektet väntas nå {project.participants} deltagare."
    )


def _listing(parties: Sequence[Party]) -> str:
    """Names as running text lists them."""
    *first, last = [party.written for party in parties]
    return f"{', '.join(first)} och {last}" if first else last


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", " ")
