from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import lines as lines_on_disk
from samverkan.lines import keep

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=6)


def test_lines_are_found_by_their_place() -> None:
    words = ["a", "bö", "c", "då", "e"]
    with TemporaryDirectory() as folder:
        lines = keep(Path(folder) / "lines.nt", [words])
        assert [lines[place] for place in (0, 1, 4, -1)] == ["a", "bö", "e", "e"]
        assert [lines[1:3], lines[3:], lines[2:2], lines[:9:2]] == [["bö", "c"], ["då", "e"], [], ["a", "c", "e"]]
        assert bisect_left(lines, "c") == 2
        with pytest.raises(IndexError):
            lines[5]


@given(st.lists(st.lists(texts, max_size=5).map(sorted), max_size=9), st.sampled_from([2, 3, 250]))
def test_the_lines_of_all_parts_are_kept_in_order_and_each_once(parts: list[list[str]], at_once: int) -> None:
    with TemporaryDirectory() as folder, patch.object(lines_on_disk, "_MOST_RUNS", at_once):
        lines = keep(Path(folder) / "lines.nt", parts)
        assert list(lines) == list(lines) == sorted({line for part in parts for line in part})
        assert len(lines) == len(list(lines))
        assert [file.name for file in Path(folder).iterdir()] == ["lines.nt"]


@given(st.sets(st.text("abå ", max_size=4)), st.text("abå ", max_size=3))
def test_lines_are_found_by_how_they_start(found: set[str], start: str) -> None:
    with TemporaryDirectory() as folder:
        kept = keep(Path(folder) / "lines", [sorted(found)])
        assert kept.starting(start) == [line for line in sorted(found) if line.startswith(start)]
