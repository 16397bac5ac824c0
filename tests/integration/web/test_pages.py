"""The pages of predictions in states that are seldom met."""

import json

from flask.testing import FlaskClient

from shared.ids import make_prediction_id
from shared.store.contract import PredictionRecord
from tests.support.services import Site


def test_a_prediction_of_before_the_found_ink_is_shown_without_it(client: FlaskClient, site: Site) -> None:
    prediction_id = make_prediction_id()
    base = f"/v1/predictions/{prediction_id}"
    old = {
        "id": prediction_id, "status": "succeeded", "number": "", "digits": [], "warnings": ["blank"],
        "created_at": "2026-11-22T12:00:00.000Z", "timings": {}, "urls": {
            "get": base, "web": f"/p/{prediction_id}", "cancel": f"{base}/cancel", "input": f"{base}/input.png",
            "preview": f"{base}/preview.png",
        },
    }  # fmt: skip
    site.store.save([PredictionRecord(prediction_id, "owner", 0, 1, "", "", json.dumps(old).encode(), {})])
    page = client.get(f"/p/{prediction_id}").text
    assert "No digit was found" in page
    assert "ink.png" not in page
    assert client.get(f"{base}/ink.png").status_code == 404
