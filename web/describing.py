"""What a view says of itself for the API description."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

View = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Description:
    """The answers of a view (a model, a media type, or None for no body), its errors, and what it takes."""

    responses: Mapping[int, type[BaseModel] | str | None]
    errors: Sequence[int] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    takes: type[BaseModel] | None = None
    takes_picture: bool = False
    takes_batch: bool = False


_descriptions: dict[str, Description] = {}


def describe(
    *,
    responses: Mapping[int, type[BaseModel] | str | None],
    errors: Sequence[int] = (),
    query: Mapping[str, str] | None = None,
    takes: type[BaseModel] | None = None,
    takes_picture: bool = False,
    takes_batch: bool = False,
) -> Callable[[View], View]:
    """Describe a view; its docstring is the rest of the description."""

    def note(view: View) -> View:
        _descriptions[f"{view.__module__}.{view.__name__}"] = Description(
            responses, errors, query or {}, takes, takes_picture, takes_batch
        )
        return view

    return note


def find_description(view: View) -> Description | None:
    """Find what was said of a view."""
    return _descriptions.get(f"{view.__module__}.{view.__name__}")
