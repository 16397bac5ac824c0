"""The pictures of a batch as they were sent, each checked by itself, so that one that is none spoils no other."""

from dataclasses import dataclass

from shared.errors import NumberfigureError
from shared.prediction import Problem
from shared.queue.batches import Item
from web.intake import MAX_FILENAME, clean_name
from web.sniff import Limits, count_pixels


@dataclass(frozen=True, slots=True)
class SentInBatch:
    """A picture with its name, or, where it could not even be received, the problem."""

    filename: str
    image: bytes = b""
    problem: NumberfigureError | None = None


def check_picture(sent: SentInBatch, prediction_id: str, limits: Limits) -> Item:
    """Check a picture as one that comes alone; what cannot be accepted keeps its place, with its problem."""
    problem = sent.problem
    if problem is None:
        try:
            return Item(prediction_id, sent.image, count_pixels(sent.image, limits), sent.filename)
        except NumberfigureError as error:
            problem = error
    told = Problem(type=problem.type, title=problem.title, status=problem.status, detail=problem.detail)
    return Item(prediction_id, b"", 0, sent.filename, told.model_dump_json())


def clean_path(path: str) -> str:
    """Keep a path as text: with its folders, by which people tell files of one name apart, and of bounded length."""
    names = [name for name in path.replace("\\", "/").split("/") if name not in {"", ".", ".."}]
    return "/".join(clean_name(name) for name in names)[-MAX_FILENAME:]
