"""Whether this process lives, and whether submissions can be accepted."""

from flask import Blueprint, Response

from shared.queue.connection import QueueUnavailableError
from shared.store.contract import StoreUnavailableError
from web.describing import describe
from web.parts import Parts, get_parts
from web.schemas import Health, Readiness

health = Blueprint("health", __name__)

OK = "ok"


@health.get("/healthz")
@describe(responses={200: Health})
def show_health() -> Response:
    """Answer while the process lives, whatever it depends on."""
    return Response(Health(status="ok").model_dump_json(), mimetype="application/json")


@health.get("/readyz")
@describe(responses={200: Readiness, 503: Readiness})
def show_readiness() -> Response:
    """Answer 200 while submissions can be accepted; the body tells of the store and the workers too."""
    readiness = _assess(get_parts())
    response = Response(readiness.model_dump_json(), 200 if readiness.ready else 503, mimetype="application/json")
    if not readiness.ready:
        response.headers["Retry-After"] = "2"
    return response


def _assess(parts: Parts) -> Readiness:
    """Submissions are accepted into Redis, so a store that is away delays answers, but refuses nobody."""
    try:
        parts.queue.check()
        totals = parts.queue.read_totals()
        workers = parts.registry.list_workers()
    except QueueUnavailableError as error:
        return Readiness(ready=False, queue=error.detail, store="not asked", pending=None, workers=[])
    pending, settings = totals["pending"], parts.settings
    full = pending >= settings.max_pending or totals.get("pending_bytes", 0) >= settings.max_pending_bytes
    return Readiness(
        ready=not full, queue="full" if full else OK, store=ask_store(parts), pending=pending, workers=workers
    )


def ask_store(parts: Parts) -> str:
    """Return OK, or what is wrong with the store."""
    try:
        parts.store.check()
    except StoreUnavailableError as error:
        return error.detail
    return OK
