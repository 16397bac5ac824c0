"""Opening the store that the settings name."""

import subprocess
import sys
from pathlib import Path

import pytest

from shared.errors import SettingsError
from shared.settings import Settings
from shared.store.cassandra_store import CassandraPredictionStore
from shared.store.opening import open_store
from shared.store.sqlite_store import SqlitePredictionStore

ROOT = Path(__file__).parents[4]


def test_sqlite_in_the_data_folder_is_the_default(tmp_path: Path) -> None:
    store = open_store(Settings(data_dir=tmp_path / "new" / "folder"))
    store.create_schema()
    store.close()
    assert isinstance(store, SqlitePredictionStore)
    assert (tmp_path / "new" / "folder" / "numberfigure.db").is_file()


def test_a_relative_path_counts_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store(Settings(store_url="sqlite:///some/100%25?.db"))
    monkeypatch.chdir("/")
    store.create_schema()
    store.close()
    assert (tmp_path / "some" / "100%25?.db").is_file()


def test_opening_cassandra_connects_to_nothing() -> None:
    store = open_store(Settings(store_url="cassandra://nowhere.invalid/numberfigure"))
    assert isinstance(store, CassandraPredictionStore)
    store.close()


@pytest.mark.parametrize("url", ["sqlite:///", "sqlite:///:memory:", "sqlite:///folder/", "cassandra://"])
def test_refuses_a_url_that_names_no_place(url: str) -> None:
    with pytest.raises(SettingsError, match="NUMBERFIGURE_STORE_URL"):
        open_store(Settings(store_url=url))


def test_refuses_a_retention_that_cassandra_cannot_keep() -> None:
    with pytest.raises(SettingsError, match="RETENTION_DAYS"):
        open_store(Settings(retention_days=7301))


def test_sqlite_alone_does_not_load_the_driver() -> None:
    code = (
        "import sys; from shared.settings import Settings; from shared.store.opening import open_store\n"
        "open_store(Settings()); sys.exit('cassandra' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, env={"PYTHONPATH": str(ROOT)}).returncode == 0
