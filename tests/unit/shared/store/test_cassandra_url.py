"""Reading the URL of a Cassandra."""

import pytest

from shared.errors import SettingsError
from shared.store.cassandra_url import CassandraAddress, parse_cassandra_url


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("cassandra://localhost", CassandraAddress(("localhost",))),
        ("cassandra://localhost/", CassandraAddress(("localhost",), 9042, "numberfigure")),
        ("cassandra://one,two:9999/other", CassandraAddress(("one", "two"), 9999, "other")),
        ("cassandra://one:9999,two:9999", CassandraAddress(("one", "two"), 9999)),
        ("cassandra://[::1]:9043/k", CassandraAddress(("::1",), 9043, "k")),
        (
            "cassandra://me:p%40ss%2F%3Aword@one/k?dc=east-1&replication=3",
            CassandraAddress(("one",), 9042, "k", "me", "p@ss/:word", "east-1", 3),
        ),
        ("cassandra://me@one", CassandraAddress(("one",), user="me")),
    ],
)
def test_reads(url: str, address: CassandraAddress) -> None:
    assert parse_cassandra_url(url) == address


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("cassandra://", "hosts"),
        ("cassandra:///numberfigure", "hosts"),
        ("cassandra://one,,two", "hosts"),
        ("cassandra://me:secret@", "hosts"),
        ("cassandra://me:secret/x@one", "hosts"),
        ("cassandra://[::1", "URL"),
        ("cassandra://one:1,two:2", "same port"),
        ("cassandra://one:99999", "65535"),
        ("cassandra://one:0", "65535"),
        ("cassandra://me:secret@one/Number-Figure", "keyspace"),
        ("cassandra://me:secret@one/a/b", "keyspace"),
        ("cassandra://me:secret@one/k?datacenter=east", "'datacenter'"),
        ("cassandra://me:secret@one/k?dc=it's", "dc"),
        ("cassandra://me:secret@one/k?replication=0", "replication"),
        ("cassandra://me:secret@one/k?replication=many", "replication"),
    ],
)
def test_refuses_in_one_line_without_the_password(url: str, reason: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_cassandra_url(url)
    assert reason in caught.value.detail
    assert "NUMBERFIGURE_STORE_URL" in caught.value.detail
    assert "\n" not in caught.value.detail
    assert "secret" not in caught.value.detail


def test_the_password_is_never_shown() -> None:
    assert "secret" not in repr(parse_cassandra_url("cassandra://me:secret@one"))
