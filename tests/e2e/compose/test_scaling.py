"""More workers do more work in the same time, on inference that takes as long as a test wants."""

from tests.bench.scaling import measure
from tests.support.compose_stack import ComposeStack

FEW, MANY = 1, 4
LEAST_SHARE_OF_LINEAR = 0.9


def test_four_workers_do_the_work_of_four() -> None:
    stack = ComposeStack("nf-scaling")
    try:
        rates = measure(stack, [FEW, MANY], seconds=10)
    finally:
        stack.down()
    assert rates[MANY] / rates[FEW] >= LEAST_SHARE_OF_LINEAR * MANY / FEW, rates
