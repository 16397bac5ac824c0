"""Reading `cassandra://user:password@host1,host2:9042/keyspace?dc=datacenter1&replication=3`."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from shared.errors import SettingsError

DEFAULT_PORT = 9042
DEFAULT_KEYSPACE = "numberfigure"

# As Cassandra allows without quotes, so that the name can stand in CQL as it is.
_KEYSPACE = re.compile(r"[a-z][a-z0-9_]{0,47}")
_HOST = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[^:\[\]\s]+)(:(?P<port>\d{1,5}))?")
_DATACENTER = re.compile(r"[A-Za-z0-9_.-]+")
_OPTIONS = {"dc", "replication"}


@dataclass(frozen=True, slots=True)
class CassandraAddress:
    """Where Cassandra is and how to log in."""

    hosts: tuple[str, ...]
    port: int = DEFAULT_PORT
    keyspace: str = DEFAULT_KEYSPACE
    user: str = ""
    password: str = field(default="", repr=False)
    datacenter: str = ""
    """Empty: that of the first host that answers."""
    replication: int = 1


def parse_cassandra_url(url: str) -> CassandraAddress:
    """Read the URL; raises SettingsError, which never shows it, since it may hold a password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise _wrong("is no URL; write it as in cassandra://host1,host2:9042/keyspace") from None
    # By hand, since urlsplit's own reading of hosts and ports knows one host only.
    login, _, places = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    hosts, port = _parse_places(places)
    keyspace = parts.path.strip("/") or DEFAULT_KEYSPACE
    if not _KEYSPACE.fullmatch(keyspace):
        raise _wrong("the keyspace must be lower-case letters, digits and _, at most 48")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = options.keys() - _OPTIONS
    if unknown:
        raise _wrong(f"unknown option {min(unknown)!r}; there are {' and '.join(sorted(_OPTIONS))}")
    datacenter, replication = options.get("dc", ""), options.get("replication", "1")
    if datacenter and not _DATACENTER.fullmatch(datacenter):
        raise _wrong("dc must be the name of a datacenter")
    if not replication.isascii() or not replication.isdecimal() or int(replication) < 1:
        raise _wrong("replication must be a number, 1 or more")
    return CassandraAddress(hosts, port, keyspace, unquote(user), unquote(password), datacenter, int(replication))


def _parse_places(places: str) -> tuple[tuple[str, ...], int]:
    """Read `host1,host2:9042`; a port given once counts for all hosts, as Cassandra expects of its nodes."""
    matches = [_HOST.fullmatch(place) for place in places.split(",")]
    hosts = tuple(match["host"].strip("[]") for match in matches if match)
    if len(hosts) < len(matches):
        raise _wrong("needs hosts as in cassandra://host1,host2:9042/keyspace, special letters of a password as %40")
    ports = {int(match["port"]) for match in matches if match and match["port"]} or {DEFAULT_PORT}
    if len(ports) > 1 or not 1 <= min(ports) <= 65535:
        raise _wrong("all hosts must have the same port, from 1 to 65535")
    return hosts, ports.pop()


def _wrong(reason: str) -> SettingsError:
    return SettingsError(f"NUMBERFIGURE_STORE_URL: {reason}")
