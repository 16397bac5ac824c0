"""The pages of predictions in states that are seldom met."""

import json

import pytest
from flask.testing import FlaskClient

from shared.ids import make_prediction_id
from shared.store.contract import PredictionRecord
from tests.support.services import Site


def save_empty(site: Site, *warnings: str) -> str:
    """Store a prediction without digits, as it was written before the found ink was kept; return its id."""
    prediction_id = make_prediction_id()
    base = f"/v1/predictions/{prediction_id}"
    answer = {
        "id": prediction_id, "status": "succeeded", "number": "", "digits": [], "warnings": warnings,
        "created_at": "2026-11-22T12:00:00.000Z", "timings": {}, "urls": {
            "get": base, "web": f"/p/{prediction_id}", "cancel": f"{base}/cancel", "input": f"{base}/input.png",
            "preview": f"{base}/preview.png",
        },
    }  # fmt: skip
    site.store.save([PredictionRecord(prediction_id, "owner", 0, 1, "", "", json.dumps(answer).encode(), {})])
    return prediction_id


def test_a_prediction_of_before_the_found_ink_is_shown_without_it(client: FlaskClient, site: Site) -> None:
    prediction_id = save_empty(site, "blank")
    page = client.get(f"/p/{prediction_id}").text
    assert "No digit was found" in page
    assert "ink.png" not in page
    assert client.get(f"/v1/predictions/{prediction_id}/ink.png").status_code == 404


@pytest.mark.parametrize(
    ("warning", "words", "advice"),
    [
        ("blank", "The picture or the board is blank", "Write the number larger and darker"),
        ("not_a_digit", "This may not be a digit", "crop it to the number"),
        ("low_contrast", "The ink hardly differs from the paper", "A darker pen or more light"),
        ("uncertain", "The answer is not certain", "write more clearly"),
        ("of_tomorrow", "of_tomorrow", ""),
    ],
)
def test_warnings_are_in_words_with_what_to_do(
    client: FlaskClient, site: Site, warning: str, words: str, advice: str
) -> None:
    page = client.get(f"/p/{save_empty(site, warning)}").text
    assert words in page
    assert advice in page
