"""What training leaves and serving loads: a directory with weights for both runtimes, metadata and known digits."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

ARTIFACTS = Path(__file__).resolve().parent / "artifacts"
# Holds the model_version of the artifact that serves unless a setting names another; a person changes it.
SHIPPED = ARTIFACTS / "SHIPPED"

NETWORK_KERAS = "network.keras"
NETWORK_TFLITE = "network.tflite"
METADATA = "metadata.json"
GOLDEN = "golden.npz"
FILES = (NETWORK_KERAS, NETWORK_TFLITE, METADATA, GOLDEN)


class MissingArtifactError(Exception):
    """There is no whole artifact where one was looked for; the message says in one line what to do."""


@dataclass(frozen=True)
class Metadata:
    """All that is to be known of an artifact without loading it.

    `data_sha256` is that of MNIST's file; the sizes are of tiles, by kind. `validation` has the accuracies on the
    validation split by kind, and accuracy, nll and ece of all its digits after calibration. `temperature` divides
    logits, and answers with a confidence below `uncertain_below` carry a warning. Both were fitted on the validation
    split.
    `golden_sha256` is that of golden.npz, `git_revision` that of the code that trained.
    """

    model_version: str
    created: str
    parameters: int
    seed: int
    epochs: int
    best_epoch: int
    data_sha256: str
    train_sizes: dict[str, int]
    validation_sizes: dict[str, int]
    validation: dict[str, float]
    temperature: float
    uncertain_below: float
    git_revision: str
    golden_sha256: str


@dataclass(frozen=True)
class GoldenDigits:
    """A few digits of the validation split, two of each class, and what the network answered after training.

    `tiles` uint8 (n, 28, 28), `labels` int64 (n,), `probabilities` float32 (n, 11).
    """

    tiles: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.int64]
    probabilities: npt.NDArray[np.float32]


def default_artifact_dir() -> Path:
    """Return the directory of the artifact that is shipped with the code. Raises MissingArtifactError."""
    try:
        version = SHIPPED.read_text().strip()
    except OSError as error:
        raise MissingArtifactError(f"{SHIPPED} is missing: run `make train`, or name an artifact.") from error
    return ARTIFACTS / version


def read_metadata(artifact_dir: Path) -> Metadata:
    """Check that an artifact is whole and read its metadata. Raises MissingArtifactError."""
    missing = [name for name in FILES if not (artifact_dir / name).is_file()]
    if missing:
        message = (
            f"No whole artifact in {artifact_dir}: {', '.join(missing)} missing. Run `make train` or name another."
        )
        raise MissingArtifactError(message)
    try:
        return Metadata(**json.loads((artifact_dir / METADATA).read_text()))
    except (TypeError, ValueError) as error:
        message = f"{artifact_dir / METADATA} is not of this version of Numberfigure. Run `make train` or name another."
        raise MissingArtifactError(message) from error


def write_metadata(artifact_dir: Path, metadata: Metadata) -> None:
    """Write the metadata of an artifact, to be read by people too."""
    (artifact_dir / METADATA).write_text(json.dumps(asdict(metadata), indent=2) + "\n")


def read_golden(artifact_dir: Path) -> GoldenDigits:
    """Read the known digits. Raises MissingArtifactError if they are not those that training wrote."""
    if hash_file(artifact_dir / GOLDEN) != read_metadata(artifact_dir).golden_sha256:
        raise MissingArtifactError(f"{artifact_dir / GOLDEN} is not the one of its metadata. Run `make train` again.")
    with np.load(artifact_dir / GOLDEN) as arrays:
        return GoldenDigits(**arrays)


def write_golden(artifact_dir: Path, golden: GoldenDigits) -> None:
    """Write the known digits."""
    np.savez_compressed(
        artifact_dir / GOLDEN, tiles=golden.tiles, labels=golden.labels, probabilities=golden.probabilities
    )


def hash_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
