"""Structured logs: one JSON object a line on standard error, with the process's part in it.

`log.info("submissions accepted", prediction_ids=[…])` in web and `prediction_ids=[…]` in the worker are how one
prediction is followed from one to the other.
"""

import contextlib
import logging
import sys
from typing import TextIO, cast

import structlog

from shared.settings import Settings


class _LossyStream:
    """A stream to which writing never fails: whoever kept the log may have died, and work must go on without it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError, ValueError):
            return self._stream.write(text)
        return 0

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()


def set_up_logs(settings: Settings, part: str) -> None:
    """Set up the logs of this process, the standard library's included, under the name of its part."""
    stream = cast(TextIO, _LossyStream(sys.stderr))
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    common: list[structlog.typing.Processor] = [
        lambda _logger, _method, event: {"part": part, **event},
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*common, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=common,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING), force=True)
