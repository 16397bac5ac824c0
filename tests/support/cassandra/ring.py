"""Three Cassandra nodes on loopback addresses, as three hosts would be."""

from pathlib import Path

from tests.support.cassandra.node import CassandraNode, find_free_ports

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")


class CassandraRing:
    """A ring of three, of which each can be stopped, killed, frozen and started again."""

    host = HOSTS[0]

    def __init__(self, folder: Path) -> None:
        ports = find_free_ports()
        self.port = ports.native
        self.nodes = []
        for host in HOSTS:
            files = folder / host
            files.mkdir(parents=True)
            self.nodes.append(CassandraNode(files, host, seed=HOSTS[0], ports=ports))

    def name_store(self, keyspace: str) -> str:
        """Name a store on it, as NUMBERFIGURE_STORE_URL does, which keeps all on each of the nodes."""
        return f"cassandra://{','.join(HOSTS)}:{self.port}/{keyspace}?dc=datacenter1&replication=3"

    def start(self) -> None:
        """Start them one after the other: a node that joins must not meet another that does."""
        for node in self.nodes:
            node.start()

    def resume(self) -> None:
        """Let those that are frozen go on."""
        for node in self.nodes:
            node.resume()

    def stop(self) -> None:
        """End them."""
        for node in self.nodes:
            node.kill()
