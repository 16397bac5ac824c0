"""The operator's figures add up at any moment."""

import threading

from shared.prediction import Status
from shared.queue.accounts import AccountBook, Accounts
from shared.queue.claims import ClaimQueue
from shared.queue.submissions import SubmissionQueue
from shared.settings import Settings
from tests.support.polling import wait_for
from tests.support.submissions import accept, claim_one, complete


def test_an_empty_queue_has_figures_that_are_all_0(settings: Settings) -> None:
    accounts = AccountBook(settings).read()
    assert accounts == Accounts(*[0] * 8)
    assert accounts.missing == 0


def test_every_end_is_counted_once(settings: Settings, queue: SubmissionQueue, claims: ClaimQueue) -> None:
    for status in (Status.SUCCEEDED, Status.SUCCEEDED, Status.FAILED):
        accept(queue)
        assert complete(claims, claim_one(claims), status)
    canceled = accept(queue)
    queue.cancel(canceled, "owner")
    assert complete(claims, claim_one(claims), Status.CANCELED)
    queue.erase(accept(queue))
    accept(queue, image=b"12345")
    accounts = AccountBook(settings).read()
    assert (accounts.accepted, accounts.succeeded, accounts.failed, accounts.canceled) == (6, 2, 1, 2)
    assert (accounts.pending, accounts.pending_bytes, accounts.missing) == (1, 5, 0)


def test_the_oldest_is_told_whatever_its_due_time(
    settings: Settings, queue: SubmissionQueue, claims: ClaimQueue
) -> None:
    accept(queue)
    book = AccountBook(settings)
    wait_for(lambda: book.read().oldest_pending_ms >= 50)
    # A claim moves the due time of the older one behind that of the newer.
    claim_one(claims)
    accept(queue)
    assert book.read().oldest_pending_ms >= 50


def test_the_messages_are_counted(settings: Settings, queue: SubmissionQueue) -> None:
    queue.client.lpush("numberfigure", "one", "two")
    assert AccountBook(settings).read().queued_messages == 2


def test_a_submission_that_is_gone_does_not_hide_the_figures(settings: Settings, queue: SubmissionQueue) -> None:
    queue.client.delete("{numberfigure}:submission:" + accept(queue))
    accounts = AccountBook(settings).read()
    assert (accounts.pending, accounts.oldest_pending_ms) == (1, 0)


def test_the_figures_add_up_beside_live_traffic(settings: Settings, queue: SubmissionQueue, claims: ClaimQueue) -> None:
    def work() -> None:
        for _ in range(300):
            accept(queue)
            complete(claims, claim_one(claims))

    worker = threading.Thread(target=work)
    worker.start()
    book, seen = AccountBook(settings), []
    while worker.is_alive():
        seen.append(book.read())
    worker.join()
    assert {accounts.missing for accounts in seen} == {0}
    assert book.read().succeeded == 300
