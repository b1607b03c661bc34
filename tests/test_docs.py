from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from samverkan import cli
from samverkan.mappings import load_mappings
from samverkan.project import CHECKOUT, ONTOLOGY, PACKAGE

PAGES = sorted(
    path
    for path in (*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md"), *(CHECKOUT / "tests").rglob("*.md"))
    if not path.is_symlink() and "node_modules" not in path.parts
)
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
PROMPT = re.compile(r"^    \$ \.venv/bin/samverkan (?P<command>.+)\n(?P<answer>(?:^    (?!\$ ).*\n)+)", re.MULTILINE)
SHOWN = [(match["command"], match["answer"]) for match in PROMPT.finditer(README)]
LISTED = re.findall(r"^    samverkan ([^#\n]+)", README, re.MULTILINE)


@pytest.mark.parametrize(("command", "answer"), SHOWN, ids=[command for command, _ in SHOWN])
def test_the_readme_shows_what_the_command_prints(command: str, answer: str, seeds_build: Path) -> None:
    result = CliRunner().invoke(cli.main, [*shlex.split(command), "-d", str(seeds_build)])

    printed = [line.strip() for line in result.stdout.splitlines()]
    shown = [line.strip() for line in answer.splitlines()]
    assert len(shown) > 1
    assert "\n".join(shown) in "\n".join(printed)


@pytest.mark.parametrize("line", LISTED, ids=str.strip)
def test_every_command_and_option_that_the_readme_lists_is_there(line: str) -> None:
    name, *words = shlex.split(line.replace("[", "").replace("]", ""))
    command = cli.main.commands[name]
    options = {option for one in command.params if isinstance(one, click.Option) for option in one.opts}

    assert {word for word in words if word.startswith("-")} <= options
    if name == "review" and words and not words[0].startswith("-"):
        assert words[0] in cli._ANSWERS


def test_every_option_of_build_that_the_readme_names_is_there() -> None:
    named = set(re.findall(r"`(--[a-z-]+)", README))

    options = {option for command in cli.main.commands.values() for one in command.params for option in one.opts}
    assert named
    assert named <= options


def test_the_readme_names_every_file_of_a_build(seeds_build: Path) -> None:
    named = set(re.findall(r"`([\w.]+)/?`", README))

    assert {path.name for path in seeds_build.iterdir()} <= named


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_every_link_between_the_pages_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_room_stands_in_the_architecture() -> None:
    told = (CHECKOUT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if path.name != "__init__.py"}
    shown = {room for room in rooms if f"`{room.name}`" in told or f"/{room.name}`" in told}

    whole = {"swedish", "proof", "reasoning", "validation"}  # told as one room
    assert {str(room) for room in rooms - shown if room.parts[0] not in whole} == set()
    files = {path.name for folder in (PACKAGE, CHECKOUT / "tests") for path in folder.rglob("*.py")}
    assert set(re.findall(r"`(?:\w+/)?(\w+\.py)`", told)) <= files


def test_the_mapping_file_that_contributing_shows_is_a_format(tmp_path: Path) -> None:
    shown = re.search(r"^    title = (?:.*\n)+?(?=\S)", (CHECKOUT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    assert shown is not None
    folder = tmp_path / "mappings"
    folder.mkdir()
    (folder / "common.toml").write_bytes((ONTOLOGY / "mappings" / "common.toml").read_bytes())
    (folder / "region.toml").write_text(re.sub(r"^    ", "", shown.group(), flags=re.MULTILINE), encoding="utf-8")

    (found,) = load_mappings(tmp_path).formats
    assert {"diarienummer", "name", "lead", "grantedAmount"} <= {one.property for one in found.wordings}
