"""A Redis that refuses or hangs is reported within two seconds, and one that comes back is used again."""

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from kombu.exceptions import OperationalError

from shared.queue.accounts import AccountBook
from shared.queue.claims import ClaimQueue
from shared.queue.connection import QueueUnavailableError
from shared.queue.inspection import QueueInspector
from shared.queue.messages import build_celery, publish_message
from shared.queue.submissions import SubmissionQueue
from shared.queue.workers import WorkerRegistry
from shared.settings import Settings
from tests.support.redis_server import RedisServer
from tests.support.submissions import accept, claim_one, make_submission

IN_TIME_SECONDS = 2.0

CALLS: dict[str, Callable[[Settings], object]] = {
    "accept": lambda settings: SubmissionQueue(settings).accept(make_submission()),
    "look_up": lambda settings: SubmissionQueue(settings).look_up("id"),
    "list_unfinished": lambda settings: SubmissionQueue(settings).list_unfinished("owner", 10, None),
    "read_totals": lambda settings: SubmissionQueue(settings).read_totals(),
    "read_accounts": lambda settings: AccountBook(settings).read(),
    "find_ids": lambda settings: QueueInspector(settings).find_ids(),
    "claim": lambda settings: ClaimQueue(settings).claim("worker", ()),
    "list_workers": lambda settings: WorkerRegistry(settings).list_workers(),
}


@pytest.fixture
def hanging_redis() -> Iterator[Settings]:
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield Settings(redis_url=f"redis://127.0.0.1:{server.getsockname()[1]}/0")


@pytest.fixture
def refusing_redis() -> Settings:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return Settings(redis_url=f"redis://127.0.0.1:{port}/0")


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
@pytest.mark.parametrize("away", ["hanging_redis", "refusing_redis"])
def test_a_redis_that_is_away_is_reported_in_time(
    request: pytest.FixtureRequest, away: str, call: Callable[[Settings], object]
) -> None:
    settings = request.getfixturevalue(away)
    started = time.monotonic()
    with pytest.raises(QueueUnavailableError) as caught:
        call(settings)
    assert time.monotonic() - started < IN_TIME_SECONDS
    assert (caught.value.status, caught.value.retry_after) == (503, 2)
    assert "127.0.0.1" not in caught.value.detail


def test_all_who_accept_at_once_hear_of_it_in_time(hanging_redis: Settings) -> None:
    queue = SubmissionQueue(hanging_redis)
    started = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(queue.accept, make_submission()) for _ in range(8)]
        assert [type(call.exception()) for call in calls] == [QueueUnavailableError] * 8
    assert time.monotonic() - started < IN_TIME_SECONDS


@pytest.mark.parametrize("away", ["hanging_redis", "refusing_redis"])
def test_publishing_gives_up_in_time(request: pytest.FixtureRequest, away: str) -> None:
    celery = build_celery(request.getfixturevalue(away))
    started = time.monotonic()
    with pytest.raises(OperationalError):
        publish_message(celery, [])
    assert time.monotonic() - started < 2 * IN_TIME_SECONDS


def test_a_redis_that_was_killed_and_started_has_kept_what_was_accepted(tmp_path: Path) -> None:
    server = RedisServer(tmp_path)
    server.start()
    settings = Settings(redis_url=server.url)
    queue = SubmissionQueue(settings)
    prediction_id = accept(queue, image=b"kept")
    # The append-only file is flushed each second; what Redis has written to it survives its process at once.
    server.kill()
    with pytest.raises(QueueUnavailableError):
        queue.look_up(prediction_id)
    server.start()
    assert claim_one(ClaimQueue(settings)).image == b"kept"
    assert queue.read_totals()["pending"] == 1
    server.stop()


def test_a_redis_that_is_out_of_memory_refuses_as_unavailable(settings: Settings) -> None:
    queue = SubmissionQueue(settings)
    queue.client.config_set("maxmemory", "1")
    try:
        with pytest.raises(QueueUnavailableError):
            accept(queue)
    finally:
        queue.client.config_set("maxmemory", "1gb")
    assert queue.read_totals() == {"pending": 0}
