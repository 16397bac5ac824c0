"""Free ports on loopback."""

import itertools
import random
import socket

# Below those that the kernel gives to whoever asks for any (32768 on Linux), to clients' ends of connections above all:
# a port that is free now is still free when, seconds later, its server starts.
_FIRST, _LAST = 12_000, 32_000
_ports = itertools.cycle(range(_FIRST, _LAST))
# Another process that runs tests begins somewhere else.
next(itertools.islice(_ports, random.SystemRandom().randrange(_LAST - _FIRST), None))


def find_free_port() -> int:
    """Find a port that nobody listens on now, and that this process was not given before."""
    for port in itertools.islice(_ports, _LAST - _FIRST):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"no port from {_FIRST} to {_LAST} is free")
