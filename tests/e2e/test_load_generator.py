"""The benchmark's load generator on the whole stack: it counts right answers, and stops at a wrong one."""

import shutil
from pathlib import Path

import pytest

from tests.bench.load_generator import BenchError, build_generator, put_load
from tests.bench.pictures import SMALL, write_pictures
from tests.support.stack import Stack

pytestmark = pytest.mark.skipif(shutil.which("go") is None, reason="no Go: the load generator is built with it")
COUNT = 64


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    build_generator()
    return write_pictures(tmp_path_factory.mktemp("pictures"), SMALL, COUNT)


@pytest.mark.parametrize("dialect", ["numberfigure", "prefer"])
def test_answers_are_counted_and_timed(stack: Stack, pictures: Path, dialect: str) -> None:
    report = put_load(stack.port, 1, dialect=dialect, clients=4, pictures=pictures)
    assert 0 < report["answered"] <= report["total"]
    assert 0 < report["p50_ms"] <= report["p99_ms"] <= report["worst_ms"]
    assert report["rate"] == pytest.approx(report["answered"] / report["seconds"])


def test_a_wrong_number_ends_the_measurement(stack: Stack, pictures: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text(pictures.read_text().replace('"number": "7"', '"number": "1"'))
    with pytest.raises(BenchError, match="wrong"):
        put_load(stack.port, 0.5, dialect="numberfigure", clients=4, pictures=wrong)


def test_a_server_that_is_not_there_is_an_error(pictures: Path) -> None:
    with pytest.raises(BenchError, match="refused"):
        put_load(1, 0.2, clients=1, pictures=pictures)
