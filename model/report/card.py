"""The text of the model card. Its figures are those of the evaluation and of the artifact; none is typed here."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from model.calibrate import ECE_BINS
from model.evaluation import Evaluation
from model.metrics import measure_answers
from model.report import prose, tables
from model.report.cells import percent
from model.suites.suite import QUICK_DIVISOR

WIDTH = 120


def write_text(evaluation: Evaluation, pictures: str) -> str:
    """Return the card in Markdown; `pictures` is the folder of its pictures, relative to it."""
    blocks = (
        *_introduce(evaluation),
        *_describe_results(evaluation, pictures),
        *_describe_cost(evaluation),
        *_describe_training(evaluation, pictures),
        "## Use and limits",
        _write(prose.USE),
        "\n".join(fill(limit, WIDTH, initial_indent="- ", subsequent_indent="  ") for limit in prose.LIMITS),
    )
    return "\n\n".join(blocks) + "\n"


def _introduce(evaluation: Evaluation) -> Iterator[str]:
    yield f"# Model card: {evaluation.metadata.model_version}"
    yield _write(
        prose.INTRODUCTION,
        parameters=evaluation.metadata.parameters,
        accuracy=percent(measure_answers(evaluation.list_answers("mnist")).accuracy),
        cores=evaluation.cost.cores,
        minutes=evaluation.seconds / 60,
        runtime=evaluation.runtime,
    )
    if evaluation.quick:
        yield _write(prose.QUICK, divisor=QUICK_DIVISOR)


def _describe_results(evaluation: Evaluation, pictures: str) -> Iterator[str]:
    yield "## Results"
    yield _write(prose.RESULTS, bins=ECE_BINS)
    yield tables.list_results(evaluation)
    yield f"![Examples of each suite]({pictures}/examples.png)"
    yield "How often answers are right, over their confidence:"
    yield f"![Reliability diagram]({pictures}/reliability.png)"
    yield "### What is no digit"
    yield _write(prose.NONE, positives=", ".join(f"`{name}`" for name in tables.POSITIVES))
    yield tables.list_nothing(evaluation)
    yield "### MNIST-C"
    yield tables.list_corruptions(evaluation)
    yield "### Errors on MNIST's test set"
    yield "Rows are labels, columns answers."
    yield tables.list_confusion(evaluation.list_answers("mnist"))
    yield prose.ERRORS
    yield f"![Errors on MNIST's test set]({pictures}/errors.png)"


def _describe_cost(evaluation: Evaluation) -> Iterator[str]:
    cost, parity = evaluation.cost, evaluation.parity
    yield "## Cost"
    yield tables.list_costs(evaluation)
    yield _write(
        prose.COST,
        cores=cost.cores,
        tiles_a_second=cost.tiles_a_second,
        megabytes=cost.artifact_bytes / 1e6,
        finder_megabytes=cost.finder_bytes / 1e6,
        finder_ms=cost.finder_ms,
        strips_megabytes=cost.strips_bytes / 1e6,
        strip_ms=cost.strip_ms,
        parameters=evaluation.metadata.parameters,
        times=", ".join(f"{ms:.2f} ms for {kind}" for kind, ms in cost.preprocess_ms.items()),
    )
    yield _write(
        prose.PARITY,
        total=parity.total,
        shares=" and ".join(f"{percent(share)} on {runtime}" for runtime, share in parity.accuracies.items()),
        differing=parity.differing,
        largest=parity.largest_difference,
    )


def _describe_training(evaluation: Evaluation, pictures: str) -> Iterator[str]:
    about = evaluation.metadata
    yield "## Training"
    yield _write(prose.TRAINING)
    yield prose.DATA
    yield _write(
        prose.RUN,
        train=", ".join(f"{name} {size:,}" for name, size in about.train_sizes.items()),
        validation=", ".join(f"{name} {size:,}" for name, size in about.validation_sizes.items()),
        seed=about.seed,
        best_epoch=about.best_epoch,
        epochs=about.epochs,
        revision=about.git_revision,
        created=about.created,
        temperature=about.temperature,
        uncertain_below=about.uncertain_below,
    )
    if evaluation.history:
        yield f"![Loss and validation errors over the epochs]({pictures}/training.png)"
    if evaluation.seeds:
        yield "### All seeds"
        yield prose.SEEDS
        yield tables.list_seeds(evaluation.seeds)


def _write(paragraph: str, **figures: object) -> str:
    """Put figures into a paragraph, and break it into lines."""
    return fill(paragraph.format(**figures).strip(), WIDTH, break_long_words=False, break_on_hyphens=False)
