"""The kinds of faults: what each does to a running site, and which parts must be whole again before the next one."""

import contextlib
import random
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import psutil

from tests.faults.site import Site
from tests.support.toxiproxy import Wire

SHORTEST_HANG_SECONDS = 1.0
LONGEST_HANG_SECONDS = 8.0
"""Longer than a lease, so that some of those that hang lose their claims and some don't."""

FIRST_WORK_SECONDS = 60

SLOW_MILLISECONDS = 300
"""What a slow wire adds to each answer, give or take a half."""

Harm = Callable[[Site, random.Random], set[int]]
"""Does harm, and returns the processes that must be replaced before the part is whole again."""


@dataclass(frozen=True)
class FaultKind:
    """A way to do harm, and the parts that suffer from it."""

    name: str
    parts: frozenset[str]
    harm: Harm


def _kill_tree(part: str) -> Harm:
    return lambda site, _: _kill(site.find_tree(part))


def _kill_root(part: str) -> Harm:
    def harm(site: Site, _: random.Random) -> set[int]:
        tree = site.find_tree(part)
        _kill(tree[:1])
        # Its children have nobody to answer to and must go, too.
        return {process.pid for process in tree}

    return harm


def _kill_child(part: str) -> Harm:
    return lambda site, rng: _kill(_choose_child(site, part, rng))


def _hang_root(part: str) -> Harm:
    return lambda site, rng: _hang(site.find_tree(part)[:1], rng)


def _stop_root(part: str) -> Harm:
    """Freeze the first process for good: somebody has to notice, and replace it with its children."""

    def harm(site: Site, _: random.Random) -> set[int]:
        # Before the first work the watchdog is patient.
        until = time.monotonic() + FIRST_WORK_SECONDS
        while not site.has_worked() and time.monotonic() < until:
            time.sleep(0.1)
        tree = site.find_tree(part)
        for process in tree[:1]:
            process.suspend()
        return {process.pid for process in tree}

    return harm


def _hang_child(part: str) -> Harm:
    return lambda site, rng: _hang(_choose_child(site, part, rng), rng)


def _restart_rolling(site: Site, _: random.Random) -> set[int]:
    old = {process.pid for part in ("web", "worker") for process in site.find_tree(part)}
    # Web's first process stays: it keeps the socket.
    root = site.find_root("web")
    site.stack.supervisor.send_signal(signal.SIGHUP)
    return old - {root.pid if root else 0}


def _kill_cassandra(site: Site, _: random.Random) -> set[int]:
    assert site.cassandra
    site.cassandra.kill()
    site.cassandra.start()
    return set()


def _hang_cassandra(site: Site, rng: random.Random) -> set[int]:
    assert site.cassandra
    site.cassandra.pause()
    time.sleep(_choose_seconds(rng))
    site.cassandra.resume()
    return set()


def _harm_wire(part: str, action: Callable[[Wire], None]) -> Harm:
    def harm(site: Site, rng: random.Random) -> set[int]:
        assert site.wiring
        wire = site.wiring.wires[part]
        action(wire)
        time.sleep(_choose_seconds(rng))
        wire.heal()
        return set()

    return harm


def _kill_unsupervised_redis(site: Site, _: random.Random) -> set[int]:
    assert site.wiring
    site.wiring.redis.kill()
    site.wiring.redis.start()
    return set()


def _choose_child(site: Site, part: str, rng: random.Random) -> list[psutil.Process]:
    """Choose one; none where an outage of another part has just ended them all."""
    children = site.find_tree(part)[1:]
    return [rng.choice(children)] if children else []


def _kill(processes: Iterable[psutil.Process]) -> set[int]:
    """Kill all at once, and wait until they are gone."""
    processes = list(processes)
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    return {process.pid for process in processes}


def _hang(processes: Iterable[psutil.Process], rng: random.Random) -> set[int]:
    """Freeze, as if the machine or the disk hung, and let go on."""
    processes = list(processes)
    with contextlib.suppress(psutil.NoSuchProcess):
        for process in processes:
            process.suspend()
        time.sleep(_choose_seconds(rng))
        for process in processes:
            process.resume()
    return set()


def _choose_seconds(rng: random.Random) -> float:
    return rng.uniform(SHORTEST_HANG_SECONDS, LONGEST_HANG_SECONDS)


def _make_kind(name: str, parts: str, harm: Harm) -> FaultKind:
    return FaultKind(name, frozenset(parts.split()), harm)


KINDS = [
    _make_kind("worker tree killed", "worker", _kill_tree("worker")),
    _make_kind("worker child killed", "worker", _kill_child("worker")),
    _make_kind("worker parent killed", "worker", _kill_root("worker")),
    _make_kind("worker parent hung", "worker", _stop_root("worker")),
    _make_kind("worker child hung", "worker", _hang_child("worker")),
    _make_kind("web tree killed", "web", _kill_tree("web")),
    _make_kind("web child killed", "web", _kill_child("web")),
    _make_kind("web parent killed", "web", _kill_root("web")),
    _make_kind("Redis killed", "redis", _kill_tree("redis")),
    _make_kind("Redis hung", "redis", _hang_root("redis")),
    _make_kind("rolling restart", "web worker", _restart_rolling),
]
CASSANDRA_KINDS = [
    _make_kind("Cassandra killed", "cassandra", _kill_cassandra),
    _make_kind("Cassandra hung", "cassandra", _hang_cassandra),
]


def make_wire_kinds(part: str) -> list[FaultKind]:
    """Make the faults of the wire to a part of a wired site."""
    return [
        _make_kind(f"{part} wire refused", part, _harm_wire(part, Wire.refuse)),
        _make_kind(f"{part} wire hung", part, _harm_wire(part, Wire.hang)),
        _make_kind(f"{part} wire slow", part, _harm_wire(part, lambda wire: wire.slow_down(SLOW_MILLISECONDS))),
        _make_kind(f"{part} wire reset", part, _harm_wire(part, Wire.reset)),
    ]


def choose_kinds(store: str, wired: bool) -> list[FaultKind]:
    """Choose what can be done to a site with such a store."""
    kinds = [kind for kind in KINDS if not (wired and "redis" in kind.parts)]
    if wired:
        kinds += [_make_kind("Redis killed", "redis", _kill_unsupervised_redis), *make_wire_kinds("redis")]
    if store == "cassandra":
        kinds += CASSANDRA_KINDS + (make_wire_kinds("cassandra") if wired else [])
    return kinds
