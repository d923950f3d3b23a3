import json

from benchmarks.figures import Figures
from benchmarks.plan import FULL, SMOKE
from benchmarks.report import Circumstances, Report, as_json, as_markdown

WHERE = Circumstances(
    date="2026-11-22", processor="A processor", cores=2, examples=5000, inside=424, outside=160,
    turns=300,
)  # fmt: skip
OURS = Figures(first=0.94, train_seconds=50, memory_megabytes=500, rate_16=60, encoder=20)
DEFAULT = Figures(first=0.7, train_seconds=400, memory_megabytes=400, rate_16=30)


def test_a_row_shows_both_figures_their_ratio_and_what_is_better() -> None:
    text = as_markdown(Report(FULL, WHERE, OURS, DEFAULT))
    assert "| Training, from nothing | 50.0 s | 400 s | 8.00 | 8.0 × |" in text
    assert "| Messages a second, 16 visitors | 60.0 /s | 30.0 /s | 0.50 | 2.0 × |" in text
    assert "| Right topic first | 94.0 % | 70.0 % | 0.74 | +24.0 points |" in text


def test_where_ours_is_worse_the_report_says_so() -> None:
    text = as_markdown(Report(FULL, WHERE, OURS, DEFAULT))
    assert "| Memory after 50 messages | 500 MB | 400 MB | 0.80 | 0.80 × |" in text
    assert "| Memory after 50 messages | better by 1.0 × | **no** |" in text
    assert "| Sentence encoder, 15 words, one core | at most 15.0 ms | **no** |" in text


def test_a_side_that_was_not_measured_leaves_gaps_and_no_aim_is_judged() -> None:
    text = as_markdown(Report(FULL, WHERE, Figures(train_seconds=50), None))
    assert "| Training, from nothing | 50.0 s | – | – | – |" in text
    assert "better by" not in text.partition("## What was aimed at")[2].partition("## How")[0]


def test_what_was_not_measured_at_all_has_no_row() -> None:
    assert "Disk" not in as_markdown(Report(FULL, WHERE, OURS, DEFAULT)).partition("## How")[0]


def test_a_smoke_run_says_that_it_proves_nothing() -> None:
    assert "smoke run" in as_markdown(Report(SMOKE, WHERE, OURS, DEFAULT))
    assert "smoke run" not in as_markdown(Report(FULL, WHERE, OURS, DEFAULT))


def test_the_json_has_figures_and_ratios() -> None:
    read = json.loads(as_json(Report(FULL, WHERE, OURS, DEFAULT)))
    assert read["ours"]["train_seconds"] == 50
    assert read["ratio"]["train_seconds"] == 8
    assert read["ratio"]["late_turn"] is None
