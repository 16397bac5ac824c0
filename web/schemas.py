"""The API's other objects: what is not the prediction itself."""

import re
from typing import Self

from flask import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.prediction import Prediction
from shared.queue.workers import WorkerDescription
from web.intake import MalformedRequestError


class PredictionList(BaseModel):
    """A page of the caller's own predictions."""

    data: list[Prediction]
    has_more: bool
    next: str | None = Field(description="Pass it as `after` for the next page.")


NUMBER = r"^[0-9]+( [0-9]+)*$"
MAX_NUMBER = 100


def is_number(text: str) -> bool:
    """Tell whether a text is a number as we write it: digits, a space between lines."""
    return len(text) <= MAX_NUMBER and re.fullmatch(NUMBER, text) is not None and text.isascii()


class Label(BaseModel):
    """A person's correction."""

    model_config = ConfigDict(extra="forbid")

    number: str | None = Field(
        pattern=NUMBER, max_length=MAX_NUMBER, description="The right digits, a space between lines."
    )

    @classmethod
    def read(cls, request: Request) -> Self:
        """Read the label from a request. Raises MalformedRequestError."""
        try:
            return cls.model_validate_json(request.get_data())
        except ValidationError:
            raise MalformedRequestError('Send JSON as {"number": "7"}: digits, a space between lines.') from None


class Health(BaseModel):
    """The process is alive."""

    status: str


class Readiness(BaseModel):
    """Whether submissions can be accepted, and how the parts are that answer them."""

    ready: bool
    queue: str = Field(description="ok, or what is wrong with it.")
    store: str = Field(description="ok, or what is wrong with it.")
    pending: int | None = Field(description="How many submissions wait or are being read.")
    workers: list[WorkerDescription]
