"""The classifier on both runtimes."""

import dataclasses
import subprocess
import sys

import numpy as np
import pytest

from model.artifact import MissingArtifactError, default_artifact_dir
from model.classifier import BATCH_SIZES, Classifier, GoldenDigitsError, load_classifier


@pytest.fixture(scope="module")
def tensorflow_classifier():
    return load_classifier(default_artifact_dir(), "tensorflow")


@pytest.fixture
def tiles(golden):
    """300 different tiles, more than the largest batch."""
    shifted = [np.roll(golden.tiles, step, axis=(1, 2)) for step in range(15)]
    return np.concatenate(shifted)


def test_both_runtimes_agree(classifier, tensorflow_classifier, tiles):
    ours, theirs = classifier.classify(tiles), tensorflow_classifier.classify(tiles)

    assert ours.shape == theirs.shape == (300, 11)
    assert ours.dtype == theirs.dtype == np.float32
    # One computes in 8 bits, and some of these digits are moved out of their place.
    assert (ours.argmax(axis=1) == theirs.argmax(axis=1)).mean() > 0.98
    assert np.abs(ours - theirs).mean() < 1e-3
    assert np.abs(ours - theirs).max() < 0.1


def test_both_runtimes_read_golden_digits(classifier, tensorflow_classifier, golden):
    for each in (classifier, tensorflow_classifier):
        each.warm_up()
        each.check_golden()
        np.testing.assert_array_equal(each.classify(golden.tiles).argmax(axis=1), golden.labels)


def test_names_of_what_computes(classifier, tensorflow_classifier, artifact_dir):
    assert (classifier.runtime, tensorflow_classifier.runtime) == ("litert", "tensorflow")
    assert classifier.version == tensorflow_classifier.version == artifact_dir.name
    assert 0 < classifier.uncertain_below < 1


@pytest.mark.parametrize("count", [0, 1, 2, 9, 256, 257, 300])
def test_batches_of_any_size_give_the_same(classifier, tiles, count):
    probabilities = classifier.classify(tiles[:count])

    assert probabilities.shape == (count, 11)
    np.testing.assert_allclose(probabilities.sum(axis=1), np.ones(count), atol=1e-6)
    for index in {0, count // 2, count - 1} & set(range(count)):
        np.testing.assert_allclose(probabilities[index], classifier.classify(tiles[index : index + 1])[0], atol=1e-5)


class Recorder:
    """A runtime that notes the sizes of its batches, and is sure that all is a 9."""

    device = "cpu"

    def __init__(self):
        self.sizes = []

    def compute_logits(self, batch):
        self.sizes.append(len(batch))
        return np.tile(np.float32([*range(10), -1]), (len(batch), 1))


@pytest.fixture
def recorder():
    return Recorder()


@pytest.fixture
def recorded(recorder, golden):
    return Classifier(
        version="v", runtime="litert", network=recorder, temperature=1.0, uncertain_below=0.5, golden=golden
    )


def test_batches_are_filled_to_fixed_sizes(recorder, recorded):
    for count in range(0, 600, 7):
        recorded.classify(np.zeros((count, 28, 28), np.uint8))

    assert set(recorder.sizes) <= set(BATCH_SIZES)


def test_warming_up_runs_every_size(recorder, recorded):
    recorded.warm_up()

    assert recorder.sizes == list(BATCH_SIZES)


def test_wrong_answers_to_golden_digits_are_an_error(recorded):
    with pytest.raises(GoldenDigitsError, match="18 of 20 known digits wrongly"):
        recorded.check_golden()


def test_right_answers_with_other_probabilities_are_an_error(classifier, golden, monkeypatch):
    noted = dataclasses.replace(golden, probabilities=golden.probabilities * np.float32(0.9))
    monkeypatch.setattr(classifier, "_golden", noted)

    with pytest.raises(GoldenDigitsError, match="0 of 20"):
        classifier.check_golden()


def test_no_artifact_is_said(tmp_path):
    with pytest.raises(MissingArtifactError, match=r"network\.keras"):
        load_classifier(tmp_path, "litert")


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import model.reader, model.classifier, model.artifact", ["tensorflow", "keras", "ai_edge_litert"]),
        (
            "from model.artifact import default_artifact_dir; from model.classifier import load_classifier;"
            " load_classifier(default_artifact_dir(), 'litert').check_golden()",
            ["tensorflow", "keras"],
        ),
    ],
)
def test_heavy_libraries_are_imported_late_or_not_at_all(code, absent):
    check = f"{code}; import sys; print([name for name in {absent} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
