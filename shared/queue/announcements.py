"""The channel on which workers announce what is done."""

from collections.abc import Iterator
from typing import Any

from shared.queue import keys
from shared.queue.connection import connect, own_errors
from shared.settings import Settings

POLL_SECONDS = 0.5


def listen(settings: Settings) -> Iterator[list[str]]:
    """Yield the ids that are done, as they are announced, and an empty list at least every half second.

    Raises QueueUnavailableError when the connection breaks; announcements made meanwhile are lost, so that whoever
    waits must look again after subscribing.
    """
    client: Any = connect(settings.redis_url)  # The driver's publish-subscribe part has no types.
    with own_errors(), client.pubsub(ignore_subscribe_messages=True) as channel:
        channel.subscribe(keys.DONE_CHANNEL)
        while True:
            message = channel.get_message(timeout=POLL_SECONDS)
            yield message["data"].decode().split(" ") if message else []
