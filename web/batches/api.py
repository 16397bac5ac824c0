"""The API's calls of batches."""

from flask import Blueprint, Response, request, url_for

from web.batches import lookup, owning
from web.batches.accepting import accept_batch
from web.batches.schemas import Batch, BatchList, BatchResults
from web.batches.table import write_table
from web.describing import describe
from web.history import Page
from web.parts import get_parts
from web.preferences import PAGE_QUERY, read_page, read_preferred_wait, read_wait
from web.replies import keep_private, make_reply, tell_rate, tell_submitted

batches = Blueprint("batches", __name__, url_prefix="/v1/batches")


@batches.post("")
@describe(responses={201: Batch, 202: Batch}, errors=[400, 401, 409, 413, 415, 429, 503], takes_batch=True)
def create_batch() -> Response:
    """Submit many pictures at once, as parts of a form or as a zip.

    Answered with 202 when all of it is accepted, or, with `Prefer: wait=N`, with 201 when it is done within N seconds.
    All of it is accepted or nothing. A picture that cannot be read fails by itself.
    """
    parts = get_parts()
    owner = parts.owners.find_or_make(request)
    receipt = accept_batch(parts, request, owner)
    wait = read_preferred_wait(request)
    batch = lookup.await_accepted(parts, receipt, wait or 0)
    response = _answer(batch, 201 if wait is not None and batch.done else 202)
    tell_submitted(response, url_for("batches.get_batch", batch_id=receipt.batch_id), wait)
    tell_rate(response, parts.settings.effective_batch_rate_limit, receipt.rate_left)
    parts.owners.set_cookie(response, owner, request.is_secure)
    return response


@batches.get("")
@describe(responses={200: BatchList}, errors=[400, 401, 503], query=PAGE_QUERY)
def list_batches() -> Response:
    """List the caller's own batches, newest first."""
    parts = get_parts()
    limit, after = read_page(request)
    body = lookup.list_batches(parts, parts.owners.find(request), limit, after)
    return make_reply(body.model_dump_json())


@batches.get("/<batch_id>")
@describe(
    responses={200: BatchResults},
    errors=[400, 404, 503],
    query=PAGE_QUERY | {"wait": "Seconds to wait until it is done.", "limit": "How many at most, 0 to 100."},
)
def get_batch(batch_id: str) -> Response:
    """Read how far a batch is, and a page of its results; with `wait`, when it is done or the time is over."""
    wait = read_wait(request)
    limit, after = read_page(request, least=0)
    parts = get_parts()
    found = lookup.await_batch(parts, batch_id, wait) if wait else lookup.count_batch(parts, batch_id)
    page = lookup.list_results(parts, batch_id, limit, after) if limit else Page([], None)
    batch = lookup.describe(parts, batch_id, found)
    return _answer(
        BatchResults(
            **dict(batch),
            data=page.predictions,
            has_more=page.next_after is not None or not limit,
            next=page.next_after,
        ),
        200,
    )


@batches.get("/<batch_id>/results.csv")
@describe(responses={200: "text/csv"}, errors=[404, 503])
def get_results(batch_id: str) -> Response:
    """All results as CSV, in the order in which the pictures were sent."""
    parts = get_parts()
    lookup.count_batch(parts, batch_id)
    response = Response(write_table(parts, batch_id), mimetype="text/csv")
    keep_private(response)
    response.headers["Content-Disposition"] = f'attachment; filename="{batch_id}.csv"'
    return response


@batches.post("/<batch_id>/cancel")
@describe(responses={200: Batch}, errors=[401, 403, 404, 503])
def cancel_batch(batch_id: str) -> Response:
    """Cancel all of a batch that no worker has begun."""
    parts = get_parts()
    found = owning.cancel_batch(parts, request, batch_id)
    return _answer(lookup.describe(parts, batch_id, found), 200)


@batches.delete("/<batch_id>")
@describe(responses={204: None}, errors=[401, 403, 404, 503])
def erase_batch(batch_id: str) -> Response:
    """Erase a batch for good, its predictions and pictures too."""
    owning.erase_batch(get_parts(), request, batch_id)
    return Response(status=204)


def _answer(batch: Batch, status: int) -> Response:
    return make_reply(batch.model_dump_json(), status, is_final=batch.done)
