"""A visitor's own predictions, newest first: what is still in the queue, and what is stored."""

from dataclasses import dataclass

from shared.prediction import Prediction
from web.lookup import describe_stored, describe_unfinished
from web.parts import Parts


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the history, and the id behind which the next one begins, if there is one."""

    predictions: list[Prediction]
    next_after: str | None


def list_history(parts: Parts, owner: str | None, limit: int, after: str | None) -> Page:
    """List a page. What is in both places was just finished, and the stored one counts."""
    if owner is None:
        return Page([], None)
    found = {
        entry.prediction_id: describe_unfinished(parts, entry)
        for entry in parts.queue.list_unfinished(owner, limit + 1, after)
    }
    for stored in parts.store.list_by_owner(owner, limit + 1, after):
        found[stored.prediction_id] = Prediction.model_validate_json(describe_stored(stored))
    # Ids sort by time, so the newest are the greatest.
    newest = [found[prediction_id] for prediction_id in sorted(found, reverse=True)]
    return Page(newest[:limit], newest[limit - 1].id if len(newest) > limit else None)
