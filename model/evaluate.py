"""Evaluate an artifact through the Reader that serves, and write its model card; or read a folder of labelled pictures.

    python -m model.evaluate
    python -m model.evaluate --images DIR --labels CSV

The test sets are for the chosen artifact alone: everything that was chosen was chosen on the validation split.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from model import data
from model.artifact import MissingArtifactError, default_artifact_dir
from model.classifier import GoldenDigitsError
from model.data import MissingDataError
from model.evaluate_folder import evaluate_folder, write_line
from model.evaluation import MAX_PIXELS, RUNTIMES, evaluate, load_checked
from model.labels import LabelsError, read_labels
from model.reader import Reader
from model.report import write_card
from model.simulate import strokes
from model.suites import list_suites

# The card stands beside the code; a quick one must not take its place.
OUT = Path(__file__).resolve().parent
QUICK_OUT = Path("build") / "quick-evaluation"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, 1 for what a person has to put right, 130 after Ctrl-C."""
    options = _parse(arguments)
    try:
        artifact_dir = options.artifact or default_artifact_dir()
        if options.images is not None:
            print(_read_folder(artifact_dir, options))
        else:
            print(_write_card(artifact_dir, options))
    except (MissingDataError, MissingArtifactError, GoldenDigitsError, LabelsError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; nothing was written.", file=sys.stderr)
        return 130
    return 0


def _read_folder(artifact_dir: Path, options: argparse.Namespace) -> str:
    files = read_labels(options.images, options.labels)
    classifier = load_checked(artifact_dir, options.runtime)
    found = evaluate_folder(Reader(classifier, MAX_PIXELS), files)
    return write_line({"model_version": classifier.version, "runtime": classifier.runtime} | found)


def _write_card(artifact_dir: Path, options: argparse.Namespace) -> Path:
    suites = list_suites(options.mnist, options.strokes, quick=options.quick)
    evaluation = evaluate(artifact_dir, suites, options.runtime, quick=options.quick)
    return write_card(evaluation, options.out or (QUICK_OUT if options.quick else OUT))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m model.evaluate",
        description="Evaluate an artifact on all suites and write its model card (about a quarter of an hour on"
        " 2 cores), or, with --images and --labels, read a folder of labelled pictures and print one line of JSON.",
    )
    parser.add_argument("--artifact", type=Path, metavar="DIR", help="an artifact; without it, the shipped one")
    parser.add_argument("--runtime", choices=RUNTIMES, default=RUNTIMES[0], help="what computes (default: %(default)s)")
    suites = parser.add_argument_group("all suites")
    suites.add_argument(
        "--mnist", type=Path, default=data.DEFAULT_PATH, metavar="NPZ", help="MNIST with Keras's keys (%(default)s)"
    )
    suites.add_argument(
        "--strokes",
        type=Path,
        default=strokes.DEFAULT_PATH,
        metavar="GZ",
        help="pen strokes, a JSON line a digit (%(default)s)",
    )
    suites.add_argument("--quick", action="store_true", help=f"a tenth of each suite; the card goes to {QUICK_OUT}")
    suites.add_argument("--out", type=Path, metavar="DIR", help="where MODEL_CARD.md and card/ go, by default model/")
    folder = parser.add_argument_group("a folder of pictures")
    folder.add_argument("--images", type=Path, metavar="DIR", help="the folder of the pictures")
    folder.add_argument(
        "--labels",
        type=Path,
        metavar="CSV",
        help="columns path,label: paths below DIR; a label has one digit or several, or is empty for not a digit",
    )
    options = parser.parse_args(arguments)
    if (options.images is None) != (options.labels is None):
        parser.error("--images and --labels go together: give both, or neither")
    return options


if __name__ == "__main__":
    sys.exit(main())
