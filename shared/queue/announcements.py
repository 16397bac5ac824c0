"""The channel on which workers announce what is done, with the answers, so that whoever waits need not ask for them."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.queue import keys
from shared.queue.connection import connect, own_errors
from shared.settings import Settings

POLL_SECONDS = 0.5


def listen(settings: Settings) -> Iterator[Mapping[str, bytes] | None]:
    """Yield what is done, as it is announced: ids with their answers (JSON), or with nothing where one has to look.

    Yields at least every half second, if only an empty mapping; and None whenever the subscription has begun, at first
    and after the driver has made a new one: what was announced before is lost, and from then on all is heard.

    Raises QueueUnavailableError when the connection breaks.
    """
    client: Any = connect(settings.redis_url)  # The driver's publish-subscribe part has no types.
    with own_errors(), client.pubsub() as channel:
        channel.subscribe(keys.DONE_CHANNEL)
        while True:
            message = channel.get_message(timeout=POLL_SECONDS)
            if message and message["type"] == "subscribe":
                yield None
            else:
                yield _read(message["data"]) if message else {}


def _read(data: bytes) -> Mapping[str, bytes]:
    lines = (line.partition(b" ") for line in data.split(b"\n"))
    return {prediction_id.decode(): answer for prediction_id, _, answer in lines}
