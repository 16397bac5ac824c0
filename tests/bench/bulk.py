"""W2: one request with ten thousand pictures, timed from its first byte until the last result is stored."""

import csv
import io
import time

import httpx

from tests.bench.load_generator import BUILD, BenchError
from tests.bench.pictures import SMALL, read_pictures, write_pictures
from tests.support.batches import FORM, write_form

PATIENCE_SECONDS = 120


def measure_bulk(url: str) -> float:
    """Submit all small pictures in one request, check each number, and return images a second. Raises BenchError."""
    pictures = read_pictures(write_pictures(BUILD, SMALL))
    names = [f"{place:05}.png" for place in range(len(pictures))]
    body = write_form([(name, image) for name, (image, _) in zip(names, pictures, strict=True)])
    with httpx.Client(base_url=url, timeout=PATIENCE_SECONDS) as http:
        began = time.monotonic()
        answer = http.post("/v1/batches", content=body, headers={"Content-Type": FORM})
        if answer.status_code != 202:
            raise BenchError(f"the batch was answered with {answer.status_code}: {answer.text[:200]}")
        paths = answer.json()["urls"]
        while not (found := http.get(paths["get"], params={"wait": 30, "limit": 0}).json())["done"]:
            if time.monotonic() - began > PATIENCE_SECONDS:
                raise BenchError(f"the batch was not done in time: {found['counts']}")
        seconds = time.monotonic() - began
        rows = list(csv.DictReader(io.StringIO(http.get(paths["results"]).text)))
    if [row["number"] for row in rows] != [number for _, number in pictures]:
        raise BenchError("not every number of the batch is right")
    return len(pictures) / seconds
