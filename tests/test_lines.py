from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from samverkan.lines import keep

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=6)


@given(st.lists(st.lists(texts, max_size=5).map(sorted), max_size=4))
def test_the_lines_of_all_parts_are_kept_in_order_and_each_once(parts: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        lines = keep(Path(folder) / "lines.nt", parts)
        assert list(lines) == list(lines) == sorted({line for part in parts for line in part})
        assert len(lines) == len(list(lines))
        assert [file.name for file in Path(folder).iterdir()] == ["lines.nt"]
