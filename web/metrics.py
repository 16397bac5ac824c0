"""/metrics, for Prometheus: read from Redis at each scrape, so that any web process tells the same."""

from collections.abc import Iterator

from flask import Blueprint, Response, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from shared.queue.accounts import Accounts
from shared.queue.workers import WorkerDescription
from web.condition import Condition, ModelCondition, assess_condition
from web.parts import get_parts

metrics = Blueprint("metrics", __name__)

PREFIX = "numberfigure_"
WORKER_LABELS = ("worker", "model_version", "runtime")


@metrics.get("/metrics")
def show_metrics() -> Response:
    """Show the figures as they are now; while Redis is away only that is told."""
    parts = get_parts()
    parts.operators.check(request)
    registry = CollectorRegistry()
    registry.register(ConditionCollector(assess_condition(parts)))
    response = Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response


class ConditionCollector(Collector):
    """Writes a condition as metrics."""

    def __init__(self, condition: Condition) -> None:
        self._condition = condition

    def collect(self) -> Iterator[Metric]:
        """Yield what is known."""
        condition = self._condition
        yield _gauge("queue_up", "Whether Redis answers and takes writes.", condition.queue_is_up)
        yield _gauge("store_up", "Whether the store of predictions answers.", condition.store_is_up)
        if condition.accounts:
            yield from _collect_accounts(condition.accounts)
            yield from _collect_workers(condition.workers)
            yield from _collect_models(condition.models)


def _collect_accounts(accounts: Accounts) -> Iterator[Metric]:
    yield _counter("accepted", "Submissions that were accepted.", accounts.accepted)
    yield _counter("succeeded", "Predictions that succeeded.", accounts.succeeded)
    yield _counter("failed", "Predictions that failed.", accounts.failed)
    yield _counter("canceled", "Submissions that were canceled, or erased unfinished.", accounts.canceled)
    yield _gauge("pending", "Submissions in flight: waiting, or being read.", accounts.pending)
    yield _gauge("pending_bytes", "Bytes of their pictures.", accounts.pending_bytes)
    oldest_seconds = accounts.oldest_pending_ms / 1000
    yield _gauge("oldest_pending_seconds", "Age of the oldest submission in flight; 0 without any.", oldest_seconds)
    yield _gauge("queued_messages", "Celery's messages that no worker has taken yet.", accounts.queued_messages)


def _collect_workers(workers: list[WorkerDescription]) -> Iterator[Metric]:
    yield _gauge("workers", "Worker processes that have joined.", len(workers))
    answered = CounterMetricFamily(
        PREFIX + "worker_answered", "Predictions that the worker answered since it started.", labels=WORKER_LABELS
    )
    pace = GaugeMetricFamily(
        PREFIX + "worker_images_per_second", "The worker's pace while it has work.", labels=WORKER_LABELS
    )
    for worker in workers:
        labels = (worker.name, worker.model_version, worker.runtime)
        answered.add_metric(labels, worker.answered)
        if worker.images_per_second is not None:
            pace.add_metric(labels, worker.images_per_second)
    yield answered
    yield pace


def _collect_models(models: list[ModelCondition]) -> Iterator[Metric]:
    labels = ("model_version",)
    read = CounterMetricFamily(PREFIX + "model_read", "Pictures that the model has read.", labels=labels)
    judged = GaugeMetricFamily(
        PREFIX + "model_labels",
        "Answers of the model that people confirmed (right) or corrected (wrong), within the retention.",
        labels=(*labels, "verdict"),
    )
    accuracy = GaugeMetricFamily(
        PREFIX + "model_live_accuracy", "The share of right ones among the answers that people judged.", labels=labels
    )
    for model in models:
        read.add_metric((model.version,), model.read)
        if model.accuracy:
            judged.add_metric((model.version, "right"), model.accuracy.right)
            judged.add_metric((model.version, "wrong"), model.accuracy.wrong)
            accuracy.add_metric((model.version,), model.accuracy.share)
    yield read
    yield judged
    yield accuracy


def _counter(name: str, meaning: str, value: float) -> Metric:
    """Make a counter; the format adds `_total` to its name."""
    return CounterMetricFamily(PREFIX + name, meaning, value=value)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(PREFIX + name, meaning, value=value)
