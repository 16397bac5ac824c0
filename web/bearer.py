"""The token that a program sends in the Authorization header (RFC 6750)."""

from flask import Request


def read_bearer(request: Request) -> str | None:
    """Read the bearer token; None when there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
