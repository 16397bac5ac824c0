"""The audit finds every kind of what does not add up, and nothing in a system that works."""

import itertools
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared import consistency
from shared.consistency import ConsistencyCheck
from shared.ids import make_prediction_id
from shared.queue import keys
from shared.queue.batches import BatchQueue
from shared.settings import Settings
from shared.store.contract import PredictionRecord
from tests.support.batches import accept_batch
from tests.support.redis_server import RedisServer
from tests.support.services import Site, open_site
from tests.support.submissions import accept

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look again soon."""
    monkeypatch.setattr(consistency, "LOOK_AGAIN_SECONDS", 0.05)


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """A service with one prediction answered, one canceled, one being read and one waiting."""
    with open_site(settings) as site:
        accept(site.queue, image=b"7")
        site.service.answer_due([])
        canceled = accept(site.queue)
        site.queue.cancel(canceled, "owner")
        accept(site.queue)
        site.claims.claim("another", ())
        accept(site.queue)
        yield site


def find(settings: Settings, site: Site) -> list[tuple[str, str]]:
    """Audit; returns each finding's subject and the beginning of its meaning."""
    return [
        (finding.subject, finding.meaning.partition(",")[0]) for finding in ConsistencyCheck(settings, site.store).run()
    ]


def store_answer(site: Site, prediction_id: str) -> None:
    site.store.save([PredictionRecord(prediction_id, "owner", 0, 1, "seven.png", "7", b"{}", {})])


def test_a_system_that_works_has_nothing_to_find(settings: Settings, site: Site) -> None:
    assert find(settings, site) == []


def test_live_traffic_has_nothing_to_find(settings: Settings, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consistency, "LOOK_AGAIN_SECONDS", 0.5)
    stopping = threading.Event()

    def work() -> None:
        for number in itertools.count():
            prediction_id = accept(site.queue, image=b"7")
            site.service.answer_due([])
            if number % 3 == 0:
                site.store.erase(prediction_id, "owner")
                site.queue.erase(prediction_id)
            if stopping.is_set():
                return

    worker = threading.Thread(target=work)
    worker.start()
    try:
        assert [find(settings, site) for _ in range(5)] == [[]] * 5
    finally:
        stopping.set()
        worker.join()


def test_a_batch_in_all_its_states_is_no_finding(settings: Settings, site: Site) -> None:
    batches = BatchQueue(settings)
    batch_id, _ = accept_batch(batches, 70)
    site.claims.claim("another", ())
    batches.cancel(batch_id)
    accept_batch(batches, 5)
    assert find(settings, site) == []


def test_counts_of_a_batch_that_are_wrong_are_found(settings: Settings, site: Site) -> None:
    batch_id, _ = accept_batch(BatchQueue(settings), 5)
    site.queue.client.hincrby(keys.batch_key(batch_id), "queued", 1)
    assert find(settings, site) == [(batch_id, "its counts do not fit its unfinished ones")]


def test_one_of_a_batch_that_its_list_lacks_is_found(settings: Settings, site: Site) -> None:
    batch_id, [first, _] = accept_batch(BatchQueue(settings), 2)
    site.queue.client.zrem(keys.members_key(batch_id), first)
    assert set(find(settings, site)) == {
        (first, "its owner's (or its batch's) list of unfinished ones lacks it"),
        (batch_id, "its counts do not fit its unfinished ones"),
    }


def test_an_entry_without_a_submission_is_found(settings: Settings, site: Site) -> None:
    prediction_id = make_prediction_id()
    site.queue.client.zadd(keys.PENDING, {prediction_id: time.time() * 1000})
    site.queue.client.hincrby(keys.TOTALS, "accepted", 1)
    assert find(settings, site) == [(prediction_id, "it is pending")]


def test_a_submission_without_an_entry_is_found(settings: Settings, site: Site) -> None:
    prediction_id = accept(site.queue)
    site.queue.client.zrem(keys.PENDING, prediction_id)
    found = find(settings, site)
    assert (prediction_id, "its submission is there") in found
    # The counters do not add up either.
    assert {subject for subject, _ in found} == {prediction_id, "accepted", "pending_bytes"}


def test_an_owners_entry_without_a_submission_is_found(settings: Settings, site: Site) -> None:
    prediction_id = make_prediction_id()
    site.queue.client.zadd(keys.owner_key("somebody"), {prediction_id: 0})
    assert find(settings, site) == [(prediction_id, "its owner's (or its batch's) list of unfinished ones has it")]


def test_a_submission_that_its_owner_does_not_see_is_found(settings: Settings, site: Site) -> None:
    prediction_id = accept(site.queue)
    site.queue.client.zrem(keys.owner_key("owner"), prediction_id)
    assert find(settings, site) == [(prediction_id, "its owner's (or its batch's) list of unfinished ones lacks it")]


