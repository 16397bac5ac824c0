"""The wires of a site: Redis and Cassandra reached through a proxy that can be harmed."""

from pathlib import Path

from tests.support.cassandra.node import CassandraNode
from tests.support.ports import find_free_port
from tests.support.redis_server import RedisServer
from tests.support.toxiproxy import Toxiproxy, Wire

CASSANDRA_WIRE = "127.0.0.9"
"""Where the node's clients are told to find it. Its port is the node's own: the driver asks the node for that."""


class Wiring:
    """A proxy, and the Redis behind it."""

    def __init__(self, folder: Path) -> None:
        self.wires: dict[str, Wire] = {}
        files = folder / "redis"
        files.mkdir()
        self._redis_port, self._wire_port = find_free_port(), find_free_port()
        self.redis = RedisServer(files, self._redis_port)
        self.redis_url = f"redis://127.0.0.1:{self._wire_port}/0"
        self._proxy = Toxiproxy()

    def start(self, cassandra: CassandraNode | None) -> None:
        """Start Redis and the proxy, and lay the wires."""
        self.redis.start()
        self._proxy.start()
        self._lay("redis", f"127.0.0.1:{self._wire_port}", f"127.0.0.1:{self._redis_port}")
        if cassandra:
            self._lay("cassandra", f"{CASSANDRA_WIRE}:{cassandra.port}", f"{cassandra.host}:{cassandra.port}")

    def stop(self) -> None:
        """End both."""
        self._proxy.stop()
        self.redis.stop()

    def _lay(self, name: str, listen: str, upstream: str) -> None:
        self.wires[name] = self._proxy.lay_wire(name, listen, upstream)
