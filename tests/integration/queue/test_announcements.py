"""Announcements: whoever listens hears what is done."""

import threading
from collections.abc import Iterator

import pytest

from shared.prediction import Status
from shared.queue.announcements import listen
from shared.queue.claims import ClaimQueue, Completion
from shared.queue.connection import QueueUnavailableError
from shared.queue.submissions import SubmissionQueue
from shared.settings import Settings
from tests.support.polling import wait_for
from tests.support.submissions import ANSWER, accept


class Listener:
    """Listens in a thread, as web does."""

    def __init__(self, settings: Settings) -> None:
        self.heard: list[str] = []
        self.answers: dict[str, bytes] = {}
        self.listens = threading.Event()
        self.stopped = threading.Event()
        self._announcements = listen(settings)
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        for told in self._announcements:
            if told is None:
                self.listens.set()
            answers = told or {}
            self.heard += answers
            self.answers |= answers
            if self.stopped.is_set():
                return

    def stop(self) -> None:
        self.stopped.set()
        self._thread.join(10)
        assert not self._thread.is_alive()


@pytest.fixture
def listener(settings: Settings) -> Iterator[Listener]:
    listener = Listener(settings)
    # To count who is subscribed is not enough: other tests' threads may listen to the same Redis still.
    assert listener.listens.wait(10)
    yield listener
    listener.stop()


def test_a_completed_batch_is_announced(queue: SubmissionQueue, claims: ClaimQueue, listener: Listener) -> None:
    ids = [accept(queue) for _ in range(3)]
    batch = claims.claim("worker", ()).claims
    claims.complete(Completion(claim.prediction_id, claim.token, Status.SUCCEEDED, "1.fake", ANSWER) for claim in batch)
    wait_for(lambda: sorted(listener.heard) == sorted(ids))
    assert listener.answers == dict.fromkeys(ids, ANSWER)


def test_an_erasure_is_announced_and_what_is_passed_over_is_not(
    queue: SubmissionQueue, claims: ClaimQueue, listener: Listener
) -> None:
    erased, done = accept(queue), accept(queue)
    late, held = claims.claim("worker", [erased, done]).claims
    queue.erase(erased)
    wait_for(lambda: listener.heard == [erased])
    for claim in (late, held):
        claims.complete([Completion(claim.prediction_id, claim.token, Status.SUCCEEDED, "1.fake", ANSWER)])
    wait_for(lambda: listener.heard == [erased, done])


def test_a_cancellation_is_announced(queue: SubmissionQueue, listener: Listener) -> None:
    # Shows a gap in scripts/cancel.lua: who waits for a canceled submission is not woken.
    prediction_id = accept(queue)
    queue.cancel(prediction_id, "owner")
    wait_for(lambda: listener.answers == {prediction_id: b""}, seconds=3)


def test_listening_yields_now_and_then_without_announcements(settings: Settings) -> None:
    announcements = listen(settings)
    assert [next(announcements) for _ in range(3)] == [None, {}, {}]
    announcements.close()  # type: ignore[attr-defined]


def test_a_subscription_that_begins_anew_is_told_of(settings: Settings, queue: SubmissionQueue) -> None:
    announcements = listen(settings)
    assert next(announcements) is None
    queue.client.client_kill_filter(_type="pubsub")
    told = [next(announcements) for _ in range(3)]
    assert None in told
    queue.erase(accept(queue))
    assert next(announcements)
    announcements.close()  # type: ignore[attr-defined]


def test_listening_to_a_redis_that_refuses_says_so(settings: Settings) -> None:
    away = settings.model_copy(update={"redis_url": f"unix://{settings.data_dir}/nothing.sock"})
    with pytest.raises(QueueUnavailableError):
        next(listen(away))
