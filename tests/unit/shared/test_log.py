"""Logs: one JSON object a line on standard error, by which a prediction can be followed."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[3]
PREAMBLE = """
import logging, threading
import structlog
from shared.log import set_up_logs
from shared.settings import Settings
log = structlog.get_logger()
set_up_logs(Settings(log_level={level!r}), "web")
"""


def read_lines(program: str, level: str = "info") -> list[dict[str, Any]]:
    """Run a program in a process of its own and read what it logs."""
    done = subprocess.run(
        [sys.executable, "-c", PREAMBLE.format(level=level) + program],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == ""
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_each_line_is_an_object_with_the_prediction_s_id() -> None:
    [line] = read_lines("log.info('submission accepted', prediction_id='018f', bytes=12)")
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "submission accepted",
        "level": "info",
        "part": "web",
        "prediction_id": "018f",
        "bytes": 12,
    }


def test_text_of_people_stays_one_line() -> None:
    [line] = read_lines("log.info('odd', filename='a\\nb\\u2028{\"')")
    assert line["filename"] == 'a\nb\u2028{"'


def test_an_exception_is_one_line_with_its_trace() -> None:
    [line] = read_lines("try:\n    1 / 0\nexcept ZeroDivisionError:\n    log.exception('failed', prediction_id='018f')")
    assert "ZeroDivisionError" in line["exception"]
    assert (line["level"], line["prediction_id"]) == ("error", "018f")


def test_what_is_below_the_level_is_not_logged() -> None:
    program = "log.debug('a'); log.info('b'); log.warning('c')"
    assert [line["event"] for line in read_lines(program, "warning")] == ["c"]
    assert [line["event"] for line in read_lines(program, "debug")] == ["a", "b", "c"]


def test_libraries_log_in_the_same_form() -> None:
    [line] = read_lines("logging.getLogger('celery').warning('broker %s', 'gone'); logging.getLogger('x').info('no')")
    assert (line["event"], line["level"], line["part"]) == ("broker gone", "warning", "web")


def test_threads_say_which_part_they_belong_to() -> None:
    [line] = read_lines("t = threading.Thread(target=lambda: log.info('from a thread')); t.start(); t.join()")
    assert line.get("part") == "web"


def test_work_goes_on_when_nobody_reads_the_log() -> None:
    program = "import os; os.close(2); log.info('lost'); logging.warning('lost, too'); os._exit(7)"
    with subprocess.Popen([sys.executable, "-c", PREAMBLE.format(level="info") + program], cwd=REPOSITORY) as process:
        assert process.wait(timeout=60) == 7
