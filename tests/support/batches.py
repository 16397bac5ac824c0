"""Batches as programs send them: forms of many parts, and zips."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from shared.ids import make_ascending_ids, make_prediction_id
from shared.queue.batches import BatchQueue, Item

BOUNDARY = "a-boundary-of-batches"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
CLIENT = "127.0.0.1"


def write_form(pictures: Iterable[tuple[str, bytes]], name: str = "file", *, is_whole: bool = True) -> bytes:
    """Write a form with a part for each picture, or one that breaks off before its end."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        f"Content-Type: application/octet-stream\r\n\r\n".encode()
        + image
        + b"\r\n"
        for filename, image in pictures
    ]
    return b"".join(parts) + (f"--{BOUNDARY}--\r\n".encode() if is_whole else b"")


def write_zip(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Write a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def make_items(count: int, after: str | None = None, **changes: Any) -> list[Item]:
    """Make pictures of a batch."""
    usual = {"image": b"7", "pixels": 784, "filename": "seven.png"}
    return [Item(prediction_id, **(usual | changes)) for prediction_id in make_ascending_ids(count, after)]


def accept_batch(batches: BatchQueue, count: int = 3, owner: str = "owner", **changes: Any) -> tuple[str, list[str]]:
    """Accept a batch as one piece; returns its id and those of its pictures."""
    batch_id, items = make_prediction_id(), make_items(count, **changes)
    batches.accept(batch_id, owner, CLIENT, items, is_first=True)
    return batch_id, list_ids(items)


def list_ids(items: Sequence[Item]) -> list[str]:
    """List the ids of pictures."""
    return [item.prediction_id for item in items]
