"""The connection to Redis; the only module that imports its driver."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import resources
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from shared.errors import SettingsError, UnavailableError

CONNECT_TIMEOUT_SECONDS = 0.5
ANSWER_TIMEOUT_SECONDS = 1.0
"""With the above, a user hears within two seconds that Redis hangs."""


class QueueUnavailableError(UnavailableError):
    """Redis does not answer, or refuses to write."""

    slug = "queue-unavailable"
    title = "The queue is unavailable"


def connect(url: str) -> redis.Redis:
    """Prepare a client; it connects when it is first used, so Redis need not be there yet.

    One retry on a fresh connection covers a Redis that was restarted; a time-out is not retried, since the answer is
    already late.
    """
    if not url:
        raise SettingsError("NUMBERFIGURE_REDIS_URL is empty: name a Redis, or use `make run`, which brings one")
    return redis.Redis.from_url(
        url,
        socket_connect_timeout=CONNECT_TIMEOUT_SECONDS,
        socket_timeout=ANSWER_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),
        max_connections=1024,
    )


@contextmanager
def own_errors() -> Iterator[None]:
    """Turn the driver's errors into QueueUnavailableError."""
    try:
        yield
    except redis.RedisError as error:
        raise _translate(error) from error


def _translate(error: redis.RedisError) -> QueueUnavailableError:
    return QueueUnavailableError(
        f"Redis does not accept work now ({type(error).__name__}). Try again in a few seconds."
    )


def load_script(client: redis.Redis, name: str) -> Callable[..., Any]:
    """Load scripts/NAME.lua behind the prelude; the result takes the script's arguments and runs it atomically."""
    return partial(_run_script, client.register_script(_read_script(name)))


def _run_script(script: Any, *arguments: Any) -> Any:
    with own_errors():
        return script(args=arguments)


def load_script_for_many(
    client: redis.Redis, name: str
) -> Callable[[Sequence[Sequence[Any]]], list[Any | QueueUnavailableError]]:
    """Load a script that may be repeated; the result runs it in one round trip for each of several lists of arguments.

    It returns an answer or an error for each, and raises QueueUnavailableError where Redis cannot be asked.
    """
    return partial(_run_script_for_many, client, client.register_script(_read_script(name)))


def _run_script_for_many(client: redis.Redis, script: Any, calls: Sequence[Sequence[Any]]) -> list[Any]:
    with own_errors(), client.pipeline(transaction=False) as pipeline:
        for arguments in calls:
            pipeline.evalsha(script.sha, 0, *arguments)
        answers = pipeline.execute(raise_on_error=False)
        if any(isinstance(answer, redis.exceptions.NoScriptError) for answer in answers):
            # Redis was started since; it knows scripts only until then.
            client.script_load(script.script)
            return _run_script_for_many(client, script, calls)
    return [_translate(answer) if isinstance(answer, redis.RedisError) else answer for answer in answers]


def _read_script(name: str) -> str:
    folder = resources.files("shared.queue") / "scripts"
    return (folder / "prelude.lua").read_text() + (folder / f"{name}.lua").read_text()
