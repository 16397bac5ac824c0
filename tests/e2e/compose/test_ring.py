"""Three Cassandra nodes, each row on all of them: one may go, and come back."""

from collections.abc import Iterator

import pytest

from tests.support.compose_stack import FIRST_COMPILER, ComposeStack, run
from tests.support.pictures import draw_on_board, load_known_digits
from tests.support.polling import wait_for
from tests.support.visitor import Visitor

NODES = ("cassandra", "cassandra-2", "cassandra-3")
# New nodes wait half a minute each for news of others, which a test need not.
HASTE = f"{FIRST_COMPILER} -Dcassandra.ring_delay_ms=5000 -Dcassandra.skip_wait_for_gossip_to_settle=0"


@pytest.fixture(scope="module")
def ring() -> Iterator[ComposeStack]:
    """The stack with a ring."""
    ring = ComposeStack("nf-ring", "compose/ring.yml", RATE_LIMIT="0", RUNTIME="litert", CASSANDRA_OPTIONS=HASTE)
    try:
        ring.up()
        yield ring
    finally:
        ring.down()


def test_each_row_is_on_three_nodes(ring: ComposeStack) -> None:
    assert "'datacenter1': '3'" in ring.query("DESCRIBE KEYSPACE numberfigure")


@pytest.mark.parametrize("node", ["cassandra", "cassandra-3"])
def test_predictions_go_on_while_a_node_is_away(ring: ComposeStack, node: str) -> None:
    with Visitor(ring.url) as visitor:
        ring.compose("kill", "--signal", "KILL", node)
        answers = []
        for tile, number in load_known_digits():
            answer = visitor.read(draw_on_board(tile), "ring.png")
            assert (answer["status"], answer["number"]) == ("succeeded", number)
            answers.append(answer)
        [listed] = [visitor.http.get("/v1/predictions", params={"limit": 100}).json()["data"]]
        assert {answer["id"] for answer in answers} <= {prediction["id"] for prediction in listed}
        ring.compose("start", node)
        container = ring.list_containers(node)[0]
        wait_for(lambda: ring.inspect(container)["State"]["Health"]["Status"] == "healthy", 120)
        # The others must have seen it, too, before the next one goes.
        wait_for(lambda: run("docker", "exec", container, "nodetool", "status").count("UN ") == len(NODES), 60)