def test_an_answer_that_was_stored_and_never_told_is_found(settings: Settings, site: Site) -> None:
    prediction_id = accept(site.queue)
    store_answer(site, prediction_id)
    assert find(settings, site) == [(prediction_id, "the store has its answer")]


def test_an_answer_that_is_told_meanwhile_is_no_finding(
    settings: Settings, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_answer(site, accept(site.queue, image=b"7"))
    # What happens between the two looks.
    monkeypatch.setattr("shared.consistency.time.sleep", lambda _: site.service.answer_due([]))
    assert find(settings, site) == []


def test_an_answer_that_was_told_and_not_stored_is_found(settings: Settings, site: Site) -> None:
    prediction_id = make_prediction_id()
    site.queue.client.set(keys.answer_key(prediction_id), b"{}")
    assert find(settings, site) == [(prediction_id, "its answer was told")]


def test_bytes_that_do_not_add_up_are_found(settings: Settings, site: Site) -> None:
    site.queue.client.hincrby(keys.TOTALS, "pending_bytes", 7)
    [finding] = ConsistencyCheck(settings, site.store).run()
    assert str(finding).startswith("pending_bytes: it is not the sum")
    assert "is counted" in finding.figures


@pytest.mark.parametrize("counter", ["accepted", "succeeded", "failed", "canceled"])
def test_counters_that_do_not_add_up_are_found(settings: Settings, site: Site, counter: str) -> None:
    site.queue.client.hincrby(keys.TOTALS, counter, 1)
    assert find(settings, site) == [("accepted", "it is not succeeded + failed + canceled + pending")]


def test_what_nobody_claims_is_found(settings: Settings, site: Site) -> None:
    ids = [accept(site.queue), accept(site.queue)]
    long_ago = time.time() * 1000 - 90_000
    site.queue.client.zadd(keys.PENDING, {ids[0]: long_ago, ids[1]: long_ago + 1000})
    [finding] = ConsistencyCheck(settings, site.store).run()
    assert (finding.subject, finding.meaning) == (ids[0], "it is the next to be claimed, but nobody claims it")
    assert "for 90 s; 2 are due for over a minute; workers: 0" in finding.figures


def test_a_long_queue_that_moves_is_no_finding(settings: Settings, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    long_ago = time.time() * 1000 - 90_000
    site.queue.client.zadd(keys.PENDING, {accept(site.queue): long_ago + number for number in range(100)})
    monkeypatch.setattr("shared.consistency.time.sleep", lambda _: site.claims.claim("another", ()))
    assert find(settings, site) == []


def run_command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "shared.audit", *arguments]
    return subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_command_says_what_it_found_by_its_exit_status(settings: Settings, site: Site) -> None:
    environment = {"NUMBERFIGURE_REDIS_URL": settings.redis_url, "NUMBERFIGURE_DATA_DIR": str(settings.data_dir)}
    done = run_command(**environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "4 accepted: 1 succeeded, 0 failed, 0 canceled, 3 in flight.\nAll adds up.\n"
    prediction_id = accept(site.queue)
    site.queue.client.zrem(keys.owner_key("owner"), prediction_id)
    done = run_command(**environment)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].startswith(f"{prediction_id}: its owner's (or")
    assert done.stdout.splitlines()[-1] == "1 thing does not add up."
    done = run_command(**environment, NUMBERFIGURE_STORE_URL="sqlite:////dev/null/nothing.db")
    assert done.returncode == 2
    assert "database file" in done.stderr


def test_the_embedded_redis_is_found(tmp_path: Path) -> None:
    environment = {"NUMBERFIGURE_DATA_DIR": str(tmp_path)}
    done = run_command(**environment)
    assert done.returncode == 2
    assert "make run" in done.stderr
    folder = tmp_path / "redis"
    folder.mkdir()
    server = RedisServer(folder)
    server.start()
    try:
        assert run_command(**environment).returncode == 0
    finally:
        server.kill()
    # Its socket is still there, but nobody answers.
    done = run_command(**environment)
    assert (done.returncode, done.stderr.startswith("Cannot audit: Redis")) == (2, True)


def test_wrong_settings_are_told() -> None:
    done = run_command(NUMBERFIGURE_PORT="x")
    assert (done.returncode, "NUMBERFIGURE_PORT" in done.stderr) == (2, True)


def test_help_says_what_it_does_and_what_the_exit_status_means() -> None:
    done = run_command("--help")
    assert done.returncode == 0
    assert "exit status" in done.stdout
