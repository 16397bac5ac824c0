"""A picture on its way to the network: decoded, then preprocessed."""

from __future__ import annotations

from dataclasses import dataclass

from model.picture import Picture
from model.preprocess import Preprocessed


@dataclass(frozen=True)
class Decoded:
    """A decoded picture, and how long that took."""

    picture: Picture
    decode_ms: float


@dataclass(frozen=True)
class Prepared:
    """A decoded and preprocessed picture; `preview` is a PNG, `preprocess_ms` what all that took."""

    width: int
    height: int
    preprocessed: Preprocessed
    preview: bytes
    preprocess_ms: float
