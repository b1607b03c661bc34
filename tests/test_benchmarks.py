from __future__ import annotations

import json
from pathlib import Path

import bench
import pytest
import table
from figures import JSON_OPTION, Figure, markdown, tell


@pytest.mark.parametrize(
    ("figure", "least", "most", "reached"),
    [(3.0, 2.0, None, True), (1.0, 2.0, None, False), (13.0, None, 12.0, False), (12.0, None, 12.0, True)],
)
def test_a_figure_is_reached_within_its_bound(
    figure: float, least: float | None, most: float | None, reached: bool
) -> None:
    assert Figure(work="w", against="a", figure=figure, least=least, most=most).reached is reached


def test_a_figure_without_a_bound_is_only_told() -> None:
    one = Figure(work="w", against="a", figure=1.0)
    assert one.reached is None
    assert list(markdown([one]))[-1] == "| w | a | 1 × | – |  |  |"


def test_figures_told_as_json_come_back(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["benchmark", JSON_OPTION])
    one = Figure(work="w", against="a", figure=1.5, most=2.0, remark="r")
    tell([one])
    assert Figure(**json.loads(capsys.readouterr().out)) == one


def test_plain_python_writes_the_triples_of_a_build() -> None:
    """The comparison that the benchmark makes itself fails where they differ."""
    figures = list(table.measure(12, morph=None, rounds=1))
    assert all(one.against.startswith("plain Python") and one.figure > 0 for one in figures)
    assert figures


def test_the_report_has_a_line_for_each_figure_and_says_where_it_was_made() -> None:
    figures = [Figure(work=f"work {number}", against="a", figure=number, least=1.0) for number in range(3)]
    written = bench.report("1k", figures, ["`x.py` failed: because"])
    assert all(f"| work {number} |" in written for number in range(3))
    assert "cores" in written
    assert "because" in written
    assert str(Path.home()) not in written
