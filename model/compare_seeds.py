"""Report the seeds that were trained: which one validation chooses, and how each reads MNIST's test set.

    python -m model.compare_seeds build/trained/*

It writes the table that the model card shows. The test set is read once with each, and chooses nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from model import data
from model.artifact import SHIPPED, MissingArtifactError, read_metadata
from model.classifier import GoldenDigitsError
from model.data import MissingDataError
from model.evaluation import MAX_PIXELS, PARITY_SUITE, RUNTIMES, SEEDS, load_checked, read_suite
from model.progress import score_digits
from model.reader import Reader
from model.suites.mnist import list_mnist

# The kinds of the validation split.
KINDS = ("mnist", "simulated", "none")


@dataclass(frozen=True)
class SeedRow:
    """A trained seed: shares that are right, of each kind of the validation split and of MNIST's test set.

    `code` is the revision that trained: where that differs, so may the tiles that were found to train and to choose by.
    """

    seed: int
    model_version: str
    code: str
    validation: dict[str, float]
    mnist_test: float

    @property
    def score(self) -> float:
        """What a seed is chosen by, as epochs are."""
        return score_digits(self.validation["mnist"], self.validation["simulated"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0, 1 for what a person has to put right, 130 after Ctrl-C."""
    options = _parse(arguments)
    try:
        rows = [compare_seed(directory, options.mnist) for directory in options.artifacts]
    except (MissingDataError, MissingArtifactError, GoldenDigitsError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; nothing was written.", file=sys.stderr)
        return 130
    rows.sort(key=lambda row: row.seed)
    options.out.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n")
    for row in rows:
        print(f"seed {row.seed}: {row.score:.3%} on the validation split, {row.mnist_test:.2%} on MNIST's test set")
    chosen = max(rows, key=lambda row: row.score)
    print(f"Validation chooses {chosen.model_version}: copy it beside {SHIPPED}, and write its name in there.")
    return 0


def compare_seed(artifact_dir: Path, mnist: Path) -> SeedRow:
    """Look up an artifact's validation, and read MNIST's test set with it through the Reader that serves."""
    metadata = read_metadata(artifact_dir)
    reader = Reader(load_checked(artifact_dir, RUNTIMES[0]), MAX_PIXELS)
    suite = next(each for each in list_mnist(data.load_test_pictures(mnist)) if each.name == PARITY_SUITE)
    answers = read_suite(reader, suite)
    return SeedRow(
        seed=metadata.seed,
        model_version=metadata.model_version,
        code=metadata.git_revision,
        validation={kind: metadata.validation[kind] for kind in KINDS},
        mnist_test=sum(answer.right for answer in answers) / len(answers),
    )


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m model.compare_seeds",
        description="Report the trained seeds for the model card, and say which one validation chooses.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("artifacts", type=Path, nargs="+", metavar="DIR", help="an artifact, as training wrote it")
    parser.add_argument("--mnist", type=Path, default=data.DEFAULT_PATH, help="MNIST as mnist.npz, with Keras's keys")
    parser.add_argument("--out", type=Path, default=SEEDS, help="where the table goes")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
