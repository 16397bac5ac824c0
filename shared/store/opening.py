"""Opening the store that the settings name."""

from pathlib import Path

from shared.errors import SettingsError
from shared.settings import Settings
from shared.store.contract import PredictionStore

_SQLITE = "sqlite:///"
_CASSANDRA = "cassandra://"

# Cassandra keeps nothing longer with a TTL (20 years of 365 days), and nobody should need SQLite to.
_LONGEST_RETENTION_DAYS = 7300


def open_store(settings: Settings) -> PredictionStore:
    """Make the store that `NUMBERFIGURE_STORE_URL` names; connects to nothing yet, so that it works while it is down.

    Call it after any fork: neither SQLite's connections nor the Cassandra driver's threads survive one.
    """
    if settings.retention_days > _LONGEST_RETENTION_DAYS:
        raise SettingsError(f"NUMBERFIGURE_RETENTION_DAYS: at most {_LONGEST_RETENTION_DAYS} (20 years) can be kept")
    url = settings.effective_store_url
    # The implementations are imported late: whoever uses SQLite need not load Cassandra's driver.
    if url.startswith(_SQLITE):
        from shared.store.sqlite_store import SqlitePredictionStore

        return SqlitePredictionStore(_read_sqlite_path(url), settings.retention_days)
    if url.startswith(_CASSANDRA):
        from shared.store.cassandra_store import CassandraPredictionStore
        from shared.store.cassandra_url import parse_cassandra_url

        return CassandraPredictionStore(parse_cassandra_url(url), settings.retention_days)
    raise SettingsError(f"NUMBERFIGURE_STORE_URL: must start with {_SQLITE} or {_CASSANDRA}")


def _read_sqlite_path(url: str) -> Path:
    """Read `sqlite:////absolute/path` or `sqlite:///path/from/here`, the way SQLAlchemy writes them."""
    path = url.removeprefix(_SQLITE)
    if not path or path == ":memory:" or path.endswith("/"):
        raise SettingsError(f"NUMBERFIGURE_STORE_URL: {_SQLITE} must be followed by the path of a file")
    return Path(path).expanduser().absolute()
