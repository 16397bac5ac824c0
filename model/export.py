"""Turn a trained network into an artifact: calibrated, converted, described, and with known digits to check it by."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from model import artifact, calibrate
from model.compact import save_compact
from model.convert import convert_network
from model.data import LabelledTiles
from model.dataset import Dataset, Split
from model.fit import Fitted
from model.network import NO_DIGIT_CLASS, compute_logits
from model.progress import write_history

GOLDEN_PER_CLASS = 2
# The first part of a model_version: the data and the generation of preprocessing and network.
SERIES = "digits-3"


def write_artifact(out: Path, fitted: Fitted, data: Dataset) -> Path:
    """Write `out`/<model_version>/ whole or not at all, and return it. An artifact of the same weights is replaced."""
    digits = _join(data.validation)
    logits = compute_logits(fitted.network, digits.tiles)
    temperature = calibrate.fit_temperature(logits, digits.labels)
    probabilities = calibrate.to_probabilities(logits, temperature)
    # What a digit's answer and confidence are chosen from: being no digit is no answer to a digit.
    of_digits = probabilities[:, :NO_DIGIT_CLASS]
    version = f"{SERIES}.{_hash_weights(fitted.network)}"
    unfinished = out / f"{version}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    save_compact(fitted.network, unfinished / artifact.NETWORK_KERAS)
    convert_network(fitted.network, unfinished / artifact.NETWORK_TFLITE)
    write_history(unfinished, fitted.history)
    mnist = data.validation.mnist
    artifact.write_golden(unfinished, choose_golden(probabilities[: len(mnist)], mnist))
    metadata = artifact.Metadata(
        model_version=version,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        parameters=int(fitted.network.count_params()),
        seed=fitted.seed,
        epochs=fitted.epochs,
        best_epoch=fitted.best.epoch,
        data_sha256=data.sha256,
        train_sizes=_count(data.train),
        validation_sizes=_count(data.validation),
        validation={"mnist": fitted.best.mnist, "simulated": fitted.best.simulated, "none": fitted.best.none}
        | calibrate.measure_split(of_digits, digits),
        temperature=temperature,
        uncertain_below=round(calibrate.to_confidence(calibrate.choose_uncertain_below(of_digits, digits.labels)), 4),
        git_revision=_read_git_revision(),
        golden_sha256=artifact.hash_file(unfinished / artifact.GOLDEN),
    )
    artifact.write_metadata(unfinished, metadata)
    shutil.rmtree(out / version, ignore_errors=True)
    return unfinished.rename(out / version)


def choose_golden(probabilities: npt.NDArray[np.float32], validation: LabelledTiles) -> artifact.GoldenDigits:
    """Choose the two digits of each class with the greatest confidence, among those that the network reads right."""
    right = np.flatnonzero(probabilities.argmax(axis=1) == validation.labels)
    order = right[np.argsort(-probabilities[right].max(axis=1), kind="stable")]
    chosen = np.concatenate(
        [order[validation.labels[order] == label][:GOLDEN_PER_CLASS] for label in range(NO_DIGIT_CLASS)]
    )
    return artifact.GoldenDigits(validation.tiles[chosen], validation.labels[chosen], probabilities[chosen])


def _join(split: Split) -> LabelledTiles:
    """Put the digits of both kinds together: the temperature is for both."""
    return LabelledTiles(
        np.concatenate([split.mnist.tiles, split.simulated.tiles]),
        np.concatenate([split.mnist.labels, split.simulated.labels]),
    )


def _count(split: Split) -> dict[str, int]:
    return {"mnist": len(split.mnist), "simulated": len(split.simulated), "none": len(split.none)}


def _hash_weights(network: Any) -> str:
    """Name weights by what they are: the file of a network has the time in it."""
    digest = hashlib.sha256()
    for weights in network.get_weights():
        digest.update(np.ascontiguousarray(weights).tobytes())
    return digest.hexdigest()[:8]


def _read_git_revision() -> str:
    """Return the commit of this checkout, `-dirty` if this package differs from it, or `unknown` outside of one."""
    try:
        commit = _run_git("rev-parse", "--short=12", "HEAD")
        changes = _run_git("status", "--porcelain", "--", "*.py")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{commit}-dirty" if changes else commit


def _run_git(*arguments: str) -> str:
    package = Path(__file__).parent
    return subprocess.run(["git", *arguments], cwd=package, capture_output=True, text=True, check=True).stdout.strip()
