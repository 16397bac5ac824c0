"""Whose a prediction is, and the error for those who are not its owner."""

from shared.errors import NumberfigureError
from shared.queue.submissions import Unfinished
from web.parts import Parts


class NotOwnerError(NumberfigureError):
    """Someone else submitted it."""

    status = 403
    slug = "not-owner"
    title = "Only the owner may do that"

    def __init__(self) -> None:
        super().__init__("Use the cookie, or the same token as a bearer, with which the picture was submitted.")


def find_owner(parts: Parts, prediction_id: str) -> str | None:
    """Find whose a prediction is; None when there is no such prediction."""
    entry = parts.queue.look_up(prediction_id)
    record = entry if isinstance(entry, Unfinished) else parts.store.get(prediction_id)
    return record.owner if record else None


def check_replaceable(parts: Parts, prediction_id: str, owner: str) -> None:
    """Raise NotOwnerError for what is someone else's. What is gone already needs no replacing, and is no error."""
    if find_owner(parts, prediction_id) not in {None, owner}:
        raise NotOwnerError
