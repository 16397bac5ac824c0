"""The classifier that serves: tiles in, calibrated probabilities out, whichever runtime computes them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from model.artifact import GoldenDigits, read_golden, read_metadata
from model.calibrate import to_probabilities
from model.network import CLASSES
from model.runtimes import KerasRuntime, LitertRuntime, Runtime, TensorflowRuntime

RuntimeName = Literal["tensorflow", "litert", "keras"]

# Batches are cut into these sizes, so that no runtime prepares for a size twice or for many. What is left over is
# filled up if it fills a size to this share: an empty place costs as much as a tile, and a call as much as a few.
BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 256)
FILLED_SHARE = 0.75
# How far a probability of a known digit may be from what training noted: other processors round otherwise.
GOLDEN_TOLERANCE = 1e-3


class GoldenDigitsError(Exception):
    """The classifier does not read known digits as it did after training; it must not serve."""


class Classifier:
    """A loaded artifact. For one thread at a time.

    `version` is the artifact's model_version, `runtime` what computes and `device` on what, `uncertain_below` the
    confidence below which an answer should carry a warning.
    """

    def __init__(
        self,
        *,
        version: str,
        runtime: RuntimeName,
        network: Runtime,
        temperature: float,
        uncertain_below: float,
        golden: GoldenDigits,
    ) -> None:
        self.version = version
        self.runtime = runtime
        self.device = network.device
        self.uncertain_below = uncertain_below
        self._network = network
        self._temperature = temperature
        self._golden = golden

    def classify(self, tiles: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """Return calibrated probabilities float32 (n, 11), the last of no digit, for n tiles uint8 (n, 28, 28)."""
        logits = np.empty((len(tiles), CLASSES), np.float32)
        start = 0
        while start < len(tiles):
            size = choose_size(len(tiles) - start)
            count = min(len(tiles) - start, size)
            batch = np.zeros((size, 28, 28, 1), np.float32)
            batch[:count, :, :, 0] = tiles[start : start + count]
            logits[start : start + count] = self._network.compute_logits(batch)[:count]
            start += count
        return to_probabilities(logits, self._temperature) if len(tiles) else logits

    def warm_up(self) -> None:
        """Run every batch size once, so that no prediction waits for tracing or memory."""
        for size in BATCH_SIZES:
            self.classify(np.zeros((size, 28, 28), np.uint8))

    def check_golden(self) -> None:
        """Read the artifact's known digits; raise GoldenDigitsError if any is read otherwise than after training."""
        probabilities = self.classify(self._golden.tiles)
        wrong = int((probabilities.argmax(axis=1) != self._golden.labels).sum())
        distance = float(np.abs(probabilities - self._golden.probabilities).max(initial=0.0))
        if wrong or not distance <= GOLDEN_TOLERANCE:
            raise GoldenDigitsError(
                f"{self.version} on {self.runtime} reads {wrong} of {len(self._golden.labels)} known digits wrongly,"
                f" with probabilities up to {distance:.4f} from those noted. The artifact or the runtime is damaged."
            )


def load_classifier(artifact_dir: Path | str, runtime: RuntimeName) -> Classifier:
    """Load an artifact. Raises MissingArtifactError. Call it after any fork."""
    artifact_dir = Path(artifact_dir)
    metadata = read_metadata(artifact_dir)
    network: Runtime
    if runtime == "tensorflow":
        network = TensorflowRuntime(artifact_dir)
    elif runtime == "keras":
        network = KerasRuntime(artifact_dir)
    else:
        network = LitertRuntime(artifact_dir)
    return Classifier(
        version=metadata.model_version,
        runtime=runtime,
        network=network,
        temperature=metadata.temperature,
        uncertain_below=metadata.uncertain_below,
        golden=read_golden(artifact_dir),
    )


def choose_size(count: int) -> int:
    """Choose the size of the next batch when so many tiles are left, at least one."""
    return max(size for size in BATCH_SIZES if size * FILLED_SHARE <= count)
