"""The benchmark's own arithmetic."""

import pytest

from tests.bench.document import BEGIN, END, replace_tables
from tests.bench.figures import Figure, compare, render_table, sum_up


def test_rounds_are_summed_up_by_their_median_and_their_ends() -> None:
    assert sum_up([3.0, 1.0, 100.0]) == Figure(3.0, 1.0, 100.0)
    assert sum_up([1.0, 2.0]).median == 1.5


def test_no_rounds_are_an_error_and_not_nought() -> None:
    with pytest.raises(ValueError, match="no rounds"):
        sum_up([])


def test_a_ratio_above_one_means_that_ours_is_better() -> None:
    assert compare(1200, 600, more_is_better=True) == 2.0
    assert compare(5.0, 10.0, more_is_better=False) == 2.0
    assert compare(10.0, 5.0, more_is_better=False) == 0.5


def test_the_table_has_medians_spread_and_ratios_of_medians() -> None:
    rows = {
        "W1": {"numberfigure": [1000.0, 1200.0, 1100.0], "mosec": [550.0, 540.0, 560.0]},
        "W3": {"numberfigure": [4.0], "mosec": [2.0]},
    }
    table = render_table(rows, {"W1": "images/s", "W3": "ms"}, ["numberfigure", "mosec", "bentoml"])
    assert table.splitlines() == [
        "| workload | numberfigure | mosec | bentoml |",
        "| --- | --- | --- | --- |",
        "| W1 | 1,100 (1,000 to 1,200) | 550 (540 to 560), ours x2.00 | - |",
        "| W3 | 4 (4 to 4) | 2 (2 to 2), ours x0.50 | - |",
    ]


def test_the_tables_take_the_place_of_those_in_the_document() -> None:
    old = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert replace_tables(old, "new") == f"before\n{BEGIN}\nnew\n{END}\nafter\n"
    with pytest.raises(ValueError, match="markers"):
        replace_tables("nothing", "new")
