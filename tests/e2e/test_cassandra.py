"""The whole stack on a real Cassandra: predictions are in its table, once, and survive Redis."""

from pathlib import Path

from cassandra.cluster import Session

from tests.support.batches import FORM, write_form
from tests.support.pictures import encode, load_known_digits
from tests.support.stack import Stack
from tests.support.visitor import Visitor

KNOWN = load_known_digits()


def test_predictions_are_in_cassandra(
    tmp_path: Path, cassandra_url: str, cassandra_keyspace: str, cql: Session
) -> None:
    stack = Stack(tmp_path / "var", STORE_URL=cassandra_url)
    try:
        stack.start()
        with Visitor(stack.url) as visitor:
            answers = [visitor.read(encode(tile), f"digit {place}.png") for place, (tile, _) in enumerate(KNOWN)]
            listed = visitor.http.get("/v1/predictions", params={"limit": 100}).json()["data"]
            together = write_form((f"{place}.png", encode(tile)) for place, (tile, _) in enumerate(KNOWN))
            headers = {"Content-Type": FORM, "Prefer": "wait=30"}
            batch = visitor.http.post("/v1/batches", content=together, headers=headers).json()
            results = visitor.http.get(batch["urls"]["get"], params={"wait": 30}).json()
        assert [result["number"] for result in results["data"]] == [number for _, number in KNOWN]
        assert [answer["number"] for answer in answers] == [number for _, number in KNOWN]
        assert [entry["id"] for entry in listed] == [answer["id"] for answer in reversed(answers)]

        # What `select * from info1` showed in the first Numberfigure.
        rows = list(cql.execute(f"SELECT created_at, filename, output FROM {cassandra_keyspace}.predictions"))  # noqa: S608
        found = sorted((row.filename, row.output) for row in rows if row.filename.startswith("digit "))
        assert found == sorted((f"digit {place}.png", number) for place, (_, number) in enumerate(KNOWN))
        assert all(row.created_at.year >= 2024 for row in rows)

        # Without Redis's hot copies the store answers, the pictures too.
        stack.kill("redis-server")
        with Visitor(stack.url) as stranger:
            assert stranger.await_answer(answers[0]["id"]) == answers[0]
            assert stranger.http.get(answers[0]["urls"]["input"]).content.startswith(b"\x89PNG")
            # How many a batch has is known to Redis alone until all are stored, so that it waits for Redis to be back.
            assert stranger.get_when_up(batch["urls"]["get"]) == results
    finally:
        stack.stop()
