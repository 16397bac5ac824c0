"""Gathers what the checker compares with the history: the API's answers and lists, the store's rows, the totals."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import httpx

from shared.queue.connection import QueueUnavailableError
from shared.queue.submissions import SubmissionQueue
from tests.faults.history import History
from tests.faults.rows import Row

ASKERS = 8
REPLY_SECONDS = 30
PATIENCE_SECONDS = 60
"""For one question, while a part may still be coming back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API says of a prediction in the end."""

    status: str
    number: str
    completed: float | None
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that there is to compare with the history."""

    answers: Mapping[str, Answer | None]
    """By id; None where the API knows none."""
    listed: Mapping[str, list[str]]
    """The ids in each owner's history."""
    rows: list[Row]
    totals: Mapping[str, int]


def gather(
    url: str, queue: SubmissionQueue, history: History, read_rows: Callable[[], list[Row]], deadline_seconds: float
) -> Evidence:
    """Wait until nothing is pending, or the deadline, then ask the API, the store and the queue for everything."""
    _await_empty_queue(queue, deadline_seconds)
    ids = [accepted.prediction_id for accepted in history.accepted]
    with httpx.Client(base_url=url, timeout=REPLY_SECONDS) as http:
        with ThreadPoolExecutor(ASKERS) as pool:
            answers = dict(zip(ids, pool.map(partial(_ask_answer, http), ids), strict=True))
        listed = {owner: _list_ids(http, token) for owner, token in history.tokens.items()}
    return Evidence(answers, listed, read_rows(), queue.read_totals())


def _await_empty_queue(queue: SubmissionQueue, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if queue.read_totals()["pending"] == 0:
                return
        except QueueUnavailableError:
            pass
        time.sleep(0.1)


def _ask_answer(http: httpx.Client, prediction_id: str) -> Answer | None:
    body = _ask(http, f"/v1/predictions/{prediction_id}")
    if body is None:
        return None
    completed = body["completed_at"]
    return Answer(body["status"], body["number"], datetime.fromisoformat(completed).timestamp() if completed else None)


def _list_ids(http: httpx.Client, token: str) -> list[str]:
    ids: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = _ask(http, "/v1/predictions", {"limit": "100"} | after, {"Authorization": f"Bearer {token}"})
        if page is None:
            return ids
        ids += [prediction["id"] for prediction in page["data"]]
        if not page["has_more"]:
            return ids
        after = {"after": page["next"]}


def _ask(
    http: httpx.Client, path: str, query: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> dict[str, Any] | None:
    """Ask until there is a reply other than 503; returns None for 404."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            reply = http.get(path, params=query, headers=headers)
            if reply.status_code == 404:
                return None
            if reply.status_code != 503 or time.monotonic() > until:
                reply.raise_for_status()
                body: dict[str, Any] = reply.json()
                return body
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
        time.sleep(0.2)
