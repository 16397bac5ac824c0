"""Owners: made once, known again by cookie or bearer, and not to be forged."""

from collections.abc import Callable

import pytest
from flask import Flask, Request, Response, request

from web.owners import COOKIE, Owner, Owners, WrongTokenError

OWNERS = Owners("secret")


def with_request(ask: Callable[[Request], Owner | str | None], **headers: str) -> Owner | str | None:
    with Flask("test").test_request_context("/", headers=headers):
        return ask(request)


def find(owners: Owners = OWNERS, **headers: str) -> Owner | str | None:
    return with_request(owners.find, **headers)


def read_token(owner: str, secure: bool = False) -> str:
    """Read the token from the cookie that a new visitor gets."""
    response = Response()
    OWNERS.set_cookie(response, Owner(owner, True), secure)
    return response.headers["Set-Cookie"].removeprefix(f"{COOKIE}=").partition(";")[0]


def test_a_visitor_is_known_again_by_the_cookie() -> None:
    made = with_request(OWNERS.find_or_make)
    assert isinstance(made, Owner)
    assert made.is_new
    cookie = f"{COOKIE}={read_token(made.name)}"
    assert find(Cookie=cookie) == made.name
    assert with_request(OWNERS.find_or_make, Cookie=cookie) == Owner(made.name, False)


def test_the_same_token_works_as_a_bearer() -> None:
    for scheme in ("Bearer", "bearer", "BEARER "):
        assert find(Authorization=f"{scheme} {read_token('somebody')}") == "somebody"


def test_the_bearer_counts_before_the_cookie() -> None:
    assert find(Authorization=f"Bearer {read_token('a')}", Cookie=f"{COOKIE}={read_token('b')}") == "a"


def test_new_visitors_are_all_different_and_cannot_be_guessed() -> None:
    names = {with_request(OWNERS.find_or_make).name for _ in range(50)}  # type: ignore[union-attr]
    assert len(names) == 50
    assert min(map(len, names)) >= 20


@pytest.mark.parametrize("change", [lambda token: "x" + token, lambda token: token[:-1], lambda _: "", lambda _: "é.é"])
def test_a_forged_token_is_refused_as_bearer_and_nobody_as_cookie(change: Callable[[str], str]) -> None:
    forged = change(read_token("somebody"))
    with pytest.raises(WrongTokenError) as caught:
        find(Authorization=f"Bearer {forged}")
    assert caught.value.status == 401
    assert find(Cookie=f"{COOKIE}={forged}") is None


def test_a_token_of_another_secret_is_nobody_s() -> None:
    assert find(Owners("another"), Cookie=f"{COOKIE}={read_token('somebody')}") is None


def test_another_scheme_of_authorization_does_not_matter() -> None:
    assert find(Authorization="Basic dXNlcjpwYXNz", Cookie=f"{COOKIE}={read_token('a')}") == "a"
    assert find() is None


def test_the_cookie_is_for_this_site_s_requests_alone() -> None:
    response = Response()
    OWNERS.set_cookie(response, Owner("somebody", True), secure=True)
    attributes = {part.strip() for part in response.headers["Set-Cookie"].split(";")}
    assert {"HttpOnly", "SameSite=Lax", "Secure", "Path=/"} <= attributes


def test_a_known_visitor_gets_no_cookie_again() -> None:
    response = Response()
    OWNERS.set_cookie(response, Owner("somebody", False), secure=False)
    assert "Set-Cookie" not in response.headers
