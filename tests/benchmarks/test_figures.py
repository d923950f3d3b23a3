import dataclasses

import pytest

from benchmarks.figures import ROWS, Figures, Row, Unit, median, percentile

TIME = Row("train_seconds", "Training", Unit.SECONDS, aim=4, limit=60)
RATE = Row("rate_16", "Messages", Unit.RATE, more_is_better=True)
SHARE = Row("first", "First", Unit.SHARE, more_is_better=True, aim=15)
ERRORS = Row("wrong", "Wrong", Unit.SHARE)


def test_percentiles_lie_between_the_neighbouring_values() -> None:
    values = [float(number) for number in range(100, -1, -1)]
    assert percentile(values, 50) == 50
    assert percentile(values, 95) == 95
    assert percentile([1.0, 2.0], 50) == 1.5
    assert percentile([7.0], 95) == 7


def test_nothing_measured_is_none_and_not_zero() -> None:
    assert percentile([], 95) is None
    assert median([]) is None


def test_a_ratio_is_default_over_ours() -> None:
    ours, default = Figures(train_seconds=10), Figures(train_seconds=50)
    assert TIME.ratio(ours, default) == 5
    assert TIME.ratio(ours, None) is None


@pytest.mark.parametrize(
    ("row", "ours", "default", "better"),
    [
        (TIME, Figures(train_seconds=10), Figures(train_seconds=50), 5),
        (TIME, Figures(train_seconds=50), Figures(train_seconds=10), 0.2),
        (RATE, Figures(rate_16=60), Figures(rate_16=20), 3),
        (SHARE, Figures(first=0.9), Figures(first=0.7), 20),
        (ERRORS, Figures(wrong=0.02), Figures(wrong=0.12), 10),
        (ERRORS, Figures(wrong=0.12), Figures(wrong=0.02), -10),
    ],
)
def test_better_is_times_and_for_shares_points(
    row: Row, ours: Figures, default: Figures, better: float
) -> None:
    assert row.better(ours, default) == pytest.approx(better)


@pytest.mark.parametrize(
    ("mine", "theirs", "met"), [(10, 50, True), (10, 30, False), (70, 700, False), (10, None, None)]
)
def test_an_aim_is_met_when_both_the_factor_and_the_limit_are(
    mine: float, theirs: float | None, met: bool | None
) -> None:
    assert TIME.met(Figures(train_seconds=mine), Figures(train_seconds=theirs)) is met


def test_every_figure_has_exactly_one_row() -> None:
    assert sorted(row.name for row in ROWS) == sorted(
        one.name for one in dataclasses.fields(Figures)
    )
