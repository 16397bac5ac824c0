"""A checker that always finds nothing proves nothing: here it must find."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.faults.checker import Report, check
from tests.faults.evidence import Answer, Evidence
from tests.faults.history import Accepted, History, Recorder, Refused, read_history
from tests.faults.rows import Row
from tests.faults.run import Plan, carry_out
from tests.faults.site import Site

ACCEPTED = Accepted("id", "7", "0000000.png", "submitter", sent=1.0, replied=1.1)
ANSWER = Answer("succeeded", "7", completed=1.2)
ROW = Row("id", "0000000.png", "7")
EVIDENCE = Evidence({"id": ANSWER}, {"submitter": ["id"]}, [ROW], {"accepted": 1, "succeeded": 1, "pending": 0})


def check_with(refused: tuple[Refused, ...] = (), **changes: Any) -> Report:
    """Check one submission that went well, but for the changes."""
    return check(History([ACCEPTED], list(refused)), replace(EVIDENCE, **changes))


def test_it_finds_nothing_where_nothing_is_wrong() -> None:
    assert check_with().is_clean


@pytest.mark.parametrize(
    ("finding", "changes"),
    [
        ("lost", {"answers": {"id": None}}),
        ("lost", {"answers": {"id": Answer("processing", "", None)}}),
        ("unstored", {"rows": []}),
        ("unlisted", {"listed": {"submitter": []}}),
        ("doubled", {"listed": {"submitter": ["id", "id"]}}),
        ("doubled", {"rows": [ROW, ROW]}),
        ("wrong", {"answers": {"id": replace(ANSWER, number="1")}}),
        ("wrong", {"rows": [replace(ROW, output="1")]}),
        ("failed", {"answers": {"id": replace(ANSWER, status="failed")}}),
        ("unexplained", {"rows": [ROW, Row("other", "0000000.png", "7")]}),
        ("totals", {"totals": {"accepted": 2, "succeeded": 1, "pending": 0}}),
        ("totals", {"totals": {"accepted": 2, "succeeded": 1, "pending": 1}}),
    ],
)
def test_it_finds_what_is_wrong(finding: str, changes: dict[str, Any]) -> None:
    report = check_with(**changes)
    assert not report.is_clean
    assert getattr(report, finding)


def test_a_post_without_a_reply_explains_one_row() -> None:
    untold = [Row(name, "0000001.png", "1") for name in ("first", "second")]
    broken = Refused("0000001.png", 0, 2.0, 2.1)
    assert check_with((broken,), rows=[ROW, untold[0]]).is_clean
    assert check_with((broken,), rows=[ROW, *untold]).unexplained == ["second"]
    assert check_with((replace(broken, status=500),)).dishonest


def submit_without_messages(site: Site) -> Report:
    """Submit a few pictures, of which no message tells the workers."""
    site.start()
    plan = Plan(kinds=[], faults=0, accepted=50, rate=100, seed=1, deadline_seconds=15)
    return carry_out(site, plan, wait=lambda _: time.sleep(0.05)).report


def test_the_sweep_finds_what_no_message_tells_of(site: Site, build_in: Callable[[str], None]) -> None:
    build_in("lost_messages")
    assert submit_without_messages(site).is_clean


def test_without_the_sweep_it_finds_the_loss(site: Site, build_in: Callable[[str], None]) -> None:
    build_in("lost_messages no_sweep")
    report = submit_without_messages(site)
    assert len(report.lost) == len(report.unstored) == report.accepted
    assert report.totals


def test_the_history_outlives_its_writer(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    recorder = Recorder(path)
    recorder.note(ACCEPTED)
    with path.open("a") as file:
        file.write('{"kind": "accepted", "predi')
    assert read_history(path).accepted == [ACCEPTED]
    recorder.close()
