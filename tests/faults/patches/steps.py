"""Death at every step of the path of a prediction: each time a step without a tombstone is taken, everybody there dies.

KILL_TOMBSTONES names a folder; a step whose tombstone is there is survived from then on, so that each kills once.
"""

import functools
import os
import signal
from pathlib import Path


def die_once(step):
    """Kill this process and those it started or was started with, unless that was done at this step before."""
    try:
        (Path(os.environ["KILL_TOMBSTONES"]) / step).touch(exist_ok=False)
    except FileExistsError:
        return
    os.killpg(os.getpgrp(), signal.SIGKILL)


def die_after(step, owner, name, when=lambda *_: True):
    """Have a function kill when it is about to return, if `when` says so of its result and arguments."""
    function = getattr(owner, name)

    @functools.wraps(function)
    def deadly(*arguments, **named):
        result = function(*arguments, **named)
        if when(result, *arguments):
            die_once(step)
        return result

    setattr(owner, name, deadly)


def die_before_publishing(module):
    """Have web die between accepting and publishing."""
    publish = module.Parts.publish

    def die(self, prediction_ids):
        die_once("accepted")
        publish(self, prediction_ids)

    module.Parts.publish = die


def die_while_claiming(module):
    """Have the worker die behind each call to the queue; claims that bring nothing don't count."""
    queue = module.ClaimQueue
    die_after("claimed", queue, "claim", when=lambda batch, *_: batch.claims)
    die_after("begun", queue, "mark_begun", when=lambda *call: call[-1])
    die_after("over", queue, "mark_begun", when=lambda *call: not call[-1])
    die_after("told", queue, "complete", when=lambda told, *_: told)


def die_taking_a_message(module):
    """Have the worker's parent die when it has taken a message from Redis and not yet noted that it has."""
    append = module.QoS.append

    def die(self, *arguments, **named):
        die_once("taken")
        return append(self, *arguments, **named)

    module.QoS.append = die


PATCHES = {
    "web.parts": die_before_publishing,
    "kombu.transport.redis": die_taking_a_message,
    "shared.queue.claims": die_while_claiming,
    "worker.reading": lambda module: die_after("read", module.BatchReading, "_read"),
    "shared.store.sqlite_store": lambda module: die_after("stored", module.SqlitePredictionStore, "save"),
}

STEPS = ["accepted", "taken", "claimed", "begun", "read", "over", "stored", "told"]
"""In the order in which a prediction takes them."""
