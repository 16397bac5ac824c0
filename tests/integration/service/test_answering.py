"""The way of a batch: claimed, read, stored, told; and what the answer holds."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.prediction import Status, format_time
from shared.settings import Settings
from shared.store.contract import Picture
from tests.support.polling import wait_for
from tests.support.services import Site, open_site
from tests.support.submissions import accept, claim_when_due, make_submission


def test_what_is_due_is_answered_stored_and_told(site: Site) -> None:
    submission = make_submission(image=b"7", filename="sieben.png")
    accepted = site.queue.accept(submission)
    assert site.service.answer_due([submission.prediction_id]) == 1
    told = site.read_told(submission.prediction_id)
    assert told == site.read_stored(submission.prediction_id)
    assert (told.status, told.number, told.filename, told.worker, told.model_version) == (
        Status.SUCCEEDED,
        "7",
        "sieben.png",
        "host:1",
        "1.fake",
    )
    assert told.created_at == format_time(accepted.accepted_ms)
    assert told.completed_at is not None
    assert told.completed_at >= told.created_at
    assert told.timings.preprocess_ms == 1.5
    assert told.timings.queued_ms is not None
    assert site.queue.read_totals() == {"accepted": 1, "succeeded": 1, "pending": 0, "pending_bytes": 0}


def test_an_idle_service_answers_nothing_at_once(site: Site) -> None:
    assert site.service.answer_due(["018f0000-0000-7000-8000-000000000000"]) == 0
    assert site.reader.batches == []


def test_pictures_are_kept_and_the_original_only_where_wanted(site: Site, settings: Settings) -> None:
    without = accept(site.queue, image=b"3")
    site.service.answer_due([without])
    assert site.store.get_picture(without, Picture.PREVIEW) == b"preview"
    tiles = site.store.get_picture(without, Picture.INPUT)
    assert tiles is not None
    assert tiles.startswith(b"\x89PNG")
    assert site.store.get_picture(without, Picture.ORIGINAL) is None
    with open_site(settings.model_copy(update={"keep_originals": True})) as keeping:
        kept = accept(keeping.queue, image=b"4")
        keeping.service.answer_due([kept])
        assert keeping.store.get_picture(kept, Picture.ORIGINAL) == b"4"


def test_the_answer_is_stored_before_it_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    prediction_id = accept(site.queue, image=b"7")
    complete = site.claims.complete
    stored_when_told = []

    def look_then_complete(completions: list[object]) -> set[str]:
        stored_when_told.append(site.store.get(prediction_id) is not None)
        return complete(completions)  # type: ignore[arg-type]

    monkeypatch.setattr(site.claims, "complete", look_then_complete)
    assert site.service.answer_due([]) == 1
    assert stored_when_told == [True]


def test_a_backlog_is_answered_in_batches_and_calls_for_help(settings: Settings) -> None:
    with open_site(settings.model_copy(update={"batch_images": 4})) as site:
        ids = [accept(site.queue, image=str(number).encode()) for number in range(10)]
        assert site.service.answer_due([]) == 10
        assert site.reader.batches == [4, 4, 2]
        assert [site.read_told(prediction_id).number for prediction_id in ids] == list("0123456789")
        assert site.published == [[], []]
        assert (site.service.answered, site.service.images_per_second is not None) == (10, True)


def test_a_message_that_cannot_be_published_costs_nothing(settings: Settings) -> None:
    def refuse(_: object) -> None:
        raise OSError("no broker")

    with open_site(settings.model_copy(update={"batch_images": 1}), publish=refuse) as site:
        for _ in range(2):
            accept(site.queue, image=b"1")
        assert site.service.answer_due([]) == 2


def test_two_services_never_answer_one_submission_twice(settings: Settings) -> None:
    settings = settings.model_copy(update={"batch_images": 8})
    with open_site(settings, "host:1") as first, open_site(settings, "host:2") as second:
        ids = [accept(first.queue, image=b"7") for _ in range(200)]
        with ThreadPoolExecutor(2) as pool:
            answered = pool.map(lambda site: site.service.answer_due(ids[:8]), (first, second))
            assert sum(answered) == 200
        assert len(first.reader.prepared) + len(second.reader.prepared) == 200
        stored = first.store.list_by_owner("owner", 1000)
        assert sorted(each.prediction_id for each in stored) == sorted(ids)
        assert first.queue.read_totals() == {"accepted": 200, "succeeded": 200, "pending": 0, "pending_bytes": 0}


def test_of_two_attempts_the_later_is_kept_and_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = []
    save = site.store.save
    monkeypatch.setattr(site.store, "save", lambda records: (saved.extend(records), save(records)))
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", 1)
    accept(site.queue, image=b"7")
    [lost] = claim_when_due(site.claims)
    monkeypatch.setattr("shared.queue.claims.LEASE_MS", 60_000)
    wait_for(lambda: site.service.answer_due([]))
    assert [(record.attempt, record.owner, record.output) for record in saved] == [(lost.token + 1, "owner", "7")]
