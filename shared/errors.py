"""The errors that cross a boundary: each has a status, a stable type, and words that say what to do."""

from typing import ClassVar

PROBLEM_PREFIX = "urn:numberfigure:problem:"


class NumberfigureError(Exception):
    """The root of our errors; the web turns each into problem+json (RFC 9457) or a page."""

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something went wrong on our side"

    def __init__(self, detail: str, retry_after: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.retry_after = retry_after

    @property
    def type(self) -> str:
        """The stable identifier that clients may compare."""
        return PROBLEM_PREFIX + self.slug


class SettingsError(NumberfigureError):
    """A setting has a value that cannot be used."""

    slug = "wrong-setting"
    title = "A setting is wrong"


class UnavailableError(NumberfigureError):
    """A part that we depend on does not answer; trying again later can help."""

    status = 503
    slug = "unavailable"
    title = "Temporarily unavailable"

    def __init__(self, detail: str, retry_after: int = 2) -> None:
        super().__init__(detail, retry_after)
