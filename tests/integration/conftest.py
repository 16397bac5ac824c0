"""The stores of the contract's tests."""

import secrets
from collections.abc import Iterator

import pytest

from shared.store.contract import PredictionStore
from tests.support.cassandra.fixtures import wait_until_it_answers
from tests.support.stores import Subject, make_cassandra, make_sqlite


@pytest.fixture(scope="module", params=["sqlite", "cassandra"])
def subject(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    """Each of the stores."""
    made = make_sqlite(tmp_path_factory.mktemp("store")) if request.param == "sqlite" else make_cassandra(request)
    made.store.create_schema()
    wait_until_it_answers(made.store)
    yield made
    made.store.close()


@pytest.fixture
def store(subject: Subject) -> PredictionStore:
    """The store alone."""
    return subject.store


@pytest.fixture
def owner() -> str:
    """An owner that no other test has."""
    return secrets.token_hex(8)
