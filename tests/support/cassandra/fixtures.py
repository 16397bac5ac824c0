"""The pytest fixtures that give tests a real Cassandra."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from cassandra import ConsistencyLevel
from cassandra.cluster import EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile, Session
from cassandra.policies import RoundRobinPolicy

from shared.store.contract import PredictionStore, StoreUnavailableError
from tests.support.cassandra.jars import find_obstacle
from tests.support.cassandra.node import CassandraNode
from tests.support.cassandra.ring import CassandraRing

# An existing node, as host:port, for instance one in Docker; without it the tests start their own.
NODE_VARIABLE = "NUMBERFIGURE_TEST_CASSANDRA"

# Dropping a keyspace takes longer than a request may.
SCHEMA_SECONDS = 30
_ANSWER_SECONDS = 60


@dataclass(frozen=True)
class CassandraPlace:
    """Where a Cassandra answers CQL that is not ours to stop."""

    host: str
    port: int


@pytest.fixture(scope="session")
def cassandra_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CassandraNode | CassandraPlace]:
    """A Cassandra that answers: the one that the environment names, or else one started for this test run."""
    named = os.environ.get(NODE_VARIABLE)
    if named:
        host, _, port = named.rpartition(":")
        yield CassandraPlace(host, int(port))
        return
    obstacle = find_obstacle()
    if obstacle:
        pytest.skip(f"Cassandra: {obstacle}")
    node = CassandraNode(tmp_path_factory.mktemp("cassandra"))
    node.start()
    yield node
    node.stop()


@pytest.fixture
def stoppable_cassandra_node(cassandra_node: CassandraNode | CassandraPlace) -> Iterator[CassandraNode]:
    """The Cassandra of this test run, which the test may stop; it runs again afterwards."""
    if isinstance(cassandra_node, CassandraPlace):
        pytest.skip(f"Cassandra: the node that {NODE_VARIABLE} names is not ours to stop")
    yield cassandra_node
    cassandra_node.resume()
    cassandra_node.start()


@contextmanager
def open_cql(node: CassandraNode | CassandraRing | CassandraPlace) -> Iterator[Session]:
    """A session of its own, to read back what a store has written."""
    # LOCAL_QUORUM, as it was written: one node of three may not have heard yet of what the two others have.
    profile = ExecutionProfile(
        load_balancing_policy=RoundRobinPolicy(),
        consistency_level=ConsistencyLevel.LOCAL_QUORUM,
        request_timeout=SCHEMA_SECONDS,
    )
    profiles = {EXEC_PROFILE_DEFAULT: profile}
    cluster = Cluster([node.host], port=node.port, protocol_version=5, execution_profiles=profiles)
    session = cluster.connect()
    yield session
    cluster.shutdown()


@pytest.fixture
def cql(cassandra_node: CassandraNode | CassandraPlace) -> Iterator[Session]:
    """Such a session for one test; a longer-lived one would not outlive the tests that stop the node."""
    with open_cql(cassandra_node) as session:
        yield session


@pytest.fixture(scope="session")
def cassandra_keyspace(cassandra_node: CassandraNode | CassandraPlace) -> Iterator[str]:
    """The name of a keyspace for this test run, dropped in the end."""
    name = f"numberfigure_{secrets.token_hex(4)}"
    yield name
    with open_cql(cassandra_node) as session:
        session.execute(f"DROP KEYSPACE IF EXISTS {name}", timeout=SCHEMA_SECONDS)


@pytest.fixture(scope="session")
def cassandra_url(cassandra_node: CassandraNode | CassandraPlace, cassandra_keyspace: str) -> str:
    """The `NUMBERFIGURE_STORE_URL` of that keyspace."""
    return f"cassandra://{cassandra_node.host}:{cassandra_node.port}/{cassandra_keyspace}?dc=datacenter1"


def wait_until_it_answers(store: PredictionStore) -> None:
    """Wait for a store that was just made or that was away: a cold node can take longer than a request may."""
    deadline = time.monotonic() + _ANSWER_SECONDS
    while True:
        try:
            store.check()
        except StoreUnavailableError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return
