"""`make bench-stages`: what each stage of a prediction costs, one after the other, on real Redis and SQLite.

Printed are microseconds a picture: processor time of this process, and the whole time, which has Redis's and the
disk's in it. Nobody else wants the cores meanwhile, so that under load all of it takes longer.
"""

import argparse
import contextlib
import functools
import io
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import web.submitting
import worker.service
from model import reader as reading
from model.artifact import default_artifact_dir
from model.classifier import Classifier, load_classifier
from model.reader import Reader
from shared.log import set_up_logs
from shared.queue.claims import ClaimQueue
from shared.queue.submissions import SubmissionQueue
from shared.settings import Settings
from shared.store.opening import open_store
from shared.store.sqlite_store import SqlitePredictionStore
from tests.bench.load_generator import BUILD
from tests.bench.pictures import SMALL, read_pictures, write_pictures
from tests.support.redis_server import RedisServer
from web.app import create_app
from worker.reading import BatchReading
from worker.service import PredictionService

COUNT = 3000

STAGES: list[tuple[Any, str, str]] = [
    (web.submitting, "count_pixels", "POST: sniff the picture's header"),
    (SubmissionQueue, "accept", "POST: accept, one script"),
    (SubmissionQueue, "look_up", "GET: look up, one round trip"),
    (ClaimQueue, "claim", "claim"),
    (ClaimQueue, "mark_begun", "mark where reading begins, and where it is over"),
    (reading, "decode_picture", "decode"),
    (reading, "preprocess", "preprocess"),
    (reading, "draw_preview", "draw the preview"),
    (Classifier, "classify", "the CNN"),
    (BatchReading, "read", "mark, decode, preprocess, CNN, draw: all of reading"),
    (worker.service, "finish", "write the answer and its pictures"),
    (SqlitePredictionStore, "save", "store, synced"),
    (ClaimQueue, "complete", "tell: hot copy and announcement"),
]


class Stopwatch:
    """Adds up what calls take."""

    def __init__(self) -> None:
        self.processor: dict[str, float] = defaultdict(float)
        self.whole: dict[str, float] = defaultdict(float)

    @contextlib.contextmanager
    def time(self, name: str) -> Iterator[None]:
        """Add up what happens within."""
        began, processor = time.perf_counter(), time.process_time()
        yield
        self.whole[name] += time.perf_counter() - began
        self.processor[name] += time.process_time() - processor

    def wrap(self, owner: Any, attribute: str, name: str) -> None:
        """Have all calls of a function be added up."""
        call = getattr(owner, attribute)

        @functools.wraps(call)
        def timed(*arguments: Any, **options: Any) -> Any:
            with self.time(name):
                return call(*arguments, **options)

        setattr(owner, attribute, timed)

    def render(self, count: int) -> str:
        """Render a table of microseconds for each of so many pictures."""
        lines = ["| stage | processor, µs | whole, µs |", "| --- | --- | --- |"]
        for name, whole in self.whole.items():
            lines.append(f"| {name} | {1e6 * self.processor[name] / count:.0f} | {1e6 * whole / count:.0f} |")
        return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench-stages", description=__doc__)
    parser.add_argument(
        "--waiting", type=int, default=16, help="pictures that wait when the worker claims (%(default)s)"
    )
    parser.add_argument("--runtime", default="litert", choices=["litert", "tensorflow"])
    options = parser.parse_args()
    pictures = [image for image, _ in read_pictures(write_pictures(BUILD, SMALL))[:COUNT]]
    stopwatch = Stopwatch()
    for stage in STAGES:
        stopwatch.wrap(*stage)
    with tempfile.TemporaryDirectory() as folder:
        redis = RedisServer(Path(folder))
        redis.start()
        try:
            settings = Settings(redis_url=redis.url, data_dir=Path(folder), rate_limit=0, runtime=options.runtime)
            _measure(settings, pictures, options.waiting, stopwatch)
        finally:
            redis.stop()
    print(f"{COUNT} pictures, {options.waiting} at once, {options.runtime}\n\n{stopwatch.render(COUNT)}")


def _measure(settings: Settings, pictures: list[bytes], waiting: int, stopwatch: Stopwatch) -> None:
    # Logs are written, as they are in service.
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stderr(nowhere):
        set_up_logs(settings, "bench")
    app = create_app(settings)
    service = _open_service(settings)
    cookie = _call(app, "POST", "/v1/predictions", pictures[0])["Set-Cookie"].partition(";")[0]
    service.answer_due([])
    # What it took until now, once, is not to count.
    stopwatch.processor.clear()
    stopwatch.whole.clear()
    for start in range(0, len(pictures), waiting):
        places = []
        for image in pictures[start : start + waiting]:
            with stopwatch.time("POST: all of Flask"):
                places.append(_call(app, "POST", "/v1/predictions", image, cookie)["Location"])
        with stopwatch.time("worker: all of it"):
            service.answer_due([])
        for place in places:
            with stopwatch.time("GET: all of Flask"):
                _call(app, "GET", place, b"", cookie)


def _open_service(settings: Settings) -> PredictionService:
    classifier = load_classifier(default_artifact_dir(), settings.runtime)
    classifier.warm_up()
    reader = Reader(classifier, settings.max_pixels)
    reader.warm_up()
    queue = ClaimQueue(settings)
    service = PredictionService(
        name="bench:1",
        model_version=classifier.version,
        queue=queue,
        store=open_store(settings),
        reading=BatchReading(reader, queue, threads=1),
        publish=lambda _: None,
        keep_originals=False,
    )
    service.store_is_up()
    return service


def _call(app: Any, method: str, path: str, body: bytes, cookie: str = "") -> dict[str, str]:
    """Call the app as a server does; returns the headers of the answer."""
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "wait=10" if method == "GET" else "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_COOKIE": cookie,
        "CONTENT_TYPE": "image/png",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    answered: dict[str, str] = {}

    def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
        if not status.startswith("20"):
            raise RuntimeError(f"{method} {path} was answered with {status}")
        answered.update(headers)

    b"".join(app(environ, start_response))
    return answered


if __name__ == "__main__":
    main()
