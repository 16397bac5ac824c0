"""Report how well the artifact reads MNIST's test set, through the very path that serves.

    python -m model.evaluate

The test set is for the chosen artifact alone: everything that was chosen was chosen on the validation split.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from model.artifact import MissingArtifactError, default_artifact_dir, read_metadata
from model.classifier import Classifier, RuntimeName, load_classifier
from model.data import DEFAULT_PATH, LabelledTiles, MissingDataError, load_test_pictures
from model.measure import (
    Accuracy,
    draw_board,
    measure_accuracy,
    prepare_pictures,
    time_classifier,
    time_preprocess,
)
from model.reader import Reader
from model.report import Evaluation, write_report

REPORT = Path(__file__).resolve().parent / "REPORT.md"
RUNTIMES: tuple[RuntimeName, ...] = ("tensorflow", "litert")
TIMED_BATCHES = (1, 32, 256)
# Boards are large, so only the first of the test set are drawn.
BOARDS = 2_000
MAX_PIXELS = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, or 1 without data or artifact."""
    options = _parse(arguments)
    try:
        artifact_dir = options.artifact or default_artifact_dir()
        evaluation = evaluate(artifact_dir, load_test_pictures(options.data))
    except (MissingDataError, MissingArtifactError) as error:
        print(error, file=sys.stderr)
        return 1
    print(write_report(evaluation, options.out))
    return 0


def evaluate(artifact_dir: Path, test: LabelledTiles) -> Evaluation:
    """Measure an artifact on labelled pictures uint8 (n, 28, 28) of one digit, as they are and drawn on boards."""
    classifiers = [load_classifier(artifact_dir, runtime) for runtime in RUNTIMES]
    for classifier in classifiers:
        classifier.warm_up()
        classifier.check_golden()
    return Evaluation(
        metadata=read_metadata(artifact_dir),
        artifact_bytes=sum(file.stat().st_size for file in artifact_dir.iterdir()),
        accuracies=_measure_accuracies(classifiers, test),
        tile_us={
            classifier.runtime: [time_classifier(classifier, test.tiles, size) for size in TIMED_BATCHES]
            for classifier in classifiers
        },
        batch_sizes=TIMED_BATCHES,
        preprocess_ms={"28x28": time_preprocess(test.tiles[0]), "500x500": time_preprocess(draw_board(test.tiles[0]))},
    )


def _measure_accuracies(classifiers: list[Classifier], test: LabelledTiles) -> dict[str, Accuracy]:
    readers = [Reader(classifier, MAX_PIXELS) for classifier in classifiers]
    pictures = prepare_pictures(readers[0], test.tiles)
    boards = prepare_pictures(readers[0], map(draw_board, test.tiles[:BOARDS]))
    accuracies = {
        f"MNIST test, {classifier.runtime}": measure_accuracy(reader, pictures, test.labels)
        for classifier, reader in zip(classifiers, readers, strict=True)
    }
    accuracies["its first ones as 500x500 boards"] = measure_accuracy(readers[0], boards, test.labels[: len(boards)])
    return accuracies


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m model.evaluate",
        description="Measure an artifact on MNIST's test set through the path that serves, and write a report.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--data", type=Path, default=DEFAULT_PATH, help="MNIST as mnist.npz, with Keras's keys")
    parser.add_argument("--artifact", type=Path, help="an artifact's directory; without it, the shipped one")
    parser.add_argument("--out", type=Path, default=REPORT, help="the report, in Markdown")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
