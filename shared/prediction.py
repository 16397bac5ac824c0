"""The prediction, as people and programs see it: the object of the API, and what is stored of it."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

Milliseconds = Annotated[float, PlainSerializer(lambda value: round(value, 3), return_type=float)]


class Status(StrEnum):
    """Where a prediction stands."""

    QUEUED = "queued"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def is_final(self) -> bool:
        """Whether the prediction will not change any more by itself."""
        return self not in {Status.QUEUED, Status.PROCESSING}


class _Part(BaseModel):
    """A part of the object; immutable."""

    model_config = ConfigDict(frozen=True)


class Digit(_Part):
    """One digit that was read."""

    digit: int = Field(ge=0, le=9)
    confidence: float = Field(ge=0, le=1, description="Calibrated probability that this digit is right.")
    probabilities: list[float] = Field(min_length=10, max_length=10, description="Of 0 to 9; they sum to 1.")
    box: list[int] = Field(min_length=4, max_length=4, description="left, top, width, height in the upright picture.")
    line: int = Field(ge=0, description="The line of writing, counted from the top.")


class Timings(_Part):
    """Where the time went, in milliseconds."""

    queued_ms: Milliseconds | None = None
    preprocess_ms: Milliseconds | None = None
    inference_ms: Milliseconds | None = None


class QueuePlace(_Part):
    """Where a waiting submission stands."""

    position: int = Field(ge=1, description="1 is the next to be claimed.")
    eta_seconds: float | None = Field(description="Estimate until it is answered; null when no worker has joined.")


class Problem(_Part):
    """What went wrong and what to do, as in RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


class Urls(_Part):
    """Paths of what belongs to the prediction."""

    get: str
    web: str
    cancel: str
    input: str
    preview: str
    ink: str = Field("", description="The ink that was found; absent from predictions made before 2026-12.")


class Prediction(_Part):
    """The prediction object of the API."""

    id: str
    status: Status
    number: str = Field(
        "", description="The digits in reading order, a space between lines; empty when there are none."
    )
    digits: list[Digit] = Field(default_factory=list)
    width: int | None = Field(None, description="Of the upright picture, in pixels.")
    height: int | None = None
    warnings: list[str] = Field(default_factory=list, description="blank, not_a_digit, uncertain, low_contrast …")
    filename: str = ""
    model_version: str | None = None
    worker: str | None = Field(None, description="The worker that answered.")
    created_at: str
    completed_at: str | None = None
    timings: Timings = Field(default_factory=Timings)
    queue: QueuePlace | None = Field(None, description="Only while it is queued.")
    label: str | None = Field(None, description="The right number, as a person corrected it.")
    error: Problem | None = None
    batch: str | None = Field(None, description="The id of the batch that it came in.")
    urls: Urls


def make_urls(prediction_id: str) -> Urls:
    """Name the paths of one prediction."""
    base = f"/v1/predictions/{prediction_id}"
    return Urls(
        get=base,
        web=f"/p/{prediction_id}",
        cancel=f"{base}/cancel",
        input=f"{base}/input.png",
        preview=f"{base}/preview.png",
        ink=f"{base}/ink.png",
    )


def format_time(milliseconds: int) -> str:
    """Write milliseconds since 1970 as RFC 3339 in UTC, for instance 2026-11-22T12:00:00.000Z."""
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
