"""A worker that has answered lingers for more: it is rung, and takes no message."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from shared.ids import make_prediction_id
from shared.queue.submissions import Accepted, Submission, SubmissionQueue
from shared.queue.workers import WorkerRegistry
from shared.settings import Settings
from tests.support.polling import wait_for
from tests.support.services import Site, open_site
from tests.support.submissions import accept
from tests.support.workers import describe_worker

LINGERING = "{numberfigure}:lingering"


@pytest.fixture
def patient_site(settings: Settings) -> Iterator[Site]:
    with open_site(settings, linger_ms=900) as site:
        yield site


def submit(queue: SubmissionQueue) -> Accepted:
    return queue.accept(Submission(make_prediction_id(), b"7", 784, "owner", "", "client"))


def linger(site: Site, pool: ThreadPoolExecutor) -> Future[int]:
    """Have the service answer one submission, and return when it lingers."""
    accept(site.queue, image=b"7")
    answering = pool.submit(site.service.answer_due, [])
    wait_for(lambda: site.queue.client.zcard(LINGERING))
    return answering


def test_what_comes_while_a_worker_lingers_is_answered_without_a_message(patient_site: Site) -> None:
    with ThreadPoolExecutor(1) as pool:
        answering = linger(patient_site, pool)
        accepted = submit(patient_site.queue)
        assert not accepted.needs_message
        assert answering.result() == 2
    assert patient_site.published == []


def test_one_ring_is_for_one_submission_and_the_next_one_takes_a_message(patient_site: Site) -> None:
    patient_site.claims.claim("other", [], linger_ms=60_000)
    assert [submit(patient_site.queue).needs_message for _ in range(2)] == [False, True]


def test_who_lingered_for_long_enough_is_not_rung(patient_site: Site) -> None:
    with ThreadPoolExecutor(1) as pool:
        assert linger(patient_site, pool).result() == 1
    assert submit(patient_site.queue).needs_message


def test_a_worker_that_has_answered_nothing_does_not_linger(patient_site: Site) -> None:
    assert patient_site.service.answer_due([]) == 0
    assert patient_site.queue.client.zcard(LINGERING) == 0


def test_what_a_dead_worker_was_rung_for_is_found_by_the_sweep(patient_site: Site, settings: Settings) -> None:
    patient_site.claims.claim("dead", [], linger_ms=60_000)
    assert not submit(patient_site.queue).needs_message
    assert WorkerRegistry(settings).beat(describe_worker("living")).needs_message


@pytest.mark.parametrize(("others", "lingers"), [(("host:2",), True), (("host:2", "other:1"), False)])
def test_of_workers_on_several_hosts_none_lingers(
    settings: Settings, patient_site: Site, others: tuple[str, ...], lingers: bool
) -> None:
    registry = WorkerRegistry(settings)
    for name in ("host:1", *others):
        registry.beat(describe_worker(name))
    accept(patient_site.queue, image=b"7")
    with ThreadPoolExecutor(1) as pool:
        answering = pool.submit(patient_site.service.answer_due, [])
        wait_for(lambda: answering.done() or patient_site.queue.client.zcard(LINGERING))
        assert submit(patient_site.queue).needs_message is not lingers
        assert answering.result() == 1 + lingers
