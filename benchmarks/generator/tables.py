"""Projects as two tables: the rows of the ESF Council's projektbank, and who takes part in each project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from generator.projects import FAULTS, Project

PROJECTS_FILE, PARTNERS_FILE = "projektbank.csv", "parter.csv"
PROJECTS_HEADER = (
    "Diarienummer",
    "Stödmottagare",
    "Projektägare organisationsnummer",
    "Namn på insatsen",
    "Programområde",
    "Specifikt mål",
    "Interventionsområde",
    "Total projektbudget",
    "Unionens medfinansieringsgrad",
    "EU-stöd",
    "Startdatum",
    "Slutdatum",
    "EU-fond",
    "Program (CCI)",
    "Region",
    "Kommun",
)
PARTNERS_HEADER = (
    "Diarienummer",
    "Projektnamn",
    "Projektägare",
    "Samverkansparter",
    "Medfinansiärer",
    "EU-stöd",
    "Beslutsdatum",
    "Planerat antal deltagare",
)
_PROGRAMME = "2021SE05SFPR001"
_MUCH = 999_999


class Rows(Protocol):
    """What takes rows: a writer of csv."""

    def writerow(self, row: tuple[str, ...], /) -> object:
        """Take one."""


def write_row(project: Project, projects: Rows, partners: Rows) -> None:
    """The project's row in each table; a fault stands in the first, and both rows have the same number."""
    projects.writerow(_project_row(project))
    partners.writerow(_partners_row(project))


def faults(project: Project) -> Sequence[str]:
    """What a build finds wrong with the rows."""
    return FAULTS.get(project.fault or "", ())


def _project_row(project: Project) -> tuple[str, ...]:
    fault = project.fault
    number = project.lead.organisation.number
    row = (
        project.number,
        project.lead.written,
        _wrong_number(number) if fault == "unread-value" else f"{number[:6]}-{number[6:]}",
        "" if fault == "row-without-name" else project.name,
        project.area,
        project.objective,
        project.field,
        str(project.budget),
        f"{project.rate} %",
        str(_support(project)),
        project.start.isoformat(),
        project.stated_end.isoformat(),
        "ESF+",
        _PROGRAMME,
        project.region,
        project.municipality,
    )
    return (*row, "", "x") if fault == "ragged-row" else row


def _support(project: Project) -> int:
    """The Union's support as the first table has it."""
    other = {
        "amount-over-its-whole": project.budget + _MUCH,
        "rate-contradicts-eu-amount": project.budget * 9 // 10,
        "sources-disagree-on-eu-amount": project.support + 1_000,
    }
    return other.get(project.fault or "", project.support)


def _wrong_number(number: str) -> str:
    """The number with another check digit, which can't be."""
    return f"{number[:6]}-{number[6:9]}{(int(number[9]) + 3) % 10}"


def _partners_row(project: Project) -> tuple[str, ...]:
    same = _support(project) if project.fault in ("amount-over-its-whole", "rate-contradicts-eu-amount") else None
    return (
        project.number,
        "" if project.fault == "row-without-name" else project.name,
        project.lead.written,
        ", ".join(party.written for party in project.partners),
        project.financier.name,
        str(same or project.support),
        project.decided.isoformat(),
        str(project.participants),
    )
