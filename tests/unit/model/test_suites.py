"""The suites: the same each time, with the right labels, of nobody that anything was trained on."""

import gzip
import io
import json

import cv2
import numpy as np
import pytest
from PIL import Image

from model.data import MissingDataError
from model.dataset import SPLIT_SEED, TRAIN_SEED, VALIDATION_SEED, VALIDATION_WRITERS
from model.mnist_c.suite import CORRUPTIONS
from model.simulate.scene import Scene
from model.simulate.strokes import load_strokes, split_by_writer
from model.suites import list_suites
from model.suites.boards import draw_board
from model.suites.scenes import write_label
from model.suites.sources import load_sources
from model.suites.suite import SEED

WRITERS = 12


def draw_tile(label):
    tile = np.zeros((28, 28), np.uint8)
    cv2.putText(tile, str(label), (7, 22), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (255,), 2)
    return tile


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Small stand-ins for MNIST and the pen strokes: the paths of both."""
    folder = tmp_path_factory.mktemp("data")
    labels = np.arange(5_050) % 10
    tiles = np.stack([draw_tile(label) for label in range(10)])[labels]
    np.savez(folder / "mnist.npz", x_train=tiles, y_train=labels, x_test=tiles[:40], y_test=labels[:40])
    lines = [
        json.dumps(
            {"label": label, "writer": f"w{writer:02}", "strokes": [[[100 + 9 * writer, 90], [300, 400 - label]]]}
        )
        for writer in range(WRITERS)
        for label in range(10)
    ]
    (folder / "strokes.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    return folder / "mnist.npz", folder / "strokes.jsonl.gz"


@pytest.fixture(scope="module")
def suites(data):
    return {suite.name: suite for suite in list_suites(*data)}


def open_png(data):
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "PNG"
        return np.asarray(image)


def test_all_suites_are_there(suites):
    families = {suite.family for suite in suites.values()}

    simulated = {"boards", "photographs", "scans", "lines", "afar", "shade", "emphasised"}
    assert families == {"mnist", "mnist_c", "affine", *simulated, "none"}
    assert {f"mnist_c/{name}" for name in CORRUPTIONS} <= set(suites)
    assert suites["mnist"].count == 40
    assert suites["photographs"].count == suites["scans"].count == suites["boards/all_kinds"].count == 2_000
    assert sum(suite.count for suite in suites.values() if suite.family == "lines") == 2_001
    assert all(suite.about for suite in suites.values())


def test_suites_are_the_same_each_time_and_in_any_order(suites, data):
    again = {suite.name: suite for suite in list_suites(*data)}

    for name, suite in suites.items():
        late, early = suite.make(3), suite.make(1)
        assert again[name].make(1) == early, name
        assert again[name].make(3) == late, name
        # Drawn boards of one writer may be alike; what is simulated is not.
        if suite.family not in ("mnist", "mnist_c", "boards") and name != "none/blank":
            assert early.png != late.png, name


def test_a_quick_suite_is_the_first_tenth(suites, data):
    for quick in list_suites(*data, quick=True):
        assert quick.count == max(1, suites[quick.name].count // 10)
    assert quick.make(0) == suites[quick.name].make(0)
    assert len(list(quick)) == quick.count


def test_mnist_and_its_changes_have_the_test_sets_labels(suites):
    for name in ("mnist", "mnist_c/shear", "mnist_c/canny_edges", "affine"):
        assert [suites[name].make(index).label for index in range(12)] == [str(index % 10) for index in range(12)]
    assert (open_png(suites["mnist"].make(3).png) == draw_tile(3)).all()
    assert open_png(suites["mnist_c/fog"].make(3).png).shape == (28, 28)
    assert open_png(suites["affine"].make(3).png).shape == (40, 40)


def test_every_digit_of_the_validation_writers_alone_is_drawn(suites, data):
    _, held_out = split_by_writer(load_strokes(data[1]), VALIDATION_WRITERS, SPLIT_SEED)
    sources = load_sources(*data)

    assert {digit.writer for digit in sources.strokes} == {digit.writer for digit in held_out}
    assert len(sources.strokes) == len(held_out) == VALIDATION_WRITERS * 10
    assert len(sources.tiles) == 5_000
    assert len({SEED, TRAIN_SEED, VALIDATION_SEED}) == 3
    for name in ("boards/thick_pen", "boards/thin_pens"):
        assert suites[name].count == len(held_out)
        assert sorted(example.label for example in suites[name]) == sorted(str(digit.label) for digit in held_out)


def test_boards_are_drawn_with_the_pen_that_was_asked_for(data):
    digit = load_sources(*data).strokes[0]
    length = np.hypot(*(digit.strokes[0][1] - digit.strokes[0][0]))

    for pen in (1, 4, 40):
        board = draw_board(digit, pen)
        ink = (255 - board.astype(np.float64)).sum() / 255
        assert board.shape == (500, 500)
        assert board[0, 0] == 255
        assert ink / length == pytest.approx(pen + np.pi * pen * pen / 4 / length, rel=0.2, abs=1.0)


def test_labels_of_lines(suites):
    blank = np.zeros((9, 9), np.uint8)
    scene = Scene(blank, (1, 2, 3, 4), (0, 0, 1, 1), ((0, 0, 1, 1),) * 4, blank)
    assert write_label(scene) == "12 34"
    labels = [suites["lines/boards"].make(index).label for index in range(30)]
    assert all(label.replace(" ", "").isdigit() and len(label) >= 2 for label in labels)
    assert any(" " in label for label in labels)
    assert all(len(suites["scans"].make(index).label) == 1 for index in range(5))


def test_non_digits_have_no_label(suites):
    nothing = [suite for suite in suites.values() if suite.family == "none"]

    assert {suite.make(index).label for suite in nothing for index in range(6)} == {""}
    assert "none/blank" in suites
    white, black, grey, noisy, full = (open_png(suites["none/blank"].make(index).png) for index in range(5))
    assert (white.min(), black.max(), np.ptp(grey)) == (255, 0, 0)
    assert 0 < noisy.std() < 4
    assert (full == 0).mean() > 0.8


def test_missing_data_is_said(tmp_path, data):
    with pytest.raises(MissingDataError, match="No data at"):
        list_suites(tmp_path / "none.npz", data[1])
    with pytest.raises(MissingDataError, match="No pen strokes at"):
        list_suites(data[0], tmp_path / "none.gz")
