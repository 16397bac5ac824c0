"""Structured logs: one JSON object a line on standard error, with the process's part in it.

`log.info("submission accepted", prediction_id=…)` in web and `prediction_ids=[…]` in the worker are how one prediction
is followed from one to the other.
"""

import logging
import sys

import structlog

from shared.settings import Settings


def set_up_logs(settings: Settings, part: str) -> None:
    """Set up the logs of this process, the standard library's included, under the name of its part."""
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
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
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
