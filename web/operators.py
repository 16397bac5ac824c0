"""Who may see the operator's views: everybody while only this machine reaches web, otherwise who has the token."""

import hmac

from flask import Request
from werkzeug.wrappers import Response

from shared.errors import NumberfigureError
from shared.secret import load_or_make_secret
from shared.settings import Settings
from web.bearer import read_bearer

COOKIE = "numberfigure_operator"
COOKIE_PATH = "/status"
TOKEN_FILE = "operator_token"  # noqa: S105 - a file's name.


class OperatorTokenError(NumberfigureError):
    """The request does not carry the operator's token."""

    status = 401
    slug = "operator-token-needed"
    title = "This is for the operator"

    def __init__(self) -> None:
        super().__init__(
            "Send the operator's token as `Authorization: Bearer TOKEN`, or open /status?token=TOKEN in a browser. It "
            f"is NUMBERFIGURE_OPERATOR_TOKEN, or, if that was not given, in the file {TOKEN_FILE} in web's data "
            "folder (NUMBERFIGURE_DATA_DIR)."
        )


class Operators:
    """Checks the operator's token.

    What address a request comes from proves nothing: behind a proxy all come from the proxy's. What web is bound to
    does.
    """

    def __init__(self, settings: Settings) -> None:
        self._token = load_or_make_secret(settings.operator_token, settings.data_dir, TOKEN_FILE)
        self._needs_token = not settings.bound_to_loopback

    def check(self, request: Request) -> None:
        """Raise OperatorTokenError unless the request may see the operator's views."""
        bearer = read_bearer(request)
        sent = request.cookies.get(COOKIE, "") if bearer is None else bearer
        if self._needs_token and not self.is_token(sent):
            raise OperatorTokenError

    def is_token(self, text: str) -> bool:
        """Tell whether this is the token, in a time that tells nothing of it. An empty one opens nothing."""
        return bool(self._token) and hmac.compare_digest(text.encode(errors="replace"), self._token.encode())

    def set_cookie(self, response: Response, secure: bool) -> None:
        """Have the browser remember the token until it is closed, and send it nowhere but to /status."""
        response.set_cookie(COOKIE, self._token, httponly=True, samesite="Strict", secure=secure, path=COOKIE_PATH)
