"""The secrets of the containers: given, kept or made, and each where its readers find it alone."""

from pathlib import Path

import pytest

from compose.setup.make_secrets import READERS, make_secrets
from shared.errors import SettingsError
from shared.settings import Settings


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    for folder in READERS:
        (tmp_path / "secrets" / folder).mkdir(parents=True)
    return tmp_path / "secrets"


def read_all(folders: Path) -> dict[str, str]:
    return {f"{path.parent.name}/{path.name}": path.read_text() for path in folders.glob("*/*")}


def test_each_reader_gets_its_secrets_and_no_others(tmp_path: Path, folders: Path) -> None:
    make_secrets(tmp_path / "given", folders, {})
    made = read_all(folders)
    assert set(made) == {f"{folder}/{name}" for folder, names in READERS.items() for name in names}
    assert made["app/redis_password"] == made["redis/redis_password"]
    assert made["app/store_password"] == made["schema/store_password"]
    assert len(set(made.values())) == 5
    assert min(len(secret) for secret in made.values()) >= 32


def test_what_was_made_stays(tmp_path: Path, folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_secrets(tmp_path / "given", folders, {})
    made = read_all(folders)
    capsys.readouterr()
    make_secrets(tmp_path / "given", folders, {})
    assert (read_all(folders), capsys.readouterr().out) == (made, "")


def test_what_is_given_is_taken_the_environment_first(tmp_path: Path, folders: Path) -> None:
    make_secrets(tmp_path / "given", folders, {})
    given = tmp_path / "given"
    given.mkdir()
    (given / "redis_password").write_text("from a file\n")
    (given / "store_password").write_text("from a file\n")
    make_secrets(given, folders, {"store_password": "from the environment", "secret_key": ""})
    written = read_all(folders)
    assert (written["redis/redis_password"], written["app/redis_password"]) == ("from a file", "from a file")
    assert written["schema/store_password"] == "from the environment"


def test_what_cannot_be_read_is_named(tmp_path: Path, folders: Path) -> None:
    (tmp_path / "given" / "secret_key").mkdir(parents=True)
    with pytest.raises(SettingsError, match=r"given/secret_key cannot be read"):
        make_secrets(tmp_path / "given", folders, {})


def test_every_secret_is_a_setting() -> None:
    assert {name for names in READERS.values() for name in names} <= set(Settings.model_fields)
