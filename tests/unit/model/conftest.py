"""Digits to read, drawn here or kept with the shipped artifact: nothing here needs ../shared/data."""

import io
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from model.artifact import GoldenDigits, default_artifact_dir, read_golden
from model.classifier import Classifier, load_classifier
from model.data import LabelledTiles
from model.picture import Picture
from model.reader import Reader
from model.simulate.pictures import Makers
from model.simulate.strokes import StrokeDigit
from model.simulate.templates import template_strokes
from model.simulating import Sources

SEVEN = [(0.3, 0.2), (0.72, 0.2), (0.45, 0.82)]
FOUR = [(0.4, 0.15), (0.3, 0.55), (0.7, 0.55), (0.62, 0.3), (0.6, 0.85)]


@pytest.fixture
def quiet_tensorflow() -> Iterator[None]:
    """Let TensorFlow and Keras use what NumPy and Python call deprecated; every other warning stays an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


@pytest.fixture
def untraced() -> Iterator[None]:
    """Let TensorFlow compute step by step: for a few steps tracing and compiling takes longer than they do."""
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    with warnings.catch_warnings():
        # That its pipelines of data are still traced.
        warnings.simplefilter("ignore", UserWarning)
        yield
    tf.config.run_functions_eagerly(False)


@pytest.fixture
def draw() -> Callable[..., np.ndarray]:
    """Draw a digit black on white as a board does: `draw(side=500, pen=40, points=SEVEN)` → uint8 (side, side)."""

    def draw_points(side: int = 500, pen: float = 40, points: list[tuple[float, float]] = SEVEN) -> np.ndarray:
        finer = 4
        image = Image.new("L", (side * finer, side * finer), 255)
        at = [(x * side * finer, y * side * finer) for x, y in points]
        pencil = ImageDraw.Draw(image)
        pencil.line(at, fill=0, width=max(1, round(pen * finer)), joint="curve")
        radius = pen * finer / 2
        for x, y in at:
            pencil.ellipse((x - radius, y - radius, x + radius, y + radius), fill=0)
        return np.asarray(image.reduce(finer))

    return draw_points


@pytest.fixture
def as_picture() -> Callable[[np.ndarray], Picture]:
    return lambda grey: Picture(grey=grey, width=grey.shape[1], height=grey.shape[0])


@pytest.fixture
def encode() -> Callable[..., bytes]:
    """Write an image to bytes: `encode(image, "PNG", **options)`; arrays become images first."""

    def encode_image(image: Any, form: str = "PNG", **options: Any) -> bytes:
        out = io.BytesIO()
        (Image.fromarray(image) if isinstance(image, np.ndarray) else image).save(out, form, **options)
        return out.getvalue()

    return encode_image


@pytest.fixture(scope="session")
def artifact_dir() -> Path:
    return default_artifact_dir()


@pytest.fixture(scope="session")
def golden(artifact_dir: Path) -> GoldenDigits:
    return read_golden(artifact_dir)


@pytest.fixture(scope="session")
def classifier(artifact_dir: Path) -> Classifier:
    return load_classifier(artifact_dir, "litert")


@pytest.fixture(scope="session")
def reader(classifier: Classifier) -> Reader:
    return Reader(classifier, max_pixels=1_000_000)


@pytest.fixture(scope="session")
def boards(golden: GoldenDigits) -> list[tuple[np.ndarray, int]]:
    """Known digits drawn black on white boards of 500x500, with their labels."""
    return [
        (np.asarray(Image.fromarray(255 - tile).resize((500, 500), Image.Resampling.BICUBIC)), int(label))
        for tile, label in zip(golden.tiles, golden.labels, strict=True)
    ]


@pytest.fixture(scope="session")
def sources(golden: GoldenDigits) -> Sources:
    """Skeletons as the strokes of one writer, and the known digits."""
    rng = np.random.default_rng(0)
    strokes = [
        StrokeDigit(label, "w0", tuple(100 * each for each in template_strokes(label, rng))) for label in range(10)
    ]
    return Sources(strokes, LabelledTiles(golden.tiles, golden.labels))


@pytest.fixture(scope="session")
def makers(sources: Sources) -> Makers:
    """What makes pictures of these."""
    return Makers.of(sources.strokes, sources.tiles.tiles, sources.tiles.labels)
