"""The plots of the operator's page."""

import pytest

from shared.queue.pulse import Span, find_quantile
from web.plots import draw_plots, round_up


def make_span(**changes: float | None) -> Span:
    usual: dict[str, float | None] = {
        "begins_ms": 0, "accepted": 0, "succeeded": 0, "failed": 0, "pending": None, "median_ms": None, "slow_ms": None
    }  # fmt: skip
    return Span.model_validate(usual | changes)


def test_a_line_goes_from_the_left_to_the_right_and_up_to_the_top() -> None:
    spans = [make_span(succeeded=25), make_span(succeeded=20, failed=30), make_span(), make_span(succeeded=1000)]
    throughput = draw_plots(spans)[0]
    assert throughput.top == 10
    answered = throughput.lines[0]
    assert answered.path == "M0.0 30.0 h0 L120.0 0.0 L240.0 60.0"
    assert (answered.last, answered.greatest) == (0, 10)


def test_where_nothing_is_known_the_line_is_interrupted() -> None:
    spans = [make_span(median_ms=each) for each in (None, 10, None, 5, 5, None)]
    line = draw_plots(spans)[1].lines[0]
    assert line.path == "M60.0 0.0 h0 M180.0 30.0 h0 L240.0 30.0"
    assert line.last == 5
    nothing = draw_plots([make_span(), make_span()])[1]
    assert (nothing.top, nothing.lines[0].path, nothing.lines[0].greatest) == (1, "", None)


@pytest.mark.parametrize(("value", "top"), [(0, 1), (0.2, 1), (1, 1), (1.1, 2), (3, 5), (7, 10), (10, 10), (101, 200)])
def test_axes_end_at_round_figures(value: float, top: float) -> None:
    assert round_up(value) == top


def test_quantiles_are_in_the_middle_of_their_class() -> None:
    # Class 6 is from 8 to 11.3 ms, class 10 from 32 to 45 ms.
    classes = {6: 18, 10: 2}
    assert find_quantile(classes, 0.5) == 9.5
    assert find_quantile(classes, 0.95) == 38.1
    assert find_quantile({}, 0.5) is None
