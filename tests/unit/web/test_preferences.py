"""How long a caller wants to wait, and other numbers of a query."""

import pytest
from flask import Flask, request

from web.preferences import WrongParameterError, read_integer, read_preferred_wait, read_wait


def read_query_wait(query: str) -> int:
    with Flask("test").test_request_context(f"/?{query}"):
        return read_wait(request)


@pytest.mark.parametrize(("query", "seconds"), [("", 0), ("wait=0", 0), ("wait=7", 7), ("wait=30", 30)])
def test_a_wait_is_read(query: str, seconds: int) -> None:
    assert read_query_wait(query) == seconds


@pytest.mark.parametrize("wish", ["31", "1000", "9" * 500])
def test_a_wait_beyond_its_limit_is_clamped(wish: str) -> None:
    assert read_query_wait(f"wait={wish}") == 30


@pytest.mark.parametrize("wish", ["", "-1", "1.5", "ten", "%D9%A3", "1e1", "+1"])
def test_a_wait_that_is_no_whole_number_is_wrong(wish: str) -> None:
    with pytest.raises(WrongParameterError) as caught:
        read_query_wait(f"wait={wish}")
    assert "`wait`" in caught.value.detail


def test_a_number_below_its_least_is_wrong() -> None:
    with Flask("test").test_request_context("/?limit=0"), pytest.raises(WrongParameterError):
        read_integer(request, "limit", default=20, least=1, most=100)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("wait=5", 5),
        ("WAIT = 5", 5),
        ('wait="5"', 5),
        ("respond-async, wait=5", 5),
        ("respond-async;wait=5", 5),
        ("wait=0", 0),
        ("wait=100", 30),
        ("wait=99999999999999999999", 30),
        ("respond-async", None),
        ("wait", None),
        ("wait=soon", None),
        ("await=5", None),
        ("", None),
    ],
)
def test_a_preference_is_read_or_ignored(header: str, seconds: int | None) -> None:
    with Flask("test").test_request_context("/", headers={"Prefer": header}):
        assert read_preferred_wait(request) == seconds


def test_a_preference_in_a_second_header_counts_too() -> None:
    with Flask("test").test_request_context("/", headers=[("Prefer", "respond-async"), ("Prefer", "wait=4")]):
        assert read_preferred_wait(request) == 4
    with Flask("test").test_request_context("/"):
        assert read_preferred_wait(request) is None
