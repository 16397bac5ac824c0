"""The report of the trained seeds."""

import json

import numpy as np
import pytest

from model import compare_seeds


@pytest.fixture
def test_set(tmp_path, golden):
    """Known digits in the place of MNIST's test set, one of them with a wrong label."""
    labels = golden.labels.astype(np.uint8)
    labels[0] = (labels[0] + 1) % 10
    path = tmp_path / "mnist.npz"
    np.savez(path, x_test=golden.tiles, y_test=labels)
    return path


def test_seeds_are_reported_and_validation_chooses(test_set, artifact_dir, tmp_path, capsys):
    out = tmp_path / "seeds.json"

    assert compare_seeds.main([str(artifact_dir), "--mnist", str(test_set), "--out", str(out)]) == 0

    (row,) = json.loads(out.read_text())
    metadata = json.loads((artifact_dir / "metadata.json").read_text())
    assert (row["seed"], row["model_version"]) == (metadata["seed"], metadata["model_version"])
    assert row["code"] == metadata["git_revision"]
    assert row["validation"] == {kind: metadata["validation"][kind] for kind in ("mnist", "simulated", "none")}
    known = len(np.load(test_set)["y_test"])
    assert row["mnist_test"] == pytest.approx((known - 1) / known, abs=1.5 / known)
    assert f"Validation chooses {metadata['model_version']}" in capsys.readouterr().out


@pytest.mark.parametrize("given", [["nowhere"], ["--mnist", "nowhere.npz"]])
def test_what_is_missing_is_said_in_one_line(given, artifact_dir, tmp_path, capsys):
    out = ["--out", str(tmp_path / "seeds.json")]
    arguments = given if given[0] == "nowhere" else [str(artifact_dir), *given]

    assert compare_seeds.main([*arguments, *out]) == 1

    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not (tmp_path / "seeds.json").exists()
