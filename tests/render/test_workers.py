"""Workers: what they do early changes nothing but the time."""

import pytest

from render.workers import Workers, ahead
from sim.errors import ResourceError

PRODUCTS = "tests.render.tasks:products"


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("numbers", [range(7), [5, 2], []])
def test_results_come_in_order_whatever_was_done_early(count, numbers):
    workers = Workers(PRODUCTS, 10, range(7), count)
    found = list(workers.results(3, numbers))
    assert [product for product, _ in found] == [3 * number for number in numbers]
    assert all(early in (None, 10 + number) for (_, early), number in zip(found, numbers))
    assert list(ahead(PRODUCTS, 4, numbers, count)) == [(4 * number, None) for number in numbers]


def test_workers_that_are_not_needed_end():
    workers = Workers(PRODUCTS, 10, range(7), 2)
    workers.end()
    assert all(worker._process.returncode is not None for worker in workers._running)


def test_a_task_that_fails_says_so():
    with pytest.raises(ResourceError, match="ended early"):
        list(ahead("tests.render.tasks:nothing", 3, [1]))
