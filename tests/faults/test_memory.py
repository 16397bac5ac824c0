"""A process of the pool that runs out of memory is replaced, and what it was reading is read by the next one."""

import io

import psutil
import pytest
from PIL import Image

from tests.faults.pictures import make_picture
from tests.faults.site import Site
from tests.support.polling import wait_for
from tests.support.visitor import Visitor

SIDE = 4000
"""Of a picture that takes some tens of megabytes to read, and fits into a batch with others."""
SPARE_BYTES = 8_000_000
NEIGHBOURS = 8


def make_large_picture() -> tuple[bytes, str]:
    """Make a large picture, and tell its number."""
    image, number = make_picture(3)
    buffer = io.BytesIO()
    Image.open(io.BytesIO(image)).resize((SIDE, SIDE)).save(buffer, "PNG")
    return buffer.getvalue(), number


@pytest.mark.timeout(300)
def test_a_process_without_memory_is_replaced_and_nothing_fails(site: Site) -> None:
    site.start()
    [child] = site.find_tree("worker")[1:]
    limit = child.memory_info().vms + SPARE_BYTES
    child.rlimit(psutil.RLIMIT_AS, (limit, limit))
    pictures = [make_picture(place) for place in range(NEIGHBOURS)] + [make_large_picture()]
    with Visitor(site.stack.url) as visitor:
        child.suspend()  # So that all of them become one batch.
        ids = [visitor.submit(image)["id"] for image, _ in pictures]
        child.resume()
        answers = [visitor.await_answer(prediction_id) for prediction_id in ids]
    assert [answer["number"] for answer in answers] == [number for _, number in pictures]
    wait_for(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
