"""Settings: read from the environment or from files, validated, and explained when they are wrong."""

from pathlib import Path

import pytest

from shared.errors import SettingsError
from shared.settings import PREFIX, Settings, find_unknown, load_settings, render_table


def load(**values: str) -> Settings:
    return load_settings({PREFIX + name: value for name, value in values.items()})


def test_without_an_environment_the_defaults_hold() -> None:
    settings = load_settings({})
    assert (settings.port, settings.max_pending, settings.runtime) == (8000, 20_000, "litert")
    assert settings.data_dir == Path.cwd() / "var"
    assert settings.effective_store_url == f"sqlite:///{Path.cwd()}/var/numberfigure.db"


def test_values_are_read_from_their_variables() -> None:
    settings = load(PORT="81", DATA_DIR="/data", KEEP_ORIGINALS="true", LOG_LEVEL="DEBUG", RUNTIME="LiteRT")
    assert (settings.port, settings.data_dir, settings.keep_originals) == (81, Path("/data"), True)
    assert (settings.log_level, settings.runtime) == ("debug", "litert")


def test_an_empty_variable_means_the_default() -> None:
    assert load(PORT="", RATE_LIMIT="", STORE_URL="").port == 8000


def test_other_programs_variables_do_not_matter() -> None:
    assert load_settings({"PORT": "9", "REDIS_URL": "nonsense"}) == load_settings({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "eighty"),
        ("PORT", "80.5"),
        ("WEB_PROCESSES", "0"),
        ("WEB_THREADS", "1"),
        ("MAX_PIXELS", "-1"),
        ("RATE_LIMIT", "-1"),
        ("KEEP_ORIGINALS", "perhaps"),
        ("LOG_LEVEL", "loud"),
        ("RUNTIME", "torch"),
        ("REDIS_URL", "http://redis"),
        ("STORE_URL", "postgres://host"),
    ],
)
def test_each_wrong_value_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(**{name: value})
    assert caught.value.detail.startswith(PREFIX + name)
    assert "validation error" not in caught.value.detail.lower()


def test_all_wrong_values_are_named_at_once_with_what_they_were() -> None:
    with pytest.raises(SettingsError) as caught:
        load(PORT="eighty", MAX_PENDING="few")
    detail = caught.value.detail
    assert "NUMBERFIGURE_PORT='eighty'" in detail
    assert "NUMBERFIGURE_MAX_PENDING='few'" in detail


@pytest.mark.parametrize("name", ["REDIS_URL", "STORE_URL"])
def test_a_wrong_url_is_named_without_its_password(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(**{name: "mysql://user:hunter2@host"})
    assert "hunter2" not in caught.value.detail
    assert PREFIX + name in caught.value.detail


def test_settings_do_not_print_their_secrets() -> None:
    secret = "hunter2"
    settings = load(
        SECRET_KEY=secret,
        OPERATOR_TOKEN=secret,
        REDIS_URL=f"redis://:{secret}@host",
        STORE_URL=f"cassandra://u:{secret}@host/k",
    )
    assert secret not in repr(settings)
    assert secret not in str(settings)


def test_a_value_can_be_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from a file\n")
    assert load(SECRET_KEY_FILE=str(tmp_path / "secret")).secret_key == "from a file"


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load(SECRET_KEY_FILE=str(tmp_path / "nothing"))
    assert f"{PREFIX}SECRET_KEY_FILE" in caught.value.detail
    assert "No such file" in caught.value.detail


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"\xff\x00\xfe")
    with pytest.raises(SettingsError) as caught:
        load(SECRET_KEY_FILE=str(tmp_path / "secret"))
    assert f"{PREFIX}SECRET_KEY_FILE" in caught.value.detail


def test_a_misspelt_variable_is_hinted_at() -> None:
    environment = {f"{PREFIX}PROT": "1", f"{PREFIX}ZZZ": "1", f"{PREFIX}PORT": "1", f"{PREFIX}SECRET_KEY_FILE": "x"}
    assert find_unknown(environment) == [
        "NUMBERFIGURE_PROT is no setting; did you mean NUMBERFIGURE_PORT?",
        "NUMBERFIGURE_ZZZ is no setting",
    ]


@pytest.mark.parametrize(("host", "alone"), [("127.0.0.1", True), ("::1", True), ("::", False), ("10.0.0.1", False)])
def test_whether_web_is_bound_to_loopback(host: str, alone: bool) -> None:
    assert load(HOST=host).bound_to_loopback is alone


def test_every_setting_is_in_the_table_with_its_meaning() -> None:
    table = render_table()
    for name, field in Settings.model_fields.items():
        assert f"| `{PREFIX}{name.upper()}` |" in table
        assert field.description


@pytest.mark.parametrize(
    ("url", "complete"),
    [
        ("redis://numberfigure@redis:6379/0", "redis://numberfigure:a%2Fb%40c@redis:6379/0"),
        ("redis://redis", "redis://:a%2Fb%40c@redis"),
        ("redis://me:mine@redis/0", "redis://me:mine@redis/0"),
        ("unix:///run/redis.sock", "unix://:a%2Fb%40c@/run/redis.sock"),
    ],
)
def test_the_password_of_redis_can_be_given_apart_from_its_url(url: str, complete: str) -> None:
    assert load(REDIS_URL=url, REDIS_PASSWORD="a/b@c").redis_url == complete


@pytest.mark.parametrize(
    ("url", "complete"),
    [
        ("cassandra://me@one,two:9042/n?dc=d", "cassandra://me:secret@one,two:9042/n?dc=d"),
        ("cassandra://one,two/n", "cassandra://one,two/n"),
        ("sqlite:////data/n@1.db", "sqlite:////data/n@1.db"),
    ],
)
def test_the_password_of_cassandra_can_be_given_apart_from_its_url(url: str, complete: str) -> None:
    assert load(STORE_URL=url, STORE_PASSWORD="secret").store_url == complete


def test_a_password_without_a_url_changes_nothing() -> None:
    assert load(REDIS_PASSWORD="secret", STORE_PASSWORD="secret").redis_url == ""
