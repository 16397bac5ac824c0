"""The training command, on a few known digits for a moment."""

from functools import partial

import numpy as np
import pytest

from model import fit, train, training_run
from model.artifact import read_golden, read_metadata
from model.classifier import load_classifier
from model.data import LabelledTiles
from model.dataset import Dataset, Split
from model.network import NO_DIGIT_CLASS
from model.progress import read_history

pytestmark = pytest.mark.usefixtures("quiet_tensorflow")


@pytest.fixture
def tiny(golden):
    """The known digits, and as many tiles of noise."""
    noise = np.random.default_rng(0).integers(0, 256, (20, 28, 28), dtype=np.uint8)
    digits = LabelledTiles(golden.tiles, golden.labels)
    split = Split(digits, digits.choose(slice(10)), LabelledTiles(noise, np.full(20, NO_DIGIT_CLASS)))
    return Dataset(split, split, "0" * 64)


def test_training_writes_an_artifact_that_reads(tiny, tmp_path, capsys):
    artifact_dir = train.train(tiny, partial(fit.fit_network, seed=5, steps=2), 1, tmp_path / "work", tmp_path / "out")

    metadata = read_metadata(artifact_dir)
    assert metadata.model_version == artifact_dir.name
    assert (metadata.seed, metadata.epochs, metadata.best_epoch) == (5, 1, 1)
    assert metadata.validation_sizes == {"mnist": 20, "simulated": 10, "none": 20}
    assert metadata.temperature > 0
    golden = read_golden(artifact_dir)
    noted = load_classifier(artifact_dir, "litert").classify(golden.tiles)
    np.testing.assert_allclose(noted, golden.probabilities, atol=1e-3)
    assert [line.epoch for line in read_history(artifact_dir)] == [1]
    shown = capsys.readouterr().out
    assert "epoch  1/1" in shown
    assert "tiles of no digit that look like one" in shown
    assert [each.name for each in (tmp_path / "out").iterdir()] == [artifact_dir.name]


def test_an_interrupted_run_goes_on_where_it_was(tiny, tmp_path, monkeypatch):
    save, steps = training_run.save_state, []

    def save_once(network, work_dir):
        if steps:
            raise KeyboardInterrupt
        save(network, work_dir)
        steps.append(int(network.optimizer.iterations))

    with monkeypatch.context() as patch:
        patch.setattr(training_run, "save_state", save_once)
        with pytest.raises(KeyboardInterrupt):
            fit.fit_network(tiny, epochs=2, seed=5, work_dir=tmp_path, steps=2)
    monkeypatch.setattr(training_run, "save_state", lambda network, _: steps.append(int(network.optimizer.iterations)))

    fitted = fit.fit_network(tiny, epochs=2, seed=5, work_dir=tmp_path, steps=2)

    assert [line.epoch for line in read_history(tmp_path)] == [1, 2]
    assert steps == [2, 4]
    assert fitted.best.score == max(line.score for line in fitted.history)
    assert fitted.network.output_shape == (None, 11)


@pytest.fixture
def no_data(monkeypatch):
    monkeypatch.setattr(train, "load_dataset", lambda *_: None)


@pytest.mark.usefixtures("no_data")
def test_each_seed_has_its_artifact_and_its_own_work(monkeypatch, tmp_path, capsys):
    trained = []
    monkeypatch.setattr(train, "train", lambda *given: trained.append(given[1:]))

    assert train.main(["--seeds", "3", "4", "--epochs", "7", "--steps", "9", "--work", str(tmp_path)]) == 0

    assert [(fit.keywords["seed"], fit.keywords["steps"]) for fit, *_ in trained] == [(3, 9), (4, 9)]
    assert [epochs for _, epochs, _, _ in trained] == [7, 7]
    assert len({work for _, _, work, _ in trained}) == 2
    assert "SHIPPED" in capsys.readouterr().out


@pytest.mark.usefixtures("no_data")
def test_ctrl_c_is_said_and_has_its_status(monkeypatch, tmp_path, capsys):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(train, "train", interrupt)

    assert train.main(["--work", str(tmp_path)]) == 130
    assert "goes on" in capsys.readouterr().err
