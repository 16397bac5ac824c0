"""Submitters: threads that send one picture after another, whatever happens, and record every reply."""

import itertools
import threading
import time

import httpx

from tests.faults.history import Accepted, Recorder, Refused, Token, now
from tests.faults.pictures import make_picture
from web.owners import COOKIE

SUBMITTERS = 8
REPLY_SECONDS = 30
"""Longer than any reply may take, so that a slow one is seen and not cut off."""

PAUSE_AFTER_REFUSAL_SECONDS = 0.1


class Submitting:
    """Submits at a steady rate over all threads until it is stopped."""

    def __init__(self, url: str, recorder: Recorder, rate: float) -> None:
        self._url = url
        self._recorder = recorder
        self._interval = SUBMITTERS / rate
        self._places = itertools.count()
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(f"submitter-{number}",)) for number in range(SUBMITTERS)
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let every thread get its last reply."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _run(self, owner: str) -> None:
        with httpx.Client(base_url=self._url, timeout=REPLY_SECONDS) as http:
            due = time.monotonic()
            while not self._stopping.is_set():
                has_token = COOKIE in http.cookies
                accepted = self._submit(http, owner)
                if not has_token and COOKIE in http.cookies:
                    self._recorder.note(Token(owner, http.cookies[COOKIE]))
                # What an outage held up is not made up for: that would be a burst, and not a rate.
                due = max(due + self._interval, time.monotonic())
                pause = 0 if accepted else PAUSE_AFTER_REFUSAL_SECONDS
                self._stopping.wait(max(pause, due - time.monotonic()))

    def _submit(self, http: httpx.Client, owner: str) -> bool:
        place = next(self._places)
        image, number = make_picture(place)
        filename, sent = f"{place:07}.png", now()
        try:
            reply = http.post("/v1/predictions", files={"file": (filename, image)})
        except httpx.TransportError as error:
            self._recorder.note(Refused(filename, 0, sent, now(), type(error).__name__))
            return False
        if reply.status_code == 202:
            self._recorder.note(Accepted(reply.json()["id"], number, filename, owner, sent, now()))
            return True
        self._recorder.note(Refused(filename, reply.status_code, sent, now(), reply.text[:200]))
        return False
