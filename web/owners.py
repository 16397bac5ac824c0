"""Who a visitor is: a random owner in a signed cookie, or the same token as a bearer."""

import secrets
from dataclasses import dataclass

from flask import Request
from itsdangerous import BadSignature, Signer
from werkzeug.wrappers import Response

from shared.errors import NumberfigureError
from web.bearer import read_bearer

COOKIE = "numberfigure_owner"
COOKIE_SECONDS = 400 * 24 * 3600
"""The longest that browsers keep a cookie."""


class WrongTokenError(NumberfigureError):
    """The bearer token was not made here."""

    status = 401
    slug = "wrong-token"
    title = "The token is not valid"


@dataclass(frozen=True, slots=True)
class Owner:
    """A visitor, and whether the cookie has still to be set."""

    name: str
    is_new: bool


class Owners:
    """Reads and makes owners' tokens: the owner's random name, a dot, and its signature."""

    def __init__(self, secret: str) -> None:
        self._signer = Signer(secret, salt="numberfigure.owner")

    def find(self, request: Request) -> str | None:
        """Find the owner of a request; None for a new visitor. Raises WrongTokenError for a bearer that is not ours."""
        token = read_bearer(request)
        if token is not None:
            owner = self._read(token)
            if owner is None:
                raise WrongTokenError("Send the value of the cookie that the first POST set, or no Authorization.")
            return owner
        # A cookie that is not ours, or no longer, makes a new visitor and no error: nobody typed it.
        return self._read(request.cookies.get(COOKIE, ""))

    def find_or_make(self, request: Request) -> Owner:
        """Find the owner of a request, or make one."""
        found = self.find(request)
        return Owner(found, False) if found else Owner(secrets.token_urlsafe(16), True)

    def set_cookie(self, response: Response, owner: Owner, secure: bool) -> None:
        """Set the cookie of a new visitor."""
        if owner.is_new:
            token = self._signer.sign(owner.name).decode()
            response.set_cookie(
                COOKIE, token, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=secure, path="/"
            )

    def _read(self, token: str) -> str | None:
        try:
            return self._signer.unsign(token).decode()
        except (BadSignature, UnicodeError):
            return None
