"""Checking the pictures of a batch: each by itself."""

import json

from shared.ids import make_prediction_id
from tests.support.sizes import make_picture
from web.batches.pictures import SentInBatch, check_picture, clean_path
from web.sniff import Limits, TooLargeError

LIMITS = Limits(max_bytes=1000, max_pixels=100)


def test_a_picture_is_accepted_with_its_pixels() -> None:
    image, prediction_id = make_picture("PNG"), make_prediction_id()
    item = check_picture(SentInBatch("seven.png", image), prediction_id, LIMITS)
    assert (item.prediction_id, item.image, item.pixels, item.filename) == (prediction_id, image, 48, "seven.png")
    assert item.problem == ""


def test_what_is_no_picture_keeps_its_place_with_its_problem() -> None:
    for image, slug in [(b"no picture", "unsupported-picture"), (b"", "empty-picture"), (bytes(1001), "too-large")]:
        item = check_picture(SentInBatch("notes.txt", image), make_prediction_id(), LIMITS)
        problem = json.loads(item.problem)
        assert (item.image, item.pixels, item.filename) == (b"", 0, "notes.txt")
        assert problem["type"] == f"urn:numberfigure:problem:{slug}"
        assert problem["detail"]


def test_a_problem_of_receiving_it_is_kept() -> None:
    sent = SentInBatch("large.png", problem=TooLargeError("It has too many bytes."))
    assert json.loads(check_picture(sent, make_prediction_id(), LIMITS).problem)["detail"] == "It has too many bytes."


def test_of_long_paths_the_end_stays() -> None:
    assert clean_path("folder/" * 100 + "seven.png").endswith("/folder/seven.png")
    assert len(clean_path("folder/" * 100 + "seven.png")) == 255
