"""`make corrections`: what people said, on both stores, as files that training reads."""

import csv
import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from model.preview import encode_tiles
from shared.corrections.__main__ import main
from shared.corrections.writing import write_csv
from shared.ids import make_prediction_id
from shared.prediction import Digit, Prediction, Status, format_time, make_urls
from shared.settings import Settings
from shared.store.contract import Picture, PredictionRecord, PredictionStore
from shared.store.opening import open_store
from tests.support.cassandra.fixtures import wait_until_it_answers
from tests.support.polling import wait_for

# Of the first row, so that there is enough to read.
COPY = """
INSERT INTO predictions (id, owner, created_at, attempt, filename, output, label, answer, input)
SELECT ?, owner, created_at, attempt, filename, output, label, answer, input FROM predictions ORDER BY rowid LIMIT 1
"""
NOW_MS = time.time_ns() // 1_000_000


@pytest.fixture(params=["sqlite", "cassandra"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty store's URL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    place: str = request.getfixturevalue("cassandra_url").partition("/numberfigure")[0]
    return f"{place}/numberfigure_{secrets.token_hex(4)}?replication=1"


@pytest.fixture
def store(store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PredictionStore:
    """The store, which the command finds in the environment."""
    monkeypatch.setenv("NUMBERFIGURE_STORE_URL", store_url)
    monkeypatch.setenv("NUMBERFIGURE_DATA_DIR", str(tmp_path))
    store = open_store(Settings(store_url=store_url))
    store.create_schema()
    wait_until_it_answers(store)
    return store


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """The URL of a store in a file, for a command that runs by itself."""
    return f"sqlite:///{tmp_path / 'store.db'}"


def keep(store: PredictionStore, number: str, label: str | None, age_ms: int, version: str = "1.fake") -> str:
    """Keep a prediction whose tiles are filled with 10 times their digit."""
    prediction_id = make_prediction_id(NOW_MS - age_ms)
    digits = [int(letter) for letter in number if letter != " "]
    prediction = Prediction(
        id=prediction_id,
        status=Status.SUCCEEDED,
        number=number,
        digits=[
            Digit(digit=each, confidence=0.75, probabilities=[0.1] * 10, box=[0, 0, 1, 1], line=0) for each in digits
        ],
        model_version=version,
        created_at=format_time(NOW_MS - age_ms),
        urls=make_urls(prediction_id),
    )
    tiles = [np.full((28, 28), 10 * digit, np.uint8) for digit in digits]
    pictures = {Picture.INPUT: encode_tiles(np.stack(tiles))} if tiles else {}
    answer = prediction.model_dump_json().encode()
    store.save([PredictionRecord(prediction_id, "owner", NOW_MS, 1, "=cmd.png", number, answer, pictures)])
    if label is not None:
        assert store.set_label(prediction_id, label)
    return prediction_id


def load(folder: Path) -> tuple[dict[str, Any], list[dict[str, str]]]:
    with np.load(folder / "corrections.npz", allow_pickle=False) as npz, (folder / "corrections.csv").open() as file:
        return dict(npz), list(csv.DictReader(file))


def test_digits_and_numbers_are_exported_with_model_and_id(store: PredictionStore, tmp_path: Path) -> None:
    single = keep(store, "7", "1", age_ms=40 * 86_400_000)
    several = keep(store, "40 7", "40 9", age_ms=3000, version="2.fake")
    confirmed = keep(store, "5", "5", age_ms=2000)
    unclear = keep(store, "77", "7", age_ms=1000)
    nothing = keep(store, "", "3", age_ms=500)
    keep(store, "8", None, age_ms=400)
    store.erase(keep(store, "2", "3", age_ms=300), "owner")
    assert main([]) == 0
    arrays, rows = load(tmp_path / "corrections")
    assert arrays["tiles"].shape == (5, 28, 28)
    assert arrays["tiles"].dtype == arrays["labels"].dtype == np.uint8
    assert arrays["tiles"][:, 9, 9].tolist() == [70, 40, 0, 70, 50]
    assert arrays["predicted"].tolist() == [7, 4, 0, 7, 5]
    assert arrays["labels"].tolist() == [1, 4, 0, 9, 5]
    assert arrays["places"].tolist() == [0, 0, 1, 2, 0]
    assert arrays["confidences"].tolist() == [0.75] * 5
    assert arrays["model_versions"].tolist() == ["1.fake", *["2.fake"] * 3, "1.fake"]
    assert arrays["prediction_ids"].tolist() == [single, *[several] * 3, confirmed]
    assert [row["prediction_id"] for row in rows] == [single, several, confirmed, unclear, nothing]
    assert [row["verdict"] for row in rows] == ["wrong", "wrong", "right", "wrong", "wrong"]
    assert [row["tiles"] for row in rows] == ["1", "3", "1", "0", "0"]
    assert rows[3]["note"] == "2 read and 1 in the label: which is which is not known"
    assert (rows[1]["number"], rows[1]["label"], rows[1]["model_version"]) == ("40 7", "40 9", "2.fake")
    # What people name their files is nobody's formula.
    assert "cmd" not in (tmp_path / "corrections" / "corrections.csv").read_text()
    assert main(["--wrong-only", "--out", str(tmp_path / "wrong")]) == 0
    assert load(tmp_path / "wrong")[0]["labels"].tolist() == [1, 4, 0, 9]


def test_more_than_a_page_is_exported(store: PredictionStore, tmp_path: Path) -> None:
    ids = [keep(store, "7", "1", age_ms=age_ms) for age_ms in range(450, 0, -1)]
    assert main([]) == 0
    assert load(tmp_path / "corrections")[0]["prediction_ids"].tolist() == ids


def test_without_corrections_it_says_so(
    store: PredictionStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store, "7", None, age_ms=1)
    assert main([]) == 0
    assert "Nobody has" in capsys.readouterr().out
    assert not (tmp_path / "corrections").exists()


def run(*arguments: str, store_url: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "shared.corrections", *arguments]
    environment = os.environ | {"NUMBERFIGURE_STORE_URL": store_url}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_it_tells_what_it_does_and_what_is_wrong(tmp_path: Path, file_url: str) -> None:
    assert "corrections.npz has one row for each digit" in run("--help").stdout
    away = run(store_url="cassandra://127.0.0.1:9/numberfigure")
    assert away.returncode == 2
    assert "Cannot export: The store cannot be reached" in away.stderr
    keep(open_store(Settings(store_url=file_url)), "7", "1", age_ms=1)
    (tmp_path / "file").touch()
    refused = run("--out", str(tmp_path / "file"), store_url=file_url)
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
    assert "Cannot write" in refused.stderr


def test_ctrl_c_leaves_the_files_as_they_were(tmp_path: Path, file_url: str) -> None:
    store = open_store(Settings(store_url=file_url))
    keep(store, "7", "1", age_ms=1)
    with sqlite3.connect(tmp_path / "store.db") as file:
        names = [(make_prediction_id(NOW_MS - age_ms),) for age_ms in range(25_000)]
        file.executemany(COPY, names)
    folder = tmp_path / "out"
    folder.mkdir()
    before = {"corrections.npz": "as it was", "corrections.csv": "as it was"}
    for name, text in before.items():
        (folder / name).write_text(text)
    process = subprocess.Popen(
        [sys.executable, "-m", "shared.corrections", "--out", folder],
        env=os.environ | {"NUMBERFIGURE_STORE_URL": file_url},
        stderr=subprocess.PIPE,
        text=True,
    )

    def has_begun() -> bool:
        return any("store.db" in file.path for file in psutil.Process(process.pid).open_files())

    wait_for(has_begun)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert (process.returncode, "Traceback" in said) == (130, False), said
    assert "nothing was written over" in said
    assert {path.name: path.read_text() for path in folder.iterdir()} == before


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    broken: Any = [None]
    with pytest.raises(AttributeError):
        write_csv(tmp_path / "corrections.csv", broken)
    assert list(tmp_path.iterdir()) == []
