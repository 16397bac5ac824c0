"""A picture that kills or hangs the process that decodes it fails alone, after three attempts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shared.constants import MAX_DEATHS
from shared.errors import PROBLEM_PREFIX
from tests.faults.patches.poison import DEADLY, ENDLESS
from tests.faults.pictures import make_picture
from tests.faults.site import Site
from tests.support.visitor import Visitor


@pytest.mark.timeout(600)
@pytest.mark.parametrize("poison", [DEADLY, ENDLESS], ids=["deadly", "endless"])
def test_poison_fails_alone(
    site: Site, build_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, poison: bytes
) -> None:
    log = tmp_path / "decodings"
    monkeypatch.setenv("POISON_LOG", str(log))
    build_in("poison")
    site.start()
    batch_images = site.settings.batch_images
    pictures = [make_picture(place) for place in range(batch_images)]
    poisoned = batch_images // 2
    with Visitor(site.stack.url) as visitor:
        # A frozen worker takes nothing, so that all of them become one batch.
        worker = site.find_tree("worker")
        for process in worker:
            process.suspend()
        ids = [
            visitor.submit(image + (poison if place == poisoned else b""))["id"]
            for place, (image, _) in enumerate(pictures)
        ]
        for process in worker:
            process.resume()
        answers = [visitor.await_answer(prediction_id) for prediction_id in ids]

    failed = answers.pop(poisoned)
    assert failed["status"] == "failed"
    assert failed["error"]["type"] == PROBLEM_PREFIX + "gave-up"
    attempts = log.read_text().split()
    assert len(attempts) == len(set(attempts)) == MAX_DEATHS

    numbers = [number for place, (_, number) in enumerate(pictures) if place != poisoned]
    assert [(answer["status"], answer["number"]) for answer in answers] == [("succeeded", each) for each in numbers]
