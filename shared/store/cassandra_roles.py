"""Cassandra's roles: an administrator of ours in place of the one that every new cluster has, and one that serves.

Whoever serves may read and write the rows of its keyspace, and nothing else.
"""

from collections.abc import Sequence
from dataclasses import replace

from shared.errors import SettingsError
from shared.store.cassandra_connection import CassandraConnection
from shared.store.cassandra_url import CassandraAddress
from shared.store.contract import LoginRefusedError

ADMINISTRATOR = "numberfigure_admin"

# A new cluster lets these in, and makes them a superuser; the password is known to the world.
_FIRST_USER, _FIRST_PASSWORD = "cassandra", "cassandra"


def create_roles(address: CassandraAddress, admin_password: str, schema: Sequence[str]) -> None:
    """Make the administrator, then, as the administrator, the schema and the role that `address` logs in with.

    Harmless when all are there; a new password of the role that serves is set. Raises StoreUnavailableError,
    LoginRefusedError where neither the administrator's password nor a new cluster's own is taken, and SettingsError.
    """
    if not address.user or not address.password:
        raise SettingsError("NUMBERFIGURE_STORE_URL names no user, or NUMBERFIGURE_STORE_PASSWORD is not given")
    admin = replace(address, user=ADMINISTRATOR, password=admin_password)
    try:
        _run(admin, [_share_logins(address)])
    except LoginRefusedError:
        first = replace(address, user=_FIRST_USER, password=_FIRST_PASSWORD)
        become = f"CREATE ROLE IF NOT EXISTS {ADMINISTRATOR} WITH {_log_in(admin_password)} AND SUPERUSER = true"
        _run(first, [_share_logins(address), become])
    serve = f"CREATE ROLE IF NOT EXISTS {address.user} WITH {_log_in(address.password)}"
    grants = [f"GRANT {right} ON KEYSPACE {{keyspace}} TO {address.user}" for right in ("SELECT", "MODIFY")]
    retire = f"ALTER ROLE {_FIRST_USER} WITH SUPERUSER = false AND LOGIN = false"
    _run(admin, [retire, *schema, serve, *grants])
    try:
        _run(address, ["SELECT key FROM system.local"])
    except LoginRefusedError:
        # Only then, since Cassandra takes a new password for a role at most every five seconds.
        _run(admin, [f"ALTER ROLE {address.user} WITH {_log_in(address.password)}"])


def _run(address: CassandraAddress, statements: Sequence[str]) -> None:
    connection = CassandraConnection(address)
    try:
        connection.create_schema(statements)
    finally:
        connection.close()


def _share_logins(address: CassandraAddress) -> str:
    """Keep as many replicas of the roles as of everything else: nobody could log in when the only one is away."""
    options = {"class": "NetworkTopologyStrategy", address.datacenter or "replication_factor": str(address.replication)}
    return f"ALTER KEYSPACE system_auth WITH replication = {options}"


def _log_in(password: str) -> str:
    return "PASSWORD = '{}' AND LOGIN = true".format(password.replace("'", "''"))
