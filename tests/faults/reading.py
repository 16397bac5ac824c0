"""Readers: they ask for what a submitter sent, again and again, each over one connection that is kept open."""

import threading
from collections import Counter
from http.client import HTTPConnection, HTTPException
from typing import Self

from tests.faults.history import History, read_history
from tests.faults.site import Site
from tests.support.polling import wait_for
from tests.support.visitor import Visitor

REPLY_SECONDS = 30


class Reading:
    """Reads from the first accepted submission on until the end; a plain client hides no broken connection."""

    def __init__(self, site: Site, readers: int, pause: float) -> None:
        self.replies: Counter[str] = Counter()
        """How often there was which status, or which error where there was no reply."""
        self._site = site
        self._pause = pause
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._run) for _ in range(readers)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        history = wait_for(self._find_submitter)
        first = history.accepted[0]
        with Visitor(self._site.stack.url) as visitor:
            preview = visitor.await_answer(first.prediction_id)["urls"]["preview"]
        token = {"Authorization": f"Bearer {history.tokens[first.owner]}"}
        connection = HTTPConnection("127.0.0.1", self._site.stack.port, timeout=REPLY_SECONDS)
        while not self._stopping.wait(self._pause):
            # Both come from the store: the hot copy in Redis has no pictures and no list.
            for path in (preview, "/v1/predictions"):
                self.replies[_ask(connection, path, token)] += 1
        connection.close()

    def _find_submitter(self) -> History | None:
        """Read the history as soon as it tells of a submission and of its owner's token."""
        path = self._site.history
        history = read_history(path) if path.exists() else History()
        return history if history.accepted and history.accepted[0].owner in history.tokens else None


def _ask(connection: HTTPConnection, path: str, headers: dict[str, str]) -> str:
    try:
        connection.request("GET", path, headers=headers)
        reply = connection.getresponse()
        reply.read()
    except (HTTPException, OSError) as error:
        connection.close()
        return type(error).__name__
    return str(reply.status)
