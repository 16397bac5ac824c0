"""A visitor who uses the API: it keeps the cookie, and knows how to submit and to wait."""

import time
from typing import Any, Self

import httpx

from tests.support.polling import wait_for

DEADLINE_SECONDS = 60


class Visitor:
    """An HTTP client with the words of the API."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=DEADLINE_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def submit(self, image: bytes, filename: str = "number.png") -> dict[str, Any]:
        """Submit a picture as a form does; returns the prediction object."""
        answer = self.http.post("/v1/predictions", files={"file": (filename, image)})
        assert answer.status_code == 202, answer.text
        prediction: dict[str, Any] = answer.json()
        return prediction

    def submit_when_up(self, image: bytes) -> dict[str, Any]:
        """Submit a picture, again and again until web and Redis are up."""
        until = time.monotonic() + DEADLINE_SECONDS
        while True:
            try:
                answer = self.http.post("/v1/predictions", files={"file": ("number.png", image)})
                if answer.status_code == 202:
                    prediction: dict[str, Any] = answer.json()
                    return prediction
                assert answer.status_code == 503, answer.text
            except httpx.TransportError:
                pass
            assert time.monotonic() < until, "it did not come up"
            time.sleep(0.2)

    def get_when_up(self, path: str) -> dict[str, Any]:
        """Read what the API has at a path, again and again until Redis, or whatever else it needs, is up."""

        def get() -> httpx.Response | None:
            answer = self.http.get(path)
            return None if answer.status_code == 503 else answer

        answer = wait_for(get, DEADLINE_SECONDS)
        assert answer is not None
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def await_answer(self, prediction_id: str) -> dict[str, Any]:
        """Wait until a prediction is done, through restarts of what answers."""
        until = time.monotonic() + DEADLINE_SECONDS
        while True:
            prediction = self._look(prediction_id)
            if prediction.get("status") in {"succeeded", "failed", "canceled"}:
                return prediction
            assert time.monotonic() < until, f"not done in time: {prediction}"

    def read(self, image: bytes, filename: str = "number.png") -> dict[str, Any]:
        """Submit a picture and wait for its prediction."""
        return self.await_answer(self.submit(image, filename)["id"])

    def _look(self, prediction_id: str) -> dict[str, Any]:
        try:
            answer = self.http.get(f"/v1/predictions/{prediction_id}", params={"wait": 5})
        except httpx.TransportError:
            time.sleep(0.2)
            return {}
        if answer.status_code == 503:
            time.sleep(0.2)
            return {}
        assert answer.status_code == 200, answer.text
        prediction: dict[str, Any] = answer.json()
        return prediction
