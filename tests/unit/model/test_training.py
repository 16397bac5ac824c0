"""The training command, on a few drawn digits for a moment."""

import numpy as np
import pytest

from model import fit, train
from model.artifact import read_golden, read_metadata
from model.batches import make_batches
from model.classifier import load_classifier
from model.data import MissingDataError, load_dataset
from model.progress import read_history

pytestmark = pytest.mark.usefixtures("quiet_tensorflow")


@pytest.fixture
def data_path(golden, tmp_path):
    """A file like MNIST's, made of the known digits over and over."""
    path = tmp_path / "tiny.npz"
    tiles, labels = np.tile(golden.tiles, (30, 1, 1)), np.tile(golden.labels, 30).astype(np.uint8)
    np.savez(path, x_train=tiles, y_train=labels, x_test=tiles[:20], y_test=labels[:20])
    return path


@pytest.fixture
def tiny(data_path):
    return load_dataset(data_path, validation_size=100)


def test_data_is_split_and_preprocessed(tiny, golden):
    assert (len(tiny.train), len(tiny.validation)) == (500, 100)
    assert tiny.name == "tiny.npz"
    assert len(tiny.sha256) == 64
    np.testing.assert_allclose(tiny.validation.tiles[:20], golden.tiles, atol=3)
    np.testing.assert_array_equal(tiny.validation.labels[:20], golden.labels)


def test_missing_data_names_its_public_source(tmp_path, capsys):
    with pytest.raises(MissingDataError, match=r"keras\.datasets\.mnist"):
        load_dataset(tmp_path / "none.npz")

    assert train.main(["--data", str(tmp_path / "none.npz")]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_batches_depend_on_seed_and_epoch_alone(tiny):
    first, second = (make_batches(tiny.train, 64, seed=3) for _ in range(2))
    resumed = make_batches(tiny.train, 64, seed=3, first_epoch=1)
    before = first[0]
    np.testing.assert_array_equal(before[0], second[0][0])
    assert before[0].shape == (64, 28, 28, 1)
    assert before[0].dtype == before[1].dtype == np.float32
    np.testing.assert_array_equal(before[1].sum(axis=1), np.ones(64))

    first.on_epoch_end()

    np.testing.assert_array_equal(first[2][0], resumed[2][0])
    assert (first[0][0] != before[0]).any()


def test_training_writes_an_artifact_that_reads(tiny, tmp_path, capsys):
    artifact_dir = train.train(tiny, seed=5, epochs=1, out=tmp_path / "out", work=tmp_path / "work")

    metadata = read_metadata(artifact_dir)
    assert metadata.model_version == artifact_dir.name
    assert (metadata.seed, metadata.epochs, metadata.best_epoch, metadata.train_size) == (5, 1, 1, 500)
    golden = read_golden(artifact_dir)
    noted = load_classifier(artifact_dir, "litert").classify(golden.tiles)
    np.testing.assert_allclose(noted, golden.probabilities, atol=1e-4)
    assert "epoch  1/1" in capsys.readouterr().out
    assert not list((tmp_path / "work").iterdir())


def test_an_interrupted_run_goes_on_where_it_was(tiny, tmp_path, monkeypatch):
    save, steps = fit._save_state, []

    def save_once(network, work_dir):
        if steps:
            raise KeyboardInterrupt
        save(network, work_dir)
        steps.append(int(network.optimizer.iterations))

    with monkeypatch.context() as patch:
        patch.setattr(fit, "_save_state", save_once)
        with pytest.raises(KeyboardInterrupt):
            fit.fit_network(tiny, epochs=2, seed=5, work_dir=tmp_path)
    monkeypatch.setattr(fit, "_save_state", lambda network, _: steps.append(int(network.optimizer.iterations)))

    fitted = fit.fit_network(tiny, epochs=2, seed=5, work_dir=tmp_path)

    assert [line.epoch for line in read_history(tmp_path)] == [1, 2]
    assert steps[1] == 2 * steps[0]
    assert fitted.network.count_params() > 400_000


def test_ctrl_c_is_said_and_has_its_status(data_path, tmp_path, monkeypatch, capsys):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(train, "train", interrupt)

    assert train.main(["--data", str(data_path), "--work", str(tmp_path)]) == 130
    assert "goes on" in capsys.readouterr().err


def test_help_lists_the_options(capsys):
    with pytest.raises(SystemExit):
        train.main(["--help"])

    shown = capsys.readouterr().out
    assert [option for option in ("--data", "--seed", "--epochs", "--out", "--work") if option not in shown] == []
