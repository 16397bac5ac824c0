"""The tables of the model card, in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, stdev
from typing import Any

from model.answers import Answer
from model.evaluation import Evaluation
from model.metrics import Figures, count_confusion, measure_answers
from model.report.cells import MISSING, describe_warnings, make_table, percent

# What is shown in rows of its own: whole families beside their members.
JOINED = {"mnist_c": "MNIST-C, all fifteen corruptions together", "lines": "lines of all kinds together"}
# Its members have a table of their own, or two.
CORRUPTIONS, NONE = "mnist_c", "none"
# The pictures with digits that those without are told apart from: the same surfaces.
POSITIVES = ("boards/all_kinds", "photographs", "scans")


def list_results(evaluation: Evaluation) -> str:
    """Every suite with digits: how many pictures are read exactly, and whether confidence means what it says."""
    shown = [each for each in evaluation.outcomes if each.suite.family not in (CORRUPTIONS, NONE)]
    rows = [[each.suite.name, each.suite.about, *_describe(measure_answers(each.answers))] for each in shown]
    families = {each.suite.family for each in evaluation.outcomes}
    rows += [
        [f"**{family}**", about, *_describe(measure_answers(evaluation.list_answers(family)))]
        for family, about in JOINED.items()
        if family in families
    ]
    return make_table(["suite", "pictures", "right", "accuracy", "95 % interval", "digits right", "ECE"], rows)


def list_corruptions(evaluation: Evaluation) -> str:
    """Each corruption of MNIST-C, and their mean."""
    shown = [each for each in evaluation.outcomes if each.suite.family == CORRUPTIONS]
    figures = {each.suite.name.partition("/")[2]: measure_answers(each.answers) for each in shown}
    rows = [
        [name, percent(each.accuracy), percent(each.ece), describe_warnings(each.warnings)]
        for name, each in figures.items()
    ]
    rows.append(["**mean**", f"**{percent(mean(each.accuracy or 0.0 for each in figures.values()))}**", "", ""])
    return make_table(["corruption", "accuracy", "ECE", "warnings"], rows)


def list_nothing(evaluation: Evaluation) -> str:
    """What is no digit, told apart from digits on the same surfaces by confidence."""
    positives = [answer for name in POSITIVES for answer in evaluation.list_answers(name)]
    shown = [each for each in evaluation.outcomes if each.suite.family == NONE]
    rows = [_describe_nothing(each.suite.name, each.suite.about, each.answers, positives) for each in shown]
    rows.append(_describe_nothing(f"**{NONE}**", "all of these", evaluation.list_answers(NONE), positives))
    return make_table(["suite", "pictures", "number", "refused", "AUROC", "FPR95", "warnings"], rows)


def list_confusion(answers: Sequence[Answer]) -> str:
    """Errors by label and answer; what is right, most by far, is left out."""
    rows = [
        [f"**{label}**", *(str(count) if count and label != column else "" for column, count in enumerate(row))]
        for label, row in enumerate(count_confusion(answers).tolist())
    ]
    return make_table(["", *map(str, range(10)), "nothing", "several"], rows)


def list_costs(evaluation: Evaluation) -> str:
    """Time of the network by runtime and batch size."""
    by_runtime = evaluation.cost.tile_us
    sizes = list(next(iter(by_runtime.values())))
    rows = [
        [runtime, *(f"{us:,.0f}" for us in by_size.values()), f"{1e6 / by_size[sizes[-1]]:,.0f}"]
        for runtime, by_size in by_runtime.items()
    ]
    head = [f"µs a tile in batches of {size}" if size == sizes[0] else f"of {size}" for size in sizes]
    return make_table(["runtime", *head, f"tiles/s in batches of {sizes[-1]}"], rows)


def list_seeds(seeds: Sequence[dict[str, Any]]) -> str:
    """The figures of all seeds that were trained, and their mean."""
    shares = [float(each["mnist_test"]) for each in seeds]
    names = list(seeds[0]["validation"])
    rows = [
        [
            str(each["seed"]),
            each["model_version"],
            each["code"],
            *(percent(each["validation"][name]) for name in names),
            percent(share),
        ]
        for each, share in zip(seeds, shares, strict=True)
    ]
    spread = f" ± {100 * stdev(shares):.3f}" if len(shares) > 1 else ""
    rows.append(["**mean**", "", "", *([""] * len(names)), f"**{100 * mean(shares):.3f} %{spread}**"])
    return make_table(["seed", "artifact", "code", *(f"validation, {name}" for name in names), "MNIST test"], rows)


def _describe(figures: Figures) -> list[str]:
    low, high = figures.interval or (0.0, 0.0)
    return [
        f"{figures.right:,} of {figures.total:,}",
        percent(figures.accuracy),
        f"{100 * low:.2f} to {100 * high:.2f}",
        percent(figures.digit_accuracy),
        percent(figures.ece),
    ]


def _describe_nothing(name: str, about: str, negatives: list[Answer], positives: list[Answer]) -> list[str]:
    figures = measure_answers([*positives, *negatives])
    warnings = measure_answers(negatives).warnings
    auroc = MISSING if figures.auroc is None else f"{figures.auroc:.4f}"
    number = f"{figures.negatives:,}"
    return [name, about, number, percent(figures.refused), auroc, percent(figures.fpr95), describe_warnings(warnings)]
