"""The only module that imports Cassandra's driver; none of the driver's exceptions gets out of it."""

import contextlib
import logging
import socket
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from cassandra import (
    AuthenticationFailed,
    ConsistencyLevel,
    DriverException,
    InvalidRequest,
    OperationTimedOut,
    ProtocolVersion,
)
from cassandra.auth import PlainTextAuthProvider
from cassandra.cluster import EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile, NoHostAvailable, ResponseFuture, Session
from cassandra.connection import ConnectionBusy, ConnectionException
from cassandra.policies import (
    ConstantReconnectionPolicy,
    ConstantSpeculativeExecutionPolicy,
    DCAwareRoundRobinPolicy,
    TokenAwarePolicy,
)
from cassandra.query import BatchStatement, BatchType, PreparedStatement

from shared.store.cassandra_url import CassandraAddress
from shared.store.contract import LoginRefusedError, MissingTablesError, StoreUnavailableError
from shared.store.kept_connection import KeptConnection, describe

_log = logging.getLogger(__name__)

# While a node is away, these report it with a traceback each second; we say it once, when it goes.
for _name in ("cassandra.cluster", "cassandra.connection", "cassandra.pool"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

# An answer takes milliseconds; beyond this, trying again is better than waiting.
_REQUEST_SECONDS = 2.0
# A node that hangs is not waited for: others are asked as well. All statements here may be executed twice.
_ASK_ANOTHER_SECONDS = 0.5
_PREPARE_SECONDS = 1.0
_CONNECT_SECONDS = 1.5
# The driver's own delays grow to 10 minutes, for which a node that is back would stay unused.
_RECONNECT_SECONDS = 1.0
# A connection that a firewall silently dropped is noticed within twice this.
_HEARTBEAT_SECONDS = 5
# Requests sent before the first of them is waited for, and the pause when the socket is full.
_IN_FLIGHT = 64
_BUSY_SECONDS = 0.01
_SCHEMA_SECONDS = 30.0
_SCHEMA_ATTEMPTS = 5

# What the driver raises when the cluster is at fault; RuntimeError when another thread has just dropped the session.
_FAILURES = (DriverException, NoHostAvailable, ConnectionException, OSError, RuntimeError)

# The driver sends in pieces of 4 kB. With Nagle's algorithm each batch of 32 answers took 24 ms, without it 3 ms.
_SOCKET_OPTIONS = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]


class Request(NamedTuple):
    """One statement with the parameters of several rows: all of one partition, or few and small."""

    statement: str
    rows: Sequence[Sequence[Any]]


class _Live(NamedTuple):
    """A session with what was prepared in it."""

    session: Session
    prepared: dict[str, PreparedStatement]


