"""What all tests share: real parts, and the rule that nothing is skipped where CI=true."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from shared.settings import Settings
from tests.support.redis_server import RedisServer

pytest_plugins = ["tests.support.cassandra.fixtures"]


def pytest_configure() -> None:
    """Heed Ctrl-C again where a shell has it ignored in its background: else all that tests start would ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Turn a skip into a failure where CI=true: there everything must have been run."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} may not be skipped where CI=true: {report.longrepr}"


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A real Redis for the whole session."""
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    # Threads of web that still listen have nothing to tell any more.
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    server.stop()


@pytest.fixture
def settings(redis_server: RedisServer, tmp_path: Path) -> Settings:
    """Settings with an empty Redis and an empty SQLite store."""
    from shared.queue.connection import connect

    connect(redis_server.url).flushall()
    return Settings(redis_url=redis_server.url, data_dir=tmp_path, rate_limit=0)
