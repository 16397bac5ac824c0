"""The shipped artifact, and what is said of one that is not whole."""

import shutil

import numpy as np
import pytest

from model import artifact
from model.progress import read_history


def test_shipped_artifact_is_whole(artifact_dir):
    metadata = artifact.read_metadata(artifact_dir)

    assert metadata.model_version == artifact_dir.name
    assert metadata.validation["mnist"] >= 0.994
    assert metadata.validation["simulated"] >= 0.97
    assert metadata.train_sizes["mnist"] + metadata.validation_sizes["mnist"] == 60_000
    assert len(read_history(artifact_dir)) == metadata.epochs >= metadata.best_epoch
    assert sum(file.stat().st_size for file in artifact_dir.iterdir()) <= 4_000_000


@pytest.mark.usefixtures("quiet_tensorflow")
def test_shipped_artifact_is_of_the_network_in_the_code(artifact_dir):
    from model.network import build_network

    assert build_network().count_params() == artifact.read_metadata(artifact_dir).parameters


def test_golden_digits_are_two_of_each(golden):
    assert golden.tiles.shape == (20, 28, 28)
    assert golden.tiles.dtype == np.uint8
    np.testing.assert_array_equal(np.bincount(golden.labels), np.full(10, 2))
    assert golden.probabilities.shape == (20, 11)
    np.testing.assert_array_equal(golden.probabilities.argmax(axis=1), golden.labels)


@pytest.mark.parametrize("name", artifact.FILES)
def test_a_missing_file_is_named_in_one_line(artifact_dir, tmp_path, name):
    copy = shutil.copytree(artifact_dir, tmp_path / "copy")
    (copy / name).unlink()

    with pytest.raises(artifact.MissingArtifactError, match=name) as caught:
        artifact.read_metadata(copy)
    assert "\n" not in str(caught.value)


def test_no_artifact_shipped_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(artifact, "SHIPPED", tmp_path / "SHIPPED")

    with pytest.raises(artifact.MissingArtifactError, match="make train"):
        artifact.default_artifact_dir()


def test_changed_golden_digits_are_noticed(artifact_dir, tmp_path, golden):
    copy = shutil.copytree(artifact_dir, tmp_path / "copy")
    artifact.write_golden(copy, artifact.GoldenDigits(255 - golden.tiles, golden.labels, golden.probabilities))

    with pytest.raises(artifact.MissingArtifactError, match=r"golden\.npz"):
        artifact.read_golden(copy)
