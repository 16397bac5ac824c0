"""Flask and Celery as tutorials have them: a message for each image, which carries it; the view waits for its result.

`REDIS` is the URL of their broker and result backend.
"""

import base64
import os

from celery import Celery
from celery.signals import worker_process_init
from flask import Flask, request

from tests.bench.peers.reading import load_reader, read_numbers

celery = Celery("tutorial", broker=os.environ["REDIS"], backend=os.environ["REDIS"])
app = Flask("tutorial")
readers = []


@worker_process_init.connect
def load(**_: object) -> None:
    """Load the reader once a process."""
    readers.append(load_reader())


@celery.task(name="read")
def read(picture: str) -> str:
    """Read one picture, sent as base64."""
    return read_numbers(readers[0], [base64.b64decode(picture)])[0]


@app.post("/predict")
def predict() -> dict[str, str]:
    """Take a raw picture, and wait until it is read."""
    return {"number": read.delay(base64.b64encode(request.get_data()).decode()).get(timeout=60)}
