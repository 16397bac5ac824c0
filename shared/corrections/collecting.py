"""Reading the labelled predictions out of the store, and cutting what the CNN saw into tiles."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from shared.prediction import Prediction
from shared.store.contract import Picture, PredictionStore, StoredAnswer, confirms

PAGE = 200
TILE = 28

Tiles = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Correction:
    """What a person said of one prediction. `tiles` has one tile for each digit of the label, or none.

    A label of another length than what was read says nothing of which tile is which digit: `note` tells of that.
    """

    prediction: Prediction
    label: str
    tiles: Tiles
    note: str = ""

    @property
    def digits(self) -> list[int]:
        """The digits of the label, without the spaces between lines."""
        return [int(letter) for letter in self.label if letter != " "]

    @property
    def is_confirmation(self) -> bool:
        """Whether the person said that it was read right."""
        return confirms(self.label, self.prediction.number)


def collect(store: PredictionStore) -> Iterator[Correction]:
    """Collect what people said, oldest prediction first. Raises StoreUnavailableError."""
    after: str | None = None
    while page := store.list_labelled(PAGE, after):
        for stored in page:
            yield _read(store, stored)
        after = page[-1].prediction_id


def _read(store: PredictionStore, stored: StoredAnswer) -> Correction:
    prediction = Prediction.model_validate_json(stored.answer)
    label = stored.label or ""
    picture = store.get_picture(stored.prediction_id, Picture.INPUT)
    tiles = cut_tiles(picture) if picture else np.zeros((0, TILE, TILE), np.uint8)
    wanted = len(label.replace(" ", ""))
    if len(tiles) != wanted:
        note = f"{len(tiles)} read and {wanted} in the label: which is which is not known"
        return Correction(prediction, label, tiles[:0], note)
    return Correction(prediction, label, tiles)


def cut_tiles(picture: bytes) -> Tiles:
    """Cut a PNG of tiles side by side into uint8 (n, 28, 28)."""
    with Image.open(io.BytesIO(picture), formats=["PNG"]) as image:
        row = np.asarray(image.convert("L"))
    return row.reshape(TILE, -1, TILE).swapaxes(0, 1).copy()
