"""The picture of the found ink, drawn of pictures that are known."""

import io

import numpy as np
import pytest
from PIL import Image

from model.found_ink import FoundInk
from model.picture import Picture
from model.preprocess import preprocess
from tests.support.sketches import sketch

DARK, LIGHT = 60, 235


def show(grey: np.ndarray, *read: int) -> np.ndarray:
    """Draw the found ink of a picture, the digits of these candidates being those that were read."""
    preprocessed = preprocess(Picture(grey, grey.shape[1], grey.shape[0]))
    pieces = tuple(preprocessed.candidates[index].piece for index in read)
    image = Image.open(io.BytesIO(FoundInk(preprocessed, pieces).draw()))
    assert image.format == "PNG"
    return np.asarray(image.convert("L"))


@pytest.fixture
def two() -> np.ndarray:
    """A 4 on the left and a 7 on the right, black on white, and the rows and columns of each in a picture."""
    return 255 - sketch((128, 128), ("4", (20, 40, 30, 50)), ("7", (80, 40, 30, 50)), pen=6)


def test_ink_is_black_on_white_and_keeps_its_place(two: np.ndarray) -> None:
    shown = show(two, 0, 1)
    assert shown.shape == (128, 128)
    assert np.abs(shown.astype(int) - two).mean() < 4
    assert shown[two < DARK].mean() < DARK


def test_light_ink_on_a_dark_board_is_turned(two: np.ndarray) -> None:
    assert np.abs(show(255 - two, 0, 1).astype(int) - show(two, 0, 1)).mean() < 3


def test_agreement_is_how_much_of_what_is_marked_was_read_and_nothing_else(two: np.ndarray) -> None:
    preprocessed = preprocess(Picture(two, 128, 128))
    four, seven = (piece.piece for piece in preprocessed.candidates[:2])
    marks = (preprocessed.labels > 0).astype(np.float32)
    half = np.where(np.arange(128) < 64, marks, 0).astype(np.float32)

    assert FoundInk(preprocessed, (four, seven)).measure_agreement(marks) == 1
    assert FoundInk(preprocessed, (four,)).measure_agreement(half) == 1
    assert FoundInk(preprocessed, (seven,)).measure_agreement(half) == 0
    assert 0.5 < FoundInk(preprocessed, (four,)).measure_agreement(marks) < 0.75
    assert FoundInk(preprocessed, (four,)).measure_agreement(marks / 2) < 0.6
    assert FoundInk(preprocessed, ()).measure_agreement(marks * 0) == 0


def test_what_was_not_read_is_grey(two: np.ndarray) -> None:
    shown, ink = show(two, 0), two < DARK
    left, right = shown[:, :64][ink[:, :64]], shown[:, 64:][ink[:, 64:]]
    assert left.mean() < DARK
    assert 150 < right.mean() < LIGHT
    assert show(two)[ink].mean() > 150


def test_shadow_and_paper_are_gone() -> None:
    seven = sketch((300, 300), ("7", (100, 80, 100, 140)), pen=14)
    light = np.linspace(1.0, 0.45, 300)[None, :] * 230
    photo = (light * (1 - seven / 255 * 0.8)).astype(np.uint8)
    shown = show(photo, 0)
    # A preview's size, and white wherever there is no pen.
    assert shown.shape == (128, 128)
    assert (shown > LIGHT).mean() > 0.85
    assert shown.min() < DARK


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_where_there_is_no_ink_all_is_white(grey: int) -> None:
    assert (show(np.full((60, 200), grey, np.uint8)) == 255).all()


@pytest.mark.parametrize(("shape", "size"), [((500, 250), (128, 64)), ((30, 20), (30, 20)), ((1, 2000), (1, 128))])
def test_it_has_the_size_of_a_preview(shape: tuple[int, int], size: tuple[int, int]) -> None:
    noise = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    assert show(noise).shape == size
