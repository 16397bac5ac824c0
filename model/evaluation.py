"""The whole evaluation of an artifact: every suite through the Reader that serves, both runtimes, and the cost."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from model.answers import Answer, Asked, ask, read_answers
from model.artifact import ARTIFACTS, Metadata, read_golden, read_metadata
from model.classifier import Classifier, RuntimeName, load_classifier
from model.cost import Cost, measure_cost
from model.parity import Parity, compare_runtimes
from model.progress import HISTORY
from model.reader import Reader
from model.suites import Suite
from model.ticker import show_progress

# As the site has it by default.
MAX_PIXELS = 50_000_000
RUNTIMES: tuple[RuntimeName, ...] = ("litert", "tensorflow")
# Both runtimes read this suite.
PARITY_SUITE = "mnist"
# Preprocessing is timed on the first pictures of these suites.
TIMED_SUITES = {"28x28": "mnist", "500x500, 40 px pen": "boards/thick_pen", "500x500, thin pens": "boards/thin_pens"}
TIMED_PICTURES = 20
# What the training of several seeds left: a list of `compare_seeds.SeedRow`, as dictionaries.
SEEDS = ARTIFACTS / "seeds.json"


@dataclass(frozen=True)
class Outcome:
    """A suite, and the answers to its pictures in their order."""

    suite: Suite
    answers: list[Answer]


@dataclass(frozen=True)
class Evaluation:
    """All that is known of an artifact; `seconds` is what evaluating took.

    `history` has a dictionary of numbers for each epoch, `seeds` one for each trained seed; either may be empty.
    """

    metadata: Metadata
    runtime: str
    quick: bool
    outcomes: list[Outcome]
    parity: Parity
    cost: Cost
    history: list[dict[str, Any]]
    seeds: list[dict[str, Any]]
    seconds: float

    def list_answers(self, family: str) -> list[Answer]:
        """List the answers of all suites of a family, or of one suite by its whole name."""
        chosen = (each for each in self.outcomes if family in (each.suite.family, each.suite.name))
        return [answer for outcome in chosen for answer in outcome.answers]


def evaluate(artifact_dir: Path, suites: Sequence[Suite], runtime: RuntimeName, *, quick: bool) -> Evaluation:
    """Measure an artifact on suites in one runtime, on `mnist` in both, and time both.

    Raises MissingArtifactError and GoldenDigitsError.
    """
    started = time.monotonic()
    metadata = read_metadata(artifact_dir)
    classifiers = {name: load_checked(artifact_dir, name) for name in RUNTIMES}
    readers = {name: Reader(classifier, MAX_PIXELS) for name, classifier in classifiers.items()}
    named = {suite.name: suite for suite in suites}
    outcomes = [Outcome(suite, read_suite(readers[runtime], suite)) for suite in suites]
    answers = {name: read_suite(reader, named[PARITY_SUITE]) for name, reader in readers.items()}
    files = {
        kind: [named[name].make(index).png for index in range(min(named[name].count, TIMED_PICTURES))]
        for kind, name in TIMED_SUITES.items()
        if name in named
    }
    return Evaluation(
        metadata=metadata,
        runtime=runtime,
        quick=quick,
        outcomes=outcomes,
        parity=compare_runtimes(answers),
        cost=measure_cost(list(classifiers.values()), artifact_dir, read_golden(artifact_dir).tiles, files),
        history=_read_lines(artifact_dir / HISTORY),
        seeds=json.loads(SEEDS.read_text()) if SEEDS.exists() else [],
        seconds=time.monotonic() - started,
    )


def load_checked(artifact_dir: Path, runtime: RuntimeName) -> Classifier:
    """Load a classifier that reads its known digits. Raises MissingArtifactError and GoldenDigitsError."""
    classifier = load_classifier(artifact_dir, runtime)
    classifier.warm_up()
    classifier.check_golden()
    return classifier


def read_suite(reader: Reader, suite: Suite) -> list[Answer]:
    """Answer all pictures of a suite."""
    answers = read_answers(reader, range(suite.count), partial(_ask_example, reader, suite))
    return list(show_progress(answers, suite.name, suite.count))


def _ask_example(reader: Reader, suite: Suite, index: int) -> Asked:
    example = suite.make(index)
    return ask(reader, example.png, example.label)


def _read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