class CassandraConnection:
    """Runs statements on a cluster, which may be away for a while."""

    def __init__(self, address: CassandraAddress) -> None:
        self._address = address
        self._kept = KeptConnection(self._connect, lambda live: live.session.cluster.shutdown())

    def fetch(self, requests: Sequence[Request]) -> list[list[Any]]:
        """Run all requests at once; returns the rows of each. The rows of one request are sent as one batch."""
        live = self._kept.get()
        with self._translated_errors(live):
            bound = [self._bind(live, request) for request in requests]
            results = []
            for start in range(0, len(bound), _IN_FLIGHT):
                some = bound[start : start + _IN_FLIGHT]
                futures = [live.session.execute_async(each) for each in some]
                results += [_wait(live.session, *each) for each in zip(some, futures, strict=True)]
            return results

    def create_schema(self, statements: Sequence[str]) -> None:
        """Run schema statements one by one; one that meets that of another process is tried again."""
        for statement in statements:
            for attempts_left in reversed(range(_SCHEMA_ATTEMPTS)):
                try:
                    live = self._kept.get()
                    with self._translated_errors(live):
                        live.session.execute(self._name_keyspace(statement), timeout=_SCHEMA_SECONDS)
                    break
                except LoginRefusedError:
                    raise
                except StoreUnavailableError:
                    if attempts_left == 0:
                        raise
                    time.sleep(_RECONNECT_SECONDS)

    def close(self) -> None:
        """Disconnect; the connection is not used again."""
        self._kept.close()

    def _bind(self, live: _Live, request: Request) -> Any:
        prepared = live.prepared.get(request.statement)
        if prepared is None:
            # Two threads may both do this, which is harmless.
            prepared = _prepare(live.session, self._name_keyspace(request.statement))
            # Every statement here may be repeated: timestamps are given, and no list or counter is changed.
            prepared.is_idempotent = True
            live.prepared[request.statement] = prepared
        if len(request.rows) == 1:
            return prepared.bind(request.rows[0])
        # Cassandra limits the size of batches over several partitions; those of one partition are one mutation.
        batch = BatchStatement(BatchType.UNLOGGED)
        for row in request.rows:
            batch.add(prepared, row)
        batch.is_idempotent = True
        return batch

    def _name_keyspace(self, statement: str) -> str:
        # Not str.format: the braces of CQL's maps stay as they are.
        return statement.replace("{keyspace}", self._address.keyspace)

    @contextlib.contextmanager
    def _translated_errors(self, live: _Live) -> Iterator[None]:
        try:
            yield
        except _FAILURES as error:
            _log.warning("Cassandra: %s", error)
            if isinstance(error, NoHostAvailable):
                # A new session asks the name service again: containers can come back with other addresses.
                self._kept.drop(live, error)
            # Every statement is fixed here, so that what is wrong with it can only be that its table is not there.
            kind = MissingTablesError if isinstance(error, InvalidRequest) else StoreUnavailableError
            raise kind(
                f"Cassandra cannot do this now ({describe(error)}). Check that enough of its nodes run and that "
                "`make schema` has created the tables; then it goes on by itself."
            ) from error

    def _connect(self) -> _Live:
        address = self._address
        profile = ExecutionProfile(
            load_balancing_policy=TokenAwarePolicy(DCAwareRoundRobinPolicy(address.datacenter)),
            consistency_level=ConsistencyLevel.LOCAL_QUORUM,
            request_timeout=_REQUEST_SECONDS,
            speculative_execution_policy=ConstantSpeculativeExecutionPolicy(_ASK_ANOTHER_SECONDS, max_attempts=2),
        )
        cluster = Cluster(
            address.hosts,
            port=address.port,
            auth_provider=PlainTextAuthProvider(address.user, address.password) if address.user else None,
            # Spoken by Cassandra since 4.0; naming it saves the driver from trying others first.
            protocol_version=ProtocolVersion.V5,
            execution_profiles={EXEC_PROFILE_DEFAULT: profile},
            reconnection_policy=ConstantReconnectionPolicy(_RECONNECT_SECONDS, max_attempts=None),
            connect_timeout=_CONNECT_SECONDS,
            control_connection_timeout=_REQUEST_SECONDS,
            idle_heartbeat_interval=_HEARTBEAT_SECONDS,
            idle_heartbeat_timeout=_HEARTBEAT_SECONDS,
            # The others prepare a statement when they first meet it; asking all of them would wait for a dead one.
            prepare_on_all_hosts=False,
            sockopts=_SOCKET_OPTIONS,
        )
        try:
            session = cluster.connect()
        except BaseException as error:
            cluster.shutdown()
            if isinstance(error, NoHostAvailable) and _is_refusal(error):
                raise LoginRefusedError(
                    "Cassandra refuses the login. Check the user in NUMBERFIGURE_STORE_URL and the password; it is "
                    "tried again each second."
                ) from error
            raise
        # Preparing a statement obeys this time-out, 10 s, and not the profile's; its setter refuses profiles.
        session._default_timeout = _PREPARE_SECONDS
        # Every query here has a LIMIT or a whole primary key, and what it returns is wanted whole.
        session.default_fetch_size = None
        return _Live(session, {})


def _is_refusal(error: NoHostAvailable) -> bool:
    reasons = list(error.errors.values()) if error.errors else []
    return any(isinstance(reason, AuthenticationFailed) for reason in reasons)


def _prepare(session: Session, statement: str) -> PreparedStatement:
    """Prepare a statement; where a node hangs another one is asked, which the driver does for what is prepared only."""
    try:
        return session.prepare(statement)
    except OperationTimedOut:
        return session.prepare(statement)


def _wait(session: Session, statement: Any, future: ResponseFuture) -> list[Any]:
    """Wait for the rows of a statement; it is sent again when the driver's socket was full, which it does not wait for.

    That happens with a few megabytes at once, and says nothing about the health of the node. Where there are other
    nodes, what was on its way to one that went is sent once more: the driver asks another one only if it has a
    connection to it by then.
    """
    deadline = time.monotonic() + _REQUEST_SECONDS
    is_repeated = False
    while True:
        try:
            return list(future.result())
        except (NoHostAvailable, OperationTimedOut) as error:
            is_busy = error.errors and all(isinstance(reason, ConnectionBusy) for reason in error.errors.values())
            if is_busy and time.monotonic() <= deadline:
                time.sleep(_BUSY_SECONDS)
            elif not is_repeated and len(session.cluster.metadata.all_hosts()) > 1:
                is_repeated = True
            else:
                raise
        future = session.execute_async(statement)
