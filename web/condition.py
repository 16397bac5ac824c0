"""How everything is, for the operator's views: the figures, the workers, and whether Redis and the store work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.queue.accounts import Accounts
from shared.queue.connection import QueueUnavailableError
from shared.queue.workers import WorkerDescription
from web.accuracy import ModelAccuracy
from web.health import OK, ask_store
from web.parts import Parts


@dataclass(frozen=True, slots=True)
class ModelCondition:
    """How one model does: how many pictures it has read, and what people said, if anybody said anything."""

    version: str
    read: int
    accuracy: ModelAccuracy | None


@dataclass(frozen=True, slots=True)
class Condition:
    """What could be learned; `queue` and `store` are OK, or what is wrong with them."""

    queue: str
    store: str
    accounts: Accounts | None
    workers: list[WorkerDescription]
    models: list[ModelCondition]

    @property
    def queue_is_up(self) -> bool:
        """Whether Redis answers and takes writes."""
        return self.queue == OK

    @property
    def store_is_up(self) -> bool:
        """Whether the store answers."""
        return self.store == OK

    @property
    def images_per_second(self) -> float:
        """The pace of all workers together."""
        return sum(worker.images_per_second or 0 for worker in self.workers)


def assess_condition(parts: Parts) -> Condition:
    """Ask Redis and the store. A Redis that hangs is asked once, so that the operator hears of it soon."""
    queue, accounts, workers, read = OK, None, [], dict[str, int]()
    try:
        accounts = parts.accounts.read()
        workers = parts.registry.list_workers()
        read = parts.pulse.read_models()
        # It may be read from and yet take no writes.
        parts.queue.check()
    except QueueUnavailableError as error:
        queue = error.detail
    store = ask_store(parts)
    return Condition(
        queue, store, accounts, workers, _describe_models(read, parts.accuracy.read() if store == OK else [])
    )


def _describe_models(read: Mapping[str, int], known: Iterable[ModelAccuracy]) -> list[ModelCondition]:
    accuracies = {each.model_version: each for each in known}
    return [
        ModelCondition(version, read.get(version, 0), accuracies.get(version))
        for version in sorted(read.keys() | accuracies.keys())
    ]
